"""``parindex-site restore FILE``: put a backup back."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from parweb.jobs.backups import CannotBackUp, restore


class Command(BaseCommand):
    """Restore."""

    help = "Khôi phục cơ sở dữ liệu và tệp từ bản sao lưu; dừng trang web trước khi chạy."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the archive, and the word that says one means it."""
        parser.add_argument("archive", type=Path)
        parser.add_argument("--replace", action="store_true", help="xác nhận thay toàn bộ dữ liệu hiện có")

    def handle(self, *args: Any, archive: Path, replace: bool, **options: Any) -> None:
        """Restore, when told that present data may go."""
        if not replace:
            raise CommandError("Lệnh này thay toàn bộ dữ liệu hiện có; thêm --replace để xác nhận.")
        if not archive.is_file():
            raise CommandError(f"Không có tệp {archive}.")
        try:
            restore(archive)
        except CannotBackUp as error:
            raise CommandError(str(error)) from error
        self.stdout.write("Đã khôi phục; hãy chạy: parindex-site migrate, rồi parindex-site audit verify")
