"""docs/features.md says of every feature of the whole product whether it is there."""

import re
from pathlib import Path

from tests.repository.tree import ROOT, text_of

HOW_MANY = {
    "A": 13, "B": 5, "C": 5, "D": 9, "E": 6, "F": 5, "G": 3, "H": 4, "I": 2, "J": 2,
    "K": 4, "L": 6, "M": 4, "N": 5, "O": 8, "P": 8, "Q": 4, "R": 2, "S": 5,
}  # fmt: skip
IDS = [f"{letter}{number}" for letter, count in HOW_MANY.items() for number in range(1, count + 1)]
STATES = {"có", "một phần", "chưa"}

ROWS = [
    [cell.strip() for cell in line.strip().strip("|").split("|")]
    for line in text_of(Path("docs/features.md")).splitlines()
    if re.match(r"\| *[A-S]\d", line)
]


def test_every_feature_has_one_row_in_order():
    assert [row[0] for row in ROWS] == IDS


def test_every_feature_has_a_state():
    assert {row[0]: row[2] for row in ROWS if row[2] not in STATES} == {}


def test_a_feature_that_is_there_says_which_command_or_page_shows_it():
    assert [row[0] for row in ROWS if row[2] != "chưa" and not row[3]] == []


def test_a_feature_that_is_not_there_shows_nothing():
    assert [row[0] for row in ROWS if row[2] == "chưa" and row[3]] == []


def test_a_file_named_as_the_proof_of_a_feature_exists():
    named = [
        name for row in ROWS for name in re.findall(r"`((?:docs|tests|frameworks|benchmarks)/[^`]+)`", row[3])
    ]
    assert [name for name in named if not (ROOT / name).exists()] == []
