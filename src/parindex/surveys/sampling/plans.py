"""The plan of a draw (phương án chọn mẫu) as data: its stages, what it sorts by, its reserve."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

from parindex.errors import Phrase, Place, Problem, ProblemsFound
from parindex.language import N_
from parindex.surveys.sampling.kinds import BAD_PLAN

Level = Literal["psu", "ssu", "element"]
"""What a stage draws: clusters, clusters in them, or elements."""
Method = Literal["srs", "systematic", "pps_systematic", "pps_brewer"]
"""Simple random; every k-th from a random start; in proportion to size, systematic or by Brewer's method."""
LEVELS: Final[tuple[Level, ...]] = get_args(Level)
METHODS: Final[tuple[Method, ...]] = get_args(Method)
BY_SIZE: Final = frozenset({"pps_systematic", "pps_brewer"})
KEY_OF: Final[Mapping[Level, str]] = {"psu": "psu", "ssu": "ssu", "element": "element_id"}
_MOST_RESERVE: Final = 1000


@dataclass(frozen=True)
class Stage:
    """One stage: so many of a level, in each stratum (first stage) or in each cluster drawn before.

    ``size`` is a number for every stratum, or one by stratum; None takes all. In later stages it is the
    number in each cluster of the stratum. A method by size takes the sum of ``size`` of what is in a cluster,
    or the number of its elements where the frame has no sizes.
    """

    level: Level
    size: int | Mapping[str, int] | None = None
    method: Method = "srs"

    def wanted(self, stratum: str) -> int | None:
        """Give the number for a stratum; None for all of it; raises ``KeyError`` where the plan has none."""
        return self.size[stratum] if isinstance(self.size, Mapping) else self.size


@dataclass(frozen=True)
class Plan:
    """The stages of a draw, from the largest level to the elements.

    ``sort`` are columns to sort by before a systematic stage (implicit stratification); ``reserve_percent``
    how many more to name as a reserve, in percent of what each last cell gives, rounded up;
    ``is_one_per_person`` whether a person with several elements can be drawn once only.
    Raises :class:`ProblemsFound` (SV325) where the stages make no draw.

    >>> Plan((Stage("psu", 12, "pps_systematic"), Stage("element", 10))).as_dict()["stages"][1]
    {'level': 'element', 'method': 'srs', 'size': 10}
    """

    stages: tuple[Stage, ...]
    sort: tuple[str, ...] = ()
    reserve_percent: int = 0
    is_one_per_person: bool = True

    def __post_init__(self) -> None:
        """Refuse stages that do not lead from the largest level to the elements."""
        reasons = [*_stage_reasons(self.stages)]
        if not 0 <= self.reserve_percent <= _MOST_RESERVE:
            reasons.append(Phrase(N_("dự phòng phải từ 0 đến {most} %"), {"most": _MOST_RESERVE}))
        if reasons:
            raise ProblemsFound([Problem(BAD_PLAN, Place(), {"reason": one}) for one in reasons])

    @property
    def needs_size(self) -> bool:
        """Whether elements are drawn in proportion to their size."""
        return self.stages[-1].method in BY_SIZE

    def as_dict(self) -> dict[str, Any]:
        """Give the plan as plain data, for JSON and YAML."""
        stages = [
            {
                "level": one.level,
                "method": one.method,
                "size": dict(one.size) if isinstance(one.size, Mapping) else one.size,
            }
            for one in self.stages
        ]
        return {
            "stages": stages,
            "sort": list(self.sort),
            "reserve_percent": self.reserve_percent,
            "is_one_per_person": self.is_one_per_person,
        }

    @staticmethod
    def from_dict(given: Any) -> Plan:
        """Read a plan from plain data; raises :class:`ProblemsFound` (SV325) for what is none.

        >>> Plan.from_dict({"stages": [{"level": "element", "size": 5}]}).stages[0].method
        'srs'
        """
        if not isinstance(given, Mapping) or not isinstance(given.get("stages"), list):
            raise _bad(N_("thiếu danh sách “stages”"))
        known = {"stages", "sort", "reserve_percent", "is_one_per_person"}
        unknown = sorted(str(key) for key in given.keys() - known)
        if unknown:
            raise _bad(N_("không có mục “{given}”"), given=", ".join(unknown))
        reserve, once = given.get("reserve_percent", 0), given.get("is_one_per_person", True)
        if not _is_whole(reserve) or not isinstance(once, bool):
            raise _bad(N_("“reserve_percent” là số nguyên, “is_one_per_person” là true hoặc false"))
        stages = tuple(_stage(one) for one in given["stages"])
        return Plan(stages, tuple(str(one) for one in given.get("sort") or ()), reserve, once)


def simple_plan(size: int | Mapping[str, int], method: Method = "srs", reserve_percent: int = 0) -> Plan:
    """Give the plan of one stage: so many elements of each stratum."""
    return Plan((Stage("element", size, method),), reserve_percent=reserve_percent)


def _stage(given: Any) -> Stage:
    if not isinstance(given, Mapping) or given.keys() - {"level", "size", "method"}:
        raise _bad(N_("mỗi cấp chỉ có “level”, “size”, “method”"))
    level, method, size = given.get("level"), given.get("method", "srs"), given.get("size")
    if level not in LEVELS or method not in METHODS:
        known = ", ".join((*LEVELS, *METHODS))
        raise _bad(N_("“level” và “method” là một trong: {known}"), known=known)
    if isinstance(size, Mapping):
        return Stage(level, {str(name): one for name, one in size.items()}, method)
    return Stage(level, size, method)


def _stage_reasons(stages: tuple[Stage, ...]) -> list[Phrase]:
    order = [LEVELS.index(one.level) for one in stages]
    reasons = []
    if not order or order != sorted(set(order)) or stages[-1].level != "element":
        reasons.append(
            Phrase(N_("các cấp đi từ psu, ssu đến element, mỗi cấp một lần, cuối cùng là element"))
        )
    for stage in stages:
        numbers = list(stage.size.values()) if isinstance(stage.size, Mapping) else [stage.size]
        if not all(one is None or (_is_whole(one) and one >= 0) for one in numbers):
            reasons.append(
                Phrase(N_("cỡ mẫu của cấp {level} phải là số nguyên từ 0"), {"level": stage.level})
            )
    return reasons


def _is_whole(given: Any) -> bool:
    return isinstance(given, int) and not isinstance(given, bool)


def _bad(reason: str, **details: Any) -> ProblemsFound:
    return ProblemsFound([Problem(BAD_PLAN, Place(), {"reason": Phrase(reason, details)})])
