"""Write a run's rows in short transactions, so that people's saves never wait for the whole of it.

The run is out of sight until it is sealed in the last transaction; one that was killed before stays so, and
the next run of the same person clears it away.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, Final, TypeVar

from django.db import models, transaction
from django.db.models import Q

from parweb.results.models import Place, Run, RunTable, RunUnit
from parweb.rounds.models import Round

CHUNK: Final = 2_000
"""Rows of one transaction: about a tenth of a second."""
ABANDONED: Final = timedelta(days=1)
Row = TypeVar("Row", bound=models.Model)


class Superseded(RuntimeError):  # noqa: N818  # it says what happened
    """Another run of the same person cleared this one away before it was sealed."""


def write_in_chunks(rows: Iterable[Row], size: int = CHUNK) -> None:
    """Insert rows, ``size`` at a time, each time in a transaction of its own; rows are made outside it."""
    for chunk in _chunks(rows, size):
        with transaction.atomic():
            type(chunk[0])._default_manager.bulk_create(chunk, batch_size=500)  # noqa: SLF001  # any frozen table


def _chunks(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    left = iter(rows)
    while chunk := list(islice(left, size)):
        yield chunk


def seal(run: Run, at: datetime) -> None:
    """Make a run valid (inside a transaction); :class:`Superseded` where it was cleared away meanwhile."""
    if not Run.being_made.filter(pk=run.pk).update(sealed_at=at):
        raise Superseded(str(run.pk))
    run.sealed_at = at


def discard_unsealed(round_: Round, made_by: int | None, at: datetime) -> int:
    """Clear away what killed runs left: the person's in the round, and all a day old; gives how many."""
    left = Run.being_made.filter(Q(round=round_, made_by=made_by) | Q(made_at__lt=at - ABANDONED))
    ids = list(left.values_list("pk", flat=True))
    for pk in ids:
        _discard(pk)
    return len(ids)


def _discard(run_id: int) -> None:
    """Delete a run that never was valid: rows that others stand on last."""
    tables: list[Any] = [Place, RunTable, RunUnit]
    for table in tables:
        rows: models.QuerySet[Any] = models.QuerySet(table).filter(
            run=run_id
        )  # the tables' own managers never delete
        while ids := list(rows.values_list("pk", flat=True)[:CHUNK]):
            with transaction.atomic():
                rows.filter(pk__in=ids).delete()
    Run.being_made.filter(pk=run_id).delete()
