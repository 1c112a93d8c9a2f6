"""The problems of a workbook, with sheet, row and column; and what a workbook cannot carry."""

from __future__ import annotations

from parindex.errors import kind
from parindex.language import N_

UNREADABLE = kind(
    "XL302",
    N_("không đọc được bảng tính: {reason}"),
    N_("kiểm tra đường dẫn; lưu lại thành tệp .xlsx không đặt mật khẩu rồi thử lại"),
)
NO_SHEET = kind(
    "XL303",
    N_("không có trang “{sheet}”"),
    N_("đặt lại tên trang là “{sheet}”; tệp đang có các trang: {present}"),
)
NO_COLUMN = kind(
    "XL304",
    N_("không có cột “{column}”"),
    N_("thêm lại cột “{column}” vào dòng tiêu đề của trang"),
)
DOUBLED_COLUMN = kind(
    "XL305",
    N_("cột “{column}” xuất hiện hai lần (lần đầu ở cột {first})"),
    N_("giữ một cột, xóa hoặc đổi tên cột kia"),
)
NO_CODE = kind(
    "XL306",
    N_("dòng có nội dung nhưng không có mã"),
    N_("ghi mã của tiêu chí vào cột mã, hoặc xóa nội dung của dòng"),
)
WRONG_CODE = kind(
    "XL307",
    N_("mã “{given}” không hợp lệ"),
    N_("mã chỉ gồm chữ, số, dấu chấm và gạch, không có dấu cách; định dạng ô là văn bản rồi nhập lại"),
)
NO_PARENT = kind(
    "XL308",
    N_("không có mục cha “{parent}” của tiêu chí {code}"),
    N_("ghi vào cột này mã của một dòng khác trong trang; để trống nếu tiêu chí ở cấp cao nhất"),
)
PARENT_LOOP = kind(
    "XL309",
    N_("tiêu chí {code} nằm bên dưới chính nó"),
    N_("sửa lại mã mục cha của các dòng này"),
)
NOT_IN_LIST = kind(
    "XL310",
    N_("“{given}” không có trong danh sách của cột"),
    N_("chọn một trong: {known}"),
)
NOT_A_NUMBER = kind(
    "XL311",
    N_("“{given}” không phải là số"),
    N_("nhập một số, dùng dấu phẩy thập phân (18,5); không kèm chữ"),
)
AMBIGUOUS_NUMBER = kind(
    "XL312",
    N_("“{given}” có thể là {as_group} hoặc {as_decimal}"),
    N_("nhập lại thành ô số, hoặc dùng dấu phẩy thập phân và không dùng dấu chấm hàng nghìn"),
)
NOT_A_DAY = kind(
    "XL313",
    N_("“{given}” không phải là ngày"),
    N_("nhập ngày theo dạng ngày/tháng/năm, ví dụ 15/12/2022"),
)
IS_A_DAY = kind(
    "XL314",
    N_("Excel đã đổi nội dung của ô thành ngày {given}"),
    N_("định dạng ô là văn bản (Text) rồi nhập lại"),
)
NOT_A_NOTATION = kind(
    "XL315",
    N_("không hiểu nội dung của ô: {reason}"),
    N_("viết theo mẫu của trang hướng dẫn: mỗi dòng một “khóa: giá trị”"),
)
NO_KIND = kind(
    "XL316",
    N_("có tham số nhưng chưa chọn cách chấm"),
    N_("chọn cách chấm trong danh sách, hoặc xóa tham số"),
)
UNKNOWN_SETTING = kind(
    "XL317",
    N_("khóa “{given}” không có trong phần thiết lập"),
    N_("không sửa cột khóa; xuất lại bảng tính nếu cột đã hỏng"),
)
DOUBLED_ENTRY = kind(
    "XL318",
    N_("“{given}” được ghi hai lần (lần đầu ở dòng {first})"),
    N_("giữ một dòng, xóa dòng kia"),
)
NO_PLACE = kind(
    "XL319",
    N_("dòng ví dụ thiếu {what}"),
    N_("ghi đủ tên ví dụ, đơn vị, loại dòng và mã"),
)
CODE_AS_NUMBER = kind(
    "XL330",
    N_("mã “{given}” được nhập là số; số 0 ở cuối (như 1.10) có thể đã mất"),
    N_("kiểm tra lại mã; định dạng ô là văn bản trước khi nhập"),
    "warning",
)
LOST_COMMENT = kind(
    "XL340",
    N_("ghi chú trong tệp YAML không vào bảng tính: {text}"),
    N_("chép vào ô ghi chú hoặc hướng dẫn nếu cần giữ"),
    "warning",
)
LOST_CONTENT = kind(
    "XL341",
    N_("bảng tính không giữ được nguyên vẹn “{what}”"),
    N_("sửa mục này trong tệp YAML, không sửa qua bảng tính"),
    "warning",
)
LOST_COLUMN = kind(
    "XL342",
    N_("cột “{column}” không thuộc mẫu; nội dung của cột không vào bộ tiêu chí"),
    N_("chuyển nội dung sang một cột của mẫu nếu cần giữ"),
    "warning",
)
LOST_SHEET = kind(
    "XL343",
    N_("trang “{sheet}” không thuộc mẫu; nội dung của trang không vào bộ tiêu chí"),
    N_("chuyển nội dung sang một trang của mẫu nếu cần giữ"),
    "warning",
)
BLANK = kind(
    "XL320",
    N_("thiếu giá trị bắt buộc “{key}”"),
    N_("điền vào ô này, hoặc xóa cả dòng nếu không dùng"),
)
