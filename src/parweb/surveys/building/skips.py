"""When a question is asked, on the page: what it may depend on, its words, and what no longer holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final, Literal

from parindex.language import Lang
from parindex.surveys.instruments.logic.conditions import Against, Condition, Skip, leaf, read_skip, skip_text
from parindex.surveys.instruments.logic.parsing import ExpressionError, parse
from parindex.surveys.instruments.logic.wording import Asked, numbered, skip_said
from parindex.surveys.instruments.model import Instrument
from parweb.surveys.building.naming import terms
from parweb.surveys.building.opening import opened_rows
from parweb.surveys.building.rows import Row, numbers_of
from parweb.surveys.building.scales import KnownScale
from parweb.surveys.building.words import in_language

Reason = Literal["gone", "later", "answer", "kind", "unreadable"]
"""Why a skip does not hold any more: no such question; it comes later; no such answer; it asks otherwise."""
_AGAINST: Final[Mapping[str, Against]] = {
    "single": "option",
    "matrix": "option",
    "multi": "chosen",
    "integer": "number",
    "decimal": "number",
}


@dataclass(frozen=True)
class Target:
    """What a skip may look at: a question, or a line of a grid. ``against`` is None of texts and days."""

    name: str
    place: int
    number: int
    label: str
    against: Against | None
    options: tuple[tuple[str, str], ...] = ()

    @property
    def spellings(self) -> frozenset[str]:
        """How its options are spelled."""
        return frozenset(spelling for spelling, _label in self.options)


@dataclass(frozen=True)
class Break:
    """A skip that does not hold any more: whose it is, why, what it looks at, the answer it waits for."""

    row: Row
    reason: Reason
    name: str = ""
    value: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        """What makes it the same break, wherever its question stands."""
        return (self.row.name, self.reason, self.name, self.value)


def targets_of(
    rows: Sequence[Row], opened: Instrument | None, scale: KnownScale, lang: Lang
) -> dict[str, Target]:
    """Give what can be answered, by name; the rows have names."""
    numbers = numbers_of(rows)
    return {
        one.name: one
        for place, row in enumerate(rows)
        for one in _targets(row, place, numbers.get(row.name, 0), _options(row, opened, scale, lang), lang)
    }


def _targets(
    row: Row, place: int, number: int, options: tuple[tuple[str, str], ...], lang: Lang
) -> Iterator[Target]:
    against = _AGAINST.get(row.kind)
    label = in_language(row.question, lang)
    if row.kind == "matrix":
        for one in row.lines:
            yield Target(one.name, place, number, in_language(one.text, lang), against, options)
    elif row.kind != "note":
        yield Target(row.name, place, number, label, against, options)


def _options(
    row: Row, opened: Instrument | None, scale: KnownScale, lang: Lang
) -> tuple[tuple[str, str], ...]:
    """Give the options of a row: its own lines, spelled as the opened form spells them, or its scale's."""
    before = opened.by_id.get(row.name) if opened is not None else None
    is_same = before is not None and before.kind == row.kind
    known = opened.options_of(before) if opened is not None and before is not None and is_same else ()
    if row.kind == "matrix":
        found = known or scale.form.scales[scale.name].options
        return tuple((one.spelling, one.label.in_(lang)) for one in found)
    spelled = {str(one.code): one.spelling for one in known}
    return tuple((spelled.get(one.name, one.name), in_language(one.text, lang)) for one in row.lines)


def said(text: str, targets: Mapping[str, Target], lang: Lang) -> str:
    """Say a skip in words; empty where words cannot say it."""
    asked = {
        name: Asked(
            numbered(one.number, one.label, lang),
            dict(one.options) if one.against in ("option", "chosen") else None,
            one.against == "chosen",
        )
        for name, one in targets.items()
    }
    return skip_said([text], asked, lang)


