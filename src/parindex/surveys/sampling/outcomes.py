"""How an attempt to reach somebody may end (mã kết quả tiếp cận).

Source: American Association for Public Opinion Research, Standard Definitions, 10th edition (2023): 1
answered, 2 of the population and not answered, 3 not known whether of the population, 4 not of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from parindex.language import N_

OUTCOMES: Final[Mapping[str, str]] = {
    "1.1": N_("Trả lời đủ"),
    "1.2": N_("Trả lời một phần"),
    "2.1": N_("Từ chối"),
    "2.12": N_("Bỏ dở"),
    "2.2": N_("Không gặp"),
    "2.32": N_("Không đủ sức khỏe, ngôn ngữ để trả lời"),
    "2.9": N_("Hẹn lại"),
    "3.1": N_("Chưa tiếp cận được địa chỉ"),
    "4.1": N_("Không có địa chỉ, số máy này"),
    "4.7": N_("Không thuộc đối tượng điều tra"),
}
"""Code and label, in the order they are printed."""
