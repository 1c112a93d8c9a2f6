"""The small parts of a form: options, scales, items, questions, factors, the rule of the index, bridges."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Final, Literal

from pydantic import Field

from parindex.frameworks.model import ClassBand
from parindex.frameworks.parts import Part, Words

NAME_PATTERN: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,59}")
Id = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_-]*$", max_length=60)]
"""The name of a question, an item, a group or a scale: what data files and XLSForm call it."""

OptionCode = Annotated[int, Field(ge=-32_768, le=32_767)]
"""The code of an answer: what is stored (Int16), never the order of the columns on the paper."""

Kind = Literal["single", "multi", "matrix", "text", "integer", "decimal", "date", "note"]
"""What is asked: one of several, several of several, a grid of items on one scale, a text, a number, a day;
a note asks nothing."""

CHOOSING: Final = frozenset({"single", "multi", "matrix"})
"""Kinds of question whose answers are codes of options."""

RESERVED: Final = frozenset(
    {
        "response_id",
        "unit_id",
        "weight",
        "stratum",
        "psu",
        "meta",
        "instanceid",
        "instancename",
        "_introduction",
    }
)
"""Names of columns of the design and of what ODK adds to a form, which no question may have."""
RESERVED_FILTERS: Final = frozenset(
    {"list_name", "name", "label", "value", "caption", "parindex_code", "order"}
)
"""Columns of the list of choices with a meaning of their own."""

Aggregation = Literal["pooled", "mean_of_items", "mean_of_factors"]
"""How answers become an index: all answers of all items counted together; the plain mean of the items'
shares; the plain mean of the factors' shares, each factor pooled."""

Metadata = Literal["start", "end", "today", "deviceid", "username", "phonenumber", "audit"]
"""What a telephone notes by itself, in the words of XLSForm."""


class Option(Part):
    """An answer that can be chosen: its stored code and its words.

    ``name`` is what other software calls it where that is no number; ``has_text`` asks what exactly ("Khác:
    xin ghi cụ thể"); ``filters`` are the columns that a choice filter looks at.
    """

    code: OptionCode
    label: Words
    name: Annotated[str, Field(pattern=r"^\S+$", max_length=60)] | None = None
    has_text: bool = False
    filters: dict[Id, Annotated[str, Field(min_length=1)]] = {}

    @property
    def spelling(self) -> str:
        """How the option is written in a data file and in an expression: its name, else its code."""
        return self.name if self.name is not None else str(self.code)


class Scale(Part):
    """Options that several questions share.

    Codes in ``no_opinion`` ("Không sử dụng / không ý kiến") stay in the data, and leave numerator and
    denominator.
    """

    options: Annotated[tuple[Option, ...], Field(min_length=1)]
    no_opinion: tuple[OptionCode, ...] = ()


class Item(Part):
    """A line of a matrix. ``illustrative``: the wording is ours, no text of it was available (minh họa)."""

    id: Id
    label: Words
    illustrative: bool = False


class Group(Part):
    """Questions that stand together, on one screen of a telephone."""

    id: Id
    label: Words
    relevant: str | None = None


class Question(Part):
    """One question (câu hỏi). Options are its own (``options``) or those of a scale (``scale``).

    ``relevant``, ``constraint`` and ``choice_filter`` are expressions of XLSForm; the ``.`` of a constraint
    is the answer itself.
    """

    id: Id
    kind: Kind
    label: Words
    hint: Words | None = None
    options: tuple[Option, ...] = ()
    scale: Id | None = None
    items: tuple[Item, ...] = ()
    is_required: bool = False
    relevant: str | None = None
    constraint: str | None = None
    constraint_message: Words | None = None
    choice_filter: str | None = None
    appearance: str | None = None
    group: Id | None = None
    illustrative: bool = False


class Factor(Part):
    """A factor (yếu tố) of the index: its code as printed, its words, the items it is made of."""

    code: Annotated[str, Field(pattern=r"^[0-9A-Za-z][0-9A-Za-z._-]*$", max_length=20)]
    label: Words
    items: Annotated[tuple[Id, ...], Field(min_length=1)]
    section: Id | None = None


class Section(Part):
    """A part of the printed form above its factors."""

    id: Id
    label: Words


class IndexRule(Part):
    """How answers become an index of satisfaction, printed with every result.

    Satisfied is who answers with a code of ``satisfied``; an answer of no opinion counts nowhere.
    """

    aggregation: Aggregation = "pooled"
    satisfied: Annotated[tuple[OptionCode, ...], Field(min_length=1)] = (4, 5)
    bands: tuple[ClassBand, ...] = ()
    """Words for a percentage ("Rất tốt"), from its lower bound on."""
    bands_illustrative: bool = False

    def band(self, percent: Decimal | float) -> ClassBand | None:
        """Give the band a percentage falls into, None where there is none.

        >>> from decimal import Decimal
        >>> low, high = {"code": "B", "label": "Khá", "below": 80}, {"code": "A", "label": "Tốt", "from": 80}
        >>> IndexRule.model_validate({"bands": [low, high]}).band(Decimal("94.36")).label.vi
        'Tốt'
        """
        fits = (
            one for one in self.bands if one.from_ <= percent and (one.below is None or percent < one.below)
        )
        return next(fits, None)


class Bridge(Part):
    """A declaration that results of another form may be compared with those of this one, with its reason."""

    to: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*@\d{4}$")]
    index: bool = False
    """Whether the whole index may be compared."""
    factors: dict[str, str] = {}
    """Factors that may be compared: the code here and the code there."""
    reason: Words


class Source(Part):
    """Where a form comes from and what of it is known."""

    text: Words
    decision: str | None = None
    status: Words | None = None
