"""What the parser finds wrong with a line, said in our words: what, and the pattern to type."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final

import typer

from parindex.cli import problems as say
from parindex.cli.contents import BY_NAME
from parindex.cli.help import command_path, metavar, usage_line
from parindex.errors import Problem
from parindex.language import Lang

# typer carries its own click, or imports it: the class above a bad parameter is the same in both.
USAGE_ERROR: Final[type[Exception]] = typer.BadParameter.__mro__[1]
_EXTRA: Final = "unexpected extra argument"


def usage_problem(error: Any, line: Sequence[str], lang: Lang) -> Problem:  # an error of the parser
    """Say what is wrong with a line."""
    ctx = error.ctx
    command = command_path(ctx) if ctx else _command_in(line)
    name = type(error).__name__
    if name == "NoSuchOption":
        known = [word for part in ctx.command.get_params(ctx) for word in part.opts]
        near = say.near_names(error.option_name, known)
        return say.one(say.NO_FLAG, given=error.option_name, near=near, command=command)
    if name == "BadOptionUsage":
        is_switch = "does not take a value" in error.message
        kind = say.NO_VALUE_WANTED if is_switch else say.NO_VALUE
        return say.one(kind, given=error.option_name, command=command)
    if name == "MissingParameter" or _EXTRA in error.message:
        return _wrong_words(error, lang)
    if name == "BadParameter" and error.param is not None:
        return say.one(say.NO_NUMBER, given=error.param.opts[0], command=command)
    return say.one(say.USAGE, reason=error.message, command=command)


def _wrong_words(error: Any, lang: Lang) -> Problem:
    """Say which word is missing, or which is too many."""
    ctx = error.ctx
    usage = usage_line(ctx.command, ctx, lang)
    if getattr(error, "param", None) is not None:
        is_flag = error.param.param_type_name == "option"
        given = (
            f"{error.param.opts[0]} {metavar(error.param, lang)}" if is_flag else metavar(error.param, lang)
        )
        return say.one(say.MISSING_WORD, given=given, usage=usage)
    words = error.message.partition(_EXTRA)[2].partition("(")[2].removeprefix("s) (").rstrip(")")
    return say.one(say.TOO_MANY_WORDS, given=words, usage=usage)


def _command_in(line: Sequence[str]) -> str:
    words = [*(" ".join(pair) for pair in pairwise(line)), *line]
    name = next((word for word in words if word in BY_NAME), None)
    return f"parindex {name}" if name else "parindex"
