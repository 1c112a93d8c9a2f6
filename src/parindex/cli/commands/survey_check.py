"""``parindex survey check``: every doubt about a file of answers, with its reason; nothing is deleted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from parindex.cli.desk import Desk
from parindex.cli.survey_files import FORM_HELP, NOT_A_VALUE, StepFlags
from parindex.language import N_

if TYPE_CHECKING:
    import numpy as np
    import polars as pl

    from parindex.reports.content import Report
    from parindex.surveys.instruments.model import Instrument
    from parindex.surveys.quality.satisfaction import Satisfaction

HELP = N_(
    "Kiểm tra chất lượng một tệp phiếu trả lời: trùng, giống nhau, bỏ trống, chọn một mức từ đầu đến cuối, "
    "quá nhanh, giờ bất thường, cùng thiết bị, điều tra viên khác biệt, kết quả đẹp bất thường, phỏng vấn "
    "lại khác.\n\n"
    "Mỗi lần nêu có lý do và số đo. Không phiếu nào bị xóa: bảng verdicts là đề nghị, sửa lại rồi đưa cho "
    "survey weight --verdicts."
)
EXAMPLES = (
    "parindex survey check phieu.csv --form sipas-population@2026 --out kiem-tra.xlsx",
    "parindex survey check phieu.xlsx --form sipas-population --attempts luot.csv --back-check hoi-lai.csv",
    "parindex survey check phieu.csv --form sipas-population@2026 --table verdicts --out de-nghi.csv",
)
_OTHERS = ("token", "person_id", "address")
_LONG_GRID = 8


@dataclass(frozen=True)
class FieldFlags:
    """What is known of the fieldwork."""

    attempts: Annotated[
        str | None,
        typer.Option(
            "--attempts",
            metavar=N_("TỆP"),
            help=N_("các lượt tiếp cận: cột token, interviewer, place, outcome (mã kết quả như 1.1, 2.1)"),
        ),
    ] = None
    back_check: Annotated[
        str | None,
        typer.Option(
            "--back-check",
            metavar=N_("TỆP"),
            help=N_("phiếu phỏng vấn lại, cùng mã phiếu với lần đầu"),
        ),
    ] = None
    first_day: Annotated[
        str | None,
        typer.Option("--from", metavar=N_("NGÀY"), help=N_("ngày bắt đầu thu phiếu, như 2026-09-01")),
    ] = None
    last_day: Annotated[
        str | None,
        typer.Option("--to", metavar=N_("NGÀY"), help=N_("ngày kết thúc thu phiếu, như 2026-09-30")),
    ] = None
    version: Annotated[
        list[str] | None,
        typer.Option(
            "--form-version", metavar=N_("BẢN"), help=N_("phiên bản phiếu được dùng; dùng nhiều lần được")
        ),
    ] = None
    seed: Annotated[
        int,
        typer.Option("--seed", metavar=N_("SỐ"), help=N_("số gieo của phép so điều tra viên; mặc định 1")),
    ] = 1

    def days(self) -> tuple[date, date] | None:
        """Give the days of the fieldwork; None where neither is said. Raises usage errors."""
        if self.first_day is None and self.last_day is None:
            return None
        first = date.min if self.first_day is None else _day("--from", self.first_day)
        return first, date.max if self.last_day is None else _day("--to", self.last_day)


def run(
    desk: Desk,
    answers: Annotated[
        str,
        typer.Argument(
            metavar=N_("PHIẾU"), help=N_("tệp phiếu trả lời (CSV, XLSX, Parquet, SPSS, Kobo, ODK)")
        ),
    ],
    field: FieldFlags,
    keep: StepFlags,
    instrument: Annotated[str, typer.Option("--form", metavar=N_("PHIẾU_HỎI"), help=FORM_HELP)],
) -> Report:
    """Run every check that the file has columns for."""
    from parindex.reports.survey_checking import Checked, check_report
    from parindex.surveys.answers.reading import read_answers
    from parindex.surveys.instruments.registry import load_instrument
    from parindex.surveys.quality.content import missing_by_item
    from parindex.surveys.quality.flags import all_flags

    keep.must_be_possible(desk)
    days, form = field.days(), load_instrument(instrument)
    desk.step(N_("Đang đọc phiếu"))
    read = read_answers(answers, form, others=_OTHERS)
    desk.warn(read.warnings)
    items = _items(form)
    again = None if field.back_check is None else read_answers(field.back_check, form).frame
    desk.step(N_("Đang kiểm tra phiếu"))
    flags = [*_of_answers(read.frame, form, items, field.version), *_of_times(read.frame, items, days)]
    flags += [
        *_of_groups(read.frame, form, items),
        *_of_people(read.frame, form, items, field.attempts, field.seed),
    ]
    rates = None
    if again is not None:
        more, rates = _of_back_checks(read.frame, again, items)
        flags.append(more)
    silent = {item: list(form.column_by_id[item].no_opinion) for item in items}
    by_item = missing_by_item(read.frame, items, silent)
    report = check_report(Checked(form, read.frame, all_flags(flags), by_item, rates, field.seed), desk.lang)
    keep.write(desk, report.facts)
    return report


def _day(flag: str, text: str) -> date:
    from parindex.cli.problems import usage_error

    try:
        return date.fromisoformat(text)
    except ValueError:
        raise usage_error(NOT_A_VALUE, flag=flag, given=text, example="2026-09-01") from None


def _items(form: Instrument) -> list[str]:
    return [one.id for one in form.index_columns] or [one.id for one in form.columns if one.kind == "code"]


def _of_answers(
    answers: pl.DataFrame, form: Instrument, items: list[str], versions: list[str] | None
) -> list[pl.DataFrame]:
    from parindex.surveys.quality.content import (
        broken_constraints,
        missing_items,
        straight_lines,
        wrong_version,
    )
    from parindex.surveys.quality.duplicates import identical, near_identical, repeated

    grids = {
        one.id: [item.id for item in one.items] for one in form.questions if len(one.items) >= _LONG_GRID
    }
    found = [
        repeated(answers),
        identical(answers, items),
        near_identical(answers, items),
        missing_items(answers, items),
        broken_constraints(answers, form),
        straight_lines(
            answers, {name: own for name, own in grids.items() if set(own) <= set(answers.columns)}
        ),
    ]
    if versions and "form_version" in answers.columns:
        found.append(wrong_version(answers, versions))
    return found


def _of_times(answers: pl.DataFrame, items: list[str], days: tuple[date, date] | None) -> list[pl.DataFrame]:
    from parindex.surveys.quality import timing

    found = []
    has = set(answers.columns)
    if {"started_at", "finished_at"} <= has:
        found += [
            timing.too_fast(answers, items),
            timing.impossible_times(answers),
            timing.overlapping(answers),
        ]
    if "started_at" in has:
        found.append(timing.odd_hours(answers))
        if days is not None:
            found.append(timing.outside_fieldwork(answers, *days))
    if "device" in has:
        found.append(timing.same_device(answers))
    return found


def _of_groups(answers: pl.DataFrame, form: Instrument, items: list[str]) -> list[pl.DataFrame]:
    from parindex.surveys.quality.too_good import all_satisfied, no_variance, one_address

    return [
        all_satisfied(answers, _satisfaction(form, items)),
        no_variance(answers, items),
        one_address(answers),
    ]


def _of_people(
    answers: pl.DataFrame, form: Instrument, items: list[str], attempts: str | None, seed: int
) -> list[pl.DataFrame]:
    """Compare interviewers; take in their attempts where they are given."""
    import numpy as np

    from parindex.surveys.quality.interviewers import interviewer_effects, interviewer_table

    generator = np.random.Generator(np.random.PCG64(seed))
    found = []
    if "interviewer" in answers.columns and answers["interviewer"].drop_nulls().n_unique() > 1:
        score = _satisfaction(form, items).shares(answers).alias("score")
        scores = answers.select("interviewer", place="unit_id").with_columns(score)
        found.append(interviewer_effects(interviewer_table(scores, generator)))
    return found if attempts is None else [*found, *_of_attempts(answers, attempts, generator)]


def _of_attempts(answers: pl.DataFrame, path: str, generator: np.random.Generator) -> list[pl.DataFrame]:
    from parindex.cli.survey_files import read_texts
    from parindex.surveys.quality.fieldwork import no_attempt, refusal_scores, unknown_outcomes
    from parindex.surveys.quality.interviewers import interviewer_table, many_refusals

    titles = {
        "token": ("Mã mời",),
        "interviewer": ("Điều tra viên",),
        "place": ("unit_id", "Mã đơn vị", "Đơn vị", "Địa bàn"),
        "outcome": ("Kết quả", "Mã kết quả"),
    }
    attempts = read_texts(path, titles, ["outcome"])
    found = [unknown_outcomes(attempts)]
    if {"token"} <= set(attempts.columns) & set(answers.columns):
        found.append(no_attempt(answers, attempts))
    if {"interviewer", "place"} <= set(attempts.columns) and attempts["interviewer"].n_unique() > 1:
        found.append(many_refusals(interviewer_table(refusal_scores(attempts), generator)))
    return found


def _of_back_checks(
    answers: pl.DataFrame, again: pl.DataFrame, items: list[str]
) -> tuple[pl.DataFrame, pl.DataFrame | None]:
    """Compare with what was asked again: only items that the second file has answers to."""
    from parindex.surveys.quality.fieldwork import back_check_rates, back_checked

    asked = [one for one in items if again[one].is_not_null().any()]
    rates = back_check_rates(answers, again, asked) if "interviewer" in answers.columns else None
    return back_checked(answers, again, asked), rates


def _satisfaction(form: Instrument, items: list[str]) -> Satisfaction:
    from parindex.surveys.quality.satisfaction import Satisfaction

    satisfied = form.index.satisfied if form.index else (4, 5)
    silent = {code for item in items for code in form.column_by_id[item].no_opinion}
    return Satisfaction(tuple(items), tuple(satisfied), tuple(sorted(silent)))
