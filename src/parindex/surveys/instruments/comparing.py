"""Whether results of two forms may be compared: a change of form breaks a series, unless it is bridged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from parindex.errors import Phrase
from parindex.language import N_
from parindex.surveys.instruments.digest import measure_digest
from parindex.surveys.instruments.model import Instrument
from parindex.surveys.instruments.parts import Bridge, Factor

_SAME: Final = N_("hai phiếu hỏi cùng nội dung, cùng thang, cùng cách tính chỉ số")
_BROKEN: Final = N_("chuỗi số liệu bị ngắt giữa {a} và {b}: {difference}; không có cầu nối được khai")
_BRIDGED: Final = N_("có cầu nối được khai giữa {a} và {b}: {reason}")


@dataclass(frozen=True)
class Comparability:
    """Whether the index of two forms may be compared, which factors may (here, there), and why."""

    is_comparable: bool
    reason: Phrase
    factors: Mapping[str, str] = field(default_factory=dict)
    bridge: Bridge | None = None


def comparable(a: Instrument, b: Instrument) -> Comparability:
    """Tell whether results of form ``a`` may be compared with those of form ``b``.

    They may where both measure the same: the same factors, words, scales and rule of the index. Otherwise
    the comparison is broken, unless one of the forms declares a bridge to the other; a bridge may be for the
    index, for some factors, or for both. A factor with the same words on the same scale stays comparable.

    >>> from parindex.surveys.instruments.registry import load_instrument
    >>> found = comparable(load_instrument("sipas-users@2017"), load_instrument("sipas-population@2026"))
    >>> found.is_comparable, dict(found.factors)
    (False, {})
    """
    same = _same_factors(a, b)
    if a.index is not None and measure_digest(a) == measure_digest(b):
        return Comparability(is_comparable=True, reason=Phrase(_SAME), factors=same)
    names = {"a": a.ref, "b": b.ref}
    bridge, is_turned = _bridge(a, b)
    if bridge is None:
        return Comparability(
            is_comparable=False,
            reason=Phrase(_BROKEN, names | {"difference": _difference(a, b)}),
            factors=same,
        )
    crossing = {there: here for here, there in bridge.factors.items()} if is_turned else dict(bridge.factors)
    reason = Phrase(_BRIDGED, names | {"reason": bridge.reason})
    return Comparability(bridge.index, reason, same | crossing, bridge)


def _bridge(a: Instrument, b: Instrument) -> tuple[Bridge | None, bool]:
    """Find a declared bridge, and whether it was declared by the second form."""
    own = next((one for one in a.bridges if one.to == b.ref), None)
    if own is not None:
        return own, False
    return next((one for one in b.bridges if one.to == a.ref), None), True


def _same_factors(a: Instrument, b: Instrument) -> dict[str, str]:
    """Give the factors that ask the same on the same scale and count the same codes."""
    if a.index is None or b.index is None or set(a.index.satisfied) != set(b.index.satisfied):
        return {}
    there = {_asked(b, factor): factor.code for factor in b.factors}
    mine = {factor.code: _asked(a, factor) for factor in a.factors}
    return {code: there[asked] for code, asked in mine.items() if asked in there}


def _asked(form: Instrument, factor: Factor) -> frozenset[tuple[object, ...]]:
    columns = [form.column_by_id[item] for item in factor.items]
    return frozenset(
        (
            column.label.vi,
            frozenset((option.code, option.label.vi) for option in column.options),
            frozenset(column.no_opinion),
        )
        for column in columns
    )


def _difference(a: Instrument, b: Instrument) -> str:
    """Say the first thing that differs, from the whole to the parts."""
    if a.index is None or b.index is None:
        return N_("có phiếu không tính chỉ số")
    items = [{column.label.vi for column in form.index_columns} for form in (a, b)]
    if items[0] != items[1]:
        return N_("khác nội dung hỏi")
    if a.index.aggregation != b.index.aggregation:
        return N_("khác cách gộp chỉ số")
    if set(a.index.satisfied) != set(b.index.satisfied):
        return N_("khác mức được tính là hài lòng")
    return N_("khác yếu tố hoặc thang trả lời")
