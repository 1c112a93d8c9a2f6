"""Chance that is the same on every day and machine: a number names what is drawn."""

from random import Random


def chance(seed: int) -> Random:
    """Give the generator of a number."""
    return Random(seed)  # noqa: S311  # tests are drawn, no secret is
