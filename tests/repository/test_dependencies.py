"""What the project stands on is locked by hash, free to use, and asked of no named host."""

import re
import sys
import tomllib
from importlib.metadata import distribution, distributions, packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.repository.tree import files_in, imports_of, text_of

LOCKS = [Path("requirements/dev.txt"), Path("requirements/runtime.txt"), Path("requirements/site.txt")]
SPARK = Path("requirements/spark.txt")
"""Everything for the measures on a cluster; kept out of the other locks, for it is 434 MB."""
PROJECT = tomllib.loads(text_of(Path("pyproject.toml")))
RUNTIME = [Requirement(line) for line in PROJECT["project"]["dependencies"]]
DOSSIERS = [Requirement(line) for line in PROJECT["project"]["optional-dependencies"]["dossiers"]]
SURVEYS = [Requirement(line) for line in PROJECT["project"]["optional-dependencies"]["surveys"]]
SITE = [Requirement(line) for line in PROJECT["project"]["optional-dependencies"]["site"]]
DEV = [Requirement(line) for line in PROJECT["dependency-groups"]["dev"]]
NOT_FREE_ENOUGH = re.compile(r"\bA?GPL|GNU (?:Affero )?General Public", re.IGNORECASE)
LESSER = re.compile(r"LGPL|Lesser General Public", re.IGNORECASE)


def pins_of(lock: Path) -> dict[str, str]:
    found = re.findall(r"^([A-Za-z0-9._-]+)==([^ ;\\\n]+)", text_of(lock), re.MULTILINE)
    return {canonicalize_name(name): version for name, version in found}


@pytest.mark.parametrize(
    ("package", "needs"),
    [("parindex", RUNTIME + DOSSIERS + SURVEYS), ("parweb", RUNTIME + DOSSIERS + SURVEYS + SITE)],
    ids=["library", "site"],
)
def test_a_package_imports_only_what_it_declares(package: str, needs: list[Requirement]):
    declared = {canonicalize_name(need.name) for need in needs}
    providers = packages_distributions()
    ours = [path for path in files_in("src", suffix=".py") if path.parts[1] == package]
    foreign = {name.split(".")[0] for path in ours for name in imports_of(path)}
    foreign -= {"", "parindex", package, *sys.stdlib_module_names}
    undeclared = {
        name for name in foreign if not declared & set(map(canonicalize_name, providers.get(name, [])))
    }
    assert undeclared == set()


@pytest.mark.parametrize("lock", [*LOCKS, SPARK], ids=str)
def test_a_lock_names_no_host(lock: Path):
    assert re.findall(r"\S*://\S*|--\w*index\S*|--find-links\S*", text_of(lock)) == []


@pytest.mark.parametrize("lock", [*LOCKS, SPARK], ids=str)
def test_every_package_of_a_lock_has_an_exact_version_and_a_hash(lock: Path):
    blocks = re.split(r"\n(?=\S)", text_of(lock).strip())
    assert [block for block in blocks if "==" not in block.split()[0] or "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("lock", LOCKS[1:], ids=str)
def test_all_locks_hold_the_same_versions(lock: Path):
    dev = pins_of(LOCKS[0])
    assert {name: version for name, version in pins_of(lock).items() if dev.get(name) != version} == {}


def test_the_lock_for_spark_adds_spark_alone_and_no_other_lock_has_it():
    dev = pins_of(LOCKS[0])
    added = {name for name, version in pins_of(SPARK).items() if dev.get(name) != version}
    assert added == {"py4j", "pyspark"}
    assert [lock for lock in LOCKS if "pyspark" in pins_of(lock)] == []


@pytest.mark.parametrize(
    ("lock", "asked"),
    [(LOCKS[0], RUNTIME + SITE + DEV), (LOCKS[1], RUNTIME), (LOCKS[2], RUNTIME + SITE)],
    ids=["dev", "runtime", "site"],
)
def test_a_lock_holds_what_the_project_asks_for(lock: Path, asked: list[Requirement]):
    pins = pins_of(lock)
    unmet = [str(need) for need in asked if pins.get(canonicalize_name(need.name)) not in need.specifier]
    assert unmet == []


def test_the_tests_run_on_the_locked_versions():
    pins = pins_of(LOCKS[1])
    here = {canonicalize_name(found.name): found.version for found in distributions()}
    assert {
        name: here[name] for name, version in pins.items() if name in here and here[name] != version
    } == {}


def test_no_package_we_stand_on_is_under_the_gpl():
    installed = {canonicalize_name(found.name) for found in distributions()}
    ours = sorted(installed & pins_of(LOCKS[0]).keys())
    assert [name for name in ours if NOT_FREE_ENOUGH.search(LESSER.sub("", licence_of(name)))] == []


def licence_of(name: str) -> str:
    metadata = distribution(name).metadata
    classifiers = [line for line in metadata.get_all("Classifier", []) if line.startswith("License")]
    return " ".join(
        [metadata.get("License-Expression", ""), (metadata.get("License") or "")[:100], *classifiers]
    )
