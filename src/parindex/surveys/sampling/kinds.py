"""What can be wrong with a frame, with a plan for it, and with the record of a draw: codes SV3xx."""

from __future__ import annotations

from typing import Final

from parindex.errors import kind
from parindex.language import N_

NO_ELEMENTS: Final = kind(
    "SV301",
    N_("danh sách không có cột mã phần tử; tiêu đề đọc được: {found}"),
    N_("đặt tên cột như {example}, hoặc chỉ cột bằng --column element_id=TIÊU_ĐỀ"),
)
NO_ID: Final = kind("SV302", N_("dòng không có mã phần tử"), N_("ghi mã, hoặc xóa dòng"))
DOUBLED: Final = kind(
    "SV303",
    N_("phần tử “{given}” có hai dòng (lần đầu ở dòng {first})"),
    N_("giữ một dòng; nếu là hai hồ sơ của một người, ghi mã hồ sơ khác nhau và thêm cột mã người"),
)
NO_STRATUM: Final = kind("SV304", N_("phần tử không thuộc tầng nào"), N_("ghi tầng, hoặc xóa dòng"))
NO_CLUSTER: Final = kind(
    "SV305",
    N_("phần tử không ghi “{column}”, trong khi phương án chọn mẫu qua cấp này"),
    N_("ghi mã cho mọi dòng của danh sách"),
)
SPLIT_CLUSTER: Final = kind(
    "SV306",
    N_("cụm “{given}” nằm ở {count} tầng: {known}"),
    N_("mỗi cụm chỉ thuộc một tầng; đặt mã cụm khác nhau nếu là hai cụm"),
)
NO_SIZE: Final = kind(
    "SV307",
    N_("phần tử không có quy mô, trong khi phương án chọn theo quy mô"),
    N_("ghi quy mô (số hộ, số hồ sơ, ...) cho mọi dòng"),
)
SIZE_NOT_POSITIVE: Final = kind(
    "SV308", N_("quy mô {given} không lớn hơn 0"), N_("sửa quy mô, hoặc bỏ phần tử khỏi danh sách")
)
NOT_A_NUMBER: Final = kind("SV309", N_("“{given}” không phải số"), N_("nhập số, hoặc để trống"))
UNCLEAR_NUMBER: Final = kind(
    "SV310",
    N_("“{given}” có thể là {comma} hoặc {point}, cột này không cho biết dấu nào là dấu thập phân"),
    N_("thêm --decimal comma hoặc --decimal point, hoặc để ô là số thật trong Excel"),
)
NO_COLUMN: Final = kind("SV311", N_("danh sách không có cột “{given}”"), N_("dùng một trong: {known}"))
DOUBLED_COLUMN: Final = kind(
    "SV312",
    N_("hai cột cùng là “{field}”: “{first}” và “{second}”"),
    N_("giữ một cột, hoặc chỉ cột đúng bằng --column {field}=TIÊU_ĐỀ"),
)
BAD_PRIOR: Final = kind(
    "SV313",
    N_("xác suất chọn trước {given} không lớn hơn 0 và không quá 1"),
    N_("ghi xác suất mà phần tử đã được chọn ở các cấp trước, ví dụ 0,25"),
)
EMPTY_STRATUM: Final = kind(
    "SV320",
    N_("tầng “{given}” có cỡ mẫu nhưng không có phần tử nào trong danh sách"),
    N_("sửa tên tầng cho đúng như trong danh sách, hoặc bỏ tầng khỏi bảng cỡ mẫu"),
)
NOT_PLANNED: Final = kind(
    "SV321",
    N_("tầng “{given}” có {count} phần tử nhưng không có cỡ mẫu"),
    N_("ghi cỡ mẫu của tầng (0 nếu không chọn)"),
)
TOO_FEW: Final = kind(
    "SV322",
    N_("tầng “{given}” chỉ có {count}, không đủ {wanted}"),
    N_("giảm cỡ mẫu của tầng, hoặc gộp tầng"),
)
SMALL_CLUSTERS: Final = kind(
    "SV323",
    N_("{count} cụm được chọn nhỏ hơn cỡ mẫu mỗi cụm; các cụm này được lấy hết, mẫu thiếu {lacking}"),
    N_("không cần làm gì nếu chấp nhận được; nếu không, gộp cụm nhỏ hoặc giảm cỡ mẫu mỗi cụm"),
    "warning",
)
NOT_ALLOCATED: Final = kind(
    "SV324",
    N_("không phân bổ được {total}: các sàn cộng lại là {floors}, các trần cộng lại là {caps}"),
    N_("đặt tổng cỡ mẫu giữa hai số ấy, hoặc sửa sàn, trần"),
)
BAD_PLAN: Final = kind(
    "SV325",
    N_("phương án chọn mẫu không dùng được: {reason}"),
    N_("sửa theo trang docs/methods/surveys-sampling.md"),
)
FOLDED_PERSONS: Final = kind(
    "SV326",
    N_("{count} dòng là của người đã có ở dòng khác; mỗi người chỉ giữ một dòng, chọn ngẫu nhiên"),
    N_("không cần làm gì nếu mỗi người chỉ hỏi một lần; nếu chọn hồ sơ, thêm --several-times"),
    "warning",
)
NO_POPULATION: Final = kind(
    "SV327",
    N_("dòng không có đơn vị, hoặc số phần tử không phải số nguyên từ 1 trở lên: “{given}”"),
    N_("ghi mã đơn vị và số phần tử (số hồ sơ, số hộ, số dân) của nó"),
)
BAD_RECORD: Final = kind(
    "SV330", N_("không đọc được biên bản chọn mẫu: {reason}"), N_("dùng tệp JSON do --record ghi ra")
)
NO_INTERVIEWERS: Final = kind(
    "SV331",
    N_("không có điều tra viên nào trong “{given}”"),
    N_("ghi số điều tra viên, hoặc tệp có mỗi dòng một tên"),
)
NOT_A_SHARE: Final = kind(
    "SV332",
    N_("{flag} phải là phần trăm từ {least} đến {most}, không phải “{given}”"),
    N_("ghi số, ví dụ {flag} 5 hoặc {flag} 2,5"),
)
NOTHING_ASKED: Final = kind(
    "SV333",
    N_("chưa nói chọn bao nhiêu"),
    N_("thêm --size SỐ, --sizes TỆP (cột tầng, cột cỡ mẫu) hoặc --plan TỆP"),
)
NO_SEED: Final = kind(
    "SV334",
    N_("chưa có số gieo"),
    N_("thêm --seed SỐ: số nguyên không âm, công bố trước khi chọn mẫu, ví dụ rút thăm hoặc số mở thưởng"),
)
NO_DEVIATIONS: Final = kind(
    "SV335",
    N_("phân bổ Neyman cần độ lệch chuẩn của từng tầng; tầng “{given}” không có"),
    N_("thêm cột “Độ lệch chuẩn” vào tệp --sizes, hoặc dùng --allocation khác"),
)
NOT_A_FACTOR: Final = kind(
    "SV336",
    N_("hệ số thiết kế phải là số lớn hơn 0, không phải “{given}”"),
    N_("ghi số, ví dụ --deff 1,5; 1 là mẫu ngẫu nhiên đơn giản"),
)
BAD_SIZE: Final = kind(
    "SV337",
    N_("dòng không có tầng, hoặc cỡ mẫu không phải số nguyên từ 0 trở lên: “{given}”"),
    N_("ghi tầng và cỡ mẫu của nó; 0 nếu không chọn"),
)
NOBODY_DRAWN: Final = kind(
    "SV338",
    N_("{count} tầng không có ai được chọn: {strata}; mẫu không nói gì về {people} phần tử của các tầng này"),
    N_(
        "không cần làm gì nếu các tầng ấy nằm ngoài điều tra; nếu không, cho mỗi tầng ít nhất 2 phần tử "
        "(--floor 2 của parindex survey design), hoặc gộp tầng"
    ),
    "warning",
)
