"""The table of answers as files for other programs, each with its codebook."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

import polars as pl

from parindex.errors import Place, Problem, ProblemsFound
from parindex.language import N_, Lang, translate
from parindex.spreadsheets import TableSheet, write_tables
from parindex.surveys.answers.headers import spss_name
from parindex.surveys.answers.kinds import UNKNOWN_FORMAT
from parindex.surveys.answers.sav import write_sav
from parindex.surveys.codebook import codebook, column_label, headings, value_labels
from parindex.surveys.instruments.model import Column, Instrument
from parindex.text import fold

_BOM: Final = "\ufeff".encode()
_DANGEROUS: Final = r"^('*[=+@-])"
"""How a text begins that a spreadsheet would run as a formula."""
_FORBIDDEN: Final = re.compile(r"[^a-z0-9_.]")
_LABELS: Final = N_("Trả lời")
_CODES: Final = N_("Mã trả lời")
_CODEBOOK: Final = N_("Sổ mã")


def write_answers(
    path: Path | str, frame: pl.DataFrame, form: Instrument, lang: Lang = "vi"
) -> tuple[Path, ...]:
    """Write answers by the suffix of the file, and their codebook; give the files written.

    ``.csv`` has codes, in UTF-8 with the mark that Excel needs; ``.xlsx`` has a sheet of labels, one of codes
    and the codebook; ``.sav`` (SPSS) has value labels; ``.parquet`` has the types of the table. All but the
    workbook have their codebook beside them, as ``<name>-codebook.csv``.

    Raises :class:`ProblemsFound` for another suffix.
    """
    file = Path(path)
    writers: dict[str, Callable[[Path, pl.DataFrame, Instrument, Lang], None]] = {
        ".csv": _csv,
        ".xlsx": _xlsx,
        ".sav": _sav,
        ".parquet": lambda to, table, *_: table.write_parquet(to),
    }
    writer = writers.get(file.suffix.lower())
    if writer is None:
        raise ProblemsFound([Problem(UNKNOWN_FORMAT, Place(file=str(path)), {"suffix": file.suffix})])
    writer(file, frame, form, lang)
    if file.suffix.lower() == ".xlsx":
        return (file,)
    book = file.with_name(f"{file.stem}-codebook.csv")
    _write_csv(book, codebook(form, lang))
    return file, book


def labelled(frame: pl.DataFrame, form: Instrument, lang: Lang = "vi") -> pl.DataFrame:
    """Give the answers with the labels of options in place of their codes."""
    made = {column.id: value_labels(column, lang) for column in _columns(frame, form)}
    texts = [
        pl.col(name).replace_strict(list(labels), list(labels.values()), default=None, return_dtype=pl.String)
        for name, labels in made.items()
        if labels
    ]
    return frame.with_columns(texts)


def _columns(frame: pl.DataFrame, form: Instrument) -> list[Column]:
    return [column for name in frame.columns if (column := form.column_by_id.get(name)) is not None]


def _csv(path: Path, frame: pl.DataFrame, _: Instrument, __: Lang) -> None:
    _write_csv(path, frame)


def _write_csv(path: Path, frame: pl.DataFrame) -> None:
    """Write CSV that Excel opens as it is: with a byte order mark, no text that runs as a formula."""
    texts = [name for name, dtype in frame.schema.items() if dtype == pl.String]
    safe = frame.with_columns(pl.col(texts).str.replace(_DANGEROUS, "'$1")) if texts else frame
    with path.open("wb") as out:
        out.write(_BOM)
        safe.write_csv(out, datetime_format="%Y-%m-%dT%H:%M:%S%.f%:z")


def _xlsx(path: Path, frame: pl.DataFrame, form: Instrument, lang: Lang) -> None:
    asked = {column.id: column_label(column, lang) for column in _columns(frame, form)}
    title = f"{form.title.in_(lang)} ({form.ref})"
    write_tables(
        path,
        [
            TableSheet(translate(_LABELS, lang), labelled(frame, form, lang), asked, title=title),
            TableSheet(translate(_CODES, lang), frame, title=title),
            TableSheet(translate(_CODEBOOK, lang), codebook(form, lang), headings(lang), title=title),
        ],
    )


def _sav(path: Path, frame: pl.DataFrame, form: Instrument, lang: Lang) -> None:
    columns = _columns(frame, form)
    names = _plain_names(frame) | {column.id: spss_name(column) for column in columns}
    labels = {names[column.id]: column_label(column, lang) for column in columns}
    values = {names[column.id]: found for column in columns if (found := value_labels(column, lang))}
    write_sav(path, _for_spss(frame).rename(names), labels, values, form.title.in_(lang))


def _plain_names(frame: pl.DataFrame) -> dict[str, str]:
    """Give columns that are none of the form names that SPSS allows."""
    plain = {name: _FORBIDDEN.sub("_", fold(name)) for name in frame.columns}
    return {name: text if text[:1].isalpha() else f"v{text}" for name, text in plain.items()}


def _for_spss(frame: pl.DataFrame) -> pl.DataFrame:
    """Give the table in types SPSS has: float numbers, moments as texts with their zone, no null text."""
    kinds: list[pl.Expr] = []
    for name, dtype in frame.schema.items():
        if dtype.is_integer():
            kinds.append(pl.col(name).cast(pl.Float64))
        elif isinstance(dtype, pl.Datetime):
            kinds.append(pl.col(name).dt.strftime("%Y-%m-%dT%H:%M:%S%:z").fill_null(""))
        elif dtype in (pl.String, pl.Null):
            kinds.append(pl.col(name).cast(pl.String).fill_null(""))
    return frame.with_columns(kinds)
