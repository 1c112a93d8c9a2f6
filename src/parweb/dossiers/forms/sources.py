"""Forms about sources, codes, tokens and files of records."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parweb.dossiers.models import Source
from parweb.units.forms.fields import UnitField


class SourceForm(forms.Form):
    """Whose a source is, and what it is called."""

    name = forms.CharField(
        label=gettext_lazy("Tên nguồn"),
        max_length=200,
        help_text=gettext_lazy("Ví dụ: Hệ thống một cửa điện tử của tỉnh"),
    )
    owner = UnitField(
        label=gettext_lazy("Thuộc đơn vị"),
        help_text=gettext_lazy(
            "Mã hoặc tên đầy đủ; thường là tỉnh. Hồ sơ của nguồn thuộc các đơn vị bên dưới."
        ),
    )

    def __init__(self, *args: Any, paths: tuple[str, ...], **options: Any) -> None:
        """Take the tops below which the owner may lie."""
        super().__init__(*args, **options)
        self.fields["owner"].paths = paths  # type: ignore[attr-defined]  # a UnitField


class TokenForm(forms.Form):
    """What a token is for."""

    label = forms.CharField(
        label=gettext_lazy("Dùng cho"),
        max_length=120,
        help_text=gettext_lazy("Ví dụ: máy chủ một cửa, bộ đẩy dữ liệu hằng đêm"),
    )


class SeveralFiles(forms.ClearableFileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or several files of records, each within the limit of the server."""

    widget = SeveralFiles(attrs={"accept": ".csv,.txt,.xlsx,.parquet"})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Give the files as a list."""
        given = data if isinstance(data, list | tuple) else [data] if data else []
        most, limit = settings.DOSSIER_FILES_AT_ONCE, settings.DOSSIER_UPLOAD_LIMIT
        if len(given) > most:
            raise forms.ValidationError(_("Mỗi lượt nhập không quá {most} tệp.").format(most=most))
        files = [super(FilesField, self).clean(one, initial) for one in given or [None]]
        if large := [str(one.name) for one in files if one.size > limit]:
            told = {"names": ", ".join(large), "limit": filesizeformat(limit)}
            raise forms.ValidationError(_("Tệp lớn hơn {limit}: {names}.").format(**told))
        return files


class HandOverForm(forms.Form):
    """Files of a source."""

    source = forms.ModelChoiceField(Source.objects.none(), label=gettext_lazy("Nguồn hồ sơ"))
    files = FilesField(  # type: ignore[assignment]  # what a form has under this name, its fields hide
        label=gettext_lazy("Tệp hồ sơ"),
        help_text=gettext_lazy("CSV UTF-8, .xlsx hoặc Parquet; một hoặc nhiều tệp cùng lúc."),
        error_messages={
            "required": gettext_lazy("Chọn ít nhất một tệp hồ sơ."),
            "empty": gettext_lazy("Tệp rỗng, không có gì để đọc."),
        },
    )

    def __init__(self, *args: Any, sources: Any, **options: Any) -> None:
        """Take the sources that the person may import for."""
        super().__init__(*args, **options)
        self.fields["source"].queryset = sources  # type: ignore[attr-defined]  # a ModelChoiceField
