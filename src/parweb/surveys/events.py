"""What people are told of campaigns."""

from django.utils.translation import gettext_lazy as _

from parweb.inbox.events import event

JOINED = event("surveys.joined", _("Bạn tham gia đợt điều tra “{campaign}” với vai trò: {role}."))
OPENED = event("surveys.opened", _("Đợt điều tra “{campaign}” bắt đầu thu phiếu."))
CLOSED = event("surveys.closed", _("Đợt điều tra “{campaign}” đã đóng, thu được {answers} phiếu."))
PUBLISHED = event("surveys.published", _("Kết quả đợt điều tra “{campaign}” đã công bố (lần {number})."))
