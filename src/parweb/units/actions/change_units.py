"""Merge or split units: the former ones end, their successors follow, results stay where they were."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from parweb.accounts.person import Person
from parweb.accounts.verdicts import refuse, require
from parweb.audit.actions.record import record
from parweb.units.actions.make_unit import new_unit
from parweb.units.consequences import wrong_with
from parweb.units.models import Assignment, Change, Membership, Succession, Unit
from parweb.units.permissions import may_restructure
from parweb.units.plans import Plan, as_data


def change_units(person: Person, plan: Plan, *, at: datetime) -> Change:
    """Do what a plan says, at once or not at all, and give the change.

    A former unit ends on the day before; it keeps its identity, its page and its results. An official code
    may go to a successor. People's roles and memberships of groups follow to the successor that gets most,
    where the plan says so. Raises :class:`Refused` for what the person may not do, or a plan with faults.
    """
    with transaction.atomic():
        units = {one.pk: one for one in Unit.objects.select_for_update().filter(pk__in=_all(plan))}
        for unit in units.values():
            require(may_restructure(person, unit, at))
        if wrong := wrong_with(plan):
            require(refuse(" ".join(wrong)))
        change = Change.objects.create(
            kind=plan.kind,
            effective_on=plan.effective_on,
            decision=plan.decision,
            note=plan.note,
            made_at=at,
            made_by_id=person.account_id,
        )
        change.effects = _carry_out(plan, change, units)
        change.save(update_fields=["effects"])
        unit_id = units[plan.formers[0]].parent_id
        record(person.actor, "units.change_units", at, target=change, unit_id=unit_id, after=as_data(plan))
    return change


def _all(plan: Plan) -> set[int]:
    return {*plan.formers, *(one.continues for one in plan.successors if one.continues is not None)}


def _carry_out(plan: Plan, change: Change, units: dict[int, Unit]) -> dict[str, Any]:
    Unit.objects.filter(pk__in=plan.closing).update(valid_to=plan.effective_on - timedelta(days=1))
    successors = _successors(plan, units)
    _write_shares(plan, change, successors)
    followers = {one: successors[plan.main_successor(one)] for one in plan.closing}
    effects: dict[str, Any] = {
        "created": [
            one.pk for one, said in zip(successors, plan.successors, strict=True) if said.continues is None
        ],
        "closed": list(plan.closing),
    }
    if plan.moves_staff:
        effects |= _move_staff(plan, followers)
    if plan.moves_groups:
        effects |= _move_groups(plan, followers)
    return effects


def _successors(plan: Plan, units: dict[int, Unit]) -> list[Unit]:
    first = units[plan.formers[0]]
    return [
        units[one.continues]
        if one.continues is not None
        else new_unit(
            first.parent,
            name=one.name,
            order=first.order,
            kind=one.kind,
            code=one.code,
            valid_from=plan.effective_on,
            source=plan.decision,
            is_demonstration=first.is_demonstration,
        )
        for one in plan.successors
    ]


def _write_shares(plan: Plan, change: Change, successors: list[Unit]) -> None:
    Succession.objects.bulk_create(
        Succession(change=change, former_id=former, successor=successor, share=share, basis=plan.basis)
        for former, row in zip(plan.formers, plan.shares, strict=True)
        for successor, share in zip(successors, row, strict=True)
        if share
    )


def _move_staff(plan: Plan, followers: dict[int, Unit]) -> dict[str, Any]:
    rows = Assignment.objects.exclude(valid_to__lt=plan.effective_on)
    ended: dict[str, str | None] = {}
    made = []
    for row in rows.filter(unit__in=followers):
        ended[str(row.pk)] = row.valid_to.isoformat() if row.valid_to else None
        made += _followed(row, plan, followers)
    Assignment.objects.filter(pk__in=ended).update(valid_to=plan.effective_on - timedelta(days=1))
    homes = {}
    for row in rows.filter(home__in=followers).exclude(unit__in=followers):
        homes[str(row.pk)] = row.home_id
        Assignment.objects.filter(pk=row.pk).update(home=followers[row.home_id or 0])
    return {"ended": ended, "assigned": made, "homes": homes}


def _followed(row: Assignment, plan: Plan, followers: dict[int, Unit]) -> list[int]:
    """Give the role for the successor, unless the person has it there already."""
    target = followers[row.unit_id]
    made, is_new = Assignment.objects.get_or_create(
        person_id=row.person_id,
        role=row.role,
        unit=target,
        defaults={
            "home": followers.get(row.home_id or 0, row.home),
            "criteria": row.criteria,
            "valid_from": plan.effective_on,
            "valid_to": row.valid_to,
        },
    )
    return [made.pk] if is_new else []


def _move_groups(plan: Plan, followers: dict[int, Unit]) -> dict[str, Any]:
    rows = list(Membership.objects.filter(unit__in=followers).order_by("order"))
    joined = []
    for row in rows:
        made, is_new = Membership.objects.get_or_create(
            group_id=row.group_id, unit=followers[row.unit_id], defaults={"order": row.order}
        )
        joined += [made.pk] if is_new else []
    Membership.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return {"left": [[row.group_id, row.unit_id, row.order] for row in rows], "joined": joined}
