"""Units and people of the demonstration province: real communes from the register, made-up people."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime

from parindex.text import fold
from parweb.accounts.models import User
from parweb.accounts.person import Person
from parweb.accounts.roles import Role
from parweb.demonstration import plan
from parweb.demonstration.plan import DemoAccount
from parweb.units.actions.load_register import load_register
from parweb.units.actions.make_group import make_group
from parweb.units.actions.make_unit import new_unit
from parweb.units.actions.set_members import add_members
from parweb.units.models import Assignment, Group, Unit
from parweb.units.queries import person_of
from parweb.units.register import newest


@dataclass
class Province:
    """Everybody and everything of the province, by key."""

    unit: Unit
    communes: list[Unit]
    wards: list[Unit]
    units: dict[str, Unit]
    users: dict[str, User] = field(default_factory=dict)
    officers: dict[int, User] = field(default_factory=dict)
    leaders: dict[int, User] = field(default_factory=dict)
    appraisers: dict[str, User] = field(default_factory=dict)
    """By domain."""

    def person(self, username: str, at: datetime) -> Person:
        """Give somebody by user name, as actions know them."""
        return acting(self.users[username], at)


def acting(user: User, at: datetime) -> Person:
    """Give a person of the demonstration as actions know them."""
    return person_of(user, "127.0.0.1", at.date(), has_second_factor=True)


def make_province(at: datetime, seed: int, password: str) -> Province:
    """Load the province from the register, and make its departments, groups and people."""
    load_register(newest().of_province(plan.PROVINCE), at)
    top = Unit.objects.get(kind=Unit.Kind.PROVINCE, code=plan.PROVINCE, valid_to=None)
    below = Unit.objects.filter(parent=top, valid_to=None).order_by("order")
    communes = list(below.filter(kind=Unit.Kind.COMMUNE))
    wards = list(below.filter(kind=Unit.Kind.WARD))
    units = {plan.PROVINCE_KEY: top, **_departments(top)}
    units |= {plan.LATE: communes[0], plan.UNSIGNED: communes[1], plan.ASKED: communes[2]}
    units[plan.APPEALING] = wards[0]
    province = Province(top, communes, wards, units)
    _accounts(province, password, random.Random(seed))  # noqa: S311  # made-up names, from a seed
    return province


def _departments(top: Unit) -> dict[str, Unit]:
    return {
        key: new_unit(
            top, kind=Unit.Kind.DEPARTMENT, name=name, order=number, source="minh họa", is_demonstration=True
        )
        for number, (key, name, _) in enumerate(plan.DEPARTMENTS, start=1)
    }


def _accounts(province: Province, password: str, chance: random.Random) -> None:
    users, roles = [], []

    def add(account: DemoAccount, unit: Unit, home: Unit | None) -> User:
        user = _user(account, password)
        users.append(user)
        roles.append(
            Assignment(person=user, role=account.role, unit=unit, home=home, criteria=list(account.criteria))
        )
        return user

    for account in plan.ACCOUNTS:
        is_own = account.role in (Role.OFFICER, Role.LEADER)
        home = province.units[account.home]
        user = add(account, home if is_own else province.unit, None if is_own else home)
        province.users[account.username] = user
    for key, name, domains in plan.DEPARTMENTS:
        if domains:
            made = _made(f"thamdinh.{key}", Role.APPRAISER, f"Chuyên viên {name}", chance, domains)
            user = add(made, province.unit, province.units[key])
            province.appraisers |= dict.fromkeys(domains, user)
    for unit in (*province.communes, *province.wards):
        officer = _made(f"canbo.{unit.code}", Role.OFFICER, "Công chức Văn phòng", chance)
        leader = _made(f"lanhdao.{unit.code}", Role.LEADER, "Chủ tịch UBND", chance)
        province.officers[unit.pk] = add(officer, unit, None)
        province.leaders[unit.pk] = add(leader, unit, None)
    User.objects.bulk_create(users)
    Assignment.objects.bulk_create(roles)


def _made(
    username: str, role: Role, job: str, chance: random.Random, criteria: tuple[str, ...] = ()
) -> DemoAccount:
    parts = (plan.FAMILY_NAMES, plan.MIDDLE_NAMES, plan.GIVEN_NAMES)
    name = " ".join(chance.choice(part) for part in parts)
    return DemoAccount(username, name, role, "", job, "", criteria)


def _user(account: DemoAccount, password: str) -> User:
    return User(
        username=account.username,
        full_name=account.full_name,
        full_name_fold=fold(account.full_name),
        job_title=account.job_title,
        email=f"{account.username}@minhhoa.example",
        password=password,
    )


def make_groups(province: Province, person: Person, at: datetime) -> tuple[Group, Group, Group]:
    """Make the leagues (all, communes, wards) and the peer groups: kind of unit, and clusters in turn."""
    everybody = [*province.communes, *province.wards]
    leagues = (("Các xã, phường", everybody), ("Các xã", province.communes), ("Các phường", province.wards))
    every, communes, wards = (
        _group(province, person, Group.Kind.LEAGUE, name, units, at) for name, units in leagues
    )
    for name, units in (("Xã", province.communes), ("Phường", province.wards)):
        _group(province, person, Group.Kind.PEER, name, units, at, "loại đơn vị")
    for number in range(plan.CLUSTERS):
        name = f"Cụm thi đua {number + 1}"
        _group(province, person, Group.Kind.PEER, name, everybody[number :: plan.CLUSTERS], at, "cụm thi đua")
    return every, communes, wards


def _group(
    province: Province,
    person: Person,
    kind: str,
    name: str,
    units: list[Unit],
    at: datetime,
    family: str = "",
) -> Group:
    group = make_group(person, province.unit, kind=kind, name=name, at=at, family=family)
    add_members(person, group, units, at=at)
    return group
