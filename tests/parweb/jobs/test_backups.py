"""A backup taken while the site runs brings everything back."""

import sqlite3
import tarfile
from pathlib import Path

import pytest
from django.conf import settings

from parindex.dossiers.store.lock import locked
from parweb.jobs import backups


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    database = tmp_path / "live.sqlite3"
    with sqlite3.connect(database) as live:
        live.execute("CREATE TABLE score (points TEXT)")
        live.execute("INSERT INTO score VALUES ('87.747')")
    live.close()
    monkeypatch.setattr(backups, "_is_sqlite", lambda: True)
    monkeypatch.setattr(backups, "_sqlite_file", lambda: str(database))
    monkeypatch.setattr(backups, "connection", type("Closed", (), {"close": staticmethod(lambda: None)}))
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path / "files")
    monkeypatch.setattr(settings, "DOSSIER_STORE", tmp_path / "dossiers")
    monkeypatch.setattr(settings, "SURVEY_STORE", tmp_path / "surveys")
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "Kế hoạch số 12.pdf").write_bytes(b"%PDF-1.7 noi dung")
    return tmp_path


def test_frames_and_samples_of_surveys_come_back(place: Path):
    (place / "surveys" / "1").mkdir(parents=True)
    (place / "surveys" / "1" / "frame-1.parquet").write_bytes(b"PAR1")
    backups.back_up(place / "sao-luu.tar.gz")
    (place / "surveys" / "1" / "frame-1.parquet").write_bytes(b"another")
    backups.restore(place / "sao-luu.tar.gz")
    assert (place / "surveys" / "1" / "frame-1.parquet").read_bytes() == b"PAR1"


def test_database_and_files_come_back_as_they_were(place: Path):
    backups.back_up(place / "sao-luu.tar.gz")
    with sqlite3.connect(place / "live.sqlite3") as live:
        live.execute("DELETE FROM score")
    live.close()
    (place / "files" / "Kế hoạch số 12.pdf").unlink()
    backups.restore(place / "sao-luu.tar.gz")
    again = sqlite3.connect(place / "live.sqlite3")
    assert again.execute("SELECT points FROM score").fetchall() == [("87.747",)]
    again.close()
    assert (place / "files" / "Kế hoạch số 12.pdf").read_bytes() == b"%PDF-1.7 noi dung"


def test_records_of_dossiers_come_back_as_they_were(place: Path):
    (place / "dossiers").mkdir()
    (place / "dossiers" / "manifest.json").write_text("{}")
    backups.back_up(place / "sao-luu.tar.gz")
    (place / "dossiers" / "manifest.json").write_text("mất")
    backups.restore(place / "sao-luu.tar.gz")
    assert (place / "dossiers" / "manifest.json").read_text() == "{}"


def test_a_store_that_is_written_to_is_not_copied_half_way(place: Path):
    (place / "dossiers").mkdir()
    with locked(place / "dossiers"), pytest.raises(backups.CannotBackUp, match="đang được nhập"):
        backups.back_up(place / "sao-luu.tar.gz")
    assert not (place / "sao-luu.tar.gz").exists()


def test_a_foreign_archive_writes_nothing_beside_its_folder(place: Path):
    outside = place / "ngoai.txt"
    with tarfile.open(place / "la.tar.gz", "w:gz") as tar:
        tar.add(place / "live.sqlite3", "database")
        tar.add(place / "live.sqlite3", "../../ngoai.txt")
    backups.restore(place / "la.tar.gz")
    assert not outside.exists()


def test_a_stopped_backup_leaves_no_half_archive(place: Path, monkeypatch: pytest.MonkeyPatch):
    def fail(*_: object) -> None:
        raise OSError

    monkeypatch.setattr("tarfile.TarFile.add", fail)
    with pytest.raises(OSError):
        backups.back_up(place / "sao-luu.tar.gz")
    assert not (place / "sao-luu.tar.gz").exists()


def test_a_missing_tool_is_named_with_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(backups.CannotBackUp, match=r"pg_dump.*postgresql-client"):
        backups._run("pg_dump")
