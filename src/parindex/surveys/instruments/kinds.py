"""What can be wrong with the file of a form, with its sense, and with a comparison over two forms."""

from __future__ import annotations

from typing import Final

from parindex.errors import kind
from parindex.language import N_

UNKNOWN_INSTRUMENT: Final = kind(
    "SV100", N_("không có phiếu khảo sát “{ref}”"), N_("dùng một trong: {known}")
)
NO_FILE: Final = kind(
    "SV101",
    N_("không đọc được tệp phiếu khảo sát: {reason}"),
    N_("kiểm tra đường dẫn; thư mục của một phiếu phải có tệp instrument.yaml, mã hóa UTF-8"),
)
UNKNOWN_KEY: Final = kind(
    "SV102",
    N_("khóa “{key}” không có trong mẫu của phiếu khảo sát"),
    N_("sửa lại tên khóa theo lược đồ (docs/schema), hoặc xóa đi"),
)
MISSING_KEY: Final = kind("SV103", N_("thiếu khóa bắt buộc “{key}”"), N_("thêm khóa “{key}” vào khối này"))
WRONG_VALUE: Final = kind(
    "SV104",
    N_("giá trị của “{key}” không hợp lệ: {reason}"),
    N_("viết lại theo kiểu ghi trong lược đồ (docs/schema)"),
)

