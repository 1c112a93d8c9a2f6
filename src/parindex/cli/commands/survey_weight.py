"""``parindex survey weight``: weights from the sample, for non-response, to known totals; each step told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from parindex.cli.desk import Desk
from parindex.cli.problems import usage_error
from parindex.cli.survey_files import StepFlags
from parindex.cli.survey_margins import bounds_of, number_of
from parindex.errors import kind
from parindex.language import N_

if TYPE_CHECKING:
    from parindex.cli.survey_joining import Joined
    from parindex.reports.content import Report
    from parindex.surveys.weighting.weighted import Weighted

CELLS_NEED_SAMPLE = kind(
    "CL755",
    N_("--cells chia ô bù người không trả lời, mà thiếu --sample thì không biết ai không trả lời"),
    N_("thêm --sample MẪU của survey draw, hoặc bỏ --cells"),
)
HELP = N_(
    "Tính trọng số cho phiếu trả lời: trọng số thiết kế theo tệp mẫu của survey draw, bù người không trả lời "
    "theo ô, rồi khớp với dân số đã biết (một bảng: hậu phân tầng; nhiều bảng: raking có giới hạn).\n\n"
    "Mọi phiếu còn trong kết quả; phiếu không được tính có trọng số 0. Bảng steps ghi từng bước đã làm gì "
    "với trọng số, bảng cells ghi từng ô."
)
EXAMPLES = (
    "parindex survey weight phieu.csv --sample mau.csv --out phieu-trong-so.csv --table answers",
    "parindex survey weight phieu.csv --sample mau.csv --margin gioi.csv --margin tuoi.csv --limits 0,4-2,5",
    "parindex survey weight phieu.csv --sample mau.csv --verdicts de-nghi.csv --out trong-so.xlsx",
)


@dataclass(frozen=True)
class SampleFlags:
    """Who was drawn, and which answers count."""

    sample: Annotated[
        str | None,
        typer.Option(
            "--sample",
            metavar=N_("MẪU"),
            help=N_("tệp mẫu của survey draw; cột outcome, nếu thêm, là mã kết quả tiếp cận"),
        ),
    ] = None
    key: Annotated[
        str | None,
        typer.Option(
            "--key",
            metavar=N_("CỘT"),
            help=N_("cột của tệp phiếu ghi mã người được chọn; mặc định element_id, token, response_id"),
        ),
    ] = None
    verdicts: Annotated[
        str | None,
        typer.Option(
            "--verdicts",
            metavar=N_("TỆP"),
            help=N_("bảng verdicts của survey check; chỉ tính phiếu accepted"),
        ),
    ] = None


@dataclass(frozen=True)
class AdjustFlags:
    """How weights are adjusted."""

    cells: Annotated[
        str | None,
        typer.Option(
            "--cells",
            metavar=N_("CỘT,…"),
            help=N_("cột của tệp mẫu chia ô bù người không trả lời; mặc định tầng"),
        ),
    ] = None
    least: Annotated[
        int,
        typer.Option(
            "--least",
            metavar="N",
            help=N_("mỗi ô ít nhất ngần này người trả lời, thiếu thì gộp; mặc định 20"),
        ),
    ] = 20
    most_factor: Annotated[
        str,
        typer.Option(
            "--most-factor", metavar=N_("SỐ"), help=N_("hệ số bù lớn nhất của một ô, quá thì gộp; mặc định 3")
        ),
    ] = "3"
    margin: Annotated[
        list[str] | None,
        typer.Option(
            "--margin",
            metavar=N_("TỆP"),
            help=N_("bảng dân số đã biết: cột population và các cột chia ô; dùng nhiều lần được"),
        ),
    ] = None
    limits: Annotated[
        str | None,
        typer.Option(
            "--limits", metavar=N_("DƯỚI-TRÊN"), help=N_("giới hạn của hệ số khớp dân số, như 0,4-2,5")
        ),
    ] = None
    trim: Annotated[
        str | None,
        typer.Option(
            "--trim", metavar=N_("SỐ"), help=N_("cắt trọng số lớn hơn số này, phần cắt chia cho phiếu khác")
        ),
    ] = None

    def bounds(self) -> tuple[float, float] | None:
        """Give the limits of factors; None where none are said. Raises usage errors."""
        return bounds_of(self.limits)


def run(
    desk: Desk,
    answers: Annotated[
        str, typer.Argument(metavar=N_("PHIẾU"), help=N_("tệp phiếu trả lời (CSV, XLSX, Parquet)"))
    ],
    drawn: SampleFlags,
    adjust: AdjustFlags,
    keep: StepFlags,
) -> Report:
    """Weigh answers."""
    from parindex.cli.survey_joining import (
        counted_rows,
        read_answers_as_texts,
        with_given_weights,
        with_sample,
    )
    from parindex.reports.survey_weighting import weight_report

    keep.must_be_possible(desk)
    bounds, factor = adjust.bounds(), number_of("--most-factor", adjust.most_factor)
    trim_to = None if adjust.trim is None else number_of("--trim", adjust.trim)
    desk.step(N_("Đang đọc phiếu"))
    table = read_answers_as_texts(answers)
    counted = counted_rows(table, drawn.verdicts)
    if drawn.sample is None:
        if adjust.cells:
            raise usage_error(CELLS_NEED_SAMPLE)
        joined = with_given_weights(table, counted, answers)
    else:
        joined = with_sample(table, counted, drawn.sample, drawn.key, answers)
    desk.step(N_("Đang tính trọng số"))
    weighted = _for_silent(joined, adjust, factor) if joined.has_sample else joined.weighted
    weighted = _calibrated(joined, weighted, adjust.margin or [], bounds, trim_to)
    report = weight_report(table, joined.table, joined.weighted, weighted, desk.lang)
    keep.write(desk, report.facts)
    return report


def _for_silent(joined: Joined, adjust: AdjustFlags, factor: float) -> Weighted:
    """Move the weights of who did not answer to who did."""
    import polars as pl

    from parindex.cli.frame_flags import names
    from parindex.surveys.weighting.nonresponse import adjust_nonresponse

    table, columns = joined.table, names(adjust.cells)
    if not columns and "stratum" in table.columns and table["stratum"].null_count() == 0:
        columns = ("stratum",)
    if not columns:
        columns, table = ("all",), table.with_columns(all=pl.lit("1"))
    return adjust_nonresponse(joined.weighted, table, columns, least=adjust.least, largest_factor=factor)


def _calibrated(
    joined: Joined,
    weighted: Weighted,
    margins: list[str],
    bounds: tuple[float, float] | None,
    trim_to: float | None,
) -> Weighted:
    """Trim, then meet known totals; who is not of the population has no part in it."""
    import math

    import numpy as np

    from parindex.cli.survey_files import read_margin
    from parindex.surveys.weighting.poststratification import poststratify
    from parindex.surveys.weighting.raking import rake
    from parindex.surveys.weighting.trimming import trim
    from parindex.surveys.weighting.weighted import Weighted

    weights = np.where(joined.table["is_answer"].to_numpy(), weighted.weights, 0.0)
    made = Weighted(weights, weighted.steps)
    if trim_to is not None:
        made = trim(made, upper=trim_to)
    tables = [read_margin(one) for one in margins]
    if len(tables) == 1 and bounds is None:
        return poststratify(made, joined.table, tables[0])
    return rake(made, joined.table, tables, limits=bounds or (0.0, math.inf)) if tables else made
