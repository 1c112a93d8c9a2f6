"""A province in which everything exists once, so that every address of the site can be asked for."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile

from parindex.frameworks.digest import digest
from parweb.accounts.models import User
from parweb.appraisals.models import (
    Appeal,
    Appraisal,
    BulkAcceptance,
    CouncilSession,
    ExplanationRequest,
    Referral,
)
from parweb.assessments.models import Delegation, Entry, Upload
from parweb.audit.actions.record import record
from parweb.dossiers.models import CalendarDay, Import, Procedure, ProcedureUpload, Source, Token, UnitCode
from parweb.evidence.models import Document, Use, Version
from parweb.frameworks.models import AdoptedEdition, EditionDraft
from parweb.frameworks.texts import loaded_from_text
from parweb.jobs.models import Job
from parweb.results.actions.approve_publication import approve_publication
from parweb.results.actions.make_run import make_run
from parweb.results.actions.prepare_publication import Particulars, prepare_publication
from parweb.rounds.models import Participant, Reopening
from parweb.rounds.states import ParticipantState, PhaseKind, RoundState
from parweb.surveys.actions.keep_form import keep_form
from parweb.surveys.models import (
    BackCheck,
    BackCheckDraw,
    Batch,
    Campaign,
    CampaignMember,
    Frame,
    Invitation,
    PaperSheet,
    Quota,
    Release,
    Response,
    Sample,
    Station,
)
from parweb.surveys.queries.figures import Options
from parweb.surveys.sent_forms import read_sent
from parweb.surveys.tokens import hash_of
from parweb.units.models import Assignment, Change, Succession
from tests.parweb.cast import EDITION, NOW, Cast, make_cast, make_user

CRITERION = "2.1.2"
"""A leaf of domain 2, which Sở Tư pháp appraises."""

MOMENTS: dict[str, tuple[PhaseKind | None, str, str]] = {
    "prepared": (None, RoundState.PREPARED, ParticipantState.NOT_STARTED),
    "self": (PhaseKind.SELF_SCORE, RoundState.OPEN, ParticipantState.IN_PROGRESS),
    "sign": (PhaseKind.SIGNATURE, RoundState.OPEN, ParticipantState.SUBMITTED),
    "first": (PhaseKind.APPRAISAL_1, RoundState.OPEN, ParticipantState.SIGNED),
    "explain": (PhaseKind.EXPLANATION, RoundState.OPEN, ParticipantState.APPRAISED_1),
    "second": (PhaseKind.APPRAISAL_2, RoundState.OPEN, ParticipantState.APPRAISED_1),
    "council": (PhaseKind.COUNCIL, RoundState.OPEN, ParticipantState.APPRAISED_2),
    "appeal": (PhaseKind.APPEAL, RoundState.OPEN, ParticipantState.APPRAISED_2),
    "closed": (PhaseKind.PUBLICATION, RoundState.CLOSED, ParticipantState.DECIDED),
}
"""A moment in each phase, how the round stands then, and how far its units are."""


@dataclass
class World:
    """The cast, and what stands for each word that the table uses."""

    cast: Cast
    things: dict[str, dict[str, Any]]

    def moment(self, name: str) -> datetime:
        """When that is; ``prepared`` is before the first phase."""
        kind = MOMENTS[name][0]
        return self.cast.phase(kind) if kind else NOW - timedelta(days=7)

    def stand_at(self, name: str) -> None:
        """Let the round and its units stand as they do in that phase."""
        _, state, reached = MOMENTS[name]
        type(self.cast.round).objects.filter(pk=self.cast.round.pk).update(state=state)
        Participant.objects.filter(round=self.cast.round).update(state=reached)


def make_world() -> World:
    """Make everything; Xã Bắc Sơn owns what a unit can own, officer and leader are its people."""
    cast = make_cast(adopting=_small_edition)
    things = {
        **_of_units(cast),
        **_of_rounds(cast),
        **_of_evidence(cast),
        **_of_entries(cast),
        **_of_appraisals(cast),
        **_of_results(cast),
        **_of_dossiers(cast),
        **_of_surveys(cast),
        **_of_releases(cast),
    }
    Job.objects.update(state=Job.State.DONE)  # nothing waits, so the site works
    return World(cast, things)


def _small_edition(_ref: str, by: User) -> AdoptedEdition:
    """Adopt an edition of five leaves: every page is the same page, and made in a tenth of the time."""
    text = (Path(__file__).parent / "matrix_edition.yaml").read_text(encoding="utf-8")
    edition = loaded_from_text(text, "matrix_edition.yaml").edition
    return AdoptedEdition.objects.create(
        edition_id=edition.id,
        year=edition.year,
        digest=digest(edition),
        title=edition.title.vi,
        is_illustrative=edition.illustrative,
        text=text,
        leaves=sum(1 for _ in edition.leaves()),
        adopted_at=NOW,
        adopted_by=by,
    )


def _of_units(cast: Cast) -> dict[str, dict[str, Any]]:
    officer, unit = cast.users["officer"], cast.communes[0]
    change = Change.objects.create(
        kind="rename", effective_on=NOW.date(), decision="NQ 1", made_at=NOW, made_by=cast.users["manager"]
    )
    Succession.objects.create(change=change, former=unit, successor=unit, share=1)
    merger = Change.objects.create(
        kind="merge", effective_on=NOW.date(), decision="NQ 2", made_at=NOW, made_by=cast.users["manager"]
    )
    Succession.objects.create(change=merger, former=cast.communes[2], successor=cast.communes[3], share=1)
    job = Job.objects.create(kind="x", asked_by=cast.users["manager"], asked_at=NOW)
    entry = record(cast.person("officer").actor, "x.y", NOW, target=unit, unit_id=unit.pk)
    return {
        "-": {},
        "a key": {"key": "x"},
        "unit": {"slug": unit.slug},
        "group": {"slug": cast.league.slug},
        "change": {"pk": change.pk},
        "merger": {"pk": merger.pk},
        "person": {"pk": officer.pk},
        "administrator": {"pk": cast.users["admin"].pk},
        "role": {"pk": officer.pk, "assignment": Assignment.objects.get(person=officer).pk},
        "job": {"job_id": job.pk},
        "line": {"sequence": entry.sequence},
    }


def _of_rounds(cast: Cast) -> dict[str, dict[str, Any]]:
    draft = EditionDraft.objects.create(
        origin="upload", name="x.yaml", text=cast.edition.text, made_at=NOW, made_by=cast.users["manager"]
    )
    reopening = Reopening.objects.create(
        participant=cast.participants[3],
        phase=PhaseKind.SELF_SCORE,
        until=NOW + timedelta(days=90),
        reason="x",
        at=NOW,
        by=cast.users["manager"],
    )
    edition = {"edition_id": cast.edition.edition_id, "year": cast.edition.year}
    return {
        "edition": edition,
        "edition file": edition | {"kind": "yaml"},
        "draft": {"pk": draft.pk},
        "draft file": {"pk": draft.pk, "kind": "yaml"},
        "shipped": {"ref": EDITION},
        "round": {"slug": cast.round.slug},
        "participant": {"slug": cast.round.slug, "pk": cast.participants[0].pk},
        "reopening": {"pk": reopening.pk},
    }


def _of_evidence(cast: Cast) -> dict[str, dict[str, Any]]:
    unit, officer, participant = cast.communes[0], cast.users["officer"], cast.participants[0]
    made = {}
    for name, is_confidential in (("document", False), ("secret", True)):
        document = Document.objects.create(
            unit=unit, abstract=name, created_at=NOW, created_by=officer, is_confidential=is_confidential
        )
        version = Version(
            document=document,
            number=1,
            file_name="a.pdf",
            size=8,
            sha256="0" * 64,
            media_type="application/pdf",
            uploaded_at=NOW,
            uploaded_by=officer,
        )
        version.file.save("a.pdf", ContentFile(b"%PDF-1.4"), save=True)
        use = Use.objects.create(
            participant=participant,
            criterion_id=CRITERION,
            document=document,
            added_at=NOW,
            added_by=officer,
        )
        made |= {
            name: {"document_id": document.pk},
            f"{name} file": {"version_id": version.pk},
            f"{name} use": {"use_id": use.pk},
        }
    asked = f"?participant={participant.pk}&criterion={CRITERION}"
    told = {"participant": participant.pk, "criterion": "2.2.2", "purpose": Use.Purpose.SELF_SCORE}
    to_use = {"document_id": document.pk, "data": told}
    return made | {"for a criterion": {"?": asked}, "document to use": to_use}


def _of_entries(cast: Cast) -> dict[str, dict[str, Any]]:
    participant, officer = cast.participants[0], cast.users["officer"]
    entry = Entry.objects.create(participant=participant)
    delegation = Delegation.objects.create(entry=entry, criterion_id=CRITERION, person=officer)
    told = {"round": cast.round, "file_name": "a.xlsx", "made_at": NOW}
    upload = Upload.objects.create(kind="workbook", participant=participant, made_by=officer, **told)
    fed = Upload.objects.create(kind="fed", made_by=cast.users["manager"], **told)
    one = {"participant_id": participant.pk}
    return {
        "entry": one,
        "leaf": one | {"criterion": CRITERION},
        "delegation": one | {"delegation_id": delegation.pk},
        "workbook": one | {"upload_id": upload.pk},
        "fed file": {"slug": cast.round.slug, "upload_id": fed.pk},
        "unit to move": {"slug": cast.round.slug, "?": f"?edition={cast.edition.pk}"} | one,
    }


def _of_appraisals(cast: Cast) -> dict[str, dict[str, Any]]:
    participant, users = cast.participants[0], cast.users
    bulk = BulkAcceptance.objects.create(
        round=cast.round, stage=1, scope="x", accepted=0, at=NOW, by=users["appraiser_all"]
    )
    told = {"participant": participant, "criterion_id": CRITERION}
    request = ExplanationRequest.objects.create(
        **told,
        question="?",
        due_at=NOW + timedelta(days=300),
        state="answered",
        answer="vì",
        asked_at=NOW,
        asked_by=users["appraiser"],
    )
    draft = Appeal.objects.create(**told, claim="x", created_at=NOW, filed_by=users["officer"])
    filed = Appeal.objects.create(
        participant=participant,
        criterion_id="2.2.2",
        claim="x",
        state="filed",
        created_at=NOW,
        filed_at=NOW,
        filed_by=users["leader"],
    )
    Appraisal.objects.create(**told, stage=1, decision="accept", bulk=bulk, at=NOW, by=bulk.by)
    made = {
        "unit in hand": {"slug": cast.round.slug, "?": f"?don-vi={participant.pk}"},
        "criterion": {"slug": cast.round.slug, "code": CRITERION},
        "appraised unit": {"pk": participant.pk},
        "appraised criterion": {"pk": participant.pk, "code": CRITERION},
        "bulk": {"pk": bulk.pk},
        "request": {"pk": request.pk},
        "appeal draft": {"pk": draft.pk},
        "appeal": {"pk": filed.pk},
    }
    for state in ("planned", "voting", "opened"):
        session, referral = _session(cast, state)
        made |= {f"{state} session": {"pk": session.pk}, f"{state} referral": {"pk": referral.pk}}
    return made


def _session(cast: Cast, state: str) -> tuple[CouncilSession, Referral]:
    users = cast.users
    session = CouncilSession.objects.create(
        round=cast.round,
        title=state,
        held_at=NOW,
        quorum=1,
        chair=users["chair"],
        secretary=users["secretary"],
        state=state,
    )
    session.members.set([users["member"], users["member2"]])
    referral = Referral.objects.create(
        session=session,
        participant=cast.participants[0],
        criterion_id=CRITERION,
        question="?",
        referred_by=users["secretary"],
        referred_at=NOW,
    )
    return session, referral


def _of_dossiers(cast: Cast) -> dict[str, dict[str, Any]]:
    manager = cast.users["manager"]
    source = Source.objects.create(owner=cast.province, name="Một cửa", slug="mot-cua")
    code = UnitCode.objects.create(source=source, code="A", unit=cast.communes[0])
    token = Token.objects.create(source=source, label="x", digest="0", made_at=NOW, made_by=manager)
    batch = Import.objects.create(
        source=source, file_name="a.csv", sha256="0", asked_at=NOW, asked_by=manager
    )
    upload = ProcedureUpload.objects.create(
        owner=cast.province, file_name="a.xlsx", made_at=NOW, made_by=manager
    )
    told = {"government": "commune", "field": "Hộ tịch", "name": "Khai sinh", "name_fold": "khai sinh"}
    procedure = Procedure.objects.create(owner=cast.province, code="1", **told)
    day = CalendarDay.objects.create(on=NOW, is_working=False, made_at=NOW, made_by=manager)
    slug, of_unit = {"slug": source.slug}, f"?don-vi={cast.communes[0].slug}"
    return {
        "unit's dossiers": {"?": of_unit},
        "dossiers by unit": {"name": "don-vi", "?": of_unit},
        "fed leaf": {"pk": cast.participants[0].pk, "code": CRITERION},
        "source": slug,
        "source code": slug | {"pk": code.pk},
        "source token": slug | {"pk": token.pk},
        "import": {"pk": batch.pk},
        "api import": {"batch_id": batch.pk},
        "procedure upload": {"pk": upload.pk},
        "procedure": {"pk": procedure.pk},
        "calendar day": {"pk": day.pk},
    }


def _of_surveys(cast: Cast) -> dict[str, dict[str, Any]]:
    manager, unit = cast.users["manager"], cast.communes[0]
    field, draft, other = (_campaign(cast, name, state) for name, state in CAMPAIGNS)
    members = [_member(cast, one, role) for one in (field, draft) for role in MEMBERS.values()]
    frame = Frame.objects.create(
        campaign=field, source="x", sha256="0", rows=1, taken_at=NOW, taken_by=manager
    )
    drawn = {"frame": frame, "seed": 1, "chosen": 1, "design": {"seed": 1}}
    Sample.objects.create(
        campaign=field, frame_sha256="0", sha256="0", drawn_at=NOW, drawn_by=manager, **drawn
    )
    Quota.objects.create(campaign=field, unit=unit, wanted=1)
    token = "2" * 16
    Invitation.objects.create(
        campaign=field, element_id="E1", unit=unit, token_hash=hash_of(token), token_at=NOW
    )
    second = Invitation.objects.create(campaign=field, element_id="E2", unit=unit)
    station = Station.objects.create(
        campaign=field,
        unit=unit,
        kind="qr",
        code="quay",
        place="Quầy 1",
        instrument="one-stop-kiosk@2026",
        made_at=NOW,
        made_by=manager,
    )
    slug, passing = {"slug": field.slug}, {"code": "quay", "key": "a" * 32}
    fieldwork = _of_fieldwork(field, unit, manager)
    return {
        "campaign": slug,
        "drafted campaign": {"slug": draft.slug},
        "other campaign": {"slug": other.slug},
        "campaign member": slug | {"pk": members[2].pk},
        "frame source": {"slug": draft.slug, "source": "dossiers"},
        "unit to invite": slug | {"data": {"unit": unit.slug}},
        "somebody of the sample": slug | {"pk": second.pk},
        "station's poster": slug | {"pk": station.pk},
        "token": {"token": token},
        "guessed token": {"token": "3" * 16},
        "token's screen": {"token": token, "number": 1},
        "station": {"code": "quay"},
        **fieldwork,
        **_of_forms(cast, field),
        "passer-by": passing,
        "passer-by's screen": passing | {"number": 1},
    }


def _of_forms(cast: Cast, campaign: Campaign) -> dict[str, dict[str, Any]]:
    """Give a form of the province, and another one that a campaign asks at a counter."""
    told = "{{id: {name}, year: 2026, title: X, questions: [{{id: q, kind: text, label: Gì?}}]}}"
    own, used = (
        keep_form(
            cast.person("manager"),
            cast.province,
            read_sent(told.format(name=name).encode(), "x.yaml"),
            "x.yaml",
            NOW,
        )
        for name in ("own", "used")
    )
    Station.objects.create(
        campaign=campaign,
        unit=cast.communes[0],
        kind="qr",
        code="phieu-rieng",
        place="x",
        instrument=used.ref,
        made_at=NOW,
        made_by=cast.users["manager"],
    )
    shipped = {"ref": "sipas-population@2026"}
    return {
        "shipped form": shipped,
        "shipped form's file": shipped | {"kind": "yaml"},
        "own form": {"ref": own.ref},
        "own form's file": {"ref": own.ref, "kind": "xlsx"},
        "campaign's own form": {"ref": used.ref},
    }


def _of_fieldwork(campaign: Campaign, unit: Any, manager: Any) -> dict[str, dict[str, Any]]:
    """Make a batch of paper, an answer to review and a kiosk."""
    made = {"made_at": NOW, "made_by": manager}
    batch = Batch.objects.create(campaign=campaign, unit=unit, number=1, form=campaign.instrument, **made)
    PaperSheet.objects.create(batch=batch, number=1, first={}, second={"gender": 1}, state="different")
    whole = {"mode": "online", "stream": "probability", "started_at": NOW, "received_at": NOW}
    answer = Response.objects.create(
        campaign=campaign, key="x", form=campaign.instrument, answers={}, unit=unit, **whole
    )
    Station.objects.create(
        campaign=campaign,
        unit=unit,
        kind="kiosk",
        code="may-1",
        place="x",
        instrument="one-stop-kiosk@2026",
        **made,
    )
    paper = {"slug": campaign.slug, "number": 1}
    draw = BackCheckDraw.objects.create(
        campaign=campaign, share=0.1, minimum=1, seed=1, pool_sha256="0", drawn_at=NOW, drawn_by=manager
    )
    BackCheck.objects.create(draw=draw, number=1, response=answer)
    return {
        "back-check": paper,
        "paper batch": paper,
        "paper sheet": paper | {"sheet_number": 1},
        "whole answer": {"slug": campaign.slug, "number": answer.pk},
        "whole answer's judgement": {
            "slug": campaign.slug,
            "data": {"answer": answer.pk, "verdict": "accept"},
        },
        "kiosk": {"code": "may-1"},
        "kiosk's person": {"code": "may-1", "key": "b" * 32},
    }


def _of_releases(cast: Cast) -> dict[str, dict[str, Any]]:
    """Give a release of the campaign in the field, one to publish, and one that is published."""
    field = Campaign.objects.get(slug=CAMPAIGNS[0][0])
    closed, public = (_campaign(cast, slug, slug) for slug in ("closed", "published"))
    _member(cast, closed, "manager")
    for campaign in (field, closed, public):
        _release(cast, campaign)
    Release.objects.filter(campaign=public).update(published_at=NOW, published_by=cast.users["manager2"])
    return {
        "release": {"slug": field.slug, "number": 1},
        "release to publish": {"slug": closed.slug, "number": 1},
        "published campaign": {"slug": public.slug},
        "answers as csv": {"slug": field.slug, "kind": "csv"},
        "two campaigns": {"slug": field.slug, "other": closed.slug},
        "a strange campaign's other": {"slug": field.slug, "other": CAMPAIGNS[2][0]},
    }


def _release(cast: Cast, campaign: Campaign) -> None:
    empty = ("estimate", "se", "lower", "upper", "df", "deff", "cv", "n_effective")
    index = {"measure": "index", "n": 1, "label": "not_published", "reasons": [], "withheld": True}
    figures = {
        "answers": 1,
        "unplaced": 0,
        "aggregation": "pooled",
        "whole": [index | dict.fromkeys(empty)],
        "items": [],
        "by": {"unit": [], "group": [], "mode": []},
    }
    told = {"figures": figures, "options": Options().as_dict(), "sha256": "0"}
    Release.objects.create(campaign=campaign, number=1, made_at=NOW, made_by=cast.users["manager"], **told)


CAMPAIGNS = (("dot-dieu-tra", "field"), ("dot-dang-soan", "draft"), ("dot-khac", "field"))
"""Members work in the first two; what they see of the third, they may not."""
MEMBERS = {"surveyor": "manager", "firm": "firm", "interviewer": "interviewer", "keyer": "keyer"}


def _campaign(cast: Cast, slug: str, state: str) -> Campaign:
    return Campaign.objects.create(
        owner=cast.province,
        title=slug,
        slug=slug,
        instrument="sipas-population@2026",
        population="x",
        purpose="x",
        modes=["online"],
        starts_on=NOW.date(),
        ends_on=NOW.date() + timedelta(days=300),
        state=state,
        created_at=NOW,
        created_by=cast.users["manager"],
    )


def _member(cast: Cast, campaign: Campaign, role: str) -> CampaignMember:
    name = next(one for one, own in MEMBERS.items() if own == role)
    if name not in cast.users:
        cast.users[name] = make_user(name, f"Người {name}")
    return CampaignMember.objects.create(
        campaign=campaign, person=cast.users[name], role=role, added_at=NOW, added_by=cast.users["manager"]
    )


def _of_results(cast: Cast) -> dict[str, dict[str, Any]]:
    manager, other, before = cast.person("manager"), cast.person("manager2"), NOW - timedelta(days=60)
    run, second = (make_run(manager, cast.round, before) for _number in range(2))
    told = {"decision_number": "1/QĐ", "decision_on": date(2026, 1, 5), "signer": "Chủ tịch"}
    final = Particulars(kind="final", title="Kết quả", **told)
    published = approve_publication(other, prepare_publication(manager, run, final, before), before)
    early = Particulars(kind="provisional", title="Dự kiến", **told)
    provisional = prepare_publication(manager, run, early, before)
    approve_publication(other, provisional, before)
    mended = Particulars(kind="correction", title="Đính chính", replaces=published, **told)
    prepared = prepare_publication(manager, second, mended, before)
    unit = {"unit_slug": cast.communes[0].slug}
    numbered = {"slug": cast.round.slug, "number": run.number}
    return {
        "publication": {"slug": published.slug},
        "public unit": {"slug": published.slug} | unit,
        "unit by itself": unit,
        "api unit": {"slug": published.slug, "unit": cast.communes[0].slug},
        "unit of the api": {"slug": cast.communes[0].slug},
        "compared": {"slug": published.slug},
        "provisional": {"slug": provisional.slug},
        "provisional unit": {"slug": provisional.slug} | unit,
        "prepared": {"slug": prepared.slug},
        "run": numbered,
        "second run": numbered | {"number": second.number},
    }
