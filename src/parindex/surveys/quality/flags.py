"""What a check gives: a table of flags, each with the figure that led to it and the limit it was held to."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Literal

import polars as pl

from parindex.language import N_, Lang, decimal_text, translate

FLAGS: Final = pl.Schema(
    {
        "response_id": pl.String,
        "check": pl.String,
        "about": pl.String,
        "figure": pl.Float64,
        "limit": pl.Float64,
    }
)
"""One row for each flag. ``response_id`` is null where a whole group is meant; ``about`` names what else is
concerned: the other answer, the item, the interviewer, the unit."""

Level = Literal["hold", "look"]


@dataclass(frozen=True)
class Check:
    """A check in words. ``level``: put the answer on hold until somebody decided, or only look at it."""

    code: str
    title: str
    reason: str
    level: Level


CHECKS: Final = {
    one.code: one
    for one in (
        Check("same_id", N_("Trùng mã phiếu"), N_("Mã phiếu này xuất hiện {figure} lần."), "hold"),
        Check("same_token", N_("Trùng mã mời"), N_("Mã mời này đã trả lời {figure} lần."), "hold"),
        Check("same_person", N_("Một người nhiều phiếu"), N_("Người này có {figure} phiếu."), "hold"),
        Check(
            "identical", N_("Giống hệt phiếu khác"), N_("Mọi câu trả lời giống hệt phiếu {about}."), "hold"
        ),
        Check(
            "near_identical",
            N_("Gần như giống phiếu khác"),
            N_("{figure} % câu trả lời giống phiếu {about} (ngưỡng {limit} %)."),
            "look",
        ),
        Check("wrong_version", N_("Sai phiên bản phiếu"), N_("Phiếu thuộc phiên bản {about}."), "hold"),
        Check(
            "missing_items",
            N_("Bỏ trống nhiều câu"),
            N_("{figure} % câu bắt buộc bỏ trống (ngưỡng {limit} %)."),
            "hold",
        ),
        Check(
            "broken_constraint",
            N_("Vượt ràng buộc của phiếu"),
            N_("Câu {about} có trả lời không giữ ràng buộc của phiếu."),
            "look",
        ),
        Check(
            "straight_line",
            N_("Chọn một mức từ đầu đến cuối"),
            N_("{figure} câu liền nhau của nhóm {about} chọn cùng một mức."),
            "look",
        ),
        Check(
            "too_fast",
            N_("Trả lời quá nhanh"),
            N_("Trả lời trong {figure} giây, ngưỡng {limit} giây."),
            "hold",
        ),
        Check(
            "impossible_times",
            N_("Thời gian không thể có"),
            N_("Kết thúc trước khi bắt đầu ({figure} giây)."),
            "hold",
        ),
        Check("odd_hour", N_("Giờ bất thường"), N_("Bắt đầu lúc {figure} giờ."), "look"),
        Check("outside_fieldwork", N_("Ngoài thời gian khảo sát"), N_("Trả lời ngày {about}."), "hold"),
        Check(
            "overlapping",
            N_("Hai cuộc phỏng vấn chồng giờ"),
            N_("Cùng điều tra viên đang phỏng vấn phiếu {about}."),
            "hold",
        ),
        Check(
            "same_device",
            N_("Nhiều phiếu từ một thiết bị"),
            N_("{figure} phiếu gửi từ một thiết bị (ngưỡng {limit})."),
            "hold",
        ),
        Check(
            "interviewer_effect",
            N_("Điều tra viên khác biệt"),
            N_("Kết quả của điều tra viên {about} lệch {figure} lần sai số so với người khác cùng nơi."),
            "look",
        ),
        Check(
            "many_refusals",
            N_("Từ chối khác thường"),
            N_("Tỷ lệ từ chối của điều tra viên {about} lệch {figure} lần sai số."),
            "look",
        ),
        Check(
            "no_attempt",
            N_("Không có lượt tiếp cận"),
            N_("Phiếu không có lượt tiếp cận nào thành công."),
            "hold",
        ),
        Check(
            "unknown_outcome", N_("Mã kết quả lạ"), N_("Mã kết quả “{about}” không có trong bảng mã."), "look"
        ),
        Check(
            "all_satisfied",
            N_("Đẹp bất thường: 100 %"),
            N_("Cả {figure} phiếu của {about} đều hài lòng mọi câu."),
            "look",
        ),
        Check(
            "no_variance",
            N_("Đẹp bất thường: không có khác biệt"),
            N_("Cả {figure} phiếu của {about} trả lời giống hệt nhau."),
            "look",
        ),
        Check(
            "one_address",
            N_("Đẹp bất thường: cùng một nơi gửi"),
            N_("Cả {figure} phiếu của {about} gửi từ một nơi."),
            "look",
        ),
        Check(
            "back_check",
            N_("Phỏng vấn lại khác"),
            N_("{figure} % câu hỏi lại trả lời khác (ngưỡng {limit} %)."),
            "hold",
        ),
    )
}


def reason_of(flag: dict[str, Any], lang: Lang = "vi") -> str:
    """Say a flag (a row of FLAGS) in words.

    >>> row = {"check": "too_fast", "about": None, "figure": 41.0, "limit": 90.0}
    >>> reason_of(row)
    'Trả lời trong 41 giây, ngưỡng 90 giây.'
    """
    told = {name: _figure(flag.get(name), lang) for name in ("figure", "limit")}
    return translate(CHECKS[flag["check"]].reason, lang).format(about=flag.get("about") or "", **told)


def flags_of(table: pl.DataFrame, check: str, **columns: pl.Expr) -> pl.DataFrame:
    """Make flags of the rows of a table; ``columns`` say where ``response_id``, ``about`` … come from."""
    filled = {
        name: columns.get(name, pl.lit(None)).cast(kind) for name, kind in FLAGS.items() if name != "check"
    }
    return table.select(check=pl.lit(check, dtype=pl.String), **filled).select(FLAGS.names())


def no_flags() -> pl.DataFrame:
    """Give a table without any flag."""
    return FLAGS.to_frame()


def all_flags(tables: list[pl.DataFrame]) -> pl.DataFrame:
    """Put the flags of several checks together, in the order of answers."""
    return pl.concat([no_flags(), *tables]).sort("response_id", "check", "about", nulls_last=True)


def _figure(value: float | None, lang: Lang) -> str:
    if value is None:
        return ""
    return decimal_text(Decimal(f"{value:.1f}"), lang)
