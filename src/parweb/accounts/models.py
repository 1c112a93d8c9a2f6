"""Accounts of people."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """A person who signs in. What they may do is said by their assignments to units (app ``units``)."""

    first_name = None  # type: ignore[assignment]  # Vietnamese names are kept whole
    last_name = None  # type: ignore[assignment]
    full_name = models.CharField(_("Họ và tên"), max_length=150)
    full_name_fold = models.CharField(max_length=150, db_index=True, editable=False, default="")
    job_title = models.CharField(_("Chức vụ"), max_length=150, blank=True)
    phone = models.CharField(_("Điện thoại"), max_length=30, blank=True)
    must_change_password = models.BooleanField(_("Phải đổi mật khẩu"), default=False)
    password_changed_at = models.DateTimeField(_("Đổi mật khẩu lúc"), null=True, blank=True)
    last_seen_at = models.DateTimeField(_("Dùng lần cuối"), null=True, blank=True)
    closed_at = models.DateTimeField(_("Khóa lúc"), null=True, blank=True)
    closed_because = models.CharField(_("Lý do khóa"), max_length=200, blank=True)
    """Words of the person who closed the account, or ``idle`` where nobody used it for too long."""
    opened_at = models.DateTimeField(_("Mở lại lúc"), null=True, blank=True)
    language = models.CharField(_("Ngôn ngữ"), max_length=2, default="vi")

    REQUIRED_FIELDS = ["email", "full_name"]

    class Meta:
        verbose_name = _("Người dùng")

    def __str__(self) -> str:
        """Name the person."""
        return self.full_name or self.username

    def get_full_name(self) -> str:
        """Give the whole name, family name first."""
        return self.full_name


class FormerPassword(models.Model):
    """The hash of a password that was used before, so that the last ten can be refused."""

    user = models.ForeignKey(User, models.CASCADE, related_name="former_passwords")
    password = models.CharField(max_length=128)
    until = models.DateTimeField()

    def __str__(self) -> str:
        """Name the row without its hash."""
        return f"{self.user_id} {self.until:%Y-%m-%d}"
