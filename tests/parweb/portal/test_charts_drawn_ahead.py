"""Charts are drawn when a result is published, not when somebody opens a page."""

import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from parweb.jobs.models import Job
from parweb.portal.tasks import draw_charts
from parweb.results.models import Publication
from tests.parweb.cast import NOW
from tests.parweb.results.league import League

DRAWING = ("altair", "vl_convert", "parweb.interface.chart_drawings", "parweb.interface.chart_parts")


@pytest.fixture
def published(league: League, settings: Any, tmp_path: Path) -> Publication:
    """The league of twenty, published, with an empty folder of charts."""
    settings.CHARTS_ROOT = tmp_path
    return league.publish()


def a_new_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing in memory: neither charts nor the library that draws them."""
    cache.clear()
    for name in [one for one in sys.modules if one.startswith(DRAWING)]:
        monkeypatch.delitem(sys.modules, name)


def unit_page(publication: Publication) -> str:
    answered = Client().get(reverse("portal:unit", args=[publication.slug, "xa-dong-tam"]))
    assert answered.status_code == 200
    return str(answered.content.decode())


def test_publishing_asks_for_the_charts_once(published: Publication):
    job = Job.objects.get(kind="portal.draw_charts")
    assert job.arguments == {"publication_id": published.pk}


def test_a_page_of_a_publication_never_loads_the_drawing_library_once_its_charts_are_drawn(
    published: Publication, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    told: list[tuple[int, int]] = []
    done = draw_charts(lambda *one: told.append(one[:2]), NOW, published.pk)
    assert done == {"units": 20}
    assert told == [(0, 20), (20, 20)]
    assert len(list(tmp_path.rglob("*.svg.gz"))) == 2 * (20 + 1)
    a_new_process(monkeypatch)
    page = unit_page(published)
    Client().get(reverse("portal:ranking", args=[published.slug]))
    assert "<svg xmlns" in page
    assert [name for name in DRAWING if name in sys.modules] == []


def test_a_chart_that_is_missing_is_drawn_again_and_is_the_same(published: Publication, tmp_path: Path):
    first = unit_page(published)
    kept = {one.name: one.read_bytes() for one in tmp_path.rglob("*.svg.gz")}
    shutil.rmtree(tmp_path)
    cache.clear()
    assert unit_page(published) == first
    assert {one.name: one.read_bytes() for one in tmp_path.rglob("*.svg.gz")} == kept
    for one in tmp_path.rglob("*.svg.gz"):
        one.write_bytes(b"cut off")
    cache.clear()
    assert unit_page(published) == first
