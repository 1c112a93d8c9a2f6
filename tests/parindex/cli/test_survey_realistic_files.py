"""M1, N1, N3: files as a fieldwork firm sends them, through `parindex survey check | weight | estimate`.

Three communes, six villages in each, six interviewers who work in all communes; 360 people of a list of 3,600.
"""

import csv
import json
from datetime import UTC, datetime, timedelta

import pytest
from numpy.random import default_rng

from parindex.surveys.instruments.registry import load_instrument
from parindex.surveys.quality.flags import CHECKS

FORM = "sipas-population@2026"
ITEMS = [column.id for column in load_instrument(FORM).index_columns]
COMMUNES = ("Xã Đồng Tâm", "Xã Hoài Đức", "Phường Thanh Xuân")
LIFTED = "Điều tra viên 6"
HEADS = [
    *("response_id", "token", "person_id", "address", "element_id", "unit_id", "interviewer", "device"),
    *("form_version", "started_at", "finished_at", "Giới tính", "Nhóm tuổi", *ITEMS),
]
_BEGIN = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)  # eight in the morning in Hà Nội


def write(path, heads, lines):
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([heads, *lines])
    return path


def rows(path):
    return list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))


def answer(number: int, *, lift: float = 0.0) -> dict[str, str]:
    """One plain interview: twenty minutes, an hour after the one before it of the same interviewer."""
    chance = default_rng(number)
    shares = [0.05, 0.15, 0.2, 0.4 - lift / 2, 0.2 + lift / 2] if lift else [0.1, 0.2, 0.2, 0.3, 0.2]
    codes = chance.choice([1, 2, 3, 4, 5], len(ITEMS), p=shares)
    begun = _BEGIN + timedelta(days=number % 20, hours=(number // 6) % 9, minutes=number % 6)
    told = {
        "response_id": f"P{number:03}", "token": f"T{number:03}", "person_id": f"C{number:03}",
        "address": f"A{number:03}", "element_id": f"H{number:04}", "unit_id": COMMUNES[number % 3],
        "interviewer": f"Điều tra viên {1 + (number // 3) % 6}", "device": "", "form_version": "2026.1",
        "started_at": begun.isoformat(), "finished_at": (begun + timedelta(minutes=20)).isoformat(),
        "Giới tính": ("Nam", "Nữ")[number % 2], "Nhóm tuổi": ("18-34", "35-49", "50+")[(number // 2) % 3],
    }  # fmt: skip
    return told | dict(zip(ITEMS, map(str, codes), strict=True))


def table(path, answers):
    return write(path, HEADS, [[one.get(head, "") for head in HEADS] for one in answers])


def flags_of(parindex, file, *words):
    done = parindex("survey", "check", file, "--form", FORM, *words, "--table", "flags", "--format", "json")
    assert done.status == 0, done.err
    return json.loads(done.out)


def test_an_interviewer_whose_results_are_better_than_others_found_in_the_same_communes_is_named(
    parindex, tmp_path
):
    answers = [answer(number) for number in range(360)]
    for one in answers:
        if one["interviewer"] == LIFTED:
            one.update(answer(int(one["response_id"][1:]), lift=0.3))
    file = table(tmp_path / "phieu.csv", answers)
    found = [one for one in flags_of(parindex, file) if one["check"] == "interviewer_effect"]
    assert [one["about"] for one in found] == [LIFTED]
    assert found[0]["reason"].startswith("Kết quả")
    again = [one for one in flags_of(parindex, file, "--seed", "1") if one["check"] == "interviewer_effect"]
    assert again == found


def planted(answers):
    """Plant a case of every check in plain answers; gives the attempts and what was asked again."""
    one = answers
    one[3]["token"] = one[2]["token"]
    one[5]["person_id"] = one[4]["person_id"]
    one[7].update({item: one[6][item] for item in ITEMS}, unit_id=one[6]["unit_id"])
    one[9].update({item: one[8][item] for item in ITEMS[1:]}, unit_id=one[8]["unit_id"])
    one[9][ITEMS[0]] = "1" if one[8][ITEMS[0]] != "1" else "2"
    one[10]["form_version"] = "2025.1"
    one[11].update(dict.fromkeys(ITEMS[:12], ""))
    one[12].update(dict.fromkeys(ITEMS, "3"))
    one[13]["finished_at"] = (
        datetime.fromisoformat(one[13]["started_at"]) + timedelta(seconds=20)
    ).isoformat()
    one[14]["finished_at"] = (datetime.fromisoformat(one[14]["started_at"]) - timedelta(hours=1)).isoformat()
    one[15].update(started_at="2026-09-03T02:00:00+07:00", finished_at="2026-09-03T02:20:00+07:00")
    one[16].update(started_at="2026-12-24T09:00:00+07:00", finished_at="2026-12-24T09:20:00+07:00")
    one[18].update(started_at=one[17]["started_at"], finished_at=one[17]["finished_at"])
    one[18]["interviewer"] = one[17]["interviewer"]
    for number in range(20, 24):
        one[number].update(interviewer="", device="máy-1", unit_id="Xã Bốn")
    for number in range(30, 42):
        one[number].update(dict.fromkeys(ITEMS, "5"), interviewer="", unit_id="Trường Mầm non A")
        one[number]["address"] = "một-địa-chỉ"
    for other in one:
        if other["interviewer"] == LIFTED:
            other.update({item: "5" if place % 3 else other[item] for place, item in enumerate(ITEMS)})
    attempts = [[other["token"], other["interviewer"], other["unit_id"], "1.1"] for other in one[1:]]
    met = [other for other in one if other["interviewer"]]
    attempts += [
        [f"X{n}", who, place, "2.1" if who == "Điều tra viên 2" or n % 9 == 0 else "1.1"]
        for n, (who, place) in enumerate((other["interviewer"], other["unit_id"]) for other in met)
    ]
    again = [["P050", COMMUNES[50 % 3], *("1" if one[50][item] != "1" else "2" for item in ITEMS)]]
    return [*attempts, ["X999", "Điều tra viên 1", COMMUNES[0], "9.9"]], again


def test_an_id_that_stands_twice_is_refused_with_both_lines(parindex, tmp_path):
    file = table(tmp_path / "phieu.csv", [answer(0), answer(1), answer(0)])
    done = parindex("survey", "check", file, "--form", FORM)
    assert (done.status, done.out) == (1, "")
    assert "dòng 4, cột response_id: mã phiếu “P000” đã có ở dòng 2" in done.err


def test_one_file_with_a_case_of_every_check_raises_every_flag_there_is_in_readable_words(parindex, tmp_path):
    answers = [answer(number) for number in range(360)]
    attempts, again = planted(answers)
    file = table(tmp_path / "phieu.csv", answers)
    tries = write(tmp_path / "luot.csv", ["Mã mời", "Điều tra viên", "Đơn vị", "Kết quả"], attempts)
    back = write(tmp_path / "hoi-lai.csv", ["response_id", "unit_id", *ITEMS], again)
    days = ("--from", "2026-09-01", "--to", "2026-09-30", "--form-version", "2026.1")
    found = flags_of(parindex, file, "--attempts", tries, "--back-check", back, *days)
    # a doubled id is refused when the file is read, and this form has no constraint
    assert {one["check"] for one in found} == set(CHECKS) - {"same_id", "broken_constraint"}
    by_check = {one["check"]: one for one in found}
    assert by_check["wrong_version"]["reason"] == "Phiếu thuộc phiên bản 2025.1."
    assert by_check["too_fast"]["response_id"] == "P013"
    assert by_check["unknown_outcome"]["about"] == "9.9"
    assert by_check["many_refusals"]["about"] == "Điều tra viên 2"
    assert by_check["all_satisfied"]["about"] == "Trường Mầm non A"
    assert by_check["back_check"]["response_id"] == "P050"
    for one in found:  # sentences for people: no code, no braces, no untranslated figure
        assert one["reason"].endswith(".")
        assert not set("{}_") & set(one["reason"].replace(one["about"] or "", "")), one["reason"]


@pytest.fixture
def plain(tmp_path):
    return table(tmp_path / "phieu.csv", [answer(number) for number in range(360)])


@pytest.fixture
def sample(tmp_path):
    """The list of the sample: eighteen villages drawn of sixty, twenty people in each."""
    heads = ["element_id", "unit_id", "stratum", "psu", "is_reserve", "probability", "population_1"]
    lines = [
        [
            f"H{n:04}",
            COMMUNES[n % 3],
            COMMUNES[n % 3],
            f"{COMMUNES[n % 3]} / Thôn {n // 60}",
            "false",
            "0.1",
            "20",
        ]
        for n in range(360)
    ]
    return write(tmp_path / "mau.csv", heads, lines)


def margins(tmp_path):
    """Known totals of three tables that contradict nobody: 3,600 people each."""
    sex = write(tmp_path / "gioi.csv", ["Giới tính", "Dân số"], [["Nam", "1750"], ["Nữ", "1850"]])
    age = write(
        tmp_path / "tuoi.csv",
        ["Nhóm tuổi", "Dân số"],
        [["18-34", "1300"], ["35-49", "1250"], ["50+", "1050"]],
    )
    unit = write(
        tmp_path / "xa.csv", ["unit_id", "Dân số"], list(zip(COMMUNES, ("1400", "1000", "1200"), strict=True))
    )
    return ("--margin", sex, "--margin", age, "--margin", unit)


def test_weights_meet_three_tables_of_known_totals_at_once(parindex, plain, sample, tmp_path):
    out, record = tmp_path / "trong-so.csv", tmp_path / "buoc.json"
    words = ("--sample", sample, *margins(tmp_path), "--limits", "0,5-2", "--out", out, "--record", record)
    done = parindex("survey", "weight", plain, *words)
    assert done.status == 0, done.err
    weighed = rows(out)

    def total(column: str, value: str) -> float:
        return sum(float(one["weight"]) for one in weighed if one[column] == value)

    assert total("Giới tính", "Nam") == pytest.approx(1750, rel=1e-9)
    assert total("Nhóm tuổi", "50+") == pytest.approx(1050, rel=1e-9)
    assert [total("unit_id", one) for one in COMMUNES] == pytest.approx([1400, 1000, 1200], rel=1e-9)
    factors = [float(one["weight"]) / float(one["weight_before_margins"]) for one in weighed]
    assert 0.5 <= min(factors) < 1 < max(factors) <= 2
    assert "raking" in json.loads(record.read_text(encoding="utf-8"))["method_card"]["weighting"][-1]


def test_tables_of_different_totals_are_refused_and_both_totals_are_said(parindex, plain, sample, tmp_path):
    sex = write(tmp_path / "gioi.csv", ["Giới tính", "Dân số"], [["Nam", "1750"], ["Nữ", "1850"]])
    age = write(
        tmp_path / "tuoi.csv", ["Nhóm tuổi", "Dân số"], [["18-34", "1"], ["35-49", "2"], ["50+", "3"]]
    )
    done = parindex("survey", "weight", plain, "--sample", sample, "--margin", sex, "--margin", age)
    assert (done.status, done.out) == (1, "")
    assert "3600" in done.err
    assert "Nhóm tuổi: 6" in done.err


def test_villages_as_clusters_make_the_error_that_hand_reckoning_gives(parindex, plain, sample, tmp_path):
    out = tmp_path / "trong-so.csv"
    assert parindex("survey", "weight", plain, "--sample", sample, "--out", out).status == 0
    words = ("--strata", "stratum", "--cluster", "psu", "--fpc", "population_1", "--format", "json")
    told = json.loads(parindex("survey", "estimate", out, "--form", FORM, *words).out)
    index = told["tables"]["figures"][0]
    lines = rows(out)
    satisfied = [sum(one[item] in "45" for item in ITEMS) for one in lines]
    share = sum(satisfied) / (len(ITEMS) * len(lines))  # all weights are 10
    left: dict[tuple[str, str], float] = {}
    for one, many in zip(lines, satisfied, strict=True):
        place = one["stratum"], one["psu"]
        left[place] = left.get(place, 0) + (many - share * len(ITEMS)) / (len(ITEMS) * len(lines))
    variance = 0.0
    for commune in COMMUNES:
        parts = [value for (stratum, _psu), value in left.items() if stratum == commune]
        mean = sum(parts) / len(parts)
        spread = sum((value - mean) ** 2 for value in parts) / (len(parts) - 1)
        variance += (1 - len(parts) / 20) * len(parts) * spread
    assert index["estimate"] == pytest.approx(100 * share, rel=1e-12)
    assert index["se"] == pytest.approx(100 * variance**0.5, rel=1e-9)
    assert index["df"] == 18 - 3


def test_a_village_of_one_commune_in_another_stratum_is_refused_by_its_name(
    parindex, plain, sample, tmp_path
):
    lines = [list(one.values()) for one in rows(sample)]
    lines[0][3] = "Xã Hoài Đức / Thôn 0"
    broken = write(tmp_path / "mau-sai.csv", list(rows(sample)[0]), lines)
    out = tmp_path / "trong-so.csv"
    assert parindex("survey", "weight", plain, "--sample", broken, "--out", out).status == 0
    done = parindex("survey", "estimate", out, "--form", FORM, "--strata", "stratum", "--cluster", "psu")
    assert (done.status, done.out) == (1, "")
    assert "Xã Hoài Đức / Thôn 0" in done.err
