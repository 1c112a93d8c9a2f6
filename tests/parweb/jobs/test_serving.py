"""``parindex-site serve`` before it serves."""

import socket

import pytest
from django.core.management import CommandError, call_command

from parweb.jobs.management.commands import serve


@pytest.mark.parametrize("shared", [False, True])
def test_a_port_that_another_program_listens_on_is_refused_by_its_number(
    monkeypatch: pytest.MonkeyPatch, shared: bool
):
    """Two web servers that share a port would each answer half of the requests."""
    monkeypatch.setattr(serve, "_is_behind", lambda: False)
    with socket.socket() as other:
        if shared:
            other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CommandError, match=f"Cổng {port} đang có chương trình khác dùng"):
            call_command("serve", port=port)


def test_a_database_that_is_behind_is_refused_with_the_command_that_helps(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(serve, "_is_behind", lambda: True)
    with pytest.raises(CommandError, match="parindex-site migrate"):
        call_command("serve", port=0)
