"""Importing: the latest state counts once, whatever comes in which order, how often, in how many files."""

# ruff: noqa: DTZ001  # moments of records are local, without a zone

from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parindex.dossiers.calendar.clock import WorkingClock
from parindex.dossiers.calendar.office import OfficeHours
from parindex.dossiers.calendar.reading import shipped_calendar
from parindex.dossiers.intake.mapping import Mapping
from parindex.dossiers.intake.sources import Limits
from parindex.dossiers.store import compacting
from parindex.dossiers.store.folder import Store
from parindex.dossiers.store.importing import import_files
from parindex.dossiers.store.live import Wanted
from parindex.dossiers.store.lock import locked
from parindex.errors import ProblemsFound
from tests.parindex.dossiers.store.states import frame, live, put, state, sums

SMALL = Limits(parquet_rows=2)


def test_an_empty_folder_is_an_empty_store(tmp_path):
    store = Store.open(tmp_path / "none")
    assert (store.rows, store.facts_paths(), store.lists.units) == (0, [], ())
    assert store.records().total == 0


def test_a_later_state_takes_the_place_of_an_earlier_one_and_its_facts_are_taken_back(tmp_path):
    folder = tmp_path / "s"
    first = put(folder, [state("A", 1), state("B", 1, unit_id="U2")])
    second = put(folder, [state("A", 2, status=9, finished_at=2), state("C", 2)])
    assert [(one.total("new"), one.total("changed")) for one in (first, second)] == [(2, 0), (1, 1)]
    assert live(folder).select("code", "status").rows() == [("A", 9), ("B", 4), ("C", 4)]
    assert sorted(row[-1] for row in sums(folder)) == [1, 1, 1]
    weights = [pl.read_parquet(path)["weight"].sum() for path in Store.open(folder).facts_paths()]
    assert sorted(weights) == [-1, 2, 2]


def test_an_older_state_that_comes_later_changes_nothing(tmp_path):
    folder = tmp_path / "s"
    put(folder, [state("A", 5, status=9)])
    before = sums(folder)
    report = put(folder, [state("A", 1, status=4), state("A", 5, status=9)])
    assert (report.total("older"), report.total("unchanged"), report.total("changed")) == (1, 1, 0)
    assert sums(folder) == before


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (state("A", 1, status=10), state("A", 2, status=4)),
        (state("A", None, status=10, returned_at=9), state("A", 0, status=4)),
        (state("A", 1, status=10, finished_at=1), state("A", 1, status=4, finished_at=2)),
        (state("A", 1), {**state("A", 1), "supplement_asked_at": [datetime(2026, 10, 5)]}),
        (state("A", 1, status=4), state("A", 1, status=9)),
        (state("A", 1, status=9), state("A", 1, status=10)),
    ],
    ids=["updated", "no moment of update", "last event", "event in a list", "status", "returned after done"],
)  # fmt: skip
def test_the_later_state_is_told_by_its_update_then_its_last_event_then_its_status(tmp_path, earlier, later):
    for name, states in {
        "a": [[earlier], [later]],
        "b": [[later], [earlier]],
        "c": [[later, earlier]],
    }.items():
        for one in states:
            put(tmp_path / name, one)
        assert live(tmp_path / name).equals(frame([later]))


def test_a_dossier_that_moves_to_another_month_and_unit_counts_once(tmp_path):
    folder = tmp_path / "s"
    put(folder, [state("000.00.01.H26-260928-0001", 1)])
    put(folder, [state("000.00.01.H26-260928-0001", 2, unit_id="U9", received_at=30)])
    assert [row[-1] for row in sums(folder)] == [1]
    assert live(folder)["unit_id"].to_list() == ["U9"]
    names = {
        path.parent.relative_to(folder / "records").as_posix() for path in Store.open(folder).facts_paths()
    }
    assert names == {"province=H26/month=2026-09", "province=H26/month=2026-10"}


def test_a_file_that_came_in_before_is_not_read_again(tmp_path):
    folder, states = tmp_path / "s", [state("A", 1), state("B", 1)]
    put(folder, states)
    before = Store.open(folder)
    again = put(folder, states)
    assert (again.files[0].is_known, again.total("rows")) == (True, 0)
    assert Store.open(folder).manifest.files == before.manifest.files


STATES = st.builds(
    state,
    st.sampled_from("ABCDE"),
    st.one_of(st.none(), st.integers(0, 2)),
    st.sampled_from([2, 4, 5, 9, 10]),
    unit_id=st.sampled_from(["U1", "U2"]),
    field=st.sampled_from([None, "F1"]),
    received_at=st.sampled_from([0, 40]),
    legal_days=st.sampled_from([None, 1.0, 2.0]),
)


