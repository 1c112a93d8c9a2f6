"""Small files of every kind, made in memory."""

import io
import struct
import zipfile
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x00" * 20
TIFF = b"II*\x00" + b"\x00" * 20
WEBP = b"RIFF\x10\x00\x00\x00WEBPVP8 " + b"\x00" * 20


def png(grey: int = 0) -> bytes:
    """A picture of one point; another grey is another file."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack("!I", len(data)) + kind + data + struct.pack("!I", zlib.crc32(kind + data))

    head = struct.pack("!IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pixels = zlib.compress(bytes([0, grey]))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def packed(entries: dict[str, bytes], types: str = "") -> bytes:
    """A zip; with ``types`` it has the list of contents of an Office document."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        if types:
            archive.writestr("[Content_Types].xml", f'<Types><Override ContentType="{types}"/></Types>')
        for name, content in entries.items():
            archive.writestr(name, content)
    return kept.getvalue()


def docx(**more: bytes) -> bytes:
    return packed({"word/document.xml": b"<w/>", **more}, WORD)


def xlsx() -> bytes:
    return packed({"xl/workbook.xml": b"<w/>"}, SHEET)


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    """A file as a form gives it; what the browser says of its type is a lie throughout."""
    return SimpleUploadedFile(name, content, content_type="text/html")
