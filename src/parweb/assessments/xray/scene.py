"""What the rules of the X-ray look at, and what they find. Nothing here asks the database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from parindex.frameworks.outline import OutlineNode
from parindex.frameworks.parts import InputSpec
from parweb.assessments.layout import Layout
from parweb.assessments.models import Answer


@dataclass(frozen=True)
class Shown:
    """A document shown for a criterion."""

    criterion_id: str
    name: str
    dated: date | None
    """The day from which it counts: of effect, else of issue."""
    is_elsewhere: bool = False
    """Whether another unit has the very same file."""


@dataclass(frozen=True)
class Scene:
    """An entry laid open: its year, its edition, its answers and the documents shown."""

    year: int
    layout: Layout
    answers: Mapping[str, Answer]
    shown: tuple[Shown, ...] = ()

    def own_answers(self) -> Iterator[tuple[OutlineNode, Answer]]:
        """Give the leaves of the unit that have an answer, in printed order."""
        return ((leaf, self.answers[code]) for code, leaf in self.layout.own.items() if code in self.answers)

    def numbers(self) -> Iterator[tuple[OutlineNode, InputSpec, Decimal]]:
        """Give every number that was typed (choices apart), in printed order."""
        for leaf, answer in self.own_answers():
            for spec in leaf.node.inputs():
                if spec.name in answer.inputs and not spec.choices:
                    yield leaf, spec, Decimal(answer.inputs[spec.name])

    def is_shown(self, code: str) -> bool:
        """Tell whether a document is shown for a criterion."""
        return any(one.criterion_id == code for one in self.shown)


@dataclass(frozen=True)
class Finding:
    """Something that does not fit: the rule that saw it, where it is mended, and a sentence."""

    rule: str
    criterion_id: str
    what: str
    field: str = ""
    """Name of the input, empty for the leaf as a whole."""


XRule = Callable[[Scene], Iterable[Finding]]
