"""The measures by name: counts, and ratios of two counts, each with its words and its source of law.

Every count is a sum of parts (see ``flows``), so it can be counted from facts, added up from the cube, and
opened: the same parts tell which dossiers are in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from parindex.language import N_

FORM06_LAW: Final = N_("Biểu số 06/VPCP/KSTT, Thông tư 01/2020/TT-VPCP")
INDEX766_LAW: Final = N_("Quyết định 766/QĐ-TTg ngày 23/6/2022")
TT01_LAW: Final = N_("Thông tư 01/2018/TT-VPCP, Điều 13–15")
REPORTS_LAW: Final = N_("Báo cáo cải cách hành chính")

Kind = Literal["before", "during", "after"]


@dataclass(frozen=True)
class Count:
    """A number of dossiers (or a sum over them) of a period.

    ``before``: stocks on the day before the period; ``during``: flows in it; ``after``: stocks when its last
    day is over. The parts of ``less_*`` are taken off; they are parts of the others.
    """

    id: str
    label: str
    law: str
    before: tuple[str, ...] = ()
    during: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    less_during: tuple[str, ...] = ()
    less_after: tuple[str, ...] = ()
    unit: str = N_("hồ sơ")

    def parts(self) -> tuple[tuple[int, Kind, str], ...]:
        """Give the signed parts: sign, when, name."""
        groups: tuple[tuple[int, Kind, tuple[str, ...]], ...] = (
            (1, "before", self.before),
            (1, "during", self.during),
            (1, "after", self.after),
            (-1, "during", self.less_during),
            (-1, "after", self.less_after),
        )
        return tuple((sign, when, name) for sign, when, names in groups for name in names)


@dataclass(frozen=True)
class Ratio:
    """A count by another, times ``scale``: a percentage, or a mean in ``unit``."""

    id: str
    label: str
    law: str
    numerator: str
    denominator: str
    unit: str = "%"
    scale: float = 100.0


def _form06(id_: str, label: str, **parts: tuple[str, ...]) -> Count:
    return Count(id_, label, FORM06_LAW, **parts)  # type: ignore[arg-type]


def _reported(id_: str, label: str, **parts: tuple[str, ...]) -> Count:
    return Count(id_, label, REPORTS_LAW, **parts)  # type: ignore[arg-type]


def _of_766(id_: str, label: str, **parts: tuple[str, ...]) -> Count:
    return Count(id_, label, INDEX766_LAW, **parts)  # type: ignore[arg-type]


def _of_tt01(id_: str, label: str, **parts: tuple[str, ...]) -> Count:
    return Count(id_, label, TT01_LAW, **parts)  # type: ignore[arg-type]


_RESOLVED = ("early", "on_due", "late")
_LATE_766 = ("late_766_without_end", "overdue_766")
_MINUTES = N_("phút làm việc")

FORM06: Final = (
    _form06("accepted", N_("Tổng số nhận giải quyết"), before=("unended",), during=("received",)),
    _form06("received", N_("Tiếp nhận trong kỳ"), during=("received",)),
    _form06("received_online", N_("Trong kỳ, trực tuyến"), during=("received_online",)),
    _form06(
        "received_offline",
        N_("Trong kỳ, trực tiếp và bưu chính"),
        during=("received_counter", "received_post"),
    ),
    _form06("carried", N_("Từ kỳ trước"), before=("unended",)),
    _form06("resolved", N_("Đã giải quyết"), during=_RESOLVED),
    _form06("resolved_early", N_("Đã giải quyết, trước hạn"), during=("early",)),
    _form06("resolved_on_due", N_("Đã giải quyết, đúng hạn"), during=("on_due",)),
    _form06("resolved_late", N_("Đã giải quyết, quá hạn"), during=("late",)),
    _form06("pending", N_("Đang giải quyết"), after=("pending",)),
    _form06(
        "pending_in_time",
        N_("Đang giải quyết, trong hạn"),
        after=("pending",),
        less_after=("overdue",),
    ),
    _form06("pending_overdue", N_("Đang giải quyết, quá hạn"), after=("overdue",)),
)
"""Biểu 06, in the order of its columns."""

REPORTED: Final = (
    _reported("resolved_in_time", N_("Đã giải quyết trước hạn và đúng hạn"), during=("early", "on_due")),
    _reported("late_or_overdue", N_("Quá hạn, đã và đang giải quyết"), during=("late",), after=("overdue",)),
    _reported("withdrawn", N_("Công dân rút"), during=("withdrawn",)),
    _reported("waiting", N_("Đang chờ bổ sung, chờ nộp phí hoặc tạm dừng"), after=("waiting",)),
    _reported("without_end", N_("Đã xong nhưng không có ngày kết thúc"), after=("without_end",)),
    _reported("received_counter", N_("Nộp trực tiếp"), during=("received_counter",)),
    _reported("received_post", N_("Nộp qua bưu chính công ích"), during=("received_post",)),
    _reported("received_partial", N_("Của dịch vụ công một phần"), during=("received_partial",)),
    _reported("received_full", N_("Của dịch vụ công toàn trình"), during=("received_full",)),
    _reported(
        "received_services", N_("Của dịch vụ công trực tuyến"), during=("received_partial", "received_full")
    ),
    _reported("partial_online", N_("Nộp trực tuyến một phần"), during=("received_partial_online",)),
    _reported("full_online", N_("Nộp trực tuyến toàn trình"), during=("received_full_online",)),
    _reported("with_fee", N_("Có nghĩa vụ tài chính"), during=("received_with_fee",)),
    _reported("paid_online", N_("Đã thanh toán trực tuyến"), during=("received_paid_online",)),
    _reported("reused", N_("Tái sử dụng dữ liệu số hóa"), during=("received_reused",)),
    _reported("from_storage", N_("Lấy từ kho dữ liệu"), during=("received_from_storage",)),
    _reported("vneid", N_("Dùng tài khoản VNeID"), during=("received_vneid",)),
    _reported(
        "synchronised", N_("Đã đồng bộ lên Cổng Dịch vụ công quốc gia"), during=("received_synchronised",)
    ),
    _reported("complained", N_("Có phản ánh hoặc không hài lòng"), during=("received_complained",)),
    _reported("done", N_("Đã có kết quả giải quyết"), during=("done",)),
    _reported("done_with_result", N_("Đã số hóa kết quả"), during=("done_with_result",)),
    _reported("done_with_components", N_("Đã số hóa thành phần hồ sơ"), during=("done_with_components",)),
    _reported("done_digitised", N_("Đã số hóa cả thành phần và kết quả"), during=("done_digitised",)),
    _reported("done_by_post", N_("Trả kết quả qua bưu chính công ích"), during=("done_by_post",)),
    _reported("supplemented", N_("Phải bổ sung ít nhất một lần"), during=("done_supplemented",)),
    Count("supplements", N_("Số lần yêu cầu bổ sung"), REPORTS_LAW, during=("supplements",), unit=N_("lần")),
    _reported("timed", N_("Có thời gian giải quyết"), during=("timed",)),
    Count("minutes", N_("Tổng thời gian giải quyết"), REPORTS_LAW, during=("minutes",), unit=_MINUTES),
    Count("late_days", N_("Tổng số ngày trễ"), REPORTS_LAW, during=("late_days",), unit=N_("ngày làm việc")),
)
"""What reports and dashboards ask beside Biểu 06."""

INDEX766: Final = (
    _of_766("handled_766", N_("Tiếp nhận, xử lý trong kỳ"), before=("unended_766",), during=("received",)),
    _of_766(
        "on_time_766",
        N_("Đã xử lý đúng hạn và đang xử lý trong hạn"),
        before=("unended_766",),
        during=("received",),
        less_during=("late_766",),
        less_after=_LATE_766,
    ),
    _of_766("late_766", N_("Quá hạn theo Bộ chỉ số 766"), during=("late_766",), after=_LATE_766),
    _of_766(
        "complained_766",
        N_("Có phản ánh hoặc không hài lòng, theo Bộ chỉ số 766"),
        before=("unended_766_complained",),
        during=("received_complained",),
    ),
    _of_766(
        "online_with_result",
        N_("Nộp trực tuyến, có kết quả điện tử"),
        during=("received_online_with_result",),
    ),
)

TT01: Final = (
    _of_tt01("rated", N_("Đã có kết quả, có hạn trả"), during=("rated_early", "rated_on_due", "rated_late")),
    _of_tt01("rated_early", N_("Giải quyết sớm hơn hạn"), during=("rated_early",)),
    _of_tt01("rated_on_due", N_("Giải quyết đúng ngày hạn"), during=("rated_on_due",)),
    _of_tt01("rated_late", N_("Giải quyết sau hạn"), during=("rated_late",)),
    _of_tt01(
        "supplemented_once",
        N_("Phải bổ sung một lần"),
        during=("done_supplemented",),
        less_during=("done_supplemented_twice",),
    ),
    _of_tt01(
        "never_supplemented",
        N_("Không phải bổ sung"),
        during=("done",),
        less_during=("done_supplemented",),
    ),
    _of_tt01("supplemented_twice", N_("Phải bổ sung hơn một lần"), during=("done_supplemented_twice",)),
    _of_tt01("praised_early", N_("Sớm hơn hạn và không có phản ánh"), during=("praised_early",)),
    _of_tt01("praised_on_due", N_("Đúng ngày hạn và không có phản ánh"), during=("praised_on_due",)),
    _of_tt01("done_complained", N_("Đã có kết quả và có phản ánh"), during=("done_complained",)),
    _of_tt01(
        "online_not_in_time",
        N_("Nộp trực tuyến, quá hạn"),
        during=("late_online",),
        after=("overdue_online",),
    ),
)

COUNTS: Final = {count.id: count for count in (*FORM06, *REPORTED, *INDEX766, *TT01)}

_SHARES: Final = (
    ("on_time_share", N_("Tỷ lệ giải quyết trước hạn và đúng hạn"), "resolved_in_time", "resolved"),
    ("late_share", N_("Tỷ lệ trễ hạn"), "resolved_late", "resolved"),
    ("resolved_share", N_("Tỷ lệ đã giải quyết"), "resolved", "accepted"),
    ("on_time_share_766", N_("Tỷ lệ đúng hạn theo Bộ chỉ số 766"), "on_time_766", "handled_766"),
    ("online_share", N_("Tỷ lệ nộp trực tuyến"), "received_online", "received"),
    ("partial_online_share", N_("Tỷ lệ nộp trực tuyến một phần"), "partial_online", "received"),
    ("full_online_share", N_("Tỷ lệ nộp trực tuyến toàn trình"), "full_online", "received"),
    ("post_share", N_("Tỷ lệ nộp qua bưu chính công ích"), "received_post", "received"),
    ("post_return_share", N_("Tỷ lệ trả kết quả qua bưu chính công ích"), "done_by_post", "done"),
    ("digitised_result_share", N_("Tỷ lệ số hóa kết quả"), "done_with_result", "done"),
    ("digitised_component_share", N_("Tỷ lệ số hóa thành phần hồ sơ"), "done_with_components", "done"),
    ("reuse_share", N_("Tỷ lệ tái sử dụng dữ liệu số hóa"), "reused", "received"),
    ("payment_share", N_("Tỷ lệ thanh toán trực tuyến"), "paid_online", "with_fee"),
    ("vneid_share", N_("Tỷ lệ dùng tài khoản VNeID"), "vneid", "received"),
    ("supplement_share", N_("Tỷ lệ phải bổ sung"), "supplemented", "done"),
    ("complaint_share", N_("Tỷ lệ có phản ánh hoặc không hài lòng"), "complained", "received"),
)
_MEANS: Final = (
    Ratio(
        "mean_hours",
        N_("Thời gian giải quyết bình quân"),
        REPORTS_LAW,
        "minutes",
        "timed",
        N_("giờ làm việc"),
        1 / 60,
    ),
    Ratio(
        "mean_late_days",
        N_("Số ngày trễ bình quân"),
        REPORTS_LAW,
        "late_days",
        "resolved_late",
        N_("ngày làm việc"),
        1.0,
    ),
)

RATIOS: Final = {
    ratio.id: ratio
    for ratio in (
        *(Ratio(id_, label, COUNTS[part].law, part, whole) for id_, label, part, whole in _SHARES),
        *_MEANS,
    )
}


def counts_of(names: tuple[str, ...]) -> tuple[str, ...]:
    """Give the counts that counts and ratios need, each once, in the order asked for.

    >>> counts_of(("received", "online_share"))
    ('received', 'received_online')
    """
    needed: dict[str, None] = {}
    for name in names:
        if name in RATIOS:
            needed |= {RATIOS[name].numerator: None, RATIOS[name].denominator: None}
        else:
            needed[COUNTS[name].id] = None
    return tuple(needed)
