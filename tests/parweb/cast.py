"""A small province to play with: who is in it, and what each may do.

Sở Nội vụ runs the round; Sở Tư pháp appraises domain 2; Xã Bắc Sơn, Phường Chợ Rã, Xã Đông Hưng and Xã Yên Thế
score themselves. ``NOW`` is a morning in the phase of self-scoring.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from django.contrib.auth.hashers import make_password
from django.utils.text import slugify

from parindex.frameworks.digest import digest
from parindex.frameworks.loading import FILE_NAME
from parindex.frameworks.registry import find
from parindex.text import fold
from parweb.accounts.models import User
from parweb.accounts.person import Person
from parweb.accounts.roles import Role
from parweb.frameworks.models import AdoptedEdition
from parweb.rounds.models import Participant, Phase, Reopening, Round
from parweb.rounds.states import PhaseKind, RoundState
from parweb.units.models import Assignment, Group, Membership, Unit
from parweb.units.queries import person_of

NOW = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
PASSWORD = "mua-xuan-2026-ho-tay"
PHASES = (
    PhaseKind.SELF_SCORE,
    PhaseKind.SIGNATURE,
    PhaseKind.APPRAISAL_1,
    PhaseKind.EXPLANATION,
    PhaseKind.APPRAISAL_2,
    PhaseKind.COUNCIL,
    PhaseKind.APPEAL,
    PhaseKind.PUBLICATION,
)
EDITION = "commune-model@2025"


@dataclass
class Cast:
    """Everybody by a short name."""

    province: Unit
    home_affairs: Unit
    justice: Unit
    communes: list[Unit]
    league: Group
    edition: AdoptedEdition
    round: Round
    participants: list[Participant]
    users: dict[str, User]

    def person(self, name: str, on: datetime = NOW) -> Person:
        """The person of that short name, as actions know them."""
        user = self.users[name]
        return person_of(user, "127.0.0.1", on.date(), has_second_factor=True)

    def phase(self, kind: PhaseKind) -> datetime:
        """A moment in the middle of a phase."""
        found = Phase.objects.get(round=self.round, kind=kind)
        return found.opens_at + (found.closes_at - found.opens_at) / 2

    def reopen(
        self, at: datetime, days: int, participant: int | None = None, kind: PhaseKind = PhaseKind.SELF_SCORE
    ) -> Reopening:
        """The manager opens a phase again from a moment on, for one unit (the first, if none is said)."""
        return Reopening.objects.create(
            participant_id=participant or self.participants[0].pk,
            phase=kind,
            until=at + timedelta(days=days),
            reason="mất điện",
            at=at - timedelta(minutes=1),
            by=self.users["manager"],
        )


def make_unit(kind: str, name: str, parent: Unit | None = None, code: str = "", order: int = 0) -> Unit:
    """Make one unit with its path, slug and search column."""
    slug = slugify(fold(name))
    unit = Unit.objects.create(
        kind=kind, name=name, name_fold=fold(name), slug=slug, parent=parent, code=code, order=order, path="/"
    )
    unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
    unit.save()
    return unit


def adopt(ref: str, by: User, at: datetime = NOW) -> AdoptedEdition:
    """Adopt a shipped edition as it is."""
    loaded = find(ref)
    edition = loaded.edition
    return AdoptedEdition.objects.create(
        edition_id=edition.id,
        year=edition.year,
        digest=digest(edition),
        title=edition.title.vi,
        is_illustrative=edition.illustrative,
        text=(loaded.folder / FILE_NAME).read_text(encoding="utf-8"),
        leaves=sum(1 for _ in edition.leaves()),
        adopted_at=at,
        adopted_by=by,
    )


def make_user(name: str, full_name: str) -> User:
    """Make one account."""
    user = User(
        username=name, full_name=full_name, full_name_fold=fold(full_name), email=f"{name}@example.vn"
    )
    user.password = _hashed()
    user.save()
    return user


@cache
def _hashed() -> str:
    """Hash the password of everybody once: hashing is slow on purpose, and a stage has dozens of people."""
    return make_password(PASSWORD)


def make_cast(edition: str = EDITION, adopting: Callable[[str, User], AdoptedEdition] = adopt) -> Cast:
    """Make the province, its people and its open round; ``adopting`` says where the edition comes from."""
    province = make_unit("province", "Tỉnh Minh Họa", code="99")
    home_affairs = make_unit("department", "Sở Nội vụ", province, order=1)
    justice = make_unit("department", "Sở Tư pháp", province, order=2)
    communes = [
        make_unit(kind, name, province, code, order)
        for order, (kind, name, code) in enumerate(
            [
                ("commune", "Xã Bắc Sơn", "99001"),
                ("ward", "Phường Chợ Rã", "99002"),
                ("commune", "Xã Đông Hưng", "99003"),
                ("commune", "Xã Yên Thế", "99004"),
            ],
            start=10,
        )
    ]
    users = _people(province, home_affairs, justice, communes)
    league = Group.objects.create(kind="league", name="Các xã, phường", slug="cac-xa-phuong", owner=province)
    for unit in communes:
        Membership.objects.create(group=league, unit=unit, order=unit.order)
    adopted = adopting(edition, users["admin"])
    round_ = _round(province, league, adopted, users["manager"])
    participants = [
        Participant.objects.create(round=round_, unit=unit, order=unit.order, leaves_total=adopted.leaves)
        for unit in communes
    ]
    return Cast(province, home_affairs, justice, communes, league, adopted, round_, participants, users)


def _round(province: Unit, league: Group, adopted: AdoptedEdition, by: User) -> Round:
    round_ = Round.objects.create(
        name="Chỉ số CCHC cấp xã năm 2025",
        slug="cap-xa-2025",
        year=2025,
        edition=adopted,
        league=league,
        owner=province,
        state=RoundState.OPEN,
        created_at=NOW,
        created_by=by,
    )
    start = NOW - timedelta(days=5)
    for number, kind in enumerate(PHASES):
        opens = start + timedelta(days=10 * number)
        Phase.objects.create(round=round_, kind=kind, opens_at=opens, closes_at=opens + timedelta(days=10))
    return round_


def _people(province: Unit, home_affairs: Unit, justice: Unit, communes: list[Unit]) -> dict[str, User]:
    bac_son, cho_ra, *_ = communes
    people: list[tuple[str, str, Role | None, Unit, Unit | None, list[str]]] = [
        ("admin", "Trần Quản Trị", Role.ADMINISTRATOR, province, home_affairs, []),
        ("manager", "Nguyễn Thị Hoa", Role.MANAGER, province, home_affairs, []),
        ("manager2", "Đỗ Văn Bình", Role.MANAGER, province, home_affairs, []),
        ("officer", "Lê Văn An", Role.OFFICER, bac_son, None, []),
        ("officer2", "Hoàng Thị Mai", Role.OFFICER, bac_son, None, []),
        ("leader", "Phạm Thị Thu", Role.LEADER, bac_son, None, []),
        ("other_officer", "Vũ Minh Đức", Role.OFFICER, cho_ra, None, []),
        ("other_leader", "Bùi Văn Lâm", Role.LEADER, cho_ra, None, []),
        ("appraiser", "Ngô Thị Lan", Role.APPRAISER, province, justice, ["2"]),
        ("appraiser_all", "Đặng Văn Hùng", Role.APPRAISER, province, home_affairs, []),
        ("appraiser_own", "Mai Văn Sơn", Role.APPRAISER, province, bac_son, []),
        ("member", "Trịnh Văn Khoa", Role.COUNCIL_MEMBER, province, justice, []),
        ("member2", "Lý Thị Nga", Role.COUNCIL_MEMBER, province, bac_son, []),
        ("secretary", "Tạ Thị Yến", Role.COUNCIL_SECRETARY, province, home_affairs, []),
        ("chair", "Đinh Văn Châu", Role.COUNCIL_CHAIR, province, province, []),
        ("observer", "Cao Văn Thanh", Role.OBSERVER, province, None, []),
        ("nobody", "Người Không Vai", None, province, None, []),
    ]
    users = {}
    for name, full_name, role, unit, home, criteria in people:
        users[name] = make_user(name, full_name)
        if role:
            Assignment.objects.create(person=users[name], role=role, unit=unit, home=home, criteria=criteria)
    return users
