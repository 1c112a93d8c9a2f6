"""A form as a file that somebody sends: XLSForm or YAML, told apart by what is in it; and a form as YAML."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import yaml

from parindex.errors import Place, Problem, ProblemsFound
from parindex.frameworks.digest import plain_decimal
from parindex.frameworks.yaml_lines import parse
from parindex.language import N_
from parindex.surveys.instruments import kinds
from parindex.surveys.instruments.checks import check
from parindex.surveys.instruments.loading import LoadedInstrument, instrument_from
from parindex.surveys.instruments.model import Instrument
from parindex.surveys.instruments.xlsform.kinds import REFUSED_BY_ODK, WARNED_BY_ODK
from parindex.surveys.instruments.xlsform.reading import ReadForm, xlsform_from
from parindex.surveys.instruments.xlsform.writing import xform

_ZIP: Final = b"PK\x03\x04"
_OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0"
MOST_TEXT: Final = 1 << 20
"""Bytes of a form as YAML; the longest shipped form has about 30,000."""
MOST_UNPACKED: Final = 50 << 20
"""Bytes of a workbook when it is unpacked."""
MOST_COLUMNS: Final = 1_000
"""Columns of answers of one form: more is no form that a person answers."""


def read_form(
    raw: bytes, name: str, year: int | None = None, reserved: frozenset[str] = frozenset()
) -> ReadForm:
    """Read a form that somebody sent, an XLSForm workbook or YAML; ``name`` is what they call the file.

    ``year`` is that of the form where a workbook does not say it; ``reserved`` are names, in small letters,
    that no question may have where the form will be asked. Raises :class:`ProblemsFound` with every
    problem at its place: sheet, row and column of a workbook, line of a YAML. What the form reads as opens
    in ODK.

    >>> form = "{id: hoi-nhanh, year: 2026, title: Hỏi nhanh, questions: [{id: q1, kind: text, label: Gì?}]}"
    >>> read_form(form.encode(), "hoi-nhanh.yaml").instrument.ref
    'hoi-nhanh@2026'
    """
    place = Place(file=name)
    found = _found(raw, place, year, reserved)
    _refuse_too_long(found.instrument, place)
    return found


def _found(raw: bytes, place: Place, year: int | None, reserved: frozenset[str]) -> ReadForm:
    if raw.startswith(_ZIP):
        _refuse_large_archive(raw, place)
        return xlsform_from(raw, place, year, reserved)
    return _from_yaml(raw, place, reserved)


def _refuse_large_archive(raw: bytes, place: Place) -> None:
    """Refuse what would unpack to far more than a form; the reader of workbooks counts what does unpack."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            size = sum(one.file_size for one in archive.infolist())
    except zipfile.BadZipFile:
        return  # the reader says what is wrong with it
    if size > MOST_UNPACKED:
        details = {"what": N_("số byte khi giải nén"), "given": size, "most": MOST_UNPACKED}
        raise ProblemsFound([Problem(kinds.TOO_LONG, place, details)])


def _from_yaml(raw: bytes, place: Place, reserved: frozenset[str]) -> ReadForm:
    name = place.file or ""
    if len(raw) > MOST_TEXT:
        details = {"what": N_("số byte"), "given": len(raw), "most": MOST_TEXT}
        raise ProblemsFound([Problem(kinds.TOO_LONG, place, details)])
    document = parse(_text(raw, place), name)
    form = instrument_from(document)
    problems = check(LoadedInstrument(form, document, folder=Path(name)), reserved=reserved)
    if not any(one.is_error for one in problems):
        problems += _asked_of_odk(form, place)
    if any(one.is_error for one in problems):
        raise ProblemsFound(problems)
    return ReadForm(form, tuple(problems))


def _text(raw: bytes, place: Place) -> str:
    """Give the text of a YAML file; what is neither text nor a workbook is refused."""
    reason = N_("không phải YAML hay sổ XLSForm (.xlsx)")
    if not raw.startswith(_OLD_EXCEL) and b"\0" not in raw:
        try:
            return raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            reason = N_("không phải UTF-8")
    raise ProblemsFound([Problem(kinds.NOT_A_FORM, place, {"reason": reason})])


def _asked_of_odk(form: Instrument, place: Place) -> list[Problem]:
    made = xform(form)
    if made.refused:
        return [Problem(REFUSED_BY_ODK, place, {"said": made.refused})]
    return [Problem(WARNED_BY_ODK, place, {"said": said}) for said in made.warnings]


def _refuse_too_long(form: Instrument, place: Place) -> None:
    if len(form.columns) > MOST_COLUMNS:
        details = {"what": N_("số cột trả lời"), "given": len(form.columns), "most": MOST_COLUMNS}
        raise ProblemsFound([Problem(kinds.TOO_LONG, place, details)])


def form_yaml(form: Instrument) -> str:
    """Give a form as the text of its ``instrument.yaml``; it reads back as the same form.

    >>> from parindex.surveys.instruments.registry import load_instrument
    >>> kiosk = load_instrument("one-stop-kiosk@2026")
    >>> read_form(form_yaml(kiosk).encode(), "kiosk.yaml").instrument == kiosk
    True
    """
    data = form.model_dump(mode="python", by_alias=True, exclude_defaults=True, exclude_none=True)
    if form.index is not None:
        data.setdefault("index", {})
    return yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)


class _Dumper(yaml.SafeDumper):
    """Writes numbers exactly, and never an alias."""

    def ignore_aliases(self, _data: Any) -> bool:
        """Say everything in full: people read the file."""
        return True


def _number(dumper: yaml.SafeDumper, value: Decimal) -> yaml.ScalarNode:
    text = plain_decimal(value)
    return dumper.represent_scalar(f"tag:yaml.org,2002:{'float' if '.' in text else 'int'}", text)


_Dumper.add_representer(Decimal, _number)
