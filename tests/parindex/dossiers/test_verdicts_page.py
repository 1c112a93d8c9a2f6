"""The page about working time is true: each worked case is judged as the page prints it, sentence by sentence."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from parindex.dossiers.calendar.clock import WorkingClock
from parindex.dossiers.calendar.office import OfficeHours
from parindex.dossiers.calendar.reading import shipped_calendar
from parindex.dossiers.facts import FACTS, Form06, Index766, State
from parindex.dossiers.records import RECORDS
from parindex.dossiers.verdicts import verdicts

PAGE = Path(__file__).resolve().parents[3] / "docs" / "methods" / "working-time.md"
FROM_NEXT_MORNING = "counted from the next morning"
END = {
    "xong": "finished_at",
    "trả": "returned_at",
    "rút": "refused_at",
    "dừng": "refused_at",
    "từ chối": "refused_at",
}
FORM06 = {
    Form06.UNRESOLVED: "đang giải quyết",
    Form06.EARLY: "trước hạn",
    Form06.ON_DUE: "đúng hạn",
    Form06.LATE: "quá hạn",
}
MOMENT = re.compile(r"\d{2}/\d{2}/\d{4}(?: \d{2}:\d{2})?")


@dataclass(frozen=True)
class Case:
    heading: str
    cells: dict[str, str]


def tables(page: str) -> list[tuple[str, list[str], list[list[str]]]]:
    found, heading, rows = [], "", []
    for line in [*page.splitlines(), ""]:
        if line.startswith("#"):
            heading = line.lstrip("# ")
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
        elif rows:
            found.append((heading, rows[0], rows[2:]))
            rows = []
    return found


TABLES = tables(PAGE.read_text(encoding="utf-8"))
SENTENCES = {row[0]: row[2] for _, head, rows in TABLES if head[0] == "no." for row in rows}
CASES = [
    Case(heading, dict(zip(head, row, strict=True)))
    for heading, head, rows in TABLES
    if head[0] == "case"
    for row in rows
]
PLAIN = WorkingClock(shipped_calendar())
HANDED_OVER = WorkingClock(shipped_calendar(), OfficeHours(handover_after=900))


def moment(text: str) -> datetime | None:
    if text in ("", "—"):
        return None
    return datetime.strptime(text, "%d/%m/%Y %H:%M")  # noqa: DTZ007  # local moments have no zone


def due(text: str) -> datetime | None:
    if re.fullmatch(r"\d{2}/\d{2}/\d{4}", text):
        return moment(f"{text} 23:59") + timedelta(seconds=59, milliseconds=999)
    return moment(text)


def record(case: Case) -> pl.DataFrame:
    cells = case.cells
    legal = cells.get("legal days", "—")
    pairs = [pair.split(" → ") for pair in cells.get("supplements", "").split("; ") if pair]
    sides = [[moment(pair[side]) for pair in pairs if pair[side] != "—"] for side in (0, 1)]
    row = {
        "received_at": moment(cells["received"]),
        "due_at": due(cells.get("due", "—")),
        "legal_days": None if legal == "—" else float(legal.replace(",", ".")),
        "supplement_asked_at": sides[0],
        "supplement_answered_at": sides[1],
        "status": int(cells["status"]),
    }
    for end in cells["ended"].split("; "):
        if end != "—":
            at = MOMENT.search(end)
            row[END[end[: at.start()].strip()]] = moment(at[0])
    return pl.DataFrame([dict.fromkeys(RECORDS) | row], schema=RECORDS)


def printed(got: dict[str, object]) -> dict[str, str]:
    """Say a verdict in the words of the page."""
    counts = got["state"] != State.NOT_COUNTED
    hours = "—" if got["minutes"] is None else f"{got['minutes'] / 60:g}".replace(".", ",")
    limit = f"hạn {got['due766_on']:%d/%m/%Y}" if got["due766_on"] else "không có hạn"
    by_766 = {Index766.ON_TIME: "đúng hạn", Index766.LATE: "quá hạn", Index766.UNDECIDED: limit}[
        got["index766"]
    ]
    return {
        "Biểu 06": FORM06[got["form06"]] if counts else "không tính",
        "late": str(got["late_days"]),
        "766": by_766 if counts else "không tính",
        "hours": hours,
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.cells["case"])
def test_a_worked_case_is_judged_as_the_page_prints_it(case: Case):
    clock = HANDED_OVER if FROM_NEXT_MORNING in case.heading else PLAIN
    said = printed(verdicts(record(case), clock).row(0, named=True))
    assert said == {name: case.cells[name] for name in said}


def test_all_cases_judged_in_one_table_give_what_each_gives_alone():
    plain = [case for case in CASES if FROM_NEXT_MORNING not in case.heading]
    together = verdicts(pl.concat([record(case) for case in plain]), PLAIN)
    assert together.equals(pl.concat([verdicts(record(case), PLAIN) for case in plain]))
    assert len(together) >= 40


def test_each_case_names_the_sentences_that_decide_it_one_at_least_for_each_rule():
    for case in CASES:
        named = case.cells["why"].split(", ")
        assert set(named) <= SENTENCES.keys(), case
        assert {name[0] for name in named} >= {"B", "C"}, case


def test_each_sentence_of_the_rules_decides_a_case():
    assert SENTENCES.keys() - {name for case in CASES for name in case.cells["why"].split(", ")} == set()
    assert len(SENTENCES) >= 22


def test_verdicts_have_the_types_of_facts_for_no_record_too():
    judged = verdicts(pl.DataFrame(schema=RECORDS), PLAIN)
    assert judged.schema == {name: FACTS[name] for name in judged.columns}
    assert len(judged) == 0


def test_a_resolved_dossier_that_says_no_end_has_none():
    case = next(case for case in CASES if case.cells["case"] == "không hẹn, chưa xong, có thời hạn")
    lost = record(case).with_columns(pl.lit(9, pl.Int8).alias("status"))
    judged = verdicts(lost, PLAIN).row(0, named=True)
    assert (judged["state"], judged["ended_on"], judged["form06"]) == (State.DONE, None, Form06.UNRESOLVED)
    assert (judged["index766"], judged["minutes"]) == (Index766.UNDECIDED, None)


@pytest.mark.parametrize("status", [0, 11, -1, 127, -128])
def test_a_number_that_is_no_status_is_not_counted(status: int):
    odd = record(CASES[0]).with_columns(pl.lit(status, pl.Int8).alias("status"))
    assert verdicts(odd, PLAIN)["state"].to_list() == [State.NOT_COUNTED]


def test_an_end_before_the_receipt_takes_no_time():
    early = record(CASES[0]).with_columns(received_at=pl.col("finished_at") + timedelta(days=2))
    assert verdicts(early, PLAIN)["minutes"].to_list() == [0]


def test_a_dossier_that_waits_after_two_requests_ends_by_766_at_the_second():
    case = next(case for case in CASES if case.cells["case"] == "đang chờ bổ sung lần hai")
    assert verdicts(record(case), PLAIN)["ended766_on"].to_list() == [moment("17/11/2026 09:00").date()]
