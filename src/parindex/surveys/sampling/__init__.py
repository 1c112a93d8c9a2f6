"""Samples (mẫu): how many, from whom, drawn by chance that anybody can repeat.

Read in the order of the work: ``sizes`` (how many for which margin) → ``allocation`` (how many in each
stratum) → ``frames`` (the list that is drawn from, its problems and its hash) → ``plans`` (the stages of a
draw, as data) → ``selection`` (the draw) → ``drawn`` (the sample with its probabilities and weights) →
``protocol`` (the record of a draw, and its verification) → ``lists`` (who interviews whom).
"""
