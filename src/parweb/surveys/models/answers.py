"""Answers, what review found in them, and contact data in a table of their own."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from parweb.surveys.models.campaigns import Campaign, Station
from parweb.surveys.models.fieldwork import Batch, Invitation
from parweb.surveys.states import Mode, Stream, Verdict
from parweb.units.models import Unit


class Response(models.Model):
    """One answered form. It carries its place in the design itself, so that it needs no name behind it."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="responses")
    key = models.CharField(max_length=64, unique=True)
    """What makes taking an answer idempotent: made by the device, or of the token by another digest."""
    form = models.CharField(_("Bản phiếu"), max_length=80)
    """``id@year`` of the instrument that was shown."""
    answers = models.JSONField(default=dict)
    """Codes by column of the instrument, never by place; what was not answered is not there."""
    mode = models.CharField(_("Hình thức"), max_length=12, choices=Mode.choices)
    stream = models.CharField(_("Dòng dữ liệu"), max_length=12, choices=Stream.choices)
    language = models.CharField(max_length=2, default="vi")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    stratum = models.CharField(max_length=120, blank=True)
    psu = models.CharField(max_length=120, blank=True)
    weight = models.FloatField(null=True, blank=True)
    """The design weight of the element; weights after adjustment are the library's, made when read."""
    invitation = models.ForeignKey(
        Invitation, models.SET_NULL, null=True, blank=True, related_name="responses"
    )
    """Null where the campaign keeps no link, and after its contacts were deleted."""
    interviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    station = models.ForeignKey(Station, models.PROTECT, null=True, blank=True, related_name="responses")
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, blank=True, related_name="responses")
    recheck_of = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="rechecks")
    screen = models.PositiveSmallIntegerField(default=0)
    """The screen that was reached."""
    started_at = models.DateTimeField(_("Bắt đầu lúc"))
    finished_at = models.DateTimeField(_("Xong lúc"), null=True, blank=True)
    received_at = models.DateTimeField(_("Nhận lúc"))
    seconds = models.PositiveIntegerField(_("Thời gian trả lời (giây)"), null=True, blank=True)
    device_hash = models.CharField(max_length=64, blank=True)
    """Of a random mark of the browser with the campaign's salt; never of an address."""
    is_partial = models.BooleanField(_("Trả lời dở"), default=False)
    verdict = models.CharField(_("Rà soát"), max_length=10, choices=Verdict.choices, default=Verdict.UNSEEN)
    verdict_reason = models.CharField(_("Lý do"), max_length=300, blank=True)
    verdict_at = models.DateTimeField(null=True, blank=True)
    verdict_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("Phiếu trả lời")
        ordering = ("id",)
        indexes = [
            models.Index(fields=["campaign", "stream", "is_partial", "unit"], name="surveys_answers"),
            models.Index(fields=["campaign", "verdict"], name="surveys_verdicts"),
        ]

    def __str__(self) -> str:
        """Name the answer by its number alone."""
        return f"#{self.pk}"


class Flag(models.Model):
    """What a check of quality found in an answer."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="flags")
    code = models.CharField(_("Phép kiểm tra"), max_length=60)
    """Of a check of the library."""
    severity = models.CharField(_("Mức"), max_length=10)
    detail = models.JSONField(default=dict)
    found_at = models.DateTimeField()

    class Meta:
        verbose_name = _("Dấu hiệu")
        ordering = ("response", "code")
        constraints = [models.UniqueConstraint(fields=["response", "code"], name="surveys_flag_once")]

    def __str__(self) -> str:
        """Name the flag."""
        return f"{self.response_id} {self.code}"


class Contact(models.Model):
    """How somebody may be reached, encrypted by a key of its own, until a day. No answer points here."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    """Random, so that the order of rows does not tell whose answer came at the same time."""
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="contacts")
    invitation = models.ForeignKey(Invitation, models.CASCADE, null=True, blank=True, related_name="contacts")
    """Of somebody of the frame, for those who visit them; null: left by a respondent of their own will."""
    value = models.BinaryField()
    delete_on = models.DateField(_("Xóa vào ngày"), db_index=True)

    class Meta:
        verbose_name = _("Thông tin liên hệ")

    def __str__(self) -> str:
        """Name the row without its content."""
        return f"{self.campaign_id} #{self.pk}"
