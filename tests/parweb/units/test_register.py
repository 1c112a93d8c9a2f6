"""The register of units: true to the counts of its source, loaded once."""

from collections import Counter
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from parweb.audit.models import Entry
from parweb.units.models import Unit
from parweb.units.register import newest
from tests.parweb.cast import make_unit

# Units, xã, phường, đặc khu per province as counted in April 2026, from another source than the register.
APRIL_2026 = """
01 126 75 51 0
04 56 53 3 0
08 124 117 7 0
11 45 42 3 0
12 38 36 2 0
14 75 67 8 0
15 99 89 10 0
19 92 77 15 0
20 65 61 4 0
22 54 22 30 2
24 99 66 33 0
25 148 133 15 0
31 114 67 45 2
33 104 93 11 0
37 129 97 32 0
38 166 147 19 0
40 130 119 11 0
42 69 60 9 0
44 78 69 8 1
46 40 19 21 0
48 94 70 23 1
51 96 86 9 1
52 135 110 25 0
56 65 48 16 1
66 102 88 14 0
68 124 103 20 1
75 95 62 33 0
79 168 54 113 1
80 96 82 14 0
82 102 82 20 0
86 124 105 19 0
91 102 85 14 3
92 103 72 31 0
96 64 55 9 0
"""
BAC_NINH = "24"
"""Nghị quyết 388/NQ-UBTVQH16 of 4/8/2026 made twelve of its communes wards."""


def test_the_register_has_34_provinces_and_3321_communes():
    kinds = Counter(one.kind for one in newest().entries)
    assert kinds == {"province": 34, "commune": 2599, "ward": 709, "special_zone": 13}
    assert len({one.code for one in newest().entries}) == 3355


def test_each_province_has_as_many_units_of_each_kind_as_another_source_counted():
    entries = newest().entries
    for line in APRIL_2026.split("\n")[1:-1]:
        province, total, *counted = line.split()
        kinds = Counter(one.kind for one in entries if one.province_code == province)
        found = [kinds["commune"], kinds["ward"], kinds["special_zone"]]
        moved = 12 if province == BAC_NINH else 0
        assert sum(found) == int(total), province
        assert found == [int(counted[0]) - moved, int(counted[1]) + moved, int(counted[2])], province


@pytest.mark.django_db
def test_the_whole_register_loads_at_once_and_a_second_time_changes_nothing():
    out = StringIO()
    call_command("load_units", stdout=out)
    assert "3355 đơn vị mới" in out.getvalue()
    assert Unit.objects.count() == 3355
    hai_phong = Unit.objects.get(kind="province", code="31")
    assert Unit.objects.filter(path__startswith=hai_phong.path).count() == 115
    saigon = Unit.objects.get(code="26740")
    assert (saigon.name, saigon.kind, saigon.parent.code) == ("Phường Sài Gòn", "ward", "79")
    assert saigon.path == f"{saigon.parent.path}{saigon.pk}/"
    assert saigon.name_fold == "phuong sai gon"
    out = StringIO()
    call_command("load_units", stdout=out)
    assert "0 đơn vị mới, 0 đổi tên, 3355 giữ nguyên" in out.getvalue()
    assert Entry.objects.filter(action="units.load_register").count() == 1


@pytest.mark.django_db
def test_one_province_can_be_loaded_alone_and_an_unknown_one_is_named():
    call_command("load_units", province="11", stdout=StringIO())
    assert Unit.objects.count() == 46
    with pytest.raises(CommandError, match="không có tỉnh mã 99"):
        call_command("load_units", province="99", stdout=StringIO())


@pytest.mark.django_db
def test_a_unit_renamed_in_the_register_is_renamed_and_one_made_by_hand_keeps_its_name():
    call_command("load_units", province="11", stdout=StringIO())
    first = Unit.objects.filter(kind="commune").first()
    Unit.objects.filter(pk=first.pk).update(name="Xã Tên Cũ", name_fold="xa ten cu")
    by_hand = make_unit("province", "Tỉnh Cao Bằng (tự tạo)", code="04")
    call_command("load_units", province="11", stdout=StringIO())
    call_command("load_units", province="04", stdout=StringIO())
    first.refresh_from_db()
    by_hand.refresh_from_db()
    assert first.name != "Xã Tên Cũ"
    assert by_hand.name == "Tỉnh Cao Bằng (tự tạo)"
    assert Unit.objects.filter(parent=by_hand).count() == 56
