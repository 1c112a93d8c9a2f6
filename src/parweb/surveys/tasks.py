"""Regular work of surveys, and the checks of answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from parindex.errors import ProblemsFound
from parweb.accounts.models import User
from parweb.accounts.person import Person
from parweb.jobs.registry import Progress, background, every
from parweb.surveys.actions.begin_sampling import DRAW, TAKE, waiting_file
from parweb.surveys.actions.check_answers import KIND, check_answers
from parweb.surveys.actions.draw_sample import draw_sample
from parweb.surveys.actions.keep_contact import forget_contacts
from parweb.surveys.actions.take_frame import take_frame_file
from parweb.surveys.contacts import Sealed
from parweb.surveys.designs import Design
from parweb.surveys.models import Campaign, Frame
from parweb.units.queries import person_of

_OLD = timedelta(days=1)


@every(timedelta(days=1), "surveys.forget_contacts")
def forget_contacts_that_are_due(at: datetime) -> None:
    """Delete contact data whose day has come."""
    forget_contacts(at)


@background(KIND)
def check_in_background(progress: Progress, at: datetime, campaign_id: int) -> dict[str, Any]:
    """Run the checks on a campaign's answers."""
    return check_answers(Campaign.objects.select_related("owner").get(pk=campaign_id), at)


@background(TAKE)
def take_frame_in_background(  # the names are those of the job's arguments
    progress: Progress, at: datetime, campaign_id: int, person_id: int, place: str, name: str
) -> dict[str, Any]:
    """Take a list that was laid aside; the right of who asked is looked at again. The file is forgotten."""
    path = waiting_file(place)
    if not path.exists():  # it was taken, and the worker was killed before it could say so
        return {}
    progress(0, 2, _("Đọc và kiểm tra danh sách"))
    with TemporaryDirectory() as folder:
        opened = Path(folder) / place
        opened.write_bytes(Sealed(path.read_bytes()).opened() or b"")
        try:
            made = take_frame_file(_person(person_id, at), _campaign(campaign_id), opened, name, at)
        except ProblemsFound as found:
            path.unlink()
            named = [replace(one, place=replace(one.place, file=name)) for one in found.problems]
            raise ProblemsFound(named) from None
    progress(2, 2, _("Đã nhận danh sách"))
    path.unlink()
    return {"rows": made.rows}


@background(DRAW)
def draw_in_background(
    progress: Progress, at: datetime, campaign_id: int, person_id: int, frame_id: int, **plan: Any
) -> dict[str, Any]:
    """Draw a sample; the same list, plan and seed draw the same one however often it is begun."""
    frame = Frame.objects.get(pk=frame_id, campaign=campaign_id)
    progress(0, 2, _("Rút mẫu và lập phiếu mời"))
    design = Design.from_dict(plan["design"])
    made = draw_sample(_person(person_id, at), _campaign(campaign_id), frame, design, plan["seed"], at)
    progress(2, 2, _("Đã rút mẫu"))
    return {"chosen": made.chosen, "reserves": made.reserves, "seed": made.seed}


@every(_OLD, "surveys.forget_waiting_files")
def forget_waiting_files(at: datetime) -> None:
    """Forget lists that were laid aside and never taken."""
    for path in waiting_file("").glob("*"):
        if at.timestamp() - path.stat().st_mtime > _OLD.total_seconds():
            path.unlink(missing_ok=True)


def _campaign(campaign_id: int) -> Campaign:
    return Campaign.objects.select_related("owner", "round").get(pk=campaign_id)


def _person(person_id: int, at: datetime) -> Person:
    user = User.objects.get(pk=person_id)
    return person_of(user, "", timezone.localdate(at), has_second_factor=True)
