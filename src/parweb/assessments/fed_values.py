"""Files of values that units do not type: read as the library reads them, compared with what stands."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

import polars as pl
from django.utils.translation import gettext as _

from parindex.language import Lang
from parindex.numerals import as_decimal
from parindex.reading.values import read_values
from parindex.tables import POINTS, UNITS
from parweb.assessments.inputs_html import values_text
from parweb.assessments.layout import Layout, layout_of
from parweb.assessments.models import FedValue
from parweb.assessments.workbook import unit_key
from parweb.frameworks.queries import loaded_edition
from parweb.rounds.models import Participant, Round

SOURCES: Final = ("survey", "dossier", "published")


@dataclass(frozen=True)
class FedRow:
    """One value of a file: whose, of which leaf, before, after; ``verdict``: new, change, same, refused."""

    participant: int
    unit: str
    code: str
    verdict: str
    inputs: dict[str, str] = field(default_factory=dict)
    standing: str = "measured"
    before: str = ""
    after: str = ""
    why: str = ""

    def as_row(self) -> dict[str, Any]:
        """Give plain data, as an upload keeps it."""
        return asdict(self)


def read_fed(raw: bytes, file_name: str, round_: Round, source: str, lang: Lang) -> list[FedRow]:
    """Read a file of values for the units of a round; raises ``ProblemsFound`` with every problem of it."""
    participants = {unit_key(one.unit): one for one in _participants(round_)}
    values = _values(raw, file_name, round_, participants, source)
    stored = FedValue.objects.filter(participant__round=round_, source=source)
    known = {(one.participant_id, one.criterion_id): one for one in stored}
    layout = layout_of(round_.edition)
    return [
        _row(layout, participants[unit], code, cells, known, lang)
        for (unit, code), cells in _grouped(values).items()
    ]


def _participants(round_: Round) -> Iterable[Participant]:
    return Participant.objects.filter(round=round_).select_related("unit").order_by("order", "pk")


def _values(
    raw: bytes, file_name: str, round_: Round, participants: Mapping[str, Participant], source: str
) -> pl.DataFrame:
    units = pl.DataFrame(
        {
            "unit_id": list(participants),
            "name": [one.unit.name for one in participants.values()],
            "league": [None] * len(participants),
        },
        schema=UNITS,
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(file_name).name
        path.write_bytes(raw)
        return read_values(path, loaded_edition(round_.edition), units, source=source).values


_Cells = list[tuple[str, float | None, str]]


def _grouped(values: pl.DataFrame) -> dict[tuple[str, str], _Cells]:
    found: dict[tuple[str, str], _Cells] = {}
    for unit, code, name, value, standing, _source in values.iter_rows():
        if standing != "missing":
            found.setdefault((unit, code), []).append((name, value, standing))
    return found


def _row(
    layout: Layout,
    participant: Participant,
    code: str,
    cells: _Cells,
    known: Mapping[tuple[int, str], FedValue],
    lang: Lang,
) -> FedRow:
    inputs = {name: format(as_decimal(value), "f") for name, value, _said in cells if value is not None}
    standing = next((said for _name, _value, said in cells if said != "measured"), "measured")
    row = FedRow(participant.pk, participant.unit.name, code, "refused", inputs, standing)
    if code not in layout.fed:
        return FedRow(
            **{**asdict(row), "why": _("Mục này không nhận số liệu nhập: đơn vị hoặc người thẩm định chấm.")}
        )
    if POINTS in inputs:
        return FedRow(**{**asdict(row), "why": _("Số liệu nhập không được ấn định điểm.")})
    leaf, stored = layout.fed[code], known.get((participant.pk, code))
    before = values_text(leaf, stored.inputs, stored.standing, lang) if stored else ""
    is_same = stored is not None and stored.inputs == inputs and stored.standing == standing
    verdict = "same" if is_same else ("change" if stored else "new")
    after = values_text(leaf, inputs, standing, lang)
    return FedRow(**{**asdict(row), "verdict": verdict, "before": before, "after": after})
