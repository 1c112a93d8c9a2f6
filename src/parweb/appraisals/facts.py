"""When two units gave the same facts: a digest of what was filled in for a leaf."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

_LENGTH: Final = 32


def facts_digest(inputs: Mapping[str, Any], standing: str) -> str:
    """Give the digest of a leaf's inputs (numbers as text) and standing; empty where nothing was filled in.

    Numbers are compared by value: ``10`` and ``10.0`` are the same fact.

    >>> facts_digest({"value": "10"}, "measured") == facts_digest({"value": "10.0"}, "measured")
    True
    >>> facts_digest({}, "missing")
    ''
    """
    if standing == "missing":
        return ""
    plain = {name: format(Decimal(str(value)).normalize(), "f") for name, value in sorted(inputs.items())}
    text = json.dumps([standing, plain], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:_LENGTH]


def are_same_facts(one: tuple[Mapping[str, Any], str], other: tuple[Mapping[str, Any], str]) -> bool:
    """Tell whether inputs and standing of two leaves have one digest, without making it (it is slow).

    >>> are_same_facts(({"value": "10"}, "measured"), ({"value": "10.0"}, "measured"))
    True
    >>> are_same_facts(({"value": "10"}, "measured"), ({"value": "10"}, "not_applicable"))
    False
    """
    (inputs, standing), (others, other_standing) = one, other
    if standing != other_standing:
        return False
    if standing == "missing" or inputs == others:
        return True
    return inputs.keys() == others.keys() and as_decimals(inputs) == as_decimals(others)


def as_decimals(inputs: Mapping[str, Any]) -> dict[str, Decimal]:
    """Give stored inputs (numbers as text) as decimals."""
    return {name: Decimal(str(value)) for name, value in inputs.items()}


def as_texts(inputs: Mapping[str, Decimal]) -> dict[str, str]:
    """Give inputs as they are stored: exact numbers as text.

    >>> as_texts({"value": Decimal("1.50")})
    {'value': '1.50'}
    """
    return {name: format(value, "f") for name, value in inputs.items()}
