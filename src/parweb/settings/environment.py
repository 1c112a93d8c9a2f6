"""What a server may set: environment variables, read once, checked, with defaults that run on one machine."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


class Environment(BaseSettings):
    """Every setting of a server. Names are those of the environment: ``PARINDEX_DATA_DIR`` and so on."""

    model_config = SettingsConfigDict(env_prefix="PARINDEX_", extra="ignore")

    data_dir: Path = Path("var")
    """Where the embedded database, uploaded files and the secret key stand."""
    database_url: str = Field("", validation_alias="DATABASE_URL")
    """``postgres://user:password@host:port/name`` (socket folder: ``?host=``); empty: SQLite."""
    secret_key: str = ""
    debug: bool = False
    demonstration: bool = False
    """Shows the ribbon "dữ liệu minh họa" and the demo accounts; only for demonstration data."""
    allowed_hosts: Annotated[list[str], NoDecode] = ["localhost", "127.0.0.1", "[::1]"]
    base_url: str = "http://localhost:8000"
    """The address in links of e-mails."""
    behind_https: bool = False
    """True behind a reverse proxy with TLS: secure cookies, HSTS, and the proxy's scheme is believed."""
    trusted_proxies: int = 0
    """How many proxies stand in front; the visitor's address is taken that many places from the right."""
    storage_bucket: str = ""
    """Name of an S3-compatible bucket for uploaded files; empty: files on disk."""
    storage_endpoint: str = ""
    storage_region: str = ""
    storage_access_key: str = ""
    storage_secret_key: str = ""
    email_host: str = ""
    """Empty: no e-mail leaves the server, people read their inbox on the site."""
    email_port: int = 587
    email_user: str = ""
    email_password: str = ""
    email_from: str = "cchc@localhost"
    message_hook: str = ""
    """Dotted path of a function that also sends messages by SMS or Zalo (docs/operations/server.md)."""
    virus_scanner: str = ""
    """``host:port`` or socket path of clamd; empty: uploaded files are marked "chưa quét"."""
    oidc_name: str = ""
    oidc_server: str = ""
    oidc_client_id: str = ""
    oidc_secret: str = ""
    mfa_required: bool = True
    """Managers, appraisers and administrators must set up a second factor before they work."""
    upload_limit: int = 50 * 1024 * 1024
    """Bytes of one uploaded file."""
    dossier_upload_limit: int = 2 * 1024**3
    """Bytes of one file of dossiers."""
    dossier_files_at_once: int = 20
    """How many files of dossiers one import may have."""
    dossier_batch_limit: int = 20 * 1024 * 1024
    """Bytes of a batch that a one-stop system sends as JSON (CSV: ``dossier_upload_limit``)."""
    worker_nice: int = Field(10, ge=0, le=19)
    """How much the worker gives way to pages, as in ``nice(1)``: 0 not at all, 19 most."""
    survey_contact_key: str = ""
    """Fernet key of respondents' contact data; empty: one is made and kept in ``data_dir``."""

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def _separated_by_commas(cls, hosts: str | list[str]) -> list[str]:
        names = hosts.split(",") if isinstance(hosts, str) else hosts
        return [name.strip() for name in names if name.strip()]

    def key(self) -> str:
        """Give the secret key: as set, or the one kept in ``data_dir``, made when first asked for."""
        return self.secret_key or self._kept("secret-key", lambda: secrets.token_urlsafe(50))

    def survey_key(self) -> str:
        """Give the Fernet key of contact data: as set, or the one kept in ``data_dir``."""
        return self.survey_contact_key or self._kept("survey-contact-key", _fernet_key)

    def _kept(self, name: str, make: Callable[[], str]) -> str:
        file = self.data_dir / name
        if not file.exists():
            self.data_dir.mkdir(parents=True, exist_ok=True)
            file.touch(mode=0o600)
            file.write_text(make())
        return file.read_text().strip()


def _fernet_key() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
