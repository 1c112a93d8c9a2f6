"""``parindex-site serve``: the site, its workers and its clock, started by one command."""

from __future__ import annotations

import errno
import socket
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor

from parweb.jobs.supervisor import Supervisor

_TAKEN = "Cổng {port} đang có chương trình khác dùng; hãy dừng chương trình đó hoặc chọn cổng khác (--port)."


class Command(BaseCommand):
    """Serve."""

    help = "Chạy trang web, bộ xử lý việc nền và đồng hồ nhắc hạn cùng một lệnh."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the address and how many processes answer."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2, help="số tiến trình trả lời yêu cầu")
        parser.add_argument("--without-worker", action="store_true", help="chỉ chạy trang web")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check the database, collect static files, serve until stopped."""
        if _is_behind():
            raise CommandError("Cơ sở dữ liệu chưa cập nhật; hãy chạy: parindex-site migrate")
        if _is_taken(options["host"], options["port"]):
            raise CommandError(_TAKEN.format(port=options["port"]))
        call_command("collectstatic", interactive=False, verbosity=0)
        commands = {"web": web_command(options["host"], options["port"], options["workers"])}
        if not options["without_worker"]:
            commands |= {"worker": _own("work"), "leisure": _own("work", "--at-leisure")}
            commands |= {"clock": _own("tick", "--loop")}
        self.stdout.write(f"http://{options['host']}:{options['port']}/")
        self.stdout.flush()
        Supervisor(commands).run()


def web_command(host: str, port: int, workers: int) -> list[str]:
    """Give the command that answers requests: granian, WSGI, one thread per process."""
    server = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--log-level", "warning"]
    size = ["--workers", str(workers), "--blocking-threads", "1", "--respawn-failed-workers"]
    return [*server, "--host", host, "--port", str(port), *size, "parweb.wsgi:application"]


def _own(*words: str) -> list[str]:
    return [sys.executable, "-m", "parweb", *words]


def _is_taken(host: str, port: int) -> bool:
    """Tell whether somebody listens there. The web server would not say so: its sockets share a port."""
    family, _kind, _protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as refused:
            return refused.errno == errno.EADDRINUSE
    return False


def _is_behind() -> bool:
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
