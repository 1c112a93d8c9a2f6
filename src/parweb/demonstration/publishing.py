"""Runs and publications of the demonstration, by the same actions that people use."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from parweb.accounts.person import Person
from parweb.results.actions.approve_publication import approve_publication
from parweb.results.actions.make_run import make_run
from parweb.results.actions.prepare_publication import Particulars, prepare_publication
from parweb.results.models import Publication
from parweb.results.states import PublicationKind
from parweb.rounds.models import Round


def publish(
    round_: Round,
    preparing: Person,
    approving: Person,
    at: datetime,
    *,
    kind: PublicationKind,
    number: str = "",
    on: date | None = None,
    signer: str = "",
    note: str = "",
) -> Publication:
    """Score a round, and publish the run by two people."""
    run = make_run(preparing, round_, at, note="minh họa")
    particulars = Particulars(
        kind=kind,
        title=f"{round_.name}: {kind.label.lower()}" if kind == PublicationKind.PROVISIONAL else round_.name,
        decision_number=number,
        decision_on=on,
        signer=signer,
        note=note,
    )
    prepared = prepare_publication(preparing, run, particulars, at + timedelta(hours=1))
    return approve_publication(approving, prepared, at + timedelta(hours=2))
