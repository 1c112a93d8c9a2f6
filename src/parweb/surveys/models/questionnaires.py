"""Forms that institutes sent in; those of the library are no rows."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from parweb.units.models import Unit


class Questionnaire(models.Model):
    """A form that was sent in (phiếu hỏi). Its content never changes: a changed form is another row."""

    owner = models.ForeignKey(Unit, models.PROTECT, related_name="questionnaires", verbose_name=_("Cơ quan"))
    form_id = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField(_("Năm"))
    number = models.PositiveIntegerField(_("Bản"))
    """Which version it is of the owner's form of that id and year, from 1."""
    ref = models.CharField(max_length=80, db_index=True)
    """What campaigns, answers and sheets call it: ``id@year-`` and the beginning of the digest."""
    digest = models.CharField(max_length=64)
    """Of the content, by the library."""
    content = models.TextField()
    """The form as YAML: what the library reads and writes."""
    file_name = models.CharField(_("Tệp"), max_length=200, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True)
    """From then on no new campaign is offered the form; those that use it keep it."""

    class Meta:
        verbose_name = _("Phiếu hỏi")
        ordering = ("form_id", "year", "owner_id", "number")
        constraints = [
            models.UniqueConstraint(fields=["owner", "digest"], name="surveys_form_once"),
            models.UniqueConstraint(
                fields=["owner", "form_id", "year", "number"], name="surveys_form_version_once"
            ),
        ]

    def __str__(self) -> str:
        """Name the form."""
        return self.ref
