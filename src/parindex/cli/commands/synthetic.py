"""``parindex synthetic``: values that nobody reported, for training and for measuring."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from parindex.cli.desk import Desk
from parindex.cli.flags import EditionWord
from parindex.language import N_

if TYPE_CHECKING:
    from parindex.reports.content import Report

HELP = N_(
    "Tạo số liệu tổng hợp cho mọi tiêu chí của một bộ, để tập huấn và đo tốc độ. Cùng --seed thì cùng "
    "số liệu. Tên đơn vị ghi (minh họa); không được công bố như số liệu thật.\n\n"
    "Ghi ra thư mục thì có hai tệp: values (số liệu) và units (danh sách đơn vị)."
)
_MOST = 100_000
"""Thirty times all communes of the country; a slip of the finger must not fill the memory."""
EXAMPLES = (
    "parindex synthetic commune-model@2025 --count 3321 --out mau/",
    "parindex score commune-model@2025 mau/values.csv --units mau/units.csv --out ket-qua.xlsx",
)


def run(
    desk: Desk,
    edition: EditionWord,
    count: Annotated[int, typer.Option("--count", metavar=N_("SỐ"), help=N_("số đơn vị; mặc định 20"))] = 20,
    leagues: Annotated[
        int, typer.Option("--leagues", metavar=N_("SỐ"), help=N_("số nhóm xếp hạng; mặc định 1"))
    ] = 1,
    seed: Annotated[int, typer.Option("--seed", metavar=N_("SỐ"), help=N_("hạt giống; mặc định 1"))] = 1,
) -> Report:
    """Make a league of synthetic units with all their values."""
    import numpy as np

    from parindex.cli.problems import NO_CHOICE, usage_error
    from parindex.frameworks.registry import find
    from parindex.numerals import format_number
    from parindex.reports.synthetic import synthetic_report
    from parindex.synthetic import synthetic_units, synthetic_values

    for flag, number in (("--count", count), ("--leagues", leagues)):
        if not 1 <= number <= _MOST:
            known = f"1, 2, 3, …, {format_number(_MOST, None, desk.lang)}"
            raise usage_error(NO_CHOICE, flag=flag, given=number, known=known)
    if seed < 0:
        raise usage_error(NO_CHOICE, flag="--seed", given=seed, known="0, 1, 2, …")
    loaded = find(edition)
    desk.step(N_("Đang tạo số liệu"))
    units = synthetic_units(count, leagues, desk.lang)
    values = synthetic_values(loaded.edition, units, np.random.default_rng(seed))
    return synthetic_report(loaded.edition, units, values, seed, desk.lang)
