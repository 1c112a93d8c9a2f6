"""The definitions again, row by row in plain Python, written from the decisions and not from the code."""

from datetime import date

DONE, WITHDRAWN, WAITING, NOT_COUNTED = 1, 2, 3, 4


def end(row: dict, name: str) -> date | None:
    """An end before the receipt counts on the day of the receipt."""
    return None if row[name] is None else max(row[name], row["received_on"])


def form06(rows: list[dict], start: date, last: date) -> dict[str, int]:
    names = "accepted received received_online received_offline carried resolved resolved_early resolved_on_due resolved_late pending pending_in_time pending_overdue"
    got = dict.fromkeys(names.split(), 0)
    for row in rows:
        if row["state"] == NOT_COUNTED or row["received_on"] > last:
            continue
        weight, ended = row["weight"], end(row, "ended_on")
        if row["received_on"] >= start:
            got["received"] += weight
            got["received_online" if row["channel"] == 2 else "received_offline"] += weight
            got["accepted"] += weight
        elif ended is None or ended >= start:
            got["carried"] += weight
            got["accepted"] += weight
        if ended is not None and start <= ended <= last:
            got["resolved"] += weight
            got[[None, "resolved_early", "resolved_on_due", "resolved_late"][row["form06"]]] += weight
        is_open = ended is not None or row["state"] not in (DONE, WITHDRAWN)
        if is_open and (ended is None or ended > last):
            got["pending"] += weight
            waits = ended is None and row["state"] == WAITING
            is_overdue = row["due_on"] is not None and row["due_on"] < last and not waits
            got["pending_overdue" if is_overdue else "pending_in_time"] += weight
    return got


def index766(rows: list[dict], start: date, last: date) -> tuple[int, int]:
    """On time, and all that were received or handled in the period."""
    on_time = handled = 0
    for row in rows:
        if row["state"] == NOT_COUNTED or row["received_on"] > last:
            continue
        ended = end(row, "ended766_on")
        if ended is not None and ended < start:
            continue
        handled += row["weight"]
        is_decided = row["index766"] != 0 if ended is None else ended <= last
        if is_decided:
            is_late = row["index766"] == 2
        else:
            is_late = row["due766_on"] is not None and row["due766_on"] < last
        on_time += 0 if is_late else row["weight"]
    return on_time, handled


def is_in(day: date | None, start: date, last: date) -> bool:
    return day is not None and start <= day <= last


def is_received(row: dict, start: date, last: date) -> bool:
    return row["state"] != NOT_COUNTED and is_in(row["received_on"], start, last)


def is_ended(row: dict, start: date, last: date) -> bool:
    return row["state"] != NOT_COUNTED and is_in(end(row, "ended_on"), start, last)


def is_done(row: dict, start: date, last: date) -> bool:
    return row["state"] == DONE and is_ended(row, start, last)


def is_rated(row: dict, start: date, last: date) -> bool:
    return row["due_on"] is not None and is_done(row, start, last)


def is_pending(row: dict, start: date, last: date) -> bool:
    ended = end(row, "ended_on")
    has_begun = row["state"] != NOT_COUNTED and row["received_on"] <= last
    return has_begun and (row["state"] not in (DONE, WITHDRAWN) if ended is None else ended > last)


def is_waiting(row: dict, start: date, last: date) -> bool:
    return is_pending(row, start, last) and row["state"] == WAITING and row["ended_on"] is None


def is_overdue(row: dict, start: date, last: date) -> bool:
    is_past = row["due_on"] is not None and row["due_on"] < last
    return is_past and is_pending(row, start, last) and not is_waiting(row, start, last)


def is_late(row: dict, start: date, last: date) -> bool:
    return row["form06"] == LATE and is_ended(row, start, last)


def lost_its_end(row: dict, start: date, last: date) -> bool:
    is_over = row["state"] in (DONE, WITHDRAWN) and row["ended_on"] is None
    return is_over and row["received_on"] <= last


