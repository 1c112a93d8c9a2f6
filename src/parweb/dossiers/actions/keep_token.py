"""Make and revoke what a one-stop system shows when it hands over batches."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.audit.actions.record import record
from parweb.dossiers.models import Source, Token
from parweb.dossiers.permissions import may_keep_sources_of

_PREFIX: Final = "hoso_"
_BYTES: Final = 32


def digest_of(secret: str) -> str:
    """Give what is kept of a token: it has 256 random bits, so a plain hash cannot be searched."""
    return hashlib.sha256(secret.encode()).hexdigest()


def make_token(person: Person, source: Source, label: str, at: datetime) -> tuple[Token, str]:
    """Make a token; give it with its secret, which nobody can see again."""
    require(may_keep_sources_of(person, source.owner, at))
    secret = _PREFIX + secrets.token_urlsafe(_BYTES)
    with transaction.atomic():
        made = Token.objects.create(
            source=source, label=label, digest=digest_of(secret), made_at=at, made_by_id=person.account_id
        )
        after = {"source": source.pk, "label": label}
        record(person.actor, "dossiers.make_token", at, target=made, unit_id=source.owner_id, after=after)
    return made, secret


def revoke_token(person: Person, token: Token, at: datetime) -> None:
    """Let a token open nothing from now on; done twice, the first moment stays."""
    require(may_keep_sources_of(person, token.source.owner, at))
    with transaction.atomic():
        if Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at):
            told: dict[str, Any] = {"target": token, "unit_id": token.source.owner_id}
            record(person.actor, "dossiers.revoke_token", at, after={"label": token.label}, **told)
