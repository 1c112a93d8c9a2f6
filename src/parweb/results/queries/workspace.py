"""What is asked of a person, by when, and what comes next: one list over all their roles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Count, Min, Q, QuerySet, Sum
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from parweb.accounts.person import Person
from parweb.accounts.roles import Role
from parweb.appraisals.models import Appeal, CouncilSession, ExplanationRequest
from parweb.results.models import Publication
from parweb.results.queries.publications import provisional_ones
from parweb.results.states import PublicationState
from parweb.rounds.models import Participant, Round
from parweb.rounds.queries import Window, window
from parweb.rounds.states import ParticipantState, PhaseKind, RoundState
from parweb.units.idle import review_due
from parweb.units.queries import assignments_below

_NEVER = datetime.max.replace(tzinfo=UTC)
_UNFINISHED = (ParticipantState.NOT_STARTED, ParticipantState.IN_PROGRESS)
_MOST = 30
_COUNCIL = (Role.COUNCIL_MEMBER, Role.COUNCIL_SECRETARY, Role.COUNCIL_CHAIR)


@dataclass(frozen=True)
class Task:
    """Something to do or to know. ``tone``: bad (late), warn (asked now), quiet (for information)."""

    what: str
    about: str
    url: str
    tone: str = "warn"
    due_at: datetime | None = None
    done: int | None = None
    of: int | None = None
    after: str = ""
    """What happens next."""


def tasks_of(person: Person, at: datetime) -> list[Task]:
    """Give everything asked of a person, late and urgent first; a bounded number of queries."""
    found = [
        *_of_unit(person, at),
        *_of_appraiser(person, at),
        *_of_council(person, at),
        *_of_manager(person, at),
        *_of_administrator(person, at),
    ]
    order = {"bad": 0, "warn": 1, "quiet": 2}
    return sorted(found, key=lambda task: (order[task.tone], task.due_at or _NEVER))


def link(name: str, *args: Any) -> str:
    """Give an address, empty where the page is not there."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def _of_unit(person: Person, at: datetime) -> Iterator[Task]:
    paths = person.paths(Role.OFFICER, Role.LEADER)
    if not paths:
        return
    own = list(
        Participant.objects.filter(unit__path__in=paths, round__state=RoundState.OPEN)
        .select_related("unit", "round")
        .prefetch_related("round__phases", "reopenings")
        .order_by("-round__year", "pk")[:_MOST]
    )
    requests = _requests(own)
    drafts = _drafts(own)
    released = _provisional_of(own, at)
    for participant in own:
        path = participant.unit.path
        yield from _entry_tasks(person, participant, at)
        yield from _request_tasks(person, participant, requests.get(participant.pk, {}))
        if person.has(Role.LEADER, path=path) and drafts.get(participant.pk):
            about, address = _about(participant), link("appraisals:unit_appeals", participant.pk)
            yield Task(
                _("Gửi kiến nghị đang soạn"),
                about,
                address,
                due_at=_closing(participant, PhaseKind.APPEAL, at),
            )
        if participant.round_id in released:
            yield from _provisional_tasks(participant, released[participant.round_id], at)


def _about(participant: Participant) -> str:
    return f"{participant.unit.name} · {participant.round.name}"


def _closing(participant: Participant, kind: PhaseKind, at: datetime) -> datetime | None:
    return window(participant.round, kind, at, participant).closes_at


def _entry_tasks(person: Person, participant: Participant, at: datetime) -> Iterator[Task]:
    """Say what the entry needs: to be filled in, or signed; late ones first."""
    about, path = _about(participant), participant.unit.path
    scoring = window(participant.round, PhaseKind.SELF_SCORE, at, participant)
    if participant.state in _UNFINISHED and person.has(Role.OFFICER, path=path):
        yield _filling(participant, scoring, about, at)
    if participant.state == ParticipantState.SUBMITTED:
        signing = window(participant.round, PhaseKind.SIGNATURE, at, participant)
        address = link("assessments:sign", participant.pk)
        if person.has(Role.LEADER, path=path):
            next_ = _("Sau khi ký, bản tự đánh giá được khóa và chuyển thẩm định.")
            yield Task(_("Xem và ký bản tự đánh giá"), about, address, due_at=signing.closes_at, after=next_)
        else:
            entry = link("assessments:entry", participant.pk)
            yield Task(_("Chờ lãnh đạo ký"), about, entry, "quiet", signing.closes_at)


def _filling(participant: Participant, scoring: Window, about: str, at: datetime) -> Task:
    is_late = scoring.closes_at is not None and scoring.closes_at <= at
    what = (
        _("Quá hạn tự đánh giá, chưa trình lãnh đạo")
        if is_late
        else _("Tự đánh giá, kèm tài liệu kiểm chứng")
    )
    after = (
        _("Liên hệ người quản lý kỳ đánh giá để được mở lại, có lý do.")
        if is_late
        else _("Đủ mọi tiêu chí thì trình lãnh đạo ký.")
    )
    is_asked = scoring.is_open or is_late
    return Task(
        what=what,
        about=about,
        url=link("assessments:entry", participant.pk),
        tone="bad" if is_late else "warn" if is_asked else "quiet",
        due_at=scoring.closes_at,
        done=participant.leaves_answered,
        of=participant.leaves_total,
        after=after,
    )


