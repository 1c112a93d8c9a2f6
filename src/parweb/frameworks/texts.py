"""From the stored text of an edition to the library's model of it."""

from __future__ import annotations

from pathlib import Path

from parindex.frameworks.digest import digest
from parindex.frameworks.loading import Loaded, edition_from
from parindex.frameworks.yaml_lines import parse


class Altered(RuntimeError):  # noqa: N818  # it says what happened
    """The stored text of an adopted edition no longer says what was adopted."""


def loaded_from_text(text: str, name: str, expected_digest: str | None = None) -> Loaded:
    """Read an edition from its text; raises ``ProblemsFound`` with lines, or :class:`Altered`."""
    document = parse(text, name)
    loaded = Loaded(edition_from(document), document, Path())
    if expected_digest is not None and digest(loaded.edition) != expected_digest:
        raise Altered(name)
    return loaded
