"""Take the list that a sample is drawn from: a file of a person, or what another room of the site knows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import polars as pl
from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from parindex.errors import Place, Problem, ProblemsFound
from parindex.surveys.sampling.frame_files import Ask, read_frame
from parindex.surveys.sampling.frames import CONTACTS
from parindex.surveys.sampling.frames import Frame as Elements
from parindex.text import fold
from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.audit.actions.record import record
from parweb.surveys.models import Campaign, Frame
from parweb.surveys.permissions import may_change_design
from parweb.surveys.problems import UNKNOWN_UNIT
from parweb.surveys.storing import keep_frame
from parweb.units.queries import units_by_codes

_MOST_NAMED: Final = 50


def take_frame_file(
    person: Person, campaign: Campaign, path: Path, name: str, at: datetime, ask: Ask | None = None
) -> Frame:
    """Take a list from a CSV, XLSX or Parquet file; raises :class:`ProblemsFound` with every problem.

    Names, addresses and telephone numbers are taken out of it: they are kept beside it, encrypted, where the
    campaign has a day for their deletion, and forgotten otherwise.
    """
    require(may_change_design(person, campaign, at))
    elements = read_frame(path, ask)
    return _taken(person, campaign, elements, name, at)


def take_frame_from(
    person: Person, campaign: Campaign, source: str, first_on: date, last_on: date, at: datetime
) -> Frame:
    """Take a list from another room of the site, by its name in ``settings.FRAME_SOURCES``.

    Raises ``KeyError`` for a name that is not there.
    """
    require(may_change_design(person, campaign, at))
    give = import_string(settings.FRAME_SOURCES[source])
    table: pl.DataFrame = give(campaign.owner, first_on, last_on)
    name = f"{source} {first_on:%d/%m/%Y}–{last_on:%d/%m/%Y}"
    elements = Elements.of(table.drop(CONTACTS, strict=False), place=Place(file=name))
    if found := elements.problems():
        raise ProblemsFound(found)
    return _taken(person, campaign, elements, name, at)


def _taken(person: Person, campaign: Campaign, elements: Elements, name: str, at: datetime) -> Frame:
    units = units_of(campaign, elements)
    has_contacts = elements.contacts is not None
    keeps = has_contacts and campaign.contacts_until is not None
    with transaction.atomic():
        made = Frame.objects.create(
            campaign=campaign,
            source=name[:300],
            sha256=elements.hash,
            rows=elements.table.height,
            summary=_summary(elements, units) | {"contacts": _fate(has_contacts, keeps)},
            taken_at=at,
            taken_by_id=person.account_id,
        )
        keep_frame(made, elements, with_contacts=keeps)
        told = {"source": name, "sha256": made.sha256, "rows": made.rows}
        record(person.actor, "surveys.take_frame", at, target=campaign, unit_id=campaign.owner_id, after=told)
    return made


def units_of(campaign: Campaign, elements: Elements) -> dict[str, int]:
    """Give the unit of each code of a list; without codes, everything belongs to the campaign's own unit.

    Raises :class:`ProblemsFound` (SV390) with the codes that are no unit of the area.
    """
    if not elements.has("unit_id"):
        return {}
    rows = elements.table.group_by(pl.col("unit_id").fill_null("")).agg(first=pl.col("row").min())
    codes = [str(code) for code in rows["unit_id"].to_list()]
    found = units_by_codes(codes, (campaign.owner.path,))
    lacking = rows.filter(~pl.col("unit_id").is_in([one for one in codes if fold(one) in found]))
    if lacking.height:
        raise ProblemsFound(_unknown(elements, lacking.sort("first")))
    return {code: found[fold(code)].pk for code in codes}


def _unknown(elements: Elements, lacking: pl.DataFrame) -> list[Problem]:
    column = elements.titles.get("unit_id", "unit_id")
    return [
        Problem(
            UNKNOWN_UNIT,
            Place(file=elements.place.file, row=first, column=column),
            {"given": code or "–"},
        )
        for code, first in lacking.head(_MOST_NAMED).iter_rows()
    ]


def _summary(elements: Elements, units: Mapping[str, int]) -> dict[str, Any]:
    table = elements.table
    return {
        "strata": [list(row) for row in elements.strata.iter_rows()],
        "units": len(set(units.values())) or 1,
        "people": table["person_id"].n_unique() if elements.has("person_id") else table.height,
        "clusters": table["psu"].drop_nulls().n_unique() if elements.has("psu") else 0,
        "has_size": elements.has("size"),
    }


def _fate(has_contacts: bool, keeps: bool) -> str:  # noqa: FBT001  # two answers of one question
    if not has_contacts:
        return "none"
    return "kept" if keeps else "left_out"
