"""The two languages of every text: Vietnamese in the source, English by the gettext catalogue ``en``."""

from __future__ import annotations

import gettext as _gettext
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Literal, get_args

Lang = Literal["vi", "en"]
LANGUAGES: tuple[Lang, ...] = get_args(Lang)


class Marked(str):
    """A source text that was marked for translation; data that happens to read the same is not."""

    __slots__ = ()


def N_(text: str) -> str:  # noqa: N802  # the marker's name in gettext's own convention
    """Mark a Vietnamese source text for translation; it reads as it did."""
    return Marked(text)


@cache
def _catalogue(lang: Lang) -> _gettext.NullTranslations:
    folder = resources.files("parindex") / "locale"
    return _gettext.translation("parindex", localedir=str(folder), languages=[lang], fallback=True)


def translate(text: str, lang: Lang = "vi") -> str:
    """Give ``text`` (a Vietnamese source text marked by ``N_``) in the language asked for.

    >>> translate("điểm", "vi")
    'điểm'
    """
    return text if lang == "vi" or not text else _catalogue(lang).gettext(text)


def decimal_text(number: Decimal, lang: Lang = "vi") -> str:
    """Write an exact number as people of the language do, without trailing zeros.

    >>> decimal_text(Decimal("18.50")), decimal_text(Decimal("18.50"), "en")
    ('18,5', '18.5')
    """
    text = format(number, "f")
    text = (text.rstrip("0").rstrip(".") or "0") if "." in text else text
    return text.replace(".", ",") if lang == "vi" else text
