"""Move a round that is under way to another edition, atomically, with nothing lost and everybody told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, cast

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from parweb.accounts.person import Person
from parweb.accounts.roles import Role
from parweb.accounts.verdicts import require
from parweb.assessments.actions.save_answer import stored_points
from parweb.assessments.counting import Row as CountedRow
from parweb.assessments.counting import progress_of, standing_uses
from parweb.assessments.crosswalks import crosswalk_in
from parweb.assessments.following import carry_decisions, following
from parweb.assessments.models import Answer, Delegation, Entry, FedValue, Upload
from parweb.assessments.move_preview import Preview, Row, affected, preview_of
from parweb.assessments.moving import Plan
from parweb.assessments.recoding import codes_of, parked, put_aside, put_back
from parweb.audit.actions.record import record
from parweb.evidence.models import Use
from parweb.frameworks.models import AdoptedEdition
from parweb.frameworks.scorer import leaf_scorer
from parweb.inbox.actions.send import send
from parweb.jobs.registry import Progress
from parweb.rounds.actions.move_participant import move_participant
from parweb.rounds.events import EDITION_SUMMARY, MOVED_EDITION
from parweb.rounds.models import CarriedAnswer, EditionChange, Participant, Reopening, Round
from parweb.rounds.people import managers_of, people_of_units
from parweb.rounds.permissions import may_move_edition
from parweb.rounds.states import ParticipantState, PhaseKind
from parweb.units.models import Assignment

Verdict = CarriedAnswer.Verdict
_BATCH: Final = 500
_AT_WORK: Final = (ParticipantState.NOT_STARTED, ParticipantState.IN_PROGRESS)


class AlreadyThere(RuntimeError):  # noqa: N818  # it says what happened
    """The round stands on that edition already."""


@dataclass(frozen=True)
class Scores:
    """Points of changed answers, computed before the locks are taken and remembered."""

    plan: Plan
    known: dict[tuple[Any, ...], Decimal | None]

    def points_of(self, row: Row) -> Decimal | None:
        """Give the points of an answer in the new edition."""
        fate = row.fate
        standing = "not_applicable" if row.held.standing == "not_applicable" else "measured"
        key = (fate.new_code, tuple(sorted(fate.inputs.items())), standing, fate.set_points)
        if key not in self.known:
            score = leaf_scorer()(self.plan.new, fate.new_code, fate.inputs, standing, fate.set_points)
            self.known[key] = stored_points(score)
        return self.known[key]


def move_edition(
    person: Person,
    round_: Round,
    new: AdoptedEdition,
    *,
    at: datetime,
    until: datetime | None = None,
    progress: Progress | None = None,
    crosswalk: Upload | None = None,
) -> EditionChange:
    """Put a round on another adopted edition and carry every answer over.

    Kept answers stay, clamped and rescaled ones are scored anew, answers to be redone are emptied, those of
    criteria that are gone are taken out; what stood before is kept in ``rounds.CarriedAnswer``. Units that
    have something to do again and had handed in go back to work; ``until`` gives these units that long.
    Decisions about criteria that changed become void (``following``). ``crosswalk`` says which criterion is
    which. Raises :class:`AlreadyThere`, or ``ProblemsFound`` for a crosswalk of other editions. All of it
    happens, or nothing.
    """
    require(may_move_edition(person, round_, at))
    if round_.edition_id == new.pk:
        raise AlreadyThere
    scores = _scored_ahead(_plan(round_, new, crosswalk), round_, progress)
    with transaction.atomic():
        round_ = _held(round_)
        require(may_move_edition(person, round_, at))
        if round_.edition_id == new.pk:
            raise AlreadyThere
        if round_.edition_id != scores.plan.former.pk:  # somebody else moved it meanwhile
            scores = Scores(_plan(round_, new, crosswalk), {})
        rows = list(affected(round_, scores.plan))
        preview = preview_of(round_, scores.plan, rows)
        change = _change(person, round_, preview, at)
        _carry_all(rows, change, scores, person, at)
        void = carry_decisions(person, change, following(scores.plan, rows), at)
        Round.objects.filter(pk=round_.pk).update(edition=new)
        round_.edition = new
        _count(round_, preview.plan)
        back = _send_back(person, change, preview.plan, until, at)
        _tell(round_, preview, new, at)
        _record(person, change, crosswalk, sent_back=len(back), void_decisions=void)
    return change


def _record(person: Person, change: EditionChange, crosswalk: Upload | None, **counts: int) -> None:
    crossed = None if crosswalk is None else crosswalk.sha256
    before = {"edition": change.former.ref, "digest": change.former.digest}
    after = {"edition": change.new.ref, "digest": change.new.digest, "counts": change.counts}
    record(
        person.actor,
        "assessments.move_edition",
        change.at,
        target=change.round,
        before=before,
        after={**after, **counts, "crosswalk": crossed},
    )


def _held(round_: Round) -> Round:
    """Lock a round, and let those who save a leaf wait: each of them locks the row of the entry."""
    rows = Round.objects.select_for_update(of=("self",)).select_related("edition", "owner")
    held = rows.get(pk=round_.pk)
    entries = Entry.objects.select_for_update().filter(participant__round=round_).order_by("pk")
    list(entries.values_list("pk", flat=True))
    return held


def _plan(round_: Round, new: AdoptedEdition, crosswalk: Upload | None) -> Plan:
    return Plan(round_.edition, new, crosswalk_in(crosswalk, round_.edition, new) if crosswalk else None)


def _scored_ahead(plan: Plan, round_: Round, progress: Progress | None) -> Scores:
    """Compute what will be needed while nobody waits; what changes meanwhile is computed in the end."""
    scores = Scores(plan, {})
    rows = [row for row in affected(round_, plan) if row.fate.verdict in (Verdict.CLAMPED, Verdict.RESCALED)]
    for number, row in enumerate(rows):
        if row.source == "self":
            scores.points_of(row)
        if progress and number % _BATCH == 0:
            progress(number, len(rows))
    return scores


def _change(person: Person, round_: Round, preview: Preview, at: datetime) -> EditionChange:
    counts = {verdict.value: preview.counts.get(verdict.value, 0) for verdict in Verdict}
    return EditionChange.objects.create(
        round=round_,
        former=preview.plan.former,
        new=preview.plan.new,
        counts=counts,
        at=at,
        by_id=person.account_id,
    )


# ------------------------------------------------------------ the answers


def _carry_all(
    everything: Iterable[Row], change: EditionChange, scores: Scores, person: Person, at: datetime
) -> None:
    rows = [row for row in everything if _is_changed(row)]
    codes = codes_of(scores.plan)
    own_rows, fed_rows, uses = _of_round(change)
    for table in (own_rows, fed_rows, uses):
        put_aside(table, codes.changed)
    own = [row for row in rows if row.source == "self"]
    fed = [row for row in rows if row.source != "self"]
    seen: set[tuple[int, str]] = set()
    for batch in _batches(own):
        stored = Answer.objects.in_bulk([row.pk for row in batch])
        _remember(change, [(row, _answer_data(stored[row.pk])) for row in batch])
        _write_answers(batch, stored, scores, seen, person, at)
    for batch in _batches(fed):
        values = FedValue.objects.in_bulk([row.pk for row in batch])
        _remember(change, [(row, _fed_data(values[row.pk])) for row in batch])
        _write_fed(batch, values)
    after = {code: codes.going_on.get(code) or parked(code, change) for code in codes.changed}
    for table in (own_rows, fed_rows, uses):  # what says nothing yet, and documents
        put_back(table, after)
    _carry_delegations(change, scores.plan)


def _is_changed(row: Row) -> bool:
    return row.fate.verdict != Verdict.KEPT or row.fate.new_code != row.held.criterion_id


def _of_round(change: EditionChange) -> tuple[QuerySet[Any], QuerySet[Any], QuerySet[Any]]:
    """Give the answers, imported values and uses of documents of a round."""
    of_unit = {"participant__round": change.round_id}
    answers = Answer.objects.filter(entry__participant__round=change.round_id)
    return answers, FedValue.objects.filter(**of_unit), Use.objects.filter(**of_unit)


def _batches(rows: Sequence[Row]) -> Iterable[Sequence[Row]]:
    return (rows[start : start + _BATCH] for start in range(0, len(rows), _BATCH))


def _remember(change: EditionChange, rows: Iterable[tuple[Row, dict[str, Any]]]) -> None:
    CarriedAnswer.objects.bulk_create(
        CarriedAnswer(
            change=change,
            participant_id=row.participant_id,
            criterion_before=row.held.criterion_id,
            criterion_after=row.fate.new_code,
            source=row.source,
            verdict=row.fate.verdict,
            before=data,
        )
        for row, data in rows
    )


def _answer_data(answer: Answer) -> dict[str, Any]:
    names = ("inputs", "typed", "standing", "set_reason", "note", "explanation", "revision")
    points = {
        name: None if value is None else format(value.normalize(), "f")
        for name, value in (("set_points", answer.set_points), ("points", answer.points))
    }
    return {**{name: getattr(answer, name) for name in names}, **points}


def _fed_data(value: FedValue) -> dict[str, Any]:
    names = ("inputs", "standing", "source", "source_note", "interval")
    error = None if value.standard_error is None else format(value.standard_error, "f")
    told = {name: getattr(value, name) for name in names}
    return {**told, "standard_error": error, "imported_at": value.imported_at.isoformat()}


def _write_answers(
    rows: Iterable[Row],
    stored: dict[int, Answer],
    scores: Scores,
    seen: set[tuple[int, str]],
    person: Person,
    at: datetime,
) -> None:
    """Write answers; of several that became one criterion, to be answered again, the first one stays."""
    gone, changed = [], []
    for row in rows:
        answer, place = stored[row.pk], (row.participant_id, row.fate.new_code)
        if row.fate.verdict == Verdict.DROPPED or place in seen:
            gone.append(row.pk)
            continue
        seen.add(place)
        _set(answer, row, scores)
        answer.revision += 1
        answer.updated_at, answer.updated_by_id = at, person.account_id
        changed.append(answer)
    Answer.objects.filter(pk__in=gone).delete()
    _rewrite(Answer.objects.all(), changed, [*_COLUMNS, "revision", "updated_at", "updated_by"])


def _rewrite(table: QuerySet[Any], rows: Sequence[Any], columns: Sequence[str]) -> None:
    """Write columns of rows that are there: one upsert, ten times faster than ``bulk_update``."""
    table.bulk_create(rows, _BATCH, update_conflicts=True, update_fields=columns, unique_fields=["id"])


_COLUMNS: Final = ("criterion_id", "inputs", "typed", "standing", "points", "set_points", "set_reason")


def _set(answer: Answer, row: Row, scores: Scores) -> None:
    """Write what an answer says from now on; note and explanation stay, people may still need them."""
    answer.criterion_id = row.fate.new_code
    answer.inputs = {name: format(number, "f") for name, number in row.fate.inputs.items()}
    answer.set_points = row.fate.set_points
    if row.fate.verdict == Verdict.REDO:
        answer.standing, answer.typed, answer.points, answer.set_reason = "missing", {}, None, ""
    elif row.fate.verdict != Verdict.KEPT:
        answer.points = scores.points_of(row)


def _write_fed(rows: Iterable[Row], stored: dict[int, FedValue]) -> None:
    """Clamp imported values; those to be redone are taken out, since only another import can give them."""
    gone, changed = [], []
    for row in rows:
        if row.fate.verdict in (Verdict.DROPPED, Verdict.REDO):
            gone.append(row.pk)
            continue
        value = stored[row.pk]
        value.criterion_id = row.fate.new_code
        value.inputs = {name: format(number, "f") for name, number in row.fate.inputs.items()}
        changed.append(value)
    FedValue.objects.filter(pk__in=gone).delete()
    _rewrite(FedValue.objects.all(), changed, ["criterion_id", "inputs"])


def _carry_delegations(change: EditionChange, plan: Plan) -> None:
    """Let delegations go on where their criterion does."""
    rows = Delegation.objects.filter(entry__participant__round=change.round_id)
    rows.exclude(criterion_id__in=list(plan.matching.pairs)).delete()
    codes = {old: new for old, new in plan.matching.pairs.items() if old != new}
    put_aside(rows, codes)
    put_back(rows, codes)


# -------------------------------------------------------------- the units


def _count(round_: Round, plan: Plan) -> None:
    """Count every entry anew against the new edition (three queries, then writes in batches)."""
    layout = plan.layouts[1]
    rows = _counted_rows(round_)
    units = list(Participant.objects.filter(round=round_))
    for one in units:
        found = progress_of(layout, rows.get(one.pk, []))
        one.leaves_total, one.leaves_answered, one.leaves_proven = found.total, found.answered, found.proven
    _rewrite(Participant.objects.all(), units, ["leaves_total", "leaves_answered", "leaves_proven"])


def _counted_rows(round_: Round) -> dict[int, list[CountedRow]]:
    its_participant = cast("int", OuterRef("entry__participant"))
    shown = standing_uses(its_participant).filter(criterion_id=OuterRef("criterion_id"))
    answers = Answer.objects.filter(entry__participant__round=round_).annotate(
        is_set=~Q(set_points=None), is_explained=~Q(explanation=""), is_shown=Exists(shown)
    )
    columns = ("criterion_id", "standing", "points", "is_set", "is_prefilled", "is_explained", "is_shown")
    found: dict[int, list[CountedRow]] = {}
    for unit, *row in answers.values_list("entry__participant_id", *columns).iterator(5000):
        found.setdefault(unit, []).append(CountedRow._make(row))
    return found


def _send_back(
    person: Person, change: EditionChange, plan: Plan, until: datetime | None, at: datetime
) -> list[Participant]:
    """Let units work again that have something to do and had handed in; ``until`` opens the phase."""
    units = _units_with_work(change, plan)
    reason = f"{plan.former.ref} → {plan.new.ref}"
    back = [one for one in units if one.state not in _AT_WORK]
    for one in back:
        move_participant(one, ParticipantState.IN_PROGRESS, person=person, at=at, reason=reason)
    if until is not None:
        Reopening.objects.bulk_create(
            Reopening(participant=one, phase=kind, until=until, reason=reason, at=at, by_id=person.account_id)
            for one in units
            for kind in (PhaseKind.SELF_SCORE, PhaseKind.SIGNATURE)
        )
    return back


def _units_with_work(change: EditionChange, plan: Plan) -> list[Participant]:
    """Give the units that have an answer to give again; all of them where the edition has new leaves."""
    units = Participant.objects.filter(round=change.round_id).select_related("unit", "round")
    if {leaf.code for leaf in plan.added} & plan.layouts[1].needed:
        return list(units)
    redo = CarriedAnswer.objects.filter(change=change, verdict=Verdict.REDO, source="self")
    return list(units.filter(pk__in=redo.values("participant")))


def _tell(round_: Round, preview: Preview, new: AdoptedEdition, at: datetime) -> None:
    """Tell officers and leaders of each affected unit, and managers and appraisers in one sentence."""
    touched = {pk: one for pk, one in preview.units.items() if one.redo or one.changed}
    unit_ids = dict(Participant.objects.filter(pk__in=touched).values_list("pk", "unit_id"))
    people = people_of_units(unit_ids.values(), (Role.OFFICER, Role.LEADER), at.date())
    for pk, one in touched.items():
        details = {"unit": one.name, "edition": new.ref, "redo": str(one.redo), "changed": str(one.changed)}
        link = reverse("rounds:participant", args=[round_.slug, pk])
        send(people.get(unit_ids[pk], []), MOVED_EDITION, details, link, at)
    redo = str(preview.counts.get(Verdict.REDO.value, 0))
    details = {"round": round_.name, "edition": new.ref, "redo": redo}
    others = [*managers_of(round_, at.date()), *_appraisers(round_)]
    send(others, EDITION_SUMMARY, details, reverse("rounds:round", args=[round_.slug]), at)


def _appraisers(round_: Round) -> list[int]:
    rows = Assignment.objects.filter(
        role=Role.APPRAISER, unit__path__startswith=round_.owner.path, person__is_active=True
    )
    return list(rows.values_list("person_id", flat=True))
