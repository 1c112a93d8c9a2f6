"""The record of a draw (biên bản chọn mẫu), and the check that a draw was made as its record says."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import polars as pl

from parindex.errors import Phrase, Place, Problem, ProblemsFound
from parindex.language import N_
from parindex.surveys.sampling.drawn import Drawn
from parindex.surveys.sampling.frames import Frame
from parindex.surveys.sampling.kinds import BAD_RECORD
from parindex.surveys.sampling.plans import Plan
from parindex.surveys.sampling.selection import draw

FORMAT: Final = "parindex-draw"
VERSION: Final = 1
GENERATOR: Final = "PCG64"
SEEDING: Final = "SeedSequence([seed, 8 words of 32 bits of frame.hash])"
_SURE: Final = 1e-12
_HASH_DIGITS: Final = 64
_MOST_NAMED: Final = 20
_HASH_OF_LIST: Final = N_("mã băm của danh sách")


@dataclass(frozen=True)
class Difference:
    """Something that a repeated draw has otherwise than its record: what, as recorded, as repeated."""

    what: Phrase
    recorded: str
    repeated: str


@dataclass(frozen=True)
class Verification:
    """What came of repeating a draw: equal, or every difference."""

    differences: tuple[Difference, ...]

    @property
    def is_equal(self) -> bool:
        """Tell whether the draw is the recorded one."""
        return not self.differences


@dataclass(frozen=True)
class Record:
    """What was drawn from what, how: enough to repeat the draw with the frame at hand.

    ``frame``: hash, elements, people (one element of each person); ``states``: of the generator before and
    after; ``sample``: hash, drawn, reserve; ``strata``: the counts of each stratum. ``about`` is what people
    say of the draw (campaign, day, who drew); the library reads no clock. ``reading`` says how the file of
    the frame was understood (strata, columns).
    """

    frame: Mapping[str, Any]
    plan: Plan
    seed: int
    states: tuple[Mapping[str, str], Mapping[str, str]]
    sample: Mapping[str, Any]
    strata: tuple[Mapping[str, Any], ...]
    about: Mapping[str, str] = field(default_factory=dict)
    reading: Mapping[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Give the record as plain data."""
        before, after = self.states
        return {
            "format": FORMAT,
            "version": VERSION,
            "about": dict(self.about),
            "reading": dict(self.reading),
            "frame": dict(self.frame),
            "plan": self.plan.as_dict(),
            "seed": self.seed,
            "generator": {
                "name": GENERATOR,
                "seeding": SEEDING,
                "before": dict(before),
                "after": dict(after),
            },
            "sample": dict(self.sample),
            "strata": [dict(one) for one in self.strata],
        }

    def as_json(self) -> str:
        """Give the record as the text of a JSON file."""
        return json.dumps(self.as_dict(), ensure_ascii=False, indent=2) + "\n"


def record_of(
    drawn: Drawn, about: Mapping[str, str] | None = None, reading: Mapping[str, Any] | None = None
) -> Record:
    """Give the record of a draw.

    >>> import polars as pl
    >>> from parindex.surveys.sampling.plans import simple_plan
    >>> frame = Frame.of(pl.DataFrame({"element_id": ["a", "b", "c"]}))
    >>> record = record_of(draw(frame, simple_plan(2), 7))
    >>> record.sample["drawn"], verify_draw(record, frame).is_equal
    (2, True)
    """
    frame = {
        "hash": drawn.frame.hash,
        "elements": drawn.frame.table.height,
        "people": drawn.people.height,
    }
    reserve = int(drawn.sample["is_reserve"].sum())
    sample = {"hash": drawn.hash, "drawn": drawn.sample.height - reserve, "reserve": reserve}
    strata = tuple(drawn.by_stratum().iter_rows(named=True))
    return Record(
        frame, drawn.plan, drawn.seed, drawn.states, sample, strata, dict(about or {}), dict(reading or {})
    )


def read_record(text: str, file: str | None = None) -> Record:
    """Read the text of a record; raises :class:`ProblemsFound` (SV330, SV325) for what is none."""
    try:
        given = json.loads(text)
        if given["format"] != FORMAT or given["version"] != VERSION:
            raise _bad(file, N_("không phải biên bản chọn mẫu phiên bản {version}"), version=VERSION)
        states = given["generator"]["before"], given["generator"]["after"]
        seed, frame_hash = int(given["seed"]), str(given["frame"]["hash"])
        if seed < 0 or len(frame_hash) != _HASH_DIGITS:
            raise _bad(file, N_("số gieo hoặc mã băm không đúng dạng"))
        return Record(
            frame=given["frame"],
            plan=Plan.from_dict(given["plan"]),
            seed=seed,
            states=states,
            sample=given["sample"],
            strata=tuple(given["strata"]),
            about=dict(given.get("about", {})),
            reading=dict(given.get("reading", {})),
        )
    except json.JSONDecodeError as error:
        raise _bad(file, N_("không phải JSON, dòng {line}"), line=error.lineno) from None
    except (KeyError, TypeError, ValueError) as error:
        raise _bad(file, N_("thiếu hoặc sai mục {name}"), name=str(error)) from None


