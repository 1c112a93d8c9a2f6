"""A PostgreSQL database of a story's own."""

import os
import uuid
from urllib.parse import urlsplit, urlunsplit

import psycopg

from tests.parweb.postgresql import address


def fresh_database() -> str:
    """Make an empty database on the tests' PostgreSQL and give its ``DATABASE_URL``."""
    server = address()
    name = f"story_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server.replace("postgres://", "postgresql://"), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    parts = urlsplit(server)
    return urlunsplit(parts._replace(path=f"/{name}"))


def wanted_databases() -> list[str]:
    """Which databases a story is to run on: both, unless one is named."""
    chosen = os.environ.get("PARINDEX_TEST_DATABASE")
    return [chosen] if chosen else ["sqlite", "postgresql"]
