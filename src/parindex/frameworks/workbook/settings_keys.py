"""The rows of the settings sheet: key of the file, words, kind of value, and what it means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from parindex.frameworks.workbook.words import (
    CHANNEL_KINDS,
    CLASS_BASES,
    DENOMINATORS,
    MISSING,
    ON_EXCLUDED,
    RANKING_BASES,
    TIES,
    YES_NO,
    Vocabulary,
)
from parindex.language import N_

SHEET: Final = N_("Thiết lập")
Kind = Literal["text", "whole", "number", "day", "choice", "switch", "lines"]


@dataclass(frozen=True)
class Setting:
    """One row: ``path`` is the place in the file."""

    path: tuple[str, ...]
    heading: str
    kind: Kind = "text"
    help: str = ""
    vocabulary: Vocabulary | None = None
    is_locked: bool = False

    @property
    def key(self) -> str:
        """The key as written in the first column."""
        return ".".join(self.path)


def _setting(
    key: str, heading: str, kind: Kind = "text", help_: str = "", vocabulary: Vocabulary | None = None
) -> Setting:
    return Setting(tuple(key.split(".")), heading, kind, help_, vocabulary, is_locked=key == "id")


IDENTITY: Final = (
    _setting("id", N_("Tên máy"), help_=N_("Chữ thường và gạch nối; không đổi giữa các năm")),
    _setting("year", N_("Năm"), "whole", N_("Năm đánh giá đầu tiên dùng bộ tiêu chí này")),
    _setting("title.vi", N_("Tên bộ tiêu chí")),
    _setting("title.en", N_("Tên bộ tiêu chí (tiếng Anh)")),
    _setting(
        "illustrative", N_("Bộ tiêu chí minh họa"), "switch", N_("Có: không phải bộ đã ban hành"), YES_NO
    ),
    _setting("note.vi", N_("Ghi chú")),
    _setting("note.en", N_("Ghi chú (tiếng Anh)")),
    _setting("unit_kinds", N_("Loại đơn vị"), "lines", N_("Mỗi dòng một loại: commune, ward, department, …")),
    _setting("league.vi", N_("Nhóm đơn vị được xếp hạng")),
    _setting("league.en", N_("Nhóm đơn vị được xếp hạng (tiếng Anh)")),
)
LAW: Final = (
    _setting("legal_basis.number", N_("Số, ký hiệu quyết định"), help_=N_("Ví dụ: 3395/QĐ-UBND")),
    _setting("legal_basis.date", N_("Ngày ban hành"), "day", N_("Ngày/tháng/năm")),
    _setting("legal_basis.issuer.vi", N_("Cơ quan ban hành")),
    _setting("legal_basis.issuer.en", N_("Cơ quan ban hành (tiếng Anh)")),
    _setting("legal_basis.title.vi", N_("Trích yếu")),
    _setting("legal_basis.title.en", N_("Trích yếu (tiếng Anh)")),
    _setting("legal_basis.replaces", N_("Thay thế văn bản"), "lines", N_("Mỗi dòng một số, ký hiệu")),
    _setting("legal_basis.source", N_("Nguồn của văn bản")),
    _setting("validity.from", N_("Có hiệu lực từ ngày"), "day", N_("Ngày/tháng/năm")),
    _setting("validity.to", N_("Hết hiệu lực sau ngày"), "day", N_("Để trống khi chưa biết")),
)
SCORING: Final = (
    _setting("settings.decimals", N_("Số chữ số thập phân in ra"), "whole", N_("Chỉ làm tròn khi in")),
    _setting(
        "settings.missing",
        N_("Khi tiêu chí thiếu số liệu"),
        "choice",
        N_("Từng tiêu chí có thể khác"),
        MISSING,
    ),
    _setting("settings.ranking.ties", N_("Cách xếp hạng khi bằng điểm"), "choice", "", TIES),
    _setting(
        "settings.ranking.denominator",
        N_("Mẫu số của hạng"),
        "choice",
        N_("Số đứng sau dấu gạch: 9/19"),
        DENOMINATORS,
    ),
    _setting("settings.ranking.basis", N_("Xếp hạng theo"), "choice", "", RANKING_BASES),
    _setting(
        "settings.remedy.threshold",
        N_("Ngưỡng phải khắc phục (%)"),
        "number",
        N_("Lĩnh vực đạt dưới tỷ lệ này phải có giải pháp; để trống khi không quy định"),
    ),
    _setting("settings.remedy.note.vi", N_("Quy định về khắc phục")),
    _setting("settings.remedy.note.en", N_("Quy định về khắc phục (tiếng Anh)")),
    _setting(
        "settings.total.floor", N_("Tổng điểm không thấp hơn"), "number", N_("Để trống khi không quy định")
    ),
    _setting(
        "settings.total.cap", N_("Tổng điểm không cao hơn"), "number", N_("Để trống khi không quy định")
    ),
    _setting(
        "settings.classes.basis", N_("Xếp loại theo"), "choice", N_("Các mức ở bảng Xếp loại"), CLASS_BASES
    ),
    _setting("settings.classes.note.vi", N_("Quy định về xếp loại")),
    _setting("settings.classes.note.en", N_("Quy định về xếp loại (tiếng Anh)")),
)
GROUPS: Final = (
    (N_("Bộ tiêu chí"), IDENTITY),
    (N_("Văn bản và hiệu lực"), LAW),
    (N_("Cách tính chung"), SCORING),
)
SETTINGS: Final = {setting.key: setting for _, settings in GROUPS for setting in settings}

CHANNELS: Final = "[channels]"
CLASSES: Final = "[classes]"


@dataclass(frozen=True)
class ListColumn:
    """A column of one of the two lists below the settings."""

    path: tuple[str, ...]
    heading: str
    kind: Kind = "text"
    vocabulary: Vocabulary | None = None

    @property
    def key(self) -> str:
        """The name of the column for the machine."""
        return "_".join(self.path)


CHANNEL_COLUMNS: Final = (
    ListColumn(("name",), N_("Tên máy")),
    ListColumn(("label", "vi"), N_("Nguồn điểm")),
    ListColumn(("max",), N_("Điểm tối đa"), "number"),
    ListColumn(("kind",), N_("Loại nguồn điểm"), "choice", CHANNEL_KINDS),
    ListColumn(("on_excluded",), N_("Khi có tiêu chí bị loại"), "choice", ON_EXCLUDED),
    ListColumn(("optional",), N_("Có thể không tổ chức"), "switch", YES_NO),
    ListColumn(("label", "en"), N_("Nguồn điểm (tiếng Anh)")),
)
CLASS_COLUMNS: Final = (
    ListColumn(("code",), N_("Mã loại")),
    ListColumn(("label", "vi"), N_("Xếp loại")),
    ListColumn(("from",), N_("Từ (kể cả)"), "number"),
    ListColumn(("below",), N_("Đến dưới"), "number"),
    ListColumn(("label", "en"), N_("Xếp loại (tiếng Anh)")),
)
LISTS: Final = {CHANNELS: CHANNEL_COLUMNS, CLASSES: CLASS_COLUMNS}
LIST_TITLES: Final = {CHANNELS: N_("Nguồn điểm"), CLASSES: N_("Xếp loại")}
