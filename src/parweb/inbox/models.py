"""Messages for one person."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Message(models.Model):
    """Something that concerns a person: what happened, where to look, by when.

    ``event`` and ``details`` are data; the words are made when read, in the reader's language
    (``parweb/inbox/events.py``).
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="messages")
    event = models.CharField(_("Sự kiện"), max_length=60)
    details = models.JSONField(_("Nội dung"), default=dict)
    link = models.CharField(_("Liên kết"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("Lúc"))
    read_at = models.DateTimeField(_("Đã đọc lúc"), null=True, blank=True)
    sent_at = models.DateTimeField(_("Đã gửi ra ngoài lúc"), null=True, blank=True)
    once = models.CharField(max_length=120, blank=True, default="")
    """A key that keeps a reminder from being sent twice."""

    class Meta:
        verbose_name = _("Tin nhắn")
        ordering = ("-created_at", "-id")
        indexes = [models.Index(fields=["person", "read_at"], name="inbox_unread")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "once"], condition=~models.Q(once=""), name="inbox_sent_once"
            )
        ]

    def __str__(self) -> str:
        """Name the message."""
        return f"{self.event} → {self.person_id}"
