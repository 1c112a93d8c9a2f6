"""Every text of the site has its English, with the same places to fill in."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from requirements import messages

from tests.repository.tree import SOURCE

APPS = sorted(path.parent.name for path in (SOURCE / "parweb").glob("*/apps.py"))
PLACES = re.compile(r"%\(\w+\)[sd]|\{\w*\}")


def entries_of(app: str) -> list[Message]:
    return [one for one in messages.updated(SOURCE / "parweb" / app) if one.id]


@pytest.mark.parametrize("app", APPS)
def test_every_text_of_the_app_has_its_english(app: str):
    missing = [one.id for one in entries_of(app) if not all(texts(one.string))]
    assert missing == []


@pytest.mark.parametrize("app", APPS)
def test_the_english_has_the_same_places_to_fill_in(app: str):
    wrong = [
        one.id
        for one in entries_of(app)
        if any(
            set(PLACES.findall(said)) - set(PLACES.findall(texts(one.id)[-1])) for said in texts(one.string)
        )
    ]
    assert wrong == []


@pytest.mark.parametrize("app", APPS)
def test_the_catalogue_holds_no_text_that_is_gone(app: str):
    file = messages.catalogue_of(SOURCE / "parweb" / app)
    kept = {str(one.id) for one in catalogue(file)}
    assert kept - {str(one.id) for one in entries_of(app)} == set()


def catalogue(file: Path) -> list[Message]:
    if not file.exists():
        return []
    with file.open("rb") as source:
        return [one for one in messages.read_po(source, locale="en") if one.id]


def texts(said: str | tuple[str, ...] | None) -> tuple[str, ...]:
    return (said or "",) if said is None or isinstance(said, str) else tuple(said)
