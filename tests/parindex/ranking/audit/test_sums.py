"""Sums of printed tables: exact contradictions, what rounding explains, stocks, maxima of a form."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.ranking.audit.figures import rounded_half_up
from tests.parindex.ranking.audit.tables import audit, told

LEAGUE = """Đơn vị;Thẩm định;XHH;Tổng
A;51,75;32,83;84,58
B;48,75;33,25;82,00
C;47,45;32,82;{total}
D;46,80;32,24;79,04"""


def test_a_table_whose_sums_hold_is_clean_and_says_what_was_tested():
    found = audit(LEAGUE.format(total="80,27"))
    assert found.is_clean
    assert found.findings == []
    assert found.relations()[0] == "“Tổng” = “Thẩm định” + “XHH”: kiểm tra 4 chỗ, đều khớp"
    assert found.relations("en")[0] == "“Tổng” = “Thẩm định” + “XHH”: places checked: 4, all agree"


def test_a_total_off_by_more_than_rounding_is_a_contradiction_with_place_amount_and_likely_slip():
    found = audit(LEAGUE.format(total="80,72"))
    assert told(found.findings) == [("AU610", 4, "Tổng", "swap")]
    finding = found.findings[0]
    assert (finding.printed, finding.computed, finding.by) == (
        Decimal("80.72"),
        Decimal("80.27"),
        Decimal("0.45"),
    )
    assert finding.place.item == "C"
    assert finding.text().splitlines()[0] == (
        "AU610 · dòng 4, cột Tổng, mục C: 47,45 + 32,82 = 80,27, bảng in 80,72: lệch 0,45; "
        "Tổng 80,72 có thể là 80,27 gõ đảo hai chữ số"
    )


def test_one_unit_of_the_last_digit_in_a_sum_of_two_can_be_rounding_and_two_units_cannot():
    assert told(audit(LEAGUE.format(total="80,28")).findings) == [("AU611", 4, "Tổng", "rounding")]
    assert audit(LEAGUE.format(total="80,28")).is_clean
    assert [one.code for one in audit(LEAGUE.format(total="80,29")).findings] == ["AU610"]


def test_a_spec_can_say_that_the_parts_were_not_rounded():
    spec = "relations: [{sum: {columns: [Thẩm định, XHH], equals: Tổng, exact: true}}]"
    assert told(audit(LEAGUE.format(total="80,28"), spec).findings) == [("AU610", 4, "Tổng", "digit")]


def test_digits_cut_off_are_told_apart_from_rounding():
    text = "Đơn vị;A;B;Tổng\n1;1,234;2,345;3,57\n2;1,111;2,222;3,333\n3;1,1;2,2;3,3\n4;1;2,25;3,25\n5;1,5;1,25;2,75"
    spec = "relations: [{sum: {columns: [A, B], equals: Tổng}}]"
    found = audit(text, spec)
    assert told(found.findings) == [("AU612", 2, "Tổng", "truncation")]
    assert "làm tròn là 3,58, bảng in 3,57: cắt bớt thay vì làm tròn" in found.findings[0].text()


def test_a_part_that_was_left_out_or_added_twice_is_named():
    text = "Đơn vị;X;Y;Z;Tổng\n1;10,5;20,5;30,5;61,5\n2;11,5;21,5;31,5;{total}\n3;12,5;22,5;32,5;67,5"
    out = audit(text.format(total="43,0")).findings
    assert told(out) == [("AU610", 3, "Tổng", "left_out")]
    assert out[0].text().splitlines()[0].endswith("lệch 21,5; có thể bỏ sót Y")
    assert told(audit(text.format(total="96,0")).findings) == [("AU610", 3, "Tổng", "twice")]


def test_penalty_points_are_taken_off():
    text = "Đơn vị;Thẩm định;Điểm thưởng;Điểm phạt;Tổng điểm\nA;80;2;1;81\nB;70;0;5;65\nC;75;1;0;{total}"
    assert audit(text.format(total="76")).findings == []
    assert told(audit(text.format(total="74")).findings) == [("AU610", 4, "Tổng điểm", "digit")]


def test_a_sum_is_found_without_any_title_that_names_it():
    text = "Tỉnh;n_units;n_xa;n_phuong;n_dac_khu\nHà Nội;126;75;51;0\nCao Bằng;56;53;3;0\nTuyên Quang;124;117;7;0\nHải Phòng;114;67;45;2\nQuảng Ninh;54;22;30;2\nAn Giang;102;85;14;{last}"
    assert audit(text.format(last=3)).relations() == [
        "“n_units” = “n_xa” + “n_phuong” + “n_dac_khu”: kiểm tra 6 chỗ, đều khớp"
    ]
    found = audit(text.format(last=8)).findings
    assert [(one.code, one.by) for one in found] == [("AU610", Decimal(-5))]


def test_a_row_of_totals_is_tested_over_the_rows_it_is_made_of():
    text = "STT;Nội dung;Điểm\nI;Phần một;\n1;a;10,5\n2;b;4,5\n;Cộng;15,0\nII;Phần hai;\n1;c;7,0\n2;d;3,0\n;Cộng;{second}\n;Tổng cộng;25,0"
    assert audit(text.format(second="10,0")).findings == []
    found = audit(text.format(second="11,0")).findings
    assert [(one.code, one.place.row, one.by) for one in found] == [("AU610", 9, Decimal(1))]


def test_the_ten_lines_of_dong_tam_round_to_their_printed_total():
    lines = ["11,84", "4,75", "16,62", "6", "11", "5", "10,19", "1,577", "11,49", "9,28"]
    rows = "\n".join(f"{number};Lĩnh vực {number};{points}" for number, points in enumerate(lines, 1))
    text = f"Mã;Lĩnh vực;Điểm\n{rows}\n;Tổng cộng;{{total}}"
    assert audit(text.format(total="87,75")).findings == []
    assert told(audit(text.format(total="87,74")).findings) == [("AU612", 12, "Điểm", "truncation")]
    assert told(audit(text.format(total="87,57")).findings) == [("AU610", 12, "Điểm", "swap")]


STOCK = "Đơn vị;Hồ sơ tiếp nhận;Đã giải quyết;Đang giải quyết\nHuyện Thanh Trì;8.180;8.104;{pending}"


def test_dossiers_received_are_those_resolved_and_those_pending():
    found = audit(STOCK.format(pending=74))
    assert [(one.code, one.by) for one in found.findings] == [("AU640", Decimal(2))]
    assert (
        found.findings[0]
        .text()
        .startswith(
            "AU640 · dòng 2, cột Hồ sơ tiếp nhận, mục Huyện Thanh Trì: tiếp nhận 8.180 nhưng 8.104 + 74 = 8.178: thiếu 2"
        )
    )
    assert audit(STOCK.format(pending=76)).findings == []
    assert [one.code for one in audit(STOCK.format(pending=80)).findings] == ["AU641"]


def test_a_point_between_thousands_of_dossiers_is_no_decimal_point():
    assert audit(STOCK.format(pending=74)).findings[0].printed == Decimal(8180)
    english = audit(STOCK.format(pending=74).replace(".", ","))
    assert english.findings[0].printed == Decimal(8180)


def test_dossiers_carried_over_count_as_received():
    text = (
        "Xã;Kỳ trước chuyển sang;Tiếp nhận trong kỳ;Đã giải quyết;Đang giải quyết\nA;10;90;95;5\nB;4;60;60;3"
    )
    found = audit(text).findings
    assert [(one.code, one.place.row, one.by) for one in found] == [("AU640", 3, Decimal(1))]
    assert "tiếp nhận 60 + 4 = 64 nhưng 60 + 3 = 63: thiếu 1" in found[0].text()


FORM = [
    ("1", "Chỉ đạo", "15"), ("2", "Thể chế", "5"), ("3", "TTHC", "18,5"), ("4", "Bộ máy", "6"), ("5", "Công vụ", "11"),
    ("6", "Tài chính", "7"), ("7", "Số", "{seven}"), ("8.1", "Tác động", "2"), ("8.2", "XHH", "14"), ("8.3", "SIPAS", "10"),
]  # fmt: skip


def form(seven: str) -> str:
    rows = "\n".join(";".join(row) for row in FORM)
    return "Mã;Lĩnh vực;Điểm tối đa\n" + rows.format(seven=seven)


def test_maxima_that_sum_to_99_55_instead_of_100_are_told_with_the_line_that_explains_it():
    found = audit(form("11,05")).findings
    assert told(found) == [("AU670", None, "Điểm tối đa", "swap")]
    assert (found[0].computed, found[0].by) == (Decimal("99.55"), Decimal("0.45"))
    assert (
        "điểm tối đa cộng lại là 99,55, không phải 100: lệch 0,45; Số 11,05 có thể là 11,50"
        in found[0].text()
    )
    assert audit(form("11,5")).findings == []


def test_a_form_that_is_meant_to_have_fewer_points_is_not_measured_against_100():
    text = "Mã;Lĩnh vực;Điểm tối đa\n1;a;40\n2;b;20\n3;c;10"
    assert audit(text).findings == []
    spec = "relations: [{maxima: {column: Điểm tối đa, equals: 75}}]"
    assert [one.by for one in audit(text, spec).findings] == [Decimal(5)]


def test_children_add_up_to_their_parent_and_only_the_top_makes_the_form():
    text = "STT;Tiêu chí;Điểm tối đa\nI;Chỉ đạo;60\n1;a;40\n1.1;x;25\n1.2;y;{child}\n2;b;20\nII;Thể chế;40\n1;c;40"
    assert audit(text.format(child="15")).findings == []
    found = audit(text.format(child="14,5")).findings
    assert [(one.code, one.place.row, one.by) for one in found] == [("AU670", 3, Decimal("0.5"))]
    assert found[0].place.item == "a"


def test_a_row_of_totals_of_maxima_is_exact_whatever_its_decimals():
    text = "Mã;Lĩnh vực;Điểm tối đa\n1;a;60,05\n2;b;39,5\n;Tổng cộng;100"
    assert told(audit(text).findings) == [("AU610", 4, "Điểm tối đa", "swap")]
    assert audit(text.replace("60,05", "60,5")).findings == []


def test_points_above_the_maximum_in_their_title_are_told():
    text = "Đơn vị;Thẩm định (tối đa 65);XHH (35 điểm)\nA;60;30\nB;65;36"
    assert told(audit(text).findings) == [("AU671", 3, "XHH (35 điểm)", "unknown")]


UNITS = st.integers(0, 50_000)


@given(
    st.lists(st.lists(UNITS, min_size=3, max_size=6), min_size=3, max_size=8), st.integers(1, 2), st.data()
)
def test_rounding_alone_never_makes_a_contradiction_and_more_than_rounding_always_does(rows, decimals, data):
    width = min(map(len, rows))
    rows = [[Decimal(value).scaleb(-3) for value in row[:width]] for row in rows]
    wrong = data.draw(st.integers(0, len(rows) - 1))
    extra = data.draw(st.integers(width + 1, 400))
    columns = [f"K{number}" for number in range(width)]
    spec = f"relations: [{{sum: {{columns: [{', '.join(columns)}], equals: Tổng}}}}]"

    def printed(value: Decimal) -> str:
        return str(rounded_half_up(Fraction(value), decimals)).replace(".", ",")

    def lines(shift: int) -> str:
        out = [";".join(["Đơn vị", *columns, "Tổng"])]
        for number, row in enumerate(rows):
            unit = Decimal(shift if number == wrong else 0).scaleb(-decimals)
            out.append(";".join([f"u{number}", *map(printed, row), printed(sum(row) + unit)]))
        return "\n".join(out)

    assert audit(lines(0), spec).is_clean
    found = audit(lines(extra), spec).findings
    assert [one.place.row for one in found if one.is_error] == [wrong + 2]


@pytest.mark.parametrize("total", ["80,27", "80,28", "80,29", "97,27"])
def test_an_audit_says_the_same_as_a_table(total: str):
    found = audit(LEAGUE.format(total=total))
    rows = found.as_table()
    assert rows["code"].to_list() == [one.code for one in found.findings]
    assert rows["by"].to_list() == [float(one.by) for one in found.findings]
    assert rows["row"].to_list() == [4] * rows.height
