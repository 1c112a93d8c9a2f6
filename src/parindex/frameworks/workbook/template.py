"""The form of many units: a row a unit, a column an input, each cell with its drop-down or check.

``parindex.reading.read_values`` reads it: the row of codes is the header, what stands above it is for people.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import polars as pl

from parindex.frameworks.model import Edition
from parindex.frameworks.outline import Outline, outline
from parindex.frameworks.workbook.entry_checks import CellOf, Entry, EntryLists, check_cells
from parindex.frameworks.workbook.grid import letter
from parindex.frameworks.workbook.looks import CELL, NUMBER, OURS, Lists, banner, print_header
from parindex.frameworks.workbook.sentences import rule_sentence
from parindex.frameworks.workbook.words import SCORED_BY
from parindex.language import N_, Lang, translate
from parindex.spreadsheets import HEADER, NOTE, TEXT_FORMAT, Book, Sheet, Style
from parindex.tables import VALUE

SHEET: Final = N_("Giá trị")
_ADVICE: Final = N_(
    "Chỉ nhập vào ô trắng. Ô để trống là chưa có số liệu. Số dùng dấu phẩy thập phân; "
    "chọn trong danh sách ở ô có mũi tên. Đưa chuột lên mã để xem cách chấm."
)
_HEAD: Final = (
    ("label", N_("Nội dung")),
    ("input", N_("Cần nhập")),
    ("max", N_("Điểm tối đa")),
    ("scorer", N_("Ai chấm")),
    ("count", N_("Số ô đã nhập")),
)
_UNIT_TITLES: Final = {"unit_id": N_("Mã đơn vị"), "name": N_("Tên đơn vị"), "league": N_("Nhóm xếp hạng")}
_FIRST_HEAD: Final = 4
_CODES: Final = _FIRST_HEAD + len(_HEAD)
_FIRST_UNIT: Final = _CODES + 1
_WIDTH: Final = 17.0
_MANY_CELLS: Final = 100_000
_PRINT_SCALE: Final = 60
_COMPLETE: Final = {"bg_color": "#C6EFCE", "font_color": "#006100"}
_COMMENT: Final = {"author": "parindex", "x_scale": 2.5, "y_scale": 1.5}
_HEAD_STYLE: Final = OURS.but(size=10, align="center")


def template_workbook(edition: Edition, units: pl.DataFrame, path: Path | str, lang: Lang = "vi") -> None:
    """Write the form in which the values of many units are filled in.

    ``units`` has the columns of :data:`parindex.tables.UNITS`, in official list order. Only the cells to fill
    in can be edited; the name of a unit turns green when its row is complete. Raises
    :class:`ProblemsFound` when the file cannot be written.
    """
    with Book(path, edition.title.in_(lang)) as book:
        sheet = book.sheet(translate(SHEET, lang))
        form = _Form(sheet, outline(edition), units, EntryLists(Lists(book)), lang)
        banner(sheet, edition, translate(SHEET, lang), lang)
        sheet.put(3, 0, translate(_ADVICE, lang), NOTE)
        form.write()
        sheet.protect()
        sheet.for_print(
            print_header(edition, translate(SHEET, lang), lang), _FIRST_HEAD, _CODES, is_wide=True
        )
        # Hundreds of columns do not fit one page: they go on over several, the units repeated.
        sheet.raw.set_print_scale(_PRINT_SCALE)


class _Form:
    """The sheet being written: where units and entries stand."""

    def __init__(
        self, sheet: Sheet, laid_out: Outline, units: pl.DataFrame, lists: EntryLists, lang: Lang
    ) -> None:
        self.sheet = sheet
        self.lists = lists
        self.lang = lang
        self.entries = [Entry(leaf, spec) for leaf, spec in laid_out.inputs]
        self.unit_columns = [
            name for name in _UNIT_TITLES if name in units.columns and _has_content(units[name])
        ]
        self.units = units.select(self.unit_columns).rows()
        self.first = 1 + len(self.unit_columns)
        self.last_unit = _FIRST_UNIT + max(len(self.units), 1) - 1

    def write(self) -> None:
        self._write_head()
        self._write_units()
        for number, entry in enumerate(self.entries):
            self._write_entry(self.first + number, entry)
        self._mark_complete_units()
        self.sheet.raw.freeze_panes(_FIRST_UNIT, self.first)
        self.sheet.raw.repeat_columns(0, self.first - 1)

    def _write_head(self) -> None:
        widths = [6, *({"unit_id": 14, "name": 34}.get(name, 18) for name in self.unit_columns)]
        self.sheet.widths([*widths, *[_WIDTH] * len(self.entries)])
        for row, (_, title) in enumerate(_HEAD, _FIRST_HEAD):
            self.sheet.put(
                row, self.first - 1, translate(title, self.lang), OURS.but(bold=True, align="right")
            )
        titles = [translate(_UNIT_TITLES[name], self.lang) for name in self.unit_columns]
        self.sheet.put_row(_CODES, [translate(N_("STT"), self.lang), *titles], HEADER)
        for row, (key, _) in enumerate(_HEAD, _FIRST_HEAD):
            if key in ("label", "input"):
                texts = [str(self._head(key, entry)) for entry in self.entries]
                self.sheet.fit_row(row, texts, [_WIDTH] * len(texts))

    def _head(self, key: str, entry: Entry) -> str:
        node = entry.leaf.node
        said = {
            "label": node.label.in_(self.lang),
            "input": entry.spec.label.in_(self.lang),
            "scorer": SCORED_BY.word(entry.leaf.scored_by, self.lang),
        }
        return translate(said[key], self.lang)

    def _write_units(self) -> None:
        style = OURS.but(number=TEXT_FORMAT, wrap=False)
        for number, unit in enumerate(self.units):
            row = _FIRST_UNIT + number
            self.sheet.put(row, 0, number + 1, OURS)
            self.sheet.put_row(row, unit, style, first=1)

    def _write_entry(self, column: int, entry: Entry) -> None:
        name = letter(column)
        for row, (key, _) in enumerate(_HEAD, _FIRST_HEAD):
            if key == "max":
                self.sheet.put(row, column, entry.leaf.node.max, _HEAD_STYLE)
            elif key == "count":
                area = f"{name}{_FIRST_UNIT + 1}:{name}{self.last_unit + 1}"
                self.sheet.formula(row, column, f"=COUNTA({area})", 0, _HEAD_STYLE)
            else:
                self.sheet.put(row, column, self._head(key, entry), _HEAD_STYLE)
        title = entry.leaf.code if entry.spec.name == VALUE else f"{entry.leaf.code}:{entry.spec.name}"
        self.sheet.put(_CODES, column, title, HEADER.but(number=TEXT_FORMAT))
        sentence = rule_sentence(entry.leaf.node.rule, entry.leaf.node.max, self.lang)
        if sentence:
            self.sheet.raw.write_comment(_CODES, column, sentence, _COMMENT)
        self._free(column, _entry_style(entry))
        cells = (_FIRST_UNIT, column, self.last_unit, column)
        check_cells(self.sheet, cells, entry, self._cell_of(entry), self.lists, self.lang)

    def _free(self, column: int, style: Style) -> None:
        """Unlock the cells of a column: one by one with borders, or as a whole where there are very many."""
        if len(self.units) * len(self.entries) > _MANY_CELLS:
            self.sheet.raw.set_column(column, column, _WIDTH, self.sheet.book.look(style))
            return
        for row in range(_FIRST_UNIT, self.last_unit + 1):
            self.sheet.put(row, column, None, style)

    def _cell_of(self, entry: Entry) -> CellOf:
        columns = {
            other.spec.name: letter(self.first + number)
            for number, other in enumerate(self.entries)
            if other.leaf is entry.leaf
        }
        return lambda name: f"{columns[name]}{_FIRST_UNIT + 1}"

    def _mark_complete_units(self) -> None:
        """Turn a unit green when all its cells are filled that have no default (a bonus line has one)."""
        needed = [self.first + number for number, entry in enumerate(self.entries) if entry.is_needed]
        row = _FIRST_UNIT + 1
        counts = "+".join(f"COUNTA(${letter(low)}{row}:${letter(high)}{row})" for low, high in _runs(needed))
        area = (_FIRST_UNIT, 0, self.last_unit, self.first - 1)
        if counts:
            self.sheet.highlight(area, f"={counts}={len(needed)}", _COMPLETE)


def _runs(numbers: list[int]) -> list[tuple[int, int]]:
    """Give the runs of neighbouring numbers as (first, last)."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


def _entry_style(entry: Entry) -> Style:
    return CELL.but(wrap=False) if entry.spec.choices else NUMBER


def _has_content(column: pl.Series) -> bool:
    return any(value not in (None, "") for value in column)
