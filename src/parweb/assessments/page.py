"""What the page of an entry shows: the tree of criteria with everything a leaf needs, made in few queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from parindex.frameworks.outline import OutlineNode
from parindex.frameworks.set_points import takes_set_points
from parindex.language import Lang
from parweb.accounts.person import Person
from parweb.accounts.verdicts import Verdict
from parweb.assessments.drafts import Draft, FieldProblem, draft_of, read_draft
from parweb.assessments.filling import filling_calendar
from parweb.assessments.gate import Lack, is_said, lacks_of
from parweb.assessments.inputs_html import inputs_html, values_text
from parweb.assessments.layout import Layout, layout_of
from parweb.assessments.models import Answer, Delegation, Entry, FedValue
from parweb.assessments.permissions import may_edit_entry
from parweb.assessments.queries import (
    delegations_of,
    entry_of,
    fed_of,
    former_answers,
)
from parweb.assessments.scoring_words import ScoreWords, score_words
from parweb.assessments.words import LeafWords, leaf_words
from parweb.assessments.xray.rules import findings_of
from parweb.assessments.xray.scene import Finding, Scene, Shown
from parweb.evidence.models import Use
from parweb.evidence.queries import uses_of
from parweb.evidence.showing import ShownDocument, shown_use
from parweb.rounds.models import Participant

SCORERS: Mapping[str, Any] = {
    "appraiser": _("Cơ quan thẩm định chấm"),
    "council": _("Hội đồng chấm"),
    "survey": _("Lấy từ kết quả điều tra"),
    "dossier": _("Lấy từ dữ liệu hồ sơ thủ tục hành chính"),
    "data": _("Lấy từ số liệu của cơ quan khác"),
}
FILTERS: Mapping[str, Any] = {
    "": _("Tất cả"),
    "thieu": _("Chỉ mục còn thiếu"),
    "cua-toi": _("Chỉ mục của tôi"),
    "ghi-chu": _("Chỉ mục có ghi chú, lưu ý"),
}
_NO_ANSWER = Draft()


@dataclass(frozen=True)
class Material:
    """Everything that was read of an entry; the rest is arithmetic."""

    participant: Participant
    layout: Layout
    entry: Entry | None
    answers: Mapping[str, Answer]
    fed: Mapping[str, FedValue]
    uses: Mapping[str, list[Use]]
    delegations: list[Delegation]
    former: Mapping[str, Answer]

    def scene(self) -> Scene:
        """Lay the entry open for the X-ray."""
        shown = tuple(shown_of(use) for uses in self.uses.values() for use in uses)
        return Scene(self.participant.round.year, self.layout, self.answers, shown)

    def lacks(self) -> list[Lack]:
        """List what the entry still lacks."""
        return lacks_of(self.layout, self.answers, frozenset(self.uses))


def material_of(participant: Participant) -> Material:
    """Read an entry with its evidence, its delegations and last year's answers."""
    entry = entry_of(participant)
    answers = {} if entry is None else {one.criterion_id: one for one in _answers(entry)}
    return Material(
        participant,
        layout_of(participant.round.edition),
        entry,
        answers,
        fed_of(participant),
        _by_criterion(uses_of([participant.pk]).exclude(purpose=Use.Purpose.SIGNATURE)),
        delegations_of(entry) if entry else [],
        former_answers(participant),
    )


def _answers(entry: Entry) -> Iterable[Answer]:
    return Answer.objects.filter(entry=entry).select_related("updated_by")


def _by_criterion(uses: Iterable[Use]) -> dict[str, list[Use]]:
    found: dict[str, list[Use]] = {}
    for use in uses:
        if use.document.withdrawn_at is None:
            found.setdefault(use.criterion_id, []).append(use)
    return found


def shown_of(use: Use) -> Shown:
    """Give what the X-ray looks at of a document in use."""
    document = use.document
    elsewhere = any(getattr(one, "is_at_another_unit", False) for one in document.versions.all())
    return Shown(use.criterion_id, str(document), document.effective_on or document.issued_on, elsewhere)


@dataclass(frozen=True)
class LeafView:
    """One leaf as the page shows it."""

    leaf: OutlineNode
    words: LeafWords
    answer: Answer | None
    draft: Draft
    inputs: SafeString
    score: ScoreWords | None
    problems: tuple[FieldProblem, ...]
    evidence: list[ShownDocument]
    last_year: str
    who: str
    lacks: list[Lack]
    findings: list[Finding]
    is_mine: bool
    is_editable: bool
    takes_points: bool
    fed: FedValue | None = None
    fed_text: str = ""
    scorer: Any = ""

    @property
    def code(self) -> str:
        """The code of the leaf."""
        return self.leaf.code

    @property
    def revision(self) -> int:
        """The revision that a form sends back."""
        return self.answer.revision if self.answer else 0

    @property
    def is_own(self) -> bool:
        """Tell whether units fill it in."""
        return self.leaf.scored_by == "unit"


@dataclass
class Branch:
    """A node of the tree: a leaf, or an inner node with what is below it and its sums."""

    node: OutlineNode
    label: str
    leaf: LeafView | None = None
    below: list[Branch] = field(default_factory=list)
    points: Decimal = Decimal(0)
    total: int = 0
    answered: int = 0

    @property
    def is_empty(self) -> bool:
        """Tell whether a filter left nothing here."""
        return self.leaf is None and all(one.is_empty for one in self.below)


@dataclass(frozen=True)
class EntryPage:
    """The page: the tree, how far the entry is, until when, and what comes next."""

    material: Material
    verdict: Verdict
    branches: list[Branch]
    leaves: list[LeafView]
    lacks: list[Lack]
    points: Decimal
    answered: int
    total: int
    closes_at: datetime | None
    is_extended: bool

    @property
    def left(self) -> int:
        """How many leaves still have no answer."""
        return self.total - self.answered


