"""Editions as files to take away."""

from __future__ import annotations

import tempfile
from pathlib import Path

from parindex.frameworks.cases import load_cases
from parindex.frameworks.model import Edition
from parindex.frameworks.workbook.exporting import export_workbook
from parindex.language import Lang


def workbook_of(edition: Edition, cases: str, lang: Lang) -> bytes:
    """Write an edition and its cases as the workbook that ``parindex export`` writes."""
    with tempfile.TemporaryDirectory() as above:
        folder = Path(above)
        (folder / "cases").mkdir()
        if cases.strip():
            (folder / "cases" / "cases.yaml").write_text(cases, encoding="utf-8")
        listed = [case for file in load_cases(folder) for case in file.cases]
        export_workbook(edition, listed, folder / "bo-tieu-chi.xlsx", lang)
        return (folder / "bo-tieu-chi.xlsx").read_bytes()
