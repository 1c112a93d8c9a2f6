"""What a person typed into the form of one leaf: exact numbers, or every problem of the form at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from parindex.errors import Place, Problem, ProblemKind
from parindex.frameworks.outline import OutlineNode
from parindex.frameworks.parts import InputSpec
from parindex.frameworks.set_points import points_spec
from parindex.language import Lang
from parindex.numerals import Readings, Style, read_number
from parindex.reading.kinds import (
    MANY_DIGITS,
    NO_NUMBER,
    NOT_A_CHOICE,
    NOT_USABLE,
    NOT_WHOLE,
    PART_ABOVE_WHOLE,
    PERCENT_SIGN,
    TOO_HIGH,
    TOO_LOW,
    WHICH_NUMBER,
)
from parindex.reading.slots import CHOICE_TYPES
from parindex.reading.words import NO_WORDS, WANTED, YES_WORDS
from parindex.text import fold

_HOUSE_STYLE: Final[Mapping[Lang, Style]] = {"vi": "comma", "en": "point"}
_DIGITS: Final = 15
_TOO_LARGE: Final = Decimal("1e15")
_HUNDRED: Final = Decimal(100)
_ANSWERS: Final = {
    fold(word): Decimal(answer) for answer, words in ((1, YES_WORDS), (0, NO_WORDS)) for word in words
}


@dataclass(frozen=True)
class EntryRead:
    """What was typed: the numbers that are understood and can be, by input; and every problem of the rest.

    An input that was left empty is in neither.
    """

    values: dict[str, Decimal]
    problems: tuple[Problem, ...]


def read_entry(leaf: OutlineNode, typed: Mapping[str, str], lang: Lang = "vi") -> EntryRead:
    """Read what was typed for one leaf, by the names of its inputs (``points`` for points set by a person).

    The decimal sign is that of the language, the comma in Vietnamese. The other sign is understood where only
    one reading is a number, or only one can be of that input (bounds, whole counts): ``0.5`` is a half, and
    ``1.577`` of at most 2 points is 1,577. Where both can be, the problem asks which one is meant (RD460).

    The place of a problem names the input as its ``item``. Raises KeyError for an input that the leaf does
    not have.

    >>> from parindex.frameworks.outline import outline
    >>> from parindex.frameworks.registry import find
    >>> leaf = outline(find("commune-model@2025").edition).by_code("3.2.1.1")
    >>> read_entry(leaf, {"numerator": "185", "denominator": "1.200.000,5"}).values
    {'numerator': Decimal('185'), 'denominator': Decimal('1200000.5')}
    """
    specs = {spec.name: spec for spec in (*leaf.node.inputs(), points_spec(leaf.node))}
    reader = _Reader(leaf, lang, {}, [])
    for name, text in typed.items():
        if text.strip():
            reader.read(specs[name], text.strip())
        else:
            specs[name]  # an unknown input is an error, also when it is empty
    reader.compare_parts()
    return EntryRead(reader.values, tuple(reader.problems))


@dataclass(frozen=True)
class _Reader:
    """One form as it is read: numbers and problems so far."""

    leaf: OutlineNode
    lang: Lang
    values: dict[str, Decimal]
    problems: list[Problem]

    def note(self, kind: ProblemKind, name: str, **details: Any) -> None:
        self.problems.append(Problem(kind, Place(item=name), {"code": self.leaf.code, **details}))

    def read(self, spec: InputSpec, text: str) -> None:
        number = self._choice(spec, text) if spec.type in CHOICE_TYPES else self._number(spec, text)
        if number is not None and self._can_be(spec, number, text):
            self.values[spec.name] = number

    def _choice(self, spec: InputSpec, text: str) -> Decimal | None:
        number = read_number(text).comma
        words = dict(_ANSWERS) if spec.type == "yes_no" else {}
        for choice in reversed(spec.choices):
            if number == choice.value:
                return choice.value
            words |= {fold(label): choice.value for label in (choice.label.vi, choice.label.en) if label}
        if fold(text) not in words:
            known = ", ".join(choice.label.in_(self.lang) for choice in spec.choices)
            self.note(NOT_A_CHOICE, spec.name, given=text, known=known)
        return words.get(fold(text))

    def _number(self, spec: InputSpec, text: str) -> Decimal | None:
        readings = read_number(text)
        if readings.comma is None and readings.point is None:
            self.note(NO_NUMBER, spec.name, given=text)
            return None
        is_percent = text.rstrip().endswith("%")
        if is_percent and spec.type not in ("percent", "share"):
            self.note(PERCENT_SIGN, spec.name, given=text, wanted=WANTED.get(spec.type, WANTED["number"]))
            return None
        if is_percent and spec.type == "share":
            readings = Readings(*(None if one is None else one / _HUNDRED for one in readings))
        return self._meant(spec, text, readings)

    def _meant(self, spec: InputSpec, text: str, readings: Readings) -> Decimal | None:
        """Choose the reading that is meant, or ask."""
        comma, point = readings
        if comma is None or point is None or comma == point:
            return comma if point is None else point
        fitting = [one for one in readings if one is not None and _fits(spec, one)]
        if len(fitting) == 1:
            return fitting[0]
        house = _HOUSE_STYLE[self.lang]
        if ("," if house == "comma" else ".") in text:
            return comma if house == "comma" else point
        large, small = max(comma, point, key=abs), min(comma, point, key=abs)
        self.note(WHICH_NUMBER, spec.name, given=text, comma=comma, point=point, large=large, small=small)
        return None

    def _can_be(self, spec: InputSpec, number: Decimal, text: str) -> bool:
        if abs(number) >= _TOO_LARGE:
            self.note(NOT_USABLE, spec.name, given=text)
        elif len(number.normalize().as_tuple().digits) > _DIGITS:
            self.note(MANY_DIGITS, spec.name, given=text)
        elif spec.minimum is not None and number < spec.minimum:
            self.note(TOO_LOW, spec.name, given=number, least=spec.minimum)
        elif spec.maximum is not None and number > spec.maximum:
            self.note(TOO_HIGH, spec.name, given=number, most=spec.maximum)
        elif spec.type == "count" and number % 1:
            self.note(NOT_WHOLE, spec.name, given=number)
        else:
            return True
        return False

    def compare_parts(self) -> None:
        """Note every part that is above its whole; the part is not taken then."""
        specs = {spec.name: spec for spec in self.leaf.node.inputs()}
        for name, spec in specs.items():
            part, whole = self.values.get(name), self.values.get(spec.at_most or "")
            if part is not None and whole is not None and part > whole:
                bound = specs[spec.at_most or ""].label
                self.note(PART_ABOVE_WHOLE, name, input=spec.label, given=part, bound=bound, most=whole)
                del self.values[name]


def _fits(spec: InputSpec, number: Decimal) -> bool:
    is_within = (spec.minimum is None or number >= spec.minimum) and (
        spec.maximum is None or number <= spec.maximum
    )
    return is_within and not (spec.type == "count" and number % 1)
