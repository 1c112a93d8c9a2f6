"""The commands there are: name, group, one line each. A command's module is imported when it is used."""

from __future__ import annotations

from keyword import iskeyword
from typing import NamedTuple

from parindex.language import N_

SCORES = N_("Chấm điểm và xếp hạng")
EDITIONS = N_("Các bộ tiêu chí")
CHANGES = N_("So sánh và đối soát")
DOSSIERS = N_("Hồ sơ thủ tục hành chính")
SURVEYS = N_("Khảo sát, điều tra xã hội học")
START = N_("Làm quen")


class Entry(NamedTuple):
    """A command in the list of ``parindex --help``."""

    name: str
    group: str
    summary: str

    @property
    def module(self) -> str:
        """The module that does it."""
        name = self.name.replace("-", "_").replace(" ", "_")
        return f"parindex.cli.commands.{name}_" if iskeyword(name) else f"parindex.cli.commands.{name}"


ENTRIES = (
    Entry("demo", START, N_("chấm thử 20 xã, xem thứ hạng và lý do của từng điểm")),
    Entry("synthetic", START, N_("tạo số liệu tổng hợp (minh họa) để tập huấn, đo tốc độ")),
    Entry("score", SCORES, N_("điểm của mọi đơn vị, mọi tiêu chí")),
    Entry("rank", SCORES, N_("thứ hạng, đồng hạng, xếp loại, lĩnh vực phải khắc phục")),
    Entry("explain", SCORES, N_("lý do của từng điểm một đơn vị đạt và mất")),
    Entry("recompute", SCORES, N_("tính lại và đối chiếu từng con số của một gói kết quả")),
    Entry("frameworks", EDITIONS, N_("liệt kê các bộ tiêu chí, xem cây tiêu chí của một bộ")),
    Entry("check", EDITIONS, N_("kiểm tra bộ tiêu chí; mỗi lỗi ghi tệp, dòng và cách sửa")),
    Entry("template", EDITIONS, N_("tệp Excel để các đơn vị điền số liệu")),
    Entry("export", EDITIONS, N_("chuyển bộ tiêu chí sang Excel để sửa")),
    Entry("import", EDITIONS, N_("đọc bộ tiêu chí từ Excel, ghi lại thành YAML")),
    Entry("schema", EDITIONS, N_("lược đồ JSON của tệp framework.yaml")),
    Entry("compare-editions", CHANGES, N_("hai bộ tiêu chí khác nhau những gì")),
    Entry("movement", CHANGES, N_("điểm và hạng tăng, giảm giữa hai năm")),
    Entry("audit-table", CHANGES, N_("tìm số liệu không khớp nhau trong một bảng đã in")),
    Entry("dossiers import", DOSSIERS, N_("nhập tệp hồ sơ của bộ phận một cửa vào kho hồ sơ")),
    Entry("dossiers kpi", DOSSIERS, N_("số đếm, tỷ lệ, thời gian giải quyết của một kỳ")),
    Entry("dossiers times", DOSSIERS, N_("thời gian giải quyết: bình quân, trung vị, mức 90 %")),
    Entry("dossiers form06", DOSSIERS, N_("Biểu số 06/VPCP/KSTT, kiểm tra các tổng")),
    Entry("dossiers index766", DOSSIERS, N_("chấm Bộ chỉ số 766 từ hồ sơ")),
    Entry("dossiers tt01", DOSSIERS, N_("đánh giá theo Thông tư 01/2018/TT-VPCP")),
    Entry("dossiers late", DOSSIERS, N_("hồ sơ quá hạn, thư xin lỗi phải gửi, thời gian đã chờ")),
    Entry("dossiers reconcile", DOSSIERS, N_("đối soát số đã in với hồ sơ, nêu tên hồ sơ lệch")),
    Entry("dossiers rederive", DOSSIERS, N_("tính lại hạn, ngày trễ sau khi sửa lịch làm việc")),
    Entry("survey design", SURVEYS, N_("cỡ mẫu theo quy định và theo thiết kế, sai số thật đạt được")),
    Entry("survey draw", SURVEYS, N_("chọn mẫu, ghi biên bản, chọn lại để kiểm tra, in danh sách phỏng vấn")),
    Entry("survey check", SURVEYS, N_("kiểm tra chất lượng phiếu trả lời, nêu lý do từng phiếu")),
    Entry("survey weight", SURVEYS, N_("trọng số: thiết kế, bù không trả lời, khớp dân số đã biết")),
    Entry("survey estimate", SURVEYS, N_("chỉ số, yếu tố, từng câu kèm sai số và mức tin cậy")),
    Entry("survey methodcard", SURVEYS, N_("phiếu phương pháp của số công bố; thiếu mục nào nêu mục ấy")),
)
GROUPS = tuple(dict.fromkeys(entry.group for entry in ENTRIES))
BY_NAME = {entry.name: entry for entry in ENTRIES}
FAMILIES = tuple(dict.fromkeys(entry.name.partition(" ")[0] for entry in ENTRIES if " " in entry.name))
"""First words of the commands that have two."""

EXAMPLES = (
    "parindex demo --out demo.xlsx",
    "parindex frameworks commune-hai-duong@2022",
    "parindex score commune-hai-duong@2022 diem.csv --out ket-qua.xlsx",
    'parindex explain commune-hai-duong@2022 diem.csv "Xã Đồng Tâm"',
)
