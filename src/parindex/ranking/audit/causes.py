"""What may have gone wrong where figures disagree: the slips people make with numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal

from parindex.errors import Phrase
from parindex.language import N_
from parindex.ranking.audit.figures import Figure, rounded_half_up

CauseCode = Literal[
    "rounding", "truncation", "coarser", "digit", "swap", "shift", "dropped", "copied", "left_out", "twice",
    "sign", "boundary", "unknown",
]  # fmt: skip
_FEWEST_DIGITS: Final = 2
_MOST_SUSPECTS: Final = 2
_SHIFTS: Final = (1, 2, 3)


@dataclass(frozen=True)
class Cause:
    """A likely cause: its code, and the words that end a message (empty for none)."""

    code: CauseCode
    words: Phrase = field(default_factory=lambda: Phrase(""))


UNKNOWN: Final = Cause("unknown")

_SLIPS: Final[dict[str, str]] = {
    "digit": N_("{name} {given} có thể là {wanted} gõ nhầm một chữ số"),
    "swap": N_("{name} {given} có thể là {wanted} gõ đảo hai chữ số"),
    "shift": N_("{name} {given} có thể là {wanted} đặt sai dấu thập phân"),
    "dropped": N_("{name} {given} có thể là {wanted} gõ thừa hoặc thiếu một chữ số"),
}


@dataclass(frozen=True)
class Suspect:
    """A cell that may be wrong: its name, what it says, and what it would have to say."""

    name: str
    figure: Figure
    needed: Fraction


def slip(given: Decimal, wanted: Decimal, decimals: int) -> str | None:
    """Name the slip of the hand that turns one number into another.

    >>> slip(Decimal("84.58"), Decimal("85.48"), 2), slip(Decimal("0.05"), Decimal("0.5"), 2)
    ('swap', 'shift')
    >>> slip(Decimal("82.66"), Decimal("82.86"), 2), slip(Decimal("12.5"), Decimal("37.25"), 2)
    ('digit', None)
    """
    if given == wanted or given * wanted < 0:
        return None
    if any(given * 10**power == wanted or wanted * 10**power == given for power in _SHIFTS):
        return "shift"
    unit = 10**decimals
    a, b = str(abs(int(given * unit))).rjust(decimals + 1, "0"), str(abs(int(wanted * unit)))
    b = b.rjust(decimals + 1, "0")
    if len(a) == len(b):
        return _slip_of_digits(a, b)
    longer, shorter = (a, b) if len(a) > len(b) else (b, a)
    is_one_more = any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))
    return "dropped" if is_one_more and len(shorter) > _FEWEST_DIGITS else None


def _slip_of_digits(a: str, b: str) -> str | None:
    if len(a) < _FEWEST_DIGITS:
        return None
    places = [at for at, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
    if len(places) == 1:
        return "digit"
    is_pair = len(places) == len("ab") and places[1] == places[0] + 1
    return "swap" if is_pair and a[places[0]] == b[places[1]] and a[places[1]] == b[places[0]] else None


def slip_among(suspects: Sequence[Suspect], decimals: int) -> Cause | None:
    """Find the cells that one slip would explain; at most two are named."""
    found = list(_slips(suspects, decimals))[:_MOST_SUSPECTS]
    if not found:
        return None
    words = (
        found[0][1]
        if len(found) == 1
        else Phrase(N_("{one}; hoặc {other}"), {"one": found[0][1], "other": found[1][1]})
    )
    return Cause(found[0][0], Phrase("; {words}", {"words": words}))  # type: ignore[arg-type]


def _slips(suspects: Sequence[Suspect], decimals: int) -> Iterator[tuple[str, Phrase]]:
    for suspect in suspects:
        wanted = rounded_half_up(suspect.needed, decimals)
        if abs(Fraction(wanted) - suspect.needed) > Fraction(1, 2 * 10**decimals):
            continue
        code = slip(suspect.figure.value, wanted, decimals)
        if code:
            target = Figure(wanted, max(suspect.figure.decimals, _decimals(wanted)))
            details = {"name": suspect.name, "given": suspect.figure, "wanted": target}
            yield code, Phrase(_SLIPS[code], details)


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def left_out(difference: Fraction, parts: Sequence[tuple[str, Fraction]]) -> Cause | None:
    """Find the part of a sum that was forgotten (the printed total is short by it) or counted twice.

    >>> left_out(Fraction(-5), [("XHH", Fraction(5))]).words.in_()
    '; có thể bỏ sót XHH'
    """
    for name, value in parts:
        if value and difference == -value:
            return Cause("left_out", Phrase(N_("; có thể bỏ sót {name}"), {"name": name}))
        if value and difference == value:
            return Cause("twice", Phrase(N_("; có thể cộng hai lần {name}"), {"name": name}))
    return None


def copied(name: str) -> Cause:
    """Say that a figure is that of another row."""
    return Cause("copied", Phrase(N_("; bằng số của dòng “{name}”, có thể chép nhầm dòng"), {"name": name}))


def wrong_sign() -> Cause:
    """Say that the sign is the wrong one."""
    return Cause("sign", Phrase(N_("; ngược dấu")))


def coarser(decimals: int) -> Cause:
    """Say that a cell was rounded to fewer decimals than its column."""
    words = Phrase(
        N_("; chỉ khớp nếu ô này làm tròn đến {decimals} chữ số thập phân"), {"decimals": decimals}
    )
    return Cause("coarser", words)
