"""What passers-by said at each place and about each procedure or field: counted, never part of the index."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from parweb.accounts.access import for_people
from parweb.accounts.verdicts import require
from parweb.interface.numbers import page_language
from parweb.interface.tables import Column, Table, asked_format, table_response
from parweb.surveys.models import Campaign
from parweb.surveys.permissions import may_see_results
from parweb.surveys.queries.places import About, AtPlace, heard_of
from parweb.surveys.queries.shelf import form_of
from parweb.surveys.states import StationKind
from parweb.surveys.views.campaigns import crumb_of, crumbs, seen

_PERCENT = 100


@require_GET
@for_people
def heard(request: HttpRequest, slug: str) -> HttpResponse:
    """Show answers by place and by procedure or field, or give them as a file (``?bang=`` names which)."""
    person, campaign = seen(request, slug)
    require(may_see_results(person, campaign, timezone.now()))
    places, about = heard_of(campaign)
    if found := asked_format(request.GET):
        table = (
            _of_subjects(campaign, about)
            if request.GET.get("bang") == "noi-dung"
            else _of_places(campaign, places)
        )
        return table_response(table, found, str(table.title))
    context = {
        "campaign": campaign,
        "places": [_place(one) for one in places],
        "about": [_about(one) for one in about],
        "breadcrumbs": crumbs(crumb_of(campaign), (_("Ý kiến theo điểm, theo thủ tục"), "")),
    }
    return render(request, "surveys/results/places.html", context)


def _place(one: AtPlace) -> dict[str, object]:
    return {
        "unit": one.station.unit.name,
        "place": one.station.place,
        "kind": one.station.get_kind_display(),
        "code": one.station.subject_code,
        "subject": one.station.subject,
        "form": _title(one.station.instrument),
        "answers": one.heard.answers,
        "share": _percent(one.heard.share),
    }


def _about(one: About) -> dict[str, object]:
    return {
        "subject": one.station.subject,
        "code": one.station.subject_code,
        "kind": StationKind(one.stream).label,
        "form": _title(one.form),
        "places": one.places,
        "answers": one.heard.answers,
        "share": _percent(one.heard.share),
    }


def _title(form: str) -> str:
    return form_of(form).title.in_(page_language())


def _percent(share: float | None) -> float | None:
    return None if share is None else _PERCENT * share


def _of_places(campaign: Campaign, places: Sequence[AtPlace]) -> Table:
    columns = [Column("unit", _("Đơn vị")), Column("place", _("Nơi đặt")), *_columns()]
    title = _("Ý kiến theo điểm: {campaign}").format(campaign=campaign.shown_title)
    return Table(title, columns, [_place(one) for one in places], [_warning()])


def _of_subjects(campaign: Campaign, about: Sequence[About]) -> Table:
    columns = [*_columns(), Column("places", _("Số nơi đặt"), kind="whole")]
    title = _("Ý kiến theo thủ tục, lĩnh vực: {campaign}").format(campaign=campaign.shown_title)
    return Table(title, columns, [_about(one) for one in about], [_warning()])


def _columns() -> list[Column]:
    return [
        Column("code", _("Mã thủ tục hoặc lĩnh vực")),
        Column("subject", pgettext("place", "Hỏi về")),
        Column("kind", _("Loại")),
        Column("form", _("Phiếu hỏi")),
        Column("answers", _("Số ý kiến"), kind="whole"),
        Column("share", _("Tỷ lệ hài lòng thô"), kind="percent", decimals=1),
    ]


def _warning() -> str:
    return _("Người trả lời tự chọn: không đại diện, không suy rộng được, không cộng vào chỉ số.")
