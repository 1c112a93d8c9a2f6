"""Facts hold what a record says, row for row, and nothing that a count does not ask."""

from datetime import date, datetime

import polars as pl
import pytest

from parindex.dossiers.calendar.clock import WorkingClock
from parindex.dossiers.calendar.reading import shipped_calendar
from parindex.dossiers.deriving import derive
from parindex.dossiers.facts import FACTS, Form06, Index766, State
from parindex.dossiers.records import RECORDS

CLOCK = WorkingClock(shipped_calendar())
LISTS = {"units": ["U1", "U2"], "procedures": ["P1", "P2", "P3"], "fields": ["", "F1"]}


def at(text: str) -> datetime:
    return datetime.strptime(text, "%d/%m/%Y %H:%M")  # noqa: DTZ007  # local moments have no zone


FULL = {
    "code": "000.00.01.H26-261118-0001", "unit_id": "U2", "procedure": "P3", "field": "F1", "channel": 2, "level": 4,
    "received_at": at("18/11/2026 08:00"), "due_at": at("20/11/2026 16:00"), "finished_at": at("23/11/2026 08:00"),
    "returned_at": at("25/11/2026 08:00"), "supplement_asked_at": [at("19/11/2026 08:00")],
    "supplement_answered_at": [at("19/11/2026 09:00")], "status": 10, "return_form": 3, "has_fee": True, "payment": 2,
    "result_code": "KQ1", "has_component_files": True, "is_data_reused": True, "is_from_storage": False,
    "is_vneid": True, "is_synchronised": True, "is_complained": False,
}  # fmt: skip
BARE = {
    "code": "b",
    "unit_id": "U1",
    "procedure": "P1",
    "channel": 1,
    "received_at": at("18/11/2026 08:00"),
    "status": 2,
}


def records(*rows: dict[str, object]) -> pl.DataFrame:
    return pl.DataFrame([dict.fromkeys(RECORDS) | row for row in rows], schema=RECORDS)


def fact(**changes: object) -> dict[str, object]:
    return derive(records(FULL | changes), CLOCK, **LISTS).row(0, named=True)


def test_a_full_record_gives_exactly_this_fact():
    assert fact() == {
        "unit": 1, "procedure": 2, "field": 1, "channel": 2, "level": 4, "state": State.DONE,
        "received_on": date(2026, 11, 18), "ended_on": date(2026, 11, 23), "due_on": date(2026, 11, 20),
        "form06": Form06.LATE, "ended766_on": date(2026, 11, 23), "due766_on": date(2026, 11, 20),
        "index766": Index766.LATE, "late_days": 1, "minutes": 23 * 60, "supplements": 1,
        "is_post_return": True, "has_fee": True, "is_paid_online": True, "has_result": True, "has_components": True,
        "is_reused": True, "is_from_storage": False, "is_vneid": True, "is_synchronised": True, "is_complained": False,
        "weight": 1,
    }  # fmt: skip


def test_a_bare_record_gives_a_fact_without_guesses():
    bare = derive(records(BARE), CLOCK, **LISTS).row(0, named=True)
    assert (bare["unit"], bare["procedure"], bare["field"], bare["level"]) == (0, 0, 0, 0)
    assert [bare[name] for name in ("ended_on", "due_on", "ended766_on", "due766_on", "minutes")] == [
        None
    ] * 5
    assert (bare["state"], bare["form06"], bare["index766"]) == (
        State.OPEN,
        Form06.UNRESOLVED,
        Index766.UNDECIDED,
    )
    assert not any(value for name, value in bare.items() if name.startswith(("is_", "has_")))
    assert (bare["late_days"], bare["supplements"], bare["weight"]) == (0, 0, 1)


def test_facts_have_their_schema_and_the_order_of_the_records():
    facts = derive(records(FULL, BARE, FULL | {"unit_id": "U1"}), CLOCK, **LISTS)
    assert facts.schema == FACTS
    assert facts["unit"].to_list() == [1, 0, 0]
    assert derive(records(), CLOCK, **LISTS).schema == FACTS


def test_deriving_in_pieces_gives_the_same_facts_as_at_once():
    rows = records(
        *[FULL | {"unit_id": unit, "status": status} for unit in ("U1", "U2") for status in range(1, 11)]
    )
    whole = derive(rows, CLOCK, **LISTS)
    pieces = [derive(rows[start : start + 3], CLOCK, **LISTS) for start in range(0, len(rows), 3)]
    assert whole.equals(pl.concat(pieces))


@pytest.mark.parametrize(
    ("code", "digitised", "has_result"),
    [("KQ1", None, True), (None, True, True), ("", False, False), (None, None, False)],
)
def test_an_electronic_result_is_a_code_or_the_mark_that_it_is_digitised(code, digitised, has_result):
    assert fact(result_code=code, is_result_digitised=digitised)["has_result"] is has_result


@pytest.mark.parametrize(("payment", "is_online"), [(1, True), (2, True), (None, False), (3, False)])
def test_paid_online_is_through_the_national_or_the_local_gate(payment, is_online):
    assert fact(payment=payment)["is_paid_online"] is is_online


@pytest.mark.parametrize(("form", "is_post"), [(1, False), (2, False), (3, True), (None, False)])
def test_returned_by_post_is_said_by_the_form_of_return(form, is_post):
    assert fact(return_form=form)["is_post_return"] is is_post


def test_an_id_that_is_in_no_list_is_refused_by_name_before_anything_is_counted():
    with pytest.raises(ValueError, match="no place in the list of units: 'U9'"):
        fact(unit_id="U9")
    with pytest.raises(ValueError, match="no place in the list of fields: ''"):
        derive(records(BARE), CLOCK, **LISTS | {"fields": ["F1"]})


def test_lists_of_the_store_may_be_columns():
    facts = derive(records(FULL), CLOCK, **{name: pl.Series(ids) for name, ids in LISTS.items()})
    assert facts.row(0)[:3] == (1, 2, 1)


@pytest.mark.parametrize(
    ("received", "due", "ended", "late_days", "hours"),
    [
        ("29/12/1995 08:00", "02/01/1996 16:00", "05/01/1996 08:00", 3, 40),
        ("30/12/2070 08:00", "02/01/2071 16:00", "05/01/2071 08:00", 1, 32),
        ("29/12/2100 08:00", "30/12/2100 16:00", "31/12/2100 08:00", 1, 16),
    ],
)
def test_a_dossier_of_any_year_that_a_file_may_have_is_late_by_days_and_never_by_0(
    received: str, due: str, ended: str, late_days: int, hours: int
):
    moments = {"received_at": at(received), "due_at": at(due), "finished_at": at(ended)}
    judged = fact(**moments, supplement_asked_at=[], supplement_answered_at=[])
    assert (judged["form06"], judged["late_days"], judged["minutes"]) == (Form06.LATE, late_days, hours * 60)
