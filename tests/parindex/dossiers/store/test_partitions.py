"""A dossier lies in the province its code names, else its unit, and in the month of its receipt."""

# ruff: noqa: DTZ001  # moments of records are local, without a zone

from datetime import datetime

import polars as pl
import pytest

from parindex.dossiers.store.partitions import partitions_of


def records(*rows):
    kinds = {"code": pl.String, "unit_id": pl.String, "received_at": pl.Datetime("ms")}
    return pl.DataFrame(rows, schema=kinds, orient="row")


@pytest.mark.parametrize(
    ("code", "unit", "province"),
    [
        ("000.00.01.H26-260930-0001", "000.00.01.H99", "H26"),
        ("000.00.01.H26", "U", "H26"),
        ("0001-260930", "000.00.01.H99", "H99"),
        ("0001", "U", "00"),
        ("H26", "U", "H26"),
        ("-H26", "U", "00"),
        ("xh26-1", "U", "00"),
    ],
)
def test_the_province_is_that_of_the_code_then_of_the_unit_then_none(code, unit, province):
    names = partitions_of(records((code, unit, datetime(2024, 2, 29, 23, 59)))).names
    assert names == [f"province={province}/month=2024-02"]


def test_rows_of_many_provinces_and_months_keep_their_order_inside_a_partition():
    rows = [
        (f"000.00.01.H{number % 30:02d}-1-{number}", "U", datetime(2025, 12 - number % 3, 1 + number % 28))
        for number in range(2000)
    ]
    parted = partitions_of(records(*rows))
    moved = [rows[place] for place in parted.order]
    assert len(parted.names) == 30
    for name, first, last in zip(parted.names, parted.cuts, parted.cuts[1:], strict=False):
        some = moved[first:last]
        assert {f"province={code[10:13]}/month={at:%Y-%m}" for code, _, at in some} == {name}
        numbers = [int(code.rsplit("-", 1)[1]) for code, _, _ in some]
        assert numbers == sorted(numbers)
    assert parted.cuts[-1] == 2000


def test_rows_that_lie_in_order_are_not_moved():
    rows = [(f"000.00.01.H26-1-{month}", "U", datetime(2025, month, 1)) for month in (1, 1, 2, 7)]
    parted = partitions_of(records(*rows))
    assert parted.order is None
    assert parted.cuts == [0, 2, 3, 4]
