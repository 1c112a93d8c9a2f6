"""States of campaigns, invitations and answers, modes and outcome codes, as data."""

from __future__ import annotations

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CampaignState(TextChoices):
    """How far a campaign is."""

    DRAFT = "draft", _("Đang soạn")
    READY = "ready", _("Đã công bố mẫu")
    FIELD = "field", _("Đang thu phiếu")
    CLOSED = "closed", _("Đã thu xong")
    PUBLISHED = "published", _("Đã công bố kết quả")


MOVES: Final[dict[CampaignState, frozenset[CampaignState]]] = {
    CampaignState.DRAFT: frozenset({CampaignState.READY}),
    CampaignState.READY: frozenset({CampaignState.DRAFT, CampaignState.FIELD}),
    CampaignState.FIELD: frozenset({CampaignState.CLOSED}),
    CampaignState.CLOSED: frozenset({CampaignState.FIELD, CampaignState.PUBLISHED}),
    CampaignState.PUBLISHED: frozenset(),
}
"""Allowed moves. A sample that was made public is taken back only before anybody was asked."""

CHANGEABLE: Final = frozenset({CampaignState.DRAFT})
"""Frame, sample and form may be changed."""
ASKING: Final = frozenset({CampaignState.FIELD})
"""The form is open to respondents."""
TAKING: Final = frozenset({CampaignState.FIELD, CampaignState.CLOSED})
"""Answers that were given in time may still come in: from an interviewer's device, from paper."""
ANNOUNCED: Final = frozenset(
    {CampaignState.READY, CampaignState.FIELD, CampaignState.CLOSED, CampaignState.PUBLISHED}
)
"""Seed and digest of the frame are on the public page of the campaign."""

RELEASING: Final = frozenset({CampaignState.CLOSED, CampaignState.PUBLISHED})
"""Figures may be frozen: no answer comes in any more but from paper that waits."""


class Mode(TextChoices):
    """How somebody is asked."""

    ONLINE = "online", _("Trực tuyến, liên kết một lần")
    INTERVIEWER = "interviewer", _("Điều tra viên")
    TELEPHONE = "telephone", _("Điện thoại")
    PAPER = "paper", _("Phiếu giấy")
    QR = "qr", _("Mã QR tại quầy")
    KIOSK = "kiosk", _("Máy đánh giá")


class Stream(TextChoices):
    """What an answer stands for. The index is made of the first one alone."""

    PROBABILITY = "probability", _("Mẫu xác suất")
    QR = "qr", _("Tự quét mã QR")
    KIOSK = "kiosk", _("Tự bấm máy đánh giá")
    OPEN = "open", _("Tự chọn trả lời")
    RECHECK = "recheck", _("Phúc tra")


SELF_SELECTED: Final = frozenset({Stream.QR, Stream.KIOSK, Stream.OPEN})
"""Streams of people who chose themselves: shown beside the index, never inside it."""


class InvitationState(TextChoices):
    """What became of an invitation."""

    WAITING = "waiting", _("Chưa trả lời")
    ANSWERED = "answered", _("Đã trả lời")
    CLOSED = "closed", _("Không trả lời")
    """Refused, not found, not of the population: the last attempt says which."""
    WITHDRAWN = "withdrawn", _("Đã hủy phiếu")


class Verdict(TextChoices):
    """What review says of an answer. Nothing is deleted."""

    UNSEEN = "unseen", _("Chưa rà soát")
    ACCEPTED = "accepted", _("Chấp nhận")
    HELD = "held", _("Tạm giữ")
    REJECTED = "rejected", _("Loại")


COUNTED: Final = frozenset({Verdict.UNSEEN, Verdict.ACCEPTED})
"""Verdicts of answers that figures are made of."""


class MemberRole(TextChoices):
    """What somebody does in one campaign."""

    MANAGER = "manager", _("Phụ trách điều tra")
    FIRM = "firm", _("Đơn vị thực địa")
    INTERVIEWER = "interviewer", _("Điều tra viên")
    KEYER = "keyer", _("Người nhập phiếu giấy")


class Outcome(TextChoices):
    """What came of one attempt, after the standard definitions of AAPOR (2023)."""

    COMPLETE = "1.1", _("Trả lời đủ")
    PARTIAL = "1.2", _("Trả lời một phần")
    REFUSED = "2.1", _("Từ chối")
    BROKEN_OFF = "2.12", _("Bỏ dở")
    NOT_HOME = "2.2", _("Không gặp")
    UNABLE = "2.32", _("Không đủ sức khỏe, ngôn ngữ để trả lời")
    APPOINTMENT = "2.9", _("Hẹn lại")
    NOT_REACHED = "3.1", _("Chưa tiếp cận được địa chỉ")
    NO_ADDRESS = "4.1", _("Không có địa chỉ, số máy này")
    NOT_ELIGIBLE = "4.7", _("Không thuộc đối tượng điều tra")


FINAL_OUTCOMES: Final = frozenset(
    {Outcome.REFUSED, Outcome.UNABLE, Outcome.NO_ADDRESS, Outcome.NOT_ELIGIBLE, Outcome.BROKEN_OFF}
)
"""Outcomes after which nobody comes again: the invitation is closed."""


class SubjectKind(TextChoices):
    """What a place asks about: all that is done there, one procedure, one field."""

    ALL = "", _("Mọi thủ tục")
    PROCEDURE = "procedure", pgettext_lazy("place", "Thủ tục")
    FIELD = "field", pgettext_lazy("place", "Lĩnh vực")


class StationKind(TextChoices):
    """How people answer at a place."""

    QR = "qr", _("Mã QR")
    KIOSK = "kiosk", _("Máy đánh giá")


class PaperState(TextChoices):
    """How far a paper form is."""

    NEW = "new", _("Chưa nhập")
    ONCE = "once", _("Đã nhập lần một")
    DIFFERENT = "different", _("Hai lần nhập khác nhau")
    SETTLED = "settled", _("Đã thống nhất")
