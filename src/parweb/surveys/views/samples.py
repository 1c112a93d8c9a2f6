"""Pages about the list, both sizes, the draw, and the public notice of seed and digest."""

from __future__ import annotations

import secrets
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from parindex.errors import ProblemsFound
from parweb.accounts.access import for_people
from parweb.accounts.verdicts import require
from parweb.surveys.actions.begin_sampling import (
    LARGE_FILE,
    LARGE_FRAME,
    begin_drawing,
    begin_taking,
)
from parweb.surveys.actions.draw_sample import draw_sample
from parweb.surveys.actions.take_frame import take_frame_file, take_frame_from
from parweb.surveys.designs import Design, sizes_of
from parweb.surveys.forms.samples import DrawForm, FrameForm, FrameSourceForm, shown_design
from parweb.surveys.models import Campaign, Frame
from parweb.surveys.permissions import may_change_design
from parweb.surveys.problems import problem_rows
from parweb.surveys.queries.samples import names_of_strata, newest_frame, sample_of, strata_of
from parweb.surveys.queries.shelf import form_of
from parweb.surveys.states import ANNOUNCED, Mode
from parweb.surveys.views.campaigns import crumb_of, crumbs, seen

_SEED_BITS = 48
_STRATA_SHOWN = 400


@require_http_methods(["GET", "POST"])
@for_people
def sample(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the list and both sizes; POST draws the sample."""
    person, campaign = seen(request, slug)
    frame = newest_frame(campaign)
    if request.method != "POST":
        return _page(request, campaign, frame)
    require(may_change_design(person, campaign, timezone.now()))
    if frame is None:
        return _page(request, campaign, frame)
    form = DrawForm(request.POST)
    if not form.is_valid() or request.POST.get("go") == "sizes":
        return _page(request, campaign, frame, form=form)
    seed = form.cleaned_data["seed"]
    seed = secrets.randbits(_SEED_BITS) if seed is None else seed
    if frame.rows > LARGE_FRAME:
        job = begin_drawing(person, campaign, frame, form.design(), seed, timezone.now())
        return redirect("jobs:job", job.pk)
    try:
        made = draw_sample(person, campaign, frame, form.design(), seed, timezone.now())
    except ProblemsFound as found:
        return _page(request, campaign, frame, form=form, problems=problem_rows(found.problems, frame.source))
    told = {"chosen": made.chosen, "reserves": made.reserves, "seed": made.seed}
    messages.success(
        request, _("Đã rút {chosen} phần tử và {reserves} dự phòng, số gieo {seed}.").format(**told)
    )
    return redirect("surveys:sample", campaign.slug)


def _page(
    request: HttpRequest,
    campaign: Campaign,
    frame: Frame | None,
    *,
    form: DrawForm | None = None,
    frame_form: Any = None,
    source_form: Any = None,
    problems: tuple[Any, ...] = (),
) -> HttpResponse:
    person = request.person  # type: ignore[attr-defined]
    design = Design.from_dict(campaign.design)
    if form is not None and form.is_bound and form.is_valid():
        design = form.design()
    context = {
        "campaign": campaign,
        "frame": frame,
        "sample": sample_of(campaign),
        "form": form or DrawForm(initial=shown_design(design)),
        "frame_form": frame_form or FrameForm(),
        "source_form": source_form or FrameSourceForm(),
        "sources": list(settings.FRAME_SOURCES),
        "sizes": _sizes(campaign, frame, design) if frame else [],
        "design": design,
        "problems": problems,
        "may_change": may_change_design(person, campaign, timezone.now()),
        "breadcrumbs": crumbs(crumb_of(campaign), (_("Danh sách chọn mẫu và mẫu"), "")),
    }
    is_wrong = problems or any(one is not None and one.errors for one in (form, frame_form, source_form))
    return render(request, "surveys/sample.html", context, status=422 if is_wrong else 200)


def _sizes(campaign: Campaign, frame: Frame, design: Design) -> list[dict[str, Any]]:
    """Give both sizes of each stratum, and last of the whole; margins in percentage points."""
    names = names_of_strata(frame, campaign.owner)
    table = sizes_of(strata_of(frame), design)
    rows = [dict(row) for row in table.iter_rows(named=True)]
    for row in rows:
        row["name"] = names.get(row["unit_id"], row["unit_id"]) if row["unit_id"] is not None else ""
        for name in ("official_margin", "share_margin", "design_margin"):
            row[name] = None if row[name] is None else 100 * row[name]
    return rows if len(rows) <= _STRATA_SHOWN else rows[-1:]


@require_POST
@for_people
def upload_frame(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a list from a file: all of it, or every problem."""
    person, campaign = seen(request, slug)
    require(may_change_design(person, campaign, timezone.now()))
    form = FrameForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, campaign, newest_frame(campaign), frame_form=form)
    file = form.cleaned_data["file"]
    if file.size > LARGE_FILE:
        return redirect("jobs:job", begin_taking(person, campaign, file, timezone.now()).pk)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"list{Path(file.name).suffix.lower()}"
        with path.open("wb") as target:
            for piece in file.chunks():
                target.write(piece)
        try:
            made = take_frame_file(person, campaign, path, Path(file.name).name[:200], timezone.now())
        except ProblemsFound as found:
            problems = problem_rows(found.problems, file.name)
            return _page(request, campaign, newest_frame(campaign), problems=problems)
    return _taken(request, campaign, made)


