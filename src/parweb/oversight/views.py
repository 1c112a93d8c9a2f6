"""The pages of the log."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parweb.accounts.access import for_people, person_in
from parweb.accounts.verdicts import require
from parweb.audit.queries import breaks, head, kinds_of_break
from parweb.interface.pages import read_page
from parweb.interface.tables import Column, Table, asked_format, table_response
from parweb.oversight.actions import take_out_log
from parweb.oversight.forms import LogSearch
from parweb.oversight.permissions import may_read_log
from parweb.oversight.queries import log_for

_MOST_EXPORTED = 50_000
_COLUMNS = [
    Column("sequence", gettext_lazy("Số thứ tự"), kind="whole"),
    Column("at", gettext_lazy("Lúc"), kind="moment"),
    Column("actor_name", gettext_lazy("Người thực hiện")),
    Column("address", gettext_lazy("Địa chỉ mạng")),
    Column("action", gettext_lazy("Việc")),
    Column("object_name", gettext_lazy("Đối tượng")),
    Column("hash", gettext_lazy("Mã băm")),
]


@for_people
def log(request: HttpRequest) -> HttpResponse:
    """Search the log; take it out as a table."""
    person = person_in(request)
    require(may_read_log(person, timezone.now()))
    form = LogSearch(request.GET)
    found = log_for(person, **form.search())  # type: ignore[arg-type]  # the form gives these fields
    if wanted := asked_format(request.GET):
        take_out_log(person, request.GET.dict(), timezone.now())
        rows = list(found[:_MOST_EXPORTED])
        return table_response(Table(_("Nhật ký"), _COLUMNS, rows), wanted, _("Nhật ký"))
    context = {"form": form, "page": read_page(request.GET, found)}
    return render(request, "oversight/log.html", context)


@for_people
def entry(request: HttpRequest, sequence: int) -> HttpResponse:
    """Show one entry whole, with what was before and after."""
    person = person_in(request)
    require(may_read_log(person, timezone.now()))
    found = get_object_or_404(log_for(person), sequence=sequence)
    context = {"entry": found, "before": _lines(found.before), "after": _lines(found.after)}
    return render(request, "oversight/entry.html", context)


@for_people
def proof(request: HttpRequest) -> HttpResponse:
    """Follow the chain and show whether it holds."""
    require(may_read_log(person_in(request), timezone.now()))
    words = kinds_of_break()
    found = [{"sequence": one.sequence, "words": words[one.kind]} for one in breaks()]
    sequence, digest = head()
    context = {"breaks": found, "sequence": sequence, "digest": digest, "now": timezone.now()}
    return render(request, "oversight/proof.html", context)


def _lines(data: Any) -> str:
    return "" if data is None else json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True)
