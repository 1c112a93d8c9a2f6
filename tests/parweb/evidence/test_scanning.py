"""Files are scanned by clamd in the background; what it finds cannot be opened."""

import socket
import socketserver
import struct
import threading

import pytest

from parweb.audit.models import Entry
from parweb.evidence.actions.add_document import add_document
from parweb.evidence.files.scanner import ScannerFailed, scan
from parweb.evidence.models import Version
from parweb.evidence.tasks import scan_again
from parweb.inbox.models import Message
from parweb.jobs.models import Job
from tests.parweb.cast import NOW
from tests.parweb.evidence import samples

MARK = b"X5O-this-is-no-virus"


class FakeClamd(socketserver.BaseRequestHandler):
    """Speaks INSTREAM as clamd does; finds ``MARK``, and breaks where the server says so."""

    def handle(self) -> None:
        command = self.request.recv(10, socket.MSG_WAITALL)
        assert command == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack("!L", self.request.recv(4, socket.MSG_WAITALL))[0]:
            content += self.request.recv(length, socket.MSG_WAITALL)
        self.server.seen.append(content)
        self.request.sendall(self.server.broken or self.answer(content))

    @staticmethod
    def answer(content: bytes) -> bytes:
        return b"stream: Eicar-Test-Signature FOUND\0" if MARK in content else b"stream: OK\0"


@pytest.fixture
def clamd():
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), FakeClamd) as server:
        server.seen, server.broken = [], b""
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        server.address = f"127.0.0.1:{server.server_address[1]}"
        yield server
        server.shutdown()
        thread.join()


def test_a_clean_file_arrives_whole_in_its_chunks(clamd):
    assert scan(clamd.address, [b"a" * 70_000, b"", b"b"]).is_clean
    assert clamd.seen == [b"a" * 70_000 + b"b"]


def test_a_finding_names_what_was_found(clamd):
    finding = scan(clamd.address, [b"..", MARK])
    assert (finding.is_clean, finding.name) == (False, "Eicar-Test-Signature")


def test_a_scanner_reached_by_a_socket_of_the_machine(tmp_path):
    place = str(tmp_path / "clamd.sock")
    with socketserver.UnixStreamServer(place, FakeClamd) as server:
        server.seen, server.broken = [], b""
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        assert scan(place, [b"x"]).is_clean
        thread.join()


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b"\0"])
def test_an_answer_that_is_no_finding_is_a_failure_and_never_clean(clamd, answer):
    clamd.broken = answer
    with pytest.raises(ScannerFailed):
        scan(clamd.address, [b"x"])


def test_a_scanner_that_is_away_is_a_failure(clamd):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(ScannerFailed):
        scan(f"127.0.0.1:{port}", [b"x"])


def upload(cast, *contents: bytes):
    files = [samples.upload(f"{number}.pdf", content) for number, content in enumerate(contents)]
    return add_document(
        cast.person("officer"), cast.communes[0], fields={"abstract": "x"}, files=files, at=NOW
    )


def test_an_upload_is_scanned_in_the_background_and_an_infected_file_is_told(
    cast, clamd, settings, django_capture_on_commit_callbacks
):
    settings.VIRUS_SCANNER = clamd.address
    with django_capture_on_commit_callbacks(execute=True):
        document = upload(cast, samples.PDF, b"%PDF-1.4 " + MARK + b" startxref")
    scans = document.versions.order_by("number").values_list("scan", "scan_note")
    assert list(scans) == [("clean", ""), ("infected", "Eicar-Test-Signature")]
    assert Job.objects.get().result == {"scanned": 2, "infected": 1, "failed": 0}
    assert Entry.objects.get(action="evidence.infected").actor_id is None
    told = Message.objects.filter(event="evidence.file_infected").values_list("person__username", flat=True)
    assert sorted(told) == ["officer", "officer2"]


def test_a_file_that_could_not_be_scanned_is_scanned_later(
    cast, clamd, settings, django_capture_on_commit_callbacks
):
    settings.VIRUS_SCANNER, clamd.broken = clamd.address, b"busy ERROR\0"
    with django_capture_on_commit_callbacks(execute=True):
        upload(cast, samples.PDF)
    assert Version.objects.get().scan == "not_scanned"
    clamd.broken = b""
    scan_again(NOW)
    assert Version.objects.get().scan == "clean"


def test_without_a_scanner_nothing_is_queued_and_files_say_not_scanned(cast):
    upload(cast, samples.PDF)
    scan_again(NOW)
    assert Job.objects.count() == 0
    assert Version.objects.get().get_scan_display() == "chưa quét"
