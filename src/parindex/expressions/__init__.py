"""The small language of formula rules: parsed once to a closed tree, evaluated on whole columns."""

from parindex.expressions.parsing import Expression, FormulaError, parse

__all__ = ["Expression", "FormulaError", "parse"]
