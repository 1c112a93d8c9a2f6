"""The X-ray: each rule finds what it is for, and only that."""

import csv
import io
import zipfile
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from parindex.frameworks.model import Edition
from parindex.frameworks.outline import outline
from parweb.assessments.actions.save_answer import save_answer
from parweb.assessments.drafts import Draft
from parweb.assessments.layout import Layout, layout_of
from parweb.assessments.models import Answer, Entry
from parweb.assessments.queries import participant_with_entry
from parweb.assessments.xray.over_round import all_findings, participants_to_see
from parweb.assessments.xray.rules import NAMES, RULES, findings_of
from parweb.assessments.xray.scene import Scene, Shown
from parweb.rounds.models import Participant
from parweb.units.models import Unit
from tests.parweb.cast import NOW, make_unit


def ratio(code, numerator, denominator, **more):
    quantity = {"as": "ratio", "numerator": numerator, "denominator": denominator}
    return {
        "code": code,
        "label": f"Mục {code}",
        "max": 10,
        "rule": {"kind": "proportional", "quantity": quantity},
        **more,
    }


EDITION = Edition.model_validate(
    {
        "id": "tiny",
        "year": 2025,
        "title": "Bộ nhỏ",
        "channels": {"all": {"label": "Tất cả", "max": 40}},
        "tree": [
            ratio("1", "Hồ sơ đúng hạn", "Hồ sơ đã giải quyết", evidence=[{"label": "Báo cáo"}]),
            ratio("2", "Hồ sơ trực tuyến", "Hồ sơ đã giải quyết"),
            {
                "code": "3",
                "label": "Cân đối hồ sơ",
                "max": 10,
                "rule": {
                    "kind": "formula",
                    "variables": [
                        {"name": "received", "label": "Tổng số hồ sơ tiếp nhận"},
                        {"name": "resolved", "label": "Đã giải quyết"},
                        {"name": "pending", "label": "Đang giải quyết"},
                    ],
                    "cases": [{"value": 1, "label": "Mọi trường hợp", "points": "max"}],
                },
            },
            {"code": "4", "label": "Có quy chế", "max": 10, "rule": {"kind": "yes_no"}},
        ],
    }
)


def answer(code, inputs=None, **columns):
    values = {"standing": "measured", "inputs": inputs or {}, "typed": {}, **columns}
    return Answer(criterion_id=code, **values)


def found(*answers, shown=(), rule=None):
    scene = Scene(2025, Layout(outline(EDITION)), {one.criterion_id: one for one in answers}, tuple(shown))
    return [(one.rule, one.criterion_id, one.field) for one in findings_of(scene) if rule in (None, one.rule)]


def test_every_rule_has_a_name():
    assert set(RULES) == set(NAMES)
    assert len(RULES) == 10


def test_a_part_above_its_whole_is_found():
    assert found(answer("2", {"numerator": "16", "denominator": "15"}), rule="sums") == [
        ("sums", "2", "numerator")
    ]
    assert found(answer("2", {"numerator": "15", "denominator": "15"}), rule="sums") == []


def test_parts_that_do_not_make_their_total_are_found():
    """Seed 000: 8.180 received, 8.104 resolved and 74 pending."""
    off = answer("3", {"received": "8180", "resolved": "8104", "pending": "74"})
    right = answer("3", {"received": "8178", "resolved": "8104", "pending": "74"})
    assert found(off, rule="sums") == [("sums", "3", "received")]
    assert found(right, rule="sums") == []


def test_a_document_from_another_year_is_found():
    documents = [
        Shown("4", "Quy chế 12/QĐ", date(2024, 12, 31)),
        Shown("4", "Quy chế 13/QĐ", date(2025, 1, 1)),
        Shown("4", "Không ngày", None),
    ]
    assert found(shown=documents) == [("dates", "4", "")]


def test_one_thing_with_two_numbers_is_found():
    one, two = answer("1", {"denominator": "820"}), answer("2", {"denominator": "812"})
    assert found(one, two, rule="same_thing") == [("same_thing", "2", "denominator")]
    assert found(one, answer("2", {"denominator": "820"}), rule="same_thing") == []


def test_one_long_number_under_two_names_is_found():
    one, two = answer("1", {"numerator": "8104"}), answer("2", {"numerator": "8104"})
    assert found(one, two, rule="same_number") == [("same_number", "2", "numerator")]


@pytest.mark.parametrize("number", ["12", "100", "8000"])
def test_short_and_round_numbers_may_be_the_same_by_chance(number):
    one, two = answer("1", {"numerator": number}), answer("2", {"numerator": number})
    assert found(one, two, rule="same_number") == []


def test_an_answer_without_document_or_explanation_is_found():
    filled = {"numerator": "1", "denominator": "1"}
    assert found(answer("1", filled)) == [("evidence_missing", "1", "")]
    assert found(answer("1", filled, explanation="Báo cáo ở phòng một cửa")) == []
    assert found(answer("1", filled), shown=[Shown("1", "Báo cáo", date(2025, 3, 1))]) == []


