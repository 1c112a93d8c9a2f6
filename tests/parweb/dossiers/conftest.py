"""A store of its own for each test, and work in the background that is done at once."""

from pathlib import Path

import pytest

from parweb.dossiers.actions.keep_source import make_source
from parweb.dossiers.models import Source
from tests.parweb.cast import NOW, Cast


@pytest.fixture(autouse=True)
def _own_store(settings, tmp_path: Path) -> None:
    settings.DOSSIER_STORE = tmp_path / "store"
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def source(cast: Cast) -> Source:
    """The one-stop system of the province."""
    return make_source(cast.person("manager"), cast.province, "Một cửa điện tử tỉnh", NOW)
