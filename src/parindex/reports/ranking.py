"""The ranking as a report: who stands where in the league and in other peer groups, class, weak domains."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from parindex.errors import Phrase
from parindex.language import N_, Lang, translate
from parindex.numerals import format_number
from parindex.ranking.classes import class_label
from parindex.ranking.comparison import below_threshold, compare_with_league
from parindex.ranking.groups import LEAGUE
from parindex.ranking.ranks import rank
from parindex.reports.cells import domains, label_of, percent_column, points_column, unit_names
from parindex.reports.content import Column, Report, Table
from parindex.reports.numbers import place, shown
from parindex.reports.runs import run_facts, run_lines
from parindex.reports.seam import seam_table
from parindex.scoring.scorecard import Scorecard
from parindex.tables import TOTAL

_NO_GROUP = "—"
"""The name of the group of units that have none."""
_TIE_MARK = N_("Dấu = sau hạng: đồng hạng.")


def ranking_report(
    card: Scorecard,
    lang: Lang = "vi",
    peer_groups: Sequence[str] = (LEAGUE,),
    criterion_id: str = TOTAL,
    unit_ids: Sequence[str] = (),
) -> Report:
    """Rank the units on the total or on one node, a table per peer group; ``unit_ids`` are made to stand out.

    On the total each unit has its class and its domains below the remedy threshold. The full tables are the
    ranking as read, and the ranks of every node.
    """
    tables = [
        table
        for column in peer_groups
        for table in _group_tables(card, column, criterion_id, frozenset(unit_ids), lang)
    ]
    title = _title(card, criterion_id, lang)
    return Report(
        title,
        about=run_lines(card, lang),
        parts=tuple(tables),
        notes=tuple(_notes(card, criterion_id, tables, lang)),
        facts={**run_facts(card), "criterion": criterion_id},
        more=lambda: _full(card, tables, peer_groups, lang),
    )


def _title(card: Scorecard, criterion_id: str, lang: Lang) -> str:
    if criterion_id == TOTAL:
        return translate(N_("Xếp hạng theo tổng điểm"), lang)
    is_node = card.outline.row_number[criterion_id] < len(card.outline.nodes)
    label = label_of(card, criterion_id, lang)
    details = {"label": f"{criterion_id} {label}" if is_node else label}
    return Phrase(N_("Xếp hạng theo: {label}"), details).in_(lang)


def ranking_frame(card: Scorecard, peer_group: str = LEAGUE, criterion_id: str = TOTAL) -> pl.DataFrame:
    """Give a row per unit, best first and unranked last: ranks, points, percent, mean, names, class.

    Columns: ``peer_group, place, rank, of, tied, unit_id, name, points, percent, to_mean, class,
    below_threshold``; ``place`` is the rank as printed (``2=/3``), ``class`` a code, ``below_threshold`` the
    codes of the domains that must be remedied.
    """
    ranks = rank(card, [peer_group], [criterion_id])
    beside = compare_with_league(card, [criterion_id], peer_group)
    frame = ranks.with_columns(
        place=pl.Series([place(*row) for row in ranks.select("rank", "of", "tied").iter_rows()]),
        name=pl.Series(unit_names(card), dtype=pl.String),
        points=points_column(card, criterion_id),
        percent=percent_column(card, criterion_id),
        to_mean=beside["to_mean"],
        below_threshold=_weak_domains(card),
    )
    order = ["peer_group", "place", "rank", "of", "tied", "unit_id", "name", "points", "percent", "to_mean"]
    return frame.sort("peer_group", "rank", nulls_last=True, maintain_order=True).select(
        *order, "class", "below_threshold"
    )


def _weak_domains(card: Scorecard) -> pl.Series:
    weak = below_threshold(card).group_by("unit_id").agg(pl.col("criterion_id").str.join(", "))
    units = pl.DataFrame({"unit_id": pl.Series(card.inputs.unit_ids, dtype=pl.String)})
    return units.join(weak, on="unit_id", how="left", maintain_order="left")["criterion_id"].fill_null("")


def _group_tables(
    card: Scorecard, column: str, criterion_id: str, strong: frozenset[str], lang: Lang
) -> Iterator[Table]:
    frame = ranking_frame(card, column, criterion_id)
    labels = {code: class_label(card, code, lang) for code in frame["class"].drop_nulls().unique()}
    frame = frame.with_columns(pl.col("class").replace(labels))
    groups = frame.partition_by("peer_group", maintain_order=True)
    for group in groups:
        rows = frozenset(n for n, unit in enumerate(group["unit_id"].to_list()) if unit in strong)
        name = _name_of_group(card, group["peer_group"][0], lang)
        title = Phrase(
            N_("{group}: {count} đơn vị"), {"group": name, "count": format_number(group.height, None, lang)}
        ).in_(lang)
        table_name = "ranking" if len(groups) == 1 else f"ranking {name}"
        columns = _columns(card, group, criterion_id, lang)
        yield Table(table_name, title, group, columns, strong=rows)


def _name_of_group(card: Scorecard, name: str, lang: Lang) -> str:
    """Give the name of a peer group; the edition knows its own league in both languages."""
    league = card.edition.league
    if league and name == league.vi:
        return league.in_(lang)
    return translate(N_("Mọi đơn vị"), lang) if name == _NO_GROUP else name


def _columns(card: Scorecard, frame: pl.DataFrame, criterion_id: str, lang: Lang) -> tuple[Column, ...]:
    decimals = card.edition.settings.decimals
    is_total = criterion_id == TOTAL
    is_out_of_hundred = is_total and card.outline.total_max == 100  # noqa: PLR2004  # percent
    wanted = [
        (True, Column("place", translate(N_("Hạng"), lang), is_key=True, is_right=True)),
        (True, Column("name", translate(N_("Đơn vị"), lang), is_key=True)),
        (True, Column("points", translate(N_("Điểm"), lang), decimals)),
        (not is_out_of_hundred, Column("percent", translate(N_("Chỉ số (%)"), lang), decimals)),
        (True, Column("to_mean", translate(N_("So với trung bình"), lang), decimals, is_signed=True)),
        (frame["class"].count() > 0, Column("class", translate(N_("Xếp loại"), lang))),
        (
            is_total and card.edition.settings.remedy is not None,
            Column("below_threshold", translate(N_("Lĩnh vực phải khắc phục"), lang)),
        ),
    ]
    return tuple(column for is_wanted, column in wanted if is_wanted)


def _notes(card: Scorecard, criterion_id: str, tables: Sequence[Table], lang: Lang) -> Iterator[str]:
    if any(table.frame["tied"].any() for table in tables):
        yield translate(_TIE_MARK, lang)
    ranking = card.edition.settings.ranking
    if ranking.denominator == "distinct" and ranking.ties != "ordinal":
        yield translate(N_("Số sau dấu / là số hạng khác nhau."), lang)
    else:
        yield translate(N_("Số sau dấu / là số đơn vị được xếp hạng."), lang)
    without = sum(table.frame["rank"].null_count() for table in tables)
    if without:
        yield Phrase(N_("{count} đơn vị chưa có điểm nên chưa xếp hạng."), {"count": without}).in_(lang)
    remedy = card.edition.settings.remedy
    if remedy and criterion_id == TOTAL:
        details = {"threshold": shown(float(remedy.threshold), None, lang)}
        yield Phrase(N_("Phải khắc phục: lĩnh vực dưới {threshold} % điểm tối đa."), details).in_(lang)


def _full(card: Scorecard, tables: Sequence[Table], peer_groups: Sequence[str], lang: Lang) -> list[Table]:
    heads = {
        "peer_group": N_("Nhóm"), "place": N_("Hạng in"), "rank": N_("Hạng"), "of": N_("Mẫu số của hạng"),
        "tied": N_("Đồng hạng"), "unit_id": N_("Mã đơn vị"), "name": N_("Đơn vị"), "points": N_("Điểm"),
        "percent": N_("Chỉ số (%)"), "to_mean": N_("So với trung bình"), "class": N_("Xếp loại"),
        "below_threshold": N_("Lĩnh vực phải khắc phục"),
    }  # fmt: skip
    decimals = card.edition.settings.decimals
    whole = pl.concat([table.frame for table in tables])
    columns = tuple(
        Column(name, translate(heads[name], lang), decimals if whole.schema[name].is_float() else None)
        for name in whole.columns
    )
    ranking = Table("ranking", translate(N_("Xếp hạng"), lang), whole, columns)
    every = rank(card, peer_groups)
    return [ranking, seam_table("ranks", translate(N_("Hạng mọi tiêu chí"), lang), every, card, lang)]


def domain_places(card: Scorecard, lang: Lang = "vi", peer_group: str = LEAGUE) -> Table:
    """Give the printed ranks of every unit on every domain and the total: ``9/19``, ``2=/3``."""
    rows = [*(node.code for node in domains(card)), TOTAL]
    ranks = rank(card, [peer_group], rows)
    printed = ranks.with_columns(
        place=pl.Series([place(*row) for row in ranks.select("rank", "of", "tied").iter_rows()])
    )
    wide: Mapping[str, pl.Series] = {
        code: part["place"] for (code,), part in printed.partition_by("criterion_id", as_dict=True).items()
    }
    frame = pl.DataFrame({"name": unit_names(card), **{row: wide[row] for row in rows}})
    total = translate(N_("Tổng điểm"), lang)
    columns = (
        Column("name", translate(N_("Đơn vị"), lang), is_key=True),
        *(Column(row, total if row == TOTAL else row, is_right=True) for row in rows),
    )
    legend = tuple((node.code, label_of(card, node.code, lang)) for node in domains(card))
    notes = (translate(_TIE_MARK, lang),) if ranks["tied"].any() else ()
    title = translate(N_("Hạng từng lĩnh vực"), lang)
    return Table("domain_places", title, frame, columns, notes, legend)
