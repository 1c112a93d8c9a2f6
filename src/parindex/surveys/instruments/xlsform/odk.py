"""Whether a form opens in ODK: pyxform turns it into an XForm, or says why not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# What pyxform raises on forms it was not made for, besides its own error.
_STUMBLES = (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError)


@dataclass(frozen=True)
class Xform:
    """What ODK gets: the XForm, and what pyxform warned of. ``refused`` says why there is none."""

    xml: str = ""
    warnings: tuple[str, ...] = ()
    refused: str = ""


def as_xform(workbook: Mapping[str, Sequence[Mapping[str, str]]]) -> Xform:
    """Turn the rows of ``survey``, ``choices`` and ``settings`` (by heading) into an XForm."""
    from pyxform.errors import PyXFormError  # noqa: PLC0415  # an extra; workbooks are written without it
    from pyxform.xls2xform import convert  # noqa: PLC0415  # see above

    given: dict[str, Any] = {"sheet_names": list(workbook)}
    for name, rows in workbook.items():
        headings: dict[str, None] = {}
        for row in rows:
            headings.update(dict.fromkeys(row))
        filled = [{heading: cell for heading, cell in row.items() if cell} for row in rows]
        given |= {name: filled, f"{name}_header": [headings] if headings else []}
    warnings: list[str] = []
    try:
        made = convert(given, warnings=warnings)
    except (PyXFormError, *_STUMBLES) as error:
        return Xform(refused=str(error) or type(error).__name__)
    return Xform(made.xform, tuple(warnings))
