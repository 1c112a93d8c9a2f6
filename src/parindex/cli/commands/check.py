"""``parindex check``: every problem of editions, of form, of sense and of their cases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from parindex.cli.desk import Desk
from parindex.language import N_

if TYPE_CHECKING:
    from parindex.errors import Problem
    from parindex.frameworks.loading import Loaded
    from parindex.reports.content import Report
    from parindex.reports.problems import Checked

HELP = N_(
    "Kiểm tra bộ tiêu chí: cú pháp và khóa của tệp, tổng điểm tối đa, khoảng điểm, công thức, ngưỡng, "
    "căn cứ pháp lý, và mọi ca kiểm thử đi kèm. Tất cả lỗi hiện một lần, mỗi lỗi có tệp, dòng và "
    "cách sửa.\n\n"
    "Không ghi tên nào thì kiểm tra mọi bộ có sẵn. Có lỗi thì mã thoát là 1; chỉ có cảnh báo thì là "
    "0."
)
EXAMPLES = (
    "parindex check commune-hai-duong@2022",
    "parindex check frameworks/commune-hai-duong/2022",
    "parindex check --format json",
)


def run(
    desk: Desk,
    what: Annotated[
        list[str] | None,
        typer.Argument(
            metavar=N_("BỘ_TIÊU_CHÍ"), help=N_("tên, tệp framework.yaml, thư mục của một bộ hoặc nhiều bộ")
        ),
    ] = None,
) -> Report:
    """Check editions."""
    from parindex.reports.problems import check_report

    wanted = [found for given in what or [] for found in _meant(given)] or _shipped()
    checked = []
    for number, (name, place) in enumerate(wanted):
        desk.step(N_("Đang kiểm tra"), number, len(wanted))
        checked.append(_checked(name, place))
    return check_report(checked, desk.lang)


def _shipped() -> list[tuple[str, str | Path]]:
    from parindex.frameworks.registry import entries

    return [(entry.ref, entry.folder) for entry in entries()]


def _meant(given: str) -> Iterator[tuple[str, str | Path]]:
    """Give the editions a word means: itself, or those below a folder."""
    from parindex.cli.problems import NOTHING_TO_CHECK, one
    from parindex.errors import ProblemsFound
    from parindex.frameworks.loading import FILE_NAME

    folder = Path(given)
    if not given or not folder.is_dir() or (folder / FILE_NAME).is_file():
        yield given, given
        return
    below = sorted(folder.rglob(FILE_NAME))
    if not below:
        raise ProblemsFound([one(NOTHING_TO_CHECK, given=given)])
    yield from ((str(file.parent), file.parent) for file in below)


def _checked(name: str, place: str | Path) -> Checked:
    from parindex.cli.problems import IN_EXCEL, one
    from parindex.errors import ProblemsFound
    from parindex.frameworks.registry import find
    from parindex.reports.problems import Checked

    if Path(place).suffix.lower() in (".xlsx", ".xls"):
        return Checked(name, 0, (one(IN_EXCEL, given=name),))
    try:
        loaded = find(place)
    except ProblemsFound as found:
        return Checked(name, 0, _nearby(found.problems))
    return Checked(name, *_sense(loaded))


def _sense(loaded: Loaded) -> tuple[int, tuple[Problem, ...]]:
    """Give the number of cases of an edition, and what is wrong with its sense and its cases.

    Cases are scored only by an edition that makes sense.
    """
    from parindex.frameworks.cases import load_cases
    from parindex.frameworks.checks import check
    from parindex.ranking.cases import check_cases

    found = check(loaded)
    if any(problem.is_error for problem in found):
        return 0, _nearby(found)
    cases = sum(len(file.cases) for file in load_cases(loaded.folder))
    return cases, _nearby([*found, *check_cases(loaded)])


def _nearby(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Name files below the working folder by their short path."""
    here = Path.cwd()
    return tuple(_placed(problem, here) for problem in problems)


def _placed(problem: Problem, here: Path) -> Problem:
    file = Path(problem.place.file or "")
    if not file.is_absolute() or not file.is_relative_to(here):
        return problem
    return replace(problem, place=replace(problem.place, file=str(file.relative_to(here))))
