"""Forms about an entry as a whole; a leaf's own form is made of its rule."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from parweb.assessments.layout import Layout
from parweb.evidence.forms import FilesField, day
from parweb.interface.numbers import page_language
from parweb.rounds.models import Participant


class SubmissionForm(forms.Form):
    """What goes into the report beside the scores."""

    difficulties = forms.CharField(
        label=_("Khó khăn, vướng mắc"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    proposals = forms.CharField(
        label=_("Đề xuất, kiến nghị"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )


class SignatureForm(forms.Form):
    """The signed report."""

    number = forms.CharField(label=_("Số, ký hiệu báo cáo"), required=False, max_length=120)
    files = FilesField(  # type: ignore[assignment]  # a field may have the name; Django takes it away
        label=_("Tệp báo cáo đã ký"),
        help_text=_("Bản có chữ ký, con dấu hoặc chữ ký số: PDF hoặc ảnh chụp; có thể chọn nhiều trang."),
    )


class ReasonForm(forms.Form):
    """Why an entry is given back."""

    reason = forms.CharField(
        label=_("Lý do trả lại"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class DelegationForm(forms.Form):
    """Who is responsible for which criterion, until when."""

    criterion = forms.ChoiceField(label=_("Tiêu chí"), help_text=_("Gồm cả các mục bên dưới."))
    person = forms.ChoiceField(label=_("Người phụ trách"))
    due_on = day(_("Hạn hoàn thành"), _("Để trống nếu theo hạn chung."))

    def __init__(self, layout: Layout, people: list[tuple[int, str]], *args: Any, **options: Any) -> None:
        """Offer the criteria of the edition and the officers of the unit."""
        super().__init__(*args, **options)
        lang = page_language()
        nodes = [node for node in layout.outline.nodes if layout.below(node.code)]
        criteria = [(one.code, f"{'– ' * one.depth}{one.code} {one.node.label.in_(lang)}") for one in nodes]
        self.fields["criterion"].choices = [("", _("Chọn tiêu chí")), *criteria]  # type: ignore[attr-defined]
        self.fields["person"].choices = [("", _("Chọn người")), *people]  # type: ignore[attr-defined]


class WorkbookForm(forms.Form):
    """A filled-in workbook."""

    file = forms.FileField(
        label=_("Tệp bảng nhập (.xlsx)"), widget=forms.FileInput(attrs={"accept": ".xlsx"})
    )


class FedForm(forms.Form):
    """Values for many units, from one source."""

    file = forms.FileField(
        label=_("Tệp số liệu (.xlsx hoặc .csv)"),
        help_text=_("Mỗi dòng một đơn vị: mã đơn vị và mỗi tiêu chí một cột; hoặc dạng dài."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )
    source = forms.ChoiceField(
        label=_("Loại nguồn"),
        choices=[
            ("survey", _("Điều tra xã hội học")),
            ("dossier", _("Dữ liệu hồ sơ thủ tục hành chính")),
            ("published", _("Số liệu do cơ quan khác công bố")),
        ],
    )
    source_note = forms.CharField(
        label=_("Nguồn số liệu"),
        max_length=300,
        help_text=_("Ví dụ: Báo cáo 45/BC-SNV ngày 12/01/2026, kết quả điều tra năm 2025."),
    )


def participant_officers(people: list[Any]) -> list[tuple[int, str]]:
    """Give people as the choices of a form."""
    return [(one.pk, str(one)) for one in people]


def initial_of(participant: Participant) -> dict[str, str]:
    """Give what the report already says beside the scores."""
    entry = getattr(participant, "entry", None)
    if entry is None:
        return {}
    return {"difficulties": entry.difficulties, "proposals": entry.proposals}
