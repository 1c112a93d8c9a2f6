"""A client of clamd, the daemon of ClamAV: its command INSTREAM, over TCP or a Unix socket."""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

_TIMEOUT: Final = 60.0
_LONGEST_ANSWER: Final = 4096


class ScannerFailed(RuntimeError):  # noqa: N818  # it says what happened
    """The scanner could not be reached, or did not say whether a file is clean."""


@dataclass(frozen=True)
class Finding:
    """What the scanner said: clean, or the name of what it found."""

    is_clean: bool
    name: str = ""


def scan(address: str, chunks: Iterable[bytes], timeout: float = _TIMEOUT) -> Finding:
    """Send a file to clamd at ``host:port`` or at a socket's path, and give its finding.

    Source of the protocol: clamd(8), INSTREAM: each chunk after its length (four bytes, network order), an
    empty chunk ends. Raises :class:`ScannerFailed`.
    """
    try:
        with _connected(address, timeout) as line:
            line.sendall(b"zINSTREAM\0")
            for chunk in chunks:
                if chunk:
                    line.sendall(struct.pack("!L", len(chunk)) + chunk)
            line.sendall(struct.pack("!L", 0))
            answer = _answer(line)
    except (OSError, ValueError) as problem:
        raise ScannerFailed(str(problem)) from problem
    return _finding(answer)


def _connected(address: str, timeout: float) -> socket.socket:
    if "/" in address:
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(timeout)
        line.connect(address)
        return line
    host, _, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout)


def _answer(line: socket.socket) -> str:
    parts = b""
    while not parts.endswith(b"\0") and len(parts) < _LONGEST_ANSWER:
        part = line.recv(_LONGEST_ANSWER)
        if not part:
            break
        parts += part
    return parts.rstrip(b"\0\n").decode("utf-8", "replace")


def _finding(answer: str) -> Finding:
    if answer.endswith(" OK"):
        return Finding(is_clean=True)
    if answer.endswith(" FOUND"):
        return Finding(is_clean=False, name=answer.removeprefix("stream: ").removesuffix(" FOUND"))
    raise ScannerFailed(answer or "no answer")
