"""What people are told of entries."""

from django.utils.translation import gettext_lazy as _

from parweb.inbox.events import event

SUBMITTED = event("assessments.submitted", _("{unit}: bản tự đánh giá đã trình, chờ lãnh đạo ký ({round})."))
RETURNED = event(
    "assessments.returned", _("{unit}: lãnh đạo trả lại bản tự đánh giá để sửa. Lý do: {reason}")
)
SIGNED = event("assessments.signed", _("{unit}: lãnh đạo đã ký và nộp bản tự đánh giá ({round})."))
DELEGATED = event("assessments.delegated", _("{unit}: bạn được giao phụ trách mục {criterion} ({round})."))
