"""Documents (tài liệu kiểm chứng), their versions, and which criteria they prove."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from parweb.evidence.files.names import stored_under
from parweb.rounds.models import Participant
from parweb.units.models import Unit


class Document(models.Model):
    """A document with what an official reader needs to find it: number, date, issuer, abstract."""

    class Kind(models.TextChoices):
        """What a document consists of."""

        FILE = "file", _("Tệp")
        LINK = "link", _("Liên kết")
        TEXT = "text", _("Văn bản nhập trực tiếp")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="documents")
    kind = models.CharField(_("Hình thức"), max_length=5, choices=Kind.choices, default=Kind.FILE)
    number = models.CharField(_("Số, ký hiệu"), max_length=120, blank=True)
    issued_on = models.DateField(_("Ngày ban hành"), null=True, blank=True)
    effective_on = models.DateField(_("Ngày có hiệu lực"), null=True, blank=True)
    expires_on = models.DateField(_("Hết hiệu lực"), null=True, blank=True)
    issuer = models.CharField(_("Cơ quan ban hành"), max_length=200, blank=True)
    abstract = models.CharField(_("Trích yếu"), max_length=500)
    search_text = models.CharField(max_length=900, blank=True, default="", editable=False)
    url = models.URLField(_("Địa chỉ liên kết"), max_length=500, blank=True)
    text = models.TextField(_("Nội dung"), blank=True)
    is_confidential = models.BooleanField(_("Tài liệu mật, không công khai"), default=False)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(_("Rút lúc"), null=True, blank=True)
    """A document that was withdrawn proves nothing any more, and can still be read in a dispute."""
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_reason = models.CharField(_("Lý do rút"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("Tài liệu kiểm chứng")
        ordering = ("-created_at", "-id")

    def __str__(self) -> str:
        """Name the document as people cite it."""
        return " ".join(part for part in (self.number, self.abstract) if part)


class Version(models.Model):
    """One file of a document. A new one replaces the one with the same ``part``, and does not remove it."""

    class Scan(models.TextChoices):
        """What the virus scanner said."""

        NOT_SCANNED = "not_scanned", _("chưa quét")
        CLEAN = "clean", _("không phát hiện mã độc")
        INFECTED = "infected", _("có mã độc")

    class Review(models.TextChoices):
        """What an appraiser said of the file."""

        OPEN = "open", _("chưa xem")
        ACCEPTED = "accepted", _("hợp lệ")
        REFUSED = "refused", _("không hợp lệ")

    document = models.ForeignKey(Document, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("Phiên bản"))
    part = models.PositiveIntegerField(_("Phần"), default=1)
    """A document may consist of several files (a letter and its annexes), each with its own versions."""
    file = models.FileField(upload_to=stored_under, max_length=300)
    """Stored under a name made by us; ``file_name`` is what people called it."""
    file_name = models.CharField(_("Tên tệp"), max_length=255)
    size = models.PositiveBigIntegerField(_("Kích thước (byte)"))
    media_type = models.CharField(_("Loại tệp"), max_length=120)
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    uploaded_at = models.DateTimeField(_("Tải lên lúc"))
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    scan = models.CharField(_("Quét mã độc"), max_length=12, choices=Scan.choices, default=Scan.NOT_SCANNED)
    scan_note = models.CharField(_("Mã độc tìm thấy"), max_length=200, blank=True)
    review = models.CharField(_("Xem xét"), max_length=10, choices=Review.choices, default=Review.OPEN)
    review_note = models.CharField(_("Nhận xét"), max_length=500, blank=True)
    reviewed_at = models.DateTimeField(_("Xem xét lúc"), null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("Phiên bản tệp")
        ordering = ("-number",)
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="evidence_version_once")]

    def __str__(self) -> str:
        """Name the version."""
        return f"{self.file_name} ({self.number})"


class Use(models.Model):
    """A document proves a criterion of a unit in a round (or supports an explanation or an appeal)."""

    class Purpose(models.TextChoices):
        """What the document is shown for."""

        SELF_SCORE = "self_score", _("Tự đánh giá")
        EXPLANATION = "explanation", _("Giải trình")
        APPEAL = "appeal", _("Kiến nghị")
        SIGNATURE = "signature", _("Báo cáo đã ký")

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="evidence")
    criterion_id = models.CharField(_("Tiêu chí"), max_length=40, blank=True)
    document = models.ForeignKey(Document, models.PROTECT, related_name="uses")
    purpose = models.CharField(max_length=12, choices=Purpose.choices, default=Purpose.SELF_SCORE)
    note = models.CharField(_("Ghi chú"), max_length=300, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("Kiểm chứng")
        ordering = ("added_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "criterion_id", "document", "purpose"], name="evidence_use_once"
            )
        ]

    def __str__(self) -> str:
        """Name the use."""
        return f"{self.criterion_id} ← {self.document_id}"
