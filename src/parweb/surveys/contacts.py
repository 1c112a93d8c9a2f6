"""Contact data, encrypted by a key that stands outside the database."""

from __future__ import annotations

from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


@dataclass(frozen=True)
class Sealed:
    """Bytes that only the key of contacts opens (Fernet: AES-128 in CBC with HMAC-SHA256)."""

    value: bytes

    @staticmethod
    def of(content: bytes) -> Sealed:
        """Encrypt."""
        return Sealed(_box().encrypt(content))

    def opened(self) -> bytes | None:
        """Decrypt; None where the key is another one now: then nobody reads it any more."""
        try:
            return _box().decrypt(self.value)
        except InvalidToken:
            return None


def sealed(text: str) -> bytes:
    """Encrypt a contact for its column."""
    return Sealed.of(text.encode()).value


def opened(value: bytes) -> str:
    """Decrypt a contact; empty where nobody can read it any more."""
    return (Sealed(bytes(value)).opened() or b"").decode()


def _box() -> Fernet:
    return Fernet(settings.SURVEY_CONTACT_KEY)
