"""Who and what is in the demonstration province, as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from parweb.accounts.roles import Role

PROVINCE: Final = "42"
"""Hà Tĩnh: 69 communes and wards, few enough to look through, enough for a ranking."""
SEED: Final = 2026
PASSWORD: Final = "dung-thu-cchc"  # noqa: S105  # known to everybody, and of no use outside a demonstration
EDITION: Final = "commune-model@2025"

PROVINCE_KEY: Final = "province"
HOME_AFFAIRS: Final = "noi-vu"
LATE, UNSIGNED, ASKED, APPEALING = "late", "unsigned", "asked", "appealing"
"""Keys of the communes whose people have something to do."""
UNUSED: Final = 20
"""The place of the commune whose officer's account was closed because nobody used it."""

DEPARTMENTS: Final[tuple[tuple[str, str, tuple[str, ...]], ...]] = (
    (HOME_AFFAIRS, "Sở Nội vụ", ("1", "4", "5", "9")),
    ("tu-phap", "Sở Tư pháp", ("2",)),
    ("van-phong", "Văn phòng UBND tỉnh", ("3",)),
    ("tai-chinh", "Sở Tài chính", ("6",)),
    ("khoa-hoc", "Sở Khoa học và Công nghệ", ("7", "8")),
    ("thanh-tra", "Thanh tra tỉnh", ()),
    ("mat-tran", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", ()),
)
"""Key, name, and the domains that a department appraises."""


@dataclass(frozen=True)
class DemoAccount:
    """An account to try: its name, its role, where it works, what to try with it."""

    username: str
    full_name: str
    role: Role
    home: str
    job_title: str
    to_try: Any
    criteria: tuple[str, ...] = ()


ACCOUNTS: Final[tuple[DemoAccount, ...]] = (
    DemoAccount(
        "canbo",
        "Lê Thị Hương",
        Role.OFFICER,
        LATE,
        "Công chức Văn phòng",
        _("Tự chấm điểm cho một xã nộp muộn đã được mở lại, đính kèm tài liệu, trình lãnh đạo"),
    ),
    DemoAccount(
        "canbo2",
        "Phan Văn Tuấn",
        Role.OFFICER,
        LATE,
        "Công chức Tư pháp",
        _("Cùng xã với canbo, được giao lĩnh vực 3: hai người sửa một tiêu chí thì được báo"),
    ),
    DemoAccount(
        "lanhdao",
        "Nguyễn Đình Quang",
        Role.LEADER,
        UNSIGNED,
        "Chủ tịch UBND xã",
        _("Ký bản tự đánh giá đang chờ, hoặc trả lại cho cán bộ"),
    ),
    DemoAccount(
        "giaitrinh",
        "Trần Thị Ngọc",
        Role.OFFICER,
        ASKED,
        "Công chức Văn phòng",
        _("Trả lời yêu cầu giải trình của cơ quan thẩm định, kèm tài liệu bổ sung"),
    ),
    DemoAccount(
        "kiennghi",
        "Võ Văn Hải",
        Role.LEADER,
        APPEALING,
        "Chủ tịch UBND phường",
        _("Xem kết quả dự kiến của phường và kiến nghị đã gửi"),
    ),
    DemoAccount(
        "thamdinh",
        "Đặng Thị Lan",
        Role.APPRAISER,
        "van-phong",
        "Chuyên viên kiểm soát TTHC",
        _("Thẩm định lĩnh vực 3 của các xã đã nộp: chấp nhận, sửa số liệu, yêu cầu giải trình"),
        ("3",),
    ),
    DemoAccount(
        "quanly",
        "Hoàng Thị Minh",
        Role.MANAGER,
        HOME_AFFAIRS,
        "Phó trưởng phòng CCHC",
        _("Theo dõi tiến độ, mở lại cho đơn vị, giải quyết kiến nghị, chạy chấm điểm, trình công bố"),
    ),
    DemoAccount(
        "quanly2",
        "Bùi Đức Thắng",
        Role.MANAGER,
        HOME_AFFAIRS,
        "Trưởng phòng CCHC",
        _("Duyệt công bố do quanly trình (người trình không tự duyệt)"),
    ),
    DemoAccount(
        "khaosat",
        "Nguyễn Thị Bích",
        Role.SURVEY_MANAGER,
        HOME_AFFAIRS,
        "Chuyên viên",
        _("Xem kết quả đợt điều tra đổi theo từng phiếu, rà soát phiếu, xem chỗ khác nhau của lô phiếu giấy"),
    ),
    DemoAccount(
        "dieutra",
        "Trần Văn Lâm",
        Role.INTERVIEWER,
        PROVINCE_KEY,
        "Điều tra viên bưu điện",
        _("Phỏng vấn những hộ được giao bằng điện thoại, cả khi mất mạng"),
    ),
    DemoAccount(
        "chutich",
        "Phạm Hồng Sơn",
        Role.COUNCIL_CHAIR,
        PROVINCE_KEY,
        "Phó Chủ tịch UBND tỉnh",
        _("Chủ trì phiên hội đồng đang cho điểm: đủ phiếu thì mở phiếu, kết luận, kết thúc phiên"),
    ),
    DemoAccount(
        "thuky",
        "Lê Văn Dũng",
        Role.COUNCIL_SECRETARY,
        HOME_AFFAIRS,
        "Chuyên viên",
        _("Ghi biên bản phiên đang họp; trình nội dung vào phiên hội đồng lần 2 đã lên lịch"),
    ),
    DemoAccount(
        "hoidong",
        "Nguyễn Thị Thu Hà",
        Role.COUNCIL_MEMBER,
        "mat-tran",
        "Phó Chủ tịch UBMTTQ tỉnh",
        _("Cho điểm sáng kiến của ba xã trong phiên đang họp; không thấy phiếu của người khác"),
    ),
    DemoAccount(
        "giamsat",
        "Trịnh Quốc Bảo",
        Role.OBSERVER,
        "thanh-tra",
        "Thanh tra viên",
        _("Xem tiến độ và hồ sơ, không sửa được gì"),
    ),
    DemoAccount(
        "quantri",
        "Cao Minh Tâm",
        Role.ADMINISTRATOR,
        HOME_AFFAIRS,
        "Quản trị viên",
        _("Rà soát phân công đến hạn, mở lại một tài khoản bị khóa vì lâu không dùng, xem nhật ký"),
    ),
)
CLUSTERS: Final = 5
FAMILY_NAMES: Final = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Võ", "Đặng", "Bùi", "Hồ")
MIDDLE_NAMES: Final = ("Văn", "Thị", "Đức", "Thị Thanh", "Minh", "Quốc")
GIVEN_NAMES: Final = ("An", "Bình", "Châu", "Dung", "Giang", "Hạnh", "Khánh", "Linh", "Nam", "Phúc", "Thảo")
