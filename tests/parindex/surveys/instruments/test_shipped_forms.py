"""The shipped forms say what the decisions and the forms in use say."""

import pytest

from parindex.errors import ProblemsFound
from parindex.surveys.answers.table import answers_schema
from parindex.surveys.instruments.digest import digest
from parindex.surveys.instruments.parts import RESERVED
from parindex.surveys.instruments.registry import instrument_entries, load_instrument

SHIPPED = [
    "one-stop-kiosk@2026",
    "sipas-population@2026",
    "sipas-users@2017",
    "sipas-ward-department@2026",
    "xhh-deputies@2026",
]
FACTORS_OF_2026 = {
    "I.A": (1, 2), "I.B": (3, 4), "I.C": (5, 13), "I.D": (14, 23), "II.A": (24, 26), "II.B": (27, 30),
    "II.C": (31, 33), "II.D": (34, 36), "II.E": (37, 39),
}  # fmt: skip


def test_five_forms_are_shipped():
    assert [entry.ref for entry in instrument_entries()] == SHIPPED


def test_the_population_form_of_2026_asks_39_items_in_9_factors_in_their_printed_order():
    form = load_instrument("sipas-population@2026")
    ranges = {factor.code: (int(factor.items[0][3:]), int(factor.items[-1][3:])) for factor in form.factors}
    assert ranges == FACTORS_OF_2026
    assert [column.id for column in form.index_columns] == [f"q9_{number}" for number in range(1, 40)]


def test_the_population_form_has_five_facts_of_the_respondent_and_ten_questions_and_an_open_one():
    form = load_instrument("sipas-population@2026")
    ids = [question.id for question in form.questions]
    asked = [f"q{number}" for number in range(1, 11)]
    assert ids == ["gender", "ethnicity", "age", "edu", "job", *asked, "other_feedback"]


def test_the_satisfied_of_sipas_are_4_and_5_of_five_codes():
    form = load_instrument("sipas-population@2026")
    assert form.index.satisfied == (4, 5)
    labels = {option.code: option.label.vi for option in form.index_columns[0].options}
    assert labels[1] == "Rất không hài lòng"
    assert labels[5] == "Rất hài lòng"
    assert sorted(labels) == [1, 2, 3, 4, 5]


def test_the_form_of_2017_has_22_criteria_of_which_the_15_without_a_known_wording_are_marked():
    items = load_instrument("sipas-users@2017").by_id["c"].items
    assert len(items) == 22
    assert sum(item.illustrative for item in items) == 15


def test_the_kiosk_has_three_faces_and_asks_the_reason_only_at_the_lowest():
    form = load_instrument("one-stop-kiosk@2026")
    assert [option.code for option in form.by_id["attitude"].options] == [3, 2, 1]
    assert form.by_id["reason"].relevant == "${attitude} = 1"


def test_the_form_for_deputies_has_the_four_levels_of_the_editions_and_says_that_its_wording_is_ours():
    form = load_instrument("xhh-deputies@2026")
    levels = {option.label.vi: option.code for option in form.column_by_id["q1"].options}
    assert levels == {"Tốt": 4, "Khá": 3, "Trung bình": 2, "Kém": 1, "Không có ý kiến": 9}
    assert form.column_by_id["q1"].no_opinion == (9,)
    assert form.illustrative


@pytest.mark.parametrize("ref", SHIPPED)
def test_no_column_of_answers_is_named_twice_or_like_a_column_of_the_design(ref: str):
    names = [column.id for column in load_instrument(ref).columns]
    assert len(names) == len({name.lower() for name in names})
    assert RESERVED.isdisjoint(names)


@pytest.mark.parametrize("ref", SHIPPED)
def test_the_table_of_answers_has_a_column_for_all_that_is_asked(ref: str):
    form = load_instrument(ref)
    assert list(answers_schema(form)) == ["response_id", "unit_id", *(column.id for column in form.columns)]


def test_the_digest_stays_when_a_default_is_written_down_and_changes_with_a_word():
    form = load_instrument("sipas-population@2026")
    data = form.model_dump(by_alias=True)
    same = type(form).model_validate(data)
    other = form.model_copy(update={"version": "2026.2"})
    assert digest(same) == digest(form)
    assert digest(other) != digest(form)


def test_an_unknown_name_is_answered_with_the_near_ones():
    with pytest.raises(ProblemsFound) as found:
        load_instrument("sipas-popluation@2026")
    assert found.value.problems[0].code == "SV100"
    assert "sipas-population@2026" in found.value.problems[0].remedy()
