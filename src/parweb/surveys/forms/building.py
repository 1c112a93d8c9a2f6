"""A form that is filled in on a page: its title and introduction, its questions, when each is asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parindex.numerals import parse_number
from parindex.surveys.instruments.logic.conditions import Condition, plain_number
from parindex.surveys.instruments.model import Instrument
from parweb.interface.numbers import page_language
from parweb.surveys.building.opening import MOST_QUESTIONS, kept_beside, opened_rows
from parweb.surveys.building.rows import LISTED, Row, row_of
from parweb.surveys.building.scales import scales_of
from parweb.surveys.building.skips import Target
from parweb.surveys.building.words import BETWEEN
from parweb.surveys.form_tables import KINDS
from parweb.surveys.forms.questionnaires import OwnerForm

MOST_LINES: Final = 40
_LARGEST_CODE: Final = 32_767
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
    """What the form is. ``opened`` names the form that is amended, if one is."""

    opened = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)
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
        max_length=4000,
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

    def __init__(self, *args: Any, form: Instrument | None = None, **options: Any) -> None:
        """Offer the scales of the shipped forms, or those of the form that is amended."""
        super().__init__(*args, **options)
        lang = page_language()
        choices = [(name, one.words(lang)) for name, one in scales_of(form).items()]
        self.fields["scale"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["scale"].initial = choices[0][0]
        self.fields["year"].initial = timezone.localdate().year
        self.fields["version"].initial = "1"
        if form is not None and choices[0][0] not in scales_of(None):
            del self.fields["with_none"]  # its scales are as they are


class GroupForm(forms.Form):
    """A question, or a group of lines that are one factor of the index; an empty one is left out.

    ``name`` is its id and ``relevant`` its skip; both are carried along.
    """

    name = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    relevant = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=gettext_lazy("Loại câu"), required=False, initial="matrix")
    label = forms.CharField(
        label=gettext_lazy("Câu hỏi; của bảng: tên nhóm (yếu tố)"),
        max_length=2000,
        required=False,
        validators=[vietnamese_first],
    )
    lead = forms.CharField(
        label=gettext_lazy("Câu dẫn của bảng"),
        max_length=2000,
        required=False,
        validators=[vietnamese_first],
        help_text=gettext_lazy("Ví dụ: Ông/Bà hài lòng ở mức nào? Để trống: lấy tên nhóm."),
    )
    items = forms.CharField(
        label=gettext_lazy("Các nội dung của bảng, hoặc các phương án để chọn; mỗi dòng một"),
        max_length=20000,
        required=False,
        validators=[vietnamese_first_in_lines],
        help_text=gettext_lazy("Mã có thể đứng trước: 1 = Có. Giữ mã thì điều kiện và số liệu vẫn khớp."),
        widget=_AREA(attrs={"rows": 5}),
    )
    is_counted = forms.BooleanField(
        label=gettext_lazy("Tính vào chỉ số hài lòng"), required=False, initial=True
    )
    is_required = forms.BooleanField(label=gettext_lazy("Cần trả lời"), required=False)
    order = forms.IntegerField(label=gettext_lazy("Thứ tự"), min_value=1, max_value=999, required=False)

    def __init__(self, *args: Any, form: Instrument | None = None, **options: Any) -> None:
        """Offer the kinds of questions."""
        super().__init__(*args, **options)
        self.opened = form
        self.fields["kind"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (name, KINDS[name]) for name in dict.fromkeys(("matrix", *KINDS))
        ]

    @property
    def row(self) -> Row:
        """What was typed, as a row; of a form that is not bound, what it begins with."""
        return row_of(self.cleaned_data if self.is_bound else self.initial, 0)

    def clean(self) -> dict[str, Any]:
        """Ask for the words and the lines of a question in which something is written."""
        given = super().clean() or {}
        row = row_of(given, 0)
        if self.errors or row.is_empty:
            return given
        if not row.label:
            is_grid = row.kind == "matrix"
            self.add_error("label", _("Ghi tên nhóm.") if is_grid else _("Ghi câu hỏi."))
        for said in self._wrong_lines(row):
            self.add_error("items", said)
        return given

    def _wrong_lines(self, row: Row) -> Iterator[str]:
        lines = row.lines
        if row.kind in LISTED and not lines:
            yield _("Ghi ít nhất một nội dung.") if row.kind == "matrix" else _("Ghi ít nhất một phương án.")
        if len(lines) > MOST_LINES:
            yield _("Nhiều nhất {most} dòng một câu.").format(most=MOST_LINES)
        names = [one.name for one in lines if one.name]
        for name in dict.fromkeys(one for one in names if names.count(one) > 1):
            yield _("Mã {code} ghi ở hai dòng.").format(code=name)
        if row.kind in ("single", "multi") and any(abs(int(one)) > _LARGEST_CODE for one in names):
            yield _("Mã lớn nhất là {most}.").format(most=_LARGEST_CODE)
        if self._is_on_other_scale(row):
            yield _(
                "Câu này dùng chung thang với câu khác; trang này không sửa thang. Xin để các dòng như cũ."
            )

    def _is_on_other_scale(self, row: Row) -> bool:
        """Tell whether the options of a question that shares them with others were changed."""
        if self.opened is None or "scale" not in kept_beside(self.opened, row.name):
            return False
        [before] = [one for one in opened_rows(self.opened) if one.name == row.name]
        return before.kind == row.kind and before.lines != row.lines


class _Groups(forms.BaseFormSet[GroupForm]):
    def clean(self) -> None:
        """Ask for one question at least."""
        if not any(self.errors) and all(one.row.is_empty for one in self.forms):
            raise forms.ValidationError(_("Ghi ít nhất một nhóm có nội dung."))


GroupFormSet = forms.formset_factory(
    GroupForm, formset=_Groups, extra=FIRST_GROUPS, max_num=MOST_QUESTIONS, absolute_max=MOST_QUESTIONS
)


class ConditionForm(forms.Form):
    """One condition of a skip: how the answer to ``target`` compares, and with what."""

    relation = forms.ChoiceField(label=gettext_lazy("Câu trả lời"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, target: Target, **options: Any) -> None:
        """Offer the answers of a choice, or take a number."""
        super().__init__(*args, **options)
        self.target = target
        known = _NUMBER_RELATIONS if target.against == "number" else _CHOICE_RELATIONS
        relation = self.fields["relation"]
        relation.choices = [(name, words[target.against == "chosen"]) for name, words in known]  # type: ignore[attr-defined]  # a ChoiceField
        relation.initial = known[0][0]
        if target.against == "number":
            self.fields["value"] = forms.CharField(
                label=_("Số"),
                max_length=200,
                help_text=_("Ví dụ 18 hoặc 2,5. Bằng, khác: nhiều số cách nhau bằng dấu chấm phẩy."),
            )
        else:
            choices = [one for one in target.options if not {"'", '"'} <= set(one[0])]
            self.fields["value"] = forms.MultipleChoiceField(
                label=_("Phương án"), choices=choices, widget=forms.CheckboxSelectMultiple
            )

    def clean_value(self) -> tuple[str, ...]:
        """Give the values as an expression has them."""
        given = self.cleaned_data["value"]
        if self.target.against != "number":
            return tuple(given)
        numbers = [parse_number(one.strip(), "comma") for one in given.split(";") if one.strip()]
        if not numbers or any(one is None for one in numbers):
            raise ValidationError(_("Ghi một số, ví dụ 12 hoặc 12,5."))
        return tuple(dict.fromkeys(plain_number(format(one, "f")) for one in numbers if one is not None))

    def clean(self) -> dict[str, Any]:
        """Ask for one number where one is a bound."""
        given = super().clean() or {}
        is_bound = given.get("relation") in ("at_least", "at_most")
        if is_bound and len(given.get("value", ())) > 1:
            self.add_error("value", _("Ở đây ghi một số."))
        return given

    @property
    def condition(self) -> Condition:
        """Give what was chosen."""
        given = self.cleaned_data
        return Condition(self.target.name, given["relation"], given["value"], self.target.against or "option")


_CHOICE_RELATIONS: Final = (
    ("one_of", (gettext_lazy("là một trong"), gettext_lazy("có chọn một trong"))),
    ("none_of", (gettext_lazy("không phải"), gettext_lazy("không chọn"))),
)
_NUMBER_RELATIONS: Final = (
    ("at_least", (gettext_lazy("từ số này trở lên"),) * 2),
    ("at_most", (gettext_lazy("từ số này trở xuống"),) * 2),
    ("one_of", (gettext_lazy("bằng"),) * 2),
    ("none_of", (gettext_lazy("khác"),) * 2),
)
