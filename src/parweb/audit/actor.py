"""Who acts, as the log writes it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """A person, or the system itself (``user_id`` None), and the network address they come from."""

    user_id: int | None
    name: str
    address: str = ""


SYSTEM = Actor(None, "hệ thống")
