"""What goes wrong, said in one clear block on the error stream, and the exit status it gives."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import typer

from parindex.cli import problems as say
from parindex.cli.language_choice import choose
from parindex.cli.terminal import Ink, is_fancy
from parindex.cli.usage import USAGE_ERROR, usage_problem
from parindex.errors import Phrase, Problem, ProblemsFound
from parindex.language import N_, Lang, translate

if TYPE_CHECKING:
    from types import TracebackType

DONE, INPUT, USAGE, INTERNAL, STOPPED, READER_GONE = 0, 1, 2, 70, 130, 141
_MOST_ON_A_TERMINAL = 100
_OF_THE_SYSTEM = {
    errno.ENOENT: say.NO_FILE,
    errno.EACCES: say.NO_PERMISSION,
    errno.EPERM: say.NO_PERMISSION,
    errno.EROFS: say.NO_PERMISSION,
    errno.EISDIR: say.IS_FOLDER,
    errno.EEXIST: say.FILE_IN_THE_WAY,
    errno.ENOTDIR: say.FILE_IN_THE_WAY,
    errno.EFBIG: say.TOO_BIG,
    errno.ENOSPC: say.DISK_FULL,
    errno.EDQUOT: say.DISK_FULL,
}


def guarded(work: Callable[[], int], line: Sequence[str]) -> int:
    """Do some work and give its exit status; nothing that goes wrong gets past here as a traceback."""
    _use_utf8()
    try:
        status = work()
        sys.stdout.flush()
    except (BrokenPipeError, SystemExit):  # typer leaves where the reader of a pipe went away
        return _leave_quietly()
    except (KeyboardInterrupt, typer.Abort):
        return _stopped(line)
    except Exception as error:  # noqa: BLE001  # the last place where an error can still be told plainly
        return _told(error, line)
    return _stopped(line) if status == STOPPED else status


def _use_utf8() -> None:
    """Write UTF-8 into files and pipes on every machine; a terminal keeps its own, with ? for the rest.

    A stream that the caller closed (``>&-``) is none; what would be said there goes nowhere.
    """
    sys.stdout, sys.stderr = (stream or _nowhere() for stream in (sys.stdout, sys.stderr))
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure and stream.isatty():
            reconfigure(errors="replace")
        elif reconfigure:
            reconfigure(encoding="utf-8")


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")


def _leave_quietly() -> int:
    """Let what is left to write go nowhere, so that the interpreter does not fail on it when it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    with suppress(OSError, ValueError):  # a stream without a file has nothing to lose
        os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
    return READER_GONE


def _stopped(line: Sequence[str]) -> int:
    print(translate(N_("Đã dừng theo lệnh người dùng."), _language(line)), file=sys.stderr)  # noqa: T201
    return STOPPED


def _told(error: Exception, line: Sequence[str]) -> int:
    lang = _language(line)
    found, status = _problems_of(error, line, lang)
    if status == INTERNAL and "--debug" in line:
        traceback.print_exception(error)
    write_problems(found, lang)
    _drop_what_cannot_be_written()
    return status


def _drop_what_cannot_be_written() -> None:
    """A full disk behind the output must not be reported a second time when the interpreter ends."""
    try:
        sys.stdout.flush()
    except OSError:
        _leave_quietly()


def _language(line: Sequence[str]) -> Lang:
    try:
        return choose(line)
    except say.UsageError:
        return "vi"


def _problems_of(error: Exception, line: Sequence[str], lang: Lang) -> tuple[tuple[Problem, ...], int]:
    if isinstance(error, ProblemsFound):
        return error.problems, USAGE if isinstance(error, say.UsageError) else INPUT
    if isinstance(error, USAGE_ERROR):
        return (usage_problem(error, line, lang),), USAGE
    if isinstance(error, OSError):
        return (system_problem(error),), INPUT
    if isinstance(error, MemoryError):
        return (say.one(say.NO_MEMORY),), INPUT
    return (say.one(say.INTERNAL, reason=_where(error)),), INTERNAL


def _where(error: Exception) -> str:
    """Name an unexpected error and the line of parindex it came from."""
    frame = _last_frame(error.__traceback__)
    what = f"{type(error).__name__}: {error}".rstrip(": ").replace("\n", " ")
    return f"{what}; {frame}" if frame else what


def _last_frame(trace: TracebackType | None) -> str:
    """Give the innermost line of parindex that an error passed through."""
    package = Path(__file__).resolve().parents[1]
    frames = [(Path(frame.filename), frame.lineno) for frame in traceback.extract_tb(trace)]
    places = [f"{path.relative_to(package)}:{line}" for path, line in frames if path.is_relative_to(package)]
    return places[-1] if places else ""


def system_problem(error: OSError) -> Problem:
    """Say what the machine refused: no such file, no right, no room."""
    file = str(error.filename) if error.filename else None
    kind = _OF_THE_SYSTEM.get(error.errno or 0)
    if kind is not None:
        return say.one(kind, file=file)
    return say.one(say.SYSTEM, file=file, reason=error.strerror or str(error))


def write_problems(found: Sequence[Problem], lang: Lang, stream: TextIO | None = None) -> None:
    """Write problems to the error stream, one block each, with their count where there are several."""
    target = stream or sys.stderr
    ink = Ink(is_fancy(target))
    listed = found[:_MOST_ON_A_TERMINAL] if target.isatty() else found
    for problem in listed:
        what, _, remedy = problem.text(lang).partition("\n")
        target.write(f"{ink(what, 'red' if problem.is_error else 'yellow')}\n{remedy}\n")
    if len(listed) < len(found):
        rest = Phrase(N_("… và {rest} vấn đề nữa; thêm 2> tệp để ghi đủ"), {"rest": len(found) - len(listed)})
        target.write(f"{rest.in_(lang)}\n")
    if len(found) > 1:
        target.write(f"{ink(count_line(found, lang), 'bold')}\n")


def count_line(found: Sequence[Problem], lang: Lang) -> str:
    """Count errors and warnings in a line."""
    errors = sum(problem.is_error for problem in found)
    details = {"errors": errors, "warnings": len(found) - errors}
    return Phrase(N_("{errors} lỗi, {warnings} cảnh báo."), details).in_(lang)
