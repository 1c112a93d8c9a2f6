"""Reads of the start page of the demonstration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from parweb.demonstration import plan
from parweb.demonstration.surveys import links_to_try
from parweb.dossiers.models import Source
from parweb.results.models import Publication
from parweb.results.states import PublicationKind, PublicationState
from parweb.surveys.models import Campaign, Invitation, Station
from parweb.surveys.states import CampaignState, InvitationState
from parweb.surveys.tokens import hash_of
from parweb.units.models import Assignment, Unit


@dataclass(frozen=True)
class ToTry:
    """An account as the page shows it: who, where, what to try."""

    username: str
    full_name: str
    role: Any
    place: str
    to_try: Any


def accounts_to_try() -> list[ToTry]:
    """Give the demo accounts that exist, in the order of the plan (one query)."""
    names = [account.username for account in plan.ACCOUNTS]
    rows = Assignment.objects.filter(person__username__in=names, person__is_active=True)
    found = {row.person.username: row for row in rows.select_related("person", "unit", "home")}
    return [
        ToTry(
            account.username,
            found[account.username].person.full_name,
            account.role.label,
            (found[account.username].home or found[account.username].unit).name,
            account.to_try,
        )
        for account in plan.ACCOUNTS
        if account.username in found
    ]


def publications_to_see() -> list[Publication]:
    """Give what anybody may read, latest first."""
    public = Publication.objects.filter(state=PublicationState.PUBLISHED)
    return list(public.exclude(kind=PublicationKind.PROVISIONAL).order_by("-published_at")[:10])


def demonstration_province() -> Unit | None:
    """Give the unit whose dossiers are shown; None where there is no demonstration."""
    source = Source.objects.filter(is_demonstration=True).select_related("owner").first()
    return source.owner if source else None


@dataclass(frozen=True)
class SurveyToTry:
    """The campaign in the field: links that still open a form, its places; and the one before it."""

    campaign: Campaign
    former: Campaign | None
    """Last year's, whose results are public."""
    tokens: list[str]
    stations: list[Station]


def survey_to_try() -> SurveyToTry | None:
    """Give the campaign with links nobody used yet; None where there is none (four queries)."""
    made = Campaign.objects.filter(is_demonstration=True).order_by("starts_on", "pk")
    campaign = made.filter(state=CampaignState.FIELD).first()
    if campaign is None:
        return None
    former = made.filter(owner=campaign.owner_id, state=CampaignState.PUBLISHED).last()
    tokens = {hash_of(token): token for token in links_to_try(plan.SEED)}
    free = Invitation.objects.filter(
        campaign=campaign, token_hash__in=list(tokens), state=InvitationState.WAITING
    )
    unused = [tokens[one.token_hash or ""] for one in free.order_by("order")]
    stations = Station.objects.filter(campaign=campaign, closed_at=None).select_related("unit")
    return SurveyToTry(campaign, former, unused, list(stations.order_by("pk")))


@dataclass(frozen=True)
class PageInside:
    """A page behind the door: its key in the form, its words, its address, the accounts that may read it."""

    key: str
    words: str
    url: str
    usernames: tuple[str, ...]


def pages_of_dossiers(province: Unit | None) -> list[PageInside]:
    """Give the page of figures, of the own commune and of the province, with who may read it."""
    if province is None:
        return []
    words = _("Bảng số liệu hồ sơ: xã của canbo, hoặc cả tỉnh")
    return [PageInside("ho-so", words, reverse("dossiers:home"), ("canbo", "quanly", "giamsat"))]


def pages_of_survey(survey: SurveyToTry | None) -> list[PageInside]:
    """Give the pages of the campaign that only those who run it, or its manager, may read."""
    if survey is None:
        return []
    now, readers = survey.campaign.slug, ("khaosat", "quanly")
    words = _("Kết quả: số phiếu, chỉ số, khoảng tin cậy")
    asked = [("ket-qua", words, reverse("surveys:results", args=[now]))]
    if survey.former is not None:
        words = _("So với năm trước: tăng, giảm, hay chưa đủ căn cứ nói")
        asked += [("so-sanh", words, reverse("surveys:compare_campaigns", args=[now, survey.former.slug]))]
    words = _("Lô phiếu giấy nhập hai lần, có chỗ khác nhau")
    asked += [("lo-giay", words, reverse("surveys:batches", args=[now]))]
    return [PageInside(key, words, url, readers) for key, words, url in asked]


def address_after(key: str, username: str) -> str | None:
    """Give the address of a page behind the door; None where it is not shown to this account."""
    pages = [*pages_of_dossiers(demonstration_province()), *pages_of_survey(survey_to_try())]
    return next((one.url for one in pages if one.key == key and username in one.usernames), None)
