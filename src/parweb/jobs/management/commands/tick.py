"""``parindex-site tick``: reminders, publications at a set hour, jobs to take up again."""

from __future__ import annotations

import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from parweb.jobs.clock import Clock

_PAUSE_SECONDS = 15


class Command(BaseCommand):
    """Keep the clock."""

    help = "Làm các việc đến giờ (nhắc hạn, công bố, nối lại việc dở); --loop: làm liên tục."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take ``--loop``."""
        parser.add_argument("--loop", action="store_true", help="chạy liên tục, 15 giây một lần")

    def handle(self, *args: Any, loop: bool = False, **options: Any) -> None:
        """Tick once, or for ever."""
        clock, stop = Clock(), threading.Event()
        if loop:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: stop.set())
        while True:
            done = clock.tick(timezone.now())
            if not loop:
                self.stdout.write(f"đã làm {len(done)} việc: {', '.join(done)}")
                return
            close_old_connections()
            if stop.wait(_PAUSE_SECONDS):
                return
