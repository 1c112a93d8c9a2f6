"""The list that a sample is drawn from (dàn mẫu): one row per element, in an order of its own, with a hash.

The hash and the draw do not depend on the order of the rows, nor on the form of the file. Names, addresses
and telephone numbers stand apart in :attr:`Frame.contacts`: no hash and no draw sees them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final

import polars as pl

from parindex.errors import Place, Problem, ProblemKind
from parindex.reading.findings import Findings, Row
from parindex.surveys.sampling.kinds import (
    BAD_PRIOR,
    DOUBLED,
    NO_COLUMN,
    NO_ID,
    NO_STRATUM,
    SPLIT_CLUSTER,
)

FRAME: Final = pl.Schema(
    {
        "element_id": pl.String,
        "person_id": pl.String,
        "unit_id": pl.String,
        "stratum": pl.String,
        "psu": pl.String,
        "ssu": pl.String,
        "size": pl.Float64,
        "prior": pl.Float64,
    }
)
"""What a draw may look at. ``person_id``: who an element (a dossier) belongs to; ``psu``, ``ssu``: its
cluster of the first and second stage; ``size``: its measure of size; ``prior``: the probability with which it
came into the list, where the list is itself a sample. Other columns are kept as texts to sort by."""
CONTACTS: Final = ("name", "address", "phone")
WHOLE: Final = "all"
"""The stratum of everybody where there are no strata."""
ROW: Final = "row"
_JOIN: Final = " / "
_FORMAT: Final = "parindex-frame-1"
_WHOLE_BELOW: Final = 2.0**53
_MOST_NAMED: Final = 5
_NOT_PLAIN: Final = "[^!-~]"


@dataclass(frozen=True)
class Frame:
    """A list of elements: ``table`` has the columns of :data:`FRAME`, others as texts, and ``row``.

    ``contacts`` has ``element_id`` and how to reach it; ``titles`` says how the file calls a column.
    """

    table: pl.DataFrame
    place: Place = field(default_factory=Place)
    contacts: pl.DataFrame | None = None
    titles: dict[str, str] = field(default_factory=dict)

    @staticmethod
    def of(table: pl.DataFrame, strata: Sequence[str] = (), place: Place | None = None) -> Frame:
        """Make a frame of a table that has at least ``element_id``.

        ``strata`` are the columns whose values make the strata; without them the column ``stratum`` does,
        else ``unit_id``, else all is one stratum. Texts lose spaces around them and are composed
        (NFC); blank is null. Records of dossiers become a frame by renaming ``code`` to ``element_id``.
        Raises ``KeyError`` for a column that is not there.

        >>> frame = Frame.of(pl.DataFrame({"element_id": ["b", "a"], "field": ["land", None]}), ["field"])
        >>> frame.table.select("element_id", "stratum", "row").rows()
        [('a', None, 2), ('b', 'land', 1)]
        """
        for name in ("element_id", *strata):
            if name not in table.columns:
                raise KeyError(name)
        numbered = table if ROW in table.columns else table.with_row_index(ROW, offset=1)
        contacts = _contacts(numbered)
        typed = _typed(numbered.drop(CONTACTS, strict=False))
        own = clusters_by_unit(_with_strata(typed, strata))
        return Frame(own.sort("element_id", ROW), place or Place(), contacts)

    @cached_property
    def hash(self) -> str:
        """The SHA-256 of the canonical text of the frame, in hexadecimal; see :func:`canonical_text`."""
        return hashlib.sha256(canonical_text(self.table).encode()).hexdigest()

    @cached_property
    def strata(self) -> pl.DataFrame:
        """The strata in the order of their names: ``stratum``, ``population`` (elements)."""
        return self.table.group_by("stratum").agg(population=pl.len().cast(pl.Int64)).sort("stratum")

    def has(self, column: str) -> bool:
        """Tell whether a column has any value."""
        return column in self.table.columns and self.table[column].null_count() < self.table.height

    def findings(self) -> Findings:
        """Begin a list of problems that names the columns as the file does."""
        return Findings(self.place, [self.titles.get(name, name) for name in self.table.columns])

    def column(self, name: str) -> int:
        """Give the number of a column, for a problem."""
        return self.table.get_column_index(name)

    def note(self, findings: Findings, kind: ProblemKind, column: str, rows: pl.DataFrame) -> None:
        """Note a problem of the cells of a column, in the rows of a part of the table."""
        at = pl.lit(self.column(column)).alias("col")
        findings.add_rows(
            kind, rows.select(pl.col(ROW).alias("row"), at, pl.col(column).alias("given")), particulars
        )

    def problems(self) -> tuple[Problem, ...]:
        """Give everything that is wrong with the list itself, whatever is drawn from it."""
        findings = self.findings()
        self.check(findings)
        return findings.problems()

    def check(self, findings: Findings) -> None:
        """Note what is wrong with the list itself: no code, doubled, no stratum, a cluster in two strata."""
        table = self.table
        self.note(findings, NO_ID, "element_id", table.filter(pl.col("element_id").is_null()))
        self._check_doubles(findings)
        self.note(findings, NO_STRATUM, "stratum", table.filter(pl.col("stratum").is_null()))
        prior = pl.col("prior")
        wrong = table.filter(prior.is_not_null() & ~((prior > 0) & (prior <= 1)))
        self.note(findings, BAD_PRIOR, "prior", wrong)
        self._check_clusters(findings)

    def _check_doubles(self, findings: Findings) -> None:
        named = self.table.filter(pl.col("element_id").is_not_null())
        if named["element_id"].n_unique() == named.height:
            return
        again = named.filter(~pl.col("element_id").is_first_distinct())
        first = named.filter(pl.col("element_id").is_first_distinct()).select("element_id", first=ROW)
        at = pl.lit(self.column("element_id")).alias("col")
        rows = again.join(first, on="element_id").select("row", at, "first", given="element_id")
        findings.add_rows(DOUBLED, rows, particulars)

    def _check_clusters(self, findings: Findings) -> None:
        """Note clusters that stand in several strata: their probability would be none."""
        pairs = self.table.select("psu", "stratum").drop_nulls().unique()
        split = pairs.group_by("psu").agg(pl.col("stratum").sort()).filter(pl.col("stratum").list.len() > 1)
        for psu, strata in split.sort("psu").iter_rows():
            known = ", ".join(strata[:_MOST_NAMED])
            findings.add(SPLIT_CLUSTER, None, self.column("psu"), given=psu, count=len(strata), known=known)

    def missing_columns(self, wanted: Sequence[str]) -> list[Problem]:
        """Give a problem for each column that is wanted and not there."""
        known = ", ".join(name for name in self.table.columns if name != ROW)
        lacking = [name for name in wanted if name not in self.table.columns]
        return [Problem(NO_COLUMN, self.place, {"given": name, "known": known}) for name in lacking]

    def where(self, condition: pl.Expr) -> Frame:
        """Keep some elements; a frame of its own, with its own hash."""
        return replace(self, table=self.table.filter(condition))


def clusters_by_unit(table: pl.DataFrame) -> pl.DataFrame:
    """Name a cluster by its unit too where clusters of several units have the same name: ``Xã A / Hoành``.

    >>> villages = pl.DataFrame({"unit_id": ["A", "A", "B"], "psu": ["Hoành", "Chùa", "Hoành"]})
    >>> clusters_by_unit(villages)["psu"].to_list()
    ['A / Hoành', 'Chùa', 'B / Hoành']
    """
    if not {"unit_id", "psu"} <= set(table.columns):
        return table
    pairs = table.select("unit_id", "psu").drop_nulls().unique()
    shared = pairs.filter(pl.col("psu").is_duplicated())["psu"].unique()
    if shared.is_empty():
        return table
    named = pl.concat_str("unit_id", "psu", separator=_JOIN)
    is_shared = pl.col("psu").is_in(shared.implode()) & pl.col("unit_id").is_not_null()
    return table.with_columns(psu=pl.when(is_shared).then(named).otherwise(pl.col("psu")))


def particulars(row: Row) -> dict[str, Any]:
    """Give what a row of found problems says beside its place."""
    return {name: value for name, value in row.items() if name not in {"row", "col"}}


def canonical_text(table: pl.DataFrame) -> str:
    """Write a frame as the text that is hashed: the same elements give the same text.

    First line ``parindex-frame-1``; second line the names of the columns that have a value, those of
    :data:`FRAME` in their order, then the others by name; then one line per element in the order of its code
    (Unicode code points). Cells are parted by a tab, lines end with a line feed, null is nothing. Texts are
    NFC with single spaces; whole numbers have no decimal point, other numbers the shortest decimal that is
    that binary number.

    >>> print(canonical_text(Frame.of(pl.DataFrame({"element_id": ["b", "a"], "size": [2.5, 30]})).table))
    parindex-frame-1
    element_id	stratum	size
    a	all	30
    b	all	2.5
    <BLANKLINE>
    """
    others = sorted(name for name in table.columns if name not in FRAME and name != ROW)
    used = [name for name in (*FRAME, *others) if table[name].null_count() < table.height]
    ordered = table.sort("element_id", ROW)
    cells = [_cell(ordered[name]).fill_null("").alias(name) for name in used]
    lines = pl.DataFrame(cells).select(pl.concat_str(pl.all(), separator="\t").str.join("\n")).item()
    return f"{_FORMAT}\n" + "\t".join(used) + f"\n{lines}\n"


def _cell(column: pl.Series) -> pl.Series:
    if column.dtype == pl.String:
        return column
    different = column.drop_nulls().unique()
    texts = [number_text(one) for one in different.to_list()]
    return column.replace_strict(different, pl.Series(texts, dtype=pl.String), return_dtype=pl.String)


def number_text(number: float) -> str:
    """Write a number as the canonical text does.

    >>> number_text(30.0), number_text(0.1)
    ('30', '0.1')
    """
    is_whole = abs(number) < _WHOLE_BELOW and number == int(number)
    return str(int(number)) if is_whole else repr(number)


def _typed(table: pl.DataFrame) -> pl.DataFrame:
    """Give the columns of a frame their types; what is not there is null."""
    lacking = [pl.lit(None, kind).alias(name) for name, kind in FRAME.items() if name not in table.columns]
    texts = [name for name in table.columns if name not in {"size", "prior", ROW}]
    numbers = [pl.col(name).cast(pl.Float64) for name in ("size", "prior") if name in table.columns]
    plain = table.with_columns(*(_plain(table[name]) for name in texts), *numbers, *lacking)
    return plain.select(*FRAME, pl.exclude(*FRAME))


def _plain(column: pl.Series) -> pl.Series:
    """Give texts without odd spaces, composed, blank as null; the different ones are looked at once."""
    texts = column.cast(pl.String)
    if not texts.str.contains(_NOT_PLAIN).any():
        return texts.set(texts == "", None)
    different = texts.drop_nulls().unique()
    plain = different.str.normalize("NFC").str.replace_all(r"\s+", " ").str.strip_chars()
    return texts.replace_strict(different, plain.set(plain == "", None), return_dtype=pl.String)


def _with_strata(table: pl.DataFrame, strata: Sequence[str]) -> pl.DataFrame:
    if strata:
        return table.with_columns(stratum=pl.concat_str(list(strata), separator=_JOIN))
    for name in ("stratum", "unit_id"):
        if table[name].null_count() < table.height:
            return table.with_columns(stratum=pl.col(name))
    return table.with_columns(stratum=pl.lit(WHOLE))


def _contacts(table: pl.DataFrame) -> pl.DataFrame | None:
    given = [name for name in CONTACTS if name in table.columns]
    if not given:
        return None
    return table.select(_plain(table[name]) for name in ("element_id", *given))
