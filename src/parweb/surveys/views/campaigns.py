"""Pages about campaigns: the list, one with its progress, what it is about, who works in it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from parweb.accounts.access import for_people, person_in
from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.interface.pages import read_page, read_search
from parweb.interface.tables import Column, Table, asked_format, table_response
from parweb.surveys.actions.keep_members import add_member, remove_member
from parweb.surveys.actions.make_campaign import Overtaken, change_campaign, make_campaign
from parweb.surveys.actions.move_campaign import NotAMove, lacks_of, may_move, move_campaign
from parweb.surveys.forms.campaigns import CampaignForm, MemberForm
from parweb.surveys.models import Campaign, CampaignMember
from parweb.surveys.permissions import (
    MAKING,
    may_add_members,
    may_change_design,
    may_give_member_role,
    may_interview,
    may_issue_tokens,
    may_key_paper,
    may_list_campaigns,
    may_make_campaigns,
    may_review,
    may_run_campaign,
    may_run_fieldwork,
    may_see_campaign,
    may_see_results,
)
from parweb.surveys.problems import WORDS_OF_LACKS
from parweb.surveys.queries.campaigns import campaigns_of, members_of
from parweb.surveys.queries.progress import progress_of
from parweb.surveys.queries.samples import newest_frame, sample_of
from parweb.surveys.queries.shelf import form_of
from parweb.surveys.states import MOVES, CampaignState, MemberRole, Mode

PROGRESS = [
    Column("unit", gettext_lazy("Đơn vị")),
    Column("wanted", gettext_lazy("Chỉ tiêu"), kind="whole"),
    Column("invited", gettext_lazy("Đã mời"), kind="whole"),
    Column("answers", gettext_lazy("Phiếu hợp lệ"), kind="whole"),
    Column("share", gettext_lazy("Đạt chỉ tiêu"), kind="percent", decimals=1),
    Column("rate", gettext_lazy("Tỷ lệ trả lời"), kind="percent", decimals=1),
    Column("partial", gettext_lazy("Đang dở"), kind="whole"),
    Column("held", gettext_lazy("Tạm giữ"), kind="whole"),
    Column("rejected", gettext_lazy("Bị loại"), kind="whole"),
    Column("closed", gettext_lazy("Không trả lời"), kind="whole"),
    Column("self_selected", gettext_lazy("Tự chọn (QR, kiosk)"), kind="whole"),
]
_MOVE_LABELS = {
    CampaignState.READY: gettext_lazy("Công bố mẫu"),
    CampaignState.DRAFT: gettext_lazy("Rút công bố để sửa"),
    CampaignState.FIELD: gettext_lazy("Bắt đầu thu phiếu"),
    CampaignState.CLOSED: gettext_lazy("Đóng thu phiếu"),
}


def crumbs(*rest: tuple[str, str]) -> list[dict[str, str]]:
    """Give the way to a page about campaigns."""
    made = [
        {"label": label, "url": url} for label, url in ((_("Điều tra"), reverse("surveys:campaigns")), *rest)
    ]
    made[-1]["url"] = ""
    return made


def crumb_of(campaign: Campaign) -> tuple[str, str]:
    """Give the step to a campaign's page."""
    return campaign.shown_title, reverse("surveys:campaign", args=[campaign.slug])


def seen(request: HttpRequest, slug: str) -> tuple[Person, Campaign]:
    """Give the campaign of an address to somebody who may see it."""
    person = person_in(request)
    found = get_object_or_404(Campaign.objects.select_related("owner", "round"), slug=slug)
    require(may_see_campaign(person, found, timezone.now()))
    return person, found


@for_people
def campaigns(request: HttpRequest) -> HttpResponse:
    """List the campaigns the person sees."""
    person, now = person_in(request), timezone.now()
    require(may_list_campaigns(person, now))
    context = {
        "page": read_page(request.GET, campaigns_of(person, read_search(request.GET))),
        "may_make": may_make_campaigns(person, now),
        "breadcrumbs": crumbs(),
    }
    return render(request, "surveys/campaigns.html", context)


@require_http_methods(["GET", "POST"])
@for_people
def make(request: HttpRequest) -> HttpResponse:
    """Make a campaign."""
    person, now = person_in(request), timezone.now()
    require(may_make_campaigns(person, now))
    form = CampaignForm(request.POST or None, paths=person.paths(*MAKING))
    if request.method == "POST" and form.is_valid():
        made = make_campaign(person, form.cleaned_data["owner"], form.cleaned_data, now)
        messages.success(request, _("Đã lập đợt điều tra. Bước sau: danh sách chọn mẫu và mẫu."))
        return redirect("surveys:campaign", made.slug)
    return _form_page(request, form, _("Lập đợt điều tra"), crumbs((_("Lập đợt"), "")))


