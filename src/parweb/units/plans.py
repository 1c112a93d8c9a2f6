"""A merger or split before it is done: who ends, who follows, with which shares; what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Successor:
    """A unit that follows: a new one, or one in force that goes on (``continues`` is its id)."""

    code: str
    name: str
    kind: str
    continues: int | None = None


@dataclass(frozen=True)
class Plan:
    """Which units change into which. ``shares``: a row per former unit, a column per successor."""

    kind: str
    effective_on: date
    decision: str
    formers: tuple[int, ...]
    successors: tuple[Successor, ...]
    shares: tuple[tuple[Decimal, ...], ...] = ()
    basis: str = "dân số"
    note: str = ""
    moves_staff: bool = True
    moves_groups: bool = True

    @property
    def closing(self) -> tuple[int, ...]:
        """The former units that end: those that do not go on as a successor."""
        going_on = {one.continues for one in self.successors}
        return tuple(one for one in self.formers if one not in going_on)

    def main_successor(self, former: int) -> int:
        """Give the position of the successor that gets most of a former unit."""
        row = self.shares[self.formers.index(former)]
        return max(range(len(row)), key=lambda position: (row[position], -position))

    def equal_shares(self) -> tuple[tuple[Decimal, ...], ...]:
        """Give the shares to begin with: each former unit in equal parts, the last part fills up to 1."""
        count = len(self.successors)
        part = (Decimal(1) / count).quantize(Decimal("0.0001"))
        row = (*[part] * (count - 1), 1 - part * (count - 1))
        return tuple(row for _former in self.formers)


@dataclass
class Wrong:
    """Everything that is wrong with a plan, in sentences."""

    sentences: list[str] = field(default_factory=list)

    def unless(self, holds: object, sentence: str) -> None:
        """Note a sentence unless something holds."""
        if not holds:
            self.sentences.append(sentence)


def wrong_shares(plan: Plan, names: Mapping[int, str]) -> list[str]:
    """Say what is wrong with the shares: each former unit's parts add up to 1, every new unit gets a part."""
    wrong = Wrong()
    for former, row in zip(plan.formers, plan.shares, strict=True):
        name, total = names.get(former, str(former)), sum(row, Decimal())
        wrong.unless(
            total == 1,
            _("Các phần của {name} cộng lại bằng {total}, phải bằng 1.").format(
                name=name, total=str(total).replace(".", ",")
            ),
        )
        wrong.unless(
            all(0 <= part <= 1 for part in row), _("Phần của {name} phải từ 0 đến 1.").format(name=name)
        )
    for position, successor in enumerate(plan.successors):
        gets = any(row[position] > 0 for row in plan.shares)
        wrong.unless(gets, _("{name} chưa nhận phần nào của đơn vị cũ.").format(name=successor.name))
    return wrong.sentences


def as_data(plan: Plan) -> dict[str, Any]:
    """Give a plan as plain data, to be kept between the steps of the wizard and in the log."""
    return {
        "kind": plan.kind,
        "effective_on": plan.effective_on.isoformat(),
        "decision": plan.decision,
        "formers": list(plan.formers),
        "successors": [vars(one) for one in plan.successors],
        "shares": [[str(part) for part in row] for row in plan.shares],
        "basis": plan.basis,
        "note": plan.note,
        "moves_staff": plan.moves_staff,
        "moves_groups": plan.moves_groups,
    }


def from_data(data: Mapping[str, Any]) -> Plan:
    """Read what :func:`as_data` gave."""
    shares: Sequence[Sequence[str]] = data["shares"]
    return Plan(
        kind=data["kind"],
        effective_on=date.fromisoformat(data["effective_on"]),
        decision=data["decision"],
        formers=tuple(data["formers"]),
        successors=tuple(Successor(**one) for one in data["successors"]),
        shares=tuple(tuple(Decimal(part) for part in row) for row in shares),
        basis=data["basis"],
        note=data["note"],
        moves_staff=data["moves_staff"],
        moves_groups=data["moves_groups"],
    )
