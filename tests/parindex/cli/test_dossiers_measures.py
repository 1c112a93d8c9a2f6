"""From a file of the one-stop shop to every figure, with the commands a newcomer types, on 9 dossiers."""

import csv
import io
import json

import openpyxl
import pytest

from parindex.dossiers.calendar.reading import folder_of_years

HEADER = "Mã hồ sơ,Mã đơn vị,Mã TTHC,Mã lĩnh vực,Kênh nộp,Ngày tiếp nhận,Ngày hẹn trả,Ngày kết thúc xử lý,Trạng thái"
MARCH = ("--period", "2026-03")


def row(number, unit, due, end="", **more):
    given = {"status": "Đã xử lý xong", "procedure": "1.001", "channel": "Trực tuyến", **more}
    kept = (number, unit, given["procedure"], "L1", given["channel"], "02/03/2026 08:00", due, end)
    return ",".join((*kept, given["status"]))


LINES = [
    row("E1", "U1", "06/03/2026", "04/03/2026 08:00"),
    row("E2", "U1", "06/03/2026", "05/03/2026 08:00", channel="Trực tiếp"),
    row("D1", "U1", "04/03/2026", "04/03/2026 08:00", procedure="1.002"),
    row("L1", "U1", "03/03/2026", "10/03/2026 08:00", procedure="1.002"),
    row("L2", "U2", "03/03/2026", "05/03/2026 08:00"),
    row("P1", "U2", "20/04/2026", "", status="Đang xử lý"),
    row("P2", "U2", "02/03/2026", "", status="Đang xử lý"),
    row("P3", "U3", "16/03/2026", "", status="Đang xử lý"),
    row("X1", "U3", "16/03/2026"),
]


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    from parindex.cli import main

    folder = tmp_path_factory.mktemp("ho-so")
    file = folder / "thang-3.csv"
    file.write_text("\n".join([HEADER, *LINES, ""]), encoding="utf-8")
    assert (
        main(["dossiers", "import", str(folder / "kho"), str(file), "--out", str(folder / "bao-cao.json")])
        == 0
    )
    return folder / "kho"


@pytest.fixture
def groups(tmp_path):
    file = tmp_path / "cum.csv"
    file.write_text("unit_id,group_id\nU1,A\nU2,A\n", encoding="utf-8")
    return file


@pytest.fixture
def told(parindex):
    """Run a command about dossiers that must end well, and read its JSON."""

    def run(*words):
        done = parindex("dossiers", *words, "--format", "json")
        assert (done.status, done.err) == (0, ""), done.err
        return json.loads(done.out)

    return run


def test_kpi_counts_the_month_unit_by_unit(told, store):
    rows = told("kpi", store, *MARCH)["tables"]["kpi"]
    seen = [(one["unit_id"], one["received"], one["resolved_late"], one["pending_overdue"]) for one in rows]
    assert seen == [("U1", 4, 1, 0), ("U2", 3, 1, 1), ("U3", 2, 0, 1)]
    assert rows[0]["on_time_share"] == 75.0
    assert rows[0]["online_share"] == 75.0


def test_kpi_gives_the_measures_that_are_asked_for_alone(parindex, told, store):
    rows = told("kpi", store, *MARCH, "--by", "none", "--measures", "resolved, without_end,late_share")[
        "tables"
    ]["kpi"]
    assert rows[0] == {"resolved": 5, "without_end": 1, "late_share": 40.0, "resolved_late": 2}
    done = parindex("dossiers", "kpi", store, *MARCH, "--measures", "received,nothing")
    assert (done.status, done.out) == (2, "")
    assert "nothing" in done.err
    assert "Traceback" not in done.err


def test_kpi_puts_units_into_groups_and_writes_what_excel_opens(parindex, store, groups, tmp_path):
    file = tmp_path / "kpi.xlsx"
    done = parindex("dossiers", "kpi", store, *MARCH, "--groups", groups, "--out", file)
    assert done.status == 0
    assert f"Đã ghi {file}" in done.err
    values = [row for sheet in openpyxl.load_workbook(file) for row in sheet.iter_rows(values_only=True)]
    found = {row[0]: row[1] for row in values if row[0] in ("A", "U3")}
    assert found == {"A": 7, "U3": 2}


