"""The bundle of a run (gói kết quả): all that is needed to compute published figures again, in a ZIP file.

The same run gives the same bytes: the order of the members, their dates and their texts are fixed. Text files
only, UTF-8: an edition as YAML, tables as CSV, the manifest as JSON.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any, Final

import polars as pl

from parindex.errors import Phrase
from parindex.frameworks.digest import digest
from parindex.frameworks.loading import Loaded, edition_of
from parindex.frameworks.model import Edition
from parindex.frameworks.writing import edition_text
from parindex.language import LANGUAGES, N_, Lang, translate
from parindex.ranking.ranks import rank
from parindex.reports.content import edition_title
from parindex.scoring.scorecard import Scorecard
from parindex.tables import ESTIMATES, EXPLANATIONS, RANKS, SCORES, SURE_RANKS, VALUES

FORMAT: Final = "parindex-run"
FORMAT_VERSION: Final = 1
MANIFEST: Final = "manifest.json"
README: Final = "README.md"
FRAMEWORK: Final = "framework.yaml"
UNITS: Final = "units.csv"
TABLES: Final[Mapping[str, pl.Schema]] = {
    "values.csv": VALUES,
    "scores.csv": SCORES,
    "ranks.csv": RANKS,
    "explanations.csv": EXPLANATIONS,
}
MEMBERS: Final = (
    README,
    MANIFEST,
    FRAMEWORK,
    "values.csv",
    UNITS,
    "scores.csv",
    "ranks.csv",
    "explanations.csv",
)
"""The members of every bundle, in their order."""
STANDARD_ERRORS: Final = "errors.csv"
RANK_INTERVALS: Final = "sure_ranks.csv"
OPTIONAL: Final[Mapping[str, pl.Schema]] = {STANDARD_ERRORS: ESTIMATES, RANK_INTERVALS: SURE_RANKS}
"""Tables that only some bundles have: how sure an estimate is, and the ranks. No points come from them."""
_FIRST_DATE: Final = (1980, 1, 1, 0, 0, 0)
"""The first date a ZIP file can say."""
_FILE_MODE: Final = 0o100644 << 16
_UNIX: Final = 3


@dataclass(frozen=True)
class Run:
    """One run of scoring and ranking, as tables.

    ``values``, ``scores``, ``ranks`` and ``explanations`` have the columns of :mod:`parindex.tables`;
    ``units`` is the list that was scored, with its peer groups. ``sources`` is the order in which sources
    were believed, ``peer_groups`` the columns of ``units`` that were ranked in, ``lang`` the language of the
    explanations.
    ``facts`` are what else the run says of itself, for people: name, moment, reason.
    ``errors`` has the standard errors and intervals of values that are estimates
    (:data:`parindex.tables.ESTIMATES`), ``sure_ranks`` the ranks they leave possible
    (:data:`parindex.tables.SURE_RANKS`); None or empty where there are none, and the bundle then has no such
    table.
    """

    edition: Edition | Loaded
    values: pl.DataFrame
    units: pl.DataFrame
    scores: pl.DataFrame
    ranks: pl.DataFrame
    explanations: pl.DataFrame
    sources: Sequence[str]
    peer_groups: Sequence[str] = ("league",)
    lang: Lang = "vi"
    facts: Mapping[str, Any] = field(default_factory=dict)
    errors: pl.DataFrame | None = None
    sure_ranks: pl.DataFrame | None = None


def run_of(
    card: Scorecard, values: pl.DataFrame, peer_groups: Sequence[str] = ("league",), lang: Lang = "vi"
) -> Run:
    """Give the run of a scorecard, with the values it was scored from (a long table)."""
    return Run(
        edition=card.edition,
        values=values,
        units=card.units,
        scores=card.scores,
        ranks=rank(card, peer_groups),
        explanations=card.explanations_in(lang),
        sources=card.sources,
        peer_groups=peer_groups,
        lang=lang,
    )


def bundle_bytes(run: Run) -> bytes:
    """Give the bundle of a run as the bytes of a ZIP file; no clock is read."""
    members = {FRAMEWORK: edition_text(edition_of(run.edition)).encode()}
    members |= {
        name: _csv(getattr(run, name.removesuffix(".csv")), schema) for name, schema in TABLES.items()
    }
    members[UNITS] = _csv_of_texts(run.units)
    members |= {
        name: _csv(table, schema)
        for name, schema in OPTIONAL.items()
        if (table := getattr(run, name.removesuffix(".csv"))) is not None and not table.is_empty()
    }
    members[README] = _readme(run, members).encode()
    members[MANIFEST] = _manifest(run, members)
    return _zipped({name: members[name] for name in (*MEMBERS, *OPTIONAL) if name in members})


def write_bundle(target: Path | str | IO[bytes], run: Run) -> None:
    """Write the bundle of a run to a file; see :func:`bundle_bytes`."""
    content = bundle_bytes(run)
    if isinstance(target, Path | str):
        Path(target).write_bytes(content)
    else:
        target.write(content)


def sha256(content: bytes) -> str:
    """Give the SHA-256 of a member, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def engine_version() -> str:
    """Give the version of this library."""
    return version("parindex")


