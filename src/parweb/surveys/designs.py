"""The design of a sample as it is kept with a campaign, and what the library makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal

import polars as pl

from parindex.surveys.sampling.frames import Frame as Elements
from parindex.surveys.sampling.planning import Wanted, planned
from parindex.surveys.sampling.plans import Plan
from parindex.surveys.sampling.sizes import Assumptions, size_table

Basis = Literal["official", "design", "typed"]
_TOTAL: Final = -1


@dataclass(frozen=True)
class Design:
    """How many, shared how, expecting what. Shares are 0 to 1 (0.05 is a margin of 5 percentage points)."""

    basis: Basis = "design"
    """``official``: n = N/(1+N·e²) of the whole, shared; ``design``: what the margin needs per stratum."""
    margin: float = 0.05
    deff: float = 1.0
    response_rate: float = 1.0
    size: int | None = None
    """In all, where it is typed."""
    rule: Literal["proportional", "power", "equal"] = "proportional"
    floor: int = 0
    per_cluster: int | None = None
    """Two stages: so many in each drawn cluster."""
    reserve_percent: int = 20
    is_one_per_person: bool = True

    @property
    def assumptions(self) -> Assumptions:
        """What sizes rest on."""
        return Assumptions(margin=self.margin, deff=self.deff, response_rate=self.response_rate)

    def as_dict(self) -> dict[str, Any]:
        """Give it as plain data."""
        return asdict(self)

    @staticmethod
    def from_dict(given: Mapping[str, Any]) -> Design:
        """Read what :meth:`as_dict` gave; what is not there is as by default."""
        known = Design.__dataclass_fields__.keys()
        return Design(**{name: value for name, value in given.items() if name in known})


def sizes_of(strata: list[tuple[str, int]], design: Design) -> pl.DataFrame:
    """Give both sizes of each stratum and of the whole: the library's table of sizes."""
    units = pl.DataFrame(
        {"unit_id": [name for name, _count in strata], "population": [count for _name, count in strata]},
        schema={"unit_id": pl.String, "population": pl.Int64},
    )
    return size_table(units, design.assumptions)


def plan_of(elements: Elements, design: Design) -> Plan:
    """Give the plan that draws the design from a list; raises ``ProblemsFound`` where it cannot."""
    strata = [(str(name), int(count)) for name, count in elements.strata.iter_rows()]
    sizes = sizes_of(strata, design)
    total = int(sizes["official_n"][_TOTAL])
    invited = sizes["design_invited"].to_list()  # one per stratum, and last the total
    capped = {name: min(wanted, most) for (name, most), wanted in zip(strata, invited, strict=False)}
    ways: dict[Basis, dict[str, Any]] = {
        "official": {"size": total},
        "design": {"sizes": capped},
        "typed": {"size": design.size},
    }
    return planned(
        elements,
        Wanted(
            **ways[design.basis],
            rule=design.rule,
            floor=design.floor,
            per_cluster=design.per_cluster,
            reserve_percent=design.reserve_percent,
            is_one_per_person=design.is_one_per_person,
        ),
    )
