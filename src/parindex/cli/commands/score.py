"""``parindex score``: the points of every unit and criterion."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from parindex.cli.desk import Desk
from parindex.cli.flags import EditionWord, ReadFlags, ValuesWord
from parindex.language import N_

if TYPE_CHECKING:
    from parindex.reading.values import ValuesFile
    from parindex.reports.content import Report
    from parindex.scoring.scorecard import Scorecard

HELP = N_(
    "Chấm điểm mọi đơn vị trong tệp số liệu theo một bộ tiêu chí. Màn hình hiện điểm từng lĩnh vực, "
    "từng nguồn điểm và tổng điểm; tệp XLSX, CSV, Parquet, JSON có mọi tiêu chí, thứ hạng và diễn giải.\n\n"
    "Thiếu số liệu thì để trống và nói rõ, không tính là 0, trừ khi bộ tiêu chí quy định."
)
EXAMPLES = (
    "parindex score commune-hai-duong@2022 diem.csv",
    "parindex score commune-hai-duong@2022 diem.xlsx --units xa.csv --out ket-qua.xlsx",
    "parindex score commune-hai-duong@2022 diem.csv --sources appraisal2,appraisal1,survey --format json",
    "parindex score commune-hai-duong@2022 diem.csv --table explanations --format csv",
    "parindex score commune-hai-duong@2022 diem.csv --bundle ket-qua.zip",
)


def run(
    desk: Desk,
    edition: EditionWord,
    values: ValuesWord,
    read: ReadFlags,
    bundle: Annotated[
        str | None,
        typer.Option(
            "--bundle",
            metavar=N_("GÓI.zip"),
            help=N_("ghi thêm gói kết quả, để ai cũng tính lại được bằng parindex recompute"),
        ),
    ] = None,
) -> Report:
    """Score the units of a file."""
    from parindex.cli.scored import scored_file
    from parindex.frameworks.registry import find
    from parindex.reports.scores import score_report

    if bundle is not None:
        desk.must_end_in(bundle, ".zip", "--bundle")
    card, file = scored_file(desk, find(edition), values, read)
    if bundle is not None:
        _write_bundle(desk, bundle, card, file)
    return score_report(card, desk.lang)


def _write_bundle(desk: Desk, bundle: str, card: Scorecard, file: ValuesFile) -> None:
    from parindex.cli.files import replacing
    from parindex.reports.bundle import run_of, write_bundle

    desk.step(N_("Đang ghi tệp"))
    with replacing(Path(bundle)) as target:
        write_bundle(target, run_of(card, file.values, lang=desk.lang))
    desk.written(bundle)
