"""The form of one unit: the tree of criteria, a row an input, room for documents and explanations.

``parindex.reading.read_values`` reads it: hidden columns on the right say unit, criterion and input.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from parindex.frameworks.model import Edition
from parindex.frameworks.outline import Outline, OutlineNode, outline
from parindex.frameworks.workbook.entry_checks import CellOf, Entry, EntryLists, check_cells
from parindex.frameworks.workbook.grid import letter
from parindex.frameworks.workbook.looks import (
    CELL,
    DEPTH_FILLS,
    ILLUSTRATIVE_FILL,
    NUMBER,
    OURS,
    Lists,
    banner,
    print_header,
)
from parindex.frameworks.workbook.sentences import rule_sentence
from parindex.frameworks.workbook.words import SCORED_BY
from parindex.language import N_, Lang, translate
from parindex.spreadsheets import HEADER, NOTE, TITLE, Book, Cell, Sheet, Style

SHEET: Final = N_("Tự đánh giá")
_ADVICE: Final = N_(
    "Chỉ nhập vào ô trắng ở cột Giá trị và hai cột sau. Ô để trống là chưa có số liệu. "
    "Ô vàng là ô còn phải nhập."
)
_COLUMNS: Final = (
    ("code", N_("Mục"), 9.0),
    ("label", N_("Nội dung"), 44.0),
    ("max", N_("Điểm tối đa"), 8.0),
    ("sentence", N_("Diễn giải cách chấm"), 38.0),
    ("input", N_("Cần nhập"), 26.0),
    ("value", N_("Giá trị"), 16.0),
    ("evidence", N_("Tài liệu kiểm chứng"), 34.0),
    ("documents", N_("Tài liệu đã gửi"), 30.0),
    ("explanation", N_("Giải trình"), 30.0),
    ("unit_id", N_("Mã đơn vị"), 12.0),
    ("name", N_("Tên đơn vị"), 12.0),
    ("criterion_id", N_("Mã tiêu chí"), 12.0),
    ("input_id", N_("Ô nhập"), 12.0),
)
_NUMBER: Final = {key: number for number, (key, _, _) in enumerate(_COLUMNS)}
_MACHINE: Final = ("unit_id", "name", "criterion_id", "input_id")
_FILLED_IN: Final = ("value", "documents", "explanation")
_HEADER_ROW: Final = 6
_BLANK: Final = {"bg_color": "#FFF2CC"}


Filled = Mapping[tuple[str, str], Mapping[str, Cell]]
"""What is filled in already, by code and input: its ``value``, ``documents`` and ``explanation``."""


class _Line(NamedTuple):
    """One row: a node that is not filled in (``entry`` None), or one input of a leaf."""

    node: OutlineNode
    entry: Entry | None
    is_first: bool


def unit_workbook(
    edition: Edition,
    unit_id: str,
    name: str | None,
    path: Path | str,
    lang: Lang = "vi",
    *,
    filled: Filled | None = None,
) -> None:
    """Write the form in which one unit fills in its own values, with documents and explanations.

    Leaves that others score are shown, and cannot be filled in. ``filled`` is what the unit has filled in
    so far: numbers, or the words of choices. Raises :class:`ProblemsFound` when the file cannot be written.
    """
    done: Filled = filled or {}
    with Book(path, edition.title.in_(lang)) as book:
        sheet = book.sheet(translate(SHEET, lang))
        lists = EntryLists(Lists(book))
        lines = list(_lines(outline(edition)))
        banner(sheet, edition, translate(SHEET, lang), lang)
        sheet.put(3, 0, " – ".join(filter(None, (name, unit_id))), TITLE)
        sheet.put(4, 0, translate(_ADVICE, lang), NOTE)
        _write_counter(sheet, lines, done, lang)
        _write_lines(sheet, lines, {"unit_id": unit_id, "name": name}, done, lang)
        _check(sheet, lines, lists, lang)
        sheet.raw.freeze_panes(_HEADER_ROW + 1, 2)
        sheet.raw.print_area(0, 0, _HEADER_ROW + len(lines), _NUMBER["explanation"])
        sheet.protect()
        sheet.for_print(print_header(edition, name or unit_id, lang), _HEADER_ROW, _HEADER_ROW)


def _lines(laid_out: Outline) -> Iterator[_Line]:
    for node in laid_out.nodes:
        specs = node.node.inputs() if node.scored_by == "unit" else ()
        if not specs:
            yield _Line(node, None, is_first=True)
        yield from (_Line(node, Entry(node, spec), is_first=not number) for number, spec in enumerate(specs))


def _write_counter(sheet: Sheet, lines: list[_Line], done: Filled, lang: Lang) -> None:
    """Count the cells filled of those that are needed, above the column of values."""
    column = letter(_NUMBER["value"])
    entries = {row: line.entry for row, line in enumerate(lines, _HEADER_ROW + 2) if line.entry}
    needed = [row for row, entry in entries.items() if entry.is_needed]
    others = ",".join(f"{column}{row}" for row in entries if row not in needed)
    area = f"{column}{_HEADER_ROW + 2}:{column}{_HEADER_ROW + 1 + len(lines)}"
    filled = f"COUNTA({area})" + (f"-COUNTA({others})" if others else "")
    sheet.put(_HEADER_ROW - 1, _NUMBER["input"], translate(N_("Số ô đã nhập"), lang), OURS.but(bold=True))
    count = sum(bool(done.get((one.leaf.code, one.spec.name))) for one in entries.values() if one.is_needed)
    formula, now = f'=({filled})&"/{len(needed)}"', f"{count}/{len(needed)}"
    sheet.formula(_HEADER_ROW - 1, _NUMBER["value"], formula, now, OURS.but(bold=True, align="right"))


def _write_lines(sheet: Sheet, lines: list[_Line], unit: dict[str, Cell], done: Filled, lang: Lang) -> None:
    widths = [width for _, _, width in _COLUMNS]
    sheet.widths(widths)
    sheet.raw.set_column(_NUMBER[_MACHINE[0]], _NUMBER[_MACHINE[-1]], None, None, {"hidden": True})
    titles = [translate(title, lang) for _, title, _ in _COLUMNS]
    sheet.put_row(_HEADER_ROW, titles, HEADER)
    sheet.fit_row(_HEADER_ROW, titles, widths)
    for row, line in enumerate(lines, _HEADER_ROW + 1):
        cells = _cells(line, unit, done, lang)
        for key, number in _NUMBER.items():
            sheet.put(row, number, cells.get(key), _style(key, line))
        sheet.fit_row(row, (cells.get(key) for key in _NUMBER), widths)


def _cells(line: _Line, unit: dict[str, Cell], done: Filled, lang: Lang) -> dict[str, Cell]:
    node = line.node.node
    cells: dict[str, Cell] = {}
    if line.is_first:
        cells = {
            "code": node.code,
            "label": node.label.in_(lang),
            "max": node.max,
            "sentence": rule_sentence(node.rule, node.max, lang),
            "evidence": "\n".join(one.label.in_(lang) for one in node.evidence),
        }
    if line.entry:
        label = translate(line.entry.spec.label.in_(lang), lang)
        keys = {"input": label, "criterion_id": node.code, "input_id": line.entry.spec.name}
        return cells | unit | keys | dict(done.get((node.code, line.entry.spec.name), {}))
    if line.node.node.is_leaf:
        cells["input"] = f"({SCORED_BY.word(line.node.scored_by, lang)})"
    return cells


def _style(key: str, line: _Line) -> Style:
    if key in _FILLED_IN and line.entry:
        is_number = key == "value" and not line.entry.spec.choices
        return NUMBER if is_number else CELL
    style = OURS.but(number="@") if key in ("code", *_MACHINE) else OURS
    style = style.but(ink=None, fill=None)
    if key == "label":
        style = style.but(indent=line.node.depth)
    if not line.node.node.is_leaf:
        return style.but(bold=True, fill=DEPTH_FILLS[min(line.node.depth, len(DEPTH_FILLS) - 1)])
    if line.node.node.illustrative and key in ("code", "label"):
        return style.but(italic=True, fill=ILLUSTRATIVE_FILL)
    return style if line.entry else style.but(ink="#595959", fill="#F2F2F2")


def _check(sheet: Sheet, lines: list[_Line], lists: EntryLists, lang: Lang) -> None:
    """Put the drop-down or the check on every cell to fill in, and mark those that are blank."""
    column = _NUMBER["value"]
    rows = {
        (line.node.code, line.entry.spec.name): row
        for row, line in enumerate(lines, _HEADER_ROW + 1)
        if line.entry
    }
    for (code, _), row in rows.items():
        entry = lines[row - _HEADER_ROW - 1].entry
        if entry:
            check_cells(sheet, (row, column, row, column), entry, _cell_of(code, rows), lists, lang)
            if entry.is_needed:
                blank = f"=ISBLANK(${letter(column)}${row + 1})"
                sheet.highlight((row, column, row, column), blank, _BLANK)


def _cell_of(code: str, rows: dict[tuple[str, str], int]) -> CellOf:
    return lambda name: f"${letter(_NUMBER['value'])}${rows[code, name] + 1}"
