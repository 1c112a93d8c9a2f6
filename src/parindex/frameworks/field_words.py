"""The keys of our files in words: their Vietnamese names, and a sentence where the name does not say enough.

The JSON Schema shows both, and the comparison of editions speaks of keys by their names.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from parindex.language import N_


class Words(NamedTuple):
    """A key in words: its name, and what has to be known to fill it in."""

    name: str
    help: str = ""


_BY_RULE = N_("cách chấm")
_POINTS = N_("điểm")
_NAME = Words(N_("tên máy"), N_("chữ thường không dấu, số và dấu gạch dưới; dùng làm tên cột nhập liệu"))
_LABEL = Words(N_("tên gọi"))
_NOTE = Words(N_("ghi chú"))
_FROM = Words(N_("từ"), N_("cận dưới, tính cả giá trị này"))
_BELOW = Words(N_("đến dưới"), N_("cận trên, không tính giá trị này; bỏ trống là không có cận trên"))
_OF = Words(N_("đếm hoặc đo cái gì"))
_KIND = Words(_BY_RULE)
_QUANTITY = Words(N_("đại lượng"))

FIELDS: Final[dict[str, dict[str, Words]]] = {
    "Text": {
        "vi": Words(N_("tiếng Việt")),
        "en": Words(N_("tiếng Anh")),
    },
    "Quantity": {
        "as": Words(
            N_("kiểu số"), N_("percent, share và ratio đều được chấm theo phần trăm 0–100; number để nguyên")
        ),
        "of": _OF,
        "numerator": Words(N_("tử số")),
        "denominator": Words(N_("mẫu số")),
        "when_zero": Words(N_("khi mẫu số bằng 0")),
        "may_exceed": Words(N_("có thể vượt 100 %")),
        "round": Words(
            N_("làm tròn trước khi chấm"), N_("số chữ số thập phân; chỉ ghi khi văn bản quy định")
        ),
        "minimum": Words(N_("giá trị nhỏ nhất")),
        "maximum": Words(N_("giá trị lớn nhất")),
    },
    "YesNo": {
        "kind": _KIND,
        "yes": Words(N_("điểm khi có"), N_("bỏ trống là điểm tối đa")),
        "no": Words(N_("điểm khi không")),
    },
    "Count": {
        "kind": _KIND,
        "each": Words(N_("điểm mỗi nội dung")),
        "cap": Words(N_("mức trần"), N_("bỏ trống là điểm tối đa")),
        "of": _OF,
    },
    "Proportional": {
        "kind": _KIND,
        "quantity": _QUANTITY,
        "full_at": Words(N_("mốc đủ điểm"), N_("bỏ trống là 100 %")),
    },
    "RatioFloor": {
        "kind": _KIND,
        "quantity": _QUANTITY,
        "floor": Words(N_("mức sàn"), N_("dưới mức này 0 điểm")),
        "full_at": Words(N_("mốc đủ điểm"), N_("bỏ trống là 100 %")),
    },
    "Band": {"from": _FROM, "below": _BELOW, "points": Words(_POINTS)},
    "Bands": {"kind": _KIND, "quantity": _QUANTITY, "bands": Words(N_("mức"))},
    "Knot": {"at": Words(N_("mốc")), "points": Words(_POINTS)},
    "Linear": {"kind": _KIND, "quantity": _QUANTITY, "knots": Words(N_("mốc"))},
    "Level": {
        "value": Words(N_("số của mức"), N_("số được lưu khi chọn mức này")),
        "label": _LABEL,
        "share": Words(N_("phần trăm điểm tối đa")),
    },
    "Levels": {"kind": _KIND, "levels": Words(N_("mức"))},
    "Severity": {"name": _NAME, "label": _LABEL, "each": Words(N_("điểm trừ mỗi lỗi"))},
    "Deduction": {"kind": _KIND, "faults": Words(N_("lỗi")), "floor": Words(N_("điểm sàn"))},
    "Violation": {
        "kind": _KIND,
        "extra": Words(N_("điểm trừ thêm")),
        "per": Words(N_("trừ thêm theo"), N_("once: một lần; each: mỗi vi phạm")),
        "floor": Words(N_("điểm sàn")),
        "of": _OF,
    },
    "Item": {"name": _NAME, "label": _LABEL, "points": Words(_POINTS)},
    "Checklist": {"kind": _KIND, "items": Words(N_("nội dung"))},
    "Relative": {
        "kind": _KIND,
        "quantity": _QUANTITY,
        "to": Words(
            N_("so với"),
            N_("best: đơn vị tốt nhất; leader: đơn vị dẫn đầu và chỉ tiêu; mean: bình quân; rank: thứ tự"),
        ),
        "target": Words(N_("chỉ tiêu"), N_("chỉ dùng khi so với đơn vị dẫn đầu")),
    },
    "Variable": {
        "name": Words(N_("tên biến"), N_("tên dùng trong công thức")),
        "label": _LABEL,
        "minimum": Words(N_("giá trị nhỏ nhất")),
        "maximum": Words(N_("giá trị lớn nhất")),
    },
    "FormulaCase": {
        "value": Words(N_("số của trường hợp")),
        "label": _LABEL,
        "when": Words(N_("điều kiện")),
        "points": Words(N_("công thức tính điểm"), N_("full là điểm tối đa của tiêu chí")),
    },
    "Formula": {
        "kind": _KIND,
        "variables": Words(N_("biến")),
        "cases": Words(N_("trường hợp")),
        "choose": Words(
            N_("cách chọn trường hợp"), N_("first: trường hợp đầu tiên đúng; appraiser: người thẩm định chọn")
        ),
        "when_undefined": Words(N_("khi không tính được")),
    },
    "SurveyIndex": {"kind": _KIND, "quantity": _QUANTITY},
    "Option": {"name": _NAME, "label": _LABEL, "weight": Words(N_("trọng số, phần trăm"))},
    "SurveyLikert": {"kind": _KIND, "options": Words(N_("phương án trả lời"))},
    "Graded": {"kind": _KIND},
    "Appraised": {"kind": _KIND},
    "Bonus": {"kind": _KIND, "each": Words(N_("điểm thưởng mỗi lần")), "of": _OF},
    "Penalty": {
        "kind": _KIND,
        "each": Words(N_("điểm phạt mỗi lần")),
        "cap": Words(N_("mức trừ nhiều nhất")),
        "of": _OF,
    },
    "LegalBasis": {
        "number": Words(N_("số, ký hiệu")),
        "date": Words(N_("ngày ban hành")),
        "issuer": Words(N_("cơ quan ban hành")),
        "title": Words(N_("trích yếu")),
        "replaces": Words(N_("thay thế văn bản")),
        "source": Words(N_("nguồn tài liệu")),
    },
    "Validity": {"from": Words(N_("hiệu lực từ ngày")), "to": Words(N_("đến hết ngày"))},
    "Channel": {
        "label": _LABEL,
        "max": Words(N_("điểm tối đa"), N_("với điểm thưởng, điểm phạt: mức cộng hoặc trừ nhiều nhất")),
        "kind": Words(N_("loại nguồn điểm"), N_("base: tính vào điểm tối đa; bonus: thưởng; penalty: phạt")),
        "on_excluded": Words(
            N_("quy đổi khi có tiêu chí không áp dụng"),
            N_("own: quy về đủ điểm của nguồn; total: ra khỏi tổng, tổng được quy đổi; none: không quy đổi"),
        ),
        "optional": Words(N_("có thể bỏ cả nguồn"), N_("như năm không tổ chức điều tra")),
    },
    "ClassBand": {"code": Words(N_("mã loại")), "label": _LABEL, "from": _FROM, "below": _BELOW},
    "Classes": {
        "basis": Words(
            N_("xếp loại theo"), N_("percent: phần trăm; points: điểm; quantile: phần của bảng xếp hạng")
        ),
        "bands": Words(N_("loại")),
        "note": _NOTE,
    },
    "Ranking": {
        "ties": Words(
            N_("khi bằng điểm"), N_("dense: 1, 2, 2, 3; competition: 1, 2, 2, 4; ordinal: 1, 2, 3, 4")
        ),
        "denominator": Words(N_("mẫu số của hạng"), N_("distinct: số hạng khác nhau; units: số đơn vị")),
        "basis": Words(
            N_("xếp hạng theo"), N_("percent hoặc points; khác nhau khi có tiêu chí không áp dụng")
        ),
    },
    "Remedy": {"threshold": Words(N_("ngưỡng, phần trăm")), "note": _NOTE},
    "TotalBounds": {"floor": Words(N_("thấp nhất")), "cap": Words(N_("cao nhất"))},
    "Settings": {
        "decimals": Words(N_("số chữ số thập phân khi in")),
        "ranking": Words(N_("xếp hạng")),
        "classes": Words(N_("xếp loại")),
        "remedy": Words(N_("khắc phục")),
        "missing": Words(
            N_("khi thiếu số liệu"), N_("block: tổng điểm để trống; zero: tính 0 điểm và đánh dấu")
        ),
        "total": Words(N_("giới hạn tổng điểm")),
    },
    "Evidence": {"label": _LABEL, "required": Words(N_("bắt buộc"))},
    "Feed": {"measure": Words(N_("số đo")), "period": Words(N_("kỳ số liệu")), "note": _NOTE},
    "Node": {
        "code": Words(N_("mã"), N_('như in trong văn bản, đặt trong nháy: "3.2.1"')),
        "label": _LABEL,
        "max": Words(N_("điểm tối đa"), N_("bằng tổng của các tiêu chí con; tiêu chí điểm phạt ghi 0")),
        "channel": Words(N_("nguồn điểm"), N_("không ghi thì theo tiêu chí phía trên")),
        "rule": Words(_BY_RULE, N_("chỉ tiêu chí không có tiêu chí con mới có cách chấm")),
        "scored_by": Words(
            N_("người chấm"), N_("không ghi thì theo tiêu chí phía trên, cuối cùng là unit (đơn vị)")
        ),
        "role": Words(N_("vai trò thẩm định")),
        "not_applicable": Words(
            N_("khi không áp dụng"),
            N_("refuse: không cho phép; exclude: ra khỏi mẫu số; full: đủ điểm; zero: 0 điểm"),
        ),
        "missing": Words(
            N_("khi thiếu số liệu"), N_("không ghi thì theo tiêu chí phía trên, rồi theo settings")
        ),
        "evidence": Words(N_("tài liệu kiểm chứng")),
        "guidance": Words(N_("hướng dẫn")),
        "legal_ref": Words(N_("điều, mục của văn bản")),
        "feed": Words(N_("nguồn số liệu tự động")),
        "round": Words(N_("làm tròn điểm"), N_("số chữ số thập phân; chỉ ghi khi văn bản quy định")),
        "illustrative": Words(N_("minh họa"), N_("true khi tiêu chí do tự soạn, không có trong văn bản")),
        "criteria": Words(N_("tiêu chí con")),
    },
    "Edition": {
        "schema_version": Words(N_("phiên bản lược đồ")),
        "id": Words(
            N_("tên bộ tiêu chí"), N_("chữ thường không dấu, số và dấu gạch nối; cũng là tên thư mục")
        ),
        "year": Words(N_("năm"), N_("cũng là tên thư mục con")),
        "title": Words(N_("tên đầy đủ")),
        "illustrative": Words(N_("minh họa"), N_("true khi tiêu chí do tự soạn, không có trong văn bản")),
        "note": _NOTE,
        "legal_basis": Words(N_("căn cứ pháp lý")),
        "validity": Words(N_("hiệu lực")),
        "unit_kinds": Words(N_("loại đơn vị")),
        "league": Words(N_("nhóm xếp hạng")),
        "channels": Words(N_("nguồn điểm")),
        "settings": Words(N_("quy định chung")),
        "tree": Words(N_("cây tiêu chí")),
    },
    "Expected": {
        "points": Words(N_("điểm"), N_("so bằng đúng, không so gần bằng; null là chưa có điểm")),
        "printed": Words(N_("điểm như in ra")),
        "percent": Words(N_("phần trăm như in ra")),
        "ranks": Words(N_("thứ hạng"), N_("hạng và mẫu số được in: 9/19")),
        "class": Words(N_("loại")),
        "standing": Words(N_("tình trạng số liệu")),
        "excluded": Words(N_("tiêu chí không áp dụng")),
        "below_threshold": Words(N_("tiêu chí dưới ngưỡng khắc phục")),
    },
    "Case": {
        "name": Words(N_("điều khẳng định"), N_("một câu; ca sai thì câu này sai")),
        "source": Words(N_("nguồn")),
        "illustrative": Words(N_("minh họa"), N_("true khi số liệu tự đặt")),
        "note": _NOTE,
        "units": Words(N_("đơn vị và số liệu")),
        "expect": Words(N_("kết quả phải có")),
    },
    "CaseFile": {"cases": Words(N_("ca kiểm thử"))},
    "Link": {
        "from": Words(N_("mã cũ"), N_("bỏ trống: tiêu chí mới, không nối với tiêu chí nào trước đây")),
        "to": Words(N_("mã mới"), N_("bỏ trống: tiêu chí cũ đã bỏ")),
        "share": Words(N_("phần"), N_("phần nội dung của tiêu chí cũ nằm trong tiêu chí mới, từ 0 đến 1")),
        "note": _NOTE,
    },
    "Crosswalk": {
        "before": Words(N_("bộ tiêu chí trước"), N_("viết tên@năm")),
        "after": Words(N_("bộ tiêu chí sau"), N_("viết tên@năm")),
        "note": _NOTE,
        "links": Words(N_("dòng đối chiếu")),
    },
    "Adoption": {
        "digest": Words(N_("mã băm của nội dung")),
        "adopted_on": Words(N_("ngày ban hành")),
        "by": Words(N_("cơ quan ban hành")),
    },
}

CLASSES: Final[dict[str, str]] = {
    "Text": N_("chữ bằng hai thứ tiếng"),
    "Quantity": N_("đại lượng được chấm"),
    "YesNo": N_("có hay không"),
    "Count": N_("đếm, mỗi nội dung một số điểm"),
    "Proportional": N_("theo tỷ lệ"),
    "RatioFloor": N_("theo tỷ lệ, có mức sàn"),
    "Band": N_("một mức"),
    "Bands": N_("theo mức"),
    "Knot": N_("một mốc"),
    "Linear": N_("nội suy giữa các mốc"),
    "Level": N_("một mức chất lượng"),
    "Levels": N_("theo mức chất lượng"),
    "Severity": N_("một loại lỗi"),
    "Deduction": N_("trừ điểm theo lỗi"),
    "Violation": N_("có vi phạm thì 0 điểm"),
    "Item": N_("một nội dung của danh mục"),
    "Checklist": N_("danh mục nội dung"),
    "Relative": N_("so với các đơn vị khác"),
    "Variable": N_("một biến"),
    "FormulaCase": N_("một trường hợp"),
    "Formula": N_("theo công thức"),
    "SurveyIndex": N_("theo chỉ số điều tra"),
    "Option": N_("một phương án trả lời"),
    "SurveyLikert": N_("theo số phiếu từng phương án"),
    "Graded": N_("hội đồng hoặc lãnh đạo cho điểm"),
    "Appraised": N_("người thẩm định cho điểm"),
    "Bonus": N_("điểm thưởng"),
    "Penalty": N_("điểm phạt"),
    "LegalBasis": N_("căn cứ pháp lý"),
    "Validity": N_("hiệu lực"),
    "Channel": N_("nguồn điểm"),
    "ClassBand": N_("một loại"),
    "Classes": N_("khung xếp loại"),
    "Ranking": N_("xếp hạng"),
    "Remedy": N_("khắc phục"),
    "TotalBounds": N_("giới hạn tổng điểm"),
    "Settings": N_("quy định chung"),
    "Evidence": N_("tài liệu kiểm chứng"),
    "Feed": N_("nguồn số liệu tự động"),
    "Node": N_("lĩnh vực hoặc tiêu chí"),
    "Edition": N_("bộ tiêu chí"),
    "Expected": N_("kết quả phải có"),
    "Case": N_("ca kiểm thử"),
    "CaseFile": N_("tệp ca kiểm thử"),
    "Link": N_("dòng đối chiếu"),
    "Crosswalk": N_("bảng đối chiếu tiêu chí"),
    "Adoption": N_("ban hành"),
}
