"""Finding the texts of templates: a method of extraction for Babel (``make messages`` names it)."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator, Mapping
from typing import Any, BinaryIO

from babel.messages.extract import extract_python
from django.utils.translation.template import templatize

Found = tuple[int, str, Any, list[str]]


def extract_template(
    file: BinaryIO, keywords: Mapping[str, Any], comment_tags: Collection[str], options: Mapping[str, Any]
) -> Iterator[Found]:
    """Give line, function, text and comments of every ``{% translate %}`` and ``{% blocktranslate %}``.

    Django turns a template into Python that only calls gettext; Babel reads that.

    >>> page = io.BytesIO('<h1>{% translate "Hộp thư" %}</h1>'.encode())
    >>> [text for _, _, text, _ in extract_template(page, {"gettext": None}, (), {})]
    ['Hộp thư']
    """
    python = templatize(file.read().decode("utf-8"))
    settings: Any = options
    found: Iterator[Any] = extract_python(
        io.BytesIO(python.encode("utf-8")), keywords, comment_tags, settings
    )
    yield from found
