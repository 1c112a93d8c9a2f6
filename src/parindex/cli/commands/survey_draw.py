"""``parindex survey draw``: a sample from a list, its record, the check of a record, lists to interview."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from parindex.cli.desk import Desk
from parindex.cli.draw_flags import DrawFlags
from parindex.cli.frame_flags import FrameFlags
from parindex.language import N_

if TYPE_CHECKING:
    from parindex.reports.content import Report
    from parindex.surveys.sampling.drawn import Drawn
    from parindex.surveys.sampling.protocol import Record

HELP = N_(
    "Chọn mẫu từ một danh sách (hồ sơ, hộ, thôn, đơn vị): ngẫu nhiên đơn giản, phân tầng, hệ thống, theo quy "
    "mô, nhiều cấp; mỗi người một lần; kèm danh sách dự phòng, xác suất và trọng số.\n\n"
    "Số gieo và mã băm của danh sách quyết định mẫu: ai có danh sách và biên bản (--record) đều chọn lại "
    "được đúng mẫu ấy (--verify), không phụ thuộc thứ tự dòng hay kiểu tệp. Mẫu khác biên bản thì mã thoát "
    "là 1."
)
EXAMPLES = (
    "parindex survey draw ho-so.csv --seed 20261122 --size 400 --out mau.csv --record bien-ban.json",
    "parindex survey draw ho.xlsx --seed 7 --size 600 --per-cluster 10 --reserve 20 --out mau.xlsx",
    "parindex survey draw ho-so.csv --verify bien-ban.json --against mau.csv",
    "parindex survey draw ho.xlsx --seed 7 --plan phuong-an.yaml --interviewers 12 --lists danh-sach/",
)


@dataclass(frozen=True)
class KeepFlags:
    """What is kept of a draw beside its sample."""

    record: Annotated[
        str | None, typer.Option("--record", metavar=N_("TỆP.json"), help=N_("ghi biên bản chọn mẫu"))
    ] = None
    about: Annotated[
        list[str] | None,
        typer.Option(
            "--about",
            metavar=N_("TÊN=NỘI_DUNG"),
            help=N_("ghi thêm vào biên bản: cuộc điều tra, ngày, người chọn"),
        ),
    ] = None
    interviewers: Annotated[
        str | None,
        typer.Option(
            "--interviewers",
            metavar=N_("SỐ|TỆP"),
            help=N_("số điều tra viên, hoặc tệp mỗi dòng một tên; cụm được chia đều, mỗi cụm một người"),
        ),
    ] = None
    lists: Annotated[
        str | None,
        typer.Option(
            "--lists",
            metavar=N_("THƯ_MỤC"),
            help=N_("ghi danh sách phỏng vấn: một tệp CSV, mỗi người một tệp PDF"),
        ),
    ] = None

    def must_be_possible(self, desk: Desk) -> None:
        """Refuse, before any work, a record that could not be written."""
        from parindex.cli.files import must_have_folder

        if self.record:
            desk.must_end_in(self.record, ".json", "--record")
            must_have_folder(Path(self.record))


def run(
    desk: Desk,
    frame: Annotated[
        str, typer.Argument(metavar=N_("DANH_SÁCH"), help=N_("danh sách để chọn mẫu (CSV, XLSX, Parquet)"))
    ],
    asked: DrawFlags,
    read: FrameFlags,
    keep: KeepFlags,
    verify: Annotated[
        str | None,
        typer.Option("--verify", metavar=N_("BIÊN_BẢN"), help=N_("chọn lại theo biên bản này và đối chiếu")),
    ] = None,
    against: Annotated[
        str | None,
        typer.Option("--against", metavar=N_("MẪU"), help=N_("khi --verify: đối chiếu cả danh sách mẫu này")),
    ] = None,
) -> Report:
    """Draw, or check a draw."""
    if verify is not None:
        return _verified(desk, frame, read, verify, against)
    return _drawn(desk, frame, asked, read, keep)


def _drawn(desk: Desk, frame: str, asked: DrawFlags, read: FrameFlags, keep: KeepFlags) -> Report:
    """Draw, and keep what is to be kept."""
    from parindex.cli.files import replacing
    from parindex.reports.survey_sampling import draw_report
    from parindex.surveys.sampling.frame_files import read_frame
    from parindex.surveys.sampling.protocol import record_of
    from parindex.surveys.sampling.selection import draw

    keep.must_be_possible(desk)
    seed, ask = asked.seed_given(), read.ask(asked.sort)
    names = _interviewers(keep.interviewers)
    desk.step(N_("Đang đọc danh sách"))
    listed = read_frame(frame, ask)
    plan = asked.plan_for(listed)
    desk.step(N_("Đang chọn mẫu"))
    drawn = draw(listed, plan, seed)
    desk.warn(drawn.problems)
    reading = {"strata": list(ask.strata), "columns": dict(ask.columns), "decimal": ask.decimal}
    record = record_of(drawn, _pairs(keep.about), reading)
    if keep.record:
        with replacing(Path(keep.record)) as target:
            target.write_text(record.as_json(), encoding="utf-8")
        desk.written(keep.record)
    if keep.lists:
        _write_lists(desk, drawn, record, names or ["1"], Path(keep.lists))
    return draw_report(drawn, record, desk.lang)


def _verified(desk: Desk, frame: str, read: FrameFlags, verify: str, against: str | None) -> Report:
    """Repeat a draw; the list is read as the record says, unless the line says otherwise."""
    from dataclasses import replace

    from parindex.reports.survey_sampling import verification_report
    from parindex.surveys.sampling.frame_files import Ask, read_frame, read_sample
    from parindex.surveys.sampling.protocol import read_record, verify_draw

    record = read_record(Path(verify).read_text(encoding="utf-8-sig"), verify)
    said: Any = record.reading
    ask = read.ask(",".join(record.plan.sort))
    if ask == Ask(sort=ask.sort, sheet=ask.sheet):
        ask = replace(
            ask,
            strata=tuple(said.get("strata", ())),
            columns=said.get("columns", {}),
            decimal=said.get("decimal", "auto"),
        )
    desk.step(N_("Đang chọn lại"))
    sample = read_sample(against) if against else None
    return verification_report(verify_draw(record, read_frame(frame, ask), sample), record, desk.lang)


def _pairs(texts: list[str] | None) -> dict[str, str]:
    return {name.strip(): rest.strip() for name, _, rest in (text.partition("=") for text in texts or [])}


def _interviewers(given: str | None) -> list[str]:
    """Give the names: numbers where only their count is said, else the lines of a file."""
    from parindex.errors import Place, Problem, ProblemsFound
    from parindex.surveys.sampling.kinds import NO_INTERVIEWERS

    if given is None:
        return []
    if given.isdigit():
        width = len(given)
        names = [str(number).zfill(width) for number in range(1, int(given) + 1)]
    else:
        lines = Path(given).read_text(encoding="utf-8-sig").splitlines()
        names = list(dict.fromkeys(line.strip() for line in lines if line.strip()))
    if not names:
        raise ProblemsFound([Problem(NO_INTERVIEWERS, Place(), {"given": given})])
    return names


def _write_lists(desk: Desk, drawn: Drawn, record: Record, names: list[str], folder: Path) -> None:
    """Write the list of all as CSV, and one PDF for each interviewer who has somebody."""
    import polars as pl

    from parindex.reports.survey_sampling import list_heading
    from parindex.surveys.sampling.list_pdf import Heading, list_pdf
    from parindex.surveys.sampling.lists import assigned, list_csv

    shared = assigned(drawn.sample, names, drawn.frame.contacts)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "danh-sach.csv").write_text(list_csv(shared, desk.lang), encoding="utf-8", newline="")
    width = len(str(len(names)))
    for number, name in enumerate(names, 1):
        desk.step(N_("Đang ghi danh sách phỏng vấn"), number, len(names))
        own = shared.filter(pl.col("interviewer") == name)
        if own.height:
            pdf = list_pdf(own, Heading(*list_heading(record, name, desk.lang)), desk.lang)
            (folder / f"dieu-tra-vien-{number:0{width}d}.pdf").write_bytes(pdf)
    desk.written(str(folder))
