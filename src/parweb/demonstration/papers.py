"""Tiny documents for the demonstration: a PDF of one page that says that it proves nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from parindex.text import fold


def pdf(*lines: str) -> bytes:
    """Give a PDF of one page with some lines, without diacritics: its font is one that every reader has."""
    plain = [fold(line).upper().replace("\\", "").replace("(", "\\(").replace(")", "\\)") for line in lines]
    text = " ".join(f"({line}) Tj 0 -28 Td" for line in plain)
    stream = f"BT /F1 16 Tf 60 760 Td {text} ET".encode("ascii", "replace")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    return _assembled(objects)


def _assembled(objects: list[bytes]) -> bytes:
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj%s endobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    return body + head + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(body))


def paper(name: str, unit: str, number: str, on: date) -> SimpleUploadedFile:
    """Give a document as a form gives it."""
    content = pdf(
        "Van ban minh hoa", "Khong co gia tri phap ly", name, unit, f"So {number}", f"{on:%d/%m/%Y}"
    )
    return SimpleUploadedFile(f"{name}.pdf", content, content_type="application/pdf")


def particulars(name: str, unit: str, number: str, on: date) -> dict[str, Any]:
    """Give what the form says of the document."""
    return {"number": number, "issued_on": on, "issuer": f"UBND {unit}", "abstract": f"{name} (minh họa)"}
