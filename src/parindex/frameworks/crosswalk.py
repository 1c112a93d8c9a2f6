"""The crosswalk (bảng đối chiếu): which criterion of the old edition is which of the new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path as FilePath
from typing import Annotated

from pydantic import Field, ValidationError

from parindex.errors import Problem, ProblemsFound, kind, raise_if_any
from parindex.frameworks.loading import form_problems, read_text
from parindex.frameworks.model import Edition
from parindex.frameworks.parts import Code, Part, Share, Words
from parindex.frameworks.yaml_lines import Document, Path, parse
from parindex.language import N_

UNKNOWN = kind(
    "FW221",
    N_("bảng đối chiếu nói đến tiêu chí “{given}”, bộ tiêu chí {ref} không có mã này"),
    N_("sửa mã theo bộ tiêu chí {ref}"),
)
EMPTY = kind(
    "FW222",
    N_("dòng đối chiếu thứ {number} không có cả mã cũ (from) lẫn mã mới (to)"),
    N_("ghi ít nhất một mã: chỉ from là tiêu chí đã bỏ, chỉ to là tiêu chí mới"),
)
SHARES = kind(
    "FW223",
    N_("các phần (share) của tiêu chí cũ {code} cộng lại là {sum}, lớn hơn 1"),
    N_("sửa share để cộng lại không quá 1; tiêu chí cũ không thể có mặt nhiều hơn một lần trọn vẹn"),
)
TWICE = kind(
    "FW224",
    N_("đối chiếu {code_before} → {code_after} được ghi hai lần"),
    N_("giữ một dòng, xóa dòng kia"),
)
OTHER_EDITIONS = kind(
    "FW225",
    N_("bảng đối chiếu lập cho {given}, không phải cho {expected}"),
    N_("sửa {key}, hoặc dùng bảng đối chiếu của hai bộ tiêu chí đang so sánh"),
)
BOTH_WAYS = kind(
    "FW226",
    N_("tiêu chí {code} vừa được đối chiếu vừa được ghi là đã bỏ hoặc mới"),
    N_("giữ một trong hai: dòng đối chiếu, hoặc dòng chỉ có một mã"),
)


class Link(Part):
    """One line: an old criterion and the new one it went into; alone, it was dropped or is new."""

    from_: Code | None = Field(None, alias="from")
    to: Code | None = None
    share: Share = Decimal(1)
    """The part of the old criterion that is in the new one."""
    note: Words | None = None


class Crosswalk(Part):
    """The lines between two editions. Codes that it does not name are matched by being equal."""

    before: str
    after: str
    note: Words | None = None
    links: Annotated[tuple[Link, ...], Field(min_length=1)]


def load_crosswalk(path: FilePath | str, before: Edition, after: Edition) -> Crosswalk:
    """Read a crosswalk file for two editions; raise :class:`ProblemsFound` with all its problems."""
    return read_crosswalk(read_text(FilePath(path)), str(path), before, after)


def read_crosswalk(text: str, name: str, before: Edition, after: Edition) -> Crosswalk:
    """Read a crosswalk from its text; problems name the file ``name``. Raises :class:`ProblemsFound`."""
    document = parse(text, name)
    try:
        crosswalk = Crosswalk.model_validate(document.data or {})
    except ValidationError as error:
        raise ProblemsFound(form_problems(error, document)) from None
    found = sorted(_problems(crosswalk, document, before, after), key=lambda problem: problem.place.line or 0)
    raise_if_any(found)
    return crosswalk


def _problems(crosswalk: Crosswalk, document: Document, before: Edition, after: Edition) -> Iterator[Problem]:
    for key, edition in (("before", before), ("after", after)):
        given = str(getattr(crosswalk, key))
        if given != edition.ref:
            details = {"given": given, "expected": edition.ref, "key": key}
            yield Problem(OTHER_EDITIONS, document.place((key,)), details)
    yield from _unknown(crosswalk, document, before, after)
    yield from _twice(crosswalk, document)
    yield from _shares(crosswalk, document)
    yield from _both_ways(crosswalk, document)


def _unknown(crosswalk: Crosswalk, document: Document, before: Edition, after: Edition) -> Iterator[Problem]:
    old, new = ({node.code for node in edition.nodes()} for edition in (before, after))
    for number, link in enumerate(crosswalk.links):
        path: Path = ("links", number)
        if link.from_ is None and link.to is None:
            yield Problem(EMPTY, document.place(path), {"number": number + 1})
        if link.from_ is not None and link.from_ not in old:
            yield Problem(UNKNOWN, document.place((*path, "from")), {"given": link.from_, "ref": before.ref})
        if link.to is not None and link.to not in new:
            yield Problem(UNKNOWN, document.place((*path, "to")), {"given": link.to, "ref": after.ref})


def _twice(crosswalk: Crosswalk, document: Document) -> Iterator[Problem]:
    pairs = [(link.from_, link.to) for link in crosswalk.links]
    for number, (old, new) in enumerate(pairs):
        if old and new and (old, new) in pairs[:number]:
            details = {"code_before": old, "code_after": new}
            yield Problem(TWICE, document.place(("links", number)), details)


def _shares(crosswalk: Crosswalk, document: Document) -> Iterator[Problem]:
    sums: dict[str, Decimal] = {}
    for link in dict.fromkeys(crosswalk.links):
        if link.from_ and link.to:
            sums[link.from_] = sums.get(link.from_, Decimal(0)) + link.share
    for number, link in enumerate(crosswalk.links):
        added = sums.pop(link.from_ or "", Decimal(0))
        if added > 1:
            place = document.place(("links", number))
            yield Problem(SHARES, place, {"code": link.from_, "sum": added})


def _both_ways(crosswalk: Crosswalk, document: Document) -> Iterator[Problem]:
    olds = Counter(link.from_ for link in crosswalk.links)
    news = Counter(link.to for link in crosswalk.links)
    for number, link in enumerate(crosswalk.links):
        alone = link.from_ if link.to is None else link.to
        lines = olds[alone] if link.to is None else news[alone]
        is_alone = (link.from_ is None) != (link.to is None)
        if is_alone and lines > 1:
            yield Problem(BOTH_WAYS, document.place(("links", number)), {"code": alone})
