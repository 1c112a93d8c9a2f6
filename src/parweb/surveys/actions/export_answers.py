"""Give answers as files for other programs: codes and codebook, without anything that names a respondent."""

from __future__ import annotations

import hashlib
import io
import tempfile
import zipfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import polars as pl
from django.db import transaction

from parindex.language import Lang
from parindex.surveys.answers.exporting import write_answers
from parindex.surveys.answers.table import PSU, RESPONSE_ID, STRATUM, UNIT_ID, WEIGHT
from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.audit.actions.record import record
from parweb.surveys.collected import GROUP, POPULATION, Ground, collected, counted, ground_of
from parweb.surveys.models import Campaign
from parweb.surveys.permissions import may_see_results
from parweb.surveys.tallying import factor
from parweb.units.models import Unit

SUFFIXES: Final = ("csv", "xlsx", "sav", "parquet")


@dataclass(frozen=True)
class Exported:
    """A file: its name's ending and its bytes; what has a codebook beside it is an archive of both."""

    suffix: str
    content: bytes


def export_answers(person: Person, campaign: Campaign, suffix: str, lang: Lang, at: datetime) -> Exported:
    """Give the answers that figures are made of; the look is written into the log.

    Answers are numbered anew in an order that tells nothing, and carry unit, mode, stratum, cluster and the
    adjusted weight; no contact, token, device or moment. Raises ``KeyError`` for another kind of file and
    where the form has no index.
    """
    require(may_see_results(person, campaign, at))
    ground = ground_of(campaign)
    if suffix not in SUFFIXES or ground is None:
        raise KeyError(suffix)
    table = anonymous(collected(ground, counted(campaign)), ground, campaign.salt or campaign.slug)
    with transaction.atomic():
        record(
            person.actor,
            "surveys.export_answers",
            at,
            target=campaign,
            unit_id=campaign.owner_id,
            after={"kind": suffix, "answers": table.height},
            is_read=True,
        )
    return _written(table, ground, suffix, lang, campaign.slug)


def anonymous(answers: pl.DataFrame, ground: Ground, salt: str) -> pl.DataFrame:
    """Give answers in an order that does not follow their coming, with new numbers and final weights."""
    key = pl.col(RESPONSE_ID).map_elements(
        lambda name: hashlib.sha256(f"{salt}:{name}".encode()).hexdigest(), return_dtype=pl.String
    )
    weighed = answers.group_by(STRATUM).agg(pl.col(WEIGHT).sum())
    factors = {name: factor(ground.strata[name].in_scope, weight) for name, weight in weighed.iter_rows()}
    names = list(Unit.objects.filter(pk__in=answers[UNIT_ID].unique().to_list()).values_list("pk", "name"))
    units = {str(pk): name for pk, name in names}
    mixed = answers.sort(key).with_columns(
        (pl.int_range(1, pl.len() + 1).cast(pl.String)).alias(RESPONSE_ID),
        pl.col(UNIT_ID).replace_strict(units, default=None, return_dtype=pl.String),
        pl.col(WEIGHT) * pl.col(STRATUM).replace_strict(factors, default=1.0, return_dtype=pl.Float64),
        pl.when(~pl.col(PSU).str.starts_with("#")).then(pl.col(PSU)).alias(PSU),
    )
    return mixed.drop(GROUP, POPULATION, strict=False)


def _written(table: pl.DataFrame, ground: Ground, suffix: str, lang: Lang, name: str) -> Exported:
    with tempfile.TemporaryDirectory() as folder:
        files = write_answers(Path(folder) / f"{name}.{suffix}", table, ground.form, lang)
        if len(files) == 1:
            return Exported(suffix, files[0].read_bytes())
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for one in files:
                archive.write(one, one.name)
        return Exported("zip", target.getvalue())
