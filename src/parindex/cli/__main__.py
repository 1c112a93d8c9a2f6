"""``python -m parindex.cli``: the command without its script."""

import sys

from parindex.cli import main

if __name__ == "__main__":
    sys.exit(main())
