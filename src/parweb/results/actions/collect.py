"""What is scored: the values, by source, and the units of a round as tables of the library."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from parindex.errors import Place, Problem, ProblemsFound, kind
from parindex.frameworks.outline import Outline
from parindex.language import N_
from parindex.tables import VALUES
from parweb.appraisals.queries import decided_values
from parweb.assessments.queries import fed_errors, self_values
from parweb.frameworks.queries import outline_of
from parweb.rounds.models import Participant, Round
from parweb.units.models import Group, Membership

NO_UNITS = kind("PU908", N_("kỳ đánh giá chưa có đơn vị nào"), N_("thêm đơn vị vào kỳ rồi chạy chấm điểm"))
_RESERVED = frozenset({"unit_id", "name", "code", "league"})


@dataclass(frozen=True)
class Member:
    """A unit of the round as it is now."""

    unit_id: int
    name: str
    code: str
    slug: str
    is_signed: bool


@dataclass(frozen=True)
class Collected:
    """Everything a run is made of."""

    outline: Outline
    values: pl.DataFrame
    units: pl.DataFrame
    members: tuple[Member, ...]
    families: tuple[str, ...]
    foreign: int
    """Rows left out because their unit or criterion is not of this round."""
    errors: pl.DataFrame
    """Standard errors of what was fed, by unit, leaf and source."""


def collect(round_: Round) -> Collected:
    """Read values and units of a round, in official order, with every peer-group family as a column.

    Raises :class:`parindex.errors.ProblemsFound` where no unit takes part.
    """
    members = _members(round_)
    if not members:
        raise ProblemsFound([Problem(NO_UNITS, Place(item=round_.name))])
    laid_out = outline_of(round_.edition)
    groups = _peer_groups(round_)
    given = pl.concat([self_values(round_), decided_values(round_)]).cast(VALUES)
    values = _of_this_round(given, members, laid_out)
    columns = {
        "unit_id": [str(one.unit_id) for one in members],
        "name": [one.name for one in members],
        "code": [one.code for one in members],
        "league": [round_.league.name] * len(members),
    }
    for family, names in groups.items():
        columns[family] = [names.get(one.unit_id, "") for one in members]
    units = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    return Collected(
        laid_out, values, units, members, tuple(groups), given.height - values.height, fed_errors(round_)
    )


def _of_this_round(given: pl.DataFrame, members: tuple[Member, ...], laid_out: Outline) -> pl.DataFrame:
    """Keep values of the round's units and leaves; one order, so that equal values have one digest."""
    units = [str(one.unit_id) for one in members]
    leaves = [leaf.code for leaf in laid_out.leaves]
    kept = given.filter(pl.col("unit_id").is_in(units) & pl.col("criterion_id").is_in(leaves))
    return kept.sort("unit_id", "criterion_id", "input", "source", maintain_order=True)


def _members(round_: Round) -> tuple[Member, ...]:
    rows = (
        Participant.objects.filter(round=round_)
        .order_by("order", "id")
        .values_list("unit_id", "unit__name", "unit__code", "unit__slug", "signed_at")
    )
    return tuple(
        Member(unit, name, code, slug, signed is not None) for unit, name, code, slug, signed in rows
    )


def _peer_groups(round_: Round) -> dict[str, dict[int, str]]:
    """Give, by family, the peer group of each unit of the round."""
    rows = (
        Membership.objects.filter(
            group__kind=Group.Kind.PEER,
            group__owner_id=round_.owner_id,
            unit__in=round_.participants.values("unit"),
        )
        .order_by("group__family", "group__name", "id")
        .values_list("group__family", "group__name", "unit_id")
    )
    families: dict[str, dict[int, str]] = {}
    for family, name, unit in rows:
        if family and family not in _RESERVED:
            families.setdefault(family, {}).setdefault(unit, name)
    return families
