"""What a merger or split would change, and what is wrong with it: read before it is done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from parweb.units.models import Assignment, Membership, Unit
from parweb.units.plans import Plan, Successor, Wrong, wrong_shares


@dataclass(frozen=True)
class Part:
    """Which part of a former unit goes to which successor."""

    former: str
    successor: str
    share: object


@dataclass(frozen=True)
class RoundTouched:
    """A round in which a former unit takes part."""

    name: str
    is_open: bool
    units: tuple[str, ...]


@dataclass(frozen=True)
class Consequences:
    """What changes and what stays."""

    closing: list[Unit]
    going_on: list[Unit]
    made: list[Successor]
    reused_codes: list[str]
    parts: list[Part]
    staff: list[Assignment]
    homes: list[Assignment]
    groups: list[Membership]
    rounds: list[RoundTouched]
    published: int
    """How many published results of the former units stay as they are."""


def consequences_of(plan: Plan) -> Consequences:
    """Read everything that hangs on the units that end (a handful of queries, whatever their number)."""
    units = Unit.objects.in_bulk([*plan.formers, *_continuing(plan)])
    closing = [units[one] for one in plan.closing]
    ids = list(plan.closing)
    assignments = Assignment.objects.select_related("person", "unit", "home")
    codes = {one.code for one in closing if one.code}
    new = [one for one in plan.successors if one.continues is None]
    return Consequences(
        closing=closing,
        going_on=[units[one] for one in _continuing(plan)],
        made=new,
        reused_codes=[one.code for one in new if one.code in codes],
        parts=_parts(plan, units),
        staff=list(assignments.filter(_lasting(plan), unit__in=ids)),
        homes=list(assignments.filter(_lasting(plan), home__in=ids).exclude(unit__in=ids)),
        groups=list(Membership.objects.filter(unit__in=ids).select_related("group", "unit")),
        rounds=_rounds(ids),
        published=Unit.objects.filter(pk__in=ids, places__isnull=False).distinct().count(),
    )


def _continuing(plan: Plan) -> list[int]:
    return [one.continues for one in plan.successors if one.continues is not None]


def _lasting(plan: Plan) -> Q:
    return Q(valid_to=None) | Q(valid_to__gte=plan.effective_on)


def _parts(plan: Plan, units: dict[int, Unit]) -> list[Part]:
    return [
        Part(units[former].name, successor.name, share)
        for former, row in zip(plan.formers, plan.shares, strict=True)
        for successor, share in zip(plan.successors, row, strict=True)
        if share
    ]


def _rounds(ids: Iterable[int]) -> list[RoundTouched]:
    rows = Unit.objects.filter(pk__in=ids, participations__isnull=False).values_list(
        "name", "participations__round__name", "participations__round__state"
    )
    touched: dict[tuple[str, bool], list[str]] = {}
    for unit, round_name, state in rows.order_by("participations__round_id", "order"):
        touched.setdefault((round_name, state != "closed"), []).append(unit)
    return [RoundTouched(name, is_open, tuple(units)) for (name, is_open), units in touched.items()]


def wrong_with(plan: Plan) -> list[str]:
    """Say everything that keeps a plan from being done; empty where it can be."""
    units = Unit.objects.in_bulk([*plan.formers, *_continuing(plan)])
    wrong = Wrong()
    wrong.unless(plan.formers, _("Chưa chọn đơn vị cũ nào."))
    wrong.unless(plan.successors, _("Chưa có đơn vị kế thừa nào."))
    for unit in units.values():
        _check_unit(unit, plan, wrong)
    for successor in plan.successors:
        wrong.unless(successor.name.strip(), _("Đơn vị kế thừa phải có tên."))
    wrong.sentences += _taken_codes(plan)
    if plan.shares:
        wrong.sentences += wrong_shares(plan, {pk: one.name for pk, one in units.items()})
    return wrong.sentences


def _check_unit(unit: Unit, plan: Plan, wrong: Wrong) -> None:
    wrong.unless(unit.valid_to is None, _("{name} đã kết thúc.").format(name=unit.name))
    begins = unit.valid_from is None or unit.valid_from < plan.effective_on
    wrong.unless(begins, _("{name} chỉ bắt đầu từ hoặc sau ngày hiệu lực.").format(name=unit.name))
    keeps_children = unit.pk in plan.closing and unit.children.filter(valid_to=None).exists()
    wrong.unless(not keeps_children, _("{name} còn đơn vị trực thuộc.").format(name=unit.name))


def _taken_codes(plan: Plan) -> list[str]:
    """Find codes of new units that another unit in force has and keeps."""
    wanted = {(one.kind, one.code): one for one in plan.successors if one.continues is None and one.code}
    rows = Unit.objects.filter(code__in=[code for _kind, code in wanted], valid_to=None)
    kept = rows.exclude(pk__in=plan.closing)
    found = [
        _("Mã {code} đang là mã của {name}.").format(code=one.code, name=one.name)
        for one in kept
        if (one.kind, one.code) in wanted
    ]
    if len(wanted) < sum(1 for one in plan.successors if one.continues is None and one.code):
        found.append(_("Hai đơn vị mới không được cùng mã."))
    return found
