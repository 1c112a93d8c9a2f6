"""SVG made ready for a page: no script, no style, nothing from elsewhere; a title and a description."""

from __future__ import annotations

import hashlib
import re
from typing import Final
from xml.etree import ElementTree as ET

from django.utils.safestring import SafeString, mark_safe

_SVG: Final = "http://www.w3.org/2000/svg"
_XLINK: Final = "{http://www.w3.org/1999/xlink}href"
_KEPT: Final = frozenset(
    f"{{{_SVG}}}{name}"
    for name in ("svg", "g", "path", "rect", "line", "text", "tspan", "circle", "defs", "clipPath")
)
_DROPPED: Final = ("style", "role", "class", "pointer-events", "cursor", "href", _XLINK)
_REFERENCE: Final = re.compile(r"url\(#([^)]+)\)")


def finished(svg: str, title: str, description: str) -> SafeString:
    """Give a drawing that a page with a strict policy can hold.

    Only shapes and texts are kept; invisible parts go; ids are made its own, so that several drawings can
    stand in one page. ``title`` and ``description`` become ``<title>`` and ``<desc>``.
    """
    root = ET.fromstring(svg)  # noqa: S314  # drawn by ourselves
    _prune(root)
    own = "c" + hashlib.sha256(f"{svg}{title}{description}".encode()).hexdigest()[:10]
    for element in root.iter():
        _tidy(element, own)
    _name(root, own, title, description)
    ET.register_namespace("", _SVG)  # each time: the register is everybody's
    text = ET.tostring(root, encoding="unicode")
    return mark_safe(text)  # noqa: S308  # only the elements above, every text escaped by the serialiser


def _prune(parent: ET.Element) -> None:
    """Drop what is not a shape or a text, and what cannot be seen."""
    for child in list(parent):
        if child.tag not in _KEPT or _is_invisible(child):
            parent.remove(child)
        else:
            _prune(child)
            if child.tag == f"{{{_SVG}}}g" and not len(child):
                parent.remove(child)


def _is_invisible(element: ET.Element) -> bool:
    hidden = element.get("opacity") == "0" or element.get("display") == "none"
    shapeless = element.tag == f"{{{_SVG}}}path" and element.get("d") in {"", "M0,0h0v0h0Z"}
    colourless = element.get("class") in {"background", "foreground"} and not (
        element.get("fill") or element.get("stroke")
    )
    return hidden or shapeless or colourless


def _tidy(element: ET.Element, own: str) -> None:
    """Drop what only scripts and styles need, and make the ids the drawing's own."""
    for name in [*_DROPPED, *(key for key in element.attrib if key.startswith(("aria-", "on")))]:
        element.attrib.pop(name, None)
    if "font-family" in element.attrib:
        element.set("font-family", f"{element.get('font-family')}, system-ui, sans-serif")
    if element.get("opacity") == "1":
        del element.attrib["opacity"]
    for key, value in element.attrib.items():
        element.set(key, _REFERENCE.sub(rf"url(#{own}-\1)", value))
    if "id" in element.attrib:
        element.set("id", f"{own}-{element.get('id')}")


def _name(root: ET.Element, own: str, title: str, description: str) -> None:
    """Say to those who listen what is drawn; the parts are silent then."""
    for place, (tag, text) in enumerate((("title", title), ("desc", description))):
        named = ET.Element(f"{{{_SVG}}}{tag}", {"id": f"{own}-{tag}"})
        named.text = text
        root.insert(place, named)
    root.set("role", "img")
    root.set("aria-labelledby", f"{own}-title")
    root.set("aria-describedby", f"{own}-desc")
