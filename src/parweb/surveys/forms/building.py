"""A form that is filled in on a page: its title and introduction, groups of lines on one scale."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parweb.interface.numbers import page_language
from parweb.surveys.building import BETWEEN, known_scales
from parweb.surveys.forms.questionnaires import OwnerForm

MOST_GROUPS: Final = 20
MOST_LINES: Final = 40
FIRST_GROUPS: Final = 2
_AREA: Final = forms.Textarea


def vietnamese_first(text: str) -> None:
    """Refuse words that have English alone: ``| Time``."""
    if not text.partition(BETWEEN)[0].strip():
        words = _("Ghi tiếng Việt trước dấu |, tiếng Anh sau dấu: Thời gian | Time. Đang ghi: {given}")
        raise ValidationError(words.format(given=text.strip()))


def vietnamese_first_in_lines(text: str) -> None:
    """Refuse a line that has English alone."""
    for line in text.splitlines():
        if line.strip():
            vietnamese_first(line)


class BuilderForm(OwnerForm):
    """What the form is."""

    title = forms.CharField(
        label=gettext_lazy("Tên phiếu"),
        max_length=300,
        validators=[vietnamese_first],
        help_text=gettext_lazy("Tiếng Anh, nếu có, viết sau dấu |, ở đây và ở mọi ô: Thời gian | Time"),
    )
    form_id = forms.CharField(
        label=gettext_lazy("Mã phiếu"),
        max_length=60,
        required=False,
        validators=[RegexValidator(r"^[a-z0-9][a-z0-9-]*$", gettext_lazy("Chỉ chữ thường, số và dấu -."))],
        help_text=gettext_lazy("Để trống: lấy từ tên. Cùng mã và năm với phiếu đã có: thành bản mới."),
    )
    year = forms.IntegerField(label=gettext_lazy("Năm"), min_value=1990, max_value=2200)
    version = forms.CharField(
        label=gettext_lazy("Số bản ghi trên phiếu"),
        max_length=20,
        validators=[RegexValidator(r"^[0-9A-Za-z._-]+$", gettext_lazy("Chỉ chữ, số và các dấu . _ -"))],
    )
    introduction = forms.CharField(
        label=gettext_lazy("Lời đầu phiếu"),
        max_length=2000,
        required=False,
        validators=[vietnamese_first],
        widget=_AREA(attrs={"rows": 3}),
    )
    scale = forms.ChoiceField(label=gettext_lazy("Thang trả lời"), widget=forms.RadioSelect)
    with_none = forms.BooleanField(
        label=gettext_lazy("Thêm mức không sử dụng, không có ý kiến (không tính vào chỉ số)"), required=False
    )
    last = forms.CharField(
        label=gettext_lazy("Câu hỏi mở ở cuối phiếu"),
        max_length=500,
        required=False,
        validators=[vietnamese_first],
        help_text=gettext_lazy("Ví dụ: Ông/Bà có góp ý gì thêm? Để trống nếu không hỏi."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the scales of the shipped forms."""
        super().__init__(*args, **options)
        lang = page_language()
        choices = [(name, one.words(lang)) for name, one in known_scales().items()]
        self.fields["scale"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["scale"].initial = choices[0][0]
        self.fields["year"].initial = timezone.localdate().year
        self.fields["version"].initial = "1"


class GroupForm(forms.Form):
    """A group of lines, which are one factor of the index; an empty one is left out."""

    label = forms.CharField(
        label=gettext_lazy("Tên nhóm (yếu tố)"),
        max_length=300,
        required=False,
        validators=[vietnamese_first],
    )
    lead = forms.CharField(
        label=gettext_lazy("Câu dẫn"),
        max_length=500,
        required=False,
        validators=[vietnamese_first],
        help_text=gettext_lazy("Ví dụ: Ông/Bà hài lòng ở mức nào? Để trống: lấy tên nhóm."),
    )
    items = forms.CharField(
        label=gettext_lazy("Các nội dung, mỗi dòng một nội dung"),
        max_length=8000,
        required=False,
        validators=[vietnamese_first_in_lines],
        widget=_AREA(attrs={"rows": 5}),
    )
    is_counted = forms.BooleanField(
        label=gettext_lazy("Tính vào chỉ số hài lòng"), required=False, initial=True
    )
    order = forms.IntegerField(label=gettext_lazy("Thứ tự"), min_value=1, max_value=999, required=False)

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was written into it."""
        return not any(self.cleaned_data.get(name) for name in ("label", "lead", "items"))

    def clean(self) -> dict[str, Any]:
        """Ask for the name and the lines of a group in which something is written."""
        given = super().clean() or {}
        lines = [one for one in str(given.get("items") or "").splitlines() if one.strip()]
        if not any(given.get(name) for name in ("label", "lead", "items")):
            return given
        if not given.get("label"):
            self.add_error("label", _("Ghi tên nhóm."))
        if not lines:
            self.add_error("items", _("Ghi ít nhất một nội dung."))
        if len(lines) > MOST_LINES:
            self.add_error("items", _("Nhiều nhất {most} nội dung một nhóm.").format(most=MOST_LINES))
        return given


class _Groups(forms.BaseFormSet[GroupForm]):
    def clean(self) -> None:
        """Ask for one group at least."""
        if not any(self.errors) and all(one.is_empty for one in self.forms):
            raise forms.ValidationError(_("Ghi ít nhất một nhóm có nội dung."))


GroupFormSet = forms.formset_factory(
    GroupForm, formset=_Groups, extra=FIRST_GROUPS, max_num=MOST_GROUPS, absolute_max=MOST_GROUPS
)


def in_order(groups: forms.BaseFormSet[GroupForm]) -> list[dict[str, Any]]:
    """Give the groups that say something, by their number, then as they stand."""
    said = [one.cleaned_data for one in groups.forms if not one.is_empty]
    numbered = [(one.get("order") or place, place, one) for place, one in enumerate(said, start=1)]
    return [one for _order, _place, one in sorted(numbered, key=lambda row: row[:2])]
