"""The cases beside an edition: whether they speak of its criteria and inputs (not whether they hold)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from parindex.errors import Problem, ProblemsFound, kind
from parindex.frameworks.cases import Case, Expected, LoadedCases, load_cases
from parindex.frameworks.loading import Loaded
from parindex.frameworks.model import Node
from parindex.frameworks.yaml_lines import Document, Path
from parindex.language import N_
from parindex.tables import CHANNEL_PREFIX, STANDINGS, TOTAL