def test_form_06_says_which_sum_does_not_hold(told, store):
    found = told("form06", store, *MARCH)
    total = found["tables"]["form06"][-1]
    assert (total["accepted"], total["resolved"], total["pending"]) == (9, 5, 3)
    assert any("lệch 1 hồ sơ" in note for note in found["notes"])


def test_a_unit_of_the_given_table_stays_in_the_index_without_a_dossier_in_the_period(told, store, tmp_path):
    given = tmp_path / "given.csv"
    given.write_text(
        "unit_id,measure,numerator,denominator\nU9,publication_on_time_share,1,2\nU1,publication_on_time_share,1,1\n",
        encoding="utf-8",
    )
    found = told("index766", store, *MARCH, "--given", given)["tables"]
    assert [row["unit_id"] for row in found["index766"]] == ["U1", "U2", "U3", "U9"]
    of_u9 = {row["criterion_id"]: row for row in found["leaves"] if row["unit_id"] == "U9"}
    assert (of_u9["1.1"]["points"], of_u9["5.4"]["points"], of_u9["2.1"]["points"]) == (3, 0, None)
    later = told("index766", store, "--period", "2027-03", "--given", given)["tables"]["leaves"]
    [of_u1] = [row for row in later if (row["unit_id"], row["criterion_id"]) == ("U1", "1.4")]
    assert (of_u1["numerator"], of_u1["denominator"], of_u1["points"]) == (0, 4 / 12, 0)


def test_index_766_is_scored_and_a_numerator_opens_to_its_dossiers(parindex, told, store):
    assert parindex("dossiers", "index766", store, *MARCH, "--format", "csv").status == 0
    rows = told("index766", store, *MARCH, "--open", "2.1")["tables"]["dossiers"]
    assert "E1" in {one["code"] for one in rows}
    assert "L1" not in {one["code"] for one in rows}
    nothing = told("index766", store, "--period", "1999")["tables"]
    assert nothing == {"index766": [], "leaves": []}
    done = parindex("dossiers", "index766", store, *MARCH, "--open", "9.9")
    assert (done.status, done.err.split(" ")[0]) == (1, "DO409")


def test_the_latest_dossiers_are_listed_first_however_few_are_asked_for(told, store):
    every = [(one["code"], one["days_late"]) for one in told("late", store, *MARCH)["tables"]["late"]]
    assert every == [("P2", 21), ("P3", 11), ("L1", 5), ("L2", 2)]
    for limit in (1, 2, 3):
        some = told("late", store, *MARCH, "--limit", limit)["tables"]["late"]
        assert [(one["code"], one["days_late"]) for one in some] == every[:limit]
    of_one = told("late", store, *MARCH, "--unit", "U1")["tables"]["late"]
    assert [one["code"] for one in of_one] == ["L1"]


def test_letters_of_apology_are_those_of_what_is_due_first(told, store):
    every = [one["code"] for one in told("late", store, *MARCH, "--apologies")["tables"]["apologies"]]
    assert every == ["P2", "P3"]
    some = told("late", store, *MARCH, "--apologies", "--limit", 1)
    assert [one["code"] for one in some["tables"]["apologies"]] == ["P2"]
    assert some["title"] == "2 thư xin lỗi phải gửi"