def test_an_explanation_that_says_nothing_is_found():
    filled = {"numerator": "1", "denominator": "1"}
    assert found(answer("1", filled, explanation="Không có")) == [("explanation_empty", "1", "explanation")]


def test_an_unconfirmed_answer_of_last_year_is_found():
    assert found(answer("4", {"value": "1"}, is_prefilled=True)) == [("prefilled", "4", "")]


def test_set_points_without_a_document_are_found():
    assert found(answer("4", set_points=Decimal(5), set_reason="vì")) == [("set_unproven", "4", "points")]
    assert found(answer("4", set_points=Decimal(5), set_reason="vì"), shown=[Shown("4", "x", None)]) == []


def test_typed_text_that_is_no_value_is_found():
    assert found(answer("2", {}, typed={"numerator": "mười"}, standing="missing")) == [
        ("unread", "2", "numerator")
    ]


def test_a_file_that_another_unit_uses_too_is_found():
    assert found(shown=[Shown("4", "Quy chế", None, is_elsewhere=True)]) == [("shared_files", "4", "")]


def test_a_clean_entry_has_no_findings():
    assert (
        found(answer("4", {"value": "1"}), answer("3", {"received": "3", "resolved": "2", "pending": "1"}))
        == []
    )


@pytest.fixture
def typed(cast, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    participant = participant_with_entry(cast.participants[0].pk)
    draft = Draft(typed={"numerator": "16", "denominator": "15"})
    save_answer(cast.person("officer"), participant, "1.1.3", draft, revision=0, at=NOW)


def test_the_page_links_to_the_field(cast, client, typed):
    client.force_login(cast.users["officer"])
    html = client.get(reverse("assessments:xray", args=[cast.participants[0].pk])).content.decode()
    assert "#i-1.1.3-numerator" in html


def test_managers_see_the_whole_round_and_officers_do_not(cast, client, typed):
    address = reverse("assessments:round_xray", args=[cast.round.slug])
    client.force_login(cast.users["manager"])
    with CaptureQueriesContext(connection) as asked:
        html = client.get(address).content.decode()
    assert "Xã Bắc Sơn" in html
    assert len(asked) <= 12
    client.force_login(cast.users["officer"])
    assert client.get(address).status_code == 403


def many_units(cast, count, **columns):
    """Let that many more units begin, each with one answer that is not as it should be."""
    units = [make_unit("commune", f"Xã {number:03}", cast.province, order=number) for number in range(count)]
    rows = [Participant(round=cast.round, unit=unit, order=100 + unit.order) for unit in units]
    participants = Participant.objects.bulk_create(rows)
    entries = Entry.objects.bulk_create(Entry(participant=one) for one in participants)
    values = {"standing": "measured", "inputs": {"numerator": "16", "denominator": "15"}, **columns}
    people = {"updated_at": NOW, "updated_by": cast.users["officer"]}
    Answer.objects.bulk_create(Answer(entry=one, criterion_id="1.1.3", **values, **people) for one in entries)


def exported(client, cast, query):
    answer = client.get(reverse("assessments:round_xray", args=[cast.round.slug]) + query)
    return b"".join(answer) if answer.streaming else answer.content


def test_a_file_has_the_findings_of_all_units_of_the_filter_and_not_of_one_page(cast, client):
    many_units(cast, 120)
    client.force_login(cast.users["manager"])
    text = exported(client, cast, "?loai=sums&format=csv").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["Đơn vị"] for row in rows] == [f"Xã {number:03}" for number in range(120)]
    assert {row["Tiêu chí"] for row in rows} == {"1.1.3"}
    found = exported(client, cast, "?loai=sums&q=xa+00&format=csv").decode("utf-8-sig")
    assert found.count("\r\n") == 1 + 11  # 000 to 009, and 100
    book = exported(client, cast, "?loai=sums&format=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(book)).worksheets[0]
    assert [row[0] for row in sheet.iter_rows(min_row=4, values_only=True)] == [row["Đơn vị"] for row in rows]


def test_a_file_of_findings_holds_the_entries_of_fifty_units_at_a_time(cast, django_assert_num_queries):
    many_units(cast, 120)
    units = participants_to_see(cast.round)
    layout_of(cast.round.edition)
    with django_assert_num_queries(1 + 3):  # the list of units; of fifty: units, answers, documents
        next(iter(all_findings(cast.round, units, ["sums"])))
    with django_assert_num_queries(1 + 3 * 3):
        assert sum(1 for _one in all_findings(cast.round, units, ["sums"])) == 120


def test_no_finding_runs_as_a_formula_in_a_table_program(cast, client):
    many_units(cast, 1)
    Unit.objects.filter(name="Xã 000").update(name="=HYPERLINK(1)")
    client.force_login(cast.users["manager"])
    assert "\r\n'=HYPERLINK(1)," in exported(client, cast, "?format=csv").decode("utf-8-sig")
    with zipfile.ZipFile(io.BytesIO(exported(client, cast, "?format=xlsx"))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
