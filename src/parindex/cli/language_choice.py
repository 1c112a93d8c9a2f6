"""Which language the command speaks: ``--lang`` anywhere on the line, else PARINDEX_LANG, else Vietnamese."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence

from parindex.cli.problems import NO_LANGUAGE, usage_error
from parindex.language import LANGUAGES, Lang

FLAG = "--lang"
VARIABLE = "PARINDEX_LANG"


def choose(words: Sequence[str], environment: Mapping[str, str] = os.environ) -> Lang:
    """Give the language of a command line; the last ``--lang`` counts. Raises a usage error for another.

    >>> choose(["score", "x", "--lang", "en"], {}), choose([], {"PARINDEX_LANG": "en"}), choose([], {})
    ('en', 'en', 'vi')
    """
    given = [*_given(words)] or [environment.get(VARIABLE, "").strip().lower() or "vi"]
    for lang in LANGUAGES:
        if given[-1] == lang:
            return lang
    raise usage_error(NO_LANGUAGE, given=given[-1], known=", ".join(LANGUAGES))


def _given(words: Sequence[str]) -> Iterator[str]:
    for number, word in enumerate(words):
        if word == "--":
            return
        if word == FLAG and number + 1 < len(words):
            yield words[number + 1]
        elif word.startswith(f"{FLAG}="):
            yield word.partition("=")[2]
