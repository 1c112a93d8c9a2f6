"""Relations between the figures of a printed table, as an official declares them or as they are detected."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any, Final, Literal

from pydantic import Field, ValidationError, model_validator

from parindex.errors import Place, Problem, ProblemsFound
from parindex.frameworks.parts import Dec, Part
from parindex.frameworks.reasons import reason_in_model
from parindex.frameworks.yaml_lines import Document, parse
from parindex.language import N_
from parindex.ranking.audit.figures import Decimals
from parindex.ranking.audit.kinds import SPEC_FORM

Column = Annotated[str, Field(min_length=1)]
Columns = Annotated[tuple[Column, ...], Field(min_length=1)]


class Sum(Part):
    """Columns that add up to another one, row by row; ``minus`` are taken off."""

    columns: Columns
    minus: tuple[Column, ...] = ()
    equals: Column
    exact: bool = False
    """The parts were not rounded, so that rounding explains nothing."""


class Summary(Part):
    """A row that is made of other rows, and which ones.

    Of ``all`` of them, of those at the ``top`` by their codes (1 and 2, not 1.1), of those ``above`` it since
    the last such row, of those ``below`` it up to the next, or of those with a value in a column
    (``where: {Vùng: Miền núi}``). ``at`` is the number of the row as people see it, where several rows have
    its name.
    """

    row: str
    columns: Columns
    at: int | None = None
    of: Literal["all", "top", "above", "below"] = "all"
    where: dict[str, str] | None = None


class TotalRow(Summary):
    """A row that is the sum of others."""


class MeanRow(Summary):
    """A row that is the mean of others."""


class Ratio(Part):
    """``part / whole * times`` is another column: an index, a percentage, a converted score.

    ``whole`` and ``times`` are columns or numbers; without ``whole`` it is the total of the column ``part``.
    """

    part: Column
    whole: Column | Dec | None = None
    times: Column | Dec = Field(default=Decimal(100))
    equals: Column


class Change(Part):
    """A printed change: a value less that of the year before, or one column less another.

    Either ``value``, ``change`` and the column of years ``by`` (within columns such as the name of the
    index), or ``before``, ``after`` and ``change``.
    """

    change: Column
    value: Column | None = None
    by: Column | None = None
    within: tuple[Column, ...] = ()
    before: Column | None = None
    after: Column | None = None

    @model_validator(mode="after")
    def _one_form(self) -> Change:
        by_rows = self.value is not None and self.by is not None
        by_columns = self.before is not None and self.after is not None
        if by_rows == by_columns:
            raise ValueError(N_("cần value và by, hoặc before và after"))
        return self


class Stock(Part):
    """Received (and carried over) is what was resolved and what is pending; whole numbers, exact."""

    received: Column
    carried: Column | None = None
    parts: Columns


class Ranked(Part):
    """Ranks by points. Without ``ties`` the policy that most of the table follows is taken."""

    points: Column
    rank: Column
    within: tuple[Column, ...] = ()
    ties: Literal["dense", "competition", "ordinal"] | None = None


class Classed(Part):
    """Classes by points: ``bands`` gives the lower bound of each; without it higher points never get less."""

    points: Column
    class_: Column = Field(alias="class")
    bands: dict[str, Dec] | None = None
    within: tuple[Column, ...] = ()


class Maxima(Part):
    """Maxima that make up a form: they add up to ``equals``; with ``code``, children to their parent."""

    column: Column
    equals: Dec = Field(default=Decimal(100))
    code: Column | None = None
    within: tuple[Column, ...] = ()


class Within(Part):
    """Figures that are at most a number, or another column."""

    column: Column
    most: Column | Dec


class Reprint(Part):
    """A figure printed more than once: rows of the same key say the same in the columns."""

    key: Columns
    columns: Columns


AnyRelation = Sum | TotalRow | Ratio | Change | Stock | Ranked | Classed | Maxima | Within | MeanRow | Reprint


_NO_COLUMNS: Final = ("row", "of", "ties", "bands", "exact", "where", "at")


def columns_of(relation: AnyRelation) -> list[str]:
    """List the columns that a relation names."""
    named: list[str] = []
    for name in type(relation).model_fields:
        value = getattr(relation, name)
        if name == "where":
            named += list(value or ())
        elif name not in _NO_COLUMNS:
            named += [value] if isinstance(value, str) else list(value) if isinstance(value, tuple) else []
    return named


class Declared(Part):
    """One entry of the list of relations: a single key, which names the kind of relation."""

    sum: Sum | None = None
    total_row: TotalRow | None = None
    ratio: Ratio | None = None
    delta: Change | None = None
    stock: Stock | None = None
    rank: Ranked | None = None
    class_: Classed | None = Field(default=None, alias="class")
    maxima: Maxima | None = None
    within: Within | None = None
    mean_row: MeanRow | None = None
    reprint: Reprint | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Declared:
        if len(self.model_fields_set) != 1:
            raise ValueError(N_("mỗi mục có đúng một quan hệ"))
        return self

    @property
    def relation(self) -> AnyRelation:
        """The relation that is declared."""
        found: AnyRelation = getattr(self, next(iter(self.model_fields_set)))
        return found


class Spec(Part):
    """What is declared of a table: the column of names, the decimal sign, the relations.

    With ``detect`` the relations that the table shows by itself are checked as well.
    """

    label: Column | None = None
    decimal: Decimals = "auto"
    detect: bool = False
    relations: Annotated[tuple[Declared, ...], Field(min_length=1)]

    @property
    def declared(self) -> tuple[AnyRelation, ...]:
        """The relations, in the order of the file."""
        return tuple(entry.relation for entry in self.relations)


def read_spec(text: str, file: str = "") -> Spec:
    """Read the YAML text of a spec; raise :class:`ProblemsFound` with every problem and its line.

    >>> spec = read_spec("relations: [{sum: {columns: [A, B], equals: C}}]")
    >>> spec.declared[0].equals
    'C'
    """
    document = parse(text, file)
    try:
        return Spec.model_validate(document.data if isinstance(document.data, dict) else {})
    except ValidationError as error:
        raise ProblemsFound(_form_problems(error, document)) from None


def _form_problems(error: ValidationError, document: Document) -> Iterator[Problem]:
    said = error.errors(include_url=False)
    for one in said:
        path = tuple(part for part in one["loc"] if (part,) != ("class_",))
        place = document.place(path)
        where = Place(file=document.file or None, line=place.line)
        yield Problem(SPEC_FORM, where, {"key": _key(path), "reason": _reason(one)})


def _key(path: tuple[Any, ...]) -> str:
    names = [f"{part + 1}" if isinstance(part, int) else str(part) for part in path]
    return ".".join(names) or "relations"


def _reason(one: Any) -> Any:  # pydantic's own record of an error
    own = {
        "extra_forbidden": N_("không có khóa này"),
        "missing": N_("thiếu khóa này"),
    }
    if one["type"] == "value_error":
        return str(one["ctx"]["error"])
    return own.get(one["type"]) or reason_in_model(one)
