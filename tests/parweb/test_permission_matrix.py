"""Every address of the site × everybody × own and other unit × phase: only those get in whom the table names."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any
from unittest.mock import patch

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from tests.parweb.cast import Cast
from tests.parweb.matrix_world import MOMENTS, World, make_world
from tests.parweb.permission_matrix import FIELD_PEOPLE, GROUPS, OF_ALLAUTH, PEOPLE, TABLE

PHASES = tuple(MOMENTS)
UNSPECIFIC = "*"
_ERROR = 500


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    name: str
    method: str
    about: str
    let_in: dict[str, frozenset[str]]
    is_gone: bool

    def __str__(self) -> str:
        return f"{self.name} {self.method} {self.about}"

    @property
    def app(self) -> str:
        """The app whose address it is."""
        return self.name.partition(":")[0] if ":" in self.name else "site"


def rows() -> list[Row]:
    """Read the table."""
    lines = (line for line in TABLE.splitlines() if line and not line.startswith("#"))
    return [_row(*(cell.strip() for cell in line.split("|"))) for line in lines]


def _row(name: str, method: str, about: str, told: str) -> Row:
    let_in: dict[str, frozenset[str]] = dict.fromkeys(PHASES, frozenset())
    for part in told.split(";"):
        span, who = part.strip().split(": ")
        people = {one for word in who.split() for one in GROUPS.get(word, (word,))}
        for phase in _phases(span):
            let_in[phase] |= people
    return Row(name, method, about, let_in, told.endswith(": gone"))


def _phases(span: str) -> tuple[str, ...]:
    if span == UNSPECIFIC:
        return PHASES
    first, _, last = span.partition("-")
    return PHASES[PHASES.index(first) : PHASES.index(last or first) + 1]


ROWS = rows()
_LARGE = (("appraisals",), ("assessments", "evidence"), ("units", "rounds"))
SHARES = (*_LARGE, tuple(sorted({row.app for row in ROWS} - {app for share in _LARGE for app in share})))
"""The apps in shares of about the same work, so that two processes may do them."""


def addresses(patterns: list[Any], space: str = "") -> Iterator[str]:
    """Give the names of all addresses, those of an app with its name in front."""
    for one in patterns:
        if isinstance(one, URLPattern):
            if one.name:
                yield f"{space}{one.name}"
        else:
            yield from addresses(one.url_patterns, f"{space}{one.namespace}:" if one.namespace else space)


@pytest.fixture
def world(db: None) -> Iterator[World]:
    """Everything there is, once; refusals are not written to the server's log, there are thousands."""
    cache.clear()
    logging.disable(logging.CRITICAL)
    yield make_world()
    logging.disable(logging.NOTSET)


def client_of(world: World, name: str) -> Client:
    """Give somebody's browser, signed in now."""
    client = Client(raise_request_exception=False)
    if name != "anonymous":
        client.force_login(world.cast.users[name])
    return client


def answer(client: Client, row: Row, thing: dict[str, Any]) -> Any:
    """Ask for an address; whatever it changes is taken back."""
    told = {key: value for key, value in thing.items() if key not in ("?", "data")}
    path = reverse(row.name, kwargs=told or None) + thing.get("?", "")
    cookies = {name: one.value for name, one in client.cookies.items()}
    with transaction.atomic():
        response = getattr(client, row.method.lower())(path, thing.get("data"))
        transaction.set_rollback(True)
    client.cookies = SimpleCookie(cookies)
    response.close()
    return response


def is_let_in(response: Any) -> bool:
    """Tell whether an answer lets somebody in: neither refused, nor sent to sign in."""
    asked_to_sign_in = response.status_code == 302 and response.url.startswith("/tai-khoan/login/")
    return not asked_to_sign_in and response.status_code not in (401, 403)


