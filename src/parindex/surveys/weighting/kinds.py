"""What can be wrong with what weights are made from."""

from __future__ import annotations

from typing import Final

from parindex.errors import kind
from parindex.language import N_

NO_COLUMN: Final = kind(
    "SV450",
    N_("bảng phiếu không có cột “{column}”"),
    N_("thêm cột này, hoặc chọn trong các cột: {known}"),
)
WRONG_PROBABILITY: Final = kind(
    "SV451",
    N_("xác suất chọn ở {count} dòng không lớn hơn 0 và không quá 1 (dòng {rows})"),
    N_("lấy lại xác suất từng giai đoạn từ bảng mẫu đã rút; không để trống"),
)
EMPTY_CELL: Final = kind(
    "SV452",
    N_("{count} phiếu để trống ô dùng để điều chỉnh trọng số (dòng {rows})"),
    N_("điền theo dàn mẫu, hoặc ghi một giá trị riêng cho “không rõ” ở cả phiếu và dân số"),
)
UNKNOWN_OUTCOME: Final = kind(
    "SV453",
    N_("không hiểu kết quả tiếp cận: {given}"),
    N_("ghi một trong: {known}; hoặc nói mã nào ứng với kết quả nào"),
)
CELL_TOO_SMALL: Final = kind(
    "SV454",
    N_("ô {cells} không đủ người trả lời ({count}, cần ít nhất {least}), gộp hết các ô vẫn không đủ"),
    N_("thu thêm phiếu, hoặc hạ số người trả lời tối thiểu và nói rõ trong thẻ phương pháp"),
)
NOT_IN_POPULATION: Final = kind(
    "SV455",
    N_("có phiếu mà bảng dân số không có: {cells}"),
    N_("thêm các ô này vào bảng dân số, hoặc sửa giá trị trên phiếu cho cùng cách ghi"),
)
NOT_IN_SAMPLE: Final = kind(
    "SV456",
    N_("bảng dân số có mà không có phiếu nào: {cells}"),
    N_("gộp ô này với ô gần nó ở cả phiếu và dân số; không thể nhân trọng số của số không"),
)
WRONG_POPULATION: Final = kind(
    "SV457",
    N_("dân số của ô {cells} không phải là số lớn hơn 0"),
    N_("ghi số người của ô; ô không có người thì bỏ khỏi bảng"),
)
TOTALS_DIFFER: Final = kind(
    "SV458",
    N_("tổng dân số của các bảng biên khác nhau: {totals}"),
    N_("dùng các bảng của cùng một nguồn và một ngày, hoặc quy về cùng một tổng"),
)
CELL_TWICE: Final = kind(
    "SV459",
    N_("bảng dân số ghi hai lần: {cells}"),
    N_("giữ một dòng cho mỗi ô"),
)
OUT_OF_REACH: Final = kind(
    "SV460",
    N_("giới hạn từ {lower} đến {upper} không cho đạt tổng của {cells}: cần nhân trọng số với {needed}"),
    N_("nới giới hạn, hoặc gộp ô này với ô khác"),
)
NOT_CONVERGED: Final = kind(
    "SV461",
    N_(
        "sau {iterations} vòng không tìm được trọng số khớp mọi biên; "
        "lệch nhiều nhất ở {cells}: {reached} so với {wanted}"
    ),
    N_("gộp các ô nhỏ, nới giới hạn, hoặc kiểm tra các biên có mâu thuẫn với nhau không"),
)
WRONG_LIMITS: Final = kind(
    "SV462",
    N_("giới hạn từ {lower} đến {upper} không dùng được"),
    N_("giới hạn dưới từ 0 trở lên và nhỏ hơn giới hạn trên; giới hạn của hệ số phải chứa 1"),
)
WRONG_WEIGHTS: Final = kind(
    "SV463",
    N_("trọng số không dùng được: {count} dòng trống, âm hoặc vô hạn (dòng {rows})"),
    N_("mỗi dòng của bảng phiếu có một trọng số từ 0 trở lên"),
)
ALL_ZERO: Final = kind(
    "SV449",
    N_("trọng số không dùng được: không phiếu nào có trọng số lớn hơn 0"),
    N_("kiểm tra cột trọng số, và tệp kết luận nếu có: phiếu được tính phải có trọng số lớn hơn 0"),
)
