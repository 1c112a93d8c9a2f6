"""Messages reach their people once, in their language, and leave the site when settings say so."""

from importlib import import_module

import pytest
from django.core import mail
from django.test import Client
from django.utils.translation import gettext_lazy as _

from parweb.inbox.actions.deliver import deliver
from parweb.inbox.actions.send import send
from parweb.inbox.events import EVENTS
from parweb.inbox.models import Message
from tests.parweb.cast import NOW, Cast

CALLED: list[tuple[str, str, str]] = []


def hook(user: object, words: str, link: str) -> None:
    CALLED.append((str(user), words, link))


def called() -> list[tuple[str, str, str]]:
    return import_module("tests.parweb.inbox.test_messages").CALLED


def failing_hook(user: object, words: str, link: str) -> None:
    raise ConnectionError


@pytest.fixture(autouse=True)
def event(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(EVENTS, "test.due", _("Còn {days} ngày để nộp"))
    called().clear()


def tell(cast: Cast, *names: str, once: str = "") -> None:
    send([cast.users[name].pk for name in names], "test.due", {"days": "3"}, "/ky/", NOW, once=once)


def test_a_reminder_with_a_key_reaches_a_person_once(cast: Cast):
    tell(cast, "officer", once="due:3")
    tell(cast, "officer", "leader", once="due:3")
    assert Message.objects.filter(person=cast.users["officer"]).count() == 1
    assert Message.objects.filter(person=cast.users["leader"]).count() == 1


def test_the_inbox_shows_what_happened_and_counts_the_unread(cast: Cast, client: Client):
    tell(cast, "officer")
    client.force_login(cast.users["officer"])
    page = client.get("/hop-thu/").content.decode()
    assert "Còn 3 ngày để nộp" in page


def test_opening_a_message_marks_it_read_and_goes_where_it_points(cast: Cast, client: Client):
    tell(cast, "officer")
    message = Message.objects.get()
    client.force_login(cast.users["officer"])
    answer = client.post("/hop-thu/da-doc/", {"message": message.pk})
    assert (answer.status_code, answer.url) == (302, "/ky/")
    message.refresh_from_db()
    assert message.read_at is not None


def test_nobody_marks_another_persons_message(cast: Cast, client: Client):
    tell(cast, "officer")
    client.force_login(cast.users["other_officer"])
    client.post("/hop-thu/da-doc/", {"message": Message.objects.get().pk})
    assert Message.objects.get().read_at is None


def test_a_link_to_another_site_is_not_followed(cast: Cast, client: Client):
    send([cast.users["officer"].pk], "test.due", {"days": "3"}, "//evil.example/", NOW)
    client.force_login(cast.users["officer"])
    assert client.post("/hop-thu/da-doc/", {"message": Message.objects.get().pk}).url == "/hop-thu/"


def test_nothing_leaves_the_site_without_a_setting(cast: Cast):
    tell(cast, "officer")
    assert deliver(NOW) == 0
    assert (mail.outbox, Message.objects.get().sent_at) == ([], None)


def test_an_email_carries_the_words_and_the_link_in_the_readers_language(cast: Cast, settings):
    settings.EMAIL_HOST, settings.BASE_URL = "mail.example", "https://cchc.example"
    tell(cast, "officer")
    assert deliver(NOW) == 1
    assert deliver(NOW) == 0
    [sent] = mail.outbox
    assert sent.subject == "[Chỉ số CCHC] Còn 3 ngày để nộp"
    assert "https://cchc.example/ky/" in sent.body


def test_the_hook_for_sms_or_zalo_gets_each_message_once(cast: Cast, settings):
    settings.MESSAGE_HOOK = "tests.parweb.inbox.test_messages.hook"
    tell(cast, "officer")
    deliver(NOW)
    deliver(NOW)
    assert called() == [("Lê Văn An", "Còn 3 ngày để nộp", "http://localhost:8000/ky/")]


def test_a_message_that_failed_is_tried_again(cast: Cast, settings):
    settings.MESSAGE_HOOK = "tests.parweb.inbox.test_messages.failing_hook"
    tell(cast, "officer")
    assert deliver(NOW) == 0
    assert Message.objects.get().sent_at is None
