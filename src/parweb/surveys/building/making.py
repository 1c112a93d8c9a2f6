"""The file of a form from what somebody fills in: questions, groups of lines on a scale, factors."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any, Final

from parindex.surveys.instruments.digest import canonical
from parindex.surveys.instruments.model import Instrument
from parweb.surveys.building.rows import Row
from parweb.surveys.building.scales import NEW, OWN, given_scale, new_scale
from parweb.surveys.building.words import words
from parweb.units.slugs import plain

LAST: Final = "y_kien"
"""The name of the open question at the end."""
_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LONGEST_ID: Final = 60
_ALWAYS: Final = ("hint", "illustrative")
"""What a question of an opened form keeps when it becomes another kind."""

Data = dict[str, Any]


def built(given: Mapping[str, Any], rows: Sequence[Row], opened: Instrument | None = None) -> bytes:
    """Give the file of a form: ``rows`` in their order, named, each counted in the index or not.

    Words are written ``Việt | English``; where one of them has English, the form is in both languages. What
    an opened form has that the page does not show (constraints, hints, filters, sections) stays as it was.
    """
    before = canonical(opened) if opened is not None else {}
    data = before | _head(given, before)
    questions = _questions(given, rows, before)
    factors = _factors(rows, questions, before)
    data["languages"] = _languages([data["title"], data["introduction"], questions, factors], before)
    data |= _on_scales(given, questions, before, opened, is_english="en" in data["languages"])
    data |= {"questions": questions, "groups": _in_use(questions, before), "factors": factors}
    chosen = given_scale(given, opened)
    data["index"] = before.get("index", {"satisfied": list(chosen.satisfied)}) if factors else None
    kept = {key: value for key, value in data.items() if value or (key == "index" and factors)}
    return json.dumps(kept, ensure_ascii=False).encode()


def _languages(said: Sequence[Any], before: Data) -> list[str]:
    """Give the languages of a form: those of before, and English where something is said in it."""
    known = list(before.get("languages", ["vi"]))
    is_english = '"en":' in json.dumps(said) and "en" not in known
    return [*known, "en"] if is_english else known


def _head(given: Mapping[str, Any], before: Data) -> Data:
    title = words(given["title"], before.get("title"))
    introduction = given["introduction"]
    return {
        "id": given["form_id"] or plain(title["vi"])[:_LONGEST_ID].strip("-"),
        "year": given["year"],
        "version": given["version"],
        "title": title,
        "introduction": words(introduction, before.get("introduction")) if introduction else None,
    }


def _questions(given: Mapping[str, Any], rows: Sequence[Row], before: Data) -> list[Data]:
    known = {one["id"]: one for one in before.get("questions", ())}
    made = [_question(one, known.get(one.name, {})) for one in rows]
    _put_in_groups(made, known)
    if given["last"]:
        taken = {name for one in made for name in (one["id"], *(item["id"] for item in one.get("items", ())))}
        name = next(one for one in (LAST, *(f"{LAST}_{n}" for n in range(2, 999))) if one not in taken)
        made.append({"id": name, "kind": "text", "label": words(given["last"])})
    return made


def _question(row: Row, before: Data) -> Data:
    is_same = before.get("kind") == row.kind
    kept = {key: value for key, value in before.items() if is_same or key in _ALWAYS}
    made = kept | {"id": row.name, "kind": row.kind, "label": words(row.question, before.get("label"))}
    for key, value in (("is_required", row.is_required and row.kind != "note"), ("relevant", row.relevant)):
        made.pop(key, None)
        made |= {key: value} if value else {}
    return made | _listed(row, made)


def _listed(row: Row, before: Data) -> Data:
    """Give the lines of a question: items of a grid, options of a choice that has no scale."""
    if row.kind == "matrix":
        items = {one["id"]: one for one in before.get("items", ())}
        made = [_part(items.get(one.name, {}), "id", one.name, one.text) for one in row.lines]
        return {"items": made} if "options" in before else {"items": made, "scale": before.get("scale", "")}
    if row.kind not in ("single", "multi") or "scale" in before:
        return {}
    options = {str(one["code"]): one for one in before.get("options", ())}
    return {
        "options": [_part(options.get(one.name, {}), "code", int(one.name), one.text) for one in row.lines]
    }


def _part(before: Data, key: str, name: str | int, text: str) -> Data:
    return before | {key: name, "label": words(text, before.get("label"))}


def _put_in_groups(made: list[Data], known: Mapping[str, Data]) -> None:
    """Leave each question in its group; a new one between two of one group stands in it too."""
    for one in made:
        if "group" in known.get(one["id"], {}):
            one["group"] = known[one["id"]]["group"]
    for place, one in enumerate(made):
        around = made[place - 1 : place] + [later for later in made[place + 1 :] if later["id"] in known][:1]
        groups = [other.get("group") for other in around]
        if one["id"] not in known and len(groups) == 2 and groups[0] and groups[0] == groups[1]:  # noqa: PLR2004  # before, after
            one["group"] = groups[0]


def _in_use(questions: Sequence[Data], before: Data) -> list[Data]:
    """Give the groups that still have a question, in the order of the questions."""
    groups = {one["id"]: one for one in before.get("groups", ())}
    used = dict.fromkeys(one["group"] for one in questions if one.get("group") in groups)
    return [groups[name] for name in used]


def _on_scales(
    given: Mapping[str, Any],
    questions: list[Data],
    before: Data,
    opened: Instrument | None,
    *,
    is_english: bool,
) -> Data:
    """Put the grids that have none on the scale that was chosen, and give every scale."""
    scales: Data = dict(before.get("scales", {}))
    without = [one for one in questions if one.get("scale") == ""]
    if not without:
        return {"scales": scales}
    chosen = given_scale(given, opened)
    name = chosen.name
    if not str(given["scale"]).startswith(OWN):
        name = next(one for one in (NEW, *(f"{NEW}_{n}" for n in range(2, 999))) if one not in scales)
        scales[name] = new_scale(chosen, with_none=given["with_none"], is_english=is_english)
    for one in without:
        one["scale"] = name
    return {"scales": scales}


def _factors(rows: Sequence[Row], questions: Sequence[Data], before: Data) -> list[Data]:
    """Give the factors: those of before less what is gone or counts no more, then those of new groups."""
    by_name = dict(zip((one.name for one in rows), rows, strict=True))
    columns = {one["id"]: _columns(one) for one in questions if one["id"] in by_name}
    counted = {column for name, own in columns.items() if by_name[name].is_counted for column in own}
    found = [
        one | {"items": [item for item in one["items"] if item in counted]}
        for one in before.get("factors", ())
    ]
    for row in rows:
        if row.is_counted and row.kind == "matrix":
            _count_in(found, row, columns[row.name])
    return [one for one in found if one["items"]]


def _columns(question: Data) -> list[str]:
    if question["kind"] == "single":
        return [question["id"]]
    return [item["id"] for item in question.get("items", ())]


def _count_in(factors: list[Data], row: Row, columns: Sequence[str]) -> None:
    """Count the items of a group: new ones where its others count, a new group in a factor of its own."""
    mine = [one for one in factors if set(one["items"]) & set(columns)]
    new = [one for one in columns if all(one not in factor["items"] for factor in factors)]
    if len(mine) == 1 and set(mine[0]["items"]) <= set(columns):
        mine[0]["label"] = words(row.label, mine[0]["label"])
    if mine:
        mine[-1]["items"] = [*mine[-1]["items"], *new]
    elif new:
        taken = {one["code"] for one in factors}
        codes = (f"{letter}{number or ''}" for number, letter in product(range(99), _LETTERS))
        code = next(one for one in codes if one not in taken)
        factors.append({"code": code, "label": words(row.label), "items": new})
