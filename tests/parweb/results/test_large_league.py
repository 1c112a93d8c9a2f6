"""3,321 communes and ninety leaves: a run, its ranking page and its unit page stay within bounds."""

import numpy as np
import polars as pl
import pytest
from django.urls import reverse

from parindex.synthetic import synthetic_values
from parindex.text import fold
from parweb.frameworks.queries import outline_of
from parweb.results.actions import collect as collecting
from parweb.results.actions.approve_publication import approve_publication
from parweb.results.actions.make_run import make_run
from parweb.results.actions.prepare_publication import Particulars, prepare_publication
from parweb.results.models import Place, RunUnit
from parweb.results.states import PublicationKind
from parweb.rounds.models import Participant
from parweb.units.models import Unit
from tests.parweb.cast import NOW, Cast

UNITS = 3321
SMALL_PAGE = 60_000


@pytest.fixture
def published(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    """The cast's round with 3,321 communes, synthetic values, published by its two managers."""
    more = [
        Unit(
            kind="commune", code=f"9{number:05d}", name=f"Xã Số {number}", name_fold=fold(f"Xã Số {number}"),
            slug=f"xa-so-{number}", parent=cast.province, path="/", order=100 + number,
        )
        for number in range(UNITS - len(cast.communes))
    ]  # fmt: skip
    Unit.objects.bulk_create(more)
    Participant.objects.bulk_create(
        Participant(round=cast.round, unit=unit, order=unit.order, signed_at=NOW) for unit in more
    )
    laid_out = outline_of(cast.round.edition)

    def synthetic(round_):
        units = pl.DataFrame(
            {
                "unit_id": [
                    str(pk)
                    for pk in round_.participants.order_by("order", "pk").values_list("unit", flat=True)
                ]
            }
        )
        return synthetic_values(laid_out.edition, units, np.random.default_rng(7))

    monkeypatch.setattr(collecting, "self_values", synthetic)
    run = make_run(cast.person("manager"), cast.round, NOW)
    given = Particulars(
        PublicationKind.FINAL, "Kết quả", decision_number="1/QĐ", decision_on=NOW.date(), signer="Chủ tịch"
    )
    prepared = prepare_publication(cast.person("manager"), run, given, NOW)
    return approve_publication(cast.person("manager2"), prepared, NOW)


def test_every_unit_is_ranked_and_pages_are_small_and_ask_little(
    published, client, django_assert_max_num_queries
):
    assert RunUnit.objects.count() == UNITS
    domains = len(published.run.facts["columns"])
    assert Place.objects.count() == UNITS * domains
    address = reverse("portal:ranking", args=[published.slug])
    with django_assert_max_num_queries(8):
        page = client.get(address)
    assert len(page.content) < SMALL_PAGE
    assert page.content.decode().count('<th scope="row">') == 50
    with django_assert_max_num_queries(8):
        found = client.get(address, {"q": "xa so 3000"}).content.decode()
    assert found.count('<th scope="row">') == 1
    with django_assert_max_num_queries(14):
        unit = client.get(reverse("portal:unit", args=[published.slug, "xa-so-3000"]))
    assert unit.status_code == 200
    chart = client.get(reverse("portal:chart", args=[published.slug]))
    assert chart["Content-Type"] == "image/svg+xml"
