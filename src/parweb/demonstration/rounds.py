"""The rounds of the demonstration: last year's, published; this year's, one half-way, one in appeals."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from parweb.appraisals.actions.appeal import draft_appeal, file_appeal
from parweb.appraisals.actions.ask_explanation import ask_explanation
from parweb.appraisals.leaves import appraised_leaves
from parweb.assessments.actions.delegate import delegate
from parweb.assessments.layout import layout_of
from parweb.demonstration import moments, plan, stages
from parweb.demonstration.council import make_sessions
from parweb.demonstration.editions import adopt
from parweb.demonstration.figures import (
    Figures,
    make_figures,
    write_answers,
    write_appraisals,
    write_council,
    write_fed,
)
from parweb.demonstration.papers import paper, particulars
from parweb.demonstration.people import Province, acting
from parweb.demonstration.publishing import publish
from parweb.demonstration.stages import Stage
from parweb.evidence.actions.prove_criterion import prove_criterion
from parweb.evidence.models import Use
from parweb.results.states import PublicationKind
from parweb.rounds.actions.close_round import close_round
from parweb.rounds.actions.make_round import make_round
from parweb.rounds.actions.open_round import open_round
from parweb.rounds.actions.reopen_participant import reopen_participant
from parweb.rounds.calendar import Span
from parweb.rounds.models import Participant, Round
from parweb.rounds.states import PhaseKind
from parweb.units.models import Group


@dataclass
class Builder:
    """What the rounds are made of."""

    province: Province
    today: datetime
    seed: int

    def round(
        self, name: str, year: int, league: Group, calendar: tuple[Span, ...], previous: Round | None
    ) -> Round:
        """Make and open a round on the day its first phase opens."""
        at = min(span.opens_at for span in calendar)
        manager = self.province.person("quanly", at)
        round_ = make_round(
            manager,
            name=name,
            year=year,
            edition=adopt(manager, plan.EDITION, at),
            league=league,
            calendar=calendar,
            at=at,
            previous=previous,
            is_demonstration=True,
        )
        open_round(manager, round_, at=at)
        return round_

    def fill(self, round_: Round, figures: Figures, by_unit: dict[int, Stage]) -> None:
        """Write entries, values from elsewhere, first decisions and states."""
        phases = {phase.kind: phase for phase in round_.phases.all()}
        answered = phases[PhaseKind.SELF_SCORE].closes_at - timedelta(days=2)
        decided = phases[PhaseKind.APPRAISAL_1].opens_at + timedelta(days=2)
        participants = list(round_.participants.select_related("round__edition", "unit"))
        begun = [one for one in participants if by_unit[one.unit_id].answered]
        appraised = [one for one in participants if by_unit[one.unit_id].appraised]
        shares = {unit: stage.answered for unit, stage in by_unit.items()}
        write_fed(round_, figures, self.province.users["quanly"], answered)
        write_answers(begun, figures, shares, self.province, answered)
        shares = {unit: stage.appraised for unit, stage in by_unit.items()}
        chance = random.Random(self.seed)  # noqa: S311  # made-up decisions, from a seed
        write_appraisals(appraised, figures, shares, self.province, decided, chance)
        stages.write_states(round_, by_unit, self.province, answered)


def make_last_year(builder: Builder, league: Group) -> tuple[Round, Figures]:
    """Make last year's round of all communes and wards: decided, not yet published."""
    province, year = builder.province, moments.assessed_year(builder.today) - 1
    then = builder.today - timedelta(days=365)
    calendar = moments.in_appeals(then)
    round_ = builder.round(f"Chỉ số CCHC cấp xã năm {year} (minh họa)", year, league, calendar, None)
    figures = make_figures(round_.edition, _units(round_), builder.seed)
    builder.fill(round_, figures, stages.all_done(round_))
    write_council(round_, figures, province, moments.day(then, -15))
    return round_, figures


def publish_last_year(builder: Builder, round_: Round) -> None:
    """Publish last year's round and close it."""
    province, then = builder.province, builder.today - timedelta(days=365)
    at = moments.day(then, 10)
    publish(
        round_,
        province.person("quanly", at),
        province.person("quanly2", at),
        at,
        kind=PublicationKind.FINAL,
        number="minh họa/QĐ-UBND",
        on=at.date(),
        signer="Chủ tịch UBND tỉnh (minh họa)",
        note="Tên đơn vị là thật; tiêu chí, điểm, người dùng là minh họa, không phải kết quả của đơn vị nào.",
    )
    close_round(province.person("quanly", at), round_, at=moments.day(then, 16))


def make_appealed(builder: Builder, league: Group, previous: Round, former: Figures) -> Round:
    """Make this year's round of the wards: the provisional result is out, one ward appeals."""
    province, today = builder.province, builder.today
    year = moments.assessed_year(today)
    calendar = moments.in_appeals(today)
    name = f"Chỉ số CCHC cấp xã năm {year}: các phường (minh họa)"
    round_ = builder.round(name, year, league, calendar, previous)
    figures = make_figures(round_.edition, _units(round_), builder.seed + 1, former)
    builder.fill(round_, figures, stages.all_done(round_))
    write_council(round_, figures, province, moments.day(today, -12))
    at = moments.day(today, -7)
    people = (province.person("quanly", at), province.person("quanly2", at))
    publish(round_, *people, at, kind=PublicationKind.PROVISIONAL)
    _appeal(builder, round_, moments.day(today, -2))
    return round_


