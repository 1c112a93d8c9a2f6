"""Stages on which stories begin: ``python -m tests.e2e.stages <stage>`` writes one into the database set.

What a stage prints is JSON for the story.
"""

from __future__ import annotations

import csv
import json
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

django.setup()

import numpy as np  # noqa: E402
import polars as pl  # noqa: E402
from django.conf import settings  # noqa: E402  # Django must be set up first
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from parindex.synthetic import synthetic_values  # noqa: E402
from parweb.accounts.models import User  # noqa: E402
from parweb.accounts.roles import Role  # noqa: E402
from parweb.assessments.layout import layout_of  # noqa: E402
from parweb.assessments.models import Answer, Entry  # noqa: E402
from parweb.frameworks.queries import outline_of  # noqa: E402
from parweb.jobs.models import Job  # noqa: E402
from parweb.results.actions import collect  # noqa: E402
from parweb.results.actions.approve_publication import approve_publication  # noqa: E402
from parweb.results.actions.make_run import make_run  # noqa: E402
from parweb.results.actions.prepare_publication import Particulars, prepare_publication  # noqa: E402
from parweb.results.states import PublicationKind  # noqa: E402
from parweb.rounds.models import Participant, Phase, Round  # noqa: E402
from parweb.units.models import Assignment, Group, Membership, Unit  # noqa: E402
from tests.e2e import survey_stage  # noqa: E402
from tests.parweb import cast as people  # noqa: E402

LEAGUE = Path("frameworks/commune-hai-duong/2022/demo/league-2022.csv")


def blank() -> Any:
    """A database as migrations leave it, and the static files of a server: both by one start of Django."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def cast() -> Any:
    """The small province of the site's tests, with a round that is open now."""
    made = people.make_cast()
    open_now(made.round)
    return {"participants": [one.pk for one in made.participants]}


def open_now(round_: Round) -> None:
    """Move the calendar so that self-scoring began five days ago."""
    shift = timezone.now() - people.NOW
    for phase in Phase.objects.filter(round=round_):
        phase.opens_at += shift
        phase.closes_at += shift
        phase.save()


def ninh_giang() -> Any:
    """Twenty communes of a league, one account each that is officer and leader; nothing adopted, no round.

    Their points are those of the library's demonstration: Xã Đồng Tâm's are published (seed 001).
    """
    district = people.make_unit("district", "Huyện Ninh Giang", code="297")
    office = people.make_unit("division", "Phòng Nội vụ", district, order=1)
    league = Group.objects.create(kind="league", name="Các xã, thị trấn", slug="cac-xa", owner=district)
    for name, full_name, role in [
        ("manager", "Nguyễn Thị Hoa", Role.MANAGER),
        ("manager2", "Đỗ Văn Bình", Role.MANAGER),
        ("appraiser", "Ngô Thị Lan", Role.APPRAISER),
    ]:
        user = people.make_user(name, full_name)
        Assignment.objects.create(person=user, role=role, unit=district, home=office)
    rows = list(csv.DictReader(LEAGUE.open(encoding="utf-8")))
    for number, row in enumerate(rows, start=1):
        unit = people.make_unit("commune", row["name"], district, f"97{number:03}", 10 + number)
        Membership.objects.create(group=league, unit=unit, order=number)
        user = people.make_user(f"xa{number}", f"Cán bộ {row['name']}")
        for role in (Role.OFFICER, Role.LEADER):
            Assignment.objects.create(person=user, role=role, unit=unit)
    return [
        row | {"account": f"xa{number}", "code": f"97{number:03}"} for number, row in enumerate(rows, start=1)
    ]


def crowd() -> Any:
    """Forty communes in the open round, each with an officer who is signed in; half of them ready to hand in."""
    made = people.make_cast()
    open_now(made.round)
    layout = layout_of(made.edition)
    found = []
    for number in range(40):
        unit = people.make_unit("commune", f"Xã Đông {number}", made.province, f"98{number:03}", 100 + number)
        officer = User(username=f"o{number}", full_name=f"Cán bộ {number}", email=f"o{number}@example.vn")
        officer.set_unusable_password()
        officer.save()
        Assignment.objects.create(person=officer, role=Role.OFFICER, unit=unit)
        participant = Participant.objects.create(
            round=made.round, unit=unit, order=unit.order, leaves_total=made.edition.leaves
        )
        is_ready = number % 2 == 1
        if is_ready:
            fill_in(participant, officer, list(layout.own))
        found.append(
            {
                "participant": participant.pk,
                "session": session_of(officer),
                "is_ready": is_ready,
                "leaves": list(layout.own),
            }
        )
    return found


