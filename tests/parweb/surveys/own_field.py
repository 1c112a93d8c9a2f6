"""An own form with a number and a day, given to the interviewer of the stage of fieldwork."""

from django.utils import timezone

from parweb.surveys.actions.keep_form import keep_form
from parweb.surveys.models import Campaign
from parweb.surveys.sent_forms import read_sent
from parweb.units.models import Unit
from parweb.units.queries import person_of

SLUG = "sipas-2025"
FORM = """\
id: phieu-rieng
year: 2026
version: "1"
title: {vi: Phiếu riêng}
languages: [vi]
questions:
  - {id: visits, kind: integer, label: {vi: Đến mấy lần?}, is_required: true}
  - id: came_on
    kind: date
    label: {vi: Đến ngày nào?}
    constraint: ". <= today()"
    constraint_message: {vi: Ngày đến không thể sau hôm nay.}
"""


def begin() -> None:
    """Keep the form as that of the stage's campaign."""
    campaign = Campaign.objects.select_related("owner", "created_by").get(slug=SLUG)
    now = timezone.now()
    manager = person_of(campaign.created_by, "127.0.0.1", now.date(), has_second_factor=True)
    owner = Unit.objects.get(pk=campaign.owner_id)
    row = keep_form(manager, owner, read_sent(FORM.encode(), "x.yaml"), "x.yaml", now)
    Campaign.objects.filter(pk=campaign.pk).update(instrument=row.ref, instrument_digest=row.digest)
