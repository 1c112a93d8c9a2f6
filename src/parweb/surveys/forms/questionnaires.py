"""A form that is sent in: whose it is, its file."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parweb.surveys.forms.files import with_ending
from parweb.units.forms.fields import UnitField

ENDINGS: Final = ("xlsx", "yaml", "yml")
FILE_LIMIT: Final = 5 * 1024 * 1024
"""Bytes of the file; a form of a thousand questions has a tenth of it."""


class OwnerForm(forms.Form):
    """Whose form it is."""

    owner = UnitField(
        label=gettext_lazy("Cơ quan"),
        help_text=gettext_lazy(
            "Mã hoặc tên đầy đủ. Đợt điều tra của cơ quan này và các đơn vị cấp dưới dùng được."
        ),
    )

    def __init__(self, *args: Any, paths: tuple[str, ...], **options: Any) -> None:
        """Take the tops below which the unit may lie."""
        super().__init__(*args, **options)
        self.fields["owner"].paths = paths  # type: ignore[attr-defined]  # a UnitField


class SendForm(OwnerForm):
    """A file with a form."""

    file = forms.FileField(
        label=gettext_lazy("Tệp phiếu hỏi"),
        help_text=gettext_lazy("XLSForm (.xlsx) như của ODK, Kobo, hoặc YAML (.yaml)."),
        validators=[with_ending(ENDINGS)],
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(f".{one}" for one in ENDINGS)}),
    )
    year = forms.IntegerField(
        label=gettext_lazy("Năm của phiếu"),
        min_value=1990,
        max_value=2200,
        required=False,
        help_text=gettext_lazy("Chỉ cần khi tệp không ghi năm ở form_id, ví dụ hai_long_2026."),
    )

    def clean_file(self) -> Any:
        """Refuse what is larger than a form can be."""
        file, limit = self.cleaned_data["file"], min(FILE_LIMIT, settings.UPLOAD_LIMIT)
        if file.size > limit:
            raise forms.ValidationError(_("Tệp lớn hơn {limit}.").format(limit=filesizeformat(limit)))
        return file


class ShownForm(OwnerForm):
    """A form that was shown before it is kept: its content as YAML, and what its file was called."""

    content = forms.CharField(max_length=1 << 20, strip=False, widget=forms.HiddenInput)
    file_name = forms.CharField(max_length=200, required=False, widget=forms.HiddenInput)
