"""Moved to ``parweb.accounts.person``; this name goes away."""

from parweb.accounts.person import VISITOR, Grant, Person

__all__ = ["VISITOR", "Grant", "Person"]
