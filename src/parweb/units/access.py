"""Moved to ``parweb.accounts.access``; this name goes away."""

from parweb.accounts.access import View, for_people, person_in

__all__ = ["View", "for_people", "person_in"]
