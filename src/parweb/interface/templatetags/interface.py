"""Filters and tags of every page: ``{% load interface %}``. docs/interface.md shows each of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from parindex.text import fold as folded
from parweb.interface.fields import FieldLook, look_of, wrong_fields
from parweb.interface.numbers import NO_BREAK, day_text, has_number, moment_text, no_number, number_text
from parweb.interface.pages import Sort, around, query_with

register = template.Library()

TONES = {"good": "check", "warn": "warning", "bad": "error", "quiet": ""}
"""Tone of a badge -> its icon: colour is never alone."""
PLACES_OF_CLASSES = {"A": 1, "B": 2, "C": 3, "D": 4, "TOT": 1, "KHA": 2, "TRUNG BINH": 3, "YEU": 4}
"""Usual codes of four classes, folded -> place of their colour, 1 the best."""


@register.filter
def points(value: Decimal | float | None, decimals: int = 2) -> str:
    """Write points (or any number) with a fixed count of decimals; a dash for none: ``{{ p|points:2 }}``."""
    return number_text(value, int(decimals)) if has_number(value) else no_number()


@register.filter
def percent(value: Decimal | float | None, decimals: int = 2) -> str:
    """Write a percentage held as 0-100: ``{{ 80.876|percent }}`` gives ``80,88 %``."""
    return f"{number_text(value, int(decimals))}{NO_BREAK}%" if has_number(value) else no_number()


@register.filter
def whole(value: Decimal | float | None) -> str:
    """Write a whole number with its thousands apart: ``{{ 8180|whole }}`` gives ``8.180``."""
    return number_text(value, 0) if has_number(value) else no_number()


@register.filter
def number(value: Decimal | float | None) -> str:
    """Write a number as exact as it is, without trailing zeros."""
    return number_text(value) if has_number(value) else no_number()


@register.filter
def date_vi(value: date | None) -> str:
    """Write a day as dd/mm/yyyy; nothing for none."""
    return day_text(value) if value else ""


@register.filter
def moment_vi(value: datetime | None) -> str:
    """Write a moment as HH:MM dd/mm/yyyy in the time zone of the site; nothing for none."""
    return moment_text(value) if value else ""


@register.filter
def fold(value: object) -> str:
    """Give a text without diacritics and case, as it is searched."""
    return folded(str(value or ""))


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon of ``icons.svg``; it is silent, so a word stands beside it."""
    sprite = static("interface/icons.svg")
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', sprite, name)


@register.inclusion_tag("interface/parts/field.html")
def field(bound: BoundField, beside: str = "", rule: str = "") -> dict[str, FieldLook | str]:
    """Draw one field of a form: label, rule, errors, input, and what stands beside it."""
    return {"look": look_of(bound, rule), "beside": beside}


@register.inclusion_tag("interface/parts/error_summary.html")
def error_summary(*forms: BaseForm | Iterable[BaseForm]) -> dict[str, Any]:
    """List what is wrong in the forms of a page, each given alone or in a list, with links to the fields."""
    each = (one for given in forms for one in ([given] if isinstance(given, BaseForm) else given))
    return {"wrong": [one for form in each for one in wrong_fields(form)]}


@register.inclusion_tag("interface/parts/pager.html", takes_context=True)
def pager(context: Context, page: Page[Any], parameter: str = "page") -> dict[str, Any]:
    """Draw the pages around the one shown; the other parameters of the address are kept."""
    request = context.get("request")
    kept = request.GET if request is not None else None
    link = {n: query_with(kept, {parameter: n}) for n in around(page.number, page.paginator.num_pages) if n}
    numbers = around(page.number, page.paginator.num_pages)
    return {"page": page, "items": [(n, link.get(n, "")) for n in numbers], "link": link}


@register.inclusion_tag("interface/parts/table_actions.html")
def table_actions(url: str, table_id: str = "") -> dict[str, str]:
    """Offer a table to take away: copy (the table with that id), XLSX and CSV at ``url?format=``."""
    return {"table_id": table_id, "xlsx": with_parameter(url, "xlsx"), "csv": with_parameter(url, "csv")}


def with_parameter(url: str, file_format: str) -> str:
    """Give the address with ``format=`` set; its other parameters are kept."""
    parts = urlsplit(url)
    pairs = [
        pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] not in {"format", "page"}
    ]
    return urlunsplit(parts._replace(query=urlencode([*pairs, ("format", file_format)])))


@register.simple_tag
def class_badge(code: str | None, label: str = "", place: int | None = None) -> SafeString:
    """Show a class as word and pattern; ``place`` (1 best … 4) where the code alone does not tell it."""
    if not code:
        return no_number()
    rank = place or PLACES_OF_CLASSES.get(folded(str(code)).replace("-", " ").upper())
    modifier = f" class-badge--{min(max(int(rank), 1), 4)}" if rank else ""
    return format_html('<span class="class-badge{}">{}</span>', modifier, label or code)


@register.simple_tag
def status_badge(label: str, tone: str = "quiet") -> SafeString:
    """Show a state as a word with an icon; tones: good, warn, bad, quiet."""
    tone = tone if tone in TONES else "quiet"
    sign = icon(TONES[tone]) if TONES[tone] else ""
    return format_html('<span class="badge badge--{}">{} {}</span>', tone, sign, label)


@register.inclusion_tag("interface/parts/progress.html")
def progress(done: int, total: int, label: str = "", *, is_sticky: bool = False) -> dict[str, Any]:
    """Show how much is done as a bar with its numbers."""
    share = 100 * done / total if total else None
    return {"done": done, "total": total, "share": share, "label": label, "is_sticky": is_sticky}


@register.inclusion_tag("interface/parts/job.html")
def job_progress(url: str, label: str = "") -> dict[str, str]:
    """Follow a job: its JSON at ``url`` is asked each second (see docs/interface.md for its keys)."""
    return {"url": url, "label": label}


@register.inclusion_tag("interface/parts/empty.html")
def empty_state(title: str, text: str = "", url: str = "", action: str = "") -> dict[str, str]:
    """Say what will be here, who can start it, and give the first step where the reader may take it."""
    return {"title": title, "text": text, "url": url, "action": action}


@register.inclusion_tag("interface/parts/chart.html")
def chart(svg: str, title: str, table_id: str = "") -> dict[str, str]:
    """Show a chart with its sentence on top and the way to its table; plain text as ``svg`` is escaped."""
    return {"svg": conditional_escape(svg), "title": title, "table_id": table_id}


@register.inclusion_tag("interface/parts/sort_header.html", takes_context=True)
def sort_header(context: Context, sort: Sort, key: str, label: str, unit: str = "") -> dict[str, Any]:
    """Draw a heading that sorts the whole list on the server (``sort`` comes from ``pages.read_sort``)."""
    request = context.get("request")
    kept = request.GET if request is not None else None
    link = query_with(kept, {"sort": sort.next_for(key), "page": None})
    is_number = key in sort.numbers
    return {"link": link, "label": label, "unit": unit, "direction": sort.aria(key), "is_number": is_number}


@register.simple_tag
def missing(why: str = "") -> SafeString:
    """Show a dash with the reason why there is no number."""
    return format_html('<abbr class="missing" title="{}">–</abbr>', why or _("Chưa có số"))


@register.filter
def lookup(mapping: Mapping[Any, Any] | None, key: object) -> Any:
    """Give ``mapping[key]``, None where it is not there."""
    return None if mapping is None else mapping.get(key)
