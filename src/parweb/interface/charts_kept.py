"""Texts of drawn charts on disk, by digest of their content: whole or not there."""

from __future__ import annotations

import gzip
import logging
import tempfile
import zlib
from pathlib import Path

from django.conf import settings

_LOG = logging.getLogger(__name__)


def kept_text(digest: str) -> str | None:
    """Give what is kept under a digest; None where there is nothing that can be read."""
    try:
        return gzip.decompress(_path(digest).read_bytes()).decode()
    except (OSError, EOFError, zlib.error, UnicodeDecodeError):
        return None


def keep_text(digest: str, text: str) -> None:
    """Keep a text under a digest. A disk that refuses costs a later drawing, not the page."""
    path = _path(digest)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".new-", delete=False) as file:
            file.write(gzip.compress(text.encode(), mtime=0))
        Path(file.name).replace(path)
    except OSError:
        _LOG.warning("chart %s could not be kept", digest, exc_info=True)


def _path(digest: str) -> Path:
    return Path(settings.CHARTS_ROOT) / digest[:2] / f"{digest}.svg.gz"
