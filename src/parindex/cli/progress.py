"""Progress on the error stream: only on a terminal, and only where the work takes longer than a moment."""

from __future__ import annotations

from threading import Timer
from types import TracebackType
from typing import TYPE_CHECKING, Self, TextIO

from parindex.cli.terminal import is_terminal

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

_A_MOMENT = 0.7
"""Seconds of silence; shorter work shows nothing at all."""


class Progress:
    """A bar that appears after a moment and leaves nothing behind."""

    def __init__(self, stream: TextIO) -> None:
        """Hold the stream; the bar is made when it is first needed."""
        self._stream = stream
        self._bar: Bar | None = None
        self._task: TaskID | None = None
        self._timer: Timer | None = None

    def __enter__(self) -> Self:
        """Begin silently."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the bar away."""
        self.pause()

    def step(self, text: str, done: int | None = None, of: int | None = None) -> None:
        """Show what is being done; with ``done`` and ``of`` a bar, without them a pulse."""
        if not is_terminal(self._stream):
            return
        if self._bar is None or self._task is None:
            self._bar, self._task = self._begun()
        self._bar.update(self._task, description=text, completed=done or 0, total=of)

    def pause(self) -> None:
        """Take the bar away until the next step."""
        if self._timer is not None:
            self._timer.cancel()
        if self._bar is not None:
            self._bar.stop()
        self._bar = self._task = self._timer = None

    def _begun(self) -> tuple[Bar, TaskID]:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

        columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
        bar = Progress(*columns, console=Console(file=self._stream), transient=True)
        self._timer = Timer(_A_MOMENT, bar.start)
        self._timer.daemon = True
        self._timer.start()
        return bar, bar.add_task("", total=None)
