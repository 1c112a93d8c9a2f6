"""Whether the figures of a period add up, and by how much they do not."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from parindex.dossiers.measures.reconcile import NEEDED, reconcile
from parindex.language import translate
from parweb.dossiers.figures import Values, label_of
from parweb.interface.numbers import number_text, page_language


@dataclass(frozen=True)
class Check:
    """One sum that must be right: both sides in words and numbers, and what is missing."""

    words: str
    left: int
    right: int

    @property
    def gap(self) -> int:
        """How many dossiers the right side lacks (below 0: has too many)."""
        return self.left - self.right

    @property
    def is_right(self) -> bool:
        """Tell whether both sides are equal."""
        return self.gap == 0


_SUMS = (
    ("accepted", ("carried", "received")),
    ("received", ("received_online", "received_offline")),
    ("resolved", ("resolved_early", "resolved_on_due", "resolved_late")),
    ("pending", ("pending_in_time", "pending_overdue")),
    ("accepted", ("resolved", "pending")),
)


def checks(values: Values) -> list[Check]:
    """Give every sum of Biểu 06 for the figures of a period."""
    return [
        Check(
            f"{label_of(whole)} = {' + '.join(label_of(part) for part in parts)}",
            int(values[whole] or 0),
            sum(int(values[part] or 0) for part in parts),
        )
        for whole, parts in _SUMS
    ]


def reasons(values: Values) -> list[str]:
    """Name the dossiers that explain a sum that is not right, those of exactly the missing number first."""
    found = reconcile({name: int(values[name] or 0) for name in NEEDED})
    if found.is_clean:
        return []
    lang = page_language()
    named = [
        f"{number_text(one.dossiers, 0)} {_('hồ sơ')} {translate(one.reason, lang)}."
        for one in found.suspects
    ]
    return named or [_("Không có nhóm hồ sơ nào giải thích được phần lệch.")]
