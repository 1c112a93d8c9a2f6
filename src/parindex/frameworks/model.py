"""An edition (bộ tiêu chí): what a decision lays down for one kind of unit and one or more years."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from parindex.frameworks.parts import Code, Dec, InputSpec, MaxPoints, Name, Part, Words
from parindex.frameworks.rules import AnyRule

_ZERO = Decimal(0)

ScoredBy = Literal["unit", "appraiser", "council", "survey", "dossier", "data"]
NotApplicable = Literal["refuse", "exclude", "full", "zero"]
MissingPolicy = Literal["block", "zero"]


class LegalBasis(Part):
    """The decision that an edition comes from: number, date, issuer, and what it replaces."""

    number: str = Field(min_length=1)
    date: date
    issuer: Words
    title: Words | None = None
    replaces: tuple[str, ...] = ()
    source: str | None = None


class Validity(Part):
    """From which day, and to which, an edition is in force."""

    from_: date = Field(alias="from")
    to: date | None = None


class Channel(Part):
    """Where points come from (thẩm định, điều tra XHH, SIPAS, thưởng, phạt): its maximum and its treatment.

    ``on_excluded`` says what happens when leaves of the channel do not apply: ``own``, the channel is
    rescaled to its full maximum; ``total``, the points leave the total, which is rescaled; ``none``,
    nothing is rescaled. A channel all of whose leaves are excluded always leaves the total.
    """

    label: Words
    max: MaxPoints
    kind: Literal["base", "bonus", "penalty"] = "base"
    on_excluded: Literal["own", "total", "none"] = "own"
    optional: bool = False
    """Whether a round may leave the whole channel out (no survey held)."""


class ClassBand(Part):
    """A class of units: from its lower bound (inclusive) to below its upper bound."""

    code: str
    label: Words
    from_: Dec = Field(_ZERO, alias="from")
    below: Dec | None = None


class Classes(Part):
    """How totals are put into classes: in percent of the maximum, in points, or by share of the ranking."""

    basis: Literal["percent", "points", "quantile"] = "percent"
    bands: Annotated[tuple[ClassBand, ...], Field(min_length=1)]
    note: Words | None = None


class Ranking(Part):
    """How ties are ranked and which denominator is printed."""

    ties: Literal["dense", "competition", "ordinal"] = "dense"
    denominator: Literal["distinct", "units"] = "distinct"
    basis: Literal["percent", "points"] = "percent"
    """What nodes are ranked by where units have different maxima (excluded leaves)."""


class Remedy(Part):
    """Domains below this percentage of their points must be remedied."""

    threshold: Dec
    note: Words | None = None


class TotalBounds(Part):
    """Bounds of the total after bonus and penalty, each on its own line."""

    floor: Dec | None = None
    cap: Dec | None = None


class Settings(Part):
    """What an edition decides beyond its criteria."""

    decimals: Annotated[int, Field(ge=0, le=9)] = 2
    ranking: Ranking = Ranking()
    classes: Classes | None = None
    remedy: Remedy | None = None
    missing: MissingPolicy = "block"
    total: TotalBounds = TotalBounds()


class Evidence(Part):
    """A document that proves a criterion (tài liệu kiểm chứng)."""

    label: Words
    required: bool = True


class Feed(Part):
    """Where a data-fed leaf (R19) takes its value from."""

    measure: str
    period: Literal["year", "half_year", "quarter", "month"] = "year"
    note: Words | None = None


class Node(Part):
    """A domain, criterion or leaf (lĩnh vực, tiêu chí, tiêu chí thành phần); a leaf has a rule.

    ``channel``, ``scored_by``, ``legal_ref`` and ``illustrative`` are inherited from above where absent.
    """

    code: Code
    label: Words
    max: MaxPoints
    channel: Name | None = None
    rule: AnyRule | None = None
    scored_by: ScoredBy | None = None
    role: str | None = None
    not_applicable: NotApplicable = "refuse"
    missing: MissingPolicy | None = None
    evidence: tuple[Evidence, ...] = ()
    guidance: Words | None = None
    legal_ref: str | None = None
    feed: Feed | None = None
    round: Annotated[int, Field(ge=0, le=9)] | None = None
    """Decimals to which this node's points are rounded half up, where the law says so."""
    illustrative: bool = False
    criteria: tuple[Node, ...] = ()

    @property
    def is_leaf(self) -> bool:
        """Tell whether the node is scored itself, and not as the sum of others."""
        return not self.criteria

    def inputs(self) -> tuple[InputSpec, ...]:
        """List what has to be filled in for this leaf; empty for a node that has children."""
        return self.rule.inputs(self.max) if self.rule else ()


class Edition(Part):
    """One edition of a framework. ``ref`` (``commune-hai-duong@2022``) names it everywhere."""

    schema_version: Literal[1] = 1
    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    year: Annotated[int, Field(ge=1990, le=2200)]
    title: Words
    illustrative: bool = False
    """True when criteria were written by us and not published (minh họa)."""
    note: Words | None = None
    legal_basis: LegalBasis | None = None
    validity: Validity | None = None
    unit_kinds: tuple[str, ...] = ()
    league: Words | None = None
    channels: Annotated[dict[Name, Channel], Field(min_length=1)]
    settings: Settings = Settings()
    tree: Annotated[tuple[Node, ...], Field(min_length=1)]

    @property
    def ref(self) -> str:
        """The name of the edition: ``id@year``."""
        return f"{self.id}@{self.year}"

    def nodes(self) -> Iterator[Node]:
        """Give every node, in printed order, parents before children."""
        yield from _walk(self.tree)

    def leaves(self) -> Iterator[Node]:
        """Give every leaf, in printed order."""
        return (node for node in self.nodes() if node.is_leaf)


def _walk(nodes: tuple[Node, ...]) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from _walk(node.criteria)
