"""The edition as a whole: its law, its days, its folder, whether it says that it is illustrative."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from parindex.errors import Problem, kind
from parindex.frameworks.checks.scene import Scene
from parindex.frameworks.yaml_lines import Path
from parindex.language import N_

NO_LAW = kind(
    "FW161",
    N_("bộ tiêu chí {ref} không ghi căn cứ pháp lý"),
    N_("thêm legal_basis (number, date, issuer); tiêu chí tự soạn để minh họa thì ghi illustrative: true"),
)
ENDS_BEFORE_START = kind(
    "FW162",
    N_("hiệu lực đến {to}, trước ngày bắt đầu {from}"),
    N_("sửa validity: from là ngày bắt đầu, to là ngày cuối cùng còn hiệu lực"),
)
OTHER_FOLDER = kind(
    "FW163",
    N_("bộ tiêu chí {ref} nằm trong thư mục {folder}"),
    N_("chuyển vào thư mục {expected}, hoặc sửa id và year trong tệp"),
)
NOT_SAID_ILLUSTRATIVE = kind(
    "FW164",
    N_("mọi tiêu chí chấm điểm đều là minh họa, nhưng bộ tiêu chí không ghi điều đó"),
    N_("thêm illustrative: true ở đầu tệp, để nơi nào hiện bộ tiêu chí cũng ghi “minh họa”"),
    severity="warning",
)
MANY_DECIMALS = kind(
    "FW165",
    N_("số {given} có nhiều hơn {most} chữ số thập phân"),
    N_("viết lại với nhiều nhất {most} chữ số sau dấu phẩy; phép tính chỉ chính xác đến đó"),
)
MOST_DECIMALS = 9
"""As many decimals as exact columns hold (``parindex.exact.PLACES``)."""


def problems(scene: Scene) -> Iterator[Problem]:
    """Give the problems of the edition as a whole."""
    edition = scene.edition
    if edition.legal_basis is None and not edition.illustrative:
        yield scene.problem(NO_LAW, ("legal_basis",), ref=edition.ref)
    if scene.leaves and all(leaf.is_illustrative for leaf in scene.leaves) and not edition.illustrative:
        yield scene.problem(NOT_SAID_ILLUSTRATIVE, ("illustrative",))
    yield from _days(scene)
    yield from _folder(scene)
    for path, number in numbers(scene.document.data, ()):
        if decimals_of(number) > MOST_DECIMALS:
            yield scene.problem(MANY_DECIMALS, path, given=number, most=MOST_DECIMALS)


def _days(scene: Scene) -> Iterator[Problem]:
    validity = scene.edition.validity
    if validity is not None and validity.to is not None and validity.to < validity.from_:
        days = {"from": f"{validity.from_:%d/%m/%Y}", "to": f"{validity.to:%d/%m/%Y}"}
        yield scene.problem(ENDS_BEFORE_START, ("validity", "to"), **days)


def _folder(scene: Scene) -> Iterator[Problem]:
    """Compare with the folder where it is named as on a shelf: ``<id>/<year>``."""
    edition, folder = scene.edition, scene.loaded.folder.resolve()
    found, expected = f"{folder.parent.name}/{folder.name}", f"{edition.id}/{edition.year}"
    if folder.name.isdigit() and found != expected:
        key = "id" if folder.parent.name != edition.id else "year"
        yield scene.problem(OTHER_FOLDER, (key,), ref=edition.ref, folder=found, expected=expected)


def numbers(data: Any, path: Path) -> Iterator[tuple[Path, Decimal]]:
    """Give every decimal number of a document, with its path."""
    if isinstance(data, Decimal):
        yield path, data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from numbers(value, (*path, key))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from numbers(value, (*path, number))


def decimals_of(number: Decimal) -> int:
    """Count the decimals of a number, trailing zeros apart.

    >>> decimals_of(Decimal("18.50")), decimals_of(Decimal("100"))
    (1, 0)
    """
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
