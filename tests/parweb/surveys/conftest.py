"""A campaign in the field, and the people of its fieldwork."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from parweb.accounts.person import Person
from parweb.surveys.models import Campaign, CampaignMember, Invitation
from parweb.surveys.states import CampaignState, MemberRole
from parweb.surveys.tokens import hash_of, new_token
from parweb.units.queries import person_of
from tests.parweb.cast import NOW, Cast, make_user

FORM = "sipas-population@2026"


@dataclass
class Survey:
    """The cast with a campaign in it."""

    cast: Cast
    campaign: Campaign

    def person(self, name: str) -> Person:
        """Somebody by a short name."""
        return self.cast.person(name)

    def invite(self, number: int = 1, unit: int = 0) -> tuple[Invitation, str]:
        """Invite one element of a commune, and give the token that is shown once."""
        token = new_token()
        made = Invitation.objects.create(
            campaign=self.campaign,
            element_id=f"E{number:04}",
            unit=self.cast.communes[unit],
            order=number,
            stratum=self.cast.communes[unit].slug,
            weight=21.5,
            token_hash=hash_of(token),
            token_at=NOW,
        )
        return made, token


def make_campaign(cast: Cast, slug: str = "sipas-2025", state: str = CampaignState.FIELD) -> Campaign:
    """Make a campaign of the province as it stands in a state."""
    return Campaign.objects.create(
        owner=cast.province,
        round=cast.round,
        title="SIPAS cấp xã năm 2025",
        slug=slug,
        instrument=FORM,
        population="Người dân từ 18 tuổi cư trú tại các xã, phường",
        purpose="Đo sự hài lòng của người dân để cải cách hành chính tốt hơn.",
        modes=["online", "interviewer", "paper", "qr"],
        starts_on=NOW.date() - timedelta(days=2),
        ends_on=NOW.date() + timedelta(days=20),
        contacts_until=NOW.date() + timedelta(days=50),
        firm="Bưu điện tỉnh Minh Họa",
        state=state,
        created_at=NOW,
        created_by=cast.users["manager"],
    )


def join(cast: Cast, campaign: Campaign, name: str, role: MemberRole) -> None:
    """Let somebody, with an account of their own and no other role, work in a campaign."""
    if name not in cast.users:
        cast.users[name] = make_user(name, f"Người {name}")
    CampaignMember.objects.create(
        campaign=campaign,
        person=cast.users[name],
        role=role,
        added_at=NOW,
        added_by=cast.users["manager"],
    )


def member(cast: Cast, name: str) -> Person:
    """Give somebody who joined, as actions know them."""
    return person_of(cast.users[name], "127.0.0.1", NOW.date(), has_second_factor=True)


@pytest.fixture(autouse=True)
def _own_store(settings, tmp_path: Path) -> None:
    settings.SURVEY_STORE = tmp_path / "surveys"
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def survey(cast: Cast) -> Survey:
    """A campaign of the province that is in the field, with a manager, a firm, an interviewer and a keyer."""
    campaign = make_campaign(cast)
    for name, role in (
        ("surveyor", MemberRole.MANAGER),
        ("firm", MemberRole.FIRM),
        ("interviewer", MemberRole.INTERVIEWER),
        ("keyer", MemberRole.KEYER),
    ):
        join(cast, campaign, name, role)
    return Survey(cast, campaign)
