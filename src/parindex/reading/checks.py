"""Whether what was read can be true: bounds, whole numbers, choices, parts and wholes, who may say it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import polars as pl

from parindex.language import N_
from parindex.numerals import as_decimal
from parindex.reading.cells import no_choice
from parindex.reading.findings import Findings, Row
from parindex.reading.kinds import (
    ABOVE_BOUND,
    DOUBLED_UNIT,
    DOUBLED_VALUE,
    LIKE_SHARES,
    NOT_A_CHOICE,
    NOT_REFUSABLE,
    NOT_USABLE,
    NOT_WHOLE,
    PARTLY_REFUSED,
    SELF_SCORE,
    TOO_HIGH,
    TOO_LOW,
)
from parindex.reading.slots import CHOICE_TYPES, Slot, Slots
from parindex.tables import MEASURED, MISSING, NOT_APPLICABLE, SOURCES

_TOO_LARGE: Final = 1e15
"""Numbers are kept to 15 digits."""
_SURE: Final = 5e-16
_SELF: Final = SOURCES.index("self")
_FEW: Final = 5
_SCORERS: Final = {
    "unit": N_("đơn vị"),
    "appraiser": N_("người thẩm định"),
    "council": N_("hội đồng"),
    "survey": N_("điều tra xã hội học"),
    "dossier": N_("dữ liệu hồ sơ"),
    "data": N_("dữ liệu"),
}

Say = Callable[[Slot, Row], dict[str, Any]]


class Checks:
    """The checks over cells with ``unit, slot, source, number, standing`` and their places."""

    def __init__(self, cells: pl.DataFrame, slots: Slots, units: pl.Series, findings: Findings) -> None:
        """Hold the cells, the slots and the codes of the units."""
        self.cells = cells
        self.slots = slots
        self.units = units
        self.findings = findings

    def run(self) -> None:
        """Note every cell that cannot be true."""
        self._numbers()
        self._parts_of_wholes()
        self._standings()
        self._like_shares()

    def _of_slot(self, column: str) -> pl.Series:
        """Give what the slot of each cell has in a column of the table of slots."""
        return self.slots.table[column].gather(self.cells["slot"])

    def _note(self, kind: Any, mask: pl.Series, say: Say) -> None:
        if mask.any():
            rows = self.cells.filter(mask)
            self.findings.add_rows(kind, rows, lambda one: say(self.slots.all[one["slot"]], one))

    def _numbers(self) -> None:
        number = self.cells["number"]
        usable = number.is_finite() & (number.abs() < _TOO_LARGE)
        self._note(NOT_USABLE, ~usable, lambda _, one: {"given": one["number"]})
        low, high = self._of_slot("low"), self._of_slot("high")
        self._note(TOO_LOW, usable & (number < low), _below)
        self._note(TOO_HIGH, usable & (number > high), _above)
        type_ = self._of_slot("type")
        is_whole = (number - number.round()).abs() <= number.abs() * _SURE
        self._note(NOT_WHOLE, usable & (type_ == "count") & ~is_whole, _given)
        is_choice = type_.is_in(CHOICE_TYPES)
        if is_choice.any():
            self._choices(is_choice & usable)

    def _choices(self, mask: pl.Series) -> None:
        chosen = self.cells.filter(mask)
        known = [
            (number, float(choice.value))
            for number, slot in enumerate(self.slots.all)
            for choice in slot.spec.choices
        ]
        table = pl.DataFrame(known, schema={"slot": pl.UInt32, "number": pl.Float64}, orient="row").unique()
        others = chosen.join(table, on=["slot", "number"], how="anti")
        self.findings.add_rows(
            NOT_A_CHOICE, others, lambda one: no_choice(self.slots, one, as_decimal(one["number"]))
        )

    def _parts_of_wholes(self) -> None:
        """Compare inputs with the input of the same leaf, unit and source that they never exceed."""
        bound = self._of_slot("bound")
        if bound.null_count() == len(bound):
            return
        columns = ["row", "col", "unit", "slot", "source", "number"]
        parts = self.cells.select(columns).with_columns(bound=bound).drop_nulls(["bound", "number"])
        wholes = self.cells.select("unit", "source", bound="slot", whole="number")
        both = parts.join(wholes, on=["unit", "source", "bound"], nulls_equal=True)
        over = both.filter(pl.col("number") > pl.col("whole") * (1 + _SURE))
        self.findings.add_rows(ABOVE_BOUND, over, self._over)

    def _over(self, one: Row) -> dict[str, Any]:
        part, whole = self.slots.all[one["slot"]], self.slots.all[one["bound"]]
        return {
            "unit": self.units[one["unit"]],
            "code": part.leaf.code,
            "input": part.spec.label,
            "given": as_decimal(one["number"]),
            "bound": whole.spec.label,
            "most": as_decimal(one["whole"]),
        }

    def _standings(self) -> None:
        standing = self.cells["standing"]
        refused = standing == NOT_APPLICABLE
        if refused.any():
            self._note(NOT_REFUSABLE, refused & self._of_slot("refuses"), _code_only)
            self._partly_refused()
        by_self = (self.cells["source"] == _SELF) & (standing != MISSING)
        if by_self.any():
            self._note(SELF_SCORE, by_self & ~self._of_slot("by_unit"), _scorer)

    def _partly_refused(self) -> None:
        said = self.cells.filter(self.cells["standing"].is_in([MEASURED, NOT_APPLICABLE]))
        leaves = said.with_columns(leaf=self.slots.table["leaf"].gather(said["slot"]))
        mixed = leaves.filter(pl.col("standing").n_unique().over("unit", "leaf", "source") > 1)
        first = mixed.sort("row", "col").unique(["unit", "leaf", "source"], keep="first", maintain_order=True)
        self.findings.add_rows(
            PARTLY_REFUSED,
            first,
            lambda one: {
                "unit": self.units[one["unit"]],
                "code": self.slots.all[one["slot"]].leaf.code,
            },
        )

    def _like_shares(self) -> None:
        """Warn of a percentage that seems to have been filled in as a share of 1."""
        percent = self.cells.filter((self._of_slot("type") == "percent") & (self.cells["number"] > 0))
        sums = percent.group_by("slot", "col").agg(
            pl.col("number").max().alias("most"), pl.len().alias("count"), pl.col("row").min()
        )
        small = sums.filter((pl.col("most") <= 1) & (pl.col("count") >= _FEW))
        self.findings.add_rows(LIKE_SHARES, small, lambda one: _code_only(self.slots.all[one["slot"]], one))


def _given(slot: Slot, one: Row) -> dict[str, Any]:
    return {"given": as_decimal(one["number"]), "code": slot.title}


def _below(slot: Slot, one: Row) -> dict[str, Any]:
    return {**_given(slot, one), "least": slot.spec.minimum}


def _above(slot: Slot, one: Row) -> dict[str, Any]:
    return {**_given(slot, one), "most": slot.spec.maximum}


def _code_only(slot: Slot, _: Row) -> dict[str, Any]:
    return {"code": slot.title}


def _scorer(slot: Slot, _: Row) -> dict[str, Any]:
    return {"code": slot.title, "scorer": _SCORERS[slot.leaf.scored_by]}


def in_order(cells: pl.DataFrame, slots: Slots) -> pl.DataFrame:
    """Put cells into the order of units, slots and sources, with that order as ``key``."""
    source = pl.col("source").fill_null(len(SOURCES)).cast(pl.UInt64)
    place = pl.col("unit").cast(pl.UInt64) * len(slots.all) + pl.col("slot")
    keyed = cells.with_columns(key=place * (len(SOURCES) + 1) + source)
    return keyed if keyed["key"].is_sorted() else keyed.sort("key", maintain_order=True)


def note_doubles(
    cells: pl.DataFrame, slots: Slots, units: pl.Series, findings: Findings, *, is_long: bool
) -> None:
    """Note what is said twice by one source, in cells that are in order; in a wide table, once for a row."""
    again = cells["key"] == cells["key"].shift(1)
    if not again.any():
        return
    first = cells.group_by("key").agg(pl.col("row").min().alias("first"))
    doubles = cells.join(first, on="key").filter(pl.col("row") > pl.col("first"))
    if is_long:
        findings.add_rows(
            DOUBLED_VALUE,
            doubles,
            lambda one: {
                "unit": units[one["unit"]],
                "code": slots.all[one["slot"]].title,
                "first": one["first"],
            },
        )
        return
    rows = doubles.sort("row", "col").unique("row", keep="first", maintain_order=True)
    findings.add_rows(
        DOUBLED_UNIT,
        rows.with_columns(col=pl.lit(None, pl.UInt16)),
        lambda one: {"given": units[one["unit"]], "first": one["first"]},
    )
