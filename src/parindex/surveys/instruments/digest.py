"""The digest of a form: over what it says, not over how its file is laid out."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from typing import Any

from parindex.frameworks.digest import plain_decimal
from parindex.surveys.instruments.model import Instrument


def canonical(instrument: Instrument) -> dict[str, Any]:
    """Give the content of a form as plain data with one spelling for equal content.

    Defaults are left out and ``18.50`` is ``18.5``, so that neither formatting nor a default written down
    changes the digest.
    """
    data: dict[str, Any] = _plain(
        instrument.model_dump(mode="python", by_alias=True, exclude_defaults=True, exclude_none=True)
    )
    return data


def digest(instrument: Instrument) -> str:
    """Give the SHA-256 of the canonical content, in hexadecimal (64 characters).

    >>> from parindex.surveys.instruments.registry import load_instrument
    >>> len(digest(load_instrument("sipas-population@2026")))
    64
    """
    return _hash(canonical(instrument))


def measure_digest(instrument: Instrument) -> str:
    """Give the digest of what the index measures: factors, their items' words and scales, the rule.

    Two years of a form with the same measure digest ask for the same thing, whatever else changed.
    """
    items = [[column.id, column.label.vi, _scale_of(column.options)] for column in instrument.index_columns]
    factors = [[factor.code, list(factor.items)] for factor in instrument.factors]
    rule = instrument.index
    how = [rule.aggregation, sorted(rule.satisfied)] if rule else []
    no_opinion = sorted({code for column in instrument.index_columns for code in column.no_opinion})
    return _hash([items, factors, how, no_opinion])


def _scale_of(options: tuple[Any, ...]) -> list[list[Any]]:
    return sorted([option.code, option.label.vi] for option in options)


def _hash(data: Any) -> str:  # plain data
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:  # any plain data
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return plain_decimal(value) if isinstance(value, Decimal) else value
