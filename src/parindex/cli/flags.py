"""Flags that commands share, and how a command's own function is given them.

A command is a function ``run(desk, ..., read: ReadFlags) -> Report``. Its parameters are its words and flags;
a parameter that is one of the groups below stands for all flags of the group; every command has those of
:class:`GiveFlags`, or of :class:`PlainFlags` where it writes its own kind of file.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import wraps
from typing import Annotated, Any, get_type_hints

import typer

from parindex.language import N_

SHARED = N_("Cờ chung")
READING = N_("Cờ về số liệu")

LangFlag = Annotated[
    str | None,
    typer.Option(
        "--lang",
        metavar="vi|en",
        help=N_("ngôn ngữ; mặc định vi, hoặc đặt biến PARINDEX_LANG"),
        rich_help_panel=SHARED,
    ),
]
DebugFlag = Annotated[
    bool,
    typer.Option("--debug", help=N_("khi chương trình hỏng, in đủ dấu vết"), rich_help_panel=SHARED),
]


@dataclass(frozen=True)
class GiveFlags:
    """How the result is given: every command has these."""

    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="table|json|csv|xlsx|parquet",
            help=N_("kiểu kết quả; mặc định table, hoặc theo đuôi tệp của --out"),
            rich_help_panel=SHARED,
        ),
    ] = None
    out: Annotated[
        str | None,
        typer.Option(
            "--out",
            "-o",
            metavar=N_("TỆP"),
            help=N_("ghi vào tệp; csv và parquet: ghi vào thư mục (tên có / ở cuối) thì mỗi bảng một tệp"),
            rich_help_panel=SHARED,
        ),
    ] = None
    table: Annotated[
        str | None,
        typer.Option(
            "--table",
            metavar=N_("TÊN"),
            help=N_("bảng nào trong kết quả, cho kiểu chỉ chứa một bảng (csv, parquet)"),
            rich_help_panel=SHARED,
        ),
    ] = None
    lang: LangFlag = None
    debug: DebugFlag = False


@dataclass(frozen=True)
class PlainFlags:
    """What is left of these for a command that writes its own kind of file: it has its own ``out``."""

    lang: LangFlag = None
    debug: DebugFlag = False


@dataclass(frozen=True)
class ReadFlags:
    """How a file of values is read and scored."""

    units: Annotated[
        str | None,
        typer.Option(
            "--units",
            metavar=N_("TỆP"),
            help=N_("danh sách đơn vị: mã, tên, nhóm; theo đúng thứ tự in"),
            rich_help_panel=READING,
        ),
    ] = None
    sources: Annotated[
        str | None,
        typer.Option(
            "--sources",
            metavar=N_("NGUỒN,…"),
            help=N_(
                "nguồn số liệu được dùng, nguồn đứng trước được tin trước: "
                "published, council, appraisal2, appraisal1, survey, dossier, self"
            ),
            rich_help_panel=READING,
        ),
    ] = None
    decimal: Annotated[
        str,
        typer.Option(
            "--decimal",
            metavar="auto|comma|point",
            help=N_("dấu thập phân trong tệp; mặc định auto: xem cả cột, không chắc thì hỏi lại"),
            rich_help_panel=READING,
        ),
    ] = "auto"
    sheet: Annotated[
        str | None,
        typer.Option("--sheet", metavar=N_("TRANG"), help=N_("trang của tệp Excel"), rich_help_panel=READING),
    ] = None


EditionWord = Annotated[
    str,
    typer.Argument(
        metavar=N_("BỘ_TIÊU_CHÍ"),
        help=N_("tên (commune-hai-duong@2022), hoặc thư mục có tệp framework.yaml"),
    ),
]
ValuesWord = Annotated[
    str,
    typer.Argument(
        metavar=N_("SỐ_LIỆU"), help=N_("tệp CSV, XLSX hoặc Parquet; mỗi dòng một đơn vị hay một giá trị")
    ),
]
BeforeWord = Annotated[
    str, typer.Argument(metavar=N_("BỘ_TRƯỚC"), help=N_("bộ tiêu chí cũ: tên hoặc thư mục"))
]
AfterWord = Annotated[str, typer.Argument(metavar=N_("BỘ_SAU"), help=N_("bộ tiêu chí mới: tên hoặc thư mục"))]
CrosswalkFlag = Annotated[
    str | None,
    typer.Option("--crosswalk", metavar=N_("TỆP"), help=N_("bảng đối chiếu tiêu chí cũ và mới (YAML)")),
]


def spread(run: Callable[..., Any]) -> Callable[..., None]:
    """Make the function that typer calls: groups of flags laid out, the report given as asked."""
    # Reports are not imported before a command runs: their name in the annotation stands for anything.
    hints = get_type_hints(run, localns={"Report": object}, include_extras=True)
    own = list(inspect.signature(run).parameters.values())[1:]
    groups = {part.name: hints[part.name] for part in own if is_dataclass(hints[part.name])}
    common = PlainFlags if any(part.name == "out" for part in own) else GiveFlags

    @wraps(run)
    def call(ctx: typer.Context, **given: Any) -> None:
        from parindex.cli.desk import serve

        made = {name: _made(group, given) for name, group in groups.items()}
        give = _made(common, given)
        serve(ctx, give if common is GiveFlags else GiveFlags(), lambda desk: run(desk, **given, **made))

    parameters = [*_context(), *_laid_out(own, hints, groups), *_fields_of(common)]
    call.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    call.__annotations__ = {part.name: part.annotation for part in parameters}
    return call


def _made(group: Any, given: dict[str, Any]) -> Any:  # a group of flags
    return group(**{part.name: given.pop(part.name) for part in fields(group)})


def _context() -> Iterator[inspect.Parameter]:
    yield inspect.Parameter("ctx", inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context)


def _laid_out(
    own: list[inspect.Parameter], hints: dict[str, Any], groups: dict[str, Any]
) -> Iterator[inspect.Parameter]:
    for part in own:
        if part.name in groups:
            yield from _fields_of(groups[part.name])
        else:
            yield part.replace(kind=inspect.Parameter.KEYWORD_ONLY, annotation=hints[part.name])


def _fields_of(group: Any) -> Iterator[inspect.Parameter]:
    hints = get_type_hints(group, include_extras=True)
    for part in fields(group):
        yield inspect.Parameter(
            part.name, inspect.Parameter.KEYWORD_ONLY, default=part.default, annotation=hints[part.name]
        )
