"""Lists to draw from, and how many are drawn how."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parindex.numerals import parse_number
from parweb.interface.numbers import number_text
from parweb.surveys.designs import Design
from parweb.surveys.forms.files import with_ending
from parweb.units.forms.fields import DayField

ENDINGS = ("csv", "txt", "xlsx", "parquet")
_LARGEST_SEED = 2**53


class FrameForm(forms.Form):
    """A file with one row per element."""

    file = forms.FileField(
        label=gettext_lazy("Tệp danh sách"),
        help_text=gettext_lazy(
            "CSV UTF-8, .xlsx hoặc Parquet, mỗi dòng một phần tử: mã; có thể thêm mã người, mã đơn vị, tầng, "
            "cụm, quy mô. Họ tên, địa chỉ, điện thoại được tách riêng và mã hóa."
        ),
        validators=[with_ending(ENDINGS)],
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(f".{one}" for one in ENDINGS)}),
    )

    def clean_file(self) -> Any:
        """Refuse what is larger than the server takes."""
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_LIMIT:
            limit = filesizeformat(settings.UPLOAD_LIMIT)
            raise forms.ValidationError(_("Tệp lớn hơn {limit}.").format(limit=limit))
        return file


class FrameSourceForm(forms.Form):
    """A list from what the site knows already."""

    first_on = DayField(label=gettext_lazy("Hồ sơ có kết quả từ ngày"))
    last_on = DayField(label=gettext_lazy("Đến hết ngày"))

    def clean(self) -> dict[str, Any]:
        """Refuse days out of order."""
        given = super().clean() or {}
        first, last = given.get("first_on"), given.get("last_on")
        if first and last and last < first:
            self.add_error("last_on", _("Ngày cuối đứng trước ngày đầu."))
        return given


class PercentField(forms.CharField):
    """A share typed as percent: 5 or 4,5."""

    def __init__(self, *, lowest: float, highest: float, **options: Any) -> None:
        """Take the bounds in percent."""
        widget = forms.TextInput(attrs={"inputmode": "decimal"})
        super().__init__(max_length=20, widget=widget, **options)
        self.lowest, self.highest = lowest, highest

    def clean(self, value: Any) -> Any:
        """Give the share, 0 to 1."""
        text = str(super().clean(value)).strip().rstrip("% ")
        number = parse_number(text, "comma")
        if number is None or not self.lowest <= number <= self.highest:
            told = {"low": number_text(self.lowest), "high": number_text(self.highest)}
            raise forms.ValidationError(_("Ghi một số từ {low} đến {high}.").format(**told))
        return float(number) / 100


class DesignForm(forms.Form):
    """How many are drawn, shared how, expecting what."""

    basis = forms.ChoiceField(
        label=gettext_lazy("Cỡ mẫu theo"),
        choices=[
            ("design", gettext_lazy("Sai số cần đạt ở từng tầng (thiết kế)")),
            ("official", gettext_lazy("Công thức n = N / (1 + N·e²) cho toàn bộ, chia cho các tầng")),
            ("typed", gettext_lazy("Số tự ghi, chia cho các tầng")),
        ],
        widget=forms.RadioSelect,
    )
    size = forms.IntegerField(
        label=gettext_lazy("Số tự ghi"),
        min_value=1,
        max_value=10**7,
        required=False,
        error_messages={"min_value": gettext_lazy("Ghi một số từ 1 trở lên.")},
    )
    margin = PercentField(
        label=gettext_lazy("Sai số (± điểm %)"),
        lowest=0.1,
        highest=50,
        help_text=gettext_lazy("Ở mức tin cậy 95 %."),
    )
    deff = forms.CharField(
        label=gettext_lazy("Hệ số thiết kế (deff)"),
        max_length=10,
        help_text=gettext_lazy("1 là ngẫu nhiên đơn giản; mẫu cụm thường từ 1,5 đến 3."),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    response_rate = PercentField(label=gettext_lazy("Tỷ lệ trả lời dự kiến (%)"), lowest=1, highest=100)
    rule = forms.ChoiceField(
        label=gettext_lazy("Chia cho các tầng"),
        choices=[
            ("proportional", gettext_lazy("theo quy mô tầng")),
            ("power", gettext_lazy("theo căn bậc hai của quy mô")),
            ("equal", gettext_lazy("đều nhau")),
        ],
    )
    floor = forms.IntegerField(label=gettext_lazy("Mỗi tầng ít nhất"), min_value=0, max_value=10**6)
    per_cluster = forms.IntegerField(
        label=gettext_lazy("Số người mỗi cụm"),
        min_value=1,
        max_value=10**5,
        required=False,
        help_text=gettext_lazy("Để trống: chọn thẳng từng người. Ghi số: chọn cụm theo quy mô, rồi người."),
    )
    reserve_percent = forms.IntegerField(label=gettext_lazy("Dự phòng (%)"), min_value=0, max_value=300)
    is_one_per_person = forms.BooleanField(
        label=gettext_lazy("Mỗi người chỉ được chọn một lần"), required=False
    )

    def clean_deff(self) -> float:
        """Give the design effect."""
        number = parse_number(self.cleaned_data["deff"], "comma")
        if number is None or not 0.1 <= number <= 20:  # noqa: PLR2004  # bounds of what surveys have
            raise forms.ValidationError(_("Ghi một số từ 0,1 đến 20."))
        return float(number)

    def clean(self) -> dict[str, Any]:
        """Ask for the number where it is to be typed."""
        given = super().clean() or {}
        if given.get("basis") == "typed" and not given.get("size") and "size" not in self.errors:
            self.add_error("size", _("Ghi số phiếu."))
        return given

    def design(self) -> Design:
        """Give what was filled in."""
        return Design.from_dict(self.cleaned_data)


class DrawForm(DesignForm):
    """The design with the seed of the draw."""

    seed = forms.IntegerField(
        label=gettext_lazy("Số gieo"),
        min_value=0,
        max_value=_LARGEST_SEED,
        required=False,
        help_text=gettext_lazy("Để trống: máy lấy ngẫu nhiên. Số này được công bố cùng mã băm danh sách."),
    )


def shown_design(design: Design) -> dict[str, Any]:
    """Give a design as its form shows it: shares as percent, a decimal comma."""
    shown = design.as_dict()
    shown |= {name: _percent(shown[name]) for name in ("margin", "response_rate")}
    return shown | {"deff": f"{design.deff:g}".replace(".", ",")}


def _percent(share: float) -> str:
    return f"{100 * share:.6g}".replace(".", ",")
