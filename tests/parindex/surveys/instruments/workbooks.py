"""XLSForm workbooks from the Markdown tables that people pass around (pyxform reads the same tables)."""

from pathlib import Path

import xlsxwriter

SAMPLES = Path(__file__).parent / "samples"


def sheets_in(text: str) -> dict[str, list[list[str]]]:
    sheets: dict[str, list[list[str]]] = {}
    name = ""
    for line in filter(None, map(str.strip, text.splitlines())):
        cells = [cell.strip() for cell in line[1:-1].split("|")]
        if len(cells) == 1:
            name = cells[0]
        else:
            sheets.setdefault(name, []).append(cells[1:])
    return sheets


def workbook(path: Path, sheets: dict[str, list[list[str]]]) -> Path:
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    sheet.write_string(number, column, cell)
    return path


def sample(name: str, folder: Path) -> Path:
    text = (SAMPLES / f"{name}.md").read_text(encoding="utf-8")
    return workbook(folder / f"{name}.xlsx", sheets_in(text))
