"""Forms about editions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from parweb.frameworks.models import AdoptedEdition

LIMIT = 5 * 1024 * 1024
_ENDINGS = (".yaml", ".yml", ".xlsx")


class SeveralFiles(forms.ClearableFileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """A field whose value is a list of files, each of them clean."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Clean each file; none given is an empty list."""
        several = data if isinstance(data, list | tuple) else [data]
        return [super(SeveralFilesField, self).clean(one, initial) for one in several if one]


class UploadForm(forms.Form):
    """An edition as a file; what is wrong inside it is the business of the check report."""

    file = forms.FileField(
        label=_("Tệp bộ tiêu chí"),
        help_text=_("framework.yaml, hoặc tệp Excel (.xlsx) đã tải từ trang của một bộ tiêu chí."),
        widget=forms.ClearableFileInput(attrs={"accept": ".yaml,.yml,.xlsx"}),
    )
    cases = SeveralFilesField(
        label=_("Tệp ví dụ kiểm thử"),
        help_text=_(
            "Các tệp cases/*.yaml đi kèm framework.yaml, chọn nhiều tệp một lần. "
            "Tệp Excel đã có ví dụ bên trong."
        ),
        required=False,
        widget=SeveralFiles(attrs={"accept": ".yaml,.yml"}),
    )

    def clean_file(self) -> UploadedFile[Any]:
        """Refuse what cannot be an edition by its ending or size."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if not str(file.name).lower().endswith(_ENDINGS):
            raise forms.ValidationError(_("Chỉ nhận tệp .yaml hoặc .xlsx."))
        if (file.size or 0) > LIMIT:
            raise forms.ValidationError(_("Tệp lớn hơn 5 MB."))
        return file

    def case_files(self) -> list[tuple[str, bytes]]:
        """Give the files of cases as names and contents."""
        return [(str(one.name), one.read(LIMIT)) for one in self.cleaned_data["cases"]]


class CopyForm(forms.Form):
    """The year of a copy."""

    year = forms.IntegerField(
        label=_("Năm mới"),
        min_value=1990,
        max_value=2200,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )


class CompareForm(forms.Form):
    """Two adopted editions."""

    before = forms.ModelChoiceField(AdoptedEdition.objects.none(), label=_("Bộ trước"))
    after = forms.ModelChoiceField(AdoptedEdition.objects.none(), label=_("Bộ sau"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer every adopted edition."""
        super().__init__(*args, **kwargs)
        for name in ("before", "after"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = AdoptedEdition.objects.defer("text", "cases")
