"""What an edition lets people fill in: one slot for each input of each leaf, found by the words of a file."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any, Final, NamedTuple

import polars as pl

from parindex.errors import ProblemKind
from parindex.frameworks.outline import Outline, OutlineNode
from parindex.frameworks.parts import InputSpec
from parindex.frameworks.set_points import points_spec, set_points_rows
from parindex.reading.grid import Header
from parindex.reading.kinds import INNER_CODE, NO_INPUT, UNCLEAR_CODE, UNKNOWN_CODE, UNKNOWN_INPUT
from parindex.reading.near import Near
from parindex.tables import VALUE
from parindex.text import fold

CHOICE_TYPES: Final = ("yes_no", "level", "case")
_BEFORE_CODE = re.compile(r"^(?:tieu chi thanh phan|tieu chi|tctp|tc|muc|linh vuc)\s+")
_FIRST_WORD = re.compile(r"^([0-9a-z._-]+?)[._-]*(?:$|(?=[\s:()\u2013\u2014]))\s*(.*)$", re.DOTALL)
_LIKE_A_CODE = re.compile(r"^(?:[0-9]+|[ivx]+)(?:[.,][0-9]+)*[.:)]?(?:\s|:|$)")
_COMMA_CODE = re.compile(r"^[0-9]+,[0-9]+$")
_HALF_UNIT: Final = Decimal("0.5")
_SURE_DIGITS: Final = 15


class Miss(NamedTuple):
    """Why a text of a file is no slot: the kind of problem and its particulars."""

    kind: ProblemKind
    details: dict[str, Any]


@dataclass(frozen=True)
class Slot:
    """One thing to fill in."""

    leaf: OutlineNode
    spec: InputSpec

    @property
    def title(self) -> str:
        """The title of its column in a wide file: ``3.2`` or ``3.2:numerator``."""
        return self.leaf.code if self.spec.name == VALUE else f"{self.leaf.code}:{self.spec.name}"


@dataclass(frozen=True)
class Slots:
    """All slots of an edition, numbered in printed order."""

    outline: Outline

    @cached_property
    def all(self) -> tuple[Slot, ...]:
        """The slots in printed order: the inputs of every leaf, then the points that may be set on each."""
        inputs = tuple(Slot(leaf, spec) for leaf, spec in self.outline.inputs)
        leaves = (self.outline.leaves[number] for number in set_points_rows(self.outline).values())
        return (*inputs, *(Slot(leaf, points_spec(leaf.node)) for leaf in leaves))

    @cached_property
    def table(self) -> pl.DataFrame:
        """One row a slot: its type, its bounds (a half unit of the 15th digit wider), what it may say."""
        inputs = len(self.outline.inputs)
        rows = [self._row(slot, is_set=number >= inputs) for number, slot in enumerate(self.all)]
        return pl.DataFrame(rows, schema=_TABLE, orient="row").with_row_index("slot")

    def _row(self, slot: Slot, *, is_set: bool) -> tuple[Any, ...]:
        """Describe a slot; set points stand apart from the inputs of their leaf: both may be given."""
        spec, leaf = slot.spec, slot.leaf
        group = leaf.number + is_set * len(self.outline.nodes)
        low, high = _widened(spec.minimum, -1), _widened(spec.maximum, 1)
        bound = None if spec.at_most is None else self._numbers[leaf.code].get(fold(spec.at_most))
        refuses = leaf.node.not_applicable == "refuse"
        return (spec.type, low, high, group, bound, refuses, leaf.scored_by == "unit")

    @cached_property
    def _numbers(self) -> dict[str, dict[str, int]]:
        """For each leaf the slot of each of its inputs, by folded name and by folded label."""
        found: dict[str, dict[str, int]] = {leaf.code: {} for leaf in self.outline.leaves}
        for number, (leaf, spec) in enumerate(self.outline.inputs):
            for words in (spec.name, spec.label.vi, spec.label.en or ""):
                found[leaf.code].setdefault(fold(words), number)
        return found

    @cached_property
    def _set_points(self) -> dict[tuple[str, str], int]:
        """The slot of the set points of each leaf, by code and folded word."""
        after = list(enumerate(self.all))[len(self.outline.inputs) :]
        return {
            (slot.leaf.code, fold(words)): number
            for number, slot in after
            for words in (slot.spec.name, slot.spec.label.vi, slot.spec.label.en or "")
        }

    @cached_property
    def _codes(self) -> dict[str, str]:
        return {fold(node.code): node.code for node in self.outline.nodes}

    @cached_property
    def _labels(self) -> dict[str, str]:
        words = [(fold(leaf.node.label.vi), leaf.code) for leaf in self.outline.leaves]
        once = Counter(label for label, _ in words)
        return {label: code for label, code in words if once[label] == 1}

    @cached_property
    def _by_size(self) -> dict[Decimal, list[str]]:
        sizes: dict[Decimal, list[str]] = {}
        for node in self.outline.nodes:
            if (size := _decimal(node.code)) is not None:
                sizes.setdefault(size, []).append(node.code)
        return sizes

    def find(self, code: Header, input_: str | None = None) -> int | Miss:
        """Give the slot that a title (or a code and the name of an input) means, or why there is none."""
        node = self._node(code)
        if isinstance(node, Miss):
            return node
        found, rest = node
        if not self.outline.by_code(found).node.is_leaf:
            return Miss(INNER_CODE, {"given": found, "leaves": self._leaves_below(found)})
        return self._input(found, input_ if input_ is not None else rest)

    def is_like_a_code(self, text: str) -> bool:
        """Tell whether a title was meant for a criterion, known or not."""
        plain = fold(text)
        return (
            bool(_LIKE_A_CODE.match(_BEFORE_CODE.sub("", plain)))
            or fold(text.partition(":")[0]) in self._codes
        )

    def _node(self, given: Header) -> tuple[str, str | None] | Miss:
        plain = fold(given.text)
        if given.is_number or _COMMA_CODE.match(plain):
            return self._by_number(plain.replace(",", "."), given.text)
        for words in (plain, _BEFORE_CODE.sub("", plain)):
            head, colon, rest = words.partition(":")
            if head.strip() in self._codes:
                return self._codes[head.strip()], rest.strip() if colon else None
            if (found := self._with_label(words)) is not None:
                return found
        if plain in self._labels:
            return self._labels[plain], None
        return self._unknown(given.text)

    def _by_number(self, text: str, given: str) -> tuple[str, None] | Miss:
        size = _decimal(text)
        codes = self._by_size.get(size, []) if size is not None else []
        if len(codes) > 1:
            return Miss(UNCLEAR_CODE, {"given": given, "known": ", ".join(codes)})
        return (codes[0], None) if codes else self._unknown(given)

    def _with_label(self, words: str) -> tuple[str, str | None] | None:
        """Read ``3.2. Tỷ lệ đúng hạn`` or ``3.2 Tỷ lệ: tử số``; after a bare number its own label follows."""
        first = _FIRST_WORD.match(words)
        if not first or first[1] not in self._codes:
            return None
        code = self._codes[first[1]]
        label = fold(self.outline.by_code(code).node.label.vi)
        said, rest = _parted(first[2], label)
        is_marked = "." in first[1] or words[first.end(1)] in ".:)-"
        return (code, rest) if is_marked or label.startswith(said) or said.startswith(label) else None

    def _input(self, code: str, given: str | None) -> int | Miss:
        numbers = self._numbers[code]
        slots = sorted(set(numbers.values()))
        known = ", ".join(self.all[number].spec.name for number in slots)
        if not given:
            only = slots[0] if len(slots) == 1 else numbers.get(VALUE)
            return only if only is not None else Miss(NO_INPUT, {"code": code, "known": known})
        number = numbers.get(fold(given), self._set_points.get((code, fold(given))))
        if (
            number is None
            and len(slots) == 1
            and fold(given) == fold(self.outline.by_code(code).node.label.vi)
        ):
            number = slots[0]
        return (
            number
            if number is not None
            else Miss(UNKNOWN_INPUT, {"code": code, "given": given, "known": known})
        )

    def _unknown(self, given: str) -> Miss:
        return Miss(UNKNOWN_CODE, {"given": given, "edition": self.outline.edition.ref})

    def particulars(self, miss: Miss) -> dict[str, Any]:
        """Give the particulars of a miss, with the codes of leaves that look like what was given."""
        if miss.kind is not UNKNOWN_CODE:
            return miss.details
        words = fold(miss.details["given"]).split() or [""]
        return {**miss.details, "near": self._near.to(words[0])}

    @cached_property
    def _near(self) -> Near:
        return Near(leaf.code for leaf in self.outline.leaves)

    def _leaves_below(self, code: str) -> str:
        inside = _below(self.outline, self.outline.by_code(code).number)
        return ", ".join(leaf.code for leaf in self.outline.leaves if leaf.number in inside)


_TABLE: Final = {
    "type": pl.String,
    "low": pl.Float64,
    "high": pl.Float64,
    "leaf": pl.UInt32,
    "bound": pl.UInt32,
    "refuses": pl.Boolean,
    "by_unit": pl.Boolean,
}


def _parted(words: str, label: str) -> tuple[str, str | None]:
    """Part the label of a criterion from the input named after the last colon; a label may have colons."""
    if label.startswith(words):
        return words, None
    said, colon, rest = words.rpartition(":")
    return (said.strip(), rest.strip()) if colon else (words, None)


def _below(outline: Outline, number: int) -> set[int]:
    inside = {number}
    for node in outline.nodes:
        if node.parent in inside:
            inside.add(node.number)
    return inside


def _decimal(code: str) -> Decimal | None:
    try:
        return Decimal(code) if code.replace(".", "", 1).isdigit() else None
    except InvalidOperation:
        return None


def _widened(bound: Decimal | None, sign: int) -> float | None:
    """Give a bound that a number equal to it in its first 15 digits does not pass."""
    if bound is None or not bound:
        return None if bound is None else 0.0
    half = _HALF_UNIT.scaleb(bound.adjusted() - _SURE_DIGITS + 1)
    return float(bound + sign * half)
