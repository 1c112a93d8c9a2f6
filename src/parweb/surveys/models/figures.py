"""What is made of answers: running statistics, released figures with their method card, leaves they feed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from parweb.rounds.models import Round
from parweb.surveys.models.campaigns import Campaign


class Tally(models.Model):
    """The library's statistics of the answers up to one: new answers are added, old ones not read again."""

    campaign = models.OneToOneField(Campaign, models.CASCADE, related_name="tally")
    until_id = models.PositiveBigIntegerField(default=0)
    """The last answer that is in."""
    answers = models.PositiveIntegerField(default=0)
    statistics = models.BinaryField(null=True)
    updated_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("Thống kê cộng dồn")

    def __str__(self) -> str:
        """Name the row."""
        return f"{self.campaign_id} ≤ {self.until_id}"


class Release(models.Model):
    """Figures as they were published, with everything that makes them; never changed, only followed."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="releases")
    number = models.PositiveIntegerField(_("Lần công bố"))
    figures = models.JSONField(default=dict)
    """Index, factors and items by domain: estimate, standard error, interval, n, deff, df, CV, label."""
    card = models.JSONField(default=dict)
    """The method card as the library checks it."""
    options = models.JSONField(default=dict)
    """Aggregation, weighting, variance, thresholds, version of the engine."""
    sha256 = models.CharField(max_length=64)
    note = models.TextField(blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("Kết quả điều tra")
        ordering = ("-number",)
        constraints = [models.UniqueConstraint(fields=["campaign", "number"], name="surveys_release_once")]

    def __str__(self) -> str:
        """Name the release."""
        return f"{self.campaign_id}/{self.number}"


class Binding(models.Model):
    """A leaf of a round that is filled from a figure of a campaign."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="survey_bindings")
    criterion_id = models.CharField(_("Tiêu chí"), max_length=40)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="bindings")
    figure = models.CharField(_("Số liệu"), max_length=80, default="index")
    """``index``, ``factor:<code>`` or ``item:<id>``."""

    class Meta:
        verbose_name = _("Tiêu chí lấy số liệu điều tra")
        ordering = ("round", "criterion_id")
        constraints = [models.UniqueConstraint(fields=["round", "criterion_id"], name="surveys_bound_once")]

    def __str__(self) -> str:
        """Name the binding."""
        return f"{self.criterion_id} ← {self.campaign_id} {self.figure}"
