"""The workbook of the small edition, opened for editing."""

from pathlib import Path

import pytest

from tests.parindex.frameworks_workbook.edited import Edited


@pytest.fixture
def edited(tmp_path: Path) -> Edited:
    """The small edition, exported; its cells can be changed and it can be read back."""
    return Edited(tmp_path / "bo-tieu-chi.xlsx")
