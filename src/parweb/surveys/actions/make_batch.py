"""Make a batch of paper forms: for people of the sample, or blank ones for whoever comes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from parweb.accounts.person import Person
from parweb.accounts.verdicts import Refused, refuse, require
from parweb.audit.actions.record import record
from parweb.surveys.models import Batch, Campaign, Invitation, PaperSheet
from parweb.surveys.permissions import may_run_fieldwork
from parweb.surveys.queries.samples import IN_TURN
from parweb.surveys.states import TAKING, InvitationState, Mode
from parweb.units.models import Unit

MOST_SHEETS: Final = 500


@dataclass(frozen=True)
class Wanted:
    """What a batch should be. Answers on blank sheets, of nobody in the sample, stay out of its figures."""

    unit: Unit
    sheets: int
    is_blank: bool = False
    is_double: bool = True


def make_batch(person: Person, campaign: Campaign, wanted: Wanted, at: datetime) -> Batch:
    """Make a batch and its sheets; give it.

    Sheets of the sample take people of the unit who have not answered and are on no paper yet, in the order
    they were drawn; raises ``Refused`` where there are too few of them, or the campaign takes no answers.
    """
    require(may_run_fieldwork(person, campaign, at))
    if campaign.state not in TAKING:
        raise Refused(refuse(_("Đợt điều tra này không nhận phiếu."), _("Mở thu phiếu rồi mới lập lô giấy.")))
    with transaction.atomic():
        Campaign.objects.select_for_update().get(pk=campaign.pk)  # numbers are given one after the other
        people = [None] * wanted.sheets if wanted.is_blank else _people(campaign, wanted)
        last = campaign.batches.aggregate(last=Max("number"))["last"] or 0
        batch = Batch.objects.create(
            campaign=campaign,
            unit=wanted.unit,
            number=last + 1,
            form=campaign.instrument,
            is_double=wanted.is_double,
            made_at=at,
            made_by_id=person.account_id,
        )
        PaperSheet.objects.bulk_create(
            PaperSheet(batch=batch, number=number, invitation_id=invited)
            for number, invited in enumerate(people, start=1)
        )
        Invitation.objects.filter(pk__in=[one for one in people if one]).update(mode=Mode.PAPER)
        after = {"number": batch.number, "sheets": wanted.sheets, "blank": wanted.is_blank}
        told: dict[str, Any] = {"target": batch, "unit_id": wanted.unit.pk}
        record(person.actor, "surveys.make_batch", at, after=after, **told)
    return batch


def waiting_people(campaign: Campaign, unit: Unit) -> list[int]:
    """Give the keys of people of a unit who may still get a paper form, in the order they were drawn."""
    rows = Invitation.objects.filter(IN_TURN, campaign=campaign, unit=unit)
    rows = rows.filter(state=InvitationState.WAITING)
    on_paper = PaperSheet.objects.filter(batch__campaign=campaign).exclude(invitation=None)
    free = rows.exclude(pk__in=on_paper.values("invitation_id"))
    return list(free.order_by("order", "pk").values_list("pk", flat=True))


def _people(campaign: Campaign, wanted: Wanted) -> list[int | None]:
    people = waiting_people(campaign, wanted.unit)
    if len(people) < wanted.sheets:
        why = _("{unit} chỉ còn {left} người trong mẫu chưa trả lời và chưa có phiếu giấy.")
        words = why.format(unit=wanted.unit.name, left=len(people))
        raise Refused(refuse(words, _("Ghi số phiếu nhỏ hơn, hoặc lập lô phiếu trắng.")))
    return list(people[: wanted.sheets])