def entry_page(
    person: Person, participant: Participant, at: datetime, lang: Lang, *, chosen: str = "", only: str = ""
) -> EntryPage:
    """Make the page of an entry; ``chosen`` is a key of :data:`FILTERS`, ``only`` the code of one leaf."""
    material = material_of(participant)
    verdict = may_edit_entry(person, participant, at)
    maker = _Maker(person, material, lang, is_editable=bool(verdict))
    views = [maker.view(leaf) for code, leaf in material.layout.leaves.items() if only in ("", code)]
    branches = _tree(material.layout, views, chosen, lang)
    own = [view for view in views if view.is_own]
    needed = [view for view in own if view.code in material.layout.needed]
    phase = filling_calendar(participant.round).scoring(participant, at)
    return EntryPage(
        material,
        verdict,
        branches,
        views,
        [lack for view in own for lack in view.lacks],
        sum((_counted(view) for view in own), Decimal(0)),
        sum(_is_answered(view) for view in needed),
        len(needed),
        phase.closes_at,
        phase.is_extended,
    )


def _counted(view: LeafView) -> Decimal:
    answer = view.answer
    return answer.points if answer and answer.points is not None and not answer.is_prefilled else Decimal(0)


def _is_answered(view: LeafView) -> bool:
    return view.answer is not None and is_said(view.answer) and not view.answer.is_prefilled


class _Maker:
    """Makes the views of leaves out of the material."""

    def __init__(self, person: Person, material: Material, lang: Lang, *, is_editable: bool) -> None:
        self.person, self.material, self.lang, self.is_editable = person, material, lang, is_editable
        self.path = material.participant.unit.path
        self.lacks = _grouped(material.lacks())
        self.findings = _grouped(findings_of(material.scene()))
        self.who = _responsible(material)

    def view(self, leaf: OutlineNode) -> LeafView:
        code, material = leaf.code, self.material
        answer, fed = material.answers.get(code), material.fed.get(code)
        draft = draft_of(answer, self.lang) if answer else _NO_ANSWER
        problems = read_draft(leaf, draft, self.lang).problems if answer and answer.typed else ()
        is_own = leaf.scored_by == "unit"
        is_editable = self.is_editable and is_own
        people = self.who.get(code, [])
        return LeafView(
            leaf=leaf,
            words=leaf_words(material.layout, code, self.lang),
            answer=answer,
            draft=draft,
            inputs=self._inputs(leaf, draft, problems, is_editable=is_editable),
            score=score_words(material.participant, leaf, answer or fed, self.lang),
            problems=problems,
            evidence=self._evidence(code),
            last_year=self._last_year(leaf),
            who=", ".join(str(one.person) for one in people),
            lacks=self.lacks.get(code, []),
            findings=self.findings.get(code, []),
            is_mine=any(one.person_id == self.person.user_id for one in people),
            is_editable=is_editable,
            takes_points=takes_set_points(leaf),
            fed=fed,
            fed_text=values_text(leaf, fed.inputs, fed.standing, self.lang) if fed else "",
            scorer=SCORERS.get(leaf.scored_by, ""),
        )

    def _inputs(
        self, leaf: OutlineNode, draft: Draft, problems: tuple[FieldProblem, ...], *, is_editable: bool
    ) -> SafeString:
        if leaf.scored_by != "unit":
            return SafeString("")
        beside = {one.field: one for one in problems}
        return inputs_html(leaf, draft, beside, self.lang, is_locked=not is_editable)

    def _evidence(self, code: str) -> list[ShownDocument]:
        year = self.material.participant.round.year
        return [shown_use(self.person, use, self.path, year) for use in self.material.uses.get(code, [])]

    def _last_year(self, leaf: OutlineNode) -> str:
        former = self.material.former.get(leaf.code)
        return values_text(leaf, former.inputs, former.standing, self.lang) if former else ""


def _grouped(items: Iterable[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for one in items:
        found.setdefault(one.criterion_id, []).append(one)
    return found


def _responsible(material: Material) -> dict[str, list[Delegation]]:
    """Give who is responsible for each leaf: the nearest delegation above it (or its own)."""
    given = _grouped(material.delegations)
    nodes = material.layout.outline.nodes
    found: dict[int, list[Delegation]] = {}
    for node in nodes:
        above = found.get(node.parent, []) if node.parent is not None else []
        found[node.number] = given.get(node.code, above)
    return {leaf.code: found[leaf.number] for leaf in material.layout.leaves.values()}


def _tree(layout: Layout, views: Iterable[LeafView], chosen: str, lang: Lang) -> list[Branch]:
    """Hang the leaves on the tree and add up; what the filter leaves out still counts in the sums."""
    branches = [Branch(node, node.node.label.in_(lang)) for node in layout.outline.nodes]
    for view in views:
        branch = branches[view.leaf.number]
        branch.points, branch.answered = _counted(view), int(_is_answered(view))
        branch.total = int(view.code in layout.needed)
        branch.leaf = view if _is_chosen(view, chosen) else None
    for branch in reversed(branches):
        if branch.node.parent is not None:
            above = branches[branch.node.parent]
            above.points += branch.points
            above.answered += branch.answered
            above.total += branch.total
            above.below.insert(0, branch)
    return [one for one in branches if one.node.parent is None and not one.is_empty]


def _is_chosen(view: LeafView, chosen: str) -> bool:
    if chosen == "thieu":
        return bool(view.lacks)
    if chosen == "cua-toi":
        return view.is_mine
    if chosen == "ghi-chu":
        return bool(view.findings) or bool(view.answer and view.answer.note)
    return True
