"""Every cell says why: the sentence of each kind of rule in both languages, gaps, exclusions, sums, the table."""

from typing import Any, get_args

import pytest

from parindex.frameworks.rules import AnyRule
from parindex.scoring.explain import Explanation, explain
from parindex.scoring.pipeline import score
from parindex.scoring.scorecard import Scorecard
from parindex.tables import EXPLANATIONS
from tests.parindex.scoring.scored import card, edition, leaf, node, values

BASIS = {"number": "3395/QĐ-UBND", "date": "2022-12-15", "issuer": "UBND tỉnh Hải Dương"}
LAW = {"vi": "(mục 3.2, QĐ 3395/QĐ-UBND)", "en": "(item 3.2, Decision 3395/QĐ-UBND)"}
LABEL = {"vi": "Kết quả giải quyết hồ sơ", "en": "Handling of dossiers"}
ON_TIME = {"vi": "hồ sơ đúng hạn", "en": "dossiers on time"}
PERCENT = {"as": "percent", "of": ON_TIME}
RATIO = {
    "as": "ratio",
    "numerator": {"vi": "Nhiệm vụ đã hoàn thành", "en": "Tasks done"},
    "denominator": {"vi": "Nhiệm vụ được giao", "en": "Tasks assigned"},
}
BANDS = [{"from": 95, "points": 2}, {"from": 80, "below": 95, "points": 1.5}, {"below": 80, "points": 0}]
FAULTS = [
    {"name": "late", "label": {"vi": "Trả chậm", "en": "Late"}, "each": 0.25},
    {"name": "lost", "label": {"vi": "Làm mất", "en": "Lost"}, "each": 1},
]
ITEMS = [
    {"name": "plan", "label": {"vi": "Kế hoạch", "en": "Plan"}, "points": 0.3},
    {"name": "funds", "label": {"vi": "Kinh phí", "en": "Funds"}, "points": 0.2},
]
LEVELS = [
    {"value": 2, "label": {"vi": "Tốt", "en": "Good"}, "share": 75},
    {"value": 1, "label": {"vi": "Đạt", "en": "Fair"}, "share": 50},
]
OPTIONS = [
    {"name": "good", "label": {"vi": "Tốt", "en": "Good"}, "weight": 100},
    {"name": "poor", "label": {"vi": "Kém", "en": "Poor"}, "weight": 0},
]
TASKS = [
    {"name": "late", "label": {"vi": "Nhiệm vụ chậm", "en": "Late tasks"}},
    {"name": "assigned", "label": {"vi": "Nhiệm vụ được giao", "en": "Tasks assigned"}},
]
SOME_LATE = {
    "value": 1,
    "label": {"vi": "Có chậm", "en": "Some late"},
    "points": "full * (1 - late / assigned)",
}

