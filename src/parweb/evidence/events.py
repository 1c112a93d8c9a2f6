"""What people are told about documents."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from parweb.inbox.events import event

FILE_REFUSED = event(
    "evidence.file_refused",
    _("Người thẩm định cho rằng tệp “{file}” (tài liệu {document}) không hợp lệ: {note}"),
)
FILE_INFECTED = event(
    "evidence.file_infected",
    _("Tệp “{file}” (tài liệu {document}) có mã độc {found}, đã bị chặn. Hãy tải lên bản sạch."),
)
