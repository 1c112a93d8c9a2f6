"""Figures of a survey as a report: estimates with error, interval, label; cells of few people withheld."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import polars as pl

from parindex.errors import Phrase
from parindex.language import N_, Lang, translate
from parindex.numerals import format_number
from parindex.reports.content import Column, Report, Table
from parindex.surveys.codebook import column_label, value_labels
from parindex.surveys.estimation.index import ALL_SATISFIED, INDEX
from parindex.surveys.estimation.intervals import Method, with_intervals
from parindex.surveys.estimation.reliability import LABELS, REASONS, STANDARDS, with_labels
from parindex.surveys.instruments.digest import digest
from parindex.surveys.instruments.model import Instrument

WITHHELD: Final = (
    "estimate",
    "se",
    "lower",
    "upper",
    "cv",
    "deff",
    "deff_replace",
    "n_effective",
    "reliability",
)
"""Columns that are emptied in a cell of too few people."""
_PERCENT: Final = ("estimate", "se", "lower", "upper")
_STEP: Final = Decimal("0.0001")
_HEADS: Final = {
    "by": N_("Chia theo"),
    "domain": N_("Nhóm"),
    "kind": N_("Loại"),
    "measure": N_("Mã"),
    "label": N_("Nội dung"),
    "estimate": N_("Tỷ lệ hài lòng (%)"),
    "se": N_("Sai số chuẩn (%)"),
    "lower": N_("Từ (%)"),
    "upper": N_("Đến (%)"),
    "n": N_("Số người trả lời"),
    "df": N_("Bậc tự do"),
    "deff": N_("Hệ số thiết kế"),
    "deff_replace": N_("Hệ số thiết kế so với mẫu có hoàn lại"),
    "cv": N_("Hệ số biến thiên (%)"),
    "n_effective": N_("Cỡ mẫu hiệu dụng"),
    "reliability": N_("Mức tin cậy"),
    "reasons": N_("Lý do"),
    "withheld": N_("Không nêu"),
}
_DECIMALS: Final = {
    "estimate": 2, "se": 2, "lower": 2, "upper": 2, "n": 0, "df": 0, "deff": 2, "deff_replace": 2, "cv": 2,
    "n_effective": 1,
}  # fmt: skip
_SEEN: Final = ("domain", "label", "estimate", "lower", "upper", "se", "n", "deff", "reliability")


@dataclass(frozen=True)
class Options:
    """How figures are given; printed with them."""

    method: Method = "korn_graubard"
    level: float = 0.95
    standard: str = "nchs-2017"
    threshold: int = 10


@dataclass(frozen=True)
class Estimated:
    """Figures of all and of each way to divide (its columns, and the table), and what they were made of."""

    form: Instrument
    aggregation: str
    figures: Sequence[tuple[tuple[str, ...], pl.DataFrame]]
    options: Options
    answers: int
    weights: str | None
    margins: Sequence[str] = ()
    """The columns of each table of known totals that was met."""


def estimate_report(found: Estimated, lang: Lang = "vi") -> Report:
    """Show the index and its factors of all and of each group; files also have every item."""
    tables = [_told(found, by, figures, lang) for by, figures in found.figures]
    everything = pl.concat(tables)
    full = _table("figures", N_("Số ước lượng"), everything, everything.columns, lang)
    whole = tables[0].row(0, named=True)
    title = Phrase(N_("Chỉ số hài lòng {index}"), {"index": _with_interval(whole, lang)}).in_(lang)
    first = _table("whole", N_("Cả mẫu"), _main(tables[0]), _SEEN[1:], lang)
    others = [
        _table(f"by_{number}", N_("Theo nhóm"), _main(one), _SEEN, lang)
        for number, one in enumerate(tables[1:], 1)
    ]
    return Report(
        title, _about(found, lang), (first, *others), _notes(found, everything, lang),
        _facts(found, whole, lang),
        more=lambda: [full], main="figures",
    )  # fmt: skip


def withheld(figures: pl.DataFrame, threshold: int) -> pl.Series:
    """Tell which cells are withheld: those of few people, and a second one beside a single one.

    A single withheld group could be found from the whole and the other groups; so the smallest of the others
    goes with it. ``figures`` are of one way to divide: ``measure``, ``n``; rows of a measure are its groups.

    >>> one = pl.DataFrame({"measure": ["index"] * 3, "n": [4, 30, 20]})
    >>> withheld(one, 10).to_list()
    [True, False, True]
    """
    small = pl.col("n") < threshold
    rank = pl.when(small).then(None).otherwise(pl.col("n")).rank("ordinal").over("measure")
    is_alone = (small.sum().over("measure") == 1) & (pl.len().over("measure") > 1)
    return figures.select(withheld=small | (is_alone & (rank == 1)).fill_null(value=False))["withheld"]


def _told(found: Estimated, by: tuple[str, ...], figures: pl.DataFrame, lang: Lang) -> pl.DataFrame:
    """Give figures in percent with interval, label and names; what is withheld is empty."""
    chosen = found.options
    labelled = with_labels(with_intervals(figures, chosen.method, chosen.level), STANDARDS[chosen.standard])
    reasons = pl.col("reasons").list.eval(pl.element().replace_strict(_said(REASONS, lang))).list.join("; ")
    told = labelled.with_columns(
        withheld(labelled, chosen.threshold),
        *(pl.col(name) * 100 for name in (*_PERCENT, "cv")),
        reasons=reasons,
        reliability=pl.col("label").replace_strict(_said(LABELS, lang)),
        by=pl.lit(", ".join(by)),
        domain=_domain(found.form, by, figures, lang),
        kind=pl.col("measure").map_elements(lambda code: _kind(found.form, code), return_dtype=pl.String),
        label=pl.col("measure").map_elements(
            lambda code: _label(found.form, code, lang), return_dtype=pl.String
        ),
    )
    hidden = [pl.when(~pl.col("withheld")).then(pl.col(name)).alias(name) for name in (*WITHHELD, "reasons")]
    return told.with_columns(hidden).select(list(_HEADS))


def _said(texts: Any, lang: Lang) -> dict[str, str]:
    return {code: translate(text, lang) for code, text in texts.items()}


def _domain(form: Instrument, by: tuple[str, ...], figures: pl.DataFrame, lang: Lang) -> pl.Series:
    """Name the group of each row; codes of the form by their labels."""
    labels = {name: value_labels(form.column_by_id[name], lang) for name in by if name in form.column_by_id}
    names = [
        "; ".join(str(labels.get(name, {}).get(value, value)) for name, value in row.items())
        for row in figures.select(by).iter_rows(named=True)
    ]
    return pl.Series("domain", names or [""] * figures.height, dtype=pl.String)


def _kind(form: Instrument, code: str) -> str:
    if code in (INDEX, ALL_SATISFIED):
        return code
    return "item" if code in form.column_by_id else "factor"


def _label(form: Instrument, code: str, lang: Lang) -> str:
    if code == INDEX:
        return translate(N_("Chỉ số hài lòng"), lang)
    if code == ALL_SATISFIED:
        return translate(N_("Hài lòng toàn diện"), lang)
    if code in form.column_by_id:
        return column_label(form.column_by_id[code], lang)
    return next(one.label.in_(lang) for one in form.factors if one.code == code)


def _main(told: pl.DataFrame) -> pl.DataFrame:
    return told.filter(pl.col("kind") != "item")


def _table(name: str, title: str, frame: pl.DataFrame, columns: Sequence[str], lang: Lang) -> Table:
    made = tuple(
        Column(one, translate(_HEADS[one], lang), _DECIMALS.get(one), is_key=one in ("domain", "label"))
        for one in columns
    )
    return Table(name, translate(title, lang), frame.select(columns), made)


def _with_interval(row: dict[str, Any], lang: Lang) -> str:
    if row["estimate"] is None:
        return "–"
    figure = f"{format_number(row['estimate'], 2, lang)} %"
    if row["lower"] is None:
        return figure
    return f"{figure} ({format_number(row['lower'], 2, lang)}–{format_number(row['upper'], 2, lang)})"


def _about(found: Estimated, lang: Lang) -> tuple[str, ...]:
    text = N_(
        "Phiếu hỏi {form}; {answers} phiếu; gộp {aggregation}; khoảng tin cậy {level} % ({method}); "
        "ngưỡng {standard}"
    )
    chosen = found.options
    details = {
        "form": found.form.ref,
        "answers": format_number(found.answers, None, lang),
        "aggregation": found.aggregation,
        "level": format_number(chosen.level * 100, None, lang),
        "method": chosen.method,
        "standard": chosen.standard,
    }
    return (Phrase(text, details).in_(lang),)


def _notes(found: Estimated, told: pl.DataFrame, lang: Lang) -> tuple[str, ...]:
    notes = []
    if found.weights is None:
        notes.append(
            translate(
                N_("Không có cột trọng số: mọi phiếu được coi là đại diện cho số người bằng nhau."), lang
            )
        )
    if found.margins:
        text = N_("Sai số tính sau khi khớp dân số theo: {margins}.")
        notes.append(Phrase(text, {"margins": "; ".join(found.margins)}).in_(lang))
    hidden = told.filter("withheld").height
    if hidden:
        text = N_("{count} ô không nêu số: dưới {least} người trả lời, hoặc suy ra được ô như vậy.")
        notes.append(Phrase(text, {"count": hidden, "least": found.options.threshold}).in_(lang))
    return tuple(notes)


def _facts(found: Estimated, whole: dict[str, Any], lang: Lang) -> dict[str, Any]:
    """Give how figures were made for machines, with what they know of a method card."""
    chosen = found.options
    card = {
        "instrument": found.form.ref,
        "instrument_digest": digest(found.form),
        "aggregation": found.aggregation,
        "confidence": format(Decimal(str(chosen.level * 100)).normalize(), "f"),
        "valid": whole["n"],
        "disclosure": Phrase(
            N_("ô dưới {least} người trả lời không nêu số"), {"least": chosen.threshold}
        ).in_(lang),
    }
    if whole["lower"] is not None:
        card["margin"] = _exact((whole["upper"] - whole["lower"]) / 2)
    effect = whole["deff"] if whole["deff"] is not None else whole["deff_replace"]
    if effect is not None:
        card["design_effect"] = _exact(effect)
    how = {"interval": chosen.method, "confidence": chosen.level, "standard": chosen.standard}
    return {
        "step": "estimate",
        **how,
        "threshold": chosen.threshold,
        "weights": found.weights,
        "margins": list(found.margins),
        "method_card": card,
    }


def _exact(number: float) -> str:
    return format(Decimal(str(number)).quantize(_STEP), "f")
