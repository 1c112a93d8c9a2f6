"""Queries that are built once and asked many times, for the few places where people wait for every statement.

Django builds the text of a query anew each time it is asked, which costs several times what a database needs
to answer a row by its key. A :class:`Prepared` query is built by the same ORM, once per process and database,
and keeps the text, the places of its values and the readers of its columns.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.models import QuerySet

Row = tuple[Any, ...]
_FIRST = 7_340_611_000_000  # numbers that no statement holds by itself
_CURSOR = "parindex_prepared_cursor"
_Readers = tuple[tuple[int, tuple[Callable[..., Any], ...], Any], ...]


@dataclass(frozen=True)
class _Statement:
    text: str
    values: tuple[Any, ...]
    places: tuple[tuple[int, int], ...]
    """(place in ``values``, number of the argument)."""
    readers: _Readers


class Prepared:
    """A query of plain columns, ``build(*arguments)`` giving a ``values_list`` query set.

    Arguments are whole numbers or text, each compared as it is given (``pk=``, ``name=``; not ``contains``).

    Example::

        unit_names = Prepared(lambda pk: Unit.objects.filter(pk=pk).order_by().values_list("name"), int)
        [(name,)] = unit_names.rows(12)
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], *types: type[int | str]) -> None:
        """Keep how the query is built; nothing is built before it is asked for the first time."""
        self._build = build
        self._marks = tuple(
            _FIRST + number if kind is int else f"\N{SECTION SIGN}{_FIRST + number}"
            for number, kind in enumerate(types)
        )
        self._kept: dict[str, _Statement] = {}

    def rows(self, *arguments: int | str, using: str = "default") -> list[Row]:
        """Ask the database (one statement) and give the rows as the query set would."""
        statement = self._kept.get(using) or self._keep(using)
        values = list(statement.values)
        for place, number in statement.places:
            values[place] = arguments[number]
        connection = connections[using]
        found = list(asked(connection, statement.text, values))
        return [_read(row, statement.readers, connection) for row in found]

    def first(self, *arguments: int | str, using: str = "default") -> Row | None:
        """Give the first row, None where there is none."""
        rows = self.rows(*arguments, using=using)
        return rows[0] if rows else None

    def _keep(self, using: str) -> _Statement:
        compiler = self._build(*self._marks).using(using).query.get_compiler(using)
        text, values = compiler.as_sql()
        places = tuple(
            (place, self._marks.index(value)) for place, value in enumerate(values) if value in self._marks
        )
        if {number for _, number in places} != set(range(len(self._marks))):
            raise ValueError("every argument of a prepared query is compared as it is given")
        columns = [column[0] for column in compiler.select[: compiler.col_count]]
        readers = tuple(
            (place, tuple(convert), expression)
            for place, (convert, expression) in compiler.get_converters(columns).items()
        )
        self._kept[using] = _Statement(text, tuple(values), places, readers)
        return self._kept[using]


def asked(connection: Any, text: str, values: Sequence[Any]) -> Any:
    """Execute a kept text on the cursor that is kept with a connection; fetch all of it before you ask again.

    Opening a cursor costs more than a row by its key. Where statements are logged, and after the connection
    was opened anew, there is a new one.
    """
    connection.close_if_health_check_failed()
    cursor = connection.__dict__.get(_CURSOR)
    if (
        cursor is None
        or connection.queries_logged
        or cursor.cursor.connection is not connection.connection  # it was closed since
    ):
        cursor = connection.cursor()
        if not connection.queries_logged:
            connection.__dict__[_CURSOR] = cursor
    cursor.execute(text, values)
    return cursor


def _read(row: Row, readers: _Readers, connection: Any) -> Row:
    if not readers:
        return tuple(row)
    read = list(row)
    for place, convert, expression in readers:
        for one in convert:
            read[place] = one(read[place], expression, connection)
    return tuple(read)
