"""Take new texts of the site into each app's English catalogue, and compile it. Run by ``make messages``."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

SITE = Path(__file__).resolve().parents[1] / "src" / "parweb"
METHODS = [("**.py", "python"), ("**/templates/**.html", "parweb.interface.messages:extract_template")]
KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def catalogue_of(app: Path) -> Path:
    """Give the place of an app's English catalogue."""
    return app / "locale" / "en" / "LC_MESSAGES" / "django.po"


def texts_of(app: Path) -> Iterator[tuple[object, str | None]]:
    """Give the texts of an app with their contexts."""
    for _, _, text, _, context in extract_from_dir(app, method_map=METHODS, keywords=KEYWORDS):
        yield text, context


def updated(app: Path) -> Catalog:
    """Give the app's catalogue with its present texts: known English kept, new texts empty, old ones gone."""
    file = catalogue_of(app)
    known = Catalog(locale="en")
    if file.exists():
        with file.open("rb") as source:
            known = read_po(source, locale="en")
    fresh = Catalog(locale="en", project="parindex", charset="utf-8", fuzzy=False)
    fresh.creation_date, fresh.revision_date = known.creation_date, known.revision_date
    for text, context in texts_of(app):
        old = known.get(text if isinstance(text, str) else text[0], context)
        fresh.add(text, old.string if old else None, context=context)
    return fresh


def main() -> None:
    """Update every app."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "parweb.settings")
    for app in sorted(path.parent for path in SITE.glob("*/apps.py")):
        catalogue = updated(app)
        if not len(catalogue):
            continue
        file = catalogue_of(app)
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("wb") as target:
            write_po(target, catalogue, width=0, sort_output=True, omit_header=False)
        with file.with_suffix(".mo").open("wb") as target:
            write_mo(target, catalogue)
        empty = [one.id for one in catalogue if one.id and not one.string]
        print(f"{app.name}: {len(catalogue)} texts, {len(empty)} without English")  # noqa: T201


if __name__ == "__main__":
    main()
