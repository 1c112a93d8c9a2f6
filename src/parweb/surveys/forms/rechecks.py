"""How many interviews of each interviewer are asked again."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from parindex.surveys.quality.back_checks import MINIMUM, SHARE
from parweb.surveys.forms.samples import PercentField

_LARGEST_SEED = 2**53


class BackCheckDrawForm(forms.Form):
    """Share, minimum and seed of a draw."""

    share = PercentField(
        label=gettext_lazy("Tỷ lệ phúc tra của mỗi điều tra viên (%)"),
        lowest=1,
        highest=100,
        initial=f"{100 * SHARE:g}",
    )
    minimum = forms.IntegerField(
        label=gettext_lazy("Mỗi điều tra viên ít nhất (phiếu)"),
        min_value=0,
        max_value=1000,
        initial=MINIMUM,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    seed = forms.IntegerField(
        label=gettext_lazy("Số gieo"),
        min_value=0,
        max_value=_LARGEST_SEED,
        required=False,
        help_text=gettext_lazy("Để trống: máy lấy ngẫu nhiên. Số này được ghi cùng lần rút."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
