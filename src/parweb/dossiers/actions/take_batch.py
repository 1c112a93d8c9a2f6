"""Take a batch that a one-stop system hands over with its token."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import polars as pl
from django.conf import settings
from django.core.files import File
from django.db import IntegrityError, transaction

from parindex.dossiers.intake.mapping import Mapping, mapping_of, match
from parweb.audit.actions.record import record
from parweb.audit.actor import Actor
from parweb.dossiers.actions.begin_import import start_job
from parweb.dossiers.actions.hand_over import write_import
from parweb.dossiers.models import Import, ImportFile, Source, Token
from parweb.dossiers.storing import forget_files, keep_files

JSON: Final = "application/json"
CSV: Final = "text/csv"
KINDS: Final = (JSON, CSV)
_BLOCK: Final = 1 << 20
_MOST_DISCARDED: Final = 64 << 20
"""Bytes of a refused body that are still read."""
_MOST_NAMES: Final = 1000


class TooLarge(Exception):  # noqa: N818  # it says what is wrong
    """The body is larger than the server takes."""

    def __init__(self, limit: int) -> None:
        """Keep the limit in bytes."""
        self.limit = limit
        super().__init__(str(limit))


class OtherContent(Exception):  # noqa: N818  # it says what is wrong
    """Another body was handed over with the same key before."""


class NotRecords(Exception):  # noqa: N818  # it says what is wrong
    """The body is no array of records; the message says why, ``place`` where."""

    def __init__(self, what: str, place: int | None = None) -> None:
        """Keep what is wrong and the number of the record from 0."""
        self.what, self.place = what, place
        super().__init__(what)


@dataclass(frozen=True)
class Body:
    """A body as it comes: what it holds, how long it says it is, and its bytes, read a block at a time.

    A body in chunks says no length: it ends where its bytes end.
    """

    kind: str
    declared: int | None
    read: Callable[[int], bytes]
    in_chunks: bool = False


def take_batch(token: Token, key: str, body: Body, address: str, at: datetime) -> Import:
    """Keep a batch and begin its import; the same body with the same key gives the import of the first time.

    Raises :class:`TooLarge`, :class:`OtherContent`, :class:`NotRecords`.
    """
    with tempfile.TemporaryDirectory() as folder:
        raw, digest = _received(body, Path(folder))
        Token.objects.filter(pk=token.pk).update(last_used_at=at)
        if known := _known(token.source, key, digest):
            return known
        mapping = mapping_of(token.source.mapping or {})
        named = raw
        if body.kind == JSON:
            named, mapping = _as_parquet(raw, mapping)
        with named.open("rb") as file:
            kept = keep_files([File(file, name=named.name)], at)
    try:
        return _written(token, key, kept, address, at, sha256=digest, mapping=mapping.as_dict())
    except IntegrityError:  # the same key came twice at once; the other one was first
        forget_files(kept)
        if known := _known(token.source, key, digest):
            return known
        raise


def _written(
    token: Token, key: str, kept: list[ImportFile], address: str, at: datetime, **columns: Any
) -> Import:
    with transaction.atomic():
        made = write_import(token.source, kept, at, token=token, idempotency_key=key, **columns)
        start_job(made, at, by=None)
        told: dict[str, Any] = {"target": made, "unit_id": token.source.owner_id}
        after = {"sha256": made.sha256, "size": made.size}
        record(Actor(None, token.label, address), "dossiers.take_batch", at, after=after, **told)
    return made


def _known(source: Source, key: str, digest: str) -> Import | None:
    known = Import.objects.filter(source=source, idempotency_key=key).first()
    if known is not None and known.sha256 != digest:
        raise OtherContent
    return known


def _received(body: Body, folder: Path) -> tuple[Path, str]:
    """Write a body to disk as it comes; give its place and digest.

    A body that was cut short is refused: by its length, or as JSON that has no end. The server cannot tell it
    of a CSV in chunks.
    """
    if body.in_chunks and body.kind == CSV:
        _discard(body)
        raise NotRecords("a CSV in chunks is not taken: send it with its Content-Length, or send JSON")
    limit = settings.DOSSIER_BATCH_LIMIT if body.kind == JSON else settings.DOSSIER_UPLOAD_LIMIT
    if body.declared is not None and body.declared > limit:
        raise TooLarge(limit)
    path, digest, size = folder / ("batch.json" if body.kind == JSON else "batch.csv"), hashlib.sha256(), 0
    with path.open("wb") as file:
        while piece := body.read(_BLOCK):
            size += len(piece)
            if size > limit:
                _discard(body)
                raise TooLarge(limit)
            digest.update(piece)
            file.write(piece)
    if not size:
        raise NotRecords("the body is empty")
    if body.declared is not None and size != body.declared:
        raise NotRecords(f"only {size} of {body.declared} bytes came: send the batch again")
    return path, digest.hexdigest()


def _discard(body: Body) -> None:
    """Read what is refused, within a bound: who still sends when the connection closes hears no answer."""
    left = _MOST_DISCARDED
    while left > 0 and (piece := body.read(_BLOCK)):
        left -= len(piece)


def _as_parquet(path: Path, mapping: Mapping) -> tuple[Path, Mapping]:
    """Write an array of records as columns of texts: only what is read is kept, nothing about applicants.

    Give the mapping without remembered titles that these records do not have.
    """
    records = _records(path)
    names = dict.fromkeys(name for one in records for name in one)
    if len(names) > _MOST_NAMES:
        raise NotRecords(f"more than {_MOST_NAMES} names")
    wanted = match(list(names), mapping).columns.values()
    titles = [name for place, name in enumerate(names) if place in set(wanted)]
    columns = {name: [_text(one.get(name), number) for number, one in enumerate(records)] for name in titles}
    target = path.with_suffix(".parquet")
    if not columns:
        raise NotRecords("no field of a dossier, such as MaHoSo", 0)
    pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String)).write_parquet(target)
    known = {title: name for title, name in mapping.columns.items() if title in names}
    return target, replace(mapping, columns=known)


def _records(path: Path) -> list[dict[str, Any]]:
    try:
        found = json.loads(path.read_bytes(), parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError):
        raise NotRecords("the body is no JSON in UTF-8") from None
    if not isinstance(found, list) or not found:
        raise NotRecords("the body is no array of at least one record")
    for number, one in enumerate(found):
        if not isinstance(one, dict):
            raise NotRecords("an object of field names and values is wanted", number)
    return found


def _text(value: Any, number: int) -> str | None:
    """Write a value as files have it; several moments are parted by semicolons."""
    if value is None:
        return None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return "; ".join(value)
    if isinstance(value, str):
        with suppress(UnicodeEncodeError):
            value.encode()
            return value
    raise NotRecords("a value is a text, a number, true, false, null, or an array of moments", number)
