"""``python -m parweb`` is ``parindex-site``."""

from parweb.command import main

main()
