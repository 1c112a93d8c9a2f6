"""What the titles of columns and the names of rows say of a printed table."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Final, Literal

import numpy as np

from parindex.errors import Problem, ProblemsFound
from parindex.exact import FloatArray
from parindex.ranking.audit.figures import Printed
from parindex.ranking.audit.kinds import UNKNOWN_ROW
from parindex.text import fold

Role = Literal[
    "order", "rank", "class", "year", "change", "excluded", "applicable", "converted", "max", "percent",
    "total", "index", "appraisal", "survey", "sipas", "bonus", "penalty", "received", "carried", "resolved",
    "pending", "on_time", "late", "score", "unit", "criterion", "code", "group", "note",
]  # fmt: skip

# The first pattern that is found in a folded title decides; titles are folded by parindex.text.fold.
_ROLES: Final[tuple[tuple[Role, str], ...]] = (
    ("order", r"^(stt|tt|so tt|so thu tu|no\.?|#)$"),
    ("note", r"ghi chu|nguon|source|note|distinct|so hang"),
    ("year", r"^(nam|year|nam danh gia)$"),
    ("change", r"tang|giam|chenh lech|so voi|delta|thay doi|change|bien dong"),
    ("class", r"xep loai|phan loai|phan nhom|^loai$|^nhom$|class|grade|^muc$"),
    ("rank", r"\bhang\b|thu bac|vi thu|xep thu|\brank"),
    ("percent", r"%|ty le|phan tram|\bpct\b|\brate\b|percent"),
    ("excluded", r"khong danh gia|khong dua vao|khong ap dung|loai tru|excluded"),
    ("applicable", r"toi da (ap dung|con lai|thuc te|duoc danh gia)|applicable"),
    ("converted", r"quy doi|converted"),
    ("on_time", r"dung han|truoc han|on.?time"),
    ("late", r"qua han|tre han|cham muon|late\b|overdue"),
    ("max", r"^(so )?(diem )?(toi da|chuan)$|^thang diem|^max( points?)?$|^(diem )?max$"),
    ("total", r"^tong($| diem| cong| so diem)|\btotal\b"),
    ("received", r"tiep nhan|phai giai quyet|received|tong so ho so"),
    ("carried", r"ky truoc|ton dau|chuyen (sang|qua)|carried"),
    ("pending", r"dang (giai quyet|xu ly)|chua (giai quyet|xu ly)|pending|ton cuoi|con lai"),
    ("resolved", r"giai quyet|xu ly|resolved"),
    ("bonus", r"diem thuong|diem cong|bonus"),
    ("penalty", r"diem phat|diem tru|bi tru|penalty"),
    ("appraisal", r"tham dinh|appraisal"),
    ("sipas", r"sipas|hai long"),
    ("survey", r"xhh|xa hoi hoc|dieu tra|khao sat|survey"),
    ("index", r"chi so|index"),
    ("criterion", r"linh vuc|tieu chi|noi dung|truc|domain|criteri|indicator"),
    ("unit", r"don vi|^ten|^xa|^phuong|^huyen|co quan|dia phuong|^tinh|^so$|^unit|^name"),
    ("group", r"vung|khu vuc|^cum|khoi|nhom|region|group|scope|league|^bang$|^table$"),
    ("code", r"^ma\b|^code$|^id$"),
    ("score", r"diem|score|points|ket qua|value|gia tri"),
)  # fmt: skip
_COMPILED: Final = tuple((role, re.compile(pattern)) for role, pattern in _ROLES)
_MAXIMUM_IN_TITLE: Final = re.compile(
    r"\(?\s*(?:diem )?(?:toi da|max)\.?\s*[:=]?\s*(\d+(?:[.,]\d+)?)\s*(?:diem)?\s*\)?"
    r"|\(\s*(\d+(?:[.,]\d+)?)\s*(?:diem|d)\s*\)"
)
_WORD_BREAKS: Final = re.compile(r"[_\n/]+|(?<=[a-z])(?=\d)")

RowKind = Literal["ordinary", "total", "mean", "maximum", "extreme"]
_TOTALS: Final = re.compile(
    r"^(tong|tong (cong|so|diem|chung)|cong|total|sum)$|^(tong cong|tong diem|cong chung)\b"
)
_MEANS: Final = re.compile(r"^(trung binh|binh quan|diem trung binh|gia tri trung binh|tb|average|mean)\b")
_MAXIMA: Final = re.compile(r"^(so )?diem (toi da|chuan)\b|^toi da$|^thang diem\b|^maximum points$")
_EXTREMES: Final = re.compile(
    r"^(diem |gia tri )?(cao nhat|thap nhat|lon nhat|nho nhat)\b|^(highest|lowest|max|min)$"
)
_ROW_KINDS: Final[tuple[tuple[RowKind, re.Pattern[str]], ...]] = (
    ("mean", _MEANS),
    ("total", _TOTALS),
    ("maximum", _MAXIMA),
    ("extreme", _EXTREMES),
)
_CLASS_WORDS: Final = frozenset({"xuat sac", "tot", "kha", "yeu", "kem", "hoan thanh tot", "hoan thanh"})
_MOST_LOOKED_AT: Final = 60
_AROUND: Final = "()[]*:. -–—"

NAMES: Final[frozenset[Role]] = frozenset({"unit", "criterion", "code", "group"})
"""Roles of columns that say whose row it is."""
NO_POINTS: Final[frozenset[Role]] = frozenset(
    {"order", "rank", "class", "year", "change", "percent", "index", "code", "note", "max", "applicable",
     "excluded"}
)  # fmt: skip
"""Roles of columns that are no part of a sum of points."""


def plain(text: str) -> str:
    """Fold a title; underscores and digits that follow a word break it.

    >>> plain("appraisal_max65"), plain("Điểm thẩm định")
    ('appraisal max 65', 'diem tham dinh')
    """
    return fold(_WORD_BREAKS.sub(" ", fold(text)))


def role_of(title: str) -> Role | None:
    """Give what a title says its column is; None where it says nothing we know.

    >>> role_of("Điểm thẩm định (tối đa 65)"), role_of("Chỉ số (%)"), role_of("Hạng"), role_of("xhh_max35")
    ('appraisal', 'percent', 'rank', 'survey')
    """
    text = plain(title)
    bare = _MAXIMUM_IN_TITLE.sub(" ", text).strip(_AROUND) or text
    return next((role for role, pattern in _COMPILED if pattern.search(bare)), None)


def maximum_in(title: str) -> Decimal | None:
    """Give the maximum that a title states.

    >>> maximum_in("Điểm thẩm định (tối đa 65)"), maximum_in("total_max100"), maximum_in("Hạng")
    (Decimal('65'), Decimal('100'), None)
    """
    found = _MAXIMUM_IN_TITLE.search(plain(title))
    return None if found is None else Decimal((found[1] or found[2]).replace(",", "."))


def kind_of_row(name: str) -> RowKind:
    """Tell whether a row is a unit, or the total, the mean, the maxima or an extreme of the others.

    >>> kind_of_row("(average)"), kind_of_row("Tổng cộng"), kind_of_row("Tổng cục Thuế")
    ('mean', 'total', 'ordinary')
    """
    text = plain(name).strip(_AROUND)
    return next((kind for kind, pattern in _ROW_KINDS if pattern.search(text)), "ordinary")


@dataclass(frozen=True)
class Layout:
    """What the columns and rows of a printed table are."""

    table: Printed
    label: str | None = None
    """The column that names the rows, where the caller says which; otherwise it is found."""

    @cached_property
    def roles(self) -> dict[str, Role | None]:
        """The role of each column by its title; a column of the words of classes is one of classes."""
        return {title: self._role(title) for title in self.table.columns}

    def _role(self, title: str) -> Role | None:
        column = self.table.columns[title]
        words = set() if column.is_numeric else {plain(text) for text in set(column.texts)}
        return "class" if len(words & _CLASS_WORDS) > 1 else role_of(title)

    @cached_property
    def name_columns(self) -> tuple[str, ...]:
        """The columns of texts that name rows: those of a known role, else the first column of texts."""
        if self.label:
            return (self.label,)
        named = [title for title, role in self.roles.items() if role in NAMES and not self._is_figures(title)]
        texts = sorted(self.texts, key=lambda title: self.roles[title] is not None)
        return tuple(named) or tuple(texts[:1])

    def _is_figures(self, title: str) -> bool:
        return self.table.columns[title].is_numeric and self.roles[title] != "code"

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The name of each row: the most telling of its name columns."""
        order: dict[Role | None, int] = {"unit": 0, "criterion": 1, None: 2, "code": 3, "group": 4}
        columns = sorted(self.name_columns, key=lambda title: order.get(self.roles.get(title), 2))
        texts = [self.table.columns[title].texts for title in columns]
        return tuple(next((text[row] for text in texts if text[row]), "") for row in range(self.table.height))

    @cached_property
    def row_kinds(self) -> tuple[RowKind, ...]:
        """The kind of each row, by any of its names."""
        return tuple(self._kind(row) for row in range(self.table.height))

    def _kind(self, row: int) -> RowKind:
        texts = (self.table.columns[title].texts[row] for title in self.name_columns)
        kinds = (kind_of_row(text) for text in texts if text)
        return next((kind for kind in kinds if kind != "ordinary"), "ordinary")

    def rows(self, *kinds: RowKind) -> list[int]:
        """Give the positions of the rows of some kinds."""
        return [row for row, kind in enumerate(self.row_kinds) if kind in kinds]

    def row_named(self, name: str, at: int | None = None) -> int:
        """Give the position of the row that any of its name columns calls so (of row number ``at``).

        Raises :class:`ProblemsFound` where there is none.
        """
        for row, number in enumerate(self.table.rows):
            is_called = any(self.table.columns[title].texts[row] == name for title in self.name_columns)
            if is_called and at in (None, number):
                return row
        known = ", ".join(filter(None, self.names))
        raise ProblemsFound([Problem(UNKNOWN_ROW, self.table.place, {"given": name, "known": known})])

    def word_of(self, row: int) -> str:
        """Give the name by which a row is a total or a mean; the name of the row where it is neither."""
        texts = (self.table.columns[title].texts[row] for title in self.name_columns)
        return next((text for text in texts if text and kind_of_row(text) != "ordinary"), self.names[row])

    @cached_property
    def ordinary(self) -> list[int]:
        """The positions of the rows that are units or criteria."""
        return self.rows("ordinary")

    def with_role(self, *roles: Role) -> list[str]:
        """Give the numeric columns of some roles, in printed order."""
        return [
            title
            for title, role in self.roles.items()
            if role in roles and self.table.columns[title].is_numeric
        ]

    def with_any_role(self, *roles: Role) -> list[str]:
        """Give the columns of some roles, whatever they hold."""
        return [title for title, role in self.roles.items() if role in roles]

    @cached_property
    def numeric(self) -> list[str]:
        """The columns that hold figures, in printed order."""
        return [title for title, column in self.table.columns.items() if column.is_numeric]

    @cached_property
    def texts(self) -> list[str]:
        """The columns that hold texts, in printed order."""
        columns = self.table.columns.items()
        return [title for title, column in columns if not column.is_numeric and any(column.texts)]

    @property
    def code_column(self) -> str | None:
        """The column of the codes of criteria: that of codes, else that of the order of rows."""
        return next(iter([*self.with_any_role("code"), *self.with_any_role("order")]), None)

    @property
    def is_of_criteria(self) -> bool:
        """Tell whether the rows are criteria and not units."""
        roles = {self.roles.get(title) for title in self.name_columns}
        return "criterion" in roles and "unit" not in roles

    def from_afar(self) -> Layout:
        """Give the table with its first rows only (and its totals and means), to look at from afar."""
        if self.table.height <= _MOST_LOOKED_AT:
            return self
        rows = sorted({*range(_MOST_LOOKED_AT), *self.rows("total", "mean", "maximum", "extreme")})
        return Layout(self.table.at_rows(rows), self.label)

    @cached_property
    def floats(self) -> dict[str, FloatArray]:
        """The figures of the numeric columns as floats, on rows of units and totals; NaN for none."""
        rows = self.rows("ordinary", "total")
        return {
            title: np.array([float(figure.value) if (figure := figures[row]) else np.nan for row in rows])
            for title in self.numeric
            for figures in (self.table.numbers(title),)
        }
