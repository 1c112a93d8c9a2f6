"""A newcomer reads the help."""

import json
import subprocess
import sys

import pytest
from typer.main import get_command

from parindex.cli import app
from parindex.cli.contents import ENTRIES

NAMES = [entry.name for entry in ENTRIES]


def test_the_help_comes_without_importing_polars_numpy_pydantic_or_rich():
    program = (
        "import sys, json\n"
        "from parindex.cli import main\n"
        "status = main(['--help'])\n"
        "heavy = ('polars', 'numpy', 'pydantic', 'rich', 'yaml', 'xlsxwriter', 'babel')\n"
        "print(json.dumps([status, [name for name in heavy if name in sys.modules]]), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert json.loads(done.stderr) == [0, []]


def test_the_help_of_every_command_comes_without_importing_polars_or_numpy():
    program = (
        "import sys, json\n"
        "from parindex.cli import main\n"
        "from parindex.cli.contents import BY_NAME\n"
        "statuses = [main([name, '--help']) for name in BY_NAME]\n"
        "heavy = ('polars', 'numpy', 'parindex.frameworks')\n"
        "print(json.dumps([statuses, [name for name in heavy if name in sys.modules]]), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert json.loads(done.stderr) == [[0] * len(NAMES), []]


def test_the_help_names_every_command_in_its_group(parindex):
    done = parindex("--help")
    assert done.status == 0
    lines = [line.split() for line in done.out.splitlines()]
    assert {" ".join(words[:count]) for words in lines for count in (1, 2)} >= set(NAMES)
    assert [line for line in done.out.splitlines() if line == "Chấm điểm và xếp hạng"] != []


def test_the_command_alone_shows_the_help_and_counts_as_a_usage_error(parindex):
    assert parindex()[:2] == (2, parindex("--help").out)


def test_h_is_short_for_help(parindex):
    assert parindex("score", "-h") == parindex("score", "--help")


def test_the_help_in_english_is_english(parindex):
    done = parindex("--help", "--lang", "en")
    assert "Scores and ranks" in done.out
    assert "Chấm điểm" not in done.out


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_the_help_of_a_command_says_how_it_is_typed_and_shows_examples(parindex, name: str, lang: str):
    done = parindex(name, "--help", "--lang", lang)
    first, *rest = done.out.splitlines()
    assert done.status == 0
    assert f" parindex {name}" in first
    assert [line for line in rest if line.startswith(f"  parindex {name}")] != []


@pytest.mark.parametrize("name", NAMES)
def test_every_word_and_flag_of_a_command_is_explained(name: str):
    command = get_command(app).get_command(None, name)
    assert [part.name for part in command.params if not part.help] == []


@pytest.mark.parametrize("name", ["", *NAMES])
def test_help_fits_a_narrow_terminal_but_for_what_cannot_be_broken(parindex, monkeypatch, name: str):
    monkeypatch.setenv("COLUMNS", "60")
    lines = parindex(*filter(None, [name]), "--help").out.splitlines()
    examples = lines.index("Ví dụ")
    wide = [line for line in lines[2:examples] if len(line) > 60 and "|" not in line]
    assert wide == []


def test_the_version_is_told(parindex):
    import parindex as library

    assert parindex("--version")[:2] == (0, f"parindex {library.__version__}\n")
