"""The sheet that tells how to edit the workbook: the steps, then the parameters of every kind of scoring."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, get_args

from parindex.frameworks import rules
from parindex.frameworks.field_words import FIELDS
from parindex.frameworks.model import Edition
from parindex.frameworks.workbook.looks import HEADER_ROW, OURS, banner, print_header
from parindex.frameworks.workbook.words import KINDS
from parindex.language import N_, Lang, translate
from parindex.spreadsheets import HEADER, Sheet

GUIDE: Final = N_("Hướng dẫn")
STEPS: Final = (
    N_(
        "Trang Bộ tiêu chí: mỗi dòng một lĩnh vực, tiêu chí hoặc tiêu chí thành phần. "
        "Cột Thuộc mục ghi mã mục cha."
    ),
    N_("Mã đã có được khóa. Sửa các cột khác tự do; ô xám do máy tính và không được đọc lại."),
    N_(
        "Thêm tiêu chí: ghi vào các dòng trống cuối trang, có mã và mã mục cha; tiêu chí mới đứng cuối "
        "mục cha. Muốn chèn vào giữa hoặc xóa dòng: mở khóa trang (Review > Unprotect Sheet, không có "
        "mật khẩu)."
    ),
    N_("Điểm tối đa của mục cha phải bằng tổng điểm các mục con; khi lệch, hai ô đổi sang màu đỏ."),
    N_("Số dùng dấu phẩy thập phân như Excel hiển thị: 18,5. Ngày ghi ngày/tháng/năm."),
    N_("Cột Tham số cách chấm: mỗi dòng một “khóa: giá trị”; khóa của từng cách chấm ở bảng dưới."),
    N_("Mức điểm viết như trong quyết định: “- từ 95 đến dưới 100: 1,75”, “- từ 100: 2”, “- dưới 60: 0”."),
    N_("Trong ngoặc nhọn, dùng dấu chấm thập phân và ngăn các mục bằng dấu phẩy, như bảng tính đã xuất ra."),
    N_(
        "Tài liệu kiểm chứng: mỗi dòng một tài liệu; thêm “(không bắt buộc)” ở cuối nếu không bắt buộc; "
        "tiếng Anh đứng sau “||”, ở đây và trong tham số."
    ),
    N_(
        "Trang Thiết lập: sửa cột Giá trị; thêm nguồn điểm hoặc mức xếp loại vào dòng trống của bảng. "
        "Không sửa cột Khóa."
    ),
    N_(
        "Trang Ví dụ: mỗi dòng một số liệu cho trước hoặc một kết quả phải có. "
        "Khi sửa tiêu chí, sửa ví dụ theo."
    ),
    N_("Xong, lưu tệp .xlsx và đọc lại bằng lệnh: parindex import TỆP.xlsx"),
)
_RECORDS: Final[dict[str, type[Any]]] = {
    "bands": rules.Band,
    "knots": rules.Knot,
    "levels": rules.Level,
    "faults": rules.Severity,
    "items": rules.Item,
    "variables": rules.Variable,
    "cases": rules.FormulaCase,
    "options": rules.Option,
    "quantity": rules.Quantity,
}
_WIDTHS: Final = (34, 30, 44, 60)
_TEXT: Final = OURS.but(fill=None, ink=None, border=False)
_CELL: Final = OURS.but(fill=None, ink=None)
_HEADINGS: Final = (N_("Cách chấm"), N_("Khóa"), N_("Nghĩa"), N_("Lưu ý"))


def write_guide(sheet: Sheet, edition: Edition, lang: Lang) -> None:
    """Write how to edit the workbook."""
    banner(sheet, edition, translate(GUIDE, lang), lang)
    sheet.widths(_WIDTHS)
    row = HEADER_ROW
    for row, step in enumerate(STEPS, HEADER_ROW):
        sheet.merge((row, 0, row, 3), f"{row - HEADER_ROW + 1}. {translate(step, lang)}", _TEXT)
        sheet.fit_row(row, [translate(step, lang)], [sum(_WIDTHS)])
    top = row + 2
    sheet.put_row(top, [translate(text, lang) for text in _HEADINGS], HEADER)
    for row, cells in enumerate(_parameters(lang), top + 1):
        style = _CELL.but(bold=True) if cells[0] else _CELL
        sheet.put(row, 0, cells[0], style)
        sheet.put_row(row, cells[1:], _CELL, first=1)
        sheet.fit_row(row, cells, _WIDTHS)
    sheet.protect()
    sheet.for_print(print_header(edition, translate(GUIDE, lang), lang), top, top)


def _parameters(lang: Lang) -> Iterator[tuple[str, str, str, str]]:
    """Give a line for each parameter of each kind: kind (once), key, its name, what to know."""
    for rule in get_args(get_args(rules.AnyRule)[0]):
        word = KINDS.word(get_args(rule.model_fields["kind"].annotation)[0], lang)
        fields = {key: words for key, words in FIELDS[rule.__name__].items() if key != "kind"}
        if not fields:
            yield word, "–", translate(N_("không có tham số"), lang), ""
        for key, words in fields.items():
            yield word, _key(key), translate(words.name, lang), translate(words.help, lang)
            word = ""
    for name, record in _RECORDS.items():
        for number, (key, words) in enumerate(FIELDS[record.__name__].items()):
            yield (
                _key(name) if not number else "",
                key,
                translate(words.name, lang),
                translate(words.help, lang),
            )


def _key(key: str) -> str:
    return f"{key}: …" if key in _RECORDS else key
