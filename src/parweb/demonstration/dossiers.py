"""Synthetic dossiers of the demonstration province: made, handed over, imported and fed as real ones are."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

import polars as pl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from parindex.dossiers.records import FIELDS
from parindex.dossiers.synthetic import Plan, procedures_of, synthetic_dossiers
from parindex.text import fold
from parweb.accounts.person import Person
from parweb.assessments.actions.fill_fed_leaves import fill_fed_leaves
from parweb.demonstration.people import Province
from parweb.dossiers.actions.bind_leaves import bind_leaves
from parweb.dossiers.actions.hand_over import hand_over
from parweb.dossiers.actions.keep_source import make_source
from parweb.dossiers.actions.run_import import run_import
from parweb.dossiers.feeding import SOURCE
from parweb.dossiers.kept import opened
from parweb.dossiers.models import Import, Procedure, Source, UnitCode
from parweb.dossiers.offered import fed_leaves, suggested
from parweb.jobs.actions.start import start
from parweb.jobs.registry import Progress
from parweb.rounds.models import Round
from parweb.units.models import Unit

KIND: Final = "demonstration.dossiers"
COUNT: Final = 40_000
MONTHS: Final = 14
PROCEDURES: Final = 120
FIELD_NAMES: Final = (
    "Hộ tịch",
    "Chứng thực",
    "Đất đai",
    "Bảo trợ xã hội",
    "Người có công",
    "Hoạt động xây dựng",
    "Đăng ký kinh doanh hộ",
    "Giáo dục và Đào tạo",
    "Văn hóa",
    "Y tế dự phòng",
    "Nông nghiệp",
    "Thi đua - Khen thưởng",
)
_NOT_PUBLIC, _REVIEWED = 20, 2
"""Every twentieth procedure is not made public yet, every second one was reviewed this month."""
FILE_NAME: Final = "ho-so-minh-hoa.parquet"
_NAME: Final = "Hệ thống một cửa (hồ sơ minh họa)"


def make_dossiers(province: Province, round_: Round, today: datetime, seed: int) -> None:
    """Make source, codes, catalogue and bindings; the dossiers come in by work in the background."""
    manager = province.person("quanly", today)
    source = make_source(manager, province.unit, _NAME, today, is_demonstration=True)
    units = [*province.communes, *province.wards]
    plan = plan_of(timezone.localdate(today), len(units))
    codes = plan.unit_ids()
    UnitCode.objects.bulk_create(
        UnitCode(source=source, code=code, unit=unit) for code, unit in zip(codes, units, strict=True)
    )
    _catalogue(province.unit, plan)
    first, last = date(round_.year, 1, 1), date(round_.year, 12, 31)
    asked = {leaf.code: suggested(leaf) for leaf in fed_leaves(round_)}
    chosen = {code: (measure, first, last) for code, measure in asked.items() if measure}
    bind_leaves(manager, round_, chosen, today)
    told = {"source_id": source.pk, "round_id": round_.pk, "seed": seed, "today": today.isoformat()}
    start(KIND, told, by=manager.user_id, at=today)


def _catalogue(owner: Unit, plan: Plan) -> None:
    """Make a catalogue of the procedures that the dossiers are about; every name says that it is made up."""
    rows = [_procedure(owner, plan, *row) for row in enumerate(procedures_of(plan).iter_rows(named=True), 1)]
    Procedure.objects.bulk_create(rows)


def _procedure(owner: Unit, plan: Plan, number: int, told: Mapping[str, Any]) -> Procedure:
    """Make one: most are made public and reviewed, some are not, so that the filters find something."""
    field = FIELD_NAMES[told["field"]]
    name = f"Thủ tục {number} về {field.lower()} (minh họa)"
    return Procedure(
        owner=owner,
        code=told["code"],
        name=name,
        name_fold=fold(name),
        field=field,
        government=Procedure.Government.COMMUNE,
        online_level=told["level"],
        legal_days=told["legal_days"],
        has_fee=told["has_fee"],
        announced_on=plan.start,
        opened_on=None if number % _NOT_PUBLIC == 0 else plan.start,
        reviewed_on=plan.as_of.replace(day=1) if number % _REVIEWED == 0 else None,
        is_demonstration=True,
    )


def plan_of(today: date, units: int) -> Plan:
    """Say what is made: dossiers of the months up to a day, for so many units."""
    months = today.year * 12 + today.month - MONTHS
    first = date(months // 12, months % 12 + 1, 1)
    return Plan(
        first, today, today, units=units, procedures=PROCEDURES, fields=len(FIELD_NAMES), province="H42"
    )


def import_dossiers(
    person: Person, source: Source, round_: Round, today: datetime, seed: int, progress: Progress
) -> dict[str, Any]:
    """Make the dossiers, import them as a file that was handed over, and fill the bound leaves from them.

    A second time (a worker was killed) nothing is imported or filled twice.
    """
    now = timezone.now()
    batch = Import.objects.filter(source=source, file_name=FILE_NAME).first()  # people may have been faster
    if batch is None:
        units = source.unit_codes.count()
        file = as_file(plan_of(timezone.localdate(today), units), seed)
        batch = hand_over(person, source, [file], now)
    report = run_import(batch, person, now, progress)
    opened().cube()
    filled = fill_fed_leaves(person, round_, SOURCE, now)
    return {"imported": report["new"], "filled": filled["new"] + filled["change"]}


def as_file(plan: Plan, seed: int) -> SimpleUploadedFile:
    """Give the dossiers as a file with the national names of the columns."""
    records = pl.concat(synthetic_dossiers(plan, COUNT, seed))
    named = {f"MH-L{number + 1:03d}": name for number, name in enumerate(FIELD_NAMES)}
    records = records.with_columns(pl.col("field").replace(named))
    target = io.BytesIO()
    records.rename({name: field.national for name, field in FIELDS.items()}).write_parquet(target)
    return SimpleUploadedFile(FILE_NAME, target.getvalue())
