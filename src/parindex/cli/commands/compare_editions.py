"""``parindex compare-editions``: what changed between two editions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from parindex.cli.desk import Desk
from parindex.cli.flags import AfterWord, BeforeWord, CrosswalkFlag
from parindex.language import N_

if TYPE_CHECKING:
    from parindex.reports.content import Report

HELP = N_(
    "So sánh hai bộ tiêu chí: tiêu chí thêm, bỏ, chuyển chỗ, đổi mã, đổi điểm tối đa, đổi lời văn, "
    "đổi cách chấm.\n\n"
    "Tiêu chí được ghép theo mã; khi mã đã đổi, thêm bảng đối chiếu."
)
EXAMPLES = (
    "parindex compare-editions province@2017 province@2022",
    "parindex compare-editions province@2017 province@2022 --crosswalk doi-chieu.yaml",
    "parindex compare-editions province@2017 province@2022 --out thay-doi.xlsx",
)


def run(desk: Desk, before: BeforeWord, after: AfterWord, crosswalk: CrosswalkFlag = None) -> Report:
    """Compare two editions."""
    from parindex.frameworks.comparing import compare_editions, load_crosswalk
    from parindex.frameworks.registry import find
    from parindex.reports.comparing import comparison_report

    old, new = find(before).edition, find(after).edition
    links = load_crosswalk(Path(crosswalk), old, new) if crosswalk else None
    return comparison_report(old, new, compare_editions(old, new, links), desk.lang)
