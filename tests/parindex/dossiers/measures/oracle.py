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
