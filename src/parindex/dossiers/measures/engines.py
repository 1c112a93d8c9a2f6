"""Where expressions run: DuckDB inside the process, or a Spark cluster. Nothing else knows which.

Both are imported when they are opened, so that nothing waits for them that does not count.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from parindex.dossiers.facts import FACTS
from parindex.errors import Place, Problem, ProblemsFound, kind
from parindex.language import N_

if TYPE_CHECKING:
    from ibis.expr.types import Table

NO_ENGINE = kind(
    "DO402",
    N_("chưa cài phần tính hồ sơ trên {engine}"),
    N_("cài thêm: pip install {package}"),
)
NO_FACTS = kind(
    "DO403",
    N_("kho hồ sơ chưa có dòng nào"),
    N_("kiểm tra đường dẫn của kho; kho mới thì nhập hồ sơ trước: parindex dossiers import"),
)
_MEMORY = "1GB"
_NAME = "facts_to_count"


@dataclass(frozen=True)
class Engine:
    """A place where expressions run: it reads facts and gives results as Polars frames."""

    name: Literal["duckdb", "spark"]
    backend: Any

    def read(self, paths: Sequence[Path | str]) -> Table:
        """Open Parquet files of facts as one table; raises :class:`ProblemsFound` where there are none."""
        if not paths:
            raise ProblemsFound([Problem(NO_FACTS, Place())])
        names = [str(path) for path in paths]
        if self.name == "duckdb":
            return self.backend.read_parquet(names)
        frame = self.backend._session.read.parquet(*names)  # noqa: SLF001  # Ibis reads one path on Spark
        frame.createOrReplaceTempView("facts")
        return self.backend.table("facts")

    def table(self, frame: pl.DataFrame) -> Table:
        """Take a small frame into the engine."""
        import ibis  # noqa: PLC0415  # see the module

        return ibis.memtable(frame.to_arrow())

    def run(self, expression: Table) -> pl.DataFrame:
        """Compute an expression."""
        if self.name == "spark":
            return self.run_text(str(self.backend.compile(expression)))
        found = pl.from_arrow(self.backend.to_pyarrow(expression))
        assert isinstance(found, pl.DataFrame)
        return found

    def name_facts(self, facts: Table) -> None:
        """Say which facts the texts of :meth:`text_of` are about."""
        self.backend.create_view(_NAME, facts, overwrite=True)

    def run_text(self, sql: str) -> pl.DataFrame:
        """Run a text of :meth:`text_of`."""
        if self.name == "duckdb":
            found = pl.from_arrow(self.backend.con.sql(sql).to_arrow_table())
        else:
            found = pl.from_arrow(self.backend._session.sql(sql).toArrow())  # noqa: SLF001  # Ibis goes by pandas
        assert isinstance(found, pl.DataFrame)
        return found

    def text_of(self, make: Callable[[Table], list[Table]]) -> list[str]:
        """Write expressions over facts as SQL of the engine: once, where they are run often."""
        import ibis  # noqa: PLC0415  # see the module

        types = {name: str(kind_).lower() for name, kind_ in FACTS.items()}
        return [str(self.backend.compile(one)) for one in make(ibis.table(types, name=_NAME))]


def open_duckdb(
    *, memory_limit: str = _MEMORY, threads: int | None = None, temporary: Path | None = None
) -> Engine:
    """Open the engine inside the process; it spills to ``temporary`` above ``memory_limit``."""
    try:
        import ibis  # noqa: PLC0415  # see the module

        settings: dict[str, Any] = {"memory_limit": memory_limit}
        if threads is not None:
            settings["threads"] = threads
        if temporary is not None:
            settings["temp_directory"] = str(temporary)
        return Engine("duckdb", ibis.duckdb.connect(**settings))
    except ImportError as error:
        raise _missing("DuckDB", "parindex[dossiers]") from error


def open_spark(session: Any) -> Engine:
    """Open a Spark session that the caller made (where its master is, how much it may use)."""
    try:
        import ibis  # noqa: PLC0415  # see the module

        return Engine("spark", ibis.pyspark.connect(session))
    except ImportError as error:
        raise _missing("Spark", "parindex[dossiers,spark]") from error


def _missing(engine: str, package: str) -> ProblemsFound:
    return ProblemsFound([Problem(NO_ENGINE, Place(), {"engine": engine, "package": package})])


def facts_of(engine: Engine, frame: pl.DataFrame) -> Table:
    """Take a frame of facts into an engine, for tests and small uploads."""
    arrow = frame.select(FACTS.names()).cast(FACTS).to_arrow()
    if engine.name == "duckdb":
        return engine.backend.create_table("facts_in_memory", arrow, temp=True, overwrite=True)
    return engine.table(frame)
