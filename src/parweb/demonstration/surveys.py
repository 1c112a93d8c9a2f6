"""A synthetic survey of the demonstration province: drawn, asked and typed in as a real one is.

The answers are made up from a seed, and the campaign says so; the way they take is that of real ones.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import polars as pl
from django.utils import timezone

from parindex.surveys.instruments.registry import load_instrument
from parindex.surveys.sampling.frame_files import Ask
from parweb.demonstration.people import Province
from parweb.rounds.models import Round
from parweb.surveys.actions.bind_figures import bind_figures
from parweb.surveys.actions.draw_sample import draw_sample
from parweb.surveys.actions.keep_members import add_member
from parweb.surveys.actions.keep_station import make_station
from parweb.surveys.actions.key_sheet import key_sheet
from parweb.surveys.actions.make_batch import Wanted, make_batch
from parweb.surveys.actions.make_campaign import make_campaign
from parweb.surveys.actions.move_campaign import move_campaign
from parweb.surveys.actions.take_frame import take_frame_file
from parweb.surveys.designs import Design
from parweb.surveys.feeding import INDEX, fed_leaves, takes_share
from parweb.surveys.models import Campaign, Invitation, Response, Station
from parweb.surveys.states import (
    CampaignState,
    InvitationState,
    MemberRole,
    Mode,
    StationKind,
    Stream,
    SubjectKind,
)
from parweb.surveys.subjects import subjects_for
from parweb.surveys.tokens import ALPHABET, LENGTH, hash_of
from parweb.units.models import Unit

FORM: Final = "sipas-population@2026"
KIOSK_FORM: Final = "one-stop-kiosk@2026"
COMMUNES: Final = 15
HOUSEHOLDS: Final = 400
"""Rows of the made-up list for each commune."""
INVITED: Final = 52
ANSWERED: Final = 40
LINKS: Final = 12
SHEETS: Final = 6
PASSING: Final = 90
INTERVIEWER: Final = "dieutra"
_TITLE: Final = "Đo lường sự hài lòng của người dân năm {year} (minh họa)"
_BEGUN: Final = timedelta(days=10)
_WAYS: Final = (Mode.ONLINE, Mode.INTERVIEWER, Mode.INTERVIEWER, Mode.PAPER)


def make_survey(province: Province, round_: Round, today: datetime, seed: int) -> Campaign:
    """Make a campaign in the field: answers, links to try, a counter, a kiosk, a pile of paper."""
    begun = today - _BEGUN
    told = about(round_, begun, begun + timedelta(days=40), year_of(today))
    campaign = begin(province, told, INVITED, begun, seed)
    units = province.communes[:COMMUNES]
    chance = random.Random(seed)  # noqa: S311  # made-up answers, from a seed
    Response.objects.bulk_create(
        answered(campaign, contentment(units, seed), ANSWERED, begun, chance), batch_size=200
    )
    _hand_out(campaign, units[0], today, seed)
    _stations(province, campaign, units, today, chance)
    _paper(province, campaign, units[1], today, chance)
    _interview(province, campaign, units[2], today)
    leaves = [leaf for leaf in fed_leaves(round_) if takes_share(leaf)]
    if leaves:
        bind_figures(province.person("quanly", today), round_, {leaves[0].code: (campaign, INDEX)}, today)
    return campaign


def year_of(today: datetime) -> int:
    """Give the year that this year's survey is named by: that of its first day."""
    return timezone.localdate(today - _BEGUN).year


def about(round_: Round, begins: datetime, ends: datetime, year: int) -> dict[str, Any]:
    """Say what a survey of the demonstration is about, and on which days people are asked."""
    first, last = timezone.localdate(begins), timezone.localdate(ends)
    return {
        "title": _TITLE.format(year=year),
        "title_en": f"Satisfaction of the people in {year} (demonstration)",
        "instrument": FORM,
        "round": round_,
        "population": f"Người dân từ 18 tuổi của {COMMUNES} xã (minh họa)",
        "population_en": f"People of 18 years and more of {COMMUNES} communes (demonstration)",
        "purpose": "Đo sự hài lòng để cải cách hành chính tốt hơn. Đây là đợt minh họa: xin trả lời tùy ý.",
        "purpose_en": "To make public services better. This is a demonstration: answer as you like.",
        "frame_note": "Danh sách hộ do máy sinh ra, không có người thật",
        "frame_note_en": "A list of households made up by a program; nobody on it is real",
        "modes": [Mode.ONLINE, Mode.INTERVIEWER, Mode.PAPER, Mode.QR, Mode.KIOSK],
        "starts_on": first,
        "ends_on": last,
        "firm": "Bưu điện tỉnh (minh họa)",
        "firm_en": "Provincial post office (demonstration)",
    }


