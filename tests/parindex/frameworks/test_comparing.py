"""Two editions compared: what was added, dropped, moved, re-pointed, re-worded, and scored otherwise."""

from decimal import Decimal
from typing import Any

import pytest

from parindex.frameworks.comparing import CHANGES, Comparison, compare_editions
from parindex.frameworks.crosswalk import Crosswalk
from tests.parindex.frameworks.editions import data, edition, leaf, with_leaf

BEFORE = edition(data())


def compared(content: dict[str, Any], *links: dict[str, Any]) -> Comparison:
    crosswalk = (
        Crosswalk.model_validate({"before": "a", "after": "b", "links": list(links)}) if links else None
    )
    return compare_editions(BEFORE, edition(content), crosswalk)


def said(content: dict[str, Any], *links: dict[str, Any]) -> list[str]:
    return compared(content, *links).sentences()


def rows(comparison: Comparison) -> list[tuple]:
    return comparison.changes.drop("sentence").rows()


def test_an_edition_compared_with_itself_has_no_change():
    assert rows(compared(data())) == []
    assert compared(data()).changes.schema == CHANGES


def test_a_new_maximum_is_told_with_decimal_comma():
    comparison = compared(with_leaf("1.1", max=Decimal("2.50")))
    assert rows(comparison) == [("repointed", "1.1", "1.1", "max", "2", "2,5")]
    assert comparison.sentences() == ["Tiêu chí 1.1, điểm tối đa: 2 → 2,5"]
    assert comparison.table("en")["after"].to_list() == ["2.5"]


def test_criteria_that_came_and_went_are_told_with_their_points():
    content = data()
    leaf(content, "1")["criteria"][0] = {
        "code": "1.11",
        "label": "Dân vận",
        "max": Decimal("2.0"),
        "rule": {"kind": "yes_no"},
    }
    comparison = compared(content)
    assert comparison.sentences() == [
        "Bỏ tiêu chí 1.1 “Kế hoạch” (2 điểm)",
        "Thêm tiêu chí 1.11 “Dân vận” (2 điểm)",
    ]
    assert rows(comparison) == [
        ("dropped", "1.1", None, "", "Kế hoạch", None),
        ("added", None, "1.11", "", None, "Dân vận"),
    ]


def test_a_reworded_criterion_keeps_its_code():
    comparison = compared(with_leaf("1.1", label="Kế hoạch và dự toán"))
    assert rows(comparison) == [("reworded", "1.1", "1.1", "label", "Kế hoạch", "Kế hoạch và dự toán")]
    assert comparison.sentences() == ["Tiêu chí 1.1, tên gọi: “Kế hoạch” đổi thành “Kế hoạch và dự toán”"]


def test_a_change_of_the_english_alone_is_told_as_such():
    comparison = compared(with_leaf("1.1", label={"vi": "Kế hoạch", "en": "Plan"}))
    assert rows(comparison) == [("reworded", "1.1", "1.1", "label.en", None, "Plan")]


def test_a_recoded_and_moved_criterion_is_known_by_the_crosswalk():
    content = data()
    moved = leaf(content, "1")["criteria"].pop(0)
    leaf(content, "2")["criteria"].append(moved | {"code": "2.5", "max": 3})
    link = {"from": "1.1", "to": "2.5"}
    assert said(content, link) == [
        "Tiêu chí 1.1 đổi mã thành 2.5",
        "Tiêu chí 2.5 (trước là 1.1): chuyển từ 1 sang 2",
        "Tiêu chí 2.5 (trước là 1.1), điểm tối đa: 2 → 3",
    ]
    assert compared(content, link).counts == {"recoded": 1, "moved": 1, "repointed": 1}
    assert compared(content).counts == {"dropped": 1, "added": 1}


def test_a_criterion_that_keeps_its_code_can_move_to_the_top():
    content = data()
    content["tree"].append(leaf(content, "1")["criteria"].pop(0) | {"channel": "appraisal"})
    assert said(content) == ["Tiêu chí 1.1: chuyển từ 1 sang cấp cao nhất"]


def test_when_a_whole_domain_is_recoded_its_criteria_did_not_move():
    content = data()
    leaf(content, "1")["code"] = "I"
    assert said(content, {"from": "1", "to": "I"}) == ["Tiêu chí 1 đổi mã thành I"]


def test_split_and_merged_criteria_are_told_with_their_shares():
    links = [
        {"from": "1.1", "to": "1.1", "share": 0.25},
        {"from": "1.1", "to": "1.2", "share": 0.75},
        {"from": "1.2", "to": "1.2"},
    ]
    comparison = compared(data(), *links)
    assert comparison.sentences() == [
        "Tiêu chí 1.1 tách ra, một phần (25 %) vào tiêu chí 1.1",
        "Tiêu chí 1.1 tách ra, một phần (75 %) vào tiêu chí 1.2",
        "Tiêu chí 1.2 (100 %) gộp vào tiêu chí 1.2",
    ]
    assert comparison.counts == {"split": 2, "merged": 1}