def test_the_late_list_and_the_letters_say_how_they_differ(told, store):
    """L1 was overdue on Saturday 7/3 and is done since; P3 is due on Monday 16/3, P2 long ago."""
    saturday = ("--period", "2026-03-01..2026-03-07")
    late, letters = told("late", store, *saturday), told("late", store, *saturday, "--apologies")
    assert [(one["code"], one["days_late"]) for one in late["tables"]["late"]] == [
        ("P2", 5),
        ("L1", 4),
        ("L2", 2),
    ]
    assert late["notes"] == [
        "Trong đó 1 hồ sơ giải quyết quá hạn trong kỳ, 2 hồ sơ hết ngày 07/03/2026 vẫn đang giải quyết."
    ]
    assert [(one["code"], one["days_left"]) for one in letters["tables"]["apologies"]] == [("P2", -5)]
    assert letters["notes"] == [
        "Trong đó 1 hồ sơ đã quá hạn; 0 hồ sơ hẹn trả ngày 07/03/2026 hoặc ngày làm việc tiếp theo.",
        (
            "Không kể 1 hồ sơ quá hạn vào ngày 07/03/2026 nhưng đã kết thúc sau đó: "
            "danh sách quá hạn (không có --apologies) vẫn kể."
        ),
    ]
    next_week = told("late", store, "--period", "2026-03-08..2026-03-14", "--apologies")
    assert [(one["code"], one["days_left"]) for one in next_week["tables"]["apologies"]] == [
        ("P2", -10),
        ("P3", 1),
    ]
    assert next_week["notes"] == [
        "Trong đó 1 hồ sơ đã quá hạn; 1 hồ sơ hẹn trả ngày 14/03/2026 hoặc ngày làm việc tiếp theo."
    ]
    of_one = told("late", store, *saturday, "--unit", "U1", "--apologies")
    assert (of_one["title"], len(of_one["notes"])) == ("0 thư xin lỗi phải gửi", 1)


QUIET = "2026-03-01..2026-03-16"
"""The last that happened in the store was on 10/3; the next is due on 16/3, and missed the day after."""


@pytest.mark.parametrize(
    "words",
    [
        ["kpi"],
        ["form06"],
        ["times"],
        ["tt01"],
        ["late"],
        ["late", "--apologies"],
        ["late", "--ages"],
        ["reconcile"],
        ["index766"],
        ["index766", "--open", "2.1"],
    ],
)
def test_every_report_says_what_the_store_does_not_know_of_its_period(told, store, words):
    def said(period: str) -> list[str]:
        notes = told(words[0], store, "--period", period, *words[1:]).get("notes", [])
        return [note for note in notes if note.startswith("Kho ")]

    assert said("2026-02") == [
        (
            "Kho không có hồ sơ nào của kỳ này: hồ sơ đầu tiên tiếp nhận ngày 02/03/2026. "
            "Số 0 ở đây không phải số đo được."
        )
    ]
    assert said(QUIET) == []
    assert said("2026-03-01..2026-03-17") == [
        (
            "Kho chỉ có số liệu đến ngày 10/03/2026, kỳ hết ngày 17/03/2026: 1 hồ sơ chưa xong, hẹn trả sau "
            "ngày 10/03/2026, được tính là quá hạn. Muốn tính đến ngày 10/03/2026 thì ghi --period "
            "2026-03-01..2026-03-10"
        )
    ]
    assert said("2027-01") == [
        (
            "Kho chỉ có số liệu đến ngày 10/03/2026, trước khi kỳ này bắt đầu: hồ sơ lúc ấy chưa xong được "
            "tính là vẫn đang giải quyết, trong đó 2 hồ sơ là quá hạn vì hẹn trả sau ngày 10/03/2026."
        )
    ]


def test_a_list_that_was_cut_says_so(told, store):
    cut = "Bảng chỉ có 1 hồ sơ đầu trong {}; muốn đủ thì thêm --limit với số lớn hơn."
    for words, total in ((("late",), 4), (("late", "--apologies"), 2), (("index766", "--open", "2.1"), 4)):
        name, *flags = words
        assert told(name, store, *MARCH, *flags, "--limit", 1)["notes"][-1] == cut.format(total)
        whole = told(name, store, *MARCH, *flags, "--limit", total)["notes"]
        assert [note for note in whole if "--limit" in note] == []


