"""How large a file may be: far above any round of scoring, far below what would stop a small server."""

from __future__ import annotations

from typing import Final

MOST_BYTES: Final = 1 << 30
"""Of the file itself."""
MOST_UNPACKED_BYTES: Final = 600 << 20
"""Of an XLSX file when it is unpacked: a million cells take about 40 MB."""
MOST_SHEET_CELLS: Final = 10_000_000
"""Of the rectangle that holds every filled cell of a sheet."""
MOST_CSV_CELLS: Final = 100_000_000
MOST_PARQUET_CELLS: Final = 500_000_000
