"""A store filled through the real import, for the pages that show figures."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.utils import timezone

from parweb.dossiers.actions.begin_import import begin_import
from parweb.dossiers.actions.hand_over import hand_over
from parweb.dossiers.models import Import, Source, UnitCode
from parweb.units.models import Unit
from tests.parweb.cast import NOW, Cast
from tests.parweb.dossiers.samples import csv_file

HEADER = "Mã hồ sơ,Đơn vị,Mã TTHC,MaLinhVuc,Kênh,Ngày tiếp nhận,Hạn trả,Ngày kết thúc,Trạng thái,MucDo"


def row(
    number: int,
    unit: str,
    received: date,
    due: date,
    ended: date | None,
    *,
    procedure: str = "1.001193",
    field: str = "Hộ tịch",
    channel: str = "Trực tuyến",
    status: str = "",
) -> str:
    """One dossier; without an end it is in progress."""
    said = status or ("Đã trả kết quả" if ended else "Đang xử lý")
    end = f"{ended:%d/%m/%Y} 10:00" if ended else ""
    code = f"000.00.01.H99-{received:%y%m%d}-{number:04d}"
    return (
        f"{code},{unit},{procedure},{field},{channel},{received:%d/%m/%Y} 08:30,{due:%d/%m/%Y},{end},{said},4"
    )


def known_as(source: Source, unit: Unit, code: str) -> None:
    """Say how the one-stop system calls a unit."""
    UnitCode.objects.create(source=source, unit=unit, code=code)


def imported(cast: Cast, source: Source, lines: Iterable[str], capture, at: datetime = NOW) -> Import:
    """Import rows as a manager does."""
    batch = hand_over(cast.person("manager"), source, [csv_file(*lines, header=HEADER)], at)
    with capture(execute=True):
        begin_import(cast.person("manager"), batch, at)
    batch.refresh_from_db()
    assert batch.state == Import.State.DONE, batch.problems
    Import.objects.filter(pk=batch.pk).update(done_at=at)
    return batch


def days(first: date, count: int) -> list[date]:
    """Some working days from one on."""
    found = [first + timedelta(days=number) for number in range(count * 2)]
    return [day for day in found if day.weekday() < 5][:count]


def stand_at(monkeypatch, moment: datetime) -> None:
    """Let the site think that it is that moment."""
    monkeypatch.setattr(timezone, "now", lambda: moment)
