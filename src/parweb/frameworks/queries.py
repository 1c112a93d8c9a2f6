"""Reads about adopted editions: their models are parsed once per digest and process."""

from __future__ import annotations

from functools import lru_cache

from parindex.frameworks.loading import Loaded
from parindex.frameworks.outline import Outline, outline
from parweb.frameworks.models import AdoptedEdition
from parweb.frameworks.texts import loaded_from_text


def loaded_edition(adopted: AdoptedEdition) -> Loaded:
    """Give the library's edition of an adopted one, checked against its digest when first read.

    Raises :class:`parweb.frameworks.texts.Altered` where the stored text is not what was adopted.
    """
    return _loaded(adopted.digest, adopted.text, adopted.ref)


def outline_of(adopted: AdoptedEdition) -> Outline:
    """Give the flat outline of an adopted edition."""
    return _outline(adopted.digest, adopted.text, adopted.ref)


@lru_cache(maxsize=32)
def _loaded(digest: str, text: str, ref: str) -> Loaded:
    return loaded_from_text(text, ref, digest)


@lru_cache(maxsize=32)
def _outline(digest: str, text: str, ref: str) -> Outline:
    return outline(_loaded(digest, text, ref).edition)
