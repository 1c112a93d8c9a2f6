"""The list of one interviewer as a PDF page to print: A4, with room for days and outcome codes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any, Final

import polars as pl
import typst

from parindex.language import N_, Lang, translate
from parindex.surveys.sampling.lists import ATTEMPTS
from parindex.surveys.sampling.outcomes import OUTCOMES

_LABELS: Final = {
    "page": N_("Trang số"),
    "reserve_title": N_("Danh sách dự phòng"),
    "reserve_note": N_("Chỉ dùng theo đúng thứ tự, khi người phụ trách đồng ý cho thay."),
    "outcomes_title": N_("Mã kết quả"),
}


@dataclass(frozen=True)
class Heading:
    """What stands above and below a list: ``title``, lines of ``about`` (two in a row), the ``footer``."""

    title: str
    about: Sequence[str] = ()
    footer: str = ""


def list_pdf(assignment: pl.DataFrame, heading: Heading, lang: Lang = "vi") -> bytes:
    """Give the list of one interviewer (rows of ``lists.assigned``) as the bytes of a PDF file.

    The font is one that the typesetter carries, so no font of the machine is used and the same list gives the
    same bytes. No text of the list is taken for markup.
    """
    source = (resources.files("parindex.surveys.sampling") / "list.typ").read_bytes()
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
    data = json.dumps(_content(assignment, heading, lang), ensure_ascii=False)
    made: Any = typst.compile(
        source,
        format="pdf",
        font_paths=fonts,
        sys_inputs={"data": data},
        timestamp=0,
        ignore_system_fonts=True,
    )
    return bytes(made)


def _content(assignment: pl.DataFrame, heading: Heading, lang: Lang) -> dict[str, Any]:
    rows = [*assignment.iter_rows(named=True)]
    return {
        "lang": lang,
        "title": heading.title,
        "about": list(heading.about),
        "footer": heading.footer,
        "heads": _heads(lang),
        "drawn": [_row(one) for one in rows if not one["is_reserve"]],
        "reserve": [_row(one) for one in rows if one["is_reserve"]],
        "outcomes": [[code, translate(label, lang)] for code, label in OUTCOMES.items()],
        **{name: translate(label, lang) for name, label in _LABELS.items()},
    }


def _heads(lang: Lang) -> list[str]:
    visit = translate(N_("Lần {number}: ngày, mã"), lang)
    visits = [visit.format(number=number) for number in ATTEMPTS]
    names = (N_("STT"), N_("Mã phần tử"), N_("Họ tên, địa chỉ, điện thoại"), N_("Đơn vị, tầng, cụm"))
    return [*(translate(name, lang) for name in names), *visits, translate(N_("Ghi chú"), lang)]


def _row(one: Mapping[str, Any]) -> dict[str, Any]:
    who = [one[name] for name in ("name", "address", "phone") if one[name]]
    places = [one[name] for name in ("unit_id", "stratum", "psu", "ssu") if one[name]]
    return {
        "number": one["number"],
        "code": one["element_id"],
        "who": who or [""],
        "place": list(dict.fromkeys(places)) or [""],
    }
