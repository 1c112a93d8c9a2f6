"""Rows that could not be read, each with its file, row, column, value and reason, as a CSV for people."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import polars as pl

from parindex.language import N_, Lang, translate

REJECTS: Final = pl.Schema(
    {
        "file": pl.String,
        "sheet": pl.String,
        "row": pl.Int64,
        "column": pl.String,
        "value": pl.String,
        "reason": pl.String,
    }
)
"""One row per cell that could not be read; ``row`` as people count it in the file."""

HEADINGS: Final = {
    "file": N_("Tệp"), "sheet": N_("Trang"), "row": N_("Dòng"), "column": N_("Cột"),
    "value": N_("Giá trị"), "reason": N_("Lý do"),
}  # fmt: skip
_LONGEST: Final = 200
_VALUES_SHOWN: Final = 5
_RUNS: Final = r"^([=+\-@\t\r])"
"""What a spreadsheet takes for a formula when it opens a CSV file."""
_BOM: Final = b"\xef\xbb\xbf"


def rejects_frame(rows: Iterable[pl.DataFrame] = ()) -> pl.DataFrame:
    """Give the rejects of several columns as one table, in the order of the rows."""
    parts = list(rows)
    return pl.concat(parts).sort("row", maintain_order=True) if parts else pl.DataFrame(schema=REJECTS)


def write_rejects(path: Path, parts: Iterable[Path], lang: Lang = "vi") -> int:
    """Write rejects (Parquet files of :data:`REJECTS`) as one CSV that Excel opens; give the number of lines.

    The words are those of the language; no text runs as a formula when the file is opened.
    """
    lines = 0
    with path.open("wb") as out:
        titles = [translate(HEADINGS[name], lang) for name in REJECTS]
        out.write(_BOM + (",".join(titles) + "\n").encode())
        for part in parts:
            frame = pl.read_parquet(part)
            lines += frame.height
            _for_people(frame, lang).write_csv(out, include_header=False)
    return lines


def _for_people(frame: pl.DataFrame, lang: Lang) -> pl.DataFrame:
    reasons = {reason: translate(reason, lang) for reason in frame["reason"].unique()}
    safe = pl.col("file", "sheet", "column", "value").str.slice(0, _LONGEST).str.replace(_RUNS, "'${1}")
    return frame.with_columns(safe, pl.col("reason").replace(reasons))


def reject_reasons(path: Path) -> pl.DataFrame:
    """Count what a file of :func:`write_rejects` says: ``column, reason, cells, file, row, value``.

    ``file, row``: the first of them; ``value``: some of the different values, parted by ``;``.
    """
    rows = pl.read_csv(path, has_header=False, skip_rows=1, new_columns=list(REJECTS), infer_schema=False)
    different = pl.col("value").drop_nulls().unique(maintain_order=True).head(_VALUES_SHOWN)
    counted = rows.group_by("column", "reason", maintain_order=True).agg(
        pl.len().cast(pl.Int64).alias("cells"),
        pl.first("file"),
        pl.first("row").cast(pl.Int64),
        different.str.join("; "),
    )
    return counted.sort("cells", descending=True, maintain_order=True)
