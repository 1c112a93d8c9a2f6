"""The words of the drop-downs: each code of the model with its Vietnamese, read back in either language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from parindex.language import LANGUAGES, N_, Lang, translate
from parindex.text import fold


@dataclass(frozen=True)
class Vocabulary:
    """The choices of a column: code of the model to the word that people see."""

    entries: Mapping[str, str]

    def word(self, code: str, lang: Lang = "vi") -> str:
        """Give the word of a code.

        >>> TIES.word("dense")
        'Đồng hạng, hạng sau kế tiếp (1, 2, 2, 3)'
        """
        return translate(self.entries[code], lang) if code in self.entries else code

    def words(self, lang: Lang = "vi") -> list[str]:
        """List the words, in the order of the model."""
        return [self.word(code, lang) for code in self.entries]

    def in_(self, lang: Lang = "vi") -> str:
        """List the words in one line, for a message."""
        return "; ".join(self.words(lang))

    @cached_property
    def _codes(self) -> dict[str, str]:
        words = {fold(self.word(code, lang)): code for lang in LANGUAGES for code in self.entries}
        return words | {fold(code): code for code in self.entries}

    def code(self, text: str) -> str | None:
        """Give the code of a word (Vietnamese, English, or the code itself); None where there is none.

        >>> SCORED_BY.code("don vi tu cham")
        'unit'
        """
        return self._codes.get(fold(text))


YES_NO = Vocabulary({"true": N_("Có"), "false": N_("Không")})
KINDS = Vocabulary(
    {
        "yes_no": N_("Có / Không"),
        "count": N_("Đếm, mỗi lần một số điểm"),
        "proportional": N_("Theo tỷ lệ"),
        "ratio_floor": N_("Theo tỷ lệ, có mức sàn"),
        "bands": N_("Theo khoảng"),
        "linear": N_("Theo đường thẳng giữa các mốc"),
        "levels": N_("Theo mức đánh giá"),
        "deduction": N_("Trừ điểm theo lỗi"),
        "violation": N_("Có vi phạm thì 0 điểm"),
        "checklist": N_("Theo danh mục nội dung"),
        "relative": N_("So với các đơn vị khác"),
        "formula": N_("Theo công thức"),
        "survey_index": N_("Chỉ số khảo sát"),
        "survey_likert": N_("Phiếu khảo sát theo thang trả lời"),
        "graded": N_("Hội đồng, lãnh đạo cho điểm"),
        "appraised": N_("Người thẩm định cho điểm"),
        "bonus": N_("Điểm thưởng"),
        "penalty": N_("Điểm phạt"),
    }
)
SCORED_BY = Vocabulary(
    {
        "unit": N_("Đơn vị tự chấm"),
        "appraiser": N_("Người thẩm định"),
        "council": N_("Hội đồng"),
        "survey": N_("Điều tra, khảo sát"),
        "dossier": N_("Số liệu hồ sơ"),
        "data": N_("Số liệu khác"),
    }
)
NOT_APPLICABLE = Vocabulary(
    {
        "refuse": N_("Không cho phép"),
        "exclude": N_("Loại khỏi mẫu số"),
        "full": N_("Tính đủ điểm"),
        "zero": N_("Tính 0 điểm"),
    }
)
MISSING = Vocabulary({"block": N_("Chưa tính tổng điểm"), "zero": N_("Tính 0 điểm, có đánh dấu")})
CHANNEL_KINDS = Vocabulary(
    {"base": N_("Trong tổng điểm"), "bonus": N_("Nguồn điểm thưởng"), "penalty": N_("Nguồn điểm phạt")}
)
ON_EXCLUDED = Vocabulary(
    {
        "own": N_("Quy đổi trong nguồn điểm"),
        "total": N_("Quy đổi trên tổng điểm"),
        "none": N_("Không quy đổi"),
    }
)
TIES = Vocabulary(
    {
        "dense": N_("Đồng hạng, hạng sau kế tiếp (1, 2, 2, 3)"),
        "competition": N_("Đồng hạng, hạng sau bỏ cách (1, 2, 2, 4)"),
        "ordinal": N_("Không đồng hạng (1, 2, 3, 4)"),
    }
)
DENOMINATORS = Vocabulary({"distinct": N_("Số hạng khác nhau"), "units": N_("Số đơn vị")})
RANKING_BASES = Vocabulary({"percent": N_("Phần trăm điểm tối đa"), "points": N_("Số điểm")})
CLASS_BASES = Vocabulary(
    {
        "percent": N_("Phần trăm điểm tối đa"),
        "points": N_("Số điểm"),
        "quantile": N_("Vị trí trong bảng xếp hạng"),
    }
)
STANDINGS = Vocabulary(
    {
        "measured": N_("Có số liệu"),
        "missing": N_("Thiếu"),
        "not_applicable": N_("Không áp dụng"),
        "withheld": N_("Không công bố"),
    }
)
"""Standings of a value; all but the first can stand in place of a number."""
