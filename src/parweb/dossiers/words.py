"""Words for the codes of a record, in the reader's language."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from parindex.dossiers.intake.reasons import UNKNOWN_WORD
from parindex.dossiers.records import FIELDS, Channel, Level, Payment, ReturnForm, Status
from parindex.language import translate
from parweb.interface.numbers import page_language

CHANNELS: Final[dict[int, Any]] = {
    Channel.COUNTER: _("Trực tiếp"),
    Channel.ONLINE: _("Trực tuyến"),
    Channel.POST: _("Bưu chính công ích"),
}
LEVELS: Final[dict[int, Any]] = {
    Level.INFORMATION: _("Cung cấp thông tin"),
    Level.PARTIAL: _("Một phần"),
    Level.FULL: _("Toàn trình"),
}
STATUSES: Final[dict[int, Any]] = {
    Status.REGISTERED: _("Mới đăng ký"),
    Status.ACCEPTED: _("Được tiếp nhận"),
    Status.NOT_ACCEPTED: _("Không được tiếp nhận"),
    Status.IN_PROGRESS: _("Đang xử lý"),
    Status.SUPPLEMENT_ASKED: _("Yêu cầu bổ sung"),
    Status.FEE_ASKED: _("Yêu cầu thực hiện nghĩa vụ tài chính"),
    Status.WITHDRAWN: _("Công dân rút"),
    Status.STOPPED: _("Dừng xử lý"),
    Status.DONE: _("Đã xử lý xong"),
    Status.RETURNED: _("Đã trả kết quả"),
}
PAYMENTS: Final[dict[int, Any]] = {
    Payment.NATIONAL: _("Cổng Dịch vụ công quốc gia"),
    Payment.LOCAL: _("Bộ, địa phương"),
}
WORDS: Final[dict[str, dict[int, Any]]] = {
    "channel": CHANNELS,
    "level": LEVELS,
    "status": STATUSES,
    "payment": PAYMENTS,
    "return_form": {int(one): CHANNELS[int(one)] for one in ReturnForm},
}
"""Field of a record → code → words."""


def label_of(name: str) -> str:
    """Say what a field of a record is called, in the language of the page."""
    return translate(FIELDS[name].label, page_language())


def code_words(name: str, value: Any) -> str:
    """Say a coded value in words; a value without words as it is."""
    return str(WORDS.get(name, {}).get(value, value))


def reason_words(reason: str) -> str:
    """Say why a cell was set aside; what an unknown word means is chosen on the page, not in a file."""
    if reason in UNKNOWN_WORD:
        return str(_("chưa biết từ này nghĩa là gì; nộp lại tệp, chọn nghĩa của nó khi xem trước, rồi nhập"))
    return translate(reason, page_language())
