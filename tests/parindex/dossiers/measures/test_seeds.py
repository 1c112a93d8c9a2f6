"""The dossier figures that units printed come out again: records with those counts, through store and measures."""

from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from parindex.cli import main
from parindex.dossiers.calendar.clock import WorkingClock
from parindex.dossiers.calendar.reading import shipped_calendar
from parindex.dossiers.intake.mapping import Mapping
from parindex.dossiers.measures.asking import ask
from parindex.dossiers.measures.periods import month, year
from parindex.dossiers.records import RECORDS
from parindex.dossiers.store.folder import Store
from parindex.dossiers.store.importing import import_files

CLOCK = WorkingClock(shipped_calendar())


def stored(folder: Path, *parts: pl.DataFrame) -> Store:
    """A store with these records, imported as a file."""
    frame = pl.concat(parts, how="diagonal_relaxed")
    missing = [pl.lit(None).alias(name) for name in RECORDS if name not in frame.columns]
    path = folder / "ho-so.parquet"
    frame.with_columns(missing).select(RECORDS.names()).cast(RECORDS).write_parquet(path)
    import_files(Store.open(folder / "kho"), [path], Mapping(), CLOCK)
    return Store.open(folder / "kho")


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment)


def dossiers(
    count: int, first: datetime, *, unit="000.00.01.H26", start=0, is_done=True, **columns
) -> pl.DataFrame:
    """Records received one a minute in office hours and done the next day, early, at the counter."""
    received = [first + timedelta(minutes=n % 200, days=n // 200 % 20) for n in range(count)]
    done = [one + timedelta(days=1) for one in received]
    frame = pl.DataFrame(
        {
            "code": [f"{unit}-{one:%y%m%d}-{n:05d}" for n, one in enumerate(received, start)],
            "unit_id": unit,
            "procedure": "1.004",
            "field": "L1",
            "channel": 1,
            "level": 2,
            "received_at": received,
            "due_at": [one + timedelta(days=14) for one in received],
            "finished_at": done if is_done else None,
            "status": 9 if is_done else 4,
            "updated_at": done,
        }
    )
    fixed = {name: value for name, value in columns.items() if not isinstance(value, (np.ndarray, list))}
    drawn = {name: pl.Series(value) for name, value in columns.items() if name not in fixed}
    return frame.with_columns(**{name: pl.lit(value) for name, value in fixed.items()}, **drawn)


@pytest.fixture(scope="module")
def thanh_tri(tmp_path_factory):
    """Seed 000: 8.180 received, 8.104 resolved, 74 pending, 2 done of which nobody wrote when; communes 62.839."""
    total = 8180
    is_level3, is_level4 = (
        np.arange(total) < round(0.8088 * total),
        np.arange(total) >= total - round(0.0258 * total),
    )
    level = np.where(is_level4, 4, np.where(is_level3, 3, 2))
    channel = np.where(is_level3 | is_level4, 2, 1)
    by_post = np.where(np.arange(8104) < round(0.0307 * 8104), 3, 1)
    first = at("2022-09-05 08:00")
    traits = {"level": level, "channel": channel}

    def part(start, end, **more):
        return dossiers(
            end - start,
            first,
            start=start,
            **{name: values[start:end] for name, values in traits.items()},
            **more,
        )

    communes = dossiers(
        62_839,
        at("2022-03-01 07:30"),
        unit="000.00.02.H26",
        channel=np.where(np.arange(62_839) < round(0.2519 * 62_839), 2, 1),
        level=np.where(np.arange(62_839) < round(0.2519 * 62_839), 3, 2),
    )
    return stored(
        tmp_path_factory.mktemp("thanh-tri"),
        part(0, 8104, return_form=by_post),
        part(8104, 8178, is_done=False, due_at=at("2023-06-01 00:00")),
        part(8178, 8180, finished_at=None),
        communes,
    )


DISTRICT = "000.00.01.H26"


def figures(store, period, names, unit=None):
    rows = ask(store, period, names)
    return (rows if unit is None else rows.filter(unit_id=unit)).row(0, named=True)


def test_thanh_tri_received_8180_resolved_8104_and_has_74_pending(thanh_tri):
    got = figures(thanh_tri, year(2022), ("accepted", "resolved", "pending", "without_end"), DISTRICT)
    assert (got["accepted"], got["resolved"], got["pending"], got["without_end"]) == (8180, 8104, 74, 2)


def test_the_communes_of_thanh_tri_resolved_all_of_62839(thanh_tri):
    got = figures(thanh_tri, year(2022), ("accepted", "resolved", "resolved_share"), "000.00.02.H26")
    assert (got["accepted"], got["resolved"], got["resolved_share"]) == (62_839, 62_839, 100)


def test_the_online_and_post_shares_of_thanh_tri_print_as_they_did(thanh_tri):
    names = ("partial_online_share", "full_online_share", "post_return_share")
    district, communes = (figures(thanh_tri, year(2022), names, unit) for unit in (DISTRICT, "000.00.02.H26"))
    assert [f"{district[name]:.2f}" for name in names] == ["80.88", "2.58", "3.07"]
    assert f"{communes['partial_online_share']:.2f}" == "25.19"


def test_reconcile_names_the_2_missing_dossiers_of_thanh_tri(thanh_tri, capsys):
    folder = str(thanh_tri.folder)
    words = [
        "dossiers",
        "reconcile",
        folder,
        "--period",
        "2022",
        "--printed",
        "resolved=70943",
        "--printed",
        "pending=74",
        "--printed",
        "accepted=71.019",
    ]
    assert main(words) == 0
    out = capsys.readouterr().out
    said = " ".join(out.split())  # a narrow screen breaks the line
    assert "2 hồ sơ đã xong nhưng không có ngày kết thúc, nên không vào cột nào — đúng bằng số lệch." in said
    codes = [line.split()[0] for line in out.splitlines() if line.startswith("000.00.01.H26-")]
    assert sorted(code[-5:] for code in codes) == ["08178", "08179"]


def test_dong_tam_resolved_127_dossiers_in_february_none_late(tmp_path):
    store = stored(tmp_path, dossiers(127, at("2024-02-01 08:00")))
    names = (
        "resolved",
        "resolved_in_time",
        "resolved_late",
        "late_share",
        "resolved_share",
        "on_time_share_766",
    )
    got = figures(store, month(2024, 2), names)
    assert [got[name] for name in names] == [127, 127, 0, 0, 100, 100]


def test_hoai_duc_prints_toan_trinh_75_49_post_80_and_digitised_86_93(tmp_path):
    total = 10_000
    number = np.arange(total)
    is_full = number < 7549
    frame = dossiers(
        total,
        at("2023-05-04 08:00"),
        channel=np.where(is_full, 2, 1),
        level=np.where(is_full, 4, 2),
        return_form=np.where(number < 8000, 3, 1),
        is_result_digitised=number < 8693,
    )
    names = ("full_online_share", "post_return_share", "digitised_result_share")
    got = figures(stored(tmp_path, frame), year(2023), names)
    assert [f"{got[name]:.2f}" for name in names] == ["75.49", "80.00", "86.93"]


def test_thanh_xuan_handled_52845_dossiers_14411_of_online_services_98_percent_of_them_online(tmp_path):
    total, services = 52_845, 14_411
    number = np.arange(total)
    level = np.where(number < services, np.where(number % 2, 3, 4), 2)
    channel = np.where(number < round(0.98 * services), 2, 1)
    store = stored(tmp_path, dossiers(total, at("2021-06-01 08:00"), level=level, channel=channel))
    got = figures(store, year(2021), ("received", "resolved", "received_services", "received_online"))
    assert (got["received"], got["resolved"], got["received_services"]) == (total, total, services)
    assert f"{100 * got['received_online'] / got['received_services']:.0f}" == "98"
