"""What a manager types to prepare a publication."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from parweb.results.actions.prepare_publication import Particulars
from parweb.results.models import Publication, Run
from parweb.results.states import PublicationKind, PublicationState

_DAYS = ["%d/%m/%Y", "%Y-%m-%d"]
_MOMENTS = ["%d/%m/%Y %H:%M", "%Y-%m-%dT%H:%M", "%H:%M %d/%m/%Y"]


class PreparationForm(forms.Form):
    """Kind, title, decision, hour; for a correction the publication that it replaces."""

    kind = forms.ChoiceField(label=_("Loại"), choices=PublicationKind.choices)
    title = forms.CharField(label=_("Tiêu đề"), max_length=300)
    decision_number = forms.CharField(
        label=_("Số quyết định"), max_length=120, required=False, help_text=_("Ví dụ: 766/QĐ-UBND")
    )
    decision_on = forms.DateField(
        label=_("Ngày quyết định"),
        required=False,
        input_formats=_DAYS,
        help_text=_("Ngày/tháng/năm, ví dụ 16/03/2023"),
        widget=forms.DateInput(format="%d/%m/%Y", attrs={"inputmode": "numeric"}),
    )
    signer = forms.CharField(label=_("Người ký"), max_length=200, required=False)
    publish_at = forms.DateTimeField(
        label=_("Công bố lúc"),
        required=False,
        input_formats=_MOMENTS,
        help_text=_("Ngày/tháng/năm giờ:phút; để trống: công bố ngay khi được duyệt"),
        widget=forms.DateTimeInput(format="%d/%m/%Y %H:%M"),
    )
    replaces = forms.ModelChoiceField(
        label=_("Thay cho bản công bố"),
        queryset=Publication.objects.none(),
        required=False,
        help_text=_("Bắt buộc khi đính chính"),
        empty_label=_("Không thay bản nào"),
    )
    note = forms.CharField(label=_("Ghi chú"), required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, run: Run, **kwargs: Any) -> None:
        """Offer the published ones of the round that nothing replaces yet."""
        super().__init__(*args, **kwargs)
        published = Publication.objects.filter(round=run.round_id, state=PublicationState.PUBLISHED)
        replaced = published.filter(replaces__isnull=False).values("replaces")
        choice = self.fields["replaces"]
        if isinstance(choice, forms.ModelChoiceField):
            choice.queryset = published.exclude(pk__in=replaced)

    def particulars(self) -> Particulars:
        """Give what was typed as the action takes it."""
        typed = self.cleaned_data
        moment: datetime | None = typed["publish_at"]
        return Particulars(
            kind=PublicationKind(typed["kind"]),
            title=typed["title"],
            decision_number=typed["decision_number"],
            decision_on=typed["decision_on"],
            signer=typed["signer"],
            note=typed["note"],
            publish_at=moment,
            replaces=typed["replaces"],
        )


class ReturnForm(forms.Form):
    """Why a publication is given back."""

    reason = forms.CharField(label=_("Lý do trả lại"), widget=forms.Textarea(attrs={"rows": 3}))
