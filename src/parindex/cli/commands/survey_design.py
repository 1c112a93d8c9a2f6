"""``parindex survey design``: how many to ask, by the official rule and by design, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from parindex.cli.desk import Desk
from parindex.cli.frame_flags import FrameFlags
from parindex.language import N_

if TYPE_CHECKING:
    import polars as pl

    from parindex.reports.content import Report
    from parindex.surveys.sampling.sizes import Assumptions

HELP = N_(
    "Tính cỡ mẫu của từng đơn vị và của cả tổng thể, theo quy định chính thức n = N/(1 + N·e²) và theo thiết "
    "kế: sai số muốn có ở từng đơn vị, hệ số thiết kế, tổng thể hữu hạn, tỷ lệ trả lời. Mỗi cỡ mẫu đi "
    "với sai số thật mà nó đạt.\n\n"
    "Tệp có cột đơn vị và cột tổng thể (số hồ sơ, số hộ, số dân), hoặc là danh sách để chọn mẫu: khi ấy số "
    "dòng của mỗi tầng là tổng thể của nó. Cột Cỡ mẫu, nếu có, được xét cùng; --sample chia một cỡ mẫu."
)
EXAMPLES = (
    "parindex survey design --population 8180",
    "parindex survey design don-vi.csv --deff 1,5 --response 80 --out co-mau.xlsx",
    "parindex survey design ho-so.csv --strata unit_id --sample 1200 --allocation power --floor 30",
)


@dataclass(frozen=True)
class FieldFlags:
    """What is wanted, and expected of the field."""

    margin: Annotated[
        str, typer.Option("--margin", metavar="%", help=N_("sai số muốn có ở mỗi đơn vị; mặc định 5"))
    ] = "5"
    confidence: Annotated[
        str, typer.Option("--confidence", metavar="%", help=N_("độ tin cậy; mặc định 95"))
    ] = "95"
    proportion: Annotated[
        str, typer.Option("--proportion", metavar="%", help=N_("tỷ lệ dự kiến; mặc định 50, thận trọng nhất"))
    ] = "50"
    deff: Annotated[str, typer.Option("--deff", metavar=N_("SỐ"), help=N_("hệ số thiết kế; mặc định 1"))] = (
        "1"
    )
    response: Annotated[
        str, typer.Option("--response", metavar="%", help=N_("tỷ lệ trả lời dự kiến; mặc định 100"))
    ] = "100"

    def assumptions(self) -> Assumptions:
        """Read them; raises usage errors."""
        from parindex.cli import problems as say
        from parindex.cli.frame_flags import decimal_of, share
        from parindex.surveys.sampling.kinds import NOT_A_FACTOR
        from parindex.surveys.sampling.sizes import Assumptions

        deff = decimal_of(self.deff)
        if deff is None or not 0 < deff < float("inf"):
            raise say.usage_error(NOT_A_FACTOR, given=self.deff)
        most = 99.99
        return Assumptions(
            margin=share("--margin", self.margin, most=most),
            confidence=share("--confidence", self.confidence, most=most),
            proportion=share("--proportion", self.proportion, most=most),
            deff=deff,
            response_rate=share("--response", self.response),
        )


def run(
    desk: Desk,
    expected: FieldFlags,
    read: FrameFlags,
    file: Annotated[
        str | None,
        typer.Argument(
            metavar=N_("TỆP"), help=N_("bảng đơn vị, hoặc danh sách để chọn mẫu (CSV, XLSX, Parquet)")
        ),
    ] = None,
    population: Annotated[
        int | None, typer.Option("--population", metavar="N", help=N_("tổng thể, khi không có tệp"))
    ] = None,
    sample: Annotated[
        int | None, typer.Option("--sample", metavar="N", help=N_("cỡ mẫu chung, chia cho các đơn vị để xét"))
    ] = None,
    allocation: Annotated[
        str,
        typer.Option(
            "--allocation",
            metavar="proportional|neyman|power|equal",
            help=N_("cách chia --sample; power: theo căn bậc hai; mặc định proportional"),
        ),
    ] = "proportional",
    floor: Annotated[
        int, typer.Option("--floor", metavar="N", help=N_("ít nhất ở mỗi đơn vị khi chia --sample"))
    ] = 0,
) -> Report:
    """Show sizes side by side."""
    from parindex.cli.problems import choice
    from parindex.reports.survey_sampling import sizes_report
    from parindex.surveys.sampling.allocation import RULES
    from parindex.surveys.sampling.sizes import size_table

    wanted, rule = expected.assumptions(), choice("--allocation", allocation, RULES)
    units = _units(file, population, read)
    if sample is not None:
        units = _shared(units, sample, rule, floor)
    desk.step(N_("Đang tính cỡ mẫu"))
    return sizes_report(size_table(units, wanted), wanted, desk.lang)


def _units(file: str | None, population: int | None, read: FrameFlags) -> pl.DataFrame:
    """Give who is counted: from the line, from a table of units, or from a list to draw from."""
    import polars as pl

    from parindex.cli.problems import MISSING_WORD, usage_error
    from parindex.surveys.sampling.frame_files import read_frame, read_sizes
    from parindex.surveys.sampling.populations import units_of

    if file is None:
        if population is None or population < 1:
            raise usage_error(MISSING_WORD, given="TỆP, --population N", usage="parindex survey design TỆP")
        return pl.DataFrame({"unit_id": ["1"], "population": [population]})
    ask = read.ask()
    if not ask.strata and not ask.columns:
        table = read_sizes(file, ask)
        if "population" in table.columns:
            return units_of(table, file)
    return read_frame(file, ask).strata.rename({"stratum": "unit_id"})


def _shared(units: pl.DataFrame, sample: int, rule: Any, floor: int) -> pl.DataFrame:
    """Share a size among the units, to be judged."""
    import polars as pl

    from parindex.surveys.sampling.allocation import allocate, shares
    from parindex.surveys.sampling.populations import deviations_of

    populations = units["population"].to_list()
    parts = shares(rule, populations, deviations_of(units) if rule == "neyman" else None)
    floors = units["floor"].to_list() if "floor" in units.columns else [floor] * units.height
    caps = units["cap"].to_list() if "cap" in units.columns else None
    return units.with_columns(pl.Series("planned_n", allocate(sample, populations, parts, floors, caps)))