def _requests(own: Iterable[Participant]) -> dict[int, dict[str, tuple[int, datetime]]]:
    """Count the open requests for explanation, by participant and state, with the nearest deadline."""
    states = [ExplanationRequest.State.ASKED, ExplanationRequest.State.ANSWERED]
    rows = (
        ExplanationRequest.objects.filter(participant__in=[one.pk for one in own], state__in=states)
        .values_list("participant", "state")
        .annotate(n=Count("pk"), due=Min("due_at"))
        .order_by()
    )
    found: dict[int, dict[str, tuple[int, datetime]]] = {}
    for participant, state, count, due in rows:
        found.setdefault(participant, {})[state] = (count, due)
    return found


def _request_tasks(
    person: Person, participant: Participant, counted: dict[str, tuple[int, datetime]]
) -> Iterator[Task]:
    address, about, path = (
        link("appraisals:requests", participant.pk),
        _about(participant),
        participant.unit.path,
    )
    asked = counted.get(ExplanationRequest.State.ASKED)
    if asked and person.has(Role.OFFICER, path=path):
        after = _("Lãnh đạo đơn vị duyệt rồi giải trình mới được gửi đi.")
        what = _("Trả lời {count} yêu cầu giải trình").format(count=asked[0])
        yield Task(what, about, address, due_at=asked[1], after=after)
    answered = counted.get(ExplanationRequest.State.ANSWERED)
    if answered and person.has(Role.LEADER, path=path):
        what = _("Duyệt {count} giải trình để gửi đi").format(count=answered[0])
        yield Task(what, about, address, due_at=answered[1])


def _drafts(own: Iterable[Participant]) -> dict[int, int]:
    rows = Appeal.objects.filter(participant__in=[one.pk for one in own], state=Appeal.State.DRAFT)
    return dict(rows.values_list("participant").annotate(n=Count("pk")).order_by())


def _provisional_of(own: Iterable[Participant], at: datetime) -> dict[int, Publication]:
    rounds = {one.round_id for one in own}
    return {one.round_id: one for one in reversed(list(provisional_ones(at).filter(round__in=rounds)))}


def _provisional_tasks(participant: Participant, publication: Publication, at: datetime) -> Iterator[Task]:
    """Say that the provisional result is out; while appeals are open, lead to where they are written."""
    about, appeal = _about(participant), window(participant.round, PhaseKind.APPEAL, at, participant)
    if appeal.is_open:
        yield Task(
            _("Xem điểm từng tiêu chí; chưa đồng ý thì gửi kiến nghị"),
            about,
            link("appraisals:result", participant.pk),
            due_at=appeal.closes_at,
            after=_("Cán bộ soạn ở từng tiêu chí, lãnh đạo đơn vị gửi."),
        )
    yield Task(_("Đã có kết quả dự kiến"), about, link("portal:provisional", publication.slug), "quiet")


def _rounds_for(person: Person, *roles: Role) -> QuerySet[Round]:
    """Give the open rounds whose owner is in, or above, what a person has a role for."""
    wanted = Q(pk__in=[])
    for path in person.paths(*roles):
        wanted |= Q(owner__path__startswith=path)
        wanted |= Q(owner__path__in=_tops(path))
    found = Round.objects.filter(wanted, state=RoundState.OPEN).select_related("owner")
    return found.prefetch_related("phases").order_by("-year", "name")


def _tops(path: str) -> list[str]:
    parts = path.strip("/").split("/")
    return ["/" + "/".join(parts[: number + 1]) + "/" for number in range(len(parts))]


def _of_appraiser(person: Person, at: datetime) -> Iterator[Task]:
    if not person.paths(Role.APPRAISER):
        return
    stages = (
        (PhaseKind.APPRAISAL_1, ParticipantState.SIGNED, "leaves_appraised_1"),
        (PhaseKind.APPRAISAL_2, ParticipantState.APPRAISED_1, "leaves_appraised_2"),
    )
    for round_ in _rounds_for(person, Role.APPRAISER)[:_MOST]:
        for kind, state, column in stages:
            opened = window(round_, kind, at)
            if opened.is_open:
                yield _queue(round_, kind, state, column, opened)


def _queue(round_: Round, kind: PhaseKind, state: ParticipantState, column: str, opened: Window) -> Task:
    waiting = Participant.objects.filter(round=round_, state=state)
    counted = waiting.aggregate(units=Count("pk"), done=Sum(column), of=Sum("leaves_total"))
    what = _("{phase}: {units} đơn vị đã nộp").format(phase=kind.label, units=counted["units"])
    return Task(
        what,
        round_.name,
        link("appraisals:queue", round_.slug),
        "warn" if counted["units"] else "quiet",
        opened.closes_at,
        counted["done"] or 0,
        counted["of"] or 0,
        _("Chỉ tiêu chí trong phạm vi của bạn hiện ở hàng chờ."),
    )


