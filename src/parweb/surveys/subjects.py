"""What a place may ask about: procedures and fields of the catalogue that another room of the site keeps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from parweb.surveys.states import SubjectKind
from parweb.units.models import Unit


@dataclass(frozen=True)
class Subject:
    """A procedure or a field: its code (of a field its name) and its name."""

    kind: SubjectKind
    code: str
    name: str

    @property
    def label(self) -> str:
        """How it is offered and shown."""
        if self.kind == SubjectKind.FIELD:
            return f"{self.kind.label}: {self.name}"
        return f"{self.code} {self.name}"

    @property
    def names(self) -> set[str]:
        """Everything it may be called by."""
        return {self.label, self.code, self.name}


def subjects_for(unit: Unit) -> list[Subject]:
    """Give what places of an area may ask about, fields first; nothing where no room offers a catalogue.

    ``settings.STATION_SUBJECTS`` has dotted names of functions that take the unit and give rows of
    ``(kind, code, name)``, the kind being ``procedure`` or ``field``.
    """
    rows: Iterable[tuple[str, str, str]] = (
        row for name in settings.STATION_SUBJECTS.values() for row in import_string(name)(unit)
    )
    found = [Subject(SubjectKind(kind), code, name) for kind, code, name in rows]
    return sorted(found, key=lambda one: (one.kind != SubjectKind.FIELD, one.name, one.code))
