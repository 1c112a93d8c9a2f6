"""Weights (trọng số): each step takes weights and gives weights, with what changed and what was done.

Read in the order of use: ``design`` (what the draw gives) → ``nonresponse`` (those who answered stand for
those who did not) → ``poststratification`` or ``raking`` (known totals are met) → ``trimming``. Every step
adds itself to the record, which the method card prints; ``calibration`` keeps what the variance needs.
"""
