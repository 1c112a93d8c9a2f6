"""Random dossiers are judged as by somebody who reads one dossier at a time and looks at every minute."""

from datetime import date, datetime, time, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parindex.dossiers.calendar.clock import WorkingClock
from parindex.dossiers.calendar.office import OfficeHours
from parindex.dossiers.calendar.reading import shipped_calendar
from parindex.dossiers.facts import Form06, Index766, State
from parindex.dossiers.records import RECORDS
from parindex.dossiers.synthetic import Plan, synthetic_dossiers
from parindex.dossiers.verdicts import verdicts
from tests.parindex.dossiers.calendar.slow_clock import SlowClock

HOURS = [OfficeHours(), OfficeHours(handover_after=900)]
CLOCKS = [(WorkingClock(shipped_calendar(), hours), SlowClock(shipped_calendar(), hours)) for hours in HOURS]
STATES = {1: 4, 2: 0, 3: 4, 4: 0, 5: 3, 6: 3, 7: 2, 8: 3, 9: 1, 10: 1}
END_OF_DAY = time(23, 59, 59, 999000)

OFF = [day for day in shipped_calendar().days if day.on.weekday() < 5 or day.is_working]
starts = st.sampled_from([day.on - timedelta(days=before) for day in OFF for before in (1, 3)])
"""The days before each holiday, day off and made-up Saturday of 2015 to 2030."""
later = st.integers(0, 6 * 1440)


@st.composite
def dossiers(draw) -> dict[str, object]:
    received = datetime.combine(draw(starts), time()) + timedelta(minutes=draw(st.integers(400, 2 * 1440)))

    def moment(minutes: int) -> datetime:
        return received + timedelta(minutes=minutes)

    maybe = st.none() | later.map(moment)
    asked = sorted(draw(st.lists(later.map(moment), max_size=2)))
    answered = sorted(draw(st.lists(later.map(moment), max_size=2)))
    row = {name: draw(maybe) for name in ("due_at", "finished_at", "returned_at", "refused_at")}
    status, legal = draw(st.integers(1, 10)), draw(st.none() | st.sampled_from([0.5, 1.0, 2.0, 3.0]))
    lists = {"supplement_asked_at": asked, "supplement_answered_at": answered}
    return (
        dict.fromkeys(RECORDS)
        | {"received_at": received, "status": status, "legal_days": legal}
        | row
        | lists
    )


def moved_by(due: datetime, waited: int, slow: SlowClock) -> datetime:
    """Whole working days keep the time of day; the rest are minutes of office hours."""
    days, rest = divmod(waited, 480)
    due = datetime.combine(slow.shifted(due.date(), days), due.time())
    return slow.add_minutes(due, rest) if rest else due


def judged_slowly(row: dict[str, object], slow: SlowClock) -> dict[str, object]:
    state = State(STATES[row["status"]])
    start, due, asked = slow.reception(row["received_at"]), row["due_at"], row["supplement_asked_at"]
    due_on = due and slow.rolled(due.date())
    due_at = due if due is None or due_on == due.date() else datetime.combine(due_on, END_OF_DAY)
    end = next((row[name] for name in ("finished_at", "returned_at", "refused_at") if row[name]), None)
    ended = end if state in (State.DONE, State.WITHDRAWN) else None
    end766 = end if row["status"] == 8 else ended
    if row["status"] == 5 and asked:
        end766 = max(asked)
    last = end766 or row["received_at"] + timedelta(days=12)
    waited = slow.waited(asked, row["supplement_answered_at"], start, last, count_unanswered=False)
    limit = row["legal_days"] and round(row["legal_days"] * 480)
    in_time = True
    if due_at is not None:
        in_time = end766 is None or end766 <= moved_by(due_at, waited, slow)
    elif limit is not None and end766 is not None:
        in_time = slow.minutes_between(start, end766) - waited <= limit
    index766 = Index766.ON_TIME if in_time else Index766.LATE
    if state is State.NOT_COUNTED or (end766 is None and len(asked) < 2):
        index766 = Index766.UNDECIDED
    elif len(asked) > 1:
        index766 = Index766.LATE
    form06 = Form06.UNRESOLVED
    if ended is not None:
        day = ended.date()
        form06 = (
            Form06.ON_DUE
            if due_on is None or state is State.WITHDRAWN or day == due_on
            else Form06.LATE
            if day > due_on
            else Form06.EARLY
        )
    late = form06 is Form06.LATE
    return {
        "state": state,
        "ended_on": ended and ended.date(),
        "due_on": due_on,
        "form06": form06,
        "late_days": slow.working_days_between(due_on, slow.rolled(ended.date())) if late else 0,
        "ended766_on": end766 and end766.date(),
        "index766": index766,
        "minutes": max(0, slow.minutes_between(start, ended) - waited) if ended else None,
    }


@pytest.mark.parametrize(("clock", "slow"), CLOCKS, ids=["own moment", "next morning after 15 h"])
def test_random_dossiers_are_judged_as_one_by_one(clock, slow):
    @settings(max_examples=15, deadline=None)
    @given(st.lists(dossiers(), min_size=1, max_size=4))
    def check(rows):
        got = verdicts(pl.DataFrame(rows, schema=RECORDS), clock).to_dicts()
        expected = [judged_slowly(row, slow) for row in rows]
        assert [{name: one[name] for name in expected[0]} for one in got] == expected

    check()


def test_dossiers_are_judged_the_same_however_many_are_judged_together(monkeypatch):
    plan = Plan(date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 15))
    records = next(synthetic_dossiers(plan, 3000))
    clock = WorkingClock(shipped_calendar())
    at_once = verdicts(records, clock)
    assert at_once["form06"].n_unique() == 4
    for rows in (7, 2999):
        monkeypatch.setattr("parindex.dossiers.verdicts._AT_ONCE", rows)
        assert verdicts(records, clock).equals(at_once), rows
    assert verdicts(records[:0], clock).schema == at_once.schema
