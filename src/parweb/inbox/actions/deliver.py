"""Take messages out of the site: e-mail, and the hook for SMS or Zalo."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils import translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from parweb.inbox.events import words_of
from parweb.inbox.models import Message
from parweb.inbox.queries import unsent

_LOG = logging.getLogger(__name__)
_AT_ONCE = 200
Hook = Callable[[Any, str, str], None]
"""``hook(user, words, link)``: called once for each message; raise to be called again later."""


def deliver(at: datetime) -> int:
    """Send what was not sent yet, in the reader's language, and give how many went out.

    Without e-mail and hook in the settings nothing leaves the site and nothing is marked. A message that
    fails stays, and is tried again at the next tick.
    """
    hook = message_hook()
    if not settings.EMAIL_HOST and hook is None:
        return 0
    with get_connection(fail_silently=False) as connection:
        gone = [one.pk for one in unsent(_AT_ONCE) if _sent(one, connection, hook)]
    Message.objects.filter(pk__in=gone).update(sent_at=at)
    return len(gone)


def message_hook() -> Hook | None:
    """Give the function of ``MESSAGE_HOOK``, None where the setting is empty."""
    return cast("Hook", import_string(settings.MESSAGE_HOOK)) if settings.MESSAGE_HOOK else None


def _sent(message: Message, connection: Any, hook: Hook | None) -> bool:
    with translation.override(message.person.language):
        words = words_of(message.event, message.details)
        link = settings.BASE_URL.rstrip("/") + message.link if message.link else settings.BASE_URL
        try:
            if settings.EMAIL_HOST and message.person.email:
                _mail(message.person.email, words, link, connection).send()
            if hook is not None:
                hook(message.person, words, link)
        except Exception:  # noqa: BLE001  # one message must not hold up the others
            _LOG.exception("message %s was not sent", message.pk)
            return False
    return True


def _mail(address: str, words: str, link: str, connection: Any) -> EmailMessage:
    subject = _("[Chỉ số CCHC] {words}").format(words=words)[:150]
    return EmailMessage(
        " ".join(subject.split()), f"{words}\n\n{link}\n", to=[address], connection=connection
    )
