"""Leaves bound to measures of dossiers: chosen by managers, filled for every unit, scored, and frozen by the run."""

from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from django.urls import reverse

from parweb.accounts.verdicts import Refused
from parweb.appraisals.actions.appeal import draft_appeal, file_appeal
from parweb.appraisals.actions.decide_appeal import Ruling, decide_appeal
from parweb.appraisals.models import Appeal
from parweb.appraisals.queries.finding import participant_of
from parweb.assessments.actions.fill_fed_leaves import fill_fed_leaves
from parweb.assessments.models import FedValue
from parweb.audit.models import Entry
from parweb.dossiers.actions.bind_leaves import bind_leaves
from parweb.dossiers.models import Binding
from parweb.dossiers.offered import fed_leaves, suggested
from parweb.results.actions.make_run import make_run
from parweb.results.queries.tables import table_of
from parweb.rounds.states import PhaseKind, RoundState
from tests.parweb.appraisals.scene import hand_in
from tests.parweb.cast import NOW
from tests.parweb.dossiers.filled import imported, known_as, row, stand_at

ON_TIME, LONG_LATE, ONLINE, POSTAL = "3.2.1.1", "3.2.1.3", "7.2.2.1", "3.5"
YEAR = (date(2025, 1, 1), date(2025, 12, 31))


@pytest.fixture
def filled(cast, source, django_capture_on_commit_callbacks, monkeypatch):
    """2025: Xã Bắc Sơn resolved 18 in time, 1 late by 2 days and 1 by more than ten; Phường Chợ Rã 4 in time."""
    known_as(source, cast.communes[0], "BS")
    known_as(source, cast.communes[1], "CR")
    day = lambda number: date(2025, 6, number)  # noqa: E731  # shorter to read below
    lines = [
        *(row(number, "BS", day(2), day(6), day(4)) for number in range(1, 19)),
        row(19, "BS", day(2), day(4), day(6), channel="Trực tiếp"),
        row(20, "BS", day(2), day(4), day(27), channel="Trực tiếp"),
        *(row(number, "CR", day(2), day(6), day(4)) for number in range(21, 25)),
    ]
    stand_at(monkeypatch, NOW)
    imported(cast, source, lines, django_capture_on_commit_callbacks)
    return cast


def bind(cast, by="manager", **measures):
    chosen = {code: (measure, *YEAR) if measure else None for code, measure in measures.items()}
    return bind_leaves(cast.person(by), cast.round, chosen, NOW)


def fill(cast):
    return fill_fed_leaves(cast.person("manager"), cast.round, "dossier", NOW)


def fed(cast, code, unit=0):
    return FedValue.objects.get(participant=cast.participants[unit], criterion_id=code)


ALL = {ON_TIME: "on_time_share", LONG_LATE: "late_by_length", ONLINE: "online_share", POSTAL: "post_share"}


def test_every_unit_with_records_gets_numerator_and_denominator_and_where_they_come_from(filled):
    bind(filled, **ALL)
    assert fill(filled) == {"new": 8, "change": 0, "same": 0, "outside": 0}
    assert fed(filled, ON_TIME).inputs == {"numerator": "18", "denominator": "20"}
    assert fed(filled, ON_TIME, unit=1).inputs == {"numerator": "4", "denominator": "4"}
    assert fed(filled, LONG_LATE).inputs == {"up_to_ten": "1", "over_ten": "1"}
    assert fed(filled, ONLINE).inputs == {"numerator": "18", "denominator": "20"}
    assert Decimal(fed(filled, POSTAL).inputs["value"]) == 0
    note = fed(filled, ON_TIME).source_note
    assert note.startswith(
        "Tỷ lệ giải quyết trước hạn và đúng hạn: 18 / 20; 01/01/2025–31/12/2025; kho hồ sơ bản "
    )


def test_a_unit_without_records_gets_nothing_rather_than_zero(filled):
    bind(filled, **ALL)
    fill(filled)
    assert not FedValue.objects.filter(participant__in=filled.participants[2:]).exists()


def test_a_period_before_the_first_dossier_of_a_unit_gives_nothing_rather_than_no_late_ones(
    filled, source, django_capture_on_commit_callbacks
):
    """Of 2024 there are records of Chợ Rã alone, the last of which was over in May: it has 0 late since."""
    early = [row(60, "CR", date(2024, 5, 6), date(2024, 5, 10), date(2024, 5, 8))]
    imported(filled, source, early, django_capture_on_commit_callbacks)
    bind_leaves(
        filled.person("manager"),
        filled.round,
        {
            LONG_LATE: ("late_by_length", date(2024, 6, 1), date(2024, 12, 31)),
            ON_TIME: ("on_time_share", date(2024, 1, 1), date(2024, 12, 31)),
        },
        NOW,
    )
    assert fill(filled) == {"new": 2, "change": 0, "same": 0, "outside": 0}
    assert not FedValue.objects.filter(participant=filled.participants[0]).exists()
    assert fed(filled, LONG_LATE, unit=1).inputs == {"up_to_ten": "0", "over_ten": "0"}
    assert fed(filled, ON_TIME, unit=1).inputs == {"numerator": "1", "denominator": "1"}


