"""The method card of a survey as a report: each field with its text."""

from __future__ import annotations

import polars as pl

from parindex.language import N_, Lang, translate
from parindex.reports.content import Column, Report, Table
from parindex.surveys.methodcard import MethodCard, lines_of, require_complete


def card_report(card: MethodCard, lang: Lang = "vi") -> Report:
    """Show a complete card; the facts hold it as data.

    Raises :class:`ProblemsFound` with every gap, and what disagrees, where it is not complete.
    """
    require_complete(card)
    rows = [{"field": label, "text": text} for label, text in lines_of(card, lang)]
    heads = {"field": N_("Mục"), "text": N_("Nội dung")}
    columns = tuple(
        Column(name, translate(head, lang), is_key=name == "field") for name, head in heads.items()
    )
    title = translate(N_("Phiếu phương pháp"), lang)
    table = Table("method_card", title, pl.DataFrame(rows), columns)
    return Report(title, (), (table,), (), {"method_card": card.as_dict()})
