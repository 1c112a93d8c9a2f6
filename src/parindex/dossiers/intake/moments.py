"""Moments as files write them, to local time: whole columns at a time.

Days are dd/mm/yyyy (also with - or .), yyyy-mm-dd or yyyymmdd; times may follow or go before, with seconds,
fractions, SA and CH; a zone may follow. A number from 20000 to 80000 is a day of Excel (days since
30/12/1899, its fraction is the time).
"""

from __future__ import annotations

from typing import Final, NamedTuple, cast

import numpy as np
import numpy.typing as npt
import polars as pl

from parindex.dossiers.intake.blanks import NO_DAYS
from parindex.dossiers.intake.words import none_of, words_of
from parindex.dossiers.records import MOMENT, MOMENTS
from parindex.reading.grid import BLANKS

Whole = npt.NDArray[np.int64]
Part = npt.NDArray[np.integer]
Truth = npt.NDArray[np.bool_]

_DAY_MS: Final = 86_400_000
_LOCAL_MINUTES: Final = 7 * 60
"""Việt Nam is seven hours ahead of UTC all year."""
_FIRST_YEAR: Final = 1990
_LAST_YEAR: Final = 2100
_EXCEL_FIRST: Final = 20_000
_EXCEL_LAST: Final = 80_000
_EXCEL_EPOCH: Final = 25_569
"""1/1/1970 as a day of Excel."""
_MONTHS: Final = (
    np.arange(f"{_FIRST_YEAR}-01", f"{_LAST_YEAR + 1}-03", dtype="datetime64[M]")
    .astype("datetime64[D]")
    .astype(np.int32)
)
"""First days of the months there are, as days since 1970."""
_END_OF_DAY: Final = _DAY_MS - 1

_FORMATS: Final = (
    "%d/%m/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%d/%m/%Y",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%d",
    "%Y%m%d%H%M%S",
    "%Y%m%d",
    "%Y-%m-%d %H:%M:%S%.f",
    "%Y-%m-%dT%H:%M:%S%.f",
    "%Y-%m-%dT%H:%M:%S%.f%#z",
)
_TRIED: Final = 1000
_PARTS: Final = ("y", "m", "d", "H", "M", "S")
_CLOCK: Final = (
    r"(?P<H>\d{1,2})[:hg](?P<M>\d{2})(?::(?P<S>\d{2})(?:[.,](?P<f>\d{1,9}))?)?"
    r" *(?P<half>SA|CH|AM|PM|sa|ch|am|pm)?"
)
_TIME: Final = rf"(?:[ T]+{_CLOCK} *(?P<zone>Z|z|[+-]\d{{2}}:?(?:\d{{2}})?)?)?$"
_DAY: Final = r"(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})"
_OTHERS: Final = (
    f"^{_DAY}{_TIME}",
    r"^(?P<y>\d{4})[/.-](?P<m>\d{1,2})[/.-](?P<d>\d{1,2})" + _TIME,
    rf"^{_CLOCK},? +(?:ngày +)?{_DAY}(?P<zone>Z)?$",
)
"""The last is how browsers set to Vietnamese write a moment: ``08:15 1/9/2026``."""
_NUMBER: Final = "number"
_DAY_FIRST: Final = frozenset((*_FORMATS[:3], _OTHERS[0], _OTHERS[2]))


class Read(NamedTuple):
    """Moments, which texts are none, and whether some texts begin with the year and others with the day."""

    moments: pl.Series
    is_bad: pl.Series
    is_mixed: bool = False


def read_moments(cells: pl.Series, *, is_due: bool = False) -> Read:
    """Give a column of cells (texts, dates, moments with or without zone, numbers) as local moments.

    ``is_due``: what has no time of day, or midnight, is the end of its day.
    """
    if _is_plain(cells):
        return Read(_to_end_of_day(cells) if is_due else cells, none_of(cells))
    words = words_of(cells) if cells.dtype == pl.String else None
    if words is None:
        return _looked_at(cells, is_due=is_due)
    read = _looked_at(words.texts, is_due=is_due)
    return Read(words.spread(read.moments), words.spread(read.is_bad), read.is_mixed)


def _is_plain(cells: pl.Series) -> bool:
    """Tell whether cells are moments already, all of them in the years there are."""
    if cells.dtype != MOMENT:
        return False
    numbers = cells.to_physical()
    earliest, latest = cast("int | None", numbers.min()), cast("int | None", numbers.max())
    if earliest is None or latest is None:
        return True
    return earliest >= _start_of(_FIRST_YEAR) and latest < _start_of(_LAST_YEAR + 1)


def _to_end_of_day(moments: pl.Series) -> pl.Series:
    numbers = moments.to_physical()
    whole = (numbers.fill_null(_END_OF_DAY) if numbers.null_count() else numbers).to_numpy()
    midnights = np.flatnonzero(whole % _DAY_MS == 0)
    if not midnights.size:
        return moments
    return numbers.clone().scatter(midnights, whole[midnights] + _END_OF_DAY).cast(MOMENT)


