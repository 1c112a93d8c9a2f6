"""The search form of the log."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

_DAY = ["%d/%m/%Y", "%Y-%m-%d"]


class LogSearch(forms.Form):
    """What is looked for in the log."""

    q = forms.CharField(label=_("Người hoặc đối tượng"), required=False, max_length=100)
    action = forms.CharField(label=_("Việc"), required=False, max_length=80)
    since = forms.DateField(label=_("Từ ngày"), required=False, input_formats=_DAY)
    until = forms.DateField(label=_("Đến ngày"), required=False, input_formats=_DAY)
    reads = forms.ChoiceField(
        label=_("Loại"),
        required=False,
        choices=[("", _("Tất cả")), ("no", _("Thay đổi")), ("yes", _("Xem dữ liệu"))],
    )

    def search(self) -> dict[str, object]:
        """Give the arguments of :func:`parweb.oversight.queries.log_for`; wrong fields are left out."""
        self.is_valid()
        said = self.cleaned_data
        reads = {"yes": True, "no": False}.get(said.get("reads", ""))
        return {
            "text": said.get("q", ""),
            "action": said.get("action", ""),
            "since": said.get("since"),
            "until": said.get("until"),
            "reads": reads,
        }
