"""The titles that files give columns, and the words they give values, folded for matching.

Sources: the field names of the national interface for dossiers; column titles that one-stop software exports.
"""

from __future__ import annotations

import re
from typing import Final

from parindex.dossiers.records import FIELDS
from parindex.text import fold

_OTHER_THAN_LETTERS: Final = re.compile(r"[^a-z0-9]+")
_BRACKETS: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")

_ALIASES: Final[dict[str, tuple[str, ...]]] = {
    "code": ("Số hồ sơ", "Mã số hồ sơ", "Mã HS", "Số biên nhận", "Mã biên nhận", "Hồ sơ"),
    "unit_id": (
        "Mã cơ quan", "Mã định danh đơn vị", "Mã đơn vị giải quyết", "Mã đơn vị tiếp nhận",
        "Cơ quan giải quyết", "Đơn vị thực hiện", "Cơ quan thực hiện", "Đơn vị tiếp nhận",
        "Cơ quan tiếp nhận", "Đơn vị", "Cơ quan",
    ),
    "procedure": (
        "Mã thủ tục", "Mã thủ tục hành chính", "Mã TTHC quốc gia", "TTHC", "Thủ tục",
        "Tên thủ tục hành chính", "Tên thủ tục", "Tên TTHC",
    ),
    "field": ("Tên lĩnh vực",),
    "channel": ("Kênh", "Kênh tiếp nhận", "Hình thức nộp", "Hình thức nộp hồ sơ", "Hình thức tiếp nhận"),
    "level": ("Mức DVC", "Mức độ DVC", "Mức độ DVCTT", "Loại dịch vụ công", "Loại DVC"),
    "applicant_kind": ("Đối tượng", "Loại đối tượng nộp", "Loại chủ hồ sơ"),
    "submitted_at": ("Thời gian nộp", "Thời điểm nộp", "Ngày nộp hồ sơ trực tuyến"),
    "received_at": (
        "Ngày nhận", "Ngày nhận hồ sơ", "Ngày tiếp nhận hồ sơ", "Thời gian tiếp nhận", "Ngày giờ tiếp nhận",
    ),
    "due_at": (
        "Hạn trả", "Ngày hẹn trả kết quả", "Hạn giải quyết", "Hạn xử lý", "Ngày hẹn", "Thời hạn trả kết quả",
    ),
    "finished_at": (
        "Ngày giải quyết xong", "Ngày hoàn thành", "Ngày xử lý xong", "Ngày kết thúc", "Ngày có kết quả",
    ),
    "returned_at": ("Ngày trả hồ sơ", "Ngày giờ trả kết quả", "Thời gian trả kết quả"),
    "refused_at": ("Ngày dừng xử lý", "Ngày rút", "Ngày rút hồ sơ"),
    "supplement_asked_at": ("Ngày yêu cầu bổ sung hồ sơ", "Các ngày yêu cầu bổ sung"),
    "supplement_answered_at": ("Ngày bổ sung", "Ngày đã bổ sung", "Các ngày bổ sung"),
    "status": ("Trạng thái hồ sơ", "Mã trạng thái", "Tình trạng", "Tình trạng hồ sơ", "TrangThaiHoSo"),
    "return_form": ("Hình thức trả kết quả", "Hình thức nhận kết quả"),
    "legal_days": ("Số ngày giải quyết", "Thời hạn quy định", "Thời hạn giải quyết", "Số ngày làm việc"),
    "has_fee": ("Có phí lệ phí", "Phải nộp phí"),
    "payment": ("Được thanh toán trực tuyến", "Hình thức thanh toán"),
    "is_result_digitised": ("Số hóa kết quả", "Có kết quả điện tử"),
    "has_component_files": ("Số hóa thành phần hồ sơ", "Có tệp đính kèm"),
    "is_data_reused": ("Tái sử dụng", "Khai thác dữ liệu số hóa"),
    "is_from_storage": ("Lấy từ kho dữ liệu công dân",),
    "is_vneid": ("VNeID", "Xác thực VNeID"),
    "is_synchronised": ("Đồng bộ", "Đồng bộ DVCQG"),
    "is_complained": ("Có phản ánh kiến nghị",),
    "updated_at": ("Ngày cập nhật cuối", "Thời gian cập nhật", "Ngày sửa", "Cập nhật lần cuối"),
}  # fmt: skip

