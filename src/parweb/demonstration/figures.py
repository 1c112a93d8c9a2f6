"""Synthetic answers and decisions, written in bulk: plausible, from a seed, and never real."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

import numpy as np
import polars as pl

from parindex.frameworks.rules import SurveyIndex
from parindex.surveys.estimation.intervals import with_intervals
from parindex.synthetic import synthetic_values
from parweb.accounts.models import User
from parweb.appraisals.facts import facts_digest
from parweb.appraisals.leaves import appraised_leaves, council_leaves
from parweb.appraisals.models import Appraisal, CouncilSession, Referral
from parweb.assessments.actions.save_answer import stored_points
from parweb.assessments.layout import Layout, layout_of
from parweb.assessments.models import Answer, Entry, FedValue
from parweb.demonstration.people import Province
from parweb.demonstration.plausible import plausible
from parweb.frameworks.models import AdoptedEdition
from parweb.frameworks.queries import loaded_edition
from parweb.frameworks.scorer import leaf_scorer
from parweb.rounds.feeding import Interval
from parweb.rounds.models import Participant, Round

Inputs = Mapping[str, Decimal]
Figures = dict[int, dict[str, dict[str, Decimal]]]
"""Inputs by unit id and criterion."""

_BATCH: Final = 1000
_KEPT: Final = 0.7
"""The share of figures that stay as they were last year."""
_LOWERED: Final = 0.04
"""The share of answers whose points an appraiser lowers."""
_ASKED, _VILLAGES, _DESIGN_EFFECT = 300, 29, 1.4
"""Of the made-up survey in each unit: respondents, degrees of freedom, design effect."""
_ELSEWHERE: Final = "Tài liệu lưu tại Văn phòng UBND, xuất trình khi kiểm tra (minh họa)."
_SOURCE_NOTES: Final = {
    "survey": "Điều tra xã hội học (số liệu minh họa)",
    "dossier": "Hệ thống giải quyết TTHC (số liệu minh họa)",
}


def make_figures(
    adopted: AdoptedEdition, unit_ids: Iterable[int], seed: int, last_year: Figures | None = None
) -> Figures:
    """Make every input of every leaf for some units, of plausible size; most stay as in ``last_year``."""
    units = pl.DataFrame({"unit_id": [str(one) for one in unit_ids]})
    table = synthetic_values(loaded_edition(adopted).edition, units, np.random.default_rng(seed))
    made: Figures = defaultdict(lambda: defaultdict(dict))
    for unit, code, name, value in table.select("unit_id", "criterion_id", "input", "value").iter_rows():
        made[int(unit)][code][name] = Decimal(f"{value:.2f}").normalize()
    chance = random.Random(seed)  # noqa: S311  # made-up figures, from a seed
    for unit, leaves in made.items():
        former = (last_year or {}).get(unit, {})
        for code in leaves:
            leaves[code] = plausible(code, leaves[code], chance)
            if code in former and chance.random() < _KEPT:
                leaves[code] = former[code]
    return made


def as_text(inputs: Inputs) -> dict[str, str]:
    """Write inputs as they are stored."""
    return {name: format(value, "f") for name, value in inputs.items()}


def write_fed(round_: Round, figures: Figures, by: User, at: datetime) -> None:
    """Write the values that come from surveys, dossiers and other offices."""
    layout = layout_of(round_.edition)
    errors = _errors(layout, figures)
    rows = []
    for participant in round_.participants.all():
        for code, leaf in layout.fed.items():
            source = "survey" if leaf.scored_by == "survey" else "dossier"
            rows.append(
                FedValue(
                    participant=participant,
                    criterion_id=code,
                    inputs=as_text(figures[participant.unit_id][code]),
                    source=source,
                    source_note=_SOURCE_NOTES[source],
                    **errors.get((participant.unit_id, code), {}),
                    imported_at=at,
                    imported_by=by,
                )
            )
    FedValue.objects.bulk_create(rows, batch_size=_BATCH)


def _errors(layout: Layout, figures: Figures) -> dict[tuple[int, str], dict[str, Any]]:
    """Make errors and intervals of satisfaction indices: of a clustered sample, the same size everywhere."""
    codes = [code for code, leaf in layout.fed.items() if isinstance(leaf.node.rule, SurveyIndex)]
    keys = [(unit, code) for unit, leaves in figures.items() for code in codes if code in leaves]
    shares = [float(figures[unit][code]["value"]) / 100 for unit, code in keys]
    table = pl.DataFrame({"estimate": shares}, schema={"estimate": pl.Float64}).with_columns(
        se=(_DESIGN_EFFECT * pl.col("estimate") * (1 - pl.col("estimate")) / _ASKED).sqrt(),
        n=pl.lit(_ASKED),
        df=pl.lit(_VILLAGES),
    )
    rows = with_intervals(table).iter_rows(named=True)
    return {key: _error(row) for key, row in zip(keys, rows, strict=True)}


def _error(row: Mapping[str, float]) -> dict[str, Any]:
    error, low, high = (Decimal(f"{100 * row[name]:.6f}") for name in ("se", "lower", "upper"))
    interval = Interval(low, high, Decimal("0.95"), "korn_graubard", _ASKED, _VILLAGES)
    return {"standard_error": error, "interval": interval.as_data()}


def write_answers(
    participants: Iterable[Participant],
    figures: Figures,
    shares: Mapping[int, float],
    province: Province,
    at: datetime,
) -> None:
    """Write the entries of units and their answers; ``shares``: the part of its leaves a unit answered."""
    asked = list(participants)
    entries = Entry.objects.bulk_create(Entry(participant=one) for one in asked)
    rows: list[Answer] = []
    for participant, entry in zip(asked, entries, strict=True):
        layout = layout_of(participant.round.edition)
        codes = list(layout.own)[: round(len(layout.own) * shares[participant.unit_id])]
        by = province.officers[participant.unit_id]
        for code in codes:
            inputs = figures[participant.unit_id][code]
            rows.append(_answer(participant, entry, layout, code, inputs, by, at))
    Answer.objects.bulk_create(rows, batch_size=_BATCH)


def _answer(
    participant: Participant,
    entry: Entry,
    layout: Layout,
    code: str,
    inputs: Inputs,
    by: User,
    at: datetime,
) -> Answer:
    return Answer(
        entry=entry,
        criterion_id=code,
        inputs=as_text(inputs),
        standing="measured",
        points=points_of(participant.round.edition, code, inputs),
        explanation=_ELSEWHERE if code in layout.to_prove else "",
        updated_at=at,
        updated_by=by,
    )


_POINTS: dict[Any, Decimal | None] = {}


def points_of(adopted: AdoptedEdition, code: str, inputs: Inputs) -> Decimal | None:
    """Give the points of a leaf as a column holds them; equal facts are scored once."""
    key = (adopted.digest, code, tuple(inputs.items()))
    if key not in _POINTS:
        _POINTS[key] = stored_points(leaf_scorer()(adopted, code, inputs, "measured", None))
    return _POINTS[key]


def write_appraisals(
    participants: Iterable[Participant],
    figures: Figures,
    shares: Mapping[int, float],
    province: Province,
    at: datetime,
    chance: random.Random,
) -> None:
    """Write first decisions on a share of each unit's leaves, and the counters that go with them."""
    asked = list(participants)
    rows: list[Appraisal] = []
    for participant in asked:
        leaves = appraised_leaves(participant.round.edition)
        codes = list(leaves)[: round(len(leaves) * shares[participant.unit_id])]
        for code in codes:
            inputs = figures[participant.unit_id][code]
            row = _appraisal(participant, code, inputs, province, at)
            row.decision = "accept" if leaves[code].scored_by == "unit" else "fill"
            if leaves[code].scored_by == "unit" and chance.random() < _LOWERED:
                _lower(row, leaves[code].node.max)
            rows.append(row)
        participant.leaves_appraised_1 = len(codes)
    Appraisal.objects.bulk_create(rows, batch_size=_BATCH)
    Participant.objects.bulk_update(asked, ["leaves_appraised_1"])


