"""Answers of a campaign as the library's checks read them, and what the checks find. Decides nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

import numpy as np
import polars as pl

from parindex.surveys.answers.table import column_type
from parindex.surveys.instruments.model import Instrument
from parindex.surveys.quality.content import (
    broken_constraints,
    columns_of_constraints,
    missing_items,
    straight_lines,
    wrong_version,
)
from parindex.surveys.quality.duplicates import identical, near_identical
from parindex.surveys.quality.fieldwork import back_checked, refusal_scores
from parindex.surveys.quality.flags import all_flags
from parindex.surveys.quality.interviewers import interviewer_effects, interviewer_table, many_refusals
from parindex.surveys.quality.satisfaction import Satisfaction
from parindex.surveys.quality.timing import (
    impossible_times,
    odd_hours,
    outside_fieldwork,
    overlapping,
    same_device,
    too_fast,
)
from parindex.surveys.quality.too_good import all_satisfied, no_variance, one_address
from parweb.surveys.collected import cell_of
from parweb.surveys.models import Attempt, Campaign, Response
from parweb.surveys.queries.shelf import form_of
from parweb.surveys.states import Stream

_LONG_GRID: Final = 8
_COLUMNS: Final = (
    "pk", "unit_id", "form", "interviewer_id", "device_hash", "started_at", "seconds", "stream",
    "recheck_of_id", "answers",
)  # fmt: skip


def answers_to_check(campaign: Campaign, form: Instrument) -> pl.DataFrame:
    """Give the whole answers to the campaign's form, one row each: what the checks of the library look at.

    An answer without a measured time (paper) has no end, so that no check of times looks at it.
    """
    rows = Response.objects.filter(campaign=campaign, is_partial=False, form=form.ref).order_by("pk")
    told = list(rows.values_list(*_COLUMNS))
    columns = {name: [row[place] for row in told] for place, name in enumerate(_COLUMNS)}
    answers = columns.pop("answers")
    numbers = [one.id for one in form.columns if one.kind in ("code", "flag")]
    others = [one for one in columns_of_constraints(form) if one.id not in numbers]
    return pl.DataFrame(
        {
            "response_id": [str(pk) for pk in columns["pk"]],
            "unit_id": [str(unit) for unit in columns["unit_id"]],
            "form_version": columns["form"],
            "interviewer": [None if one is None else str(one) for one in columns["interviewer_id"]],
            "device": [one or None for one in columns["device_hash"]],
            "started_at": columns["started_at"],
            "finished_at": [
                None if seconds is None else begun + timedelta(seconds=seconds)
                for begun, seconds in zip(columns["started_at"], columns["seconds"], strict=True)
            ],
            "stream": columns["stream"],
            "recheck_of": [None if one is None else str(one) for one in columns["recheck_of_id"]],
            **{name: [one.get(name) for one in answers] for name in numbers},
            **{one.id: [cell_of(one, row.get(one.id)) for row in answers] for one in others},
        },
        schema_overrides=_types(numbers) | {one.id: column_type(one) for one in others},
    )


def _types(numbers: list[str]) -> dict[str, Any]:
    text = dict.fromkeys(("form_version", "interviewer", "device", "recheck_of", "stream"), pl.String)
    moments = dict.fromkeys(("started_at", "finished_at"), pl.Datetime("us", "UTC"))
    return {**text, **moments, **dict.fromkeys(numbers, pl.Int16)}


def attempts_to_check(campaign: Campaign) -> pl.DataFrame:
    """Give the attempts of a campaign: who tried, where, and what came of it."""
    rows = Attempt.objects.filter(invitation__campaign=campaign).order_by("pk")
    told = list(rows.values_list("by_id", "invitation__unit_id", "outcome"))
    return pl.DataFrame(
        {
            "interviewer": [str(row[0]) for row in told],
            "place": [str(row[1]) for row in told],
            "outcome": [row[2] for row in told],
        },
        schema={"interviewer": pl.String, "place": pl.String, "outcome": pl.String},
    )


def flags_of(campaign: Campaign, generator: np.random.Generator) -> pl.DataFrame:
    """Run every check on the answers of a campaign; give the library's table of flags."""
    form = form_of(campaign.instrument)
    everything = answers_to_check(campaign, form)
    asked = everything.filter(pl.col("stream") == Stream.PROBABILITY)
    items = [one.id for one in form.index_columns] or [one.id for one in form.columns if one.kind == "code"]
    return all_flags(
        [
            *_of_answers(campaign, form, asked, items),
            *_of_groups(form, asked, items),
            *_of_interviewers(campaign, form, asked, items, generator),
            _of_rechecks(everything, items),
        ]
    )


def _of_answers(
    campaign: Campaign, form: Instrument, asked: pl.DataFrame, items: list[str]
) -> list[pl.DataFrame]:
    grids = {
        one.id: [item.id for item in one.items] for one in form.questions if len(one.items) >= _LONG_GRID
    }
    return [
        identical(asked, items),
        near_identical(asked, items),
        wrong_version(asked, [form.ref]),
        missing_items(asked, items),
        broken_constraints(asked, form),
        straight_lines(asked, grids),
        too_fast(asked, items),
        impossible_times(asked),
        odd_hours(asked.filter(pl.col("finished_at").is_not_null())),
        outside_fieldwork(asked, campaign.starts_on, campaign.ends_on),
        overlapping(asked),
        same_device(asked),
    ]


def _of_groups(form: Instrument, asked: pl.DataFrame, items: list[str]) -> list[pl.DataFrame]:
    return [
        all_satisfied(asked, satisfaction_of(form, items)),
        no_variance(asked, items),
        one_address(asked),
    ]


def _of_interviewers(
    campaign: Campaign,
    form: Instrument,
    asked: pl.DataFrame,
    items: list[str],
    generator: np.random.Generator,
) -> list[pl.DataFrame]:
    scores = asked.select("interviewer", place="unit_id").with_columns(
        satisfaction_of(form, items).shares(asked).alias("score")
    )
    refusals = refusal_scores(attempts_to_check(campaign))
    found = []
    for table, check in ((scores, interviewer_effects), (refusals, many_refusals)):
        if table.drop_nulls()["interviewer"].n_unique() > 1:
            found.append(check(interviewer_table(table, generator)))
    return found


def _of_rechecks(everything: pl.DataFrame, items: list[str]) -> pl.DataFrame:
    again = everything.filter(pl.col("recheck_of").is_not_null())
    second = again.select(pl.col("recheck_of").alias("response_id"), *items).unique("response_id")
    return back_checked(everything, second, items)


def satisfaction_of(form: Instrument, items: list[str]) -> Satisfaction:
    """Say which codes of a form are satisfied, and which are no opinion."""
    satisfied = form.index.satisfied if form.index else (4, 5)
    silent = {code for item in items for code in form.column_by_id[item].no_opinion}
    return Satisfaction(tuple(items), tuple(satisfied), tuple(sorted(silent)))
