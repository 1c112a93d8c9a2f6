"""Writing an edition as a workbook, and telling what the workbook cannot carry."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import yaml

from parindex.errors import Place, Problem, ProblemsFound
from parindex.frameworks.cases import Case
from parindex.frameworks.digest import canonical
from parindex.frameworks.model import Edition
from parindex.frameworks.workbook import cases_keys, settings_keys, tree_columns
from parindex.frameworks.workbook.cases_writing import write_cases
from parindex.frameworks.workbook.guide import GUIDE, write_guide
from parindex.frameworks.workbook.importing import import_workbook
from parindex.frameworks.workbook.looks import CHANNEL_WORDS, Lists
from parindex.frameworks.workbook.problems import LOST_COMMENT, LOST_CONTENT
from parindex.frameworks.workbook.settings_writing import write_settings
from parindex.frameworks.workbook.tree_writing import write_tree
from parindex.language import Lang, translate
from parindex.spreadsheets import Book
from parindex.text import fold

_MOST_OF_A_COMMENT: Final = 120


def export_workbook(
    edition: Edition, cases: Iterable[Case], path: Path | str, lang: Lang = "vi", sources: Sequence[Path] = ()
) -> tuple[Problem, ...]:
    """Write an edition and its cases as a workbook that an official can edit.

    Sheets: the criteria (one row a node), the settings with channels and classes, the cases, a guide. Codes
    are locked, choices are drop-downs. The same content gives the same bytes. ``sources`` are the YAML files
    that the edition was read from: their comments are looked for.

    Gives, as warnings, what the workbook cannot carry: comments, and every value that does not come back
    from reading the workbook just written. Raises :class:`ProblemsFound` when the file cannot be written.
    """
    listed = list(cases)
    _write(edition, listed, path, lang)
    comments = [problem for source in sources for problem in _comments(source)]
    return (*comments, *_not_carried(edition, listed, path))


def _write(edition: Edition, cases: list[Case], path: Path | str, lang: Lang) -> None:
    with Book(path, edition.title.in_(lang)) as book:
        titles = (tree_columns.SHEET, settings_keys.SHEET, cases_keys.SHEET, GUIDE)
        tree, settings, examples, guide = (book.sheet(translate(title, lang)) for title in titles)
        lists = Lists(book)
        words = channel_words(edition, lang)
        hidden = book.sheet(CHANNEL_WORDS, is_hidden=True)
        for row, (name, word) in enumerate(words.items()):
            hidden.put_row(row, [name, word])
        write_tree(tree, edition, lists, words, lang)
        write_settings(settings, edition, lists, lang)
        write_cases(examples, edition, cases, lists, lang)
        write_guide(guide, edition, lang)


def channel_words(edition: Edition, lang: Lang) -> dict[str, str]:
    """Give the word of each channel: its label, or its name where labels do not tell channels apart."""
    labels = {name: channel.label.in_(lang) for name, channel in edition.channels.items()}
    folded = {fold(label) for label in labels.values()} - {""}
    names = {fold(name) for name in labels}
    is_clear = (
        len(folded) == len(labels) and not folded & names and all(_is_kept(one) for one in labels.values())
    )
    return labels if is_clear else {name: name for name in labels}


def _is_kept(label: str) -> bool:
    return label == label.strip() and "\r" not in label


def _not_carried(edition: Edition, cases: list[Case], path: Path | str) -> Iterator[Problem]:
    try:
        back = import_workbook(path)
    except ProblemsFound as found:
        yield from (Problem(LOST_CONTENT, one.place, {"what": one.what()}) for one in found.problems)
        return
    lost = [
        *_differences(canonical(edition), canonical(back.edition), ()),
        *_differences(_plain(cases), _plain(back.cases), (cases_keys.SHEET,)),
    ]
    yield from (Problem(LOST_CONTENT, Place(file=str(path)), {"what": what}) for what in lost)


def _plain(cases: list[Case]) -> list[Any]:
    return [case.model_dump(by_alias=True) for case in cases]


def _differences(one: Any, other: Any, path: tuple[str, ...]) -> Iterator[str]:
    """Name the places where two plain values differ: codes where nodes have them, keys, numbers."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in one | other:
            yield from _differences(one.get(key), other.get(key), (*path, str(key)))
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for number, (left, right) in enumerate(zip(one, other, strict=True), 1):
            name = (
                str(left.get("code") or left.get("name") or number) if isinstance(left, dict) else str(number)
            )
            yield from _differences(left, right, (*path, name))
    elif one != other:
        yield " › ".join(path)


def _comments(source: Path) -> Iterator[Problem]:
    """Find the comments of a YAML file: what stands between its tokens and is not space."""
    text = source.read_text(encoding="utf-8-sig")
    end = 0
    for token in yaml.scan(text, Loader=yaml.SafeLoader):
        if isinstance(token, yaml.StreamStartToken | yaml.BlockEndToken):
            continue
        yield from _comments_between(text, end, token.start_mark.index, source)
        end = max(end, token.end_mark.index)


def _comments_between(text: str, start: int, end: int, source: Path) -> Iterator[Problem]:
    """Give the comment between two tokens, however many lines it has, with its first line."""
    line = text.count("\n", 0, start) + 1
    comments = {
        number: stripped.removeprefix("#").strip()
        for number, part in enumerate(text[start:end].split("\n"), line)
        if (stripped := part.strip()).startswith("#") and stripped != "#"
    }
    if comments:
        said = textwrap.shorten(" ".join(comments.values()), _MOST_OF_A_COMMENT, placeholder=" …")
        yield Problem(LOST_COMMENT, Place(file=str(source), line=min(comments)), {"text": said})
