"""Forms about accounts and roles."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parweb.accounts.models import User
from parweb.accounts.roles import Role
from parweb.units.actions.assign import RoleGiven
from parweb.units.actions.import_people import USERNAME, criteria_of
from parweb.units.forms.fields import DayField, UnitField


class AccountForm(forms.Form):
    """What is said of a person."""

    full_name = forms.CharField(label=gettext_lazy("Họ và tên"), max_length=150)
    job_title = forms.CharField(label=gettext_lazy("Chức vụ"), max_length=150, required=False)
    email = forms.EmailField(
        label=gettext_lazy("Thư điện tử"),
        required=False,
        help_text=gettext_lazy("Để nhận nhắc việc và tự lấy lại mật khẩu; để trống nếu không có."),
    )
    phone = forms.CharField(label=gettext_lazy("Điện thoại"), max_length=30, required=False)

    def __init__(self, *args: Any, user: User | None = None, **options: Any) -> None:
        """Take the account that is changed."""
        super().__init__(*args, **options)
        self.user = user

    def clean_email(self) -> str:
        """Refuse the e-mail of another account: it opens an account too."""
        email: str = self.cleaned_data["email"]
        others = User.objects.exclude(pk=self.user.pk) if self.user else User.objects.all()
        if email and others.filter(email__iexact=email).exists():
            raise forms.ValidationError(_("Thư điện tử này là của một tài khoản khác."))
        return email


class NewAccountForm(AccountForm):
    """A new person."""

    username = forms.CharField(
        label=gettext_lazy("Tên đăng nhập"),
        max_length=150,
        help_text=gettext_lazy("Chữ không dấu cách, số và các dấu . @ + - _"),
    )
    field_order = ("full_name", "username", "job_title", "email", "phone")

    def clean_username(self) -> str:
        """Refuse a name that is taken or not well formed."""
        name: str = self.cleaned_data["username"].strip()
        if not USERNAME.fullmatch(name):
            raise forms.ValidationError(_("Tên đăng nhập gồm ít nhất 3 ký tự, không có dấu cách."))
        if User.objects.filter(username__iexact=name).exists():
            raise forms.ValidationError(_("Tên đăng nhập này đã có."))
        return name


class RoleForm(forms.Form):
    """A role for a unit."""

    role = forms.ChoiceField(label=gettext_lazy("Vai trò"), choices=[("", "–"), *Role.choices])
    unit = UnitField(
        label=gettext_lazy("Cho đơn vị"),
        help_text=gettext_lazy(
            "Mã hoặc tên đầy đủ. Vai trò có hiệu lực cho đơn vị này và mọi đơn vị dưới nó."
        ),
    )
    home = UnitField(
        label=gettext_lazy("Thuộc đơn vị"),
        required=False,
        help_text=gettext_lazy("Nơi người này làm việc; không ai thẩm định, biểu quyết đơn vị của mình."),
    )
    criteria = forms.CharField(
        label=gettext_lazy("Tiêu chí thẩm định"),
        required=False,
        help_text=gettext_lazy(
            "Chỉ cho cán bộ thẩm định: mã lĩnh vực hoặc tiêu chí, ví dụ 2; 3.1. Để trống: tất cả."
        ),
    )
    valid_from = DayField(label=gettext_lazy("Từ ngày"), required=False)
    valid_to = DayField(label=gettext_lazy("Đến hết ngày"), required=False)

    def __init__(
        self, *args: Any, paths: tuple[str, ...], may_give_administrator: bool, **options: Any
    ) -> None:
        """Take the tops below which units may lie, and whether administrators may be made."""
        super().__init__(*args, **options)
        for name in ("unit", "home"):
            self.fields[name].paths = paths  # type: ignore[attr-defined]  # a UnitField
        if not may_give_administrator:
            given = [("", "–"), *(one for one in Role.choices if one[0] != Role.ADMINISTRATOR)]
            self.fields["role"].choices = given  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, Any]:
        """Check the order of the days, and that an appraiser's own unit is known."""
        data = super().clean() or {}
        first, last = data.get("valid_from"), data.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", _("Ngày kết thúc phải sau ngày bắt đầu."))
        judges = {Role.APPRAISER, Role.COUNCIL_MEMBER}
        if data.get("role") in judges and not data.get("home") and not self.has_error("home"):
            self.add_error("home", _("Ghi đơn vị của người này, để người đó không tự đánh giá đơn vị mình."))
        return data

    def given(self) -> RoleGiven:
        """Give the role of a valid form."""
        data = self.cleaned_data
        criteria = criteria_of(data["criteria"]) if data["role"] == Role.APPRAISER else ()
        return RoleGiven(
            data["role"], data["unit"], data["home"], criteria, data["valid_from"], data["valid_to"]
        )


class CloseAccountForm(forms.Form):
    """Why an account is closed."""

    reason = forms.CharField(label=gettext_lazy("Lý do"), max_length=200)
