"""Make the whole demonstration, once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction

from parweb.demonstration import plan, rounds
from parweb.demonstration.dossiers import make_dossiers
from parweb.demonstration.former_survey import make_former_survey
from parweb.demonstration.league_2022 import make_league
from parweb.demonstration.people import make_groups, make_province
from parweb.demonstration.surveys import make_survey
from parweb.demonstration.upkeep import leave_to_the_administrator
from parweb.inbox.models import Message
from parweb.rounds.models import Round

Tell = Callable[[str], None]
_FORGOTTEN = timedelta(days=14)
"""Older messages count as read, so that inboxes show what matters."""


def is_built() -> bool:
    """Tell whether the demonstration is there already."""
    return Round.objects.filter(is_demonstration=True).exists()


def build(today: datetime, seed: int, tell: Tell) -> bool:
    """Make the demonstration as of ``today``; all of it or nothing. False where it is there already.

    The same day and seed give the same figures, names and states.
    """
    if is_built():
        return False
    with transaction.atomic():
        tell("Năm 2022: 20 xã của huyện Ninh Giang (số liệu của Xã Đồng Tâm là thật)")
        password = make_password(plan.PASSWORD)  # hashed once: hashing is slow on purpose
        make_league(password)
        _province(today, seed, password, tell)
        Message.objects.filter(created_at__lt=today - _FORGOTTEN).update(read_at=today)
    return True


def _province(today: datetime, seed: int, password: str, tell: Tell) -> None:
    begun = today - timedelta(days=480)
    province = make_province(begun, seed, password)
    tell(f"{province.unit.name}: {len(province.communes)} xã, {len(province.wards)} phường")
    builder = rounds.Builder(province, today, seed)
    every, communes, wards = make_groups(province, province.person("quanly", begun), begun)
    tell("Kỳ năm trước: điều tra, chấm điểm, công bố")
    previous, former = rounds.make_last_year(builder, every)
    make_former_survey(province, previous, today, seed)
    rounds.publish_last_year(builder, previous)
    tell("Kỳ năm nay, các phường: kết quả dự kiến, một kiến nghị")
    rounds.make_appealed(builder, wards, previous, former)
    tell("Kỳ năm nay, các xã: đang thẩm định lần 1")
    half_way = rounds.make_half_way(builder, communes, previous, former)
    tell("Hồ sơ minh họa: nhập trong nền sau khi trang web chạy")
    make_dossiers(province, half_way, today, seed)
    tell("Đợt điều tra minh họa năm nay: đang thu phiếu")
    make_survey(province, half_way, today, seed)
    leave_to_the_administrator(province, today)
