"""The form that makes a batch of paper forms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from parweb.surveys.actions.make_batch import MOST_SHEETS, Wanted
from parweb.units.forms.fields import UnitField

_MANY = format_lazy(gettext_lazy("Ghi một số từ {low} đến {high}."), low=1, high=MOST_SHEETS)


class BatchForm(forms.Form):
    """For which unit, how many sheets, of whom, and whether they are typed twice."""

    unit = UnitField(
        label=gettext_lazy("Đơn vị"), help_text=gettext_lazy("Mã hoặc tên đầy đủ của xã, phường, sở.")
    )
    sheets = forms.IntegerField(
        label=gettext_lazy("Số phiếu"),
        min_value=1,
        max_value=MOST_SHEETS,
        initial=30,
        error_messages=dict.fromkeys(("min_value", "max_value", "invalid"), _MANY),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    is_blank = forms.BooleanField(
        label=gettext_lazy("Phiếu trắng, không gắn với người trong mẫu"),
        required=False,
        help_text=gettext_lazy("Phiếu trắng được trình bày riêng, không tính vào chỉ số."),
    )
    is_single = forms.BooleanField(
        label=gettext_lazy("Chỉ nhập một lần"),
        required=False,
        help_text=gettext_lazy("Bỏ trống để hai người nhập độc lập rồi đối chiếu."),
    )

    def __init__(self, *args: Any, path: str, **options: Any) -> None:
        """Take the top below which the unit may lie."""
        super().__init__(*args, **options)
        self.fields["unit"].paths = (path,)  # type: ignore[attr-defined]  # a UnitField

    def wanted(self) -> Wanted:
        """Give what was asked for; call it when the form is valid."""
        told = self.cleaned_data
        return Wanted(told["unit"], told["sheets"], told["is_blank"], not told["is_single"])
