"""What lower stages need of the engine, and where they get it: the door named by ``LEAF_SCORER``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, cast

from django.conf import settings
from django.utils.module_loading import import_string

from parweb.frameworks.models import AdoptedEdition

LeafScorer = Callable[[AdoptedEdition, str, Mapping[str, Decimal], str, Decimal | None], Any]
"""Takes an edition, a criterion, its inputs, its standing, and points set by a person (or None); gives the
library's ``SingleScore``: points, max_points, standing, clause, next_level."""


def leaf_scorer() -> LeafScorer:
    """Give the function that scores one leaf of one unit (in ``parweb.results.actions``)."""
    return cast("LeafScorer", import_string(settings.LEAF_SCORER))
