"""The evaluation of one-stop units by Thông tư 01/2018/TT-VPCP, as far as dossiers can answer it.

Nine indicators of 0, 1 or 2 points. Dossiers answer 1 (time), 3 (visits to complete a dossier) and 7 (time
and complaints), and 9 together with the share of procedures that are online. The others need facts that no
dossier holds; they may be given, and are left out where they are not, as the circular says of indicators
without data. A band needs all nine, for the bands are of their sum.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from parindex.language import N_

NEEDED: Final = (
    "rated", "rated_early", "rated_on_due", "rated_late", "done", "never_supplemented", "supplemented_once",
    "supplemented_twice", "praised_early", "praised_on_due", "done_complained", "received",
    "received_online", "online_not_in_time",
)  # fmt: skip
"""The counts that :func:`evaluate` asks of a unit."""
LABELS: Final = {
    1: N_("Thời gian giải quyết so với quy định"),
    2: N_("Thời gian của từng cơ quan tham gia so với quy định"),
    3: N_("Số lần phải liên hệ để hoàn thiện hồ sơ"),
    4: N_("Số cơ quan phải liên hệ để hoàn thiện hồ sơ"),
    5: N_("Tiếp nhận, giải quyết, trả kết quả tại Bộ phận Một cửa"),
    6: N_("Công khai thủ tục hành chính"),
    7: N_("Thái độ khi hướng dẫn, tiếp nhận và giải quyết"),
    8: N_("Tiếp thu, giải trình phản ánh, kiến nghị"),
    9: N_("Tiến độ và chất lượng dịch vụ công trực tuyến"),
}
BANDS: Final = (
    (15, N_("Xuất sắc")),
    (12, N_("Tốt")),
    (9, N_("Khá")),
    (6, N_("Trung bình")),
    (0, N_("Yếu")),
)
_FULL_ONLINE, _SOME_ONLINE, _PROCEDURES = Decimal("0.30"), Decimal("0.15"), Decimal("0.20")
_TENTH = Decimal("0.1")
_ALL = 9


@dataclass(frozen=True)
class Evaluation:
    """Points of the indicators that have data, their sum, and the band where all nine have."""

    points: Mapping[int, Decimal]
    missing: tuple[int, ...]
    total: Decimal
    band: str | None


def evaluate(
    counts: Mapping[str, int],
    *,
    online_procedures: Decimal | None = None,
    given: Mapping[int, Decimal] | None = None,
) -> Evaluation:
    """Evaluate a unit from its counts of a period.

    ``online_procedures``: the share of its procedures that are offered online (0 to 1), for indicator 9.
    ``given``: points of indicators that dossiers do not answer. A point is the mean over dossiers, rounded
    half up to 1 decimal, as the circular says.

    >>> counts = dict.fromkeys(NEEDED, 0) | {"rated": 4, "rated_early": 3, "rated_late": 1}
    >>> evaluate(counts).points, evaluate(counts).band
    ({1: Decimal('1.5')}, None)
    """
    c = counts
    rated7 = c["praised_early"] + c["praised_on_due"] + c["done_complained"]
    own = {
        1: _mean(2 * c["rated_early"] + c["rated_on_due"], c["rated"]),
        3: _mean(2 * c["never_supplemented"] + c["supplemented_once"], c["done"]),
        7: _mean(2 * c["praised_early"] + c["praised_on_due"], rated7),
        9: _online(c, online_procedures),
    }
    known = {number: points for number, points in own.items() if points is not None} | dict(given or {})
    points = {number: known[number] for number in sorted(known)}
    missing = tuple(number for number in LABELS if number not in points)
    total = sum(points.values(), Decimal(0))
    return Evaluation(points, missing, total, None if missing else _band(total))


def _mean(points: int, dossiers: int) -> Decimal | None:
    if dossiers == 0:
        return None
    return (Decimal(points) / dossiers).quantize(_TENTH, ROUND_HALF_UP)


def _online(counts: Mapping[str, int], procedures: Decimal | None) -> Decimal | None:
    """Give 2, 1 or 0; 2 also asks that a fifth of the procedures is online, and is unknown without them."""
    if counts["received"] == 0:
        return None
    share = Decimal(counts["received_online"]) / counts["received"]
    if share < _SOME_ONLINE or counts["online_not_in_time"]:
        return Decimal(0)
    if share < _FULL_ONLINE:
        return Decimal(1)
    return None if procedures is None else Decimal(2 if procedures >= _PROCEDURES else 1)


def _band(total: Decimal) -> str:
    return next(label for least, label in BANDS if total >= least)
