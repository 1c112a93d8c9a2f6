"""Reconciling printed figures with the dossiers: which figures differ, and which dossiers explain it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from parindex.dossiers.measures.form06 import COLUMNS, WITHOUT_END, Gap, gaps
from parindex.language import N_

NEEDED: Final = (*COLUMNS, WITHOUT_END, "waiting", "withdrawn", "late_or_overdue", "resolved_in_time")
_SUSPECTS: Final = {
    WITHOUT_END: N_("đã xong nhưng không có ngày kết thúc, nên không vào cột nào"),
    "waiting": N_("đang chờ bổ sung, chờ nộp phí hoặc tạm dừng: Biểu 06 tính là đang giải quyết, trong hạn"),
    "withdrawn": N_("công dân rút: Biểu 06 tính là đã giải quyết, đúng hạn"),
}


@dataclass(frozen=True)
class Difference:
    """A printed figure that is not what the dossiers give."""

    count: str
    printed: int
    counted: int

    @property
    def amount(self) -> int:
        """By how much the printed figure is greater."""
        return self.printed - self.counted


@dataclass(frozen=True)
class Suspect:
    """Dossiers that may explain a gap: the count that names them, how many, whether exactly the gap."""

    count: str
    reason: str
    dossiers: int
    is_exact: bool


@dataclass(frozen=True)
class Reconciliation:
    """What was found: sums that do not hold in print and in the dossiers, differing figures, suspects."""

    printed_gaps: tuple[Gap, ...]
    counted_gaps: tuple[Gap, ...]
    differences: tuple[Difference, ...]
    suspects: tuple[Suspect, ...]

    @property
    def is_clean(self) -> bool:
        """Tell whether every sum holds and no figure differs."""
        return not (self.printed_gaps or self.counted_gaps or self.differences)


def reconcile(counted: Mapping[str, int], printed: Mapping[str, int] | None = None) -> Reconciliation:
    """Compare printed figures with the counts of the dossiers, and look for what explains their gaps.

    ``counted`` has the counts of :data:`NEEDED`; ``printed`` any of them, by the same names.

    >>> counts = dict.fromkeys(NEEDED, 0) | {"accepted": 10, "received": 10, "received_online": 10}
    >>> found = reconcile(counts | {"resolved": 8, "resolved_early": 8, "without_end": 2})
    >>> [(gap.amount, gap.whole) for gap in found.counted_gaps], found.suspects[0].is_exact
    ([(2, 'accepted')], True)
    """
    figures = dict(printed or {})
    printed_gaps = gaps(figures)
    counted_gaps = gaps({name: counted[name] for name in COLUMNS})
    differences = tuple(
        Difference(name, figure, counted[name]) for name, figure in figures.items() if figure != counted[name]
    )
    amounts = {abs(gap.amount) for gap in (*printed_gaps, *counted_gaps)}
    amounts |= {abs(one.amount) for one in differences}
    suspects = tuple(
        Suspect(name, reason, counted[name], counted[name] in amounts)
        for name, reason in _SUSPECTS.items()
        if counted[name] and amounts
    )
    exact_first = tuple(sorted(suspects, key=lambda one: not one.is_exact))
    return Reconciliation(printed_gaps, counted_gaps, differences, exact_first)
