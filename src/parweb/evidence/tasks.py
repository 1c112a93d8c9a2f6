"""Work in the background: scanning files for malicious code."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from parweb.evidence.actions.scan_version import scan_version
from parweb.evidence.files.scanner import ScannerFailed
from parweb.evidence.models import Version
from parweb.jobs.registry import Progress, background, every

_LOG = logging.getLogger(__name__)
_AT_ONCE = 200


@background("evidence.scan")
def scan_versions(progress: Progress, at: datetime, versions: list[int]) -> dict[str, Any]:
    """Scan files by the ids of their versions; those that cannot be scanned now are tried again hourly."""
    rows = Version.objects.filter(pk__in=versions, scan=Version.Scan.NOT_SCANNED)
    return _scan_all(rows.select_related("document__unit"), at, progress)


@every(timedelta(hours=1), "evidence.scan_again")
def scan_again(at: datetime) -> None:
    """Scan what has not been scanned yet, because the scanner was away or was set up later."""
    if not settings.VIRUS_SCANNER:
        return
    rows = Version.objects.filter(scan=Version.Scan.NOT_SCANNED).select_related("document__unit")
    _scan_all(rows.order_by("pk")[:_AT_ONCE], at)


def _scan_all(rows: Iterable[Version], at: datetime, progress: Progress | None = None) -> dict[str, Any]:
    versions = list(rows)
    found = failed = 0
    for done, version in enumerate(versions, start=1):
        try:
            found += not scan_version(version, at).is_clean
        except (ScannerFailed, OSError):
            _LOG.exception("version %s could not be scanned", version.pk)
            failed += 1
        if progress:
            progress(done, len(versions), _("Quét mã độc"))
    return {"scanned": len(versions) - failed, "infected": found, "failed": failed}
