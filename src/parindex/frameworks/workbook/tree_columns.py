"""The columns of the sheet with the criteria: heading, width, hint, place in the model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from parindex.frameworks.workbook.words import KINDS, MISSING, NOT_APPLICABLE, SCORED_BY, YES_NO, Vocabulary
from parindex.language import N_

SHEET: Final = N_("Bộ tiêu chí")


@dataclass(frozen=True)
class TreeColumn:
    """One column: the key under which it is found, its heading, and how it looks and helps."""

    key: str
    heading: str
    width: float
    hint: str = ""
    look: Literal["text", "number", "code", "ours"] = "text"
    vocabulary: Vocabulary | None = None
    path: tuple[str, ...] | None = None
    """Where the value stands in a node of the file; the key itself unless stated."""

    @property
    def place(self) -> tuple[str, ...]:
        """The path of the value in a node."""
        return self.path or (self.key,)


COLUMNS: Final = (
    TreeColumn("code", N_("Mã"), 9, N_("Mã in trong quyết định; không đổi mã đã có"), "code"),
    TreeColumn("parent", N_("Thuộc mục"), 9, N_("Mã của mục cha; để trống ở cấp cao nhất"), "code"),
    TreeColumn("label_vi", N_("Nội dung"), 52, path=("label", "vi")),
    TreeColumn(
        "max", N_("Điểm tối đa"), 9, N_("Số điểm; mục có tiêu chí con ghi tổng điểm các con"), "number"
    ),
    TreeColumn("check", N_("Tổng điểm các mục con"), 9, look="ours"),
    TreeColumn("channel", N_("Nguồn điểm"), 18, N_("Nguồn điểm; để trống thì theo mục cha")),
    TreeColumn("kind", N_("Cách chấm"), 20, N_("Chọn cách chấm cho tiêu chí thành phần"), vocabulary=KINDS),
    TreeColumn(
        "parameters", N_("Tham số cách chấm"), 56, N_("Mỗi dòng một “khóa: giá trị”; xem trang Hướng dẫn")
    ),
    TreeColumn("sentence", N_("Diễn giải cách chấm"), 44, look="ours"),
    TreeColumn("scored_by", N_("Ai chấm"), 16, N_("Để trống thì theo mục cha"), vocabulary=SCORED_BY),
    TreeColumn("evidence", N_("Tài liệu kiểm chứng"), 40, N_("Mỗi dòng một tài liệu")),
    TreeColumn("guidance_vi", N_("Hướng dẫn"), 40, path=("guidance", "vi")),
    TreeColumn(
        "not_applicable",
        N_("Khi không áp dụng"),
        16,
        N_("Cách tính khi đơn vị không có nhiệm vụ này"),
        vocabulary=NOT_APPLICABLE,
    ),
    TreeColumn(
        "missing", N_("Khi thiếu số liệu"), 16, N_("Để trống thì theo trang Thiết lập"), vocabulary=MISSING
    ),
    TreeColumn("legal_ref", N_("Căn cứ"), 24, N_("Điều, khoản, mục của văn bản; để trống thì theo mục cha")),
    TreeColumn(
        "illustrative", N_("Minh họa"), 9, N_("Có: tiêu chí do người soạn tự viết"), vocabulary=YES_NO
    ),
    TreeColumn("role", N_("Đơn vị thẩm định"), 18),
    TreeColumn("feed", N_("Nguồn số liệu"), 18, N_("Tên chỉ số tự động cấp số liệu")),
    TreeColumn(
        "round",
        N_("Số chữ số làm tròn"),
        9,
        N_("Số nguyên từ 0 đến 9; để trống thì không làm tròn"),
        "number",
    ),
    TreeColumn("label_en", N_("Nội dung (tiếng Anh)"), 40, path=("label", "en")),
    TreeColumn("guidance_en", N_("Hướng dẫn (tiếng Anh)"), 40, path=("guidance", "en")),
)
BY_KEY: Final = {column.key: column for column in COLUMNS}
NUMBER_OF: Final = {column.key: number for number, column in enumerate(COLUMNS)}
HEADINGS: Final = {column.key: column.heading for column in COLUMNS}
IGNORED: Final = frozenset({"check", "sentence"})
"""Columns that we compute: read past on the way back."""
REQUIRED: Final = ("code", "parent", "label_vi", "max", "kind", "parameters")
