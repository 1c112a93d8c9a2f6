"""Which measures a leaf of an edition can be fed from, and which one its edition asks for.

A measure is the id of a ratio or a count of the library's catalogue, two counts (``synchronised/received``),
or :data:`LATE_BY_LENGTH`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from parindex.dossiers.measures.catalogue import COUNTS, RATIOS
from parindex.frameworks.outline import OutlineNode
from parweb.dossiers.figures import label_of
from parweb.frameworks.queries import outline_of
from parweb.rounds.models import Round

FED_BY: Final = ("dossier", "data")
LATE_BY_LENGTH: Final = "late_by_length"
"""Dossiers late or overdue by up to ten working days, and by more: the faults of leaf 3.2.1.3."""
LATE_INPUTS: Final = ("up_to_ten", "over_ten")
_PAIR: Final = ("numerator", "denominator")
_SHARES: Final = tuple(one.id for one in RATIOS.values() if one.unit == "%")
ASKED: Final[Mapping[str, str]] = {
    "on_time_share": "on_time_share",
    "on_time_share_766": "on_time_share_766",
    "overdue_dossiers": LATE_BY_LENGTH,
    "dossier_sync_share": "synchronised/received",
    "postal_share": "post_share",
    "online_submission_share": "online_share",
    "fully_online_share": "full_online/received_full",
    "online_payment_share": "payment_share",
    "digitised_dossier_share": "done_digitised/done",
    "reused_data_share": "reuse_share",
    "electronic_result_share": "digitised_result_share",
    "shared_data_share": "from_storage/received",
    "citizen_data_dossier_share": "vneid/received",
}
"""Measure that an edition asks for (``feed.measure``) → what it is filled from."""


@dataclass(frozen=True)
class Fraction:
    """A measure as two counts; ``denominator`` empty: it is one count."""

    numerator: str
    denominator: str = ""

    @property
    def counts(self) -> tuple[str, ...]:
        """The counts that are needed."""
        return tuple(one for one in (self.numerator, self.denominator) if one)


def fraction_of(measure: str) -> Fraction:
    """Give the counts of a measure; raises ``KeyError`` for one that is not in the catalogue."""
    if measure in RATIOS:
        return Fraction(RATIOS[measure].numerator, RATIOS[measure].denominator)
    above, _slash, below = measure.partition("/")
    return Fraction(COUNTS[above].id, COUNTS[below].id if below else "")


def words_of(measure: str) -> str:
    """Say what a measure is, in the language of the page."""
    if measure == LATE_BY_LENGTH:
        return _("Hồ sơ quá hạn đến 10 ngày và trên 10 ngày làm việc")
    if "/" in measure:
        return " / ".join(label_of(one) for one in fraction_of(measure).counts)
    return label_of(measure)


def suggested(leaf: OutlineNode) -> str:
    """Give the measure that the edition asks for; empty where it is none of dossiers."""
    asked = ASKED.get(leaf.node.feed.measure, "") if leaf.node.feed else ""
    return asked if asked in measures_for(leaf) else ""


def fed_leaves(round_: Round) -> list[OutlineNode]:
    """Give the leaves of a round that take figures of dossiers, in printed order."""
    leaves = outline_of(round_.edition).leaves
    return [leaf for leaf in leaves if leaf.scored_by in FED_BY and measures_for(leaf)]


def measures_for(leaf: OutlineNode) -> tuple[str, ...]:
    """Give the measures whose figures fit what a leaf takes in; none for a leaf that takes something else."""
    names = tuple(spec.name for spec in leaf.node.inputs())
    if set(names) == set(LATE_INPUTS):
        return (LATE_BY_LENGTH,)
    shares = (*_SHARES, *(one for one in ASKED.values() if "/" in one))
    if names == _PAIR:
        return shares
    if len(names) == 1 and leaf.node.inputs()[0].type in {"percent", "number"}:
        return shares
    return tuple(COUNTS) if len(names) == 1 and leaf.node.inputs()[0].type == "count" else ()
