"""Files of dossiers as one-stop systems export them."""

import io

import polars as pl
from django.core.files.uploadedfile import SimpleUploadedFile

HEADER = "Mã hồ sơ,Đơn vị,Mã TTHC,Kênh,Ngày tiếp nhận,Hạn trả,Ngày kết thúc,Trạng thái,Họ và tên"
APPLICANT = "Nguyễn Văn Kín"


def line(
    number: int, unit: str = "99001", status: str = "Đã trả kết quả", received: str = "02/11/2026"
) -> str:
    """One dossier of November 2026."""
    code = f"000.00.01.H99-261102-{number:04d}"
    ended = "05/11/2026 10:00" if status == "Đã trả kết quả" else ""
    return f"{code},{unit},1.001193,Trực tuyến,{received} 08:30,10/11/2026,{ended},{status},{APPLICANT}"


def csv_bytes(*lines: str, header: str = HEADER) -> bytes:
    """A CSV in UTF-8."""
    return "\n".join([header, *lines, ""]).encode()


def csv_file(*lines: str, name: str = "Hồ sơ tháng 11.csv", header: str = HEADER) -> SimpleUploadedFile:
    """The same as an upload."""
    return SimpleUploadedFile(name, csv_bytes(*lines, header=header), "text/csv")


def as_frame(*lines: str) -> pl.DataFrame:
    return pl.read_csv(csv_bytes(*lines), infer_schema=False)


def xlsx_file(*lines: str, name: str = "ho-so.xlsx") -> SimpleUploadedFile:
    """The same as a workbook."""
    target = io.BytesIO()
    as_frame(*lines).write_excel(target)
    return SimpleUploadedFile(name, target.getvalue())


def parquet_file(*lines: str, name: str = "ho-so.parquet") -> SimpleUploadedFile:
    """The same as Parquet."""
    target = io.BytesIO()
    as_frame(*lines).write_parquet(target)
    return SimpleUploadedFile(name, target.getvalue())


def record(number: int, **changes: object) -> dict[str, object]:
    """One dossier as a system sends it."""
    return {
        "MaHoSo": f"000.00.01.H99-261102-{number:04d}",
        "MaDonVi": "99001",
        "MaTTHC": "1.001193",
        "KenhThucHien": 2,
        "NgayTiepNhan": "2026-11-02T08:30:00",
        "NgayHenTra": "2026-11-10",
        "NgayKetThucXuLy": "2026-11-05T10:00:00",
        "TrangThaiHoSoId": 10,
        "NgayYeuCauBoSung": ["2026-11-03T09:00:00"],
        "HoTen": APPLICANT,
        **changes,
    }
