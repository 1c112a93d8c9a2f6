"""What can be wrong with a file that people fill in.

RD40x the file, RD41x its header, RD42x and RD43x who and which, RD44x what a cell says, RD45x whether it can
be true, RD46x what was typed into a form, RD49x how many more.
"""

from __future__ import annotations

from typing import Final

from parindex.errors import kind
from parindex.language import N_

NO_FILE: Final = kind(
    "RD401", N_("không mở được tệp: {reason}"), N_("kiểm tra đường dẫn, tên tệp và quyền đọc rồi chạy lại")
)
UNREADABLE: Final = kind(
    "RD402",
    N_("không đọc được nội dung tệp: {reason}"),
    N_(
        "mở tệp bằng Excel hoặc LibreOffice, lưu lại thành .xlsx hoặc “CSV UTF-8”, rồi đọc lại; "
        "tệp Parquet thì ghi lại từ nơi đã tạo ra nó"
    ),
)
NOT_UTF8: Final = kind(
    "RD403",
    N_("tệp không phải UTF-8; không thể đoán bảng mã cũ (windows-1258, TCVN3, VNI, ...)"),
    N_("mở tệp bằng đúng phần mềm đã tạo ra nó, lưu lại thành “CSV UTF-8” hoặc .xlsx"),
)
TOO_LARGE: Final = kind(
    "RD404",
    N_("tệp quá lớn: {what} là {given}, nhiều nhất được {most}"),
    N_("xóa ô thừa ở xa bảng, chia nhỏ tệp, hoặc dùng tệp Parquet dạng dài"),
)
EMPTY: Final = kind(
    "RD405", N_("tệp không có ô nào có nội dung"), N_("chọn đúng tệp, hoặc điền số liệu vào tệp")
)
NO_SHEET: Final = kind("RD406", N_("không có trang tính “{given}”"), N_("dùng một trong: {known}"))
WHICH_SHEET: Final = kind(
    "RD407",
    N_("có {count} trang tính đọc được: {known}"),
    N_("chọn một trang bằng --sheet, ví dụ --sheet “{first}”"),
)
NO_HEADER: Final = kind(
    "RD408",
    N_("không tìm thấy dòng tiêu đề: thiếu {lacking}; dòng giống tiêu đề nhất ghi: {found}"),
    N_(
        "đặt tên cột: dạng dài cần “Mã đơn vị”, “Mã tiêu chí”, “Giá trị”; "
        "dạng rộng cần “Mã đơn vị” và mỗi tiêu chí một cột ghi mã, như “3.2” hoặc “3.2:numerator”"
    ),
)
NO_ROWS: Final = kind(
    "RD409", N_("dưới dòng tiêu đề không có dòng số liệu nào"), N_("điền số liệu dưới tiêu đề")
)

UNKNOWN_COLUMN: Final = kind(
    "RD410",
    N_("không hiểu tiêu đề cột “{given}”"),
    N_("sửa tiêu đề hoặc xóa cột; gần giống: {near}"),
)
UNUSED_COLUMN: Final = kind(
    "RD411",
    N_("cột “{given}” không được dùng"),
    N_("không cần làm gì nếu đó là ghi chú; nếu là số liệu, sửa tiêu đề cho đúng mã tiêu chí"),
    "warning",
)
PEER_COLUMN: Final = kind(
    "RD412",
    N_("cột “{given}” không phải tiêu chí; được dùng làm nhóm so sánh của đơn vị"),
    N_("không cần làm gì nếu đúng ý; nếu không, xóa cột"),
    "warning",
)
DOUBLED_COLUMN: Final = kind(
    "RD413",
    N_("hai cột cùng là “{given}” (cột trước: {first})"),
    N_("giữ một cột, xóa hoặc đổi tiêu đề cột kia"),
)
RAGGED: Final = kind(
    "RD414",
    N_("dòng có {given} ô, tiêu đề chỉ có {most}"),
    N_("nếu số có dấu phẩy thập phân, ngăn cột bằng “;” hoặc đặt số trong nháy kép; nếu không, xóa ô thừa"),
)
NO_TITLE: Final = kind(
    "RD415",
    N_("cột có nội dung nhưng không có tiêu đề, nên không được đọc"),
    N_("đặt tiêu đề cho cột nếu đó là số liệu"),
    "warning",
)

