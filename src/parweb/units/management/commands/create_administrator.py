"""``parindex-site create_administrator``: the first account of an empty site."""

from __future__ import annotations

import getpass
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from parweb.units.actions.make_administrator import make_administrator
from parweb.units.models import Unit


class Command(BaseCommand):
    """Make an administrator."""

    help = "Tạo tài khoản quản trị đầu tiên; hỏi mật khẩu trên màn hình."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take who it is and for which unit."""
        parser.add_argument("username")
        parser.add_argument("--name", required=True, help="họ và tên")
        parser.add_argument("--unit", required=True, help="mã của tỉnh, ví dụ 31 (đã nạp bằng load_units)")
        parser.add_argument("--email", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask for the password and make the account."""
        unit = Unit.objects.filter(code=options["unit"], parent=None, valid_to=None).first()
        if unit is None:
            raise CommandError(f"Không có tỉnh mã {options['unit']}; hãy chạy: parindex-site load_units")
        password = getpass.getpass("Mật khẩu (ít nhất 10 ký tự): ")
        try:
            validate_password(password)
            make_administrator(
                options["username"], options["name"], options["email"], password, unit, timezone.now()
            )
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from None
        self.stdout.write(f"Đã tạo {options['username']}, quản trị hệ thống của {unit}.")
