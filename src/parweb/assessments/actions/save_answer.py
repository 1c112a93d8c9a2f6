"""Save what was typed for one leaf."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from parindex.frameworks.outline import OutlineNode
from parindex.language import Lang
from parweb.accounts.person import Person
from parweb.accounts.verdicts import Refused, refuse, require
from parweb.assessments.actions.ensure_entry import ensure_entry
from parweb.assessments.counting import recount
from parweb.assessments.drafts import Draft, Reading, read_draft
from parweb.assessments.filling import FillingCalendar
from parweb.assessments.gate import is_said
from parweb.assessments.layout import Layout, layout_of
from parweb.assessments.models import Answer, Entry
from parweb.assessments.permissions import may_edit_entry
from parweb.audit.actions.record import record
from parweb.frameworks.scorer import leaf_scorer
from parweb.interface.prepared import Prepared
from parweb.interface.prepared_writes import PreparedInsert, PreparedUpdate
from parweb.rounds.models import Participant
from parweb.rounds.states import ParticipantState

_NINE = Decimal("1e-9")
_EDITABLE = frozenset({ParticipantState.NOT_STARTED.value, ParticipantState.IN_PROGRESS.value})
_OWN_COLUMNS = tuple(field.attname for field in Answer._meta.concrete_fields)
_INSERT = PreparedInsert(Answer)
_UPDATE = PreparedUpdate(
    Answer, *(field.name for field in Answer._meta.concrete_fields if not field.primary_key)
)
_TOLD = ("inputs", "typed", "standing", "set_points", "set_reason", "note", "explanation", "is_prefilled")


class Conflict(Exception):  # noqa: N818  # it says what happened
    """Somebody else saved the leaf meanwhile; ``stored`` is what stands now (None: there is nothing)."""

    def __init__(self, stored: Answer | None) -> None:
        """Keep what stands."""
        self.stored = stored
        super().__init__("the leaf was saved by somebody else")


@dataclass(frozen=True)
class Saved:
    """A saved leaf: what stands now, what could not be read, and the library's score."""

    answer: Answer
    reading: Reading
    score: Any


def save_answer(
    person: Person,
    participant: Participant,
    criterion_id: str,
    draft: Draft,
    *,
    revision: int,
    at: datetime,
    lang: Lang = "vi",
    confirm: bool = False,
    calendar: FillingCalendar | None = None,
) -> Saved:
    """Save one leaf of an entry; ``revision`` is that of the answer the person saw (0: there was none).

    What cannot be read is kept as typed and said in ``reading.problems``. ``confirm`` says that a value taken
    from last year is still true; ``calendar`` is given where it is known already. Raises :class:`Conflict`
    where somebody else saved the leaf meanwhile, ``Refused`` where the person may not, KeyError for a code
    that is no leaf.
    """
    require(may_edit_entry(person, participant, at, calendar))
    layout = layout_of(participant.round.edition)
    leaf = own_leaf(layout, criterion_id)
    reading = read_draft(leaf, draft, lang)
    score = score_of(participant, leaf, reading)
    content = _content(draft, reading, score)
    with transaction.atomic():
        entry = ensure_entry(person, participant, at)
        stored = _locked(entry, criterion_id)
        answer = _put(stored, entry, criterion_id, content, revision, person, at, confirm=confirm)
        if counts_of(stored) != counts_of(answer):
            recount(participant, entry.pk, layout)
        if answer is not stored:
            _record(person, participant, stored, answer, at)
    return Saved(answer, reading, score)


def own_leaf(layout: Layout, criterion_id: str) -> OutlineNode:
    """Give a leaf that units fill in; KeyError for no leaf, ``Refused`` for a leaf that others fill in."""
    leaf = layout.leaves[criterion_id]
    if criterion_id not in layout.own:
        why = _("Tiêu chí này không do đơn vị tự chấm.")
        raise Refused(refuse(why, _("Số liệu do cơ quan khác nhập; đơn vị chỉ xem.")))
    return leaf


