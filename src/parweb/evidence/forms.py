"""Forms of documents: particulars, several files, why one is withdrawn."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from parweb.evidence.files.kinds import ACCEPTED
from parweb.evidence.files.refusals import FilesRefused
from parweb.evidence.files.storing import recognise_all
from parweb.evidence.models import Document, Use, Version

_DATES: Final = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"]
MOST_FILES: Final = 50


class SeveralFiles(forms.ClearableFileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, each checked by its content; every refused one is named with the reason."""

    def __init__(self, *, most: int = MOST_FILES, **options: Any) -> None:
        """Keep how many files are taken at once."""
        widget = SeveralFiles if most > 1 else forms.ClearableFileInput
        options.setdefault("widget", widget(attrs={"accept": ACCEPTED}))
        super().__init__(**options)
        self.most = most

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Give the files as a list."""
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if len(given) > self.most:
            raise ValidationError(_("Mỗi lần tải lên không quá %(most)s tệp."), params={"most": self.most})
        files = [super(FilesField, self).clean(one, initial) for one in given]
        if not files and self.required:
            raise ValidationError(self.error_messages["required"])
        try:
            recognise_all(files)
        except FilesRefused as problem:
            raise ValidationError([ValidationError(str(one)) for one in problem.refusals]) from problem
        return files


def day(label: Any, help_text: Any = "") -> forms.DateField:
    """Give a field for a day, typed as dd/mm/yyyy."""
    return forms.DateField(
        label=label,
        required=False,
        help_text=help_text or _("Ngày/tháng/năm, ví dụ 16/03/2026"),
        input_formats=_DATES,
        widget=forms.DateInput(format="%d/%m/%Y", attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": _("Hãy ghi ngày dạng 16/03/2026.")},
    )


class ParticularsForm(forms.ModelForm):  # type: ignore[type-arg]  # the model is named in Meta
    """What an official reader needs to find a document."""

    issued_on = day(_("Ngày ban hành"))
    effective_on = day(_("Ngày có hiệu lực"), _("Chỉ ghi khi khác ngày ban hành, ví dụ 01/07/2026"))
    expires_on = day(_("Hết hiệu lực ngày"), _("Chỉ ghi khi có, ví dụ 31/12/2026"))
    url = forms.URLField(
        label=_("Địa chỉ liên kết"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_("Trang web có văn bản; nên kèm tệp vì trang có thể đổi"),
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )

    class Meta:
        model = Document
        fields = (
            "number",
            "issued_on",
            "issuer",
            "abstract",
            "effective_on",
            "expires_on",
            "url",
            "text",
            "is_confidential",
        )
        widgets = {
            "abstract": forms.Textarea(attrs={"rows": 2}),
            "text": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {
            "number": _("Ví dụ 15/QĐ-UBND"),
            "issuer": _("Ví dụ UBND xã"),
            "is_confidential": _(
                "Chỉ đơn vị, người thẩm định tiêu chí và quản lý kỳ xem được; mỗi lần xem đều được ghi lại"
            ),
        }

    def clean(self) -> dict[str, Any]:
        """Check the order of the days."""
        data = super().clean() or {}
        since = data.get("effective_on") or data.get("issued_on")
        until = data.get("expires_on")
        if since and until and until < since:
            self.add_error("expires_on", _("Ngày hết hiệu lực sớm hơn ngày có hiệu lực."))
        return data


class DocumentForm(ParticularsForm):
    """A new document: files, a link or a text, and its particulars."""

    files = FilesField(  # type: ignore[assignment]  # a form's own "files" is set when it is made
        label=_("Tệp"),
        required=False,
        help_text=_("PDF, DOCX, XLSX, PNG, JPEG, TIFF, WEBP; chọn được nhiều tệp cùng lúc"),
    )
    is_one_document = forms.BooleanField(
        label=_("Các tệp là cùng một văn bản"),
        required=False,
        help_text=_("Ví dụ quyết định và phụ lục; nếu không chọn, mỗi tệp là một tài liệu"),
    )
    field_order = ("files", "is_one_document")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Let the abstract be filled from the name of a file."""
        super().__init__(*args, **kwargs)
        self.fields["abstract"].required = False
        self.fields["abstract"].help_text = _("Văn bản nói về việc gì; để trống thì lấy tên tệp")

    def clean(self) -> dict[str, Any]:
        """Ask for something to show: files, a link or a text; and for words where there is no file name."""
        data = super().clean()
        has_files = bool(data.get("files")) or "files" in self.errors
        if not has_files and not data.get("url") and not data.get("text"):
            self.add_error("files", _("Hãy chọn tệp, hoặc ghi liên kết, hoặc nhập nội dung."))
        if not has_files and not data.get("abstract"):
            self.add_error("abstract", _("Hãy ghi trích yếu của văn bản."))
        return data


class VersionForm(forms.Form):
    """A further file of a document."""

    file = FilesField(label=_("Tệp mới"), most=1)
    part = forms.TypedChoiceField(label=_("Thay cho"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, parts: list[tuple[int, str]], **kwargs: Any) -> None:
        """Offer the parts that can be replaced."""
        super().__init__(*args, **kwargs)
        choices = [("", _("Không thay tệp nào (thêm phụ lục)")), *parts]
        field = self.fields["part"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = choices
        if parts:
            self.initial.setdefault("part", parts[0][0])


class WithdrawalForm(forms.Form):
    """Why a document is withdrawn."""

    reason = forms.CharField(label=_("Lý do rút"), max_length=300)


class ReviewForm(forms.Form):
    """What an appraiser says of a file."""

    review = forms.ChoiceField(label=_("Xem xét"), choices=Version.Review.choices)
    note = forms.CharField(label=_("Nhận xét"), max_length=500, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask why, where a file is refused."""
        data = super().clean() or {}
        if data.get("review") == Version.Review.REFUSED and not data.get("note"):
            self.add_error("note", _("Hãy ghi lý do tệp không hợp lệ."))
        return data


class PlaceForm(forms.Form):
    """Where documents are used: a participant, a criterion, a purpose, and where to go afterwards."""

    participant = forms.IntegerField(min_value=1)
    criterion = forms.CharField(max_length=40, required=False)
    purpose = forms.ChoiceField(choices=Use.Purpose.choices, required=False)

    def clean_purpose(self) -> str:
        """Take the self-assessment where nothing is said."""
        return self.cleaned_data["purpose"] or Use.Purpose.SELF_SCORE