def test_of_a_year_under_way_nothing_is_overdue_that_is_not_due_yet(
    filled, source, django_capture_on_commit_callbacks
):
    """Today is 10/3/2026: of three that wait, one was due on 3/3, one is due on 20/3, one in December."""
    day = lambda month, number: date(2026, month, number)  # noqa: E731  # shorter to read below
    lines = [
        row(70, "BS", day(2, 2), day(3, 3), None),
        row(71, "BS", day(3, 2), day(3, 20), None),
        row(72, "BS", day(3, 2), day(12, 1), None),
    ]
    imported(filled, source, lines, django_capture_on_commit_callbacks)
    whole = {
        LONG_LATE: ("late_by_length", day(1, 1), day(12, 31)),
        ON_TIME: ("on_time_share_766", day(1, 1), day(12, 31)),
    }
    bind_leaves(filled.person("manager"), filled.round, whole, NOW)
    fill(filled)
    assert fed(filled, LONG_LATE).inputs == {"up_to_ten": "1", "over_ten": "0"}
    assert fed(filled, ON_TIME).inputs == {"numerator": "2", "denominator": "3"}
    assert "1 / 0; 01/01/2026–10/03/2026; " in fed(filled, LONG_LATE).source_note


def test_days_to_come_feed_nothing(filled):
    later = ("late_by_length", date(2026, 3, 11), date(2026, 12, 31))
    bind_leaves(filled.person("manager"), filled.round, {LONG_LATE: later}, NOW)
    assert fill(filled) == {"new": 0, "change": 0, "same": 0, "outside": 0}


def test_filled_figures_are_scored_and_stay_in_the_run_whatever_is_imported_later(
    filled, source, django_capture_on_commit_callbacks
):
    bind(filled, **{ON_TIME: "on_time_share"})
    fill(filled)
    run = make_run(filled.person("manager"), filled.round, NOW)
    assert points_of(run, filled) == 1.5  # 90 %: from 80 to below 95
    late = [
        row(number, "BS", date(2025, 6, 2), date(2025, 6, 4), date(2025, 6, 9)) for number in range(40, 60)
    ]
    imported(filled, source, late, django_capture_on_commit_callbacks)
    assert fill(filled)["change"] == 2  # the figures of one, the state of the store of the other
    newer = make_run(filled.person("manager"), filled.round, NOW)
    assert (points_of(run, filled), points_of(newer, filled)) == (1.5, 0)  # 18 of 40 are below 60 %


def test_a_unit_disputes_a_filled_figure_by_appeal_and_what_is_granted_counts(filled):
    bind(filled, **{ON_TIME: "on_time_share"})
    fill(filled)
    at, claim = filled.phase(PhaseKind.APPEAL), "Một hồ sơ trả đúng hẹn bị ghi sai ngày"
    appeal = draft_appeal(filled.person("officer"), hand_in(filled), ON_TIME, claim, Decimal("1.75"), at)
    appeal.participant = participant_of(appeal.participant_id)
    file_appeal(filled.person("leader"), appeal, at)
    granted = Ruling("granted", "Đúng", {"numerator": Decimal(19), "denominator": Decimal(20)})
    decide_appeal(filled.person("manager"), Appeal.objects.get(pk=appeal.pk), granted, at)
    assert points_of(make_run(filled.person("manager"), filled.round, at), filled) == 1.75  # 19 of 20
    assert fed(filled, ON_TIME).inputs == {"numerator": "18", "denominator": "20"}
    assert fill(filled) == {"new": 0, "change": 0, "same": 2, "outside": 0}


def test_pages_of_an_appeal_show_the_disputed_figure_its_source_and_its_points(filled, client, monkeypatch):
    bind(filled, **{ON_TIME: "on_time_share"})
    fill(filled)
    at, participant = filled.phase(PhaseKind.APPEAL), hand_in(filled)
    stand_at(monkeypatch, at)
    client.force_login(filled.users["officer"])
    page = client.get(reverse("appraisals:result", args=[participant.pk])).content.decode()
    behind = reverse("dossiers:behind", args=[participant.pk, ON_TIME])
    table = page[page.index('id="fed"') :]
    assert table.count("<tr>") == 1 + 1
    assert behind in table
    assert f"?tieu-chi={ON_TIME}#form" in table
    note = fed(filled, ON_TIME).source_note
    assert note in table
    assert table.count(">1,50</td>") == 1
    appeal = draft_appeal(filled.person("officer"), participant, ON_TIME, "Ghi sai ngày", Decimal("1.75"), at)
    shown = client.get(reverse("appraisals:appeal", args=[appeal.pk])).content.decode()
    assert "18; " in shown
    assert ": 20. Nguồn:" in shown
    assert '<dt>Điểm theo số liệu</dt><dd class="number">1,50</dd>' in shown
    assert "Tự chấm" not in shown
    appeal.participant = participant_of(participant.pk)
    file_appeal(filled.person("leader"), appeal, at)
    client.force_login(filled.users["manager"])
    ruling = client.get(reverse("appraisals:decide_appeal", args=[appeal.pk])).content.decode()
    assert note in ruling
    assert [name for name in ("18", "20") if f'value="{name}"' not in ruling] == []


