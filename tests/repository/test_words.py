"""The repository speaks of the project alone, and reads the same on every machine.

Patterns are written with a bracket ("/wor[k]/") so that this file does not find itself.
"""

import re
import unicodedata
from pathlib import Path

import pytest

from tests.repository.tree import ROOT, files

FORBIDDEN = {
    "a registry's host": r"py[p]i\.org|python[h]osted\.org|npm[j]s\.(?:org|com)|deb\.[d]ebian\.org|crat[e]s\.io",
    "a path of one machine": r"(?<![\w.])/(?:wor[k]|tm[p]|roo[t]|op[t]|hom[e]/\w+|User[s]/\w+)(?:/|\b(?=[\s\"'`)]))",
    "a tool outside the project": r"\.librar[y]/|\bissues sho[w]\b",
    "talk about how the text was made": r"(?i)\b(?:this|previous|earlier|next) sessio[n]\b|\bsub-?agent[s]?\b",
    "a mark of unfinished work": r"\b(?:FIXM[E]|XX[X]|TOD[O])\b",
    "a conflict left by a merge": r"^(?:<{7}|>{7}) ",
}
WRITTEN = {".json", ".md", ".py", ".sh", ".toml", ".yaml", ".yml"}
BINARY = {".xlsx", ".parquet", ".png", ".ico", ".ttf", ".woff2", ".mo"}

TEXTS = [path for path in files() if path.suffix not in BINARY]


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_mentions(what: str):
    found = [f"{path}:{line}: {match}" for path in TEXTS for line, match in findings(FORBIDDEN[what], path)]
    assert found == []


def test_every_written_file_is_utf8_in_composed_form_with_one_newline_at_its_end():
    assert [str(path) for path in TEXTS if path.suffix in WRITTEN and not is_clean(path)] == []


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("a registry's host", "see https://files.python" + "hosted.org/x"),
        ("a path of one machine", "open('/" + "tmp/x.csv')"),
        ("a path of one machine", "cd /" + "work/main"),
        ("a tool outside the project", "." + "library/README"),
        ("a mark of unfinished work", "# TO" + "DO later"),
    ],
)
def test_the_pattern_finds(what: str, text: str):
    assert re.search(FORBIDDEN[what], text, re.MULTILINE)


@pytest.mark.parametrize(
    "text", ["docs/work/plan.md", "điểm/tmpl", "a/b/root/c", "working/optional", "build/site"]
)
def test_a_path_inside_the_repository_is_no_path_of_a_machine(text: str):
    assert re.search(FORBIDDEN["a path of one machine"], text) is None


def findings(pattern: str, path: Path) -> list[tuple[int, str]]:
    text = (ROOT / path).read_text(encoding="utf-8", errors="replace")
    return [
        (text.count("\n", 0, found.start()) + 1, found[0])
        for found in re.finditer(pattern, text, re.MULTILINE)
    ]


def is_clean(path: Path) -> bool:
    raw = (ROOT / path).read_bytes()
    text = raw.decode("utf-8")
    ends_well = not text or (text.endswith("\n") and not text.endswith("\n\n"))
    return (
        ends_well
        and b"\r" not in raw
        and not text.startswith("\ufeff")
        and unicodedata.is_normalized("NFC", text)
    )
