"""Who scores a leaf, where its value comes from, and what proves it."""

from __future__ import annotations

from collections.abc import Iterator

from parindex.errors import Problem, kind
from parindex.frameworks.checks.scene import Scene, Spot
from parindex.language import N_

NOT_BY_SURVEY = kind(
    "FW151",
    N_("tiêu chí {code}: cách chấm {rule} dùng kết quả điều tra, nhưng scored_by là {given}"),
    N_("ghi scored_by: survey (hoặc data, nếu lấy từ chỉ số có sẵn)"),
    severity="warning",
)
FEED_WITHOUT_DATA = kind(
    "FW152",
    N_("tiêu chí {code} lấy số liệu tự động (feed), nhưng scored_by là {given}"),
    N_("ghi scored_by: dossier, data hoặc survey; nếu số liệu do người nhập thì xóa feed"),
)
EVIDENCE_TWICE = kind(
    "FW153",
    N_("tiêu chí {code} yêu cầu hai lần cùng một tài liệu kiểm chứng: “{label}”"),
    N_("xóa một lần"),
    severity="warning",
)
SELF_SCORED = kind(
    "FW154",
    N_("tiêu chí {code}: điểm do người khác cho (cách chấm {rule}), nhưng scored_by là unit"),
    N_("ghi scored_by: appraiser hoặc council; đơn vị không tự chấm tiêu chí này"),
    severity="warning",
)
_SURVEY_RULES = ("survey_index", "survey_likert")
_SURVEY_SCORERS = ("survey", "data")
_GIVEN_RULES = ("graded", "appraised")
_FED_SCORERS = ("dossier", "data", "survey")


def problems(scene: Scene) -> Iterator[Problem]:
    """Give the problems of scorers, feeds and evidence."""
    for spot in scene.leaves:
        yield from _scorer(scene, spot)
        if spot.node.feed is not None and spot.scored_by not in _FED_SCORERS:
            path = (*spot.path, "feed")
            yield scene.problem(FEED_WITHOUT_DATA, path, code=spot.code, given=spot.scored_by)
    for spot in scene.spots:
        yield from _evidence(scene, spot)


def _scorer(scene: Scene, spot: Spot) -> Iterator[Problem]:
    rule = spot.node.rule.kind if spot.node.rule is not None else ""
    path = (*spot.path, "scored_by" if spot.node.scored_by else "rule")
    if rule in _SURVEY_RULES and spot.scored_by not in _SURVEY_SCORERS:
        yield scene.problem(NOT_BY_SURVEY, path, code=spot.code, rule=rule, given=spot.scored_by)
    if rule in _GIVEN_RULES and spot.scored_by == "unit":
        yield scene.problem(SELF_SCORED, path, code=spot.code, rule=rule)


def _evidence(scene: Scene, spot: Spot) -> Iterator[Problem]:
    labels = [evidence.label.vi.casefold() for evidence in spot.node.evidence]
    for number, evidence in enumerate(spot.node.evidence):
        if labels[number] in labels[:number]:
            path = (*spot.path, "evidence", number)
            yield scene.problem(EVIDENCE_TWICE, path, code=spot.code, label=evidence.label)
