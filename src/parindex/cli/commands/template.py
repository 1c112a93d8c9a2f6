"""``parindex template``: workbooks in which units fill in their values."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from parindex.cli.desk import Desk
from parindex.cli.flags import EditionWord
from parindex.language import N_

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import polars as pl

    from parindex.frameworks.model import Edition

HELP = N_(
    "Ghi tệp Excel để điền số liệu của một kỳ: mỗi dòng một đơn vị, mỗi cột một ô nhập, có danh sách "
    "chọn và kiểm tra ngay khi gõ. Điền xong, dùng thẳng với parindex score.\n\n"
    "Thêm --each để mỗi đơn vị có một tệp riêng, theo cây tiêu chí, có chỗ ghi tài liệu kiểm chứng và "
    "giải trình. Biểu nhập đã có thì giữ nguyên, trừ khi thêm --force."
)
EXAMPLES = (
    "parindex template commune-model@2025 --units xa.csv --out bieu-nhap.xlsx",
    "parindex template commune-model@2025 --units xa.csv --out bieu-nhap/ --each",
)


def run(
    desk: Desk,
    edition: EditionWord,
    units: Annotated[
        str, typer.Option("--units", metavar=N_("TỆP"), help=N_("danh sách đơn vị: mã, tên, theo thứ tự in"))
    ],
    out: Annotated[
        str, typer.Option("--out", "-o", metavar=N_("TỆP.xlsx"), help=N_("tệp sẽ ghi; với --each là thư mục"))
    ],
    each: Annotated[bool, typer.Option("--each", help=N_("mỗi đơn vị một tệp"))] = False,
    force: Annotated[bool, typer.Option("--force", help=N_("ghi đè biểu nhập đã có"))] = False,
) -> None:
    """Write the form of all units, or one for each."""
    from parindex.frameworks.registry import find
    from parindex.reading.units import read_units

    if not each:
        desk.must_end_in(out, ".xlsx")
    loaded = find(edition)
    listed = read_units(Path(units))
    files = [Path(out) / file for *_, file in _files(listed)] if each else [Path(out)]
    if not force:
        _must_be_new(files)
    if each:
        _write_each(desk, loaded.edition, listed, Path(out))
    else:
        _write_one(desk, loaded.edition, listed, out)


def _must_be_new(files: Sequence[Path]) -> None:
    """Refuse to write over forms: somebody may have filled them in."""
    from parindex.cli.problems import FORM_THERE, one
    from parindex.errors import raise_if_any

    raise_if_any(one(FORM_THERE, file=str(file)) for file in files if file.is_file())


def _write_one(desk: Desk, edition: Edition, units: pl.DataFrame, out: str) -> None:
    from parindex.cli.files import replacing
    from parindex.frameworks.workbook.template import template_workbook

    desk.step(N_("Đang ghi tệp Excel"))
    with replacing(Path(out)) as target:
        template_workbook(edition, units, target, desk.lang)
    desk.written(out)


def _write_each(desk: Desk, edition: Edition, units: pl.DataFrame, folder: Path) -> None:
    from parindex.cli.files import replacing
    from parindex.errors import Phrase
    from parindex.frameworks.workbook.unit_template import unit_workbook

    folder.mkdir(parents=True, exist_ok=True)
    for number, (unit, name, file) in enumerate(_files(units)):
        desk.step(N_("Đang ghi tệp Excel"), number, units.height)
        with replacing(folder / file) as target:
            unit_workbook(edition, unit, name, target, desk.lang)
    details = {"count": units.height, "folder": folder}
    desk.say(Phrase(N_("Đã ghi {count} tệp vào {folder}"), details))


def _files(units: pl.DataFrame) -> Iterator[tuple[str, str, str]]:
    """Name the file of each unit by its code; signs that a file name cannot have become a dash."""
    for unit, name in units.select("unit_id", "name").iter_rows():
        yield unit, name, re.sub(r'[\\/:*?"<>|\x00-\x1f]', "-", unit) + ".xlsx"
