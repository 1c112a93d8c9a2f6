"""Scoring runs, frozen, and publications of them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from parweb.rounds.models import Round
from parweb.units.models import Unit


class Run(models.Model):
    """A scoring run: inputs, edition digest, engine version and clock, frozen. Never updated."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="runs")
    number = models.PositiveIntegerField(_("Lần chạy"))
    made_at = models.DateTimeField(_("Chạy lúc"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    note = models.CharField(_("Ghi chú"), max_length=300, blank=True)
    engine_version = models.CharField(max_length=40)
    edition_ref = models.CharField(max_length=100)
    edition_digest = models.CharField(max_length=64)
    values_digest = models.CharField(max_length=64)
    sources = models.JSONField(default=list)
    """The order in which sources are believed."""
    units = models.PositiveIntegerField(default=0)
    missing = models.PositiveIntegerField(default=0)
    """Units whose total is blocked by a missing leaf."""
    is_published = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("Lần chạy chấm điểm")
        ordering = ("-number",)
        constraints = [models.UniqueConstraint(fields=["round", "number"], name="results_run_once")]

    def __str__(self) -> str:
        """Name the run."""
        return f"{self.round} · {self.number}"


class RunTable(models.Model):
    """A table of a run as Parquet bytes: values, units, scores, ranks, explanations (parindex.tables)."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="tables")
    name = models.CharField(max_length=20)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "name"], name="results_table_once")]

    def __str__(self) -> str:
        """Name the table."""
        return f"{self.run_id} {self.name}"


class Place(models.Model):
    """Where a unit stands on the total or on a domain: the rows that pages list and sort."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="places")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="places")
    criterion_id = models.CharField(max_length=40)
    points = models.DecimalField(max_digits=20, decimal_places=9, null=True)
    max_points = models.DecimalField(max_digits=20, decimal_places=9, null=True)
    percent = models.DecimalField(max_digits=20, decimal_places=9, null=True)
    rank = models.PositiveIntegerField(null=True)
    of = models.PositiveIntegerField(null=True)
    is_tied = models.BooleanField(default=False)
    class_code = models.CharField(max_length=40, blank=True)
    standing = models.CharField(max_length=16, default="measured")
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("rank", "order")
        constraints = [
            models.UniqueConstraint(fields=["run", "criterion_id", "unit"], name="results_place_once")
        ]
        indexes = [models.Index(fields=["run", "criterion_id", "rank", "order"], name="results_ranking")]

    def __str__(self) -> str:
        """Name the place."""
        return f"{self.run_id} {self.unit_id} {self.criterion_id}"


class Publication(models.Model):
    """A run made public by two people, with the decision's number, date and signer."""

    class Kind(models.TextChoices):
        """What is published."""

        PROVISIONAL = "provisional", _("Kết quả dự kiến")
        FINAL = "final", _("Kết quả chính thức")
        CORRECTION = "correction", _("Đính chính")

    class State(models.TextChoices):
        """How far it is."""

        PREPARED = "prepared", _("Chờ duyệt")
        APPROVED = "approved", _("Đã duyệt, chờ đến giờ công bố")
        PUBLISHED = "published", _("Đã công bố")
        RETURNED = "returned", _("Trả lại")

    round = models.ForeignKey(Round, models.PROTECT, related_name="publications")
    run = models.ForeignKey(Run, models.PROTECT, related_name="publications")
    kind = models.CharField(_("Loại"), max_length=12, choices=Kind.choices)
    state = models.CharField(_("Tình trạng"), max_length=10, choices=State.choices, default=State.PREPARED)
    title = models.CharField(_("Tiêu đề"), max_length=300)
    slug = models.SlugField(max_length=140, unique=True)
    decision_number = models.CharField(_("Số quyết định"), max_length=120, blank=True)
    decision_on = models.DateField(_("Ngày quyết định"), null=True, blank=True)
    signer = models.CharField(_("Người ký"), max_length=200, blank=True)
    note = models.TextField(_("Ghi chú"), blank=True)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    publish_at = models.DateTimeField(_("Công bố lúc"), null=True, blank=True)
    """The hour set for publication; empty: as soon as it is approved."""
    prepared_at = models.DateTimeField()
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("Công bố")
        ordering = ("-published_at", "-prepared_at")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(approved_by=None) | ~models.Q(approved_by=models.F("prepared_by")),
                name="results_two_people_publish",
            )
        ]

    def __str__(self) -> str:
        """Name the publication."""
        return self.title
