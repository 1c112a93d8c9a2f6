"""How far a publication is, and which moves it may make, as data."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PublicationKind(TextChoices):
    """What is published."""

    PROVISIONAL = "provisional", _("Kết quả dự kiến")
    FINAL = "final", _("Kết quả chính thức")
    CORRECTION = "correction", _("Đính chính")


class PublicationState(TextChoices):
    """How far it is."""

    PREPARED = "prepared", _("Chờ duyệt")
    APPROVED = "approved", _("Đã duyệt, chờ đến giờ công bố")
    PUBLISHED = "published", _("Đã công bố")
    RETURNED = "returned", _("Trả lại")


MOVES: dict[PublicationState, frozenset[PublicationState]] = {
    PublicationState.PREPARED: frozenset({PublicationState.APPROVED, PublicationState.RETURNED}),
    PublicationState.APPROVED: frozenset({PublicationState.PUBLISHED, PublicationState.RETURNED}),
    PublicationState.PUBLISHED: frozenset(),
    PublicationState.RETURNED: frozenset(),
}
"""Allowed moves: nothing leads out of "published", a correction is a publication of its own."""
