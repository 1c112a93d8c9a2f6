"""``parindex-site demonstration``: a province to play with."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date, datetime, time
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from parweb.demonstration import plan
from parweb.demonstration.build import build


class Command(BaseCommand):
    """Makes the demonstration province, once, and says who can try what."""

    help = "Tạo tỉnh minh họa: đơn vị thật, điểm minh họa, tài khoản dùng thử (chạy lại không đổi gì)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the day that counts as today, the seed of everything made up, and whether to migrate."""
        parser.add_argument("--today", metavar="NĂM-THÁNG-NGÀY", help="coi ngày này là hôm nay")
        parser.add_argument("--migrate", action="store_true", help="cập nhật cơ sở dữ liệu trước")
        parser.add_argument("--seed", type=int, default=plan.SEED, help="số gieo của số liệu minh họa")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make what is missing, then list the accounts."""
        if options["migrate"]:
            call_command("migrate", verbosity=0)
        is_new = build(_moment(options["today"]), options["seed"], self.stdout.write)
        if not is_new:
            self.stdout.write("Đã có dữ liệu minh họa, giữ nguyên.")
        self.stdout.write(f"Tài khoản dùng thử, cùng mật khẩu {plan.PASSWORD}:")
        for one in plan.ACCOUNTS:
            self.stdout.write(f"  {one.username:10} {one.role.label}: {one.to_try}")


def _moment(text: str | None) -> datetime:
    if not text:
        return timezone.now()
    try:
        return datetime.combine(date.fromisoformat(text), time(9), timezone.get_default_timezone())
    except ValueError:
        raise CommandError(f"--today: ghi ngày dạng 2026-03-10, không phải {text}") from None