@settings(max_examples=40)
@given(st.lists(STATES, min_size=1, max_size=14), st.data())
def test_any_split_any_order_and_any_repetition_give_the_same_dossiers_and_the_same_sums(states, data):
    with TemporaryDirectory() as name:
        whole, parts = Path(name) / "whole", Path(name) / "parts"
        put(whole, states)
        shuffled = data.draw(st.permutations(states)) + data.draw(
            st.lists(st.sampled_from(states), max_size=4)
        )
        cuts = sorted(data.draw(st.lists(st.integers(0, len(shuffled)), max_size=3)))
        pieces = [shuffled[a:b] for a, b in zip([0, *cuts], [*cuts, len(shuffled)], strict=True)]
        several = data.draw(st.booleans())
        for piece in [pieces] if several else [[piece] for piece in pieces]:
            put(parts, *piece, limits=data.draw(st.sampled_from([None, SMALL])))
        if data.draw(st.booleans()):
            compacted(parts)
        put(parts, states[:3])
        assert live(parts).equals(live(whole))
        assert sums(parts) == sums(whole)
        assert len(sums(parts)) <= live(parts).height
        assert sum(row[-1] for row in sums(parts)) == len({one["code"] for one in states})


def compacted(folder):
    from dataclasses import replace

    from parindex.dossiers.store.manifest import NAME, as_data, write_data

    manifest = Store.open(folder).manifest
    for partition in sorted({one.partition for one in manifest.files}):
        manifest = compacting.compact(folder, manifest, partition)
    write_data(folder / NAME, as_data(replace(manifest, serial=manifest.serial + 1)))


def test_after_many_imports_a_partition_has_few_files_and_the_same_sums(tmp_path):
    folder = tmp_path / "s"
    for day in range(24):
        put(folder, [state(f"n{day}", day), state("B", day)])
    manifest = Store.open(folder).manifest
    assert len(manifest.files) == 24 - compacting.MANY
    assert len(manifest.runs) == 9
    assert live(folder)["code"].to_list() == sorted([f"n{day}" for day in range(24)] + ["B"])
    assert sum(row[-1] for row in sums(folder)) == 25
    assert len(put(folder, [state("B", 99)]).files) == 1
    assert sum(row[-1] for row in sums(folder)) == 25


def test_codes_whose_keys_are_equal_are_told_apart(tmp_path, monkeypatch):
    for place in ("taking", "compacting"):
        monkeypatch.setattr(
            f"parindex.dossiers.store.{place}.keys_of",
            lambda codes: (codes.len() * [7]) and pl.Series([7] * codes.len(), dtype=pl.UInt64).to_numpy(),
        )
    folder = tmp_path / "s"
    put(folder, [state("A", 1), state("B", 1)])
    report = put(folder, [state("B", 2, status=9), state("C", 1), state("A", 1)])
    assert (report.total("new"), report.total("changed"), report.total("unchanged")) == (1, 1, 1)
    assert live(folder).select("code", "status").rows() == [("A", 4), ("B", 9), ("C", 4)]


def test_another_version_of_the_hasher_makes_the_index_anew_and_nothing_else(tmp_path):
    folder = tmp_path / "s"
    put(folder, [state("A", 1), state("B", 1)])
    text = (folder / "manifest.json").read_text(encoding="utf-8")
    (folder / "manifest.json").write_text(
        text.replace(f"polars {pl.__version__}", "polars 1.0"), encoding="utf-8"
    )
    for path in (folder / "index").iterdir():
        path.write_bytes(bytes(16))
    report = put(folder, [state("B", 1), state("A", 2), state("C", 1)])
    assert (report.total("new"), report.total("changed"), report.total("unchanged")) == (1, 1, 1)


def csv(path, *lines):
    path.write_text(
        "\n".join(["code,unit_id,procedure,channel,received_at,status", *lines, ""]), encoding="utf-8"
    )
    return path


GOOD = "A,U,P,1,30/09/2026,4"


def test_bad_rows_go_to_the_rejects_and_the_good_ones_into_the_store(tmp_path):
    folder = tmp_path / "s"
    report = put(folder, csv(tmp_path / "a.csv", GOOD, "B,U,P,1,hôm qua,4", "C,U,,1,30/09/2026,4"))
    assert (report.total("rows"), report.total("new"), report.total("rejected")) == (3, 1, 2)
    lines = report.rejects.read_text(encoding="utf-8-sig").splitlines()
    assert lines[1].split(",")[1:5] == ["", "3", "received_at", "hôm qua"]
    assert lines[2].split(",")[2:4] == ["4", "procedure"]
    assert [path.name for path in (folder / "rejects").iterdir() if path.suffix == ".csv"] == ["000001.csv"]


