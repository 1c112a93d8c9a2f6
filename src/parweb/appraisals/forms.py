"""Forms of appraisals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parindex.frameworks.outline import OutlineNode
from parindex.frameworks.parts import InputSpec
from parweb.accounts.models import User
from parweb.appraisals.actions.decide_appeal import Ruling
from parweb.appraisals.actions.plan_session import SessionPlan
from parweb.appraisals.decisions import Decision
from parweb.appraisals.models import Appeal, Appraisal
from parweb.appraisals.typed import read_inputs, read_points, typed_number
from parweb.interface.numbers import page_language
from parweb.rounds.forms import EndOfDay
from parweb.rounds.models import Participant

_PREFIX: Final = "in_"
_AS_CHOICES: Final = ("yes_no", "level", "case")
MOMENT: Final = "%H:%M %d/%m/%Y"
_MOMENTS: Final = [MOMENT, "%d/%m/%Y %H:%M", "%d/%m/%Y", "%Y-%m-%dT%H:%M"]


def _area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _decimal_input() -> forms.TextInput:
    return forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})


def _moment_field(label: Any, **options: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(format=MOMENT, attrs={"placeholder": _("HH:MM dd/mm/yyyy")})
    return forms.DateTimeField(label=label, input_formats=_MOMENTS, widget=widget, **options)


def _term_field(label: Any, **options: Any) -> EndOfDay:
    widget = forms.DateTimeInput(format=MOMENT, attrs={"placeholder": _("HH:MM dd/mm/yyyy")})
    return EndOfDay(label=label, input_formats=_MOMENTS, widget=widget, **options)


def input_field(spec: InputSpec) -> forms.Field:
    """Give the field for one input of a leaf: radios where there are choices, else text for a number."""
    lang = page_language()
    label = spec.label.in_(lang)
    if spec.choices and spec.type in _AS_CHOICES:
        choices = [(format(one.value.normalize(), "f"), one.label.in_(lang)) for one in spec.choices]
        widget = forms.RadioSelect if len(choices) <= 5 else forms.Select  # noqa: PLR2004  # radios fit
        return forms.ChoiceField(label=label, choices=choices, required=False, widget=widget)
    return forms.CharField(label=label, required=False, max_length=40, widget=_decimal_input())


class InputsForm(forms.Form):
    """A form with the inputs of a leaf and points set by a person; :meth:`inputs` are read on demand."""

    leaf: OutlineNode

    def add_inputs(self, leaf: OutlineNode, given: Mapping[str, str]) -> None:
        """Add one field per input, filled with what holds now."""
        self.leaf = leaf
        for spec in leaf.node.inputs():
            field = input_field(spec)
            value = given.get(spec.name)
            if value is not None:
                plain = Decimal(value)
                is_choice = isinstance(field, forms.ChoiceField)
                field.initial = format(plain.normalize(), "f") if is_choice else typed_number(plain)
            self.fields[_PREFIX + spec.name] = field

    @property
    def input_fields(self) -> list[forms.BoundField]:
        """The fields of the inputs."""
        return [self[name] for name in self.fields if name.startswith(_PREFIX)]

    def read_inputs(self) -> dict[str, Decimal]:
        """Read the inputs; problems go to their fields."""
        typed = {spec.name: str(self.data.get(_PREFIX + spec.name, "")) for spec in self.leaf.node.inputs()}
        try:
            return read_inputs(self.leaf, typed)
        except ValidationError as found:
            self.put_errors(found)
            return {}

    def read_set_points(self, name: str = "set_points") -> Decimal | None:
        """Read the points; a problem goes to the field."""
        try:
            return read_points(str(self.data.get(name, "")))
        except ValidationError as found:
            self.add_error(name, found)
            return None

    def put_errors(self, found: ValidationError) -> None:
        """Put the errors of an action beside their fields; those without a field on top."""
        if not hasattr(found, "error_dict"):
            self.add_error(None, found)
            return
        for name, errors in found.error_dict.items():
            field = name if name in self.fields else _PREFIX + name
            self.add_error(field if field in self.fields else None, errors)


class DecisionForm(InputsForm):
    """What an appraiser decides about a leaf."""

    decision = forms.ChoiceField(label=_("Kết luận"), widget=forms.RadioSelect)
    set_points = forms.CharField(
        label=_("Điểm ấn định"), required=False, max_length=20, widget=_decimal_input()
    )
    reason = forms.CharField(
        label=_("Lý do"),
        required=False,
        widget=_area(),
        help_text=_("Bắt buộc khi sửa số liệu, ấn định điểm hoặc cho là không áp dụng. Đơn vị đọc được."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self,
        data: Any = None,
        *,
        leaf: OutlineNode,
        kinds: Iterable[str],
        given: Mapping[str, str],
        stored: Appraisal | None,
    ) -> None:
        """Offer the decisions of ``kinds`` over the inputs ``given``; ``stored`` is what was decided."""
        super().__init__(data)
        names = dict(Appraisal.Decision.choices)
        decision = self.fields["decision"]
        assert isinstance(decision, forms.ChoiceField)
        decision.choices = [(kind, names[kind]) for kind in kinds]
        self.add_inputs(leaf, stored.inputs if stored and stored.inputs else given)
        self.fields["revision"].initial = stored.revision if stored else 0
        if stored is not None:
            self.fields["decision"].initial = stored.decision
            self.fields["set_points"].initial = typed_number(stored.set_points)
            self.fields["reason"].initial = stored.reason
        else:
            self.fields["decision"].initial = next(iter(decision.choices))[0]

    def to_decision(self) -> Decision | None:
        """Give the decision; None where something has to be mended first."""
        if not self.is_valid():
            return None
        kind = self.cleaned_data["decision"]
        fills = kind in (Appraisal.Decision.CORRECT, Appraisal.Decision.FILL)
        inputs = self.read_inputs() if fills else {}
        points = self.read_set_points() if kind == Appraisal.Decision.SET else None
        if self.errors:
            return None
        return Decision(kind, inputs, points, self.cleaned_data["reason"])


class AskForm(forms.Form):
    """A request for explanation."""

    question = forms.CharField(label=_("Nội dung cần giải trình"), widget=_area())
    due_at = _term_field(_("Hạn trả lời"), help_text=_("Giờ và ngày, ví dụ 17:00 20/03/2026."))


class AnswerForm(forms.Form):
    """The unit's answer to a request."""

    answer = forms.CharField(label=_("Giải trình của đơn vị"), widget=_area(6))


