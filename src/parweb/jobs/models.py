"""Long work and how far it is."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Job(models.Model):
    """A piece of work in the background; the queue runs it, this row tells people about it."""

    class State(models.TextChoices):
        """How a job stands."""

        WAITING = "waiting", _("Đang chờ")
        RUNNING = "running", _("Đang chạy")
        DONE = "done", _("Xong")
        FAILED = "failed", _("Không xong")

    kind = models.CharField(_("Việc"), max_length=60)
    arguments = models.JSONField(default=dict)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="jobs")
    asked_at = models.DateTimeField(_("Yêu cầu lúc"))
    started_at = models.DateTimeField(_("Bắt đầu lúc"), null=True)
    heard_at = models.DateTimeField(null=True)
    """When the worker was last known to be at it."""
    ended_at = models.DateTimeField(_("Kết thúc lúc"), null=True)
    state = models.CharField(_("Tình trạng"), max_length=10, choices=State.choices, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    step = models.CharField(_("Đang làm"), max_length=200, blank=True)
    result = models.JSONField(null=True)
    problems = models.JSONField(default=list)
    link = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("Việc chạy nền")
        ordering = ("-asked_at", "-id")
        indexes = [models.Index(fields=["state", "heard_at"], name="jobs_standing")]

    def __str__(self) -> str:
        """Name the job."""
        return f"{self.kind} {self.pk}"
