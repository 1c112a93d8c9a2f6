"""How a result is given: on the terminal, or in a file of the kind asked for; whole, or not at all."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from parindex.cli import problems as say
from parindex.cli.files import must_be_no_input, must_have_folder, write_file
from parindex.cli.machine_text import csv_text, json_text
from parindex.cli.printing import printed
from parindex.cli.terminal import is_fancy, width_of
from parindex.errors import Phrase
from parindex.language import N_, Lang
from parindex.numerals import format_number

if TYPE_CHECKING:
    from parindex.cli.desk import Desk
    from parindex.cli.flags import GiveFlags
    from parindex.reports.content import Report, Table

FORMS = ("table", "json", "csv", "xlsx", "parquet")
_ENDINGS = {".json": "json", ".csv": "csv", ".xlsx": "xlsx", ".parquet": "parquet", ".txt": "table"}
_ONE_TABLE = ("csv", "parquet")
_STDOUT = "-"


@dataclass(frozen=True)
class Plan:
    """A form, and the file or folder it goes to; no path is the standard output."""

    form: str
    path: Path | None = None
    table: str | None = None
    is_folder: bool = False


def plan(give: GiveFlags) -> Plan:
    """Decide what is given where, before any work is done; raises usage errors."""
    if give.out is not None and not give.out.strip():
        raise say.usage_error(say.NO_VALUE, given="--out", command="parindex")
    path = None if give.out in (None, _STDOUT) else Path(str(give.out))
    is_folder = path is not None and (str(give.out).endswith(("/", "\\")) or path.is_dir())
    form = _form(give, path, is_folder=is_folder)
    if path is None and form in ("xlsx", "parquet"):
        raise say.usage_error(say.OUT_NEEDED, given=form)
    if is_folder and form not in _ONE_TABLE:
        raise say.UsageError([say.one(say.IS_FOLDER, file=str(path))])
    if path is not None:
        must_have_folder(path)
        must_be_no_input(path)
    return Plan(form, path, give.table, is_folder)


def _form(give: GiveFlags, path: Path | None, *, is_folder: bool) -> str:
    if give.form is not None:
        return say.choice("--format", give.form, FORMS)
    if path is None:
        return "table"
    form = _ENDINGS.get(path.suffix.lower(), "csv" if is_folder else None)
    if form is None:
        raise say.usage_error(say.NO_ENDING, given=path.name, known=", ".join(_ENDINGS))
    return form


def deliver(report: Report, wanted: Plan, desk: Desk) -> None:
    """Give a report; raises :class:`ProblemsFound` where a table is not in it or a file cannot be written."""
    if wanted.path is None:
        text = _text(report, wanted, desk.lang)
        desk.rest()
        sys.stdout.write(text)
        return
    desk.step(N_("Đang ghi tệp"))
    for path, tables in _files(report, wanted):
        write_file(path, wanted.form, report, tables, desk.lang)
        _confirm(path, tables, desk)


def _text(report: Report, wanted: Plan, lang: Lang) -> str:
    if wanted.form == "csv":
        return csv_text(chosen(report, wanted.table)[0])
    if wanted.form == "json":
        return json_text(report, chosen(report, wanted.table), is_bare=wanted.table is not None)
    if wanted.table is not None:
        report = replace(report, parts=tuple(chosen(report, wanted.table)), notes=())
    return printed(report, lang, width=width_of(sys.stdout), is_fancy=is_fancy(sys.stdout))


def chosen(report: Report, name: str | None, *, is_workbook: bool = False) -> Sequence[Table]:
    """Give the tables of a report, or the one of that name; a usage error where there is none."""
    if is_workbook and name is None:
        return report.workbook()
    tables = report.full()
    found = [table for table in tables if name in (None, table.name)]
    if not found:
        known = ", ".join(table.name for table in tables)
        raise say.usage_error(say.NO_TABLE, given=name, known=known)
    return found


def _files(report: Report, wanted: Plan) -> list[tuple[Path, Sequence[Table]]]:
    """Say which file gets which tables."""
    path = wanted.path or Path()
    if wanted.form == "table":
        return [(path, ())]
    is_alone = wanted.form == "parquet" and not wanted.is_folder
    name = wanted.table or (report.main if is_alone else None)
    tables = chosen(report, name, is_workbook=wanted.form == "xlsx")
    if not wanted.is_folder:
        return [(path, tables[:1] if wanted.form in _ONE_TABLE else tables)]
    path.mkdir(exist_ok=True)
    return [(path / f"{table.name}.{wanted.form}", [table]) for table in tables]


def _confirm(path: Path, tables: Sequence[Table], desk: Desk) -> None:
    """Say on the error stream what was written."""
    counts = ", ".join(_counted(table, desk.lang) for table in tables)
    desk.say(
        Phrase(N_("Đã ghi {file}: {what}") if counts else N_("Đã ghi {file}"), {"file": path, "what": counts})
    )


def _counted(table: Table, lang: Lang) -> str:
    """Name a table with its number of rows; one without rows alone."""
    if table.frame.is_empty():
        return table.title
    details = {"title": table.title, "rows": format_number(table.frame.height, None, lang)}
    return Phrase(N_("{title} ({rows} dòng)"), details).in_(lang)
