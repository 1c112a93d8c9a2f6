"""Writes of one row that are built once and done many times, for the reason that ``prepared`` gives.

Signals of models are not sent: our apps have none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import DatabaseError, connections, models
from django.db.models import sql

from parweb.interface.prepared import asked


class PreparedInsert:
    """Insert of one row of a model whose key the database gives.

    Example::

        insert_unit = PreparedInsert(Unit)
        insert_unit.put(Unit(name="Xã Đồng Tâm"))
    """

    def __init__(self, model: type[models.Model]) -> None:
        """Keep the model; nothing is built before the first row is put."""
        self._model = model
        self._fields: list[Any] = [one for one in model._meta.concrete_fields if not one.primary_key]
        self._kept: dict[str, str] = {}

    def put(self, row: models.Model, using: str = "default") -> None:
        """Insert a row (one statement) and give it its key; errors as of ``save(force_insert=True)``."""
        connection = connections[using]
        values = [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in self._fields]
        text = self._kept.get(using) or self._keep(using, row)
        [(row.pk,)] = asked(connection, text, values)
        row._state.adding, row._state.db = False, using  # noqa: SLF001  # documented for loaders of rows

    def _keep(self, using: str, row: models.Model) -> str:
        query = sql.InsertQuery(self._model)
        query.insert_values(self._fields, [row])
        compiler: Any = query.get_compiler(using)
        compiler.returning_fields = [self._model._meta.pk]
        text: str
        [(text, values)] = compiler.as_sql()
        if len(values) != len(self._fields):
            raise ValueError("every column of a prepared insert holds a plain value")
        self._kept[using] = text
        return text


class PreparedUpdate:
    """Update of named columns of one row, found by its key.

    Example::

        rename = PreparedUpdate(Unit, "name")
        rename.put(Unit(pk=12, name="Xã Đồng Tâm"))
    """

    def __init__(self, model: type[models.Model], *names: str, only: Mapping[str, Any] | None = None) -> None:
        """Keep the model and the columns; nothing is built before the first row is put.

        ``only``: what other columns of the row must hold for it to be changed.
        """
        self._model = model
        self._fields: list[Any] = [model._meta.get_field(name) for name in names]
        self._only = dict(only or {})
        self._kept: dict[tuple[str, tuple[bool, ...]], tuple[str, tuple[Any, ...]]] = {}

    def put(self, row: models.Model, using: str = "default") -> None:
        """Write the columns of a row (one statement); DatabaseError where there is no such row any more."""
        if not self.is_put(row, using):
            raise DatabaseError(f"{self._model._meta.label} {row.pk} is gone")

    def is_put(self, row: models.Model, using: str = "default") -> bool:
        """Write the columns of a row (one statement), and tell whether there was such a row to change."""
        connection = connections[using]
        stored = [
            field.get_db_prep_save(field.pre_save(row, add=False), connection) for field in self._fields
        ]
        gaps = tuple(value is None for value in stored)  # NULL is written into the text
        text, conditions = self._kept.get((using, gaps)) or self._keep(using, gaps, row)
        values = [*(value for value in stored if value is not None), row.pk, *conditions]
        return bool(asked(connection, text, values).rowcount == 1)

    def _keep(self, using: str, gaps: tuple[bool, ...], row: models.Model) -> tuple[str, tuple[Any, ...]]:
        query: Any = sql.UpdateQuery(self._model)
        query.add_filter("pk", row.pk)
        for name, value in self._only.items():
            query.add_filter(name, value)
        query.add_update_fields([(field, None, field.pre_save(row, add=False)) for field in self._fields])
        text, values = query.get_compiler(using).as_sql()
        place = gaps.count(False)  # of the key: conditions stand behind it, some without a value
        if not place < len(values) <= place + 1 + len(self._only) or values[place] != row.pk:
            raise ValueError("every column of a prepared update holds a plain value")
        self._kept[using, gaps] = text, tuple(values[place + 1 :])
        return self._kept[using, gaps]
