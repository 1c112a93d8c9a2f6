"""Formulas are read by people in their own words, never in names of variables."""

import pytest

from parindex.expressions.wording import formula_text
from parindex.frameworks.outline import outline
from parindex.frameworks.registry import find
from parindex.frameworks.rules import Formula
from parindex.frameworks.workbook.sentences import rule_sentence
from parindex.scoring.wording import clause_texts

LABELS = {"late": "Việc chậm", "tasks": "Việc được giao", "posts": "Biên chế (chỉ tiêu)", "ubnd": "UBND xã"}


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("full", "điểm tối đa"),
        ("full * (1 - 0.5 * late / tasks)", "điểm tối đa × (1 − 0,5 × việc chậm / việc được giao)"),
        ("max(0, full-late*1.25)", "max(0; điểm tối đa − việc chậm × 1,25)"),
        ("min(1, tasks / posts)", "min(1; việc được giao / “biên chế (chỉ tiêu)”)"),
        (
            "full if late == 0 and not tasks <= 3 else 0",
            "điểm tối đa nếu việc chậm = 0 và không phải việc được giao ≤ 3 nếu không thì 0",
        ),
        ("ubnd * late", "UBND xã × việc chậm"),
        ("(late + 2) * (tasks + 1)", "(việc chậm + 2) × (việc được giao + 1)"),
        ("full * min(1, late)", "điểm tối đa × min(1; việc chậm)"),
    ],
)
def test_a_formula_is_said_in_labels_with_signs_and_numbers_as_they_are_printed(formula, said):
    assert formula_text(formula, LABELS) == said


def test_an_english_formula_has_english_words_and_decimal_points():
    labels = {"late": "Tasks done late", "assigned": "Assigned tasks"}
    said = formula_text("max(0, full * (1 - 0.5 * late / assigned))", labels, "en")
    assert said == "max(0, maximum points × (1 − 0.5 × tasks done late / assigned tasks))"


def test_no_variable_of_a_shipped_edition_is_read_in_vietnamese():
    """The criteria 1.6 and 5.5 of the model edition are formulas; nothing of them is left in names."""
    leaves = [
        one
        for one in outline(find("commune-model@2025").edition).leaves
        if isinstance(one.node.rule, Formula)
    ]
    assert len(leaves) == 2
    for leaf in leaves:
        names = {one.name for one in leaf.node.rule.variables} | {"full"}
        said = " ".join([*clause_texts(leaf), rule_sentence(leaf.node.rule, leaf.node.max)])
        assert not names & set(said.replace("(", " ").replace(")", " ").split())
    tasks = leaves[0]
    assert clause_texts(tasks)[1] == (
        "trường hợp “Có nhiệm vụ chậm, không có nhiệm vụ chưa hoàn thành”: điểm tối đa × (1 − 0,5 × "
        "nhiệm vụ hoàn thành chậm / nhiệm vụ được giao đến hạn trong năm)"
    )
