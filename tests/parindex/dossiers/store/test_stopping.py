"""Stopped at any point, an import is as if it had not begun, and the next run completes it."""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from parindex.dossiers.intake.sources import Limits
from parindex.dossiers.store import importing, layout, manifest
from parindex.dossiers.store.folder import Store
from tests.parindex.dossiers.store.states import frame, live, put, state, sums

SMALL = Limits(parquet_rows=3)
BEFORE = [state("A", 1), state("B", 1), state("C", 1, unit_id="U2")]
FILES = (
    [state(code, day, status=4 + day, received_at=40 * (day % 2)) for day in (2, 1) for code in "ABDE"],
    [state("F", 1), state("A", 3, status=9), state("B", 1)],
)


class Killed(BaseException):  # what no handler of the store may catch
    """The process ends here."""


def stop_at(monkeypatch, moment):
    """End at the moment-th time something is written."""
    count = {"left": moment}

    def watched(inner):
        def write(*words, **more):
            count["left"] -= 1
            if count["left"] == 0:
                raise Killed
            inner(*words, **more)
            count["left"] -= 1
            if count["left"] == 0:
                raise Killed

        return write

    for module, name in ((layout, "write_frame"), (manifest, "write_data")):
        inner = getattr(module, name)
        for user in list(sys.modules.values()):
            if (
                getattr(user, "__name__", "").startswith("parindex.dossiers.store")
                and getattr(user, name, None) is inner
            ):
                monkeypatch.setattr(user, name, watched(inner))
    return count


def stopped(folder, moment):
    """Import until the moment-th time something is written; give how many moments were left."""
    with pytest.MonkeyPatch.context() as patched:
        count = stop_at(patched, moment)
        with suppress(Killed):
            put(folder, *FILES, limits=SMALL)
        return count["left"]


def outcome(folder):
    return live(folder).rows(), sums(folder)


@pytest.fixture(scope="module")
def expected(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole") / "s"
    put(folder, BEFORE)
    start = outcome(folder)
    put(folder, *FILES)
    return start, outcome(folder)


def test_stopped_at_any_write_the_store_is_unchanged_and_the_next_run_completes_it(tmp_path, expected):
    moment, is_over, resumed = 0, False, 0
    while not is_over:
        moment += 1
        folder = tmp_path / f"s{moment}"
        put(folder, BEFORE)
        is_over = stopped(folder, moment) > 0
        assert outcome(folder) in expected
        report = put(folder, *FILES, limits=SMALL)
        resumed += report.is_resumed
        assert outcome(folder) == expected[1]
        assert not (folder / manifest.PENDING).exists()
    assert moment > 30
    assert resumed > 20


def test_after_a_stop_another_import_is_as_if_the_first_had_not_begun(tmp_path, expected):
    folder = tmp_path / "s"
    put(folder, BEFORE)
    assert stopped(folder, 12) == 0
    put(folder, [state("Z", 1)])
    assert live(folder)["code"].to_list() == ["A", "B", "C", "Z"]
    put(folder, *FILES)
    named = layout.parts_of(folder, Store.open(folder).manifest)
    assert set((folder / "records").rglob("*.parquet")) == {
        path for path in named if path.suffix == ".parquet"
    }


KILLED = """
import os, signal, sys
from pathlib import Path
from tests.parindex.dossiers.store.states import put
from parindex.dossiers.intake.sources import Limits
left = int(sys.argv[4])
def told(*_):
    global left
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
put(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), limits=Limits(parquet_rows=3), on_progress=told)
"""


@pytest.mark.parametrize("moment", [2, 4, 6])
def test_killed_by_the_system_the_next_run_loses_and_doubles_nothing(tmp_path, expected, moment):
    folder = tmp_path / "s"
    put(folder, BEFORE)
    paths = [tmp_path / f"{number}.parquet" for number in range(2)]
    for path, states in zip(paths, FILES, strict=True):
        frame(states).write_parquet(path)
    surroundings = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[4])}
    words = [sys.executable, "-c", KILLED, str(folder), *map(str, paths), str(moment)]
    assert subprocess.run(words, env=surroundings, check=False).returncode == -signal.SIGKILL
    assert outcome(folder) == expected[0]
    report = put(folder, *paths, limits=SMALL)
    assert report.is_resumed
    assert report.total("rows") == sum(map(len, FILES))
    assert outcome(folder) == expected[1]


def test_the_counts_of_a_resumed_import_are_those_of_the_whole(tmp_path):
    whole = put(tmp_path / "whole", *FILES, limits=SMALL)
    assert stopped(tmp_path / "s", 14) == 0
    again = put(tmp_path / "s", *FILES, limits=SMALL)
    assert importing.Report.total(again, "rows") == 11
    for name in ("rows", "new", "changed", "unchanged", "older", "rejected"):
        assert again.total(name) == whole.total(name)
