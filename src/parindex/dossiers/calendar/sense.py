"""What must hold in the table of a year, and the words for what does not."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from parindex.dossiers.calendar.days import DayKind, SpecialDay, is_weekend
from parindex.errors import Place, Problem, ProblemKind, kind
from parindex.language import N_

NOT_READ = kind(
    "DO301",
    N_("không đọc được bảng ngày nghỉ: {reason}"),
    N_("kiểm tra đường dẫn và cú pháp YAML; tệp mã hóa UTF-8, theo mẫu của một năm trong calendars/viet-nam"),
)
UNKNOWN_KEY = kind(
    "DO302",
    N_("khóa “{key}” không có trong mẫu của bảng ngày nghỉ"),
    N_("dùng một trong: {known}"),
)
MISSING_KEY = kind("DO303", N_("thiếu khóa bắt buộc “{key}”"), N_("thêm khóa “{key}” vào khối này"))
WRONG_VALUE = kind(
    "DO304",
    N_("giá trị của “{key}” không hợp lệ: {reason}"),
    N_("viết lại theo mẫu của một năm trong calendars/viet-nam"),
)
DATE_TWICE = kind(
    "DO305",
    N_("ngày {day} được ghi hai lần (lần đầu ở dòng {first})"),
    N_("giữ một dòng cho mỗi ngày"),
)
OTHER_YEAR = kind(
    "DO306",
    N_("ngày {day} không thuộc năm {year}"),
    N_("chuyển sang bảng của năm đó; chỉ ngày làm bù cho một ngày nghỉ của năm {year} mới được khác năm"),
)
MAKE_UP_ON_WEEKDAY = kind(
    "DO307",
    N_("ngày làm bù {day} không phải thứ Bảy hoặc Chủ nhật"),
    N_("ngày làm bù phải là ngày nghỉ hằng tuần; kiểm tra lại quyết định hoán đổi"),
)
OFF_ON_WEEKEND = kind(
    "DO308",
    N_("ngày nghỉ bù {day} là thứ Bảy hoặc Chủ nhật, vốn đã là ngày nghỉ"),
    N_("ghi ngày làm việc được nghỉ thay; kiểm tra lại quyết định"),
)
NO_PAIR = kind(
    "DO309",
    N_("ngày nghỉ bù {day} không nói thay cho ngày nào"),
    N_("ghi in_place_of là ngày lễ trùng cuối tuần, hoặc là ngày làm bù có trong bảng"),
)
NOTHING_MADE_UP = kind(
    "DO310",
    N_("ngày làm bù {day} không nói bù cho ngày nghỉ nào của năm"),
    N_("ghi in_place_of là ngày nghỉ hoán đổi (substitute_off) có trong bảng"),
)


def problems_of_year(
    year: int, days: Collection[SpecialDay], file: str, lines: Mapping[date, int | None]
) -> list[Problem]:
    """List what makes no sense in the days of a year, in the order of the file.

    ``lines`` holds the line of each day the file itself says; days of an earlier table have no line.
    """
    by_date = {day.on: day for day in days}
    found = ((day, wrong) for day in days for wrong in _wrong(day, year, by_date))
    problems = [
        Problem(wrong, Place(file=file, line=lines.get(day.on)), {"day": day.on, "year": year})
        for day, wrong in found
    ]
    return sorted(problems, key=lambda problem: problem.place.line or 0)


def _wrong(day: SpecialDay, year: int, by_date: Mapping[date, SpecialDay]) -> Iterator[ProblemKind]:
    other = by_date.get(day.in_place_of) if day.in_place_of else None
    if day.on.year != year and not (day.is_working and other and other.on.year == year):
        yield OTHER_YEAR
    if day.kind is DayKind.MAKE_UP_WORKING:
        if not is_weekend(day.on):
            yield MAKE_UP_ON_WEEKDAY
        if not (other and other.kind is DayKind.SUBSTITUTE_OFF and other.in_place_of == day.on):
            yield NOTHING_MADE_UP
    if day.kind is DayKind.SUBSTITUTE_OFF:
        if is_weekend(day.on):
            yield OFF_ON_WEEKEND
        if not (other and _may_be_replaced(other, day)):
            yield NO_PAIR


def _may_be_replaced(other: SpecialDay, day: SpecialDay) -> bool:
    if other.kind is DayKind.HOLIDAY:
        return is_weekend(other.on)
    return other.kind is DayKind.MAKE_UP_WORKING and other.in_place_of == day.on
