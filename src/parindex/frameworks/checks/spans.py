"""Half-open spans (lower bound inclusive, upper exclusive) that together must cover a line once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import accumulate

from parindex.errors import Phrase, Problem, kind
from parindex.frameworks.checks.scene import Scene
from parindex.frameworks.yaml_lines import Path
from parindex.language import N_, Lang, decimal_text, translate

SWAPPED = kind(
    "FW130",
    N_("{where}: {lower} là {low}, phải nhỏ hơn {upper} là {high}"),
    N_("sửa một trong hai số; thường là hai số viết đổi chỗ cho nhau"),
)
DISORDER = kind(
    "FW131",
    N_("{where}: các ngưỡng không xếp theo thứ tự ({given})"),
    N_("xếp từ thấp đến cao, mỗi ngưỡng một lần; các mức cũng có thể xếp từ cao đến thấp"),
)
GAP = kind(
    "FW132",
    N_("{where}: giữa mức {lower} và mức {upper} có khoảng hở từ {from} đến dưới {to}"),
    N_("cho hai mức liền nhau: below của mức dưới bằng from của mức trên"),
)
OVERLAP = kind(
    "FW133",
    N_("{where}: mức {lower} và mức {upper} trùng nhau một phần"),
    N_("mức tính cả from, không tính below: cho below của mức dưới bằng from của mức trên"),
)
LOW_END = kind(
    "FW134",
    N_("{where}: mức thấp nhất ({span}) bắt đầu từ {low}, giá trị dưới {low} không thuộc mức nào"),
    N_("bỏ from ở mức thấp nhất, hoặc thêm một mức cho giá trị dưới {low}"),
)
HIGH_END = kind(
    "FW135",
    N_("{where}: mức cao nhất ({span}) dừng ở {high}, giá trị từ {high} trở lên không thuộc mức nào"),
    N_("bỏ below ở mức cao nhất, hoặc thêm một mức cho giá trị từ {high}"),
)
_INFINITY = Decimal("Infinity")


@dataclass(frozen=True)
class Span:
    """From ``low`` to below ``high``; None is open."""

    low: Decimal | None
    high: Decimal | None
    path: Path = field(default=(), compare=False)

    @property
    def start(self) -> Decimal:
        """The lower bound; minus infinity where it is open."""
        return -_INFINITY if self.low is None else self.low

    @property
    def end(self) -> Decimal:
        """The upper bound; infinity where it is open."""
        return _INFINITY if self.high is None else self.high

    def in_(self, lang: Lang = "vi") -> str:
        """Say the span as it is printed.

        >>> Span(Decimal(95), Decimal(100)).in_(), Span(None, Decimal("0.5")).in_()
        ('95–<100', '<0,5')
        """
        if self.low is None and self.high is None:
            return translate(N_("mọi giá trị"), lang)
        if self.high is None:
            return f"≥{decimal_text(self.start, lang)}"
        low = "" if self.low is None else f"{decimal_text(self.low, lang)}–"
        return f"{low}<{decimal_text(self.high, lang)}"


def span_problems(
    scene: Scene, spans: Sequence[Span], where: Phrase, lowest: Decimal | None
) -> Iterator[Problem]:
    """Tell where spans are swapped, out of order, apart, on top of each other, or do not reach the ends.

    ``lowest`` is the least value there can be; None when there is none. Spans whose order is broken are
    not looked at further: what is between them cannot be told.
    """
    swapped = [span for span in spans if span.start >= span.end]
    for span in swapped:
        details = {"where": where, "lower": "from", "low": span.low, "upper": "below", "high": span.high}
        yield scene.problem(SWAPPED, span.path, **details)
    if swapped:
        return
    if not _is_ordered([span.start for span in spans]):
        yield scene.problem(DISORDER, spans[0].path[:-1], where=where, given=Listing(tuple(spans)))
        return
    rising = sorted(spans, key=lambda span: (span.start, span.end))
    yield from _between(scene, rising, where)
    yield from _ends(scene, rising, where, lowest)


def _further(one: Span, other: Span) -> Span:
    return one if one.end >= other.end else other


def _between(scene: Scene, rising: Sequence[Span], where: Phrase) -> Iterator[Problem]:
    reached = accumulate(rising, _further)
    for lower, upper in zip(reached, rising[1:], strict=False):
        details = {"where": where, "lower": lower, "upper": upper, "from": lower.high, "to": upper.low}
        if lower.end < upper.start:
            yield scene.problem(GAP, upper.path, **details)
        elif lower.end > upper.start:
            yield scene.problem(OVERLAP, upper.path, **details)


def _ends(scene: Scene, rising: Sequence[Span], where: Phrase, lowest: Decimal | None) -> Iterator[Problem]:
    first, last = rising[0], max(rising, key=lambda span: span.end)
    if first.low is not None and (lowest is None or first.low > lowest):
        yield scene.problem(LOW_END, first.path, where=where, span=first, low=first.low)
    if last.high is not None:
        yield scene.problem(HIGH_END, last.path, where=where, span=last, high=last.high)


def _is_ordered(starts: Sequence[Decimal]) -> bool:
    return list(starts) in (sorted(starts), sorted(starts, reverse=True))


@dataclass(frozen=True)
class Listing:
    """Spans or numbers in a message, one after the other as the file has them."""

    parts: tuple[Span | Decimal, ...]

    def in_(self, lang: Lang = "vi") -> str:
        """Say the list."""
        said = (part.in_(lang) if isinstance(part, Span) else decimal_text(part, lang) for part in self.parts)
        return "; ".join(said)
