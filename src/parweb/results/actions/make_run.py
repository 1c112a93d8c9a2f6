"""Score a round and freeze everything that the figures came from."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

import polars as pl
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

import parindex
from parindex.frameworks.digest import digest
from parindex.ranking.groups import LEAGUE, groups_of
from parindex.ranking.ranks import rank
from parindex.ranking.sure_ranks import sure_ranks
from parindex.scoring.inputs import DEFAULT_ORDER
from parindex.scoring.pipeline import score
from parindex.scoring.scorecard import Scorecard
from parindex.tables import TOTAL
from parindex.text import fold
from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.audit.actions.record import record
from parweb.jobs.registry import Progress
from parweb.results.actions.bundle import bundle_of
from parweb.results.actions.collect import Collected, collect
from parweb.results.actions.freeze import (
    columns_of,
    estimates_in,
    explanations_of,
    league_facts,
    parquet,
    places_in,
    run_units,
    scores_of,
    stored,
    sureness_facts,
)
from parweb.results.actions.store_run import discard_unsealed, seal, write_in_chunks
from parweb.results.models import Run
from parweb.results.permissions import may_make_run
from parweb.rounds.models import Round

STEPS = 5


def silent(done: int, total: int, step: str = "") -> None:
    """Tell nobody how far the work is."""


def make_run(person: Person, round_: Round, at: datetime, progress: Progress = silent, note: str = "") -> Run:
    """Collect the values of a round, score and rank them, and freeze the run; gives the run.

    Its rows are written in short transactions; nobody sees the run before the last of them seals it.
    Ranks are made in the league and in every family of peer groups. Raises ``Refused`` where the person may
    not, :class:`parindex.errors.ProblemsFound` with every value that cannot be.
    """
    require(may_make_run(person, round_, at))
    progress(0, STEPS, _("Gom số liệu tự chấm, thẩm định, hội đồng"))
    collected = collect(round_)
    progress(1, STEPS, _("Chấm điểm"))
    card = score(collected.outline.edition, collected.values, collected.units)
    progress(2, STEPS, _("Xếp hạng, diễn giải"))
    tables = _tables(card, collected)
    progress(3, STEPS, _("Đóng gói để tính lại"))
    bundle = bundle_of(round_, card, collected, tables, at)
    progress(4, STEPS, _("Lưu kết quả, không sửa được nữa"))
    discard_unsealed(round_, person.user_id, at)
    with transaction.atomic():
        run = _new_run(person, round_, at, note, card, collected, tables)
    _store(run, card, collected, tables, bundle)
    with transaction.atomic():
        seal(run, at)
        record(person.actor, "results.make_run", at, target=run, unit_id=round_.owner_id, after=_summary(run))
    progress(STEPS, STEPS)
    return run


def _tables(card: Scorecard, collected: Collected) -> dict[str, pl.DataFrame]:
    tables = {
        "values": collected.values,
        "units": collected.units,
        "scores": scores_of(card),
        "ranks": rank(card, (LEAGUE,)),
        "explanations": explanations_of(card, collected.values, collected.errors),
    }
    estimates = estimates_in(tables["explanations"])
    if collected.families:
        tables["peer_ranks"] = rank(card, collected.families)
    return tables | _possible(card, collected, estimates)


def _possible(card: Scorecard, collected: Collected, estimates: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Give the ranks that errors leave possible, in the league and in the peer groups; no empty table."""
    among = (LEAGUE, *collected.families)
    found = sure_ranks(card, collected.values, estimates, columns_of(card), peer_groups=among)
    in_league = pl.col("peer_group").is_in(groups_of(card).names)
    tables = {"sure_ranks": found.filter(in_league), "peer_sure_ranks": found.filter(~in_league)}
    return {name: table for name, table in tables.items() if not table.is_empty()}


def values_digest(values: pl.DataFrame) -> str:
    """Give the SHA-256 of a values table, over its rows in their one order."""
    return hashlib.sha256(values.write_csv().encode()).hexdigest()


def _new_run(  # a run has this many particulars
    person: Person,
    round_: Round,
    at: datetime,
    note: str,
    card: Scorecard,
    collected: Collected,
    tables: dict[str, pl.DataFrame],
) -> Run:
    assert person.user_id is not None, "who may run is signed in"
    last = Round.objects.select_for_update().filter(pk=round_.pk).aggregate(last=Max("runs__number"))["last"]
    return Run.being_made.create(
        round=round_,
        number=(last or 0) + 1,
        made_at=at,
        made_by_id=person.user_id,
        note=note,
        engine_version=parindex.__version__,
        edition=round_.edition,
        edition_ref=card.edition.ref,
        edition_digest=digest(card.edition),
        values_digest=values_digest(collected.values),
        sources=list(DEFAULT_ORDER),
        units=len(collected.members),
        missing=int((~card.valid(TOTAL)).sum()),
        facts={
            **league_facts(card, collected),
            **sureness_facts(tables),
            "warnings": _warnings(card, collected),
        },
    )


def _warnings(card: Scorecard, collected: Collected) -> list[dict[str, Any]]:
    """Name, by code and count, what a manager should look at before publishing."""
    unsigned = sum(not one.is_signed for one in collected.members)
    blocked = int((~card.valid(TOTAL)).sum())
    counts = {
        "blocked": blocked,
        "missing": card.missing.height,
        "excluded": card.excluded.height,
        "unsigned": unsigned,
        "foreign": collected.foreign,
    }
    return [{"code": code, "count": count} for code, count in counts.items() if count]


def _store(
    run: Run, card: Scorecard, collected: Collected, tables: dict[str, pl.DataFrame], bundle: bytes
) -> None:
    listed = run_units(run, collected, card, [fold(one.name) for one in collected.members])
    write_in_chunks(listed)
    write_in_chunks(places_in(run, listed, card))
    write_in_chunks((stored(run, name, parquet(table), table.height) for name, table in tables.items()), 1)
    write_in_chunks([stored(run, "bundle", bundle, 0)])


def _summary(run: Run) -> dict[str, Any]:
    return {
        "number": run.number,
        "edition": run.edition_ref,
        "edition_digest": run.edition_digest,
        "values_digest": run.values_digest,
        "units": run.units,
        "missing": run.missing,
    }
