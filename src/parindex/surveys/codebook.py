"""The codebook of a form (sổ mã): what every column of its data asks, and what every code means."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import polars as pl

from parindex.language import N_, Lang, translate
from parindex.surveys.instruments.model import Column, Instrument

CODEBOOK: Final = pl.Schema(
    {
        "column": pl.String(),
        "kind": pl.String(),
        "question": pl.String(),
        "text": pl.String(),
        "code": pl.Int16(),
        "label": pl.String(),
        "is_satisfied": pl.Boolean(),
        "is_no_opinion": pl.Boolean(),
        "factor": pl.String(),
        "relevant": pl.String(),
        "is_illustrative": pl.Boolean(),
    }
)
"""One row for each code of each column; a column without codes has one row. ``is_satisfied`` is null outside
the index."""

HEADINGS: Final = {
    "column": N_("Cột"),
    "kind": N_("Loại"),
    "question": N_("Câu hỏi"),
    "text": N_("Chi tiết"),
    "code": N_("Mã"),
    "label": N_("Nhãn"),
    "is_satisfied": N_("Hài lòng"),
    "is_no_opinion": N_("Không ý kiến"),
    "factor": N_("Yếu tố"),
    "relevant": N_("Điều kiện hỏi"),
    "is_illustrative": N_("Minh họa"),
}
_YES: Final = N_("đã chọn")
_NO: Final = N_("không chọn")


def codebook(form: Instrument, lang: Lang = "vi") -> pl.DataFrame:
    """Give the codebook of a form, in the order of its columns.

    >>> from parindex.surveys.instruments.registry import load_instrument
    >>> book = codebook(load_instrument("sipas-population@2026"))
    >>> book.filter(column="q9_1").select("code", "label", "is_satisfied").row(3)
    (4, 'Hài lòng', True)
    """
    factors = {item: factor.code for factor in form.factors for item in factor.items}
    rows = [row for column in form.columns for row in _rows(form, column, factors.get(column.id), lang)]
    return pl.DataFrame(rows, schema=CODEBOOK, orient="row")


def value_labels(column: Column, lang: Lang = "vi") -> dict[int, str]:
    """Give the label of every code that a column holds; none for texts, numbers and days."""
    if column.kind == "flag":
        return {0: translate(_NO, lang), 1: translate(_YES, lang)}
    return {option.code: option.label.in_(lang) for option in column.options}


def column_label(column: Column, lang: Lang = "vi") -> str:
    """Say what a column asks: the question, and the item or the option where it is of one.

    >>> from parindex.surveys.instruments.registry import load_instrument
    >>> column_label(load_instrument("one-stop-kiosk@2026").column_by_id["reason_5_text"])
    'Điều gì làm Ông/Bà chưa hài lòng? – Khác – Xin ghi cụ thể'
    """
    parts = [column.question.label]
    if column.kind == "text" and column.option is not None:
        parts.append(column.option.label)
    if column.label is not column.question.label:
        parts.append(column.label)
    return " – ".join(part.in_(lang) for part in parts)


def headings(lang: Lang = "vi") -> dict[str, str]:
    """Give the headings of the codebook for people."""
    return {name: translate(text, lang) for name, text in HEADINGS.items()}


def _rows(form: Instrument, column: Column, factor: str | None, lang: Lang) -> Iterator[tuple[Any, ...]]:
    satisfied = form.index.satisfied if form.index is not None and factor is not None else None
    head = (column.id, column.kind, column.question.label.in_(lang), _text(column, lang))
    is_ours = column.question.illustrative or (column.item is not None and column.item.illustrative)
    tail = (factor, column.question.relevant, is_ours)
    labels = value_labels(column, lang)
    if not labels:
        yield (*head, None, None, None, None, *tail)
    for code, label in labels.items():
        is_satisfied = None if satisfied is None else code in satisfied
        yield (*head, code, label, is_satisfied, code in column.no_opinion, *tail)


def _text(column: Column, lang: Lang) -> str | None:
    return None if column.label is column.question.label else column.label.in_(lang)
