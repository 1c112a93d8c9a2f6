"""What does not fit together: in one entry, and over a whole round."""

from __future__ import annotations

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from parweb.accounts.access import for_people, person_in
from parweb.accounts.verdicts import require
from parweb.assessments.page import material_of
from parweb.assessments.permissions import may_see_round_xray
from parweb.assessments.queries import round_by_slug
from parweb.assessments.views.asking import asked, frame
from parweb.assessments.xray.over_round import all_findings, participants_to_see, round_findings
from parweb.assessments.xray.rules import NAMES, findings_of
from parweb.interface.numbers import page_language
from parweb.interface.pages import read_page, read_search
from parweb.interface.tables import Column, Table, asked_format, streamed_response

_UNITS_PER_PAGE = 50
_COLUMNS = [
    Column("unit", _("Đơn vị")),
    Column("criterion", _("Tiêu chí")),
    Column("rule", _("Loại lưu ý")),
    Column("what", _("Nội dung")),
]


@require_GET
@for_people
def entry_xray(request: HttpRequest, participant_id: int) -> HttpResponse:
    """List what does not fit in an entry, each with a link to its field."""
    _person, participant = asked(request, participant_id)
    material = material_of(participant)
    lang = page_language()
    findings = [
        {
            "finding": one,
            "name": NAMES[one.rule],
            "label": material.layout.outline.label(one.criterion_id, lang),
        }
        for one in findings_of(material.scene())
    ]
    context = {**frame(participant, "xray"), "findings": findings, "names": NAMES}
    return render(request, "assessments/xray.html", context)


@require_GET
@for_people
def round_xray(request: HttpRequest, slug: str) -> HttpResponse:
    """List the findings of the units of a round, fifty units a page; a file has those of all of them."""
    round_ = round_by_slug(slug)
    if round_ is None:
        raise Http404
    require(may_see_round_xray(person_in(request), round_, timezone.now()))
    units = participants_to_see(round_, read_search(request.GET))
    chosen = request.GET.get("loai", "")
    rules = [chosen] if chosen in NAMES else list(NAMES)
    if found := asked_format(request.GET):
        table = Table(_("Kết quả soát lỗi"), _COLUMNS, all_findings(round_, units, rules))
        file = streamed_response(table, found, f"{_('Soát lỗi')} {round_.name}")
        return cast("HttpResponse", file)  # a page or a stream: whoever guards views treats both alike
    page = read_page(request.GET, units, _UNITS_PER_PAGE)
    rows = round_findings(round_, list(page.object_list), rules)
    context = {
        "round": round_,
        "page": page,
        "rows": rows,
        "names": NAMES,
        "chosen": chosen,
        "search": request.GET.get("q", ""),
    }
    return render(request, "assessments/round_xray.html", context)
