"""The demonstration: twenty communes, one of them real, ranked; and the explained sheet of the real one."""

from __future__ import annotations

from dataclasses import replace

from parindex.errors import Phrase
from parindex.language import N_, Lang, translate
from parindex.reports.cells import unit_names
from parindex.reports.content import Lines, Report
from parindex.reports.ranking import domain_places, ranking_report
from parindex.reports.unit_sheet import unit_report
from parindex.reports.wide import summary_table
from parindex.scoring.scorecard import Scorecard

EDITION = "commune-hai-duong@2022"
LEAGUE_FILE = "demo/league-2022.csv"
"""The values of the league, beside the edition."""
REAL = "dong-tam"
MARK = "(minh họa)"
"""What stands after the name of every synthetic unit, in the file itself."""


def demonstration_report(card: Scorecard, lang: Lang = "vi") -> Report:
    """Rank the demonstration league and explain its real unit; says first what is real and what is not."""
    ranking = ranking_report(card, lang, unit_ids=[REAL])
    sheet = unit_report(card, REAL, lang=lang)
    places = domain_places(card, lang)
    row = card.unit_number(REAL)
    name = unit_names(card)[row]
    named = [replace(table, title=f"{table.title.partition(':')[0]}: {name}") for table in sheet.full()]
    tables = [*ranking.full(), places, summary_table(card, lang), *named]
    return Report(
        translate(N_("Chấm thử: Chỉ số cải cách hành chính năm 2022 của một nhóm 20 xã"), lang),
        about=(*ranking.about, _what_is_real(card, lang)),
        parts=(
            *ranking.parts,
            replace(places, strong=frozenset([row])),
            Lines(sheet.title, ()),
            *sheet.parts,
        ),
        notes=(*ranking.notes, *sheet.notes),
        facts={**ranking.facts, "real_units": [REAL], "synthetic_units": synthetic(card)},
        more=lambda: tables,
    )


def synthetic(card: Scorecard) -> list[str]:
    """Give the units whose values were made up for the demonstration."""
    pairs = zip(card.inputs.unit_ids, unit_names(card), strict=True)
    return [unit for unit, name in pairs if MARK in name]


def _what_is_real(card: Scorecard, lang: Lang) -> str:
    real = unit_names(card)[card.unit_number(REAL)]
    text = N_(
        "Số liệu thật: {real}, theo công bố ngày 11/4/2023 của UBND xã. {count} xã còn lại là số liệu "
        "tổng hợp, ghi (minh họa) sau tên, không phải kết quả của xã nào."
    )
    return Phrase(text, {"real": real, "count": len(synthetic(card))}).in_(lang)
