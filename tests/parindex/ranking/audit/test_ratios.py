"""Percentages, converted points and printed changes."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from parindex.ranking.audit.figures import rounded_half_up
from tests.parindex.ranking.audit.tables import audit, told

PERCENT = "Lĩnh vực;Điểm;Điểm tối đa;Tỷ lệ (%)\nA;11,84;15;78,93\nB;4,75;5;95,00\nC;5;7;{rate}"


def test_points_in_percent_of_their_maximum_hold_when_rounded_half_up():
    found = audit(PERCENT.format(rate="71,43"))
    assert found.findings == []
    assert "“Tỷ lệ (%)” = “Điểm” / “Điểm tối đa” × 100: kiểm tra 3 chỗ, đều khớp" in found.relations()


def test_a_percentage_that_is_not_that_of_its_points_is_a_contradiction():
    found = audit(PERCENT.format(rate="74,13"), SPEC_PERCENT).findings
    assert [(one.code, one.place.row, one.by) for one in found] == [("AU620", 4, Decimal("2.701428571"))]
    assert "5/7 × 100 = 71,428571, bảng in 74,13: lệch 2,701429" in found[0].text()


SPEC_PERCENT = "relations: [{ratio: {part: Điểm, whole: Điểm tối đa, equals: Tỷ lệ (%)}}]"
HUE = """Bảng;Đơn vị;Tối đa;Điểm tối đa áp dụng;Điểm;Tỷ lệ;Quy đổi
điều kiện;Nam Đông;50;50;50;100%;50
điều kiện;TP Huế;50;48;42,63;89%;44,41
kết quả;Nam Đông;100;92;78,53;85,36%;85,36
kết quả;Phú Vang;100;92;75,81;82,40%;82,4
kết quả;A Lưới;100;92;75,41;81,96%;{converted}"""


def test_converted_points_that_were_cut_off_are_told_apart_from_rounded_ones():
    found = audit(HUE.format(converted="81,96"))
    assert told(found.findings) == [("AU612", 6, "Quy đổi", "truncation")]
    assert "75,41/92 × 100 = 81,967391, làm tròn là 81,97, bảng in 81,96: cắt bớt thay vì làm tròn" in (
        found.findings[0].text()
    )
    assert found.is_clean


def test_a_percentage_shows_how_many_decimals_it_was_rounded_to():
    # 42,63/48 is 88,8125 %: 89 % holds beside 85,36 % in the same column.
    found = audit(HUE.format(converted="81,97"))
    assert [one.place.column for one in found.findings] == ["Tỷ lệ"]
    assert found.findings[0].cause.code == "truncation"


def test_shares_of_a_column_are_tested_against_its_total():
    text = "Nhóm;Số xã;Tỷ lệ\nTốt;62;45,59 %\nKhá;50;36,76 %\nYếu;24;{last} %\nTổng;136;100 %"
    spec = "relations: [{ratio: {part: Số xã, equals: Tỷ lệ}}]"
    assert audit(text.format(last="17,65"), spec).findings == []
    assert [one.by for one in audit(text.format(last="17,95"), spec).findings] == [Decimal("0.302941176")]


CHANGES = """Năm;Chỉ số;Giá trị (%);Tăng/giảm
2022;SIPAS;80,08;
2023;SIPAS;82,66;{sipas}
2024;SIPAS;83,94;1,28
2022;PAR INDEX;84,79;-1,78
2023;PAR INDEX;86,98;2,19
2024;PAR INDEX;88,37;1,39"""


def test_changes_from_the_year_before_are_tested_within_each_index():
    found = audit(CHANGES.format(sipas="2,58"))
    assert found.findings == []
    assert found.checked[0].tested == 4


def test_a_wrong_change_says_what_it_should_be():
    found = audit(CHANGES.format(sipas="2,85")).findings
    assert told(found) == [("AU630", 3, "Tăng/giảm", "swap")]
    assert "82,66 − 80,08 = 2,58, bảng in mức thay đổi 2,85: lệch 0,27" in found[0].text()
    assert told(audit(CHANGES.format(sipas="-2,58")).findings) == [("AU630", 3, "Tăng/giảm", "sign")]


def test_a_change_of_rounded_figures_may_be_off_by_one_unit():
    assert told(audit(CHANGES.format(sipas="2,59")).findings) == [("AU611", 3, "Tăng/giảm", "rounding")]
    assert [one.code for one in audit(CHANGES.format(sipas="2,60")).findings] == ["AU630"]


def test_a_year_whose_year_before_is_not_printed_is_not_tested():
    text = "Năm;Giá trị (%);Tăng/giảm\n2020;85,48;1,03\n2022;80,08;-5,40\n2023;82,66;2,58"
    assert [one.tested for one in audit(text).checked] == [1]


def test_changes_between_two_columns_of_years_are_tested():
    text = "Đơn vị;Điểm 2023;Điểm 2024;Tăng/giảm\nA;80,5;82,25;1,75\nB;70;69;-1\nC;60;61;{last}"
    assert audit(text.format(last="1")).findings == []
    assert told(audit(text.format(last="-1")).findings) == [("AU630", 4, "Tăng/giảm", "sign")]


POINTS = st.integers(0, 10_000)


@given(
    st.lists(st.tuples(POINTS, st.sampled_from([7, 15, 46, 48, 92])), min_size=1, max_size=6),
    st.integers(0, 3),
)
def test_a_percentage_rounded_half_up_from_printed_points_always_holds(rows, decimals):
    lines = ["Đơn vị;Điểm;Tối đa;Tỷ lệ"]
    for number, (points, most) in enumerate(rows):
        score = Decimal(points).scaleb(-2)
        rate = rounded_half_up(score.as_integer_ratio()[0] * _over(score, most), decimals)
        lines.append(f"u{number};{score};{most};{rate} %".replace(".", ","))
    spec = "decimal: comma\nrelations: [{ratio: {part: Điểm, whole: Tối đa, equals: Tỷ lệ}}]"
    found = audit("\n".join(lines), spec)
    assert found.checked[0].tested == len(rows)
    assert found.findings == []


def _over(score: Decimal, most: int):
    from fractions import Fraction

    return Fraction(100, score.as_integer_ratio()[1] * most)
