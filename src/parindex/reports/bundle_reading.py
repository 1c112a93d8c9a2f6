"""Reading the bundle of a run that somebody handed over: nothing in it is trusted or unpacked to disk."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Final, Literal

import polars as pl
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from parindex.errors import Place, Problem, ProblemKind, ProblemsFound, kind, raise_if_any
from parindex.frameworks.digest import digest
from parindex.frameworks.loading import edition_from
from parindex.frameworks.model import Edition
from parindex.frameworks.yaml_lines import parse
from parindex.language import N_
from parindex.reports.bundle import (
    FRAMEWORK,
    MANIFEST,
    MEMBERS,
    OPTIONAL,
    README,
    STANDARD_ERRORS,
    TABLES,
    UNITS,
    engine_version,
    sha256,
)
from parindex.tables import Source

_PACKED_ODDLY: Final = N_("tệp có mật khẩu, hoặc nén theo cách lạ")
NOT_A_ZIP: Final = kind(
    "BU801",
    N_("không đọc được gói kết quả: {reason}"),
    N_("tải lại gói; tệp phải là gói ZIP do parindex ghi"),
)
FOREIGN: Final = kind(
    "BU802",
    N_("đây không phải gói kết quả của parindex: thiếu {lacking}; thừa {extra}"),
    N_("dùng gói do “parindex score --bundle” hoặc trang web tạo ra, không thêm bớt tệp"),
)
TOO_LARGE: Final = kind(
    "BU803", N_("gói quá lớn: {given} byte, nhiều nhất được {most}"), N_("chia kỳ chấm điểm thành nhiều gói")
)
WRONG_MANIFEST: Final = kind(
    "BU804", N_("manifest.json không đúng: {reason}"), N_("tải lại gói; không sửa các tệp trong gói")
)
CHANGED: Final = kind(
    "BU805",
    N_("tệp {file} trong gói đã bị sửa: mã băm không khớp manifest.json"),
    N_("tải lại gói từ nơi công bố"),
)
OTHER_EDITION: Final = kind(
    "BU806",
    N_("bộ tiêu chí trong gói là {given}, manifest.json ghi {known}"),
    N_("tải lại gói từ nơi công bố"),
)
WRONG_TABLE: Final = kind(
    "BU807", N_("không đọc được bảng {file}: {reason}"), N_("tải lại gói; không sửa các tệp trong gói")
)
OTHER_ENGINE: Final = kind(
    "BU808",
    N_("gói được tính bằng parindex {given}, máy này có parindex {here}"),
    N_("nếu có số khác nhau, cài đúng phiên bản {given} rồi tính lại"),
    "warning",
)
MOST_BYTES: Final = 600 << 20
"""Of a bundle, packed or unpacked."""
_MOST_OF_SMALL: Final = 20 << 20
"""Of what is read into trees: the manifest, the edition."""
_KEYS: Final = ("unit_id", "peer_group", "criterion_id")
_MOST_NAMED: Final = 12
_FIRST_COLUMNS: Final = 4
"""Of standard errors, before intervals stood beside them."""
_HEX: Final = r"^[0-9a-f]{64}$"


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    sha256: Annotated[str, Field(pattern=_HEX)]
    bytes: Annotated[int, Field(ge=0)]


class Manifest(BaseModel):
    """What the manifest of a bundle says."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    format: Literal["parindex-run"]
    format_version: Literal[1]
    edition: str
    edition_digest: Annotated[str, Field(pattern=_HEX)]
    engine_version: str
    sources: tuple[Source, ...]
    peer_groups: tuple[str, ...]
    lang: Literal["vi", "en"] = "vi"
    facts: dict[str, Any] = {}
    files: dict[str, _File]


@dataclass(frozen=True)
class Bundle:
    """A bundle that was read: its manifest, its edition, its tables by name, and what is doubtful."""

    manifest: Manifest
    edition: Edition
    units: pl.DataFrame
    tables: dict[str, pl.DataFrame]
    warnings: tuple[Problem, ...] = ()


def read_bundle(source: Path | str | bytes) -> Bundle:
    """Read the bundle of a run, from a file or its bytes.

    Raises :class:`ProblemsFound` (BU8xx): no ZIP file, foreign or missing members, too large, digests that
    do not fit, tables that cannot be read; and the problems of the edition in it.
    """
    name = "run.zip" if isinstance(source, bytes) else str(source)
    place = Place(file=name)
    members = _members(source, place)
    manifest = _manifest(members[MANIFEST], place)
    _compare_digests(members, manifest, place)
    edition = edition_from(parse(_text(members[FRAMEWORK], FRAMEWORK, place), f"{name}:{FRAMEWORK}"))
    if (edition.ref, digest(edition)) != (manifest.edition, manifest.edition_digest):
        given = f"{edition.ref} ({digest(edition)[:12]})"
        raise _stop(
            OTHER_EDITION, place, given=given, known=f"{manifest.edition} ({manifest.edition_digest[:12]})"
        )
    tables = {
        name: _table(_with_later_columns(members[name], name), name, schema, place)
        for name, schema in {**TABLES, **OPTIONAL}.items()
        if name in members
    }
    units = _table(members[UNITS], UNITS, None, place)
    return Bundle(manifest, edition, units, tables, tuple(_doubts(manifest, place)))


