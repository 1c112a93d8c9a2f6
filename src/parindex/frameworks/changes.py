"""A change between two editions: its row and its sentence; and two lists of facts laid side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import polars as pl

from parindex.errors import Phrase
from parindex.frameworks.facts import Fact, said
from parindex.frameworks.parts import Text
from parindex.language import N_, Lang

CHANGES: Final = pl.Schema(
    {
        "kind": pl.String(),
        "criterion_id_before": pl.String(),
        "criterion_id_after": pl.String(),
        "what": pl.String(),
        "before": pl.String(),
        "after": pl.String(),
        "sentence": pl.String(),
    }
)
"""One row per change. ``kind``: edition, legal_basis, channels, settings (no criterion); dropped, added,
split, merged, recoded, moved, repointed, reworded, rule, channel, scorer, evidence, criterion. ``what`` is
the key that changed; ``before`` and ``after`` are its values as people write them (null: not there)."""

_CHANGED: Final = N_("{where}, {what}: {before} → {after}")
_GAINED: Final = N_("{where}: thêm {what}: {after}")
_LOST: Final = N_("{where}: bỏ {what} ({before})")
_REWORDED: Final = N_("{where}, {what}: “{before}” đổi thành “{after}”")


@dataclass(frozen=True)
class Change:
    """One difference between two editions; ``before`` and ``after`` hold the values themselves."""

    kind: str
    code_before: str | None
    code_after: str | None
    what: str
    before: Any
    after: Any
    template: str
    details: dict[str, Any] = field(default_factory=dict)

    def sentence(self, lang: Lang = "vi") -> str:
        """Say the change in one sentence."""
        values = {"before": said(self.before, lang), "after": said(self.after, lang)}
        return Phrase(self.template, {**values, **self.details}).in_(lang)

    def row(self, lang: Lang = "vi") -> tuple[str | None, ...]:
        """Give the change as a row of ``CHANGES``."""
        before, after = (
            None if value is None or value == () else said(value, lang) for value in (self.before, self.after)
        )
        codes = (self.code_before, self.code_after)
        return (self.kind, *codes, self.what, before, after, self.sentence(lang))


class Subject(NamedTuple):
    """What a change is about: its kind, its name in words, the codes of the criterion in both editions."""

    kind: str
    where: Phrase
    codes: tuple[str | None, str | None] = (None, None)


@dataclass(frozen=True)
class Said:
    """A value in a message, written as people do."""

    value: Any

    def in_(self, lang: Lang = "vi") -> str:
        """Say it."""
        return said(self.value, lang)


@dataclass(frozen=True)
class Comparison:
    """What changed from one edition to another; ``before`` and ``after`` name the editions (``id@year``)."""

    before: str
    after: str
    items: tuple[Change, ...]

    @property
    def changes(self) -> pl.DataFrame:
        """The changes as a table (schema ``CHANGES``), in Vietnamese."""
        return self.table()

    def table(self, lang: Lang = "vi") -> pl.DataFrame:
        """Give the changes as a table (schema ``CHANGES``) in a language."""
        return pl.DataFrame([item.row(lang) for item in self.items], schema=CHANGES, orient="row")

    def sentences(self, lang: Lang = "vi") -> list[str]:
        """Give the changes as sentences, in the order of the table."""
        return [item.sentence(lang) for item in self.items]

    @property
    def counts(self) -> dict[str, int]:
        """How many changes there are of each kind."""
        return dict(Counter(item.kind for item in self.items))


def differences(
    subject: Subject, before: Mapping[str, Fact], after: Mapping[str, Fact], prefix: str = ""
) -> Iterator[Change]:
    """Lay two lists of facts side by side; an item that only one side has is told as one."""
    for key in dict.fromkeys([*before, *after]):
        old, new = before.get(key), after.get(key)
        there = old or new
        if there is None or _is_told_by_item(key, there, before, after):
            continue
        if there.item == key and not (old and new):
            yield _item_change(subject, prefix + key, old, new)
        elif old is None or new is None or old.value != new.value:
            values = (old.value if old else None, new.value if new else None)
            yield from change(subject, prefix + key, there.words, *values)


def _is_told_by_item(key: str, there: Fact, *sides: Mapping[str, Fact]) -> bool:
    return there.item not in ("", key) and any(there.item not in side for side in sides)


def _item_change(subject: Subject, what: str, old: Fact | None, new: Fact | None) -> Change:
    there = new or old
    assert there is not None
    verb = N_("thêm {what}") if new else N_("bỏ {what}")
    value = "" if there.value is None else Phrase(": {value}", {"value": Said(there.value)})
    details = {"where": subject.where, "done": Phrase(verb, {"what": there.words}), "value": value}
    values = (old.value if old else None, new.value if new else None)
    return Change(subject.kind, *subject.codes, what, *values, "{where}: {done}{value}", details)


def change(subject: Subject, what: str, words: Phrase, before: Any, after: Any) -> Iterator[Change]:
    """Tell how a value changed; an empty value was not there."""
    before, after = (None if value == () else value for value in (before, after))
    template = _GAINED if before is None else _LOST if after is None else _CHANGED
    if isinstance(before, Text) and isinstance(after, Text):
        template = _REWORDED
        if before.vi == after.vi:
            what, before, after = f"{what}.en", before.en, after.en
    if before is not None or after is not None:
        details = {"where": subject.where, "what": words}
        yield Change(subject.kind, *subject.codes, what, before, after, template, details)
