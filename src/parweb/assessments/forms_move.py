"""The form that moves a round to another edition."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from parweb.assessments.models import Upload
from parweb.frameworks.models import AdoptedEdition
from parweb.rounds.forms import DeadlineField
from parweb.rounds.models import Round

_LARGEST: Final = 1024**2


class MoveForm(forms.Form):
    """Which edition, and how long units with something to do again may work."""

    edition = forms.ModelChoiceField(AdoptedEdition.objects.none(), label=_("Bộ tiêu chí mới"))
    crosswalk = forms.ModelChoiceField(
        Upload.objects.none(), label=_("Bảng đối chiếu"), required=False, widget=forms.HiddenInput
    )
    until = DeadlineField(
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
        given = self.fields["crosswalk"]
        assert isinstance(given, forms.ModelChoiceField)
        given.queryset = Upload.objects.filter(round=round_, kind=Upload.Kind.CROSSWALK)

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


class CrosswalkForm(forms.Form):
    """A crosswalk file for the edition that is previewed."""

    edition = forms.ModelChoiceField(AdoptedEdition.objects.all(), widget=forms.HiddenInput)
    file = forms.FileField(
        label=_("Tệp bảng đối chiếu (.yaml)"),
        help_text=_(
            "Cho biết tiêu chí nào của bộ cũ là tiêu chí nào của bộ mới, khi mã đã đổi, tách hoặc gộp."
        ),
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml"}),
    )

    def clean_file(self) -> Any:
        """Refuse a file that is too large to be a crosswalk."""
        file = self.cleaned_data["file"]
        if file.size > _LARGEST:
            raise forms.ValidationError(_("Tệp lớn hơn 1 MB nên không phải bảng đối chiếu."))
        return file
