"""Statements to SQLite say the same whether their text was met before or not."""

from __future__ import annotations

import pytest
from django.db import connection

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="about SQLite alone"),
]


def test_values_and_percent_signs_arrive_as_they_are() -> None:
    """A value may hold marks of its own, and a text may hold a percent sign; asked twice, the same."""
    for _ in range(2):
        with connection.cursor() as cursor:
            cursor.execute("SELECT %s, '100%%', %s LIKE 'a%%'", ["5 %s ?", "an"])
            assert cursor.fetchall() == [("5 %s ?", "100%", 1)]


def test_values_by_name_arrive_as_they_are() -> None:
    """Names are put in by Django itself."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT %(b)s, %(a)s", {"a": 1, "b": "hai"})
        assert cursor.fetchall() == [("hai", 1)]


def test_a_long_list_of_values_is_not_kept() -> None:
    """Texts of thousands of values would fill the memory; they are translated each time."""
    from parweb.settings.sqlite.base import _translated  # the module needs settings

    before = _translated.cache_info().currsize
    numbers = list(range(2_500))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {' + '.join(['%s'] * 800)}", numbers[:800])  # marks alone
        assert cursor.fetchone() == (sum(numbers[:800]),)
        marks = ", ".join(["%s"] * 2_500)
        cursor.execute(f"SELECT 7 IN ({marks})", numbers)  # marks alone
        assert cursor.fetchone() == (1,)
    assert _translated.cache_info().currsize <= before + 1
