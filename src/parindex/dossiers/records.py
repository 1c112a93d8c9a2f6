"""What the one-stop shop hands over about a dossier: columns, statuses, channels, levels.

Source of the field names: the interface of the national system for dossiers and of the public-service portal.
Moments are local time of Việt Nam without a zone. A due date without a time of day means the end of that day;
any other date without a time of day means its beginning.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import polars as pl

from parindex.language import N_

MOMENT: Final = pl.Datetime("ms")
MOMENTS: Final = pl.List(MOMENT)


class Channel(IntEnum):
    """How a dossier was handed in (KenhThucHien)."""

    COUNTER = 1  # trực tiếp
    ONLINE = 2  # trực tuyến
    POST = 3  # bưu chính công ích


class Level(IntEnum):
    """Level of the online service (MucDo). Before 2022: "mức độ 3" was một phần, "mức độ 4" toàn trình."""

    INFORMATION = 2  # cung cấp thông tin
    PARTIAL = 3  # một phần
    FULL = 4  # toàn trình


class Status(IntEnum):
    """Where a dossier is (TrangThaiHoSoId)."""

    REGISTERED = 1  # mới đăng ký
    ACCEPTED = 2  # được tiếp nhận
    NOT_ACCEPTED = 3  # không được tiếp nhận
    IN_PROGRESS = 4  # đang xử lý
    SUPPLEMENT_ASKED = 5  # yêu cầu bổ sung
    FEE_ASKED = 6  # yêu cầu thực hiện nghĩa vụ tài chính
    WITHDRAWN = 7  # công dân rút
    STOPPED = 8  # dừng xử lý
    DONE = 9  # đã xử lý xong
    RETURNED = 10  # đã trả kết quả


OPEN: Final = frozenset({Status.ACCEPTED, Status.IN_PROGRESS})
FINISHED: Final = frozenset({Status.DONE, Status.RETURNED})
WAITING: Final = frozenset({Status.SUPPLEMENT_ASKED, Status.FEE_ASKED, Status.STOPPED})
NOT_COUNTED: Final = frozenset({Status.REGISTERED, Status.NOT_ACCEPTED})


class ReturnForm(IntEnum):
    """How the result reached the applicant (HinhThucTra)."""

    COUNTER = 1
    ONLINE = 2
    POST = 3


class Payment(IntEnum):
    """Where a fee was paid online (DuocThanhToanTrucTuyen); no value: not paid online."""

    NATIONAL = 1  # cổng quốc gia
    LOCAL = 2  # bộ, địa phương


@dataclass(frozen=True)
class Field:
    """A column of a record: its type, the national field name, and what it is called."""

    type: pl.DataType
    national: str
    label: str
    is_required: bool = False


FIELDS: Final[dict[str, Field]] = {
    "code": Field(pl.String(), "MaHoSo", N_("Mã hồ sơ"), is_required=True),
    "unit_id": Field(pl.String(), "MaDonVi", N_("Đơn vị giải quyết"), is_required=True),
    "procedure": Field(pl.String(), "MaTTHC", N_("Thủ tục hành chính"), is_required=True),
    "field": Field(pl.String(), "MaLinhVuc", N_("Lĩnh vực")),
    "channel": Field(pl.Int8(), "KenhThucHien", N_("Kênh nộp"), is_required=True),
    "level": Field(pl.Int8(), "MucDo", N_("Mức độ dịch vụ công")),
    "applicant_kind": Field(pl.String(), "LoaiDoiTuong", N_("Loại đối tượng")),
    "submitted_at": Field(MOMENT, "NgayNopHoSo", N_("Ngày nộp")),
    "received_at": Field(MOMENT, "NgayTiepNhan", N_("Ngày tiếp nhận"), is_required=True),
    "due_at": Field(MOMENT, "NgayHenTra", N_("Ngày hẹn trả")),
    "finished_at": Field(MOMENT, "NgayKetThucXuLy", N_("Ngày kết thúc xử lý")),
    "returned_at": Field(MOMENT, "NgayTra", N_("Ngày trả kết quả")),
    "refused_at": Field(MOMENT, "NgayTuChoi", N_("Ngày từ chối, dừng hoặc rút")),
    "supplement_asked_at": Field(MOMENTS, "NgayYeuCauBoSung", N_("Ngày yêu cầu bổ sung")),
    "supplement_answered_at": Field(MOMENTS, "NgayCongDanBoSung", N_("Ngày công dân bổ sung")),
    "status": Field(pl.Int8(), "TrangThaiHoSoId", N_("Trạng thái"), is_required=True),
    "return_form": Field(pl.Int8(), "HinhThucTra", N_("Hình thức trả")),
    "legal_days": Field(pl.Float64(), "SoNgayQuyDinh", N_("Thời hạn theo quy định (ngày làm việc)")),
    "has_fee": Field(pl.Boolean(), "CoNghiaVuTaiChinh", N_("Có nghĩa vụ tài chính")),
    "payment": Field(pl.Int8(), "DuocThanhToanTrucTuyen", N_("Thanh toán trực tuyến")),
    "result_code": Field(pl.String(), "MaKetQua", N_("Mã kết quả điện tử")),
    "is_result_digitised": Field(pl.Boolean(), "DaSoHoaKetQua", N_("Đã số hóa kết quả")),
    "has_component_files": Field(pl.Boolean(), "CoTepThanhPhan", N_("Có tệp thành phần hồ sơ")),
    "is_data_reused": Field(pl.Boolean(), "HoSoCoThanhPhanSoHoa", N_("Tái sử dụng dữ liệu số hóa")),
    "is_from_storage": Field(pl.Boolean(), "DuocLayTuKhoDMQG", N_("Lấy từ kho dữ liệu")),
    "is_vneid": Field(pl.Boolean(), "TaiKhoanDuocXacThucVoiVNeID", N_("Tài khoản xác thực VNeID")),
    "is_synchronised": Field(pl.Boolean(), "DaDongBo", N_("Đã đồng bộ lên Cổng quốc gia")),
    "is_complained": Field(pl.Boolean(), "CoPhanAnh", N_("Có phản ánh hoặc không hài lòng")),
    "updated_at": Field(MOMENT, "NgayCapNhat", N_("Cập nhật lúc")),
}

RECORDS: Final = pl.Schema({name: field.type for name, field in FIELDS.items()})
"""One row per dossier. No column says who the applicant is; such columns of a file are not read."""