@require_POST
@for_people
def take_from(request: HttpRequest, slug: str, source: str) -> HttpResponse:
    """Take a list from what the site knows."""
    person, campaign = seen(request, slug)
    require(may_change_design(person, campaign, timezone.now()))
    if source not in settings.FRAME_SOURCES:
        raise Http404
    form = FrameSourceForm(request.POST)
    if not form.is_valid():
        return _page(request, campaign, newest_frame(campaign), source_form=form)
    days = form.cleaned_data["first_on"], form.cleaned_data["last_on"]
    try:
        made = take_frame_from(person, campaign, source, *days, timezone.now())
    except ProblemsFound as found:
        return _page(request, campaign, newest_frame(campaign), problems=problem_rows(found.problems))
    return _taken(request, campaign, made)


def _taken(request: HttpRequest, campaign: Campaign, made: Frame) -> HttpResponse:
    messages.success(request, _("Đã nhận danh sách {rows} dòng.").format(rows=made.rows))
    if made.summary.get("contacts") == "left_out":
        messages.warning(
            request,
            _("Họ tên, địa chỉ, điện thoại đã được bỏ vì đợt này chưa có ngày xóa thông tin liên hệ."),
        )
    return redirect("surveys:sample", campaign.slug)


@for_people
def protocol(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the record of the draw, from which anybody with the list repeats it."""
    _person, campaign = seen(request, slug)
    return _protocol(campaign)


def _protocol(campaign: Campaign) -> HttpResponse:
    made = sample_of(campaign)
    if made is None:
        raise Http404
    response = JsonResponse(made.design, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = f'attachment; filename="bien-ban-chon-mau-{campaign.slug}.json"'
    return response


@require_safe
def notice(request: HttpRequest, slug: str) -> HttpResponse:
    """Show in public what is asked of whom, with the seed and the digest, before anybody is asked."""
    campaign = _announced(slug)
    context = {
        "campaign": campaign,
        "instrument": form_of(campaign.instrument),
        "modes": [Mode(one).label for one in campaign.modes],
        "sample": sample_of(campaign),
        "design": Design.from_dict(campaign.design),
    }
    return render(request, "surveys/notice.html", context)


@require_safe
def public_protocol(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the record of a draw that is public."""
    return _protocol(_announced(slug))


def _announced(slug: str) -> Campaign:
    rows = Campaign.objects.select_related("owner").filter(state__in=ANNOUNCED)
    return get_object_or_404(rows, slug=slug)
