"""Who was chosen, how they were asked, and the paper that came back."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from parweb.surveys.models.campaigns import Campaign
from parweb.surveys.states import InvitationState, Mode, Outcome, PaperState
from parweb.units.models import Unit


class Invitation(models.Model):
    """One element of the sample: it may give one answer. Its token is shown once; only a digest is kept."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="invitations")
    element_id = models.CharField(_("Mã trong danh sách chọn mẫu"), max_length=120)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    order = models.PositiveIntegerField(default=0)
    """In which order it was drawn; reserves are used in this order."""
    stratum = models.CharField(_("Tầng"), max_length=120, blank=True)
    psu = models.CharField(_("Cụm"), max_length=120, blank=True)
    weight = models.FloatField(_("Trọng số thiết kế"), null=True, blank=True)
    is_reserve = models.BooleanField(_("Dự phòng"), default=False)
    token_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)
    token_at = models.DateTimeField(null=True, blank=True)
    """When the token was made; a new one makes the former void."""
    mode = models.CharField(_("Hình thức"), max_length=12, choices=Mode.choices, default=Mode.ONLINE)
    interviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(
        _("Tình trạng"), max_length=10, choices=InvitationState.choices, default=InvitationState.WAITING
    )
    stands_in_for = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, related_name="stand_in", verbose_name=_("Thay cho")
    )
    """Of a reserve that was called in: whose place it took."""
    called_at = models.DateTimeField(null=True, blank=True)
    called_reason = models.CharField(_("Lý do thay"), max_length=300, blank=True)
    answered_on = models.DateField(_("Ngày trả lời"), null=True, blank=True)
    """A day and no moment: the moment would tell which answer is whose."""

    class Meta:
        verbose_name = _("Phiếu mời")
        ordering = ("order", "id")
        indexes = [models.Index(fields=["campaign", "unit", "state"], name="surveys_invited")]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "element_id"], name="surveys_invited_once")
        ]

    def __str__(self) -> str:
        """Name the element."""
        return self.element_id


class Attempt(models.Model):
    """One try to reach somebody, and what came of it."""

    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="attempts")
    key = models.CharField(max_length=64, unique=True)
    """Made where the attempt was written down, so that it is taken once however often it is sent."""
    at = models.DateTimeField(_("Lúc"))
    outcome = models.CharField(_("Kết quả"), max_length=4, choices=Outcome.choices)
    note = models.CharField(_("Ghi chú"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    received_at = models.DateTimeField()

    class Meta:
        verbose_name = _("Lần tiếp xúc")
        ordering = ("at", "id")

    def __str__(self) -> str:
        """Name the attempt."""
        return f"{self.invitation_id} {self.outcome}"


class Batch(models.Model):
    """A pile of paper forms of one unit that are typed in together."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="batches")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(_("Số lô"))
    form = models.CharField(_("Bản phiếu"), max_length=80)
    is_double = models.BooleanField(_("Nhập hai lần độc lập"), default=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("Lô phiếu giấy")
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=["campaign", "number"], name="surveys_batch_once")]

    def __str__(self) -> str:
        """Name the batch."""
        return f"{self.number}"


class PaperSheet(models.Model):
    """One paper form: typed twice by two people who do not see each other's, then settled."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="sheets")
    number = models.PositiveIntegerField(_("Số phiếu"))
    invitation = models.ForeignKey(Invitation, models.SET_NULL, null=True, blank=True, related_name="+")
    first = models.JSONField(null=True, blank=True)
    first_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    first_at = models.DateTimeField(null=True, blank=True)
    second = models.JSONField(null=True, blank=True)
    second_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    second_at = models.DateTimeField(null=True, blank=True)
    settled = models.JSONField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(
        _("Tình trạng"), max_length=10, choices=PaperState.choices, default=PaperState.NEW
    )

    class Meta:
        verbose_name = _("Phiếu giấy")
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="surveys_sheet_once")]

    def __str__(self) -> str:
        """Name the sheet."""
        return f"{self.batch_id}/{self.number}"
