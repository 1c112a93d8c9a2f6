"""Prepare a publication of a run for another manager to approve."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime

from django.db import transaction

from parindex.errors import Place, Problem, ProblemsFound, kind
from parindex.language import N_
from parweb.accounts.person import Person
from parweb.accounts.roles import Role
from parweb.accounts.verdicts import require
from parweb.audit.actions.record import record
from parweb.inbox.actions.send import send
from parweb.results import events
from parweb.results.links import link_to
from parweb.results.models import Publication, Run
from parweb.results.permissions import may_prepare
from parweb.results.states import PublicationKind, PublicationState
from parweb.units.queries import people_with

NO_FORMER = kind(
    "PU901",
    N_("bản đính chính chưa nêu bản công bố mà nó thay"),
    N_("chọn bản công bố được đính chính"),
)
FOREIGN = kind(
    "PU902",
    N_("bản công bố được thay không thuộc kỳ này hoặc chưa công bố"),
    N_("chọn một bản đã công bố của cùng kỳ đánh giá"),
)
REPLACED = kind(
    "PU903",
    N_("bản công bố này đã có bản thay"),
    N_("chọn bản mới nhất: {latest}"),
)
NO_DECISION = kind(
    "PU904",
    N_("thiếu số quyết định, ngày hoặc người ký"),
    N_("kết quả chính thức và đính chính phải có đủ số, ngày quyết định và người ký"),
)
PAST_HOUR = kind(
    "PU905",
    N_("giờ công bố đã qua"),
    N_("chọn giờ trong tương lai, hoặc để trống để công bố ngay khi duyệt"),
)
SECOND_FINAL = kind(
    "PU909",
    N_("kỳ này đã có kết quả chính thức “{title}”"),
    N_("muốn thay thì chọn loại “Đính chính” và nêu bản được thay"),
)


@dataclass(frozen=True)
class Particulars:
    """What a manager says of a publication. ``publish_at`` None: as soon as it is approved."""

    kind: PublicationKind
    title: str
    decision_number: str = ""
    decision_on: date | None = None
    signer: str = ""
    note: str = ""
    publish_at: datetime | None = None
    replaces: Publication | None = None


def prepare_publication(person: Person, run: Run, particulars: Particulars, at: datetime) -> Publication:
    """Write a publication down and tell the other managers; gives it, waiting for approval.

    Raises ``Refused`` where the person may not, :class:`parindex.errors.ProblemsFound` with everything that
    the decision lacks.
    """
    round_ = run.round
    require(may_prepare(person, round_, at))
    assert person.user_id is not None, "who may prepare is signed in"
    _check(run, particulars, at)
    with transaction.atomic():
        publication = Publication.objects.create(
            round=round_,
            run=run,
            state=PublicationState.PREPARED,
            slug=_slug(run),
            prepared_at=at,
            prepared_by_id=person.user_id,
            **{one.name: getattr(particulars, one.name) for one in fields(Particulars)},
        )
        others = people_with(Role.MANAGER, round_.owner.path, at.date()).exclude(pk=person.user_id)
        send(
            others.values_list("pk", flat=True),
            events.PREPARED,
            {"title": publication.title, "who": person.name},
            link_to("results:publication", publication.slug),
            at,
        )
        record(
            person.actor,
            "results.prepare_publication",
            at,
            target=publication,
            unit_id=round_.owner_id,
            after=facts_of(publication),
        )
    return publication


def facts_of(publication: Publication) -> dict[str, str | int | None]:
    """Give what the log keeps of a publication."""
    return {
        "kind": publication.kind,
        "state": publication.state,
        "run": publication.run.number,
        "title": publication.title,
        "decision_number": publication.decision_number,
        "decision_on": publication.decision_on.isoformat() if publication.decision_on else None,
        "signer": publication.signer,
        "publish_at": publication.publish_at.isoformat() if publication.publish_at else None,
        "replaces": publication.replaces_id,
    }


def _check(run: Run, given: Particulars, at: datetime) -> None:
    problems = [*_former_problems(run, given)]
    if given.kind == PublicationKind.FINAL:
        problems += second_final(run.round_id)
    is_decided = bool(given.decision_number.strip() and given.decision_on and given.signer.strip())
    if given.kind != PublicationKind.PROVISIONAL and not is_decided:
        problems.append(Problem(NO_DECISION, Place(item="decision_number")))
    if given.publish_at is not None and given.publish_at <= at:
        problems.append(Problem(PAST_HOUR, Place(item="publish_at")))
    if problems:
        raise ProblemsFound(problems)


def second_final(round_id: int, but: int = 0) -> list[Problem]:
    """Give the problem of a second final result where a round has one: what follows is a correction.

    One that is approved and waits for its hour counts. ``but`` is the publication that is looked at.
    """
    states = (PublicationState.APPROVED, PublicationState.PUBLISHED)
    finals = Publication.objects.filter(round=round_id, state__in=states, kind=PublicationKind.FINAL)
    first = finals.exclude(pk=but).first()
    return [Problem(SECOND_FINAL, Place(item="kind"), {"title": first.title})] if first else []


def _former_problems(run: Run, given: Particulars) -> list[Problem]:
    place, former = Place(item="replaces"), given.replaces
    if former is None:
        return [Problem(NO_FORMER, place)] if given.kind == PublicationKind.CORRECTION else []
    if former.round_id != run.round_id or former.state != PublicationState.PUBLISHED:
        return [Problem(FOREIGN, place)]
    later = former.replaced_by.filter(state=PublicationState.PUBLISHED).first()
    return [Problem(REPLACED, place, {"latest": later.title})] if later else []


def _slug(run: Run) -> str:
    count = Publication.objects.filter(round=run.round).count()
    return f"{run.round.slug}-{count + 1}"
