"""Skips, constraints and choice filters: the part of XLSForm's XPath that is understood, and nothing more.

``parsing`` (text to a small closed tree) → ``evaluating`` (the tree on values) → ``relevance`` (which
questions are asked, which options are offered, what is wrong with answers).
"""

from parindex.surveys.instruments.logic.parsing import Expression, ExpressionError, parse
from parindex.surveys.instruments.logic.relevance import (
    Mistake,
    allowed_options,
    check_constraint,
    is_relevant,
    kept_answers,
    mistakes,
    relevant_columns,
)

__all__ = [
    "Expression",
    "ExpressionError",
    "Mistake",
    "allowed_options",
    "check_constraint",
    "is_relevant",
    "kept_answers",
    "mistakes",
    "parse",
    "relevant_columns",
]
