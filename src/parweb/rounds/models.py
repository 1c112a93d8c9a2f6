"""Rounds: an edition, the units that take part, and the calendar of phases."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from parweb.frameworks.models import AdoptedEdition
from parweb.rounds.states import ParticipantState, PhaseKind, RoundState
from parweb.units.models import Group, Unit


class Round(models.Model):
    """A round (kỳ đánh giá): one league is scored by one edition for one year."""

    name = models.CharField(_("Tên kỳ đánh giá"), max_length=200)
    slug = models.SlugField(max_length=120, unique=True)
    year = models.PositiveIntegerField(_("Năm được đánh giá"))
    edition = models.ForeignKey(AdoptedEdition, models.PROTECT, related_name="rounds")
    league = models.ForeignKey(Group, models.PROTECT, related_name="rounds")
    owner = models.ForeignKey(Unit, models.PROTECT, related_name="rounds_owned")
    """The unit that runs the round (the province); managers of it may manage the round."""
    state = models.CharField(
        _("Tình trạng"), max_length=12, choices=RoundState.choices, default=RoundState.PREPARED
    )
    previous = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="following", verbose_name=_("Kỳ trước")
    )
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    is_demonstration = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=0)
    """Counts changes of the calendar, so that two people who change it at once are told."""
    units = models.ManyToManyField(Unit, through="Participant", related_name="rounds")

    class Meta:
        verbose_name = _("Kỳ đánh giá")
        ordering = ("-year", "name")

    def __str__(self) -> str:
        """Name the round."""
        return self.name


class Phase(models.Model):
    """A phase of a round: from when to when its work may be done."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="phases")
    kind = models.CharField(_("Giai đoạn"), max_length=20, choices=PhaseKind.choices)
    opens_at = models.DateTimeField(_("Mở lúc"))
    closes_at = models.DateTimeField(_("Khóa lúc"))

    class Meta:
        verbose_name = _("Giai đoạn")
        ordering = ("opens_at", "id")
        constraints = [
            models.UniqueConstraint(fields=["round", "kind"], name="rounds_phase_once"),
            models.CheckConstraint(
                condition=models.Q(opens_at__lt=models.F("closes_at")), name="rounds_phase_in_order"
            ),
        ]

    def __str__(self) -> str:
        """Name the phase."""
        return self.get_kind_display()


class Participant(models.Model):
    """A unit in a round, how far it is, and how complete its entry is (counted by ``assessments``)."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="participants")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="participations")
    order = models.PositiveIntegerField(_("Số thứ tự"), default=0)
    state = models.CharField(
        _("Tình trạng"),
        max_length=12,
        choices=ParticipantState.choices,
        default=ParticipantState.NOT_STARTED,
        db_index=True,
    )
    leaves_total = models.PositiveIntegerField(default=0)
    leaves_answered = models.PositiveIntegerField(default=0)
    leaves_proven = models.PositiveIntegerField(default=0)
    """Answered leaves with the evidence, or the explanation, that they need."""
    leaves_appraised_1 = models.PositiveIntegerField(default=0)
    leaves_appraised_2 = models.PositiveIntegerField(default=0)
    open_requests = models.PositiveIntegerField(default=0)
    """Requests for explanation without an answer."""
    submitted_at = models.DateTimeField(_("Trình lúc"), null=True, blank=True)
    signed_at = models.DateTimeField(_("Ký lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("Đơn vị tham gia")
        ordering = ("order", "id")
        constraints = [models.UniqueConstraint(fields=["round", "unit"], name="rounds_unit_once")]

    def __str__(self) -> str:
        """Name the unit in its round."""
        return f"{self.unit} · {self.round}"


class Reopening(models.Model):
    """One unit may work in a phase again, or longer than the others, until a moment, for a reason."""

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="reopenings")
    phase = models.CharField(_("Giai đoạn"), max_length=20, choices=PhaseKind.choices)
    until = models.DateTimeField(_("Đến hết"))
    reason = models.TextField(_("Lý do"))
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("Mở lại")
        ordering = ("-at",)

    def __str__(self) -> str:
        """Name the reopening."""
        return f"{self.participant_id} {self.phase} → {self.until:%d/%m/%Y %H:%M}"


class EditionChange(models.Model):
    """An open round moved to another edition: from which to which, and what became of every entry."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="edition_changes")
    former = models.ForeignKey(AdoptedEdition, models.PROTECT, related_name="+")
    new = models.ForeignKey(AdoptedEdition, models.PROTECT, related_name="+")
    counts = models.JSONField(default=dict)
    """How many entries were kept, clamped, rescaled, to be redone, dropped."""
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("Chuyển bộ tiêu chí")
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        """Name the change."""
        return f"{self.former} → {self.new}"


class CarriedAnswer(models.Model):
    """What became of one answer when its round moved to another edition.

    Answers that were kept under the same code have no row. Written by the move (a higher stage), which lets
    the stages above make void what they decided about criteria that changed.
    """

    class Verdict(models.TextChoices):
        """What became of an answer."""

        KEPT = "kept", _("Giữ nguyên")
        CLAMPED = "clamped", _("Hạ xuống mức tối đa mới")
        RESCALED = "rescaled", _("Tính lại theo điểm tối đa mới")
        REDO = "redo", _("Phải làm lại")
        DROPPED = "dropped", _("Bỏ, vì tiêu chí không còn")

    change = models.ForeignKey(EditionChange, models.CASCADE, related_name="carried")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="carried")
    criterion_before = models.CharField(_("Mã trước"), max_length=40)
    source = models.CharField(max_length=12, default="self")
    """Whose value it was: ``self`` (the unit's answer), or the source of an imported value."""
    criterion_after = models.CharField(_("Mã sau"), max_length=40, blank=True)
    verdict = models.CharField(_("Kết quả"), max_length=10, choices=Verdict.choices)
    before = models.JSONField(default=dict)
    """The answer as it was: inputs, standing, set points and reason, note, explanation. Nothing is lost."""

    class Meta:
        verbose_name = _("Nội dung chuyển sang bộ tiêu chí mới")
        indexes = [models.Index(fields=["participant", "criterion_after"], name="rounds_carried")]
        constraints = [
            models.UniqueConstraint(
                fields=["change", "participant", "criterion_before", "source"], name="rounds_carried_once"
            )
        ]

    def __str__(self) -> str:
        """Name the row."""
        return f"{self.participant_id} {self.criterion_before} {self.verdict}"