def _form_page(
    request: HttpRequest, form: Any, title: str, trail: list[dict[str, str]], **more: Any
) -> HttpResponse:
    context = {"form": form, "title": title, "breadcrumbs": trail, **more}
    return render(request, "surveys/campaign_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@for_people
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what a campaign is about."""
    person, campaign = seen(request, slug)
    require(may_run_campaign(person, campaign, timezone.now()))
    start = {name: getattr(campaign, name) for name in CampaignForm.base_fields}
    form = CampaignForm(request.POST or None, paths=(campaign.owner.path,), initial=start)
    form.fields["owner"].disabled = True
    trail = crumbs(crumb_of(campaign), (_("Sửa"), ""))
    if request.method == "POST" and form.is_valid():
        try:
            change_campaign(person, campaign, form.cleaned_data, timezone.now())
        except Overtaken:
            form.add_error(None, _("Người khác vừa sửa đợt này. Xem lại trang của đợt rồi sửa tiếp."))
            return _form_page(request, form, campaign.shown_title, trail)
        messages.success(request, _("Đã lưu."))
        return redirect("surveys:campaign", campaign.slug)
    is_locked = not may_change_design(person, campaign, timezone.now())
    return _form_page(request, form, campaign.shown_title, trail, is_locked=is_locked)


@for_people
def campaign(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a campaign: how far it is, what comes next, counts against quotas."""
    person, shown = seen(request, slug)
    total, units = progress_of(shown)
    rows = [{"unit": one.unit.name, **one.count.as_dict()} for one in units]
    if found := asked_format(request.GET):
        return table_response(
            Table(_("Tiến độ"), PROGRESS, rows), found, f"{_('Tiến độ')} {shown.shown_title}"
        )
    now = timezone.now()
    context = {
        "campaign": shown,
        "instrument": form_of(shown.instrument),
        "modes": [Mode(one).label for one in shown.modes],
        "frame": newest_frame(shown),
        "sample": sample_of(shown),
        "lacks": [WORDS_OF_LACKS[one] for one in lacks_of(shown)] if shown.state == "draft" else [],
        "moves": _moves(person, shown),
        "total": total,
        "units": units,
        "may_run": may_run_campaign(person, shown, now),
        "may_run_fieldwork": may_run_fieldwork(person, shown, now),
        "may_change_design": may_change_design(person, shown, now),
        "may_issue": may_issue_tokens(person, shown, now),
        "may_see_results": may_see_results(person, shown, now),
        "may_review": may_review(person, shown, now),
        "may_interview": may_interview(person, shown, now),
        "may_key_paper": may_key_paper(person, shown, now),
        "breadcrumbs": crumbs((shown.shown_title, "")),
    }
    return render(request, "surveys/campaign.html", context)


def _moves(person: Person, shown: Campaign) -> list[tuple[str, Any]]:
    now = timezone.now()
    targets = sorted(MOVES[CampaignState(shown.state)], key=list(CampaignState).index, reverse=True)
    return [
        (to, _MOVE_LABELS[to]) for to in targets if to in _MOVE_LABELS and may_move(person, shown, to, now)
    ]


@require_POST
@for_people
def move(request: HttpRequest, slug: str) -> HttpResponse:
    """Move a campaign to its next state."""
    person, shown = seen(request, slug)
    require(may_run_campaign(person, shown, timezone.now()))
    to = str(request.POST.get("to") or "")
    try:
        move_campaign(person, shown, CampaignState(to), timezone.now())
    except (NotAMove, ValueError):
        messages.error(request, _("Đợt điều tra không chuyển được như vậy; có thể người khác vừa chuyển."))
    else:
        messages.success(request, _("Đợt điều tra: {state}.").format(state=shown.get_state_display()))
    return redirect("surveys:campaign", shown.slug)


@require_http_methods(["GET", "POST"])
@for_people
def members(request: HttpRequest, slug: str) -> HttpResponse:
    """List who works in a campaign, and let somebody join."""
    person, shown = seen(request, slug)
    now = timezone.now()
    require(may_add_members(person, shown, now))
    roles = [one for one in MemberRole if may_give_member_role(person, shown, one, now)]
    form = MemberForm(request.POST or None, roles=roles)
    if request.method == "POST" and form.is_valid():
        user, role = form.cleaned_data["person"], MemberRole(form.cleaned_data["role"])
        add_member(person, shown, user, role, now)
        messages.success(request, _("Đã thêm {name}.").format(name=user))
        return redirect("surveys:members", shown.slug)
    rows = [(one, bool(may_give_member_role(person, shown, one.role, now))) for one in members_of(shown)]
    context = {
        "campaign": shown,
        "rows": rows,
        "form": form,
        "breadcrumbs": crumbs(crumb_of(shown), (_("Người tham gia"), "")),
    }
    return render(request, "surveys/members.html", context, status=422 if form.errors else 200)


@require_POST
@for_people
def drop_member(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Let somebody work in a campaign no more."""
    person, shown = seen(request, slug)
    rows = CampaignMember.objects.select_related("campaign__owner", "person")
    member = get_object_or_404(rows, pk=pk, campaign=shown)
    remove_member(person, member, timezone.now())
    messages.success(request, _("Đã bớt {name}.").format(name=member.person))
    return redirect("surveys:members", shown.slug)
