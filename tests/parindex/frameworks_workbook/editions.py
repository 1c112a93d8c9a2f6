"""Random editions and cases that are right in form: every kind of rule, every optional key, odd texts."""

import unicodedata
from datetime import date
from decimal import Decimal
from typing import get_args

from hypothesis import strategies as st

from parindex.frameworks import rules
from parindex.frameworks.cases import Case
from parindex.frameworks.model import Edition

ODD = ["có: dấu hai chấm", "- gạch đầu dòng", "# không phải ghi chú", "{a: 1}", "[x]", "yes", "null", "1.10", "18,5", "2022-01-01",
       "=1+1", "+84 123", "@tên", "a || b", "bắt buộc (không bắt buộc)", "dòng một\ndòng hai", "‘nháy’ \"kép\" 'đơn'", "100 %", "a\\b",
       "Có", "Không áp dụng", "_x0041_", "a, b; c", "*sao", "&neo", "!thẻ", "~", "9/19", "dài " * 60 + "hết", "  hai  ".strip(), "٣", "x\x85y", "x\u2028y"]  # fmt: skip
LETTERS = st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")


def as_kept(text: str) -> str:
    """A workbook keeps composed text without spaces around it."""
    return unicodedata.normalize("NFC", text).strip()


TEXTS = st.one_of(
    st.sampled_from(ODD),
    st.text(LETTERS, min_size=1, max_size=40).map(as_kept).filter(bool),
    st.text("abcđêộ: ,.#-{}[]|&*!?\"'\\\n\t\xa0\x85\u2028", min_size=1, max_size=30)
    .map(as_kept)
    .filter(bool),
)
# Words that no other part of the notation gives a meaning.
PLAIN = st.text("abcđêộơ ", min_size=1, max_size=12).map(as_kept).filter(bool)
DECIMALS = st.one_of(
    st.integers(-1000, 1000).map(Decimal),
    st.decimals(-1000, 1000, places=2),
    st.decimals(0, 1000, places=20),
    st.sampled_from(
        [
            Decimal("1.577"),
            Decimal("99.125"),
            Decimal("0.1"),
            Decimal("84.70232"),
            Decimal("33.333333333333333333"),
        ]
    ),
).map(abs)
SIGNED = st.builds(
    lambda number, sign: number * sign if number else number, DECIMALS, st.sampled_from([1, -1])
)
NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
CODES = st.from_regex(r"[0-9A-ZĐđ][0-9A-Za-zĐđ.]{0,6}", fullmatch=True).map(as_kept)
DAYS = st.dates(date(1990, 1, 1), date(2199, 12, 31))
DIGITS = st.integers(0, 9)


def record(required: dict, optional: dict):
    """A mapping with all required keys and some of the optional ones."""
    return st.fixed_dictionaries(required, optional=optional)


WORDS = record({"vi": TEXTS}, {"en": TEXTS})
QUANTITY = record(
    {},
    {
        "as": st.sampled_from(["percent", "share", "ratio", "number"]),
        "of": WORDS,
        "numerator": WORDS,
        "denominator": WORDS,
        "when_zero": st.sampled_from(get_args(rules.WhenZero)),
        "may_exceed": st.booleans(),
        "round": DIGITS,
        "minimum": SIGNED,
        "maximum": SIGNED,
    },
)
ON_QUANTITY = {"quantity": QUANTITY}


def several(item, least: int = 1):
    return st.lists(item, min_size=least, max_size=3)


def kind(name: str, required: dict | None = None, optional: dict | None = None):
    return record({"kind": st.just(name), **(required or {})}, optional or {})


