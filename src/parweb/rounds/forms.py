"""Forms about rounds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from parweb.accounts.person import Person
from parweb.accounts.roles import Role
from parweb.frameworks.models import AdoptedEdition
from parweb.rounds.actions.reopen_participant import REOPENABLE
from parweb.rounds.calendar import Span, remarks
from parweb.rounds.states import PhaseKind
from parweb.units.models import Group
from parweb.units.queries import below

_BESIDE: Final = {
    "opens": _("Kỳ nào cũng phải có giai đoạn này."),
    "closes": _("Lúc khóa phải sau lúc mở."),
}
"""What an error of the calendar says beside its field, which names the phase."""
MOMENT: Final = "%d/%m/%Y %H:%M"
_TYPED: Final = [MOMENT, "%d/%m/%Y", "%H:%M %d/%m/%Y"]


class MomentField(forms.DateTimeField):
    """A moment typed as dd/mm/yyyy HH:MM, on the clock of the site."""

    default_error_messages = {"invalid": _("Viết như 05/10/2026 17:00.")}

    def __init__(self, **kwargs: Any) -> None:
        """Take the usual spellings."""
        widget = forms.DateTimeInput(
            format=MOMENT,
            attrs={"inputmode": "text", "placeholder": "dd/mm/yyyy HH:MM", "autocomplete": "off"},
        )
        super().__init__(input_formats=_TYPED, widget=widget, **kwargs)


class EndOfDay(forms.DateTimeField):
    """A term: a day typed without an hour lasts to its end, and does not lock at midnight before it."""

    def strptime(self, value: str, format: str) -> datetime:  # noqa: A002  # Django's name
        """Read a moment; a bare day as its last minute."""
        found: datetime = super().strptime(value, format)
        return found if "%H" in format else found.replace(hour=23, minute=59)


class DeadlineField(EndOfDay, MomentField):
    """A moment until which something is open."""


class RoundForm(forms.Form):
    """What a round is about."""

    name = forms.CharField(
        label=_("Tên kỳ đánh giá"),
        max_length=200,
        help_text=_("Ví dụ: Chỉ số cải cách hành chính cấp xã năm 2026"),
    )
    year = forms.IntegerField(
        label=_("Năm được đánh giá"),
        min_value=1990,
        max_value=2200,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    edition = forms.ModelChoiceField(AdoptedEdition.objects.none(), label=_("Bộ tiêu chí"))
    league = forms.ModelChoiceField(
        Group.objects.none(), label=_("Nhóm xếp hạng"), help_text=_("Các đơn vị được xếp hạng cùng nhau.")
    )

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        """Offer adopted editions, and the leagues of units that the person manages."""
        super().__init__(*args, **kwargs)
        _offer(self.fields["edition"], AdoptedEdition.objects.defer("text", "cases"))
        owners = below(person.paths(Role.MANAGER))
        _offer(
            self.fields["league"],
            Group.objects.filter(kind=Group.Kind.LEAGUE, owner__in=owners).select_related("owner"),
        )


class CopyForm(forms.Form):
    """The copy of a round for another year."""

    name = RoundForm.base_fields["name"]
    year = RoundForm.base_fields["year"]
    edition = forms.ModelChoiceField(AdoptedEdition.objects.none(), label=_("Bộ tiêu chí"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer adopted editions."""
        super().__init__(*args, **kwargs)
        _offer(self.fields["edition"], AdoptedEdition.objects.defer("text", "cases"))


class CalendarForm(forms.Form):
    """Two moments for each phase; a phase without any does not take place."""

    def __init__(self, data: QueryDict | None = None, *, calendar: Iterable[Span] = ()) -> None:
        """Make a pair of fields for every phase, filled in by a calendar."""
        start = {
            name: moment
            for span in calendar
            for name, moment in (
                (f"{span.kind.value}_opens", span.opens_at),
                (f"{span.kind.value}_closes", span.closes_at),
            )
        }
        super().__init__(data, initial=start)
        for kind in PhaseKind:
            opens, closes = _("{phase}: mở lúc"), _("{phase}: khóa lúc")
            for end, words, field in (("opens", opens, MomentField), ("closes", closes, DeadlineField)):
                label = format_lazy(words, phase=kind.label)
                self.fields[f"{kind.value}_{end}"] = field(label=label, required=False)

    def phases(self) -> Iterator[tuple[PhaseKind, forms.BoundField, forms.BoundField]]:
        """Give each phase with its two fields, for the page."""
        for kind in PhaseKind:
            yield kind, self[f"{kind.value}_opens"], self[f"{kind.value}_closes"]

    def clean(self) -> dict[str, Any]:
        """Refuse half a phase and every error of the calendar, all at once."""
        cleaned: dict[str, Any] = super().clean() or {}
        for kind in PhaseKind:
            names = (f"{kind.value}_opens", f"{kind.value}_closes")
            given = [bool(cleaned.get(name)) for name in names]
            if any(given) and not all(given) and not any(name in self.errors for name in names):
                self.add_error(
                    names[given.index(False)], _("Ghi cả lúc mở và lúc khóa, hoặc để trống cả hai.")
                )
        if not self.errors:
            for remark in remarks(self._spans(cleaned)):
                if remark.is_error and remark.phase:
                    self.add_error(f"{remark.phase}_{remark.end}", _BESIDE[remark.end])
                elif remark.is_error:
                    self.add_error(None, remark.text)
        return cleaned

    def spans(self) -> tuple[Span, ...]:
        """Give the calendar of a form that is valid."""
        return self._spans(self.cleaned_data)

    def _spans(self, cleaned: dict[str, Any]) -> tuple[Span, ...]:
        pairs: list[tuple[PhaseKind, datetime | None, datetime | None]] = [
            (kind, cleaned.get(f"{kind.value}_opens"), cleaned.get(f"{kind.value}_closes"))
            for kind in PhaseKind
        ]
        return tuple(Span(kind, opens, closes) for kind, opens, closes in pairs if opens and closes)


class ReopenForm(forms.Form):
    """Which phase is opened again for one unit, until when, why."""

    phase = forms.ChoiceField(label=_("Giai đoạn"), choices=[(one.value, one.label) for one in REOPENABLE])
    until = DeadlineField(label=_("Đến hết"))
    reason = forms.CharField(
        label=_("Lý do"),
        help_text=_("Đơn vị đọc được lý do này; lý do ghi vào nhật ký."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )

    def __init__(self, at: datetime, *args: Any, **kwargs: Any) -> None:
        """Keep the moment of the request: the term must lie after it."""
        super().__init__(*args, **kwargs)
        self.at = at

    def clean_until(self) -> datetime:
        """Refuse a moment that has passed."""
        until: datetime = self.cleaned_data["until"]
        if until <= self.at:
            raise forms.ValidationError(_("Thời điểm này đã qua."))
        return until


def _offer(field: forms.Field, rows: Any) -> None:
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows
