"""What was decided, as rows of the library's ``values`` table: what a scoring run reads, in bulk."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import chain
from typing import Any, Final

import polars as pl

from parindex.frameworks.outline import OutlineNode
from parindex.tables import POINTS, VALUES
from parweb.appraisals.models import Appeal, Appraisal, Referral
from parweb.appraisals.states import GRANTED
from parweb.frameworks.queries import outline_of
from parweb.rounds.models import Round

Row = tuple[str, str, str, float | None, str, str]
"""unit_id, criterion_id, input, value, standing, source."""

_COUNCIL: Final = "council"
_CHUNK: Final = 5000


def decided_values(round_: Round) -> pl.DataFrame:
    """Give the decisions of a round as ``values`` rows (schema :data:`parindex.tables.VALUES`).

    Sources: ``appraisal1`` and ``appraisal2`` (the inputs that hold, or input ``points`` where an appraiser
    set the points), and ``council`` (what chairs decided in closed sessions, and granted appeals, which come
    after the council). ``unit_id`` is the text of ``Unit.pk``. A decision on a criterion, or with an input,
    that the round's edition no longer has is left out, and so is what a change of the edition made void.
    Three plain queries whatever the size.
    """
    known = {leaf.code: _names(leaf) for leaf in outline_of(round_.edition).leaves}
    granted = list(_granted(round_))
    appealed = {row[:2] for row in granted}
    council = (row for row in _council(round_) if row[:2] not in appealed)
    rows = [row for row in chain(_appraised(round_), council, granted) if row[2] in known.get(row[1], ())]
    return pl.DataFrame(rows, schema=VALUES, orient="row")


def _names(leaf: OutlineNode) -> frozenset[str]:
    return frozenset({POINTS, *(spec.name for spec in leaf.node.inputs())})


def _appraised(round_: Round) -> Iterator[Row]:
    found = Appraisal.objects.filter(participant__round=round_, voided_at=None).values_list(
        "participant__unit_id", "criterion_id", "stage", "inputs", "standing", "set_points"
    )
    for unit, criterion, stage, inputs, standing, points in found.order_by("pk").iterator(_CHUNK):
        yield from _rows(str(unit), criterion, inputs, standing, points, f"appraisal{stage}")


def _council(round_: Round) -> Iterator[Row]:
    found = Referral.objects.filter(
        participant__round=round_, session__state="closed", points__isnull=False, voided_at=None
    ).order_by("decided_at", "pk")
    columns = ("participant__unit_id", "criterion_id", "points")
    latest = {(str(unit), code): points for unit, code, points in found.values_list(*columns)}
    for (unit, criterion), points in latest.items():
        yield (unit, criterion, POINTS, float(points), "measured", _COUNCIL)


def _granted(round_: Round) -> Iterator[Row]:
    held = Appeal.objects.filter(participant__round=round_, state__in=GRANTED, voided_at=None)
    found = held.order_by("decided_at", "pk")
    columns = ("participant__unit_id", "criterion_id", "granted_inputs", "granted_points")
    latest = {(str(unit), code): what for unit, code, *what in found.values_list(*columns)}
    for (unit, criterion), (inputs, points) in latest.items():
        yield from _rows(unit, criterion, inputs, "measured", points, _COUNCIL)


def _rows(
    unit: str, criterion: str, inputs: dict[str, Any], standing: str, points: Decimal | None, source: str
) -> Iterator[Row]:
    if standing != "measured":
        yield (unit, criterion, POINTS, None, standing, source)
        return
    for name, value in inputs.items():
        yield (unit, criterion, name, float(value), standing, source)
    if points is not None:
        yield (unit, criterion, POINTS, float(points), standing, source)
