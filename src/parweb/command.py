"""The command ``parindex-site``: everything that is done on a server, each word a management command."""

from __future__ import annotations

import os
import sys

from django.core.management import execute_from_command_line

from parindex.memory import keep_memory


def main() -> None:
    """Run ``parindex-site <command>``."""
    keep_memory()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "parweb.settings")
    execute_from_command_line(["parindex-site", *sys.argv[1:]])
