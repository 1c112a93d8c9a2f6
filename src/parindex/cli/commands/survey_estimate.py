"""``parindex survey estimate``: the index, factors and items with their errors; small cells withheld."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from parindex.cli.desk import Desk
from parindex.cli.problems import choice, one, usage_error
from parindex.cli.survey_files import FORM_HELP, StepFlags, must_have
from parindex.cli.survey_margins import MarginFlags, Margins, columns_of, margins_of, read_margins
from parindex.errors import ProblemsFound, kind
from parindex.language import N_

if TYPE_CHECKING:
    import polars as pl

    from parindex.reports.content import Report
    from parindex.reports.survey_estimates import Options
    from parindex.surveys.estimation.design import SurveyDesign
    from parindex.surveys.estimation.index import IndexPlan
    from parindex.surveys.instruments.model import Instrument

NO_INDEX = kind(
    "CL747",
    N_("phiếu hỏi {given} không có chỉ số để ước lượng"),
    N_("dùng phiếu hỏi có mục index, như sipas-population@2026"),
)
TOO_MANY_STAGES = kind(
    "CL753",
    N_("{flag} có {count} cột mà --cluster chỉ có {stages} cấp"),
    N_("mỗi cấp chọn mẫu một cột; cấp cuối chọn từng người thì thêm response_id vào --cluster"),
)
_DRAWN = N_("Cờ về thiết kế mẫu")
HELP = N_(
    "Ước lượng chỉ số hài lòng, các yếu tố và từng câu, kèm sai số chuẩn, khoảng tin cậy, số người trả lời, "
    "hệ số thiết kế, bậc tự do, hệ số biến thiên và mức tin cậy; cho cả mẫu và cho từng nhóm (--by).\n\n"
    "Ô ít người hơn --threshold không nêu số. Sai số coi trọng số là cho trước; trọng số đã khớp dân số thì "
    "đưa lại đúng các bảng đó bằng --margin để có sai số sau khớp."
)
EXAMPLES = (
    "parindex survey estimate trong-so.csv --form sipas-population@2026 --strata stratum --cluster psu",
    "parindex survey estimate trong-so.csv --form sipas-population@2026 --by unit_id --out uoc-luong.xlsx",
    "parindex survey estimate trong-so.csv --form sipas-population@2026 --margin gioi.csv --margin tuoi.csv",
    "parindex survey estimate trong-so.csv --form sipas-population@2026 --aggregation mean_of_factors",
)


@dataclass(frozen=True)
class DesignFlags:
    """Columns that say how answers were drawn."""

    weight: Annotated[
        str | None,
        typer.Option(
            "--weight",
            metavar=N_("CỘT"),
            help=N_("cột trọng số; mặc định weight, không có thì mọi phiếu bằng nhau"),
            rich_help_panel=_DRAWN,
        ),
    ] = None
    strata: Annotated[
        str | None,
        typer.Option(
            "--strata",
            metavar=N_("CỘT,…"),
            help=N_("cột tầng, mỗi cấp một cột"),
            rich_help_panel=_DRAWN,
        ),
    ] = None
    cluster: Annotated[
        str | None,
        typer.Option(
            "--cluster",
            metavar=N_("CỘT,…"),
            help=N_("cột cụm, mỗi cấp một cột; mặc định chọn từng người"),
            rich_help_panel=_DRAWN,
        ),
    ] = None
    fpc: Annotated[
        str | None,
        typer.Option(
            "--fpc",
            metavar=N_("CỘT,…"),
            help=N_("cột số đơn vị của tổng thể (hoặc tỷ lệ chọn) của mỗi cấp"),
            rich_help_panel=_DRAWN,
        ),
    ] = None
    single_psu: Annotated[
        str,
        typer.Option(
            "--single-psu",
            metavar="fail|remove|certainty|adjust|average",
            help=N_("tầng chỉ có một cụm: từ chối (mặc định), hay xử lý theo cách nào"),
            rich_help_panel=_DRAWN,
        ),
    ] = "fail"
    nest: Annotated[
        bool,
        typer.Option(
            "--nest",
            help=N_("các tầng dùng lại cùng mã cụm cho cụm khác nhau"),
            rich_help_panel=_DRAWN,
        ),
    ] = False

    def must_fit(self) -> None:
        """Refuse, as a usage error, more columns of strata or populations than there are stages."""
        from parindex.cli.frame_flags import names

        stages = max(len(names(self.cluster)), 1)
        for flag, given in (("--strata", self.strata), ("--fpc", self.fpc)):
            if len(names(given)) > stages:
                raise usage_error(TOO_MANY_STAGES, flag=flag, count=len(names(given)), stages=stages)


@dataclass(frozen=True)
class FigureFlags:
    """What figures are wanted, and how they are given."""

    by: Annotated[
        list[str] | None,
        typer.Option(
            "--by",
            metavar=N_("CỘT,…"),
            help=N_(
                "chia theo nhóm của cột này; nhiều cột cách nhau dấu phẩy là chia chéo; dùng nhiều lần được"
            ),
        ),
    ] = None
    aggregation: Annotated[
        str | None,
        typer.Option(
            "--aggregation",
            metavar="pooled|mean_of_items|mean_of_factors",
            help=N_("cách gộp câu thành chỉ số; mặc định theo phiếu hỏi"),
        ),
    ] = None
    interval: Annotated[
        str,
        typer.Option(
            "--interval",
            metavar="korn_graubard|wilson|logit|wald",
            help=N_("cách tính khoảng tin cậy; mặc định korn_graubard, đúng cả khi gần 100 %"),
        ),
    ] = "korn_graubard"
    confidence: Annotated[
        str, typer.Option("--confidence", metavar="%", help=N_("độ tin cậy; mặc định 95"))
    ] = "95"
    standard: Annotated[
        str,
        typer.Option(
            "--standard",
            metavar="nchs-2017|statistics-canada",
            help=N_("bộ ngưỡng của mức tin cậy; mặc định nchs-2017"),
        ),
    ] = "nchs-2017"
    threshold: Annotated[
        int,
        typer.Option("--threshold", metavar="N", help=N_("không nêu số của ô ít người hơn N; mặc định 10")),
    ] = 10

    def options(self) -> Options:
        """Read how figures are given; raises usage errors."""
        from parindex.cli.frame_flags import share
        from parindex.reports.survey_estimates import Options
        from parindex.surveys.estimation.intervals import METHODS
        from parindex.surveys.estimation.reliability import STANDARDS

        method: Any = choice("--interval", self.interval, METHODS)
        level = share("--confidence", self.confidence, most=99.99)
        return Options(method, level, choice("--standard", self.standard, STANDARDS), self.threshold)


def run(
    desk: Desk,
    answers: Annotated[
        str,
        typer.Argument(metavar=N_("PHIẾU"), help=N_("tệp phiếu trả lời có trọng số (CSV, XLSX, Parquet)")),
    ],
    drawn: DesignFlags,
    totals: MarginFlags,
    wanted: FigureFlags,
    keep: StepFlags,
    instrument: Annotated[str, typer.Option("--form", metavar=N_("PHIẾU_HỎI"), help=FORM_HELP)],
) -> Report:
    """Estimate."""
    from parindex.reports.survey_estimates import Estimated, estimate_report
    from parindex.surveys.estimation.design import LONELY
    from parindex.surveys.instruments.registry import load_instrument

    keep.must_be_possible(desk)
    drawn.must_fit()
    chosen, limits, form = wanted.options(), totals.bounds(), load_instrument(instrument)
    lonely: Any = choice("--single-psu", drawn.single_psu, LONELY)
    plan = _plan(form, wanted.aggregation)
    desk.step(N_("Đang đọc phiếu"))
    read = _read(desk, answers, form, drawn, Asked(wanted.by or [], read_margins(totals.margin or [])))
    desk.step(N_("Đang ước lượng"))
    figures = _figures(read, plan, lonely, limits)
    found = Estimated(form, plan.aggregation, figures, chosen, read.answers.height, read.design.weights)
    report = estimate_report(replace(found, margins=read.margins.words), desk.lang)
    keep.write(desk, report.facts)
    return report


def _plan(form: Instrument, aggregation: str | None) -> IndexPlan:
    from parindex.surveys.estimation.index import plan_of
    from parindex.surveys.instruments.parts import Aggregation

    if form.index is None or not form.factors:
        raise ProblemsFound([one(NO_INDEX, given=form.ref)])
    plan = plan_of(form)
    if aggregation is None:
        return plan
    how: Any = choice("--aggregation", aggregation, get_args(Aggregation))
    return replace(plan, aggregation=how)


@dataclass(frozen=True)
class Asked:
    """What figures are divided by, and the known totals: their columns must be in the file."""

    by: list[str]
    margins: list[pl.DataFrame]


@dataclass(frozen=True)
class Read:
    """Answers with their design, the ways to divide them, and the known totals as domains of them."""

    answers: pl.DataFrame
    design: SurveyDesign
    by: list[tuple[str, ...]]
    margins: Margins


def _read(desk: Desk, path: str, form: Instrument, drawn: DesignFlags, wanted: Asked) -> Read:
    """Read answers with the columns that design, domains and totals name, by their titles or names."""
    from parindex.cli.frame_flags import names
    from parindex.surveys.answers.headers import Titles
    from parindex.surveys.answers.kinds import UNKNOWN_COLUMN
    from parindex.surveys.answers.reading import read_answers
    from parindex.surveys.answers.table import WEIGHT_BEFORE

    groups = [names(text) for text in wanted.by]
    asked = [*names(drawn.weight), *names(drawn.strata), *names(drawn.cluster), *names(drawn.fpc)]
    asked += [name for group in groups for name in group] + columns_of(wanted.margins)
    plain = Titles(form)
    found = {name: plain.target(name) for name in asked}
    known = {
        name: target.name for name, target in found.items() if target and target.what in ("column", "kept")
    }
    others = [name for name in (*asked, WEIGHT_BEFORE) if name not in known]
    read = read_answers(path, form, others=tuple(dict.fromkeys(others)))
    desk.warn(tuple(problem for problem in read.warnings if problem.kind is not UNKNOWN_COLUMN))
    must_have(read.frame.columns, [known.get(name, name) for name in asked], path)
    margins = margins_of(wanted.margins, known, form)
    design = _design(drawn, known, read.frame.columns, has_margins=bool(wanted.margins))
    table = margins.with_domains(_with_numbers(read.frame, design), form)
    return Read(table, design, [tuple(known.get(name, name) for name in group) for group in groups], margins)


def _design(
    drawn: DesignFlags, known: Mapping[str, str], columns: Sequence[str], *, has_margins: bool
) -> SurveyDesign:
    """Give the design; totals are met from the weights that ``survey weight`` kept from before them."""
    from parindex.cli.frame_flags import names
    from parindex.surveys.answers.table import WEIGHT, WEIGHT_BEFORE
    from parindex.surveys.estimation.design import SurveyDesign

    def called(text: str | None) -> tuple[str, ...]:
        return tuple(known.get(name, name) for name in names(text))

    usual = (WEIGHT_BEFORE, WEIGHT) if has_margins else (WEIGHT,)
    weight = called(drawn.weight) or tuple(name for name in usual if name in columns)
    return SurveyDesign(
        weights=weight[0] if weight else None,
        strata=called(drawn.strata),
        psu=called(drawn.cluster) or ("response_id",),
        fpc=called(drawn.fpc),
        nest=drawn.nest,
    )


def _with_numbers(answers: pl.DataFrame, design: SurveyDesign) -> pl.DataFrame:
    """Read as numbers what is one: populations (a share drawn stays what it is), the weights from before."""
    import polars as pl

    asked = [name for name in (*design.fpc, design.weights) if name]
    numbers = [name for name in asked if answers[name].cast(pl.Float64, strict=False).is_not_null().all()]
    return answers.with_columns(pl.col(numbers).cast(pl.Float64)) if numbers else answers


def _figures(
    read: Read, plan: IndexPlan, lonely: Any, limits: tuple[float, float]
) -> list[tuple[tuple[str, ...], pl.DataFrame]]:
    """Give the figures of all, then of each way to divide; answers are read once."""
    import polars as pl

    from parindex.surveys.estimation.calibrated import calibrated_figures, calibrated_index
    from parindex.surveys.estimation.index import index_of
    from parindex.surveys.estimation.linearised import means
    from parindex.surveys.estimation.statistics import statistics_of

    columns = tuple(dict.fromkeys(name for group in read.by for name in group))
    domains = (*columns, *read.margins.domains.values())
    table = statistics_of(read.answers, read.design, plan.measures, domains)
    items = [share.name for share in plan.items]
    groups: list[tuple[str, ...]] = [(), *read.by]
    if not read.margins.tables:
        chosen = table.chosen(items)
        made = [(index_of(table, plan, by, lonely), means(chosen, by, lonely)) for by in groups]
    else:
        met = read.margins.met_by(table, limits)
        own = met.chosen(items)
        made = [
            (calibrated_index(met, plan, by, lonely), calibrated_figures(own, by=by, lonely=lonely))
            for by in groups
        ]
    return [
        (by, pl.concat([index.drop("aggregation"), of_items]))
        for by, (index, of_items) in zip(groups, made, strict=True)
    ]