def snapshot(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_broken_file_leaves_the_store_as_it_was_and_names_every_broken_file(tmp_path):
    folder = tmp_path / "s"
    put(folder, [state("A", 1)])
    before = snapshot(folder)
    cut = tmp_path / "cut.csv"
    cut.write_text(
        csv(tmp_path / "x.csv", *(GOOD.replace("A", f"N{number}") for number in range(9000))).read_text()
        + "B,U",
        encoding="utf-8",
    )
    with pytest.raises(ProblemsFound) as found:
        put(folder, cut, limits=Limits(csv_bytes=1 << 16))
    assert [problem.code for problem in found.value.problems] == ["DO103"]
    assert snapshot(folder) == before
    (tmp_path / "b.csv").write_text("a,b\n", encoding="utf-8")
    with pytest.raises(ProblemsFound) as found:
        put(folder, csv(tmp_path / "good.csv", GOOD), tmp_path / "b.csv", tmp_path / "none.csv")
    assert [problem.code for problem in found.value.problems] == ["DO106", "DO101"]
    assert snapshot(folder) == before


def test_progress_says_the_file_the_share_the_rows_and_the_rejects(tmp_path):
    said = []
    files = csv(tmp_path / "a.csv", GOOD, "B,U,P,1,?,4"), csv(tmp_path / "b.csv", GOOD.replace("A", "D"))
    put(tmp_path / "s", *files, on_progress=lambda *what: said.append(what))
    assert said[0] == (str(files[0]), 0.0, 0, 0)
    assert said[-1] == (str(files[1]), 1.0, 3, 1)
    assert [what[1] for what in said] == sorted(what[1] for what in said)


def test_only_one_writes_at_a_time(tmp_path):
    (tmp_path / "s").mkdir()
    with locked(tmp_path / "s"), pytest.raises(ProblemsFound) as found:
        put(tmp_path / "s", [state("A", 1)])
    assert [problem.code for problem in found.value.problems] == ["DO201"]
    put(tmp_path / "s", [state("A", 1)])
    assert Store.open(tmp_path / "s").rows == 1


def test_a_folder_of_other_files_and_a_broken_manifest_are_refused(tmp_path):
    (tmp_path / "x.txt").write_text("x", encoding="utf-8")
    with pytest.raises(ProblemsFound) as found:
        Store.open(tmp_path)
    assert found.value.problems[0].code == "DO202"
    (tmp_path / "manifest.json").write_text('{"version": 9}', encoding="utf-8")
    with pytest.raises(ProblemsFound) as found:
        Store.open(tmp_path)
    assert found.value.problems[0].code == "DO203"


def test_a_lost_part_of_the_store_is_named(tmp_path):
    folder = tmp_path / "s"
    put(folder, [state("A", 1)])
    for path in Store.open(folder).facts_paths():
        path.unlink()
    with pytest.raises(ProblemsFound) as found:
        Store.open(folder).records(Wanted(units=frozenset({"U1"})))
    assert found.value.problems[0].code == "DO205"


def test_dossiers_are_drilled_into_by_unit_procedure_days_and_facts_a_page_at_a_time(tmp_path):
    folder = tmp_path / "s"
    states = [
        state(
            f"{number:02d}",
            1,
            unit_id=f"U{number % 2}",
            procedure=f"P{number % 3}",
            received_at=number,
            status=4 + number % 2,
        )
        for number in range(30)
    ]
    put(folder, states, limits=Limits(parquet_rows=7))
    put(folder, [state("04", 9, unit_id="U7")])
    store = Store.open(folder)
    page = store.records(Wanted(units=frozenset({"U1"}), procedures=frozenset({"P0"})))
    assert sorted(page.records["code"]) == ["03", "09", "15", "21", "27"]
    days = store.records(Wanted(received=(date(2026, 9, 30), date(2026, 10, 2)), facts=pl.col("state") == 4))
    assert sorted(days.records["code"]) == ["02"]
    assert store.records(Wanted(units=frozenset({"U7"}))).records["status"].to_list() == [4]
    pages = [store.records(offset=offset, limit=4) for offset in range(0, 32, 4)]
    assert {page.total for page in pages} == {30}
    assert sorted(pl.concat([page.records for page in pages])["code"]) == [
        f"{number:02d}" for number in range(30)
    ]


def test_the_facts_are_those_of_both_rules_of_being_on_time(tmp_path):
    clock = WorkingClock(shipped_calendar(), OfficeHours())
    path = tmp_path / "a.parquet"
    frame([state("A", 1, status=9, due_at=1, finished_at=4), state("B", 1, field=None)]).write_parquet(path)
    import_files(Store.open(tmp_path / "s"), [path], Mapping(), clock)
    facts = pl.concat([pl.read_parquet(one) for one in Store.open(tmp_path / "s").facts_paths()])
    assert facts.select("state", "form06", "late_days", "weight").rows() == [(1, 3, 3, 1), (0, 0, 0, 1)]
    assert Store.open(tmp_path / "s").lists.fields == ("", "F1")
