"""``parindex-site work``: the workers, which give way to people's pages."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from parweb.jobs.giving_way import give_way, take_what_is_left
from parweb.jobs.queue import LEISURE_QUEUE, QUEUE

_PAUSE_SECONDS = 0.5


class Command(BaseCommand):
    """Work in the background."""

    help = "Làm các việc nền (tính điểm, nhập, xuất tệp), nhường bộ xử lý cho trang web."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take ``--at-leisure``."""
        parser.add_argument(
            "--at-leisure",
            action="store_true",
            help="chỉ làm việc không ai phải chờ (vẽ sẵn biểu đồ), khi bộ xử lý rảnh",
        )

    def handle(self, *args: Any, at_leisure: bool = False, **options: Any) -> None:
        """Take up jobs until stopped: those people wait for, or those nobody waits for."""
        if at_leisure:
            take_what_is_left()
        else:
            give_way(settings.WORKER_NICE)
        queue = LEISURE_QUEUE if at_leisure else QUEUE
        words = {"queue_name": queue, "interval": _PAUSE_SECONDS, "verbosity": options["verbosity"]}
        call_command("db_worker", **words)