def _csv(frame: pl.DataFrame, schema: pl.Schema) -> bytes:
    """Write a table of the seam: its columns in their order, numbers with all their digits."""
    lacking = [pl.lit(None, dtype).alias(name) for name, dtype in schema.items() if name not in frame.columns]
    whole = frame.with_columns(lacking).select(schema.names())
    return whole.with_columns(pl.selectors.float().fill_nan(None)).write_csv().encode()


def _csv_of_texts(units: pl.DataFrame) -> bytes:
    return units.select(pl.all().cast(pl.String)).write_csv().encode()


def _manifest(run: Run, members: Mapping[str, bytes]) -> bytes:
    edition = edition_of(run.edition)
    said = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "edition": edition.ref,
        "edition_digest": digest(edition),
        "illustrative": edition.illustrative,
        "engine_version": engine_version(),
        "sources": list(run.sources),
        "peer_groups": list(run.peer_groups),
        "lang": run.lang,
        "facts": dict(run.facts),
        "files": {
            name: {"sha256": sha256(content), "bytes": len(content)}
            for name, content in sorted(members.items())
        },
    }
    return (json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode()


_TITLE: Final = N_("Gói kết quả chấm điểm: {edition}")
_OF_OPTIONAL: Final = {
    STANDARD_ERRORS: N_("- errors.csv: sai số chuẩn, khoảng tin cậy của số liệu điều tra, khoảng điểm"),
    RANK_INTERVALS: N_("- sure_ranks.csv: khoảng thứ hạng khi tính cả sai số điều tra"),
}
_COLUMNS_OF_OPTIONAL: Final = {
    STANDARD_ERRORS: (
        N_(
            "- standard_error: sai số chuẩn; low, high: hai đầu khoảng tin cậy, đều theo điểm phần trăm "
            "của tỷ lệ; level: độ tin cậy; method: cách tính khoảng; respondents: số người trả lời; "
            "df: số bậc tự do"
        ),
        N_("- points_low, points_high: điểm tại hai đầu khoảng tin cậy của một số liệu"),
    ),
    RANK_INTERVALS: (
        N_(
            "- trong sure_ranks.csv, points_low, points_high: điểm thấp nhất, cao nhất khi tính cả sai số, "
            "mọi đơn vị cùng một lúc; best, worst: hạng cao nhất, thấp nhất có thể; "
            "alike: số đơn vị chưa phân được hơn kém"
        ),
    ),
}
_PARTS: Final = (
    N_("Gói này có đủ dữ liệu để tính lại từng con số, không cần máy chủ:"),
    N_("- manifest.json: bộ tiêu chí, phiên bản chương trình, thứ tự nguồn, mã băm SHA-256 của từng tệp"),
    N_("- framework.yaml: bộ tiêu chí đã dùng"),
    N_("- values.csv, units.csv: số liệu và danh sách đơn vị"),
    N_("- scores.csv, ranks.csv, explanations.csv: điểm, thứ hạng, diễn giải điểm"),
    *_OF_OPTIONAL.values(),
    N_("Tính lại và đối chiếu: parindex recompute TỆP.zip"),
    N_("Các tệp CSV dùng mã UTF-8, dấu phẩy ngăn cột, dấu chấm thập phân."),
    "",
    N_("Các cột (ô trống là không có giá trị, không phải số 0):"),
    N_(
        "- unit_id: mã đơn vị trong units.csv; name: tên; code: mã chính thức, nếu có; "
        "các cột khác của units.csv: nhóm của đơn vị"
    ),
    N_("- criterion_id: mã trong framework.yaml; total: tổng điểm; channel:…: nguồn điểm"),
    N_("- input: ô nhập của tiêu chí; value: giá trị; source: nguồn số liệu"),
    N_(
        "- standing: measured có số liệu, missing thiếu số liệu, not_applicable không áp dụng, "
        "withheld không công bố"
    ),
    N_("- points: điểm đạt; max_points: điểm tối đa; missing_leaves: số tiêu chí bên dưới thiếu số liệu"),
    N_(
        "- peer_group: nhóm được xếp hạng; rank: hạng; of: số in sau dấu /; tied: có đồng hạng; "
        "class: mã xếp loại"
    ),
    N_("- rule: cách chấm; inputs: số liệu đưa vào; clause: điều khoản áp dụng; legal_ref: căn cứ"),
    *(line for lines in _COLUMNS_OF_OPTIONAL.values() for line in lines),
)


def _readme(run: Run, members: Mapping[str, bytes]) -> str:
    """Say in both languages what is in the bundle and how it is checked."""
    edition = edition_of(run.edition)
    absent = _OF_OPTIONAL.keys() - members.keys()
    lacking = {line for name in absent for line in (_OF_OPTIONAL[name], *_COLUMNS_OF_OPTIONAL[name])}
    parts, lines = [], [line for line in _PARTS if line not in lacking]
    for lang in LANGUAGES:
        title = Phrase(_TITLE, {"edition": edition_title(edition, lang)}).in_(lang)
        parts.append(
            "\n".join([f"# {title}", "", *(translate(line, lang) if line else "" for line in lines)])
        )
    return "\n\n".join(parts) + "\n"


def _zipped(members: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, _FIRST_DATE)
            info.compress_type, info.external_attr, info.create_system = (
                zipfile.ZIP_DEFLATED,
                _FILE_MODE,
                _UNIX,
            )
            archive.writestr(info, content)
    return out.getvalue()
