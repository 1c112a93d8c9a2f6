"""Units of a campaign held against each other, and a campaign against another one: differences with error."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from parindex.surveys.estimation.index import INDEX
from parweb.accounts.access import for_people
from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.interface.numbers import page_language
from parweb.interface.tables import Table, asked_format, table_response
from parweb.surveys.actions.refresh_tally import refresh_tally
from parweb.surveys.collected import ground_of
from parweb.surveys.differing import (
    FILE,
    counted_words,
    difference_points,
    row_of,
    rows_against,
    rows_by_unit,
    sentence_of,
)
from parweb.surveys.drawing import difference_plot
from parweb.surveys.models import Campaign
from parweb.surveys.permissions import may_see_results
from parweb.surveys.queries.campaigns import comparable_campaigns
from parweb.surveys.queries.comparing import (
    MOST_UNITS,
    CampaignDifferences,
    Side,
    UnitDifferences,
    campaign_differences,
    measure_of,
    unit_differences,
)
from parweb.surveys.queries.figures import figures_of, options
from parweb.surveys.queries.shelf import form_of
from parweb.surveys.showing import names_of_figures, names_of_units
from parweb.surveys.tallying import adjusted
from parweb.surveys.views.campaigns import crumb_of, crumbs, seen

_LEAST: Final = 2


def _side(campaign: Campaign) -> Side | None:
    """Give a campaign with its figures as of now; None where there are none."""
    ground = ground_of(campaign)
    running = refresh_tally(campaign, timezone.now(), ground) if ground is not None else None
    if ground is None or running is None:
        return None
    return Side(ground, adjusted(running.table, ground), figures_of(running, ground, options()))


def _seen(request: HttpRequest, slug: str) -> tuple[Person, Campaign]:
    person, campaign = seen(request, slug)
    require(may_see_results(person, campaign, timezone.now()))
    return person, campaign


def _nothing(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    words = _("Đợt “{title}” chưa có phiếu nào của mẫu xác suất nên chưa so sánh được.")
    messages.info(request, words.format(title=campaign.shown_title))
    return redirect("surveys:results", campaign.slug)


@require_GET
@for_people
def units(request: HttpRequest, slug: str) -> HttpResponse:
    """Show which units differ from everybody, which cannot be told apart, and one unit against the others."""
    person, campaign = _seen(request, slug)
    side = _side(campaign)
    if side is None:
        return _nothing(request, campaign)
    measure = measure_of(str(request.GET.get("so-lieu") or ""), side.ground.plan)
    found = unit_differences(side.table, side.ground.plan, side.figures, measure)
    names = names_of_units(found.from_everybody["unit_id_a"].to_list())
    rows = rows_by_unit(found, names)
    unit = next((row for row in rows if row["unit"] == request.GET.get("don-vi")), None)
    against = rows_against(found, unit["unit"], names) if unit else []
    if kind := asked_format(request.GET):
        title = _("So sánh đơn vị {title}").format(title=campaign.shown_title)
        return table_response(Table(title, FILE, against or _every_pair(found, names, rows)), kind, title)
    context = {
        **_about(campaign, side, measure),
        "rows": rows,
        "unit": unit,
        "against": against,
        "most": MOST_UNITS,
        "has_pairs": bool(found.pairs.height),
        "others": _others(person, campaign),
        **_charts(rows, against, unit),
        "breadcrumbs": crumbs(crumb_of(campaign), _crumb(campaign), (_("So sánh"), "")),
    }
    return render(request, "surveys/results/units.html", context)


def _every_pair(
    found: UnitDifferences, names: Mapping[str, str], rows: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Give each unit against everybody, then every two units."""
    pairs = [
        row_of(row, names.get(row["unit_id_a"], ""), against=names.get(row["unit_id_b"], ""))
        for row in found.pairs.to_dicts()
    ]
    return [*rows, *pairs]


def _about(campaign: Campaign, side: Side, measure: str) -> dict[str, Any]:
    names = names_of_figures(side.ground.form)
    return {
        "campaign": campaign,
        "measure": measure,
        "measure_name": names[measure],
        "measures": [(code, names[code]) for code in side.ground.plan.figures],
        "level": 100 * side.figures.chosen.level,
    }


def _charts(
    rows: list[dict[str, Any]], against: list[dict[str, Any]], unit: Mapping[str, Any] | None
) -> dict[str, Any]:
    shown, name = (against, "against") if unit else (rows, "name")
    points = difference_points(shown, name)
    if len(points) < _LEAST:
        return {}
    title = _("{unit} so với từng đơn vị khác").format(unit=unit["name"]) if unit else _("Khác với chung")
    return {"chart": difference_plot(title, points), "sentence": _sentence(shown, unit)}


