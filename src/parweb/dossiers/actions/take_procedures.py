"""Take the catalogue of procedures from a workbook: read and compared first, then written all or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from parindex.numerals import parse_number
from parindex.text import fold
from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.audit.actions.record import record
from parweb.dossiers.models import Procedure, ProcedureUpload
from parweb.dossiers.permissions import may_keep_procedures_of
from parweb.units.forms.fields import DAYS
from parweb.units.models import Unit
from parweb.units.workbooks import Field, Line, RowProblem, repeated

FIELDS: Final = (
    Field("code", gettext_lazy("Mã thủ tục"), "1.001193", is_required=True),
    Field("name", gettext_lazy("Tên thủ tục"), "Đăng ký khai sinh", is_required=True),
    Field("field", pgettext_lazy("procedure", "Lĩnh vực"), "Hộ tịch", is_required=True),
    Field("government", gettext_lazy("Cấp giải quyết"), "Cấp xã", is_required=True),
    Field("online_level", gettext_lazy("Mức dịch vụ công"), "Toàn trình", is_required=True),
    Field("legal_days", gettext_lazy("Thời hạn (ngày làm việc)"), "1"),
    Field("has_fee", gettext_lazy("Có phí, lệ phí"), "không"),
    Field("announced_on", gettext_lazy("Ngày công bố"), "01/07/2025"),
    Field("opened_on", gettext_lazy("Ngày công khai"), "02/07/2025"),
    Field("reviewed_on", gettext_lazy("Ngày rà soát"), ""),
    Field("ended_on", gettext_lazy("Ngày bãi bỏ"), ""),
)
_TITLES: Final = {one.key: one.title for one in FIELDS}
_TEXTS: Final = {"code": 60, "name": 500, "field": 200}
_DAYS: Final = ("announced_on", "opened_on", "reviewed_on", "ended_on")
_GOVERNMENTS: Final = {
    "province": ("tinh", "cap tinh"),
    "district": ("huyen", "cap huyen", "quan", "cap quan"),
    "commune": ("xa", "cap xa", "phuong", "cap phuong"),
    "linked": ("lien thong", "thu tuc lien thong"),
}
_LEVELS: Final = {
    2: ("2", "muc 2", "muc do 2", "thong tin", "cung cap thong tin", "cung cap thong tin truc tuyen", "1"),
    3: ("3", "muc 3", "muc do 3", "mot phan", "truc tuyen mot phan", "dvc mot phan"),
    4: ("4", "muc 4", "muc do 4", "toan trinh", "truc tuyen toan trinh", "dvc toan trinh"),
}
_TRUTHS: Final = {True: ("co", "x", "1", "true", "yes"), False: ("", "khong", "0", "false", "no")}
_MOST_DAYS: Final = 3650
_KEPT: Final = timedelta(days=7)
_COLUMNS: Final = tuple(one.key for one in FIELDS)


class AlreadyTaken(Exception):  # noqa: N818  # it says what happened
    """The workbook was taken in already."""


def read_procedures(
    person: Person, owner: Unit, lines: Sequence[Line], name: str, at: datetime
) -> tuple[ProcedureUpload | None, list[RowProblem]]:
    """Compare the rows of a workbook with the catalogue and keep them to be looked at.

    Problems: HS201 a code in several rows, HS202 level of government, HS203 online level, HS204 a day,
    HS205 a term, HS206 a text that is too long, HS207 neither yes nor no. With any, nothing is kept.
    """
    require(may_keep_procedures_of(person, owner, at))
    problems = [
        line.problem("HS201", _TITLES["code"], _("Mã này có ở nhiều dòng của tệp."))
        for rows in repeated(lines, "code").values()
        for line in rows
    ]
    read: list[dict[str, Any]] = []
    for line in lines:
        columns, wrong = _read(line)
        problems += wrong
        read.append(columns)
    if problems:
        return None, sorted(problems, key=lambda one: one.row or 0)
    known = {one.code: one for one in Procedure.objects.filter(owner=owner)}
    rows = [columns | {"verdict": _verdict(known.get(columns["code"]), columns)} for columns in read]
    kept = ProcedureUpload.objects.create(
        owner=owner, file_name=name[:255], rows=rows, made_at=at, made_by_id=person.account_id
    )
    return kept, []


def take_procedures(person: Person, upload: ProcedureUpload, at: datetime) -> dict[str, int]:
    """Write what was looked at; give how many are new and how many changed. Others stay as they are."""
    require(may_keep_procedures_of(person, upload.owner, at))
    with transaction.atomic():
        if not ProcedureUpload.objects.filter(pk=upload.pk, applied_at=None).update(applied_at=at):
            raise AlreadyTaken
        wanted = [row for row in upload.rows if row["verdict"] != "same"]
        Procedure.objects.bulk_create(
            [_procedure(upload.owner, row) for row in wanted],
            update_conflicts=True,
            unique_fields=["owner", "code"],
            update_fields=[*(name for name in _COLUMNS if name != "code"), "name_fold"],
            batch_size=500,
        )
        counts = {one: sum(row["verdict"] == one for row in upload.rows) for one in ("new", "change")}
        told: dict[str, Any] = {"target": upload, "unit_id": upload.owner_id}
        record(person.actor, "dossiers.take_procedures", at, after=counts, **told)
    return counts


def forget_old_uploads(at: datetime) -> int:
    """Forget workbooks that were looked at a week ago or before; give how many."""
    gone, _each = ProcedureUpload.objects.filter(made_at__lt=at - _KEPT).delete()
    return gone


def _procedure(owner: Unit, row: Mapping[str, Any]) -> Procedure:
    given: dict[str, Any] = {name: row[name] for name in _COLUMNS}
    for name in _DAYS:
        given[name] = date.fromisoformat(row[name]) if row[name] else None
    given["legal_days"] = Decimal(row["legal_days"]) if row["legal_days"] else None
    return Procedure(owner=owner, name_fold=fold(row["name"])[:500], **given)


def _verdict(known: Procedure | None, columns: Mapping[str, Any]) -> str:
    if known is None:
        return "new"
    return "same" if all(_plain(getattr(known, name)) == columns[name] for name in _COLUMNS) else "change"


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return _term_text(value)
    return value


def _term_text(value: Decimal) -> str:
    return format(value.normalize(), "f")


def _read(line: Line) -> tuple[dict[str, Any], list[RowProblem]]:
    cells, problems = line.cells, []
    columns: dict[str, Any] = {name: cells[name] for name in _TEXTS}
    for name, most in _TEXTS.items():
        if len(cells[name]) > most:
            problems.append(line.problem("HS206", _TITLES[name], _("Ô này quá dài.")))
    for name, code, known, labels in (
        ("government", "HS202", _GOVERNMENTS, Procedure.Government.choices),
        ("online_level", "HS203", _LEVELS, Procedure.Online.choices),
        ("has_fee", "HS207", _TRUTHS, ()),
    ):
        columns[name] = _named(cells[name], known, dict(labels))
        if columns[name] is None:
            what = _("“{text}” không có trong danh mục.").format(text=cells[name])
            problems.append(line.problem(code, _TITLES[name], what, _("Ghi như trong tệp mẫu.")))
    for name in _DAYS:
        columns[name], wrong = _day(line, name)
        problems += wrong
    columns["legal_days"], wrong = _term(line)
    return columns, problems + wrong


def _named(text: str, known: Mapping[Any, tuple[str, ...]], labels: Mapping[Any, Any]) -> Any:
    """Give the code that a text names, by one of its words or as exports write it; None where none."""
    said = fold(text)
    for code, words in known.items():
        if said in (str(code), fold(str(labels.get(code, ""))) or None) or said in words:
            return code
    return None


def _day(line: Line, name: str) -> tuple[str | None, list[RowProblem]]:
    text = line.cells[name]
    if not text:
        return None, []
    for shape in DAYS:
        try:
            return datetime.strptime(text, shape).date().isoformat(), []  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
    return None, [line.problem("HS204", _TITLES[name], _("Không phải ngày dạng dd/mm/yyyy."))]


def _term(line: Line) -> tuple[str | None, list[RowProblem]]:
    text = line.cells["legal_days"]
    if not text:
        return None, []
    number = parse_number(text, "comma")
    if number is None:  # a workbook's own number, written by the reader with a point
        number = parse_number(text, "point")
    if number is None or not 0 <= number <= _MOST_DAYS:
        what = _("Không phải số ngày từ 0 đến 3650.")
        return None, [line.problem("HS205", _TITLES["legal_days"], what)]
    return _term_text(round(Decimal(number), 2)), []
