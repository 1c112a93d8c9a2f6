"""A campaign: what is asked of whom, by whom, when, and from which frame the sample was drawn."""

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parweb.interface.numbers import page_language
from parweb.rounds.models import Round
from parweb.surveys.states import CampaignState, MemberRole, StationKind, SubjectKind
from parweb.units.models import Unit


def new_salt() -> str:
    """Give what a campaign's hashes are salted with."""
    return secrets.token_hex(16)


class Campaign(models.Model):
    """A campaign (đợt điều tra): instrument × population × design × calendar × modes."""

    owner = models.ForeignKey(Unit, models.PROTECT, related_name="campaigns", verbose_name=_("Địa bàn"))
    """The unit whose subtree is surveyed; its managers see the campaign."""
    round = models.ForeignKey(
        Round, models.PROTECT, null=True, blank=True, related_name="campaigns", verbose_name=_("Kỳ đánh giá")
    )
    title = models.CharField(_("Tên đợt điều tra"), max_length=200)
    title_en = models.CharField(_("Tên tiếng Anh"), max_length=200, blank=True)
    slug = models.SlugField(max_length=120, unique=True)
    instrument = models.CharField(_("Phiếu hỏi"), max_length=80)
    """``id@year`` of the library's registry."""
    instrument_digest = models.CharField(max_length=64, blank=True)
    """Of the instrument as it was when the sample was made public; the form must not change after that."""
    population = models.TextField(_("Đối tượng điều tra"))
    population_en = models.TextField(_("Đối tượng điều tra bằng tiếng Anh"), blank=True)
    purpose = models.TextField(_("Mục đích, ghi trên màn hình đầu của phiếu"))
    purpose_en = models.TextField(_("Mục đích bằng tiếng Anh"), blank=True)
    frame_note = models.TextField(_("Danh sách chọn mẫu lấy từ đâu, thiếu ai"), blank=True)
    frame_note_en = models.TextField(_("Danh sách chọn mẫu, bằng tiếng Anh"), blank=True)
    design = models.JSONField(_("Thiết kế mẫu"), default=dict, blank=True)
    """Plain data of the library's designs: kind, strata, allocation, margin, design effect, nonresponse."""
    modes = models.JSONField(_("Hình thức hỏi"), default=list)
    """Codes of :class:`parweb.surveys.states.Mode`."""
    starts_on = models.DateField(_("Thu phiếu từ ngày"))
    ends_on = models.DateField(_("Thu phiếu đến hết ngày"))
    firm = models.CharField(_("Đơn vị thực địa"), max_length=200, blank=True)
    firm_en = models.CharField(_("Đơn vị thực địa, tên tiếng Anh"), max_length=200, blank=True)
    asks_contact = models.BooleanField(_("Hỏi thông tin liên hệ (không bắt buộc)"), default=False)
    keeps_link = models.BooleanField(
        _("Giữ liên hệ giữa phiếu và người được chọn để phúc tra"), default=False
    )
    """False: an answer cannot be traced to its invitation. True: it can, until :attr:`contacts_until`."""
    contacts_until = models.DateField(_("Xóa thông tin liên hệ vào ngày"), null=True, blank=True)
    state = models.CharField(
        _("Tình trạng"), max_length=10, choices=CampaignState.choices, default=CampaignState.DRAFT
    )
    salt = models.CharField(max_length=32, default=new_salt, editable=False)
    """Of the hashes of devices; emptied with the contacts, so that no device is known again."""
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    is_demonstration = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("Đợt điều tra")
        ordering = ("-starts_on", "title", "id")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts_on__lte=models.F("ends_on")), name="surveys_days_in_order"
            )
        ]

    def __str__(self) -> str:
        """Name the campaign."""
        return self.title

    @property
    def shown_title(self) -> str:
        """The title in the language of the page; the Vietnamese one where there is no English."""
        return self._shown("title")

    @property
    def shown_purpose(self) -> str:
        """The purpose in the language of the page."""
        return self._shown("purpose")

    @property
    def shown_population(self) -> str:
        """Who is surveyed, in the language of the page."""
        return self._shown("population")

    @property
    def shown_frame_note(self) -> str:
        """Where the list comes from and who is not on it, in the language of the page."""
        return self._shown("frame_note")

    @property
    def shown_firm(self) -> str:
        """Who does the fieldwork, in the language of the page."""
        return self._shown("firm")

    def _shown(self, name: str) -> str:
        english = getattr(self, f"{name}_en") if page_language() == "en" else ""
        return str(english or getattr(self, name))


