"""What can be said of a printed table.

AU60x what cannot be audited, AU61x sums, AU62x ratios, AU63x changes, AU64x stocks, AU65x ranks,
AU66x classes, AU67x maxima, AU68x averages, AU69x figures printed twice. AU611 and AU612 are said of any
computed figure.
"""

from __future__ import annotations

from typing import Final

from parindex.errors import kind
from parindex.language import N_

_COMPARE: Final = N_("đối chiếu các ô này với số liệu gốc rồi sửa ô sai")

SPEC_FORM: Final = kind(
    "AU601",
    N_("tệp khai báo quan hệ: “{key}” không hợp lệ: {reason}"),
    N_("sửa theo các mẫu trong docs/methods/audit.md"),
)
UNKNOWN_COLUMN: Final = kind("AU602", N_("bảng không có cột “{given}”"), N_("dùng một trong: {known}"))
UNKNOWN_ROW: Final = kind("AU603", N_("bảng không có dòng “{given}”"), N_("ghi đúng tên dòng: {known}"))
AMBIGUOUS: Final = kind(
    "AU604",
    N_("cột “{title}”: “{given}” có thể là {comma} hoặc {point}; cột này chưa được kiểm tra"),
    N_("chạy lại với --decimal comma hoặc --decimal point"),
    "warning",
)
NO_RELATION: Final = kind(
    "AU605",
    N_("không nhận ra quan hệ nào để kiểm tra trong bảng"),
    N_("khai báo quan hệ bằng --spec, xem docs/methods/audit.md"),
    "warning",
)
NOT_A_NUMBER: Final = kind(
    "AU606",
    N_("“{given}” không phải số; ô này không được kiểm tra"),
    N_("sửa ô nếu đây là số liệu"),
    "warning",
)

SUM: Final = kind("AU610", N_("{formula}, bảng in {printed}: lệch {by}{cause}"), _COMPARE)
ROUNDING: Final = kind(
    "AU611",
    N_("{formula}, bảng in {printed}: lệch {by}, có thể do làm tròn"),
    N_("tính lại từ số chưa làm tròn; nếu vẫn lệch thì đối chiếu số liệu gốc"),
    "warning",
)
TRUNCATED: Final = kind(
    "AU612",
    N_("{formula}, làm tròn là {rounded}, bảng in {printed}: cắt bớt thay vì làm tròn"),
    N_("làm tròn nửa lên thay vì bỏ các chữ số cuối, hoặc ghi rõ cách làm của bảng"),
    "warning",
)
RATIO: Final = kind("AU620", N_("{formula}, bảng in {printed}: lệch {by}{cause}"), _COMPARE)
CHANGE: Final = kind("AU630", N_("{formula}, bảng in mức thay đổi {printed}: lệch {by}{cause}"), _COMPARE)
STOCK_MISSING: Final = kind("AU640", N_("tiếp nhận {received} nhưng {formula}: thiếu {by}{cause}"), _COMPARE)
STOCK_EXCESS: Final = kind("AU641", N_("tiếp nhận {received} nhưng {formula}: thừa {by}{cause}"), _COMPARE)

ORDER: Final = kind(
    "AU650",
    N_("{points} điểm xếp hạng {rank}, trong khi “{other}” {other_points} điểm xếp hạng {other_rank}"),
    N_("xếp lại theo điểm chưa làm tròn; theo điểm đã in thì hạng là {expected}"),
)
TIE_SPLIT: Final = kind(
    "AU651",
    N_("cùng {points} điểm với “{other}” nhưng xếp hạng {rank}, không phải {other_rank}"),
    N_("bằng điểm thì đồng hạng; nếu điểm chưa làm tròn khác nhau, in thêm chữ số thập phân"),
    "warning",
)
FALSE_TIE: Final = kind(
    "AU652",
    N_("đồng hạng {rank} với “{other}” nhưng điểm khác nhau: {points} và {other_points}"),
    N_("khác điểm thì khác hạng; xếp lại theo điểm chưa làm tròn"),
)
RANK_GAP: Final = kind(
    "AU653",
    N_("sau hạng {before} ({count} đơn vị) là hạng {rank}; cách xếp hạng của bảng cho hạng {expected}"),
    N_("xếp liền (1, 2, 2, 3) hoặc bỏ hạng (1, 2, 2, 4) cho cả bảng"),
)
DENOMINATOR: Final = kind(
    "AU654",
    N_("hạng {rank}/{of}: mẫu số không khớp với bảng ({expected})"),
    N_("mẫu số là số hạng khác nhau hoặc số đơn vị, như nhau cho cả nhóm"),
)

CLASS: Final = kind(
    "AU660",
    N_("{points} xếp loại “{printed}”, theo mức điểm thì là “{expected}”"),
    N_("mức dưới thuộc về loại đó; sửa xếp loại hoặc điểm"),
)
CLASS_ROUNDING: Final = kind(
    "AU661",
    N_("{points} ở sát ranh giới: in “{printed}”, theo điểm đã in là “{expected}”; có thể do làm tròn"),
    N_("xếp loại theo điểm chưa làm tròn; in thêm chữ số thập phân ở ranh giới"),
    "warning",
)
CLASS_ORDER: Final = kind(
    "AU662",
    N_("{points} xếp loại “{printed}”, trong khi “{other}” {other_points} xếp loại “{other_class}”"),
    N_("điểm cao hơn không thể xếp loại thấp hơn trong cùng nhóm; sửa xếp loại hoặc điểm"),
)

MAXIMA: Final = kind(
    "AU670",
    N_("điểm tối đa cộng lại là {computed}, không phải {printed}: lệch {by}{cause}"),
    N_("cộng lại điểm tối đa của từng mục; biểu mẫu phải đủ {printed} điểm"),
)
ABOVE_MAXIMUM: Final = kind(
    "AU671", N_("{printed} lớn hơn mức tối đa {most}"), N_("sửa điểm, hoặc sửa mức tối đa")
)

MEAN: Final = kind(
    "AU680",
    N_("trung bình của {count} dòng là {computed}, bảng in {printed}: lệch {by}{cause}"),
    _COMPARE,
)
MEAN_OUTSIDE: Final = kind(
    "AU681",
    N_("trung bình {printed} nằm ngoài khoảng từ {least} đến {most} của {count} dòng{cause}"),
    N_("trung bình không thể nằm ngoài các giá trị của nó; tính lại: {computed}"),
)
REPRINT: Final = kind(
    "AU690",
    N_("in {printed}, nhưng {where} in {other}: lệch {by}{cause}"),
    N_("cùng một số liệu phải in như nhau ở mọi chỗ; đối chiếu số liệu gốc"),
)
