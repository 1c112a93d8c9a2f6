"""Scoring runs, frozen, and publications of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from parweb.frameworks.models import AdoptedEdition
from parweb.results.frozen import Frozen, FrozenModel, FrozenQuerySet
from parweb.results.states import PublicationKind, PublicationState
from parweb.rounds.models import Round
from parweb.units.models import Unit


class SealedRuns(models.Manager.from_queryset(FrozenQuerySet["Run"])):  # type: ignore[misc]  # made when read
    """Runs that are valid: whole, and never changed."""

    def get_queryset(self) -> FrozenQuerySet[Run]:
        """Leave out what is being made or was left by a run that was killed."""
        found: FrozenQuerySet[Run] = super().get_queryset()
        return found.filter(sealed_at__isnull=False)


class RunsBeingMade(models.Manager["Run"]):
    """Runs whose rows are being written; nobody sees them, and one that was killed is cleared away."""

    def get_queryset(self) -> models.QuerySet[Run]:
        """Keep what is not valid yet."""
        return super().get_queryset().filter(sealed_at=None)


class Run(FrozenModel):
    """A scoring run: inputs, edition digest, engine version and clock. Sealed once, then never updated."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="runs")
    number = models.PositiveIntegerField(_("Lần chạy"))
    made_at = models.DateTimeField(_("Chạy lúc"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    note = models.CharField(_("Ghi chú"), max_length=300, blank=True)
    engine_version = models.CharField(max_length=40)
    edition = models.ForeignKey(AdoptedEdition, models.PROTECT, related_name="runs")
    """The edition scored by; the round may have moved on to another since."""
    edition_ref = models.CharField(max_length=100)
    edition_digest = models.CharField(max_length=64)
    values_digest = models.CharField(max_length=64)
    sources = models.JSONField(default=list)
    """The order in which sources are believed."""
    units = models.PositiveIntegerField(default=0)
    missing = models.PositiveIntegerField(default=0)
    """Units whose total is blocked by a missing leaf."""
    facts = models.JSONField(default=dict)
    """What pages say of the whole league without reading its tables: ``columns`` (total and domains with
    words and maxima), ``families`` of peer groups, ``mean`` and ``best`` of each column, ``classes``,
    ``decimals``, ``threshold``, ``ties``, ``warnings``; numbers as text."""
    sealed_at = models.DateTimeField(null=True, blank=True, editable=False)
    """When its last row was written; empty: it is being made, or whoever made it was killed."""

    objects = SealedRuns()  # type: ignore[misc]  # a manager of its own
    being_made = RunsBeingMade()

    class Meta:
        verbose_name = _("Lần chạy chấm điểm")
        ordering = ("-number",)
        constraints = [models.UniqueConstraint(fields=["round", "number"], name="results_run_once")]

    def __str__(self) -> str:
        """Name the run."""
        return f"{self.round} · {self.number}"


class RunTable(FrozenModel):
    """A table of a run: values, units, scores, ranks, explanations as Parquet; ``bundle`` as a zip."""

    run = models.ForeignKey(Run, models.PROTECT, related_name="tables")
    name = models.CharField(max_length=20)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "name"], name="results_table_once")]

    def __str__(self) -> str:
        """Name the table."""
        return f"{self.run_id} {self.name}"


class RunUnit(FrozenModel):
    """A unit as it was when the run was made: its name, code, order and peer groups of that day."""

    run = models.ForeignKey(Run, models.PROTECT, related_name="listed")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="listed")
    order = models.PositiveIntegerField(_("Số thứ tự"))
    name = models.CharField(_("Đơn vị"), max_length=200)
    name_fold = models.CharField(max_length=200)
    code = models.CharField(_("Mã"), max_length=20, blank=True)
    slug = models.CharField(max_length=120)
    groups = models.TextField(blank=True)
    """Peer groups, each on a line of its own between line feeds: ``vùng=miền núi``."""
    missing = models.PositiveIntegerField(default=0)
    """Leaves without a value."""
    excluded = models.PositiveIntegerField(default=0)
    """Leaves that do not apply and left the denominator."""

    class Meta:
        verbose_name = _("Đơn vị trong lần chạy")
        ordering = ("order", "id")
        constraints = [
            models.UniqueConstraint(fields=["run", "unit"], name="results_unit_once"),
            models.UniqueConstraint(fields=["run", "slug"], name="results_slug_once"),
        ]

    def __str__(self) -> str:
        """Name the unit."""
        return self.name


class Place(FrozenModel):
    """Where a unit stands on the total or on a domain: the rows that pages list and sort."""

    run = models.ForeignKey(Run, models.PROTECT, related_name="places")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="places")
    listed = models.ForeignKey(RunUnit, models.PROTECT, related_name="places")
    criterion_id = models.CharField(max_length=40)
    points = models.DecimalField(max_digits=20, decimal_places=9, null=True)
    """Exact to the ninth decimal, cut there and never rounded up, so that a page rounds once."""
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
        indexes = [
            models.Index(fields=["run", "criterion_id", "rank", "order"], name="results_ranking"),
            models.Index(fields=["run", "unit"], name="results_of_unit"),
        ]

    def __str__(self) -> str:
        """Name the place."""
        return f"{self.run_id} {self.unit_id} {self.criterion_id}"


class PublicationQuerySet(models.QuerySet["Publication"]):
    """Publications; what is published is out of reach of every change."""

    def update(self, **kwargs: Any) -> int:
        """Change those that are not published yet."""
        return super(PublicationQuerySet, self.exclude(state=PublicationState.PUBLISHED)).update(**kwargs)

    def delete(self) -> NoReturn:
        """Refuse: a publication is returned, never deleted."""
        raise Frozen("Publication")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise Frozen("Publication")

    def shown(self, at: datetime) -> PublicationQuerySet:
        """Keep what anybody may see at a moment: published, its hour has come, not provisional."""
        return self.released(at).exclude(kind=PublicationKind.PROVISIONAL)

    def released(self, at: datetime) -> PublicationQuerySet:
        """Keep what is published and whose hour has come, provisional results too."""
        return self.filter(state=PublicationState.PUBLISHED, published_at__lte=at)


class Publication(models.Model):
    """A run made public by two people, with the decision's number, date and signer."""

    Kind = PublicationKind
    State = PublicationState

    round = models.ForeignKey(Round, models.PROTECT, related_name="publications")
    run = models.ForeignKey(Run, models.PROTECT, related_name="publications")
    kind = models.CharField(_("Loại"), max_length=12, choices=PublicationKind.choices)
    state = models.CharField(
        _("Tình trạng"), max_length=10, choices=PublicationState.choices, default=PublicationState.PREPARED
    )
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
    returned_reason = models.TextField(_("Lý do trả lại"), blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("Công bố")
        ordering = ("-published_at", "-prepared_at")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(approved_by=None) | ~models.Q(approved_by=models.F("prepared_by")),
                name="results_two_people_publish",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="published")
                | (models.Q(approved_by__isnull=False) & models.Q(published_at__isnull=False)),
                name="results_published_was_approved",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="correction") | models.Q(replaces__isnull=False),
                name="results_correction_names_the_former",
            ),
            models.UniqueConstraint(
                fields=["replaces"],
                condition=models.Q(state="published"),
                name="results_replaced_once",
            ),
        ]

    def __str__(self) -> str:
        """Name the publication."""
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert; later changes go through the actions' conditional updates."""
        if not self._state.adding:
            raise Frozen("Publication")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: a publication is returned, never deleted."""
        raise Frozen("Publication")
