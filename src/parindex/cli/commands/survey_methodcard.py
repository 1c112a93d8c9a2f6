"""``parindex survey methodcard``: what has to stand beside every figure of a survey, or what of it lacks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from parindex.cli.desk import Desk
from parindex.cli.problems import near_names
from parindex.errors import Phrase, Place, Problem, ProblemsFound, kind, raise_if_any
from parindex.language import N_

if TYPE_CHECKING:
    from parindex.reports.content import Report
    from parindex.surveys.methodcard import MethodCard

NOT_FIELDS = kind(
    "CL748",
    N_("tệp không đọc được thành các mục của phiếu phương pháp"),
    N_("ghi mỗi dòng một mục dạng tên: nội dung (YAML), hoặc một đối tượng JSON; bảng mã UTF-8"),
)
NO_FIELD = kind("CL749", N_("phiếu phương pháp không có mục “{given}”"), N_("sửa tên mục; {near}"))
BAD_FIELD = kind("CL750", N_("mục {name} không hiểu được: “{given}”"), N_("ghi {wanted}"))
NOT_A_RECORD = kind(
    "CL751",
    N_("tệp không phải biên bản của một bước điều tra"),
    N_("dùng tệp --record của survey draw, check, weight hoặc estimate"),
)
HELP = N_(
    "Lập phiếu phương pháp của một cuộc điều tra từ các mục đã biết (tệp YAML hoặc JSON) và biên bản các "
    "bước: survey draw, check, weight, estimate với --record.\n\n"
    "Thiếu mục nào thì không lập: mọi mục thiếu được nêu cùng lúc, mã thoát là 1. Mục ghi trong tệp thay "
    "cho mục của biên bản."
)
EXAMPLES = (
    "parindex survey methodcard muc.yaml --from bien-ban.json --from trong-so.json --from uoc-luong.json",
    "parindex survey methodcard muc.yaml --out phieu-phuong-phap.xlsx",
)
_DAYS = N_("ngày dạng 2026-09-01")
_COUNT = N_("một số nguyên")
_NUMBER = N_("một số, dấu thập phân là dấu chấm")
_LIST = N_("một danh sách")
_TEXT = N_("một dòng chữ")
_WANTED = {
    **dict.fromkeys(("first_day", "last_day"), _DAYS),
    **dict.fromkeys(("frame_rows", "seed", "sent", "out_of_scope", "valid"), _COUNT),
    **dict.fromkeys(("confidence", "margin", "design_effect"), _NUMBER),
    **dict.fromkeys(("modes", "weighting"), _LIST),
}


def run(
    desk: Desk,
    known: Annotated[
        str | None,
        typer.Argument(
            metavar=N_("MỤC"), help=N_("tệp YAML hoặc JSON ghi các mục đã biết, như title, population")
        ),
    ] = None,
    records: Annotated[
        list[str] | None,
        typer.Option(
            "--from",
            metavar=N_("BIÊN_BẢN"),
            help=N_("biên bản của một bước; dùng nhiều lần được, biên bản sau thay biên bản trước"),
        ),
    ] = None,
) -> Report:
    """Make the card."""
    from parindex.reports.survey_card import card_report

    told: dict[str, Any] = {}
    for path in records or []:
        told |= _of_record(path)
    if known is not None:
        told |= _fields_of(known)
    return card_report(_card(told, known), desk.lang)


def _of_record(path: str) -> dict[str, Any]:
    """Give what the record of a step knows of a card."""
    data = _read(path, NOT_A_RECORD)
    own = data.get("method_card")
    if isinstance(own, dict):
        return own
    frame = data.get("frame")
    if not isinstance(frame, dict) or "seed" not in data:
        raise ProblemsFound([Problem(NOT_A_RECORD, Place(file=path))])
    return {"seed": data["seed"], "frame_rows": frame.get("elements"), "frame_hash": frame.get("hash", "")}


def _fields_of(path: str) -> dict[str, Any]:
    """Read fields that people wrote; refuse names that no card has."""
    from parindex.surveys.methodcard import MethodCard

    data = _read(path, NOT_FIELDS)
    names = [one.name for one in fields(MethodCard)]
    strange = [str(name) for name in data if name not in names]
    shown = {name: name for name in names}
    raise_if_any(
        Problem(NO_FIELD, Place(file=path), {"given": one, "near": near_names(one, names, shown)})
        for one in strange
    )
    return {name: value for name, value in data.items() if value is not None}


def _read(path: str, wrong: Any) -> Mapping[str, Any]:
    """Read a YAML or JSON object."""
    import yaml

    text = Path(path).read_bytes()
    try:
        data = json.loads(text) if path.lower().endswith(".json") else yaml.safe_load(text)
    except (ValueError, yaml.YAMLError):
        raise ProblemsFound([Problem(wrong, Place(file=path))]) from None
    if not isinstance(data, dict):
        raise ProblemsFound([Problem(wrong, Place(file=path))])
    return data


def _card(told: Mapping[str, Any], path: str | None) -> MethodCard:
    """Make the card; refuse every field that cannot be understood, all at once."""
    from parindex.surveys.methodcard import MethodCard

    made: dict[str, Any] = {}
    problems = []
    for name, value in told.items():
        try:
            made[name] = _plain(name, value)
            MethodCard.from_dict({name: made[name]})
        except (ValueError, ArithmeticError, TypeError):
            details = {"name": name, "given": str(value), "wanted": Phrase(_WANTED.get(name, _TEXT))}
            problems.append(Problem(BAD_FIELD, Place(file=path), details))
    raise_if_any(problems)
    return MethodCard.from_dict(made)


def _plain(name: str, value: Any) -> Any:
    """Give a value as a card's plain data has it; raises ValueError for another kind."""
    wanted = _WANTED.get(name)
    if wanted is None or wanted in (_DAYS, _NUMBER):
        if isinstance(value, dict | list | bool):
            raise ValueError(name)
        return str(value)
    if wanted is _COUNT:
        if isinstance(value, bool) or not isinstance(value, int):
            raise ValueError(name)
        return value
    given = [value] if isinstance(value, str) else value
    if not isinstance(given, list):
        raise TypeError(name)
    return [str(one) for one in given]
