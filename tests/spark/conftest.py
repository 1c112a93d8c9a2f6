"""A cluster of a master and two workers, and the facts that both engines count."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from parindex.dossiers.measures.engines import Engine, open_duckdb, open_spark
from tests.parindex.dossiers.measures.made_facts import facts

ROWS = int(os.environ.get("PARINDEX_SPARK_ROWS", "200000"))
FILES = 4
UNITS = 30


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    from tests.spark.cluster import running_cluster

    with running_cluster(tmp_path_factory.mktemp("cluster")) as address:
        yield address


@pytest.fixture(scope="session")
def spark(address: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    from tests.spark.cluster import session_on

    with session_on(address, tmp_path_factory.mktemp("driver")) as session:
        yield open_spark(session)


@pytest.fixture(scope="session")
def duckdb() -> Engine:
    return open_duckdb()


@pytest.fixture(scope="session")
def paths(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Facts in several files, a tenth of them superseded by rows that take them off."""
    folder = tmp_path_factory.mktemp("facts")
    found = []
    for number in range(FILES):
        frame = facts(ROWS // FILES, seed=40 + number, units=UNITS, is_broken=True)
        off = frame.head(len(frame) // 10).with_columns(weight=pl.lit(-1, dtype=pl.Int8))
        found.append(folder / f"{number}.facts.parquet")
        pl.concat([frame, off]).write_parquet(found[-1])
    return found


@pytest.fixture(scope="session")
def both(spark: Engine, duckdb: Engine, paths: list[Path]):
    """Each engine with its table of the same files."""
    return [(engine, engine.read(paths)) for engine in (spark, duckdb)]
