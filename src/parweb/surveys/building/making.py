"""The common form from what somebody fills in: groups of lines on one scale, each a factor of the index."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from parindex.language import Lang
from parindex.surveys.instruments.model import Instrument
from parindex.surveys.instruments.registry import instrument_entries, load_instrument
from parweb.units.slugs import plain

BETWEEN: Final = "|"
"""What stands between the Vietnamese words and the English ones."""
NO_OPINION: Final = 9
_NONE: Final = {"vi": "Không sử dụng / không có ý kiến", "en": "Not used / no opinion"}
_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LONGEST_ID: Final = 60


@dataclass(frozen=True)
class KnownScale:
    """A scale of a shipped form: its data, and which of its codes are satisfied."""

    form: Instrument
    name: str

    @property
    def satisfied(self) -> tuple[int, ...]:
        """The codes that count as satisfied there."""
        return self.form.index.satisfied if self.form.index else ()

    @property
    def data(self) -> dict[str, Any]:
        """The scale as a form has it."""
        scale = self.form.scales[self.name]
        return scale.model_dump(mode="json", exclude_defaults=True, exclude_none=True)

    def words(self, lang: Lang) -> str:
        """Say its levels: ``Rất hài lòng, Hài lòng, …``."""
        return ", ".join(one.label.in_(lang) for one in self.form.scales[self.name].options)


@cache
def known_scales() -> dict[str, KnownScale]:
    """Give the scales that the indices of shipped forms are made on, by a name of their own, each once."""
    found: dict[str, KnownScale] = {}
    said: set[str] = set()
    for entry in instrument_entries():
        form = load_instrument(entry.ref)
        for name in dict.fromkeys(one.question.scale for one in form.index_columns if one.question.scale):
            one = KnownScale(form, name)
            if one.words("vi") not in said:
                said.add(one.words("vi"))
                found[f"{entry.ref}.{name}"] = one
    return found


def built(given: Mapping[str, Any], groups: Sequence[Mapping[str, Any]]) -> bytes:
    """Give the file of a form: ``groups`` in their order, each a grid, counted in the index or not.

    Words are written ``Việt | English``; where one of them has English, the form is in both languages.
    """
    questions = [_grid(number, one) for number, one in enumerate(groups, start=1)]
    factors = _factors(groups, questions)
    if given["last"]:
        questions.append({"id": "y_kien", "kind": "text", "label": _words(given["last"])})
    chosen = known_scales()[given["scale"]]
    is_english = BETWEEN in json.dumps([dict(given), [dict(one) for one in groups]], default=str)
    data = {
        "id": given["form_id"] or plain(_words(given["title"])["vi"])[:_LONGEST_ID].strip("-"),
        "year": given["year"],
        "version": given["version"],
        "title": _words(given["title"]),
        "languages": ["vi", "en"] if is_english else ["vi"],
        "introduction": _words(given["introduction"]) if given["introduction"] else None,
        "scales": {"muc": _scale(chosen, with_none=given["with_none"], is_english=is_english)},
        "questions": questions,
        "factors": factors,
        "index": {"satisfied": list(chosen.satisfied)} if factors else None,
    }
    return json.dumps({key: value for key, value in data.items() if value}, ensure_ascii=False).encode()


def _grid(number: int, group: Mapping[str, Any]) -> dict[str, Any]:
    lines = [one.strip() for one in group["items"].splitlines() if one.strip()]
    items = [{"id": f"c{number}_{place}", "label": _words(one)} for place, one in enumerate(lines, start=1)]
    label = _words(group["lead"] or group["label"])
    return {"id": f"c{number}", "kind": "matrix", "label": label, "scale": "muc", "items": items}


def _factors(groups: Sequence[Mapping[str, Any]], grids: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    counted = [(one, grid) for one, grid in zip(groups, grids, strict=True) if one["is_counted"]]
    return [
        {"code": code, "label": _words(one["label"]), "items": [item["id"] for item in grid["items"]]}
        for code, (one, grid) in zip(_LETTERS, counted, strict=False)
    ]


def _scale(chosen: KnownScale, *, with_none: bool, is_english: bool) -> dict[str, Any]:
    data = chosen.data
    if with_none and not data.get("no_opinion"):
        data["options"].append({"code": NO_OPINION, "label": dict(_NONE)})
        data["no_opinion"] = [NO_OPINION]
    if not is_english:
        for option in data["options"]:
            option["label"].pop("en", None)
    return data


def _words(text: str) -> dict[str, str]:
    """Give the words in their languages: ``Thời gian | Time``.

    >>> _words("Thời gian | Time"), _words("Thời gian")
    ({'vi': 'Thời gian', 'en': 'Time'}, {'vi': 'Thời gian'})
    """
    vi, _bar, en = (part.strip() for part in text.partition(BETWEEN))
    return {"vi": vi, "en": en} if en else {"vi": vi}
