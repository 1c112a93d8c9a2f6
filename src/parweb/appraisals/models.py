"""What appraisers, councils and appeals decide about single criteria of single units."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from parweb.rounds.models import Participant, Round

_DIGITS: dict[str, Any] = {"max_digits": 20, "decimal_places": 9}


class BulkAcceptance(models.Model):
    """What an appraiser accepted at one stroke because nothing spoke against it; can be undone."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="bulk_acceptances")
    stage = models.PositiveSmallIntegerField(_("Lần thẩm định"))
    scope = models.CharField(_("Phạm vi"), max_length=300)
    """What was accepted, as it was called then: a criterion of all units, or all criteria of a unit."""
    accepted = models.PositiveIntegerField(_("Số nội dung chấp nhận"))
    at = models.DateTimeField(_("Lúc"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("Chấp nhận hàng loạt")
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        """Name the acceptance by its scope."""
        return self.scope


class Appraisal(models.Model):
    """An appraiser's decision on one leaf in the first or second appraisal."""

    class Decision(models.TextChoices):
        """What the appraiser did."""

        ACCEPT = "accept", _("Chấp nhận điểm tự chấm")
        KEEP = "keep", _("Giữ kết quả thẩm định lần 1")
        FILL = "fill", _("Chấm điểm")
        CORRECT = "correct", _("Sửa số liệu")
        SET = "set", _("Ấn định điểm")
        NOT_APPLICABLE = "not_applicable", _("Không áp dụng")

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="appraisals")
    criterion_id = models.CharField(_("Tiêu chí"), max_length=40)
    stage = models.PositiveSmallIntegerField(_("Lần thẩm định"))
    """1 or 2."""
    decision = models.CharField(_("Kết luận"), max_length=16, choices=Decision.choices)
    inputs = models.JSONField(default=dict)
    """The inputs that hold: the unit's own when accepted, the corrected ones otherwise."""
    standing = models.CharField(max_length=16, default="measured")
    set_points = models.DecimalField(_("Điểm ấn định"), null=True, blank=True, **_DIGITS)
    points = models.DecimalField(_("Điểm thẩm định"), null=True, blank=True, **_DIGITS)
    """As computed when decided, for the page; a scoring run computes it anew."""
    reason = models.TextField(_("Lý do"), blank=True)
    bulk = models.ForeignKey(
        BulkAcceptance, models.SET_NULL, null=True, blank=True, related_name="appraisals"
    )
    facts = models.CharField(max_length=32, blank=True, default="")
    """A digest of what the unit had filled in: the same digest is the same facts (``facts.py``)."""
    answer_revision = models.PositiveIntegerField(null=True, blank=True)
    """The revision of the unit's answer that was appraised; a later one has to be looked at again."""
    revision = models.PositiveIntegerField(default=1)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    voided_at = models.DateTimeField(_("Hết hiệu lực lúc"), null=True, blank=True)
    """Since when it holds no longer: the round moved to an edition that asks something else there."""

    class Meta:
        verbose_name = _("Thẩm định")
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "criterion_id", "stage"], name="appraisals_decided_once"
            ),
            models.CheckConstraint(condition=models.Q(stage__in=[1, 2]), name="appraisals_stage"),
            models.CheckConstraint(
                condition=models.Q(decision__in=["accept", "keep", "fill"]) | ~models.Q(reason=""),
                name="appraisals_reason",
            ),
        ]
        indexes = [models.Index(fields=["criterion_id", "stage", "facts"], name="appraisals_same_facts")]

    def __str__(self) -> str:
        """Name the appraisal."""
        return f"{self.participant_id} {self.criterion_id} ({self.stage})"


