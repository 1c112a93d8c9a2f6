"""Scores side by side, a row per unit: the summary people read, and the sheets of a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from parindex.errors import Phrase
from parindex.language import N_, Lang, translate
from parindex.numerals import format_number
from parindex.reports.cells import (
    channel_rows,
    domains,
    label_of,
    percent_column,
    points_column,
    unit_names,
)
from parindex.reports.content import Column, Table
from parindex.reports.ranking import domain_places
from parindex.reports.seam import long_tables
from parindex.scoring.scorecard import Scorecard
from parindex.tables import CHANNEL_PREFIX, TOTAL

_MOST_ROWS_OF_A_SHEET = 20_000
_HUNDRED = 100


def summary_table(card: Scorecard, lang: Lang = "vi") -> Table:
    """Give a row per unit: domains, channels, total, index; and how many leaves are missing or left out."""
    ids = [node.code for node in domains(card)]
    channels = [row for row in channel_rows(card) if not _is_a_domain(card, row)]
    rows = [*ids, *channels, TOTAL]
    frame = pl.DataFrame(
        {
            "unit_id": pl.Series(card.inputs.unit_ids, dtype=pl.String),
            "name": pl.Series(unit_names(card), dtype=pl.String),
            **{row: points_column(card, row) for row in rows},
            "percent": percent_column(card),
            **_counts(card),
        }
    )
    decimals = card.edition.settings.decimals
    columns = [Column("unit_id", translate(N_("Mã"), lang)), Column("name", _unit_word(lang), is_key=True)]
    columns += [Column(row, _heading(card, row, lang), decimals) for row in rows]
    columns += [Column("percent", translate(N_("Chỉ số (%)"), lang), decimals)]
    columns += [Column(name, translate(_COUNTS[name], lang)) for name in _counts(card)]
    legend = tuple((_heading(card, row, lang), _words(card, row, lang)) for row in (*ids, *channels))
    title = translate(N_("Tổng hợp"), lang)
    return Table("summary", title, frame, tuple(columns), legend=legend)


def at_a_glance(summary: Table, card: Scorecard) -> Table:
    """Leave out what says nothing more to a reader: codes, and the index where it is the total."""
    left_out = {"unit_id", "percent"} if card.outline.total_max == _HUNDRED else {"unit_id"}
    return replace(summary, columns=tuple(one for one in summary.columns if one.name not in left_out))


def _is_a_domain(card: Scorecard, row: str) -> bool:
    """Tell whether a channel is one domain and nothing else, and would be printed twice."""
    name = row.removeprefix(CHANNEL_PREFIX)
    return sum(node.channel == name for node in domains(card)) == 1 and all(
        leaf.channel != name or leaf.parent is None for leaf in card.outline.leaves
    )


def _unit_word(lang: Lang) -> str:
    return translate(N_("Đơn vị"), lang)


def _heading(card: Scorecard, row: str, lang: Lang) -> str:
    if row == TOTAL:
        return translate(N_("Tổng điểm"), lang)
    if not row.startswith(CHANNEL_PREFIX):
        return row
    return card.outline.label(row, lang)


def _words(card: Scorecard, row: str, lang: Lang) -> str:
    number = card.outline.row_number[row]
    is_node = number < len(card.outline.nodes)
    top = card.outline.nodes[number].node.max if is_node else card.outline.channels[row.partition(":")[2]].max
    details = {"label": label_of(card, row, lang), "max": format_number(top, None, lang)}
    template = N_("{label} (tối đa {max})") if is_node else N_("nguồn điểm (tối đa {max})")
    return Phrase(template, details).in_(lang)


_COUNTS = {"missing_leaves": N_("Thiếu"), "excluded_leaves": N_("Không áp dụng")}


def _counts(card: Scorecard) -> dict[str, pl.Series]:
    """Count the missing and the excluded leaves of each unit, where there are any."""
    tables = {"missing_leaves": card.missing, "excluded_leaves": card.excluded}
    units = pl.DataFrame({"unit_id": card.inputs.unit_ids})
    found = {}
    for name, table in tables.items():
        if table.height:
            counted = units.join(
                table.group_by("unit_id").len(), on="unit_id", how="left", maintain_order="left"
            )
            found[name] = counted["len"]
    return found


def wide_tables(card: Scorecard, lang: Lang = "vi") -> Iterator[Table]:
    """Give what a workbook holds: criteria side by side, ranks of the domains, reasons, what is left out.

    The reasons of many units are too long for a workbook: there the sheet says where they are.
    """
    yield matrix_table(card, lang)
    yield domain_places(card, lang)
    for table in long_tables(card, lang, ("explanations", "excluded", "missing", "indices")):
        is_long = table.frame.height > _MOST_ROWS_OF_A_SHEET
        yield _elsewhere(table, lang) if is_long else table


def _elsewhere(table: Table, lang: Lang) -> Table:
    details = {"rows": table.frame.height, "name": table.name}
    text = N_("{rows} dòng, quá dài cho Excel. Lấy riêng: --table {name} --out {name}.csv (hoặc .parquet)")
    return replace(table, frame=table.frame.clear(), notes=(Phrase(text, details).in_(lang),))


def matrix_table(card: Scorecard, lang: Lang = "vi") -> Table:
    """Give the points of every unit on every node and channel, a column each."""
    rows = [row for row in card.outline.row_ids if row != TOTAL]
    frame = pl.DataFrame(
        {
            "unit_id": pl.Series(card.inputs.unit_ids, dtype=pl.String),
            "name": pl.Series(unit_names(card), dtype=pl.String),
            **{row: points_column(card, row) for row in (*rows, TOTAL)},
        }
    )
    decimals = card.edition.settings.decimals
    head = (Column("unit_id", translate(N_("Mã"), lang)), Column("name", _unit_word(lang), is_key=True))
    columns = (*head, *(Column(row, _heading(card, row, lang), decimals) for row in (*rows, TOTAL)))
    legend = tuple((row, _words(card, row, lang)) for row in rows)
    return Table("matrix", translate(N_("Điểm mọi tiêu chí"), lang), frame, columns, legend=legend)
