"""The form of one leaf: from which measure it is filled, over which days."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parindex.frameworks.outline import OutlineNode
from parweb.dossiers.offered import measures_for, words_of
from parweb.units.forms.fields import DayField


class BindingForm(forms.Form):
    """A measure (none: the leaf is not filled from dossiers), the first and the last day."""

    measure = forms.ChoiceField(label=gettext_lazy("Phép đo"), required=False)
    first_on = DayField(label=gettext_lazy("Từ ngày"), required=False)
    last_on = DayField(label=gettext_lazy("Đến ngày"), required=False)

    def __init__(self, data: Any, *, leaf: OutlineNode, **options: Any) -> None:
        """Offer the measures whose figures fit the leaf."""
        super().__init__(data, prefix=leaf.code.replace(".", "-"), **options)
        self.leaf = leaf
        offered = [(one, words_of(one)) for one in measures_for(leaf)]
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{field.label} {leaf.code}"
        self.fields["measure"].choices = [("", _("Không lấy từ hồ sơ")), *offered]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for both days, in order, where a measure is chosen."""
        given = super().clean() or {}
        first, last = given.get("first_on"), given.get("last_on")
        if given.get("measure") and not self.errors:
            if first is None or last is None:
                raise forms.ValidationError(_("Chọn phép đo thì phải ghi cả từ ngày và đến ngày."))
            if first > last:
                raise forms.ValidationError(_("Từ ngày phải trước hoặc bằng đến ngày."))
        return given

    @property
    def chosen(self) -> tuple[str, date, date] | None:
        """The measure with its days, as the form was filled in; None where there is none."""
        given = self.cleaned_data
        return (given["measure"], given["first_on"], given["last_on"]) if given["measure"] else None
