"""How one field of a form is drawn: which ids, which words, tied together for readers of the screen."""

from __future__ import annotations

from dataclasses import dataclass

from django.forms import BaseForm, BoundField, CheckboxInput
from django.utils.safestring import SafeString


@dataclass(frozen=True)
class FieldLook:
    """What the template of a field shows. ``help_id`` and ``error_id`` are empty where there is none."""

    bound: BoundField
    rule: str
    help_id: str
    error_id: str
    widget: SafeString | str
    is_group: bool
    is_tick: bool

    @property
    def group_id(self) -> str:
        """Give the id of the box around choices; Django gives the field's own to the list in it."""
        return group_id(self.bound)

    @property
    def described_by(self) -> str:
        """Give the ids of help and errors, as ``aria-describedby`` wants them."""
        return " ".join(one for one in (self.help_id, self.error_id) if one)


def group_id(bound: BoundField) -> str:
    """Give the id of the box around a group of choices, with its legend and its errors."""
    return f"{bound.auto_id}-group"


def look_of(bound: BoundField, rule: str = "") -> FieldLook:
    """Prepare a field: the rule and the help text under the label, errors beside, all tied by ids."""
    name = bound.id_for_label or bound.auto_id or bound.html_name
    help_id = f"{name}-help" if bound.help_text or rule else ""
    error_id = f"{name}-errors" if bound.errors else ""
    widget = bound.field.widget
    is_group = bool(widget.use_fieldset)
    described = " ".join(one for one in (help_id, error_id) if one)
    attrs: dict[str, str | bool] = {"aria-describedby": described} if described and not is_group else {}
    drawn = bound.as_widget(attrs=attrs)
    return FieldLook(bound, rule, help_id, error_id, drawn, is_group, isinstance(widget, CheckboxInput))


def wrong_fields(form: BaseForm) -> list[tuple[str, str, str]]:
    """List the errors of a form: id to link to (empty for the whole form), label, message."""
    found = [("", "", str(message)) for message in form.non_field_errors()]
    for bound in form.visible_fields():
        is_group = bool(bound.auto_id) and bound.field.widget.use_fieldset
        target = group_id(bound) if is_group else bound.id_for_label or bound.auto_id or ""
        found += [(target, str(bound.label), str(message)) for message in bound.errors]
    hidden = (message for bound in form.hidden_fields() for message in bound.errors)
    return found + [("", "", str(message)) for message in hidden]
