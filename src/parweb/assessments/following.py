"""What higher stages decided about answers, when the round moves to another edition.

Decisions (appraisals, the council's, appeals) belong to a higher stage. It registers here how it finds those
that a move makes void, and how it carries the others over; the move asks it, in the same transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from parindex.language import Lang
from parweb.accounts.person import Person
from parweb.assessments.move_preview import Preview, Row
from parweb.assessments.moving import Plan, said
from parweb.assessments.recoding import codes_of
from parweb.interface.numbers import number_text
from parweb.rounds.models import CarriedAnswer, EditionChange, Round

Verdict = CarriedAnswer.Verdict


@dataclass(frozen=True)
class Following:
    """What a move does to decisions about criteria of the former edition."""

    void: frozenset[str]
    """Criteria that ask something else now, or are gone: no decision about them holds."""
    void_of_units: frozenset[tuple[int, str]]
    """Participant and criterion whose answer alone has to be given again."""
    bounds: Mapping[str, tuple[Decimal | None, Decimal | None]]
    """The points that can be set now, by former criterion, where the maximum changed."""
    codes: Mapping[str, str]
    """New codes by former ones, where a decision goes on under another code."""
    taken: frozenset[str]
    """Void criteria whose code means something else in the new edition."""

    @property
    def touched(self) -> frozenset[str]:
        """The criteria of which some decision may be void."""
        return self.void | self.bounds.keys() | {code for _unit, code in self.void_of_units}

    def is_void(self, participant_id: int, code: str, points: Decimal | None) -> bool:
        """Tell whether a decision (with the points that it set, if any) holds no longer."""
        if code in self.void or (participant_id, code) in self.void_of_units:
            return True
        low, high = self.bounds.get(code, (None, None))
        if points is None:
            return False
        return (low is not None and points < low) or (high is not None and points > high)


@dataclass(frozen=True)
class AtStake:
    """A decision that a move makes void."""

    participant_id: int
    criterion_id: str
    kind: Any
    """Whose decision it is, in words (lazy)."""
    points: Decimal | None
    decided_at: datetime | None


Finder = Callable[[Round, Following], list[AtStake]]
Carrier = Callable[[Person, EditionChange, Following, datetime], int]
_DOORS: Final[list[tuple[Finder, Carrier]]] = []


def decisions(find: Finder, carry: Carrier) -> None:
    """Register a stage that decides, from its ``AppConfig.ready``; ``carry`` gives how many became void."""
    if (find, carry) not in _DOORS:
        _DOORS.append((find, carry))


def following(plan: Plan, rows: Iterable[Row]) -> Following:
    """Work out what a move does to decisions; ``rows`` are the answers with what becomes of them."""
    void = frozenset(code for code, one in plan.criteria.items() if one.verdict in ("redo", "dropped"))
    redo = ((row.participant_id, row.held.criterion_id) for row in rows if row.fate.verdict == Verdict.REDO)
    rescaled = {code: one.new_code for code, one in plan.criteria.items() if one.verdict == "rescaled"}
    codes = codes_of(plan)
    return Following(
        void,
        frozenset(pair for pair in redo if pair[1] not in void),
        {code: plan.point_bounds(new) for code, new in rescaled.items() if new},
        {code: new for code, new in codes.going_on.items() if code not in void},
        frozenset(code for code in void if code in codes.changed),
    )


def decisions_at_stake(round_: Round, told: Following) -> list[AtStake]:
    """Give every decision that the move would make void."""
    return [one for find, _carry in _DOORS for one in find(round_, told)]


def stake_lines(preview: Preview, stake: Iterable[AtStake], lang: Lang) -> list[dict[str, Any]]:
    """Give decisions that a move makes void as lines like those of answers."""
    leaves = preview.plan.layouts[0].leaves
    criteria = preview.plan.criteria
    return [
        {
            "unit": preview.units[one.participant_id].name,
            "code": one.criterion_id,
            "label": leaves[one.criterion_id].node.label.in_(lang),
            "new_code": criteria[one.criterion_id].new_code or "",
            "verdict": "void",
            "word": _("Hết hiệu lực"),
            "before": "" if one.points is None else number_text(one.points),
            "after": "",
            "reason": said(criteria[one.criterion_id].reason, lang),
            "source": str(one.kind),
        }
        for one in stake
    ]


def carry_decisions(person: Person, change: EditionChange, told: Following, at: datetime) -> int:
    """Make decisions void or give them their new code; gives how many became void."""
    return sum(carry(person, change, told, at) for _find, carry in _DOORS)