# kind and parameters, maximum, inputs, the sentence between "3.2: " and the law in each language
SENTENCES: list[tuple[dict[str, Any], Any, dict[str, Any], str, str]] = [
    (
        {"kind": "yes_no"},
        1,
        {"": 1},
        "kết quả giải quyết hồ sơ: Có → 1/1 điểm",
        "handling of dossiers: Yes → 1/1 points",
    ),
    (
        {"kind": "count", "each": 0.5, "of": {"vi": "Số báo cáo", "en": "Reports"}},
        2,
        {"": 3},
        "Số báo cáo: 3, mỗi nội dung 0,5 điểm → 1,5/2 điểm",
        "Reports: 3, 0.5 points each → 1.5/2 points",
    ),
    (
        {"kind": "count", "each": 0.5, "of": {"vi": "Số báo cáo", "en": "Reports"}},
        2,
        {"": 9},
        "Số báo cáo: 9, mỗi nội dung 0,5 điểm, tính tối đa 2 điểm → 2/2 điểm",
        "Reports: 9, 0.5 points each, at most 2 points → 2/2 points",
    ),
    (
        {"kind": "proportional", "full_at": 70, "quantity": PERCENT},
        1.5,
        {"": 35},
        "35 % hồ sơ đúng hạn, tính theo tỷ lệ, đủ điểm khi đạt 70 % → 0,75/1,5 điểm",
        "35 % dossiers on time, in proportion, full points at 70 % → 0.75/1.5 points",
    ),
    (
        {"kind": "proportional", "quantity": {"as": "share"}},
        2,
        {"": 0.925},
        "92,5 % kết quả giải quyết hồ sơ, tính theo tỷ lệ, đủ điểm khi đạt 100 % → 1,85/2 điểm",
        "92.5 % handling of dossiers, in proportion, full points at 100 % → 1.85/2 points",
    ),
    (
        {"kind": "ratio_floor", "floor": 70, "quantity": RATIO},
        1.5,
        {":numerator": 24, ":denominator": 25},
        "24/25 = 96 % (nhiệm vụ đã hoàn thành / nhiệm vụ được giao), từ 70 % đến dưới 100 %, tính theo tỷ lệ → 1,44/1,5 điểm",
        "24/25 = 96 % (tasks done / tasks assigned), from 70 % to below 100 %, in proportion → 1.44/1.5 points",
    ),
    (
        {"kind": "bands", "quantity": PERCENT, "bands": BANDS},
        2,
        {"": 92.5},
        "92,5 % hồ sơ đúng hạn, thuộc mức 80–<95 % → 1,5/2 điểm",
        "92.5 % dossiers on time, in the band 80–<95 % → 1.5/2 points",
    ),
    (
        {"kind": "bands", "quantity": {**RATIO, "of": ON_TIME}, "bands": BANDS},
        2,
        {":numerator": 1850, ":denominator": 2000},
        "1.850/2.000 = 92,5 % hồ sơ đúng hạn, thuộc mức 80–<95 % → 1,5/2 điểm",
        "1,850/2,000 = 92.5 % dossiers on time, in the band 80–<95 % → 1.5/2 points",
    ),
    (
        {
            "kind": "linear",
            "quantity": {"as": "number", "of": {"vi": "Số tin, bài", "en": "Articles"}},
            "knots": [{"at": 0, "points": 0}, {"at": 24, "points": 0.5}],
        },
        0.5,
        {"": 6},
        "Số tin, bài: 6, nội suy giữa mốc 0 và mốc 24 → 0,125/0,5 điểm",
        "Articles: 6, interpolated between 0 and 24 → 0.125/0.5 points",
    ),
    (
        {"kind": "levels", "levels": LEVELS},
        2,
        {"": 2},
        "kết quả giải quyết hồ sơ, mức “Tốt”, 75 % số điểm → 1,5/2 điểm",
        "handling of dossiers, level “Good”, 75 % of the points → 1.5/2 points",
    ),
    (
        {"kind": "deduction", "faults": FAULTS},
        2,
        {":late": 3, ":lost": 0},
        "Trả chậm: 3; Làm mất: 0, trừ điểm theo từng lỗi → 1,25/2 điểm",
        "Late: 3; Lost: 0, points taken off for each fault → 1.25/2 points",
    ),
    (
        {
            "kind": "violation",
            "extra": 0.5,
            "per": "each",
            "of": {"vi": "Số văn bản trái luật", "en": "Unlawful documents"},
        },
        1,
        {"": 1},
        "Số văn bản trái luật: 1, có vi phạm, 0 điểm và trừ thêm 0,5 điểm cho mỗi vi phạm → -0,5/1 điểm",
        "Unlawful documents: 1, violation found, 0 points and 0.5 points off for each violation → -0.5/1 points",
    ),
    (
        {"kind": "checklist", "items": ITEMS},
        0.5,
        {":plan": 1, ":funds": 0},
        "Kế hoạch: Có; Kinh phí: Không, đạt 1/2 nội dung → 0,3/0,5 điểm",
        "Plan: Yes; Funds: No, 1 of 2 items done → 0.3/0.5 points",
    ),
    (
        {"kind": "relative", "to": "best", "quantity": PERCENT},
        1,
        {"": 30},
        "30 % hồ sơ đúng hạn, chia cho đơn vị tốt nhất của cụm (tốt nhất của cụm: 40 %) → 0,75/1 điểm",
        "30 % dossiers on time, divided by the best unit of the league (best of the league: 40 %) → 0.75/1 points",
    ),
    (
        {
            "kind": "relative",
            "to": "mean",
            "quantity": {"as": "number", "of": {"vi": "Số sáng kiến", "en": "Initiatives"}},
        },
        7,
        {"": 30},
        "Số sáng kiến: 30, dưới bình quân của cụm, tính theo tỷ lệ (bình quân của cụm: 35) → 6/7 điểm",
        "Initiatives: 30, below the league mean, in proportion (league mean: 35) → 6/7 points",
    ),
    (
        {"kind": "formula", "variables": TASKS, "cases": [SOME_LATE]},
        2,
        {":late": 27, ":assigned": 121},
        "Nhiệm vụ chậm: 27; Nhiệm vụ được giao: 121, trường hợp “Có chậm”: điểm tối đa × (1 − nhiệm vụ chậm / nhiệm vụ được giao) → 1,553719/2 điểm",
        "Late tasks: 27; Tasks assigned: 121, case “Some late”: maximum points × (1 − late tasks / tasks assigned) → 1.553719/2 points",
    ),
    (
        {"kind": "survey_index", "quantity": {"of": {"vi": "người dân hài lòng", "en": "people satisfied"}}},
        10,
        {"": 91.17},
        "91,17 % người dân hài lòng, chỉ số khảo sát nhân điểm tối đa → 9,117/10 điểm",
        "91.17 % people satisfied, survey index times the maximum points → 9.117/10 points",
    ),
    (
        {"kind": "survey_likert", "options": OPTIONS},
        2,
        {":good": 3, ":poor": 1},
        "Tốt: 3; Kém: 1, bình quân các câu trả lời theo trọng số 100/0 % → 1,5/2 điểm",
        "Good: 3; Poor: 1, mean of the answers weighted 100/0 % → 1.5/2 points",
    ),
    (
        {"kind": "graded"},
        1.5,
        {"": 1.2},
        "kết quả giải quyết hồ sơ, hội đồng hoặc lãnh đạo chấm → 1,2/1,5 điểm",
        "handling of dossiers, graded by the council or the leader → 1.2/1.5 points",
    ),
    (
        {"kind": "appraised"},
        15,
        {"": 13.215},
        "kết quả giải quyết hồ sơ, người thẩm định chấm → 13,215/15 điểm",
        "handling of dossiers, graded by the appraiser → 13.215/15 points",
    ),
    (
        {"kind": "bonus", "each": 1, "of": {"vi": "Số sáng kiến", "en": "Initiatives"}},
        2,
        {"": 3},
        "Số sáng kiến: 3, thưởng 1 điểm mỗi lần, tối đa 2 điểm → 2/2 điểm",
        "Initiatives: 3, 1 bonus points each time, at most 2 points → 2/2 points",
    ),
    (
        {"kind": "penalty", "each": 0.1, "cap": 1, "of": {"vi": "Số ngày chậm", "en": "Days late"}},
        0,
        {"": 4},
        "Số ngày chậm: 4, trừ 0,1 điểm mỗi lần → -0,4 điểm",
        "Days late: 4, 0.1 points off each time → -0.4 points",
    ),
]


