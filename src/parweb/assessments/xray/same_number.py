"""One number, two things: a long number typed under different words, as if it had been copied."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from parindex.numerals import format_number
from parindex.text import fold
from parweb.assessments.xray.scene import Finding, Scene
from parweb.interface.numbers import page_language

CODE = "same_number"
_DIGITS = 3
"""Numbers with fewer digits, zeros at the end apart, are often the same by chance."""


def find(scene: Scene) -> Iterator[Finding]:
    """Find equal long numbers in two criteria whose words differ."""
    places: dict[Decimal, list[tuple[str, str, str, str]]] = defaultdict(list)
    lang = page_language()
    for leaf, spec, value in scene.numbers():
        if len(value.normalize().as_tuple().digits) >= _DIGITS:
            places[value].append((leaf.code, spec.name, fold(spec.label.vi), spec.label.in_(lang)))
    for value, same in places.items():
        code, _name, words, label = same[0]
        for other, field, other_words, other_label in same[1:]:
            if other != code and other_words != words:
                what = _("{number} cũng là số của mục {first}: “{thing}”, ở đây là “{other}”").format(
                    number=format_number(value, lang=lang), first=code, thing=label, other=other_label
                )
                yield Finding(CODE, other, what, field)
