"""The form of one leaf: from which campaign and which of its figures it is filled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parindex.frameworks.outline import OutlineNode
from parweb.surveys.feeding import offered_for
from parweb.surveys.models import Campaign

_BETWEEN: Final = "|"


class FigureForm(forms.Form):
    """A figure of a campaign; none: the leaf is not filled from a survey of the site."""

    figure = forms.ChoiceField(label=gettext_lazy("Kết quả điều tra"), required=False)

    def __init__(
        self, data: Any, *, leaf: OutlineNode, campaigns: Sequence[Campaign], **options: Any
    ) -> None:
        """Offer what the leaf can take of each campaign."""
        super().__init__(data, prefix=leaf.code.replace(".", "-"), **options)
        self.leaf = leaf
        self.by_id = {str(one.pk): one for one in campaigns}
        field = self.fields["figure"]
        field.label = f"{leaf.code}: {field.label}"
        found = [(one, offered_for(leaf, one)) for one in campaigns]
        groups = [
            (one.shown_title, [(key_of(one, code), name) for code, name in offered])
            for one, offered in found
            if offered
        ]
        field.choices = [("", _("Không lấy từ đợt điều tra")), *groups]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> tuple[Campaign, str] | None:
        """The campaign and its figure, as the form was filled in; None where there is none."""
        campaign, _sign, figure = self.cleaned_data["figure"].partition(_BETWEEN)
        return (self.by_id[campaign], figure) if figure else None


def key_of(campaign: Campaign, figure: str) -> str:
    """Give how a figure of a campaign is called in the form."""
    return f"{campaign.pk}{_BETWEEN}{figure}"
