"""Files into a store: all of them, or none; stopped at any point, the next run goes on where it was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final, Protocol

from parindex.dossiers.intake.mapping import Mapping
from parindex.dossiers.intake.rejects import write_rejects
from parindex.dossiers.intake.sources import Limits, Position, Source, open_source
from parindex.dossiers.intake.typed import typed_words
from parindex.dossiers.store.compacting import compact, crowded
from parindex.dossiers.store.folder import Store
from parindex.dossiers.store.layout import reject_path, sweep, write_frame
from parindex.dossiers.store.lock import locked
from parindex.dossiers.store.manifest import (
    NAME,
    PENDING,
    Manifest,
    as_data,
    read_manifest,
    write_data,
)
from parindex.dossiers.store.pending import FileReport, Pending, read_pending
from parindex.dossiers.store.renewing import renewed
from parindex.dossiers.store.taking import Derive, Maker, take
from parindex.errors import Problem, ProblemsFound
from parindex.memory import keep_freed_columns

_READER: Final = 2
"""Grows when files are read differently, so that known files are read again."""
_HASHED_AT_ONCE: Final = 8 << 20
_REMEMBERED: Final = 20_000
"""Files that came in whose digest is kept."""


class Progress(Protocol):
    """Is told how far the work is."""

    def __call__(self, file: str, share: float, rows: int, rejected: int, /) -> None:
        """Hear the file, the share of all files that is done (0–1), the rows read and set aside so far."""


@dataclass(frozen=True)
class Report:
    """What became of the rows of each file, and where the rejects are (None: there were none)."""

    files: tuple[FileReport, ...]
    rejects: Path | None = None
    is_resumed: bool = False

    def total(self, name: str) -> int:
        """Add up ``rows``, ``new``, ``changed``, ``unchanged``, ``older`` or ``rejected``."""
        return sum(int(getattr(file, name)) for file in self.files)


def default_derive() -> Derive:
    """Give the function that makes facts by both rules of being on time."""
    from parindex.dossiers.deriving import derive  # noqa: PLC0415  # a caller may bring another

    return derive


def import_files(  # noqa: PLR0913  # each is a choice of the caller
    store: Store,
    paths: Sequence[Path],
    mapping: Mapping,
    clock: Any,  # see Derive
    *,
    on_progress: Progress | None = None,
    rejects: Path | None = None,
    limits: Limits | None = None,
    derive: Derive | None = None,
) -> Report:
    """Read files into a store; give what became of their rows.

    The latest state of each dossier counts, in whatever order and however often files come in. Rows that
    cannot be read go to ``rejects`` (a CSV; by default in the folder of the store). Raises
    :class:`ProblemsFound` where a file cannot be read as a whole (DO10x), with the store as it was; a file
    that came in before is not read again.
    """
    work = _Work(store.folder, list(paths), mapping, Maker(derive or default_derive(), clock), limits)
    keep_freed_columns()
    store.folder.mkdir(parents=True, exist_ok=True)
    read_manifest(store.folder)
    with locked(store.folder):
        return work.done(on_progress, rejects)


class _Work:
    """One import: what is read, how, and into which folder."""

    def __init__(
        self, folder: Path, paths: list[Path], mapping: Mapping, maker: Maker, limits: Limits | None
    ) -> None:
        self.folder, self.paths, self.mapping, self.maker = folder, paths, mapping, maker
        self.limits = limits or Limits()

    def done(self, on_progress: Progress | None, rejects: Path | None) -> Report:
        manifest = read_manifest(self.folder)
        sources = _opened(self.paths, self.mapping, self.limits)
        keys = tuple(self._key(path) for path in self.paths)
        pending, is_resumed = self._begun(manifest, keys, sources)
        try:
            for pending in self._steps(pending, sources):  # noqa: B020  # the last one is what is done
                write_data(self.folder / PENDING, pending.as_data())
                _tell(on_progress, self.paths, pending)
        except ProblemsFound:
            (self.folder / PENDING).unlink(missing_ok=True)
            sweep(self.folder, manifest)
            raise
        written = self._rejects(pending, rejects)
        self._committed(pending.manifest, keys)
        return Report(pending.reports, written, is_resumed)

    def _key(self, path: Path) -> str:
        digest = blake2b(digest_size=16)
        with path.open("rb") as file:
            while data := file.read(_HASHED_AT_ONCE):
                digest.update(data)
        return f"{digest.hexdigest()}-{self.mapping.digest}-{_READER}"

    def _begun(
        self, manifest: Manifest, keys: tuple[str, ...], sources: list[Source]
    ) -> tuple[Pending, bool]:
        """Go on with the import that was stopped if it is this one, or begin."""
        inputs = (*keys, str(asdict(self.limits)))
        before = read_pending(self.folder)
        if before is not None and before.base == manifest.serial and before.inputs == inputs:
            sweep(self.folder, manifest, before.manifest, kept=before.reject_paths(self.folder))
            return before, True
        (self.folder / PENDING).unlink(missing_ok=True)
        sweep(self.folder, manifest)
        reports = tuple(
            FileReport(str(path), source.unread, is_known=key in manifest.sources or key in keys[:place])
            for place, (path, key, source) in enumerate(zip(self.paths, keys, sources, strict=True))
        )
        return Pending(manifest.serial, inputs, renewed(self.folder, manifest), reports), False

    def _steps(self, pending: Pending, sources: list[Source]) -> Iterator[Pending]:
        """Read chunk by chunk, then make crowded partitions small; each step can be the last of a run."""
        yield pending
        while pending.file < len(sources):
            report = pending.reports[pending.file]
            if not report.is_known:
                for piece in sources[pending.file].pieces(Position(pending.offset, pending.rows)):
                    pending = self._taken(pending, typed_words(piece.chunk, self.mapping), piece)
                    yield pending
            pending = replace(pending, file=pending.file + 1, offset=0, rows=0, share=0.0)
            yield pending
        for partition, below in crowded(pending.manifest):
            pending = replace(pending, manifest=compact(self.folder, pending.manifest, partition, below))
            yield pending

    def _taken(self, pending: Pending, read: Any, piece: Any) -> Pending:  # Typed, Piece
        manifest, taken = take(self.folder, pending.manifest, read.records, self.maker)
        parts = pending.rejects
        if read.rejects.height:
            manifest, numbers = manifest.numbered(1)
            write_frame(reject_path(self.folder, numbers[0]), read.rejects)
            parts = (*parts, numbers[0])
        report = pending.reports[pending.file].plus(piece.chunk.height, taken, read.rejected)
        reports = (*pending.reports[: pending.file], report, *pending.reports[pending.file + 1 :])
        return replace(
            pending,
            manifest=manifest,
            reports=reports,
            rejects=parts,
            offset=piece.after.offset,
            rows=piece.after.rows,
            share=piece.share,
        )

    def _rejects(self, pending: Pending, wanted: Path | None) -> Path | None:
        if not pending.rejects:
            return None
        path = wanted or self.folder / "rejects" / f"{pending.base + 1:06d}.csv"
        part = path.with_name(f".{path.name}.part")
        write_rejects(part, sorted(pending.reject_paths(self.folder)))
        part.replace(path)
        return path

    def _committed(self, manifest: Manifest, keys: tuple[str, ...]) -> None:
        sources = tuple(dict.fromkeys((*manifest.sources, *keys)))[-_REMEMBERED:]
        done = replace(manifest, serial=manifest.serial + 1, sources=sources)
        write_data(self.folder / NAME, as_data(done))
        (self.folder / PENDING).unlink(missing_ok=True)


def _opened(paths: Sequence[Path], mapping: Mapping, limits: Limits) -> list[Source]:
    """Open every file; raise :class:`ProblemsFound` with what is wrong with any of them."""
    sources, found = list[Source](), list[Problem]()
    for path in paths:
        try:
            sources.append(open_source(path, mapping, limits))
        except ProblemsFound as problems:
            found.extend(problems.problems)
    if found:
        raise ProblemsFound(found)
    return sources


def _tell(on_progress: Progress | None, paths: list[Path], pending: Pending) -> None:
    if on_progress is None or not paths:
        return
    place = min(pending.file, len(paths) - 1)
    share = (pending.file + pending.share) / len(paths)
    rows, rejected = (sum(getattr(one, name) for one in pending.reports) for name in ("rows", "rejected"))
    on_progress(str(paths[place]), min(share, 1.0), rows, rejected)
