"""The X-ray over many units at once, in a handful of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import get_language, override

from parweb.assessments.layout import layout_of
from parweb.assessments.models import Answer
from parweb.assessments.page import shown_of
from parweb.assessments.xray.rules import NAMES, findings_of
from parweb.assessments.xray.scene import Scene, Shown
from parweb.evidence.models import Use
from parweb.evidence.queries import uses_of
from parweb.rounds.models import Participant, Round

_UNITS_AT_ONCE: Final = 50


def participants_to_see(round_: Round, words: str = "") -> QuerySet[Participant]:
    """Give the units of a round that have begun, in official order, searched without diacritics."""
    found = Participant.objects.filter(round=round_).exclude(entry=None).select_related("unit")
    for word in words.split():
        found = found.filter(unit__name_fold__contains=word)
    return found.order_by("order", "pk")


def all_findings(
    round_: Round, participants: QuerySet[Participant], rules: Iterable[str] = tuple(NAMES)
) -> Iterator[dict[str, Any]]:
    """Give the findings of any number of units, fifty units at a time (four queries each), in their order.

    Never more than the entries of these fifty are there at once. The words are those of the language in which
    this was asked for.
    """
    lang, chosen = get_language() or settings.LANGUAGE_CODE, list(rules)
    ids = list(participants.values_list("pk", flat=True))
    for start in range(0, len(ids), _UNITS_AT_ONCE):
        units = list(participants.filter(pk__in=ids[start : start + _UNITS_AT_ONCE]))
        with override(lang):
            found = round_findings(round_, units, chosen)
        yield from found


def round_findings(
    round_: Round, participants: Sequence[Participant], rules: Iterable[str] = tuple(NAMES)
) -> list[dict[str, Any]]:
    """Give the findings of some units as rows (unit, criterion, rule, what, participant); three queries."""
    layout = layout_of(round_.edition)
    ids = [one.pk for one in participants]
    answers: dict[int, dict[str, Answer]] = defaultdict(dict)
    for answer in Answer.objects.filter(entry__participant__in=ids).select_related("entry"):
        answers[answer.entry.participant_id][answer.criterion_id] = answer
    shown: dict[int, list[Shown]] = defaultdict(list)
    for use in uses_of(ids).exclude(purpose=Use.Purpose.SIGNATURE).filter(document__withdrawn_at=None):
        shown[use.participant_id].append(shown_of(use))
    chosen = list(rules)
    return [
        {
            "unit": one.unit.name,
            "criterion": finding.criterion_id,
            "rule": str(NAMES[finding.rule]),
            "what": finding.what,
            "participant": one.pk,
        }
        for one in participants
        for finding in findings_of(Scene(round_.year, layout, answers[one.pk], tuple(shown[one.pk])), chosen)
    ]