def points_of(run, cast):
    unit, leaf = pl.col("unit_id") == str(cast.communes[0].pk), pl.col("criterion_id") == ON_TIME
    return table_of(run, "scores", unit, leaf)["points"].item()


def test_the_edition_suggests_measures_that_dossiers_know_and_no_others(cast):
    found = {leaf.code: suggested(leaf) for leaf in fed_leaves(cast.round)}
    assert {code: found[code] for code in ALL} == ALL
    assert found["3.2.2"] == "synchronised/received"
    assert (found["3.4.1"], found["7.2.1"]) == ("", "")


def page_data(cast, **changes):
    data = {}
    for leaf in fed_leaves(cast.round):
        name = leaf.code.replace(".", "-")
        data |= {f"{name}-measure": "", f"{name}-first_on": "01/01/2025", f"{name}-last_on": "31/12/2025"}
    return data | changes


def test_a_manager_binds_leaves_on_the_page_and_wrong_days_keep_everything_as_it_was(
    cast, client, monkeypatch
):
    stand_at(monkeypatch, NOW)
    client.force_login(cast.users["manager"])
    address = reverse("dossiers:bindings", args=[cast.round.slug])
    assert 'value="on_time_share" selected' in client.get(address).content.decode()
    chosen = {"3-2-1-1-measure": "on_time_share", "7-2-2-1-measure": "online_share"}
    wrong = client.post(address, page_data(cast, **chosen, **{"7-2-2-1-last_on": "01/01/2024"}))
    assert (wrong.status_code, Binding.objects.count()) == (422, 0)
    assert "Từ ngày phải trước hoặc bằng đến ngày." in wrong.content.decode()
    assert client.post(address, page_data(cast, **chosen)).status_code == 302
    assert sorted(Binding.objects.values_list("criterion_id", "measure")) == [
        (ON_TIME, "on_time_share"), (ONLINE, "online_share"),
    ]  # fmt: skip
    entry = Entry.objects.get(action="dossiers.bind_leaves")
    assert entry.after[ON_TIME] == ["on_time_share", "2025-01-01", "2025-12-31"]


def test_binding_the_same_again_writes_nothing_and_none_takes_it_away(cast):
    assert bind(cast, **{ON_TIME: "on_time_share"}) == {"bound": 1, "unbound": 0}
    assert bind(cast, **{ON_TIME: "on_time_share"}) == {"bound": 0, "unbound": 0}
    assert bind(cast, **{ON_TIME: None}) == {"bound": 0, "unbound": 1}
    assert (Binding.objects.count(), Entry.objects.filter(action="dossiers.bind_leaves").count()) == (0, 2)


@pytest.mark.parametrize("name", ["officer", "appraiser_all", "observer", "chair"])
def test_only_managers_and_administrators_bind(cast, name):
    with pytest.raises(Refused):
        bind(cast, by=name, **{ON_TIME: "on_time_share"})


def test_nothing_is_bound_in_a_closed_round(cast):
    cast.round.state = RoundState.CLOSED
    with pytest.raises(Refused):
        bind(cast, **{ON_TIME: "on_time_share"})


def test_a_filled_leaf_leads_its_unit_to_the_dossiers_of_the_numerator(filled, client, monkeypatch):
    bind(filled, **{ON_TIME: "on_time_share"})
    fill(filled)
    stand_at(monkeypatch, filled.phase(PhaseKind.SELF_SCORE))
    client.force_login(filled.users["officer"])
    way = reverse("dossiers:behind", args=[filled.participants[0].pk, ON_TIME])
    entry = client.get(reverse("assessments:entry", args=[filled.participants[0].pk])).content.decode()
    assert way in entry
    assert client.get(way, follow=True).context["total"] == 18
    client.force_login(filled.users["other_officer"])
    assert client.get(way).status_code == 403


def test_a_figure_from_a_file_has_no_dossiers_and_says_so(cast, client, monkeypatch):
    stand_at(monkeypatch, NOW)
    client.force_login(cast.users["officer"])
    way = reverse("dossiers:behind", args=[cast.participants[0].pk, ON_TIME])
    assert "nhập từ tệp" in client.get(way, follow=True).content.decode()
