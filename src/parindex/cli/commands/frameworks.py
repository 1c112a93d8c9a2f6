"""``parindex frameworks``: the editions there are, and the tree of one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from parindex.cli.desk import Desk
from parindex.language import N_

if TYPE_CHECKING:
    from parindex.reports.content import Report

HELP = N_(
    "Liệt kê các bộ tiêu chí có sẵn: tên, chấm cho ai, điểm tối đa, số tiêu chí thành phần, căn cứ. "
    "Bộ ghi “minh họa” do nhóm phát triển soạn, không phải văn bản đã ban hành.\n\n"
    "Thêm tên một bộ để xem nguồn điểm, quy định và cây tiêu chí của bộ ấy."
)
EXAMPLES = (
    "parindex frameworks",
    "parindex frameworks commune-hai-duong@2022",
    "parindex frameworks --folder frameworks --format json",
)


def run(
    desk: Desk,
    ref: Annotated[
        str | None,
        typer.Argument(
            metavar=N_("BỘ_TIÊU_CHÍ"), help=N_("xem cây tiêu chí của bộ này; không ghi thì liệt kê")
        ),
    ] = None,
    folder: Annotated[
        str | None,
        typer.Option("--folder", metavar=N_("THƯ_MỤC"), help=N_("kệ khác: THƯ_MỤC/tên/năm/framework.yaml")),
    ] = None,
) -> Report:
    """List a shelf, or show one edition of it."""
    from parindex.frameworks.registry import find
    from parindex.reports.editions import tree_report

    shelf = Path(folder) if folder else None
    if ref is None:
        return _listed(desk, shelf)
    return tree_report(find(ref, shelf).edition, desk.lang)


def _listed(desk: Desk, shelf: Path | None) -> Report:
    from parindex.cli.problems import NOTHING_TO_CHECK, one
    from parindex.errors import ProblemsFound
    from parindex.frameworks.registry import entries, find
    from parindex.reports.editions import shelf_report

    editions, unread = [], []
    known = entries(shelf)
    if not known:
        raise ProblemsFound([one(NOTHING_TO_CHECK, given=str(shelf))])
    for number, entry in enumerate(known):
        desk.step(N_("Đang đọc các bộ tiêu chí"), number, len(known))
        try:
            editions.append(find(entry.folder).edition)
        except ProblemsFound as found:
            unread += [(entry.ref, problem) for problem in found.problems]
    return shelf_report(editions, unread, desk.lang)
