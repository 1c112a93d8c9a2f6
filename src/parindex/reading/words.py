"""Words that stand in cells in place of numbers, and words for standings and sources."""

from __future__ import annotations

from typing import Final

import polars as pl

from parindex.language import N_
from parindex.reading.slots import CHOICE_TYPES, Slots
from parindex.tables import MEASURED, MISSING, NOT_APPLICABLE, SOURCES, STANDINGS, WITHHELD
from parindex.text import fold

YES_WORDS: Final = ("Có", "yes", "y", "x", "✓", "✔", "true", "đúng", "đạt")
NO_WORDS: Final = ("Không", "no", "n", "false", "sai", "không đạt")

NOT_APPLICABLE_WORDS: Final = (
    "Không áp dụng", "KAD", "KÁD", "N/A", "NA", "n.a.", "not applicable", "not_applicable",
)  # fmt: skip
WITHHELD_WORDS: Final = ("Không công bố", "withheld")
MISSING_WORDS: Final = ("Chưa có", "Chưa có số liệu", "Thiếu", "missing")
DASHES: Final = ("-", "–", "—", "...", "…")
"""A dash can mean none, not yet, or not applicable; it is read as not yet, and said so."""

STANDING_NAMES: Final = {
    MEASURED: ("measured", "Có số liệu", "Đã có"),
    MISSING: MISSING_WORDS,
    NOT_APPLICABLE: NOT_APPLICABLE_WORDS,
    WITHHELD: WITHHELD_WORDS,
}
_SOURCE_NAMES: Final = {
    "self": ("Tự chấm", "Tự đánh giá"),
    "appraisal1": ("Thẩm định", "Thẩm định lần 1"),
    "appraisal2": ("Thẩm định lần 2",),
    "council": ("Hội đồng",),
    "survey": ("Khảo sát", "Điều tra", "Điều tra XHH"),
    "dossier": ("Hồ sơ",),
    "published": ("Công bố", "Đã công bố"),
}

WANTED: Final = {"count": N_("số nguyên"), "points": N_("số điểm"), "number": N_("số")}
"""What an input takes that takes no percentage."""

STANDING_WORDS: Final = {fold(word): standing for standing, words in STANDING_NAMES.items() for word in words}
"""What the column of standings may say, folded."""
SOURCE_WORDS: Final = {
    fold(word): source for source in SOURCES for word in (source, *_SOURCE_NAMES.get(source, ()))
}
"""What the column of sources may say, folded."""
KNOWN_STANDINGS: Final = ", ".join(f"{STANDING_NAMES[number][0]}" for number in range(len(STANDINGS)))
KNOWN_SOURCES: Final = ", ".join(SOURCES)

_CELL_STANDINGS: Final = {
    **{fold(word): MISSING for word in (*MISSING_WORDS, *DASHES)},
    **{fold(word): NOT_APPLICABLE for word in NOT_APPLICABLE_WORDS},
    **{fold(word): WITHHELD for word in WITHHELD_WORDS},
}


def cell_standings() -> pl.DataFrame:
    """Give the words of a cell that are a standing (``word, said_standing, is_dash``)."""
    dashes = {fold(dash) for dash in DASHES}
    rows = [(word, standing, word in dashes) for word, standing in _CELL_STANDINGS.items()]
    schema = {"word": pl.String, "said_standing": pl.UInt8, "is_dash": pl.Boolean}
    return pl.DataFrame(rows, schema=schema, orient="row")


def cell_numbers(slots: Slots) -> pl.DataFrame:
    """Give the words that are a number in a slot: yes and no, the labels of levels (``slot, word, said``)."""
    rows: dict[tuple[int, str], float] = {}
    for number, slot in enumerate(slots.all):
        if slot.spec.type not in CHOICE_TYPES:
            continue
        for choice in slot.spec.choices:
            for label in filter(None, (choice.label.vi, choice.label.en)):
                rows.setdefault((number, fold(label)), float(choice.value))
        if slot.spec.type == "yes_no":
            for answer, words in ((1.0, YES_WORDS), (0.0, NO_WORDS)):
                rows.update({(number, fold(word)): answer for word in words})
    listed = [(number, word, said) for (number, word), said in rows.items()]
    return pl.DataFrame(
        listed, schema={"slot": pl.UInt32, "word": pl.String, "said": pl.Float64}, orient="row"
    )
