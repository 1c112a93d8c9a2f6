"""Where the static files of the interface stand."""

from pathlib import Path

import parweb.interface

APP = Path(parweb.interface.__file__).parent
STATIC = APP / "static" / "interface"