class ReasonForm(forms.Form):
    """A reason, and nothing else."""

    reason = forms.CharField(label=_("Lý do"), widget=_area(2))


class SessionForm(forms.Form):
    """A session of the council."""

    title = forms.CharField(label=_("Tên phiên họp"), max_length=200)
    held_at = _moment_field(_("Họp lúc"))
    place = forms.CharField(label=_("Địa điểm"), max_length=200, required=False)
    members = forms.ModelMultipleChoiceField(
        label=_("Thành viên"), queryset=User.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    quorum = forms.IntegerField(
        label=_("Số thành viên tối thiểu"),
        min_value=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    chair = forms.ModelChoiceField(label=_("Chủ tọa"), queryset=User.objects.none())
    secretary = forms.ModelChoiceField(label=_("Thư ký"), queryset=User.objects.none())

    def __init__(self, *args: Any, people: Mapping[str, Any], **kwargs: Any) -> None:
        """Offer the people of each role: ``members``, ``chairs``, ``secretaries`` (querysets)."""
        super().__init__(*args, **kwargs)
        for name, key in (("members", "members"), ("chair", "chairs"), ("secretary", "secretaries")):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = people[key]

    def to_plan(self) -> SessionPlan:
        """Give the plan of a valid form."""
        found = self.cleaned_data
        return SessionPlan(
            title=found["title"],
            held_at=found["held_at"],
            quorum=found["quorum"],
            chair=found["chair"],
            secretary=found["secretary"],
            members=tuple(found["members"]),
            place=found["place"],
        )


class UnitsField(forms.ModelMultipleChoiceField[Participant]):
    """Units of a round, called by their names."""

    def label_from_instance(self, obj: Participant) -> str:
        """Give the name of the unit."""
        return obj.unit.name


class ReferForm(forms.Form):
    """A criterion and the units it is referred for."""

    criterion_id = forms.ChoiceField(label=_("Tiêu chí"))
    question = forms.CharField(label=_("Nội dung xin ý kiến"), widget=_area(2))
    participants = UnitsField(
        label=_("Đơn vị"),
        queryset=Participant.objects.none(),
        required=False,
        help_text=_("Không chọn: mọi đơn vị của kỳ."),
    )

    def __init__(self, *args: Any, criteria: list[tuple[str, str]], participants: Any, **kwargs: Any) -> None:
        """Offer the leaves and the units of the round."""
        super().__init__(*args, **kwargs)
        code, units = self.fields["criterion_id"], self.fields["participants"]
        assert isinstance(code, forms.ChoiceField)
        assert isinstance(units, forms.ModelMultipleChoiceField)
        code.choices = criteria
        units.queryset = participants


class VoteForm(forms.Form):
    """One member's vote on one referral."""

    set_points = forms.CharField(label=_("Điểm"), required=False, max_length=20, widget=_decimal_input())
    comment = forms.CharField(label=_("Ý kiến"), required=False, widget=_area(2))


class ChairForm(forms.Form):
    """What the chair decides about a referral."""

    set_points = forms.CharField(label=_("Điểm hội đồng"), max_length=20, widget=_decimal_input())
    reason = forms.CharField(label=_("Lý do"), widget=_area(2))


class MinutesForm(forms.Form):
    """What happened in a session."""

    minutes = forms.CharField(label=_("Diễn biến phiên họp"), required=False, widget=_area(10))


class AppealForm(forms.Form):
    """An appeal as its unit writes it."""

    criterion_id = forms.ChoiceField(label=_("Tiêu chí"))
    claim = forms.CharField(
        label=_("Nội dung kiến nghị"),
        widget=_area(6),
        help_text=_("Nêu căn cứ, số liệu và tài liệu kèm theo."),
    )
    claimed_points = forms.CharField(
        label=_("Điểm đề nghị"), required=False, max_length=20, widget=_decimal_input()
    )

    def __init__(self, *args: Any, criteria: list[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the leaves of the edition."""
        super().__init__(*args, **kwargs)
        field = self.fields["criterion_id"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = criteria


class RulingForm(InputsForm):
    """What is decided about an appeal."""

    state = forms.ChoiceField(
        label=_("Kết luận"),
        widget=forms.RadioSelect,
        choices=[
            (one.value, one.label)
            for one in (Appeal.State.GRANTED, Appeal.State.PARTLY, Appeal.State.REFUSED)
        ],
    )
    basis = forms.ChoiceField(
        label=_("Chấp nhận bằng"),
        widget=forms.RadioSelect,
        required=False,
        choices=[("points", _("Ấn định điểm")), ("inputs", _("Sửa số liệu"))],
        initial="points",
    )
    set_points = forms.CharField(
        label=_("Điểm được chấp nhận"), required=False, max_length=20, widget=_decimal_input()
    )
    reason = forms.CharField(label=_("Lý do"), required=False, widget=_area())

    def __init__(
        self, data: Any = None, *, leaf: OutlineNode, given: Mapping[str, str], claimed: Any
    ) -> None:
        """Offer the inputs that hold and the points that were claimed."""
        super().__init__(data)
        self.add_inputs(leaf, given)
        self.fields["set_points"].initial = typed_number(claimed)

    def to_ruling(self) -> Ruling | None:
        """Give the ruling; None where something has to be mended first."""
        if not self.is_valid():
            return None
        found = self.cleaned_data
        is_granted = found["state"] != Appeal.State.REFUSED
        by_inputs = found["basis"] == "inputs"
        inputs = self.read_inputs() if is_granted and by_inputs else {}
        points = self.read_set_points() if is_granted and not by_inputs else None
        return None if self.errors else Ruling(found["state"], found["reason"], inputs, points)


def local(moment: datetime | None) -> datetime | None:
    """Give a moment in the zone of the site, for the first value of a field."""
    return timezone.localtime(moment) if moment else None
