"""The dossiers behind a figure, for those who may see them; every look is in the log."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from parindex.dossiers.measures.catalogue import COUNTS, RATIOS
from parweb.accounts.access import for_people
from parweb.accounts.verdicts import require
from parweb.audit.actions.record import record
from parweb.dossiers.figures import label_of, law_of
from parweb.dossiers.permissions import may_see_dossiers_of
from parweb.dossiers.queries.scopes import names_of_procedures, names_of_units
from parweb.dossiers.rows import Dossier, Found, in_places, question_of
from parweb.dossiers.showing import channel_names
from parweb.dossiers.views.asking import About, about
from parweb.dossiers.words import STATUSES
from parweb.interface.pages import read_page

_FIRST = "accepted"


@require_GET
@for_people
def listing(request: HttpRequest) -> HttpResponse:
    """List the dossiers that a figure counts."""
    asked = allowed(request)
    measure = str(request.GET.get("phep") or _FIRST)
    if measure not in COUNTS and measure not in RATIOS:
        raise Http404
    question, narrowed = _question(request, asked, measure)
    page = read_page(request.GET, Found(asked.kept, question, asked.asked.period.end))
    told = {"measure": measure, "period": asked.asked.code, "page": page.number, "rows": page.paginator.count}
    note_reading(asked, "dossiers.list", {**told, **dict(narrowed)})
    page.object_list = shown_rows(asked, page.object_list)
    context = asked.context(
        page=page,
        total=page.paginator.count,
        measure=label_of(measure),
        law=law_of(measure),
        is_share=measure in RATIOS,
        narrowed=[words for _name, words in narrowed],
        breadcrumbs=asked.trail(_("Danh sách hồ sơ")),
    )
    return render(request, "dossiers/listing.html", context)


def allowed(request: HttpRequest) -> About:
    """Give what is asked for to somebody who may see single dossiers of the unit."""
    asked = about(request)
    require(may_see_dossiers_of(asked.person, asked.unit, timezone.now()))
    return asked


def note_reading(asked: About, action: str, told: dict[str, Any]) -> None:
    """Write into the log who looked at single dossiers of which unit."""
    with transaction.atomic():
        record(
            asked.person.actor,
            action,
            timezone.now(),
            target=asked.unit,
            unit_id=asked.unit.pk,
            after=told,
            is_read=True,
        )


def _question(request: HttpRequest, asked: About, measure: str) -> tuple[Any, list[tuple[str, str]]]:
    """Give the question to the store, and what it was narrowed to in words."""
    question = in_places(question_of(measure, asked.asked.period), unit=asked.scope.places)
    lists, narrowed = asked.kept.store.lists, []
    for key, name, known in (("linh-vuc", "field", lists.fields), ("thu-tuc", "procedure", lists.procedures)):
        if key in request.GET:
            wanted = str(request.GET[key])
            places = [place for place, one in enumerate(known) if one == wanted]
            question = in_places(question, **{name: places})
            narrowed.append((name, wanted or _("Chưa rõ")))
    channels = channel_names()
    if (channel := str(request.GET.get("kenh") or "")).isdecimal() and int(channel) in channels:
        question = in_places(question, channel=[int(channel)])
        narrowed.append(("channel", channels[int(channel)]))
    return question, narrowed


def shown_rows(asked: About, rows: Iterable[Dossier]) -> list[dict[str, Any]]:
    """Give dossiers with the names of their units, procedures, channels and states (two queries)."""
    found: Sequence[Dossier] = list(rows)
    units = _units(asked)
    procedures = names_of_procedures(sorted({one.procedure for one in found}))
    channels = channel_names()
    return [
        {
            "row": one,
            "code": one.code,
            "unit": units.get(one.unit_code, one.unit_code),
            "procedure": f"{one.procedure} {procedures.get(one.procedure, '')}".strip(),
            "channel": channels.get(one.channel, ""),
            "status": str(STATUSES.get(one.status, "")),
            "received_at": one.received_at,
            "due_on": one.due_on,
            "ended_on": one.ended_on,
            "late_days": one.late_days,
            "letter_on": one.letter_on,
            "days_left": one.days_left,
            "days_over": max(0, -(one.days_left or 0)),
        }
        for one in found
    ]


def _units(asked: About) -> dict[str, str]:
    codes, names = asked.kept.store.lists.units, names_of_units(sorted(set(asked.scope.unit_of.values())))
    return {codes[place]: names[pk].name for place, pk in asked.scope.unit_of.items() if pk in names}
