"""What happens to dossiers, and how many are in a state: the small counts of which all others are sums.

A flow happens on a day (received, resolved late). A stock is what has begun and not yet ended on a day
(pending, overdue). Both are sums of weights over facts, and both can be kept by slot: a stock is then what
came in less what went out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final, Literal

from parindex.dossiers.facts import Form06, Index766, State
from parindex.dossiers.records import Channel, Level

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue, Table

Day = Literal["received_on", "ended_on", "ended766_on"]
Beginning = Literal["received_on", "due_on", "due766_on"]
Condition = Callable[[Any], Any]
"""From a table of facts to a boolean column of it."""


@dataclass(frozen=True)
class Flow:
    """What happens on the day ``on`` to dossiers ``where``; counted, or their ``value`` summed."""

    on: Day
    where: Condition
    value: str | None = None

    def during(self, rows: Table, start: date, end: date) -> BooleanValue:
        """Tell which rows it happened to from ``start`` to ``end``, both included."""
        day = rows[self.on]
        return (day >= start) & (day <= end) & self.where(rows)


@dataclass(frozen=True)
class Stock:
    """Dossiers ``where`` from a beginning to the day before an end.

    A beginning that is a due date means the day after it, and never a day before the receipt.
    """

    since: Beginning
    until: Day | None
    where: Condition

    def at(self, rows: Table, day: date) -> BooleanValue:
        """Tell which rows are in the stock when ``day`` is over."""
        is_there = (rows.received_on <= day) & self.where(rows)
        if self.since != "received_on":
            is_there &= rows[self.since] < day
        if self.until is not None:
            is_there &= rows[self.until].isnull() | (rows[self.until] > day)
        return is_there


def prepared(facts: Table) -> Table:
    """Leave out what is not counted; an end before the receipt counts on the day of the receipt."""
    counted = facts.filter(facts.state != int(State.NOT_COUNTED))
    return counted.mutate(
        **{
            name: (counted[name] < counted.received_on).ifelse(counted.received_on, counted[name])
            for name in ("ended_on", "ended766_on")
        }
    )


def touched(facts: Table, start: date, end: date) -> Table:
    """Keep the facts that can count in a period: not what came and ended before it, nor what came after it.

    Facts are asked before :func:`prepared` looks at their ends, which only the rest then needs.
    """
    is_over = (facts.ended_on < start) & (facts.ended766_on < start) & (facts.received_on < start)
    return facts.filter((facts.received_on <= end) & ~is_over.fill_null(False))  # noqa: FBT003  # Ibis


def day_after(column: Any) -> Any:
    """Give the day after each day of a column of dates."""
    return (column + timedelta(days=1)).cast("date")


def _all(rows: Table) -> BooleanValue:
    return rows.state >= 0


def _is_done(rows: Table) -> BooleanValue:
    return rows.state == int(State.DONE)


def _has_lost_its_end(rows: Table) -> BooleanValue:
    """Tell what is done or withdrawn, and nobody said when."""
    return rows.ended_on.isnull() & rows.state.isin([int(State.DONE), int(State.WITHDRAWN)])


def _is_waiting(rows: Table) -> BooleanValue:
    return rows.ended_on.isnull() & (rows.state == int(State.WAITING))


def _is_pending(rows: Table) -> BooleanValue:
    return ~_has_lost_its_end(rows)


def _can_be_overdue(rows: Table) -> BooleanValue:
    return rows.due_on.notnull() & ~_has_lost_its_end(rows) & ~_is_waiting(rows)


def _form06(verdict: Form06) -> Condition:
    return lambda rows: rows.form06 == int(verdict)


def _rated(verdict: Form06) -> Condition:
    """Dossiers done whose due date is known, for TT 01/2018."""
    return lambda rows: (rows.form06 == int(verdict)) & _is_done(rows) & rows.due_on.notnull()


def _both(first: Condition, second: Condition) -> Condition:
    return lambda rows: first(rows) & second(rows)


def _is_online(rows: Table) -> BooleanValue:
    return rows.channel == int(Channel.ONLINE)


def _praised(verdict: Form06) -> Condition:
    return lambda rows: _rated(verdict)(rows) & ~rows.is_complained


def _received(where: Condition) -> Flow:
    return Flow("received_on", where)


def _ended(where: Condition, value: str | None = None) -> Flow:
    return Flow("ended_on", where, value)


PARTS: Final[dict[str, Flow | Stock]] = {
    # what came in
    "received": _received(_all),
    "received_online": _received(_is_online),
    "received_counter": _received(lambda rows: rows.channel == int(Channel.COUNTER)),
    "received_post": _received(lambda rows: rows.channel == int(Channel.POST)),
    "received_partial": _received(lambda rows: rows.level == int(Level.PARTIAL)),
    "received_full": _received(lambda rows: rows.level == int(Level.FULL)),
    "received_partial_online": _received(_both(_is_online, lambda rows: rows.level == int(Level.PARTIAL))),
    "received_full_online": _received(_both(_is_online, lambda rows: rows.level == int(Level.FULL))),
    "received_online_with_result": _received(_both(_is_online, lambda rows: rows.has_result)),
    "received_with_fee": _received(lambda rows: rows.has_fee),
    "received_paid_online": _received(_both(lambda rows: rows.has_fee, lambda rows: rows.is_paid_online)),
    "received_reused": _received(lambda rows: rows.is_reused),
    "received_from_storage": _received(lambda rows: rows.is_from_storage),
    "received_vneid": _received(lambda rows: rows.is_vneid),
    "received_synchronised": _received(lambda rows: rows.is_synchronised),
    # what was resolved
    "early": _ended(_form06(Form06.EARLY)),
    "on_due": _ended(_form06(Form06.ON_DUE)),
    "late": _ended(_form06(Form06.LATE)),
    "late_online": _ended(_both(_form06(Form06.LATE), _is_online)),
    "withdrawn": _ended(lambda rows: rows.state == int(State.WITHDRAWN)),
    "done": _ended(_is_done),
    "done_with_result": _ended(_both(_is_done, lambda rows: rows.has_result)),
    "done_with_components": _ended(_both(_is_done, lambda rows: rows.has_components)),
    "done_digitised": _ended(
        _both(_is_done, lambda rows: rows.has_components & rows.has_result),
    ),
    "done_by_post": _ended(_both(_is_done, lambda rows: rows.is_post_return)),
    "done_supplemented": _ended(_both(_is_done, lambda rows: rows.supplements > 0)),
    "done_supplemented_twice": _ended(_both(_is_done, lambda rows: rows.supplements > 1)),
    "supplements": _ended(_is_done, "supplements"),
    "late_days": _ended(_form06(Form06.LATE), "late_days"),
    "timed": _ended(_both(_is_done, lambda rows: rows.minutes.notnull())),
    "minutes": _ended(_is_done, "minutes"),
    "rated_early": _ended(_rated(Form06.EARLY)),
    "rated_on_due": _ended(_rated(Form06.ON_DUE)),
    "rated_late": _ended(_rated(Form06.LATE)),
    "praised_early": _ended(_praised(Form06.EARLY)),
    "praised_on_due": _ended(_praised(Form06.ON_DUE)),
    "done_complained": _ended(_both(_is_done, lambda rows: rows.is_complained)),
    "late_766": Flow("ended766_on", lambda rows: rows.index766 == int(Index766.LATE)),
    # what is there
    "unended": Stock("received_on", "ended_on", _all),
    "pending": Stock("received_on", "ended_on", _is_pending),
    "waiting": Stock("received_on", "ended_on", _is_waiting),
    "overdue": Stock("due_on", "ended_on", _can_be_overdue),
    "overdue_online": Stock("due_on", "ended_on", _both(_can_be_overdue, _is_online)),
    "without_end": Stock("received_on", None, _has_lost_its_end),
    "unended_766": Stock("received_on", "ended766_on", _all),
    "unended_766_complained": Stock("received_on", "ended766_on", lambda rows: rows.is_complained),
    "received_complained": _received(lambda rows: rows.is_complained),
    "late_766_without_end": Stock(
        "received_on",
        None,
        lambda rows: rows.ended766_on.isnull() & (rows.index766 == int(Index766.LATE)),
    ),
    "overdue_766": Stock(
        "due766_on",
        "ended766_on",
        lambda rows: rows.ended766_on.notnull() | (rows.index766 == int(Index766.UNDECIDED)),
    ),
}
"""By name. A stock whose dossiers have ended later than a day counts on that day as what it was then, as far
as facts tell: a dossier that waited once and ended since counts as open."""
