"""The page of the audit is under test: every printed table, and everything that is found in it."""

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest

from parindex.errors import KINDS
from parindex.ranking.audit import audit_table, read_spec
from parindex.ranking.audit.figures import rounded_half_up

PAGE = (Path(__file__).parents[4] / "docs" / "methods" / "audit.md").read_text(encoding="utf-8")
BLOCKS = re.compile(
    r"^## (?P<title>[^\n]+)$"
    r"|^(?P<word>Printed|Found):$"
    r"|^```yaml\n(?P<yaml>.*?)^```"
    r"|^(?P<nothing>Nothing is found)"
    r"|(?P<rows>(?:^\|[^\n]*\n)+)",
    re.MULTILINE | re.DOTALL,
)


@dataclass
class Example:
    """A printed table of the page, the spec if there is one, and the rows of what is found."""

    title: str
    printed: list[list[str]]
    spec: str | None = None
    found: list[list[str]] | None = None


def cells(text: str) -> list[list[str]]:
    lines = [
        [cell.strip() for cell in line.strip().strip("|").split("|")] for line in text.strip().splitlines()
    ]
    return [lines[0], *lines[2:]]


def examples() -> list[Example]:
    out: list[Example] = []
    title, word = "", ""
    for block in BLOCKS.finditer(PAGE):
        if block["title"]:
            title, word = block["title"], ""
        elif block["word"]:
            word = block["word"]
        elif block["nothing"]:
            out[-1].found = []
        elif block["yaml"] and out and out[-1].found is None:
            out[-1].spec = block["yaml"]
        elif block["rows"] and word == "Printed":
            out.append(Example(title, cells(block["rows"])))
            word = ""
        elif block["rows"] and word == "Found":
            out[-1].found = cells(block["rows"])[1:]
            word = ""
    return out


EXAMPLES = examples()


def test_every_kind_of_check_has_a_worked_table():
    assert [example.title for example in EXAMPLES] == [
        "Agree, rounding, cut off, contradicted",
        "Sums",
        "Stocks",
        "Ratios",
        "Changes",
        "Ranks",
        "Classes",
        "Maxima of a form",
        "Means",
        "Figures printed twice",
    ]
    assert [example.title for example in EXAMPLES if example.found is None] == []


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.title)
def test_what_is_found_in_a_printed_table_is_what_the_page_says(example: Example):
    header, *rows = example.printed
    columns = {title: [row[at] or None for row in rows] for at, title in enumerate(header)}
    table = pl.DataFrame(columns, schema=dict.fromkeys(header, pl.String))
    audit = audit_table(table, read_spec(example.spec) if example.spec else None)
    said = [
        [
            "—" if one.place.row is None else str(one.place.row),
            one.place.column,
            one.code,
            "—" if one.by is None else shown(one.by),
            one.cause.code,
        ]
        for one in audit.findings
    ]
    assert said == example.found


def shown(number: Decimal) -> str:
    text = format(rounded_half_up(Fraction(number), 6), "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def test_the_largest_gaps_that_can_be_rounding_are_those_of_the_table():
    section = PAGE.partition("| summands `k` |")[2].partition("\n\n")[0]
    rows = re.findall(r"^\| (\d+) \| (\d+) \|$", section, re.MULTILINE)
    # The largest whole number of units below (k + 1) / 2.
    assert {int(k): int(gap) for k, gap in rows} == {k: (k + 1 + 1) // 2 - 1 for k in (1, 2, 3, 8, 10)}


def test_every_finding_that_there_is_stands_on_the_page():
    codes = {code for code in KINDS if code.startswith("AU6")}
    assert sorted(code for code in codes if code not in PAGE) == []


def test_every_form_of_the_spec_on_the_page_can_be_read():
    section = PAGE.partition("## Declaring relations")[2]
    spec = re.search(r"^```yaml\n(.*?)^```", section, re.MULTILINE | re.DOTALL)
    assert spec is not None
    assert len(read_spec(spec[1]).declared) == 12
