"""``parindex dossiers import``: files of the one-stop shop into a store of dossiers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from parindex.cli.desk import Desk
from parindex.language import N_

if TYPE_CHECKING:
    from parindex.dossiers.intake.mapping import Mapping
    from parindex.dossiers.store.importing import Report as Imported
    from parindex.reports.content import Report

HELP = N_(
    "Nhập một hay nhiều tệp hồ sơ (CSV, XLSX, Parquet) vào kho. Cột được hiểu theo tên trường quốc gia "
    "hoặc tên tiếng Việt; cột về người nộp không được đọc. Mỗi hồ sơ chỉ tính trạng thái mới nhất: nhập "
    "lại, nhập chồng, nhập khác thứ tự đều cho cùng kết quả.\n\n"
    "Dòng không đọc được ghi vào tệp dòng bị loại, kèm lý do; các dòng khác vẫn vào kho. Tệp hỏng thì "
    "kho giữ nguyên. Bị ngắt giữa chừng thì chạy lại lệnh ấy, việc được làm tiếp."
)
EXAMPLES = (
    "parindex dossiers import kho/ ho-so-09.csv ho-so-10.xlsx",
    "parindex dossiers import kho/ ho-so.csv --draft-mapping mot-cua.yaml",
    "parindex dossiers import kho/ ho-so.csv --mapping mot-cua.yaml --rejects bi-loai.csv",
)


StorePath = Annotated[
    str, typer.Argument(metavar=N_("KHO"), help=N_("thư mục kho hồ sơ; chưa có thì được tạo"))
]
Files = Annotated[list[str], typer.Argument(metavar=N_("TỆP"), help=N_("tệp hồ sơ: CSV, XLSX hoặc Parquet"))]
MappingFile = Annotated[
    str | None,
    typer.Option(
        "--mapping", metavar=N_("TỆP"), help=N_("tệp ánh xạ tên cột và từ riêng của phần mềm (YAML)")
    ),
]
Draft = Annotated[
    str | None,
    typer.Option(
        "--draft-mapping",
        metavar=N_("TỆP.yaml"),
        help=N_("ghi bản nháp tệp ánh xạ của tệp đầu tiên vào tệp này để sửa; chưa nhập gì"),
    ),
]
CalendarFiles = Annotated[
    list[str] | None,
    typer.Option(
        "--calendar",
        metavar=N_("TỆP"),
        help=N_("bảng ngày nghỉ, làm bù thay hoặc thêm (YAML); dùng nhiều lần được"),
    ),
]
Rejects = Annotated[
    str | None,
    typer.Option(
        "--rejects",
        metavar=N_("TỆP.csv"),
        help=N_("ghi dòng bị loại vào tệp này; mặc định trong thư mục kho"),
    ),
]


def run(
    desk: Desk,
    store: StorePath,
    files: Files,
    mapping: MappingFile = None,
    calendar: CalendarFiles = None,
    rejects: Rejects = None,
    draft: Draft = None,
) -> Report | None:
    """Import files into a store."""
    from parindex.cli.files import must_have_folder
    from parindex.dossiers.calendar.clock import WorkingClock
    from parindex.dossiers.calendar.office import OfficeHours
    from parindex.dossiers.calendar.reading import calendar_with
    from parindex.dossiers.intake.mapping import Mapping, load_mapping
    from parindex.dossiers.store.folder import Store
    from parindex.dossiers.store.importing import import_files
    from parindex.reports.dossiers import import_report

    if rejects:
        desk.must_end_in(rejects, ".csv", "--rejects")
        must_have_folder(Path(rejects))
    named = load_mapping(Path(mapping)) if mapping else Mapping()
    if draft:
        _drafted(desk, Path(files[0]), named, draft)
        return None
    clock = WorkingClock(calendar_with(calendar or []), OfficeHours())
    done = import_files(
        Store.open(Path(store)),
        [Path(file) for file in files],
        named,
        clock,
        on_progress=_told(desk),
        rejects=Path(rejects) if rejects else None,
    )
    _say(desk, done)
    return import_report(done, Store.open(Path(store)).rows, desk.lang)


def _drafted(desk: Desk, file: Path, named: Mapping, draft: str) -> None:
    """Write what a mapping of a file would say, for a person to finish."""
    from parindex.cli.files import must_have_folder, replacing
    from parindex.dossiers.intake.drafting import draft_mapping

    desk.must_end_in(draft, ".yaml", "--draft-mapping")
    must_have_folder(Path(draft))
    text = draft_mapping(file, named, desk.lang)
    with replacing(Path(draft)) as target:
        target.write_text(text, encoding="utf-8")
    desk.written(draft)


def _told(desk: Desk) -> Any:  # see Progress of the store
    """Say how far the import is: the file, rows, rejects."""
    from parindex.errors import Phrase
    from parindex.numerals import format_number

    def told(file: str, share: float, rows: int, rejected: int) -> None:
        details = {
            "file": Path(file).name,
            "rows": format_number(rows, None, desk.lang),
            "rejected": format_number(rejected, None, desk.lang),
        }
        said = Phrase(N_("Đang nhập {file}: {rows} dòng, {rejected} bị loại"), details)
        desk.step(said.in_(desk.lang), int(share * 1000), 1000)

    return told


def _say(desk: Desk, done: Imported) -> None:
    from parindex.errors import Phrase

    if done.is_resumed:
        desk.say(Phrase(N_("Đã làm tiếp lần nhập bị ngắt.")))
    if done.rejects is not None:
        desk.written(str(done.rejects))
