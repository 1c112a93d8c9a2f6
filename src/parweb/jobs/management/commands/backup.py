"""``parindex-site backup FILE``: database and files into one archive."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from parweb.jobs.backups import CannotBackUp, back_up


class Command(BaseCommand):
    """Back up."""

    help = "Sao lưu cơ sở dữ liệu và tệp tải lên vào một tệp .tar.gz, khi trang web đang chạy."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the archive's name."""
        parser.add_argument("archive", type=Path)

    def handle(self, *args: Any, archive: Path, **options: Any) -> None:
        """Write the archive."""
        try:
            back_up(archive)
        except CannotBackUp as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{archive}: {archive.stat().st_size:,} byte".replace(",", "."))
