"""Figures with their error (ước lượng và sai số) from answers drawn by a design.

Read in the order of a figure: ``design`` (how the answers were drawn) → ``measures`` (what is asked of
them) → ``statistics`` (one pass to a small table that adds up) → ``linearised`` (estimates and variances of
any domain) → ``index`` (the satisfaction index in its three aggregations) → ``intervals`` → ``reliability``.
"""
