"""Addresses of units and groups: readable, unique, of plain letters."""

from __future__ import annotations

import re
from collections.abc import Container

from parindex.text import fold

_LONGEST = 100


def plain(text: str) -> str:
    """Write a text in letters of an address.

    >>> plain("Phường Đông Ngàn (2025)")
    'phuong-dong-ngan-2025'
    """
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")[:_LONGEST].strip("-") or "don-vi"


def free(text: str, taken: Container[str]) -> str:
    """Give the address of a text that nobody has yet: with a number where it is taken.

    >>> free("Xã Đồng Tâm", {"xa-dong-tam"})
    'xa-dong-tam-2'
    """
    first = candidate = plain(text)
    number = 1
    while candidate in taken:
        number += 1
        candidate = f"{first}-{number}"
    return candidate
