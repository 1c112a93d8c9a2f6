"""What can be wrong with a design or with what is asked of it."""

from __future__ import annotations

from typing import Final

from parindex.errors import kind
from parindex.language import N_

NO_COLUMN: Final = kind(
    "SV401",
    N_("bảng trả lời không có cột “{column}” mà thiết kế mẫu cần"),
    N_("thêm cột này, hoặc sửa tên cột trong thiết kế; bảng có: {known}"),
)
EMPTY_CELL: Final = kind(
    "SV402",
    N_("cột “{column}” của thiết kế mẫu để trống ở {count} phiếu, đầu tiên là dòng {row}"),
    N_("điền tầng, cụm, trọng số cho mọi phiếu; phiếu không biết lấy từ đâu thì không suy rộng được"),
)
BAD_WEIGHT: Final = kind(
    "SV403",
    N_("trọng số ở {count} phiếu không phải số hữu hạn không âm, đầu tiên là dòng {row}: {given}"),
    N_("tính lại trọng số; phiếu bị loại có trọng số 0"),
)
BAD_PROBABILITY: Final = kind(
    "SV404",
    N_("xác suất chọn ở {count} phiếu không nằm trong (0; 1], đầu tiên là dòng {row}: {given}"),
    N_("ghi xác suất chọn của mỗi giai đoạn là số lớn hơn 0 và không quá 1"),
)
BAD_POPULATION: Final = kind(
    "SV405",
    N_("cột “{column}” phải toàn số đơn vị của tổng thể (từ 1 trở lên) hoặc toàn tỷ lệ chọn (không quá 1)"),
    N_("ghi cả cột theo một cách; mẫu chọn không đều (PPS Brewer) thì ghi tỷ lệ chọn của từng cụm"),
)
MIXED_POPULATION: Final = kind(
    "SV406",
    N_("trong cùng tầng “{stratum}” (giai đoạn {stage}), cột “{column}” có nhiều giá trị"),
    N_("mỗi tầng có một số đơn vị của tổng thể; chọn PPS thì khai pps “brewer”"),
)
TOO_MANY_DRAWN: Final = kind(
    "SV407",
    N_("tầng “{stratum}” (giai đoạn {stage}) mẫu có {drawn} đơn vị mà tổng thể chỉ có {population}"),
    N_("sửa số đơn vị của tổng thể, hoặc kiểm tra mã cụm"),
)
NOT_NESTED: Final = kind(
    "SV408",
    N_("cụm “{unit}” nằm ở {count} tầng"),
    N_("đặt mã cụm khác nhau giữa các tầng, hoặc khai nest nếu các tầng dùng lại cùng mã cho cụm khác nhau"),
)
LONELY: Final = kind(
    "SV410",
    N_("{count} tầng chỉ có một cụm (giai đoạn {stage}) nên không tính được phương sai: {strata}"),
    N_(
        "gộp tầng khi thiết kế, hoặc chọn rõ một cách: remove, certainty (coi cụm là chọn chắc chắn), "
        "adjust (so với bình quân chung), average (lấy bình quân các tầng khác)"
    ),
)
NO_AVERAGE: Final = kind(
    "SV411",
    N_("cách average không dùng được: giai đoạn {stage} có “{stratum}” mà không tầng nào đủ hai đơn vị"),
    N_("chọn adjust hoặc certainty"),
)
NO_MEASURE: Final = kind(
    "SV412",
    N_("không có “{given}” trong bảng thống kê"),
    N_("dùng một trong: {known}"),
)
NOT_NUMBERS: Final = kind(
    "SV413",
    N_("cột “{column}” có {count} ô không phải số hữu hạn, đầu tiên là dòng {row}: {given}"),
    N_("ghi số, hoặc để trống nếu không có; câu hỏi có phương án thì ghi mã của phương án"),
)
TAKEN_NAME: Final = kind(
    "SV414",
    N_("không chia nhóm theo cột “{given}” được: tên này là của một cột kết quả"),
    N_("đổi tên cột của bảng trả lời rồi chia nhóm theo tên mới"),
)
PART_OF_SAMPLE: Final = kind(
    "SV415",
    N_("không cộng được hai bảng thống kê: trọng số suy từ số đơn vị của tổng thể cần đọc cả mẫu một lần"),
    N_("ghi trọng số hoặc tỷ lệ chọn vào bảng trả lời, hoặc đọc mọi phiếu trong một bảng"),
)
NO_WEIGHT: Final = kind(
    "SV416",
    N_(
        "xác suất chọn hoặc số đơn vị của tổng thể cho trọng số không hữu hạn ở {count} phiếu, "
        "đầu tiên là dòng {row}"
    ),
    N_("sửa xác suất chọn, hoặc ghi trọng số khi cấp ấy chọn có hoàn lại (số đơn vị vô hạn)"),
)
