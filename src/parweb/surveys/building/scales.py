"""Scales that a form may be answered on: those of shipped forms, and those the form has already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from parindex.language import Lang
from parindex.surveys.instruments.model import Instrument
from parindex.surveys.instruments.registry import instrument_entries, load_instrument

NO_OPINION: Final = 9
OWN: Final = "@"
"""Begins the name of a scale that the opened form has."""
NEW: Final = "muc"
"""What the scale of a new form is called."""
_NONE: Final = {"vi": "Không sử dụng / không có ý kiến", "en": "Not used / no opinion"}


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


def scales_of(opened: Instrument | None) -> dict[str, KnownScale]:
    """Give the scales to choose from: of an opened form with an index its own, which has one measure."""
    own = (
        dict.fromkeys(one.question.scale for one in opened.index_columns if one.question.scale)
        if opened
        else {}
    )
    return {f"{OWN}{name}": KnownScale(opened, name) for name in own if opened} or known_scales()


def new_scale(chosen: KnownScale, *, with_none: bool, is_english: bool) -> dict[str, Any]:
    """Give the data of a scale for a new form, with a level of no opinion where one is wanted."""
    data = chosen.data
    if with_none and not data.get("no_opinion"):
        data["options"].append({"code": NO_OPINION, "label": dict(_NONE)})
        data["no_opinion"] = [NO_OPINION]
    if not is_english:
        for option in data["options"]:
            option["label"].pop("en", None)
    return data


def given_scale(given: Mapping[str, Any], opened: Instrument | None) -> KnownScale:
    """Give the scale that was chosen, the first one where nothing sensible was."""
    known = scales_of(opened)
    return known.get(str(given.get("scale")), next(iter(known.values())))