def scored(rule: dict[str, Any], max_points: Any, inputs: dict[str, Any], **more: Any) -> Scorecard:
    """Score two units on criterion 3.2; the other has 40."""
    kind = rule["kind"]
    channel = {
        "label": "Điểm",
        "max": max_points or 1,
        "kind": kind if kind in ("bonus", "penalty") else "base",
    }
    of = edition(
        leaf("3.2", max_points, rule, label=LABEL, **more),
        channels={"points": channel},
        legal_basis=BASIS,
        illustrative=False,
    )
    other = {"Bình Minh": {"3.2": 40}} if kind == "relative" else {}
    return card(of, {"Đồng Tâm": {f"3.2{name}": value for name, value in inputs.items()}, **other})


def sentences(of: Scorecard, code: str = "3.2") -> tuple[str, str]:
    return (explain(of, "Đồng Tâm", code).sentence, explain(of, "Đồng Tâm", code, "en").sentence)


@pytest.mark.parametrize(
    ("rule", "most", "inputs", "vi", "en"),
    SENTENCES,
    ids=lambda given: given.get("kind") if isinstance(given, dict) else None,
)
def test_a_leaf_says_its_inputs_its_clause_its_points_and_its_law(rule, most, inputs, vi: str, en: str):
    assert sentences(scored(rule, most, inputs)) == (
        f"Tiêu chí 3.2: {vi} {LAW['vi']}",
        f"Criterion 3.2: {en} {LAW['en']}",
    )


def test_every_kind_of_rule_has_its_sentence_here():
    kinds = {get_args(rule.model_fields["kind"].annotation)[0] for rule in get_args(get_args(AnyRule)[0])}
    assert {rule["kind"] for rule, *_ in SENTENCES} == kinds


PROPORTIONAL = {"kind": "proportional", "quantity": RATIO}
GIVEN = {":numerator": 24, ":denominator": 25}


