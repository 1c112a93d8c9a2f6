"""Sessions in the database, read by a prepared query: every page of somebody signed in asks for one."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.contrib.sessions.models import Session
from django.utils import timezone

from parweb.interface.prepared import Prepared

_SESSION = Prepared(
    lambda key: Session.objects.filter(pk=key).values_list("session_data", "expire_date"), str
)


class SessionStore(DatabaseSessions):
    """Django's sessions in the database."""

    def load(self) -> dict[str, Any]:
        """Give what a session holds; nothing for one that has ended or never was."""
        row = _SESSION.first(self.session_key or "")
        if row is None or row[1] <= timezone.now():
            self._session_key = None
            return {}
        return self.decode(row[0])
