"""What the commands about samples share: how a list is read, and shares given in percent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from parindex.cli import problems as say
from parindex.language import N_

if TYPE_CHECKING:
    from parindex.surveys.sampling.frame_files import Ask

_HUNDRED = 100
_LISTED = N_("Cờ về danh sách")


@dataclass(frozen=True)
class FrameFlags:
    """How a list is read."""

    strata: Annotated[
        str | None,
        typer.Option(
            "--strata",
            metavar=N_("CỘT,…"),
            help=N_("cột chia tầng; mặc định cột Tầng, không có thì cột đơn vị, không có nữa thì một tầng"),
            rich_help_panel=_LISTED,
        ),
    ] = None
    column: Annotated[
        list[str] | None,
        typer.Option(
            "--column",
            metavar=N_("VAI=TIÊU_ĐỀ"),
            help=N_(
                "cột nào là gì: element_id, person_id, unit_id, stratum, psu, ssu, size; dùng nhiều lần được"
            ),
            rich_help_panel=_LISTED,
        ),
    ] = None
    decimal: Annotated[
        str,
        typer.Option(
            "--decimal",
            metavar="auto|comma|point",
            help=N_("dấu thập phân trong danh sách; mặc định auto"),
            rich_help_panel=_LISTED,
        ),
    ] = "auto"
    sheet: Annotated[
        str | None,
        typer.Option("--sheet", metavar=N_("TRANG"), help=N_("trang của tệp Excel"), rich_help_panel=_LISTED),
    ] = None

    def ask(self, sort: str | None = None) -> Ask:
        """Give how a file is to be read; raises usage errors."""
        from parindex.surveys.sampling.frame_files import FRAME_ROLES, Ask

        columns = {}
        for text in self.column or []:
            role, _, title = text.partition("=")
            columns[say.choice("--column", role, FRAME_ROLES)] = title
        decimal = say.choice("--decimal", self.decimal, ("auto", "comma", "point"))
        return Ask(columns, names(self.strata), names(sort), decimal, self.sheet)  # type: ignore[arg-type]


def names(text: str | None) -> tuple[str, ...]:
    """Give the names of a flag that takes several, parted by commas."""
    return tuple(name.strip() for name in (text or "").split(",") if name.strip())


def share(flag: str, text: str, least: float = 0, most: float = _HUNDRED) -> float:
    """Read a percentage as a share, with either decimal sign; a usage error outside its bounds."""
    from parindex.surveys.sampling.kinds import NOT_A_SHARE

    number = decimal_of(text)
    if number is None or not least < number <= most:
        raise say.usage_error(NOT_A_SHARE, flag=flag, given=text, least=least, most=most)
    return number / _HUNDRED


def decimal_of(text: str) -> float | None:
    """Read a number with a decimal comma or point; None where it is none."""
    try:
        return float(text.strip().removesuffix("%").strip().replace(",", "."))
    except ValueError:
        return None