def _bad(file: str | None, reason: str, **details: Any) -> ProblemsFound:
    return ProblemsFound([Problem(BAD_RECORD, Place(file=file), {"reason": Phrase(reason, details)})])


def verify_draw(record: Record, frame: Frame, sample: pl.DataFrame | None = None) -> Verification:
    """Repeat a draw from its record and say whether it is equal, or where it differs.

    The frame is compared by its hash; a frame that was changed gives another stream and so another sample.
    ``sample`` is a list to compare as well (``element_id``, ``is_reserve``, ``order``, and ``weight`` where
    it has one): who is in it and not drawn, who was drawn and is not in it, whose weight differs. Raises
    :class:`ProblemsFound` where the plan cannot be drawn from the recorded frame at all.
    """
    return Verification(tuple(_differences(record, frame, sample)))


def _differences(record: Record, frame: Frame, sample: pl.DataFrame | None) -> Iterator[Difference]:
    try:
        drawn = draw(frame, record.plan, record.seed)
    except ProblemsFound as found:
        if frame.hash == record.frame.get("hash"):
            raise
        yield Difference(Phrase(_HASH_OF_LIST), str(record.frame.get("hash")), frame.hash)
        yield Difference(Phrase(N_("không chọn lại được")), "–", found.problems[0].what())
        return
    again = record_of(drawn)
    pairs = (
        (_HASH_OF_LIST, record.frame.get("hash"), again.frame["hash"]),
        (N_("số phần tử của danh sách"), record.frame.get("elements"), again.frame["elements"]),
        (N_("số phần tử sau khi mỗi người chỉ giữ một"), record.frame.get("people"), again.frame["people"]),
        (N_("trạng thái bộ sinh số trước khi chọn"), dict(record.states[0]), again.states[0]),
        (N_("trạng thái bộ sinh số sau khi chọn"), dict(record.states[1]), again.states[1]),
        (N_("số phần tử được chọn"), record.sample.get("drawn"), again.sample["drawn"]),
        (N_("số phần tử dự phòng"), record.sample.get("reserve"), again.sample["reserve"]),
        (N_("mã băm của mẫu"), record.sample.get("hash"), again.sample["hash"]),
    )
    for what, recorded, repeated in pairs:
        if recorded != repeated:
            yield Difference(Phrase(what), str(recorded), str(repeated))
    yield from _strata_differences(record, again)
    if sample is not None:
        yield from _sample_differences(sample, drawn.sample)


def _strata_differences(record: Record, again: Record) -> Iterator[Difference]:
    before = {str(one.get("stratum")): one for one in record.strata}
    after = {str(one["stratum"]): one for one in again.strata}
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name, {}).get("taken"), after.get(name, {}).get("taken")
        if old != new:
            what = Phrase(N_("số được chọn của tầng “{stratum}”"), {"stratum": name})
            yield Difference(what, str(old), str(new))


def _sample_differences(given: pl.DataFrame, drawn: pl.DataFrame) -> Iterator[Difference]:
    """Compare a list with the repeated draw: who is in one only, whose place or weight differs."""
    extra = given.join(drawn, on=["element_id", "is_reserve"], how="anti")["element_id"].sort().to_list()
    lacking = drawn.join(given, on=["element_id", "is_reserve"], how="anti")["element_id"].sort().to_list()
    if extra:
        yield Difference(Phrase(N_("có trong danh sách mẫu, không được chọn")), _named(extra), "–")
    if lacking:
        yield Difference(Phrase(N_("được chọn, không có trong danh sách mẫu")), "–", _named(lacking))
    both = given.join(drawn, on=["element_id", "is_reserve"], suffix="_again")
    moved = both.filter(pl.col("order") != pl.col("order_again"))["element_id"].sort().to_list()
    if moved:
        yield Difference(Phrase(N_("thứ tự khác")), _named(moved), "–")
    if "weight" not in given.columns:
        return
    off = (pl.col("weight") / pl.col("weight_again") - 1).abs() > _SURE
    is_missing = pl.col("weight").is_null() != pl.col("weight_again").is_null()
    weighed = both.filter(off.fill_null(value=False) | is_missing).sort("element_id")
    for code, old, new in (
        weighed.head(_MOST_NAMED).select("element_id", "weight", "weight_again").iter_rows()
    ):
        yield Difference(Phrase(N_("trọng số của “{code}”"), {"code": code}), str(old), str(new))


def _named(codes: list[str]) -> str:
    more = "" if len(codes) <= _MOST_NAMED else f" … ({len(codes)})"
    return ", ".join(codes[:_MOST_NAMED]) + more
