"""The command speaks Vietnamese, or the language that is asked for."""

import pytest

VIETNAMESE, ENGLISH = "bộ tiêu chí", " editions\n"


@pytest.mark.parametrize(
    "words",
    [
        ("--lang", "en", "frameworks"),
        ("frameworks", "--lang", "en"),
        ("frameworks", "--lang=en"),
        ("--lang=en", "frameworks"),
    ],
)
def test_the_flag_may_stand_before_and_after_the_command(parindex, words):
    assert ENGLISH in parindex(*words).out


def test_without_a_flag_the_command_speaks_vietnamese(parindex):
    assert parindex("frameworks").out.startswith("18 bộ tiêu chí")


def test_the_variable_chooses_the_language_and_the_flag_is_stronger(parindex, monkeypatch):
    monkeypatch.setenv("PARINDEX_LANG", "en")
    assert ENGLISH in parindex("frameworks").out
    assert VIETNAMESE in parindex("frameworks", "--lang", "vi").out


def test_a_wrong_variable_is_refused(parindex, monkeypatch):
    monkeypatch.setenv("PARINDEX_LANG", "tiếng Anh")
    done = parindex("frameworks")
    assert (done.status, done.out) == (2, "")
    assert "CL701 · ngôn ngữ “tiếng anh” không có" in done.err


def test_problems_of_the_input_are_said_in_the_language(parindex):
    done = parindex("score", "commune-hai-duong@2022", "nowhere.csv", "--lang", "en")
    assert done.status == 1
    assert done.err.startswith("RD401 · nowhere.csv: ")
    assert "không" not in done.err


def test_numbers_follow_the_language(parindex, league):
    words = ("explain", "commune-hai-duong@2022", league, "dong-tam")
    assert "87,75/100" in parindex(*words).out
    assert "87.75/100" in parindex(*words, "--lang", "en").out