def _sentence(rows: list[dict[str, Any]], unit: Mapping[str, Any] | None) -> str:
    counts = counted_words(rows)
    told = {**counts, "unit": unit["name"] if unit else "", "rest": counts["same"] + counts["unknown"]}
    if unit:
        words = _("{unit} cao hơn {higher} đơn vị, thấp hơn {lower}; chưa đủ căn cứ nói khác {rest} đơn vị.")
    else:
        words = _("{higher} đơn vị cao hơn chung, {lower} thấp hơn; {rest} chưa đủ căn cứ nói khác.")
    return words.format(**told)


def _crumb(campaign: Campaign) -> tuple[str, str]:
    return _("Kết quả"), reverse("surveys:results", args=[campaign.slug])


def _others(person: Person, campaign: Campaign) -> list[Campaign]:
    now = timezone.now()
    return [one for one in comparable_campaigns(campaign) if may_see_results(person, one, now)]


@require_GET
@for_people
def campaigns(request: HttpRequest, slug: str, other: str) -> HttpResponse:
    """Show what moved between two campaigns of an area, of the whole and by unit, with its error."""
    _person, campaign = _seen(request, slug)
    _same, against = _seen(request, other)
    if campaign.pk == against.pk or campaign.owner_id != against.owner_id:
        raise Http404
    here, there = _side(campaign), _side(against)
    if here is None or there is None:
        return _nothing(request, campaign if here is None else against)
    found = campaign_differences(here, there)
    measure = measure_of(str(request.GET.get("so-lieu") or ""), here.ground.plan)
    context = {
        **_about(campaign, here, measure),
        "against": against,
        "is_comparable": found.ground.is_comparable,
        "reason": found.ground.reason.in_(page_language()),
        **_names_of(campaign, against),
        **_moved(found, here, measure),
        "breadcrumbs": crumbs(crumb_of(campaign), _crumb(campaign), (_("So với đợt khác"), "")),
    }
    if kind := asked_format(request.GET):
        title = _("So sánh {title} và {other}").format(title=campaign.shown_title, other=against.shown_title)
        return table_response(Table(title, FILE, [*context["whole"], *context["rows"]]), kind, title)
    return render(request, "surveys/results/campaigns.html", context)


def _names_of(campaign: Campaign, against: Campaign) -> dict[str, str]:
    """Give the heads of the two columns: the years, where they differ."""
    years = campaign.starts_on.year, against.starts_on.year
    if years[0] == years[1]:
        return {"here": _("Đợt này"), "there": _("Đợt kia")}
    return {"here": str(years[0]), "there": str(years[1])}


def _moved(found: CampaignDifferences, here: Side, measure: str) -> dict[str, Any]:
    """Give what moved as tables and a chart."""
    if not found.whole.height:
        return {"whole": [], "rows": []}
    names = names_of_figures(form_of(here.ground.form.ref))
    whole = [
        row_of(row, names[row["measure"]], is_comparable=row["is_comparable"])
        for row in found.whole.to_dicts()
    ]
    index = next((row for row in whole if row["name"] == names[INDEX]), None)
    lead = sentence_of(index, 100 * here.figures.chosen.level) if index else ""
    kept = [
        row for row in found.units.to_dicts() if row["measure"] == measure and row["is_comparable"] is True
    ]
    units = names_of_units([row["unit_id_a"] for row in kept])
    rows = [row_of(row, units.get(row["unit_id_a"], "")) for row in kept]
    rows.sort(key=lambda row: -(row["difference"] or 0))
    return {"whole": whole, "rows": rows, "lead": lead, **_chart_of_moves(rows)}


def _chart_of_moves(rows: list[dict[str, Any]]) -> dict[str, Any]:
    points = difference_points(rows)
    if len(points) < _LEAST:
        return {}
    counts = counted_words(rows)
    up = ngettext("{count} đơn vị tăng", "{count} đơn vị tăng", counts["higher"])
    down = ngettext("{count} giảm", "{count} giảm", counts["lower"])
    rest = _("{count} chưa đủ căn cứ nói tăng hay giảm").format(count=counts["same"] + counts["unknown"])
    words = "; ".join((up.format(count=counts["higher"]), down.format(count=counts["lower"]), f"{rest}."))
    return {"chart": difference_plot(_("Thay đổi theo đơn vị"), points), "sentence": words}
