"""Which leaves of an edition are decided where: by appraisers, or by the council alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from parindex.frameworks.outline import Outline, OutlineNode, above
from parweb.frameworks.models import AdoptedEdition
from parweb.frameworks.queries import outline_of

BY_APPRAISERS: Final = frozenset({"unit", "appraiser"})
"""Who scores the leaves that appraisers decide; the others come from surveys, dossiers or the council."""

_BY_COUNCIL: Final = frozenset({"council"})
_MOST_KEPT: Final = 64
_KEPT: Final[dict[tuple[str, frozenset[str]], dict[str, OutlineNode]]] = {}
"""By digest of an edition, which never changes: an outline itself is slow to compare."""


def appraised_leaves(adopted: AdoptedEdition) -> dict[str, OutlineNode]:
    """Give the leaves that appraisers decide, by code, in printed order."""
    return _by_scorer(adopted, BY_APPRAISERS)


def council_leaves(adopted: AdoptedEdition) -> dict[str, OutlineNode]:
    """Give the leaves that only the council scores, by code, in printed order."""
    return _by_scorer(adopted, _BY_COUNCIL)


def leaf_of(adopted: AdoptedEdition, code: str) -> OutlineNode | None:
    """Give a leaf of an edition by its code; None where there is no such leaf."""
    number = outline_of(adopted).row_number.get(code)
    nodes = outline_of(adopted).nodes
    if number is None or number >= len(nodes) or not nodes[number].node.is_leaf:
        return None
    return nodes[number]


def domain_of(outline: Outline, leaf: OutlineNode) -> OutlineNode:
    """Give the top node (lĩnh vực) above a leaf; a leaf at the top is its own."""
    return next(iter(list(above(outline, leaf))[::-1]), leaf)


def covered(codes: Iterable[str], wanted: tuple[str, ...]) -> list[str]:
    """Give the codes that lie under the wanted ones (all, where none is wanted).

    >>> covered(["2.1", "2.10", "20.1"], ("2",))
    ['2.1', '2.10']
    """
    return [
        code
        for code in codes
        if not wanted or any(code == one or code.startswith(f"{one}.") for one in wanted)
    ]


def _by_scorer(adopted: AdoptedEdition, scorers: frozenset[str]) -> dict[str, OutlineNode]:
    key = (adopted.digest, scorers)
    if key not in _KEPT:
        if len(_KEPT) >= _MOST_KEPT:
            _KEPT.clear()
        _KEPT[key] = {leaf.code: leaf for leaf in outline_of(adopted).leaves if leaf.scored_by in scorers}
    return _KEPT[key]
