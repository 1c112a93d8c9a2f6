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
