"""A Spark cluster counts what DuckDB counts, to the last dossier: the same expressions, the same files."""

import polars as pl
import pytest

from parindex.dossiers.measures.catalogue import COUNTS
from parindex.dossiers.measures.counting import counted, members
from parindex.dossiers.measures.cube import BY, SLOT
from parindex.dossiers.measures.cubing import build_cube, count_facts
from parindex.dossiers.measures.form06 import COLUMNS
from parindex.dossiers.measures.index766 import COUNTED, PROCEDURES
from parindex.dossiers.measures.periods import cchc, month, quarter, year
from parindex.dossiers.measures.times import BIN, histogram
from tests.spark.conftest import FILES, ROWS, UNITS

CASES = [
    (month(2026, 2), ()),
    (quarter(2026, 1), ("unit", "procedure")),
    (cchc(2026, "H1"), ("field", "channel")),
    (year(2025), ("unit",)),
]

pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # sockets of Py4J


def results(both, make, by):
    """What Spark and DuckDB give, in one order."""
    frames = [engine.run(make(facts)) for engine, facts in both]
    return [frame.sort(by) if by else frame for frame in frames]


def named(period):
    return f"{period.start}..{period.end}"


def test_the_work_is_done_by_two_executors_of_the_cluster_and_not_by_the_test(spark, address):
    context = spark.backend._session.sparkContext
    assert context.master == address
    assert context.parallelize([1]).getNumPartitions() == 2  # a core of each executor
    beside_the_driver = context._jsc.sc().getExecutorMemoryStatus().size() - 1
    assert beside_the_driver == 2


def test_both_engines_read_every_row_of_every_file(both):
    rows = [
        engine.run(facts.aggregate(rows=facts.count(), live=facts.weight.cast("int64").sum()))
        for engine, facts in both
    ]
    whole, off = ROWS // FILES * FILES, ROWS // FILES // 10 * FILES
    assert [frame.row(0) for frame in rows] == [(whole + off, whole - off)] * 2


@pytest.mark.parametrize(
    ("period", "by"), CASES, ids=["month", "quarter-unit-procedure", "cchc-field-channel", "year-unit"]
)
def test_every_count_of_the_catalogue_is_equal_in_every_row(both, period, by):
    on_spark, on_duckdb = results(both, lambda facts: counted(facts, period, list(COUNTS), by), by)
    assert on_spark.columns == [*by, *COUNTS]
    assert on_spark.schema == on_duckdb.schema
    assert [name for name in COUNTS if not on_spark[name].equals(on_duckdb[name])] == []
    assert on_spark.equals(on_duckdb)
    assert on_duckdb["received"].sum() > 0


@pytest.mark.parametrize("period", [month(2026, 2), year(2026)], ids=named)
def test_form_06_is_equal_unit_by_unit(both, period):
    on_spark, on_duckdb = results(both, lambda facts: counted(facts, period, COLUMNS, ("unit",)), ("unit",))
    assert on_spark.equals(on_duckdb)
    assert len(on_spark) == UNITS
    assert on_spark["accepted"].min() > 0


@pytest.mark.parametrize("names", [COUNTED, PROCEDURES], ids=["dossiers", "procedures"])
def test_the_counts_that_feed_the_index_of_decision_766_are_equal(both, names):
    by = ("unit", "procedure") if names is PROCEDURES else ("unit",)
    on_spark, on_duckdb = results(both, lambda facts: counted(facts, year(2026), names, by), by)
    assert on_spark.equals(on_duckdb)
    assert on_spark.select(names).sum().row(0) != (0,) * len(names)


def test_every_cell_of_the_cube_is_equal_also_without_an_engine(both, paths):
    on_spark, on_duckdb = [
        build_cube(engine, facts).compacted().rows.collect().sort([*BY, SLOT]) for engine, facts in both
    ]
    assert count_facts(paths).compacted().rows.collect().equals(on_duckdb)
    assert on_spark.schema == on_duckdb.schema
    assert on_spark.equals(on_duckdb)
    assert len(on_spark) > UNITS


@pytest.mark.parametrize("by", [("procedure",), ("unit", "procedure")], ids=str)
def test_the_histograms_of_working_minutes_are_equal_bin_by_bin(both, by):
    on_spark, on_duckdb = results(both, lambda facts: histogram(facts, year(2026), by), [*by, BIN])
    assert on_spark.equals(on_duckdb)
    assert on_spark["dossiers"].sum() > 0


@pytest.mark.parametrize("name", ["late_or_overdue", "on_time_766", "pending_overdue"])
def test_a_count_opens_to_the_same_dossiers(both, name):
    shown = ["unit", "procedure", "received_on", "ended_on", "due_on", "minutes", "weight"]
    make = lambda facts: members(facts, month(2026, 2), name).select(shown)  # noqa: E731  # asked of both
    on_spark, on_duckdb = results(both, make, shown)
    assert on_spark.equals(on_duckdb)
    assert on_spark["weight"].cast(pl.Int64).sum() > 0