NO_UNIT: Final = kind("RD420", N_("dòng không ghi mã đơn vị"), N_("ghi mã đơn vị, hoặc xóa dòng"))
UNKNOWN_UNIT: Final = kind(
    "RD421",
    N_("đơn vị “{given}” không có trong danh sách đơn vị ({count} dòng)"),
    N_("sửa mã đơn vị; gần giống: {near}"),
)
UNKNOWN_CODE: Final = kind(
    "RD422",
    N_("tiêu chí “{given}” không có trong bộ tiêu chí {edition} ({count} chỗ)"),
    N_("sửa mã tiêu chí; gần giống: {near}"),
)
INNER_CODE: Final = kind(
    "RD423",
    N_("“{given}” là mục cha, không nhập điểm: điểm của nó là tổng của các mục dưới ({count} chỗ)"),
    N_("xóa số liệu của mục này; nhập cho: {leaves}"),
)
UNKNOWN_INPUT: Final = kind(
    "RD424",
    N_("tiêu chí {code} không có ô nhập “{given}” ({count} chỗ)"),
    N_("dùng một trong: {known}"),
)
NO_INPUT: Final = kind(
    "RD425",
    N_("tiêu chí {code} có nhiều ô nhập, không rõ số này là của ô nào ({count} chỗ)"),
    N_("ghi thêm tên ô nhập: {known}"),
)
UNCLEAR_CODE: Final = kind(
    "RD426",
    N_("mã tiêu chí ghi dạng số {given} có thể là {known} ({count} chỗ)"),
    N_("định dạng cột mã thành Văn bản (Text) rồi gõ lại mã đầy đủ, ví dụ 3.10"),
)
NO_CODE: Final = kind(
    "RD427", N_("dòng có giá trị nhưng không ghi mã tiêu chí"), N_("ghi mã tiêu chí, hoặc xóa dòng")
)
DOUBLED_VALUE: Final = kind(
    "RD428",
    N_("đơn vị {unit}, tiêu chí {code} được ghi lần nữa cùng một nguồn (lần đầu ở dòng {first})"),
    N_("giữ một dòng, xóa dòng kia; nếu là hai lần chấm, ghi nguồn khác nhau"),
)
DOUBLED_UNIT: Final = kind(
    "RD429",
    N_("đơn vị “{given}” có hai dòng (lần đầu ở dòng {first})"),
    N_("giữ một dòng, xóa dòng kia"),
)
UNKNOWN_STANDING: Final = kind(
    "RD430", N_("tình trạng “{given}” không có ({count} chỗ)"), N_("dùng một trong: {known}")
)
UNKNOWN_SOURCE: Final = kind(
    "RD431", N_("nguồn “{given}” không có ({count} chỗ)"), N_("dùng một trong: {known}")
)
CONFLICT: Final = kind(
    "RD432",
    N_("tình trạng ghi “{standing}” nhưng ô giá trị ghi “{given}”"),
    N_("tình trạng là “có số liệu” khi và chỉ khi có giá trị; sửa một trong hai ô"),
)
RESTORED_ZEROS: Final = kind(
    "RD433",
    N_("mã “{given}” được hiểu là “{unit}”: bảng tính đã bỏ các số 0 ở đầu ({count} mã như vậy)"),
    N_("không cần làm gì nếu đúng; lần sau định dạng cột mã đơn vị thành Văn bản (Text)"),
    "warning",
)
DIFFERENT_NAME: Final = kind(
    "RD434",
    N_("mã {unit} đi với tên “{given}”, trước đó hoặc trong danh sách là “{known}”"),
    N_("kiểm tra dòng có bị lệch không; sửa mã hoặc tên"),
    "warning",
)

NOT_A_NUMBER: Final = kind("RD440", N_("“{given}” không phải số"), N_("nhập số, hoặc: {words}"))
AMBIGUOUS: Final = kind(
    "RD441",
    N_(
        "“{given}” có thể là {comma} hoặc {point}; "
        "cột này không có ô nào khác cho biết dấu nào là dấu thập phân ({count} ô như vậy)"
    ),
    N_("nếu là {comma}, chạy lại với --decimal comma; nếu là {point}, chạy lại với --decimal point"),
)
MIXED: Final = kind(
    "RD442",
    N_(
        "một cột dùng hai cách viết số: “{comma}” (dòng {comma_row}) lấy dấu phẩy làm dấu thập phân, "
        "“{point}” (dòng {point_row}) lấy dấu chấm"
    ),
    N_("viết lại mọi số của cột theo một cách"),
)
OTHER_STYLE: Final = kind(
    "RD443",
    N_("“{given}” không đọc được khi dấu thập phân là {sign} như đã chọn"),
    N_("sửa ô này, hoặc bỏ tùy chọn --decimal"),
)
A_DATE: Final = kind(
    "RD444",
    N_("“{given}” là ngày tháng"),
    N_("bảng tính thường tự đổi 3.2 thành ngày 3/2; định dạng ô thành Văn bản (Text) hoặc Số rồi gõ lại"),
)
EXCEL_ERROR: Final = kind(
    "RD445", N_("ô đang báo lỗi {given}"), N_("sửa công thức của ô, hoặc gõ giá trị vào ô")
)
NO_RESULT: Final = kind(
    "RD446",
    N_("ô là công thức chưa có kết quả: {given}"),
    N_("mở tệp bằng Excel, để tính xong rồi lưu lại; hoặc dán ô thành giá trị"),
)
PERCENT_SIGN: Final = kind(
    "RD447",
    N_("“{given}” là phần trăm, nhưng tiêu chí {code} không nhận phần trăm"),
    N_("nhập {wanted}, không có dấu %"),
)
NOT_USABLE: Final = kind(
    "RD448",
    N_("“{given}” không phải số dùng được (NaN, vô cùng hoặc từ 10^15 trở lên)"),
    N_("nhập lại số này"),
)