def _looked_at(cells: pl.Series, *, is_due: bool) -> Read:
    milliseconds, has_value, is_mixed = _milliseconds(cells)
    good = (milliseconds >= _start_of(_FIRST_YEAR)) & (milliseconds < _start_of(_LAST_YEAR + 1))
    if cells.dtype.is_temporal():
        has_value &= ~np.isin(milliseconds // _DAY_MS, NO_DAYS)
    if is_due:
        milliseconds = milliseconds + np.where(milliseconds % _DAY_MS == 0, _END_OF_DAY, 0)
    moments = pl.Series(cells.name, milliseconds).cast(MOMENT)
    moments = moments.to_frame().select(pl.when(pl.lit(pl.Series(good))).then(pl.first())).to_series()
    return Read(moments, pl.Series(has_value & ~good), is_mixed)


def read_lists(cells: pl.Series) -> Read:
    """Give cells that hold several moments, parted by ``;`` (or lists already), as sorted lists."""
    if cells.dtype == MOMENTS and _are_plain(cells.filter(_is_filled(cells))):
        return Read(_without_empty(cells), none_of(cells))
    filled = np.flatnonzero(_is_filled(cells).to_numpy())
    if not filled.size:
        return Read(_no_lists(cells), none_of(cells))
    places = np.full(len(cells), -1)
    places[filled] = np.arange(filled.size)
    read = _lists_of(cells.gather(pl.Series(filled, dtype=pl.UInt32)))
    chosen = pl.Series(places)
    chosen = chosen.zip_with(chosen >= 0, pl.Series([None], dtype=pl.Int64))
    is_bad = np.zeros(len(cells), np.bool_)
    is_bad[filled] = read.is_bad.to_numpy()
    return Read(read.moments.gather(chosen).alias(cells.name), pl.Series(is_bad))


def _are_plain(filled: pl.Series) -> bool:
    """Tell whether lists hold moments in their order, all of them in the years there are."""
    moments = filled.explode()
    if moments.null_count() or not _is_plain(moments):
        return False
    return filled.list.len().max() in (None, 1) or bool((filled.list.sort() == filled).all())


def _without_empty(cells: pl.Series) -> pl.Series:
    """Give lists with null for those that hold nothing."""
    return cells.to_frame().select(pl.when(pl.first().list.len() > 0).then(pl.first())).to_series()


def _no_lists(cells: pl.Series) -> pl.Series:
    return pl.Series(cells.name, [None], dtype=MOMENTS).new_from_index(0, len(cells))


def _is_filled(cells: pl.Series) -> pl.Series:
    """Tell where there may be a moment: few dossiers have a supplement."""
    if isinstance(cells.dtype, pl.List):
        return (cells.list.len() > 0).fill_null(value=False)
    return (cells != "").fill_null(value=False) if cells.dtype == pl.String else cells.is_not_null()


def _lists_of(cells: pl.Series) -> Read:
    single = cells.alias("cell").to_frame().with_row_index("row")
    if cells.dtype == pl.String:
        single = single.with_columns(pl.col("cell").str.split(";"))
    if cells.dtype in (pl.String, pl.List):
        single = single.explode("cell").drop_nulls("cell")
    if single.schema["cell"] == pl.String:
        single = single.filter(pl.col("cell").str.strip_chars() != "")
    read = read_moments(single["cell"])
    listed = (
        single.select("row", moment=read.moments, is_bad=read.is_bad)
        .group_by("row")
        .agg(pl.col("moment").drop_nulls().sort(), pl.col("is_bad").any())
    )
    every = pl.DataFrame({"row": pl.int_range(len(cells), dtype=pl.UInt32, eager=True)})
    joined = every.join(listed, on="row", how="left", maintain_order="left")
    return Read(joined["moment"].cast(MOMENTS), joined["is_bad"].fill_null(value=False))


def _milliseconds(cells: pl.Series) -> tuple[Whole, Truth, bool]:
    """Give local milliseconds (very low where there is no moment), which cells have a value, if mixed."""
    has_value = cells.is_not_null().to_numpy()
    if cells.dtype.is_temporal():
        return _of_temporal(cells), has_value, False
    if cells.dtype.is_numeric():
        return _of_excel(cells.cast(pl.Float64)), has_value, False
    read, ways = _of_texts(_as_text(cells))
    return read, has_value, len({way in _DAY_FIRST for way in ways}) > 1


def _of_temporal(cells: pl.Series) -> Whole:
    if isinstance(cells.dtype, pl.Datetime) and cells.dtype.time_zone:
        utc = cells.dt.convert_time_zone("UTC").dt.replace_time_zone(None)
        cells = utc.dt.offset_by(f"{_LOCAL_MINUTES}m")
    return _filled(cells.cast(MOMENT, strict=False).cast(pl.Int64))


def _of_excel(numbers: pl.Series) -> Whole:
    days = numbers.fill_null(0.0).fill_nan(0.0).to_numpy()
    good = (days >= _EXCEL_FIRST) & (days < _EXCEL_LAST)
    seconds = np.rint((np.where(good, days, 0.0) - _EXCEL_EPOCH) * 86_400).astype(np.int64)
    return np.where(good, seconds * 1000, _NONE)


def _as_text(cells: pl.Series) -> pl.Series:
    return cells if cells.dtype == pl.String else cells.cast(pl.String, strict=False)


_NONE: Final = np.iinfo(np.int64).min // 2


def _filled(numbers: pl.Series) -> Whole:
    return np.asarray(numbers.fill_null(_NONE).to_numpy(), dtype=np.int64)


def _of_texts(texts: pl.Series) -> tuple[Whole, list[str]]:
    """Read each text by the first way of writing that fits, and say which; few files use more than two."""
    found, ways = np.full(len(texts), _NONE, dtype=np.int64), list[str]()
    open_rows = np.flatnonzero(texts.is_not_null().to_numpy())
    for way in (*_FORMATS, *_OTHERS):
        if not open_rows.size:
            return found, ways
        left = texts if open_rows.size == len(texts) else texts.gather(open_rows)
        read = _by_format(left, way) if way in _FORMATS else _by_pattern(left.str.strip_chars(BLANKS), way)
        found[open_rows] = read
        before, open_rows = open_rows.size, open_rows[read == _NONE]
        ways += [way] if open_rows.size < before else []
    if open_rows.size:
        numbers = texts.gather(open_rows).str.strip_chars(BLANKS)
        found[open_rows] = _of_excel(numbers.cast(pl.Float64, strict=False))
        ways += [_NUMBER] if (found[open_rows] != _NONE).any() else []
    return found, ways


def _by_format(texts: pl.Series, form: str) -> Whole:
    """Read texts by one format; a few are tried first, for most files use one or two formats."""
    if _parsed(texts.head(_TRIED), form).null_count() == min(len(texts), _TRIED):
        return np.full(len(texts), _NONE, dtype=np.int64)
    return _of_temporal(_parsed(texts, form))


def _parsed(texts: pl.Series, form: str) -> pl.Series:
    return texts.str.to_datetime(form, time_unit="ms", strict=False, cache=False)


def _by_pattern(texts: pl.Series, pattern: str) -> Whole:
    groups = texts.str.extract_groups(pattern).struct.unnest()
    number: dict[str, Part] = {name: _whole(groups[name]) for name in _PARTS}
    half = groups["half"].str.to_uppercase()
    is_late = half.is_in(["CH", "PM"]).fill_null(value=False).to_numpy()
    is_early = half.is_in(["SA", "AM"]).fill_null(value=False).to_numpy()
    hour = number["H"]
    fits = groups["y"].is_not_null().to_numpy() & ~((is_late | is_early) & ((hour < 1) | (hour > 12)))  # noqa: PLR2004
    number["H"] = np.where(is_late | is_early, hour % 12 + 12 * is_late, hour)
    joined = _joined(number, fits)
    fraction = _whole(groups["f"].str.pad_end(3, "0").str.slice(0, 3))
    return np.where(joined == _NONE, _NONE, joined + fraction + _to_local(groups["zone"]))


def _whole(texts: pl.Series) -> Whole:
    return np.asarray(texts.cast(pl.Int64, strict=False).fill_null(0).to_numpy(), dtype=np.int64)


def _to_local(zones: pl.Series) -> Whole:
    """Give the milliseconds to add to a moment of a zone; none where no zone is written."""
    digits = zones.str.replace_all(r"[^0-9]", "").str.pad_end(4, "0")
    minutes = _whole(digits.str.slice(0, 2)) * 60 + _whole(digits.str.slice(2, 2))
    minus = zones.str.starts_with("-").fill_null(value=False).to_numpy()
    offset = np.where(minus, -minutes, minutes)
    return np.where(zones.is_null().to_numpy(), 0, (_LOCAL_MINUTES - offset) * 60_000)


def _joined(parts: dict[str, Part], fits: Truth) -> Whole:
    """Make milliseconds of years, months, days, hours, minutes, seconds; none where they are no moment."""
    month, day, hour, minute, second = (parts[name] for name in "mdHMS")
    fits = fits & (month >= 1) & (month <= 12) & (day >= 1)  # noqa: PLR2004  # months
    fits &= (hour < 24) & (minute < 60) & (second < 60)  # noqa: PLR2004  # a clock
    fits &= (parts["y"] >= _FIRST_YEAR) & (parts["y"] <= _LAST_YEAR)
    months = np.where(fits, (parts["y"].astype(np.int32) - _FIRST_YEAR) * 12 + month - 1, 0)
    first = _MONTHS[months]
    fits &= day <= _MONTHS[months + 1] - first
    minutes = (first + day - 1) * 1440 + hour.astype(np.int32) * 60 + minute
    milliseconds = minutes.astype(np.int64) * 60_000 + second.astype(np.int32) * 1000
    return np.where(fits, milliseconds, _NONE)


def _start_of(year: int) -> int:
    return int(np.datetime64(f"{year}-01-01", "ms").astype(np.int64))