class CampaignMember(models.Model):
    """Somebody works in one campaign, and sees no other one by it."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="members")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="campaign_memberships")
    role = models.CharField(_("Vai trò"), max_length=12, choices=MemberRole.choices)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("Người tham gia đợt điều tra")
        ordering = ("role", "id")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "person", "role"], name="surveys_member_once")
        ]

    def __str__(self) -> str:
        """Name the row."""
        return f"{self.person_id} {self.role} {self.campaign_id}"


class Frame(models.Model):
    """The list a sample is drawn from, as columns in ``settings.SURVEY_STORE``, without personal data."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="frames")
    source = models.CharField(_("Nguồn"), max_length=300)
    """The name of the file, or the code of a source with its period."""
    sha256 = models.CharField("SHA-256", max_length=64)
    """The library's digest of the frame: equal rows give equal digests, whatever the file looked like."""
    rows = models.PositiveIntegerField(_("Số dòng"))
    summary = models.JSONField(default=dict)
    """Counts by stratum and by unit, columns that were left out."""
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("Danh sách chọn mẫu")
        ordering = ("-taken_at", "-id")

    def __str__(self) -> str:
        """Name the frame."""
        return self.source


class Sample(models.Model):
    """A sample as it was drawn: the seed and the digest of the frame draw it again."""

    campaign = models.OneToOneField(Campaign, models.CASCADE, related_name="sample")
    frame = models.ForeignKey(Frame, models.PROTECT, related_name="samples")
    seed = models.PositiveBigIntegerField(_("Số gieo"))
    frame_sha256 = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)
    """Of the drawn table, which stands as columns in ``settings.SURVEY_STORE``."""
    design = models.JSONField(default=dict)
    """The design as it was drawn, with the engine's version."""
    chosen = models.PositiveIntegerField(_("Số phần tử được chọn"))
    reserves = models.PositiveIntegerField(_("Số dự phòng"), default=0)
    drawn_at = models.DateTimeField()
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("Mẫu")

    def __str__(self) -> str:
        """Name the sample."""
        return f"{self.campaign_id}: {self.chosen}"


class Quota(models.Model):
    """How many answers a unit should give."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="quotas")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    wanted = models.PositiveIntegerField(_("Số phiếu cần"))

    class Meta:
        verbose_name = _("Chỉ tiêu")
        ordering = ("unit__order", "unit_id")
        constraints = [models.UniqueConstraint(fields=["campaign", "unit"], name="surveys_quota_once")]

    def __str__(self) -> str:
        """Name the row."""
        return f"{self.unit_id}: {self.wanted}"


class Station(models.Model):
    """A place where passers-by answer: a QR code at a counter or on a slip, a kiosk."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="stations")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="survey_stations")
    kind = models.CharField(_("Loại"), max_length=6, choices=StationKind.choices)
    code = models.CharField(_("Mã"), max_length=24, unique=True)
    place = models.CharField(_("Nơi đặt"), max_length=200)
    instrument = models.CharField(_("Phiếu hỏi"), max_length=80)
    """Often shorter than the campaign's own."""
    subject_kind = models.CharField(
        pgettext_lazy("place", "Hỏi về"),
        max_length=10,
        choices=SubjectKind.choices,
        default=SubjectKind.ALL,
        blank=True,
    )
    subject_code = models.CharField(_("Mã thủ tục hoặc lĩnh vực"), max_length=200, blank=True)
    """The procedure's code, or the field's name, as the catalogue had it when the place was made."""
    subject_name = models.CharField(_("Thủ tục hoặc lĩnh vực"), max_length=500, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("Điểm thu ý kiến")
        ordering = ("unit__order", "unit_id", "id")

    def __str__(self) -> str:
        """Name the station."""
        return self.place

    @property
    def subject(self) -> str:
        """What is asked about, in words: a field, a procedure with its code, or all that is done there."""
        if self.subject_kind == SubjectKind.PROCEDURE:
            return f"{self.subject_code} {self.subject_name}"
        label = str(SubjectKind(self.subject_kind).label)
        return f"{label}: {self.subject_name}" if self.subject_kind else label
