"""Reads about batches of paper forms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404

from parweb.surveys.models import Batch, Campaign, PaperSheet, Response
from parweb.surveys.states import PaperState
from parweb.surveys.tokens import sheet_key


def batches_of(campaign: Campaign) -> QuerySet[Batch, Any]:
    """Give the batches of a campaign, newest first, with how many of their sheets stand where."""
    counts = {
        f"{state.value}_sheets": Count("sheets", filter=Q(sheets__state=state.value)) for state in PaperState
    }
    rows = Batch.objects.filter(campaign=campaign).select_related("unit", "made_by")
    return rows.annotate(all_sheets=Count("sheets"), **counts).order_by("-number")


def batch_of(campaign: Campaign, number: int) -> Batch:
    """Give a batch of a campaign by its number, or answer 404."""
    batch = get_object_or_404(Batch.objects.select_related("unit"), campaign=campaign, number=number)
    batch.campaign = campaign
    return batch


def sheet_of(batch: Batch, number: int) -> PaperSheet:
    """Give a sheet of a batch by its number, or answer 404."""
    rows = PaperSheet.objects.select_related("invitation", "first_by", "second_by")
    sheet = get_object_or_404(rows, batch=batch, number=number)
    sheet.batch = batch
    return sheet


@dataclass(frozen=True)
class SheetRow:
    """A sheet of the list, and whether its settled answer was taken."""

    sheet: PaperSheet
    is_taken: bool


def sheets_of(batch: Batch) -> list[SheetRow]:
    """Give the sheets of a batch (two queries)."""
    rows = PaperSheet.objects.filter(batch=batch).select_related("invitation", "first_by", "second_by")
    taken = set(Response.objects.filter(batch=batch).values_list("key", flat=True))
    return [SheetRow(one, sheet_key(batch.pk, one.number) in taken) for one in rows]


def is_taken(sheet: PaperSheet) -> bool:
    """Tell whether a settled sheet was taken as an answer; not so where the person had answered otherwise."""
    return Response.objects.filter(key=sheet_key(sheet.batch_id, sheet.number)).exists()


def sheets_half_way(campaign: Campaign) -> int:
    """Count the sheets that were typed in and are not settled: once only, or otherwise by two people."""
    rows = PaperSheet.objects.filter(batch__campaign=campaign)
    return rows.filter(state__in=(PaperState.ONCE, PaperState.DIFFERENT)).count()


def next_sheet(batch: Batch, person_id: int, after: int = 0) -> PaperSheet | None:
    """Give the next sheet somebody may type: new ones, and those another person typed first."""
    rows = PaperSheet.objects.filter(batch=batch, number__gt=after)
    own = Q(state=PaperState.ONCE) & ~Q(first_by_id=person_id)
    return rows.filter(Q(state=PaperState.NEW) | own).order_by("number").first()
