"""Scoring rules as data: what an edition may write under ``rule:``, one class per kind.

The classes hold parameters and name their inputs; how points are computed is in ``parindex/scoring/rules``.
R-numbers are those of the methods page (``docs/methods/scoring.md``).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal, Union

from pydantic import Field

from parindex.frameworks.parts import Choice, Dec, InputSpec, Name, Part, Text, Words
from parindex.language import N_, translate

_ZERO = Decimal(0)
_HUNDRED = Decimal(100)
WhenZero = Literal["missing", "zero", "full", "not_applicable"]


def _words(text: str) -> Text:
    return Text(vi=text, en=translate(text, "en"))


class Quantity(Part):
    """The number that a rule looks at. Percent, share and ratio are all judged in percent (0-100)."""

    as_: Literal["percent", "share", "ratio", "number"] = Field("percent", alias="as")
    of: Words | None = None
    """What is counted, in words: "hồ sơ đúng hạn"."""
    numerator: Words | None = None
    denominator: Words | None = None
    when_zero: WhenZero = "missing"
    """What a ratio over nothing gives: missing, zero points, full points, or not applicable."""
    may_exceed: bool = False
    """Whether the numerator may be above the denominator (results above a plan)."""
    round: Annotated[int, Field(ge=0, le=9)] | None = None
    """Decimals to which the quantity is rounded half up before it is judged, where the law says so."""
    minimum: Dec | None = None
    maximum: Dec | None = None

    def inputs(self) -> tuple[InputSpec, ...]:
        """List what has to be filled in for this quantity."""
        if self.as_ == "ratio":
            top = self.numerator or self.of or _words(N_("Tử số"))
            bottom = self.denominator or _words(N_("Mẫu số"))
            bound = None if self.may_exceed else "denominator"
            return (
                InputSpec(name="numerator", label=top, type="number", minimum=_ZERO, at_most=bound),
                InputSpec(name="denominator", label=bottom, type="number", minimum=_ZERO),
            )
        return (self._single(),)

    def _single(self) -> InputSpec:
        top = {"percent": _HUNDRED, "share": Decimal(1)}.get(self.as_)
        top = self.maximum if self.maximum is not None else (None if self.may_exceed else top)
        low = self.minimum if self.minimum is not None else (None if self.as_ == "number" else _ZERO)
        label = self.of or _words(N_("Giá trị"))
        type_ = "number" if self.as_ not in ("percent", "share") else self.as_
        return InputSpec(name="value", label=label, type=type_, minimum=low, maximum=top)


class Rule(Part):
    """What all rules share."""

    def inputs(self, max_points: Decimal) -> tuple[InputSpec, ...]:
        """List what has to be filled in for a leaf of ``max_points`` under this rule."""
        raise NotImplementedError


def _count(name: str, label: Text, default: Decimal | None = None) -> InputSpec:
    return InputSpec(name=name, label=label, type="count", minimum=_ZERO, default=default)


class YesNo(Rule):
    """R1. Yes gives the maximum (or ``yes`` points), no gives ``no`` points."""

    kind: Literal["yes_no"]
    yes: Dec | None = None
    no: Dec = _ZERO

    def inputs(self, max_points: Decimal) -> tuple[InputSpec, ...]:  # noqa: ARG002, D102
        choices = (
            Choice(value=Decimal(1), label=Text(vi="Có", en="Yes")),
            Choice(value=_ZERO, label=Text(vi="Không", en="No")),
        )
        return (InputSpec(name="value", label=_words(N_("Có hay không")), type="yes_no", choices=choices),)


class Count(Rule):
    """R2. A count times points each, up to a cap (the leaf's maximum unless stated)."""

    kind: Literal["count"]
    each: Dec
    cap: Dec | None = None
    of: Words | None = None

    def inputs(self, max_points: Decimal) -> tuple[InputSpec, ...]:  # noqa: ARG002, D102
        return (_count("value", self.of or _words(N_("Số lượng"))),)


class _OnQuantity(Rule):
    quantity: Quantity = Quantity()

    def inputs(self, max_points: Decimal) -> tuple[InputSpec, ...]:  # noqa: ARG002
        return self.quantity.inputs()


class Proportional(_OnQuantity):
    """R3. Points in proportion to the quantity; full points at ``full_at`` (100 % unless stated)."""

    kind: Literal["proportional"]
    full_at: Dec = _HUNDRED


class RatioFloor(_OnQuantity):
    """R4. Full points at 100 %, in proportion from the floor up, nothing below the floor."""

    kind: Literal["ratio_floor"]
    floor: Dec
    full_at: Dec = _HUNDRED


class Band(Part):
    """One band: from its lower bound (inclusive) to below its upper bound, worth its points."""

    from_: Dec | None = Field(None, alias="from")
    below: Dec | None = None
    points: Dec


class Bands(_OnQuantity):
    """R5. Points by band; every lower bound is inclusive, every upper bound exclusive."""

    kind: Literal["bands"]
    bands: Annotated[tuple[Band, ...], Field(min_length=1)]


class Knot(Part):
    """A corner of a broken line: at this quantity, these points."""

    at: Dec
    points: Dec


class Linear(_OnQuantity):
    """A4. A straight line between thresholds, flat outside the first and the last."""

    kind: Literal["linear"]
    knots: Annotated[tuple[Knot, ...], Field(min_length=2)]


class Level(Part):
    """A quality level: the number stored for it, its word, and its share of the points in percent."""

    value: Dec
    label: Words
    share: Dec


class Levels(Rule):
    """R6. Ordered quality levels, each a share of the leaf's points."""

    kind: Literal["levels"]
    levels: Annotated[tuple[Level, ...], Field(min_length=2)]

    def inputs(self, max_points: Decimal) -> tuple[InputSpec, ...]:  # noqa: ARG002, D102
        choices = tuple(Choice(value=level.value, label=level.label) for level in self.levels)
        return (InputSpec(name="value", label=_words(N_("Mức đánh giá")), type="level", choices=choices),)


class Severity(Part):
    """A kind of fault and the points one of them takes off."""

    name: Name
    label: Words
    each: Dec


class Deduction(Rule):
    """R7. The maximum less so many points per fault, by severity, never below the floor (0)."""

    kind: Literal["deduction"]
    faults: Annotated[tuple[Severity, ...], Field(min_length=1)]
    floor: Dec = _ZERO

    def inputs(self, max_points: Decimal) -> tuple[InputSpec, ...]:  # noqa: ARG002, D102
        return tuple(_count(fault.name, fault.label) for fault in self.faults)


class Violation(Rule):
    """R8. Any violation gives 0, and takes off ``extra`` points more (once, or for each)."""

    kind: Literal["violation"]
    extra: Dec = _ZERO
    per: Literal["once", "each"] = "once"
    floor: Dec | None = None
    of: Words | None = None

    def inputs(self, max_points: Decimal) -> tuple[InputSpec, ...]:  # noqa: ARG002, D102
        return (_count("value", self.of or _words(N_("Số vi phạm"))),)


class Item(Part):
    """A part of a checklist and the points it is worth."""

    name: Name
    label: Words
    points: Dec


class Checklist(Rule):
    """R9. Parts, each done or not, each worth its points; the points are added."""

    kind: Literal["checklist"]
    items: Annotated[tuple[Item, ...], Field(min_length=1)]

    def inputs(self, max_points: Decimal) -> tuple[InputSpec, ...]:  # noqa: ARG002, D102
        choices = (
            Choice(value=Decimal(1), label=Text(vi="Có", en="Yes")),
            Choice(value=_ZERO, label=Text(vi="Không", en="No")),
        )
        return tuple(
            InputSpec(name=item.name, label=item.label, type="yes_no", choices=choices) for item in self.items
        )


class Relative(_OnQuantity):
    """R10. Judged against the other units of the league.

    ``best``: the quantity divided by the league's best. ``leader``: the leader gets the maximum, a unit at
    or above the target gets half the maximum and in proportion up to the leader, a unit below the target 0.
    ``mean``: at or above the league's mean the maximum, below it in proportion to the mean.
    ``rank``: from the maximum for the first of the league down in equal steps to 0 for the last.
    """

    kind: Literal["relative"]
    to: Literal["best", "leader", "mean", "rank"] = "best"
    target: Dec | None = None


class Variable(Part):
    """A named number that the unit fills in and a formula uses."""

    name: Name
    label: Words
    minimum: Dec | None = _ZERO
    maximum: Dec | None = None


class FormulaCase(Part):
    """One of the alternatives: when it holds, and the points it gives."""

    value: Dec
    label: Words
    when: str | None = None
    points: str


class Formula(Rule):
    """R11. Named variables and alternative formulas; the first whose condition holds applies, or, with
    ``choose: appraiser``, the one whose number the appraiser enters as ``case``.
    """  # noqa: D205

    kind: Literal["formula"]
    variables: Annotated[tuple[Variable, ...], Field(min_length=1)]
    cases: Annotated[tuple[FormulaCase, ...], Field(min_length=1)]
    choose: Literal["first", "appraiser"] = "first"
    when_undefined: WhenZero = "missing"

    def inputs(self, max_points: Decimal) -> tuple[InputSpec, ...]:  # noqa: ARG002, D102
        variables = tuple(
            InputSpec(name=v.name, label=v.label, type="number", minimum=v.minimum, maximum=v.maximum)
            for v in self.variables
        )
        if self.choose == "first":
            return variables
        choices = tuple(Choice(value=case.value, label=case.label) for case in self.cases)
        case = InputSpec(name="case", label=_words(N_("Trường hợp áp dụng")), type="case", choices=choices)
        return (*variables, case)


class SurveyIndex(_OnQuantity):
    """R12. A survey index (share of satisfied answers, in percent) times the maximum."""

    kind: Literal["survey_index"]


class Option(Part):
    """An answer of a survey question and the weight it counts for, in percent."""

    name: Name
    label: Words
    weight: Dec


class SurveyLikert(Rule):
    """R12. Answers counted by option, options weighted (100/60/20/0), averaged, scaled to the maximum."""

    kind: Literal["survey_likert"]
    options: Annotated[tuple[Option, ...], Field(min_length=2)]

    def inputs(self, max_points: Decimal) -> tuple[InputSpec, ...]:  # noqa: ARG002, D102
        return tuple(_count(option.name, option.label) for option in self.options)


class _Given(Rule):
    def inputs(self, max_points: Decimal) -> tuple[InputSpec, ...]:
        label = _words(N_("Số điểm"))
        return (InputSpec(name="value", label=label, type="points", minimum=_ZERO, maximum=max_points),)


class Graded(_Given):
    """R13. Points given by the council or the leader, between 0 and the maximum."""

    kind: Literal["graded"]


class Appraised(_Given):
    """R14. Points given by the appraiser, between 0 and the maximum."""

    kind: Literal["appraised"]


class Bonus(Rule):
    """R17. Points added for each achievement, up to the leaf's cap; nothing entered is no bonus."""

    kind: Literal["bonus"]
    each: Dec
    of: Words | None = None

    def inputs(self, max_points: Decimal) -> tuple[InputSpec, ...]:  # noqa: ARG002, D102
        return (_count("value", self.of or _words(N_("Số lần được thưởng")), default=_ZERO),)


class Penalty(Rule):
    """R17. Points taken off for each fault, up to ``cap``; nothing entered is no penalty."""

    kind: Literal["penalty"]
    each: Dec
    cap: Dec
    of: Words | None = None

    def inputs(self, max_points: Decimal) -> tuple[InputSpec, ...]:  # noqa: ARG002, D102
        return (_count("value", self.of or _words(N_("Số lần bị trừ")), default=_ZERO),)


AnyRule = Annotated[
    Union[  # noqa: UP007  # one kind a line reads as a list
        YesNo,
        Count,
        Proportional,
        RatioFloor,
        Bands,
        Linear,
        Levels,
        Deduction,
        Violation,
        Checklist,
        Relative,
        Formula,
        SurveyIndex,
        SurveyLikert,
        Graded,
        Appraised,
        Bonus,
        Penalty,
    ],
    Field(discriminator="kind"),
]
