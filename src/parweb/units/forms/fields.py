"""Fields that several forms share: a day as people write it, a unit by code or name, a file."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parindex.numerals import parse_number
from parindex.text import fold
from parweb.units.models import Unit
from parweb.units.queries import units_by_codes
from parweb.units.workbooks import MOST_BYTES

DAYS = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"]


class DayField(forms.DateField):
    """A day written dd/mm/yyyy."""

    def __init__(self, **options: Any) -> None:
        """Take Django's options of a day."""
        widget = forms.DateInput(format=DAYS[0], attrs={"placeholder": "dd/mm/yyyy", "inputmode": "numeric"})
        super().__init__(input_formats=DAYS, widget=widget, **options)


class ShareField(forms.CharField):
    """A part of a whole, written 0,6 or 60 %."""

    def clean(self, value: Any) -> Any:
        """Give the part as a decimal of 0 to 1."""
        text = str(super().clean(value)).strip()
        is_percent = text.endswith("%")
        number = parse_number(text.rstrip("% "), "comma") if text else Decimal(0)
        if number is None:
            raise forms.ValidationError(_("Ghi một số, ví dụ 0,6 hoặc 60 %."))
        return number / 100 if is_percent else number


class UnitField(forms.CharField):
    """A unit in force named by its code or its whole name; the form says below which tops it may lie."""

    def __init__(self, **options: Any) -> None:
        """Take Django's options of a text."""
        super().__init__(max_length=200, **options)
        self.paths: tuple[str, ...] = ()

    def clean(self, value: Any) -> Any:
        """Give the unit, or None for nothing."""
        if isinstance(value, Unit):  # of a field that is only shown
            return value
        text = super().clean(value)
        if not text:
            return None
        unit = units_by_codes([text], self.paths).get(fold(text))
        if unit is None:
            raise forms.ValidationError(
                _("Không có đúng một đơn vị “{text}” trong phạm vi bạn quản lý; hãy ghi mã.").format(
                    text=text
                )
            )
        return unit

    def prepare_value(self, value: Any) -> Any:
        """Show a unit by its code, or by its name where it has none."""
        return (value.code or value.name) if isinstance(value, Unit) else value


class WorkbookForm(forms.Form):
    """A workbook to read."""

    file = forms.FileField(
        label=gettext_lazy("Tệp XLSX hoặc CSV"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def clean_file(self) -> Any:
        """Refuse what is too large to be such a file."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("Tệp lớn hơn 5 MB."))
        return file
