"""The league of twenty communes of 2022 (huyện Ninh Giang): Xã Đồng Tâm's published figures, others made up.

Source of the figures: the publication of Xã Đồng Tâm of 11/4/2023, as kept beside the edition.
"""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from parindex.frameworks.registry import find
from parindex.reports.demonstration import EDITION, LEAGUE_FILE, MARK
from parindex.text import fold
from parweb.accounts.models import User
from parweb.accounts.roles import Role
from parweb.appraisals.models import Appraisal
from parweb.assessments.layout import FED_BY, layout_of
from parweb.assessments.models import FedValue
from parweb.demonstration.editions import adopt
from parweb.demonstration.people import acting
from parweb.demonstration.publishing import publish
from parweb.results.models import Publication
from parweb.results.states import PublicationKind
from parweb.rounds.actions.close_round import close_round
from parweb.rounds.actions.make_round import make_round
from parweb.rounds.actions.open_round import open_round
from parweb.rounds.calendar import proposed
from parweb.rounds.models import Participant, Round
from parweb.rounds.states import ParticipantState
from parweb.units.actions.make_group import make_group
from parweb.units.actions.make_unit import new_unit
from parweb.units.actions.set_members import add_members
from parweb.units.models import Assignment, Unit

BEGUN: Final = datetime(2022, 8, 1, 1, tzinfo=UTC)
DECIDED: Final = datetime(2023, 3, 16, 2, tzinfo=UTC)
LAST_DAY: Final = date(2025, 6, 30)
NUMBER: Final = "766/QĐ-UBND"
NOTE: Final = (
    "Chỉ số liệu của Xã Đồng Tâm là số liệu thật, theo công bố ngày 11/4/2023 của UBND xã; 19 xã còn lại là "
    "số liệu tổng hợp, ghi (minh họa) sau tên, không phải kết quả của xã nào."
)


def make_league(password: str) -> Publication:
    """Make units, the round of 2022 and its publication; ``password`` is the hash of its managers' password.

    The district and its communes ended on 30/6/2025.
    """
    district = _district()
    managers = [_manager(district, number, password) for number in (1, 2)]
    preparing, approving = (acting(user, BEGUN) for user in managers)
    rows = list(csv.DictReader((find(EDITION).folder / LEAGUE_FILE).read_text(encoding="utf-8").splitlines()))
    units = {row["unit_id"]: _commune(district, row["name"], number) for number, row in enumerate(rows, 1)}
    league = make_group(
        preparing, district, kind="league", name="Các xã, thị trấn huyện Ninh Giang", at=BEGUN
    )
    add_members(preparing, league, units.values(), at=BEGUN)
    round_ = make_round(
        preparing,
        name="Chỉ số CCHC năm 2022 của UBND các xã, thị trấn huyện Ninh Giang",
        year=2022,
        edition=adopt(preparing, EDITION, BEGUN),
        league=league,
        calendar=proposed(2022, UTC),
        at=BEGUN,
        is_demonstration=True,
    )
    open_round(preparing, round_, at=BEGUN)
    _values(round_, {units[row["unit_id"]].pk: row for row in rows}, managers[0])
    publication = publish(
        round_,
        preparing,
        approving,
        DECIDED,
        kind=PublicationKind.FINAL,
        number=NUMBER,
        on=DECIDED.date(),
        signer="UBND huyện Ninh Giang",
        note=NOTE,
    )
    close_round(preparing, round_, at=DECIDED + timedelta(days=1))
    return publication


def _district() -> Unit:
    ended: dict[str, Any] = {"valid_to": LAST_DAY, "source": "minh họa", "is_demonstration": True}
    province = new_unit(
        None, kind=Unit.Kind.PROVINCE, name="Tỉnh Hải Dương (đến 30/6/2025)", order=900, **ended
    )
    return new_unit(province, kind=Unit.Kind.DISTRICT, name="Huyện Ninh Giang (đến 30/6/2025)", **ended)


def _commune(district: Unit, name: str, number: int) -> Unit:
    source = "minh họa" if MARK in name else "Công bố ngày 11/4/2023 của UBND xã Đồng Tâm"
    return new_unit(
        district,
        kind=Unit.Kind.COMMUNE,
        name=name,
        order=number,
        valid_to=LAST_DAY,
        source=source,
        is_demonstration=True,
    )


def _manager(district: Unit, number: int, password: str) -> User:
    name = f"Phòng Nội vụ Ninh Giang {number} (minh họa)"
    user = User(
        username=f"ninhgiang{number}",
        full_name=name,
        full_name_fold=fold(name),
        email=f"ninhgiang{number}@minhhoa.example",
        password=password,
    )
    user.save()
    Assignment.objects.create(person=user, role=Role.MANAGER, unit=district)
    return user


def _values(round_: Round, rows: dict[int, dict[str, str]], by: User) -> None:
    leaves = layout_of(round_.edition).leaves
    decisions, fed = [], []
    for participant in round_.participants.all():
        row = rows[participant.unit_id]
        for code, leaf in leaves.items():
            if leaf.scored_by in FED_BY:
                fed.append(_fed(participant, code, row[code], by))
            else:
                decisions.append(_decision(participant, code, row[code], by))
    Appraisal.objects.bulk_create(decisions)
    FedValue.objects.bulk_create(fed)
    round_.participants.update(
        state=ParticipantState.DECIDED, signed_at=BEGUN, submitted_at=BEGUN, leaves_appraised_1=8
    )


def _decision(participant: Participant, code: str, points: str, by: User) -> Appraisal:
    return Appraisal(
        participant=participant,
        criterion_id=code,
        stage=1,
        decision="set",
        set_points=Decimal(points),
        points=Decimal(points),
        reason="Theo bảng điểm đã công bố",
        at=DECIDED,
        by=by,
    )


def _fed(participant: Participant, code: str, points: str, by: User) -> FedValue:
    return FedValue(
        participant=participant,
        criterion_id=code,
        inputs={"points": points},
        source="survey",
        source_note="Theo bảng điểm đã công bố",
        imported_at=DECIDED,
        imported_by=by,
    )
