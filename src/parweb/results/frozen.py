"""Rows that are written once: a scoring run and a published result never change."""

from __future__ import annotations

from typing import Any, NoReturn, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


class Frozen(TypeError):  # noqa: N818  # it says what the row is
    """Somebody tried to change what is written once."""


class FrozenQuerySet(models.QuerySet[Row]):
    """Reads and first writes; every way of changing or deleting rows is closed."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise Frozen(self.model.__name__)

    def delete(self) -> NoReturn:
        """Refuse."""
        raise Frozen(self.model.__name__)

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise Frozen(self.model.__name__)


class FrozenModel(models.Model):
    """A row that is inserted once and then only read."""

    objects = FrozenQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert; refuse to write a row a second time."""
        if not self._state.adding:
            raise Frozen(type(self).__name__)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise Frozen(type(self).__name__)
