"""Moving a round to another edition: which answers still hold, and what has to be answered again.

An answer is what was filled in for a leaf. It is carried over where the new edition asks the same question:
the same criterion (by the crosswalk, else by code and words), the same kind of rule with the same thresholds,
the same inputs, scored by the same people. What the answer is worth may change with the maximum.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, Literal

from parindex.errors import Phrase
from parindex.frameworks import rules
from parindex.frameworks.changes import Subject, differences
from parindex.frameworks.crosswalk import Crosswalk
from parindex.frameworks.facts import facts
from parindex.frameworks.field_words import CLASSES
from parindex.frameworks.loading import Loaded, edition_of
from parindex.frameworks.matching import Matching, words_of
from parindex.frameworks.model import Edition, Node
from parindex.frameworks.outline import OutlineNode, outline
from parindex.frameworks.parts import InputSpec, Part, Text
from parindex.frameworks.set_points import points_spec
from parindex.language import N_, Lang, decimal_text

Verdict = Literal["kept", "clamped", "rescaled", "redo", "dropped"]
Inputs = Mapping[str, Decimal]

_BOUNDS: Final = frozenset({"minimum", "maximum"})
_POINTS: Final = frozenset({"yes", "no", "each", "cap", "points", "extra"})
"""Parameters in points, which follow the maximum; ``floor`` is one for rules that take off."""
_TAKES_OFF: Final = (rules.Deduction, rules.Violation)
_MOST_SENTENCES: Final = 3


@dataclass(frozen=True)
class Carried:
    """What becomes of the answers to one criterion of the old edition.

    ``kept``: the same question, the same worth. ``rescaled``: the same question, another maximum.
    ``clamped``: a bound of an input is narrower now, and a number was moved to it. ``redo``: the question
    changed; there are no inputs. ``dropped``: the criterion is gone.
    """

    old_code: str
    new_code: str | None
    verdict: Verdict
    inputs: Inputs
    """What is filled in for the new criterion."""
    reason: Phrase
    """Why, in both languages."""


def carry(
    old: Edition | Loaded,
    new: Edition | Loaded,
    answers: Mapping[str, Inputs],
    crosswalk: Crosswalk | None = None,
) -> tuple[Carried, ...]:
    """Tell for the answers of one unit what they become in another edition, in the order of the old one.

    ``answers`` has the inputs by criterion (``points`` where points were set). Raises KeyError for a
    criterion that is no leaf of the old edition.
    """
    matching = Matching(edition_of(old), edition_of(new), crosswalk)
    olds = {leaf.code: leaf for leaf in outline(matching.before).leaves}
    news = {leaf.code: leaf for leaf in outline(matching.after).nodes}
    unknown = set(answers) - set(olds)
    if unknown:
        raise KeyError(min(unknown))
    return tuple(
        _carried(leaf, news.get(_target(matching, code) or ""), matching, answers[code])
        for code, leaf in olds.items()
        if code in answers
    )


def _target(matching: Matching, code: str) -> str | None:
    """Give the code of the new criterion, the first one where the old one was split."""
    if code in matching.pairs:
        return matching.pairs[code]
    return next((link.to for link in matching.partial if link.from_ == code), None)


def _carried(old: OutlineNode, new: OutlineNode | None, matching: Matching, answers: Inputs) -> Carried:
    if new is None:
        reason = Phrase(N_("bộ tiêu chí mới không còn tiêu chí này"))
        return Carried(old.code, None, "dropped", {}, reason)
    reason_to_redo = _why_redo(old, new, matching)
    if reason_to_redo is not None:
        return Carried(old.code, new.code, "redo", {}, reason_to_redo)
    return _with_inputs(old.node, new.node, answers)


def _why_redo(old: OutlineNode, new: OutlineNode, matching: Matching) -> Phrase | None:
    """Say why a criterion has to be answered again; None where its answers still hold."""
    if old.code not in matching.pairs:
        return Phrase(N_("tiêu chí đã được tách hoặc gộp vào tiêu chí {code}"), {"code": new.code})
    if old.code not in matching.by_crosswalk and not matching.means_the_same(old.code):
        return Phrase(
            N_("mã {code} nay là tiêu chí khác: “{label}”"), {"code": new.code, "label": new.node.label}
        )
    if old.scored_by != new.scored_by:
        return Phrase(N_("tiêu chí nay do người khác chấm"))
    return _why_other_rule(old.node, new.node)


def _why_other_rule(old: Node, new: Node) -> Phrase | None:
    if new.rule is None or old.rule is None:
        return Phrase(N_("tiêu chí nay gồm các tiêu chí con"))
    if type(old.rule) is not type(new.rule):
        before, after = (Phrase(CLASSES[type(rule).__name__]) for rule in (old.rule, new.rule))
        return Phrase(N_("cách chấm đổi từ “{before}” sang “{after}”"), {"before": before, "after": after})
    if not _asks_the_same(old, new):
        return Phrase("{changes}", {"changes": Changes(tuple(_changes(old, new)))})
    return None


@dataclass(frozen=True)
class Changes:
    """What changed in a rule, in a few sentences."""

    sentences: Sequence[Any] = field(default_factory=tuple)

    def in_(self, lang: Lang = "vi") -> str:
        """Say the first of them."""
        said = [one.sentence(lang) for one in self.sentences[:_MOST_SENTENCES]]
        return "; ".join(said) + ("; …" if len(self.sentences) > _MOST_SENTENCES else "")


def _changes(old: Node, new: Node) -> Iterator[Any]:
    where = Phrase(N_("Tiêu chí {code}"), {"code": new.code})
    yield from differences(Subject("rule", where), facts(old.rule), facts(new.rule), "rule.")


# ------------------------------------------------------ the same question


def _asks_the_same(old: Node, new: Node) -> bool:
    """Tell whether two rules of one kind ask the same and judge it alike, points by points or by share."""
    absolute = [_plain(node.rule, Decimal(1)) for node in (old, new)]
    relative = [_plain(node.rule, _whole(node)) for node in (old, new)]
    return bool(absolute[0] == absolute[1] or relative[0] == relative[1])


def _whole(node: Node) -> Decimal:
    """Give what a leaf's points are a share of: its maximum, or what a penalty takes off at most."""
    return node.rule.cap if isinstance(node.rule, rules.Penalty) else (node.max or Decimal(1))


