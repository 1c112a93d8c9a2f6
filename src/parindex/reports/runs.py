"""By what a scorecard was made: edition, digest, sources, units."""

from __future__ import annotations

import numpy as np

from parindex.language import N_, Lang, translate
from parindex.reports.cells import source_words
from parindex.reports.content import edition_facts, edition_lines
from parindex.scoring.scorecard import Scorecard
from parindex.tables import SOURCES


def run_lines(card: Scorecard, lang: Lang = "vi") -> tuple[str, ...]:
    """Say by which edition and from which sources a card was scored."""
    used = used_sources(card)
    if not used:
        return edition_lines(card.edition, lang)
    line = f"{translate(N_('Nguồn số liệu'), lang)}: {source_words(used, lang)}"
    return (*edition_lines(card.edition, lang), line)


def run_facts(card: Scorecard) -> dict[str, object]:
    """Say the same for machines."""
    return {**edition_facts(card.edition), "sources": used_sources(card), "units": card.units.height}


def used_sources(card: Scorecard) -> list[str]:
    """Give the sources that values were taken from, in their order; none where the file named none."""
    setters = [given.source[given.decides] for given in card.inputs.set_points.values()]
    numbers = np.unique(np.concatenate([card.inputs.source.ravel(), *setters]))
    return [source for source in card.sources if SOURCES.index(source) in numbers]
