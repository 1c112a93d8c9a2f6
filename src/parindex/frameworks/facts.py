"""A part of an edition as a flat list of facts in words, so that two of them can be laid side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import Any, Final, NamedTuple

from parindex.errors import Phrase
from parindex.frameworks import model, rules
from parindex.frameworks.checks.spans import Span
from parindex.frameworks.field_words import FIELDS
from parindex.frameworks.parts import Part, Text
from parindex.language import N_, Lang, decimal_text, translate


@dataclass(frozen=True)
class Fact:
    """One value of a part, its name in words, and the path of the list item that it belongs to."""

    words: Phrase
    value: Any
    item: str = ""


class Item(NamedTuple):
    """How an item of a list is known again: its key, its words, what it is about, the fields thereby said."""

    key: Callable[[Any], str]
    words: Callable[[Any], Phrase]
    main: Callable[[Any], Any]
    fields: tuple[str, ...]


def _called(word: str) -> Callable[[Any], Phrase]:
    return lambda part: Phrase("{word} “{label}”", {"word": word, "label": part.label})


def _span(part: Any) -> Span:
    return Span(part.from_, part.below)


def _band(band: rules.Band) -> Phrase:
    return Phrase(N_("mức {span}"), {"span": _span(band)})


def _knot(knot: rules.Knot) -> Phrase:
    return Phrase(N_("mốc {at}"), {"at": knot.at})


def _required(evidence: model.Evidence) -> Phrase:
    return Phrase(N_("bắt buộc") if evidence.required else N_("không bắt buộc"))


_NAMED: Final = attrgetter("name")
_VALUE: Final = attrgetter("value")
_ITEMS: Final[dict[type[Part], Item]] = {
    rules.Band: Item(
        lambda band: _span(band).in_(), _band, attrgetter("points"), ("from_", "below", "points")
    ),
    rules.Knot: Item(lambda knot: decimal_text(knot.at), _knot, attrgetter("points"), ("at", "points")),
    rules.Level: Item(_VALUE, _called(N_("mức")), attrgetter("share"), ("value", "share")),
    rules.Severity: Item(_NAMED, _called(N_("lỗi")), attrgetter("each"), ("name", "each")),
    rules.Item: Item(_NAMED, _called(N_("nội dung")), attrgetter("points"), ("name", "points")),
    rules.Variable: Item(_NAMED, _called(N_("biến")), lambda _: None, ("name",)),
    rules.FormulaCase: Item(_VALUE, _called(N_("trường hợp")), attrgetter("points"), ("value", "points")),
    rules.Option: Item(_NAMED, _called(N_("phương án")), attrgetter("weight"), ("name", "weight")),
    model.ClassBand: Item(attrgetter("code"), _called(N_("loại")), _span, ("code", "from_", "below")),
    model.Evidence: Item(attrgetter("label.vi"), _called(N_("tài liệu")), _required, ("label", "required")),
}


def facts(part: Part | None) -> dict[str, Fact]:
    """List the values of a part by their path; None has none.

    An item of a list stands for itself (``bands.95–<100`` holds the points of that band), and its other
    fields follow it (``items.plan.label``).
    """
    return {} if part is None else dict(_fields(part, "", (), ""))


def _fields(part: Part, path: str, words: tuple[Phrase, ...], item: str) -> Iterator[tuple[str, Fact]]:
    said_by_item = _ITEMS[type(part)].fields if type(part) in _ITEMS else ()
    for name, field in type(part).model_fields.items():
        if name not in said_by_item:
            key = field.alias or name
            named = (*words, Phrase(FIELDS[type(part).__name__][key].name))
            yield from values_of(getattr(part, name), f"{path}{key}", named, item)


def values_of(value: Any, path: str, words: tuple[Phrase, ...], item: str = "") -> Iterator[tuple[str, Fact]]:
    """List the values that a value is made of: itself, or those of its fields or items."""
    if isinstance(value, tuple) and value and type(value[0]) in _ITEMS:
        for part in value:
            yield from _item(part, path, words)
    elif isinstance(value, Part) and not isinstance(value, Text):
        yield from _fields(value, f"{path}.", words, item)
    else:
        yield path, Fact(joined(words), value, item)


def _item(part: Part, path: str, words: tuple[Phrase, ...]) -> Iterator[tuple[str, Fact]]:
    known = _ITEMS[type(part)]
    here = f"{path}.{said(known.key(part))}"
    named = (*words[:-1], known.words(part))
    yield here, Fact(joined(named), known.main(part), here)
    yield from _fields(part, f"{here}.", named, here)


def joined(words: tuple[Phrase, ...]) -> Phrase:
    """Join words with commas."""
    names = [f"{{w{number}}}" for number in range(len(words))]
    return Phrase(", ".join(names), {f"w{number}": word for number, word in enumerate(words)})


def said(value: Any, lang: Lang = "vi") -> str:  # any value of an edition
    """Write a value as people do: decimal comma, có/không, dd/mm/yyyy; nothing is a dash.

    >>> said(Decimal("1.75")), said(True), said(None)
    ('1,75', 'có', '–')
    """
    if value is None or value == ():
        return "–"
    if isinstance(value, bool):
        return translate(N_("có") if value else N_("không"), lang)
    if isinstance(value, tuple):
        return "; ".join(said(one, lang) for one in value)
    if isinstance(value, Decimal):
        return decimal_text(value, lang)
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return str(value.in_(lang)) if hasattr(value, "in_") else str(value)
