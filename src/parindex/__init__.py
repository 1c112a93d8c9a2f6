"""Public administration reform indices (PAR INDEX, SIPAS): score, rank and explain from files.

The public functions are loaded when first used, so that the command starts at once.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_DOORS = {
    "load_edition": "parindex.frameworks.loading",
    "find_edition": "parindex.frameworks.registry",
    "score": "parindex.scoring.pipeline",
    "rank": "parindex.ranking.ranks",
    "explain": "parindex.scoring.explain",
    "compare_editions": "parindex.frameworks.comparing",
    "movement": "parindex.ranking.movement",
    "audit_table": "parindex.ranking.audit",
    "read_values": "parindex.reading.values",
    "read_units": "parindex.reading.units",
    "ProblemsFound": "parindex.errors",
}
__all__ = [*_DOORS, "__version__"]  # noqa: PLE0604, RUF100  # the names are loaded on demand


def __getattr__(name: str) -> Any:  # a door can lead to anything
    """Load a public function where it lives, when it is first asked for."""
    if name not in _DOORS:
        message = f"module 'parindex' has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(_DOORS[name]), "find" if name == "find_edition" else name)


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return sorted(__all__)
