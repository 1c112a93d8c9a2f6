"""Rows of means: over all rows, over regions; copied rows and impossible means."""

from decimal import Decimal

from tests.parindex.ranking.audit.tables import audit, told

BINH_DUONG = """Hạng;Đơn vị;Chỉ số
1;Thủ Dầu Một;84,58
2;Tân Uyên;82,00
3;Bàu Bàng;80,27
4;Thuận An;79,04
5;Dĩ An;78,06
6;Bến Cát;77,83
7;Dầu Tiếng;76,22
8;Phú Giáo;76,03
9;Bắc Tân Uyên;71,46
;Trung bình;{mean}"""


def test_the_mean_of_nine_districts_is_right_to_its_printed_decimals():
    found = audit(BINH_DUONG.format(mean="78,39"))
    assert found.findings == []
    assert "dòng “Trung bình” = trung bình mọi dòng (“Chỉ số”): kiểm tra 1 chỗ, đều khớp" in found.relations()


def test_a_mean_may_be_cut_off_or_off_by_rounding_or_wrong():
    assert told(audit(BINH_DUONG.format(mean="78,38")).findings) == [("AU612", 11, "Chỉ số", "truncation")]
    assert told(audit(BINH_DUONG.format(mean="79,38")).findings) == [("AU680", 11, "Chỉ số", "unknown")]
    wrong = audit(BINH_DUONG.format(mean="73,89")).findings
    assert [(one.code, one.computed) for one in wrong] == [("AU680", Decimal("78.387777778"))]


def test_a_mean_equal_to_another_row_is_said_to_be_copied():
    found = audit(BINH_DUONG.format(mean="78,06")).findings
    assert told(found) == [("AU680", 11, "Chỉ số", "copied")]
    assert "bằng số của dòng “Dĩ An”, có thể chép nhầm dòng" in found[0].text()


def test_a_mean_outside_of_its_values_is_impossible():
    found = audit(BINH_DUONG.format(mean="87,39")).findings
    assert told(found)[0][:3] == ("AU681", 11, "Chỉ số")
    assert "trung bình 87,39 nằm ngoài khoảng từ 71,46 đến 84,58 của 9 dòng" in found[0].text()


REGIONS = """Vùng;Tỉnh;Điểm A;Điểm B
Miền núi;Sơn La;80,5;70,25
Miền núi;Lào Cai;82,5;71,75
;Trung bình Miền núi;81,5;71
Đồng bằng;Hà Nội;90,5;85,5
Đồng bằng;Hải Phòng;92,5;86,5
;Trung bình Đồng bằng;{mean};86
;Trung bình chung;86,5;78,5"""


def test_regional_means_are_tested_over_their_region():
    found = audit(REGIONS.format(mean="91,5"))
    assert found.findings == []
    assert (
        "dòng “Trung bình Đồng bằng” = trung bình các dòng Vùng: Đồng bằng (“Điểm A”, “Điểm B”): kiểm tra 2 chỗ, đều khớp"
        in (found.relations())
    )


def test_a_regional_mean_copied_from_another_region_is_told_with_that_row():
    found = audit(REGIONS.format(mean="81,5")).findings
    assert told(found) == [("AU681", 7, "Điểm A", "copied")]
    assert "bằng số của dòng “Trung bình Miền núi”" in found[0].text()


def test_means_that_follow_their_rows_are_found_without_a_column_of_regions():
    text = "Xã;Điểm\nA;10,5\nB;20,5\nTrung bình;15,5\nC;30,5\nD;50,5\nTrung bình;{mean}"
    assert audit(text.format(mean="40,5")).findings == []
    assert [one.place.row for one in audit(text.format(mean="41,5")).findings] == [7]


def test_a_spec_says_what_a_mean_is_of():
    text = "Cụm;Xã;Điểm\n1;A;10\n1;B;20\n2;C;60\n;Bình quân cụm 1;15\n;Bình quân cụm 2;{mean}"
    spec = """
label: Xã
relations:
  - mean_row: {row: Bình quân cụm 1, columns: [Điểm], where: {Cụm: "1"}}
  - mean_row: {row: Bình quân cụm 2, columns: [Điểm], where: {Cụm: "2"}}
"""
    assert audit(text.format(mean="60"), spec).findings == []
    assert [one.code for one in audit(text.format(mean="15"), spec).findings] == ["AU681"]
