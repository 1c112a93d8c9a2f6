"""One thing, two numbers: inputs of two criteria with the same words and different values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from parindex.numerals import format_number
from parindex.text import fold
from parweb.assessments.xray.scene import Finding, Scene
from parweb.interface.numbers import page_language

CODE = "same_thing"
_TOO_GENERAL = frozenset({"gia tri", "so luong", "tu so", "mau so", "so vi pham", "so diem"})
"""Words that every rule gives where the edition says nothing: they name no thing."""


def find(scene: Scene) -> Iterator[Finding]:
    """Find inputs that name the same thing and say different numbers."""
    places: dict[str, list[tuple[str, str, str, Decimal]]] = defaultdict(list)
    lang = page_language()
    for leaf, spec, value in scene.numbers():
        words = fold(spec.label.vi)
        if words not in _TOO_GENERAL:
            places[words].append((leaf.code, spec.name, spec.label.in_(lang), value))
    for same in places.values():
        code, _name, label, value = same[0]
        for other, field, _label, number in same[1:]:
            if number != value and other != code:
                what = _("cùng là “{thing}” nhưng mục {first} ghi {one}, mục này ghi {two}").format(
                    thing=label,
                    first=code,
                    one=format_number(value, lang=lang),
                    two=format_number(number, lang=lang),
                )
                yield Finding(CODE, other, what, field)
