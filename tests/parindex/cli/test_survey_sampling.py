"""K1–K3: `parindex survey design` and `parindex survey draw`: sizes, samples, records, lists, problems."""

import csv
import json

import pytest


@pytest.fixture
def homes(tmp_path):
    """A list of 120 households in six villages of two communes."""
    lines = ["Mã hộ,Thôn,Mã đơn vị,Họ và tên,Số nhân khẩu"]
    lines += [f"H{n:03d},Thôn {n // 20},Xã {n // 60},Nguyễn Văn {n},{1 + n % 6}" for n in range(120)]
    path = tmp_path / "ho.csv"
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return path


def rows(path):
    return list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))


def test_the_official_size_stands_beside_the_size_by_design(parindex):
    done = parindex(
        "survey", "design", "--population", "8180", "--deff", "1,5", "--response", "80", "--format", "json"
    )
    told = json.loads(done.out)
    unit, total = told["tables"]["sizes"]
    assert (unit["official_n"], unit["design_n"], unit["design_invited"]) == (382, 539, 674)
    assert total["unit_id"] is None
    assert told["deff"] == 1.5


def test_a_table_of_units_is_judged_with_the_sizes_it_plans(parindex, tmp_path):
    path = tmp_path / "xa.csv"
    path.write_text("Mã đơn vị,Số hồ sơ,Cỡ mẫu\nA,1200,60\nB,6980,322\n", encoding="utf-8")
    done = parindex("survey", "design", path, "--lang", "en")
    assert done.status == 0
    line = next(one.split() for one in done.out.splitlines() if one.strip().startswith("A "))
    assert line[1:4] == ["1,200", "300", "4.9"]
    assert line[-2:] == ["60", "12.3"]


def test_a_list_to_draw_from_is_counted_by_its_strata(parindex, homes):
    done = parindex(
        "survey", "design", homes, "--strata", "psu", "--sample", "60", "--floor", "5", "--format", "json"
    )
    sizes = json.loads(done.out)["tables"]["sizes"]
    assert [one["population"] for one in sizes] == [20] * 6 + [120]
    assert [one["planned_n"] for one in sizes] == [10] * 6 + [60]


def test_a_draw_is_written_with_its_record_and_drawn_again(parindex, homes, tmp_path):
    sample, record = tmp_path / "mau.csv", tmp_path / "bien-ban.json"
    words = ("survey", "draw", homes, "--seed", "2026", "--size", "30", "--reserve", "20")
    done = parindex(*words, "--out", sample, "--record", record, "--about", "Cuộc điều tra=SIPAS 2026")
    assert done.status == 0
    drawn = [one for one in rows(sample) if one["is_reserve"] == "false"]
    assert [len(drawn), len(rows(sample))] == [30, 36]
    assert sum(float(one["weight"]) for one in drawn) == pytest.approx(120)
    assert json.loads(record.read_text(encoding="utf-8"))["about"] == {"Cuộc điều tra": "SIPAS 2026"}
    again = parindex("survey", "draw", homes, "--verify", record, "--against", sample)
    assert (again.status, again.out.splitlines()[0]) == (0, "Chọn lại cho đúng mẫu trong biên bản.")


def test_a_forged_sample_fails_its_verification_by_name(parindex, homes, tmp_path):
    sample, record = tmp_path / "mau.csv", tmp_path / "bien-ban.json"
    parindex("survey", "draw", homes, "--seed", "1", "--size", "10", "--out", sample, "--record", record)
    lines = sample.read_text(encoding="utf-8").splitlines()
    gone = lines[1].split(",")[0].removeprefix("\ufeff")
    sample.write_text("\n".join([lines[0], *lines[2:], ""]), encoding="utf-8")
    done = parindex("survey", "draw", homes, "--verify", record, "--against", sample)
    assert done.status == 1
    assert gone in done.out


def test_strata_and_columns_of_a_record_are_used_again_when_it_is_verified(parindex, homes, tmp_path):
    record = tmp_path / "bien-ban.json"
    words = (
        "--strata",
        "Thôn",
        "--column",
        "element_id=Mã hộ",
        "--method",
        "systematic",
        "--sort",
        "Số nhân khẩu",
    )
    assert (
        parindex("survey", "draw", homes, "--seed", "4", "--size", "12", *words, "--record", record).status
        == 0
    )
    assert parindex("survey", "draw", homes, "--verify", record).status == 0


