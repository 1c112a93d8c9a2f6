"""Samples as reports: sizes side by side, what was drawn, whether a draw is the recorded one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import polars as pl

from parindex.errors import Phrase
from parindex.language import N_, Lang, translate
from parindex.numerals import format_number
from parindex.reports.content import Column, Report, Table
from parindex.reports.numbers import shown
from parindex.surveys.sampling.drawn import SAMPLE, Drawn
from parindex.surveys.sampling.protocol import Record, Verification
from parindex.surveys.sampling.sizes import OFFICIAL_MARGIN, SIZES, Assumptions

_TOTAL: Final = N_("Tổng cộng")
_SIZE_HEADS: Final = {
    "unit_id": N_("Đơn vị"),
    "population": N_("Tổng thể"),
    "official_n": N_("Cỡ mẫu chính thức của riêng đơn vị"),
    "official_margin": N_("sai số thật (± %)"),
    "share_n": N_("Phần chia từ cỡ mẫu chính thức chung"),
    "share_margin": N_("sai số thật của phần chia (± %)"),
    "design_n": N_("Số phiếu cần theo thiết kế"),
    "design_invited": N_("Số người cần mời"),
    "design_margin": N_("sai số đạt (± %)"),
    "planned_n": N_("Cỡ mẫu dự kiến"),
    "planned_margin": N_("sai số của cỡ dự kiến (± %)"),
}
_STRATUM_HEADS: Final = {
    "stratum": N_("Tầng"),
    "population": N_("Số phần tử"),
    "clusters": N_("Số cụm được chọn"),
    "taken": N_("Số được chọn"),
    "reserve": N_("Số dự phòng"),
    "weights": N_("Tổng trọng số"),
}
_SAMPLE_HEADS: Final = {
    "element_id": N_("Mã phần tử"), "person_id": N_("Mã người"), "unit_id": N_("Mã đơn vị"),
    "stratum": N_("Tầng"), "psu": N_("Cụm"), "ssu": N_("Cụm cấp 2"), "is_reserve": N_("Dự phòng"),
    "order": N_("Thứ tự"), "dossiers": N_("Số hồ sơ của người ấy"),
    "pi_1": N_("Xác suất cấp 1"), "pi_2": N_("Xác suất cấp 2"), "pi_3": N_("Xác suất cấp 3"),
    "population_1": N_("Tổng số cấp 1"), "population_2": N_("Tổng số cấp 2"),
    "population_3": N_("Tổng số cấp 3"), "taken_1": N_("Số chọn cấp 1"), "taken_2": N_("Số chọn cấp 2"),
    "taken_3": N_("Số chọn cấp 3"), "prior": N_("Xác suất chọn trước"),
    "probability": N_("Xác suất chung"), "weight": N_("Trọng số"),
}  # fmt: skip
_DIFFERENCE_HEADS: Final = {
    "what": N_("Chỗ khác"), "recorded": N_("Theo biên bản"), "repeated": N_("Khi chọn lại"),
}  # fmt: skip
_SHORT_HASH: Final = 16


def sizes_report(sizes: pl.DataFrame, wanted: Assumptions, lang: Lang = "vi") -> Report:
    """Show the official size beside the size by design; margins in percent for people."""
    title = translate(N_("Cỡ mẫu: quy định chính thức bên cạnh thiết kế"), lang)
    has_plan = sizes["planned_n"].null_count() < sizes.height
    names = [name for name in _SIZE_HEADS if has_plan or not name.startswith("planned_")]
    margins = [pl.col(name) * 100 for name in names if name.endswith("_margin")]
    people = sizes.with_columns(pl.col("unit_id").fill_null(translate(_TOTAL, lang)), *margins).select(names)
    columns = tuple(_size_column(name, lang) for name in names)
    table = Table("sizes", title, people, columns, strong=frozenset({sizes.height - 1}))
    full = Table("sizes", title, sizes, tuple(Column(name, _head(name, lang)) for name in SIZES))
    about = (_assumptions(wanted, lang),)
    notes = (_about_official(lang), *_unreachable(sizes, lang))
    facts = {name: getattr(wanted, name) for name in Assumptions.__dataclass_fields__}
    return Report(title, about, (table,), notes, facts, more=lambda: [full], sheets=lambda: [table])


def _size_column(name: str, lang: Lang) -> Column:
    decimals = 1 if name.endswith("_margin") else 0
    return Column(name, _head(name, lang), None if name == "unit_id" else decimals, is_key=name == "unit_id")


def _head(name: str, lang: Lang) -> str:
    return translate(_SIZE_HEADS.get(name, name), lang)


def _assumptions(wanted: Assumptions, lang: Lang) -> str:
    text = N_(
        "Theo thiết kế: sai số ±{margin}, độ tin cậy {confidence}, tỷ lệ dự kiến {proportion}, "
        "hệ số thiết kế {deff}, tỷ lệ trả lời {response}"
    )
    details = {
        "margin": _percent(wanted.margin * 100, lang),
        "confidence": _percent(wanted.confidence * 100, lang),
        "proportion": _percent(wanted.proportion * 100, lang),
        "deff": format_number(wanted.deff, None, lang),
        "response": _percent(wanted.response_rate * 100, lang),
    }
    return Phrase(text, details).in_(lang)


def _percent(number: float, lang: Lang) -> str:
    return f"{shown(number, None, lang)} %"


def _about_official(lang: Lang) -> str:
    text = N_(
        "Cỡ mẫu chính thức n = N/(1 + N·e²), e = {margin}, làm tròn lên: chỉ là sai số của mẫu ngẫu "
        "nhiên đơn giản cho cả tổng thể; nó không nói gì về từng đơn vị. Sai số thật tính cả hệ số thiết "
        "kế, tổng thể hữu hạn và người không trả lời."
    )
    return Phrase(text, {"margin": _percent(float(OFFICIAL_MARGIN) * 100, lang)}).in_(lang)


def _unreachable(sizes: pl.DataFrame, lang: Lang) -> tuple[str, ...]:
    count = sizes.filter(pl.col("unit_id").is_not_null() & ~pl.col("is_reachable")).height
    text = N_("{count} đơn vị không đủ người để mời; mời hết cũng không đạt sai số muốn có.")
    return (Phrase(text, {"count": count}).in_(lang),) if count else ()


def draw_report(drawn: Drawn, record: Record, lang: Lang = "vi") -> Report:
    """Show what was drawn in each stratum; the sample itself is the first table for files."""
    title = Phrase(
        N_("Mẫu {drawn} phần tử, dự phòng {reserve}"),
        {name: format_number(record.sample[name], None, lang) for name in ("drawn", "reserve")},
    ).in_(lang)
    heads = [name for name in _STRATUM_HEADS if name != "clusters" or drawn.frame.has("psu")]
    counts = drawn.by_stratum().select(heads)
    strata = Table(
        "strata",
        translate(N_("Số được chọn của từng tầng"), lang),
        counts,
        tuple(_stratum_column(name, lang) for name in heads),
    )
    columns = tuple(Column(name, translate(_SAMPLE_HEADS[name], lang)) for name in SAMPLE)
    sample = Table("sample", translate(N_("Mẫu"), lang), drawn.sample, columns)
    facts = {name: value for name, value in record.as_dict().items() if name != "strata"}
    return Report(
        title, _about(record, lang), (strata,), (_how_to_verify(lang),), facts, more=lambda: [sample, strata]
    )


def _stratum_column(name: str, lang: Lang) -> Column:
    decimals = {"stratum": None, "weights": 2}.get(name, 0)
    return Column(name, translate(_STRATUM_HEADS[name], lang), decimals, is_key=name == "stratum")


def _about(record: Record, lang: Lang) -> tuple[str, ...]:
    frame = N_("Danh sách: {elements} phần tử, {people} người; mã băm {hash}")
    details: dict[str, Any] = {
        "elements": format_number(record.frame["elements"], None, lang),
        "people": format_number(record.frame["people"], None, lang),
        "hash": record.frame["hash"],
    }
    seed = Phrase(
        N_("Số gieo {seed}; mã băm của mẫu {hash}"), {"seed": record.seed, "hash": record.sample["hash"]}
    )
    return (Phrase(frame, details).in_(lang), seed.in_(lang))


def _how_to_verify(lang: Lang) -> str:
    return translate(
        N_("Ai có danh sách và biên bản đều chọn lại được: parindex survey draw TỆP --verify BIÊN_BẢN.json"),
        lang,
    )


def verification_report(found: Verification, record: Record, lang: Lang = "vi") -> Report:
    """Say whether a repeated draw is the recorded one, or where it differs; failed where it does."""
    if found.is_equal:
        said = translate(N_("Chọn lại cho đúng mẫu trong biên bản."), lang)
        return Report(said, _about(record, lang), facts={"is_equal": True})
    title = translate(N_("Chọn lại không cho mẫu trong biên bản"), lang)
    rows = [
        {"what": one.what.in_(lang), "recorded": _cut(one.recorded), "repeated": _cut(one.repeated)}
        for one in found.differences
    ]
    columns = tuple(Column(name, translate(head, lang)) for name, head in _DIFFERENCE_HEADS.items())
    table = Table("differences", title, pl.DataFrame(rows), columns)
    return Report(title, _about(record, lang), (table,), facts={"is_equal": False}, is_failed=True)


def _cut(text: str) -> str:
    """Shorten a hash to what tells two apart; nothing else is as long and unbroken."""
    is_hash = len(text) == 4 * _SHORT_HASH and text.isalnum()
    return f"{text[:_SHORT_HASH]}…" if is_hash else text


def list_heading(record: Record, interviewer: str, lang: Lang = "vi") -> tuple[str, Sequence[str], str]:
    """Give the title, the lines above and the foot of an interviewer's list."""
    title = translate(N_("Danh sách phỏng vấn"), lang)
    who = Phrase(N_("Điều tra viên: {name}"), {"name": interviewer}).in_(lang)
    others = [f"{name}: {value}" for name, value in record.about.items()]
    foot = Phrase(
        N_("Số gieo {seed}; mã băm danh sách {hash}"),
        {"seed": record.seed, "hash": str(record.frame["hash"])[:_SHORT_HASH]},
    )
    return title, [who, *others], foot.in_(lang)
