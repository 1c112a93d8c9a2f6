"""Take over last year's answers, each to be confirmed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from parindex.frameworks.outline import OutlineNode
from parindex.tables import Standing
from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.assessments.actions.ensure_entry import ensure_entry
from parweb.assessments.actions.save_answer import score_of, stored_points
from parweb.assessments.counting import recount
from parweb.assessments.drafts import Reading
from parweb.assessments.layout import Layout, layout_of
from parweb.assessments.models import Answer, Entry
from parweb.assessments.permissions import may_edit_entry
from parweb.assessments.queries import entry_of, previous_participation
from parweb.audit.actions.record import record
from parweb.rounds.models import Participant


def prefill(person: Person, participant: Participant, at: datetime) -> int:
    """Fill blank leaves with the unit's answers of the round before; give how many were taken over.

    Only leaves with the same code that ask for the same things; set points, notes and evidence stay behind.
    What was taken over does not count before somebody says that it is still true.
    """
    require(may_edit_entry(person, participant, at))
    before = previous_participation(participant)
    former = entry_of(before) if before else None
    if before is None or former is None:
        return 0
    layout, old = layout_of(participant.round.edition), layout_of(before.round.edition)
    with transaction.atomic():
        entry = ensure_entry(person, participant, at)
        Entry.objects.select_for_update().get(pk=entry.pk)
        has = set(Answer.objects.filter(entry=entry).values_list("criterion_id", flat=True))
        same = {code for code in layout.own if code not in has and asks_the_same(layout, old, code)}
        made = Answer.objects.bulk_create(_taken_over(person, participant, entry, former, same, at))
        recount(participant, entry.pk, layout)
        codes = [answer.criterion_id for answer in made]
        record(
            person.actor,
            "assessments.prefill",
            at,
            target=entry,
            unit_id=participant.unit_id,
            after={"criteria": codes, "from": before.round.slug},
        )
    return len(made)


def _taken_over(
    person: Person, participant: Participant, entry: Entry, former: Entry, codes: set[str], at: datetime
) -> Iterator[Answer]:
    layout = layout_of(participant.round.edition)
    for old in Answer.objects.filter(entry=former, criterion_id__in=codes).exclude(standing="missing"):
        leaf = layout.own[old.criterion_id]
        inputs = {name: Decimal(text) for name, text in old.inputs.items()}
        standing: Standing = "not_applicable" if old.standing == "not_applicable" else "measured"
        if standing == "not_applicable" and leaf.node.not_applicable == "refuse":
            continue
        score = score_of(participant, leaf, Reading(inputs, standing))
        yield Answer(
            entry=entry,
            criterion_id=old.criterion_id,
            inputs=old.inputs,
            standing=standing,
            points=stored_points(score),
            is_prefilled=True,
            updated_at=at,
            updated_by_id=person.account_id,
        )


def asks_the_same(layout: Layout, old: Layout, code: str) -> bool:
    """Tell whether a leaf has the same kind of rule and the same inputs, bounds included, in both."""
    new_leaf, old_leaf = layout.own.get(code), old.own.get(code)
    if new_leaf is None or old_leaf is None:
        return False
    return _question(new_leaf) == _question(old_leaf)


def _question(leaf: OutlineNode) -> tuple[object, ...]:
    kind = leaf.node.rule.kind if leaf.node.rule else ""
    specs = tuple(
        (
            one.name,
            one.type,
            one.minimum,
            one.maximum,
            one.at_most,
            tuple(choice.value for choice in one.choices),
        )
        for one in leaf.node.inputs()
    )
    return (kind, *specs)
