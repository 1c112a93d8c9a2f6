"""``parindex recompute``: the figures of a published run, computed again from its bundle."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from parindex.cli.desk import Desk
from parindex.language import N_

if TYPE_CHECKING:
    from parindex.reports.content import Report

HELP = N_(
    "Tính lại điểm, thứ hạng và diễn giải từ gói kết quả của một lần chấm điểm, rồi đối chiếu từng con số "
    "với số ghi trong gói. Không cần máy chủ, không cần mạng.\n\n"
    "Mã thoát 0 khi mọi con số đều khớp, 1 khi có số khác nhau hoặc gói đã bị sửa."
)
EXAMPLES = (
    "parindex recompute ket-qua.zip",
    "parindex recompute ket-qua.zip --out khac-nhau.csv",
)


def run(
    desk: Desk,
    bundle: Annotated[
        str,
        typer.Argument(metavar=N_("GÓI.zip"), help=N_("gói kết quả, do score --bundle hoặc trang web ghi")),
    ],
) -> Report:
    """Compute a run again and compare."""
    from parindex.reports.bundle import sha256
    from parindex.reports.recomputing import recompute, recompute_report

    desk.step(N_("Đang tính lại"))
    content = Path(bundle).read_bytes()
    done = recompute(Path(bundle))
    desk.warn(done.warnings)
    return recompute_report(done, desk.lang, sha256(content))
