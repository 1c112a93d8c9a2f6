"""Which criterion of one edition is which of another: by the crosswalk, else by code."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from parindex.frameworks.crosswalk import Crosswalk, Link
from parindex.frameworks.model import Edition, Node
from parindex.frameworks.parts import Text

_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True)
class Matching:
    """Two editions and the crosswalk between them, if there is one."""

    before: Edition
    after: Edition
    crosswalk: Crosswalk | None = None

    @cached_property
    def nodes_before(self) -> dict[str, Node]:
        """The nodes of the old edition by code."""
        return {node.code: node for node in self.before.nodes()}

    @cached_property
    def nodes_after(self) -> dict[str, Node]:
        """The nodes of the new edition by code."""
        return {node.code: node for node in self.after.nodes()}

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """The lines of the crosswalk."""
        return self.crosswalk.links if self.crosswalk else ()

    @cached_property
    def partial(self) -> tuple[Link, ...]:
        """The lines by which criteria were split or merged: what they link is not the same thing."""
        whole = set(self._one_to_one)
        return tuple(link for link in self.links if link.from_ and link.to and link not in whole)

    @cached_property
    def _one_to_one(self) -> tuple[Link, ...]:
        olds = Counter(link.from_ for link in self.links)
        news = Counter(link.to for link in self.links)
        return tuple(
            link
            for link in self.links
            if link.from_ and link.to and olds[link.from_] == news[link.to] == link.share == 1
        )

    @cached_property
    def by_crosswalk(self) -> dict[str, str]:
        """New codes by old codes, for the criteria that the crosswalk says are one and the same."""
        return {str(link.from_): str(link.to) for link in self._one_to_one}

    @cached_property
    def by_code(self) -> dict[str, str]:
        """Codes that are in both editions and that the crosswalk does not speak of."""
        olds = {link.from_ for link in self.links}
        news = {link.to for link in self.links}
        return {
            code: code
            for code in self.nodes_before
            if code in self.nodes_after and code not in olds and code not in news
        }

    @cached_property
    def pairs(self) -> dict[str, str]:
        """New codes by old codes, in the order of the old edition; re-worded criteria are among them."""
        both = {**self.by_code, **self.by_crosswalk}
        return {code: both[code] for code in self.nodes_before if code in both}

    def means_the_same(self, code: str) -> bool:
        """Tell whether a code stands for the same words in both editions: case, marks and years apart."""
        return meaning(self.nodes_before[code]) == meaning(self.nodes_after[code])


def meaning(node: Node) -> tuple[str, ...]:
    """Give the words of a label without case, punctuation and years."""
    return words_of(node.label)


def words_of(text: Text) -> tuple[str, ...]:
    """Give the words of a text without case, punctuation and years.

    >>> words_of(Text(vi="Kế hoạch CCHC năm 2025."))
    ('kế', 'hoạch', 'cchc', 'năm')
    """
    plain = unicodedata.normalize("NFC", text.vi).casefold()
    return tuple(_WORD.findall(_YEAR.sub("", plain)))


def comparable(before: Edition, after: Edition, crosswalk: Crosswalk | None = None) -> list[tuple[str, str]]:
    """List the nodes whose results can be compared: codes (old, new), in the order of the old edition.

    Comparable are nodes that the crosswalk links one to one and whole, and nodes of the same code whose
    labels say the same (case, punctuation and years apart). That the rule or the maximum changed does not
    matter: compare percentages of the maximum. The total and the channels are not in the list.
    """
    matching = Matching(before, after, crosswalk)
    return [
        (old, new)
        for old, new in matching.pairs.items()
        if old in matching.by_crosswalk or matching.means_the_same(old)
    ]


def not_comparable(
    before: Edition, after: Edition, crosswalk: Crosswalk | None = None
) -> tuple[list[str], list[str]]:
    """List what :func:`comparable` leaves out: codes of the old edition, codes of the new one."""
    pairs = comparable(before, after, crosswalk)
    olds, news = {old for old, _ in pairs}, {new for _, new in pairs}
    left_before = [node.code for node in before.nodes() if node.code not in olds]
    return left_before, [node.code for node in after.nodes() if node.code not in news]
