"""What the parsers of YAML and of the model say in English, said in the words of our own messages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from parindex.errors import Phrase
from parindex.language import N_

_NOT_A_NUMBER: Final = N_("phải là một số; số thập phân viết bằng dấu chấm, không đặt trong nháy")
_NOT_A_WHOLE_NUMBER: Final = N_("phải là một số nguyên")
_NOT_A_TEXT: Final = N_('phải là chữ; mã có dấu chấm thì đặt trong nháy, như "3.1"')
_NOT_A_DAY: Final = N_("phải là một ngày, viết năm-tháng-ngày như 2025-12-31")
_NOT_TRUE_OR_FALSE: Final = N_("phải là true hoặc false")
_NOT_A_LIST: Final = N_("phải là một danh sách, mỗi mục một dòng bắt đầu bằng dấu gạch ngang")
_NOT_A_BLOCK: Final = N_("phải là một khối các khóa")

# Type of the error in pydantic's own naming -> what is wrong; {names} are filled from the error's context.
_OF_MODEL: Final[dict[str, str]] = {
    "bool_parsing": _NOT_TRUE_OR_FALSE,
    "bool_type": _NOT_TRUE_OR_FALSE,
    "date_from_datetime_inexact": _NOT_A_DAY,
    "date_from_datetime_parsing": _NOT_A_DAY,
    "date_parsing": _NOT_A_DAY,
    "date_type": _NOT_A_DAY,
    "decimal_parsing": _NOT_A_NUMBER,
    "decimal_type": _NOT_A_NUMBER,
    "dict_type": _NOT_A_BLOCK,
    "finite_number": _NOT_A_NUMBER,
    "greater_than": N_("phải lớn hơn {gt}"),
    "greater_than_equal": N_("phải từ {ge} trở lên"),
    "int_from_float": _NOT_A_WHOLE_NUMBER,
    "int_parsing": _NOT_A_WHOLE_NUMBER,
    "int_type": _NOT_A_WHOLE_NUMBER,
    "less_than_equal": N_("không được lớn hơn {le}"),
    "list_type": _NOT_A_LIST,
    "literal_error": N_("phải là một trong: {expected}"),
    "model_attributes_type": _NOT_A_BLOCK,
    "model_type": _NOT_A_BLOCK,
    "string_pattern_mismatch": N_("có ký tự không dùng được ở đây, hoặc bắt đầu bằng ký tự không được phép"),
    "string_too_long": N_("dài quá {max_length} ký tự"),
    "string_too_short": N_("không được để trống"),
    "string_type": _NOT_A_TEXT,
    "too_short": N_("phải có ít nhất {min_length} mục"),
    "tuple_type": _NOT_A_LIST,
}
_BETWEEN: Final = {" or ": ", ", "'": ""}

# Beginning of what the YAML parser says -> what is wrong.
_OF_YAML: Final[dict[str, str]] = {
    "block sequence entries are not allowed": N_("dấu gạch ngang đặt sai chỗ"),
    "but found another document": N_("một tệp chỉ chứa một bộ; dòng --- bắt đầu bộ thứ hai"),
    "could not find expected ':'": N_("thiếu dấu hai chấm sau tên khóa"),
    "did not find expected ',' or": N_("thiếu dấu phẩy hoặc thiếu ngoặc đóng"),
    "did not find expected '-'": N_("danh sách thụt lề không đều"),
    "did not find expected key": N_("dòng này thụt lề không khớp với khối của nó"),
    "did not find expected node content": N_("thiếu giá trị"),
    "found character that cannot start any token": N_(
        "ký tự này không đứng đầu được (thường là dấu Tab hoặc @)"
    ),
    "found undefined alias": N_("dấu * đứng đầu một giá trị không đặt trong nháy"),
    "found unexpected end of stream": N_("thiếu dấu nháy đóng"),
    "found unknown escape character": N_("dấu \\ trong nháy kép không đúng"),
    "mapping values are not allowed": N_("dấu hai chấm đặt sai chỗ; câu có dấu hai chấm thì đặt trong nháy"),
    "nesting too deep": N_("các khối lồng nhau quá sâu"),
    "too many values": N_("quá nhiều giá trị, có thể do bí danh (*) chép lại nhiều lần"),
}


def reason_in_model(error: Mapping[str, Any]) -> Phrase | str:
    """Say what is wrong with a value, from one of pydantic's errors."""
    template = _OF_MODEL.get(error["type"])
    return error["msg"] if template is None else Phrase(template, _plainer(error.get("ctx", {})))


def reason_in_yaml(said: str) -> str:
    """Say what is wrong with the syntax, from what the YAML parser says (kept where we have no words)."""
    return next((words for start, words in _OF_YAML.items() if said.startswith(start)), said)


def _plainer(context: Mapping[str, Any]) -> dict[str, Any]:
    """List alternatives with commas: ``'yes', 'no' or 'maybe'`` reads as English."""
    expected = str(context.get("expected", ""))
    for given, plain in _BETWEEN.items():
        expected = expected.replace(given, plain)
    return {**context, "expected": expected}


def reason_of_system(error: OSError) -> str:
    """Say why a file could not be read."""
    reasons: dict[type[OSError], str] = {
        FileNotFoundError: N_("không có tệp này"),
        IsADirectoryError: N_("đây là một thư mục"),
        NotADirectoryError: N_("không có thư mục này"),
        PermissionError: N_("không có quyền đọc"),
    }
    return reasons.get(type(error), N_("hệ điều hành từ chối"))
