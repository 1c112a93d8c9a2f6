"""Last year's synthetic survey: the same form and communes, fewer people, published, made into points."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Final

from parweb.accounts.models import User
from parweb.accounts.person import Person
from parweb.assessments.actions.fill_fed_leaves import fill_fed_leaves
from parweb.demonstration import moments
from parweb.demonstration.people import Province
from parweb.demonstration.surveys import COMMUNES, about, answered, begin, contentment, year_of
from parweb.rounds.models import Round
from parweb.surveys.actions.bind_figures import bind_figures
from parweb.surveys.actions.move_campaign import move_campaign
from parweb.surveys.actions.publish_release import publish_release
from parweb.surveys.actions.release_figures import release_figures
from parweb.surveys.feeding import INDEX, SOURCE, fed_leaves, takes_share
from parweb.surveys.models import Campaign, Response
from parweb.surveys.states import CampaignState, Verdict

INVITED: Final = 40
ANSWERED: Final = 32
REJECTED: Final = 5
"""Answers that review found not to be good enough."""
_MOVED: Final = (0.03, 0.05)
"""By how much the share of satisfied answers moved since then: mean and spread between communes."""
_YEAR: Final = timedelta(days=365)
_BEFORE: Final = 108
"""Days before the appeals of last year's round: in its phase of surveys."""
_FIELD: Final = timedelta(days=17)
_WEEK: Final = timedelta(days=7)


def make_former_survey(province: Province, round_: Round, today: datetime, seed: int) -> Campaign:
    """Make a survey of last year's round: its figures become points, this year's are held against them."""
    begun = moments.day(today - _YEAR, -_BEFORE)
    closed = begun + _FIELD
    told = about(round_, begun, closed, year_of(today) - 1)
    campaign = begin(province, told, INVITED, begun, seed + 1)
    chance = random.Random(seed + 1)  # noqa: S311  # made-up answers, from a seed
    now = contentment(province.communes[:COMMUNES], seed)
    former = {unit: min(0.95, max(0.55, share - chance.gauss(*_MOVED))) for unit, share in now.items()}
    rows = answered(campaign, former, ANSWERED, begun, chance)
    Response.objects.bulk_create(_reviewed(rows, province.users["quanly"], closed), batch_size=200)
    move_campaign(province.person("quanly", closed), campaign, CampaignState.CLOSED, closed)
    frozen = closed + _WEEK
    released = release_figures(province.person("quanly", frozen), campaign, "", frozen)
    public = frozen + _WEEK
    publish_release(province.person("quanly2", public), released, public)
    _feed(province.person("quanly", public), round_, campaign, public + _WEEK)
    return campaign


def _feed(manager: Person, round_: Round, campaign: Campaign, at: datetime) -> None:
    """Let the published index be the value of the first leaf that takes one percentage, as on the site."""
    leaf = next(leaf for leaf in fed_leaves(round_) if takes_share(leaf))
    bind_figures(manager, round_, {leaf.code: (campaign, INDEX)}, at)
    fill_fed_leaves(manager, round_, SOURCE, at)


def _reviewed(rows: list[Response], reviewer: User, at: datetime) -> list[Response]:
    """Accept all answers but a few, as somebody does who has gone through them."""
    for place, one in enumerate(rows):
        is_bad = place < REJECTED
        one.verdict = Verdict.REJECTED if is_bad else Verdict.ACCEPTED
        one.verdict_reason = "Gọi phúc tra: người được chọn nói chưa trả lời" if is_bad else ""
        one.verdict_at, one.verdict_by = at, reviewer
    return rows
