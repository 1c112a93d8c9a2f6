"""The points of a leaf in words: how many, by which clause, and what would give the next level."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from parindex.frameworks.outline import OutlineNode
from parindex.language import Lang
from parindex.numerals import format_number
from parweb.assessments.drafts import FieldProblem
from parweb.assessments.models import Answer, FedValue
from parweb.frameworks.models import AdoptedEdition
from parweb.frameworks.scorer import leaf_scorer
from parweb.rounds.models import Participant

_KEPT = 20_000
_DECIMALS = 4
Stored = Answer | FedValue


@dataclass(frozen=True)
class ScoreWords:
    """Points and words of one leaf; ``points`` is None where there are none yet."""

    points: Decimal | None
    clause: str
    next_level: str
    html: SafeString


def score_words(participant: Participant, leaf: OutlineNode, stored: Stored | None, lang: Lang) -> ScoreWords:
    """Say the points of a stored answer; the same inputs are scored once per process."""
    edition = participant.round.edition
    if stored is None:
        return _kept(_Key(edition), leaf.code, (), "measured", None, lang)
    inputs = tuple(sorted(stored.inputs.items()))
    standing = "not_applicable" if stored.standing == "not_applicable" else "measured"
    return _kept(_Key(edition), leaf.code, inputs, standing, getattr(stored, "set_points", None), lang)


class _Key:
    """An edition as a key: two are the same where their digests are."""

    def __init__(self, edition: AdoptedEdition) -> None:
        self.edition = edition

    def __hash__(self) -> int:
        return hash(self.edition.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.edition.digest == self.edition.digest


@lru_cache(maxsize=_KEPT)
def _kept(
    key: _Key,
    code: str,
    inputs: tuple[tuple[str, str], ...],
    standing: str,
    set_points: Decimal | None,
    lang: Lang,
) -> ScoreWords:
    numbers = {name: Decimal(text) for name, text in inputs}
    return words_of(leaf_scorer()(key.edition, code, numbers, standing, set_points), lang)


def words_of(score: Any, lang: Lang) -> ScoreWords:
    """Say a library score in words."""
    clause = score.clause_in(lang)
    next_level = score.next_level.in_(lang) if score.next_level else ""
    most = format_number(score.max_points, lang=lang)
    points = None if score.points is None else format_number(_short(score.points), lang=lang)
    said = points_text(points, most)
    step = (
        format_html(' <span class="leaf__next">{}: {}</span>', _("Mức tiếp"), next_level)
        if next_level
        else ""
    )
    template = '<p class="leaf__points" data-points="{}"><strong>{}</strong> · {}{}</p>'
    html = format_html(template, "" if score.points is None else score.points, said, clause, step)
    return ScoreWords(score.points, clause, next_level, html)


def points_text(points: str | None, most: str) -> str:
    """Say points of a maximum; a penalty has no maximum."""
    if points is None:
        return _("Chưa có điểm")
    if most == "0":
        return _("{points} điểm").format(points=points)
    return _("{points}/{most} điểm").format(points=points, most=most)


def _short(points: Decimal) -> Decimal:
    """Cut what no reader needs while typing; the stored points are not cut."""
    return round(points, _DECIMALS)


def fragment(words: ScoreWords, problems: tuple[FieldProblem, ...], participant: Participant) -> SafeString:
    """Write what an autosave answers: the points, what could not be read, and the progress for the header."""
    listed = format_html_join("", "<li>{} {}</li>", ((one.what, one.remedy) for one in problems))
    errors = format_html('<ul class="field__errors">{}</ul>', listed) if problems else ""
    data = '<span hidden data-entry-progress data-answered="{}"></span>'
    return SafeString(words.html + errors + format_html(data, participant.leaves_answered))