@pytest.mark.parametrize(
    ("inputs", "more", "vi", "en"),
    [
        ({":numerator": 24}, {}, "chưa có giá trị → chưa có điểm", "no value yet → no points yet"),
        (
            {":numerator": 24},
            {"missing": "zero"},
            "chưa có giá trị, tạm tính 0 điểm trong tổng → chưa có điểm",
            "no value yet, counted as 0 points in the total for now → no points yet",
        ),
        (
            {**GIVEN, ":numerator": "withheld"},
            {},
            "giá trị không công bố → không công bố",
            "value withheld → withheld",
        ),
        (
            {":numerator": "not_applicable"},
            {"not_applicable": "exclude"},
            "đơn vị không áp dụng → không áp dụng, không tính vào điểm tối đa",
            "does not apply to the unit → not applicable, not part of the maximum points",
        ),
        (
            {":numerator": "not_applicable"},
            {"not_applicable": "full"},
            "đơn vị không áp dụng, được tính đủ điểm → 2/2 điểm",
            "does not apply to the unit, counted as full points → 2/2 points",
        ),
        (
            {":numerator": "not_applicable"},
            {"not_applicable": "zero"},
            "đơn vị không áp dụng, được tính 0 điểm → 0/2 điểm",
            "does not apply to the unit, counted as 0 points → 0/2 points",
        ),
    ],
)
def test_a_leaf_without_a_value_says_why_and_what_follows(inputs, more, vi: str, en: str):
    found = scored(PROPORTIONAL, 2, inputs, **more)
    assert sentences(found) == (f"Tiêu chí 3.2: {vi} {LAW['vi']}", f"Criterion 3.2: {en} {LAW['en']}")


@pytest.mark.parametrize(
    ("says", "vi", "en"),
    [
        ("missing", "coi như chưa có giá trị → chưa có điểm", "taken as missing → no points yet"),
        ("zero", "0 điểm theo quy định → 0/2 điểm", "0 points as laid down → 0/2 points"),
        ("full", "đủ điểm theo quy định → 2/2 điểm", "full points as laid down → 2/2 points"),
        (
            "not_applicable",
            "không áp dụng → không áp dụng, không tính vào điểm tối đa",
            "not applicable → not applicable, not part of the maximum points",
        ),
    ],
)
def test_a_ratio_over_nothing_says_what_was_filled_in_and_what_the_edition_makes_of_it(
    says: str, vi: str, en: str
):
    rule = {"kind": "proportional", "quantity": {**RATIO, "when_zero": says}}
    found = scored(rule, 2, {":numerator": 0, ":denominator": 0}, not_applicable="exclude")
    assert sentences(found) == (
        f"Tiêu chí 3.2: Nhiệm vụ đã hoàn thành: 0; Nhiệm vụ được giao: 0, không có gì để tính tỷ lệ, {vi} {LAW['vi']}",
        f"Criterion 3.2: Tasks done: 0; Tasks assigned: 0, nothing to take a ratio of, {en} {LAW['en']}",
    )
    assert found.explanations["clause"].to_list() == ["không có gì để tính tỷ lệ, " + vi.partition(" → ")[0]]


def test_a_formula_that_gives_nothing_says_so_and_not_that_nothing_was_filled_in():
    found = scored(
        {"kind": "formula", "variables": TASKS, "cases": [SOME_LATE]}, 2, {":late": 0, ":assigned": 0}
    )
    assert sentences(found)[0] == (
        "Tiêu chí 3.2: Nhiệm vụ chậm: 0; Nhiệm vụ được giao: 0, "
        f"không tính được điểm từ số liệu này, coi như chưa có giá trị → chưa có điểm {LAW['vi']}"
    )


def test_a_leaf_we_wrote_ourselves_is_marked_in_both_languages():
    found = scored({"kind": "yes_no"}, 1, {"": 1}, illustrative=True)
    assert sentences(found)[0].endswith(" [minh họa]")
    assert sentences(found)[1].endswith(" [illustrative]")
    assert explain(found, "Đồng Tâm", "3.2").is_illustrative


def test_a_leaf_names_the_sources_its_inputs_were_taken_from():
    of = edition(leaf("1", 2, PROPORTIONAL))
    told = [values({"a": {"1:numerator": 8}}, "appraisal1"), values({"a": {"1:denominator": 10}}, "self")]
    found = score(of, told[0].vstack(told[1]))
    assert explain(found, "a", "1").sources == ("appraisal1", "self")


def test_an_own_legal_reference_goes_before_the_code():
    found = scored({"kind": "yes_no"}, 1, {"": 1}, legal_ref="điểm b khoản 2 Điều 5")
    assert sentences(found)[0].endswith("(điểm b khoản 2 Điều 5, QĐ 3395/QĐ-UBND)")


