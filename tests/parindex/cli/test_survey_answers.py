"""M1, N1, N3, P7: from a drawn sample to the method card by `parindex survey check | weight | estimate | methodcard`."""

import csv
import json

import pytest
from numpy.random import default_rng

from parindex.surveys.instruments.registry import load_instrument

FORM = "sipas-population@2026"
ITEMS = [column.id for column in load_instrument(FORM).index_columns]


def rows(path):
    return list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))


def write(path, heads, lines):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([heads, *lines])
    return path


@pytest.fixture
def sample(parindex, tmp_path):
    """60 of 240 households of two communes, drawn by strata; with the record of the draw."""
    homes = [[f"H{n:03d}", f"Xã {n // 120}"] for n in range(240)]
    frame = write(tmp_path / "ho.csv", ["Mã hộ", "Mã đơn vị"], homes)
    out = tmp_path / "mau.csv"
    words = ("--seed", "7", "--size", "60", "--out", out, "--record", tmp_path / "bien-ban.json")
    assert parindex("survey", "draw", frame, *words).status == 0
    return out


@pytest.fixture
def answers(sample, tmp_path):
    """Answers of 50 of them: the tenth of Xã 0 and ten of Xã 1 did not; two copies of one, one too fast."""
    lines = []
    for number, one in enumerate(rows(sample)):
        if one["unit_id"] == "Xã 1" and number >= 50:
            continue
        codes = default_rng(number).choice([2, 3, 4, 5], len(ITEMS), p=[0.1, 0.1, 0.4, 0.4])
        finish = "00:20" if number == 3 else "20:00"
        times = [f"2026-09-0{1 + number % 9}T09:00:00+07:00", f"2026-09-0{1 + number % 9}T09:{finish}+07:00"]
        sex = ["nam", "nữ"][number % 2]
        lines.append([f"P{number:02d}", one["element_id"], one["unit_id"], sex, *times, *codes])
    lines[5][6:] = lines[4][6:]
    heads = ["response_id", "element_id", "unit_id", "Giới", "started_at", "finished_at", *ITEMS]
    return write(tmp_path / "phieu.csv", heads, lines)


def test_every_doubt_is_flagged_with_its_reason_and_every_answer_has_a_verdict(parindex, answers, tmp_path):
    told = json.loads(parindex("survey", "check", answers, "--form", FORM, "--format", "json").out)
    reasons = {(one["response_id"], one["check"]): one["reason"] for one in told["tables"]["flags"]}
    assert reasons["P03", "too_fast"].startswith("Trả lời trong 20 giây")
    assert reasons["P05", "identical"] == "Mọi câu trả lời giống hệt phiếu P04."
    assert told["verdicts"] == {"accepted": 48, "hold": 2, "rejected": 0}
    assert len(told["tables"]["verdicts"]) == 50
    assert told["method_card"]["first_day"] == "2026-09-01"


def test_answers_asked_again_and_attempts_are_held_against_the_answers(parindex, answers, tmp_path):
    heads = ["response_id", "unit_id", "interviewer", *ITEMS]
    first = rows(answers)
    again = [
        ["P10", "Xã 0", "A", *["1" for _ in ITEMS]],
        ["P11", "Xã 0", "A", *[first[11][i] for i in ITEMS]],
    ]
    back = write(tmp_path / "hoi-lai.csv", heads, again)
    tries = write(tmp_path / "luot.csv", ["Kết quả"], [["1.1"], ["2.1"], ["9.9"]])
    words = ("--attempts", tries, "--back-check", back, "--table", "flags", "--format", "json")
    flags = json.loads(parindex("survey", "check", answers, "--form", FORM, *words).out)
    found = {(one["check"], one["response_id"] or one["about"]): one["figure"] for one in flags}
    assert found["back_check", "P10"] == 100
    assert found["unknown_outcome", "9.9"] == 1
    assert ("back_check", "P11") not in found


def test_weights_stand_for_who_did_not_answer_and_meet_known_totals(parindex, answers, sample, tmp_path):
    out, record = tmp_path / "trong-so.csv", tmp_path / "buoc.json"
    words = ("survey", "weight", answers, "--sample", sample)
    assert parindex(*words, "--out", out, "--record", record).status == 0
    weighed = rows(out)
    assert len(weighed) == 50
    of_unit = {
        unit: [float(o["weight"]) for o in weighed if o["unit_id"] == unit] for unit in ("Xã 0", "Xã 1")
    }
    assert {unit: sum(own) for unit, own in of_unit.items()} == pytest.approx({"Xã 0": 120, "Xã 1": 120})
    assert of_unit["Xã 1"][0] == pytest.approx(6)
    card = json.loads(record.read_text(encoding="utf-8"))["method_card"]
    assert (card["sent"], card["out_of_scope"], card["valid"]) == (60, 0, 50)
    people = write(tmp_path / "gioi.csv", ["Giới", "Dân số"], [["nam", "100"], ["nữ", "140"]])
    assert parindex(*words, "--margin", people, "--out", out).status == 0
    assert sum(float(one["weight"]) for one in rows(out) if one["Giới"] == "nữ") == pytest.approx(140)


