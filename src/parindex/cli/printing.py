"""A report as text for the terminal: numbers to the right, long texts broken, wide tables in parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from parindex.cli.terminal import WIDEST_PROSE, Ink, cells, clean, cut, wrapped
from parindex.language import N_, Lang, translate
from parindex.numerals import format_date
from parindex.reports.content import Table
from parindex.reports.numbers import NONE, shown, signed

if TYPE_CHECKING:
    from parindex.reports.content import Column, Lines, Report

GAP = "  "
_NARROWEST_TEXT = 20
_WIDEST_TABLE = 160
_MOST_HEADING_LINES = 2
_SHORT_HEADING = 8
_MARK = "> "


def printed(report: Report, lang: Lang, *, width: int | None, is_fancy: bool) -> str:
    """Write a report. ``width`` None lets lines be as long as they are (a pipe, a file)."""
    out = _Out(Ink(is_fancy), width, lang)
    prose = min(width or WIDEST_PROSE, WIDEST_PROSE)
    lines = [out.ink(line, "bold") for line in wrapped(clean(report.title), prose)]
    for about in report.about:
        lines += [out.ink(line, "dim") for line in wrapped(clean(about), prose)]
    for part in report.parts:
        lines += ["", *(_table_lines(part, out) if isinstance(part, Table) else _sentences(part, out))]
    if report.notes:
        lines.append("")
        lines += [line for note in report.notes for line in wrapped(clean(note), prose, rest="  ")]
    return "\n".join(lines) + "\n"


@dataclass(frozen=True)
class _Out:
    ink: Ink
    width: int | None
    lang: Lang


def _sentences(part: Lines, out: _Out) -> Iterator[str]:
    if part.title:
        yield out.ink(clean(part.title), "bold")
    for depth, sentence in part.lines:
        indent = "  " * depth
        if out.width is None:
            yield indent + clean(sentence)
        else:
            yield from wrapped(clean(sentence), out.width, indent, f"{indent}  ")


@dataclass(frozen=True)
class _Column:
    """A column ready to be set: its texts, how wide it is and how narrow it can be, where it stands."""

    heading: str
    texts: Sequence[str]
    width: int
    narrowest: int
    is_right: bool
    is_key: bool


def _table_lines(table: Table, out: _Out) -> Iterator[str]:
    if table.title:
        yield out.ink(clean(table.title), "bold")
    if table.frame.is_empty():
        yield GAP + translate(N_("(không có dòng nào)"), out.lang)
    else:
        margin = len(_MARK) if table.strong else 0
        columns = [_column(column, table, out.lang) for column in table.columns]
        said = [column for column in columns if column.is_key or any(column.texts)]
        for number, block in enumerate(_blocks(said, out, margin)):
            yield from ([""] if number else [])
            yield from _block_lines(block, table, out, margin)
    prose = min(out.width or WIDEST_PROSE, WIDEST_PROSE)
    for short, words in table.legend:
        yield from wrapped(f"{clean(short)}: {clean(words)}", prose, GAP, GAP * 2)
    for note in table.notes:
        yield from wrapped(clean(note), prose, GAP, GAP * 2)


def _column(column: Column, table: Table, lang: Lang) -> _Column:
    series = table.frame[column.name]
    texts = [_cell(value, column, lang) for value in series.to_list()]
    is_right = column.is_right or series.dtype.is_numeric()
    longest = max(map(cells, texts), default=0)
    head = _heading_width(column.heading, longest)
    word = max((cells(word) for text in {column.heading, *texts} for word in text.split()), default=0)
    width = max(longest, head)
    narrowest = width if is_right else min(width, max(word, _NARROWEST_TEXT))
    return _Column(column.heading, texts, width, narrowest, is_right, column.is_key)


def _heading_width(heading: str, least: int) -> int:
    """Give the width at which a heading stands on two lines at most, a short one on one."""
    if cells(heading) <= _SHORT_HEADING:
        return max(least, cells(heading))
    width = max(least, *map(cells, heading.split()), 1)
    while len(wrapped(heading, width)) > _MOST_HEADING_LINES:
        width += 1
    return width


def _cell(value: Any, column: Column, lang: Lang) -> str:  # any value of a frame
    if value is None:
        return NONE if column.decimals is not None else ""
    if isinstance(value, bool):
        return translate(N_("có"), lang) if value else ""
    if isinstance(value, int | float):
        return (signed if column.is_signed else shown)(value, column.decimals, lang)
    if isinstance(value, date):
        return format_date(value, lang)
    return _one_line(str(value))


def _one_line(text: str) -> str:
    """Clean a text, but keep what sets it in."""
    stripped = text.lstrip(" ")
    return " " * (len(text) - len(stripped)) + clean(stripped)


def _blocks(columns: list[_Column], out: _Out, margin: int) -> list[list[_Column]]:
    """Fit columns into a width: shrink the texts, then set the rest of the columns below, with the keys.

    A pipe or a file has no width: its texts are shrunk to a readable one, its rows stay whole.
    """
    width = (out.width or _WIDEST_TABLE) - margin
    if _total(columns) <= width:
        return [columns]
    fitted = _shrunk(columns, width)
    if out.width is None or _total(fitted) <= width:
        return [fitted]
    keys = [column for column in fitted if column.is_key]
    again = [_on_one_line(column) for column in keys]
    blocks: list[list[_Column]] = [list(keys)]
    for column in (one for one in fitted if not one.is_key):
        if len(blocks[-1]) > len(keys) and _total([*blocks[-1], column]) > width:
            blocks.append(list(again))
        blocks[-1].append(column)
    return blocks


def _on_one_line(column: _Column) -> _Column:
    """Cut the texts of a column that is shown again; they stand in full above."""
    texts = [text if cells(text) <= column.width else cut(text, column.width) for text in column.texts]
    return replace(column, texts=texts)


def _total(columns: Sequence[_Column]) -> int:
    return sum(column.width for column in columns) + len(GAP) * (len(columns) - 1)


def _shrunk(columns: list[_Column], width: int) -> list[_Column]:
    """Take from the widest text columns what is too much, down to their longest words."""
    widths = [column.width for column in columns]
    for _ in range(max(0, _total(columns) - width)):
        loose = [number for number, one in enumerate(columns) if widths[number] > one.narrowest]
        if not loose:
            break
        widths[max(loose, key=lambda number: widths[number])] -= 1
    return [replace(one, width=wide) for one, wide in zip(columns, widths, strict=True)]


def _block_lines(block: list[_Column], table: Table, out: _Out, margin: int) -> Iterator[str]:
    headings = [_broken(column.heading, column.width) for column in block]
    for line in _side_by_side(headings, block, is_low=True):
        yield " " * margin + out.ink(line, "bold")
    rule = "─" if out.ink.is_on else "-"
    yield " " * margin + GAP.join(rule * column.width for column in block)
    for number in range(table.frame.height):
        is_strong = number in table.strong
        mark = (_MARK if is_strong else " " * margin) if margin else ""
        parts = [_broken(column.texts[number], column.width) for column in block]
        for line in _side_by_side(parts, block):
            yield (out.ink(mark + line, "bold", "cyan") if is_strong else mark + line).rstrip()
            mark = " " * margin


def _broken(text: str, width: int) -> list[str]:
    if cells(text) <= width:
        return [text]
    indent = " " * (len(text) - len(text.lstrip(" ")))
    return wrapped(text, width, indent, indent)


def _side_by_side(parts: list[list[str]], block: list[_Column], *, is_low: bool = False) -> Iterator[str]:
    """Set the lines of cells beside each other; headings stand on the rule below them."""
    height = max(len(lines) for lines in parts)
    padded = [[""] * (height - len(lines)) + lines if is_low else lines for lines in parts]
    for row in range(height):
        texts = [lines[row] if row < len(lines) else "" for lines in padded]
        yield GAP.join(map(_set, texts, block)).rstrip()


def _set(text: str, column: _Column) -> str:
    space = " " * (column.width - cells(text))
    return space + text if column.is_right else text + space
