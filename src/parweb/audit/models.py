"""Entries of the log, and the head of their chain."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """One thing that somebody did or looked at. Never updated, never deleted."""

    sequence = models.BigIntegerField(_("Số thứ tự"), unique=True)
    at = models.DateTimeField(_("Thời điểm"), db_index=True)
    actor_id = models.BigIntegerField(_("Mã người dùng"), null=True, db_index=True)
    actor_name = models.CharField(_("Người thực hiện"), max_length=200)
    address = models.CharField(_("Địa chỉ mạng"), max_length=64, blank=True)
    action = models.CharField(_("Việc"), max_length=80, db_index=True)
    is_read = models.BooleanField(_("Chỉ xem"), default=False)
    object_type = models.CharField(_("Loại đối tượng"), max_length=60, blank=True)
    object_id = models.CharField(_("Mã đối tượng"), max_length=60, blank=True)
    object_name = models.CharField(_("Đối tượng"), max_length=300, blank=True)
    unit_id = models.BigIntegerField(_("Mã đơn vị"), null=True, db_index=True)
    before = models.JSONField(_("Trước"), null=True)
    after = models.JSONField(_("Sau"), null=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("Dòng nhật ký")
        ordering = ("-sequence",)
        indexes = [models.Index(fields=["object_type", "object_id"], name="audit_object")]

    def __str__(self) -> str:
        """Name the entry."""
        return f"{self.sequence} {self.action}"


class Head(models.Model):
    """The last link of the chain; its row is the lock under which entries are added."""

    sequence = models.BigIntegerField()
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        """Name the head."""
        return f"{self.sequence} {self.hash[:12]}"
