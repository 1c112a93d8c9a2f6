"""A line that is typed wrong: status 2, one block that says what and how, nothing on standard output."""

import pytest

SCORE = ("score", "commune-hai-duong@2022", "diem.csv")

CASES = {
    "an unknown command": (("skore",), "CL702", "lệnh “skore” không có", "gần giống: score"),
    "an unknown flag": ((*SCORE, "--unit", "x"), "CL703", "không có cờ --unit", "gần giống: --units"),
    "a missing word": (("score",), "CL704", "thiếu BỘ_TIÊU_CHÍ", "parindex score BỘ_TIÊU_CHÍ SỐ_LIỆU [CỜ]"),
    "a missing second word": (("score", "a"), "CL704", "thiếu SỐ_LIỆU", "parindex score"),
    "a missing flag": (
        ("export", "province@2022"),
        "CL704",
        "thiếu --out TỆP.xlsx",
        "parindex export BỘ_TIÊU_CHÍ --out TỆP.xlsx [CỜ]",
    ),
    "too many words": ((*SCORE, "Xã", "Đồng"), "CL705", "thừa trên dòng lệnh: Xã Đồng", "trong ngoặc kép"),
    "a flag without its value": (
        (*SCORE, "--units"),
        "CL706",
        "cờ --units phải có giá trị",
        "parindex score --help",
    ),
    "a switch with a value": ((*SCORE, "--debug=1"), "CL712", "--debug không nhận giá trị", "--help"),
    "an unknown format": ((*SCORE, "--format", "pdf"), "CL707", "“pdf”", "table, json, csv, xlsx, parquet"),
    "an unknown decimal sign": ((*SCORE, "--decimal", "x"), "CL707", "--decimal", "auto, comma, point"),
    "an unknown source": ((*SCORE, "--sources", "council,me"), "CL707", "“me”", "appraisal1"),
    "a workbook for the screen": ((*SCORE, "--format", "xlsx"), "CL709", "xlsx", "--out TỆP.xlsx"),
    "a file of no known kind": ((*SCORE, "--out", "x.pdf"), "CL710", "x.pdf", ".json, .csv, .xlsx, .parquet"),
    "a workbook with another ending": (
        ("export", "province@2022", "--out", "x.csv"),
        "CL725",
        "x.csv",
        "đổi tên",
    ),
    "an unknown language": (("frameworks", "--lang", "fr"), "CL701", "“fr”", "vi, en"),
    "an unknown schema": (("schema", "frame"), "CL707", "“frame”", "framework, cases"),
    "years that are no years": (
        ("movement", "a", "b", "c", "d", "--years", "2022"),
        "CL707",
        "--years",
        "2022,2023",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_line_is_refused_with_what_and_how(parindex, case: str):
    words, code, what, remedy = CASES[case]
    done = parindex(*words)
    assert (done.status, done.out) == (2, "")
    first, second = done.err.splitlines()
    assert first.startswith(f"{code} · ")
    assert what in first
    assert remedy in second


def test_an_unknown_table_is_refused_with_those_there_are(parindex, league):
    done = parindex("score", "commune-hai-duong@2022", league, "--format", "csv", "--table", "scor")
    assert (done.status, done.out) == (2, "")
    assert "CL711 · kết quả này không có bảng “scor”" in done.err
    assert "summary, scores, ranks, explanations, excluded, missing, indices" in done.err


@pytest.mark.parametrize("case", CASES)
def test_the_same_in_english_has_no_vietnamese_words(parindex, case: str):
    words, code, _, _ = CASES[case]
    lang = () if "--lang" in words else ("--lang", "en")
    done = parindex(*lang, *words)
    assert done.err.startswith(f"{code} · ")
    vietnamese = {"không", "thiếu", "dùng một trong", "cờ", "lệnh", "gõ theo mẫu", "xem"}
    assert not lang or not [word for word in vietnamese if f" {word} " in f" {done.err} "]
