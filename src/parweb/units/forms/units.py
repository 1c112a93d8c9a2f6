"""Forms about units, groups, mergers and splits."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parindex.text import fold
from parweb.units.forms.fields import DayField, ShareField, UnitField
from parweb.units.models import Change, Group, Unit
from parweb.units.plans import Plan, Successor
from parweb.units.queries import units_by_codes

MOST_SUCCESSORS = 6


class UnitForm(forms.Form):
    """What is said of a unit."""

    name = forms.CharField(label=gettext_lazy("Tên đơn vị"), max_length=200)
    kind = forms.ChoiceField(label=gettext_lazy("Loại"), choices=Unit.Kind.choices)
    code = forms.CharField(
        label=gettext_lazy("Mã"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("Mã hành chính hoặc mã riêng; để trống nếu không có."),
    )
    short_name = forms.CharField(label=gettext_lazy("Tên gọn"), max_length=120, required=False)
    parent = UnitField(
        label=gettext_lazy("Đơn vị cấp trên"),
        required=False,
        help_text=gettext_lazy("Ghi mã hoặc tên đầy đủ; để trống là đơn vị cấp cao nhất."),
    )
    order = forms.IntegerField(label=gettext_lazy("Số thứ tự"), min_value=0, required=False)
    valid_from = DayField(label=gettext_lazy("Từ ngày"), required=False)
    source = forms.CharField(
        label=gettext_lazy("Nguồn"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Văn bản hoặc danh mục mà đơn vị lấy từ đó."),
    )

    def __init__(self, *args: Any, paths: tuple[str, ...], unit: Unit | None = None, **options: Any) -> None:
        """Take the tops below which the parent may lie, and the unit that is changed."""
        super().__init__(*args, **options)
        self.unit = unit
        self.fields["parent"].paths = paths  # type: ignore[attr-defined]  # a UnitField

    def clean(self) -> dict[str, Any]:
        """Refuse a code that is taken, and a parent below the unit."""
        data = super().clean() or {}
        same = Unit.objects.filter(kind=data.get("kind"), code=data.get("code"), valid_to=None)
        others = same.exclude(pk=self.unit.pk) if self.unit else same
        taken = others.first() if data.get("code") else None
        if taken and (self.unit is None or self.unit.valid_to is None):
            self.add_error("code", _("Mã này đang là mã của {name}.").format(name=taken.name))
        parent = data.get("parent")
        if parent and self.unit and parent.path.startswith(self.unit.path):
            self.add_error("parent", _("Đơn vị không thể nằm dưới chính nó."))
        return data


class RenameForm(forms.Form):
    """The decision behind a new name, where there is one."""

    decision = forms.CharField(
        label=gettext_lazy("Quyết định đổi tên"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Ghi nếu đổi tên theo quyết định; để trống nếu chỉ sửa lỗi gõ."),
    )
    effective_on = DayField(label=gettext_lazy("Hiệu lực từ ngày"), required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for the day where there is a decision."""
        data = super().clean() or {}
        if data.get("decision") and not data.get("effective_on"):
            self.add_error("effective_on", _("Ghi ngày hiệu lực của quyết định."))
        return data


class CloseForm(forms.Form):
    """The last day of a unit and why it ends."""

    last_day = DayField(label=gettext_lazy("Ngày hoạt động cuối cùng"))
    reason = forms.CharField(label=gettext_lazy("Lý do, văn bản"), max_length=300)


