"""Whose interviews are asked again: lists drawn by chance, each with the record that draws it again."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from parweb.surveys.models.answers import Response
from parweb.surveys.models.campaigns import Campaign


class BackCheckDraw(models.Model):
    """One draw of answers to be asked again: pool, seed, share and minimum draw the same list."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="back_check_draws")
    share = models.FloatField(_("Tỷ lệ phúc tra"))
    """0 to 1, of each interviewer's answers."""
    minimum = models.PositiveIntegerField(_("Mỗi điều tra viên ít nhất"))
    seed = models.PositiveBigIntegerField(_("Số gieo"))
    pool = models.JSONField(default=list)
    """Rows of the library's POOL: flags and verdicts change later, the record stays."""
    pool_sha256 = models.CharField(max_length=64)
    drawn_at = models.DateTimeField()
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("Lần rút phúc tra")
        ordering = ("-id",)

    def __str__(self) -> str:
        """Name the draw."""
        return f"{self.campaign_id}: {self.seed}"

    @property
    def percent(self) -> float:
        """The share in percent."""
        return 100 * self.share


class BackCheck(models.Model):
    """An answer that is to be asked again; it is drawn once."""

    draw = models.ForeignKey(BackCheckDraw, models.CASCADE, related_name="back_checks")
    number = models.PositiveIntegerField(_("Số thứ tự"))
    """In the campaign, over all its draws: what the sheet of the back-check carries, not the answer's own."""
    response = models.OneToOneField(Response, models.CASCADE, related_name="back_check")
    is_flagged = models.BooleanField(_("Bị gắn cờ khi rút"), default=False)

    class Meta:
        verbose_name = _("Phiếu phúc tra")
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=["draw", "number"], name="surveys_back_check_once")]

    def __str__(self) -> str:
        """Name the row by its number."""
        return f"{self.number}"
