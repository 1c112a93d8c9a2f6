"""The rows of the printable self-assessment report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from parindex.language import Lang
from parweb.assessments.inputs_html import values_text
from parweb.assessments.page import Branch, EntryPage


@dataclass(frozen=True)
class ReportRow:
    """A line of the report: a node with its points, and for a leaf what was said and shown."""

    code: str
    label: str
    most: Decimal
    points: Decimal | None
    is_leaf: bool
    said: str = ""
    documents: str = ""
    explanation: str = ""
    set_points: Decimal | None = None
    set_reason: str = ""


def report_rows(page: EntryPage, lang: Lang) -> list[ReportRow]:
    """Give the lines of a report in printed order; leaves that others score have no points here."""
    return [row for branch in page.branches for row in _rows(branch, lang)]


def _rows(branch: Branch, lang: Lang) -> Iterator[ReportRow]:
    if branch.leaf is None:
        yield ReportRow(branch.node.code, branch.label, branch.node.node.max, branch.points, is_leaf=False)
        for one in branch.below:
            yield from _rows(one, lang)
        return
    yield _leaf_row(branch, lang)


def _leaf_row(branch: Branch, lang: Lang) -> ReportRow:
    view, answer = branch.leaf, branch.leaf.answer if branch.leaf else None
    node = branch.node.node
    if view is None or answer is None:
        said = "" if view is None or view.is_own else str(view.scorer)
        return ReportRow(node.code, branch.label, node.max, None, is_leaf=True, said=said)
    shown = [
        str(one.document) for one in view.evidence if one.is_readable and not one.document.is_confidential
    ]
    return ReportRow(
        node.code,
        branch.label,
        node.max,
        answer.points,
        is_leaf=True,
        said=values_text(view.leaf, answer.inputs, answer.standing, lang),
        documents="; ".join(shown),
        explanation=answer.explanation,
        set_points=answer.set_points,
        set_reason=answer.set_reason,
    )
