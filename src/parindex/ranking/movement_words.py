"""The words of movement: "tăng 8 bậc", percentage points and relative percent, and what is not compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, NamedTuple

from parindex.errors import Phrase
from parindex.language import N_, Lang
from parindex.numerals import as_decimal, format_number

Row = Mapping[str, Any]
_FINEST: Final = 9


class Years(NamedTuple):
    """The years that are compared; None where they have no name but before and after."""

    before: int | None
    after: int | None


class Number(NamedTuple):
    """A number in a sentence: rounded half up, with further decimals where it would be printed as 0."""

    value: float
    decimals: int

    def in_(self, lang: Lang = "vi") -> str:
        """Write it as people of the language do.

        >>> Number(-87.747, 2).in_("vi"), Number(0.0004, 2).in_("en")
        ('87,75', '0.0004')
        """
        size = abs(as_decimal(self.value))
        decimals = self.decimals
        while size and decimals < _FINEST and size < Decimal(5).scaleb(-decimals - 1):
            decimals += 1
        return format_number(size, decimals, lang)


def sentence(row: Row, label: str, years: Years, decimals: int) -> Phrase:
    """Say one row of the movement table."""
    details = {"label": label, "points": _points(row, years, decimals), "rank": _rank(row, years)}
    if row["rank_after"] is None:
        return Phrase("{label}: {points}.", details)
    return Phrase("{label}: {points}; {rank}.", details)


def year_before(years: Years) -> Phrase:
    """Name the year before: its number where it is known."""
    if years.before is None:
        return Phrase(N_("năm trước"))
    return Phrase(N_("năm {year}"), {"year": years.before})


def _points(row: Row, years: Years, decimals: int) -> Phrase:
    if row["points_after"] is None:
        return Phrase(N_("không có điểm"))
    now = Phrase(N_("{points} điểm"), {"points": _signed(row["points_after"], decimals)})
    if row["points_before"] is None:
        details = {"now": now, "year": year_before(years)}
        return Phrase(N_("{now}; {year} không có điểm để so sánh"), details)
    if row["change_points"] is None:
        return _by_percent(row, years, decimals)
    details = {
        "now": now,
        "change": _change(row["change_points"], N_("{number} điểm"), decimals),
        "year": year_before(years),
        "index": _index(row, decimals),
    }
    return Phrase(N_("{now}, {change} so với {year}{index}"), details)


def _signed(number: float, decimals: int) -> Phrase:
    """Write a number with its sign: a penalty is below 0."""
    sign = "−" if number < 0 else ""
    return Phrase("{sign}{number}", {"sign": sign, "number": Number(number, decimals)})


def _by_percent(row: Row, years: Years, decimals: int) -> Phrase:
    """Say the change of a node whose maximum is not what it was: percent of the maximum only."""
    if row["change_percent"] is None:
        return Phrase(N_("không so sánh được vì điểm tối đa là 0"))
    details = {
        "now": _signed(row["points_after"], decimals),
        "most": Number(row["max_after"], decimals),
        "percent": _signed(row["percent_after"], decimals),
        "change": _change(row["change_percent"], N_("{number} điểm phần trăm"), decimals),
        "year": year_before(years),
        "was": _signed(row["points_before"], decimals),
        "most_before": Number(row["max_before"], decimals),
        "relative": _relative(row, decimals),
    }
    return Phrase(
        N_("{now}/{most} điểm ({percent} %), {change} so với {year} ({was}/{most_before} điểm{relative})"),
        details,
    )


def _index(row: Row, decimals: int) -> Phrase:
    """Say the change of the index in percentage points and in relative percent, each by its name."""
    if row["change_percent"] is None or not row["change_points"]:
        return Phrase("")
    details = {
        "change": _change(row["change_percent"], N_("{number} điểm phần trăm"), decimals),
        "relative": _relative(row, decimals),
    }
    return Phrase(N_(" (chỉ số {change}{relative})"), details)


def _relative(row: Row, decimals: int) -> Phrase:
    if row["change_relative"] is None:
        return Phrase("")
    change = _change(row["change_relative"], N_("{number} %"), decimals)
    return Phrase(N_("; tương đối {change}"), {"change": change})


def _change(number: float, unit: str, decimals: int) -> Phrase:
    """Say rise and fall by words and not by signs."""
    if number == 0:
        return Phrase(N_("không đổi"))
    amount = Phrase(unit, {"number": Number(number, decimals)})
    return Phrase(N_("tăng {amount}") if number > 0 else N_("giảm {amount}"), {"amount": amount})


def _rank(row: Row, years: Years) -> Phrase:
    details = {"rank": row["rank_after"], "of": row["of_after"]}
    now = Phrase(N_("xếp thứ {rank}/{of}"), details)
    if row["rank_before"] is None:
        return now
    was = Phrase("{rank}/{of}", {"rank": row["rank_before"], "of": row["of_before"]})
    details = {"now": now, "year": year_before(years), "was": was}
    moved = row["places_moved"]
    if moved is None:
        return Phrase(N_("{now} ({year}: {was}, trong nhóm xếp hạng khác nên không so sánh)"), details)
    if moved == 0:
        return Phrase(N_("{now}, giữ nguyên hạng ({year}: {was})"), details)
    details |= {"places": abs(moved)}
    rose, fell = (
        N_("{now}, tăng {places} bậc ({year}: {was})"),
        N_("{now}, giảm {places} bậc ({year}: {was})"),
    )
    return Phrase(rose if moved > 0 else fell, details)


def remarks_of(
    editions: tuple[str, str] | None,
    nodes: tuple[Sequence[str], Sequence[str]],
    units: tuple[Sequence[str], ...],
    years: Years,
) -> Iterator[Phrase]:
    """Name what was not compared, each list in one remark; ``editions`` is None where they are one."""
    if editions is not None:
        yield Phrase(
            N_(
                "Hai năm chấm theo hai bộ tiêu chí ({before} và {after}): mục khác điểm tối đa được so sánh "
                "theo phần trăm điểm tối đa; tổng điểm thay đổi một phần có thể do bộ tiêu chí đã đổi."
            ),
            {"before": editions[0], "after": editions[1]},
        )
    names = (N_("năm trước"), N_("năm sau"))
    for side, template in zip(nodes, (_DROPPED, _ADDED), strict=True):
        if side:
            yield Phrase(template, {"list": "; ".join(side)})
    for side, year, name in zip(units, years, names, strict=True):
        if side:
            when: Phrase = Phrase(N_("năm {year}"), {"year": year}) if year else Phrase(name)
            details = {"year": when, "list": "; ".join(side), "count": len(side)}
            yield Phrase(N_("Không so sánh {count} đơn vị chỉ có ở {year}: {list}."), details)


_DROPPED: Final = N_("Không so sánh, vì bộ tiêu chí sau không còn hoặc đã đổi nội dung: {list}.")
_ADDED: Final = N_("Không so sánh, vì bộ tiêu chí trước chưa có hoặc khác nội dung: {list}.")
