"""Reads about appraisals; :func:`decided_values` is what a scoring run reads."""

from parweb.appraisals.queries.decided import decided_values
from parweb.appraisals.queries.finding import participant_of, round_of

__all__ = ["decided_values", "participant_of", "round_of"]
