"""Numbers as Vietnamese documents write them: ``8.180``, ``80,88 %``, ``84,70232``; and dates.

The same digits can mean two numbers: ``1.577`` is 1577 where the point groups thousands, and 1,577 where it
is a decimal point. Nothing here guesses: a text has a reading for each style, and where the readings differ
the caller decides by the column the text stands in, or asks.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final, Literal, NamedTuple, get_args

from parindex.language import Lang

Style = Literal["comma", "point"]
"""Which sign is the decimal sign; the other one groups thousands."""
STYLES: Final[tuple[Style, ...]] = get_args(Style)

MINUS_SIGNS: Final = "\u2012\u2013\u2212"
"""Signs that stand for a minus in office texts: figure dash, en dash, minus."""
PERCENT: Final = r"\s*%$"
SPACED: Final = r"^[-+]?[0-9]{1,3}(?: [0-9]{3})+(?:[.,][0-9]+)?$"
"""Thousands grouped by spaces; a sign after them can only be the decimal sign."""
_DIGITS_OF_A_FLOAT = 15
_QUANTIZE = Context(prec=10_000)


def grammar(style: Style) -> str:
    """Give the regular expression of the numbers of a style, without spaces and percent sign.

    Groups of thousands are complete and do not begin with 0. It is valid for Python and for Polars.
    """
    point, group = (",", r"\.") if style == "comma" else (r"\.", ",")
    whole = f"(?:[0-9]+|[1-9][0-9]{{0,2}}(?:{group}[0-9]{{3}})+)"
    return f"^[-+]?(?:{whole}(?:{point}[0-9]+)?|{point}[0-9]+)(?:[eE][-+]?[0-9]{{1,3}})?$"


_GRAMMARS: Final = {style: re.compile(grammar(style)) for style in STYLES}
_SPACED = re.compile(SPACED)
_PERCENT = re.compile(PERCENT)


class Readings(NamedTuple):
    """What a text means in each style; None where it is no number in that style."""

    comma: Decimal | None
    point: Decimal | None

    @property
    def is_ambiguous(self) -> bool:
        """Tell whether both styles read a number, and not the same one."""
        return self.comma is not None and self.point is not None and self.comma != self.point


def bare_number(text: str) -> str:
    """Strip what surrounds the digits: spaces of any kind, the percent sign, odd minus signs and widths."""
    plain = unicodedata.normalize("NFKC", text).strip()
    plain = re.sub(f"^[{MINUS_SIGNS}]", "-", _PERCENT.sub("", plain))
    return plain.replace(" ", "") if _SPACED.match(plain) else plain


def read_number(text: str) -> Readings:
    """Give both readings of a text.

    >>> read_number("1.577")
    Readings(comma=Decimal('1577'), point=Decimal('1.577'))
    >>> read_number("80,88 %").point is None
    True
    """
    bare = bare_number(text)
    return Readings(_in_style(bare, "comma"), _in_style(bare, "point"))


def parse_number(text: str, style: Style) -> Decimal | None:
    """Give the number of a text in a style, exactly; None where it is none.

    >>> parse_number("8.180", "comma"), parse_number("84,70232", "comma"), parse_number("0.5", "comma")
    (Decimal('8180'), Decimal('84.70232'), None)
    """
    return _in_style(bare_number(text), style)


def _in_style(bare: str, style: Style) -> Decimal | None:
    if not _GRAMMARS[style].match(bare):
        return None
    point, group = (",", ".") if style == "comma" else (".", ",")
    return Decimal(bare.replace(group, "").replace(point, "."))


def as_decimal(number: Decimal | float) -> Decimal:
    """Give the decimal that a number stands for: a float is read to 15 significant digits, as Excel does.

    >>> as_decimal(0.1 + 0.2)
    Decimal('0.3')
    """
    if isinstance(number, float):
        return Decimal(format(number, f".{_DIGITS_OF_A_FLOAT}g"))
    return Decimal(number)


def format_number(number: Decimal | float, decimals: int | None = None, lang: Lang = "vi") -> str:
    """Write a number for people: rounded half up to ``decimals``, or as it is without trailing zeros.

    Vietnamese has the decimal comma and the point between thousands, English the reverse. Raises
    ``ValueError`` for NaN and infinities: what has no number has its own words.

    >>> format_number(87.747, 2), format_number(8180), format_number(Decimal("84.70232"))
    ('87,75', '8.180', '84,70232')
    >>> format_number(8180.5, 2, "en")
    '8,180.50'
    """
    exact = as_decimal(number)
    if not exact.is_finite():
        raise ValueError("a number to print must be finite")
    text = _rounded(exact, decimals) if decimals is not None else _shortest(exact)
    return text if lang == "en" else text.translate(str.maketrans(",.", ".,"))


def _rounded(exact: Decimal, decimals: int) -> str:
    unit = Decimal(1).scaleb(-decimals)
    rounded = exact.quantize(unit, rounding=ROUND_HALF_UP, context=_QUANTIZE)
    return format(rounded or abs(rounded), ",f")


def _shortest(exact: Decimal) -> str:
    text = format(exact or Decimal(0), ",f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def format_date(day: date, lang: Lang = "vi") -> str:
    """Write a day as dd/mm/yyyy, in both languages.

    >>> format_date(date(2023, 3, 16))
    '16/03/2023'
    """
    del lang  # English texts about Vietnam write days the Vietnamese way
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"
