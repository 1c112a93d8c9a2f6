"""Dates outside the year, expiry, the same file at another unit or in another year."""

from datetime import date

import pytest

from parweb.evidence.actions.add_document import add_document
from parweb.evidence.actions.use_document import use_document
from parweb.evidence.flags import document_flags, file_flags
from parweb.evidence.models import Document, Use
from parweb.evidence.queries import documents_of, uses_of
from parweb.frameworks.queries import outline_of
from parweb.rounds.models import Participant, Round
from tests.parweb.cast import NOW
from tests.parweb.evidence import samples


def codes(**columns) -> list[str]:
    document = Document(abstract="x", **columns)
    return [one.code for one in document_flags(document, 2025)]


@pytest.mark.parametrize(
    ("columns", "noticed"),
    [
        ({"issued_on": date(2025, 1, 1)}, []),
        ({"issued_on": date(2025, 12, 31)}, []),
        ({"issued_on": date(2024, 12, 31)}, ["outside_year"]),
        ({"issued_on": date(2024, 12, 20), "effective_on": date(2025, 1, 1)}, []),
        ({"issued_on": date(2025, 12, 20), "effective_on": date(2026, 1, 1)}, ["outside_year"]),
        ({}, ["no_date"]),
        ({"kind": "link"}, []),
        ({"issued_on": date(2025, 3, 1), "expires_on": date(2025, 4, 1)}, []),
        ({"issued_on": date(2023, 3, 1), "expires_on": date(2024, 4, 1)}, ["outside_year", "expired"]),
    ],
)
def test_the_effective_date_counts_before_the_date_of_issue(columns, noticed):
    assert codes(**columns) == noticed


def test_without_a_round_no_year_is_judged():
    assert document_flags(Document(issued_on=date(2001, 1, 1)), None) == []


def noticed_at(cast, unit: int, year: int = 2025) -> list[str]:
    (document,) = documents_of(cast.communes[unit])
    return [one.code for version in document.versions.all() for one in file_flags(version, year)]


def add(cast, name: str, unit: int, content: bytes) -> Document:
    files = [samples.upload("a.pdf", content)]
    return add_document(cast.person(name), cast.communes[unit], fields={}, files=files, at=NOW)


def test_the_same_file_at_another_unit_is_flagged_on_both_sides(cast):
    add(cast, "officer", 0, samples.PDF)
    add(cast, "other_officer", 1, samples.PDF)
    assert noticed_at(cast, 0) == noticed_at(cast, 1) == ["other_unit"]


def test_different_files_are_not_flagged(cast):
    add(cast, "officer", 0, samples.PDF)
    add(cast, "other_officer", 1, samples.png())
    assert noticed_at(cast, 0) == noticed_at(cast, 1) == []


def test_a_file_used_in_the_round_of_another_year_is_flagged(cast):
    document = add(cast, "officer", 0, samples.PDF)
    code = outline_of(cast.edition).leaves[0].code
    use_document(cast.person("officer"), cast.participants[0], code, document, "self_score", NOW)
    assert noticed_at(cast, 0) == []
    last_year = Round.objects.create(
        name="2024",
        slug="2024",
        year=2024,
        edition=cast.edition,
        league=cast.league,
        owner=cast.province,
        created_at=NOW,
        created_by=cast.users["manager"],
    )
    participant = Participant.objects.create(round=last_year, unit=cast.communes[0])
    Use.objects.create(
        participant=participant,
        criterion_id=code,
        document=document,
        added_at=NOW,
        added_by=cast.users["officer"],
    )
    assert noticed_at(cast, 0) == ["other_year"]
    (use,) = uses_of([cast.participants[0].pk])
    assert [one.code for one in file_flags(use.document.versions.all()[0], 2025)] == ["other_year"]
