"""``parindex-site load_units``: the register of units into the database."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from parweb.units.actions.load_register import load_register
from parweb.units.register import newest


class Command(BaseCommand):
    """Loads all provinces, or one with its communes. Calling it again changes nothing."""

    help = "Nạp danh mục đơn vị hành chính (34 tỉnh, 3.321 xã); gọi lại không làm thay đổi gì"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the code of a province."""
        parser.add_argument("--province", metavar="MÃ", help="chỉ nạp một tỉnh, ví dụ 31")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say how far it is."""
        register = newest()
        if code := options["province"]:
            try:
                register = register.of_province(code)
            except KeyError:
                raise CommandError(f"danh mục không có tỉnh mã {code}") from None
        loaded = load_register(register, timezone.now(), self._tell)
        words = f"{loaded.made} đơn vị mới, {loaded.changed} đổi tên, {loaded.same} giữ nguyên"
        self.stdout.write(f"Danh mục {register.state}: {words}")

    def _tell(self, done: int, total: int) -> None:
        self.stdout.write(f"  {done}/{total}")
