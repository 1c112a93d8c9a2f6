"""Editions that the province has adopted, and drafts of editions on their way there."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AdoptedEdition(models.Model):
    """An edition as it was on the day it was adopted; its text never changes."""

    edition_id = models.CharField(_("Mã bộ tiêu chí"), max_length=80)
    year = models.PositiveIntegerField(_("Năm"))
    digest = models.CharField(_("Mã băm"), max_length=64, unique=True)
    title = models.CharField(_("Tên"), max_length=300)
    legal_number = models.CharField(_("Số quyết định"), max_length=120, blank=True)
    is_illustrative = models.BooleanField(_("Minh họa"), default=False)
    text = models.TextField()
    """The ``framework.yaml`` as adopted."""
    cases = models.TextField(blank=True, default="")
    """The cases that held on the day of adoption, as one file of ``cases/``; empty where there were none."""
    leaves = models.PositiveIntegerField(_("Số tiêu chí chấm điểm"))
    adopted_at = models.DateTimeField(_("Ban hành lúc"))
    adopted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("Bộ tiêu chí")
        ordering = ("-year", "edition_id")
        constraints = [
            models.UniqueConstraint(fields=["edition_id", "year"], name="frameworks_edition_once"),
        ]

    def __str__(self) -> str:
        """Name the edition."""
        return f"{self.edition_id}@{self.year}"

    @property
    def ref(self) -> str:
        """The name of the edition: ``id@year``."""
        return f"{self.edition_id}@{self.year}"


class EditionDraft(models.Model):
    """An edition that somebody brought to be checked: it is no law and no round may use it."""

    class Origin(models.TextChoices):
        """Where the text comes from."""

        FILE = "file", _("Tệp framework.yaml")
        WORKBOOK = "workbook", _("Tệp Excel")
        SHELF = "shelf", _("Bộ có sẵn")
        COPY = "copy", _("Sao chép từ năm trước")

    origin = models.CharField(_("Nguồn"), max_length=10, choices=Origin.choices)
    name = models.CharField(_("Tên tệp"), max_length=200)
    text = models.TextField()
    cases = models.TextField(blank=True, default="")
    made_at = models.DateTimeField(_("Tạo lúc"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="edition_drafts")

    class Meta:
        verbose_name = _("Bản nháp bộ tiêu chí")
        ordering = ("-made_at", "-id")

    def __str__(self) -> str:
        """Name the draft by its file."""
        return self.name
