"""Settings that rank totals, put them into classes, bound them, and say what is to be remedied."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from parindex.errors import Phrase, Problem, kind
from parindex.frameworks.checks.quantities import Range, Threshold, against_range, not_shares
from parindex.frameworks.checks.scene import Scene, total
from parindex.frameworks.checks.spans import SWAPPED, Span, span_problems
from parindex.frameworks.model import Classes
from parindex.frameworks.yaml_lines import Path
from parindex.language import N_

TWICE = kind(
    "FW171",
    N_("khung xếp loại có hai loại cùng mã “{code}”"),
    N_("mỗi loại một mã: sửa hoặc xóa một trong hai"),
)
BEYOND_DENOMINATOR = kind(
    "FW172",
    N_("xếp hạng bỏ số sau đồng hạng (competition) nhưng in trên số hạng khác nhau (distinct): có hạng 4/3"),
    N_("đặt denominator: units để in trên số đơn vị, hoặc ties: dense"),
)
_CLASSES = Phrase(N_("khung xếp loại"))
_REMEDY = Phrase(N_("ngưỡng khắc phục"))
_TOTAL = Phrase(N_("tổng điểm"))
_PERCENT = Range(Decimal(0), Decimal(100))


def problems(scene: Scene) -> Iterator[Problem]:
    """Give the problems of ranks, classes, bounds of the total and the remedy threshold."""
    settings = scene.edition.settings
    ranking = settings.ranking
    if ranking.ties == "competition" and ranking.denominator == "distinct":
        yield scene.problem(BEYOND_DENOMINATOR, ("settings", "ranking", "denominator"))
    if settings.classes is not None:
        yield from _classes(scene, settings.classes)
    if settings.remedy is not None:
        given = (Threshold(settings.remedy.threshold, ("threshold",)),)
        yield from against_range(scene, ("settings", "remedy"), given, _REMEDY, _PERCENT)
        yield from not_shares(scene, ("settings", "remedy"), given, _REMEDY)
    low, high = settings.total.floor, settings.total.cap
    if low is not None and high is not None and low >= high:
        pair = {"lower": "floor", "low": low, "upper": "cap", "high": high}
        yield scene.problem(SWAPPED, ("settings", "total", "floor"), where=_TOTAL, **pair)


def _classes(scene: Scene, classes: Classes) -> Iterator[Problem]:
    path: Path = ("settings", "classes", "bands")
    spans = [Span(band.from_, band.below, (*path, number)) for number, band in enumerate(classes.bands)]
    # A total below the lowest class has no class: nationally C ends at 70 %, and nothing is below it.
    yield from span_problems(scene, spans, _CLASSES, min(span.start for span in spans))
    given = tuple(Threshold(band.from_, (number, "from")) for number, band in enumerate(classes.bands))
    reach = Range(Decimal(0), _most_points(scene)) if classes.basis == "points" else _PERCENT
    yield from against_range(scene, path, given, _CLASSES, reach)
    if classes.basis != "points":
        yield from not_shares(scene, path, given, _CLASSES)
    seen: set[str] = set()
    for number, band in enumerate(classes.bands):
        if band.code in seen:
            yield scene.problem(TWICE, (*path, number, "code"), code=band.code)
        seen.add(band.code)


def _most_points(scene: Scene) -> Decimal:
    channels = scene.edition.channels.values()
    return total(channel.max for channel in channels if channel.kind != "penalty")
