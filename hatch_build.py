"""Build hook: compiles the message catalogues and puts editions and calendars into the wheel."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

EDITIONS = "frameworks"
EDITIONS_IN_WHEEL = "parindex/editions"
CALENDARS = "calendars"
CALENDARS_IN_WHEEL = "parindex/calendars"
FORMS = "questionnaires"
FORMS_IN_WHEEL = "parindex/questionnaires"
UNITS = "data/units"
UNITS_IN_WHEEL = "parweb/units/register"
DATA = {
    EDITIONS: EDITIONS_IN_WHEEL,
    CALENDARS: CALENDARS_IN_WHEEL,
    FORMS: FORMS_IN_WHEEL,
    UNITS: UNITS_IN_WHEEL,
}


class CustomBuildHook(BuildHookInterface[Any]):
    """Runs for wheels and for editable installs."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile `*.po`; a wheel (not an editable install) also carries the data."""
        root = Path(self.root)
        for catalogue in sorted(root.glob("src/**/locale/*/LC_MESSAGES/*.po")):
            compile_catalogue(catalogue)
        if self.target_name != "wheel":
            return
        build_data["artifacts"].append("src/**/locale/**/*.mo")
        for source, target in DATA.items() if version == "standard" else ():
            if (root / source).is_dir():
                build_data["force_include"][source] = target


def compile_catalogue(catalogue: Path) -> None:
    """Write `<name>.mo` beside `<name>.po`."""
    locale = catalogue.parent.parent.name
    with catalogue.open("rb") as source:
        messages = read_po(source, locale=locale)
    with catalogue.with_suffix(".mo").open("wb") as target:
        write_mo(target, messages)