TOO_LOW: Final = kind(
    "RD450", N_("{given} nhỏ hơn mức thấp nhất {least} của tiêu chí {code}"), N_("kiểm tra lại số đã nhập")
)
TOO_HIGH: Final = kind(
    "RD451", N_("{given} lớn hơn mức cao nhất {most} của tiêu chí {code}"), N_("kiểm tra lại số đã nhập")
)
NOT_WHOLE: Final = kind(
    "RD452", N_("{given} không phải số nguyên; tiêu chí {code} là số đếm"), N_("nhập số nguyên")
)
NOT_A_CHOICE: Final = kind(
    "RD453", N_("“{given}” không phải lựa chọn của tiêu chí {code}"), N_("dùng một trong: {known}")
)
ABOVE_BOUND: Final = kind(
    "RD454",
    N_("đơn vị {unit}, tiêu chí {code}: {input} {given} lớn hơn {bound} {most}"),
    N_("kiểm tra cả hai số; phần không thể lớn hơn toàn bộ"),
)
NOT_REFUSABLE: Final = kind(
    "RD455",
    N_("ghi “không áp dụng”, nhưng tiêu chí {code} áp dụng cho mọi đơn vị"),
    N_("nhập giá trị; nếu quyết định cho phép không áp dụng, quy định điều đó trong bộ tiêu chí"),
)
SELF_SCORE: Final = kind(
    "RD456",
    N_("nguồn là tự chấm, nhưng tiêu chí {code} không do đơn vị tự chấm (do: {scorer})"),
    N_("xóa giá trị này, hoặc ghi đúng nguồn"),
)
PARTLY_REFUSED: Final = kind(
    "RD457",
    N_("đơn vị {unit}, tiêu chí {code}: có ô ghi “không áp dụng”, có ô ghi số"),
    N_("ghi “không áp dụng” ở mọi ô của tiêu chí, hoặc nhập đủ số"),
)
DASH: Final = kind(
    "RD458",
    N_("“{given}” được hiểu là chưa có số liệu ({count} ô)"),
    N_("nếu là số không, ghi 0; nếu không áp dụng, ghi “Không áp dụng”"),
    "warning",
)

LIKE_SHARES: Final = kind(
    "RD459",
    N_("mọi số của tiêu chí {code} đều không quá 1, trong khi tiêu chí tính theo phần trăm (0–100)"),
    N_("nếu 0,85 nghĩa là 85 %, nhập 85 hoặc định dạng ô là phần trăm; nếu đúng là 0,85 %, không cần làm gì"),
    "warning",
)

WHICH_NUMBER: Final = kind(
    "RD460",
    N_("“{given}” có thể là {comma} hoặc {point}"),
    N_("nhập lại cho rõ: {large} không có dấu phân cách, hoặc {small}"),
)
NO_NUMBER: Final = kind("RD461", N_("“{given}” không phải số"), N_("nhập số, ví dụ 92,5 hoặc 1577"))
MANY_DIGITS: Final = kind(
    "RD462", N_("“{given}” có quá 15 chữ số"), N_("nhập số có nhiều nhất 15 chữ số, kể cả phần thập phân")
)
PART_ABOVE_WHOLE: Final = kind(
    "RD463",
    N_("{input} ({given}) lớn hơn {bound} ({most})"),
    N_("kiểm tra cả hai số; phần không thể lớn hơn toàn bộ"),
)

MORE: Final = kind(
    "RD490", N_("… và {count} chỗ khác cùng lỗi {code}"), N_("sửa những chỗ đã liệt kê rồi đọc lại tệp")
)
MORE_WARNINGS: Final = kind(
    "RD491", N_("… và {count} chỗ khác cùng lưu ý {code}"), N_("xem những chỗ đã liệt kê"), "warning"
)
