"""What can be wrong with a store of dossiers."""

from __future__ import annotations

from typing import Final

from parindex.errors import kind
from parindex.language import N_

LOCKED: Final = kind(
    "DO201",
    N_("kho hồ sơ đang được một tiến trình khác ghi"),
    N_("chờ tiến trình ấy xong rồi chạy lại"),
)
NOT_A_STORE: Final = kind(
    "DO202",
    N_("thư mục này có tệp khác và không phải kho hồ sơ"),
    N_("chọn một thư mục trống hoặc một kho hồ sơ đã có"),
)
BAD_MANIFEST: Final = kind(
    "DO203",
    N_("danh mục manifest.json của kho không đọc được: {reason}"),
    N_("khôi phục kho từ bản sao lưu, hoặc nhập lại các tệp vào một kho mới"),
)
TOO_MANY: Final = kind(
    "DO204",
    N_("danh sách {what} của kho có {given} mã, nhiều nhất được {most}"),
    N_("kiểm tra cột này trong tệp; có thể cột bị lệch. Nếu đúng, chia kho theo tỉnh"),
)
DAMAGED: Final = kind(
    "DO205",
    N_("một tệp của kho bị mất hoặc hỏng"),
    N_("khôi phục kho từ bản sao lưu, hoặc nhập lại các tệp vào một kho mới"),
)
