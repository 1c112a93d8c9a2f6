"""What the terminal can show: how wide it is, whether it takes colour, how wide a text is in cells."""

from __future__ import annotations

import os
import re
import shutil
import unicodedata
from typing import TextIO

NARROWEST = 40
WIDEST_PROSE = 100
_STYLES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}
_CODES = re.compile(r"\x1b\[[0-9;]*m")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def is_terminal(stream: TextIO) -> bool:
    """Tell whether a stream is a terminal that can be written over."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def is_fancy(stream: TextIO) -> bool:
    """Tell whether to use colour and rules: a terminal, and no NO_COLOR."""
    return is_terminal(stream) and not os.environ.get("NO_COLOR")


def width_of(stream: TextIO) -> int | None:
    """Give the columns of a terminal (or those of COLUMNS); None where lines may be as long as they are."""
    if os.environ.get("COLUMNS", "").isdigit():
        return max(int(os.environ["COLUMNS"]), NARROWEST)
    return max(shutil.get_terminal_size().columns, NARROWEST) if stream.isatty() else None


def cells(text: str) -> int:
    r"""Give how many cells of a terminal a text takes; combining marks take none, wide signs two.

    >>> cells("điểm"), cells("đie\u0302\u0309m")
    (4, 4)
    """
    if text.isascii():
        return len(text)
    plain = _CODES.sub("", text)
    return sum(_cell(sign) for sign in plain)


def _cell(sign: str) -> int:
    if unicodedata.combining(sign) or unicodedata.category(sign) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in ("W", "F") else 1


def cut(text: str, width: int) -> str:
    """Give the beginning of a text that fits into a width, with an ellipsis.

    >>> cut("Công tác chỉ đạo, điều hành", 12)
    'Công tác ch…'
    """
    while cells(text) >= width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def clean(text: str) -> str:
    """Give a text from a file without what would steer the terminal; line breaks become spaces."""
    return _CONTROLS.sub("", text.replace("\n", " ").replace("\t", " "))


class Ink:
    """Writes texts in colour where the stream takes it, plainly elsewhere."""

    def __init__(self, is_on: bool) -> None:  # what the terminal can do
        self.is_on = is_on

    def __call__(self, text: str, *styles: str) -> str:
        """Give a text in some styles: bold, dim, red, green, yellow, cyan."""
        if not self.is_on or not styles or not text:
            return text
        codes = ";".join(_STYLES[style] for style in styles)
        return f"\x1b[{codes}m{text}\x1b[0m"


def wrapped(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """Break a text at spaces into lines of at most ``width`` cells, with what each line begins with.

    >>> wrapped("điểm của mọi đơn vị", 14, "- ", "  ")
    ['- điểm của mọi', '  đơn vị']
    """
    lines, line, is_empty = [], first, True
    for word in text.split():
        if not is_empty and cells(line) + 1 + cells(word) > width:
            lines.append(line)
            line, is_empty = rest, True
        line, is_empty = (line + word, False) if is_empty else (f"{line} {word}", False)
    return [*lines, line]
