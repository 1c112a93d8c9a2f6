"""Weights of answers as a report: what each step did, the cells it used, and answers with their weights."""

from __future__ import annotations

from typing import Any, Final

import polars as pl

from parindex.errors import Phrase
from parindex.language import N_, Lang, translate
from parindex.numerals import format_number
from parindex.reports.content import Column, Lines, Report, Table
from parindex.surveys.answers.table import WEIGHT_BEFORE
from parindex.surveys.weighting.weighted import Step, Weighted

STEPS: Final = {
    "given": N_("trọng số có sẵn"),
    "design": N_("trọng số thiết kế, 1/xác suất chọn"),
    "nonresponse": N_("bù người không trả lời theo ô"),
    "trimming": N_("cắt trọng số lớn"),
    "poststratification": N_("hậu phân tầng theo dân số đã biết"),
    "raking": N_("raking theo các bảng dân số đã biết"),
}
_STEP_HEADS: Final = {
    "step": N_("Bước"),
    "count": N_("Số phiếu có trọng số"),
    "total": N_("Tổng trọng số"),
    "smallest": N_("Nhỏ nhất"),
    "largest": N_("Lớn nhất"),
    "mean": N_("Bình quân"),
    "cv": N_("Hệ số biến thiên"),
    "deff": N_("Hệ số thiết kế do trọng số (Kish)"),
    "effective_count": N_("Số phiếu hiệu dụng"),
}
_DECIMALS: Final = {"count": 0, "total": 1, "smallest": 3, "largest": 3, "mean": 3, "cv": 3, "deff": 3}
_DESIGN: Final = (
    "stratum", "psu", "ssu", "probability", "pi_1", "pi_2", "pi_3",
    "population_1", "population_2", "population_3", "taken_1", "taken_2", "taken_3",
)  # fmt: skip
"""Columns of a sample that an estimate may ask for; kept beside the answers."""


def weight_report(
    answers: pl.DataFrame, joined: pl.DataFrame, begun: Weighted, weighted: Weighted, lang: Lang = "vi"
) -> Report:
    """Show the steps; the first table for files is the answers, all of them, with their weights."""
    found = weighted.diagnostics
    details = {
        "count": format_number(found.count, None, lang),
        "total": format_number(found.total, 1, lang),
        "effective": format_number(found.effective_count, 1, lang),
    }
    title = Phrase(
        N_("{count} phiếu có trọng số, tổng {total}; tương đương {effective} phiếu bằng nhau"), details
    )
    steps = _steps(weighted, lang)
    cells = [_cells(step, lang) for step in weighted.steps if step.cells.height]
    tables = [_answers(answers, joined, begun, weighted, lang), steps, *cells]
    zero = answers.height - found.count
    notes = Phrase(
        N_("Phiếu không được tính có trọng số 0: {count}. Không phiếu nào bị bỏ khỏi kết quả."),
        {"count": zero},
    )
    facts = _facts(joined, begun, weighted, lang)
    said = Lines("", ((0, notes.in_(lang)),))  # no note of a sheet: the file is read again by the next step
    return Report(title.in_(lang), (), (steps, *cells, said), (), facts, more=lambda: tables, main="answers")


def _answers(
    answers: pl.DataFrame, joined: pl.DataFrame, begun: Weighted, weighted: Weighted, lang: Lang
) -> Table:
    design = [name for name in _DESIGN if name in joined.columns and name not in answers.columns]
    made = {"base_weight": begun.weights, "weight": weighted.weights}
    if weighted.calibrations:  # an estimate after known totals needs the weights before them
        made[WEIGHT_BEFORE] = weighted.calibrations[-1].before
    numbers = joined.with_columns(pl.Series(name, weights) for name, weights in made.items())
    kept = numbers.filter("is_answer").select("_row", *design, *made)
    own = answers.drop("weight", WEIGHT_BEFORE, strict=False).with_row_index("_row")
    frame = own.join(kept, on="_row", how="left", maintain_order="left").drop("_row")
    frame = frame.with_columns(pl.col(*made).fill_null(0.0))
    columns = tuple(Column(name, name, is_key=name == "response_id") for name in frame.columns)
    return Table("answers", translate(N_("Phiếu và trọng số"), lang), frame, columns)


def _steps(weighted: Weighted, lang: Lang) -> Table:
    rows = [{"step": translate(STEPS[one.name], lang), **one.after.as_data()} for one in weighted.steps]
    frame = pl.DataFrame(rows).select(list(_STEP_HEADS))
    columns = tuple(
        Column(
            name,
            translate(head, lang),
            _DECIMALS.get(name, 1 if name != "step" else None),
            is_key=name == "step",
        )
        for name, head in _STEP_HEADS.items()
    )
    return Table("steps", translate(N_("Từng bước"), lang), frame, columns)


_CELL_HEADS: Final = {
    "respondent": N_("Trả lời"),
    "nonrespondent": N_("Không trả lời"),
    "ineligible": N_("Không thuộc đối tượng"),
    "unknown": N_("Không rõ"),
    "merged": N_("Gộp với"),
    "factor": N_("Hệ số"),
    "factor_unknown": N_("Hệ số cho người không rõ"),
    "answers": N_("Số phiếu"),
    "population": N_("Dân số"),
    "margin": N_("Bảng"),
    "cell": N_("Ô"),
    "weight_before": N_("Tổng trọng số trước"),
    "weight_after": N_("Tổng trọng số sau"),
    "cut": N_("Số phiếu bị cắt"),
    "cut_share": N_("Phần trọng số bị cắt"),
}


def _cells(step: Step, lang: Lang) -> Table:
    title = Phrase(N_("Ô của bước: {step}"), {"step": Phrase(STEPS[step.name])}).in_(lang)
    columns = tuple(
        Column(
            name,
            translate(_CELL_HEADS[name], lang) if name in _CELL_HEADS else name,
            3 if kind.is_float() else None,
        )
        for name, kind in step.cells.schema.items()
    )
    return Table(f"cells_{step.name}", title, step.cells, columns)


def _facts(joined: pl.DataFrame, begun: Weighted, weighted: Weighted, lang: Lang) -> dict[str, Any]:
    """Give the steps for machines, with what they know of a method card."""
    card: dict[str, Any] = {
        "valid": weighted.diagnostics.count,
        "weighting": [translate(STEPS[one.name], lang) for one in weighted.steps],
    }
    if begun.steps and begun.steps[0].name == "design":
        was_asked = (joined["is_answer"] | ~_is_spare(joined)).to_numpy()
        card["sent"] = int(was_asked.sum())
        card["out_of_scope"] = int((was_asked & (joined["outcome"] == "ineligible").to_numpy()).sum())
    return {"step": "weight", "steps": weighted.as_data(), "method_card": card}


def _is_spare(joined: pl.DataFrame) -> pl.Series:
    if "is_reserve" not in joined.columns:
        return pl.Series([False] * joined.height, dtype=pl.Boolean)
    return joined["is_reserve"].str.to_lowercase().is_in(["true", "1", "x"]).fill_null(value=False)