DOUBLED_NAME: Final = kind(
    "SV110",
    N_("tên “{name}” được dùng hai lần (không phân biệt chữ hoa, chữ thường)"),
    N_("đặt tên khác cho một trong hai; tên câu, nội dung và cột trả lời phải khác nhau"),
)
RESERVED_NAME: Final = kind(
    "SV111", N_("tên “{name}” dành cho cột của mẫu khảo sát"), N_("đặt tên khác cho câu hỏi này")
)
NO_OPTIONS: Final = kind(
    "SV112",
    N_("câu “{question}” thuộc loại {kind} nhưng không có phương án trả lời"),
    N_("thêm options, hoặc ghi scale là tên một thang đã khai"),
)
UNKNOWN_SCALE: Final = kind(
    "SV113",
    N_("câu “{question}” dùng thang “{scale}” chưa khai"),
    N_("khai thang ở scales; hiện có: {known}"),
)
DOUBLE_OPTIONS: Final = kind(
    "SV114",
    N_("câu “{question}” có phương án trả lời không dùng được: {reason}"),
    N_("giữ options hoặc scale, không giữ cả hai; loại câu không chọn thì không có phương án"),
)
DOUBLED_OPTION: Final = kind(
    "SV115",
    N_("trong “{owner}”, hai phương án cùng mã hoặc cùng tên “{spelling}”"),
    N_("mỗi phương án một mã riêng; mã được lưu trong dữ liệu"),
)
WRONG_ITEMS: Final = kind(
    "SV116",
    N_("câu “{question}” thuộc loại {kind} có {count} nội dung (items)"),
    N_("chỉ câu loại matrix có items, và phải có ít nhất một"),
)
UNKNOWN_GROUP: Final = kind(
    "SV117", N_("câu “{question}” thuộc nhóm “{group}” chưa khai"), N_("khai nhóm ở groups, hoặc bỏ group")
)
SCATTERED_GROUP: Final = kind(
    "SV118",
    N_("các câu của nhóm “{group}” không đứng liền nhau"),
    N_("xếp các câu của một nhóm liền nhau, hoặc tách thành hai nhóm"),
)
UNKNOWN_ITEM: Final = kind(
    "SV119",
    N_("yếu tố {factor} dùng “{item}”, không phải một câu hay nội dung chọn một phương án"),
    N_("ghi tên một câu loại single hoặc một nội dung của câu loại matrix"),
)
DOUBLED_ITEM: Final = kind(
    "SV120",
    N_("“{item}” được tính trong cả yếu tố {first} và yếu tố {second}"),
    N_("mỗi nội dung chỉ thuộc một yếu tố"),
)
WRONG_SATISFIED: Final = kind(
    "SV121",
    N_("mã {codes} của mức hài lòng không có trong thang của “{item}”, hoặc là mã không ý kiến"),
    N_("sửa index.satisfied theo mã của thang"),
)
WRONG_NO_OPINION: Final = kind(
    "SV122",
    N_("mã không ý kiến {codes} không có trong thang “{scale}”"),
    N_("sửa no_opinion theo mã của thang"),
)
INDEX_WITHOUT_FACTORS: Final = kind(
    "SV123",
    N_("phiếu có {there} nhưng không có {missing}"),
    N_("khai cả factors lẫn index, hoặc bỏ cả hai khi phiếu không tính chỉ số"),
)
WRONG_BANDS: Final = kind(
    "SV124",
    N_("các mức xếp loại chồng nhau hoặc hở nhau ở {at} %"),
    N_("mức sau bắt đầu đúng ở chỗ mức trước kết thúc; from được tính, below không được tính"),
)
WRONG_EXPRESSION: Final = kind(
    "SV125",
    N_("{field} của “{owner}” không đọc được ở ký tự {position}: {reason}"),
    N_("viết lại theo phần XPath được hỗ trợ (docs/methods/surveys-instruments.md)"),
)
UNKNOWN_ANSWER: Final = kind(
    "SV126",
    N_("{field} của “{owner}” hỏi ${{{name}}}, phiếu không có câu này"),
    N_("sửa tên giữa ${{ và }} theo tên câu, tên nội dung hoặc cột ghi cụ thể"),
)
CIRCLE: Final = kind(
    "SV127",
    N_("điều kiện hỏi của “{owner}” quay vòng về chính nó: {path}"),
    N_("bỏ một mắt xích để mỗi câu chỉ phụ thuộc các câu khác"),
)
LATER_ANSWER: Final = kind(
    "SV128",
    N_("{field} của “{owner}” hỏi ${{{name}}}, là câu đứng sau"),
    N_("chuyển câu được hỏi lên trước; trên điện thoại người trả lời đi từng màn hình"),
    "warning",
)
MISPLACED: Final = kind(
    "SV129",
    N_("{field} của “{owner}” không dùng được ở đây: {reason}"),
    N_("bỏ đi, hoặc chuyển sang câu có một câu trả lời"),
)
UNKNOWN_FILTER: Final = kind(
    "SV130",
    N_("choice_filter của “{owner}” nhìn cột “{name}”, các phương án không có cột này"),
    N_("ghi giá trị ở filters của phương án, hoặc đặt tên câu giữa ${{ và }}"),
)
UNKNOWN_SECTION: Final = kind(
    "SV131",
    N_("yếu tố {factor} thuộc phần “{section}” chưa khai"),
    N_("khai phần ở sections, hoặc bỏ section"),
)
DOUBLED_FACTOR: Final = kind("SV132", N_("mã yếu tố “{factor}” được dùng hai lần"), N_("mỗi yếu tố một mã"))
WRONG_BRIDGE: Final = kind(
    "SV133",
    N_("cầu nối tới {to} không dùng được: {reason}"),
    N_("nối chỉ số hoặc các yếu tố có trong phiếu này với một phiếu khác"),
)
MISSING_LANGUAGE: Final = kind(
    "SV134",
    N_("“{owner}” chưa có chữ tiếng Anh, phiếu ghi có tiếng Anh"),
    N_("thêm en vào label; khi thiếu, người đọc tiếng Anh thấy chữ tiếng Việt"),
    "warning",
)
UNDECLARED_LANGUAGE: Final = kind(
    "SV135",
    N_("“{owner}” có chữ tiếng Anh, phiếu không ghi có tiếng Anh"),
    N_("thêm en vào languages của phiếu, hoặc bỏ chữ tiếng Anh"),
)
TEXT_IN_MATRIX: Final = kind(
    "SV136",
    N_("câu “{question}” loại matrix có phương án “ghi cụ thể” ({code})"),
    N_("bỏ has_text, hoặc hỏi riêng bằng một câu loại text"),
)
PIPED_TEXT: Final = kind(
    "SV137",
    N_("chữ của “{owner}” chèn câu trả lời khác (${{...}}), chưa hỗ trợ"),
    N_("viết câu không phụ thuộc câu trả lời trước"),
)
GROUPS_OUT_OF_ORDER: Final = kind(
    "SV138",
    N_("có nhóm không có câu nào, hoặc các nhóm khai không theo thứ tự câu hỏi"),
    N_("khai đúng các nhóm có câu hỏi, theo thứ tự chúng xuất hiện"),
)
RESERVED_FILTER: Final = kind(
    "SV139",
    N_("cột lọc “{name}” của “{owner}” trùng tên cột có sẵn của XLSForm"),
    N_("đặt tên khác cho cột lọc"),
)
NOT_A_FORM: Final = kind(
    "SV140",
    N_("tệp không phải phiếu khảo sát: {reason}"),
    N_("nộp tệp XLSForm (.xlsx) hoặc YAML mã hóa UTF-8; tệp .xls cũ: lưu lại thành .xlsx"),
)
TOO_LONG: Final = kind(
    "SV141",
    N_("phiếu quá dài: {what} là {given}, nhiều nhất {most}"),
    N_("bỏ bớt câu hỏi, hoặc tách thành nhiều phiếu"),
)
