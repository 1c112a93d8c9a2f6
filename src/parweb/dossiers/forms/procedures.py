"""Forms about the catalogue of procedures."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parindex.numerals import parse_number
from parweb.dossiers.actions.keep_procedure import COLUMNS
from parweb.dossiers.models import Procedure
from parweb.interface.numbers import number_text
from parweb.units.forms.fields import DayField, UnitField, WorkbookForm

_MOST_DAYS: Final = 3650


class CatalogueForm(WorkbookForm):
    """A workbook of procedures, and whose catalogue it is."""

    owner = UnitField(
        label=gettext_lazy("Danh mục của đơn vị"),
        help_text=gettext_lazy("Mã hoặc tên đầy đủ; thường là tỉnh."),
    )
    field_order = ("owner", "file")

    def __init__(self, *args: Any, paths: tuple[str, ...], **options: Any) -> None:
        """Take the tops below which the owner may lie."""
        super().__init__(*args, **options)
        self.fields["owner"].paths = paths  # type: ignore[attr-defined]  # a UnitField


class TermField(forms.CharField):
    """Working days of a procedure, written 5 or 0,5; none: not said."""

    def clean(self, value: Any) -> Decimal | None:
        """Give the days to a hundredth."""
        text = str(super().clean(value)).strip()
        number = parse_number(text, "comma") if text else None
        if text and (number is None or not 0 <= number <= _MOST_DAYS):
            raise forms.ValidationError(_("Ghi số ngày từ 0 đến 3650, ví dụ 5 hoặc 0,5."))
        return None if number is None else round(Decimal(number), 2)

    def prepare_value(self, value: Any) -> Any:
        """Show a term as people write it."""
        return number_text(value) if isinstance(value, Decimal) else value


class ProcedureForm(forms.ModelForm[Procedure]):
    """One procedure of the catalogue, as it was seen when the form was opened."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    legal_days = TermField(
        label=gettext_lazy("Thời hạn (ngày làm việc)"),
        required=False,
        help_text=gettext_lazy("Để trống nếu pháp luật không quy định."),
    )
    announced_on = DayField(label=gettext_lazy("Ngày công bố"), required=False)
    opened_on = DayField(
        label=gettext_lazy("Ngày công khai"),
        required=False,
        help_text=gettext_lazy("Từ ngày này mọi người xem được ở trang công khai."),
    )
    reviewed_on = DayField(label=gettext_lazy("Ngày rà soát"), required=False)
    ended_on = DayField(
        label=gettext_lazy("Ngày bãi bỏ"),
        required=False,
        help_text=gettext_lazy("Xóa ngày này thì thủ tục lại có hiệu lực."),
    )

    class Meta:
        """The columns, in the order of the template of a workbook."""

        model = Procedure
        fields = COLUMNS
        help_texts = {  # Django's own form of it
            "code": gettext_lazy("Mã trên Cổng Dịch vụ công quốc gia, ví dụ 1.001193"),
            "field": gettext_lazy("Ghi như các thủ tục cùng lĩnh vực, ví dụ Hộ tịch"),
        }


class NewProcedureForm(ProcedureForm):
    """One procedure, and whose catalogue it is added to."""

    owner = UnitField(
        label=gettext_lazy("Danh mục của đơn vị"),
        help_text=gettext_lazy("Mã hoặc tên đầy đủ; thường là tỉnh."),
    )
    field_order = ("owner", *COLUMNS)

    def __init__(self, *args: Any, paths: tuple[str, ...], **options: Any) -> None:
        """Take the tops below which the owner may lie."""
        super().__init__(*args, **options)
        self.fields["owner"].paths = paths  # type: ignore[attr-defined]  # a UnitField


class EndForm(forms.Form):
    """The day from which a procedure is no more."""

    ended_on = DayField(label=gettext_lazy("Bãi bỏ từ ngày"))
