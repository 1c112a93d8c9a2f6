"""What can be wrong with a whole file of dossiers; a bad row is no problem, it goes to the rejects."""

from __future__ import annotations

from typing import Final

from parindex.errors import kind
from parindex.language import N_

NO_FILE: Final = kind(
    "DO101", N_("không mở được tệp hồ sơ: {reason}"), N_("kiểm tra đường dẫn, tên tệp và quyền đọc")
)
UNREADABLE: Final = kind(
    "DO102",
    N_("không đọc được tệp hồ sơ: {reason}; kho hồ sơ giữ nguyên"),
    N_("xuất lại tệp từ phần mềm một cửa thành CSV UTF-8, .xlsx hoặc Parquet"),
)
CUT_OFF: Final = kind(
    "DO103",
    N_("tệp bị cắt cụt: {reason}; kho hồ sơ giữ nguyên"),
    N_("tải lại hoặc xuất lại tệp cho đủ, rồi nhập lại"),
)
NOT_UTF8: Final = kind(
    "DO104",
    N_("tệp không phải UTF-8; không thể đoán bảng mã cũ (windows-1258, TCVN3, VNI, ...)"),
    N_("mở tệp bằng đúng phần mềm đã tạo ra nó, lưu lại thành “CSV UTF-8” hoặc .xlsx"),
)
TOO_LARGE: Final = kind(
    "DO105",
    N_("tệp vượt giới hạn: {what} là {given}, nhiều nhất được {most}"),
    N_("xuất lại tệp chỉ gồm các cột của hồ sơ, hoặc chia thành nhiều tệp"),
)
NO_COLUMNS: Final = kind(
    "DO106",
    N_("không tìm thấy cột bắt buộc: {lacking}; dòng giống tiêu đề nhất ghi: {found}"),
    N_("đặt tên cột như {example}; hoặc khai trong tệp ánh xạ (--draft-mapping viết nháp, --mapping dùng)"),
)
DOUBLED_COLUMN: Final = kind(
    "DO107",
    N_("hai cột cùng là “{field}”: cột {first_at} “{first}” và cột {second_at} “{second}”"),
    N_("xóa hoặc đổi tên một cột trong tệp; tên khác nhau thì khai được trong tệp ánh xạ (--mapping)"),
)
EMPTY: Final = kind("DO108", N_("tệp không có dòng hồ sơ nào"), N_("chọn đúng tệp rồi nhập lại"))
OTHER_KIND: Final = kind(
    "DO109", N_("không nhận loại tệp này: {reason}; kho hồ sơ giữ nguyên"), N_("{mend}, rồi nộp tệp mới")
)
BAD_MAPPING: Final = kind(
    "DO110",
    N_("tệp ánh xạ không dùng được: {reason}"),
    N_("sửa tệp ánh xạ theo trang docs/methods/dossier-files.md"),
)
UNKNOWN_FIELD: Final = kind(
    "DO111", N_("tệp ánh xạ: không có trường “{given}”"), N_("dùng một trong: {near}")
)
UNKNOWN_TITLE: Final = kind(
    "DO112",
    N_("tệp ánh xạ khai cột “{given}”, nhưng tệp hồ sơ không có cột này"),
    N_("kiểm tra tên cột; tệp có: {known}"),
)
BAD_WORD: Final = kind(
    "DO113",
    N_("tệp ánh xạ: “{word}” của trường {field} được khai là {given}, ngoài các mã được dùng"),
    N_("dùng một trong: {known}"),
)
OLD_FONT: Final = kind(
    "DO114",
    N_("chữ trong tệp là phông cũ TCVN3 (.VnTime): tiêu đề ghi “{found}”; kho hồ sơ giữ nguyên"),
    N_("chuyển tệp sang Unicode (công cụ chuyển mã của UniKey: TCVN3 → Unicode) rồi lưu lại"),
)
