"""Reads about adopted editions: their models are parsed once per digest and process."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from parindex.frameworks.changes import Comparison
from parindex.frameworks.comparing import compare_editions
from parindex.frameworks.loading import Loaded
from parindex.frameworks.outline import Outline, outline
from parindex.frameworks.registry import Entry, entries
from parindex.frameworks.registry import find as find_shipped
from parindex.language import Lang
from parindex.reports.comparing import comparison_report
from parindex.reports.content import Report
from parindex.reports.editions import tree_report
from parweb.frameworks.models import AdoptedEdition
from parweb.frameworks.reading import TreeNode, tree_in
from parweb.frameworks.texts import loaded_from_text
from parweb.interface.numbers import page_language


def loaded_edition(adopted: AdoptedEdition) -> Loaded:
    """Give the library's edition of an adopted one, checked against its digest when first read.

    Raises :class:`parweb.frameworks.texts.Altered` where the stored text is not what was adopted.
    """
    return _loaded(adopted.digest, adopted.text, adopted.ref)


def outline_of(adopted: AdoptedEdition) -> Outline:
    """Give the flat outline of an adopted edition."""
    return _outline(adopted.digest, adopted.text, adopted.ref)


def tree_of(adopted: AdoptedEdition, lang: Lang | None = None) -> tuple[TreeNode, ...]:
    """Give the tree of an adopted edition for readers, in the language of the page unless one is named.

    The template ``frameworks/parts/tree.html`` draws it (as ``tree``).
    """
    return _tree(adopted.digest, adopted.text, adopted.ref, lang or page_language())


def about_edition(adopted: AdoptedEdition, lang: Lang | None = None) -> Report:
    """Give what stands beside the tree, in words: what it rests on, channels, settings (a library report)."""
    return _about(adopted.digest, adopted.text, adopted.ref, lang or page_language())


def comparison_of(
    before: AdoptedEdition, after: AdoptedEdition, lang: Lang | None = None
) -> tuple[Comparison, Report]:
    """Tell what changed from one adopted edition to another, as data and as sentences in groups."""
    old, new = loaded_edition(before).edition, loaded_edition(after).edition
    comparison = compare_editions(old, new)
    return comparison, comparison_report(old, new, comparison, lang or page_language())


def shipped() -> Sequence[tuple[Entry, Loaded]]:
    """List the editions that come with the product, newest year first within an id."""
    return _shipped()


@lru_cache(maxsize=1)
def _shipped() -> tuple[tuple[Entry, Loaded], ...]:
    return tuple((entry, find_shipped(entry.ref)) for entry in entries())


@lru_cache(maxsize=32)
def _loaded(digest: str, text: str, ref: str) -> Loaded:
    return loaded_from_text(text, ref, digest)


@lru_cache(maxsize=32)
def _outline(digest: str, text: str, ref: str) -> Outline:
    return outline(_loaded(digest, text, ref).edition)


@lru_cache(maxsize=32)
def _tree(digest: str, text: str, ref: str, lang: Lang) -> tuple[TreeNode, ...]:
    return tree_in(_outline(digest, text, ref), lang)


@lru_cache(maxsize=32)
def _about(digest: str, text: str, ref: str, lang: Lang) -> Report:
    return tree_report(_loaded(digest, text, ref).edition, lang)
