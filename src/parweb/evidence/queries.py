"""Reads about documents: by unit, by criterion, with what is to be noticed about their files."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from parindex.text import fold
from parweb.accounts.person import Person
from parweb.accounts.roles import Role
from parweb.evidence.models import Document, Use, Version
from parweb.units.models import Unit


def with_flags(versions: QuerySet[Version]) -> QuerySet[Version]:
    """Say of each file whether another unit has the same one, and in which years it was used (same query).

    Adds ``is_at_another_unit``, ``first_year`` and ``last_year`` (years of the rounds, None where unused).
    """
    same = Version.objects.filter(sha256=OuterRef("sha256"))
    elsewhere = same.exclude(document__unit=OuterRef("document__unit"))
    years = Use.objects.filter(document__versions__sha256=OuterRef("sha256"))
    order = "participant__round__year"
    return versions.annotate(
        is_at_another_unit=Exists(elsewhere),
        first_year=Subquery(years.order_by(order).values(order)[:1]),
        last_year=Subquery(years.order_by(f"-{order}").values(order)[:1]),
    )


def uses_of(
    participant_ids: Iterable[int], criterion_id: str | None = None, purpose: str | None = None
) -> QuerySet[Use]:
    """Give what proves the criteria of some participants, documents and their files prefetched.

    ``use.document.versions.all()`` has the latest version first; :func:`current_files` keeps the latest of
    each part. Two queries, however many rows.
    """
    wanted = Q(participant__in=list(participant_ids))
    if criterion_id is not None:
        wanted &= Q(criterion_id=criterion_id)
    if purpose is not None:
        wanted &= Q(purpose=purpose)
    files = Prefetch("document__versions", queryset=with_flags(Version.objects.order_by("-number")))
    return Use.objects.filter(wanted).select_related("document", "participant").prefetch_related(files)


def current_files(document: Document) -> list[Version]:
    """Give the latest version of each part of a document, in the order of parts (prefetched versions)."""
    latest: dict[int, Version] = {}
    for version in sorted(document.versions.all(), key=lambda one: -one.number):
        latest.setdefault(version.part, version)
    return [latest[part] for part in sorted(latest)]


def proving_uses() -> QuerySet[Use]:
    """Give the uses that prove something: not by a withdrawn document, nor by one with malicious code."""
    infected = Version.objects.filter(document=OuterRef("document"), scan=Version.Scan.INFECTED)
    rows = Use.objects.filter(document__withdrawn_at=None).exclude(purpose=Use.Purpose.SIGNATURE)
    return rows.exclude(Exists(infected))


def proven_criteria(participant_ids: Iterable[int]) -> set[tuple[int, str]]:
    """Give (participant, criterion) wherever a document that stands proves something (one query)."""
    rows = proving_uses().filter(participant__in=list(participant_ids))
    return set(rows.values_list("participant_id", "criterion_id"))


def documents_of(unit: Unit, search: str = "", state: str = "") -> QuerySet[Document]:
    """Give the documents of a unit, latest first, searched without diacritics, counted uses included.

    ``state``: ``unused``, ``withdrawn``, ``confidential``; everything that stands otherwise.
    """
    found = Document.objects.filter(unit=unit)
    for word in fold(search).split():
        found = found.filter(search_text__contains=word)
    found = found.filter(withdrawn_at__isnull=state != "withdrawn")
    found = found.annotate(count_of_uses=Count("uses", distinct=True))
    if state == "unused":
        found = found.filter(count_of_uses=0)
    if state == "confidential":
        found = found.filter(is_confidential=True)
    found = found.order_by("-created_at", "-pk")
    return found.prefetch_related(Prefetch("versions", queryset=with_flags(Version.objects.all())))


def document_by_id(document_id: int) -> Document | None:
    """Give one document with its unit and files, None where there is none."""
    files = Prefetch(
        "versions", queryset=with_flags(Version.objects.select_related("uploaded_by", "reviewed_by"))
    )
    rows = Document.objects.filter(pk=document_id).select_related("unit", "created_by", "withdrawn_by")
    return rows.prefetch_related(files).first()


def uses_of_document(document: Document) -> list[Use]:
    """Give where a document is used, with rounds and their calendars."""
    rows = Use.objects.filter(document=document).select_related(
        "participant__unit", "participant__round", "added_by"
    )
    return list(rows.prefetch_related("participant__round__phases", "participant__reopenings"))


def same_files(version: Version) -> list[Version]:
    """Give the same file (by SHA-256) in other documents, with the units that have it."""
    rows = Version.objects.filter(sha256=version.sha256).exclude(document=version.document_id)
    return list(rows.select_related("document__unit").order_by("uploaded_at")[:50])


def own_units(person: Person) -> QuerySet[Unit]:
    """Give the units a person is officer or leader of."""
    return Unit.objects.filter(path__in=person.paths(Role.OFFICER, Role.LEADER))