def test_an_answer_that_is_not_accepted_keeps_its_row_with_weight_zero(parindex, answers, sample, tmp_path):
    verdicts = tmp_path / "de-nghi.csv"
    assert (
        parindex("survey", "check", answers, "--form", FORM, "--table", "verdicts", "--out", verdicts).status
        == 0
    )
    out = tmp_path / "trong-so.csv"
    parindex("survey", "weight", answers, "--sample", sample, "--verdicts", verdicts, "--out", out)
    weights = {one["response_id"]: float(one["weight"]) for one in rows(out)}
    assert (len(weights), weights["P03"], weights["P05"]) == (50, 0, 0)
    assert sum(weights.values()) == pytest.approx(240)


@pytest.mark.parametrize(
    ("heads", "line", "more", "code"),
    [
        (["response_id", "element_id"], ["P1", "H999"], (), "CL741"),
        (["response_id"], ["P1"], ("--key", "Mã"), "CL740"),
        (["response_id", "weight"], ["P1", "2"], ("--limits", "2"), "CL752"),
    ],
)
def test_answers_that_cannot_be_weighed_are_refused_with_a_code(  # noqa: PLR0917  # a table of cases
    parindex, sample, tmp_path, heads, line, more, code
):
    file = write(tmp_path / "sai.csv", heads, [line])
    done = parindex("survey", "weight", file, "--sample", sample, *more)
    assert (done.status > 0, done.out, done.err[:5]) == (True, "", code)


@pytest.fixture
def weighed(parindex, answers, sample, tmp_path):
    """The answers with their weights; the record of the step beside them."""
    out = tmp_path / "trong-so.csv"
    words = ("--sample", sample, "--out", out, "--record", tmp_path / "trong-so.json")
    assert parindex("survey", "weight", answers, *words).status == 0
    return out


def test_the_index_is_that_of_the_weights_with_its_interval_and_label(parindex, weighed):
    words = ("--form", FORM, "--strata", "stratum", "--fpc", "population_1", "--format", "json")
    told = json.loads(parindex("survey", "estimate", weighed, *words).out)
    index = told["tables"]["figures"][0]
    lines = rows(weighed)
    weights = [float(one["weight"]) for one in lines]
    satisfied = [sum(one[item] in "45" for item in ITEMS) for one in lines]
    share = sum(w * s for w, s in zip(weights, satisfied, strict=True)) / (len(ITEMS) * sum(weights))
    assert index["estimate"] == pytest.approx(100 * share)
    assert index["lower"] < index["estimate"] < index["upper"]
    assert (index["measure"], index["n"], index["df"], index["withheld"]) == ("index", 50, 48, False)
    assert len(told["tables"]["figures"]) == 1 + 9 + 1 + 39


def test_a_small_cell_is_withheld_and_so_is_a_second_that_would_give_it_away(parindex, weighed):
    words = ("--form", FORM, "--by", "unit_id", "--threshold", "25", "--format", "json")
    figures = json.loads(parindex("survey", "estimate", weighed, *words).out)["tables"]["figures"]
    of_unit = {one["domain"]: one for one in figures if one["by"] == "unit_id" and one["measure"] == "index"}
    assert {name: (one["n"], one["estimate"]) for name, one in of_unit.items()} == {
        "Xã 0": (30, None), "Xã 1": (20, None),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--strata", "Tổ"), "CL740"),
        (("--cluster", "unit_id", "--strata", "stratum"), "SV410"),
        (("--interval", "exact"), "CL707"),
        (("--strata", "stratum,psu"), "CL753"),
        (("--confidence", "0"), "SV332"),
    ],
)
def test_what_cannot_be_estimated_is_refused_with_a_code(parindex, weighed, words, code):
    done = parindex("survey", "estimate", weighed, "--form", FORM, *words)
    assert (done.status > 0, done.out) == (True, "")
    assert code in done.err


KNOWN = """title: SIPAS thử 2026
population: Hộ của hai xã
frame: Danh sách hộ
design: Phân tầng theo xã, chọn ngẫu nhiên đơn giản
modes: [tại nhà]
fieldwork: Sở Nội vụ
"""


