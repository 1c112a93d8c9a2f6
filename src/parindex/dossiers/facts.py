"""The compact row a dossier becomes: everything a count asks about it, nothing else.

Facts are signed: a dossier that changes its state leaves its old row with ``weight`` -1 beside the one
it had, and gets a new row with +1. Every count is a sum of weights, so a new batch never makes anybody
read the old ones.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Final

import polars as pl


class State(IntEnum):
    """What a status means for counting."""

    OPEN = 0  # đang giải quyết: 2, 4
    DONE = 1  # đã giải quyết: 9, 10
    WITHDRAWN = 2  # rút: 7
    WAITING = 3  # chờ bổ sung, chờ nghĩa vụ tài chính, dừng: 5, 6, 8
    NOT_COUNTED = 4  # mới đăng ký, không tiếp nhận: 1, 3


class Form06(IntEnum):
    """How a resolved dossier stands to its due date by Biểu 06, by date."""

    UNRESOLVED = 0
    EARLY = 1  # trước hạn
    ON_DUE = 2  # đúng hạn: on the due date, no due date, or withdrawn
    LATE = 3  # quá hạn


class Index766(IntEnum):
    """Whether a dossier is on time by indicator 2.1 of decision 766."""

    UNDECIDED = 0
    """No end yet: on time as long as the last day of the period is not after ``due766_on``."""
    ON_TIME = 1
    LATE = 2


FACTS: Final = pl.Schema(
    {
        "unit": pl.Int16(),
        "procedure": pl.Int16(),
        "field": pl.Int16(),
        "channel": pl.Int8(),
        "level": pl.Int8(),
        "state": pl.Int8(),
        "received_on": pl.Date(),
        "ended_on": pl.Date(),
        "due_on": pl.Date(),
        "form06": pl.Int8(),
        "ended766_on": pl.Date(),
        "due766_on": pl.Date(),
        "index766": pl.Int8(),
        "late_days": pl.Int16(),
        "minutes": pl.Int32(),
        "supplements": pl.Int8(),
        "is_post_return": pl.Boolean(),
        "has_fee": pl.Boolean(),
        "is_paid_online": pl.Boolean(),
        "has_result": pl.Boolean(),
        "has_components": pl.Boolean(),
        "is_reused": pl.Boolean(),
        "is_from_storage": pl.Boolean(),
        "is_vneid": pl.Boolean(),
        "is_synchronised": pl.Boolean(),
        "is_complained": pl.Boolean(),
        "weight": pl.Int8(),
    }
)
"""``unit``, ``procedure``, ``field``: places in the store's lists of ids. ``ended_on``: end by Biểu 06
(resolved or withdrawn), null while open or waiting. ``ended766_on``: end by 766 2.1 (also the request
of a supplement). Dates are local days. ``late_days``: working days after the due date, 0 where not late
(of resolved ones). ``minutes``: working minutes from receipt to the end without the time waited for
supplements, null while there is no end. ``level`` 0: unknown. ``is_post_return``: the result was sent
by public post."""
