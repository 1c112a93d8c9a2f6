"""The command ``parindex``: words and flags in, reports out. :func:`main` is its entry."""

from parindex.cli.start import app, main

__all__ = ["app", "main"]
