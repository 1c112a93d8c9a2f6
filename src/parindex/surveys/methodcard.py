"""The method card (phiếu phương pháp): what has to stand beside every published figure of a survey."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any, Final

from parindex.errors import Phrase, Place, Problem, ProblemsFound, kind
from parindex.language import N_, Lang, translate
from parindex.numerals import format_date, format_number

GAP = kind(
    "SV520",
    N_("phiếu phương pháp thiếu “{field}”"),
    N_("điền {name}; số liệu điều tra chỉ công bố kèm phiếu phương pháp đủ mục"),
)
DISAGREEING = kind(
    "SV521",
    N_("phiếu phương pháp không khớp: {what}"),
    N_("kiểm tra lại số phiếu gửi, số phiếu hợp lệ và các ngày"),
)
COUNTS_DISAGREE = N_("số phiếu hợp lệ {valid} lớn hơn số phiếu gửi {sent}")
DAYS_DISAGREE = N_("ngày kết thúc trước ngày bắt đầu")
_PERCENT: Final = 100


@dataclass(frozen=True)
class MethodCard:
    """How a survey was made. Empty text, empty tuple and None are gaps; 0 is a figure.

    ``sent`` counts those chosen or handed a form, ``out_of_scope`` those of them who turned out not to belong
    to the population, ``valid`` the answers that count. ``margin`` is the half width of the interval of the
    main figure, in percentage points, at ``confidence``.
    """

    title: str = ""
    population: str = ""
    frame: str = ""
    frame_rows: int | None = None
    frame_hash: str = ""
    design: str = ""
    seed: int | None = None
    first_day: date | None = None
    last_day: date | None = None
    modes: tuple[str, ...] = ()
    fieldwork: str = ""
    instrument: str = ""
    instrument_digest: str = ""
    aggregation: str = ""
    sent: int | None = None
    out_of_scope: int | None = None
    valid: int | None = None
    weighting: tuple[str, ...] = ()
    confidence: Decimal | None = None
    margin: Decimal | None = None
    design_effect: Decimal | None = None
    quality: str = ""
    disclosure: str = ""

    @property
    def response_rate(self) -> Decimal | None:
        """The share of valid answers among those sent that were in scope, in percent, exact to 28 digits.

        The lowest of AAPOR's rates (RR1): whoever could not be shown to be out of scope counts as in scope.
        None while a count is missing, or nobody was in scope.

        >>> MethodCard(sent=36630, out_of_scope=0, valid=35268).response_rate.quantize(Decimal("0.01"))
        Decimal('96.28')
        """
        if self.sent is None or self.valid is None or self.out_of_scope is None:
            return None
        in_scope = self.sent - self.out_of_scope
        return Decimal(self.valid) * _PERCENT / Decimal(in_scope) if in_scope > 0 else None

    @property
    def is_complete(self) -> bool:
        """Tell whether nothing is missing and nothing disagrees."""
        return not problems_of(self)

    def as_dict(self) -> dict[str, Any]:
        """Give the card as plain data for JSON; dates in ISO form, exact numbers as text."""
        return {one.name: _plain(getattr(self, one.name)) for one in fields(self)}

    @classmethod
    def from_dict(cls, given: Mapping[str, Any]) -> MethodCard:
        """Read a card back from plain data; names that no card has are left out.

        >>> card = MethodCard(title="SIPAS 2026", first_day=date(2026, 9, 1), margin=Decimal("2.5"))
        >>> MethodCard.from_dict(card.as_dict()) == card
        True
        """
        known = {one.name for one in fields(cls)}
        return cls(**{name: _typed(name, value) for name, value in given.items() if name in known})


LABELS: Final = {
    "title": N_("Cuộc điều tra"),
    "population": N_("Đối tượng (tổng thể)"),
    "frame": N_("Danh sách chọn mẫu"),
    "frame_rows": N_("Số dòng của danh sách chọn mẫu"),
    "frame_hash": N_("Mã băm của danh sách chọn mẫu (SHA-256)"),
    "design": N_("Thiết kế mẫu"),
    "seed": N_("Số gieo khi rút mẫu"),
    "first_day": N_("Thu phiếu từ ngày"),
    "last_day": N_("Thu phiếu đến ngày"),
    "modes": N_("Hình thức thu phiếu"),
    "fieldwork": N_("Đơn vị thu phiếu"),
    "instrument": N_("Phiếu hỏi, phiên bản"),
    "instrument_digest": N_("Mã băm của phiếu hỏi (SHA-256)"),
    "aggregation": N_("Cách tính chỉ số"),
    "sent": N_("Số phiếu phát ra"),
    "out_of_scope": N_("Trong đó không thuộc đối tượng"),
    "valid": N_("Số phiếu hợp lệ"),
    "weighting": N_("Quyền số"),
    "confidence": N_("Độ tin cậy (%)"),
    "margin": N_("Sai số của chỉ số chung (± điểm phần trăm)"),
    "design_effect": N_("Hệ số thiết kế"),
    "quality": N_("Kiểm tra chất lượng"),
    "disclosure": N_("Ngưỡng bảo mật"),
}
AGGREGATIONS: Final = {
    "pooled": N_("gộp mọi câu trả lời"),
    "mean_of_items": N_("trung bình của các câu hỏi"),
    "mean_of_factors": N_("trung bình của các yếu tố"),
}
"""What the ways of an instrument to make its index are called; other texts are said as they stand."""
RESPONSE_RATE: Final = N_("Tỷ lệ trả lời (%)")
_DAYS: Final = frozenset({"first_day", "last_day"})
_EXACT: Final = frozenset({"confidence", "margin", "design_effect"})
_TWO_PLACES: Final = frozenset({"margin", "design_effect"})
_LISTS: Final = frozenset({"modes", "weighting"})


def problems_of(card: MethodCard) -> tuple[Problem, ...]:
    """Give everything that keeps a card from being complete: each gap, and what disagrees."""
    gaps = [name for name in LABELS if getattr(card, name) in ("", (), None)]
    found = [Problem(GAP, Place(item=name), {"field": Phrase(LABELS[name]), "name": name}) for name in gaps]
    return (*found, *_disagreeing(card))


def require_complete(card: MethodCard) -> MethodCard:
    """Give the card back where it is complete; raises ``ProblemsFound`` with every gap otherwise."""
    if problems := problems_of(card):
        raise ProblemsFound(problems)
    return card


def lines_of(card: MethodCard, lang: Lang = "vi") -> list[tuple[str, str]]:
    """Give the card as label and text, in the order people read; a gap is an empty text.

    >>> lines_of(MethodCard(sent=400, out_of_scope=0, valid=382))[14]
    ('Số phiếu phát ra', '400')
    """
    lines = []
    for name, label in LABELS.items():
        value = getattr(card, name)
        lines.append((translate(label, lang), _said_of(name, value, lang)))
        if name == "valid":
            rate = card.response_rate
            lines.append(
                (translate(RESPONSE_RATE, lang), "" if rate is None else format_number(rate, 2, lang))
            )
    return lines


def _disagreeing(card: MethodCard) -> list[Problem]:
    found = []
    if card.sent is not None and card.valid is not None and card.valid > card.sent:
        counts = {"valid": card.valid, "sent": card.sent}
        found.append(Problem(DISAGREEING, Place(item="valid"), {"what": Phrase(COUNTS_DISAGREE, counts)}))
    if card.first_day and card.last_day and card.last_day < card.first_day:
        found.append(Problem(DISAGREEING, Place(item="last_day"), {"what": Phrase(DAYS_DISAGREE)}))
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    return list(value) if isinstance(value, tuple) else value


def _typed(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in _DAYS:
        return date.fromisoformat(value)
    if name in _EXACT:
        return Decimal(value)
    return tuple(value) if name in _LISTS else value


def _said_of(name: str, value: Any, lang: Lang) -> str:
    if name == "seed" and value is not None:
        return str(value)  # digits, but no quantity
    if name == "aggregation" and value in AGGREGATIONS:
        return translate(AGGREGATIONS[value], lang)
    if name in _TWO_PLACES and value is not None:
        return format_number(value, 2, lang)
    return _said(value, lang)


def _said(value: Any, lang: Lang) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, tuple):
        return "; ".join(value)
    return format_number(value, None, lang) if isinstance(value, int | Decimal) else str(value)
