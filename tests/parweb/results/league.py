"""The league of twenty communes of seed 001 as a round: Xã Đồng Tâm's published figures, the others illustrative."""

import csv
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.utils.text import slugify

from parindex.frameworks.registry import find
from parindex.reports.demonstration import EDITION, LEAGUE_FILE, MARK
from parweb.accounts.models import User
from parweb.accounts.person import Person
from parweb.accounts.roles import Role
from parweb.appraisals.models import Appraisal
from parweb.assessments.models import FedValue
from parweb.results.actions.approve_publication import approve_publication
from parweb.results.actions.make_run import make_run
from parweb.results.actions.prepare_publication import Particulars, prepare_publication
from parweb.results.models import Publication, Run
from parweb.results.states import PublicationKind
from parweb.rounds.models import Participant, Round
from parweb.rounds.states import RoundState
from parweb.units.models import Assignment, Group, Membership, Unit
from parweb.units.queries import person_of
from tests.parweb.cast import NOW, adopt, make_unit, make_user


@dataclass
class League:
    """The district, its round and its two managers."""

    district: Unit
    units: dict[str, Unit]
    round: Round
    managers: list[User]
    officer: User

    def person(self, user: User) -> Person:
        return person_of(user, "127.0.0.1", NOW.date(), has_second_factor=True)

    @property
    def manager(self) -> Person:
        return self.person(self.managers[0])

    @property
    def other_manager(self) -> Person:
        return self.person(self.managers[1])

    @property
    def dong_tam(self) -> Unit:
        return self.units["dong-tam"]

    def run(self, at=NOW) -> Run:
        return make_run(self.manager, self.round, at)

    def publish(self, run: Run | None = None, at=NOW, **particulars) -> Publication:
        given = {
            "kind": PublicationKind.FINAL,
            "title": "Chỉ số CCHC năm 2022 của UBND các xã, thị trấn huyện Ninh Giang",
            "decision_number": "766/QĐ-UBND",
            "decision_on": NOW.date().replace(year=2023, month=3, day=16),
            "signer": "Chủ tịch UBND huyện",
        } | particulars
        prepared = prepare_publication(self.manager, run or self.run(at), Particulars(**given), at)
        return approve_publication(self.other_manager, prepared, at + timedelta(minutes=1))


def make_league() -> League:
    """Make the league with every value appraised, or fed where it comes from a survey."""
    district = make_unit("district", "Huyện Ninh Giang", code="299")
    managers = [make_user("noi_vu_1", "Nguyễn Thị Hoa"), make_user("noi_vu_2", "Đỗ Văn Bình")]
    for one in managers:
        Assignment.objects.create(person=one, role=Role.MANAGER, unit=district)
    text = (find(EDITION).folder / LEAGUE_FILE).read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    units = {
        row["unit_id"]: make_unit("commune", row["name"], district, f"299{number:02d}", number)
        for number, row in enumerate(rows, start=1)
    }
    for unit in units.values():
        unit.slug = slugify(unit.name_fold)
        unit.save(update_fields=["slug"])
    league = Group.objects.create(kind="league", name="Các xã, thị trấn", slug="ninh-giang", owner=district)
    for unit in units.values():
        Membership.objects.create(group=league, unit=unit, order=unit.order)
    _groups(district, units)
    officer = make_user("dong_tam", "Lê Văn An")
    Assignment.objects.create(person=officer, role=Role.OFFICER, unit=units["dong-tam"])
    round_ = Round.objects.create(
        name="Chỉ số CCHC cấp xã huyện Ninh Giang năm 2022",
        slug="ninh-giang-2022",
        year=2022,
        edition=adopt(EDITION, managers[0]),
        league=league,
        owner=district,
        state=RoundState.OPEN,
        created_at=NOW,
        created_by=managers[0],
    )
    for row in rows:
        _values(round_, units[row["unit_id"]], row, managers[0])
    return League(district, units, round_, managers, officer)


def _groups(district: Unit, units: dict[str, Unit]) -> None:
    names = ("Ven sông", "Nội đồng")
    groups = [
        Group.objects.create(kind="peer", family="vùng", name=name, slug=slug, owner=district)
        for name, slug in zip(names, ("ven-song", "noi-dong"), strict=True)
    ]
    for number, unit in enumerate(units.values()):
        Membership.objects.create(group=groups[number % 2], unit=unit, order=number)


def _values(round_: Round, unit: Unit, row: dict[str, str], by: User) -> None:
    participant = Participant.objects.create(
        round=round_, unit=unit, order=unit.order, signed_at=NOW, leaves_total=10
    )
    surveyed = ("8.2", "8.3")
    for code in (code for code in row if code not in ("unit_id", "name", *surveyed)):
        Appraisal.objects.create(
            participant=participant, criterion_id=code, stage=1, decision="set", at=NOW, by=by,
            set_points=Decimal(row[code]), reason="Theo bảng điểm đã công bố",
        )  # fmt: skip
    for code in surveyed:
        FedValue.objects.create(
            participant=participant, criterion_id=code, inputs={"points": row[code]}, source="survey",
            source_note="Điều tra XHH", imported_at=NOW, imported_by=by,
        )  # fmt: skip


def is_illustrative(unit: Unit) -> bool:
    """Tell whether a commune is made up."""
    return MARK in unit.name
