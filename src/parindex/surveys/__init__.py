"""Surveys (khảo sát, điều tra xã hội học): from the sampling frame to a figure that says how sure it is.

Read in the order of a survey's life: ``instruments`` (the form as data, XLSForm in and out) → ``sampling``
(sizes, allocation, drawing) → ``answers`` (what came back, as a table of codes) → ``quality`` (flags, nothing
is deleted) → ``weighting`` → ``estimation`` (figures with their error) → ``methodcard`` (how it was made).
"""
