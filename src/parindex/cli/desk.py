"""Where a command works: its language, its progress on the error stream, and the giving of its report."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import typer

from parindex.cli.failures import INPUT, write_problems
from parindex.cli.flags import GiveFlags
from parindex.cli.problems import WRONG_ENDING, usage_error
from parindex.cli.progress import Progress
from parindex.cli.terminal import is_fancy, width_of
from parindex.errors import Phrase
from parindex.language import N_, Lang, translate

if TYPE_CHECKING:
    from parindex.errors import Problem
    from parindex.reports.content import Report


class Desk:
    """What a command is given beside its words and flags."""

    def __init__(self, lang: Lang, progress: Progress, give: GiveFlags) -> None:
        """Hold the language, the progress bar and how the result is wanted."""
        self.lang = lang
        self.give = give
        self._progress = progress

    def step(self, text: str, done: int | None = None, of: int | None = None) -> None:
        """Say what is being done now, and how far it is; shown only where it takes long."""
        self._progress.step(translate(text, self.lang), done, of)

    def rest(self) -> None:
        """Take the progress bar away, for something is said now."""
        self._progress.pause()

    def say(self, phrase: Phrase) -> None:
        """Say something beside the result, on the error stream."""
        self.rest()
        sys.stderr.write(f"{phrase.in_(self.lang)}\n")

    def written(self, file: str) -> None:
        """Say that a file was written."""
        self.say(Phrase(N_("Đã ghi {file}"), {"file": file}))

    def must_end_in(self, file: str, ending: str, flag: str = "--out") -> None:
        """Refuse a file name of another kind, given with a flag, as a usage error."""
        if not file.lower().endswith(ending):
            raise usage_error(WRONG_ENDING, given=file, ending=ending, flag=flag)

    def show(self, report: Report) -> None:
        """Print a report beside the file it goes to."""
        from parindex.cli.printing import printed

        self.rest()
        text = printed(report, self.lang, width=width_of(sys.stdout), is_fancy=is_fancy(sys.stdout))
        sys.stdout.write(text)
        sys.stdout.flush()

    def warn(self, problems: tuple[Problem, ...]) -> None:
        """Say what is doubtful in the input, on the error stream."""
        self.rest()
        write_problems(problems, self.lang)


def serve(ctx: Any, give: GiveFlags, run: Callable[[Desk], Report | None]) -> None:
    """Run a command and give its report as asked; raises ``typer.Exit`` with 1 where the report failed."""
    from parindex.cli.files import keeping_inputs
    from parindex.cli.giving import deliver, plan

    lang: Lang = "en" if ctx.obj == "en" else "vi"
    with keeping_inputs(ctx.params), Progress(sys.stderr) as progress:
        wanted = plan(give)
        desk = Desk(lang, progress, give)
        report = run(desk)
        if report is None:
            return
        deliver(report, wanted, desk)
    if report.is_failed:
        raise typer.Exit(INPUT)