def is_handled_766(row: dict, start: date, last: date) -> bool:
    ended = end(row, "ended766_on")
    has_begun = row["state"] != NOT_COUNTED and row["received_on"] <= last
    return has_begun and (row["received_on"] >= start or ended is None or ended >= start)


EARLY, ON_DUE, LATE = 1, 2, 3
ONLINE, POST, PARTIAL, FULL = 2, 3, 3, 4

WHO = {
    "resolved_in_time": (is_ended, lambda row: row["form06"] in (EARLY, ON_DUE)),
    "withdrawn": (is_ended, lambda row: row["state"] == WITHDRAWN),
    "waiting": (is_waiting, None),
    "without_end": (lost_its_end, None),
    "received_counter": (is_received, lambda row: row["channel"] == 1),
    "received_post": (is_received, lambda row: row["channel"] == POST),
    "received_partial": (is_received, lambda row: row["level"] == PARTIAL),
    "received_full": (is_received, lambda row: row["level"] == FULL),
    "received_services": (is_received, lambda row: row["level"] in (PARTIAL, FULL)),
    "partial_online": (is_received, lambda row: (row["channel"], row["level"]) == (ONLINE, PARTIAL)),
    "full_online": (is_received, lambda row: (row["channel"], row["level"]) == (ONLINE, FULL)),
    "with_fee": (is_received, lambda row: row["has_fee"]),
    "paid_online": (is_received, lambda row: row["has_fee"] and row["is_paid_online"]),
    "reused": (is_received, lambda row: row["is_reused"]),
    "from_storage": (is_received, lambda row: row["is_from_storage"]),
    "vneid": (is_received, lambda row: row["is_vneid"]),
    "synchronised": (is_received, lambda row: row["is_synchronised"]),
    "complained": (is_received, lambda row: row["is_complained"]),
    "done": (is_done, None),
    "done_with_result": (is_done, lambda row: row["has_result"]),
    "done_with_components": (is_done, lambda row: row["has_components"]),
    "done_digitised": (is_done, lambda row: row["has_components"] and row["has_result"]),
    "done_by_post": (is_done, lambda row: row["is_post_return"]),
    "supplemented": (is_done, lambda row: row["supplements"] >= 1),
    "supplements": (is_done, lambda row: row["supplements"]),
    "timed": (is_done, lambda row: row["minutes"] is not None),
    "minutes": (is_done, lambda row: row["minutes"] or 0),
    "late_days": (is_late, lambda row: row["late_days"]),
    "complained_766": (is_handled_766, lambda row: row["is_complained"]),
    "online_with_result": (is_received, lambda row: row["channel"] == ONLINE and row["has_result"]),
    "rated": (is_rated, lambda row: row["form06"] in (EARLY, ON_DUE, LATE)),
    "rated_early": (is_rated, lambda row: row["form06"] == EARLY),
    "rated_on_due": (is_rated, lambda row: row["form06"] == ON_DUE),
    "rated_late": (is_rated, lambda row: row["form06"] == LATE),
    "never_supplemented": (is_done, lambda row: row["supplements"] == 0),
    "supplemented_once": (is_done, lambda row: row["supplements"] == 1),
    "supplemented_twice": (is_done, lambda row: row["supplements"] > 1),
    "praised_early": (is_rated, lambda row: row["form06"] == EARLY and not row["is_complained"]),
    "praised_on_due": (is_rated, lambda row: row["form06"] == ON_DUE and not row["is_complained"]),
    "done_complained": (is_done, lambda row: row["is_complained"]),
}
"""Of each count beside Biểu 06 and 2.1: who is in it, and what of them is counted (none: each once)."""


def told(name: str, rows: list[dict], start: date, last: date) -> int:
    """A count of WHO, or one of the two that take late and overdue dossiers together."""
    if name in ("late_or_overdue", "online_not_in_time"):
        some = [row for row in rows if name == "late_or_overdue" or row["channel"] == ONLINE]
        return sum(row["weight"] for row in some if is_late(row, start, last) or is_overdue(row, start, last))
    belongs, worth = WHO[name]
    return sum(
        row["weight"] * (1 if worth is None else int(worth(row))) for row in rows if belongs(row, start, last)
    )
