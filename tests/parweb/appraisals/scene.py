"""What tests of appraisals begin with: units that handed in their entry."""

from datetime import datetime, timedelta
from decimal import Decimal

from parweb.appraisals.decisions import Decision
from parweb.appraisals.queries.finding import participant_of
from parweb.assessments.models import Answer, Entry
from parweb.rounds.models import Participant
from parweb.rounds.states import ParticipantState, PhaseKind
from tests.parweb.cast import NOW, Cast

YES_NO, BANDS, APPRAISED, COUNCIL, NOT_APPLICABLE = "2.1.2", "1.3.1", "7.5", "1.5", "2.2.2"
ACCEPT = Decision("accept")


def hand_in(cast: Cast, number: int = 0, **answers: dict[str, str]) -> Participant:
    """Sign the entry of a commune with answers for some leaves (dots of codes written as underscores)."""
    participant = cast.participants[number]
    entry, _ = Entry.objects.get_or_create(participant=participant)
    for name, inputs in answers.items():
        answer(cast, entry, name.removeprefix("c").replace("_", "."), inputs)
    Participant.objects.filter(pk=participant.pk).update(state=ParticipantState.SIGNED, signed_at=NOW)
    return participant_of(participant.pk)


def answer(cast: Cast, entry: Entry, code: str, inputs: dict[str, str], **more: object) -> Answer:
    """Write one answer, scored as the site scores it."""
    from parweb.frameworks.scorer import leaf_scorer

    score = leaf_scorer()(
        cast.edition, code, {key: Decimal(value) for key, value in inputs.items()}, "measured", None
    )
    values = {
        "inputs": inputs,
        "standing": "measured",
        "points": score.points,
        "updated_at": NOW,
        "updated_by": cast.users["officer"],
        **more,
    }
    return Answer.objects.create(entry=entry, criterion_id=code, **values)


def first(cast: Cast) -> datetime:
    """A moment in the first appraisal."""
    return cast.phase(PhaseKind.APPRAISAL_1)


def second(cast: Cast) -> datetime:
    """A moment in the second appraisal."""
    return cast.phase(PhaseKind.APPRAISAL_2)


def explaining(cast: Cast) -> datetime:
    """A moment in the phase of explanations."""
    return cast.phase(PhaseKind.EXPLANATION)


def due(cast: Cast) -> datetime:
    """A deadline inside the phase of explanations, after its middle."""
    return explaining(cast) + timedelta(days=1)
