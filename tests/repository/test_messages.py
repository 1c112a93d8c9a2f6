"""Every text that people read has its English, with the same places to fill in."""

import importlib
import pkgutil
from string import Formatter

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import parindex
from parindex.errors import KINDS
from tests.repository.tree import SOURCE

CATALOGUE = SOURCE / "parindex" / "locale" / "en" / "LC_MESSAGES" / "parindex.po"
MARKERS = {"_": None, "N_": None}
OURS = {"FW", "RD", "SC", "AU", "XL", "CL", "BU", "RK"}
"""Families of codes that the library declares; those of the site speak through its own catalogues."""


@pytest.fixture(scope="module")
def english() -> dict[str, str]:
    with CATALOGUE.open("rb") as file:
        return {message.id: message.string for message in read_po(file, locale="en") if message.id}


@pytest.fixture(scope="module")
def marked() -> set[str]:
    found = extract_from_dir(SOURCE / "parindex", method_map=[("**.py", "python")], keywords=MARKERS)
    return {text for _, _, text, _, _ in found}


def test_every_marked_text_stands_in_the_english_catalogue(english: dict[str, str], marked: set[str]):
    assert sorted(marked - english.keys()) == []


def test_every_text_of_the_catalogue_is_used(english: dict[str, str], marked: set[str]):
    assert sorted(english.keys() - marked) == []


def test_no_english_text_is_empty(english: dict[str, str]):
    assert [text for text, translated in english.items() if not translated] == []


def test_the_english_has_the_same_places_to_fill_in(english: dict[str, str]):
    pairs = [(text, translated) for text, translated in english.items() if translated]
    assert [text for text, translated in pairs if fields_of(text) != fields_of(translated)] == []


def test_every_problem_has_its_words_marked_for_translation(marked: set[str]):
    for module in pkgutil.walk_packages(parindex.__path__, "parindex."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    ours = [kind for kind in KINDS.values() if kind.code[:2] in OURS]
    unmarked = [kind.code for kind in ours if not {kind.what, kind.remedy} <= marked]
    assert unmarked == []


def fields_of(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}