def begin(province: Province, told: dict[str, Any], invited: int, at: datetime, seed: int) -> Campaign:
    """Make a campaign of the first communes, draw so many of each, publish the sample and open the field."""
    manager = province.person("quanly", at)
    campaign = make_campaign(manager, province.unit, told, at)
    Campaign.objects.filter(pk=campaign.pk).update(is_demonstration=True)
    _draw(province, campaign, invited, at, seed)
    move_campaign(manager, campaign, CampaignState.READY, at)
    move_campaign(manager, campaign, CampaignState.FIELD, at)
    return campaign


def _draw(province: Province, campaign: Campaign, invited: int, at: datetime, seed: int) -> None:
    """Take a made-up list of households, and draw the same number in each commune."""
    manager, units = province.person("quanly", at), province.communes[:COMMUNES]
    rows = [
        {"element_id": f"HO-{unit.code}-{number:03}", "unit_id": unit.code, "stratum": unit.code}
        for unit in units
        for number in range(1, HOUSEHOLDS + 1)
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ho-minh-hoa.parquet"
        pl.DataFrame(rows).write_parquet(path)
        frame = take_frame_file(manager, campaign, path, "ho-minh-hoa.parquet", at, Ask(strata=("stratum",)))
    design = Design(basis="typed", size=invited * len(units), rule="equal", reserve_percent=10)
    draw_sample(manager, campaign, frame, design, seed, at)


def contentment(units: Sequence[Unit], seed: int) -> dict[Unit, float]:
    """Say which share of answers is satisfied in each commune this year: better here than there."""
    chance = random.Random(f"contentment {seed}")  # noqa: S311  # made-up answers, from a seed
    return {unit: chance.uniform(0.62, 0.95) for unit in units}


def answered(
    campaign: Campaign, content: Mapping[Unit, float], many: int, begun: datetime, chance: random.Random
) -> list[Response]:
    """Let so many people of each commune answer, as content as said; gives rows that are yet to be stored."""
    done: list[Invitation] = []
    rows: list[Response] = []
    for unit, share in content.items():
        chosen = campaign.invitations.filter(unit=unit, is_reserve=False).order_by("order")[:many]
        for one in chosen:
            done.append(one)
            answers = _opinions(share, chance)
            at = begun + timedelta(days=chance.randint(0, 8), minutes=chance.randint(0, 600))
            told = {"stratum": one.stratum, "psu": one.psu, "weight": one.weight}
            rows.append(_response(campaign, unit, answers, at, chance, mode=chance.choice(_WAYS), **told))
    chance.shuffle(rows)
    Invitation.objects.filter(pk__in=[one.pk for one in done]).update(
        state=InvitationState.ANSWERED, answered_on=timezone.localdate(begun)
    )
    return rows


def _opinions(content: float, chance: random.Random) -> dict[str, int]:
    """Give an answer to each item: people differ, and what one person says hangs together."""
    own = min(0.98, max(0.05, chance.gauss(content, 0.12)))
    return {one.id: _level(own, chance) for one in load_instrument(FORM).index_columns}


def _level(own: float, chance: random.Random) -> int:
    if chance.random() < own:
        return 5 if chance.random() < own / 2 else 4
    return chance.choice((3, 3, 2, 1))


def _response(
    campaign: Campaign, unit: Unit, answers: dict[str, Any], at: datetime, chance: random.Random, **more: Any
) -> Response:
    seconds = chance.randint(180, 900)
    told = {"form": FORM, "stream": Stream.PROBABILITY} | more
    return Response(
        campaign=campaign,
        key=f"demo-{campaign.pk}-{chance.getrandbits(128):032x}",
        unit=unit,
        answers=answers,
        started_at=at,
        finished_at=at + timedelta(seconds=seconds),
        received_at=at + timedelta(seconds=seconds),
        seconds=seconds,
        **told,
    )


def links_to_try(seed: int) -> list[str]:
    """Give the tokens of a demonstration: everybody may know them, they open made-up invitations alone."""
    chance = random.Random(f"links {seed}")  # noqa: S311  # known to everybody on purpose
    return ["".join(chance.choice(ALPHABET) for _place in range(LENGTH)) for _number in range(LINKS)]


def _hand_out(campaign: Campaign, unit: Unit, at: datetime, seed: int) -> None:
    """Print links that the start page shows: those of people of one commune who did not answer yet."""
    waiting = campaign.invitations.filter(unit=unit, is_reserve=False, state=InvitationState.WAITING)
    invited = list(waiting.order_by("order")[:LINKS])
    for one, token in zip(invited, links_to_try(seed), strict=False):
        one.token_hash, one.token_at = hash_of(token), at
    Invitation.objects.bulk_update(invited, ["token_hash", "token_at"])


def _stations(
    province: Province, campaign: Campaign, units: Sequence[Unit], today: datetime, chance: random.Random
) -> None:
    """Put a QR code on a counter and a kiosk in a hall, with what passers-by said so far."""
    manager = province.person("quanly", today)
    hall, counter = "Sảnh Trung tâm Phục vụ hành chính công", "Quầy tiếp nhận số 1"
    subject = next((one for one in subjects_for(campaign.owner) if one.kind == SubjectKind.FIELD), None)
    for unit, kind, place, stream, about in (
        (units[0], StationKind.QR, counter, Stream.QR, None),
        (units[1], StationKind.KIOSK, hall, Stream.KIOSK, None),
        (units[0], StationKind.QR, "In trên phiếu hẹn", Stream.QR, subject),
    ):
        station = make_station(manager, campaign, unit, kind, place, KIOSK_FORM, today, about)
        Response.objects.bulk_create(_passing(campaign, station, stream, today, chance))


def _passing(
    campaign: Campaign, station: Station, stream: Stream, today: datetime, chance: random.Random
) -> Iterator[Response]:
    for _number in range(PASSING):
        answers = {"attitude": chance.choices((3, 2, 1), (8, 2, 1))[0]}
        at = today - timedelta(minutes=chance.randint(10, 9_000))
        more = {"form": KIOSK_FORM, "stream": stream, "mode": str(stream), "station": station}
        yield _response(campaign, station.unit, answers, at, chance, **more)


def _paper(
    province: Province, campaign: Campaign, unit: Unit, today: datetime, chance: random.Random
) -> None:
    """Type a pile of paper: two sheets alike, two otherwise, one once, one not at all."""
    people = [province.person(name, today) for name in ("quanly", "quanly2")]
    batch = make_batch(people[0], campaign, Wanted(unit, SHEETS), today)
    sheets = list(batch.sheets.order_by("number"))
    for place, sheet in enumerate(sheets[: SHEETS - 1]):
        sheet.batch.campaign = campaign
        answers = _opinions(0.8, chance)
        key_sheet(people[0], sheet, answers, today)
        if place < SHEETS - 2:
            key_sheet(people[1], sheet, answers if place < SHEETS // 3 else _slipped(answers), today)


def _slipped(answers: dict[str, int]) -> dict[str, int]:
    """Give answers with two keys struck wrong."""
    slips = list(answers)[3:5]
    return answers | {name: 6 - answers[name] if answers[name] != 3 else 4 for name in slips}  # noqa: PLR2004


def _interview(province: Province, campaign: Campaign, unit: Unit, today: datetime) -> None:
    """Give an interviewer of the firm people of one commune to ask; the interviews so far are theirs too."""
    user = province.users.get(INTERVIEWER)
    if user is None:
        return
    add_member(province.person("quanly", today), campaign, user, MemberRole.INTERVIEWER, today)
    waiting = campaign.invitations.filter(unit=unit, is_reserve=False, state=InvitationState.WAITING)
    waiting.update(interviewer=user, mode=Mode.INTERVIEWER)
    campaign.responses.filter(mode=Mode.INTERVIEWER).update(interviewer=user)