def test_what_is_pending_is_counted_by_the_working_days_it_has_waited(told, store):
    rows = told("late", store, *MARCH, "--ages")["tables"]["ages"]
    assert {one["age"]: (one["in_time"], one["overdue"]) for one in rows if one["pending"]} == {
        "đến 30 ngày làm việc": (1, 2)
    }
    rows = told("late", store, "--period", "2026-03-02..2026-03-06", "--ages", "--unit", "U2")["tables"][
        "ages"
    ]
    assert [(one["in_time"], one["overdue"]) for one in rows if one["pending"]] == [(1, 1)]


def test_times_of_a_procedure_are_a_mean_and_two_percentiles(told, store, groups):
    rows = told("times", store, *MARCH)["tables"]["times"]
    assert [(one["procedure"], one["dossiers"]) for one in rows] == [("1.001", 3), ("1.002", 2)]
    assert rows[0] == {
        "procedure": "1.001",
        "dossiers": 3,
        "mean": pytest.approx(64 / 3),
        "p50": 24.0,
        "p90": 24.0,
    }
    of_groups = told("times", store, *MARCH, "--by", "unit", "--groups", groups)["tables"]["times"]
    assert [(one["unit_id"], one["dossiers"], one["p90"]) for one in of_groups] == [("A", 5, 48.0)]
    whole = told("times", store, *MARCH, "--by", "none")["tables"]["times"]
    assert [(one["dossiers"], one["mean"]) for one in whole] == [(5, pytest.approx(128 / 5))]


def test_tt01_gives_points_and_a_band_only_where_nothing_is_missing(parindex, told, store, tmp_path):
    rows = told("tt01", store, *MARCH)["tables"]["tt01"]
    assert [(one["unit_id"], one["1"], one["3"], one["band"]) for one in rows] == [
        ("U1", 1.3, 2.0, None), ("U2", 0.0, 2.0, None), ("U3", None, None, None),
    ]  # fmt: skip
    file = tmp_path / "khac.csv"
    given = [f"U1,{number},2" for number in (2, 4, 5, 6, 8)]
    file.write_text("\n".join(["unit_id,indicator,points", *given, "U1,online,0.5"]), encoding="utf-8")
    first = told("tt01", store, *MARCH, "--given", file)["tables"]["tt01"][0]
    assert (first["2"], first["total"], first["band"]) == (2.0, 15.0, "Xuất sắc")
    file.write_text("unit_id,indicator,points\nU1,2,7\n", encoding="utf-8")
    done = parindex("dossiers", "tt01", store, *MARCH, "--given", file)
    assert (done.status, done.err.split(" ")[0]) == (1, "DO407")


def test_reconcile_names_the_dossier_that_is_missing_and_the_group_it_is_missing_from(told, store, groups):
    found = told(
        "reconcile", store, *MARCH, "--by", "unit", "--printed", "accepted=9", "--printed", "pending=4"
    )
    assert [(one["unit_id"], one["amount"]) for one in found["tables"]["groups"]] == [("U3", 1)]
    assert [(one["printed"], one["counted"], one["amount"]) for one in found["tables"]["differences"]] == [
        (4, 3, 1)
    ]
    assert [one["code"] for one in found["tables"]["dossiers"]] == ["X1"]
    merged = told("reconcile", store, *MARCH, "--by", "unit,field", "--groups", groups)["tables"]["groups"]
    assert [(one["unit_id"], one["field"], one["amount"]) for one in merged] == [("U3", "L1", 1)]
    clean = told("reconcile", store, "--period", "2026-02", "--by", "unit")
    assert (clean["tables"]["groups"], clean["tables"]["differences"]) == ([], [])
    assert clean["notes"] == [
        (
            "Kho không có hồ sơ nào của kỳ này: hồ sơ đầu tiên tiếp nhận ngày 02/03/2026. "
            "Số 0 ở đây không phải số đo được."
        ),
        "Mọi tổng đều khớp, không số in nào khác số đếm từ hồ sơ.",
    ]


