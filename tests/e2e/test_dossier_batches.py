"""A one-stop system sends batches over a real connection: in chunks, cut short, and again."""

import http.client
import json
import socket
import time
from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.parweb.dossiers.samples import csv_bytes, line, record

STAGE = "cast"
PATH = "/api/v1/dossiers/batches"


class System:
    """The machine of a one-stop system."""

    def __init__(self, port: int, secret: str) -> None:
        self.port, self.secret = port, secret

    def headers(self, key: str, kind: str) -> dict[str, str]:
        said = {"Authorization": f"Bearer {self.secret}", "Idempotency-Key": key, "Content-Type": kind}
        return {"Host": f"127.0.0.1:{self.port}", **said}

    def ask(self, method: str, path: str, body=None, key: str = "-", kind: str = "application/json"):
        """Send what an iterator gives in chunks, and bytes with their length."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        with closing(connection):
            connection.request(method, path, body=body, headers=self.headers(key, kind))
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())

    def state(self, address: str) -> dict:
        """Wait until an import is done."""
        until = time.monotonic() + 120
        while (told := self.ask("GET", address)[1])["state"] == "waiting" and time.monotonic() < until:
            time.sleep(0.2)
        return told

    def hang_up(self, body: bytes, length: int, key: str, kind: str) -> None:
        """Say a length, send less, and close the connection."""
        lines = [f"{name}: {value}" for name, value in self.headers(key, kind).items()]
        head = "\r\n".join([f"POST {PATH} HTTP/1.1", *lines, f"Content-Length: {length}", "", ""])
        with socket.create_connection(("127.0.0.1", self.port)) as wire:
            wire.sendall(head.encode() + body)
            time.sleep(0.5)


def pieces(body: bytes, size: int) -> Iterator[bytes]:
    return (body[first : first + size] for first in range(0, len(body), size))


@pytest.fixture
def system(visit, site) -> System:
    manager = visit("manager")
    manager.go("/ho-so/nguon/them/")
    manager.fill(name="Một cửa tỉnh", owner="Tỉnh Minh Họa")
    manager.press("Lưu")
    manager.fill(label="Bộ đẩy đêm")
    manager.press("Tạo mã kết nối")
    return System(site.port, manager.page.locator(".secret code").inner_text())


def test_batches_come_in_chunks_or_whole_and_never_in_part(system: System):
    body = json.dumps([record(number) for number in range(1, 5001)]).encode()
    status, made = system.ask("POST", PATH, pieces(body, 70_000), "dem-01")
    assert status == 202, made
    assert system.state(made["address"])["report"]["new"] == 5000
    assert system.ask("POST", PATH, body, "dem-01") == (202, made)

    status, refused = system.ask("POST", PATH, pieces(b" " * (21 << 20), 1 << 20), "dem-02")
    assert (status, refused["code"], "20971520 bytes" in refused["detail"]) == (413, "too_large", True)

    whole = csv_bytes(*(line(number) for number in range(6001, 6101)))
    for size in (1000, 100, 10):
        status, refused = system.ask("POST", PATH, pieces(whole, size), "dem-03", "text/csv")
        assert (status, refused["detail"][0]["what"]) == (
            422,
            "a CSV in chunks is not taken: send it with its Content-Length, or send JSON",
        )

    system.hang_up(whole[: len(whole) // 2], len(whole), "dem-04", "text/csv")
    status, made = system.ask("POST", PATH, whole, "dem-04", "text/csv")
    assert status == 202, made
    told = system.state(made["address"])["report"]
    assert (told["read"], told["new"], told["rejected"]) == (100, 100, 0)
