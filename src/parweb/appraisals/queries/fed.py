"""Figures that came to a unit from dossiers, surveys or another office: what they say, and their points."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from parindex.frameworks.outline import OutlineNode
from parindex.language import Lang
from parweb.assessments.inputs_html import values_text
from parweb.assessments.layout import layout_of
from parweb.assessments.models import FedValue
from parweb.assessments.queries import fed_of
from parweb.assessments.scoring_words import score_words
from parweb.rounds.models import Participant


@dataclass(frozen=True)
class FedLine:
    """One such figure: ``said`` are its inputs in words, ``points`` what they give (None: nothing yet)."""

    leaf: OutlineNode
    value: FedValue
    said: str
    points: Decimal | None

    @property
    def code(self) -> str:
        """The code of the criterion."""
        return self.leaf.code

    @property
    def is_of_dossiers(self) -> bool:
        """Whether the dossiers behind it can be opened."""
        return self.value.source == "dossier"


def fed_lines(participant: Participant, lang: Lang) -> list[FedLine]:
    """Give the figures that came to a unit, in printed order (one query)."""
    values = fed_of(participant)
    leaves = layout_of(participant.round.edition).leaves
    return [_line(participant, leaf, values[code], lang) for code, leaf in leaves.items() if code in values]


def _line(participant: Participant, leaf: OutlineNode, value: FedValue, lang: Lang) -> FedLine:
    said = values_text(leaf, value.inputs, value.standing, lang)
    return FedLine(leaf, value, said, score_words(participant, leaf, value, lang).points)
