"""Correct the working calendar by a decision, and judge the dossiers anew that it touches."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.audit.actions.record import record
from parweb.dossiers.calendars import days_to_recount, known_days, last_recount, site_calendar
from parweb.dossiers.events import RECOUNTED, RECOUNTED_BEFORE
from parweb.dossiers.keeping import judge_again, open_store
from parweb.dossiers.models import CalendarDay, Recount
from parweb.dossiers.permissions import may_keep_calendar
from parweb.inbox.actions.send import send
from parweb.jobs.actions.start import start
from parweb.jobs.models import Job
from parweb.jobs.registry import Progress

KIND: Final = "dossiers.recount"
UNCOUNTED: Final = "is_uncounted"
"""Said of a report whose dossiers were judged by a run that was stopped before it told how many."""
_TOLD: Final = ("looked_at", "verdicts", "late", "in_time")
_UNDER_WAY: Final = (Job.State.WAITING, Job.State.RUNNING)


class NothingToDo(Exception):  # noqa: N818  # it says what happened
    """No day changed since the facts were made."""


class UnderWay(Exception):  # noqa: N818  # it says what happened
    """Dossiers are being judged anew already."""


def save_day(
    person: Person, on: date, at: datetime, *, is_working: bool, name: str, basis: str
) -> CalendarDay:
    """Say whether a day is worked, in place of what the calendar or an earlier correction says."""
    require(may_keep_calendar(person, at))
    columns: dict[str, Any] = {"is_working": is_working, "name": name, "basis": basis}
    with transaction.atomic():
        before = CalendarDay.objects.filter(on=on).values(*columns).first()
        who = {"made_at": at, "made_by_id": person.account_id}
        made, _is_new = CalendarDay.objects.update_or_create(on=on, defaults=columns | who)
        after = {"on": on.isoformat(), **columns}
        record(person.actor, "dossiers.save_day", at, target=made, before=before or {}, after=after)
    return made


def drop_day(person: Person, day: CalendarDay, at: datetime) -> None:
    """Take a correction back: the day is again what the calendar of the software says."""
    require(may_keep_calendar(person, at))
    with transaction.atomic():
        before = {"on": day.on.isoformat(), "is_working": day.is_working, "name": day.name}
        record(person.actor, "dossiers.drop_day", at, target=day, before=before)
        day.delete()


def begin_recount(person: Person, at: datetime) -> Job:
    """Judge the dossiers anew that the changed days touch, in the background; give the job.

    Raises :class:`NothingToDo`, :class:`UnderWay`.
    """
    require(may_keep_calendar(person, at))
    if not (days := days_to_recount()):
        raise NothingToDo
    if Recount.objects.filter(done_at=None, job__state__in=_UNDER_WAY).exists():
        raise UnderWay
    with transaction.atomic():
        made = Recount.objects.create(asked_at=at, asked_by_id=person.account_id)
        job = start(KIND, {"recount_id": made.pk}, by=person.account_id, at=at, link=link_to_calendar())
        Recount.objects.filter(pk=made.pk).update(job=job)
        after = {"days": [one.isoformat() for one in days]}
        record(person.actor, "dossiers.begin_recount", at, target=made, after=after)
    return job


def run_recount(recount: Recount, person: Person, at: datetime, progress: Progress) -> dict[str, Any]:
    """Judge the dossiers anew; give the report. A recount that is done stays as it is."""
    if recount.done_at is not None:
        return dict(recount.report)
    require(may_keep_calendar(person, at))
    calendar, days = site_calendar(), days_to_recount()
    report = {"days": [one.isoformat() for one in days], **_judged(recount, days, progress)}
    now = timezone.now()
    with transaction.atomic():
        mine = Recount.objects.filter(pk=recount.pk, done_at=None)
        if mine.update(report=report, calendar=known_days(calendar), done_at=now):
            numbers = {name: str(report.get(name, 0)) for name in _TOLD}
            told = (RECOUNTED_BEFORE, {}) if report.get(UNCOUNTED) else (RECOUNTED, numbers)
            send([person.account_id], *told, link_to_calendar(), now)
            record(person.actor, "dossiers.recount", now, target=recount, after=report)
    return report


def _judged(recount: Recount, days: list[date], progress: Progress) -> dict[str, Any]:
    """Judge anew, and count; an earlier run may have been stopped when the store had taken all of it."""
    if not days:
        return {}
    serial = open_store().manifest.serial
    if "serial" not in recount.report:
        recount.report = {"serial": serial}
        recount.save(update_fields=["report"])
    done = judge_again(days, progress)
    if not done.changed and serial != recount.report["serial"]:
        return {UNCOUNTED: True}
    return asdict(done)


def note_first_calendar(at: datetime) -> None:
    """Remember by which calendar the facts of the first import are made."""
    if last_recount() is None:
        Recount.objects.create(calendar=known_days(site_calendar()), asked_at=at, done_at=at)


def link_to_calendar() -> str:
    """Give the page of the calendar for people who read it later, in their own language."""
    with translation.override(settings.LANGUAGE_CODE):
        return reverse("dossiers:calendar")
