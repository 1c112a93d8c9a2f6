"""The short notations inside cells: parameters of a rule, evidence, feeds. What is written reads back.

Parameters are written as in the YAML file, one ``key: value`` a line, without the kind. Bands are written in
the words of decisions: ``từ 95 đến dưới 100: 1,75``.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, Final

from pydantic import BaseModel

from parindex.errors import Problem, ProblemsFound
from parindex.frameworks.digest import plain_decimal
from parindex.frameworks.model import Evidence, Feed
from parindex.frameworks.parts import Text
from parindex.frameworks.rules import Band, Rule
from parindex.frameworks.workbook.cells import number_of
from parindex.frameworks.workbook.problems import NOT_A_NOTATION
from parindex.frameworks.writing import one_line, part_fields, yaml_text
from parindex.frameworks.yaml_lines import parse
from parindex.language import N_, Lang, translate
from parindex.text import fold

NOT_REQUIRED: Final = N_("(không bắt buộc)")
ENGLISH_AFTER: Final = " || "
_BULLET: Final = re.compile(r"^[-–•+*]\s+")
_COMMA_NUMBER: Final = re.compile(r"[+-]?\d+,\d+")
_NUMBER: Final = r"(-?[\d.,]+)"
_PHRASES: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:tu|from) {_NUMBER} ?%? ?(?:den|to|-)? ?(?:duoi|below|<) {_NUMBER} ?%?",
        rf"(?:tu|from) {_NUMBER} ?%?(?: tro len| and above)?()",
        rf"()(?:duoi|below) {_NUMBER} ?%?",
        r"()()(?:moi gia tri|any value)",
    )
)
_WORDS_KEYS: Final = frozenset({"label", "of", "numerator", "denominator"})
_TEXT_KEYS: Final = _WORDS_KEYS | {"name", "when", "vi", "en"}
_WIDTH: Final = 160


def write_parameters(rule: Rule, lang: Lang = "vi") -> str:
    """Write the parameters of a rule as lines of a cell, without its kind.

    >>> from parindex.frameworks.rules import Bands
    >>> bands = [{"from": 95, "points": 2}, {"from": "62.5", "below": 95, "points": "1.75"}]
    >>> print(write_parameters(Bands.model_validate({"kind": "bands", "bands": bands})))
    bands:
      - từ 95: 2
      - từ 62,5 đến dưới 95: 1,75
    """
    fields = {key: _compact(value) for key, value in part_fields(rule).items() if key != "kind"}
    bands: tuple[Band, ...] = fields.pop("bands", ())
    text = yaml_text(fields, _WIDTH) if fields else ""
    if bands:
        text += "bands:\n" + "".join(f"  - {_phrase(band, lang)}\n" for band in bands)
    return text.rstrip("\n")


def _compact(value: Any) -> Any:  # a part, a tuple of parts, or a plain value
    """Put both languages of every text on one line: ``Hồ sơ đúng hạn || Dossiers on time``."""
    if isinstance(value, Text):
        return _both_languages(value)
    if isinstance(value, BaseModel):
        inner = {name: _compact(getattr(value, name)) for name in type(value).model_fields}
        return value.model_copy(update=inner)
    return tuple(_compact(one) for one in value) if isinstance(value, tuple) else value


def _both_languages(text: Text) -> str | dict[str, str]:
    line = text.vi + (ENGLISH_AFTER + text.en if text.en is not None else "")
    is_plain = "\n" not in line and _label(line) == _languages(text)
    return line if is_plain else _languages(text)


def _languages(text: Text) -> dict[str, str]:
    return {"vi": text.vi} | ({} if text.en is None else {"en": text.en})


def _phrase(band: Band, lang: Lang) -> str:
    low, high = (None if bound is None else _shown(bound, lang) for bound in (band.from_, band.below))
    is_english = lang == "en"
    if low is None and high is None:
        words = "any value" if is_english else "mọi giá trị"
    elif low is None:
        words = f"below {high}" if is_english else f"dưới {high}"
    elif high is None:
        words = f"from {low}" if is_english else f"từ {low}"
    else:
        words = f"from {low} to below {high}" if is_english else f"từ {low} đến dưới {high}"
    return f"{words}: {_shown(band.points, lang)}"


def _shown(number: Decimal, lang: Lang) -> str:
    text = plain_decimal(number)
    return text if lang == "en" else text.replace(".", ",")


def read_parameters(text: str) -> dict[str, Any] | Problem:
    """Read the parameters of a rule; a problem (without place) where the lines are no ``key: value``.

    >>> read_parameters("floor: 70,5")
    {'floor': Decimal('70.5')}
    """
    data = _mapping_of(text)
    if isinstance(data, Problem):
        tidied = _mapping_of(_tidied(text))
        data = data if isinstance(tidied, Problem) else tidied
    if isinstance(data, Problem):
        return data
    data.pop("kind", None)
    return _bands_read(_texts_read(_numbers_read(data)))


def _mapping_of(text: str) -> dict[str, Any] | Problem:
    try:
        data = parse(text, "").data
    except ProblemsFound as found:
        return Problem(NOT_A_NOTATION, details={"reason": found.problems[0].what()})
    if not isinstance(data, dict):
        return Problem(NOT_A_NOTATION, details={"reason": N_("thiếu “khóa:” ở đầu dòng")})
    return data


def _tidied(text: str) -> str:
    """Make plain spaces of the hard spaces and tabs that people paste."""
    return text.replace("\u00a0", " ").replace("\t", "  ")


def _numbers_read(value: Any) -> Any:  # plain data
    """Read ``70,5`` as a number wherever a number can stand."""
    if isinstance(value, dict):
        return {key: inner if key in _TEXT_KEYS else _numbers_read(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_numbers_read(inner) for inner in value]
    if isinstance(value, str) and _COMMA_NUMBER.fullmatch(value.strip()):
        return Decimal(value.strip().replace(",", "."))
    return value


def _texts_read(value: Any) -> Any:  # plain data
    """Part the two languages of every text."""
    if isinstance(value, dict):
        return {
            key: _label(inner) if key in _WORDS_KEYS and isinstance(inner, str) else _texts_read(inner)
            for key, inner in value.items()
        }
    return [_texts_read(inner) for inner in value] if isinstance(value, list) else value


def _bands_read(data: dict[str, Any]) -> dict[str, Any] | Problem:
    bands = data.get("bands")
    if not isinstance(bands, list):
        return data
    read = [_band_read(band) for band in bands]
    problem = next((band for band in read if isinstance(band, Problem)), None)
    return problem or data | {"bands": read}


def _band_read(band: Any) -> Any:  # plain data, or a problem
    """Read ``từ 95 đến dưới 100: 1,75``; a band written as a record stays as it is."""
    if not isinstance(band, dict) or len(band) != 1:
        return band
    [(phrase, points)] = band.items()
    words = fold(phrase)
    match = next((found for pattern in _PHRASES if (found := pattern.fullmatch(words))), None)
    if match is None:
        return Problem(NOT_A_NOTATION, details={"reason": phrase})
    bounds: dict[str, Any] = {"points": points}
    for key, text in zip(("from", "below"), match.groups(), strict=True):
        bound = _bound(text, is_english=not words.startswith(("tu", "duoi", "moi")))
        if isinstance(bound, Problem):
            return bound
        bounds |= {} if bound is None else {key: bound}
    return bounds


def _bound(text: str, *, is_english: bool) -> Decimal | Problem | None:
    return Decimal(text) if is_english and re.fullmatch(r"-?\d+\.\d+", text) else number_of(text)


def write_evidence(evidence: tuple[Evidence, ...], lang: Lang = "vi") -> str:
    """Write the documents that prove a criterion, one a line."""
    return "\n".join(_evidence_line(one, lang) for one in evidence)


def _evidence_line(evidence: Evidence, lang: Lang) -> str:
    english = ENGLISH_AFTER + evidence.label.en if evidence.label.en is not None else ""
    ending = "" if evidence.required else f" {translate(NOT_REQUIRED, lang)}"
    line = evidence.label.vi + english + ending
    meant = {"label": _languages(evidence.label)} | ({} if evidence.required else {"required": False})
    is_plain = "\n" not in line and _evidence_read(line) == meant
    return line if is_plain else one_line(evidence)


def read_evidence(lines: list[str]) -> list[Any] | Problem:
    """Read documents, one a line; a line in braces is a record as in the YAML file."""
    read = [_evidence_read(line) for line in lines]
    return next((one for one in read if isinstance(one, Problem)), read)


def _evidence_read(line: str) -> Any:  # plain data, or a problem
    if line.startswith("{"):
        return _mapping_of(line)
    plain = _BULLET.sub("", line)
    for ending in (translate(NOT_REQUIRED, "vi"), translate(NOT_REQUIRED, "en")):
        if plain.endswith(ending):
            return {"label": _label(plain.removesuffix(ending)), "required": False}
    return {"label": _label(plain)}


def _label(text: str) -> dict[str, str]:
    vietnamese, _, english = text.partition(ENGLISH_AFTER)
    return {"vi": vietnamese.strip()} | ({"en": english.strip()} if english.strip() else {})


def write_feed(feed: Feed) -> str:
    """Write where a value is fed from: the measure alone, or a record."""
    is_plain = feed == Feed(measure=feed.measure) and not feed.measure.startswith("{")
    return feed.measure if is_plain else one_line(feed)


def read_feed(text: str) -> Any:  # plain data, or a problem
    """Read where a value is fed from."""
    return _mapping_of(text) if text.startswith("{") else {"measure": text}


def words(text: Text | None, lang: Lang) -> str | None:
    """Give one language of a text; None where there is none."""
    return getattr(text, lang) if text else None
