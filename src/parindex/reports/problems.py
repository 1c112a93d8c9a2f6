"""Problems as a report: what was checked, what is wrong with it, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import polars as pl

from parindex.errors import Phrase, Problem
from parindex.language import N_, Lang, translate
from parindex.reports.content import Column, Lines, Report, Table

_SCHEMA = {
    "checked": pl.String, "code": pl.String, "severity": pl.String, "file": pl.String, "sheet": pl.String,
    "line": pl.Int64, "column": pl.String, "item": pl.String, "what": pl.String, "remedy": pl.String,
}  # fmt: skip
_HEADS = {
    "checked": N_("Đã kiểm tra"), "code": N_("Mã lỗi"), "severity": N_("Mức"), "file": N_("Tệp"),
    "sheet": N_("Trang"), "line": N_("Dòng"), "column": N_("Cột"), "item": N_("Mục"),
    "what": N_("Sai ở đâu"), "remedy": N_("Cách sửa"),
}  # fmt: skip
_SEVERITIES = {"error": N_("lỗi"), "warning": N_("cảnh báo")}


class Checked(NamedTuple):
    """One thing that was checked: its name, how many cases it has, what was found."""

    name: str
    cases: int
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> int:
        """The number of errors; warnings are not among them."""
        return sum(problem.is_error for problem in self.problems)


def check_report(checked: Sequence[Checked], lang: Lang = "vi") -> Report:
    """Report what was checked: a line for each thing, a block for each problem; failed on an error."""
    errors = sum(one.errors for one in checked)
    table = problem_table([(one.name, problem) for one in checked for problem in one.problems], lang)
    details = {"things": len(checked), "errors": errors, "warnings": table.frame.height - errors}
    title = N_("Đã kiểm tra {things} bộ tiêu chí: {errors} lỗi, {warnings} cảnh báo")
    return Report(
        Phrase(title, details).in_(lang),
        parts=(Lines("", tuple(_lines(checked, lang))),),
        facts={"checked": [one.name for one in checked], "errors": errors, "warnings": details["warnings"]},
        is_failed=errors > 0,
        more=lambda: [table],
    )


def _lines(checked: Sequence[Checked], lang: Lang) -> Iterator[tuple[int, str]]:
    for one in checked:
        details = {"name": one.name, "errors": one.errors, "cases": one.cases}
        details["warnings"] = len(one.problems) - one.errors
        good = N_("{name}: không có lỗi, {cases} ca kiểm thử đều đúng")
        untried = N_("{name}: không có lỗi, chưa có ca kiểm thử nào")
        bad = N_("{name}: {errors} lỗi, {warnings} cảnh báo")
        yield 0, Phrase(bad if one.problems else good if one.cases else untried, details).in_(lang)
        for problem in one.problems:
            what, _, remedy = problem.text(lang).partition("\n")
            yield 1, what
            yield 2, remedy.strip()


def problem_table(found: Sequence[tuple[str, Problem]], lang: Lang = "vi") -> Table:
    """Give a row per problem: what was checked, code, place, what, remedy."""
    rows = [_row(name, problem, lang) for name, problem in found]
    frame = pl.DataFrame(rows, schema=_SCHEMA, orient="row")
    columns = tuple(Column(name, translate(head, lang)) for name, head in _HEADS.items())
    return Table("problems", translate(N_("Lỗi và cảnh báo"), lang), frame, columns)


def _row(name: str, problem: Problem, lang: Lang) -> tuple[object, ...]:
    place = problem.place
    line = place.line if place.line is not None else place.row
    where = (place.file, place.sheet, line, place.column, place.item)
    severity = translate(_SEVERITIES[problem.kind.severity], lang)
    return (name, problem.code, severity, *where, problem.what(lang), problem.remedy(lang))
