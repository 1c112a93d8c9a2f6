"""``parindex-site audit verify``: prove that nobody changed the log."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from parweb.audit.queries import breaks, head, kinds_of_break


class Command(BaseCommand):
    """Verify the chain."""

    help = "Kiểm tra nhật ký: audit verify đọc toàn bộ chuỗi và chỉ ra chỗ bị sửa, bị xóa, bị cắt."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the verb."""
        parser.add_argument("verb", choices=["verify"])

    def handle(self, *args: Any, **options: Any) -> None:
        """Follow the chain; exit 1 where it breaks."""
        found = list(breaks())
        sequence, digest = head()
        if found:
            lines = [f"{one.sequence}: {kinds_of_break()[one.kind]}" for one in found]
            raise CommandError(
                _("Nhật ký không còn nguyên vẹn ở {count} chỗ:").format(count=len(found))
                + "\n"
                + "\n".join(lines)
            )
        self.stdout.write(
            _("Nhật ký nguyên vẹn: {count} dòng, mã băm cuối {digest}").format(count=sequence, digest=digest)
        )
