"""Editions that the province has adopted."""

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
