"""Dossiers (hồ sơ TTHC): from the one-stop shop's records to counts that indices and criteria are fed from.

Read in the order of a record's life: ``records`` (what a system hands over) → ``intake`` (files to
typed rows) → ``store`` (kept, latest state wins) → ``calendar`` and ``verdicts`` (working time; on time
by both definitions) → ``facts`` (one compact row per dossier) → ``measures`` (counts and ratios, one
expression set for many engines).
"""