def fill_in(participant: Participant, officer: User, codes: list[str]) -> None:
    """Give every leaf an answer that the gate lets through."""
    participant.state = "in_progress"
    participant.save()
    entry = Entry.objects.create(participant=participant)
    Answer.objects.bulk_create(
        Answer(
            entry=entry,
            criterion_id=code,
            standing="measured",
            set_points=0,
            set_reason="chưa có kết quả",
            explanation="giải trình",
            updated_at=timezone.now(),
            updated_by=officer,
        )
        for code in codes
    )


def session_of(user: User) -> str:
    """Sign a person in and give the cookie."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.set_expiry(timedelta(hours=1))
    session.save()
    return str(session.session_key)


def large(count: str) -> Any:
    """A published round of many communes with synthetic values, and the entries of eight officers."""
    made = people.make_cast()
    open_now(made.round)
    more = [
        Unit(
            kind="commune",
            code=f"9{number:05d}",
            name=f"Xã Số {number}",
            name_fold=f"xa so {number}",
            slug=f"xa-so-{number}",
            parent=made.province,
            path="/",
            order=100 + number,
        )
        for number in range(int(count) - len(made.communes))
    ]
    Unit.objects.bulk_create(more)
    for unit in more[:OFFICERS]:
        Unit.objects.filter(pk=unit.pk).update(path=f"{made.province.path}{unit.pk}/")
    Participant.objects.bulk_create(
        Participant(round=made.round, unit=unit, order=unit.order, leaves_total=90) for unit in more
    )
    slug = published(made)
    officers = [officer_of(unit, number) for number, unit in enumerate(more[:OFFICERS])]
    own = layout_of(made.edition).own.items()
    leaf = next(code for code, one in own if [spec.name for spec in one.node.inputs()] == list(SHARE))
    return {"publication": slug, "officers": officers, "leaf": leaf}


OFFICERS = 8
SHARE = ("numerator", "denominator")


def officer_of(unit: Unit, number: int) -> dict[str, Any]:
    """Give a commune an officer who is signed in."""
    officer = people.make_user(f"cb{number}", f"Cán bộ {number}")
    Assignment.objects.create(person=officer, role=Role.OFFICER, unit=unit)
    return {"participant": Participant.objects.get(unit=unit).pk, "session": session_of(officer)}


def published(made: people.Cast) -> str:
    """Score synthetic values, publish them by two people, and give the address of the publication."""
    edition = outline_of(made.edition).edition

    def synthetic(round_: Round) -> pl.DataFrame:
        ids = round_.participants.order_by("order", "pk").values_list("unit", flat=True)
        units = pl.DataFrame({"unit_id": [str(pk) for pk in ids]})
        return synthetic_values(edition, units, np.random.default_rng(7))

    collect.self_values = synthetic  # type: ignore[assignment]  # values of a benchmark
    now = timezone.now()
    manager, other = made.person("manager", now), made.person("manager2", now)
    run = make_run(manager, made.round, now)
    told = Particulars(
        PublicationKind.FINAL, "Kết quả", decision_number="1/QĐ", decision_on=now.date(), signer="Chủ tịch"
    )
    return str(approve_publication(other, prepare_publication(manager, run, told, now), now).slug)


def drawn() -> Any:
    """How many units' charts of the last publication are drawn, and of how many."""
    job = Job.objects.filter(kind="portal.draw_charts").order_by("pk").last()
    return [job.done, job.total] if job else [0, 0]


def what_is_kept() -> Any:
    """What stands in the database: notes by participant and leaf, and who has handed in."""
    notes = Answer.objects.exclude(note="").values_list("entry__participant", "criterion_id", "note")
    submitted = Participant.objects.filter(state="submitted").values_list("pk", flat=True)
    return {"notes": [list(one) for one in notes], "submitted": list(submitted)}


def answers() -> Any:
    """What stands in the database of every answer, by criterion: inputs, exact points, how often it was saved."""
    found = Answer.objects.order_by("entry", "criterion_id")
    return {
        one.criterion_id: {
            "inputs": one.inputs,
            "points": None if one.points is None else f"{one.points.normalize():f}",
            "standing": one.standing,
            "revision": one.revision,
        }
        for one in found
    }


STAGES = {
    "answers": answers,
    "blank": blank,
    "cast": cast,
    "drawn": drawn,
    "large": large,
    "ninh_giang": ninh_giang,
    "crowd": crowd,
    "fieldwork": survey_stage.fieldwork,
    "survey_answers": survey_stage.answered,
    "survey_counts": survey_stage.counts,
    "survey_respondents": survey_stage.respondents,
    "survey_points": survey_stage.points,
    "survey_taken": survey_stage.taken,
    "survey_kiosk": survey_stage.kiosk,
    "what_is_kept": what_is_kept,
}

if __name__ == "__main__":
    sys.stdout.write(json.dumps(STAGES[sys.argv[1]](*sys.argv[2:])))
