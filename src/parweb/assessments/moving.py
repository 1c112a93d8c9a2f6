"""What becomes of every answer when a round moves to another edition: worked out once, shown, then done.

The library says what becomes of a criterion (``parindex.frameworks.carrying``); that depends on the two
editions alone, but for bounds. So each criterion is asked about once, and an answer is asked about by itself
only where one of its numbers lies outside what the new edition allows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from parindex.errors import Phrase
from parindex.frameworks.carrying import Carried, carry
from parindex.frameworks.crosswalk import Crosswalk
from parindex.frameworks.loading import edition_of
from parindex.frameworks.matching import Matching
from parindex.frameworks.outline import OutlineNode
from parindex.frameworks.parts import InputSpec
from parindex.frameworks.set_points import points_spec
from parindex.tables import POINTS
from parweb.assessments.layout import Layout, layout_of
from parweb.frameworks.models import AdoptedEdition
from parweb.frameworks.queries import loaded_edition
from parweb.rounds.models import CarriedAnswer

Verdict = CarriedAnswer.Verdict
NO_LONGER_EXEMPT: Final = _("bộ tiêu chí mới không cho chọn “không áp dụng” ở tiêu chí này")


@dataclass(frozen=True)
class Held:
    """An answer as it stands: exact inputs, standing, set points."""

    criterion_id: str
    inputs: Mapping[str, Decimal]
    standing: str
    set_points: Decimal | None = None


@dataclass(frozen=True)
class Fate:
    """What becomes of an answer, and why (a library phrase or a lazy translation)."""

    old_code: str
    new_code: str
    verdict: CarriedAnswer.Verdict
    inputs: Mapping[str, Decimal]
    set_points: Decimal | None
    reason: Any


@dataclass(frozen=True)
class Plan:
    """A move from one adopted edition to another."""

    former: AdoptedEdition
    new: AdoptedEdition
    crosswalk: Crosswalk | None = None

    @cached_property
    def matching(self) -> Matching:
        """Which criterion is which: by the crosswalk, else by code."""
        before, after = (edition_of(loaded_edition(one)) for one in (self.former, self.new))
        return Matching(before, after, self.crosswalk)

    @cached_property
    def layouts(self) -> tuple[Layout, Layout]:
        """Both editions laid out."""
        return layout_of(self.former), layout_of(self.new)

    @cached_property
    def criteria(self) -> Mapping[str, Carried]:
        """What becomes of each leaf of the former edition, bounds apart."""
        codes: dict[str, dict[str, Decimal]] = {code: {} for code in self.layouts[0].leaves}
        return {one.old_code: one for one in self._carry(codes)}

    @cached_property
    def added(self) -> tuple[OutlineNode, ...]:
        """The leaves that the new edition asks about and the former did not."""
        there = {one.new_code for one in self.criteria.values()}
        return tuple(leaf for code, leaf in self.layouts[1].leaves.items() if code not in there)

    def point_bounds(self, code: str) -> tuple[Decimal | None, Decimal | None]:
        """Give the least and the most points that a person can set on a leaf of the new edition."""
        spec = self._bounds[code][POINTS]
        return spec.minimum, spec.maximum

    @cached_property
    def _bounds(self) -> Mapping[str, Mapping[str, InputSpec]]:
        leaves = self.layouts[1].leaves
        return {
            code: {spec.name: spec for spec in (*leaf.node.inputs(), points_spec(leaf.node))}
            for code, leaf in leaves.items()
        }

    def fate_of(self, held: Held) -> Fate | None:
        """Tell what becomes of an answer; None for a code that the former edition does not have."""
        whole = self.criteria.get(held.criterion_id)
        if whole is None:
            return None
        if whole.verdict in ("redo", "dropped"):
            return Fate(
                held.criterion_id, whole.new_code or "", Verdict(whole.verdict), {}, None, whole.reason
            )
        code = whole.new_code or held.criterion_id
        if held.standing == "not_applicable" and self._is_refused(code):
            return Fate(held.criterion_id, code, Verdict.REDO, {}, None, NO_LONGER_EXEMPT)
        numbers = _numbers(held)
        if all(_is_inside(self._bounds[code].get(name), number) for name, number in numbers.items()):
            return Fate(
                held.criterion_id, code, Verdict(whole.verdict), held.inputs, held.set_points, whole.reason
            )
        return self._clamped(held, numbers)

    def _clamped(self, held: Held, numbers: Mapping[str, Decimal]) -> Fate:
        (one,) = self._carry({held.criterion_id: numbers})
        given = set() if held.set_points is None else {POINTS}
        inputs = {name: number for name, number in one.inputs.items() if name not in given}
        points = one.inputs.get(POINTS) if given else None
        return Fate(held.criterion_id, one.new_code or "", Verdict(one.verdict), inputs, points, one.reason)

    def _carry(self, answers: Mapping[str, Mapping[str, Decimal]]) -> tuple[Carried, ...]:
        return carry(loaded_edition(self.former), loaded_edition(self.new), answers, self.crosswalk)

    def _is_refused(self, code: str) -> bool:
        return self.layouts[1].leaves[code].node.not_applicable == "refuse"


def _numbers(held: Held) -> dict[str, Decimal]:
    set_points = {} if held.set_points is None else {POINTS: held.set_points}
    return {**held.inputs, **set_points}


def _is_inside(spec: InputSpec | None, number: Decimal) -> bool:
    if spec is None:
        return False
    too_low = spec.minimum is not None and number < spec.minimum
    return not too_low and (spec.maximum is None or number <= spec.maximum)


def said(reason: Any, lang: Any) -> str:
    """Say a reason in a language."""
    return reason.in_(lang) if isinstance(reason, Phrase) else str(reason)
