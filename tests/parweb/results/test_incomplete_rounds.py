"""A run is made whatever is missing, and says what is."""

import polars as pl
import pytest
from django.urls import reverse

from parindex.errors import ProblemsFound
from parindex.tables import VALUES
from parweb.assessments.models import FedValue
from parweb.results.actions import collect as collecting
from parweb.results.actions.make_run import make_run
from parweb.results.models import Place, Run
from parweb.results.queries.runs import gaps_of, incomplete_units, warnings_of
from tests.parweb.cast import NOW, Cast
from tests.parweb.results.league import League


def test_a_round_in_which_nobody_answered_has_no_totals_and_says_so(cast: Cast):
    run = make_run(cast.person("manager"), cast.round, NOW)
    assert (run.units, run.missing) == (4, 4)
    codes = [one["code"] for one in run.facts["warnings"]]
    assert codes == ["blocked", "missing", "unsigned"]
    texts = [one["text"] for one in warnings_of(run)]
    assert texts[0] == "4 đơn vị chưa có tổng điểm vì thiếu số liệu."
    total = Place.objects.filter(run=run, criterion_id="total").first()
    assert (total.points, total.rank, total.standing) == (None, None, "missing")


def test_a_round_without_units_is_refused_with_its_code(cast: Cast):
    cast.round.participants.all().delete()
    with pytest.raises(ProblemsFound) as found:
        make_run(cast.person("manager"), cast.round, NOW)
    assert [problem.code for problem in found.value.problems] == ["PU908"]
    assert Run.objects.count() == 0


def test_a_missing_leaf_is_named_with_a_link_to_its_unit_and_the_others_are_ranked(league: League, client):
    FedValue.objects.filter(participant__unit=league.dong_tam, criterion_id="8.3").delete()
    run = league.run()
    assert run.missing == 1
    (gap,) = gaps_of(run, incomplete_units(run))
    assert (gap.listed.name, gap.missing, gap.excluded) == ("Xã Đồng Tâm", ("8.3",), ())
    totals = Place.objects.filter(run=run, criterion_id="total", rank__isnull=False)
    assert totals.count() == 19
    client.force_login(league.managers[0])
    page = client.get(reverse("results:run", args=[league.round.slug, 1])).content.decode()
    assert reverse("assessments:leaf", args=[gap.participant_id, "8.3"]) in page
    publication = league.publish(run)
    client.logout()
    shown = client.get(reverse("portal:unit", args=[publication.slug, league.dong_tam.slug])).content.decode()
    assert "Chưa có tổng điểm." in shown
    assert "Chưa có số liệu." in shown


def test_values_of_criteria_that_the_edition_does_not_have_are_left_out_and_counted(
    league: League, monkeypatch: pytest.MonkeyPatch
):
    unit = str(league.dong_tam.pk)
    foreign = pl.DataFrame([(unit, "99.9", "value", 1.0, "measured", "self")], schema=VALUES, orient="row")
    fed = collecting.self_values(league.round)
    monkeypatch.setattr(collecting, "self_values", lambda _: pl.concat([fed, foreign]))
    run = league.run()
    assert [(one["code"], one["count"]) for one in run.facts["warnings"]] == [("foreign", 1)]
    assert run.missing == 0
