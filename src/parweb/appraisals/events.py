"""Events of appraisals, as the inbox tells them."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from parweb.inbox.events import event

REQUEST_ASKED: Final = event(
    "appraisals.request_asked", _("{unit}: cần giải trình tiêu chí {criterion}, hạn {due}.")
)
REQUEST_ANSWERED: Final = event(
    "appraisals.request_answered", _("{unit}: giải trình tiêu chí {criterion} chờ lãnh đạo duyệt.")
)
REQUEST_RETURNED: Final = event(
    "appraisals.request_returned", _("{unit}: lãnh đạo trả lại giải trình tiêu chí {criterion}: {reason}")
)
REQUEST_RELEASED: Final = event(
    "appraisals.request_released", _("{unit} đã giải trình tiêu chí {criterion}.")
)
REQUEST_WITHDRAWN: Final = event(
    "appraisals.request_withdrawn", _("{unit}: yêu cầu giải trình tiêu chí {criterion} đã được rút.")
)
STAGE_CLOSED: Final = event("appraisals.stage_closed", _("{unit}: đã thẩm định xong lần {stage}."))
SESSION_PLANNED: Final = event("appraisals.session_planned", _("Phiên họp hội đồng «{session}» lúc {when}."))
VOTING_STARTED: Final = event(
    "appraisals.voting_started", _("Phiên họp «{session}» đã mở cho điểm, mời thành viên cho điểm.")
)
VOTES_OPENED: Final = event("appraisals.votes_opened", _("Phiên họp «{session}»: chủ tọa đã mở phiếu."))
SESSION_CLOSED: Final = event(
    "appraisals.session_closed", _("Phiên họp «{session}» đã kết thúc, biên bản đã có.")
)
APPEAL_DRAFTED: Final = event(
    "appraisals.appeal_drafted", _("{unit}: kiến nghị tiêu chí {criterion} chờ lãnh đạo gửi.")
)
APPEAL_FILED: Final = event("appraisals.appeal_filed", _("{unit} kiến nghị về tiêu chí {criterion}."))
APPEAL_WITHDRAWN: Final = event(
    "appraisals.appeal_withdrawn", _("{unit} đã rút kiến nghị tiêu chí {criterion}.")
)
APPEAL_GRANTED: Final = event(
    "appraisals.appeal_granted", _("{unit}: kiến nghị tiêu chí {criterion} được chấp nhận: {reason}")
)
APPEAL_PARTLY: Final = event(
    "appraisals.appeal_partly", _("{unit}: kiến nghị tiêu chí {criterion} được chấp nhận một phần: {reason}")
)
APPEAL_REFUSED: Final = event(
    "appraisals.appeal_refused", _("{unit}: kiến nghị tiêu chí {criterion} không được chấp nhận: {reason}")
)
DECISIONS_VOID: Final = event(
    "appraisals.decisions_void",
    _(
        "{unit}: kết luận của hội đồng hoặc kiến nghị đã chấp nhận về tiêu chí {criteria} hết hiệu lực, vì "
        "kỳ đánh giá chuyển sang bộ tiêu chí {edition}."
    ),
)
