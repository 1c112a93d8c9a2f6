"""The form that moves a round to another edition."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from parweb.frameworks.models import AdoptedEdition
from parweb.rounds.forms import MomentField
from parweb.rounds.models import Round


class MoveForm(forms.Form):
    """Which edition, and how long units with something to do again may work."""

    edition = forms.ModelChoiceField(AdoptedEdition.objects.none(), label=_("Bộ tiêu chí mới"))
    until = MomentField(
        label=_("Mở lại tự đánh giá cho đơn vị phải làm lại, đến hết"),
        help_text=_("Để trống thì đơn vị theo lịch chung."),
        required=False,
    )

    def __init__(self, round_: Round, at: datetime, *args: Any, **kwargs: Any) -> None:
        """Offer every adopted edition but the one the round stands on."""
        super().__init__(*args, **kwargs)
        self.at = at
        field = self.fields["edition"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = AdoptedEdition.objects.exclude(pk=round_.edition_id)

    def clean_until(self) -> datetime | None:
        """Refuse a moment that has passed."""
        until: datetime | None = self.cleaned_data["until"]
        if until is not None and until <= self.at:
            raise forms.ValidationError(_("Thời điểm này đã qua."))
        return until

    def until_text(self) -> str:
        """Give the term as text for the job's arguments; empty for none."""
        until = self.cleaned_data["until"]
        return until.isoformat() if until else ""
