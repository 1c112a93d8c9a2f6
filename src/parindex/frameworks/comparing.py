"""Comparing two editions: what was added, dropped, moved, re-pointed, re-worded, and scored otherwise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from parindex.errors import Phrase
from parindex.frameworks.changes import CHANGES, Change, Comparison, Subject, change, differences
from parindex.frameworks.crosswalk import Crosswalk, load_crosswalk
from parindex.frameworks.facts import Fact, facts, values_of
from parindex.frameworks.field_words import CLASSES, FIELDS
from parindex.frameworks.loading import Loaded, edition_of
from parindex.frameworks.matching import Matching, comparable, not_comparable
from parindex.frameworks.model import Channel, Edition, Node
from parindex.frameworks.outline import Outline, OutlineNode, outline
from parindex.frameworks.parts import Part
from parindex.language import N_

__all__ = [
    "CHANGES",
    "Change",
    "Comparison",
    "comparable",
    "compare_editions",
    "load_crosswalk",
    "not_comparable",
]

_ADDED: Final = N_("Thêm tiêu chí {code} “{label}” ({max} điểm)")
_DROPPED: Final = N_("Bỏ tiêu chí {code} “{label}” ({max} điểm)")
_RECODED: Final = N_("Tiêu chí {before} đổi mã thành {after}")
_MOVED: Final = N_("{where}: chuyển từ {before} sang {after}")
_SPLIT: Final = N_("Tiêu chí {old} tách ra, một phần ({share}) vào tiêu chí {new}")
_MERGED: Final = N_("Tiêu chí {old} ({share}) gộp vào tiêu chí {new}")
_TOP: Final = N_("cấp cao nhất")
_NEW_CHANNEL: Final = N_("Thêm nguồn điểm “{label}” ({after} điểm)")
_NO_CHANNEL: Final = N_("Bỏ nguồn điểm “{label}” ({before} điểm)")

_OF_EDITION: Final = ("title", "league", "unit_kinds", "validity", "note", "illustrative")
_OF_NODE: Final = {
    "repointed": ("max",),
    "reworded": ("label", "guidance"),
    "evidence": ("evidence",),
    "criterion": ("not_applicable", "missing", "role", "round", "feed", "illustrative"),
}
_INHERITED: Final = (("channel", "channel"), ("scorer", "scored_by"), ("criterion", "legal_ref"))


def compare_editions(
    before: Edition | Loaded, after: Edition | Loaded, crosswalk: Crosswalk | None = None
) -> Comparison:
    """Tell what changed from one edition to another.

    Criteria are matched by the crosswalk, and by equal codes where it does not speak of them. What is
    inherited (channel, scorer, law) is told once, at the highest criterion where it changed.

    >>> from parindex.frameworks.registry import find
    >>> edition = find("commune-hai-duong@2022")
    >>> compare_editions(edition, edition).counts
    {}
    """
    before, after = edition_of(before), edition_of(after)
    matching = Matching(before, after, crosswalk)
    found = [*_of_edition(before, after), *_of_tree(matching), *_of_links(matching)]
    return Comparison(before.ref, after.ref, tuple(found))


def _of_edition(before: Edition, after: Edition) -> Iterator[Change]:
    for name in _OF_EDITION:
        pair = (_field(before, name), _field(after, name))
        yield from differences(Subject("edition", Phrase(N_("Bộ tiêu chí"))), *pair)
    law = Subject("legal_basis", Phrase(N_("Căn cứ pháp lý")))
    yield from differences(law, facts(before.legal_basis), facts(after.legal_basis))
    for name in dict.fromkeys([*before.channels, *after.channels]):
        yield from _channel(name, before.channels.get(name), after.channels.get(name))
    settings = Subject("settings", Phrase(N_("Quy định chung")))
    yield from differences(settings, facts(before.settings), facts(after.settings))


def _channel(name: str, before: Channel | None, after: Channel | None) -> Iterator[Change]:
    if before is not None and after is not None:
        where = Phrase(N_("Nguồn điểm “{label}”"), {"label": after.label})
        yield from differences(Subject("channels", where), facts(before), facts(after), f"{name}.")
    elif (there := before or after) is not None:
        template = _NO_CHANNEL if before else _NEW_CHANNEL
        details = {"label": there.label}
        values = (before.max if before else None, after.max if after else None)
        yield Change("channels", None, None, name, *values, template, details)


def _of_tree(matching: Matching) -> Iterator[Change]:
    flat = (outline(matching.before), outline(matching.after))
    carried_on = {*matching.pairs, *(link.from_ for link in matching.partial)}
    for node in flat[0].nodes:
        if node.code not in carried_on:
            yield _alone("dropped", node.node)
    olds = {new: old for old, new in matching.pairs.items()}
    merged = {link.to for link in matching.partial}
    for node in flat[1].nodes:
        if node.code in olds:
            yield from _of_pair(Pair(matching, flat, flat[0].by_code(olds[node.code]), node))
        elif node.code not in merged:
            yield _alone("added", node.node)


def _alone(kind: str, node: Node) -> Change:
    details = {"code": node.code, "label": node.label, "max": node.max}
    if kind == "added":
        return Change(kind, None, node.code, "", None, node.label, _ADDED, details)
    return Change(kind, node.code, None, "", node.label, None, _DROPPED, details)


@dataclass(frozen=True)
class Pair:
    """A criterion in both editions, each laid out flat."""

    matching: Matching
    outlines: tuple[Outline, Outline]
    old: OutlineNode
    new: OutlineNode

    @property
    def codes(self) -> tuple[str, str]:
        """The old code and the new one."""
        return self.old.code, self.new.code

    def subject(self, kind: str) -> Subject:
        """Name the criterion, and the kind of its change."""
        if self.old.code == self.new.code:
            return Subject(kind, Phrase(N_("Tiêu chí {code}"), {"code": self.new.code}), self.codes)
        words = Phrase(N_("Tiêu chí {code} (trước là {old})"), {"code": self.new.code, "old": self.old.code})
        return Subject(kind, words, self.codes)

    @property
    def parents(self) -> tuple[OutlineNode | None, OutlineNode | None]:
        """The criteria above, in each edition."""
        return tuple(  # type: ignore[return-value]  # a pair in, a pair out
            None if node.parent is None else flat.nodes[node.parent]
            for flat, node in zip(self.outlines, (self.old, self.new), strict=True)
        )


def _of_pair(pair: Pair) -> Iterator[Change]:
    old, new = pair.old.node, pair.new.node
    if old.code != new.code:
        yield Change("recoded", *pair.codes, "code", old.code, new.code, _RECODED)
    yield from _moved(pair)
    for kind, names in _OF_NODE.items():
        for name in names:
            yield from differences(pair.subject(kind), _field(old, name), _field(new, name))
    yield from _rule(pair)
    for kind, name in _INHERITED:
        yield from _inherited(pair, kind, name)


def _moved(pair: Pair) -> Iterator[Change]:
    above_old, above_new = pair.parents
    expected = pair.matching.pairs.get(above_old.code) if above_old else None
    if expected != (above_new.code if above_new else None) or (above_old is None) != (above_new is None):
        left, entered = (above.code if above else Phrase(_TOP) for above in (above_old, above_new))
        where = pair.subject("moved").where
        yield Change("moved", *pair.codes, "", left, entered, _MOVED, {"where": where})


def _rule(pair: Pair) -> Iterator[Change]:
    old, new = pair.old.node.rule, pair.new.node.rule
    if type(old) is type(new):
        yield from differences(pair.subject("rule"), facts(old), facts(new), "rule.")
        return
    names = (Phrase(CLASSES[type(rule).__name__]) if rule else None for rule in (old, new))
    yield from change(pair.subject("rule"), "rule.kind", Phrase(FIELDS["Node"]["rule"].name), *names)


def _inherited(pair: Pair, kind: str, name: str) -> Iterator[Change]:
    """Tell what changed by inheritance once, at the highest criterion where it did."""
    values = (getattr(pair.old, name), getattr(pair.new, name))
    above_old, above_new = pair.parents
    is_told_above = above_old and above_new and values == (getattr(above_old, name), getattr(above_new, name))
    if values[0] != values[1] and not is_told_above:
        yield from change(pair.subject(kind), name, Phrase(FIELDS["Node"][name].name), *values)


def _of_links(matching: Matching) -> Iterator[Change]:
    times = Counter(link.from_ for link in matching.partial)
    for link in matching.partial:
        is_split = times[link.from_] > 1 or link.share < 1
        share = Phrase("{share} %", {"share": link.share * 100})
        details = {"old": link.from_, "new": link.to, "share": share}
        template = _SPLIT if is_split else _MERGED
        kind = "split" if is_split else "merged"
        yield Change(kind, link.from_, link.to, "share", None, share, template, details)


def _field(part: Part, name: str) -> dict[str, Fact]:
    words = (Phrase(FIELDS[type(part).__name__][name].name),)
    return dict(values_of(getattr(part, name), name, words))
