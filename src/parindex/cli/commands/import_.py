"""``parindex import``: the YAML of an edition from the workbook that an official edited."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from parindex.cli.desk import Desk
from parindex.language import N_

HELP = N_(
    "Đọc tệp Excel do parindex export ghi ra và đã được sửa, ghi lại thành thư mục bộ tiêu chí: "
    "framework.yaml và các ca kiểm thử. Mọi lỗi của tệp hiện một lần, mỗi lỗi có trang, dòng, cột; "
    "còn lỗi thì không ghi gì.\n\n"
    "Thư mục đã có framework.yaml thì giữ nguyên, trừ khi thêm --force."
)
EXAMPLES = (
    "parindex import bo-tieu-chi.xlsx --out frameworks/commune-hai-duong/2023",
    "parindex import bo-tieu-chi.xlsx --out frameworks/commune-hai-duong/2023 --force",
)


def run(
    desk: Desk,
    file: Annotated[
        str, typer.Argument(metavar=N_("TỆP.xlsx"), help=N_("tệp Excel do parindex export ghi ra"))
    ],
    out: Annotated[
        str, typer.Option("--out", "-o", metavar=N_("THƯ_MỤC"), help=N_("thư mục bộ tiêu chí sẽ ghi"))
    ],
    force: Annotated[
        bool, typer.Option("--force", help=N_("ghi đè bộ tiêu chí đã có trong thư mục"))
    ] = False,
) -> None:
    """Read a workbook and write the folder of an edition."""
    from parindex.cli.problems import ALREADY_THERE, one
    from parindex.errors import ProblemsFound
    from parindex.frameworks.loading import FILE_NAME
    from parindex.frameworks.workbook.importing import import_workbook
    from parindex.frameworks.writing import write_edition

    folder = Path(out)
    if (folder / FILE_NAME).exists() and not force:
        raise ProblemsFound([one(ALREADY_THERE, file=str(folder / FILE_NAME))])
    desk.step(N_("Đang đọc tệp Excel"))
    imported = import_workbook(file)
    desk.warn((*imported.problems, *imported.losses))
    for written in write_edition(imported.edition, imported.cases, folder):
        desk.written(str(written))
    _say_what_next(desk, folder)


def _say_what_next(desk: Desk, folder: Path) -> None:
    from parindex.errors import Phrase

    desk.say(Phrase(N_("Kiểm tra tiếp: parindex check {folder}"), {"folder": folder}))
