"""Back-checks of a campaign as the library draws and compares them. Decides nothing, writes nothing."""

from __future__ import annotations

from typing import Any, Final

import polars as pl
from django.db.models import Exists, OuterRef, QuerySet

from parindex.surveys.instruments.model import Instrument
from parindex.surveys.quality.back_checks import POOL, agreement_by_interviewer, agreement_by_item
from parweb.surveys.models import BackCheck, Campaign, Flag, Response
from parweb.surveys.queries.shelf import form_of
from parweb.surveys.states import Mode, Stream, Verdict

BY_SOMEBODY: Final = (Mode.INTERVIEWER, Mode.TELEPHONE, Mode.PAPER)
"""Modes in which an interviewer may have asked; whether one did, the answer says."""


def drawable(campaign: Campaign) -> QuerySet[Response]:
    """Give what may be drawn: whole answers of the sample that an interviewer took and nobody rejected."""
    rows = Response.objects.filter(campaign=campaign, is_partial=False, stream=Stream.PROBABILITY)
    return rows.filter(mode__in=BY_SOMEBODY, interviewer__isnull=False).exclude(verdict=Verdict.REJECTED)


def pool_of(campaign: Campaign) -> pl.DataFrame:
    """Give the same as the library draws from it, with what checks flagged and what was drawn before."""
    rows = drawable(campaign).annotate(
        is_flagged=Exists(Flag.objects.filter(response=OuterRef("pk"))),
        is_drawn=Exists(BackCheck.objects.filter(response=OuterRef("pk"))),
    )
    told = rows.order_by("pk").values_list("pk", "interviewer_id", "is_flagged", "is_drawn")
    return pl.DataFrame(
        [(str(pk), str(who), flagged, drawn) for pk, who, flagged, drawn in told], schema=POOL, orient="row"
    )


def agreement_of(campaign: Campaign) -> tuple[dict[int, dict[str, Any]], list[dict[str, Any]]]:
    """Give agreement by interviewer (their number) and by question, of what was entered and not rejected.

    By interviewer: ``answers``, ``compared``, ``same``, ``agreement`` (percent), and ``facts`` and
    ``opinions``, the percentages of questions outside and inside the index. By question: ``column``,
    ``compared``, ``same``, ``agreement`` (percent).
    """
    form = form_of(campaign.instrument)
    columns = [one.id for one in form.columns if one.kind == "code"]
    first, again = _compared(campaign, form, columns)
    opinions = {one.id for one in form.index_columns}
    parts = {
        "facts": [one for one in columns if one not in opinions],
        "opinions": [one for one in columns if one in opinions],
    }
    found = {int(row["interviewer"]): _row(row) for row in _by_interviewer(first, again, columns)}
    for name, items in parts.items():
        for row in _by_interviewer(first, again, items):
            found[int(row["interviewer"])][name] = _row(row)["agreement"]
    by_item = agreement_by_item(first, again, columns).iter_rows(named=True)
    return found, [_row(row) | {"column": form.column_by_id[row["item"]]} for row in by_item]


def _by_interviewer(first: pl.DataFrame, again: pl.DataFrame, items: list[str]) -> list[dict[str, Any]]:
    return agreement_by_interviewer(first, again, items).rows(named=True)


def _row(row: dict[str, Any]) -> dict[str, Any]:
    share = row["agreement"]
    return row | {"agreement": None if share is None else 100 * share}


def _compared(campaign: Campaign, form: Instrument, columns: list[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give first and second answers of those who were asked again; the second one entered last counts."""
    rows = Response.objects.filter(
        campaign=campaign, stream=Stream.RECHECK, is_partial=False, recheck_of__form=form.ref
    ).exclude(verdict=Verdict.REJECTED)
    names = ("recheck_of_id", "recheck_of__interviewer_id", "recheck_of__answers", "answers")
    last = {row[0]: row for row in rows.order_by("pk").values_list(*names)}
    told = [row for row in last.values() if row[1] is not None]
    keys = pl.DataFrame(
        {"response_id": [str(row[0]) for row in told], "interviewer": [str(row[1]) for row in told]},
        schema={"response_id": pl.String, "interviewer": pl.String},
    )
    first, again = ([row[place] for row in told] for place in (2, 3))
    return keys.hstack(_codes(first, columns)), keys.select("response_id").hstack(_codes(again, columns))


def _codes(answers: list[dict[str, Any]], columns: list[str]) -> pl.DataFrame:
    return pl.DataFrame(
        {name: [one.get(name) for one in answers] for name in columns},
        schema=dict.fromkeys(columns, pl.Int16),
    )
