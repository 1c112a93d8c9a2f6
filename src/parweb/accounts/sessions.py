"""Sessions in the database, read by a prepared query: every page of somebody signed in asks for one."""

from __future__ import annotations

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.contrib.sessions.models import Session
from django.utils import timezone

from parweb.interface.prepared import Prepared

_COLUMNS = ("session_key", "session_data", "expire_date")
_SESSION = Prepared(lambda key: Session.objects.filter(pk=key).values_list(*_COLUMNS), str)


class SessionStore(DatabaseSessions):
    """Django's sessions in the database."""

    def _get_session_from_db(self) -> Session | None:
        row = _SESSION.first(self.session_key or "")
        if row is None or row[2] <= timezone.now():
            self._session_key = None
            return None
        return Session.from_db("default", _COLUMNS, row)
