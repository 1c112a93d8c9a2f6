"""Stages on which stories begin: ``python -m tests.e2e.stages cast`` writes one into the database set."""

from __future__ import annotations

import sys

import django

django.setup()

from tests.parweb import cast as people  # noqa: E402  # Django must be set up first


def cast() -> None:
    """The small province of the site's tests, with a round that is open now."""
    people.make_cast()


STAGES = {"cast": cast}

if __name__ == "__main__":
    STAGES[sys.argv[1]](*sys.argv[2:])