def breaks(
    rows: Sequence[Row], targets: Mapping[str, Target], opened: Instrument | None = None
) -> list[Break]:
    """Give every skip that does not hold any more, with those of groups at their first question."""
    told: set[tuple[str, ...]] = set()
    found: list[Break] = []
    for place, row in enumerate(rows):
        for text in filter(None, (row.relevant, _of_group(rows, place, opened))):
            for one in _wrong(row, place, text, targets):
                if one.key not in told:
                    told.add(one.key)
                    found.append(one)
    return found


def new_breaks(
    rows: Sequence[Row], targets: Mapping[str, Target], opened: Instrument | None, scale: KnownScale
) -> list[Break]:
    """Give the skips that do not hold any more, less those that the opened form had already."""
    if opened is None:
        return breaks(rows, targets)
    before = opened_rows(opened)
    known = {one.key for one in breaks(before, targets_of(before, opened, scale, "vi"), opened)}
    return [one for one in breaks(rows, targets, opened) if one.key not in known]


def _of_group(rows: Sequence[Row], place: int, opened: Instrument | None) -> str:
    """Give the skip of the group that begins with this question, empty where none does."""
    known = opened.by_id if opened is not None else {}
    group = known[rows[place].name].group if rows[place].name in known else None
    if opened is None or group is None:
        return ""
    if any(one.name in known and known[one.name].group == group for one in rows[:place]):
        return ""
    return next((one.relevant or "" for one in opened.groups if one.id == group), "")


def _wrong(row: Row, place: int, text: str, targets: Mapping[str, Target]) -> Iterator[Break]:
    try:
        expression = parse(text)
    except ExpressionError:
        yield Break(row, "unreadable", value=text)
        return
    sound: set[str] = set()
    for name in sorted(expression.answers):
        target = targets.get(name)
        if target is None:
            yield Break(row, "gone", name)
        elif target.place >= place:
            yield Break(row, "later", name)
        else:
            sound.add(name)
    for one in filter(None, map(leaf, terms(expression.root))):
        if one.name in sound and (reason := misfit(one, targets[one.name])):
            yield Break(row, reason, one.name, one.values[0] if reason == "answer" else "")


def misfit(one: Condition, target: Target) -> Reason | None:
    """Tell why a condition cannot hold for what it looks at; None where it can."""
    if target.against == "number":
        return None if one.against == "number" else "kind"
    if target.against is None or (target.against == "chosen" and one.against != "chosen"):
        return "kind"
    if one.relation in ("at_least", "at_most"):
        return "kind"
    return None if all(_spelling(value, one, target) for value in one.values) else "answer"


def _spelling(value: str, one: Condition, target: Target) -> str:
    """Give the option that a value means: as it is spelled, or the same number."""
    if value in target.spellings or one.against != "number":
        return value if value in target.spellings else ""
    return next(
        (each for each in target.spellings if _is_number(each) and Decimal(each) == Decimal(value)), ""
    )


def _is_number(text: str) -> bool:
    return text.removeprefix("-").replace(".", "", 1).isdecimal() and text.isascii()


def fitted(skip: Skip, targets: Mapping[str, Target]) -> Skip:
    """Give a skip with its options as they are spelled and held against what is asked; what misfits stays."""
    return replace(skip, conditions=tuple(_fitted(one, targets.get(one.name)) for one in skip.conditions))


def _fitted(one: Condition, target: Target | None) -> Condition:
    if target is None or target.against is None or misfit(one, target):
        return one
    if target.against == "number":
        return one
    values = tuple(_spelling(value, one, target) for value in one.values)
    return replace(one, values=values, against=target.against)


def rests_on(row: Row, names: Iterable[str]) -> bool:
    """Tell whether a row is asked only after some answer to one of these."""
    try:
        return bool(row.relevant) and not parse(row.relevant).answers.isdisjoint(names)
    except ExpressionError:
        return False


def without(row: Row, names: Iterable[str]) -> Row:
    """Give a row without the conditions that look at these; a skip that is a formula stays, to be mended."""
    gone = frozenset(names)
    skip = read_skip(row.relevant) if rests_on(row, gone) else None
    if skip is None:
        return row
    left = tuple(one for one in skip.conditions if one.name not in gone)
    return replace(row, relevant=skip_text(replace(skip, conditions=left)) if left else "")
