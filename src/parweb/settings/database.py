"""One setting for the database: SQLite on one machine, PostgreSQL by ``DATABASE_URL``."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

_SQLITE_START = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
    "PRAGMA temp_store=MEMORY; PRAGMA mmap_size=134217728; PRAGMA cache_size=-20000;"
)


def database(url: str, data_dir: Path) -> dict[str, Any]:
    """Give Django's settings of the database.

    SQLite takes its write lock when a transaction begins (two writers then wait instead of failing), and
    ``synchronous=FULL`` keeps an acknowledged write through a loss of power.

    >>> database("postgres://an:bi%40mat@db:5433/cchc", Path("var"))["PASSWORD"]
    'bi@mat'
    >>> database("", Path("var"))["NAME"]
    'var/parindex.sqlite3'
    """
    if not url:
        return _sqlite(str(data_dir / "parindex.sqlite3"))
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(unquote(parts.path.removeprefix("/")))
    if parts.scheme not in ("postgres", "postgresql"):
        raise ValueError(f"DATABASE_URL: postgres://… or sqlite:///…, not {parts.scheme}://…")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.removeprefix("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def _sqlite(name: str) -> dict[str, Any]:
    return {
        "ENGINE": "parweb.settings.sqlite",
        "NAME": name,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 30, "init_command": _SQLITE_START},
        "CONN_MAX_AGE": None,
    }
