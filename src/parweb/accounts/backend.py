"""How people sign in with a password, and how the account of a session is read."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from parweb.accounts.models import User
from parweb.interface.prepared import Prepared

_SELDOM = frozenset({"last_login", "date_joined", "closed_at", "opened_at"})
"""Moments that hardly a page shows of the person who reads it; they are read when one does."""
_COLUMNS = tuple(one.attname for one in User._meta.concrete_fields if one.attname not in _SELDOM)
_ACCOUNT = Prepared(lambda pk: User.objects.filter(pk=pk).values_list(*_COLUMNS), int)


class Backend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """Sign-in by allauth; the account by a prepared query, since every page of somebody signed in asks it."""

    def get_user(self, user_id: Any) -> User | None:
        """Give an account that may be used, None otherwise."""
        row = _ACCOUNT.first(int(user_id))
        user = None if row is None else User.from_db("default", _COLUMNS, row)
        return user if user is not None and self.user_can_authenticate(user) else None
