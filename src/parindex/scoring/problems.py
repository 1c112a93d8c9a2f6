"""What can be wrong with a table of values when it is scored, found by columns and said by cells."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

import numpy as np
import polars as pl

from parindex.errors import KINDS, Place, Problem, kind, raise_if_any
from parindex.exact import IntArray, Mask
from parindex.frameworks.outline import Outline
from parindex.language import N_
from parindex.tables import POINTS, VALUE

kind("SC501", N_("đơn vị “{given}” không có trong danh sách"), N_("sửa mã đơn vị; gần giống: {near}"))
kind(
    "SC502",
    N_("tiêu chí “{given}” không phải tiêu chí chấm điểm của bộ này"),
    N_("sửa mã; gần giống: {near}"),
)
kind("SC503", N_("tiêu chí {criterion} không có ô nhập “{given}”"), N_("dùng một trong: {known}"))
kind("SC504", N_("nguồn “{given}” không có"), N_("dùng một trong: {near}"))
kind("SC505", N_("giá trị của {unit}, tiêu chí {criterion} không phải số dùng được"), N_("nhập lại số này"))
kind(
    "SC506",
    N_("giá trị của {unit}, tiêu chí {criterion} được cho {times} lần từ cùng một nguồn"),
    N_("giữ một giá trị, xóa các giá trị kia"),
)
kind(
    "SC507",
    N_("{unit} ghi “không áp dụng” cho tiêu chí {criterion}, nhưng bộ tiêu chí không cho phép"),
    N_("nhập giá trị, hoặc quy định not_applicable cho tiêu chí này trong bộ tiêu chí"),
)
kind("SC508", N_("bảng giá trị thiếu cột “{given}”"), N_("thêm cột này; các cột cần có: {near}"))

kind(
    "SC509",
    N_("cột “{given}” là chữ, không phải số"),
    N_("đọc tệp bằng parindex.read_values (hiểu dấu phẩy thập phân, Có/Không, Không áp dụng), rồi chấm điểm"),
)

kind(
    "SC510",
    N_("điểm {given} của {unit}, tiêu chí {criterion} nằm ngoài {span}"),
    N_("nhập lại điểm; điểm tối đa của tiêu chí này là {most}"),
)

_MOST = 20


class ProblemList:
    """Problems found so far; at most twenty of a kind are listed, the rest is counted by the kind."""

    def __init__(self) -> None:
        self.found: list[Problem] = []

    def add(self, code: str, row: int | None = None, **details: object) -> None:
        """Note one problem; ``row`` is the row of the values table, from 1."""
        self.found.append(Problem(KINDS[code], Place(row=row), details))

    def raise_if_any(self) -> None:
        """Raise all of them at once."""
        raise_if_any(self.found)

    def missing_columns(self, values: pl.DataFrame, wide_names: Sequence[str]) -> None:
        """Note the columns that a table of values cannot do without."""
        is_long = "criterion_id" in values.columns
        needed = ["unit_id", "criterion_id", "value"] if is_long else ["unit_id"]
        for name in needed:
            if name not in values.columns:
                self.add("SC508", given=name, near=", ".join(needed))
        if not is_long and not set(wide_names) & set(values.columns):
            self.add("SC508", given=wide_names[0], near=", ".join(["unit_id", *wide_names[:_MOST]]))

    def not_numeric(self, long: pl.DataFrame) -> None:
        """Note a value column of texts: what they mean is decided where files are read."""
        dtype = long["value"].dtype
        if not (dtype.is_numeric() or dtype in (pl.Null, pl.Boolean)):
            self.add("SC509", given="value")

    def unknown(self, code: str, column: pl.Series, is_unknown: Mask, known: Sequence[str]) -> None:
        """Note texts that are not in a list, each once, with the nearest that are."""
        if not is_unknown.any():
            return
        rows = np.flatnonzero(is_unknown)
        first = pl.DataFrame({"given": column.gather(rows).cast(pl.String), "row": rows}).unique(
            "given", keep="first", maintain_order=True
        )
        for given, row in first.head(_MOST).iter_rows():
            near = difflib.get_close_matches(str(given), list(known), n=3, cutoff=0.5) or list(known)[:8]
            self.add(code, row=row + 1, given=given, near=", ".join(near))

    def unknown_input(self, long: pl.DataFrame, is_unknown: Mask, outline: Outline) -> None:
        """Note inputs that their leaf does not have."""
        for row in np.flatnonzero(is_unknown)[:_MOST].tolist():
            criterion = long["criterion_id"][row]
            own = [spec.name for spec in outline.by_code(criterion).node.inputs()]
            known = ", ".join(own if POINTS in own else [*own, POINTS])
            given = long["input"][row] if "input" in long.columns else VALUE
            self.add("SC503", row=row + 1, criterion=criterion, given=given or VALUE, known=known)

    def not_numbers(self, long: pl.DataFrame, is_bad: Mask) -> None:
        """Note values that are not finite, or have more than 15 digits before the comma."""
        for row in np.flatnonzero(is_bad)[:_MOST].tolist():
            self.add("SC505", row=row + 1, unit=long["unit_id"][row], criterion=long["criterion_id"][row])

    def given_twice(self, long: pl.DataFrame, cell: IntArray) -> None:
        """Note cells that one source gives more than once."""
        rows = pl.DataFrame({"cell": cell, "row": np.arange(len(cell))})
        twice = rows.group_by("cell", maintain_order=True).agg(pl.len(), pl.col("row").last())
        for _, times, row in twice.filter(pl.col("len") > 1).head(_MOST).iter_rows():
            details = {"unit": long["unit_id"][row], "criterion": long["criterion_id"][row], "times": times}
            self.add("SC506", row=row + 1, **details)