class TestRules:
    def changed(self, code: str, **keys: Any) -> list[tuple[str, str]]:
        content = data()
        leaf(content, code)["rule"].update(keys)
        comparison = compared(content)
        assert set(comparison.counts) <= {"rule"}
        return list(zip(comparison.changes["what"], comparison.sentences(), strict=True))

    def test_the_points_of_a_band(self):
        bands = data()["tree"][0]["criteria"][4]["rule"]["bands"]
        bands[1]["points"] = Decimal("1.5")
        assert self.changed("1.5", bands=bands) == [
            ("rule.bands.95–<100", "Tiêu chí 1.5, mức 95–<100: 1,75 → 1,5")
        ]

    def test_a_band_with_another_bound_is_another_band(self):
        bands = data()["tree"][0]["criteria"][4]["rule"]["bands"]
        bands[2]["from"], bands[3]["below"] = 75, 75
        assert self.changed("1.5", bands=bands) == [
            ("rule.bands.80–<95", "Tiêu chí 1.5: bỏ mức 80–<95: 1,5"),
            ("rule.bands.<80", "Tiêu chí 1.5: bỏ mức <80: 0"),
            ("rule.bands.75–<95", "Tiêu chí 1.5: thêm mức 75–<95: 1,5"),
            ("rule.bands.<75", "Tiêu chí 1.5: thêm mức <75: 0"),
        ]

    def test_a_knot(self):
        knots = [{"at": 50, "points": 0}, {"at": 80, "points": 4}, {"at": 95, "points": 6}]
        assert self.changed("1.6", knots=knots) == [("rule.knots.80", "Tiêu chí 1.6, mốc 80: 3 → 4")]

    def test_the_share_and_the_name_of_a_level(self):
        levels = data()["tree"][0]["criteria"][6]["rule"]["levels"]
        levels[1] = {"value": 2, "label": "Khá tốt", "share": 80}
        assert self.changed("1.7", levels=levels) == [
            ("rule.levels.2", "Tiêu chí 1.7, mức “Khá”: 75 → 80"),
            ("rule.levels.2.label", "Tiêu chí 1.7, mức “Khá”, tên gọi: “Khá” đổi thành “Khá tốt”"),
        ]

    def test_a_fault_an_item_and_a_survey_answer(self):
        assert self.changed("1.8", faults=[{"name": "late", "label": "Chậm", "each": Decimal("0.5")}]) == [
            ("rule.faults.late", "Tiêu chí 1.8, lỗi “Chậm”: 0,25 → 0,5"),
        ]
        items = data()["tree"][0]["criteria"][9]["rule"]["items"]
        assert self.changed("1.10", items=[items[0], items[1] | {"name": "hall"}]) == [
            ("rule.items.board", "Tiêu chí 1.10: bỏ nội dung “Tại trụ sở”: 3,5"),
            ("rule.items.hall", "Tiêu chí 1.10: thêm nội dung “Tại trụ sở”: 3,5"),
        ]

    def test_the_formula_of_a_case_and_its_variables(self):
        rule = data()["tree"][1]["criteria"][1]["rule"]
        cases = [rule["cases"][0], rule["cases"][1] | {"points": "min(full, done / planned * full)"}]
        variables = [*rule["variables"], {"name": "late", "label": "Số trễ"}]
        assert self.changed("2.2", cases=cases, variables=variables) == [
            (
                "rule.cases.2",
                "Tiêu chí 2.2, trường hợp “Có phát sinh”: done / planned * full → min(full, done / planned * full)",
            ),
            ("rule.variables.late", "Tiêu chí 2.2: thêm biến “Số trễ”"),
        ]

    def test_thresholds_and_what_a_ratio_over_nothing_gives(self):
        quantity = {"as": "ratio", "numerator": "Số đúng hạn", "when_zero": "zero"}
        assert self.changed("1.4", floor=75, quantity=quantity) == [
            ("rule.quantity.when_zero", "Tiêu chí 1.4, đại lượng, khi mẫu số bằng 0: full → zero"),
            ("rule.floor", "Tiêu chí 1.4, mức sàn: 70 → 75"),
        ]

    def test_another_kind_of_rule_is_one_change(self):
        comparison = compared(with_leaf("1.1", rule={"kind": "proportional"}))
        assert rows(comparison) == [("rule", "1.1", "1.1", "rule.kind", "có hay không", "theo tỷ lệ")]
        assert comparison.sentences() == ["Tiêu chí 1.1, cách chấm: có hay không → theo tỷ lệ"]


