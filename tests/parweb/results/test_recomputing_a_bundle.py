"""Anybody makes the published figures again from the downloaded bundle, with the command and without the site."""

import hashlib
import subprocess
import sys
import zipfile
from io import BytesIO

import pytest
from django.urls import reverse

from tests.parweb.results.league import League


@pytest.fixture
def downloaded(league: League, client) -> tuple[bytes, str]:
    publication = league.publish()
    page = client.get(reverse("portal:method", args=[publication.slug])).content.decode()
    answer = client.get(reverse("portal:bundle", args=[publication.slug]))
    return answer.content, page


def recompute(path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "parindex.cli", "recompute", str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_command_agrees_with_every_figure_of_the_downloaded_bundle(downloaded, tmp_path):
    file = tmp_path / "run.zip"
    file.write_bytes(downloaded[0])
    done = recompute(file)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_page_prints_the_digest_of_the_bundle_and_the_command(downloaded):
    content, page = downloaded
    assert hashlib.sha256(content).hexdigest() in page
    assert "parindex recompute ninh-giang-2022-1.zip" in page


def test_a_unit_of_the_bundle_is_known_by_its_name_and_its_official_code(league: League, downloaded):
    with zipfile.ZipFile(BytesIO(downloaded[0])) as archive:
        header, *rows = archive.read("units.csv").decode("utf-8-sig").splitlines()
    assert header.split(",")[:3] == ["unit_id", "name", "code"]
    unit = next(iter(league.units.values()))
    assert rows[0].split(",")[:3] == [str(unit.pk), unit.name, unit.code]


def test_the_command_finds_a_figure_that_somebody_changed(downloaded, tmp_path):
    file = tmp_path / "run.zip"
    with zipfile.ZipFile(BytesIO(downloaded[0])) as archive, zipfile.ZipFile(file, "w") as changed:
        for name in archive.namelist():
            text = archive.read(name)
            changed.writestr(name, text.replace(b"11.84", b"12.84") if name == "values.csv" else text)
    assert recompute(file).returncode == 1


def test_two_runs_of_the_same_values_at_the_same_moment_give_the_same_bytes(league: League):
    first, second = league.run(), league.run()
    bundles = [run.tables.get(name="bundle").sha256 for run in (first, second)]
    assert bundles[0] == bundles[1]
