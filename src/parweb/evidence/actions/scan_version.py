"""Have one file scanned for malicious code, and block it where some is found."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from parweb.accounts.roles import Role
from parweb.audit.actions.record import record
from parweb.audit.actor import SYSTEM
from parweb.evidence.events import FILE_INFECTED
from parweb.evidence.files.scanner import Finding, scan
from parweb.evidence.models import Version
from parweb.inbox.actions.send import send
from parweb.units.queries import people_with


def scan_version(version: Version, at: datetime) -> Finding:
    """Send the file to the scanner of the settings and write down what it said.

    Raises ``ScannerFailed`` where there is no answer; the file then stays "not scanned" and is tried again.
    """
    with version.file.open("rb") as file:
        finding = scan(settings.VIRUS_SCANNER, file.chunks())
    state = Version.Scan.CLEAN if finding.is_clean else Version.Scan.INFECTED
    with transaction.atomic():
        Version.objects.filter(pk=version.pk).update(scan=state, scan_note=finding.name[:200])
        if not finding.is_clean:
            _tell(version, finding, at)
            record(
                SYSTEM,
                "evidence.infected",
                at,
                target=version.document,
                unit_id=version.document.unit_id,
                after={"version": version.number, "found": finding.name},
            )
    return finding


def _tell(version: Version, finding: Finding, at: datetime) -> None:
    document = version.document
    officers = people_with(Role.OFFICER, document.unit.path, at.date()).values_list("pk", flat=True)
    details = {"file": version.file_name, "document": str(document), "found": finding.name}
    link = reverse("evidence:document", args=[document.pk])
    send([version.uploaded_by_id, *officers], FILE_INFECTED, details, link, at)
