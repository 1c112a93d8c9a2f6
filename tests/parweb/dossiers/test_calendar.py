"""A correction of the calendar reaches the dossiers it touches, and says how many verdicts changed."""

from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from parweb.accounts.verdicts import Refused
from parweb.audit.models import Entry
from parweb.dossiers.actions import correct_calendar
from parweb.dossiers.actions.correct_calendar import (
    NothingToDo,
    UnderWay,
    begin_recount,
    drop_day,
    save_day,
)
from parweb.dossiers.calendars import days_to_recount, last_recount, site_calendar
from parweb.dossiers.keeping import open_store
from parweb.dossiers.models import CalendarDay, Recount, Source
from parweb.inbox.models import Message
from tests.parweb.cast import NOW, Cast
from tests.parweb.dossiers.filled import imported, known_as, row

FRIDAY, MONDAY, TUESDAY = date(2026, 11, 6), date(2026, 11, 9), date(2026, 11, 10)
DECISION = {"name": "Nghỉ do bão", "basis": "Công điện 1/CĐ-TTg"}


def lines() -> list[str]:
    """Due on Friday and ended on Monday; due on Monday and ended on Tuesday; ended before; of October."""
    received = date(2026, 11, 2)
    return [
        row(1, "A", received, FRIDAY, MONDAY),
        row(2, "A", received, MONDAY, TUESDAY),
        row(3, "A", received, date(2026, 11, 5), date(2026, 11, 4)),
        row(4, "A", date(2026, 10, 5), date(2026, 10, 9), date(2026, 10, 12)),
    ]


@pytest.fixture
def filled(cast: Cast, source: Source, django_capture_on_commit_callbacks) -> Cast:
    known_as(source, cast.communes[0], "A")
    imported(cast, source, lines(), django_capture_on_commit_callbacks)
    return cast


def off(cast: Cast, day: date) -> CalendarDay:
    return save_day(cast.person("manager"), day, NOW, is_working=False, **DECISION)


def recounted(cast: Cast, capture, at: datetime = NOW) -> dict[str, object]:
    with capture(execute=True):
        begin_recount(cast.person("manager"), at)
    last = last_recount()
    assert last is not None
    return dict(last.report)


def late(text: str) -> list[str]:
    """The dossiers of the page of late ones."""
    return [code for code in ("0001", "0002", "0003", "0004") if f"-{code}</th>" in text]


def test_a_day_that_a_decision_makes_off_changes_the_verdicts_of_the_dossiers_it_touches(
    filled: Cast, client: Client, django_capture_on_commit_callbacks
):
    client.force_login(filled.users["manager"])
    address = f"{reverse('dossiers:late')}?ky=2026"
    assert late(client.get(address).content.decode()) == ["0001", "0002", "0004"]
    off(filled, MONDAY)
    report = recounted(filled, django_capture_on_commit_callbacks)
    # Due on Monday moves to Tuesday, when 0002 ended; 0001 was due on Friday and stays late.
    assert report == {
        "days": ["2026-11-09"],
        "looked_at": 2,
        "changed": 2,
        "verdicts": 1,
        "late": 0,
        "in_time": 1,
    }
    assert late(client.get(address).content.decode()) == ["0001", "0004"]
    text = client.get(reverse("dossiers:calendar")).content.decode()
    assert "Mọi hồ sơ trong kho được tính theo lịch dưới đây." in text
    assert "09/11/2026" in text


def test_taking_a_correction_back_gives_the_former_verdicts(filled: Cast, django_capture_on_commit_callbacks):
    day = off(filled, MONDAY)
    recounted(filled, django_capture_on_commit_callbacks)
    drop_day(filled.person("manager"), day, NOW)
    report = recounted(filled, django_capture_on_commit_callbacks)
    assert (report["days"], report["verdicts"], report["late"], report["in_time"]) == (
        ["2026-11-09"],
        1,
        1,
        0,
    )


def test_nothing_is_recounted_where_no_day_changed_or_one_is_under_way(filled: Cast):
    manager = filled.person("manager")
    with pytest.raises(NothingToDo):
        begin_recount(manager, NOW)
    off(filled, date(2026, 11, 8))  # a Sunday is off by itself
    with pytest.raises(NothingToDo):
        begin_recount(manager, NOW)
    off(filled, MONDAY)
    begin_recount(manager, NOW)
    with pytest.raises(UnderWay):
        begin_recount(manager, NOW)
    assert Recount.objects.filter(done_at=None).count() == 1


