"""Moves of a session, a request for explanation and an appeal, as data."""

from __future__ import annotations

from typing import Final

SESSION_MOVES: Final[dict[str, frozenset[str]]] = {
    "planned": frozenset({"voting"}),
    "voting": frozenset({"opened"}),
    "opened": frozenset({"closed"}),
    "closed": frozenset(),
}
"""Votes are opened once; there is no way back."""

REQUEST_MOVES: Final[dict[str, frozenset[str]]] = {
    "asked": frozenset({"answered", "withdrawn"}),
    "answered": frozenset({"answered", "asked", "released", "withdrawn"}),
    "released": frozenset(),
    "withdrawn": frozenset(),
}
"""The leader releases an answer or gives it back (``asked``)."""

APPEAL_MOVES: Final[dict[str, frozenset[str]]] = {
    "draft": frozenset({"draft", "filed", "withdrawn"}),
    "filed": frozenset({"granted", "partly", "refused", "withdrawn"}),
    "granted": frozenset(),
    "partly": frozenset(),
    "refused": frozenset(),
    "withdrawn": frozenset(),
}
"""An appeal is decided once; the unit may withdraw it until then."""

OPEN_REQUESTS: Final = ("asked", "answered")
GRANTED: Final = ("granted", "partly")
