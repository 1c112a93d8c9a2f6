"""``parindex export``: an edition as a workbook that an official can edit."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from parindex.cli.desk import Desk
from parindex.cli.flags import EditionWord
from parindex.language import N_

HELP = N_(
    "Chuyển một bộ tiêu chí sang Excel: trang cây tiêu chí, trang quy định, trang ca kiểm thử và "
    "trang hướng dẫn. Mã tiêu chí bị khóa; ô có lựa chọn thì chọn trong danh sách. Những gì Excel "
    "không mang theo được thì nêu rõ.\n\n"
    "Sửa xong, đọc lại bằng parindex import."
)
EXAMPLES = ("parindex export commune-hai-duong@2022 --out bo-tieu-chi.xlsx",)


def run(
    desk: Desk,
    edition: EditionWord,
    out: Annotated[str, typer.Option("--out", "-o", metavar=N_("TỆP.xlsx"), help=N_("tệp Excel sẽ ghi"))],
) -> None:
    """Write the workbook of an edition."""
    from parindex.cli.files import replacing
    from parindex.frameworks.cases import load_cases
    from parindex.frameworks.registry import find
    from parindex.frameworks.workbook.exporting import export_workbook

    desk.must_end_in(out, ".xlsx")
    loaded = find(edition)
    files = load_cases(loaded.folder)
    sources = [Path(loaded.document.file), *(Path(file.document.file) for file in files)]
    cases = [case for file in files for case in file.cases]
    desk.step(N_("Đang ghi tệp Excel"))
    with replacing(Path(out)) as target:
        losses = export_workbook(loaded.edition, cases, target, desk.lang, sources)
    desk.warn(losses)
    desk.written(out)
