"""New codes for what hangs on criteria, when a crosswalk says that a criterion has another code now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from parweb.assessments.moving import Plan
from parweb.rounds.models import EditionChange


@dataclass(frozen=True)
class Codes:
    """Codes of leaves that change with a move."""

    going_on: Mapping[str, str]
    """New codes by former ones, where one criterion became one other (perhaps to be answered again)."""
    changed: frozenset[str]
    """Former codes that are something else in the new edition, or went on under another code."""


def codes_of(plan: Plan) -> Codes:
    """Give which codes change; none without a crosswalk."""
    targets = {code: one.new_code for code, one in plan.criteria.items()}
    times = Counter(targets.values())
    there = {node.code for node in plan.layouts[1].outline.nodes}
    going_on = {old: new for old, new in targets.items() if new and new != old and times[new] == 1}
    elsewhere = {old for old, new in targets.items() if new != old and (new or old in there)}
    return Codes(going_on, frozenset(elsewhere))


def parked(code: str, change: EditionChange) -> str:
    """Give the code under which something about a former criterion is kept, once its code is another's."""
    return f"{code}@{change.former.year}.{change.pk}"


def put_aside(rows: QuerySet[Any], codes: Iterable[str]) -> None:
    """Take codes out of the way, so that two of them may change places."""
    for code in codes:
        rows.filter(criterion_id=code).update(criterion_id=_aside(code))


def put_back(rows: QuerySet[Any], codes: Mapping[str, str]) -> None:
    """Give what was put aside its new code, by former code."""
    for code, new in codes.items():
        rows.filter(criterion_id=_aside(code)).update(criterion_id=new)


def _aside(code: str) -> str:
    return f"~{code}"
