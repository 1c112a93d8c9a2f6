"""What an answer says by itself: gaps, straight lines, the version and the constraints of its form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl

from parindex.surveys.instruments.logic.parsing import parse
from parindex.surveys.instruments.logic.relevance import check_constraint
from parindex.surveys.instruments.model import Column, Instrument
from parindex.surveys.instruments.parts import Question
from parindex.surveys.quality.flags import flags_of, no_flags


def wrong_version(answers: pl.DataFrame, versions: Sequence[str]) -> pl.DataFrame:
    """Flag answers of a form that is not one of ``versions`` (column ``form_version``; null is wrong too)."""
    version = pl.col("form_version")
    wrong = answers.filter(~version.is_in(list(versions)).fill_null(value=False))
    return flags_of(wrong, "wrong_version", response_id=pl.col("response_id"), about=version.fill_null("?"))


def missing_items(answers: pl.DataFrame, items: Sequence[str], *, share: float = 0.2) -> pl.DataFrame:
    """Flag answers that leave more than ``share`` of the items open; ``figure`` and ``limit`` are percent."""
    gaps = pl.mean_horizontal(pl.col(item).is_null().cast(pl.Float64) for item in items) * 100
    found = answers.with_columns(_gaps=gaps).filter(pl.col("_gaps") > share * 100)
    return flags_of(
        found,
        "missing_items",
        response_id=pl.col("response_id"),
        figure=pl.col("_gaps"),
        limit=pl.lit(share * 100),
    )


def missing_by_item(
    answers: pl.DataFrame, items: Sequence[str], no_opinion: Mapping[str, Sequence[int]] | None = None
) -> pl.DataFrame:
    """Count for each item the answers, the gaps and those without an opinion.

    Columns: ``item``, ``answers``, ``missing``, ``no_opinion`` (counts), ``missing_share`` (0–1, null where
    nobody was asked).

    >>> table = pl.DataFrame({"q1": [5, None, 9], "q2": [4, 4, None]})
    >>> missing_by_item(table, ["q1", "q2"], {"q1": [9]}).rows()
    [('q1', 3, 1, 1, 0.3333333333333333), ('q2', 3, 1, 0, 0.3333333333333333)]
    """
    silent = no_opinion or {}
    rows = [
        {
            "item": item,
            "answers": len(answers),
            "missing": answers[item].null_count(),
            "no_opinion": int(answers[item].is_in(list(silent.get(item, []))).sum() or 0),
        }
        for item in items
    ]
    counted = pl.DataFrame(
        rows,
        schema={"item": pl.String, "answers": pl.Int64, "missing": pl.Int64, "no_opinion": pl.Int64},
    )
    share = pl.when(pl.col("answers") > 0).then(pl.col("missing") / pl.col("answers"))
    return counted.with_columns(missing_share=share)


def straight_lines(
    answers: pl.DataFrame, matrices: Mapping[str, Sequence[str]], *, fewest: int = 8, share: float = 1.0
) -> pl.DataFrame:
    """Flag answers that choose the same code in an unbroken run of a matrix (items in the order of the form).

    The run must be ``share`` of the items answered, and those at least ``fewest``. ``figure`` is its length.
    """
    found = [no_flags()]
    for name, items in matrices.items():
        codes = answers.select(pl.col(item).cast(pl.Float64) for item in items).to_numpy()
        answered, run = (~np.isnan(codes)).sum(axis=1), _longest_run(codes)
        is_line = (answered >= fewest) & (run >= share * answered)
        told = answers.select("response_id").with_columns(run=pl.Series(run)).filter(pl.Series(is_line))
        columns = {"response_id": pl.col("response_id"), "about": pl.lit(name), "figure": pl.col("run")}
        found.append(flags_of(told, "straight_line", **columns))
    return pl.concat(found)


def broken_constraints(answers: pl.DataFrame, form: Instrument) -> pl.DataFrame:
    """Flag answers that break a constraint of the form; ``about`` is the question.

    A telephone refuses them at once; on paper and at a kiosk people write what they like. Nothing is flagged
    where the table lacks a column of :func:`columns_of_constraints`. ``today()`` is the day of
    ``started_at``; an answer without it is not looked at where the form asks for the day.
    """
    needed = [one.id for one in columns_of_constraints(form)]
    if not set(needed) <= set(answers.columns):
        return no_flags()
    found = [no_flags()]
    for question in form.questions:
        if question.constraint is not None:
            told = answers.filter(pl.any_horizontal(pl.col(_own(form, question)).is_not_null()))
            broken = told.filter(_breaks(told, form, question, needed))
            columns = {"response_id": pl.col("response_id"), "about": pl.lit(question.id)}
            found.append(flags_of(broken, "broken_constraint", **columns))
    return pl.concat(found)


def _own(form: Instrument, question: Question) -> list[str]:
    return [one.id for one in form.columns if one.question.id == question.id]


def _breaks(told: pl.DataFrame, form: Instrument, question: Question, needed: list[str]) -> pl.Series:
    """Tell row by row whether the answer breaks the constraint of a question."""
    is_timed, broken = any("today(" in one for one in _rules(form)), []
    for row in told.iter_rows(named=True):
        begun = row.get("started_at")
        given = {name: row[name] for name in needed}
        is_known = begun is not None or not is_timed
        broken.append(is_known and not check_constraint(form, question.id, given, begun and begun.date()))
    return pl.Series(broken, dtype=pl.Boolean)


def _rules(form: Instrument) -> list[str]:
    """Give the constraints and the skips of a form."""
    of_questions = (text for one in form.questions for text in (one.constraint, one.relevant))
    return [one for one in (*of_questions, *(group.relevant for group in form.groups)) if one]


def columns_of_constraints(form: Instrument) -> list[Column]:
    """Give the columns that the constraints and the skips of a form look at; none without a constraint."""
    limited = {one.id for one in form.questions if one.constraint is not None}
    if not limited:
        return []
    names = {name for text in _rules(form) for name in parse(text).answers}
    seen = {one.id for name in names for one in form.columns_by_name.get(name, ())}
    return [one for one in form.columns if one.id in seen or one.question.id in limited]


def _longest_run(codes: np.ndarray) -> np.ndarray:
    """Give the longest run of equal codes by row; gaps neither break a run nor count."""
    longest, run = np.zeros(len(codes), dtype=np.int64), np.zeros(len(codes), dtype=np.int64)
    last = np.full(len(codes), np.nan)
    for column in codes.T:
        is_told = ~np.isnan(column)
        run = np.where(is_told, np.where(column == last, run + 1, 1), run)
        last = np.where(is_told, column, last)
        longest = np.maximum(longest, run)
    return longest
