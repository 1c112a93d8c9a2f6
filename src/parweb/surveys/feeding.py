"""What fills the leaves of a round that are bound to figures of campaigns: each unit's published figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from parindex.frameworks.outline import OutlineNode
from parindex.surveys.estimation.reliability import LABELS
from parweb.frameworks.queries import outline_of
from parweb.interface.numbers import number_text, page_language
from parweb.rounds.feeding import Figure, Interval, Told, feeds
from parweb.rounds.models import Participant, Round
from parweb.surveys.likert import BY_OPTION, OF_OPTIONS, codes_of, is_likert, items_for, rows_for
from parweb.surveys.models import Binding, Campaign, Release
from parweb.surveys.queries.shelf import form_of
from parweb.surveys.releasing import newest_published

SOURCE: Final = "survey"
INDEX: Final = "index"
ITEM: Final = "item:"
_STEP: Final = Decimal("0.000001")
"""A share is written to a millionth of a percent, a weighted count to a millionth of an answer."""
_PERCENT: Final = 100
_FED_BY: Final = (SOURCE,)


@feeds(SOURCE)
def figures(round_: Round, told: Told) -> Iterator[Figure]:
    """Give each unit's figure of the release that was published last; withheld and unsure ones are left out.

    Each has its standard error and interval, in percentage points of the share that points are made of.
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
    for row in rows_by_unit(release, figure, leaf):
        if row["domain"] in units and row["estimate"] is not None:
            note = note_of(release, figure, row)
            inputs = _inputs(leaf, figure, release, row)
            error = None if row["se"] is None else _percent(row["se"])
            interval = interval_of(release, leaf, row)
            unit = int(row["domain"])
            yield Figure(unit, leaf.code, inputs, note, standard_error=error, interval=interval)


def interval_of(release: Release, leaf: OutlineNode, row: Mapping[str, Any]) -> Interval | None:
    """Give the interval of a frozen figure as the release made it; None where it has none."""
    if any(row[name] is None for name in ("lower", "upper", "se", "df")):
        return None
    return Interval(
        low=_percent(row["lower"]),
        high=_percent(row["upper"]),
        level=Decimal(str(release.options["level"])),
        method=OF_OPTIONS if is_likert(leaf) else release.options["method"],
        respondents=row["n"],
        df=row["df"],
    )


def _inputs(leaf: OutlineNode, figure: str, release: Release, row: Mapping[str, Any]) -> dict[str, Decimal]:
    """Give one percentage, or the answers by option: shares by weight, times the answers there are."""
    if not is_likert(leaf):
        [name] = (spec.name for spec in leaf.node.inputs())
        return {name: _percent(row["estimate"])}
    codes = codes_of(leaf, _column(release.campaign, figure)) or {}
    return {name: _exact(row["n"] * row["shares"][str(code)]) for name, code in codes.items()}


def rows_by_unit(release: Release, figure: str, leaf: OutlineNode) -> list[dict[str, Any]]:
    """Give the rows of a figure by unit, as they were frozen for a leaf of that kind."""
    if is_likert(leaf):
        kept = release.figures.get(BY_OPTION, [])
        return rows_for(leaf, _column(release.campaign, figure), kept) if figure.startswith(ITEM) else []
    measure = measure_of(figure)
    return [row for row in release.figures["by"]["unit"] if row["measure"] == measure]


def _column(campaign: Campaign, figure: str) -> Any:
    return form_of(campaign.instrument).column_by_id[measure_of(figure)]


def measure_of(figure: str) -> str:
    """Give the measure of the library that a figure's name means: ``factor:I.A`` is ``I.A``."""
    return figure.partition(":")[2] or figure


def _percent(share: float) -> Decimal:
    return _exact(_PERCENT * Decimal(share))


def _exact(number: float | Decimal) -> Decimal:
    return Decimal(number).quantize(_STEP, ROUND_HALF_UP).normalize() + 0


def note_of(release: Release, figure: str, row: Mapping[str, Any]) -> str:
    """Name campaign, figure and release, with n; standard error and interval are columns of their own."""
    return _("{figure}, n = {n}, {label}; {campaign}, lần {number}").format(
        figure=words_of(figure, release.campaign),
        n=number_text(row["n"], 0),
        label=LABELS[row["label"]],
        campaign=release.campaign.title,
        number=release.number,
    )


def words_of(figure: str, campaign: Campaign) -> str:
    """Say what a figure is, in the language of the page."""
    if figure.startswith(ITEM):
        return str(_column(campaign, figure).label.in_(page_language()))
    return dict(_shares_of(campaign)).get(figure, figure)


def offered_for(leaf: OutlineNode, campaign: Campaign) -> list[tuple[str, str]]:
    """Give the figures of a campaign that a leaf can take, with their words.

    A leaf of one percentage takes the index and its factors; a leaf that weighs options takes the items whose
    options are worded like its own.
    """
    if not is_likert(leaf):
        return _shares_of(campaign)
    form, lang = form_of(campaign.instrument), page_language()
    return [(f"{ITEM}{one.id}", one.label.in_(lang)) for one in items_for(leaf, form)]


def _shares_of(campaign: Campaign) -> list[tuple[str, str]]:
    lang = page_language()
    factors = form_of(campaign.instrument).factors
    named = [(f"factor:{one.code}", f"{one.code} {one.label.in_(lang)}") for one in factors]
    return [(INDEX, _("Chỉ số hài lòng chung")), *named]


def fed_leaves(round_: Round) -> list[OutlineNode]:
    """Give the leaves of a round that a survey fills, in printed order."""
    leaves = [leaf for leaf in outline_of(round_.edition).leaves if leaf.scored_by in _FED_BY]
    return [leaf for leaf in leaves if is_likert(leaf) or takes_share(leaf)]


def takes_share(leaf: OutlineNode) -> bool:
    """Tell whether a leaf takes one percentage."""
    inputs = leaf.node.inputs()
    return len(inputs) == 1 and inputs[0].type in {"percent", "number"}
