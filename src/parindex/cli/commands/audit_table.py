"""``parindex audit-table``: figures of a printed table that disagree with each other."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from parindex.cli.desk import Desk
from parindex.language import N_

if TYPE_CHECKING:
    from parindex.ranking.audit import Audit, Spec
    from parindex.reports.content import Report

HELP = N_(
    "Đối soát một bảng đã in: tổng, tỷ lệ, chênh lệch, tiếp nhận – giải quyết – tồn, thứ hạng, xếp "
    "loại, điểm tối đa, trung bình, và con số in ở hai nơi. Chỉ ra ô nào không khớp, lệch bao nhiêu "
    "và có thể do đâu.\n\n"
    "Quan hệ giữa các cột được nhận ra từ tiêu đề; cần quan hệ khác thì khai báo bằng --spec. Có mâu "
    "thuẫn thì mã thoát là 1; lệch do làm tròn chỉ là cảnh báo."
)
EXAMPLES = (
    "parindex audit-table phu-luc.xlsx",
    "parindex audit-table phu-luc.csv --decimal comma --format json",
    "parindex audit-table phu-luc.csv --spec quan-he.yaml",
)


def run(
    desk: Desk,
    file: Annotated[
        str, typer.Argument(metavar=N_("BẢNG"), help=N_("tệp CSV, XLSX hoặc Parquet có bảng đã in"))
    ],
    spec: Annotated[
        str | None,
        typer.Option("--spec", metavar=N_("TỆP"), help=N_("khai báo quan hệ giữa các cột (YAML)")),
    ] = None,
    decimal: Annotated[
        str,
        typer.Option(
            "--decimal", metavar="auto|comma|point", help=N_("dấu thập phân trong bảng; mặc định auto")
        ),
    ] = "auto",
    sheet: Annotated[
        str | None, typer.Option("--sheet", metavar=N_("TRANG"), help=N_("chỉ trang này của tệp Excel"))
    ] = None,
) -> Report:
    """Reconcile the tables of a file."""
    from parindex.cli.problems import choice
    from parindex.cli.scored import DECIMALS
    from parindex.frameworks.loading import read_text
    from parindex.ranking.audit import read_spec
    from parindex.reports.auditing import audit_report

    style = choice("--decimal", decimal, DECIMALS)
    declared = read_spec(read_text(Path(spec)), spec) if spec else None
    desk.step(N_("Đang đối soát"))
    audit = _audited(file, sheet, declared, style)
    desk.warn(audit.problems)
    return audit_report(audit, Path(file).name, desk.lang)


def _audited(file: str, sheet: str | None, spec: Spec | None, decimal: Any) -> Audit:
    from parindex.ranking.audit import audit_table, audit_tables
    from parindex.reading.printed import read_printed

    tables = read_printed(file, sheet)
    if len(tables) == 1:
        only = tables[0]
        return audit_table(only.table, spec, decimal=decimal, rows=only.rows, place=only.place)
    by_name = {str(one.place.sheet): one for one in tables}
    frames = {name: one.table for name, one in by_name.items()}
    rows = {name: one.rows for name, one in by_name.items()}
    return audit_tables(frames, spec, decimal=decimal, rows=rows, file=file)
