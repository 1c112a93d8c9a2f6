"""The digest of an edition: over what it says, not over how its file is laid out."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from typing import Any

from parindex.frameworks.model import Edition


def canonical(edition: Edition) -> dict[str, Any]:
    """Give the content of an edition as plain data with one spelling for equal content.

    Defaults are left out and ``18.50`` is ``18.5``, so that neither formatting nor a default written
    down changes the digest.
    """
    data: dict[str, Any] = _plain(edition.model_dump(mode="python", by_alias=True, exclude_defaults=True))
    return data


def digest(edition: Edition) -> str:
    """Give the SHA-256 of the canonical content, in hexadecimal (64 characters)."""
    text = json.dumps(canonical(edition), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def plain_decimal(number: Decimal) -> str:
    """Write a decimal without an exponent and without trailing zeros.

    >>> plain_decimal(Decimal("18.50")), plain_decimal(Decimal("100"))
    ('18.5', '100')
    """
    text = format(number, "f")
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text


def _plain(value: Any) -> Any:  # any plain data
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, Decimal):
        return plain_decimal(value)
    return value.isoformat() if hasattr(value, "isoformat") else value
