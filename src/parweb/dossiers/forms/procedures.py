"""Forms about the catalogue of procedures."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from parweb.units.forms.fields import UnitField, WorkbookForm


class CatalogueForm(WorkbookForm):
    """A workbook of procedures, and whose catalogue it is."""

    owner = UnitField(
        label=gettext_lazy("Danh mục của đơn vị"),
        help_text=gettext_lazy("Mã hoặc tên đầy đủ; thường là tỉnh."),
    )
    field_order = ("owner", "file")

    def __init__(self, *args: Any, paths: tuple[str, ...], **options: Any) -> None:
        """Take the tops below which the owner may lie."""
        super().__init__(*args, **options)
        self.fields["owner"].paths = paths  # type: ignore[attr-defined]  # a UnitField
