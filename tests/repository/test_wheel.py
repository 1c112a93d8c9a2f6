"""The wheel alone gives what the checkout gives: code, editions and both languages."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.repository.tree import ROOT, SOURCE, files

DATA = {"calendars", "questionnaires"}
SCORE_A_LEAGUE = """
import json, parindex, polars
from parindex.frameworks.registry import entries, shelf
edition = parindex.find_edition("commune-hai-duong@2022")
league = polars.read_csv(edition.folder / "demo" / "league-2022.csv").drop("name")
scores = parindex.score(edition, league).scores
editions = [entry.ref for entry in entries()]
print(json.dumps({"shelf": str(shelf()), "editions": editions, "scores": scores.rows()}))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run(["-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)], cwd=ROOT)
    return next(folder.glob("parindex-*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installed")
    run(
        ["-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(folder), str(wheel)],
        cwd=folder,
    )
    return folder


def test_the_wheel_carries_every_module_and_every_edition_and_no_test(wheel: Path):
    expected = {
        path.relative_to("src").as_posix()
        for path in files()
        if path.parts[0] == "src" and path.suffix == ".py"
    }
    expected |= {
        f"parindex/editions/{path.relative_to('frameworks').as_posix()}"
        for path in files()
        if path.parts[0] == "frameworks"
    }
    expected |= {f"parindex/{path.as_posix()}" for path in files() if path.parts[0] in DATA}
    carried = set(ZipFile(wheel).namelist())
    assert expected - carried == set()
    assert {name.split("/")[0] for name in carried if ".dist-info/" not in name} == {"parindex", "parweb"}


def test_the_wheel_carries_the_compiled_catalogue_of_every_language(wheel: Path):
    catalogues = [path for path in files() if path.parts[0] == "src" and path.suffix == ".po"]
    expected = {path.with_suffix(".mo").relative_to("src").as_posix() for path in catalogues}
    assert expected - set(ZipFile(wheel).namelist()) == set()


SIGN_IN_WORDS = """
import os
os.environ |= {"DJANGO_SETTINGS_MODULE": "parweb.settings", "PARINDEX_SECRET_KEY": "x"}
import django
django.setup()
from django.utils import translation
from django.utils.translation import gettext
with translation.override("vi"):
    print(gettext("Login"))
"""


def test_an_installed_site_speaks_vietnamese_where_its_parts_speak_english(installed: Path, tmp_path: Path):
    """`Login` is a word of the sign-in package, which has no Vietnamese of its own."""
    said = run(["-c", SIGN_IN_WORDS], installed, PARINDEX_DATA_DIR=str(tmp_path))
    assert said.strip() == "Tên đăng nhập hoặc thư điện tử"


def test_an_editable_install_compiles_the_catalogue_of_every_language(tmp_path: Path):
    copy = tmp_path / "checkout"
    copy.mkdir()
    for path in files():
        if path.parts[0] in {"src", "README.md", "LICENSE", "pyproject.toml", "hatch_build.py"}:
            (copy / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / path, copy / path)
    catalogues = sorted(copy.glob("src/**/*.po"))
    assert len(catalogues) > 10
    assert list(copy.glob("src/**/*.mo")) == []
    to = tmp_path / "installed"
    words = ["install", "--quiet", "--no-deps", "--no-index", "--no-build-isolation", "--target", str(to)]
    run(["-m", "pip", *words, "--editable", str(copy)], cwd=copy)
    assert [one for one in catalogues if not one.with_suffix(".mo").stat().st_size] == []


def test_the_wheel_says_its_types_and_its_licence(wheel: Path):
    names = ZipFile(wheel).namelist()
    assert "parindex/py.typed" in names
    assert [name for name in names if name.endswith("licenses/LICENSE")] != []


def test_the_installed_wheel_is_imported_from_its_own_folder(installed: Path):
    assert Path(run(["-c", "import parindex; print(parindex.__file__)"], installed).strip()).is_relative_to(
        installed
    )


def test_the_installed_wheel_gives_the_editions_and_the_scores_of_the_checkout(installed: Path):
    theirs, ours = (json.loads(run(["-c", SCORE_A_LEAGUE], folder)) for folder in (installed, SOURCE))
    assert Path(theirs.pop("shelf")) == installed / "parindex" / "editions"
    assert Path(ours.pop("shelf")) == ROOT / "frameworks"
    assert theirs == ours
    assert len(theirs["scores"]) >= 20 * 10


def run(arguments: list[str], cwd: Path, **settings: str) -> str:
    """Run Python in a folder that comes first on its path; the environment's packages stand behind it."""
    command = [sys.executable, *arguments]
    environment = {"PYTHONPATH": str(cwd), "PATH": "", "HOME": str(cwd), "LANG": "C.UTF-8"} | settings
    done = subprocess.run(command, cwd=cwd, env=environment, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
