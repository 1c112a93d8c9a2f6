"""A backup: one archive with the database, files and records of dossiers, and its way back."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from pathlib import Path, PurePosixPath
from typing import Any, Final

from django.conf import settings
from django.db import connection

from parindex.dossiers.store.lock import locked
from parindex.errors import ProblemsFound

_DATABASE: Final = "database"
_FILES: Final = "files"
_DOSSIERS: Final = "dossiers"
_SURVEYS: Final = "surveys"


class CannotBackUp(RuntimeError):  # noqa: N818  # it says what happened
    """Something that a backup needs is not there; the message says what to do."""


def back_up(archive: Path) -> None:
    """Write database, files, records of dossiers, frames and samples into one ``.tar.gz`` of a running site.

    SQLite is copied by its own backup (a consistent state), PostgreSQL by ``pg_dump``. Files in a bucket are
    backed up by the bucket's own means and are not in the archive.
    """
    with tempfile.TemporaryDirectory() as folder:
        dump = Path(folder) / _DATABASE
        _dump(dump)
        part = archive.with_name(archive.name + ".part")
        with tarfile.open(part, "w:gz") as tar:
            tar.add(dump, _DATABASE)
            if Path(settings.MEDIA_ROOT).is_dir():
                tar.add(settings.MEDIA_ROOT, _FILES)
            _add_dossiers(tar)
            if Path(settings.SURVEY_STORE).is_dir():
                tar.add(settings.SURVEY_STORE, _SURVEYS)
        part.replace(archive)


def _add_dossiers(tar: tarfile.TarFile) -> None:
    """Add the store of dossiers while nobody writes to it."""
    store = Path(settings.DOSSIER_STORE)
    if not store.is_dir():
        return
    try:
        with locked(store):
            tar.add(store, _DOSSIERS)
    except ProblemsFound as busy:
        raise CannotBackUp("Hồ sơ đang được nhập. Hãy đợi lượt nhập xong rồi sao lưu lại.") from busy


def restore(archive: Path) -> None:
    """Put what a backup holds in place of what is there (the site must be stopped)."""
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(archive, "r:gz") as tar:
            _unpack(tar, folder)
        _load(Path(folder) / _DATABASE)
        places = {
            _FILES: settings.MEDIA_ROOT,
            _DOSSIERS: settings.DOSSIER_STORE,
            _SURVEYS: settings.SURVEY_STORE,
        }
        for name, place in places.items():
            kept = Path(folder) / name
            if kept.is_dir():
                shutil.rmtree(place, ignore_errors=True)
                shutil.copytree(kept, place)


def _unpack(tar: tarfile.TarFile, folder: str) -> None:
    """Take out plain files and folders inside the archive's own tree; Python before 3.11.4 has no filter."""
    ours = [one for one in tar.getmembers() if (one.isfile() or one.isdir()) and _is_inside(one.name)]
    options: dict[str, Any] = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
    tar.extractall(folder, members=ours, **options)  # noqa: S202  # only members that were looked at


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts


def _is_sqlite() -> bool:
    return connection.vendor == "sqlite"


def _dump(target: Path) -> None:
    if _is_sqlite():
        with sqlite3.connect(_sqlite_file()) as source, sqlite3.connect(target) as copy:
            source.backup(copy)
        source.close()
        copy.close()
        return
    _run("pg_dump", "--format=custom", f"--file={target}")


def _load(dump: Path) -> None:
    connection.close()
    if _is_sqlite():
        for suffix in ("-wal", "-shm"):
            Path(_sqlite_file() + suffix).unlink(missing_ok=True)
        shutil.copyfile(dump, _sqlite_file())
        return
    _run("pg_restore", "--clean", "--if-exists", "--no-owner", f"--dbname={_database()['NAME']}", str(dump))


def _run(program: str, *words: str) -> None:
    found = shutil.which(program)
    if found is None:
        raise CannotBackUp(
            f"Không tìm thấy {program}. Hãy cài gói postgresql-client cùng phiên bản với máy chủ."
        )
    subprocess.run([found, *words], env=_libpq(), check=True)  # noqa: S603  # PostgreSQL's own tools


def _libpq() -> dict[str, str]:
    said = _database()
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    return {name: str(said[key]) for name, key in names.items() if said.get(key)} | {
        "PGDATABASE": str(said["NAME"])
    }


def _database() -> dict[str, Any]:
    return connection.settings_dict


def _sqlite_file() -> str:
    return str(_database()["NAME"])
