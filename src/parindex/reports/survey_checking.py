"""Checks of answers as a report: every flag with its reason, counts, proposed verdicts, gaps by item."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from parindex.errors import Phrase
from parindex.language import N_, Lang, translate
from parindex.reports.content import Column, Report, Table
from parindex.surveys.instruments.digest import digest
from parindex.surveys.instruments.model import Instrument
from parindex.surveys.quality.flags import CHECKS, reason_of
from parindex.surveys.quality.verdicts import propose, tally

_LEVELS: Final = {"hold": N_("giữ lại chờ quyết định"), "look": N_("nên xem")}
_SHOWN: Final = 40
_HEADS: Final = {
    "response_id": N_("Mã phiếu"),
    "title": N_("Phép kiểm tra"),
    "reason": N_("Lý do"),
    "level": N_("Mức"),
    "check": N_("Mã phép kiểm tra"),
    "about": N_("Liên quan"),
    "figure": N_("Số đo"),
    "limit": N_("Ngưỡng"),
    "flags": N_("Số lần nêu"),
    "answers": N_("Số phiếu"),
    "verdict": N_("Đề nghị"),
    "item": N_("Câu"),
    "missing": N_("Bỏ trống"),
    "no_opinion": N_("Không ý kiến"),
    "missing_share": N_("Tỷ lệ bỏ trống"),
    "interviewer": N_("Điều tra viên"),
    "checked": N_("Số phiếu hỏi lại"),
    "differed": N_("Số phiếu khác"),
}


@dataclass(frozen=True)
class Checked:
    """Answers, what the checks found in them, and what was counted beside."""

    form: Instrument
    answers: pl.DataFrame
    flags: pl.DataFrame
    by_item: pl.DataFrame
    again: pl.DataFrame | None = None
    seed: int = 1


def check_report(found: Checked, lang: Lang = "vi") -> Report:
    """Show counts and flags; the full tables are for files. Finding flags is no failure."""
    flags = _in_words(found.flags, lang)
    verdicts = propose(found.flags)
    counted = tally(found.answers, verdicts)
    title = Phrase(
        N_("{answers} phiếu: {flags} lần nêu, đề nghị giữ lại {hold} phiếu"),
        {"answers": found.answers.height, "flags": flags.height, "hold": counted["hold"]},
    ).in_(lang)
    tables = [
        _table("flags", N_("Từng phiếu bị nêu, và lý do"), flags, lang),
        _table("verdicts", N_("Đề nghị với từng phiếu"), _with_accepted(found.answers, verdicts), lang),
        _table("counts", N_("Số phiếu bị nêu theo phép kiểm tra"), _counts(flags), lang),
        _table("items", N_("Câu bỏ trống"), found.by_item, lang),
    ]
    if found.again is not None:
        tables.append(_table("back_check", N_("Phỏng vấn lại theo điều tra viên"), found.again, lang))
    seen = flags.head(_SHOWN).select("response_id", "title", "reason", "level")
    shown = _table("flags", N_("Từng phiếu bị nêu, và lý do"), seen, lang)
    parts = (tables[2], shown) if flags.height else ()
    about = (Phrase(N_("Phiếu hỏi: {form}"), {"form": found.form.ref}).in_(lang),)
    facts = check_facts(found, counted, lang)
    return Report(title, about, parts, _notes(flags.height, lang), facts, more=lambda: tables, main="flags")


def check_facts(found: Checked, counted: dict[str, int], lang: Lang) -> dict[str, Any]:
    """Give what the step found for machines, with what it knows of a method card."""
    flagged = found.flags["response_id"].drop_nulls().n_unique()
    text = N_("Kiểm tra tự động {answers} phiếu: {flagged} phiếu bị nêu, {hold} phiếu giữ lại")
    details = {
        "answers": found.answers.height,
        "flagged": flagged,
        "hold": counted["hold"],
    }
    card = {
        "instrument": found.form.ref,
        "instrument_digest": digest(found.form),
        "quality": Phrase(text, details).in_(lang),
        **_days(found.answers),
    }
    return {"step": "check", "seed": found.seed, "verdicts": counted, "method_card": card}


def _days(answers: pl.DataFrame) -> dict[str, str]:
    if "started_at" not in answers.columns or answers["started_at"].is_null().all():
        return {}
    moments = answers["started_at"].drop_nulls()
    local = moments.dt.convert_time_zone("Asia/Ho_Chi_Minh") if moments.dtype.time_zone else moments  # type: ignore[attr-defined]
    days = local.dt.date().sort()
    return {"first_day": days[0].isoformat(), "last_day": days[-1].isoformat()}


def _in_words(flags: pl.DataFrame, lang: Lang) -> pl.DataFrame:
    rows = [
        {
            **row,
            "title": translate(CHECKS[row["check"]].title, lang),
            "reason": reason_of(row, lang),
            "level": translate(_LEVELS[CHECKS[row["check"]].level], lang),
        }
        for row in flags.iter_rows(named=True)
    ]
    schema: dict[str, Any] = {**flags.schema, "title": pl.String, "reason": pl.String, "level": pl.String}
    order = ("response_id", "title", "reason", "level", "check", "about", "figure", "limit")
    return pl.DataFrame(rows, schema=schema).select(order)


def _counts(flags: pl.DataFrame) -> pl.DataFrame:
    counted = flags.group_by("title", "level", "check").agg(
        flags=pl.len(), answers=pl.col("response_id").drop_nulls().n_unique()
    )
    return counted.sort("flags", "check", descending=[True, False])


def _with_accepted(answers: pl.DataFrame, verdicts: pl.DataFrame) -> pl.DataFrame:
    """Give a verdict for every answer: none is left out."""
    joined = answers.select("response_id").join(verdicts, on="response_id", how="left", maintain_order="left")
    return joined.with_columns(pl.col("verdict").fill_null("accepted"))


def _table(name: str, title: str, frame: pl.DataFrame, lang: Lang) -> Table:
    columns = tuple(
        Column(one, translate(_HEADS[one], lang), is_key=one in ("response_id", "item"))
        for one in frame.columns
    )
    return Table(name, translate(title, lang), frame, columns)


def _notes(flags: int, lang: Lang) -> tuple[str, ...]:
    kept = translate(
        N_("Không phiếu nào bị xóa hay sửa. Máy chỉ đề nghị; người kiểm tra quyết định và ghi lý do."), lang
    )
    if flags <= _SHOWN:
        return (kept,)
    more = Phrase(N_("Còn {count} lần nêu nữa; xem đủ bằng --out TỆP.xlsx"), {"count": flags - _SHOWN})
    return (more.in_(lang), kept)
