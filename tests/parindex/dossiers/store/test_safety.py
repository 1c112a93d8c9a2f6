"""After a loss of power, everything that a manifest names is there; stores of before can be read."""

import json
import os
from pathlib import Path

import polars as pl
import pytest

from parindex.dossiers.intake.sources import Limits
from parindex.dossiers.store import importing, layout, safety, taking
from parindex.dossiers.store.compacting import compact
from parindex.dossiers.store.folder import Store
from parindex.dossiers.store.manifest import as_data, of_data, write_data
from parindex.errors import ProblemsFound
from tests.parindex.dossiers.store.states import live, put, state, sums

BEFORE = [state(code, 1, unit_id=f"U{number % 3}") for number, code in enumerate("ABCDEF")]
DAY = [state("A", 2, status=9), state("B", 1, unit_id="U1"), state("G", 1, received_at=40), state("G", 2)]


def test_parts_and_their_folders_are_on_the_disk_before_anything_names_them(tmp_path, monkeypatch):
    on_disk, named = set(), []
    inner = os.fsync

    def watched(number):
        on_disk.add(Path(f"/proc/self/fd/{number}").readlink())
        inner(number)

    def written(path, data):
        parts = layout.parts_of(tmp_path / "s", of_data(data.get("manifest", data)))
        missing = {part for part in parts if part not in on_disk or part.parent not in on_disk}
        named.append((len(parts), missing))
        write(path, data)
        assert path.with_suffix(".part") in on_disk
        assert path.parent in on_disk

    write = importing.write_data
    monkeypatch.setattr(safety.os, "fsync", watched)
    monkeypatch.setattr(importing, "write_data", written)
    put(tmp_path / "s", BEFORE, DAY, limits=Limits(parquet_rows=2))
    assert len(named) > 5
    assert max(count for count, _ in named) > 10
    assert [missing for _, missing in named if missing] == []


def test_a_store_of_the_first_version_is_read_and_added_to(tmp_path):
    old, new = tmp_path / "old", tmp_path / "new"
    for folder in (old, new):
        put(folder, BEFORE)
    path = old / "manifest.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    for run in data["runs"]:
        (old / "index" / f"{run['number']:08d}.marks").unlink()
        del run["mark_bits"]
    for file in data["files"]:
        file["hasher"] = "polars 2.0"
    for part in old.rglob("*.records.parquet"):
        more = pl.read_parquet(part).with_columns(_content=pl.lit(1, pl.UInt64), _last_event_at=pl.lit(None))
        more.write_parquet(part)
    path.write_text(json.dumps({**data, "version": 1}), encoding="utf-8")
    for folder in (old, new):
        report = put(folder, DAY)
        assert (report.total("new"), report.total("changed"), report.total("unchanged")) == (1, 1, 1)
    assert live(old).equals(live(new))
    assert sums(old) == sums(new)


@pytest.mark.parametrize("version", [3, 4])
def test_marks_of_earlier_versions_are_not_looked_at_and_are_swept_away(tmp_path, version):
    folder = tmp_path / "s"
    put(folder, BEFORE)
    path = folder / "manifest.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    marks = [folder / "index" / f"{run['number']:08d}.marks" for run in data["runs"]]
    for file in marks:
        file.write_bytes(bytes(file.stat().st_size))
    path.write_text(json.dumps({**data, "version": version}), encoding="utf-8")
    report = put(folder, DAY)
    assert (report.total("new"), report.total("changed"), report.total("unchanged")) == (1, 1, 1)
    assert [file for file in marks if file.exists()] == []
    assert json.loads(path.read_text(encoding="utf-8"))["version"] == 5


def test_records_that_are_safe_on_the_disk_leave_the_memory_of_the_system(tmp_path, monkeypatch):
    told = []
    monkeypatch.setattr(layout, "WORDS_FROM", 0)
    monkeypatch.setattr(layout, "let_go", lambda path: told.append(path.name))
    states = [state(f"{number:04d}", 1, received_at=number % 3) for number in range(60)]
    put(tmp_path / "s", states)
    assert told == [part.name for part in sorted((tmp_path / "s").rglob("*.records.arrow"))]
    safety.let_go(next((tmp_path / "s").rglob("*.records.arrow")))
    assert len(live(tmp_path / "s")) == 60


def test_files_that_are_written_at_the_same_time_hold_the_same(tmp_path, monkeypatch):
    states = [
        state(f"{number:04d}", 1, unit_id=f"U{number % 9}", received_at=number % 300) for number in range(600)
    ]
    put(tmp_path / "one", states, DAY)
    monkeypatch.setattr(taking, "_MUCH", 0)
    monkeypatch.setattr(layout, "WORDS_FROM", 0)
    put(tmp_path / "together", states, DAY)
    assert live(tmp_path / "together").equals(live(tmp_path / "one"))
    assert sums(tmp_path / "together") == sums(tmp_path / "one")
    parts = list((tmp_path / "together").rglob("*.records.arrow"))
    assert len(parts) > 5
    assert all(isinstance(pl.scan_ipc(part).collect_schema()["unit_id"], pl.Enum) for part in parts)
    assert not list((tmp_path / "one").rglob("*.records.arrow"))


def test_records_of_arrow_are_replaced_read_by_page_and_packed_like_others(tmp_path, monkeypatch):
    states = [
        state(f"{number:04d}", 1, unit_id=f"U{number % 9}", received_at=number % 40) for number in range(600)
    ]
    later = [
        state(f"{number:04d}", 2, unit_id="U1", status=9, received_at=number % 40) for number in range(99)
    ]
    folder, usual = tmp_path / "arrow", tmp_path / "usual"
    put(usual, states, later)
    monkeypatch.setattr(layout, "WORDS_FROM", 0)
    report = put(folder, states, later)
    assert (report.total("new"), report.total("changed")) == (600, 99)
    store = Store.open(folder)
    assert any(file.is_arrow for file in store.manifest.files)
    assert store.records(offset=100, limit=50).records.equals(
        Store.open(usual).records(offset=100, limit=50).records
    )
    manifest = store.manifest
    for partition in {file.partition for file in manifest.files}:
        manifest = compact(folder, manifest, partition)
    assert not any(file.is_arrow for file in manifest.files)
    write_data(folder / "manifest.json", as_data(manifest))
    assert live(folder).equals(live(usual))
    assert sums(folder) == sums(usual)


def test_a_broken_file_of_arrow_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(layout, "WORDS_FROM", 0)
    put(tmp_path / "s", BEFORE)
    part = next((tmp_path / "s").rglob("*.records.arrow"))
    part.write_bytes(part.read_bytes()[:100])
    with pytest.raises(ProblemsFound) as found:
        live(tmp_path / "s")
    assert [problem.kind.code for problem in found.value.problems] == ["DO205"]


def test_a_file_that_cannot_be_made_safe_stops_the_import(tmp_path, monkeypatch):
    def broken(_):
        raise OSError(5, "I/O error")

    put(tmp_path / "s", BEFORE)
    before = live(tmp_path / "s")
    monkeypatch.setattr(safety.os, "fsync", broken)
    with pytest.raises(OSError, match="I/O"):
        put(tmp_path / "s", DAY)
    assert live(tmp_path / "s").equals(before)
