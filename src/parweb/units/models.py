"""Units in time, their groups, their mergers, and who works for them in which role."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from parweb.accounts.roles import Role


class Unit(models.Model):
    """A unit (đơn vị). Its identity is ``id``; ``code`` is the official code, which may be used again."""

    class Kind(models.TextChoices):
        """Kinds of units."""

        PROVINCE = "province", _("Tỉnh, thành phố")
        DISTRICT = "district", _("Huyện (đến 30/6/2025)")
        COMMUNE = "commune", _("Xã")
        WARD = "ward", _("Phường")
        TOWNSHIP = "township", _("Thị trấn (đến 30/6/2025)")
        SPECIAL_ZONE = "special_zone", _("Đặc khu")
        DEPARTMENT = "department", _("Sở, ban, ngành")
        DIVISION = "division", _("Phòng, ban")
        CENTRAL_BRANCH = "central_branch", _("Ngành dọc trung ương")
        PUBLIC_SERVICE = "public_service", _("Đơn vị sự nghiệp")
        SCHOOL = "school", _("Trường học")
        OTHER = "other", _("Khác")

    kind = models.CharField(_("Loại"), max_length=20, choices=Kind.choices)
    code = models.CharField(_("Mã"), max_length=20, blank=True, db_index=True)
    name = models.CharField(_("Tên"), max_length=200)
    short_name = models.CharField(_("Tên gọn"), max_length=120, blank=True)
    name_fold = models.CharField(max_length=200, db_index=True, editable=False)
    slug = models.SlugField(max_length=120, unique=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=200, db_index=True, editable=False)
    """Ids from the top to this unit, ``/1/34/``: a subtree is a prefix."""
    order = models.PositiveIntegerField(_("Số thứ tự"), default=0)
    valid_from = models.DateField(_("Từ ngày"), null=True, blank=True)
    valid_to = models.DateField(_("Đến ngày"), null=True, blank=True)
    """The last day on which the unit existed; empty: it exists."""
    source = models.CharField(_("Nguồn"), max_length=200, blank=True)
    is_demonstration = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("Đơn vị")
        ordering = ("order", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "code"],
                condition=models.Q(valid_to=None) & ~models.Q(code=""),
                name="units_code_in_force_once",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_from=None)
                | models.Q(valid_to=None)
                | models.Q(valid_from__lte=models.F("valid_to")),
                name="units_valid_in_order",
            ),
        ]

    def __str__(self) -> str:
        """Name the unit."""
        return self.name


class Group(models.Model):
    """A league (nhóm được xếp hạng cùng nhau) or a peer group (vùng, đô thị, quy mô) of units."""

    class Kind(models.TextChoices):
        """What a group is for."""

        LEAGUE = "league", _("Nhóm xếp hạng")
        PEER = "peer", _("Nhóm so sánh")

    kind = models.CharField(_("Loại"), max_length=10, choices=Kind.choices)
    family = models.CharField(_("Phân nhóm theo"), max_length=60, blank=True)
    """What peer groups of one kind are made by: ``vùng``, ``đô thị``; a unit is in one of a family."""
    name = models.CharField(_("Tên"), max_length=120)
    slug = models.SlugField(max_length=120, unique=True)
    owner = models.ForeignKey(Unit, models.PROTECT, related_name="groups_owned")
    """The unit whose subtree the group is made of (the province)."""
    units = models.ManyToManyField(Unit, through="Membership", related_name="groups")

    class Meta:
        verbose_name = _("Nhóm đơn vị")
        ordering = ("kind", "family", "name")

    def __str__(self) -> str:
        """Name the group."""
        return self.name


class Membership(models.Model):
    """A unit in a group, in official order."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="memberships")
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="memberships")
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("order", "id")
        constraints = [models.UniqueConstraint(fields=["group", "unit"], name="units_in_group_once")]

    def __str__(self) -> str:
        """Name the row."""
        return f"{self.unit_id} ∈ {self.group_id}"


class Change(models.Model):
    """A merge, split or renaming of units: the decision, the day, and who became what."""

    class Kind(models.TextChoices):
        """What happened."""

        MERGE = "merge", _("Sáp nhập")
        SPLIT = "split", _("Chia tách")
        RENAME = "rename", _("Đổi tên")

    kind = models.CharField(_("Loại"), max_length=10, choices=Kind.choices)
    effective_on = models.DateField(_("Hiệu lực từ ngày"))
    decision = models.CharField(_("Quyết định"), max_length=200)
    note = models.TextField(_("Ghi chú"), blank=True)
    effects = models.JSONField(default=dict)
    """What the change made and what stood before, so that it can be undone while nothing depends on it."""
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("Thay đổi đơn vị")
        ordering = ("-effective_on", "-id")

    def __str__(self) -> str:
        """Name the change."""
        return f"{self.get_kind_display()} {self.effective_on:%d/%m/%Y}"


class Succession(models.Model):
    """Which part of a former unit went to which successor (shares of one former unit add up to 1)."""

    change = models.ForeignKey(Change, models.CASCADE, related_name="successions")
    former = models.ForeignKey(Unit, models.PROTECT, related_name="successions_out")
    successor = models.ForeignKey(Unit, models.PROTECT, related_name="successions_in")
    share = models.DecimalField(_("Tỷ trọng"), max_digits=12, decimal_places=10)
    basis = models.CharField(_("Tính theo"), max_length=60, default="dân số")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["change", "former", "successor"], name="units_succession_once"),
            models.CheckConstraint(
                condition=models.Q(share__gt=0) & models.Q(share__lte=1), name="units_share_is_a_part"
            ),
        ]

    def __str__(self) -> str:
        """Name the row."""
        return f"{self.former_id} → {self.successor_id}: {self.share}"


class Assignment(models.Model):
    """A person has a role for a unit and all below it, and an appraiser for some criteria only."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="assignments")
    role = models.CharField(_("Vai trò"), max_length=30, choices=Role.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="assignments")
    """Officers and leaders: their own unit. Managers, appraisers, councils, observers: the top of what they
    see. Everybody's own unit is :attr:`home`."""
    home = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="staff")
    """The unit a person belongs to; nobody appraises or judges it."""
    criteria = models.JSONField(_("Tiêu chí"), default=list, blank=True)
    """Codes of domains or criteria an appraiser may appraise (with all below them); empty: all."""
    valid_from = models.DateField(_("Từ ngày"), null=True, blank=True)
    valid_to = models.DateField(_("Đến ngày"), null=True, blank=True)
    reviewed_at = models.DateTimeField(_("Rà soát lúc"), null=True, blank=True)
    """When somebody last said that the role is still right; asked for every six months."""
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("Phân công")
        constraints = [models.UniqueConstraint(fields=["person", "role", "unit"], name="units_assigned_once")]

    def __str__(self) -> str:
        """Name the assignment."""
        return f"{self.person_id} {self.role} {self.unit_id}"
