"""A synthetic league goes the whole way: made, scored, ranked, explained, written."""

import json
from contextlib import closing

import openpyxl
import polars as pl
import pytest

EDITION = "commune-model@2025"


def test_a_synthetic_league_can_be_scored_from_the_files_it_is_written_to(parindex, tmp_path):
    made = parindex("synthetic", EDITION, "--count", "12", "--leagues", "2", "--out", f"{tmp_path}/mau/")
    assert (made.status, made.out) == (0, "")
    files = (EDITION, tmp_path / "mau" / "values.csv", "--units", tmp_path / "mau" / "units.csv")
    summary = json.loads(parindex("score", *files, "--format", "json", "--table", "summary").out)
    assert len(summary) == 12
    assert all(0 < row["total"] <= 100 for row in summary)
    assert all("(minh họa)" in row["name"] for row in summary)
    ranked = json.loads(parindex("rank", *files, "--format", "json", "--table", "ranking").out)
    assert {row["peer_group"] for row in ranked} == {"Cụm 1", "Cụm 2"}
    explained = json.loads(
        parindex("explain", *files, "00007", "--format", "json", "--table", "explained").out
    )
    assert len(explained) > 90


def test_the_same_seed_gives_the_same_values_and_another_others(parindex, tmp_path):
    frames = []
    for name, seed in (("a", "5"), ("b", "5"), ("c", "6")):
        file = tmp_path / f"{name}.parquet"
        assert parindex("synthetic", EDITION, "--seed", seed, "--out", file).status == 0
        frames.append(pl.read_parquet(file))
    assert frames[0].equals(frames[1])
    assert not frames[0].equals(frames[2])


def test_the_screen_says_that_the_values_are_nobodys(parindex):
    done = parindex("synthetic", EDITION)
    assert done.out.startswith("Số liệu tổng hợp (minh họa), không phải kết quả của đơn vị nào\n")
    assert "20 đơn vị" in done.out


def test_a_league_of_nobody_is_refused(parindex):
    done = parindex("synthetic", EDITION, "--count", "0")
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("CL707 · --count không nhận “0”")


def test_a_count_that_is_no_number_is_a_usage_error(parindex):
    done = parindex("synthetic", EDITION, "--count", "nhiều")
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("CL713 · cờ --count phải là một số nguyên")


def test_all_3321_communes_of_the_country_fit_into_a_workbook_with_real_numbers(parindex, tmp_path):
    mau, file = tmp_path / "mau", tmp_path / "ca-nuoc.xlsx"
    made = parindex("synthetic", EDITION, "--count", "3321", "--format", "parquet", "--out", f"{mau}/")
    assert made.status == 0
    values, units = mau / "values.parquet", mau / "units.parquet"
    done = parindex("score", EDITION, values, "--units", units, "--table", "summary", "--out", file)
    assert done.status == 0
    with closing(openpyxl.load_workbook(file, read_only=True)) as book:
        lines = book["Tổng hợp"].iter_rows(values_only=True)
        rows = [row for row in lines if row[0] and str(row[0]).isdigit()]
    assert len(rows) == 3321
    assert all(isinstance(number, float | int) for number in rows[0][2:] if number is not None)


@pytest.mark.parametrize(
    ("flag", "given", "known"),
    [
        ("--count", "99999999999", "1, 2, 3, …, 100.000"),
        ("--leagues", "100001", "1, 2, 3, …, 100.000"),
        ("--seed", "-1", "0, 1, 2, …"),
    ],
)
def test_a_number_out_of_reach_is_refused_before_anything_is_made(parindex, flag, given, known):
    done = parindex("synthetic", EDITION, flag, given)
    assert (done.status, done.out) == (2, "")
    assert done.err == f"CL707 · {flag} không nhận “{given}”\n    → dùng một trong: {known}\n"
