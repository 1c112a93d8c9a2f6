"""``python -m parindex.cli``: the command without its script."""

import sys

from parindex.cli import main

sys.exit(main())