def _of_council(person: Person, at: datetime) -> Iterator[Task]:
    if not any(person.paths(role) for role in _COUNCIL):
        return
    mine = Q(members=person.user_id) | Q(chair=person.user_id) | Q(secretary=person.user_id)
    unfinished = CouncilSession.objects.filter(mine).exclude(state=CouncilSession.State.CLOSED)
    for session in unfinished.select_related("round").distinct().order_by("held_at")[:_MOST]:
        is_voting = session.state == CouncilSession.State.VOTING
        page = "appraisals:vote" if is_voting and person.has(Role.COUNCIL_MEMBER) else "appraisals:session"
        is_planned = session.state == CouncilSession.State.PLANNED
        what = _("Hội đồng {state}: {title}").format(
            state=session.get_state_display().lower(), title=session.title
        )
        yield Task(
            what,
            session.round.name,
            link(page, session.pk),
            "quiet" if is_planned else "warn",
            session.held_at,
        )


def _of_manager(person: Person, at: datetime) -> Iterator[Task]:
    if not person.paths(Role.MANAGER):
        return
    rounds = list(_rounds_for(person, Role.MANAGER)[:_MOST])
    states = _states(rounds)
    for round_ in rounds:
        yield _board_task(round_, states.get(round_.pk, {}), at)
    yield from _to_approve(person)
    yield from _appeals(rounds)


def _states(rounds: Iterable[Round]) -> dict[int, dict[str, int]]:
    rows = (
        Participant.objects.filter(round__in=[one.pk for one in rounds])
        .values_list("round", "state")
        .annotate(n=Count("pk"))
        .order_by()
    )
    found: dict[int, dict[str, int]] = {}
    for round_, state, count in rows:
        found.setdefault(round_, {})[state] = count
    return found


def _board_task(round_: Round, counted: dict[str, int], at: datetime) -> Task:
    total = sum(counted.values())
    unfinished = sum(counted.get(state, 0) for state in _UNFINISHED)
    scoring = window(round_, PhaseKind.SELF_SCORE, at)
    is_late = scoring.closes_at is not None and scoring.closes_at <= at and unfinished > 0
    what = (
        _("{count} đơn vị quá hạn tự đánh giá").format(count=unfinished)
        if is_late
        else _("Theo dõi tiến độ: {count}/{total} đơn vị đã trình").format(
            count=total - unfinished, total=total
        )
    )
    now = [phase for phase in round_.phases.all() if phase.opens_at <= at < phase.closes_at]
    after = _("Đang ở giai đoạn: {phases}").format(phases=", ".join(one.get_kind_display() for one in now))
    return Task(
        what,
        round_.name,
        link("rounds:board", round_.slug),
        "bad" if is_late else "quiet",
        min((one.closes_at for one in now), default=None),
        total - unfinished,
        total,
        after if now else "",
    )


def _to_approve(person: Person) -> Iterator[Task]:
    wanted = Q(pk__in=[])
    for path in person.paths(Role.MANAGER):
        wanted |= Q(round__owner__path__startswith=path)
    waiting = Publication.objects.filter(wanted, state=PublicationState.PREPARED).select_related(
        "round", "prepared_by"
    )
    for one in waiting[:_MOST]:
        is_own = one.prepared_by_id == person.user_id
        what = (
            _("Chờ người khác duyệt công bố")
            if is_own
            else _("Duyệt công bố do {who} trình").format(who=one.prepared_by)
        )
        address = link("results:publication", one.slug)
        yield Task(what, one.title, address, "quiet" if is_own else "warn", one.publish_at)


def _appeals(rounds: Iterable[Round]) -> Iterator[Task]:
    slugs = {one.pk: one for one in rounds}
    rows = (
        Appeal.objects.filter(participant__round__in=slugs, state=Appeal.State.FILED)
        .values_list("participant__round")
        .annotate(n=Count("pk"), due=Min("due_at"))
        .order_by()
    )
    for round_, count, due in rows:
        what = _("Giải quyết {count} kiến nghị").format(count=count)
        yield Task(what, slugs[round_].name, link("appraisals:appeals", slugs[round_].slug), due_at=due)


def _of_administrator(person: Person, at: datetime) -> Iterator[Task]:
    """Count the roles that nobody reviewed for six months; managers are reminded of theirs by a message."""
    paths = person.paths(Role.ADMINISTRATOR)
    if not paths:
        return
    today = timezone.localdate(at)
    rows = assignments_below(paths).filter(review_due(at), person__is_active=True)
    count = rows.filter(Q(valid_to=None) | Q(valid_to__gte=today)).count()
    if count:
        after = _("Phân công không còn đúng thì cho thôi, hoặc đổi.")
        yield Task(
            _("Rà soát {count} phân công đến hạn").format(count=count),
            _("Mỗi phân công được xem lại ít nhất sáu tháng một lần."),
            f"{link('units:reviews')}?due=1",
            after=after,
        )
