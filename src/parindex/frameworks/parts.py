"""The small parts that editions are made of: texts in two languages, exact decimals, inputs."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from parindex.language import Lang


def _exact(value: Any) -> Any:  # whatever stands in the file
    """Read a number as the decimal that is printed: ``0.1`` is one tenth, not its binary neighbour."""
    return Decimal(repr(value)) if isinstance(value, float) else value


_MOST = Decimal(10) ** 15
Dec = Annotated[Decimal, Field(allow_inf_nan=False, ge=-_MOST, le=_MOST), BeforeValidator(_exact)]
"""A decimal number, exact, as printed in a decision; of at most 15 digits before the point, as values are."""

MaxPoints = Annotated[
    Decimal, Field(allow_inf_nan=False, ge=-_MOST, le=Decimal(1_000_000)), BeforeValidator(_exact)
]
"""The most points that can be had: all points of an edition together fit into whole units of 1e-9."""

Share = Annotated[Decimal, Field(allow_inf_nan=False, gt=0, le=1), BeforeValidator(_exact)]
"""A part of a whole: above 0, at most 1."""

Code = Annotated[str, Field(pattern=r"^[0-9A-Za-zĐđ][0-9A-Za-zĐđ._-]*$", max_length=40)]
"""A code as printed: ``3.2.1``, ``I.2``, ``TCTP4``."""

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
"""A name for the machine: an input, a variable, a channel."""


class Part(BaseModel):
    """A part of an edition: unknown keys are refused, and what was read is never changed."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Text(Part):
    """A text for people: Vietnamese always, English where there is one."""

    vi: str = Field(min_length=1)
    en: str | None = None

    def in_(self, lang: Lang = "vi") -> str:
        """Give the text in the language asked for, Vietnamese where there is no other.

        >>> Text(vi="điểm", en="points").in_("en")
        'points'
        """
        return (self.en or self.vi) if lang == "en" else self.vi


def _as_text(value: Any) -> Any:  # whatever stands in the file
    return {"vi": value} if isinstance(value, str) else value


_InFile = Annotated[str, Field(min_length=1)] | Text
Words = Annotated[Text, BeforeValidator(_as_text, json_schema_input_type=_InFile)]
"""A :class:`Text`; a plain string in the file is its Vietnamese."""

InputType = Literal["yes_no", "count", "percent", "share", "number", "points", "level", "case"]


class Choice(Part):
    """One of the answers an input allows: the number that is stored and the word that is shown."""

    value: Dec
    label: Words


class InputSpec(Part):
    """One thing to fill in for a leaf: its name, its words, its type and its bounds."""

    name: Name
    label: Words
    type: InputType
    minimum: Dec | None = None
    maximum: Dec | None = None
    default: Dec | None = None
    """The value where nothing was filled in (bonus lines: no entry, no bonus); None: it is missing."""
    choices: tuple[Choice, ...] = ()
    at_most: Name | None = None
    """The input of the same leaf that this one never exceeds (a numerator its denominator)."""