def _stop(kind_: ProblemKind, place: Place, **details: Any) -> ProblemsFound:
    return ProblemsFound([Problem(kind_, place, details)])


def _members(source: Path | str | bytes, place: Place) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source) as archive:
            _refuse_foreign(archive, place)
            return {name: _unpacked(archive, name, place) for name in archive.namelist()}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        # RuntimeError and NotImplementedError: a password, a way of packing that is not known here
        is_odd = isinstance(error, RuntimeError | NotImplementedError)
        reason = _PACKED_ODDLY if is_odd else N_("tệp không phải ZIP, bị hỏng hoặc chưa tải về hết")
        raise _stop(NOT_A_ZIP, place, reason=reason) from None


def _refuse_foreign(archive: zipfile.ZipFile, place: Place) -> None:
    """Look at the list of members before any is unpacked: names, doubles, sizes."""
    names = [info.filename for info in archive.infolist()]
    known = (*MEMBERS, *OPTIONAL)
    lacking = [name for name in MEMBERS if name not in names]
    extra = sorted({name for name in names if name not in known or names.count(name) > 1})
    if lacking or extra:
        shown = [", ".join(some[:5]) or "–" for some in (lacking, extra)]
        raise _stop(FOREIGN, place, lacking=shown[0], extra=shown[1])
    packed = {info.compress_type for info in archive.infolist()} - {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
    if packed:
        raise _stop(NOT_A_ZIP, place, reason=_PACKED_ODDLY)
    size = sum(info.file_size for info in archive.infolist())
    if size > MOST_BYTES:
        raise _stop(TOO_LARGE, place, given=size, most=MOST_BYTES)


def _unpacked(archive: zipfile.ZipFile, name: str, place: Place) -> bytes:
    """Unpack one member, no further than it may be: what the list says of its size is not trusted."""
    most = _MOST_OF_SMALL if name in (README, MANIFEST, FRAMEWORK) else MOST_BYTES
    with archive.open(name) as member:
        content = member.read(most + 1)
    if len(content) > most:
        raise _stop(TOO_LARGE, place, given=len(content), most=most)
    return content


def _manifest(content: bytes, place: Place) -> Manifest:
    try:
        return Manifest.model_validate(json.loads(content))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        reason = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
    except (ValueError, RecursionError) as error:
        reason = str(error)
    raise _stop(WRONG_MANIFEST, place, reason=reason)


def _compare_digests(members: Mapping[str, bytes], manifest: Manifest, place: Place) -> None:
    """Note every member that is not what the manifest says it is."""
    said = manifest.files
    listed = [name for name in (*MEMBERS, *OPTIONAL) if name != MANIFEST and name in members.keys() | said]
    raise_if_any(
        Problem(CHANGED, place, {"file": name})
        for name in listed
        if name not in said or name not in members or said[name].sha256 != sha256(members[name])
    )


def _text(content: bytes, name: str, place: Place) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise _stop(WRONG_TABLE, place, file=name, reason=str(error)) from None


def _with_later_columns(content: bytes, name: str) -> bytes:
    """Add empty columns to standard errors of a bundle that was written before there were intervals."""
    head, _, rows = content.partition(b"\n")
    later = OPTIONAL[STANDARD_ERRORS].names()[_FIRST_COLUMNS:]
    if name != STANDARD_ERRORS or head.decode(errors="replace").split(",")[_FIRST_COLUMNS:]:
        return content
    lines = [line + b"," * len(later) for line in rows.splitlines()]
    return b"\n".join([",".join([head.decode(errors="replace"), *later]).encode(), *lines, b""])


def _table(content: bytes, name: str, schema: pl.Schema | None, place: Place) -> pl.DataFrame:
    """Read a table; ``schema`` None reads every column as text."""
    wanted = ["unit_id"] if schema is None else schema.names()
    try:
        table = pl.read_csv(content, infer_schema=False)
        if table.columns[: len(wanted)] != wanted or (
            schema is not None and len(table.columns) > len(wanted)
        ):
            raise _stop(WRONG_TABLE, place, file=name, reason=", ".join(table.columns[:_MOST_NAMED]))
        if schema is not None:
            table = table.select(_typed(key, dtype) for key, dtype in schema.items())
    except (pl.exceptions.PolarsError, ValueError) as error:
        raise _stop(WRONG_TABLE, place, file=name, reason=str(error).partition("\n")[0]) from None
    _refuse_doubles(table, name, place)
    return table


def _typed(name: str, dtype: pl.DataType) -> pl.Expr:
    """Read a column of texts as what it holds; words stay texts, an unknown one is told by who uses them."""
    if isinstance(dtype, pl.Boolean):
        return pl.col(name) == "true"
    return pl.col(name) if isinstance(dtype, pl.Enum) else pl.col(name).cast(dtype)


def _refuse_doubles(table: pl.DataFrame, name: str, place: Place) -> None:
    keys = [key for key in _KEYS if key in table.columns]
    if name != "values.csv" and table.select(keys).is_duplicated().any():
        raise _stop(WRONG_TABLE, place, file=name, reason=N_("có hai dòng cùng một khóa"))


def _doubts(manifest: Manifest, place: Place) -> list[Problem]:
    if manifest.engine_version == engine_version():
        return []
    details = {"given": manifest.engine_version, "here": engine_version()}
    return [Problem(OTHER_ENGINE, place, details)]
