"""What the API answers with, and what it may be asked."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Path, Query, Schema

Slug = Annotated[str, Path(pattern=r"^[-a-zA-Z0-9_]+$", max_length=140)]
Limit = Annotated[int, Query(ge=1, le=500)]
Offset = Annotated[int, Query(ge=0, le=1_000_000)]
Words = Annotated[str, Query(max_length=200)]


class Missing(Schema):
    """What was asked for is not there, or not public."""

    code: str = "not_found"
    detail: str


class Wrong(Schema):
    """What was sent cannot be: each error with its place."""

    code: str = "invalid"
    detail: list[dict[str, Any]]


class PublicationOut(Schema):
    """A publication."""

    slug: str
    title: str
    kind: str
    year: int
    round: str
    league: str
    units: int
    published_at: datetime
    decision_number: str
    decision_on: date | None
    signer: str
    replaces: str | None
    replaced_by: str | None
    edition: str
    edition_digest: str
    values_digest: str
    engine_version: str
    made_at: datetime
    page: str
    bundle: str


class PublicationDetail(PublicationOut):
    """A publication with the digest of its bundle and the columns of its ranking."""

    bundle_sha256: str
    columns: list[dict[str, str]]
    classes: list[dict[str, str | None]]
    peer_groups: dict[str, list[str]]


class Standing(Schema):
    """Points and place on the total or on a domain."""

    criterion_id: str
    points: str | None
    max_points: str | None
    percent: str | None
    rank: int | None
    of: int | None
    tied: bool
    standing: str


class PossibleOut(Schema):
    """Points and ranks that survey errors leave possible, for all units at once with 95 % confidence."""

    points_low: str
    points_high: str
    best: int
    worst: int
    alike: int
    """How many units cannot be told from this one."""


class InGroupOut(Schema):
    """The place of a unit inside the peer group that was asked for, on the total."""

    rank: int
    of: int
    possible: PossibleOut | None
    """Ranks inside the group that survey errors leave possible."""


class RankedOut(Schema):
    """A unit of the ranking."""

    unit: str
    code: str
    name: str
    class_code: str
    total: Standing
    possible: PossibleOut | None
    """What survey errors leave possible on the total; null where no points rest on an estimate."""
    in_group: InGroupOut | None
    """Null where no ``group`` was asked for, or the unit has no rank."""
    domains: list[Standing]


class LeafOut(Schema):
    """Why a unit has its points on one leaf."""

    criterion_id: str
    label: str
    points: str | None
    max_points: str
    standing: str
    inputs: str
    clause: str
    source: str
    legal_ref: str
    standard_error: str | None
    """Of an estimate, in percentage points of the share that the points are made of."""
    low: str | None
    high: str | None
    """The ends of its confidence interval, in percent."""
    level: str | None
    """The level of the interval, in percent."""
    method: str | None
    points_low: str | None
    points_high: str | None
    """The leaf's points at the ends; null where its rule does not rise or fall all the way."""


class UnitResultOut(RankedOut):
    """The result of a unit with every leaf explained."""

    leaves: list[LeafOut]


class UnitOut(Schema):
    """A unit of the register."""

    slug: str
    code: str
    name: str
    kind: str
    valid_from: date | None
    valid_to: date | None


class ResultOfYear(Schema):
    """The total of a unit in one publication."""

    publication: str
    year: int
    total: Standing


class UnitDetail(UnitOut):
    """A unit and its published results."""

    results: list[ResultOfYear]


class PublicationPage(Schema):
    """Some publications, and how many there are."""

    count: int
    items: list[PublicationOut]


class RankingPage(Schema):
    """Some rows of a ranking, and how many there are."""

    count: int
    items: list[RankedOut]


class UnitPage(Schema):
    """Some units, and how many there are."""

    count: int
    items: list[UnitOut]


class EditionOut(Schema):
    """The edition of a publication: its name, its digest and its whole content."""

    ref: str
    title: str
    digest: str
    content: dict[str, Any]


ERRORS: dict[int, Any] = {404: Missing, 422: Wrong}
