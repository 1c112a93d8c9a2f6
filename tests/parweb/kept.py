"""Scenes that are made once in a process: later tests get the same rows back, without the work of making them."""

import pickle
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from django.apps import apps
from django.db import connection

Made = TypeVar("Made")
_AT_ONCE = 100
"""Rows of one statement: with the widest table still fewer values than SQLite and PostgreSQL take."""


@dataclass(frozen=True)
class Rows:
    """What stands in one table, as the database gives it."""

    table: str
    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]

    def put_back(self) -> None:
        """Insert the rows, keys and all."""
        names = ", ".join(connection.ops.quote_name(one) for one in self.columns)
        places = f"({', '.join(['%s'] * len(self.columns))})"
        with connection.cursor() as cursor:
            for part in (self.rows[at : at + _AT_ONCE] for at in range(0, len(self.rows), _AT_ONCE)):
                cursor.execute(
                    f"INSERT INTO {connection.ops.quote_name(self.table)} ({names}) "  # noqa: S608  # names of our models
                    f"VALUES {', '.join([places] * len(part))}",
                    [value for row in part for value in row],
                )


_KEPT: dict[str, tuple[bytes, list[Rows]]] = {}


def kept(name: str, make: Callable[[], Made]) -> Made:
    """Give what ``make`` makes in a database that is empty but for what migrations put there.

    The first test of a process makes it and its rows are remembered; the others get those rows and a copy of
    what was made. The database must stand as migrations leave it; outside it ``make`` may leave nothing.
    """
    if name not in _KEPT:
        before = {one.table: set(one.rows) for one in standing()}
        made = make()
        grown = (Rows(one.table, one.columns, _new(one, before)) for one in standing())
        _KEPT[name] = (pickle.dumps(made), [one for one in grown if one.rows])
        return made
    copy, rows = _KEPT[name]
    for one in rows:
        one.put_back()
    return pickle.loads(copy)  # type: ignore[no-any-return]  # noqa: S301  # pickled above


def _new(after: Rows, before: dict[str, set[tuple[Any, ...]]]) -> list[tuple[Any, ...]]:
    return [row for row in after.rows if row not in before[after.table]]


def standing() -> Iterator[Rows]:
    """Read every table of the site."""
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    with connection.cursor() as cursor:
        for table in sorted(tables):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  # names of our models
            columns = tuple(
                column.name if hasattr(column, "name") else column[0] for column in cursor.description
            )
            yield Rows(table, columns, [tuple(row) for row in cursor.fetchall()])
