"""The public page of Xã Đồng Tâm says what was printed on 11/4/2023 (seed 001)."""

import html
import re

import pytest
from django.urls import reverse

from tests.parweb.results.league import League

PRINTED = [
    ("1", "11,84/15", "9/19"),
    ("2", "4,75/5", "2/3"),
    ("3", "16,62/18,5", "2/20"),
    ("4", "6/6", "1/5"),
    ("5", "11/11", "1/14"),
    ("6", "5/7", "12/12"),
    ("7", "10,19/11,5", "9/16"),
    ("8.1", "1,577/2", "14/20"),
    ("8.2", "11,49/14", "5/19"),
    ("8.3", "9,28/10", "12/18"),
]


def text_of(markup: str) -> str:
    bare = re.sub(r"<[^>]+>", " ", markup)
    return " ".join(html.unescape(bare).split())


@pytest.fixture
def page(league: League, client) -> str:
    publication = league.publish()
    address = reverse("portal:unit", args=[publication.slug, league.dong_tam.slug])
    return client.get(address).content.decode()


def rows_of(page: str, table: str) -> list[list[str]]:
    body = page.split(f'<table id="{table}">')[1].split("</table>", maxsplit=1)[0]
    return [
        [text_of(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)]
        for row in re.findall(r"<tr[^>]*>(.*?)</tr>", body, re.DOTALL)
    ]


def test_the_headline_is_87_75_of_100_points_and_place_9_of_20(page: str):
    assert "87,75/100 điểm, xếp thứ 9/20." in text_of(page)


def test_every_domain_has_the_points_and_the_rank_that_were_printed(page: str):
    domains = rows_of(page, "domains")[1:-1]
    assert [(row[0].split()[0], row[1], row[3]) for row in domains] == PRINTED


def test_only_public_finance_is_to_be_remedied(page: str):
    text = text_of(page)
    remedy = text.split("Phải khắc phục")[1].split("Mất điểm ở đâu")[0]
    assert "Dưới 75 % điểm tối đa của lĩnh vực: 6 Cải cách tài chính công: 71,43" in remedy
    assert remedy.count("%") == 2


def test_the_decision_is_named(page: str):
    assert "Quyết định số 766/QĐ-UBND ngày 16/03/2023, Chủ tịch UBND huyện ký." in text_of(page)