class GroupForm(forms.Form):
    """A league or a peer group."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Loại"),
        choices=Group.Kind.choices,
        help_text=gettext_lazy("Nhóm xếp hạng: các đơn vị xếp hạng với nhau. Nhóm so sánh: vùng, quy mô…"),
    )
    name = forms.CharField(label=gettext_lazy("Tên"), max_length=120)
    family = forms.CharField(
        label=gettext_lazy("Phân nhóm theo"),
        max_length=60,
        required=False,
        help_text=gettext_lazy(
            "Chỉ cho nhóm so sánh: vùng, đô thị, quy mô. Mỗi đơn vị ở một nhóm của mỗi cách phân."
        ),
    )
    owner = UnitField(label=gettext_lazy("Thuộc đơn vị"), help_text=gettext_lazy("Thường là tỉnh."))

    def __init__(self, *args: Any, paths: tuple[str, ...], **options: Any) -> None:
        """Take the tops below which the owner may lie."""
        super().__init__(*args, **options)
        self.fields["owner"].paths = paths  # type: ignore[attr-defined]  # a UnitField


class AddMembersForm(forms.Form):
    """Units that are to join a group: pasted codes, or all of some kinds below the owner."""

    codes = forms.CharField(
        label=gettext_lazy("Dán mã hoặc tên đơn vị, mỗi dòng một đơn vị"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Hoặc thêm tất cả đơn vị đang hoạt động thuộc loại"),
        choices=Unit.Kind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        data = super().clean() or {}
        if not data.get("codes", "").strip() and not data.get("kinds"):
            raise forms.ValidationError(_("Dán mã đơn vị hoặc chọn ít nhất một loại."))
        return data


class ChangeForm(forms.Form):
    """Step 1 of a merger or split: what, when, by which decision, which units end."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Việc"),
        choices=[one for one in Change.Kind.choices if one[0] != Change.Kind.RENAME],
    )
    decision = forms.CharField(
        label=gettext_lazy("Nghị quyết, quyết định"),
        max_length=200,
        help_text=gettext_lazy("Ví dụ: Nghị quyết số 1669/NQ-UBTVQH15 ngày 16/6/2025"),
    )
    effective_on = DayField(label=gettext_lazy("Hiệu lực từ ngày"))
    formers = forms.CharField(
        label=gettext_lazy("Đơn vị cũ"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Mỗi dòng một mã hoặc một tên đầy đủ."),
    )
    note = forms.CharField(
        label=gettext_lazy("Ghi chú"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )

    def __init__(self, *args: Any, paths: tuple[str, ...], **options: Any) -> None:
        """Take the tops below which the units may lie."""
        super().__init__(*args, **options)
        self.paths = paths

    def clean_formers(self) -> list[Unit]:
        """Find the former units; each line names exactly one."""
        lines = list(
            dict.fromkeys(fold(line) for line in self.cleaned_data["formers"].splitlines() if line.strip())
        )
        found = units_by_codes(lines, self.paths)
        if unknown := [line for line in lines if line not in found]:
            raise forms.ValidationError(
                _("Không tìm thấy đúng một đơn vị cho: {lines}.").format(lines="; ".join(unknown))
            )
        return list({found[line].pk: found[line] for line in lines}.values())


class SuccessorForm(forms.Form):
    """A unit that follows; a row left empty is none."""

    name = forms.CharField(label=gettext_lazy("Tên"), max_length=200, required=False)
    code = forms.CharField(label=gettext_lazy("Mã"), max_length=20, required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Loại"), choices=Unit.Kind.choices, initial=Unit.Kind.COMMUNE, required=False
    )
    goes_on = forms.BooleanField(
        label=gettext_lazy("Là đơn vị đang có mã này, tiếp tục hoạt động"), required=False
    )

    def __init__(self, *args: Any, paths: tuple[str, ...] = (), **options: Any) -> None:
        """Take the tops below which a unit that goes on may lie."""
        super().__init__(*args, **options)
        self.paths = paths

    def clean(self) -> dict[str, Any]:
        """Find the unit that goes on."""
        data = super().clean() or {}
        data["unit"] = None
        if data.get("goes_on"):
            asked = data.get("code") or data.get("name") or ""
            data["unit"] = units_by_codes([asked], self.paths).get(fold(asked))
            if data["unit"] is None:
                self.add_error("code", _("Ghi mã của đơn vị đang hoạt động."))
        elif data.get("code") and not data.get("name"):
            self.add_error("name", _("Ghi tên đơn vị mới."))
        return data

    def successor(self) -> Successor | None:
        """Give the successor of a valid row; None for an empty one."""
        data = self.cleaned_data
        if unit := data.get("unit"):
            return Successor(unit.code, unit.name, unit.kind, unit.pk)
        name = " ".join(data.get("name", "").split())
        return Successor(data["code"].strip(), name, data["kind"]) if name else None


SuccessorRows = forms.formset_factory(SuccessorForm, extra=MOST_SUCCESSORS, max_num=MOST_SUCCESSORS)


class SharesForm(forms.Form):
    """Step 2: a share per former unit and successor, and what follows the units."""

    basis = forms.CharField(label=gettext_lazy("Tỷ trọng tính theo"), max_length=60, initial="dân số")
    moves_staff = forms.BooleanField(
        label=gettext_lazy("Chuyển vai trò của cán bộ sang đơn vị kế thừa nhận phần lớn nhất"), required=False
    )
    moves_groups = forms.BooleanField(
        label=gettext_lazy("Đưa đơn vị kế thừa vào các nhóm của đơn vị cũ"), required=False
    )

    def __init__(self, *args: Any, plan: Plan, **options: Any) -> None:
        """Make a field for each part, filled with what the plan has or equal parts."""
        shares = plan.shares or plan.equal_shares()
        start = {"basis": plan.basis, "moves_staff": plan.moves_staff, "moves_groups": plan.moves_groups}
        super().__init__(*args, **(options | {"initial": start}))
        self.plan = plan
        for row, parts in enumerate(shares):
            for column, part in enumerate(parts):
                shown = format(part.normalize(), "f").replace(".", ",")
                self.fields[f"share_{row}_{column}"] = ShareField(
                    label=plan.successors[column].name, initial=shown
                )

    def share_rows(self) -> list[list[forms.BoundField]]:
        """Give the fields of the parts, a row per former unit."""
        columns = range(len(self.plan.successors))
        return [[self[f"share_{row}_{one}"] for one in columns] for row in range(len(self.plan.formers))]

    def shares(self) -> tuple[tuple[Any, ...], ...]:
        """Give the parts that were typed."""
        columns = range(len(self.plan.successors))
        rows = range(len(self.plan.formers))
        return tuple(tuple(self.cleaned_data[f"share_{row}_{one}"] for one in columns) for row in rows)