class TestWhoAndHow:
    def test_a_domain_that_changes_its_channel_is_told_once(self):
        content = data()
        leaf(content, "2")["channel"] = "survey"
        assert said(content) == ["Tiêu chí 2, nguồn điểm: appraisal → survey"]

    def test_a_scorer_of_one_leaf_is_told_at_the_leaf(self):
        content = with_leaf("2.3", scored_by="appraiser")
        assert rows(compared(content)) == [("scorer", "2.3", "2.3", "scored_by", "council", "appraiser")]

    @pytest.mark.parametrize(
        ("keys", "expected"),
        [
            ({"not_applicable": "full"}, "Tiêu chí 1.1, khi không áp dụng: refuse → full"),
            ({"guidance": "Xem phụ lục"}, "Tiêu chí 1.1: thêm hướng dẫn: Xem phụ lục"),
            ({"evidence": None}, "Tiêu chí 1.1: bỏ tài liệu “Kế hoạch”: bắt buộc"),
            ({"evidence": [{"label": "Kế hoạch", "required": False}]}, "Tiêu chí 1.1, tài liệu “Kế hoạch”: bắt buộc → không bắt buộc"),
            ({"feed": {"measure": "plans"}, "illustrative": False}, None),
            ({"round": 2}, "Tiêu chí 1.1: thêm làm tròn điểm: 2"),
            ({"legal_ref": "Mục 1.1"}, "Tiêu chí 1.1: thêm điều, mục của văn bản: Mục 1.1"),
            ({"illustrative": True}, "Tiêu chí 1.1, minh họa: không → có"),
        ],
    )  # fmt: skip
    def test_every_other_key_of_a_leaf_is_told_in_words(self, keys, expected):
        found = said(with_leaf("1.1", **keys))
        if expected is None:
            assert found == [
                "Tiêu chí 1.1: thêm nguồn số liệu tự động, số đo: plans",
                "Tiêu chí 1.1: thêm nguồn số liệu tự động, kỳ số liệu: year",
            ]
        else:
            assert found == [expected]


class TestEditions:
    def test_channels_that_change_come_or_go(self):
        content = data()
        content["channels"]["survey"] |= {"max": 25, "on_excluded": "own"}
        content["channels"]["sipas"] = {"label": "SIPAS", "max": 5}
        del content["channels"]["penalty"]
        assert said(content) == [
            "Nguồn điểm “Điều tra xã hội học”, điểm tối đa: 30 → 25",
            "Nguồn điểm “Điều tra xã hội học”, quy đổi khi có tiêu chí không áp dụng: total → own",
            "Bỏ nguồn điểm “Điểm phạt” (4 điểm)",
            "Thêm nguồn điểm “SIPAS” (5 điểm)",
        ]

    def test_classes_ranking_and_the_remedy_threshold(self):
        content = data()
        content["settings"]["classes"]["bands"][0]["from"] = 85
        content["settings"]["classes"]["bands"][1]["below"] = 85
        content["settings"]["ranking"] = {"ties": "competition"}
        del content["settings"]["remedy"]
        comparison = compared(content)
        assert comparison.sentences() == [
            "Quy định chung, xếp hạng, khi bằng điểm: dense → competition",
            "Quy định chung, xếp loại, loại “Tốt”: ≥80 → ≥85",
            "Quy định chung, xếp loại, loại “Khá”: 65–<80 → 65–<85",
            "Quy định chung: bỏ khắc phục, ngưỡng, phần trăm (75)",
        ]
        assert comparison.counts == {"settings": 4}

    def test_the_law_and_the_days(self):
        content = data()
        content["legal_basis"] |= {"number": "2/QĐ-UBND", "replaces": ["1/QĐ-UBND"]}
        del content["validity"]["to"]
        assert said(content) == [
            "Bộ tiêu chí: bỏ hiệu lực, đến hết ngày (31/12/2025)",
            "Căn cứ pháp lý, số, ký hiệu: 1/QĐ-UBND → 2/QĐ-UBND",
            "Căn cứ pháp lý: thêm thay thế văn bản: 1/QĐ-UBND",
        ]


def test_every_change_of_the_table_has_its_codes_and_its_sentence_in_both_languages():
    content = data()
    leaf(content, "1")["criteria"].pop(0)
    content["settings"]["decimals"] = 3
    comparison = compared(content)
    assert comparison.changes["sentence"].to_list() == comparison.sentences("vi")
    assert comparison.table("en")["sentence"].to_list() == comparison.sentences("en")
    assert (comparison.before, comparison.after) == ("xa-mau@2025", "xa-mau@2025")
