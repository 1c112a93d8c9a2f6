"""An officer finds the published results of the own unit from the menu."""

import pytest
from django.urls import reverse

from parweb.units.models import Assignment
from tests.parweb.cast import Cast


@pytest.mark.parametrize("name", ["officer", "leader"])
def test_officers_and_leaders_get_from_the_menu_to_the_published_results_of_their_unit(
    cast: Cast, client, name: str
):
    client.force_login(cast.users[name])
    menu = client.get(reverse("workspace")).content.decode()
    assert f'href="{reverse("portal:own")}"' in menu
    answer = client.get(reverse("portal:own"))
    assert answer.headers["Location"] == reverse("portal:history", args=[cast.communes[0].slug])
    assert client.get(answer.headers["Location"]).status_code == 200


def test_who_works_for_two_units_chooses_one(cast: Cast, client):
    Assignment.objects.create(person=cast.users["officer"], role="leader", unit=cast.communes[1])
    client.force_login(cast.users["officer"])
    page = client.get(reverse("portal:own")).content.decode()
    for unit in cast.communes[:2]:
        assert reverse("portal:history", args=[unit.slug]) in page
    assert cast.communes[2].name not in page


def test_others_do_not_have_the_entry_and_are_told_where_results_are(cast: Cast, client):
    client.force_login(cast.users["manager"])
    assert reverse("portal:own") not in client.get(reverse("workspace")).content.decode()
    answer = client.get(reverse("portal:own"))
    assert answer.status_code == 403
    assert "Kết quả công bố" in answer.content.decode()
