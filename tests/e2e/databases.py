"""Databases of a story's own, as migrations leave them."""

import os
import uuid
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit, urlunsplit

import psycopg

from tests.e2e.ready import BLANK, Ready
from tests.e2e.site import Site
from tests.parweb.postgresql import address


def wanted_databases() -> list[str]:
    """Which databases a story is to run on: both, unless one is named."""
    chosen = os.environ.get("PARINDEX_TEST_DATABASE")
    return [chosen] if chosen else ["sqlite", "postgresql"]


def site_on(database: str, ready: Ready, folder: Path) -> Site:
    """A stopped site with the tables and nothing in them; two processes will answer."""
    site = ready.stage(BLANK).copy(folder)
    site.workers = 2
    if database == "postgresql":
        site.database_url = _made(_migrated())
    return site


def _made(template: str = "template1") -> str:
    """Make a copy of a database on the tests' PostgreSQL and give its ``DATABASE_URL``."""
    server = address()
    name = f"story_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server.replace("postgres://", "postgresql://"), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


@cache
def _migrated() -> str:
    """The name of a database with tables, made once in this process."""
    url = _made()
    with TemporaryDirectory() as folder:
        Site(Path(folder), url).command("migrate", "--verbosity", "0")
    return urlsplit(url).path.removeprefix("/")