RULES = {
    "yes_no": kind("yes_no", {}, {"yes": SIGNED, "no": SIGNED}),
    "count": kind("count", {"each": SIGNED}, {"cap": SIGNED, "of": WORDS}),
    "proportional": kind("proportional", {}, {**ON_QUANTITY, "full_at": DECIMALS}),
    "ratio_floor": kind("ratio_floor", {"floor": DECIMALS}, {**ON_QUANTITY, "full_at": DECIMALS}),
    "bands": kind("bands", {"bands": several(record({"points": SIGNED}, {"from": SIGNED, "below": SIGNED}))}, ON_QUANTITY),
    "linear": kind("linear", {"knots": several(record({"at": SIGNED, "points": SIGNED}, {}), 2)}, ON_QUANTITY),
    "levels": kind("levels", {"levels": several(record({"value": DECIMALS, "label": WORDS, "share": DECIMALS}, {}), 2)}),
    "deduction": kind(
        "deduction", {"faults": several(record({"name": NAMES, "label": WORDS, "each": DECIMALS}, {}))}, {"floor": SIGNED}
    ),
    "violation": kind(
        "violation", {}, {"extra": DECIMALS, "per": st.sampled_from(["once", "each"]), "floor": SIGNED, "of": WORDS}
    ),
    "checklist": kind("checklist", {"items": several(record({"name": NAMES, "label": WORDS, "points": DECIMALS}, {}))}),
    "relative": kind(
        "relative", {}, {**ON_QUANTITY, "to": st.sampled_from(["best", "leader", "mean", "rank"]), "target": DECIMALS}
    ),
    "formula": kind(
        "formula",
        {
            "variables": several(record({"name": NAMES, "label": WORDS}, {"minimum": SIGNED, "maximum": SIGNED})),
            "cases": several(record({"value": DECIMALS, "label": WORDS, "points": TEXTS}, {"when": TEXTS})),
        },
        {"choose": st.sampled_from(["first", "appraiser"]), "when_undefined": st.sampled_from(get_args(rules.WhenZero))},
    ),
    "survey_index": kind("survey_index", {}, ON_QUANTITY),
    "survey_likert": kind(
        "survey_likert", {"options": several(record({"name": NAMES, "label": WORDS, "weight": DECIMALS}, {}), 2)}
    ),
    "graded": kind("graded"),
    "appraised": kind("appraised"),
    "bonus": kind("bonus", {"each": DECIMALS}, {"of": WORDS}),
    "penalty": kind("penalty", {"each": DECIMALS, "cap": DECIMALS}, {"of": WORDS}),
}  # fmt: skip
RULE = st.one_of(*RULES.values())
LINES = st.lists(PLAIN | st.sampled_from(["commune", "1149/QĐ-BNV", "=SUM(A1)"]), max_size=3)


def own_keys(channels: list[str]) -> dict:
    return {
        "channel": st.sampled_from(channels),
        "scored_by": st.sampled_from(["unit", "appraiser", "council", "survey", "dossier", "data"]),
        "role": TEXTS,
        "not_applicable": st.sampled_from(["refuse", "exclude", "full", "zero"]),
        "missing": st.sampled_from(["block", "zero"]),
        "evidence": st.lists(record({"label": WORDS}, {"required": st.booleans()}), max_size=3),
        "guidance": WORDS,
        "legal_ref": TEXTS,
        "feed": record({"measure": TEXTS}, {"period": st.sampled_from(["year", "quarter"]), "note": WORDS}),
        "round": DIGITS,
        "illustrative": st.booleans(),
    }


@st.composite
def trees(draw, channels: list[str]):
    """A tree whose codes differ; depth and width are drawn."""
    codes = draw(st.lists(CODES, min_size=1, max_size=8, unique=True))
    keys = own_keys(channels)
    tops: list[dict] = []
    line: list[dict] = []
    for code in codes:
        node = {"code": code, "label": draw(WORDS), "max": draw(DECIMALS), **draw(record({}, keys))}
        depth = draw(st.integers(0, len(line)))
        line = line[:depth]
        (line[-1].setdefault("criteria", []) if line else tops).append(node)
        line.append(node)
    for node in every(tops):
        if "criteria" not in node and draw(st.booleans()):
            node["rule"] = draw(RULE)
    return tops


