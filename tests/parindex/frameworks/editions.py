"""What the tests of editions share: the sound edition, and copies of it with something changed."""

import copy
from pathlib import Path
from typing import Any

from parindex.frameworks.loading import FILE_NAME, Loaded, edition_from, load_edition
from parindex.frameworks.model import Edition
from parindex.frameworks.yaml_lines import Document, parse

SOUND = Path(__file__).parent / "sound"
TEXT = (SOUND / FILE_NAME).read_text(encoding="utf-8")


def sound() -> Loaded:
    return load_edition(SOUND)


def data() -> dict[str, Any]:
    return copy.deepcopy(parse(TEXT, FILE_NAME).data)


def loaded(content: dict[str, Any]) -> Loaded:
    document = Document(FILE_NAME, content)
    return Loaded(edition_from(document), document, Path("nowhere"))


def edition(content: dict[str, Any]) -> Edition:
    return loaded(content).edition


def from_text(text: str) -> Loaded:
    document = parse(text, FILE_NAME)
    return Loaded(edition_from(document), document, Path("nowhere"))


def leaf(content: dict[str, Any], code: str) -> dict[str, Any]:
    """The node of that code in the data of an edition."""
    return next(node for node in nodes(content["tree"]) if node["code"] == code)


def nodes(tree: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [found for node in tree for found in (node, *nodes(node.get("criteria", [])))]


def with_leaf(code: str, **keys: Any) -> dict[str, Any]:
    """The data of the sound edition with keys of one node replaced (None removes a key)."""
    content = data()
    leaf(content, code).update(keys)
    for key in [key for key, value in keys.items() if value is None]:
        del leaf(content, code)[key]
    return content
