"""States of dossiers for the tests of the store, and a plain way to make facts of them."""

# ruff: noqa: DTZ001  # moments of records are local, without a zone

from datetime import datetime, timedelta

import polars as pl

from parindex.dossiers.facts import FACTS
from parindex.dossiers.intake.mapping import Mapping
from parindex.dossiers.records import RECORDS
from parindex.dossiers.store.folder import Store
from parindex.dossiers.store.importing import import_files

FIRST = datetime(2026, 9, 28, 8)


def state(code, updated=0, status=4, **more):
    """One state of a dossier; moments are given in days after the first."""
    days = {name: FIRST + timedelta(days=more.pop(name)) for name in list(more) if name.endswith("_at")}
    whole = {
        "code": code, "unit_id": "U1", "procedure": "P1", "field": "F1", "channel": 2, "received_at": FIRST,
        "status": status, "updated_at": None if updated is None else FIRST + timedelta(days=updated),
    }  # fmt: skip
    return {**whole, **days, **more}


def frame(states):
    return pl.DataFrame(states, schema=RECORDS)


def derive(records, clock, *, units, procedures, fields):
    """Facts that hold the ids, the status and the days; `clock` is added to the minutes."""
    ids = {"unit": ("unit_id", units), "procedure": ("procedure", procedures), "field": ("field", fields)}
    given = {
        name: pl.col(column)
        .fill_null("")
        .replace_strict({one: place for place, one in enumerate(known)}, return_dtype=pl.Int16)
        for name, (column, known) in ids.items()
    }
    given |= {
        "state": pl.col("status"), "received_on": pl.col("received_at").dt.date(), "minutes": pl.lit(clock or 0),
        "due_on": pl.col("due_at").dt.date(), "ended_on": pl.col("finished_at").dt.date(), "weight": pl.lit(1),
    }  # fmt: skip
    rest = {name: pl.lit(None) for name in FACTS if name not in given}
    return records.select(**given, **rest).select(list(FACTS)).cast(FACTS)


def put(folder, *files, clock=None, limits=None, on_progress=None, mapping=None):
    """Import lists of states (as Parquet) or paths."""
    paths = []
    for number, given in enumerate(files):
        path = given
        if isinstance(given, list):
            path = folder.parent / f"{folder.name}-{number}.parquet"
            frame(given).write_parquet(path)
        paths.append(path)
    return import_files(
        Store.open(folder),
        paths,
        mapping or Mapping(),
        clock,
        limits=limits,
        derive=derive,
        on_progress=on_progress,
    )


def live(folder):
    """The live records by code."""
    page = Store.open(folder).records(limit=1_000_000)
    assert page.total == page.records.height == Store.open(folder).rows
    return page.records.sort("code")


def sums(folder):
    """Weights by everything a fact says, ids in place of their places."""
    store = Store.open(folder)
    paths = store.facts_paths()
    facts = pl.concat([pl.read_parquet(path) for path in paths]) if paths else pl.DataFrame(schema=FACTS)
    lists = {"unit": store.lists.units, "procedure": store.lists.procedures, "field": store.lists.fields}
    named = facts.with_columns(
        pl.col(name).replace_strict(dict(enumerate(known)), return_dtype=pl.String)
        for name, known in lists.items()
    )
    by = [name for name in FACTS if name != "weight"]
    summed = named.group_by(by).agg(pl.col("weight").cast(pl.Int64).sum()).filter(pl.col("weight") != 0)
    return sorted(summed.rows(), key=repr)
