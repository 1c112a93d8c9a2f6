"""Titles of columns and names of rows, in Vietnamese and English, with and without diacritics."""

import unicodedata

import pytest

from parindex.ranking.audit.figures import printed
from parindex.ranking.audit.titles import Layout, kind_of_row, role_of
from tests.parindex.ranking.audit.tables import table

TITLES = {
    "order": ["STT", "TT", "Số TT"],
    "unit": ["Đơn vị", "Tên đơn vị", "Xã, phường", "unit", "UBND huyện, cơ quan"],
    "criterion": ["Lĩnh vực", "Nội dung", "Tiêu chí thành phần", "domain"],
    "appraisal": ["Điểm thẩm định", "Thẩm định (tối đa 65)", "appraisal_max65"],
    "survey": ["XHH", "Điều tra xã hội học", "xhh_max35"],
    "sipas": ["Chỉ số hài lòng", "SIPAS"],
    "total": ["Tổng điểm", "Tổng", "Tổng cộng", "total_max100"],
    "percent": ["Chỉ số (%)", "Tỷ lệ đúng hạn", "index_pct", "Tỷ lệ"],
    "index": ["Chỉ số CCHC"],
    "rank": ["Xếp hạng", "Hạng", "Thứ hạng", "rank", "Vị thứ"],
    "class": ["Xếp loại", "Phân loại", "grade", "Nhóm"],
    "max": ["Điểm tối đa", "Điểm chuẩn", "Thang điểm", "max"],
    "applicable": ["Điểm tối đa áp dụng", "applicable_max"],
    "excluded": ["Điểm không đánh giá", "points_excluded"],
    "converted": ["Điểm quy đổi", "converted_published"],
    "received": ["Hồ sơ tiếp nhận", "Số hồ sơ phải giải quyết", "received"],
    "resolved": ["Đã giải quyết", "resolved"],
    "pending": ["Đang giải quyết", "Chưa xử lý", "pending"],
    "carried": ["Kỳ trước chuyển sang"],
    "on_time": ["Đúng hạn", "Trước hạn"],
    "late": ["Quá hạn"],
    "change": ["Tăng/giảm", "So với năm trước", "delta_vs_prev", "Chênh lệch"],
    "year": ["Năm", "year"],
    "group": ["Vùng", "Khối", "Cụm thi đua"],
    "note": ["Ghi chú", "source"],
    "score": ["Điểm", "Điểm đạt được", "score"],
}


@pytest.mark.parametrize(
    ("role", "title"), [(role, title) for role, titles in TITLES.items() for title in titles]
)
def test_a_title_is_understood_with_or_without_diacritics_composed_or_not(role: str, title: str):
    bare = "".join(sign for sign in unicodedata.normalize("NFD", title) if not unicodedata.combining(sign))
    forms = [
        title,
        title.upper(),
        unicodedata.normalize("NFD", title),
        bare.replace("Đ", "D").replace("đ", "d"),
    ]
    assert {role_of(form) for form in forms} == {role}


@pytest.mark.parametrize("title", ["3.2.1", "Ghép nối", "abc"])
def test_what_is_not_known_has_no_role(title: str):
    assert role_of(title) is None


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Tổng cộng", "total"), ("CỘNG", "total"), ("Total", "total"), ("Tổng cục Thuế", "ordinary"),
        ("Xã Cộng Hòa", "ordinary"), ("Trung bình", "mean"), ("Bình quân chung", "mean"), ("(average)", "mean"),
        ("Trung bình Miền núi", "mean"), ("Điểm tối đa", "maximum"), ("Cao nhất", "extreme"), ("Thấp nhất", "extreme"),
        ("Xã Trung Bình", "ordinary"), ("Sở Nội vụ", "ordinary"),
    ],
)  # fmt: skip
def test_the_name_of_a_row_tells_whether_it_sums_up_the_others(name: str, kind: str):
    assert kind_of_row(name) == kind


def test_the_words_of_classes_make_a_column_of_classes_whatever_its_title():
    layout = Layout(printed(table("Đơn vị;Kết quả\nA;Tốt\nB;Khá\nC;Trung bình")))
    assert layout.roles["Kết quả"] == "class"
    assert layout.row_kinds == ("ordinary", "ordinary", "ordinary")


def test_without_a_known_title_the_first_column_of_texts_names_the_rows():
    layout = Layout(printed(table("abc;Điểm\nTrung bình;5\nA;5")))
    assert layout.names == ("Trung bình", "A")
    assert layout.row_kinds == ("mean", "ordinary")
