"""Sessions of the council of the running round: one in which members vote, one to prepare."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from parweb.appraisals.actions.lead_session import start_voting
from parweb.appraisals.actions.plan_session import SessionPlan, plan_session, refer
from parweb.appraisals.actions.vote import vote
from parweb.appraisals.leaves import council_leaves
from parweb.appraisals.models import CouncilSession
from parweb.demonstration import moments
from parweb.demonstration.people import Province
from parweb.rounds.models import Round
from parweb.rounds.states import HANDED_IN

REFERRED: Final = 3
"""How many units stand on the agenda."""
_QUORUM: Final = 2
_MEMBERS: Final = ("chutich", "hoidong", "quanly2")
_VOTED: Final = "quanly2"
"""The member who has voted already; nobody sees how before the votes are opened."""


def make_sessions(province: Province, round_: Round, today: datetime) -> None:
    """Let the members vote on what the council alone scores, and plan the session after it."""
    _voting(province, round_, today)
    secretary = province.person("thuky", today)
    later = f"Phiên họp hội đồng lần 2: {round_.name}"
    plan_session(secretary, round_, _plan(province, later, moments.day(today, 24)), today)


def _voting(province: Province, round_: Round, today: datetime) -> None:
    planned = today - timedelta(days=1)
    title = f"Phiên họp hội đồng lần 1: {round_.name}"
    held_at = today - timedelta(hours=2)
    secretary = province.person("thuky", planned)
    session = plan_session(secretary, round_, _plan(province, title, held_at), planned)
    code = next(iter(council_leaves(round_.edition)))
    handed_in = round_.participants.filter(state__in=HANDED_IN).select_related("unit").order_by("order")
    question = "Cho điểm theo tính mới, hiệu quả và khả năng nhân rộng của sáng kiến (minh họa)."
    refer(secretary, session, handed_in[:REFERRED], code, question, planned)
    start_voting(province.person("chutich", held_at), session, held_at)
    _vote(province, session, held_at + timedelta(hours=1))


def _vote(province: Province, session: CouncilSession, at: datetime) -> None:
    voter = province.person(_VOTED, at)
    for number, referral in enumerate(session.referrals.select_related("participant__round__edition")):
        vote(voter, referral, Decimal(1) - Decimal(number) / 4, "", at)


def _plan(province: Province, title: str, held_at: datetime) -> SessionPlan:
    return SessionPlan(
        title=title,
        held_at=held_at,
        quorum=_QUORUM,
        chair=province.users["chutich"],
        secretary=province.users["thuky"],
        members=tuple(province.users[name] for name in _MEMBERS),
        place="Phòng họp UBND tỉnh",
    )
