"""``parindex dossiers index766``: the index of decision 766 from dossiers, open to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from parindex.cli.desk import Desk
from parindex.cli.dossier_flags import CalendarFlag, LimitFlag, PeriodFlag, StoreWord, UnitFlags
from parindex.language import N_

if TYPE_CHECKING:
    import polars as pl

    from parindex.dossiers.measures.periods import Period
    from parindex.dossiers.store.folder import Store
    from parindex.frameworks.model import Edition
    from parindex.reports.content import Report

HELP = N_(
    "Chấm Bộ chỉ số 766 (index-766@2022) từ hồ sơ của một kỳ. Số liệu mà hồ sơ không có (công bố thủ tục, "
    "phản ánh, kiến nghị) lấy từ bảng --given; không có thì để thiếu và ghi lý do. Với --open: liệt kê hồ sơ "
    "trong tử số của một chỉ tiêu."
)
EXAMPLES = (
    "parindex dossiers index766 kho/ --period 2026-09 --given phan-anh.csv",
    "parindex dossiers index766 kho/ --period 2026-09 --split chia-diem.yaml --out 766.xlsx",
    "parindex dossiers index766 kho/ --period 2026-09 --open 2.1",
)


def run(
    desk: Desk,
    store: StoreWord,
    period: PeriodFlag,
    units: UnitFlags,
    given: Annotated[
        str | None,
        typer.Option(
            "--given",
            metavar=N_("TỆP.csv"),
            help=N_("số liệu ngoài hồ sơ: unit_id, measure, numerator, denominator"),
        ),
    ] = None,
    split: Annotated[
        str | None,
        typer.Option(
            "--split", metavar=N_("TỆP.yaml"), help=N_("điểm tối đa của 3.1, 3.2, 3.3, 3.x; cộng lại 12")
        ),
    ] = None,
    open_: Annotated[
        str | None,
        typer.Option("--open", metavar=N_("MÃ"), help=N_("liệt kê hồ sơ trong tử số của chỉ tiêu này")),
    ] = None,
    calendar: CalendarFlag = None,
    limit: LimitFlag = 1000,
) -> Report:
    """Score the index."""
    from parindex.cli.dossier_flags import clock_of, opened, period_of, spanned
    from parindex.dossiers.measures.listing import listed
    from parindex.dossiers.measures.tables import read_given
    from parindex.reports.dossier_lists import listing_report

    asked, held, edition = period_of(period), opened(store), _edition(split)
    if open_ is not None:
        rows, total = listed(held, asked, _count_of(edition, open_), clock_of(calendar), limit=limit)
        return spanned(listing_report(rows, total, asked, desk.lang), held, asked, desk)
    desk.step(N_("Đang đếm hồ sơ"))
    fed = _fed(held, asked, edition, read_given(given), units)
    return spanned(_scored(edition, fed, asked, desk), held, asked, desk)


def _scored(edition: Edition, fed: pl.DataFrame, period: Period, desk: Desk) -> Report:
    from parindex.dossiers.measures.index766 import values_of
    from parindex.reports.dossier_index import index766_report
    from parindex.scoring.pipeline import score

    return index766_report(score(edition, values_of(fed)), fed, period, desk.lang)


def _edition(split: str | None) -> Edition:
    from parindex.dossiers.measures.index766 import with_split
    from parindex.dossiers.measures.tables import read_split
    from parindex.frameworks.registry import find

    edition = find("index-766@2022").edition
    return edition if split is None else with_split(edition, read_split(split))


def _count_of(edition: Edition, code: str) -> str:
    """Give the count whose dossiers are the numerator of a leaf; raises :class:`ProblemsFound`."""
    from parindex.dossiers.measures.index766 import FEEDINGS
    from parindex.dossiers.measures.kinds import NO_LEAF_TO_OPEN
    from parindex.errors import Place, Problem, ProblemsFound

    opens = {
        leaf.code: FEEDINGS[leaf.feed.measure].opens or FEEDINGS[leaf.feed.measure].opens_lost[0]
        for leaf in edition.leaves()
        if leaf.feed is not None and leaf.feed.measure in FEEDINGS
    }
    if code not in opens:
        raise ProblemsFound([Problem(NO_LEAF_TO_OPEN, Place(), {"given": code, "known": ", ".join(opens)})])
    return opens[code]


def _fed(
    store: Store, period: Period, edition: Edition, given: pl.DataFrame, units: UnitFlags
) -> pl.DataFrame:
    import polars as pl

    from parindex.dossiers.measures.asking import ask, procedures_with
    from parindex.dossiers.measures.engines import open_duckdb
    from parindex.dossiers.measures.index766 import COUNTED, PROCEDURES, YEAR_BEFORE, feed
    from parindex.dossiers.measures.periods import year_before

    engine, groups = open_duckdb(), units.mapping()
    counts = ask(store, period, COUNTED, ("unit",), groups, engine)
    before = ask(store, year_before(period), ("received",), ("unit",), groups, engine)
    # A unit that is named in the given table stays in the list, also without a dossier in the period.
    named = (
        pl.concat([counts.select("unit_id"), given.select("unit_id")]).drop_nulls().unique().sort("unit_id")
    )
    counts = named.join(counts, on="unit_id", how="left", maintain_order="left").join(
        before.rename({"received": YEAR_BEFORE}), on="unit_id", how="left", maintain_order="left"
    )
    procedures = procedures_with(store, period, PROCEDURES, groups, engine)
    return feed(edition, counts, procedures, given, period)
