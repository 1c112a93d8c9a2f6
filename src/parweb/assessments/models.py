"""What units say about themselves, and values that come to them from elsewhere."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from parindex.tables import STANDINGS
from parweb.evidence.models import Version
from parweb.rounds.models import Participant, Round

STANDING_CHOICES = [(name, name) for name in STANDINGS]


class Entry(models.Model):
    """A unit's self-assessment in a round: who works on it, who signed it, with which file."""

    participant = models.OneToOneField(Participant, models.CASCADE, related_name="entry")
    difficulties = models.TextField(_("Khó khăn, vướng mắc"), blank=True)
    proposals = models.TextField(_("Đề xuất, kiến nghị"), blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    signed_file = models.ForeignKey(Version, models.PROTECT, null=True, blank=True, related_name="+")
    returned_reason = models.TextField(blank=True)
    """Why the leader gave the entry back to the officers."""
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("Bản tự đánh giá")

    def __str__(self) -> str:
        """Name the entry."""
        return f"{self.participant}"


class Answer(models.Model):
    """What a unit filled in for one leaf: its inputs as exact decimals, or set points with a reason."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="answers")
    criterion_id = models.CharField(_("Tiêu chí"), max_length=40)
    inputs = models.JSONField(default=dict)
    """``{"numerator": "812", "denominator": "820"}``: decimals as text, never floats."""
    typed = models.JSONField(default=dict)
    """What was typed where it could not be read, so that nothing typed is lost."""
    standing = models.CharField(max_length=16, choices=STANDING_CHOICES, default="missing")
    points = models.DecimalField(_("Điểm tự chấm"), max_digits=20, decimal_places=9, null=True)
    """As computed when saved, for the page; a scoring run computes it anew from the inputs."""
    set_points = models.DecimalField(
        _("Điểm tự ấn định"), max_digits=20, decimal_places=9, null=True, blank=True
    )
    set_reason = models.TextField(_("Lý do ấn định điểm"), blank=True)
    note = models.TextField(_("Ghi chú"), blank=True)
    explanation = models.TextField(_("Giải trình thay tài liệu"), blank=True)
    is_prefilled = models.BooleanField(default=False)
    """Taken from last year and not yet confirmed ("còn đúng?")."""
    revision = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("Nội dung tự chấm")
        constraints = [
            models.UniqueConstraint(fields=["entry", "criterion_id"], name="assessments_answer_once"),
            models.CheckConstraint(
                condition=models.Q(set_points=None) | ~models.Q(set_reason=""),
                name="assessments_set_points_have_a_reason",
            ),
        ]

    def __str__(self) -> str:
        """Name the answer."""
        return f"{self.entry_id} {self.criterion_id}"


class Delegation(models.Model):
    """A criterion (with all below it) is the work of one officer."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="delegations")
    criterion_id = models.CharField(_("Tiêu chí"), max_length=40)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="delegations")
    due_on = models.DateField(_("Hạn"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "criterion_id", "person"], name="assessments_delegated_once"
            )
        ]

    def __str__(self) -> str:
        """Name the delegation."""
        return f"{self.criterion_id} → {self.person_id}"


class FedValue(models.Model):
    """A value that units do not type: from dossiers, a survey, or another office, with its source."""

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="fed_values")
    criterion_id = models.CharField(max_length=40)
    inputs = models.JSONField(default=dict)
    standing = models.CharField(max_length=16, choices=STANDING_CHOICES, default="measured")
    source = models.CharField(max_length=12)
    """One of the library's sources: survey, dossier, published."""
    source_note = models.CharField(_("Nguồn số liệu"), max_length=300)
    standard_error = models.DecimalField(_("Sai số chuẩn"), max_digits=9, decimal_places=6, null=True)
    """Of a survey's figure, in percentage points of the share that the points are made of."""
    interval = models.JSONField(default=dict)
    """Of a survey's figure: :meth:`parweb.rounds.feeding.Interval.as_data`; empty where there is none."""
    imported_at = models.DateTimeField()
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "criterion_id", "source"], name="assessments_fed_once"
            )
        ]

    def __str__(self) -> str:
        """Name the value."""
        return f"{self.participant_id} {self.criterion_id} {self.source}"


class Upload(models.Model):
    """A workbook or table that was uploaded and read, shown row by row before anything of it is applied."""

    class Kind(models.TextChoices):
        """What was uploaded."""

        WORKBOOK = "workbook", _("Bảng nhập của đơn vị")
        FED = "fed", _("Số liệu nhập cho các đơn vị")
        CROSSWALK = "crosswalk", _("Bảng đối chiếu hai bộ tiêu chí")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    round = models.ForeignKey(Round, models.CASCADE, related_name="+")
    participant = models.ForeignKey(Participant, models.CASCADE, null=True, blank=True, related_name="+")
    file_name = models.CharField(_("Tên tệp"), max_length=255)
    sha256 = models.CharField("SHA-256", max_length=64)
    source_note = models.CharField(_("Nguồn số liệu"), max_length=300, blank=True)
    rows = models.JSONField(default=list)
    """What the file says, row by row, decimals as text; nothing of it counts before it is applied.

    Of a crosswalk: its text, alone.
    """
    problems = models.JSONField(default=list)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("Tệp đã tải lên")

    def __str__(self) -> str:
        """Name the file."""
        return self.file_name