_COUNTER: Final = (
    "Trực tiếp", "Nộp trực tiếp", "Tại quầy", "Một cửa", "Tại bộ phận một cửa",
    "Trực tiếp tại bộ phận một cửa", "counter",
)  # fmt: skip
_ONLINE: Final = (
    "Trực tuyến", "Nộp trực tuyến", "Qua mạng", "Cổng DVC", "Cổng dịch vụ công", "Cổng DVC quốc gia",
    "Cổng dịch vụ công quốc gia", "Cổng DVCQG", "DVCQG", "Qua cổng dịch vụ công", "online",
)  # fmt: skip
_POST: Final = (
    "Bưu chính công ích", "Bưu chính", "BCCI", "Bưu điện", "Dịch vụ bưu chính công ích", "Nộp qua bưu chính",
    "Qua bưu chính", "Qua bưu điện", "Qua bưu chính công ích", "Qua dịch vụ bưu chính công ích",
    "Nộp qua bưu chính công ích", "Nộp qua dịch vụ bưu chính công ích", "post",
)  # fmt: skip
_CHANNELS: Final = {1: _COUNTER, 2: _ONLINE, 3: _POST}
_CODES: Final[dict[str, dict[int, tuple[str, ...]]]] = {
    "channel": _CHANNELS,
    "return_form": _CHANNELS,
    "level": {
        2: ("Cung cấp thông tin", "Cung cấp thông tin trực tuyến", "Mức độ 1", "Mức độ 2", "Mức 2"),
        3: ("Một phần", "Trực tuyến một phần", "DVCTT một phần", "Mức độ 3", "Mức 3"),
        4: ("Toàn trình", "Trực tuyến toàn trình", "DVCTT toàn trình", "Mức độ 4", "Mức 4"),
    },
    "status": {
        1: ("Mới đăng ký",),
        2: ("Được tiếp nhận", "Đã tiếp nhận", "Tiếp nhận", "Mới tiếp nhận"),
        3: ("Không được tiếp nhận", "Không tiếp nhận", "Từ chối tiếp nhận"),
        4: ("Đang xử lý", "Đang giải quyết", "Chờ xử lý", "Đang thụ lý"),
        5: ("Yêu cầu bổ sung", "Yêu cầu bổ sung giấy tờ", "Chờ bổ sung"),
        6: ("Yêu cầu thực hiện nghĩa vụ tài chính", "Yêu cầu nghĩa vụ tài chính", "Chờ thanh toán"),
        7: ("Công dân rút", "Công dân yêu cầu rút hồ sơ", "Rút hồ sơ", "Đã rút"),
        8: ("Dừng xử lý", "Đã dừng", "Dừng"),
        9: (
            "Đã xử lý xong",
            "Đã giải quyết",
            "Đã có kết quả",
            "Hoàn thành",
            "Đã giải quyết xong",
            "Chờ trả kết quả",
        ),
        10: ("Đã trả kết quả", "Đã trả", "Đã trả kết quả cho công dân"),
    },
    "payment": {
        0: ("Không", "Không có", "Chưa", "Chưa thanh toán", "no", "false"),
        1: ("Cổng quốc gia", "Cổng DVC quốc gia", "Cổng dịch vụ công quốc gia", "DVCQG"),
        2: ("Bộ, địa phương", "Bộ/địa phương", "Địa phương", "Cổng tỉnh", "Cổng của bộ, địa phương"),
    },
}
_TRUTHS: Final = {
    1: ("true", "có", "đúng", "x", "v", "yes", "y", "✓", "✔", "☑", "√", "đã", "t"),
    0: ("false", "không", "không có", "sai", "no", "n", "chưa", "chưa có", "f", "☐"),
}
NO_PAYMENT: Final = 0
"""What a file says where nothing was paid online; a record has no value there."""


def title_key(title: str) -> str:
    """Give a title as it is matched: letters and digits alone, without diacritics.

    >>> title_key("Mã hồ sơ"), title_key("MaHoSo"), title_key("ma_ho_so")
    ('mahoso', 'mahoso', 'mahoso')
    """
    return _OTHER_THAN_LETTERS.sub("", fold(title))


def field_of(title: str) -> tuple[str | None, int]:
    """Give the field that a title means, and how well it says it (0 best); None where it is no field.

    What stands in brackets does not matter where the title means nothing with it.

    >>> field_of("Ngày tiếp nhận (dd/mm/yyyy) *"), field_of("Ghi chú")
    (('received_at', 1), (None, 0))
    """
    key, bare = title_key(title), title_key(_BRACKETS.sub("", title))
    return TITLES.get(key) or TITLES.get(bare) or (None, 0)


def _titles() -> dict[str, tuple[str, int]]:
    known: dict[str, tuple[str, int]] = {}
    for name, field in FIELDS.items():
        for place, title in enumerate((name, field.national, field.label, *_ALIASES.get(name, ()))):
            known.setdefault(title_key(title), (name, place))
    return known


TITLES: Final = _titles()
"""Title as matched → its field, and how well it says it (0 best)."""


def _words(codes: dict[int, tuple[str, ...]]) -> dict[str, int]:
    return {fold(word): code for code, words in codes.items() for word in words}


_OLD_LETTERS: Final = {
    "a": "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË¡¢", "d": "®§", "e": "ÌÎÏÐÑªÒÓÔÕÖ£", "i": "×ØÜÝÞ", "o": "ßáâãä«åæçèé¬êëìíî¤¥",
    "u": "ïñòóô\u00adõö÷øù¦", "y": "úûüýþ",
}  # fmt: skip
OLD_FONT: Final = str.maketrans({sign: plain for plain, signs in _OLD_LETTERS.items() for sign in signs})
"""What letters of the fonts of TCVN 5712:1993 (“.VnTime”) stand for, without diacritics."""
APPLICANT_KINDS: Final = frozenset(
    fold(word)
    for word in (
        "Cá nhân", "Công dân", "Người dân", "Hộ gia đình", "Cộng đồng", "Tổ chức", "Doanh nghiệp",
        "Hộ kinh doanh",
        "Hợp tác xã", "Cơ quan nhà nước", "Cơ quan", "Cán bộ", "Cán bộ, công chức, viên chức", "Công chức",
        "Tổ chức, doanh nghiệp", "Doanh nghiệp, tổ chức", "Công dân Việt Nam", "Người nước ngoài", "Khác",
        "Người Việt Nam định cư ở nước ngoài", "Cá nhân, tổ chức", "Tổ chức nước ngoài",
        "Doanh nghiệp nước ngoài",
    )
)  # fmt: skip
"""Folded words for kinds of applicants; anything else in such a column may be a name, and is not kept."""
CODE_WORDS: Final = {name: _words(codes) for name, codes in _CODES.items()}
"""Field of codes → folded word → code."""
CODES: Final = {name: frozenset(codes) for name, codes in _CODES.items()}
"""Field of codes → the codes there are."""
TRUTH_WORDS: Final = _words(_TRUTHS)
"""Folded word → 1 or 0."""
