"""Events of runs and publications that people are told of."""

from django.utils.translation import gettext_lazy as _

from parweb.inbox.events import event

PREPARED = event("results.prepared", _("{title}: {who} trình công bố, chờ bạn duyệt."))
APPROVED = event("results.approved", _("{title}: đã được duyệt công bố."))
RETURNED = event("results.returned", _("{title}: bị trả lại. Lý do: {reason}"))
PUBLISHED = event("results.published", _("{title}: đã công bố."))
PROVISIONAL = event(
    "results.provisional",
    _("{title}: đã có kết quả dự kiến. Đơn vị xem điểm từng tiêu chí và gửi kiến nghị nếu có."),
)
