"""Ranks and classes beside the points they are given for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.ranking.audit.orders import longest_rising
from tests.parindex.ranking.audit.tables import audit, told

POINTS = ["91,50", "89,20", "85,00", "85,00", "80,10", "79,00"]


def league(ranks: list[str], points: list[str] = POINTS, column: str = "Xếp hạng") -> str:
    rows = "\n".join(f"Xã {name};{p};{r}" for name, p, r in zip("ABCDEFGHIJ", points, ranks, strict=False))
    return f"Đơn vị;Điểm;{column}\n{rows}"


@pytest.mark.parametrize(
    "ranks",
    [
        ["1", "2", "3", "3", "4", "5"],
        ["1", "2", "3", "3", "5", "6"],
        ["1/5", "2/5", "3/5", "3/5", "4/5", "5/5"],
        ["1/6", "2/6", "3/6", "3/6", "5/6", "6/6"],
        ["Thứ 1", "Thứ 2", "Thứ 3", "Thứ 3", "Thứ 4", "Thứ 5"],
    ],
)
def test_dense_and_competition_ranks_with_either_denominator_are_right(ranks: list[str]):
    assert audit(league(ranks)).findings == []


def test_a_rank_against_the_order_of_points_is_told_with_the_unit_it_contradicts():
    found = audit(league(["1", "4", "3", "3", "2", "5"])).findings
    assert {one.code for one in found} == {"AU650"}
    assert [one.place.item for one in found] == ["Xã B", "Xã E"]
    assert "89,20 điểm xếp hạng 4, trong khi “Xã C” 85,00 điểm xếp hạng 3" in found[0].text()
    assert "theo điểm đã in thì hạng là 2" in found[0].text()


def test_equal_points_with_different_ranks_are_a_warning_for_unrounded_points_may_differ():
    found = audit(league(["1", "2", "3", "4", "5", "6"]))
    assert told(found.findings) == [("AU651", 5, "Xếp hạng", "unknown")]
    assert "cùng 85,00 điểm với “Xã C” nhưng xếp hạng 4, không phải 3" in found.findings[0].text()
    assert found.is_clean


def test_ordinal_ranks_are_right_where_the_spec_says_ordinal():
    spec = "relations: [{rank: {points: Điểm, rank: Xếp hạng, ties: ordinal}}]"
    assert audit(league(["1", "2", "3", "4", "5", "6"]), spec).findings == []


def test_different_points_with_one_rank_are_a_contradiction():
    found = audit(league(["1", "1", "2", "2", "3", "4"])).findings
    assert told(found) == [("AU652", 3, "Xếp hạng", "unknown")]
    assert "đồng hạng 1 với “Xã A” nhưng điểm khác nhau: 89,20 và 91,50" in found[0].text()


def test_a_rank_that_was_skipped_is_told():
    found = audit(league(["1", "2", "3", "3", "4", "6"])).findings
    assert told(found) == [("AU653", 7, "Xếp hạng", "unknown")]
    assert "sau hạng 4 (1 đơn vị) là hạng 6; cách xếp hạng của bảng cho hạng 5" in found[0].text()


def test_two_ways_of_ranking_ties_in_one_table_are_told():
    points = ["9,5", "9,5", "8,5", "7,5", "7,5", "6,5", "5,5", "5,5", "4,5"]
    found = audit(league(["1", "1", "2", "3", "3", "4", "5", "5", "7"], points)).findings
    assert [(one.code, one.place.row) for one in found] == [("AU653", 10)]
    spec = "relations: [{rank: {points: Điểm, rank: Xếp hạng, ties: competition}}]"
    ranks = ["1", "1", "3", "4", "4", "6", "7", "7", "9"]
    assert audit(league(ranks, points), spec).findings == []


def test_denominators_of_one_league_are_the_same_and_fit_the_table():
    found = audit(league(["1/5", "2/5", "3/5", "3/5", "4/6", "5/5"])).findings
    assert told(found) == [("AU654", 6, "Xếp hạng", "unknown")]
    found = audit(league(["1/9", "2/9", "3/9", "3/9", "4/9", "5/9"])).findings
    assert {one.code for one in found} == {"AU654"}
    assert "hạng 1/9: mẫu số không khớp với bảng (5 hạng, 6 đơn vị)" in found[0].text()


def test_a_part_of_a_league_has_the_denominator_of_the_league():
    assert audit(league(["2/30", "5/30", "9/30", "9/30", "11/30", "17/30"])).findings == []


def test_leagues_in_one_table_are_ranked_apart():
    text = (
        "Khối;Đơn vị;Điểm;Hạng\nSở;A;91;1\nSở;B;90;2\nSở;C;80;3\nHuyện;D;95;1\nHuyện;E;85;2\nHuyện;F;{last};3"
    )
    assert audit(text.format(last=70)).findings == []
    assert [one.code for one in audit(text.format(last=88)).findings] == ["AU650"]


BANDS = (
    "relations: [{class: {points: Điểm, class: Xếp loại, bands: {Tốt: 55, Khá: 45, Trung bình: 35, Yếu: 0}}}]"
)


@pytest.mark.parametrize(
    ("points", "given_class", "codes"),
    [
        ("55,00", "Tốt", []),
        ("54,99", "Khá", []),
        ("54,99", "Tốt", ["AU660"]),
        ("55,00", "Khá", ["AU661"]),
        ("55,01", "Khá", ["AU660"]),
        ("34,50", "Trung bình", ["AU660"]),
        ("34,50", "YẾU", []),
    ],
)
def test_a_class_is_that_of_its_band_and_the_lower_bound_belongs_to_it(points, given_class, codes):
    text = f"Đơn vị;Điểm;Xếp loại\nSở A;{points};{given_class}\nSở B;60,25;Tốt"
    assert [one.code for one in audit(text, BANDS).findings] == codes


def test_without_bands_nobody_with_more_points_is_in_a_lower_class():
    text = "Đơn vị;Điểm;Xếp loại\nA;91,5;Tốt\nB;89,2;{second}\nC;85;Khá\nD;80;Khá\nE;79;Trung bình"
    assert audit(text.format(second="Tốt")).findings == []
    found = audit(text.format(second="Trung bình")).findings
    assert told(found) == [("AU662", 3, "Xếp loại", "unknown")]
    assert "89,2 xếp loại “Trung bình”, trong khi “C” 85,0 xếp loại “Khá”" in found[0].text().replace(
        "85 ", "85,0 "
    )


def test_classes_of_two_tables_with_their_own_scales_are_not_mixed():
    text = "Bảng;Đơn vị;Điểm;Xếp loại\n" + "\n".join(
        f"{name};{unit};{points};{grade}"
        for name, unit, points, grade in [
            ("một", "A", "50", "I"), ("một", "B", "49", "I"), ("một", "C", "45", "II"),
            ("hai", "A", "85", "II"), ("hai", "B", "82", "III"), ("hai", "C", "81", "III"),
        ]
    )  # fmt: skip
    assert audit(text).findings == []


@given(st.lists(st.integers(0, 9), max_size=12))
def test_the_longest_rising_run_rises_and_no_longer_one_exists(numbers: list[int]):
    kept = sorted(longest_rising(numbers))
    chosen = [numbers[at] for at in kept]
    assert chosen == sorted(chosen)
    best = [1] * len(numbers)
    for at, number in enumerate(numbers):
        best[at] = 1 + max((best[before] for before in range(at) if numbers[before] <= number), default=0)
    assert len(kept) == max(best, default=0)


@given(st.lists(st.integers(0, 30), min_size=2, max_size=15), st.sampled_from(["dense", "competition"]))
def test_right_ranks_are_never_called_wrong(points: list[int], ties: str):
    above = {p: [q for q in points if q > p] for p in points}
    ranks = [1 + (len(set(above[p])) if ties == "dense" else len(above[p])) for p in points]
    of = len(set(ranks)) if ties == "dense" else len(ranks)
    rows = "\n".join(f"u{at};{p};{r}/{of}" for at, (p, r) in enumerate(zip(points, ranks, strict=True)))
    spec = f"relations: [{{rank: {{points: Điểm, rank: Hạng, ties: {ties}}}}}]"
    assert audit(f"Đơn vị;Điểm;Hạng\n{rows}", spec).findings == []
