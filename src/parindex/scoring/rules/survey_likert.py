"""R12. Điều tra XHH: mỗi phương án trả lời một trọng số (100/60/20/0), lấy bình quân, nhân điểm tối đa."""

from __future__ import annotations

from parindex import exact
from parindex.frameworks.model import Node
from parindex.frameworks.rules import SurveyLikert
from parindex.language import N_
from parindex.scoring.marks import Clause, LeafInputs, Marks, only_clause


def points(rule: SurveyLikert, leaf: LeafInputs) -> Marks:
    """Give the mean weight of the answers times the maximum; without answers it is undefined.

    >>> from parindex.scoring.marks import leaf_inputs
    >>> weights = {"good": 100, "fair": 60, "average": 20, "poor": 0}
    >>> options = tuple({"name": name, "label": name, "weight": weight} for name, weight in weights.items())
    >>> answers = leaf_inputs(2, good=[60, 0], fair=[25, 0], average=[10, 0], poor=[5, 0])
    >>> marks = points(SurveyLikert(kind="survey_likert", options=options), answers)
    >>> exact.to_floats(marks.points).tolist(), marks.undefined.tolist()
    ([1.54, 0.0], [False, True])
    """
    counts = [leaf[option.name] for option in rule.options]
    answers = exact.total(counts)
    has_none = answers.whole == 0
    weighed = exact.total(
        [exact.times_over(n, exact.constant(o.weight)) for n, o in zip(counts, rule.options, strict=True)]
    )
    base = exact.where(has_none, exact.constant(1), answers)
    mean = exact.times_over(weighed, exact.constant(leaf.max_points / 100), base)
    return Marks(mean, only_clause(leaf.size), has_none)


def clauses(rule: SurveyLikert, node: Node) -> tuple[Clause, ...]:  # noqa: ARG001  # the signature of all rules
    """Name the clause with the weights."""
    weights = "/".join(format(option.weight.normalize(), "f") for option in rule.options)
    return (Clause(N_("bình quân các câu trả lời theo trọng số {weights} %"), {"weights": weights}),)