def _plain(part: Any, whole: Decimal, name: str = "") -> Any:  # any value of a rule
    """Give a rule as plain data: words without case and years, points as a share of ``whole``, no bounds."""
    if isinstance(part, Text):
        return words_of(part)
    if isinstance(part, Part):
        points = _POINTS | {"floor"} if isinstance(part, _TAKES_OFF) else _POINTS
        fields = [key for key in type(part).model_fields if key not in _BOUNDS]
        return {key: _plain(getattr(part, key), whole, key if key in points else "") for key in fields}
    if isinstance(part, tuple):
        return [_plain(one, whole) for one in part]
    if isinstance(part, Decimal):
        return Fraction(part) / Fraction(whole) if name else Fraction(part)
    return part


# ---------------------------------------------------------------- bounds


def _with_inputs(old: Node, new: Node, answers: Inputs) -> Carried:
    specs = {spec.name: spec for spec in (*new.inputs(), points_spec(new))}
    inputs = {name: _within(specs[name], number) for name, number in answers.items() if name in specs}
    moved = tuple((specs[name], answers[name], now) for name, now in inputs.items() if now != answers[name])
    if moved:
        reason = Phrase(N_("giới hạn đã đổi: {moved}"), {"moved": Moved(moved)})
        return Carried(old.code, new.code, "clamped", inputs, reason)
    if old.max != new.max:
        reason = Phrase(
            N_("số liệu giữ nguyên, điểm tối đa đổi từ {before} thành {after}"),
            {"before": old.max, "after": new.max},
        )
        return Carried(old.code, new.code, "rescaled", inputs, reason)
    return Carried(old.code, new.code, "kept", inputs, Phrase(N_("cách chấm và ô nhập không đổi")))


def _within(spec: InputSpec, number: Decimal) -> Decimal:
    if spec.maximum is not None and number > spec.maximum:
        return spec.maximum
    return spec.minimum if spec.minimum is not None and number < spec.minimum else number


@dataclass(frozen=True)
class Moved:
    """Numbers that were moved to a bound: the input, what was filled in, what stands now."""

    inputs: tuple[tuple[InputSpec, Decimal, Decimal], ...]

    def in_(self, lang: Lang = "vi") -> str:
        """Say them."""
        return "; ".join(
            f"{spec.label.in_(lang)} {decimal_text(before, lang)} → {decimal_text(after, lang)}"
            for spec, before, after in self.inputs
        )
