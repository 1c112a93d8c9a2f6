"""Lists of 3,321 units: pages, search without diacritics, order by a known column."""

import pytest
from django.http import QueryDict
from django.template import Context, Template
from django.test import RequestFactory

from parweb.interface.pages import around, matches, query_with, read_page, read_search, read_sort

UNITS = range(1, 3322)


def drawn(source: str, address: str, **values: object) -> str:
    request = RequestFactory().get(address)
    return Template("{% load interface %}" + source).render(Context({"request": request, **values}))


@pytest.mark.parametrize(
    ("asked", "number", "first", "last"),
    [
        ("1", 1, 1, 100),
        ("34", 34, 3301, 3321),
        ("35", 34, 3301, 3321),
        ("-1", 34, 3301, 3321),
        ("x'", 1, 1, 100),
    ],
)
def test_a_page_is_always_one_that_exists(asked, number, first, last):
    page = read_page({"page": asked}, UNITS)
    assert (page.number, page[0], page[-1]) == (number, first, last)


def test_a_list_without_rows_has_one_empty_page():
    assert list(read_page({}, [])) == []
    assert "Không có dòng nào" in drawn("{% pager page %}", "/", page=read_page({}, []))


def test_the_pages_shown_are_the_ends_and_the_near_ones():
    assert around(1, 34) == [1, 2, 3, 0, 34]
    assert around(4, 34) == [1, 2, 3, 4, 5, 6, 0, 34]
    assert around(34, 34) == [1, 0, 32, 33, 34]
    assert around(1, 1) == [1]


def test_the_pager_keeps_what_was_searched_and_how_it_was_sorted():
    page = drawn(
        "{% pager page %}", "/?q=%C4%91%E1%BB%93ng&sort=-points&page=3", page=read_page({"page": "3"}, UNITS)
    )
    assert "Dòng 201 đến 300 trong 3.321" in page
    assert 'href="?q=%C4%91%E1%BB%93ng&amp;sort=-points&amp;page=4"' in page
    assert '<span aria-current="page"><span class="visually-hidden">Trang </span>3</span>' in page


@pytest.mark.parametrize(
    ("typed", "searched"),
    [("  Đồng   TÂM ", "dong tam"), ("ĐỒNG\x00TÂM", "dong tam"), ("", ""), ("a" * 5000, "a" * 200)],
)
def test_a_search_is_folded_and_bounded(typed, searched):
    assert read_search({"q": typed}) == searched


def test_every_word_of_a_search_has_to_stand_somewhere():
    assert matches("tam dong", "Xã Đồng Tâm", "31111")
    assert matches("dong 311", "Xã Đồng Tâm", "31111")
    assert not matches("dong tien", "Xã Đồng Tâm", "31111")
    assert matches("", "Xã Đồng Tâm")


@pytest.mark.parametrize("asked", ["password", "-owner__password", "points; drop table", "--points", "-"])
def test_a_list_is_sorted_by_known_columns_only(asked):
    assert read_sort({"sort": asked}, ["name", "points"], "-points").text() == "-points"


def test_a_heading_sorts_the_other_way_when_it_is_clicked_again():
    up = read_sort({"sort": "points"}, ["name", "points"], "name", numbers=["points"])
    assert (up.next_for("points"), up.aria("points")) == ("-points", "ascending")
    down = read_sort({"sort": "-points"}, ["name", "points"], "name")
    assert (down.next_for("points"), down.aria("points"), down.aria("name")) == ("points", "descending", "")
    heading = drawn('{% sort_header sort "points" "Điểm" "điểm" %}', "/?page=3&q=a", sort=up)
    assert 'class="number" aria-sort="ascending"' in heading
    assert 'href="?q=a&amp;sort=-points"' in heading


def test_a_parameter_set_to_none_leaves_the_address():
    assert query_with(QueryDict("a=1&page=2"), {"page": None, "b": "x y"}) == "?a=1&b=x+y"