TREE = edition(
    node("1", leaf("1.1", 4, channel="appraisal"), leaf("1.2", 2, channel="xhh", not_applicable="exclude")),
    node("2", leaf("2.1", 4, channel="appraisal")),
    channels={
        "appraisal": {"label": {"vi": "Thẩm định", "en": "Appraisal"}, "max": 8},
        "xhh": {"label": "XHH", "max": 2},
    },
)


def codes(of: Explanation) -> list[Any]:
    return [(one.criterion_id, codes(one)) for one in of.below]


def test_a_total_is_explained_down_to_its_leaves():
    found = card(TREE, {"Đồng Tâm": {"1.1": 3, "1.2": 1.25, "2.1": 2.5}})
    total = explain(found, "Đồng Tâm")
    assert (total.sentence, total.points, total.max_points) == ("Tổng điểm → 6,75/10 điểm", "6,75", "10")
    assert codes(total) == [("1", [("1.1", []), ("1.2", [])]), ("2", [("2.1", [])])]
    assert total.below[0].sentence == "Tiêu chí 1: Lĩnh vực 1 → 4,25/6 điểm"


def test_a_channel_is_explained_by_its_leaves():
    found = card(TREE, {"Đồng Tâm": {"1.1": 3, "1.2": 1.25, "2.1": 2.5}})
    appraisal = explain(found, "Đồng Tâm", "channel:appraisal", "en")
    assert appraisal.sentence == "Appraisal → 5.5/8 points"
    assert codes(appraisal) == [("1.1", []), ("2.1", [])]


def test_a_criterion_is_explained_of_what_could_be_earned():
    found = card(TREE, {"Đồng Tâm": {"1.1": 3, "1.2": "not_applicable", "2.1": 2.5}})
    assert explain(found, "Đồng Tâm", "1").sentence == "Tiêu chí 1: Lĩnh vực 1 → 3/4 điểm"
    assert (
        explain(found, "Đồng Tâm", "channel:xhh").sentence
        == "XHH → không áp dụng, không tính vào điểm tối đa"
    )


def test_a_blocked_sum_says_that_it_has_no_points_and_leads_to_the_gap():
    found = card(TREE, {"Đồng Tâm": {"1.1": 3, "2.1": 2.5}})
    total = explain(found, "Đồng Tâm")
    assert (total.sentence, total.points, total.standing) == ("Tổng điểm → chưa có điểm", None, "missing")
    assert [domain.standing for domain in total.below] == ["missing", "measured"]


@pytest.mark.parametrize(("unit", "code"), [("Bình Minh", "1"), ("Đồng Tâm", "9.9")])
def test_an_unknown_unit_or_criterion_is_a_key_error(unit: str, code: str):
    with pytest.raises(KeyError):
        explain(card(TREE, {"Đồng Tâm": {"1.1": 3}}), unit, code)


def test_the_table_of_explanations_has_a_row_for_every_unit_and_leaf():
    found = card(
        TREE,
        {
            "a": {"1.1": 3, "1.2": "not_applicable", "2.1": 2.5},
            "b": {"1.1": None, "1.2": "withheld", "2.1": 4},
        },
    )
    table = found.explanations
    assert table.schema == EXPLANATIONS
    assert table.select(
        "unit_id", "criterion_id", "rule", "inputs", "clause", "points", "standing"
    ).rows() == [
        ("a", "1.1", "appraised", "value=3", "người thẩm định chấm", 3, "measured"),
        ("b", "1.1", "appraised", "value=missing", None, None, "missing"),
        ("a", "1.2", "appraised", "value=not_applicable", None, None, "not_applicable"),
        ("b", "1.2", "appraised", "value=withheld", None, None, "withheld"),
        ("a", "2.1", "appraised", "value=2.5", "người thẩm định chấm", 2.5, "measured"),
        ("b", "2.1", "appraised", "value=4", "người thẩm định chấm", 4, "measured"),
    ]
    assert table["legal_ref"].unique().sort().to_list() == ["mục 1.1", "mục 1.2", "mục 2.1"]


def test_the_table_gives_the_points_of_a_leaf_that_counts_though_it_does_not_apply():
    found = scored(
        PROPORTIONAL, 2, {":numerator": "not_applicable", ":denominator": 3}, not_applicable="full"
    )
    row = found.explanations.row(0, named=True)
    assert (row["inputs"], row["clause"], row["points"]) == (
        "numerator=not_applicable; denominator=3",
        None,
        2,
    )
