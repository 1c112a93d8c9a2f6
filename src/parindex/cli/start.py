"""The entry of the command: it parses the line, runs one command, and gives the exit status."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from parindex.cli.contents import BY_NAME, FAMILIES
from parindex.cli.failures import guarded
from parindex.cli.flags import DebugFlag, LangFlag, spread
from parindex.cli.help import help_of_all, help_of_command, help_of_family
from parindex.cli.language_choice import choose
from parindex.cli.problems import NO_COMMAND, near_names, usage_error
from parindex.language import N_, Lang
from parindex.memory import keep_memory

_SETTINGS = {"help_option_names": ["-h", "--help"]}


class OneCommand(TyperCommand):
    """A command whose help is written in the reader's language."""

    examples: tuple[str, ...] = ()

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help."""
        formatter.write(help_of_command(self, ctx, language_of(ctx), self.examples))


class Family(TyperGroup):
    """Commands that share their first word, such as ``parindex dossiers import``."""

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002  # the interface of a group
        """Give a command, imported now; None where there is none."""
        name = f"{self.name} {cmd_name}"
        return built(name) if name in BY_NAME else None

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command of a line, or say which are near."""
        if f"{self.name} {args[0]}" not in BY_NAME:
            family = [name for name in BY_NAME if name.startswith(f"{self.name} ")]
            name = f"{self.name} {args[0]}"
            raise usage_error(NO_COMMAND, given=name, near=near_names(name, family))
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Show the help where no command is named."""
        if not args:
            typer.echo(ctx.get_help())
            raise typer.Exit(2)
        return super().parse_args(ctx, args)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help."""
        formatter.write(help_of_family(self.name or "", language_of(ctx)))


class Root(TyperGroup):
    """``parindex``: its commands are imported when they are used, its language is chosen before all else."""

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        """Choose the language of the line, wherever ``--lang`` stands."""
        extra["obj"] = choose(args)
        return super().make_context(info_name, args, parent, **extra)

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002  # the interface of a group
        """List the commands, as the help does."""
        return list(BY_NAME)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002  # the interface of a group
        """Give a command, imported now; None where there is none."""
        if cmd_name in FAMILIES:
            return Family(name=cmd_name, context_settings=_SETTINGS)
        if cmd_name in BY_NAME and cmd_name not in self.commands:
            self.commands[cmd_name] = built(cmd_name)
        return self.commands.get(cmd_name)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command of a line, or say which are near."""
        if args[0] not in BY_NAME and args[0] not in FAMILIES:
            raise usage_error(NO_COMMAND, given=args[0], near=near_names(args[0], BY_NAME))
        return super().resolve_command(ctx, args)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help."""
        formatter.write(help_of_all(self, ctx, language_of(ctx)))


def language_of(ctx: Any) -> Lang:
    """Give the language that was chosen for a line; Vietnamese before one was."""
    return "en" if ctx is not None and ctx.obj == "en" else "vi"


def built(name: str) -> TyperCommand:
    """Import the module of a command and make the command of its ``run``."""
    module = import_module(BY_NAME[name].module)
    holder = typer.Typer(add_completion=False, rich_markup_mode=None)
    holder.command(name, cls=OneCommand, help=module.HELP, context_settings=_SETTINGS)(spread(module.run))
    command = get_command(holder)
    command.examples = module.EXAMPLES  # type: ignore[attr-defined]
    return command  # type: ignore[return-value]


app = typer.Typer(cls=Root, add_completion=False, rich_markup_mode=None, context_settings=_SETTINGS)


def _version(value: bool) -> None:  # the interface of a flag
    if value:
        from parindex import __version__

        typer.echo(f"parindex {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def root(
    ctx: typer.Context,
    lang: LangFlag = None,  # noqa: ARG001  # chosen by Root before the line is parsed
    debug: DebugFlag = False,  # noqa: ARG001  # looked at when something fails
    version: Annotated[  # noqa: ARG001  # does its work as it is parsed
        bool, typer.Option("--version", callback=_version, is_eager=True, help=N_("hiện phiên bản"))
    ] = False,
) -> None:
    """Show the help where no command is named."""
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())
        raise typer.Exit(2)


def main(words: Sequence[str] | None = None) -> int:
    """Run a command line (without the name of the program) and give its exit status.

    0: done; 1: problems in the input, each in one block on the error stream; 2: the line itself is wrong;
    130: stopped by Ctrl-C; 141: the reader of the output went away; 70: an error of parindex itself.
    """
    keep_memory()
    line = list(sys.argv[1:] if words is None else words)
    return guarded(lambda: _run(line), line)


def _run(line: list[str]) -> int:
    status = get_command(app).main(line, prog_name="parindex", standalone_mode=False)
    return status if isinstance(status, int) else 0
