"""Texts that belong to an option ("xin ghi cụ thể") found again among the questions of a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from parindex.surveys.instruments.model import SPECIFY

_PARTS: Final = {"id", "kind", "label", "relevant", "group"}
Question = dict[str, Any]


def take_texts(data: dict[str, Any], rows: list[tuple[int, list[int]]]) -> None:
    """Turn the texts that our own export writes behind a question into ``has_text`` of its option.

    A list that several questions share keeps them as questions, unless every question has its text.
    """
    questions = data["questions"]
    found = ((number, _option(data, questions, number)) for number in range(len(questions)))
    belongs = {number: option for number, option in found if option is not None}
    for name, scale in data["scales"].items():
        users = {number for number, one in enumerate(questions) if one.get("scale") == name}
        _keep_of_scale(belongs, users, scale["options"])
    for owner, code in belongs.values():
        for option in _options(data, questions[owner]):
            if option["code"] == code:
                option["has_text"] = True
    for number in sorted(belongs, reverse=True):
        del questions[number]
        del rows[number]


def _keep_of_scale(
    belongs: dict[int, tuple[int, int]], users: set[int], options: Sequence[dict[str, Any]]
) -> None:
    """Leave texts of a scale that some of its questions have and others have not."""
    for option in options:
        texts = [number for number, one in belongs.items() if one[0] in users and one[1] == option["code"]]
        if len(texts) != len(users):
            for number in texts:
                del belongs[number]


def _options(data: dict[str, Any], question: Question) -> list[dict[str, Any]]:
    scale = data["scales"].get(question.get("scale"))
    found: list[dict[str, Any]] = scale["options"] if scale else question.get("options", [])
    return found


def _option(data: dict[str, Any], questions: Sequence[Question], number: int) -> tuple[int, int] | None:
    """Give the question (its number) and the code of the option that a text belongs to."""
    text = questions[number]
    owner = _owner(questions, number)
    if (
        text["kind"] != "text"
        or not set(text) <= _PARTS
        or owner is None
        or text["label"]["vi"] not in _LABELS
    ):
        return None
    asked = questions[owner]
    if asked["kind"] not in ("single", "multi") or asked.get("group") != text.get("group"):
        return None
    for option in _options(data, asked):
        spelling = option.get("name", str(option["code"]))
        is_skip = text.get("relevant") == f"selected(${{{asked['id']}}}, '{spelling}')"
        if is_skip and text["id"] == f"{asked['id']}_{option['code']}_text":
            return owner, option["code"]
    return None


_LABELS: Final = frozenset({SPECIFY.vi, SPECIFY.en})


def _owner(questions: Sequence[Question], number: int) -> int | None:
    """Give the nearest question before a text that is no text of an option itself."""
    for before in range(number - 1, -1, -1):
        if questions[number]["id"].startswith(f"{questions[before]['id']}_"):
            return before
        if questions[before]["kind"] != "text":
            return None
    return None
