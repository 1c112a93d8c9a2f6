"""Help as people read it: in their language, grouped, with examples; fast, for nothing heavy is imported."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from parindex.cli.contents import ENTRIES, EXAMPLES, GROUPS
from parindex.cli.terminal import NARROWEST, WIDEST_PROSE, Ink, is_fancy, wrapped
from parindex.language import N_, Lang, translate

WHAT = N_(
    "chấm điểm, xếp hạng và giải thích Chỉ số cải cách hành chính (PAR INDEX) từ tệp dữ liệu. "
    "Đưa vào bộ tiêu chí và số liệu của một năm; nhận lại điểm, thứ hạng và lý do của từng điểm."
)
USAGE = N_("Cách dùng:")
COMMAND = N_("LỆNH")
FLAGS_MARK = N_("[CỜ]")
SHARED = N_("Cờ chung")
FLAGS = N_("Cờ")
WORDS = N_("Tham số")
EXAMPLES_HEAD = N_("Ví dụ")
STATUS_HEAD = N_("Mã thoát")
STATUS = N_(
    "0 xong · 1 dữ liệu đầu vào có lỗi · 2 dòng lệnh sai · 70 lỗi của chính chương trình "
    "· 130 dừng bằng Ctrl-C"
)
MORE = N_("Xem kỹ một lệnh: parindex LỆNH --help")
MORE_OF_FAMILY = N_("Xem kỹ một lệnh: parindex {name} LỆNH --help")
THIS_HELP = N_("hiện hướng dẫn này")
_LABEL = 18


class Writer:
    """Puts help together line by line."""

    def __init__(self, lang: Lang) -> None:
        self.lang = lang
        self.ink = Ink(is_fancy(sys.stdout))
        self.width = min(max(shutil.get_terminal_size().columns, NARROWEST), WIDEST_PROSE)
        self.lines: list[str] = []

    def say(self, text: str, first: str = "", rest: str = "") -> None:
        """Add a paragraph."""
        self.lines += wrapped(translate(text, self.lang), self.width, first, rest)

    def head(self, text: str) -> None:
        """Add an empty line and a heading."""
        self.lines += ["", self.ink(translate(text, self.lang), "bold")]

    def rows(self, rows: Sequence[tuple[str, str]]) -> None:
        """Add names, each with its words beside it, or below where the name is long."""
        column = _LABEL + 4
        for name, text in rows:
            label = f"  {self.ink(name, 'cyan')}"
            if len(name) > _LABEL:
                self.lines.append(label)
                label = ""
            gap = column - (len(name) + 2 if label else 0)
            lines = wrapped(translate(text, self.lang), self.width - column)
            self.lines += [f"{label}{' ' * gap}{lines[0]}".rstrip()]
            self.lines += [" " * column + line for line in lines[1:]]

    def examples(self, examples: Iterable[str]) -> None:
        """Add example lines."""
        self.head(EXAMPLES_HEAD)
        self.lines += [f"  {self.ink(example, 'green')}" for example in examples]

    def text(self) -> str:
        """Give everything."""
        return "\n".join(self.lines)


def help_of_all(root: Any, ctx: Any, lang: Lang) -> str:  # a group and its context
    """Write ``parindex --help``."""
    out = Writer(lang)
    out.say(WHAT, first=f"{out.ink('parindex', 'bold')} – ")
    usage = f"{translate(COMMAND, lang)} … {translate(FLAGS_MARK, lang)}"
    out.lines += ["", f"{out.ink(translate(USAGE, lang), 'bold')} parindex {usage}"]
    for group in GROUPS:
        out.head(group)
        out.rows([(entry.name, entry.summary) for entry in ENTRIES if entry.group == group])
    out.head(SHARED)
    out.rows([flag_row(flag, lang) for flag in root.get_params(ctx)])
    out.examples(EXAMPLES)
    out.head(STATUS_HEAD)
    out.say(STATUS, "  ", "  ")
    out.lines.append("")
    out.say(MORE)
    return out.text()


def help_of_family(name: str, lang: Lang) -> str:
    """Write the help of commands that share their first word: ``parindex dossiers --help``."""
    out = Writer(lang)
    usage = f"{translate(COMMAND, lang)} … {translate(FLAGS_MARK, lang)}"
    out.lines += [f"{out.ink(translate(USAGE, lang), 'bold')} parindex {name} {usage}"]
    entries = [entry for entry in ENTRIES if entry.name.startswith(f"{name} ")]
    out.head(entries[0].group)
    out.rows([(entry.name.partition(" ")[2], entry.summary) for entry in entries])
    out.lines.append("")
    out.say(translate(MORE_OF_FAMILY, lang).format(name=name))
    return out.text()


def help_of_command(command: Any, ctx: Any, lang: Lang, examples: Sequence[str]) -> str:
    """Write ``parindex <command> --help``."""
    out = Writer(lang)
    out.lines.append(f"{out.ink(translate(USAGE, lang), 'bold')} {usage_line(command, ctx, lang)}")
    out.lines.append("")
    for number, paragraph in enumerate(translate(command.help or "", lang).split("\n\n")):
        out.lines += [""] if number else []
        out.say(paragraph)
    params = command.get_params(ctx)
    words = [part for part in params if part.param_type_name == "argument"]
    if words:
        out.head(WORDS)
        out.rows([(metavar(word, lang), word.help or "") for word in words])
    flags = [part for part in params if part.param_type_name == "option"]
    for panel in dict.fromkeys(panel_of(flag) for flag in flags):
        out.head(panel)
        out.rows([flag_row(flag, lang) for flag in flags if panel_of(flag) == panel])
    out.examples(examples)
    return out.text()


def panel_of(flag: Any) -> str:  # an option
    """Give the heading a flag stands under."""
    return SHARED if flag.name == "help" else getattr(flag, "rich_help_panel", None) or FLAGS


def flag_row(flag: Any, lang: Lang) -> tuple[str, str]:  # an option
    """Give a flag as it is typed, with its words."""
    if flag.name == "help":
        return "-h, --help", THIS_HELP
    typed = ", ".join(sorted(flag.opts, key=len))
    return (typed if flag.is_flag else f"{typed} {metavar(flag, lang)}"), flag.help or ""


def metavar(part: Any, lang: Lang) -> str:  # an argument or option
    """Give the word that stands for a value."""
    return translate(part.metavar or (part.name or "").upper(), lang)


def usage_line(command: Any, ctx: Any, lang: Lang) -> str:
    """Give the pattern a command is typed by: ``parindex score BỘ_TIÊU_CHÍ SỐ_LIỆU [CỜ]``."""
    params = command.get_params(ctx)
    words = [_as_typed(part, lang) for part in params if part.param_type_name == "argument"]
    flags = [
        f"{part.opts[0]} {metavar(part, lang)}"
        for part in params
        if part.param_type_name == "option" and part.required
    ]
    return " ".join([command_path(ctx), *words, *flags, translate(FLAGS_MARK, lang)])


def _as_typed(word: Any, lang: Lang) -> str:
    name = metavar(word, lang) + ("…" if word.nargs == -1 else "")
    return name if word.required else f"[{name}]"


def command_path(ctx: Any) -> str:
    """Give the names that lead to a command: ``parindex score``."""
    names = [] if ctx.parent is None else [ctx.command.name or ""]
    return " ".join(["parindex", *names])
