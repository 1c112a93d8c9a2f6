"""What can be wrong with an XLSForm workbook."""

from __future__ import annotations

from typing import Final

from parindex.errors import kind
from parindex.language import N_

NO_SURVEY: Final = kind(
    "SV150",
    N_("tệp không phải XLSForm: thiếu trang “{sheet}” có cột {columns}"),
    N_("dùng tệp .xlsx theo mẫu XLSForm, có các trang survey, choices và settings"),
)
UNKNOWN_TYPE: Final = kind(
    "SV151",
    N_("loại “{type}” không hỗ trợ"),
    N_("dùng một trong: {known}"),
)
REPEAT: Final = kind(
    "SV152",
    N_("vòng lặp (repeat) “{name}” không hỗ trợ: mỗi phiếu là một người, một dòng trong bảng trả lời"),
    N_("hỏi số lần cố định bằng các câu riêng, hoặc làm một phiếu riêng cho phần lặp"),
)
UNBALANCED: Final = kind(
    "SV153",
    N_("nhóm mở và đóng không khớp: {reason}"),
    N_("mỗi begin_group có đúng một end_group sau nó"),
)
WRONG_NAME: Final = kind(
    "SV154",
    N_("tên “{name}” trống hoặc không dùng được"),
    N_("tên bắt đầu bằng chữ không dấu, chỉ có chữ không dấu, số, gạch dưới, gạch ngang; tối đa 60 ký tự"),
)
UNKNOWN_LIST: Final = kind(
    "SV155",
    N_("danh sách phương án “{list}” không có ở trang choices"),
    N_("thêm danh sách vào trang choices, hoặc sửa tên; hiện có: {known}"),
)
NO_LABEL: Final = kind("SV156", N_("“{name}” không có nhãn"), N_("ghi chữ người trả lời đọc vào cột label"))
UNREAD_COLUMN: Final = kind(
    "SV157",
    N_("cột “{header}” không được dùng; nội dung của cột bị bỏ qua"),
    N_("kiểm tra phiếu có còn đúng ý khi không có cột này"),
    "warning",
)
UNREAD_LANGUAGE: Final = kind(
    "SV158",
    N_("ngôn ngữ “{language}” không hỗ trợ; chữ của ngôn ngữ này bị bỏ qua"),
    N_("phiếu dùng tiếng Việt (vi) và tiếng Anh (en)"),
    "warning",
)
WRONG_REQUIRED: Final = kind(
    "SV159",
    N_("required là một biểu thức (“{value}”), chưa hỗ trợ"),
    N_("ghi yes hoặc no; điều kiện hỏi thì ghi ở cột relevant"),
)
WRONG_EXTRA: Final = kind(
    "SV160",
    N_("dòng “{key}” của trang _parindex không đọc được: {reason}"),
    N_("xuất lại phiếu, hoặc xóa trang _parindex; khi đó phiếu mất yếu tố và chỉ số"),
)
REFUSED_BY_ODK: Final = kind(
    "SV161",
    N_("tệp không mở được trong ODK; pyxform báo: {said}"),
    N_("sửa theo lời báo của pyxform"),
)
WARNED_BY_ODK: Final = kind(
    "SV162",
    N_("pyxform cảnh báo: {said}"),
    N_("xem lại; phiếu vẫn mở được trong ODK"),
    "warning",
)
WRONG_CHOICE: Final = kind(
    "SV163",
    N_("phương án ở trang choices thiếu {missing}"),
    N_("mỗi phương án có list_name, name và label"),
)
WRONG_SETTING: Final = kind(
    "SV164",
    N_("không đặt được mã và năm của phiếu: {reason}"),
    N_("ghi form_id ở trang settings dạng ma-phieu_2026, hoặc cho biết năm khi nhập"),
)
