"""What can be wrong with a file of answers."""

from __future__ import annotations

from typing import Final

from parindex.errors import kind
from parindex.language import N_

NO_QUESTION: Final = kind(
    "SV200",
    N_("tệp không có cột nào của phiếu {form}; các cột đọc được: {found}"),
    N_("kiểm tra đúng tệp và đúng phiếu; tên cột là tên câu (như {example}) hoặc nhãn của câu"),
)
DOUBLED_COLUMN: Final = kind(
    "SV201",
    N_("hai cột “{first}” và “{second}” cùng là {column}"),
    N_("xóa một trong hai cột"),
)
UNKNOWN_COLUMN: Final = kind(
    "SV202",
    N_("không hiểu cột “{header}”; cột này không được đọc"),
    N_("sửa tên cột theo phiếu nếu cần đọc; gần giống: {near}"),
    "warning",
)
MISSING_COLUMNS: Final = kind(
    "SV203",
    N_("tệp thiếu {count} cột của phiếu: {columns}"),
    N_("nếu các câu này có được hỏi, xuất lại tệp cho đủ cột; nếu không, chúng để trống"),
    "warning",
)
NO_ID: Final = kind(
    "SV204",
    N_("tệp không có cột mã phiếu; mã là số dòng của tệp"),
    N_("thêm cột response_id, để lần sau đọc lại vẫn ra cùng một mã"),
    "warning",
)
NO_UNIT: Final = kind(
    "SV205",
    N_("tệp không có cột mã đơn vị; cột unit_id để trống"),
    N_("thêm cột unit_id, hoặc cho biết đơn vị khi đọc tệp của một đơn vị"),
    "warning",
)
DOUBLED_ID: Final = kind(
    "SV206",
    N_("mã phiếu “{id}” đã có ở dòng {first}"),
    N_("mỗi phiếu một mã; xóa dòng trùng, hoặc đặt mã khác"),
)
EMPTY_ID: Final = kind("SV207", N_("dòng này không có mã phiếu"), N_("điền mã phiếu cho dòng này"))
UNREADABLE_SAV: Final = kind(
    "SV208",
    N_("không đọc được tệp SPSS: {reason}"),
    N_("lưu lại tệp từ SPSS dạng .sav, hoặc xuất ra CSV UTF-8"),
)
UNKNOWN_FORMAT: Final = kind(
    "SV209",
    N_("không ghi được tệp “{suffix}”"),
    N_("dùng một trong: .csv, .xlsx, .sav, .parquet"),
)
NOT_AN_OPTION: Final = kind(
    "SV210",
    N_("“{given}” không phải phương án của {column}"),
    N_("ghi mã hoặc nhãn của một phương án: {known}"),
)
NOT_A_FLAG: Final = kind(
    "SV211",
    N_("“{given}” không cho biết {column} có được chọn hay không"),
    N_("ghi 1 (chọn) hoặc 0 (không chọn), hoặc để trống"),
)
NOT_WHOLE: Final = kind(
    "SV212", N_("“{given}” không phải số nguyên"), N_("ghi số nguyên cho {column}, hoặc để trống")
)
NOT_A_NUMBER: Final = kind(
    "SV213", N_("“{given}” không phải một số"), N_("ghi một số cho {column}, hoặc để trống")
)
NOT_A_DAY: Final = kind(
    "SV214",
    N_("“{given}” không phải một ngày"),
    N_("ghi ngày cho {column} dạng 31/12/2026 hoặc 2026-12-31, hoặc để trống"),
)
NOT_A_MOMENT: Final = kind(
    "SV215",
    N_("“{given}” không phải một thời điểm"),
    N_("ghi thời điểm cho {column} dạng 2026-12-31T08:30:00+07:00, hoặc để trống"),
)
