"""What can be wrong with a command line, and with the machine it runs on; coded CL7xx."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Any

from parindex.errors import Phrase, Place, Problem, ProblemKind, ProblemsFound, kind
from parindex.language import N_

NO_LANGUAGE = kind("CL701", N_("ngôn ngữ “{given}” không có"), N_("dùng một trong: {known}"))
NO_COMMAND = kind("CL702", N_("lệnh “{given}” không có"), N_("{near}; xem các lệnh: parindex --help"))
NO_FLAG = kind("CL703", N_("lệnh này không có cờ {given}"), N_("{near}; xem các cờ: {command} --help"))
MISSING_WORD = kind("CL704", N_("thiếu {given}"), N_("gõ theo mẫu: {usage}"))
TOO_MANY_WORDS = kind(
    "CL705",
    N_("thừa trên dòng lệnh: {given}"),
    N_("gõ theo mẫu: {usage}; tên có dấu cách phải đặt trong ngoặc kép"),
)
NO_VALUE = kind("CL706", N_("cờ {given} phải có giá trị theo sau"), N_("xem cách dùng: {command} --help"))
NO_VALUE_WANTED = kind(
    "CL712", N_("cờ {given} không nhận giá trị"), N_("viết {given} không có dấu =; xem: {command} --help")
)
NO_NUMBER = kind("CL713", N_("cờ {given} phải là một số nguyên"), N_("xem cách dùng: {command} --help"))
NO_CHOICE = kind("CL707", N_("{flag} không nhận “{given}”"), N_("dùng một trong: {known}"))
USAGE = kind("CL708", N_("dòng lệnh chưa đúng: {reason}"), N_("xem cách dùng: {command} --help"))
OUT_NEEDED = kind(
    "CL709",
    N_("kiểu {given} không in ra màn hình được"),
    N_("thêm --out TỆP.{given}"),
)
NO_ENDING = kind(
    "CL710",
    N_("không biết ghi tệp {given} theo kiểu nào"),
    N_("đặt đuôi tệp là một trong: {known}; hoặc thêm --format"),
)
NO_TABLE = kind("CL711", N_("kết quả này không có bảng “{given}”"), N_("dùng một trong: {known}"))

NO_UNIT = kind("CL720", N_("số liệu không có đơn vị “{given}”"), N_("dùng mã hoặc tên đơn vị; {near}"))
MANY_UNITS = kind(
    "CL721",
    N_("có {count} đơn vị tên “{given}”"),
    N_("dùng mã thay cho tên: {known}"),
)
NO_CRITERION = kind(
    "CL722",
    N_("bộ tiêu chí {ref} không có tiêu chí “{given}”"),
    N_("{near}; xem các mã: parindex frameworks {ref}"),
)
NOTHING_TO_CHECK = kind(
    "CL723", N_("thư mục {given} không có bộ tiêu chí nào"), N_("chỉ thư mục có tệp framework.yaml")
)
ALREADY_THERE = kind(
    "CL724",
    N_("ở đây đã có một bộ tiêu chí"),
    N_("ghi ra thư mục khác, hoặc thêm --force để ghi đè"),
)
IN_EXCEL = kind(
    "CL726",
    N_("{given} là tệp Excel, không phải bộ tiêu chí dạng YAML"),
    N_("đọc vào trước: parindex import {given} --out THƯ_MỤC, rồi parindex check THƯ_MỤC"),
)
WRONG_ENDING = kind("CL725", N_("tệp {given} phải có đuôi {ending}"), N_("đổi tên tệp sau {flag}"))
OVER_INPUT = kind(
    "CL727",
    N_("tệp này là đầu vào của chính lệnh này, ghi vào đây thì mất nó"),
    N_("ghi ra tệp khác"),
)

FORM_THERE = kind(
    "CL728",
    N_("biểu nhập này đã có, và có thể đã có người điền"),
    N_("ghi ra chỗ khác, hoặc thêm --force để ghi đè"),
)

NO_FILE = kind("CL730", N_("không có tệp hay thư mục này"), N_("kiểm tra lại đường dẫn"))
NO_PERMISSION = kind(
    "CL731", N_("không được phép đọc hoặc ghi ở đây"), N_("kiểm tra quyền, hoặc ghi ra chỗ khác")
)
IS_FOLDER = kind("CL732", N_("đây là thư mục, không phải tệp"), N_("ghi thêm tên tệp"))
DISK_FULL = kind("CL733", N_("ổ đĩa đã đầy"), N_("dọn bớt, hoặc ghi ra ổ khác, rồi chạy lại"))
TOO_BIG = kind(
    "CL736", N_("máy không cho ghi tệp lớn đến thế"), N_("ghi ra ổ khác, hoặc xin nâng mức được ghi")
)
FILE_IN_THE_WAY = kind(
    "CL737", N_("đây là tệp, lệnh này cần một thư mục"), N_("ghi tên một thư mục, có rồi hay chưa đều được")
)
SYSTEM = kind("CL734", N_("máy báo lỗi: {reason}"), N_("kiểm tra tệp và ổ đĩa rồi chạy lại"))
NO_MEMORY = kind("CL735", N_("máy không đủ bộ nhớ"), N_("chia nhỏ dữ liệu, hoặc chạy trên máy khác"))
INTERNAL = kind(
    "CL799",
    N_("parindex gặp lỗi của chính chương trình ({reason})"),
    N_("chạy lại với --debug rồi gửi toàn bộ thông báo, kèm dòng lệnh và tệp dữ liệu, cho người phát triển"),
)

_NEAR = 3
_FEW = 5
_NO_NEAR = N_("không có tên nào gần giống")


class UsageError(ProblemsFound):
    """The command line itself is wrong: exit status 2."""


def usage_error(problem_kind: ProblemKind, **details: Any) -> UsageError:
    """Make the error of one problem with the command line."""
    return UsageError([one(problem_kind, **details)])


def one(problem_kind: ProblemKind, file: str | None = None, **details: Any) -> Problem:
    """Make a problem of this module's kinds."""
    return Problem(problem_kind, Place(file=file), details)


def near_names(given: str, known: Iterable[str], shown: Mapping[str, str] | None = None) -> Phrase:
    """Say which known names are near to a given one; ``shown`` says how they are written.

    Where none is near and it is known how they are written, the first few are named.
    """
    near = difflib.get_close_matches(given, list(known), n=_NEAR, cutoff=0.5)
    names = dict.fromkeys((shown or {}).get(name, name) for name in near)
    if names:
        return Phrase(N_("gần giống: {names}"), {"names": ", ".join(names)})
    if shown is None:
        return Phrase(_NO_NEAR)
    few = [*dict.fromkeys(shown.values())][:_FEW]
    return Phrase(N_("không có tên nào gần giống, chẳng hạn có: {names}"), {"names": ", ".join(few)})


def choice(flag: str, given: str, known: Iterable[str]) -> str:
    """Give the choice a flag was given; raise the usage error where it is none of the known."""
    choices = list(known)
    if given not in choices:
        raise usage_error(NO_CHOICE, flag=flag, given=given, known=", ".join(choices))
    return given
