"""What a campaign is about, who works in it, and where passers-by answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parindex.surveys.instruments.registry import instrument_entries
from parindex.text import fold
from parweb.accounts.models import User
from parweb.interface.numbers import page_language
from parweb.rounds.models import Round
from parweb.surveys.queries.shelf import form_of, offered_forms
from parweb.surveys.states import MemberRole, Mode, StationKind
from parweb.surveys.subjects import Subject
from parweb.units.forms.fields import DayField, UnitField
from parweb.units.models import Unit
from parweb.units.queries import below


def form_choices(paths: tuple[str, ...], chosen: str = "") -> list[Any]:
    """Give the forms to choose among, shipped and own, with titles in the language of the page (one query).

    ``chosen`` stays offered though it was taken off the shelf since.
    """
    own = list(offered_forms(paths).values_list("ref", flat=True).order_by("form_id", "-year", "-number"))
    shipped = [one.ref for one in instrument_entries()]
    if chosen and chosen not in (*own, *shipped):
        own.append(chosen)
    mine = [(_("Phiếu hỏi của cơ quan"), [_choice(ref) for ref in dict.fromkeys(own)])] if own else []
    return [*mine, (_("Phiếu hỏi có sẵn"), [_choice(ref) for ref in shipped])]


def _choice(ref: str) -> tuple[str, str]:
    return ref, f"{form_of(ref).title.in_(page_language())} ({ref})"


class CampaignForm(forms.Form):
    """What is asked of whom, why, when, how and by whom."""

    title = forms.CharField(
        label=gettext_lazy("Tên đợt điều tra"),
        max_length=200,
        help_text=gettext_lazy("Ví dụ: SIPAS cấp xã năm 2026"),
    )
    title_en = forms.CharField(label=gettext_lazy("Tên tiếng Anh"), max_length=200, required=False)
    owner = UnitField(
        label=gettext_lazy("Địa bàn"), help_text=gettext_lazy("Mã hoặc tên đầy đủ; thường là tỉnh.")
    )
    instrument = forms.ChoiceField(label=gettext_lazy("Phiếu hỏi"))
    round = forms.ModelChoiceField(
        Round.objects.none(),
        label=gettext_lazy("Kỳ đánh giá"),
        required=False,
        help_text=gettext_lazy("Kỳ mà kết quả sẽ cho điểm; để trống nếu chưa có."),
    )
    population = forms.CharField(
        label=gettext_lazy("Đối tượng điều tra"), widget=forms.Textarea(attrs={"rows": 2}), max_length=1000
    )
    population_en = forms.CharField(
        label=gettext_lazy("Đối tượng điều tra bằng tiếng Anh"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
        required=False,
    )
    purpose = forms.CharField(
        label=gettext_lazy("Mục đích, ghi trên màn hình đầu của phiếu"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )
    purpose_en = forms.CharField(
        label=gettext_lazy("Mục đích bằng tiếng Anh"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
        required=False,
    )
    frame_note = forms.CharField(
        label=gettext_lazy("Danh sách chọn mẫu lấy từ đâu, thiếu ai"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
        required=False,
    )
    frame_note_en = forms.CharField(
        label=gettext_lazy("Danh sách chọn mẫu, bằng tiếng Anh"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
        required=False,
    )
    modes = forms.MultipleChoiceField(
        label=gettext_lazy("Hình thức hỏi"), choices=Mode.choices, widget=forms.CheckboxSelectMultiple
    )
    starts_on = DayField(label=gettext_lazy("Thu phiếu từ ngày"))
    ends_on = DayField(label=gettext_lazy("Thu phiếu đến hết ngày"))
    firm = forms.CharField(
        label=gettext_lazy("Đơn vị thực địa"),
        max_length=200,
        required=False,
        help_text=gettext_lazy(
            "Trên phiếu phương pháp là “Đơn vị thu phiếu”; cần ghi trước khi chốt kết quả. "
            "Tự thu phiếu thì ghi tên cơ quan mình."
        ),
    )
    firm_en = forms.CharField(
        label=gettext_lazy("Đơn vị thực địa, tên tiếng Anh"), max_length=200, required=False
    )
    asks_contact = forms.BooleanField(
        label=gettext_lazy("Hỏi thông tin liên hệ (không bắt buộc)"), required=False
    )
    keeps_link = forms.BooleanField(
        label=gettext_lazy("Giữ liên hệ giữa phiếu và người được chọn để phúc tra"),
        required=False,
        help_text=gettext_lazy("Bỏ trống: phiếu ẩn danh, không truy được phiếu nào của ai."),
    )
    contacts_until = DayField(
        label=gettext_lazy("Xóa thông tin liên hệ vào ngày"),
        required=False,
        help_text=gettext_lazy(
            "Cần ghi nếu danh sách chọn mẫu có họ tên, địa chỉ, hoặc phiếu hỏi cách liên hệ."
        ),
    )

    def __init__(self, *args: Any, paths: tuple[str, ...], **options: Any) -> None:
        """Take the tops below which the area may lie."""
        super().__init__(*args, **options)
        self.fields["owner"].paths = paths  # type: ignore[attr-defined]  # a UnitField
        choices = form_choices(paths, str(self.initial.get("instrument") or ""))
        self.fields["instrument"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
        rounds = Round.objects.filter(owner__in=below(paths))
        self.fields["round"].queryset = rounds  # type: ignore[attr-defined]  # a ModelChoiceField

    def clean(self) -> dict[str, Any]:
        """Refuse days out of order, and contacts without a day of deletion."""
        given = super().clean() or {}
        first, last = given.get("starts_on"), given.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("Ngày cuối đứng trước ngày đầu."))
        until = given.get("contacts_until")
        if (given.get("asks_contact") or given.get("keeps_link")) and not until:
            self.add_error("contacts_until", _("Ghi ngày xóa khi có hỏi hoặc giữ thông tin liên hệ."))
        if until and last and until < last:
            self.add_error("contacts_until", _("Ngày xóa không trước ngày cuối thu phiếu."))
        return given


class MemberForm(forms.Form):
    """Somebody with an account, and what they do."""

    person = forms.CharField(label=gettext_lazy("Tên đăng nhập"), max_length=150)
    role = forms.ChoiceField(label=gettext_lazy("Vai trò"), choices=MemberRole.choices)

    def __init__(self, *args: Any, roles: list[MemberRole], **options: Any) -> None:
        """Offer only the roles that may be given."""
        super().__init__(*args, **options)
        choices = [(one.value, one.label) for one in roles]
        self.fields["role"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    def clean_person(self) -> User:
        """Give the account of that name."""
        found = User.objects.filter(username=self.cleaned_data["person"].strip(), is_active=True).first()
        if found is None:
            raise forms.ValidationError(_("Không có tài khoản đang dùng nào với tên này."))
        return found


class StationForm(forms.Form):
    """Where passers-by answer."""

    unit = UnitField(label=gettext_lazy("Đơn vị"), help_text=gettext_lazy("Mã hoặc tên đầy đủ."))
    kind = forms.ChoiceField(label=gettext_lazy("Loại"), choices=StationKind.choices)
    place = forms.CharField(
        label=gettext_lazy("Nơi đặt"),
        max_length=200,
        help_text=gettext_lazy("Ví dụ: quầy 3, Bộ phận Một cửa; hoặc: in trên phiếu hẹn"),
    )
    instrument = forms.ChoiceField(label=gettext_lazy("Phiếu hỏi"))
    subject = forms.CharField(
        label=gettext_lazy("Hỏi về thủ tục hoặc lĩnh vực"),
        help_text=gettext_lazy("Mã hoặc tên đầy đủ trong danh mục thủ tục; để trống nếu hỏi về mọi thủ tục."),
        max_length=600,
        required=False,
        widget=forms.TextInput(attrs={"list": "subjects"}),
    )

    def __init__(self, *args: Any, owner: Unit, subjects: Sequence[Subject] = (), **options: Any) -> None:
        """Take the area of the campaign, and what the catalogue offers to ask about."""
        super().__init__(*args, **options)
        self.subjects = subjects
        if not subjects:
            del self.fields["subject"]
        self.fields["unit"].paths = (owner.path,)  # type: ignore[attr-defined]  # a UnitField
        choices = form_choices((owner.path,))
        self.fields["instrument"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    def clean_subject(self) -> Subject | None:
        """Give the procedure or field that was named by its code, its name or both; None for none."""
        words = fold(self.cleaned_data["subject"])
        if not words:
            return None
        found = [one for one in self.subjects if words in {fold(name) for name in one.names}]
        if len(found) != 1:
            raise forms.ValidationError(_("Không có thủ tục hoặc lĩnh vực này trong danh mục."))
        return found[0]
