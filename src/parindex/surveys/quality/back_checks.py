"""Back-checks (phúc tra): whom to ask again, and how far the second answer agrees with the first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from hashlib import sha256
from typing import Final

import numpy as np
import polars as pl

from parindex.surveys.quality.fieldwork import back_check_rates
from parindex.surveys.sampling.chance import Chance, ranks

SHARE: Final = 0.1
"""Of each interviewer's answers: our default, no rule of an authority; a campaign declares its own."""
MINIMUM: Final = 2
"""Of each interviewer, however few answers there are."""
FLAGGED_MOST: Final = 0.5
"""Of a list are flagged answers at most this share, so that chance alone chooses the others."""
POOL: Final = pl.Schema(
    {"response_id": pl.String, "interviewer": pl.String, "is_flagged": pl.Boolean, "is_drawn": pl.Boolean}
)
"""What a list is drawn from. ``is_drawn``: it stands in a list already and counts towards the share."""


@dataclass(frozen=True)
class BackChecks:
    """A list that was drawn: ``chosen`` has ``interviewer``, ``response_id``, ``is_flagged``.

    ``seed`` and ``hash`` (SHA-256 of the pool) are its record: the same pool and seed draw the same list.
    """

    chosen: pl.DataFrame
    seed: int
    hash: str
    pool: pl.DataFrame


def draw_back_checks(
    pool: pl.DataFrame, seed: int, *, share: float = SHARE, minimum: int = MINIMUM
) -> BackChecks:
    """Draw which answers are asked again, of each interviewer apart.

    ``pool`` has the columns of POOL; answers without an interviewer are left out. An interviewer with m
    answers gets max(⌈share · m⌉, minimum) in all, at most m; what was drawn before counts. Flagged answers
    come first, by chance among them, up to half (rounded up) of what is still to be drawn; the rest are a
    simple random sample without replacement of the other answers, flagged or not. Raises ``ValueError`` for
    a share that is not above 0 and at most 1, a minimum below 0 or a negative seed.
    Sources: World Bank, *DIME Wiki: Back Checks* (a random part, asked again by others); Särndal et al. 1992,
    3.3.1; numbers of :class:`~parindex.surveys.sampling.chance.Chance`.

    >>> pool = pl.DataFrame(
    ...     [[f"R{n}", "A", n == 3, False] for n in range(9)] + [["R9", None, True, False]],
    ...     schema=POOL,
    ...     orient="row",
    ... )
    >>> draw_back_checks(pool, 7, share=0.3).chosen["is_flagged"].to_list()
    [True, False, False]
    """
    if not 0 < share <= 1 or minimum < 0:
        raise ValueError(f"share {share} is not in (0, 1], or minimum {minimum} is negative")
    known = pool.select(POOL.names()).filter(pl.col("interviewer").is_not_null())
    known = known.sort("interviewer", "response_id")
    digest = pool_hash(known)
    free = known.filter(~pl.col("is_drawn")).join(_needed(known, share, minimum), on="interviewer")
    chance = Chance(seed, digest)
    first = _in_order(free.filter("is_flagged"), chance)
    flagged = first.filter(pl.col("_rank") < (pl.col("_needed") * FLAGGED_MOST).ceil())
    rest = _in_order(free.join(flagged, on="response_id", how="anti"), chance)
    taken = flagged.group_by("interviewer").agg(_taken=pl.len())
    rest = rest.join(taken, on="interviewer", how="left")
    others = rest.filter(pl.col("_rank") < pl.col("_needed") - pl.col("_taken").fill_null(0))
    columns = ("interviewer", "response_id", "is_flagged")
    chosen = pl.concat([flagged.select(columns), others.select(columns)])
    return BackChecks(chosen.sort("interviewer", maintain_order=True), seed, digest, known)


def pool_hash(pool: pl.DataFrame) -> str:
    """Give the SHA-256 of a pool: one line ``response_id⇥interviewer⇥flagged⇥drawn`` (0 or 1) an answer."""
    rows = pool.select(POOL.names()).sort("interviewer", "response_id").iter_rows()
    lines = (f"{answer}\t{who}\t{flagged:d}\t{drawn:d}\n" for answer, who, flagged, drawn in rows)
    return sha256("".join(lines).encode()).hexdigest()


def agreement_by_interviewer(
    answers: pl.DataFrame, again: pl.DataFrame, items: Sequence[str]
) -> pl.DataFrame:
    """Compare back-checks (``again``, by ``response_id``) with the first answers, by ``interviewer``.

    Gives ``interviewer``, ``answers`` (checked), ``compared`` (items answered both times), ``same`` and
    ``agreement`` (same / compared, 0 to 1; null where nothing could be compared). The rate describes the
    answers that were checked: with flagged ones among them it is no estimate for all.
    """
    both = answers.join(again.select("response_id"), on="response_id")
    checked = both.drop_nulls("interviewer").group_by("interviewer").agg(answers=pl.len())
    summed = _summed(back_check_rates(answers, again, items), "interviewer")
    found = checked.join(summed, on="interviewer", how="left").with_columns(
        pl.col("compared", "same").fill_null(0)
    )
    return found.sort("interviewer")


def agreement_by_item(answers: pl.DataFrame, again: pl.DataFrame, items: Sequence[str]) -> pl.DataFrame:
    """Compare the same by ``item``, in the order of ``items``: ``compared``, ``same``, ``agreement``.

    Items that nobody was asked again are left out.
    """
    summed = _summed(back_check_rates(answers, again, items), "item")
    order = {item: place for place, item in enumerate(items)}
    return summed.sort(pl.col("item").replace_strict(order, return_dtype=pl.Int64))


def _summed(rates: pl.DataFrame, by: str) -> pl.DataFrame:
    told = rates.group_by(by).agg(
        compared=pl.col("checked").sum(), same=(pl.col("checked") - pl.col("differed")).sum()
    )
    return told.with_columns(agreement=pl.col("same") / pl.col("compared"))


def _needed(pool: pl.DataFrame, share: float, minimum: int) -> pl.DataFrame:
    """Give how many are still to be drawn of each interviewer."""
    counts = pool.group_by("interviewer").agg(m=pl.len(), before=pl.col("is_drawn").sum())
    part = Decimal(str(share))
    rows = [
        (who, max(0, min(m, max(minimum, int((part * m).to_integral_value(ROUND_CEILING)))) - before))
        for who, m, before in counts.iter_rows()
    ]
    return pl.DataFrame(rows, schema={"interviewer": pl.String, "_needed": pl.Int64}, orient="row")


def _in_order(rows: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """Put the answers of each interviewer in a random order, with their rank from 0."""
    rows = rows.sort("interviewer", "response_id")
    cells = rows["interviewer"].rle_id().to_numpy().astype(np.int64)
    found = ranks(cells, chance.raws(len(rows)))
    return rows.with_columns(_rank=pl.Series(found, dtype=pl.Int64)).sort("interviewer", "_rank")
