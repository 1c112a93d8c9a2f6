"""The method card of a campaign's figures, from what the campaign, its sample and its review say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db.models import Count
from django.utils import translation
from django.utils.translation import gettext as _

from parindex.surveys.instruments.digest import digest
from parindex.surveys.instruments.model import Instrument
from parindex.surveys.methodcard import MethodCard, lines_of, require_complete
from parweb.interface.numbers import number_text, page_language
from parweb.surveys.collected import NOT_OF_THE_POPULATION, Ground
from parweb.surveys.models import Attempt, Campaign, Response, Sample
from parweb.surveys.queries.figures import Figures
from parweb.surveys.queries.progress import counts_of
from parweb.surveys.states import InvitationState, Mode, Stream, Verdict

_PERCENT: Final = 100
_STEP: Final = Decimal("0.0001")
ENGLISH: Final = "en"
"""Where a frozen card keeps the same card in English."""


@dataclass(frozen=True)
class CardLine:
    """A line of a card on a page; ``language`` is ``vi`` where the text has no English, else empty."""

    label: str
    text: str
    language: str = ""


def frozen_card(campaign: Campaign, ground: Ground, figures: Figures) -> dict[str, Any]:
    """Give the whole card as plain data, in Vietnamese and under ``en`` in English, whoever freezes it.

    Raises :class:`ProblemsFound` with every gap.
    """
    with translation.override("vi"):
        card = require_complete(card_of(campaign, ground, figures)).as_dict()
    with translation.override("en"):
        return card | {ENGLISH: card_of(campaign, ground, figures).as_dict()}


def lines_of_frozen(card: Mapping[str, Any]) -> list[CardLine]:
    """Give a frozen card in the language of the page; what was typed in Vietnamese alone says so."""
    vietnamese = MethodCard.from_dict(card)
    if page_language() == "vi":
        return live_lines(vietnamese)
    typed = dict(lines_of(vietnamese, "en"))
    english = MethodCard.from_dict(card.get(ENGLISH) or card)
    return [
        CardLine(label, text, "vi" if text == typed[label] and not text.isascii() else "")
        for label, text in lines_of(english, "en")
    ]


def live_lines(card: MethodCard) -> list[CardLine]:
    """Give a card as it would be frozen now, in the language of the page."""
    return [CardLine(label, text) for label, text in lines_of(card, page_language())]


def card_of(campaign: Campaign, ground: Ground, figures: Figures) -> MethodCard:
    """Give the card of figures; what nobody said is a gap, which the library names."""
    sample = Sample.objects.filter(campaign=campaign).select_related("frame").first()
    index = figures.index
    first, last = _days(campaign)
    return MethodCard(
        title=campaign.shown_title,
        population=campaign.shown_population,
        **_of_sample(campaign, sample),
        first_day=first,
        last_day=last,
        modes=tuple(str(Mode(one).label) for one in campaign.modes if one not in (Mode.QR, Mode.KIOSK)),
        fieldwork=campaign.shown_firm,
        instrument=_form(ground.form),
        instrument_digest=campaign.instrument_digest or digest(ground.form),
        aggregation=figures.aggregation,
        sent=counts_of(campaign).invited,
        out_of_scope=_out_of_scope(campaign),
        valid=figures.answers,
        weighting=_weighting(ground, figures),
        confidence=_exact(_PERCENT * figures.chosen.level),
        margin=_margin(index),
        design_effect=_exact(index["deff"]),
        quality=_quality(campaign),
        disclosure=_("ô dưới {count} người trả lời không nêu số").format(count=figures.chosen.least),
    )


def _form(form: Instrument) -> str:
    """Name a form in words, with the reference that programs know it by."""
    return f"{form.title.in_(page_language())} ({form.ref})"


def _of_sample(campaign: Campaign, sample: Sample | None) -> dict[str, Any]:
    if sample is None:
        return {"frame": campaign.shown_frame_note}
    frame = "; ".join(one for one in (sample.frame.source, campaign.shown_frame_note) if one)
    return {
        "frame": frame,
        "frame_rows": sample.frame.rows,
        "frame_hash": sample.frame_sha256,
        "design": _design(sample),
        "seed": sample.seed,
    }


def _design(sample: Sample) -> str:
    record = sample.design
    words = {
        "srs": _("ngẫu nhiên đơn giản"),
        "systematic": _("hệ thống"),
        "pps_systematic": _("xác suất tỷ lệ với quy mô, hệ thống"),
        "pps_brewer": _("xác suất tỷ lệ với quy mô, Brewer"),
    }
    levels = {"psu": _("cụm"), "ssu": _("cụm con"), "element": _("phần tử")}
    stages = record.get("plan", {}).get("stages", [])
    said = [f"{levels.get(one['level'], '')}: {words.get(one['method'], one['method'])}" for one in stages]
    return _("phân {strata} tầng; {stages}; chọn {chosen}, dự phòng {reserves}").format(
        strata=len(record.get("strata", [])) or 1,
        stages="; ".join(said) or _("theo bản ghi rút mẫu"),
        chosen=sample.chosen,
        reserves=sample.reserves,
    )


def _days(campaign: Campaign) -> tuple[date, date]:
    return campaign.starts_on, campaign.ends_on


def _out_of_scope(campaign: Campaign) -> int:
    said = Attempt.objects.filter(
        invitation__campaign=campaign,
        invitation__state=InvitationState.CLOSED,
        outcome__in=NOT_OF_THE_POPULATION,
    )
    return said.order_by().values("invitation").distinct().count()


def _weighting(ground: Ground, figures: Figures) -> tuple[str, ...]:
    steps = [_("trọng số thiết kế: nghịch đảo xác suất chọn"), _("điều chỉnh không trả lời theo tầng mẫu")]
    if not ground.populations:
        steps.append(_("phương sai: coi giai đoạn đầu chọn có hoàn lại"))
    if figures.unplaced:
        steps.append(
            _("{count} phiếu không có tầng trong mẫu, không suy rộng").format(count=figures.unplaced)
        )
    return tuple(steps)


def _margin(index: dict[str, Any]) -> Decimal | None:
    if index["lower"] is None or index["upper"] is None:
        return None
    return _exact(_PERCENT * (index["upper"] - index["lower"]) / 2)


def _exact(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(value).quantize(_STEP).normalize() + 0


def _quality(campaign: Campaign) -> str:
    """Say what review found; empty while nobody has reviewed an answer."""
    rows = Response.objects.filter(campaign=campaign, stream=Stream.PROBABILITY, is_partial=False)
    counts = dict(rows.order_by().values_list("verdict").annotate(many=Count("pk")))
    reviewed = sum(count for verdict, count in counts.items() if verdict != Verdict.UNSEEN)
    if not reviewed:
        return ""
    return _("rà soát {reviewed}/{all} phiếu: chấp nhận {accepted}, tạm giữ {held}, loại {rejected}").format(
        reviewed=number_text(reviewed, 0),
        all=number_text(sum(counts.values()), 0),
        accepted=number_text(counts.get(Verdict.ACCEPTED, 0), 0),
        held=number_text(counts.get(Verdict.HELD, 0), 0),
        rejected=number_text(counts.get(Verdict.REJECTED, 0), 0),
    )