class ExplanationRequest(models.Model):
    """An appraiser asks a unit to explain one criterion; the answer goes through the unit's leader."""

    class State(models.TextChoices):
        """How far the request is."""

        ASKED = "asked", _("Chờ đơn vị trả lời")
        ANSWERED = "answered", _("Chờ lãnh đạo đơn vị duyệt")
        RELEASED = "released", _("Đã trả lời")
        WITHDRAWN = "withdrawn", _("Đã rút")

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="explanation_requests")
    criterion_id = models.CharField(_("Tiêu chí"), max_length=40)
    question = models.TextField(_("Nội dung cần giải trình"))
    due_at = models.DateTimeField(_("Hạn trả lời"))
    stage = models.PositiveSmallIntegerField(_("Lần thẩm định"), default=1)
    state = models.CharField(_("Tình trạng"), max_length=10, choices=State.choices, default=State.ASKED)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answer = models.TextField(_("Giải trình của đơn vị"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    returned_reason = models.TextField(blank=True)
    """Why the leader gave the answer back to the officers."""

    class Meta:
        verbose_name = _("Yêu cầu giải trình")
        ordering = ("due_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "criterion_id"],
                condition=models.Q(state__in=["asked", "answered"]),
                name="appraisals_one_open_request",
            )
        ]

    def __str__(self) -> str:
        """Name the request."""
        return f"{self.participant_id} {self.criterion_id}"


class CouncilSession(models.Model):
    """A session of the council: its members, its quorum, its record (biên bản)."""

    class State(models.TextChoices):
        """How the session stands."""

        PLANNED = "planned", _("Đã lên lịch")
        VOTING = "voting", _("Đang cho điểm")
        OPENED = "opened", _("Đã mở phiếu")
        CLOSED = "closed", _("Đã kết thúc")

    round = models.ForeignKey(Round, models.CASCADE, related_name="council_sessions")
    title = models.CharField(_("Tên phiên họp"), max_length=200)
    held_at = models.DateTimeField(_("Họp lúc"))
    place = models.CharField(_("Địa điểm"), max_length=200, blank=True)
    quorum = models.PositiveSmallIntegerField(_("Số thành viên tối thiểu"))
    chair = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    secretary = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    members = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="council_sessions")
    state = models.CharField(_("Tình trạng"), max_length=10, choices=State.choices, default=State.PLANNED)
    minutes = models.TextField(_("Diễn biến"), blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("Phiên họp hội đồng")
        ordering = ("-held_at",)
        constraints = [models.CheckConstraint(condition=models.Q(quorum__gte=1), name="appraisals_quorum")]

    def __str__(self) -> str:
        """Name the session."""
        return self.title


class Referral(models.Model):
    """A criterion of a unit that the council decides, and what the chair decided."""

    session = models.ForeignKey(CouncilSession, models.CASCADE, related_name="referrals")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="referrals")
    criterion_id = models.CharField(_("Tiêu chí"), max_length=40)
    question = models.TextField(_("Nội dung xin ý kiến"))
    referred_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    referred_at = models.DateTimeField()
    points = models.DecimalField(_("Điểm hội đồng"), null=True, blank=True, **_DIGITS)
    reason = models.TextField(_("Lý do"), blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    voided_at = models.DateTimeField(_("Hết hiệu lực lúc"), null=True, blank=True)
    """Since when it holds no longer: the round moved to an edition that asks something else there."""
    excluded = models.JSONField(default=list)
    """Names of the members who may not judge it (their own unit), as they were when the votes were opened."""

    class Meta:
        verbose_name = _("Nội dung trình hội đồng")
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["session", "participant", "criterion_id"], name="appraisals_referred_once"
            )
        ]

    def __str__(self) -> str:
        """Name the referral."""
        return f"{self.participant_id} {self.criterion_id}"


class Vote(models.Model):
    """What one member gave; nobody else sees it before the chair opens the votes."""

    referral = models.ForeignKey(Referral, models.CASCADE, related_name="votes")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    points = models.DecimalField(_("Điểm"), null=True, blank=True, **_DIGITS)
    comment = models.TextField(_("Ý kiến"), blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("Phiếu")
        constraints = [models.UniqueConstraint(fields=["referral", "member"], name="appraisals_voted_once")]

    def __str__(self) -> str:
        """Name the vote without what was given."""
        return f"{self.referral_id} {self.member_id}"


class Appeal(models.Model):
    """A unit's appeal (kiến nghị) against one criterion of its provisional result."""

    class State(models.TextChoices):
        """How far the appeal is."""

        DRAFT = "draft", _("Đang soạn")
        FILED = "filed", _("Đã gửi")
        GRANTED = "granted", _("Được chấp nhận")
        PARTLY = "partly", _("Chấp nhận một phần")
        REFUSED = "refused", _("Không chấp nhận")
        WITHDRAWN = "withdrawn", _("Đã rút")

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="appeals")
    criterion_id = models.CharField(_("Tiêu chí"), max_length=40)
    claim = models.TextField(_("Nội dung kiến nghị"))
    claimed_points = models.DecimalField(_("Điểm đề nghị"), null=True, blank=True, **_DIGITS)
    state = models.CharField(_("Tình trạng"), max_length=10, choices=State.choices, default=State.DRAFT)
    created_at = models.DateTimeField()
    filed_at = models.DateTimeField(null=True, blank=True)
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    due_at = models.DateTimeField(_("Hạn giải quyết"), null=True, blank=True)
    granted_inputs = models.JSONField(default=dict)
    granted_points = models.DecimalField(_("Điểm được chấp nhận"), null=True, blank=True, **_DIGITS)
    reason = models.TextField(_("Lý do"), blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    voided_at = models.DateTimeField(_("Hết hiệu lực lúc"), null=True, blank=True)
    """Since when it holds no longer: the round moved to an edition that asks something else there."""

    class Meta:
        verbose_name = _("Kiến nghị")
        ordering = ("-created_at", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "criterion_id"],
                condition=models.Q(state__in=["draft", "filed"]),
                name="appraisals_one_open_appeal",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["granted", "partly", "refused"]) | ~models.Q(reason=""),
                name="appraisals_appeal_reason",
            ),
        ]

    def __str__(self) -> str:
        """Name the appeal."""
        return f"{self.participant_id} {self.criterion_id}"
