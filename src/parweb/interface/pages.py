"""Long lists: pages cut by the server, searched without diacritics, sorted by a column of a known list."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict

from parindex.text import fold

PER_PAGE: Final = 100
LONGEST_SEARCH: Final = 200
Row = TypeVar("Row")


@dataclass(frozen=True)
class Sort:
    """The order asked for: a key of the allowed ones and its direction. ``numbers``: columns of numbers."""

    key: str
    is_descending: bool = False
    numbers: frozenset[str] = frozenset()

    def next_for(self, key: str) -> str:
        """Give ``?sort=`` for a click on a column: the other direction where it is sorted by it already."""
        return f"-{key}" if key == self.key and not self.is_descending else key

    def aria(self, key: str) -> str:
        """Give ``aria-sort`` of a column; empty where the list is not sorted by it."""
        if key != self.key:
            return ""
        return "descending" if self.is_descending else "ascending"

    def text(self) -> str:
        """Give the value of ``?sort=`` that asks for this order."""
        return f"-{self.key}" if self.is_descending else self.key


def read_search(query: QueryDict | Mapping[str, str], parameter: str = "q") -> str:
    r"""Give what was searched for, folded (no diacritics, no case) and cut; match it against folded columns.

    >>> read_search({"q": "  Đồng  Tâm\x00"})
    'dong tam'
    """
    typed = str(query.get(parameter) or "").replace("\x00", " ")
    return fold(typed[:LONGEST_SEARCH])


def matches(words: str, *texts: str) -> bool:
    """Tell whether every folded word searched for stands somewhere in the texts.

    >>> matches("tam dong", "Xã Đồng Tâm"), matches("dong x1", "Xã Đồng Tâm")
    (True, False)
    """
    whole = fold(" ".join(texts))
    return all(word in whole for word in words.split())


def read_sort(
    query: QueryDict | Mapping[str, str],
    allowed: Iterable[str],
    default: str,
    numbers: Collection[str] = (),
) -> Sort:
    """Give the order asked for by ``?sort=`` (``-key`` is descending); what is not allowed gives the default.

    >>> read_sort({"sort": "-points"}, ["name", "points"], "name").text()
    '-points'
    >>> read_sort({"sort": "password"}, ["name", "points"], "name").text()
    'name'
    """
    asked = str(query.get("sort") or default)
    chosen = asked if asked.removeprefix("-") in set(allowed) else default
    return Sort(chosen.removeprefix("-"), chosen.startswith("-"), frozenset(numbers))


def read_page(
    query: QueryDict | Mapping[str, str],
    rows: Sequence[Row] | QuerySet[Any],
    per_page: int = PER_PAGE,
    parameter: str = "page",
) -> Page[Any]:
    """Cut the rows of ``?page=``; a number that is none or too high gives the nearest page.

    >>> read_page({"page": "34"}, range(3321)).object_list
    range(3300, 3321)
    >>> read_page({"page": "999"}, range(3321)).number
    34
    """
    return Paginator(rows, per_page).get_page(query.get(parameter))


def around(number: int, count: int, reach: int = 2) -> list[int]:
    """Give the page numbers to show: the ends and those near; 0 stands for a gap.

    >>> around(17, 34)
    [1, 0, 15, 16, 17, 18, 19, 0, 34]
    """
    near = {1, count, *range(max(1, number - reach), min(count, number + reach) + 1)}
    shown: list[int] = []
    for one in sorted(near):
        if shown and one - shown[-1] > 1:
            shown.append(one - 1 if one - shown[-1] == 2 else 0)  # noqa: PLR2004  # a gap of one page shows it
        shown.append(one)
    return shown


def query_with(query: QueryDict | None, changes: Mapping[str, object]) -> str:
    """Give the query of an address with some parameters changed, those set to None gone."""
    changed = query.copy() if query is not None else QueryDict(mutable=True)
    for name, value in changes.items():
        if value is None:
            changed.pop(name, None)
        else:
            changed[name] = str(value)
    return f"?{changed.urlencode()}"