def score_of(participant: Participant, leaf: OutlineNode, reading: Reading) -> Any:
    """Score what was read, by the door to the engine; gaps among the inputs are gaps of the leaf."""
    standing = "not_applicable" if reading.standing == "not_applicable" else "measured"
    return leaf_scorer()(participant.round.edition, leaf.code, reading.inputs, standing, reading.set_points)


def stored_points(score: Any) -> Decimal | None:
    """Give a score's points as a column holds them, nine decimals."""
    return None if score.points is None else score.points.quantize(_NINE)


def _content(draft: Draft, reading: Reading, score: Any) -> dict[str, Any]:
    return {
        "inputs": {name: format(value, "f") for name, value in reading.inputs.items()},
        "typed": reading.unread,
        "standing": reading.standing,
        "set_points": reading.set_points,
        "set_reason": draft.set_reason.strip(),
        "note": draft.note.strip(),
        "explanation": draft.explanation.strip(),
        "points": stored_points(score),
    }


def _stored(entry_id: int, criterion_id: str) -> QuerySet[Answer, Any]:
    rows = Answer.objects.select_for_update()  # the joined rows of entry and participant too
    found = rows.filter(entry=entry_id, criterion_id=criterion_id).order_by()
    return found.values_list("entry__participant__state", *_OWN_COLUMNS)


_STORED = Prepared(_stored, int, str)


def _locked(entry: Entry, criterion_id: str) -> Answer | None:
    """Give the stored answer; entry and participant are locked, so that nobody hands the entry in meanwhile.

    Raises ``Refused`` where somebody just did.
    """
    for state, *columns in _STORED.rows(entry.pk, criterion_id):
        _refuse_if_locked(state)
        return Answer(**dict(zip(_OWN_COLUMNS, columns, strict=True)))
    locked = Entry.objects.select_for_update(of=("self", "participant")).select_related("participant")
    _refuse_if_locked(locked.get(pk=entry.pk).participant.state)
    return None


def _put(
    stored: Answer | None,
    entry: Entry,
    criterion_id: str,
    content: dict[str, Any],
    revision: int,
    person: Person,
    at: datetime,
    *,
    confirm: bool,
) -> Answer:
    if stored is not None and _is_same(stored, content) and not (confirm and stored.is_prefilled):
        return stored  # sent twice, or nothing was changed
    if (stored.revision if stored else 0) != revision:
        raise Conflict(stored)
    changed = Answer(
        pk=stored.pk if stored else None,
        entry=entry,
        criterion_id=criterion_id,
        is_prefilled=False,
        revision=revision + 1,
        updated_at=at,
        updated_by_id=person.account_id,
        **content,
    )
    (_INSERT if stored is None else _UPDATE).put(changed)
    return changed


def _is_same(stored: Answer, content: dict[str, Any]) -> bool:
    return all(getattr(stored, name) == value for name, value in content.items() if name != "points")


def _refuse_if_locked(state: str) -> None:
    if state not in _EDITABLE:
        why = _("Bản tự đánh giá vừa được trình nên không sửa được nữa.")
        raise Refused(refuse(why, _("Lãnh đạo đơn vị có thể trả lại để sửa.")))


def counts_of(answer: Answer | None) -> tuple[bool, bool]:
    """Give what the counters look at of an answer: whether it says something, and whether it explains."""
    if answer is None:
        return (False, False)
    return (is_said(answer) and not answer.is_prefilled, answer.explanation != "")


def _record(
    person: Person, participant: Participant, stored: Answer | None, answer: Answer, at: datetime
) -> None:
    before, after = (None if stored is None else said(stored)), said(answer)
    if before is not None:
        differ = {name for name in _TOLD if before[name] != after[name]}
        before = {name: before[name] for name in sorted(differ)}
        after = {name: after[name] for name in sorted(differ)}
    record(
        person.actor,
        "assessments.save_answer",
        at,
        target=answer,
        unit_id=participant.unit_id,
        before=before,
        after={"criterion": answer.criterion_id, **after},
    )


def said(answer: Answer) -> dict[str, Any]:
    """Give an answer as plain data for the log, numbers as text."""
    row = {name: getattr(answer, name) for name in _TOLD}
    row["set_points"] = None if answer.set_points is None else format(answer.set_points.normalize(), "f")
    return row