def test_two_stages_are_drawn_by_the_flags_and_by_a_plan_alike(parindex, homes, tmp_path):
    plan = tmp_path / "phuong-an.yaml"
    plan.write_text(
        "stages:\n- {level: psu, method: pps_systematic, size: {Xã 0: 2, Xã 1: 2}}\n- {level: element, size: 5}\n",
        encoding="utf-8",
    )
    one, two = tmp_path / "a.csv", tmp_path / "b.csv"
    parindex("survey", "draw", homes, "--seed", "9", "--size", "20", "--per-cluster", "5", "--out", one)
    parindex("survey", "draw", homes, "--seed", "9", "--plan", plan, "--out", two)
    assert one.read_bytes() == two.read_bytes()
    assert len(rows(one)) == 20


def test_each_interviewer_gets_a_list_with_names_and_codes_of_outcomes(parindex, homes, tmp_path):
    folder = tmp_path / "danh-sach"
    names = tmp_path / "ten.txt"
    names.write_text("Trần Văn Ổn\nLê Thị Bưởi\n", encoding="utf-8")
    words = ("--seed", "9", "--size", "20", "--per-cluster", "5", "--interviewers", names, "--lists", folder)
    assert parindex("survey", "draw", homes, *words).status == 0
    assert sorted(one.name for one in folder.iterdir()) == [
        "danh-sach.csv", "dieu-tra-vien-1.pdf", "dieu-tra-vien-2.pdf",
    ]  # fmt: skip
    listed = rows(folder / "danh-sach.csv")
    assert [one["Điều tra viên"] for one in listed] == ["Trần Văn Ổn"] * 10 + ["Lê Thị Bưởi"] * 10
    assert all(one["Họ và tên"].startswith("Nguyễn Văn") for one in listed)


@pytest.mark.parametrize(
    ("words", "code", "status"),
    [
        (("--size", "5"), "SV334", 2),
        (("--seed", "-4", "--size", "5"), "SV334", 2),
        (("--seed", "1"), "SV333", 1),
        (("--seed", "1", "--size", "500"), "SV324", 1),
        (("--seed", "1", "--size", "5", "--method", "random"), "CL707", 2),
        (("--seed", "1", "--size", "5", "--strata", "Lĩnh vực"), "SV311", 1),
        (("--seed", "1", "--size", "5", "--column", "house=Mã hộ"), "CL707", 2),
        (("--seed", "1", "--size", "5", "--allocation", "neyman"), "SV335", 1),
        (("--seed", "1", "--size", "5", "--interviewers", "0"), "SV331", 1),
        (("--seed", "1", "--size", "5", "--record", "a.txt"), "CL725", 2),
    ],
)
def test_what_cannot_be_drawn_is_said_with_its_code(parindex, homes, words, code, status):
    done = parindex("survey", "draw", homes, *words)
    assert (done.status, done.out) == (status, "")
    assert done.err.startswith(f"{code} · ")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--population", "0"), "CL704"),
        ((), "CL704"),
        (("--population", "100", "--margin", "0"), "SV332"),
        (("--population", "100", "--response", "120"), "SV332"),
        (("--population", "100", "--deff", "x"), "SV336"),
        (("--population", "100", "--allocation", "best"), "CL707"),
    ],
)
def test_a_design_that_makes_no_sense_is_refused(parindex, words, code):
    done = parindex("survey", "design", *words)
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith(f"{code} · ")


def test_a_file_of_sizes_names_every_stratum(parindex, homes, tmp_path):
    sizes = tmp_path / "co-mau.csv"
    sizes.write_text("Mã đơn vị,Cỡ mẫu\nXã 0,4\nXã 9,3\n", encoding="utf-8")
    done = parindex("survey", "draw", homes, "--seed", "1", "--sizes", sizes)
    assert done.status == 1
    assert [line[:5] for line in done.err.splitlines() if line.startswith("SV")] == ["SV320", "SV321"]


def test_a_record_that_is_none_is_refused(parindex, homes, tmp_path):
    record = tmp_path / "bien-ban.json"
    record.write_text("{}", encoding="utf-8")
    done = parindex("survey", "draw", homes, "--verify", record)
    assert (done.status, done.err[:5]) == (1, "SV330")
