"""Tokens of one answer: what stands in a link, and the two digests that the database keeps apart."""

from __future__ import annotations

import hashlib
import re
import secrets
from typing import Final

ALPHABET: Final = "23456789abcdefghjkmnpqrstuvwxyz"
"""No letter that looks like another one: people type tokens from paper."""
LENGTH: Final = 16
"""31¹⁶ tokens, 79 bits: with a million live ones, a guess hits one in 7·10¹⁷."""
_GROUP: Final = 4


def new_token() -> str:
    """Make a token."""
    return "".join(secrets.choice(ALPHABET) for _number in range(LENGTH))


def written(token: str) -> str:
    """Write a token for people, in groups.

    >>> written("k7mq2x9fabcd2345")
    'k7mq-2x9f-abcd-2345'
    """
    return "-".join(token[place : place + _GROUP] for place in range(0, len(token), _GROUP))


def read_token(text: str) -> str:
    """Read what somebody typed: case, blanks and dashes do not matter; empty where it can be no token.

    >>> read_token(" K7MQ 2x9f-abcd-2345 ")
    'k7mq2x9fabcd2345'
    >>> read_token("k7mq")
    ''
    """
    token = re.sub(r"[\s\-]+", "", text[:80]).lower()
    return token if len(token) == LENGTH and set(token) <= set(ALPHABET) else ""


def hash_of(token: str) -> str:
    """Give the digest by which the invitation of a token is found; what is random needs no salt."""
    return _digest("open", token)


def answer_key(token: str) -> str:
    """Give the key of the answer that a token gives; the database tells no way from one to the other."""
    return _digest("answer", token)


def sheet_key(batch_id: int, number: int) -> str:
    """Give the key of the answer on a paper form."""
    return _digest("sheet", f"{batch_id}/{number}")


def back_check_key(back_check_id: int, rejected: int) -> str:
    """Give the key of a second answer; after one was rejected in review, another may be entered."""
    return _digest("back-check", f"{back_check_id}/{rejected}")


def dossier_key(campaign_id: int, dossier: str) -> str:
    """Give the key under which a dossier is rated at any kiosk of a campaign: once."""
    return _digest("dossier", f"{campaign_id}/{dossier.upper()}")


def device_key(campaign_id: int, key: str) -> str:
    """Give the key of what a device of an interviewer sends, by the key that the device made."""
    return _digest("device", f"{campaign_id}/{key}")


def _digest(purpose: str, token: str) -> str:
    return hashlib.sha256(f"{purpose}:{token}".encode()).hexdigest()
