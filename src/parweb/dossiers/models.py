"""Where records of the one-stop shop come from, what was imported, and what is fed from them."""

from datetime import date

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parweb.jobs.models import Job
from parweb.rounds.models import Round
from parweb.units.models import Unit


class Source(models.Model):
    """A one-stop system that hands over records: whose it is, and how its columns are called."""

    owner = models.ForeignKey(Unit, models.PROTECT, related_name="dossier_sources")
    """The unit whose subtree the records belong to (the province)."""
    name = models.CharField(_("Tên nguồn"), max_length=200)
    slug = models.SlugField(max_length=120, unique=True)
    mapping = models.JSONField(_("Cách ghép cột"), default=dict, blank=True)
    """``columns``, ``constants`` and ``words`` as the library saves them, remembered from the last import."""
    is_demonstration = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("Nguồn hồ sơ")
        ordering = ("name", "id")

    def __str__(self) -> str:
        """Name the source."""
        return self.name


class UnitCode(models.Model):
    """How a unit is called in the records of a source (``000.00.01.H26``)."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="unit_codes")
    code = models.CharField(_("Mã trong hệ thống một cửa"), max_length=200)
    """Some systems write the name of the unit; the name is its code then."""
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="dossier_codes")

    class Meta:
        verbose_name = _("Mã đơn vị")
        ordering = ("code",)
        constraints = [models.UniqueConstraint(fields=["source", "code"], name="dossiers_code_once")]

    def __str__(self) -> str:
        """Name the row."""
        return f"{self.code} → {self.unit_id}"


class Token(models.Model):
    """What a one-stop system shows when it hands over batches; only a digest of it is kept."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="tokens")
    label = models.CharField(_("Dùng cho"), max_length=120)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(_("Tạo lúc"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    last_used_at = models.DateTimeField(_("Dùng lần cuối"), null=True)
    revoked_at = models.DateTimeField(_("Thu hồi lúc"), null=True)

    class Meta:
        verbose_name = _("Mã kết nối")
        ordering = ("-made_at", "-id")

    def __str__(self) -> str:
        """Name the token by what it is for."""
        return self.label


class Import(models.Model):
    """Files or a batch of records that were handed over together, and what became of them."""

    class State(models.TextChoices):
        """How an import stands."""

        READ = "read", _("Đã đọc thử, chưa nhập")
        WAITING = "waiting", _("Đang nhập")
        DONE = "done", _("Đã nhập")
        FAILED = "failed", _("Không nhập được")

    source = models.ForeignKey(Source, models.PROTECT, related_name="imports")
    file_name = models.CharField(_("Tên tệp"), max_length=255)
    """The name of the first file; ``files`` has all of them."""
    sha256 = models.CharField("SHA-256", max_length=64)
    """Of the file, of the body that was sent, or of the digests of several files."""
    size = models.PositiveBigIntegerField(default=0)
    state = models.CharField(_("Tình trạng"), max_length=10, choices=State.choices, default=State.READ)
    mapping = models.JSONField(default=dict)
    """How the columns of these files are read; remembered by the source when the import begins."""
    report = models.JSONField(default=dict)
    """Counts of the import: read, new, changed, unchanged, older, rejected; units without a code."""
    noted = models.JSONField(default=dict)
    """What was counted before the store took the rows (see ``receipts``)."""
    problems = models.JSONField(default=list)
    rejects = models.FileField(max_length=255, blank=True)
    """The rows that were refused, with the reason of each."""
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    token = models.ForeignKey(Token, models.PROTECT, null=True, related_name="imports")
    """The token of the system that handed the batch over; null where a person did."""
    idempotency_key = models.CharField(max_length=100, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    """Null: handed over by the system itself, with its token."""
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("Lượt nhập hồ sơ")
        ordering = ("-asked_at", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "idempotency_key"],
                condition=~models.Q(idempotency_key=""),
                name="dossiers_batch_once",
            )
        ]

    def __str__(self) -> str:
        """Name the import."""
        return self.file_name


class ImportFile(models.Model):
    """One file of an import. Its content is kept until the import is done: it may name applicants."""

    batch = models.ForeignKey(Import, models.CASCADE, related_name="files")
    name = models.CharField(max_length=255)
    file = models.FileField(max_length=300, blank=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()

    class Meta:
        verbose_name = _("Tệp của lượt nhập")
        ordering = ("id",)

    def __str__(self) -> str:
        """Name the file."""
        return self.name


class Procedure(models.Model):
    """An administrative procedure (TTHC) of the catalogue of a province."""

    class Government(models.TextChoices):
        """Who resolves it."""

        PROVINCE = "province", _("Cấp tỉnh")
        DISTRICT = "district", _("Cấp huyện (đến 30/6/2025)")
        COMMUNE = "commune", _("Cấp xã")
        LINKED = "linked", _("Liên thông")

    class Online(models.IntegerChoices):
        """How much of it is done online."""

        INFORMATION = 2, _("Cung cấp thông tin")
        PARTIAL = 3, _("Một phần")
        FULL = 4, _("Toàn trình")

    owner = models.ForeignKey(Unit, models.PROTECT, related_name="procedures")
    code = models.CharField(_("Mã thủ tục"), max_length=60)
    name = models.CharField(_("Tên thủ tục"), max_length=500)
    name_fold = models.CharField(max_length=500, db_index=True, editable=False)
    field = models.CharField(pgettext_lazy("procedure", "Lĩnh vực"), max_length=200)
    government = models.CharField(_("Cấp giải quyết"), max_length=10, choices=Government.choices)
    online_level = models.PositiveSmallIntegerField(
        _("Mức dịch vụ công"), choices=Online.choices, default=Online.INFORMATION
    )
    legal_days = models.DecimalField(
        _("Thời hạn (ngày làm việc)"), max_digits=6, decimal_places=2, null=True, blank=True
    )
    has_fee = models.BooleanField(_("Có phí, lệ phí"), default=False)
    announced_on = models.DateField(_("Ngày công bố"), null=True, blank=True)
    opened_on = models.DateField(_("Ngày công khai"), null=True, blank=True)
    reviewed_on = models.DateField(_("Ngày rà soát"), null=True, blank=True)
    ended_on = models.DateField(_("Ngày bãi bỏ"), null=True, blank=True)
    is_demonstration = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("Thủ tục hành chính")
        ordering = ("field", "code")
        constraints = [models.UniqueConstraint(fields=["owner", "code"], name="dossiers_procedure_once")]

    def __str__(self) -> str:
        """Name the procedure."""
        return f"{self.code} {self.name}"


class ProcedureUpload(models.Model):
    """A workbook of procedures that was read and checked, to be looked at before it is taken in."""

    owner = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    file_name = models.CharField(_("Tên tệp"), max_length=255)
    rows = models.JSONField(default=list)
    """Columns of each procedure, and ``verdict``: new, change, same."""
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    applied_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("Tệp danh mục thủ tục")
        ordering = ("-made_at", "-id")

    def __str__(self) -> str:
        """Name the file."""
        return self.file_name


class Binding(models.Model):
    """A leaf of a round that is filled from a measure of dossiers over a period."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="dossier_bindings")
    criterion_id = models.CharField(_("Tiêu chí"), max_length=40)
    measure = models.CharField(_("Phép đo"), max_length=60)
    """The id of a measure in the library's catalogue."""
    first_on = models.DateField(_("Từ ngày"))
    last_on = models.DateField(_("Đến ngày"))

    class Meta:
        verbose_name = _("Tiêu chí lấy số liệu hồ sơ")
        ordering = ("round", "criterion_id")
        constraints = [
            models.UniqueConstraint(fields=["round", "criterion_id"], name="dossiers_bound_once"),
            models.CheckConstraint(
                condition=models.Q(first_on__lte=models.F("last_on")), name="dossiers_period_in_order"
            ),
        ]

    def __str__(self) -> str:
        """Name the binding."""
        return f"{self.criterion_id} ← {self.measure}"


class CalendarDay(models.Model):
    """A day that a decision makes worked or not, later than the calendar that came with the software."""

    on = models.DateField(_("Ngày"), unique=True)
    is_working = models.BooleanField(_("Là ngày làm việc"))
    name = models.CharField(_("Lý do"), max_length=200)
    basis = models.CharField(_("Căn cứ"), max_length=300)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("Ngày sửa của lịch làm việc")
        ordering = ("on",)

    def __str__(self) -> str:
        """Name the day."""
        return f"{self.on}: {self.name}"


class Recount(models.Model):
    """Dossiers judged anew after a correction of the calendar; the last one done says by which calendar."""

    calendar = models.JSONField(default=dict)
    """Special days of the calendar by which facts are made: day → whether it is worked."""
    report = models.JSONField(default=dict)
    """``days`` that changed; dossiers ``looked_at``; ``changed``; ``verdicts``, ``late``, ``in_time``.

    Before it is done: ``serial`` of the store when it was begun. ``is_uncounted``: see ``correct_calendar``.
    """
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    """Null: the calendar of the first import."""
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("Lượt tính lại hạn giải quyết")
        ordering = ("-asked_at", "-id")

    def __str__(self) -> str:
        """Name it by its moment."""
        return str(self.asked_at)

    @property
    def days_shown(self) -> str:
        """The days that had changed, as people write them."""
        days = (date.fromisoformat(one) for one in self.report.get("days", ()))
        return ", ".join(f"{one:%d/%m/%Y}" for one in days)