def test_a_correction_stands_in_the_place_of_a_day_of_the_shipped_calendar(cast: Cast):
    holiday = date(2026, 11, 24)
    assert not site_calendar().is_working(holiday)
    made = save_day(cast.person("admin"), holiday, NOW, is_working=True, **DECISION)
    assert site_calendar().is_working(holiday)
    drop_day(cast.person("admin"), made, NOW)
    assert not site_calendar().is_working(holiday)


def test_before_the_first_import_there_is_nothing_to_recount(cast: Cast):
    off(cast, MONDAY)
    assert days_to_recount() == []


def test_imports_after_a_correction_follow_it(
    cast: Cast, source: Source, client: Client, django_capture_on_commit_callbacks
):
    known_as(source, cast.communes[0], "A")
    off(cast, MONDAY)
    imported(cast, source, lines(), django_capture_on_commit_callbacks)
    assert days_to_recount() == []
    client.force_login(cast.users["manager"])
    page = client.get(f"{reverse('dossiers:late')}?ky=2026").content.decode()
    assert late(page) == ["0001", "0004"]


def test_a_recount_is_logged_and_its_asker_is_told(filled: Cast, django_capture_on_commit_callbacks):
    off(filled, MONDAY)
    recounted(filled, django_capture_on_commit_callbacks)
    actions = list(Entry.objects.order_by("sequence").values_list("action", flat=True))
    assert actions[-3:] == ["dossiers.save_day", "dossiers.begin_recount", "dossiers.recount"]
    message = Message.objects.get(event="dossiers.recounted")
    assert (message.details["verdicts"], message.link) == ("1", "/ho-so/lich/")


def test_a_recount_stopped_after_the_store_took_it_does_not_say_that_nothing_changed(
    filled: Cast, client: Client, monkeypatch
):
    off(filled, MONDAY)
    begin_recount(filled.person("manager"), NOW)
    recount, judge = Recount.objects.get(done_at=None), correct_calendar.judge_again

    def stopped(*given):
        assert judge(*given).verdicts == 1
        raise KeyboardInterrupt

    quiet = lambda *_words: None  # noqa: E731  # no progress is looked at
    with monkeypatch.context() as once:
        once.setattr(correct_calendar, "judge_again", stopped)
        with pytest.raises(KeyboardInterrupt):
            correct_calendar.run_recount(recount, filled.person("manager"), NOW, quiet)
    recount = Recount.objects.get(done_at=None)
    report = correct_calendar.run_recount(recount, filled.person("manager"), NOW, quiet)
    assert report == {"days": ["2026-11-09"], "is_uncounted": True}
    assert days_to_recount() == []
    assert Message.objects.filter(event="dossiers.recounted_before").count() == 1
    client.force_login(filled.users["manager"])
    assert "không biết bao nhiêu hồ sơ đổi" in client.get(reverse("dossiers:calendar")).content.decode()


def test_the_records_stay_as_they_are(filled: Cast, django_capture_on_commit_callbacks):
    before = open_store().records().records
    off(filled, MONDAY)
    recounted(filled, django_capture_on_commit_callbacks)
    assert open_store().records().records.equals(before)


def test_the_page_takes_a_day_and_says_what_is_wrong_with_one(filled: Cast, client: Client):
    client.force_login(filled.users["manager"])
    told = {"on": "09/11/2026", "is_working": "0", **DECISION}
    answer = client.post(reverse("dossiers:save_day"), told | {"on": "09/11/2036", "basis": ""})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Lịch có từ năm 2015 đến năm 2030." in text
    assert 'value="Nghỉ do bão"' in text
    assert client.post(reverse("dossiers:save_day"), told).status_code == 302
    text = client.get(reverse("dossiers:calendar")).content.decode()
    assert "1 ngày đã đổi, hồ sơ chưa tính lại" in text
    assert "Công điện 1/CĐ-TTg" in text


def test_only_keepers_correct_the_calendar(filled: Cast):
    for name in ("officer", "leader", "observer", "appraiser"):
        with pytest.raises(Refused):
            save_day(filled.person(name), MONDAY, NOW, is_working=False, **DECISION)
        with pytest.raises(Refused):
            begin_recount(filled.person(name), NOW)
    assert not CalendarDay.objects.exists()
