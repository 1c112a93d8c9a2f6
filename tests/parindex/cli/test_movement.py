"""Two years side by side."""

import json

import pytest

EDITION = "district-binh-duong@2017"


@pytest.fixture
def years(tmp_path):
    files = []
    for year, rows in (
        (2016, ("a,Huyện A,44.5,30", "b,Huyện B,45,30")),
        (2017, ("a,Huyện A,46.75,30", "b,Huyện B,45.5,30")),
    ):
        file = tmp_path / f"{year}.csv"
        file.write_text("\n".join(["Mã đơn vị,Tên đơn vị,TĐ,XHH", *rows]) + "\n", encoding="utf-8")
        files.append(file)
    return files


def test_points_and_ranks_of_every_unit_are_compared(parindex, years):
    done = parindex("movement", EDITION, years[0], EDITION, years[1], "--years", "2016,2017")
    assert done.status == 0
    assert done.out.startswith("Thay đổi giữa hai năm 2016 → 2017\n")
    row = next(line for line in done.out.splitlines() if line.startswith("Huyện A")).split()
    assert row[2:] == ["74,50", "76,75", "+2,25", "+2,25", "2/2", "1/2", "tăng", "1"]


def test_one_unit_is_told_in_words(parindex, years):
    words = ("movement", EDITION, years[0], EDITION, years[1], "--unit", "huyen a", "--years", "2016,2017")
    done = parindex(*words)
    assert "tăng 1 bậc" in done.out
    assert "Huyện B" not in done.out


def test_the_table_has_every_node_and_the_sentences(parindex, years):
    done = json.loads(parindex("movement", EDITION, years[0], EDITION, years[1], "--format", "json").out)
    rows = [row for row in done["tables"]["movement"] if row["unit_id"] == "a"]
    assert {row["criterion_id"]: row["change_points"] for row in rows}["TĐ"] == 2.25
    assert len(done["tables"]["sentences"]) == 2


def test_a_criterion_can_be_chosen(parindex, years):
    done = parindex("movement", EDITION, years[0], EDITION, years[1], "--criterion", "TĐ")
    assert "46,75" in done.out
    assert "76,75" not in done.out


def test_a_unit_of_one_year_only_is_named(parindex, years):
    with years[1].open("a", encoding="utf-8") as file:
        file.write("c,Huyện C,40.25,30\n")
    done = parindex("movement", EDITION, years[0], EDITION, years[1])
    assert "Huyện C" in done.out.splitlines()[-1]