def test_reconcile_and_late_are_taken_away_as_csv(parindex, store, tmp_path):
    for words, table, least in ((("late",), "late", 4), (("reconcile", "--by", "unit"), "groups", 1)):
        done = parindex("dossiers", words[0], store, *MARCH, *words[1:], "--format", "csv", "--table", table)
        assert (done.status, done.err) == (0, "")
        assert len(list(csv.DictReader(io.StringIO(done.out)))) == least
    file = tmp_path / "late.csv"
    assert parindex("dossiers", "late", store, *MARCH, "--out", file).status == 0
    assert file.read_text(encoding="utf-8-sig").count("\n") == 5


def test_a_corrected_calendar_changes_what_it_touches_and_nothing_else(parindex, told, store, tmp_path):
    table = tmp_path / "lich.yaml"
    shipped = (folder_of_years() / "2026.yaml").read_text(encoding="utf-8")
    day = "  - date: 2026-03-09\n    kind: holiday\n    name: {vi: Nghỉ đột xuất, en: Extra day off}\n"
    table.write_text(f"{shipped.rstrip()}\n{day}    basis: Quyết định 1/QĐ\n", encoding="utf-8")
    late = ("kpi", store, *MARCH, "--measures", "late_days")
    days = lambda: [one["late_days"] for one in told(*late)["tables"]["kpi"]]  # noqa: E731
    assert days() == [5, 2, 0]
    done = parindex("dossiers", "rederive", store, "--calendar", table, "--format", "json")
    assert done.status == 0, done.err
    found = json.loads(done.out)
    assert (found["days"], found["looked_at"], found["changed"]) == (["2026-03-09"], 4, 1)
    assert days() == [4, 2, 0]
    assert told("late", store, *MARCH, "--calendar", table)["tables"]["late"][2]["days_late"] == 4
    assert told("rederive", store, "--day", "2026-03-09")["changed"] == 1
    assert days() == [5, 2, 0]
    again = told("rederive", store, "--all")
    assert (again["days"], again["looked_at"], again["changed"]) == ([], 9, 0)


@pytest.mark.parametrize(
    ("words", "status", "code"),
    [
        (["kpi", "none", *MARCH], 1, "DO403"),
        (["kpi", "none", "--period", "tháng ba"], 1, "DO401"),
        (["kpi", "none"], 2, "CL704"),
        (["kpi", "kho", *MARCH, "--groups", "none.csv"], 1, "DO407"),
        (["form06", "none", *MARCH, "--by", "xã"], 2, "CL707"),
        (["times", "none", *MARCH], 1, "DO403"),
        (["tt01", "none", *MARCH], 1, "DO403"),
        (["reconcile", "none", *MARCH, "--printed", "x"], 1, "DO408"),
        (["index766", "kho", *MARCH, "--given", "none.csv"], 1, "DO407"),
        (["index766", "none", *MARCH, "--open", "2.1"], 1, "DO403"),
        (["late", "none", *MARCH], 1, "DO403"),
        (["late", "none", *MARCH, "--apologies"], 1, "DO403"),
        (["late", "none", *MARCH, "--ages"], 1, "DO403"),
        (["form06", "none", *MARCH], 1, "DO403"),
        (["rederive", "none", "--all"], 1, "DO403"),
        (
            ["late", "kho", *MARCH, "--unit", "U1", "--unit", "U8"],
            1,
            "DO413 · kho không có hồ sơ nào của đơn vị U8",
        ),
        (["late", "kho", *MARCH, "--limit", "-1"], 2, "CL713"),
        (["rederive", "none", "--day", "hôm qua"], 1, "DO411"),
        (["rederive", "none", "--calendar", "none.yaml"], 1, "DO3"),
    ],
)
def test_what_is_wrong_is_told_with_its_code_and_no_traceback(
    parindex, store, monkeypatch, words, status, code
):
    monkeypatch.chdir(store.parent)
    done = parindex("dossiers", *words)
    assert (done.status, done.out) == (status, "")
    assert done.err.startswith(code)
    assert "Traceback" not in done.err
