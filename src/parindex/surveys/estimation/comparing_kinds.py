"""What can be wrong with replicates and comparisons."""

from __future__ import annotations

from typing import Final

from parindex.errors import ProblemKind, kind
from parindex.language import N_

__all__ = ["ProblemKind"]

SINGLE_UNIT: Final = kind(
    "SV464",
    N_("{count} tầng chỉ có một cụm nên không lặp mẫu được: {strata}"),
    N_("gộp tầng, hoặc chọn rõ “certainty”: coi cụm đó là chọn chắc chắn"),
)
ODD_UNITS: Final = kind(
    "SV465",
    N_("mẫu nửa cân bằng (BRR) cần số cụm chẵn ở mỗi tầng; {count} tầng không chẵn: {strata}"),
    N_("dùng jackknife hoặc bootstrap, hoặc ghép cụm thành cặp khi thiết kế"),
)
NO_REPLICATES: Final = kind(
    "SV466",
    N_("thiết kế này không cho mẫu lặp {kind} nào: không tầng nào có hai cụm trở lên mà chưa điều tra hết"),
    N_("kiểm tra cột tầng, cụm và số cụm của tổng thể; điều tra toàn bộ thì không có sai số chọn mẫu"),
)
TOO_FEW_REPLICATES: Final = kind(
    "SV467",
    N_("{given} mẫu lặp là quá ít"),
    N_("chọn từ 2 trở lên; thường dùng 200 đến 1000"),
)
WRONG_RHO: Final = kind(
    "SV468",
    N_("hệ số Fay {given} không nằm trong [0; 1)"),
    N_("chọn 0 (BRR) hoặc một số như 0,3 hay 0,5"),
)
OTHER_UNITS: Final = kind(
    "SV469",
    N_("mẫu lặp được tạo cho các cụm khác với bảng thống kê này"),
    N_("tạo lại mẫu lặp từ bảng thống kê đang dùng"),
)
NO_PAIR: Final = kind(
    "SV470",
    N_("không có hai nhóm nào để so sánh theo {columns}"),
    N_("chọn cột có ít nhất hai giá trị trong phiếu"),
)
NO_YEAR: Final = kind(
    "SV471",
    N_("bảng phiếu của {year} thiếu cột: {columns}"),
    N_("hai năm phải cùng cột thiết kế và cùng câu hỏi được so sánh"),
)
