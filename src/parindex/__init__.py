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
    "check_edition": "parindex.frameworks.checks",
    "check_cases": "parindex.ranking.cases",
    "carry": "parindex.frameworks.carrying",
    "compare_editions": "parindex.frameworks.comparing",
    "export_workbook": "parindex.frameworks.workbook.exporting",
    "import_workbook": "parindex.frameworks.workbook.importing",
    "template_workbook": "parindex.frameworks.workbook.template",
    "read_values": "parindex.reading.values",
    "read_units": "parindex.reading.units",
    "read_entry": "parindex.reading.entry",
    "score": "parindex.scoring.pipeline",
    "what_if": "parindex.scoring.whatif",
    "score_single": "parindex.scoring.single",
    "add_up_single": "parindex.scoring.single",
    "explain": "parindex.scoring.explain",
    "rank": "parindex.ranking.ranks",
    "compare_with_league": "parindex.ranking.comparison",
    "below_threshold": "parindex.ranking.comparison",
    "write_bundle": "parindex.reports.bundle",
    "recompute": "parindex.reports.recomputing",
    "movement": "parindex.ranking.movement",
    "audit_table": "parindex.ranking.audit",
    "synthetic_units": "parindex.synthetic",
    "synthetic_values": "parindex.synthetic",
    "ProblemsFound": "parindex.errors",
}
_OTHER_NAMES = {"find_edition": "find", "check_edition": "check"}
__all__ = [*_DOORS, "__version__"]  # noqa: PLE0604, RUF100  # the names are loaded on demand


def __getattr__(name: str) -> Any:
    """Load a public function where it lives, when it is first asked for."""
    if name not in _DOORS:
        message = f"module 'parindex' has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(_DOORS[name]), _OTHER_NAMES.get(name, name))


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return sorted(__all__)