@pytest.fixture
def records(parindex, answers, weighed, tmp_path):
    """The records of all four steps, from the draw to the estimate."""
    checked, estimated = tmp_path / "kiem-tra.json", tmp_path / "uoc-luong.json"
    assert parindex("survey", "check", answers, "--form", FORM, "--record", checked).status == 0
    words = ("--form", FORM, "--strata", "stratum", "--record", estimated)
    assert parindex("survey", "estimate", weighed, *words).status == 0
    steps = (tmp_path / "bien-ban.json", checked, tmp_path / "trong-so.json", estimated)
    return [word for step in steps for word in ("--from", step)]


def test_the_records_of_the_steps_and_what_people_know_make_the_card(parindex, records, tmp_path):
    known = tmp_path / "muc.yaml"
    known.write_text(KNOWN, encoding="utf-8")
    done = parindex("survey", "methodcard", known, *records, "--format", "json")
    card = json.loads(done.out)["method_card"]
    assert (done.status, card["seed"], card["frame_rows"], card["sent"], card["valid"]) == (0, 7, 240, 60, 50)
    assert (card["instrument"], card["confidence"], card["first_day"]) == (FORM, "95", "2026-09-01")
    assert 0 < float(card["margin"]) < 10
    said = {one["field"]: one["text"] for one in json.loads(done.out)["tables"]["method_card"]}
    assert said["Tỷ lệ trả lời (%)"] == "83,33"


def test_a_card_with_gaps_is_refused_and_every_gap_is_named(parindex, records):
    done = parindex("survey", "methodcard", *records)
    assert (done.status, done.out) == (1, "")
    assert done.err.count("SV520") == 6
    for name in ("title", "population", "frame", "design", "modes", "fieldwork"):
        assert f"điền {name};" in done.err


@pytest.mark.parametrize(
    ("text", "code"),
    [("titel: x", "CL749"), ("first_day: hôm qua", "CL750"), ("sent: nhiều", "CL750"), ("- a", "CL748")],
)
def test_fields_that_no_card_has_or_nobody_understands_are_refused(parindex, tmp_path, text, code):
    known = tmp_path / "muc.yaml"
    known.write_text(text, encoding="utf-8")
    done = parindex("survey", "methodcard", known)
    assert (done.status, done.out, done.err[:5]) == (1, "", code)


def test_a_reserve_takes_the_weight_of_who_did_not_answer_and_who_is_out_of_scope_is_counted(
    parindex, tmp_path
):
    heads = ["element_id", "unit_id", "stratum", "is_reserve", "probability", "outcome"]
    drawn = [["H1", "0.5", ""], ["H2", "0.5", ""], ["H3", "0.25", "2.1"], ["H4", "0.25", "4.7"]]
    lines = [[code, "X", "X", "false", probability, outcome] for code, probability, outcome in drawn]
    sample = write(tmp_path / "mau.csv", heads, [*lines, ["R1", "X", "X", "true", "", ""]])
    given = [["a", "H1", "X"], ["b", "H2", "X"], ["c", "R1", "X"]]
    answers = write(tmp_path / "phieu.csv", ["response_id", "element_id", "unit_id"], given)
    done = parindex("survey", "weight", answers, "--sample", sample, "--least", "1", "--format", "json")
    told = json.loads(done.out)
    assert [one["weight"] for one in told["tables"]["answers"]] == pytest.approx([2, 2, 4])
    assert {name: told["method_card"][name] for name in ("sent", "out_of_scope", "valid")} == {
        "sent": 5, "out_of_scope": 1, "valid": 3,
    }  # fmt: skip
    refused = parindex("survey", "weight", answers, "--sample", sample)
    assert (refused.status, refused.err[:5]) == (1, "SV454")


def test_a_workbook_of_weights_is_estimated_as_the_csv_file_is(parindex, answers, sample, weighed, tmp_path):
    book = tmp_path / "trong-so.xlsx"
    assert parindex("survey", "weight", answers, "--sample", sample, "--out", book).status == 0
    words = ("--form", FORM, "--strata", "stratum", "--fpc", "population_1", "--format", "json")
    of_book, of_csv = (json.loads(parindex("survey", "estimate", one, *words).out) for one in (book, weighed))
    for one, other in zip(of_book["tables"]["figures"], of_csv["tables"]["figures"], strict=True):
        assert (one["measure"], one["n"]) == (other["measure"], other["n"])
        assert [one["estimate"], one["se"]] == pytest.approx([other["estimate"], other["se"]])
