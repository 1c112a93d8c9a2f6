"""A message speaks the language asked for; data in it stays as it was given."""

from decimal import Decimal

import pytest

from parindex.errors import KINDS, Phrase, Place, Problem, ProblemKind, ProblemsFound, kind, raise_if_any
from parindex.language import N_
from parindex.scoring import problems as scoring_problems

SAYS = ProblemKind("ZZ001", "{what}: {number}", "{what}")


def test_data_that_reads_like_one_of_our_texts_is_not_translated():
    marked, data = (Problem(SAYS, details={"what": text, "number": 1}) for text in (N_("điểm"), "điểm"))
    assert marked.what("en") == "points: 1"
    assert data.what("en") == "điểm: 1"
    assert marked.what("vi") == data.what("vi") == "điểm: 1"


def test_decimals_take_the_sign_of_the_language():
    problem = Problem(SAYS, details={"what": "x", "number": Decimal("1577.50")})
    assert (problem.what("vi"), problem.what("en")) == ("x: 1577,5", "x: 1577.5")


def test_a_phrase_inside_a_message_speaks_the_same_language():
    problem = Problem(SAYS, details={"what": Phrase(N_("điểm")), "number": 0})
    assert problem.remedy("en") == "points"


def test_a_place_is_said_from_the_file_down_to_the_column():
    place = Place(file="diem.xlsx", sheet="Giá trị", row=7, column="3.2")
    assert place.text("vi") == "diem.xlsx, trang Giá trị, dòng 7, cột 3.2"
    assert place.text("en") == "diem.xlsx, sheet Giá trị, row 7, column 3.2"


def test_a_code_is_declared_once():
    assert KINDS["SC501"] is scoring_problems.KINDS["SC501"]
    with pytest.raises(ValueError, match="SC501"):
        kind("SC501", "a", "b")


def test_warnings_alone_stop_nothing_and_an_error_stops_with_all_of_them():
    warning = Problem(ProblemKind("ZZ002", "w", "w", "warning"))
    error = Problem(ProblemKind("ZZ003", "e", "e"))
    raise_if_any([warning])
    with pytest.raises(ProblemsFound) as caught:
        raise_if_any([warning, error])
    assert [problem.code for problem in caught.value.problems] == ["ZZ002", "ZZ003"]
    assert '"code": "ZZ003"' in caught.value.as_json("en")
