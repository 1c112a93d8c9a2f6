"""The index: its factors, the codes that count as satisfied, its bands, bridges to other forms."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from parindex.errors import Problem
from parindex.language import N_
from parindex.surveys.instruments.checks.scene import Path, Scene
from parindex.surveys.instruments.kinds import (
    DOUBLED_ITEM,
    INDEX_WITHOUT_FACTORS,
    UNKNOWN_ITEM,
    UNKNOWN_SECTION,
    WRONG_BANDS,
    WRONG_BRIDGE,
    WRONG_SATISFIED,
)
from parindex.surveys.instruments.parts import Bridge, IndexRule

_MOST = 100


def problems(scene: Scene) -> Iterator[Problem]:
    """Give the problems of the index."""
    rule = scene.form.index
    if (rule is None) != (not scene.form.factors):
        there, missing = ("factors", "index") if rule is None else ("index", "factors")
        yield scene.problem(INDEX_WITHOUT_FACTORS, (there,), there=there, missing=missing)
    yield from _factors(scene)
    if rule is not None:
        yield from _satisfied(scene, rule)
        yield from _bands(scene, rule)
    for number, bridge in enumerate(scene.form.bridges):
        yield from _bridge(scene, ("bridges", number), bridge)


def _factors(scene: Scene) -> Iterator[Problem]:
    codes = {column.id for column in scene.form.columns if column.kind == "code"}
    sections = {section.id for section in scene.form.sections}
    owner: dict[str, str] = {}
    for number, factor in enumerate(scene.form.factors):
        path: Path = ("factors", number)
        if factor.section is not None and factor.section not in sections:
            yield scene.problem(UNKNOWN_SECTION, path, factor=factor.code, section=factor.section)
        for item in factor.items:
            if item not in codes:
                yield scene.problem(UNKNOWN_ITEM, path, factor=factor.code, item=item)
            elif item in owner:
                details = {"item": item, "first": owner[item], "second": factor.code}
                yield scene.problem(DOUBLED_ITEM, path, **details)
            owner.setdefault(item, factor.code)


def _satisfied(scene: Scene, rule: IndexRule) -> Iterator[Problem]:
    told: set[str] = set()
    for factor in scene.form.factors:
        for item in factor.items:
            column = scene.form.column_by_id.get(item)
            if column is None or column.kind != "code" or column.question.id in told:
                continue
            known = {option.code for option in column.options} - set(column.no_opinion)
            unknown = sorted(set(rule.satisfied) - known)
            if unknown:
                told.add(column.question.id)
                codes = ", ".join(map(str, unknown))
                yield scene.problem(WRONG_SATISFIED, ("index", "satisfied"), codes=codes, item=item)


def _bands(scene: Scene, rule: IndexRule) -> Iterator[Problem]:
    """Find where bands overlap, or leave a gap between the lowest and 100 %."""
    bands = sorted(rule.bands, key=lambda band: band.from_)
    for low, high in pairwise(bands):
        if low.below != high.from_:
            yield scene.problem(WRONG_BANDS, ("index", "bands"), at=high.from_)
    if bands and bands[-1].below is not None and bands[-1].below <= _MOST:
        yield scene.problem(WRONG_BANDS, ("index", "bands"), at=bands[-1].below)


def _bridge(scene: Scene, path: Path, bridge: Bridge) -> Iterator[Problem]:
    known = {factor.code for factor in scene.form.factors}
    if bridge.to == scene.form.ref:
        reason = N_("nối với chính phiếu này")
    elif set(bridge.factors) - known:
        reason = N_("có yếu tố không thuộc phiếu này")
    elif not bridge.index and not bridge.factors:
        reason = N_("không nối chỉ số, cũng không nối yếu tố nào")
    else:
        return
    yield scene.problem(WRONG_BRIDGE, path, to=bridge.to, reason=reason)