def _appeal(builder: Builder, round_: Round, at: datetime) -> None:
    """Let the first ward appeal against a leaf whose points were lowered (any leaf where none was)."""
    participant = _participant(round_, builder.province.units[plan.APPEALING].pk)
    lowered = participant.appraisals.filter(decision="set").order_by("pk").first()
    code = lowered.criterion_id if lowered else next(iter(appraised_leaves(round_.edition)))
    officer = acting(builder.province.officers[participant.unit_id], at)
    claim = "Đơn vị đã ban hành văn bản đúng hạn, xin xem lại tài liệu kèm theo (minh họa)."
    most = appraised_leaves(round_.edition)[code].node.max
    appeal = draft_appeal(officer, participant, code, claim, Decimal(most), at)
    _prove(builder, participant, code, "Báo cáo bổ sung", at, Use.Purpose.APPEAL)
    file_appeal(builder.province.person("kiennghi", at), appeal, at + timedelta(hours=3))


def make_half_way(builder: Builder, league: Group, previous: Round, former: Figures) -> Round:
    """Make this year's round of the communes: some late, most handed in, the first appraisal under way."""
    province, today = builder.province, builder.today
    year = moments.assessed_year(today)
    name = f"Chỉ số CCHC cấp xã năm {year}: các xã (minh họa)"
    round_ = builder.round(name, year, league, moments.half_way(today), previous)
    figures = make_figures(round_.edition, _units(round_), builder.seed + 2, former)
    chance = random.Random(builder.seed)  # noqa: S311  # made-up states, from a seed
    by_unit = stages.half_way([one.pk for one in province.communes], chance)
    _papers(builder, round_)
    builder.fill(round_, figures, by_unit)
    _reopen(builder, round_)
    _ask(builder, round_)
    make_sessions(province, round_, today)
    return round_


def _papers(builder: Builder, round_: Round) -> None:
    """Let three communes prove some criteria while they still may."""
    at = moments.day(builder.today, -20)
    codes = sorted(layout_of(round_.edition).to_prove)[:4]
    names = ("Kế hoạch cải cách hành chính", "Báo cáo kết quả", "Thông báo kết luận kiểm tra", "Biên bản họp")
    for key in (plan.LATE, plan.UNSIGNED, plan.ASKED):
        participant = _participant(round_, builder.province.units[key].pk)
        for code, name in zip(codes, names, strict=False):
            _prove(builder, participant, code, name, at, Use.Purpose.SELF_SCORE)


def _prove(
    builder: Builder, participant: Participant, code: str, name: str, at: datetime, purpose: str
) -> None:
    officer = acting(builder.province.officers[participant.unit_id], at)
    name_of_unit = participant.unit.name
    unit = name_of_unit[0].lower() + name_of_unit[1:]
    year = participant.round.year
    number, on = f"{participant.unit.documents.count() + 11}/BC-UBND", date(year, 3, 15)
    if code == min(layout_of(participant.round.edition).to_prove):
        on = date(year - 1, 12, 20)  # a date outside the year, to be noticed
    prove_criterion(
        officer,
        participant,
        code,
        fields=particulars(name, unit, number, on),
        files=[paper(name, unit, number, on)],
        purpose=purpose,
        at=at,
    )


def _reopen(builder: Builder, round_: Round) -> None:
    """Open self-scoring again for the late commune, and signing for the one that waits for its leader."""
    today, until = builder.today, moments.day(builder.today, 6)
    manager = builder.province.person("quanly", today)
    late = _participant(round_, builder.province.units[plan.LATE].pk)
    unsigned = _participant(round_, builder.province.units[plan.UNSIGNED].pk)
    reason = "Xã bị ngập, mất điện trong thời gian tự chấm (minh họa)"
    at = today - timedelta(hours=2)
    reopen_participant(manager, late, phase=PhaseKind.SELF_SCORE, until=until, reason=reason, at=at)
    for one in (late, unsigned):
        reopen_participant(manager, one, phase=PhaseKind.SIGNATURE, until=until, reason=reason, at=at)
    leader = acting(builder.province.leaders[late.unit_id], today)
    late = _participant(round_, late.unit_id)
    delegate(leader, late, "3", builder.province.users["canbo2"].pk, today, due_on=until.date())


def _ask(builder: Builder, round_: Round) -> None:
    """Ask one commune to explain two criteria, and two others one each."""
    at = moments.day(builder.today, -4)
    communes = [builder.province.units[plan.ASKED].pk]
    signed = round_.participants.filter(state="signed").exclude(unit__in=communes).order_by("order")[:2]
    asker = builder.province.person("thamdinh", at)
    codes = [code for code in appraised_leaves(round_.edition) if code.startswith("3.")]
    question = "Số liệu khác với báo cáo quý IV; đề nghị giải trình và bổ sung tài liệu (minh họa)."
    due = moments.day(builder.today, 5)
    for participant in (
        _participant(round_, communes[0]),
        *(_participant(round_, one.unit_id) for one in signed),
    ):
        for code in codes[: 2 if participant.unit_id in communes else 1]:
            ask_explanation(asker, participant, code, question, due, at)


def _participant(round_: Round, unit_id: int) -> Participant:
    rows = Participant.objects.select_related("unit", "round__edition", "round__owner")
    return rows.prefetch_related("round__phases", "reopenings").get(round=round_, unit=unit_id)


def _units(round_: Round) -> list[int]:
    return list(round_.participants.order_by("order", "pk").values_list("unit_id", flat=True))
