"""Who interviews whom: a sample shared among interviewers cluster by cluster, as a table and a CSV file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from parindex.errors import Place, Problem, ProblemsFound
from parindex.language import N_, Lang, translate
from parindex.surveys.sampling.frames import CONTACTS
from parindex.surveys.sampling.kinds import NO_INTERVIEWERS

ATTEMPTS: Final = (1, 2, 3)
HEADINGS: Final = {
    "interviewer": N_("Điều tra viên"),
    "number": N_("STT"),
    "element_id": N_("Mã phần tử"),
    "name": N_("Họ và tên"),
    "address": N_("Địa chỉ"),
    "phone": N_("Điện thoại"),
    "unit_id": N_("Mã đơn vị"),
    "stratum": N_("Tầng"),
    "psu": N_("Cụm"),
    "ssu": N_("Cụm cấp 2"),
    "is_reserve": N_("Dự phòng"),
    "order": N_("Thứ tự"),
    "attempt_1_on": N_("Ngày đến lần 1"),
    "attempt_1_code": N_("Mã kết quả lần 1"),
    "attempt_2_on": N_("Ngày đến lần 2"),
    "attempt_2_code": N_("Mã kết quả lần 2"),
    "attempt_3_on": N_("Ngày đến lần 3"),
    "attempt_3_code": N_("Mã kết quả lần 3"),
    "note": N_("Ghi chú"),
}
"""The columns of a list, and how people call them; the last seven are left blank for the field."""
_BLANK: Final = tuple(name for name in HEADINGS if name.startswith("attempt_") or name == "note")
_BOM: Final = "\ufeff"
_RUNS: Final = r"^([=+\-@\t\r])"


def assigned(
    sample: pl.DataFrame, interviewers: Sequence[str], contacts: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Share a sample among interviewers: the columns of :data:`HEADINGS`, sorted by interviewer and number.

    A cluster (``psu``) goes to one interviewer whole, with its reserve. Clusters are given out from the
    largest (drawn elements; then stratum and code) to whoever has the fewest so far, the earlier in the list
    where two have as few: no two differ by more than the largest cluster (Graham 1969). Elements without a
    cluster are cut, in the order of strata and draw, into runs that differ by one at most. Each person's
    numbers run over the drawn ones, then over the reserve. Raises :class:`ProblemsFound` (SV331) where nobody
    is there to interview, or a name stands twice.

    >>> sample = pl.DataFrame({"element_id": ["a", "b", "c"], "psu": ["X", "X", "Y"]})
    >>> assigned(sample, ["An", "Bình"]).select("interviewer", "number", "element_id").rows()
    [('An', 1, 'a'), ('An', 2, 'b'), ('Bình', 1, 'c')]
    """
    if not interviewers or len(set(interviewers)) < len(interviewers):
        details = {"given": ", ".join(interviewers) or "–"}
        raise ProblemsFound([Problem(NO_INTERVIEWERS, Place(), details)])
    table = _completed(sample)
    whose = pl.concat([_by_cluster(table, len(interviewers)), _by_run(table, len(interviewers))])
    given = table.join(whose, on=["element_id", "is_reserve"])
    if contacts is not None:
        given = given.join(contacts, on="element_id", how="left")
    lacking = [
        pl.lit(None, pl.String).alias(name) for name in (*CONTACTS, *_BLANK) if name not in given.columns
    ]
    ordered = given.with_columns(lacking).sort(
        "turn", "is_reserve", "stratum", "psu", "ssu", "order", "element_id"
    )
    names = pl.Series(values=list(interviewers), dtype=pl.String)
    numbered = ordered.with_columns(
        interviewer=names.gather(ordered["turn"]),
        number=pl.int_range(1, pl.len() + 1).over("turn", "is_reserve"),
    )
    return numbered.select(*HEADINGS)


def list_csv(assignment: pl.DataFrame, lang: Lang = "vi") -> str:
    """Write a list as CSV that Excel opens: a byte order mark, headings for people, no text that runs."""
    yes = pl.when("is_reserve").then(pl.lit(translate(N_("Dự phòng"), lang))).otherwise(pl.lit(""))
    safe = assignment.with_columns(is_reserve=yes).with_columns(
        pl.selectors.string().str.replace(_RUNS, "'${1}")
    )
    return _BOM + safe.rename({name: translate(title, lang) for name, title in HEADINGS.items()}).write_csv()


def _completed(sample: pl.DataFrame) -> pl.DataFrame:
    """Give a sample the columns that lists need."""
    texts = [name for name in ("unit_id", "stratum", "psu", "ssu") if name not in sample.columns]
    table = sample.with_columns(pl.lit(None, pl.String).alias(name) for name in texts)
    if "is_reserve" not in table.columns:
        table = table.with_columns(is_reserve=pl.lit(value=False))
    if "order" not in table.columns:
        table = table.with_columns(order=pl.int_range(1, pl.len() + 1))
    return table.select("element_id", "unit_id", "stratum", "psu", "ssu", "is_reserve", "order")


def _by_cluster(table: pl.DataFrame, count: int) -> pl.DataFrame:
    """Give whole clusters to whoever has the fewest."""
    clustered = table.filter(pl.col("psu").is_not_null())
    sizes = clustered.group_by("stratum", "psu").agg(size=(~pl.col("is_reserve")).sum())
    loads = [0] * count
    turns = []
    ordered = sizes.sort("size", "stratum", "psu", descending=[True, False, False])
    for size in ordered["size"].to_list():
        turn = min(range(count), key=lambda one: (loads[one], one))
        loads[turn] += size
        turns.append(turn)
    whose = ordered.with_columns(pl.Series("turn", turns, pl.UInt32))
    given = clustered.join(whose, on=["stratum", "psu"], nulls_equal=True)
    return given.select("element_id", "is_reserve", "turn")


def _by_run(table: pl.DataFrame, count: int) -> pl.DataFrame:
    """Cut elements without a cluster into runs of equal length, drawn and reserve each for themselves."""
    single = table.filter(pl.col("psu").is_null()).sort("is_reserve", "stratum", "order", "element_id")
    at = pl.int_range(pl.len()).over("is_reserve")
    turn = (at * count // pl.len().over("is_reserve")).cast(pl.UInt32)
    return single.select("element_id", "is_reserve", turn=turn)
