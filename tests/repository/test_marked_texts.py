"""A text that is marked for translation is a plain one: the catalogue cannot know what an f-string becomes."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.repository.tree import SOURCE

MARKERS = {"_", "N_", "gettext", "gettext_lazy", "ngettext", "pgettext", "translate"}


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node


def marked_f_strings(text: str) -> list[int]:
    """The lines on which an f-string stands directly in a marker."""
    return [
        call.lineno
        for call in calls(ast.parse(text))
        if isinstance(call.func, ast.Name) and call.func.id in MARKERS
        for argument in call.args
        if isinstance(argument, ast.JoinedStr)
    ]


def test_the_search_sees_an_f_string_in_a_marker():
    assert marked_f_strings('N_(f"có {count} đơn vị")') == [1]
    assert marked_f_strings('N_("có {count} đơn vị")') == []


def test_no_marked_text_is_an_f_string():
    found = [
        f"{file.relative_to(SOURCE)}:{line}"
        for file in sorted(Path(SOURCE).rglob("*.py"))
        for line in marked_f_strings(file.read_text(encoding="utf-8"))
    ]
    assert found == []