def every(nodes: list[dict]):
    for node in nodes:
        yield node
        yield from every(node.get("criteria", []))


CHANNEL = record(
    {"label": WORDS, "max": DECIMALS},
    {
        "kind": st.sampled_from(["base", "bonus", "penalty"]),
        "on_excluded": st.sampled_from(["own", "total", "none"]),
        "optional": st.booleans(),
    },
)
SETTINGS = record(
    {},
    {
        "decimals": DIGITS,
        "ranking": record(
            {},
            {
                "ties": st.sampled_from(["dense", "competition", "ordinal"]),
                "denominator": st.sampled_from(["distinct", "units"]),
                "basis": st.sampled_from(["percent", "points"]),
            },
        ),
        "classes": record(
            {"bands": several(record({"code": TEXTS, "label": WORDS}, {"from": SIGNED, "below": SIGNED}))},
            {"basis": st.sampled_from(["percent", "points", "quantile"]), "note": WORDS},
        ),
        "remedy": record({"threshold": DECIMALS}, {"note": WORDS}),
        "missing": st.sampled_from(["block", "zero"]),
        "total": record({}, {"floor": SIGNED, "cap": SIGNED}),
    },
)
LAW = record(
    {"number": TEXTS, "date": DAYS, "issuer": WORDS},
    {"title": WORDS, "replaces": LINES, "source": TEXTS},
)


@st.composite
def editions(draw) -> Edition:
    """An edition that is right in form; whether its sums add up is not asked."""
    channels = draw(st.dictionaries(NAMES, CHANNEL, min_size=1, max_size=3))
    data = draw(
        record(
            {
                "id": st.from_regex(r"[a-z0-9][a-z0-9-]{0,12}", fullmatch=True),
                "year": st.integers(1990, 2200),
                "title": WORDS,
                "channels": st.just(channels),
                "tree": trees(list(channels)),
            },
            {
                "illustrative": st.booleans(),
                "note": WORDS,
                "legal_basis": LAW,
                "validity": record({"from": DAYS}, {"to": DAYS}),
                "unit_kinds": LINES,
                "league": WORDS,
                "settings": SETTINGS,
            },
        )
    )
    return Edition.model_validate(data)


GIVEN = st.one_of(
    SIGNED,
    st.sampled_from(["missing", "not_applicable", "withheld"]),
    st.dictionaries(NAMES, SIGNED, min_size=1, max_size=3),
)
KEYS = CODES | st.sampled_from(["total", "channel:sipas"])
EXPECTED = record(
    {},
    {
        "points": st.dictionaries(KEYS, SIGNED | st.none(), max_size=3),
        "printed": st.dictionaries(KEYS, st.sampled_from(["87,75", "100,00", "8.180"]), max_size=2),
        "percent": st.dictionaries(KEYS, st.sampled_from(["71,43", "0,00"]), max_size=2),
        "ranks": st.dictionaries(KEYS, st.sampled_from(["9/19", "1/1", "12/12"]), max_size=2),
        "class": TEXTS,
        "standing": st.dictionaries(KEYS, st.sampled_from(["missing", "measured"]), max_size=2),
        "excluded": st.lists(CODES, max_size=2),
        "below_threshold": st.lists(CODES, max_size=2),
    },
)
UNITS = PLAIN | st.sampled_from(["=Xã A", "007", "Phường 1", "9/19"])


@st.composite
def case_lists(draw) -> list[Case]:
    """Cases that are right in form; two may have the same name."""
    one = record(
        {
            "name": TEXTS,
            "units": st.dictionaries(UNITS, st.dictionaries(KEYS, GIVEN, max_size=3), max_size=2),
            "expect": st.dictionaries(UNITS, EXPECTED, max_size=2),
        },
        {"source": TEXTS, "illustrative": st.booleans(), "note": WORDS},
    )
    return [Case.model_validate(data) for data in draw(st.lists(one, max_size=2))]
