"""The form of a corrected day."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parweb.units.forms.fields import DayField

_YEARS = (2015, 2030)
"""The years whose calendar comes with the software."""
_KINDS = (("0", gettext_lazy("Nghỉ")), ("1", gettext_lazy("Làm việc")))


class CalendarDayForm(forms.Form):
    """A day, whether it is worked, and the decision that says so."""

    on = DayField(label=gettext_lazy("Ngày"))
    is_working = forms.ChoiceField(label=gettext_lazy("Ngày này"), choices=_KINDS)
    name = forms.CharField(
        label=gettext_lazy("Lý do"),
        max_length=200,
        help_text=gettext_lazy("Ví dụ: Làm bù cho ngày 31/8/2026"),
    )
    basis = forms.CharField(
        label=gettext_lazy("Căn cứ"),
        max_length=300,
        help_text=gettext_lazy("Số, ngày, cơ quan ban hành văn bản"),
    )

    def clean_on(self) -> Any:
        """Refuse a day of a year without a calendar."""
        on = self.cleaned_data["on"]
        first, last = _YEARS
        if not first <= on.year <= last:
            raise forms.ValidationError(
                _("Lịch có từ năm {first} đến năm {last}.").format(first=first, last=last)
            )
        return on

    def clean_is_working(self) -> bool:
        """Give it as a truth."""
        return bool(self.cleaned_data["is_working"] == "1")
