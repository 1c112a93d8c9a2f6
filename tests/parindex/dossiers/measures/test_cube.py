"""The cube answers as the facts do, adds up over time, batches and units, and says what it cannot answer."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parindex.dossiers.measures import adding
from parindex.dossiers.measures.catalogue import COUNTS, FORM06
from parindex.dossiers.measures.counting import counted
from parindex.dossiers.measures.cube import CUBE, cube_of, scan_cube, schema_of, sum_of
from parindex.dossiers.measures.cubing import cells_of
from parindex.dossiers.measures.engines import facts_of, open_duckdb
from parindex.dossiers.measures.periods import cchc, half_year, month, quarter, span, year
from parindex.errors import ProblemsFound
from tests.parindex.dossiers.measures.made_facts import facts

ENGINE = open_duckdb()
ALL = ("unit", "field", "procedure", "channel")
FLOWS = [name for name, count in COUNTS.items() if all(when == "during" for _, when, _ in count.parts())]
AFTER = ["pending", "pending_overdue", "pending_in_time", "waiting", "without_end"]


def made(frame):
    return cube_of(cells_of(frame.lazy(), ALL), ALL).compacted()


@pytest.fixture(scope="module")
def frame():
    return facts(4000, seed=21, is_broken=True)


@pytest.fixture(scope="module")
def cube(frame):
    return made(frame)


@pytest.mark.parametrize(
    "period",
    [month(2026, 2), quarter(2026, 1), cchc(2026, "H1"), year(2025)],
    ids=lambda p: f"{p.start}..{p.end}",
)
@pytest.mark.parametrize("by", [(), ("unit",), ("field", "channel")], ids=str)
def test_every_count_from_the_cube_is_the_count_from_the_facts(frame, cube, period, by):
    from_facts = ENGINE.run(counted(facts_of(ENGINE, frame), period, list(COUNTS), by))
    from_cube = cube.counts(period, list(COUNTS), by)
    asked = from_facts.sort(by) if by else from_facts
    both = (
        asked.join(from_cube, on=by, how="left", suffix=" of cube")
        if by
        else asked.hstack(from_cube.rename(lambda name: f"{name} of cube"))
    )
    differing = [name for name in COUNTS if (both[name] != both[f"{name} of cube"]).any()]
    assert differing == []
    assert len(both) == max(1, len(from_facts))


@pytest.mark.parametrize("by", [("unit",), ("unit", "field", "procedure", "channel")], ids=str)
def test_several_periods_at_once_are_each_period_alone_however_many_groups_there_are(cube, by, monkeypatch):
    periods, names = [month(2026, 3), cchc(2026, "H1"), month(2025, 12)], ["accepted", "received", "pending"]
    alone = [cube.counts(period, names, by) for period in periods]
    monkeypatch.setattr(adding, "_MOST_PLACES", 0)
    together = cube.trend(periods, names, by)
    assert [len(one) for one in alone] == together["period"].value_counts().sort("period")["count"].to_list()
    for number, one in enumerate(alone):
        assert together.filter(period=number).drop("period").equals(one)
    assert together["accepted"].sum() > 1000


def test_flows_of_the_months_add_up_to_the_year_and_stocks_are_those_of_december(cube):
    months = cube.trend([month(2026, number) for number in range(1, 13)], [*FLOWS, *AFTER], ("unit",))
    whole = cube.counts(year(2026), [*FLOWS, *AFTER], ("unit",))
    added = months.group_by("unit").agg(pl.col(FLOWS).sum()).sort("unit")
    assert added.select(FLOWS).equals(whole.select(FLOWS))
    december = months.filter(period=11).sort("unit")
    assert december.select(AFTER).equals(whole.select(AFTER))


def test_the_parts_of_the_cchc_year_add_up_to_it(cube):
    parts = cube.trend(
        [cchc(2026, "H1"), cchc(2026, "Q3"), span(date(2026, 9, 15), date(2026, 12, 14))], FLOWS
    )
    assert parts.select(FLOWS).sum().equals(cube.counts(cchc(2026, "Y"), FLOWS))


@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 10_000), cut=st.integers(1, 399))
def test_cubes_of_two_batches_add_up_to_the_cube_of_all(seed, cut):
    frame = facts(400, seed)
    added = made(frame.head(cut)).add(made(frame.tail(-cut)))
    assert added.compacted().rows.collect().equals(made(frame).compacted().rows.collect())


@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 10_000), count=st.integers(1, 300))
def test_a_batch_that_supersedes_rows_leaves_only_what_is_live(seed, count):
    old, new = facts(count, seed), facts(count, seed + 1)
    day = pl.concat([new, old.with_columns(-pl.col("weight"))])
    assert (
        sum_of([made(old), made(day)]).compacted().rows.collect().equals(made(new).compacted().rows.collect())
    )


@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 10_000), merged=st.lists(st.integers(0, 5), min_size=1, max_size=5, unique=True))
def test_merging_units_equals_adding_them(seed, merged):
    frame = facts(400, seed, units=6)
    target = pl.when(pl.col("unit").is_in(merged)).then(pl.lit(99, dtype=pl.Int16)).otherwise("unit")
    one = made(frame.with_columns(unit=target)).counts(month(2026, 2), list(COUNTS), where={"unit": [99]})
    added = made(frame).counts(month(2026, 2), list(COUNTS), where={"unit": merged})
    assert one.equals(added)


@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 10_000), number=st.integers(1, 12))
def test_the_parts_of_form_06_always_add_up(seed, number):
    got = made(facts(500, seed)).counts(
        month(2026, number), [count.id for count in FORM06], ("unit", "procedure")
    )
    assert (got["accepted"] == got["carried"] + got["received"]).all()
    assert (got["accepted"] == got["resolved"] + got["pending"]).all()
    assert (got["pending"] == got["pending_in_time"] + got["pending_overdue"]).all()
    assert got["pending_in_time"].min() >= 0


def test_a_smaller_cube_gives_the_same_counts(cube):
    small = cube.rolled(("unit", "field", "channel"))
    asked = (half_year(2026, 1), list(COUNTS), ("unit",), {"field": [0, 2]})
    assert small.counts(*asked).equals(cube.counts(*asked))
    assert small.rows.collect().height < cube.rows.collect().height


def test_a_written_cube_is_read_back_as_it_was(cube, tmp_path):
    cube.write(tmp_path / "cube.parquet")
    again = scan_cube(tmp_path / "cube.parquet", ALL)
    assert again.rows.collect_schema() == schema_of(ALL)
    assert again.counts(year(2026), list(COUNTS), ("procedure",)).equals(
        cube.counts(year(2026), list(COUNTS), ("procedure",))
    )


def test_procedures_with_a_dossier_are_counted_once_each(frame, cube):
    period = month(2026, 2)
    rows = frame.filter(
        pl.col("state") != 4, pl.col("received_on").is_between(period.start, period.end), channel=2
    )
    want = rows.group_by("unit").agg(pl.col("procedure").n_unique().cast(pl.Int64)).sort("unit")["procedure"]
    assert (
        cube.procedures(period, ["received_online"], ("unit",))["received_online"].to_list() == want.to_list()
    )


def test_a_period_that_cuts_a_slot_is_refused(cube):
    with pytest.raises(ProblemsFound) as found:
        cube.counts(span(date(2026, 1, 2), date(2026, 1, 31)), ["received"])
    assert [problem.code for problem in found.value.problems] == ["DO404"]


def test_an_empty_cube_has_no_counts():
    empty = cube_of(pl.DataFrame(schema=CUBE))
    assert empty.counts(year(2026), ["received", "pending"]).row(0) == (0, 0)
