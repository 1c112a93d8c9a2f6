"""Which column of a file is which field of a record: by its title, or as a saved mapping says."""

from __future__ import annotations

import json
from collections.abc import Mapping as AbstractMapping
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import yaml

from parindex.dossiers.intake import kinds
from parindex.dossiers.intake.names import CODES, field_of, title_key
from parindex.dossiers.records import FIELDS
from parindex.errors import Place, Problem, ProblemsFound
from parindex.language import N_
from parindex.reading.near import Near
from parindex.text import fold

_PARTS: Final = {"columns", "constants", "words"}
_MOST_BYTES: Final = 1 << 20
_EXACT: Final = -1
"""How well a saved mapping says it: better than any title."""


@dataclass(frozen=True)
class Mapping:
    """How a source names its columns and values; an empty one leaves all to the titles.

    ``columns``: title → field, or None for a column that must not be read. ``constants``: field → the text
    that every row has where the file has no column for it (a file of one unit). ``words``: field → the
    source's word → code.
    """

    columns: AbstractMapping[str, str | None] = field(default_factory=dict)
    constants: AbstractMapping[str, str] = field(default_factory=dict)
    words: AbstractMapping[str, AbstractMapping[str, int]] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Give it as it is saved."""
        words = {name: dict(of) for name, of in self.words.items()}
        return {"columns": dict(self.columns), "constants": dict(self.constants), "words": words}

    @property
    def digest(self) -> str:
        """A text that differs where the mapping differs."""
        return sha256(json.dumps(self.as_dict(), sort_keys=True).encode()).hexdigest()[:16]

    def codes(self, name: str) -> dict[str, int]:
        """Give the source's own words of a field, folded."""
        return {fold(word): code for word, code in self.words.get(name, {}).items()}


@dataclass(frozen=True)
class Matched:
    """The columns of one table: field → place of its column, and the titles that are not read."""

    columns: dict[str, int]
    titles: dict[str, str]
    """Field → the title it has in the file."""
    unread: tuple[str, ...]
    lacking: tuple[str, ...]
    """Required fields that neither a column nor a constant gives."""
    doubled: tuple[tuple[str, int, int], ...] = ()
    """Field, and the places of the two titles that say it equally well."""
    unknown: tuple[str, ...] = ()
    """Titles of the saved mapping that the table does not have."""


def load_mapping(path: Path) -> Mapping:
    """Read a saved mapping (YAML or JSON; keys ``columns``, ``constants``, ``words``, all optional).

    Raises :class:`ProblemsFound` with everything that is wrong with it (DO110, DO111, DO113).
    """
    place = Place(file=str(path))
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise _bad(place, N_("tệp quá lớn"))
        data = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except OSError:
        raise _bad(place, N_("không mở được tệp")) from None
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError):
        raise _bad(place, N_("không phải YAML hoặc JSON (UTF-8)")) from None
    return mapping_of(data, place)


def mapping_of(data: object, place: Place | None = None) -> Mapping:
    """Make a mapping of plain data; raises :class:`ProblemsFound` as :func:`load_mapping` does.

    >>> mapping_of({"columns": {"Số phiếu": "code"}}).columns
    {'Số phiếu': 'code'}
    """
    where = place or Place()
    if not isinstance(data, dict) or not set(data) <= _PARTS:
        raise _bad(where, N_("cần các mục columns, constants, words"))
    parts = [data.get(name) or {} for name in ("columns", "constants", "words")]
    if not all(isinstance(part, dict) for part in parts):
        raise _bad(where, N_("mỗi mục columns, constants, words phải là bảng tên: giá trị"))
    columns, constants, words = parts
    words = {name: of or {} for name, of in words.items()}
    if not all(isinstance(of, dict) for of in words.values()):
        raise _bad(where, N_("mỗi mục columns, constants, words phải là bảng tên: giá trị"))
    found = [*_unknown_fields([*columns.values(), *constants, *words], where), *_bad_words(words, where)]
    if found:
        raise ProblemsFound(found)
    named = {str(title): _field_name(name) for title, name in columns.items() if title is not None}
    fixed = {str(_field_name(name)): str(text) for name, text in constants.items() if text is not None}
    said = {str(_field_name(name)): _said_words(of) for name, of in words.items()}
    return Mapping(named, fixed, {name: of for name, of in said.items() if of})


def _said_words(words: AbstractMapping[object, Any]) -> dict[str, int]:
    """Give the words whose code is written; one that is left blank is not known yet."""
    return {str(word): code for word, code in words.items() if code is not None}


def _bad(place: Place, reason: str) -> ProblemsFound:
    return ProblemsFound([Problem(kinds.BAD_MAPPING, place, {"reason": reason})])


def _field_name(given: object) -> str | None:
    """Give the field that a name or a national name means; None where there is none."""
    if isinstance(given, str) and given in FIELDS:
        return given
    by_national = {one.national.lower(): name for name, one in FIELDS.items()}
    return by_national.get(str(given).lower())


def _unknown_fields(names: Sequence[object], place: Place) -> list[Problem]:
    wrong = dict.fromkeys(str(name) for name in names if name is not None and _field_name(name) is None)
    near = Near(FIELDS)
    return [Problem(kinds.UNKNOWN_FIELD, place, {"given": name, "near": near.to(name)}) for name in wrong]


def _bad_words(
    words: AbstractMapping[object, AbstractMapping[object, object]], place: Place
) -> list[Problem]:
    found = []
    for given, of in words.items():
        name = _field_name(given)
        known = CODES.get(name or "", frozenset({0, 1}))
        for word, code in of.items():
            if name and code is not None and (isinstance(code, bool) or code not in known):
                details = {
                    "word": word,
                    "field": name,
                    "given": code,
                    "known": ", ".join(map(str, sorted(known))),
                }
                found.append(Problem(kinds.BAD_WORD, place, details))
    return found


def match(titles: Sequence[str], mapping: Mapping) -> Matched:
    """Say which column of a header gives which field; the better title wins where two could.

    >>> match(["Mã hồ sơ", "Họ và tên", "TrangThaiHoSoId"], Mapping()).columns
    {'code': 0, 'status': 2}
    """
    best: dict[str, tuple[int, int]] = {}
    doubled: list[tuple[str, int, int]] = []
    own = {title_key(title): name for title, name in mapping.columns.items()}
    for place, title in enumerate(titles):
        name, quality = _said(title, own)
        if name is None:
            continue
        if name in best and best[name][0] == quality:
            doubled.append((name, best[name][1], place))
        if name not in best or quality < best[name][0]:
            best[name] = (quality, place)
    columns = {name: best[name][1] for name in FIELDS if name in best}
    read = set(columns.values())
    present = {title_key(title) for title in titles}
    return Matched(
        columns,
        {name: titles[place] for name, place in columns.items()},
        tuple(title for place, title in enumerate(titles) if place not in read and title),
        tuple(
            name
            for name, one in FIELDS.items()
            if one.is_required and name not in {*columns, *mapping.constants}
        ),
        tuple(one for one in doubled if best[one[0]][0] == _said(titles[one[2]], own)[1]),
        tuple(title for title, name in mapping.columns.items() if name and title_key(title) not in present),
    )


def _said(title: str, own: AbstractMapping[str, str | None]) -> tuple[str | None, int]:
    key = title_key(title)
    if key in own:
        return own[key], _EXACT
    return field_of(title) if key else (None, 0)