def _appraisal(
    participant: Participant, code: str, inputs: Inputs, province: Province, at: datetime
) -> Appraisal:
    texts = as_text(inputs)
    return Appraisal(
        participant=participant,
        criterion_id=code,
        stage=1,
        inputs=texts,
        points=points_of(participant.round.edition, code, inputs),
        facts=facts_digest(texts, "measured"),
        answer_revision=1,
        at=at,
        by=province.appraisers[code.partition(".")[0]],
    )


def _lower(row: Appraisal, most: Decimal) -> None:
    row.decision, row.reason = "set", "Tài liệu kiểm chứng chưa đủ (minh họa)"
    claimed = row.points if row.points is not None else most
    row.set_points = row.points = (max(claimed, Decimal(0)) / 2).quantize(Decimal("0.01"))


def write_council(round_: Round, figures: Figures, province: Province, at: datetime) -> None:
    """Write one closed session in which the council scored the leaves that are its alone."""
    chair, secretary = province.users["chutich"], province.users["thuky"]
    session = CouncilSession.objects.create(
        round=round_,
        title=f"Phiên họp thẩm định: {round_.name}",
        held_at=at,
        place="Phòng họp UBND tỉnh",
        quorum=2,
        chair=chair,
        secretary=secretary,
        state="closed",
        minutes="Hội đồng thống nhất cho điểm (minh họa).",
        opened_at=at,
        closed_at=at,
    )
    session.members.set([chair, province.users["hoidong"], province.users["quanly2"]])
    Referral.objects.bulk_create(
        [
            Referral(
                session=session,
                participant=participant,
                criterion_id=code,
                question="Cho điểm theo hồ sơ của đơn vị",
                referred_by=secretary,
                referred_at=at,
                points=figures[participant.unit_id][code]["value"],
                reason="Theo hồ sơ của đơn vị (minh họa)",
                decided_at=at,
                decided_by=chair,
            )
            for participant in round_.participants.all()
            for code in council_leaves(round_.edition)
        ],
        batch_size=_BATCH,
    )
