"""A move of a round to another edition, before it is done: every affected answer, counted and listed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from parindex.frameworks.crosswalk import Crosswalk
from parindex.frameworks.outline import OutlineNode
from parindex.language import Lang
from parweb.assessments.models import Answer, FedValue
from parweb.assessments.moving import Fate, Held, Plan, said
from parweb.frameworks.models import AdoptedEdition
from parweb.interface.numbers import number_text, page_language
from parweb.rounds.models import CarriedAnswer, Participant, Round

Verdict = CarriedAnswer.Verdict


@dataclass(frozen=True)
class Row:
    """An answer or an imported value with what becomes of it."""

    pk: int
    participant_id: int
    source: str
    held: Held
    fate: Fate


@dataclass
class UnitCount:
    """A unit and how many of its answers become what."""

    participant_id: int
    name: str
    state: str
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def redo(self) -> int:
        """How many answers have to be given again."""
        return self.counts[Verdict.REDO]

    @property
    def changed(self) -> int:
        """How many answers are worth something else or are gone."""
        return self.counts[Verdict.CLAMPED] + self.counts[Verdict.RESCALED] + self.counts[Verdict.DROPPED]


@dataclass(frozen=True)
class Preview:
    """What a move would do: in all, by unit (in official order), by criterion."""

    plan: Plan
    counts: Mapping[str, int]
    units: Mapping[int, UnitCount]
    by_criterion: Mapping[str, int]
    """How many answers there are to each criterion of the former edition."""


def preview_move(round_: Round, new: AdoptedEdition, crosswalk: Crosswalk | None = None) -> Preview:
    """Work a move out without doing it (three queries, whatever the number of units)."""
    plan = Plan(round_.edition, new, crosswalk)
    return preview_of(round_, plan, affected(round_, plan))


def preview_of(round_: Round, plan: Plan, rows: Iterable[Row]) -> Preview:
    """Count answers whose fate is known (one query for the names)."""
    names = Participant.objects.filter(round=round_).values_list("pk", "unit__name", "state")
    units = {pk: UnitCount(pk, name, state) for pk, name, state in names.order_by("order", "pk")}
    counts: Counter[str] = Counter()
    criteria: Counter[str] = Counter()
    for row in rows:
        counts[row.fate.verdict.value] += 1
        units[row.participant_id].counts[row.fate.verdict] += 1
        criteria[row.held.criterion_id] += 1
    return Preview(plan, counts, units, criteria)


def affected(round_: Round, plan: Plan, participant_id: int | None = None) -> Iterator[Row]:
    """Give every answer and imported value of a round (or of one unit of it) with what becomes of it.

    Answers that say nothing yet are left out: they have nothing to lose.
    """
    own = {"entry__participant__round": round_}
    fed = {"participant__round": round_}
    if participant_id is not None:
        own, fed = {"entry__participant": participant_id}, {"participant": participant_id}  # type: ignore[dict-item]
    answers = Answer.objects.filter(**own).order_by("entry__participant__order", "entry_id", "pk")
    columns = ("pk", "entry__participant_id", "criterion_id", "inputs", "standing", "set_points")
    for pk, unit, code, inputs, standing, points in answers.values_list(*columns).iterator(5000):
        yield from _row(plan, pk, unit, "self", _held(code, inputs, standing, points))
    values = FedValue.objects.filter(**fed).order_by("participant__order", "pk")
    columns_fed = ("pk", "participant_id", "criterion_id", "inputs", "standing", "source")
    for pk, unit, code, inputs, standing, source in values.values_list(*columns_fed).iterator(5000):
        yield from _row(plan, pk, unit, source, _held(code, inputs, standing, None))


def _held(code: str, inputs: Mapping[str, str], standing: str, points: Decimal | None) -> Held:
    return Held(code, {name: Decimal(text) for name, text in inputs.items()}, standing, points)


def _row(plan: Plan, pk: int, unit: int, source: str, held: Held) -> Iterator[Row]:
    if held.inputs or held.set_points is not None or held.standing != "missing":
        fate = plan.fate_of(held)
        if fate is not None:
            yield Row(pk, unit, source, held, fate)


def criterion_lines(preview: Preview, lang: Lang) -> list[dict[str, Any]]:
    """Give what becomes of each criterion of the former edition: verdict, reason, how many answers it has."""
    layout = preview.plan.layouts[0]
    return [
        {
            "code": code,
            "new_code": one.new_code or "",
            "label": layout.leaves[code].node.label.in_(lang),
            "verdict": one.verdict,
            "word": Verdict(one.verdict).label,
            "reason": said(one.reason, lang),
            "answers": preview.by_criterion.get(code, 0),
        }
        for code, one in preview.plan.criteria.items()
    ]


def answer_lines(
    round_: Round, plan: Plan, lang: Lang, participant_id: int | None = None
) -> Iterator[dict[str, Any]]:
    """Give a line for each affected answer, what it says now and what it will say."""
    names = dict(Participant.objects.filter(round=round_).values_list("pk", "unit__name"))
    former, new = (layout.leaves for layout in plan.layouts)
    for row in affected(round_, plan, participant_id):
        held, fate = row.held, row.fate
        is_exempt = held.standing == "not_applicable"
        has_numbers = fate.verdict not in (Verdict.REDO, Verdict.DROPPED)
        yield {
            "unit": names[row.participant_id],
            "code": held.criterion_id,
            "label": former[held.criterion_id].node.label.in_(lang),
            "new_code": fate.new_code,
            "verdict": fate.verdict.value,
            "word": fate.verdict.label,
            "before": _said(former[held.criterion_id], held.inputs, held.set_points, is_exempt=is_exempt),
            "after": _said(new[fate.new_code], fate.inputs, fate.set_points, is_exempt=is_exempt)
            if has_numbers
            else "",
            "reason": said(fate.reason, lang),
            "source": row.source,
        }


def _said(
    leaf: OutlineNode, inputs: Mapping[str, Decimal], points: Decimal | None, *, is_exempt: bool
) -> str:
    """Say an answer in one line, with the words of the form: ``Đúng hạn: 812; Tổng số: 820``."""
    if is_exempt:
        return _("Không áp dụng")
    lang = page_language()
    words = {spec.name: spec.label.in_(lang) for spec in leaf.node.inputs()}
    parts = [f"{words.get(name, name)}: {number_text(number)}" for name, number in inputs.items()]
    set_by_hand = (
        [] if points is None else [_("Điểm tự ấn định: {points}").format(points=number_text(points))]
    )
    return "; ".join([*parts, *set_by_hand])
