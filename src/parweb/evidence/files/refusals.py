"""Files that are not accepted: each with its name and a sentence that says why and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


class NotAccepted(ValueError):  # noqa: N818  # it says what happened
    """A file is not what the site accepts. ``reason`` is a lazy translation for people."""

    def __init__(self, reason: Any) -> None:
        """Keep the reason."""
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True)
class Refusal:
    """A file by the name people gave it, and why it is refused."""

    name: str
    reason: Any

    def __str__(self) -> str:
        """Say both."""
        return f"{self.name}: {self.reason}"


class FilesRefused(ValueError):  # noqa: N818  # it says what happened
    """Some of the files cannot be accepted, so none was kept; every reason at once."""

    def __init__(self, refusals: list[Refusal]) -> None:
        """Keep the reasons."""
        super().__init__("; ".join(map(str, refusals)))
        self.refusals = refusals
