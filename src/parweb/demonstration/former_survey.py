"""Last year's synthetic survey: the same form and communes, fewer people, reviewed, closed and published."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Final

from parweb.accounts.models import User
from parweb.demonstration.people import Province
from parweb.demonstration.surveys import COMMUNES, about, answered, begin, contentment
from parweb.rounds.models import Round
from parweb.surveys.actions.move_campaign import move_campaign
from parweb.surveys.actions.publish_release import publish_release
from parweb.surveys.actions.release_figures import release_figures
from parweb.surveys.models import Campaign, Response
from parweb.surveys.states import CampaignState, Verdict

INVITED: Final = 40
ANSWERED: Final = 32
REJECTED: Final = 5
"""Answers that review found not to be good enough."""
_MOVED: Final = (0.03, 0.05)
"""By how much the share of satisfied answers moved since then: mean and spread between communes."""
_YEAR: Final = timedelta(days=365)
_FIELD: Final = timedelta(days=30)
_WEEK: Final = timedelta(days=7)


def make_former_survey(province: Province, round_: Round, today: datetime, seed: int) -> Campaign:
    """Make a survey of a year ago with published figures, which this year's are held against."""
    begun = today - _YEAR
    closed = begun + _FIELD
    campaign = begin(province, about(round_, begun, closed), INVITED, begun, seed + 1)
    chance = random.Random(seed + 1)  # noqa: S311  # made-up answers, from a seed
    now = contentment(province.communes[:COMMUNES], seed)
    former = {unit: min(0.95, max(0.55, share - chance.gauss(*_MOVED))) for unit, share in now.items()}
    rows = answered(campaign, former, ANSWERED, begun, chance)
    Response.objects.bulk_create(_reviewed(rows, province.users["quanly"], closed), batch_size=200)
    move_campaign(province.person("quanly", closed), campaign, CampaignState.CLOSED, closed)
    frozen = closed + _WEEK
    released = release_figures(province.person("quanly", frozen), campaign, "", frozen)
    publish_release(province.person("quanly2", frozen + _WEEK), released, frozen + _WEEK)
    return campaign


def _reviewed(rows: list[Response], reviewer: User, at: datetime) -> list[Response]:
    """Accept all answers but a few, as somebody does who has gone through them."""
    for place, one in enumerate(rows):
        is_bad = place < REJECTED
        one.verdict = Verdict.REJECTED if is_bad else Verdict.ACCEPTED
        one.verdict_reason = "Gọi phúc tra: người được chọn nói chưa trả lời" if is_bad else ""
        one.verdict_at, one.verdict_by = at, reviewer
    return rows
