"""Channels: their maxima, and which leaf belongs to which."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from parindex.errors import Problem, kind
from parindex.frameworks.checks.scene import Scene, Spot, total
from parindex.frameworks.model import Channel
from parindex.frameworks.rules import Deduction, Penalty, Rule, Violation
from parindex.language import N_

SUM = kind(
    "FW102",
    N_("nguồn điểm “{channel}” ghi tối đa {max} điểm, nhưng các tiêu chí của nguồn này cộng lại là {sum}"),
    N_(
        "lệch {gap} điểm: sửa max của nguồn điểm thành {sum}, hoặc xem lại điểm tối đa và khóa channel "
        "của các tiêu chí thuộc nguồn này"
    ),
)
CAP_OUT_OF_REACH = kind(
    "FW103",
    N_("trần của nguồn điểm “{channel}” là {max} điểm, nhưng các tiêu chí cộng lại nhiều nhất chỉ {sum}"),
    N_("trần này không bao giờ có tác dụng: sửa thành {sum}, hoặc xem lại trần của từng tiêu chí"),
    severity="warning",
)
NEARLY_HUNDRED = kind(
    "FW104",
    N_("tổng điểm tối đa của các nguồn điểm là {sum}, lệch {gap} điểm so với 100"),
    N_("đối chiếu lại với văn bản; nếu văn bản ghi đúng như vậy thì giữ nguyên"),
    severity="warning",
)
UNKNOWN = kind(
    "FW107",
    N_("nguồn điểm “{given}” của tiêu chí {code} chưa được khai báo"),
    N_("dùng một trong: {known}; hoặc khai báo nguồn này ở khối channels"),
)
NONE = kind(
    "FW108",
    N_("tiêu chí {code} không thuộc nguồn điểm nào"),
    N_("thêm khóa channel cho tiêu chí này, hoặc cho tiêu chí phía trên nó; dùng một trong: {known}"),
)
NO_LEAVES = kind(
    "FW109",
    N_("không có tiêu chí nào thuộc nguồn điểm “{channel}”"),
    N_("ghi channel: {channel} ở các tiêu chí của nguồn này, hoặc xóa nguồn này"),
)
PENALTY_MAX = kind(
    "FW114",
    N_("tiêu chí {code} thuộc nguồn điểm phạt nhưng có điểm tối đa {max}"),
    N_("điểm phạt chỉ trừ: ghi max: 0; mức trừ nhiều nhất ghi ở cap của cách chấm penalty"),
)
BONUS_OUTSIDE = kind(
    "FW115",
    N_("tiêu chí {code} có cách chấm bonus nhưng không thuộc nguồn điểm thưởng"),
    N_("cho tiêu chí vào một nguồn điểm kind: bonus, hoặc dùng cách chấm count"),
)
PENALTY_OUTSIDE = kind(
    "FW116",
    N_("tiêu chí {code} có cách chấm penalty nhưng không thuộc nguồn điểm phạt"),
    N_("cho tiêu chí vào một nguồn điểm kind: penalty, hoặc dùng cách chấm deduction"),
)
CANNOT_TAKE_OFF = kind(
    "FW117",
    N_("tiêu chí {code} thuộc nguồn điểm phạt nhưng cách chấm {rule} không trừ điểm"),
    N_("dùng penalty, deduction với floor dưới 0, violation có extra; hoặc cho tiêu chí vào nguồn điểm khác"),
)
NOT_POSITIVE = kind(
    "FW119",
    N_("điểm tối đa của nguồn điểm “{channel}” là {max}, phải lớn hơn 0"),
    N_("ghi số dương, cả với nguồn điểm phạt (ở đó max là mức trừ nhiều nhất)"),
)
# A total close to 100 is a slip (a published form adds up to 99,55); one far from it is meant (Lào Cai: 70).
_HUNDRED, _NEAR = Decimal(100), Decimal(10)


def problems(scene: Scene) -> Iterator[Problem]:
    """Give the problems of channels."""
    # Where a leaf has no channel, or one that is unknown, what the channels add up to cannot be told.
    can_add = all(scene.channel(spot) is not None for spot in scene.leaves)
    for name, channel in scene.edition.channels.items():
        if channel.max <= 0:
            yield scene.problem(NOT_POSITIVE, ("channels", name, "max"), channel=name, max=channel.max)
        elif can_add:
            yield from _sum(scene, name, channel)
    yield from _total(scene)
    yield from _unknown(scene)
    yield from _without(scene)
    for spot in scene.leaves:
        yield from _leaf(scene, spot)


def _sum(scene: Scene, name: str, channel: Channel) -> Iterator[Problem]:
    leaves = [spot for spot in scene.leaves if spot.channel == name]
    if not leaves:
        yield scene.problem(NO_LEAVES, ("channels", name), channel=name)
        return
    added = total(_most(spot, channel) for spot in leaves)
    details = {"channel": name, "max": channel.max, "sum": added, "gap": abs(added - channel.max)}
    path = ("channels", name, "max")
    if channel.kind == "base" and added != channel.max:
        yield scene.problem(SUM, path, **details)
    # What a deduction or a violation takes off has no limit that could be added up.
    is_limited = channel.kind == "bonus" or all(isinstance(spot.node.rule, Penalty) for spot in leaves)
    if channel.kind != "base" and added < channel.max and is_limited:
        yield scene.problem(CAP_OUT_OF_REACH, path, **details)


def _most(spot: Spot, channel: Channel) -> Decimal:
    """Give the most points that a leaf moves: its maximum, or what a penalty takes off at most."""
    if channel.kind != "penalty":
        return spot.node.max
    return spot.node.rule.cap if isinstance(spot.node.rule, Penalty) else Decimal(0)


def _total(scene: Scene) -> Iterator[Problem]:
    added = total(channel.max for channel in scene.edition.channels.values() if channel.kind == "base")
    gap = abs(added - _HUNDRED)
    if 0 < gap < _NEAR:
        yield scene.problem(NEARLY_HUNDRED, ("channels",), sum=added, gap=gap)


def _unknown(scene: Scene) -> Iterator[Problem]:
    for spot in scene.spots:
        given = spot.node.channel
        if given is not None and given not in scene.edition.channels:
            details = {"code": spot.code, "given": given, "known": _known(scene)}
            yield scene.problem(UNKNOWN, (*spot.path, "channel"), **details)


def _without(scene: Scene) -> Iterator[Problem]:
    """Name the highest nodes below which nothing has a channel, so that one slip gives one message."""
    named: list[Spot] = []
    with_channel = [spot.path for spot in scene.spots if spot.channel is not None]
    for spot in scene.spots:
        has_some = any(path[: len(spot.path)] == spot.path for path in with_channel)
        is_below_named = any(spot.path[: len(above.path)] == above.path for above in named)
        if not has_some and not is_below_named:
            named.append(spot)
            yield scene.problem(NONE, spot.path, code=spot.code, known=_known(scene))


def _leaf(scene: Scene, spot: Spot) -> Iterator[Problem]:
    channel, rule = scene.channel(spot), spot.node.rule
    if channel is None or rule is None:
        return
    path = (*spot.path, "rule")
    if rule.kind == "bonus" and channel.kind != "bonus":
        yield scene.problem(BONUS_OUTSIDE, path, code=spot.code)
    elif rule.kind == "penalty" and channel.kind != "penalty":
        yield scene.problem(PENALTY_OUTSIDE, path, code=spot.code)
    elif channel.kind == "penalty" and not _takes_off(rule):
        yield scene.problem(CANNOT_TAKE_OFF, path, code=spot.code, rule=rule.kind)
    elif channel.kind == "penalty" and spot.node.max != 0:
        yield scene.problem(PENALTY_MAX, (*spot.path, "max"), code=spot.code, max=spot.node.max)


def _takes_off(rule: Rule) -> bool:
    """Tell whether a rule goes below 0: a deduction needs a floor below 0, a violation something extra."""
    if isinstance(rule, Deduction):
        return rule.floor < 0
    return isinstance(rule, Penalty) or (isinstance(rule, Violation) and rule.extra > 0)


def _known(scene: Scene) -> str:
    return ", ".join(scene.edition.channels)
