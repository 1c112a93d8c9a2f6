"""What fills the leaves of a round that are bound to figures of campaigns: each unit's published figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from parindex.frameworks.outline import OutlineNode
from parindex.surveys.estimation.reliability import LABELS
from parindex.surveys.instruments.registry import load_instrument
from parweb.frameworks.queries import outline_of
from parweb.interface.numbers import number_text, page_language
from parweb.rounds.feeding import Figure, Told, feeds
from parweb.rounds.models import Participant, Round
from parweb.surveys.models import Binding, Campaign, Release
from parweb.surveys.releasing import newest_published

SOURCE: Final = "survey"
INDEX: Final = "index"
_STEP: Final = Decimal("0.000001")
"""A share is written to a millionth of a percent."""
_PERCENT: Final = 100
_FED_BY: Final = (SOURCE,)


@feeds(SOURCE)
def figures(round_: Round, told: Told) -> Iterator[Figure]:
    """Give each unit's figure of the release that was published last; withheld and unsure ones are left out.

    A figure keeps its standard error and interval in the release, by the same names; the note says which.
    """
    bindings = list(Binding.objects.filter(round=round_).select_related("campaign"))
    outline = outline_of(round_.edition)
    units = {str(one) for one in Participant.objects.filter(round=round_).values_list("unit_id", flat=True)}
    for number, one in enumerate(bindings, start=1):
        release = newest_published(one.campaign_id)
        told(number, len(bindings), one.campaign.title)
        if release is not None:
            leaf = outline.by_code(one.criterion_id)
            yield from _of_release(leaf, one.figure, release, units)


def _of_release(leaf: OutlineNode, figure: str, release: Release, units: set[str]) -> Iterator[Figure]:
    [name] = (spec.name for spec in leaf.node.inputs())
    for row in rows_by_unit(release, figure):
        if row["domain"] in units and row["estimate"] is not None:
            inputs = {name: _percent(row["estimate"])}
            yield Figure(int(row["domain"]), leaf.code, inputs, note_of(release, figure, row))


def rows_by_unit(release: Release, figure: str) -> list[dict[str, Any]]:
    """Give the rows of a figure by unit, as they were frozen."""
    measure = measure_of(figure)
    return [row for row in release.figures["by"]["unit"] if row["measure"] == measure]


def measure_of(figure: str) -> str:
    """Give the measure of the library that a figure's name means: ``factor:I.A`` is ``I.A``."""
    return figure.partition(":")[2] or figure


def _percent(share: float) -> Decimal:
    return (_PERCENT * Decimal(share)).quantize(_STEP, ROUND_HALF_UP).normalize() + 0


def note_of(release: Release, figure: str, row: Mapping[str, Any]) -> str:
    """Name campaign, figure and release, with n, standard error and interval."""
    return _(
        "{figure}, n = {n}, sai số chuẩn {se}, khoảng {lower}–{upper} %, {label}; {campaign}, lần {number}"
    ).format(
        figure=words_of(figure, release.campaign),
        n=number_text(row["n"], 0),
        se=_said(row["se"]),
        lower=_said(row["lower"]),
        upper=_said(row["upper"]),
        label=LABELS[row["label"]],
        campaign=release.campaign.title,
        number=release.number,
    )


def _said(share: float | None) -> str:
    return number_text(None if share is None else _PERCENT * share, 2)


def words_of(figure: str, campaign: Campaign) -> str:
    """Say what a figure is, in the language of the page."""
    names = dict(offered_of(campaign))
    return names.get(figure, figure)


def offered_of(campaign: Campaign) -> list[tuple[str, str]]:
    """Give the figures of a campaign that a leaf can take: the index and its factors, with their words."""
    lang = page_language()
    factors = load_instrument(campaign.instrument).factors
    named = [(f"factor:{one.code}", f"{one.code} {one.label.in_(lang)}") for one in factors]
    return [(INDEX, _("Chỉ số hài lòng chung")), *named]


def fed_leaves(round_: Round) -> list[OutlineNode]:
    """Give the leaves of a round that take one percentage of a survey, in printed order."""
    return [leaf for leaf in outline_of(round_.edition).leaves if _takes_share(leaf)]


def _takes_share(leaf: OutlineNode) -> bool:
    inputs = leaf.node.inputs()
    is_one = len(inputs) == 1 and inputs[0].type in {"percent", "number"}
    return leaf.scored_by in _FED_BY and is_one