def people_of(row: Row, phase: str) -> tuple[str, ...]:
    """Say who asks in a phase: everybody while units score themselves and when somebody is let in.

    In other phases those ask who are let in at another time: the phase alone refuses them. A row that is the
    same in all phases is asked once.
    """
    is_steady = len(set(row.let_in.values())) == 1
    asking = tuple(one for one in PEOPLE if row.app == "surveys" or one not in FIELD_PEOPLE)
    if phase == "self" or (row.let_in[phase] and not is_steady):
        return asking
    sometime = frozenset[str]() if is_steady else frozenset().union(*row.let_in.values())
    return tuple(one for one in asking if one in sometime)


def test_every_address_of_the_site_has_a_row():
    known = {row.name for row in ROWS}
    named = set(addresses(get_resolver().url_patterns))
    unknown = {one for one in named - known if not one.startswith(OF_ALLAUTH)}
    assert unknown == set(), "addresses without a row in tests/parweb/permission_matrix.py"
    assert known - named == set(), "rows of addresses that are gone"


def test_the_table_names_only_people_of_the_cast():
    named = {one for row in ROWS for people in row.let_in.values() for one in people}
    assert named <= set(PEOPLE)


@pytest.mark.parametrize("apps", SHARES, ids=" ".join)
def test_only_those_get_in_whom_the_table_names(apps: tuple[str, ...], world: World):
    asked = [row for row in ROWS if row.app in apps]
    wrong = [line for phase in PHASES for line in disagreements(asked, world, phase)]
    assert wrong == [], "\n" + "\n".join(wrong)


def disagreements(asked: list[Row], world: World, phase: str) -> Iterator[str]:
    """Ask for addresses in a phase, as everybody; give what is not as the table says."""
    with transaction.atomic(), patch("django.utils.timezone.now", return_value=world.moment(phase)):
        world.stand_at(phase)
        clients: dict[str, Client] = {}
        for row in asked:
            for name in people_of(row, phase):
                if name not in clients:
                    clients[name] = client_of(world, name)
                yield from judged(row, phase, name, answer(clients[name], row, world.things[row.about]))
        transaction.set_rollback(True)


def judged(row: Row, phase: str, name: str, response: Any) -> list[str]:
    """Say where an answer is not what the table says."""
    status = response.status_code
    said = f"{row}, {phase}: {name} gets {status}"
    if status >= _ERROR:
        return [f"{said}, an error {response.content[:200]!r}"]
    if row.is_gone:
        return [] if status == 404 else [f"{said}, not 404"]
    if status in (404, 405):
        return [f"{said}, the row asks for nothing"]
    if is_let_in(response) == (name in row.let_in[phase]):
        return []
    return [f"{said}, {'should get in' if name in row.let_in[phase] else 'should be refused'}"]


def test_a_refusal_says_why_and_who_can(cast: Cast, client: Client):
    client.force_login(cast.users["officer"])
    text = client.get(reverse("units:edit", args=[cast.communes[0].slug])).content.decode()
    assert "Bạn không quản lý đơn vị này." in text
    assert reverse("units:permissions") in text


def test_addresses_that_change_something_do_nothing_when_only_looked_at(world: World):
    posts = {row.name for row in ROWS if row.method == "POST"} - {
        row.name for row in ROWS if row.method == "GET"
    }
    client = client_of(world, "manager")
    for row in (one for one in ROWS if one.name in posts):
        looked = Row(row.name, "GET", row.about, row.let_in, row.is_gone)
        before = world.cast.round.__class__.objects.values_list("state", "edition_id").first()
        assert answer(client, looked, world.things[row.about]).status_code < _ERROR, row.name
        assert world.cast.round.__class__.objects.values_list("state", "edition_id").first() == before


def test_the_officer_of_another_unit_gets_nowhere_that_the_table_keeps_for_the_own_unit():
    mixed = [
        row
        for row in ROWS
        for people in row.let_in.values()
        if "other_officer" in people and "nobody" not in people and row.about != "-"
    ]
    assert {row.name.split(":")[0] for row in mixed} <= {"portal", "frameworks", "rounds"}
