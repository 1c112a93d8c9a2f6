"""Adopt an edition: from then on its text never changes."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from parindex.frameworks.model import Edition
from parweb.accounts.person import Person
from parweb.accounts.verdicts import require
from parweb.audit.actions.record import record
from parweb.frameworks.findings import Findings, findings_in
from parweb.frameworks.models import AdoptedEdition, EditionDraft
from parweb.frameworks.permissions import may_adopt_edition


class NotSound(RuntimeError):  # noqa: N818  # it says what happened
    """The draft has errors; ``findings`` says which."""

    def __init__(self, findings: Findings) -> None:
        """Keep what was found."""
        self.findings = findings
        super().__init__("; ".join(problem.code for problem in findings.errors))


class AlreadyAdopted(RuntimeError):  # noqa: N818  # it says what happened
    """An edition of that id and year is law already: the same text, or another one (``is_same``)."""

    def __init__(self, former: AdoptedEdition, digest: str) -> None:
        """Keep what was adopted and the digest of what was brought."""
        self.former = former
        self.digest = digest
        super().__init__(former.ref)

    @property
    def is_same(self) -> bool:
        """Tell whether the text brought says the same as the one adopted."""
        return self.former.digest == self.digest


def adopt_edition(person: Person, draft: EditionDraft, *, at: datetime) -> AdoptedEdition:
    """Make a draft law under its id, year and digest, and remove the draft.

    Raises :class:`NotSound` where a check or a case fails, and :class:`AlreadyAdopted` where that id and year
    were adopted before: an adopted text never changes, a change is an edition of another id or year.
    """
    require(may_adopt_edition(person, at))
    found = findings_in(draft.text, draft.cases, draft.name)
    if not found.is_sound or found.edition is None:
        raise NotSound(found)
    _refuse_twice(found.edition, found.digest)
    try:
        with transaction.atomic():
            return _adopted(person, draft, found.edition, found.digest, at)
    except IntegrityError:
        _refuse_twice(found.edition, found.digest)  # somebody else adopted it in the same moment
        raise


def _refuse_twice(edition: Edition, digest: str) -> None:
    former = AdoptedEdition.objects.filter(edition_id=edition.id, year=edition.year).first()
    if former is not None:
        raise AlreadyAdopted(former, digest)


def _adopted(
    person: Person, draft: EditionDraft, edition: Edition, digest: str, at: datetime
) -> AdoptedEdition:
    adopted = AdoptedEdition.objects.create(
        edition_id=edition.id,
        year=edition.year,
        digest=digest,
        title=edition.title.vi,
        legal_number=edition.legal_basis.number if edition.legal_basis else "",
        is_illustrative=edition.illustrative,
        text=draft.text,
        cases=draft.cases,
        leaves=sum(1 for _ in edition.leaves()),
        adopted_at=at,
        adopted_by_id=person.account_id,
    )
    EditionDraft.objects.filter(pk=draft.pk).delete()
    after = {"edition": adopted.ref, "digest": digest, "legal_number": adopted.legal_number}
    record(person.actor, "frameworks.adopt_edition", at, target=adopted, after=after)
    return adopted
