"""Units are made, changed, closed, merged and split; history and results stay where they were."""

from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from parweb.accounts.roles import Role
from parweb.accounts.verdicts import Refused
from parweb.audit.models import Entry
from parweb.rounds.models import Participant, Round
from parweb.units.actions.change_unit import change_unit
from parweb.units.actions.change_units import change_units
from parweb.units.actions.close_unit import close_unit, reopen_unit
from parweb.units.actions.import_units import FIELDS, import_units
from parweb.units.actions.make_unit import make_unit
from parweb.units.actions.order_units import order_units
from parweb.units.actions.undo_change import may_undo, undo_change
from parweb.units.consequences import consequences_of, wrong_with
from parweb.units.models import Assignment, Change, Membership, Succession, Unit
from parweb.units.plans import Plan, Successor, as_data, from_data
from parweb.units.queries import lineage, person_of, search_units, units_by_codes
from parweb.units.workbooks import read_lines
from tests.parweb.cast import NOW, Cast
from tests.parweb.cast import make_unit as old_unit

DAY = date(2026, 7, 1)
ONE, HALF = Decimal(1), Decimal("0.5")


def merge_plan(cast: Cast, **changes) -> Plan:
    first, second, *_ = cast.communes
    told = {
        "kind": "merge",
        "effective_on": DAY,
        "decision": "Nghị quyết số 01/NQ-HĐND",
        "formers": (first.pk, second.pk),
        "successors": (Successor("99002", "Phường Bắc Rã", "ward"),),
        "shares": ((ONE,), (ONE,)),
    }
    return Plan(**(told | changes))


def test_a_manager_makes_a_school_under_a_commune_and_the_log_says_so(cast: Cast):
    made = make_unit(
        cast.person("manager"), cast.communes[0], kind="school", name="Trường  THCS Đồng Tâm", at=NOW
    )
    assert made.name == "Trường THCS Đồng Tâm"
    assert made.path == f"{cast.communes[0].path}{made.pk}/"
    assert list(search_units(Unit.objects.all(), "dong tam")) == [made]
    assert list(search_units(Unit.objects.all(), "ĐỒNG TÂM")) == [made]
    entry = Entry.objects.get(action="units.make_unit")
    assert (entry.actor_name, entry.unit_id, entry.after["kind"]) == ("Nguyễn Thị Hoa", made.pk, "school")


@pytest.mark.parametrize("name", ["officer", "leader", "appraiser", "chair", "observer", "nobody"])
def test_nobody_but_managers_makes_a_unit(cast: Cast, name: str):
    with pytest.raises(Refused):
        make_unit(cast.person(name), cast.communes[0], kind="school", name="Trường", at=NOW)


def test_only_an_administrator_makes_a_province(cast: Cast):
    with pytest.raises(Refused, match="quản trị hệ thống"):
        make_unit(cast.person("manager"), None, kind="province", name="Tỉnh Mới", at=NOW)
    assert make_unit(cast.person("admin"), None, kind="province", name="Tỉnh Mới", at=NOW).parent is None


def test_two_units_in_force_never_share_a_code_of_one_kind(cast: Cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_unit(cast.person("manager"), cast.province, kind="commune", name="Xã X", code="99001", at=NOW)


def test_a_unit_that_moves_takes_all_below_with_it(cast: Cast):
    commune, other, *_ = cast.communes
    school = make_unit(cast.person("manager"), commune, kind="school", name="Trường A", at=NOW)
    change_unit(cast.person("manager"), commune, at=NOW, parent=cast.home_affairs)
    school.refresh_from_db()
    assert school.path == f"{cast.home_affairs.path}{commune.pk}/{school.pk}/"
    commune.refresh_from_db()
    with pytest.raises(ValueError, match="below itself"):
        change_unit(cast.person("manager"), commune, at=NOW, parent=school)
    assert other.path == f"{cast.province.path}{other.pk}/"


def test_a_new_name_by_decision_stays_in_the_history(cast: Cast):
    unit = cast.communes[0]
    change_unit(
        cast.person("manager"), unit, at=NOW, name="Xã Bắc Sơn Mới", decision="NQ 5", effective_on=DAY
    )
    change = Change.objects.get()
    assert (change.kind, change.effects["former_name"]) == ("rename", "Xã Bắc Sơn")
    assert search_units(Unit.objects.all(), "bac son moi").get() == unit


def test_a_unit_closes_only_when_nothing_in_force_hangs_below_and_can_come_back(cast: Cast):
    manager, unit = cast.person("manager"), cast.communes[0]
    school = make_unit(manager, unit, kind="school", name="Trường A", at=NOW)
    with pytest.raises(Refused, match="trực thuộc"):
        close_unit(manager, unit, last_day=DAY, reason="NQ", at=NOW)
    close_unit(manager, school, last_day=DAY, reason="NQ", at=NOW)
    close_unit(manager, unit, last_day=DAY, reason="NQ", at=NOW)
    unit.refresh_from_db()
    assert unit.valid_to == DAY
    reopen_unit(manager, unit, reason="nhầm", at=NOW)
    unit.refresh_from_db()
    assert unit.valid_to is None


def test_official_order_is_typed_and_counts_what_changed(cast: Cast):
    numbers = {one.pk: number for number, one in enumerate(reversed(cast.communes), start=10)}
    assert order_units(cast.person("manager"), cast.province, numbers, at=NOW) == 4
    assert order_units(cast.person("manager"), cast.province, numbers, at=NOW) == 0
    names = cast.province.children.filter(kind__in=["commune", "ward"]).values_list("name", flat=True)
    assert list(names) == ["Xã Yên Thế", "Xã Đông Hưng", "Phường Chợ Rã", "Xã Bắc Sơn"]


def test_codes_and_names_find_units_and_an_ambiguous_name_finds_none(cast: Cast):
    old_unit("school", "Trường A", cast.communes[0]).save()
    twin = Unit.objects.create(
        kind="school",
        name="Trường A",
        name_fold="truong a",
        slug="truong-a-2",
        path=f"{cast.province.path}x/",
    )
    found = units_by_codes(["99001", "phuong CHO ra", "Trường A", "khong co"], (cast.province.path,))
    assert {key: unit.name for key, unit in found.items()} == {
        "99001": "Xã Bắc Sơn",
        "phuong cho ra": "Phường Chợ Rã",
    }
    assert twin.pk
    assert units_by_codes(["99001"], (cast.communes[1].path,)) == {}


# ------------------------------------------------------------------ merger


def test_a_merger_closes_both_units_makes_one_and_may_reuse_a_code(cast: Cast):
    first, second, *_ = cast.communes
    change = change_units(cast.person("manager"), merge_plan(cast), at=NOW)
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.valid_to == second.valid_to == date(2026, 6, 30)
    new = Unit.objects.get(code="99002", valid_to=None)
    assert (new.name, new.valid_from, new.parent_id) == ("Phường Bắc Rã", DAY, cast.province.pk)
    assert new.pk != second.pk
    assert second.code == "99002"
    assert [(row.former.name, row.share) for row in lineage(new)[0]] == [
        ("Xã Bắc Sơn", ONE),
        ("Phường Chợ Rã", ONE),
    ]
    assert [row.successor for row in lineage(first)[1]] == [new]
    entry = Entry.objects.get(action="units.change_units")
    assert entry.object_id == str(change.pk)
    assert entry.after["decision"] == "Nghị quyết số 01/NQ-HĐND"


def test_people_and_groups_follow_to_the_successor_and_rounds_keep_the_former_units(cast: Cast):
    first, second, *_ = cast.communes
    change_units(cast.person("manager"), merge_plan(cast), at=NOW)
    new = Unit.objects.get(code="99002", valid_to=None)
    before = person_of(cast.users["officer"], "", date(2026, 6, 30), has_second_factor=True)
    after = person_of(cast.users["officer"], "", DAY, has_second_factor=True)
    assert before.has(Role.OFFICER, path=first.path)
    assert not before.has(Role.OFFICER, path=new.path)
    assert after.has(Role.OFFICER, path=new.path)
    assert not after.has(Role.OFFICER, path=first.path)
    own = person_of(cast.users["appraiser_own"], "", DAY, has_second_factor=True)
    assert own.belongs_to(new.path)
    members = set(Membership.objects.filter(group=cast.league).values_list("unit_id", flat=True))
    assert members == {new.pk, cast.communes[2].pk, cast.communes[3].pk}
    kept = set(Participant.objects.filter(round=cast.round).values_list("unit_id", flat=True))
    assert {first.pk, second.pk} <= kept


def test_without_moving_staff_roles_stay_where_they_were(cast: Cast):
    change_units(cast.person("manager"), merge_plan(cast, moves_staff=False, moves_groups=False), at=NOW)
    row = Assignment.objects.get(person=cast.users["officer"])
    assert (row.unit_id, row.valid_to) == (cast.communes[0].pk, None)
    assert cast.league.memberships.count() == 4


def test_a_split_shares_a_unit_out_and_the_largest_part_takes_the_people(cast: Cast):
    first = cast.communes[0]
    plan = merge_plan(
        cast,
        kind="split",
        formers=(first.pk,),
        successors=(Successor("99011", "Xã Bắc", "commune"), Successor("99012", "Xã Sơn", "commune")),
        shares=((Decimal("0.4"), Decimal("0.6")),),
    )
    change_units(cast.person("manager"), plan, at=NOW)
    assert {row.successor.name: row.share for row in lineage(first)[1]} == {
        "Xã Bắc": Decimal("0.4"),
        "Xã Sơn": Decimal("0.6"),
    }
    officer = person_of(cast.users["officer"], "", DAY, has_second_factor=True)
    assert officer.has(Role.OFFICER, path=Unit.objects.get(code="99012").path)


def test_a_unit_that_takes_another_in_goes_on_as_itself(cast: Cast):
    first, second, *_ = cast.communes
    goes_on = Successor(second.code, second.name, second.kind, second.pk)
    plan = merge_plan(cast, formers=(first.pk,), successors=(goes_on,), shares=((ONE,),))
    change_units(cast.person("manager"), plan, at=NOW)
    second.refresh_from_db()
    assert second.valid_to is None
    assert Unit.objects.filter(valid_from=DAY).count() == 0
    assert lineage(second)[0][0].former == first


def test_everything_wrong_with_a_plan_is_said_at_once(cast: Cast):
    plan = merge_plan(
        cast,
        successors=(Successor("99003", "Xã Mới", "commune"), Successor("99003", "Xã Nữa", "commune")),
        shares=((HALF, Decimal("0.4")), (ONE, Decimal(0))),
    )
    assert wrong_with(plan) == [
        "Mã 99003 đang là mã của Xã Đông Hưng.",
        "Hai đơn vị mới không được cùng mã.",
        "Các phần của Xã Bắc Sơn cộng lại bằng 0,9, phải bằng 1.",
    ]
    with pytest.raises(Refused, match="cộng lại bằng 0,9"):
        change_units(cast.person("manager"), plan, at=NOW)
    assert Change.objects.count() == Succession.objects.count() == 0


def test_a_plan_survives_being_kept_between_the_steps(cast: Cast):
    plan = merge_plan(cast, note="ghi chú")
    assert from_data(as_data(plan)) == plan


def test_equal_shares_of_three_add_up_to_one(cast: Cast):
    three = tuple(Successor("", f"Xã {number}", "commune") for number in range(3))
    row = merge_plan(cast, successors=three).equal_shares()[0]
    assert sum(row) == 1
    assert len(row) == 3


def test_the_preview_names_codes_people_groups_and_open_rounds(cast: Cast):
    seen = consequences_of(merge_plan(cast))
    assert seen.reused_codes == ["99002"]
    assert {one.person.username for one in seen.staff} == {
        "officer",
        "officer2",
        "leader",
        "other_officer",
        "other_leader",
    }
    assert {one.person.username for one in seen.homes} == {"appraiser_own", "member2"}
    assert [(one.name, one.is_open, one.units) for one in seen.rounds] == [
        ("Chỉ số CCHC cấp xã năm 2025", True, ("Xã Bắc Sơn", "Phường Chợ Rã"))
    ]
    assert len(seen.groups) == 2


def test_an_undone_merger_leaves_everything_as_it_was(cast: Cast):
    manager = cast.person("manager")
    assignments = list(Assignment.objects.order_by("pk").values())
    members = sorted(cast.league.memberships.values_list("unit_id", "order"))
    change = change_units(manager, merge_plan(cast), at=NOW)
    assert may_undo(manager, change, NOW)
    undo_change(manager, change, at=NOW)
    assert list(Assignment.objects.order_by("pk").values()) == assignments
    assert sorted(cast.league.memberships.values_list("unit_id", "order")) == members
    assert Unit.objects.filter(code="99002").get().valid_to is None
    assert Succession.objects.count() == Change.objects.count() == 0
    assert Entry.objects.filter(action="units.undo_change").exists()


def test_a_merger_is_not_undone_once_a_round_has_the_new_unit(cast: Cast):
    manager = cast.person("manager")
    change = change_units(manager, merge_plan(cast), at=NOW)
    new = Unit.objects.get(code="99002", valid_to=None)
    Participant.objects.create(round=Round.objects.get(), unit=new)
    with pytest.raises(Refused, match="tham gia"):
        undo_change(manager, change, at=NOW)
    assert Change.objects.count() == 1


@pytest.mark.parametrize("name", ["officer", "leader", "appraiser", "observer", "nobody"])
def test_nobody_but_managers_merges(cast: Cast, name: str):
    with pytest.raises(Refused):
        change_units(cast.person(name), merge_plan(cast), at=NOW)


# ---------------------------------------------------------------- workbook


def csv_of(*rows: str) -> bytes:
    return "\n".join(("Tên đơn vị,Loại,Mã,Đơn vị cấp trên (mã hoặc tên),Từ ngày", *rows)).encode("utf-8-sig")


def test_a_workbook_of_units_with_faults_makes_none_and_names_every_fault(cast: Cast):
    lines, problems = read_lines(
        csv_of(
            "Trường A,Trường học,T1,99001,01/07/2025",
            "Trường B,Lâu đài,T1,không có,32/13/2025",
            "Xã Trùng,Xã,99001,,",
        ),
        FIELDS,
    )
    assert problems == []
    made, found = import_units(cast.person("manager"), cast.province, lines, at=NOW)
    assert made == []
    assert [(one.row, one.code) for one in found] == [
        (2, "UN105"),
        (3, "UN105"),
        (3, "UN101"),
        (3, "UN102"),
        (3, "UN104"),
        (4, "UN106"),
    ]
    assert not Unit.objects.filter(kind="school").exists()


def test_a_good_workbook_of_units_makes_all_in_order(cast: Cast):
    lines, problems = read_lines(
        csv_of("Trường A,trường học,T1,99001,1/7/2025", "Trường B,school,T2,Xã Bắc Sơn,"), FIELDS
    )
    made, found = import_units(cast.person("manager"), cast.province, lines, at=NOW)
    assert problems == found == []
    assert [(one.name, one.parent_id, one.order) for one in made] == [
        ("Trường A", cast.communes[0].pk, 1),
        ("Trường B", cast.communes[0].pk, 2),
    ]
    assert made[0].valid_from == DAY.replace(year=2025)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xff\xfe\x00 not a file", "UN001"),
        (b"PK\x03\x04 broken", "UN001"),
        ("Loại,Mã\nXã,1".encode(), "UN002"),
        ("Tên đơn vị,Loại\n".encode(), "UN005"),
        ("Tên đơn vị;Loại\n;Xã".encode(), "UN004"),
        (b"x" * (5 * 1024 * 1024 + 1), "UN003"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(content: bytes, code: str):
    _lines, problems = read_lines(content, FIELDS)
    assert [one.code for one in problems] == [code]


# ------------------------------------------------------------------- pages


def test_the_wizard_leads_from_units_to_shares_to_a_preview_and_the_change(cast: Cast, client):
    client.force_login(cast.users["manager"])
    step1 = {
        "kind": "merge",
        "decision": "NQ 1",
        "effective_on": "01/07/2026",
        "formers": "99001\nPhuong cho ra",
        "note": "",
        "to-TOTAL_FORMS": "6",
        "to-INITIAL_FORMS": "0",
        "to-0-name": "Phường Bắc Rã",
        "to-0-code": "99002",
        "to-0-kind": "ward",
    }
    answer = client.post(reverse("units:change_start"), step1)
    assert answer.url == reverse("units:change_shares")
    page = client.get(answer.url).content.decode()
    assert "Xã Bắc Sơn" in page
    wrong = client.post(answer.url, {"share_0_0": "0,9", "share_1_0": "100 %", "basis": "dân số"})
    assert "cộng lại bằng 0,9" in wrong.content.decode()
    shares = {"share_0_0": "1", "share_1_0": "100 %", "basis": "dân số", "moves_staff": "on"}
    answer = client.post(answer.url, shares)
    assert answer.url == reverse("units:change_preview")
    preview = client.get(answer.url).content.decode()
    assert "Mã dùng lại:" in preview
    assert "đang diễn ra" in preview
    assert Change.objects.count() == 0
    answer = client.post(answer.url)
    change = Change.objects.get()
    assert answer.url == reverse("units:change", args=[change.pk])
    former = client.get(reverse("units:unit", args=[cast.communes[0].slug])).content.decode()
    assert "Kết quả đã công bố của đơn vị vẫn giữ nguyên" in former
    assert "Phường Bắc Rã" in former
    client.post(reverse("units:undo_change", args=[change.pk]))
    assert Change.objects.count() == 0


def test_a_list_of_three_thousand_units_asks_few_questions(cast: Cast, client, django_assert_max_num_queries):
    from django.core.management import call_command

    call_command("load_units", stdout=StringIO())
    client.force_login(cast.users["officer"])
    with django_assert_max_num_queries(9):
        page = client.get(reverse("units:list"), {"q": "ninh giang"}).content.decode()
    assert "Xã Ninh Giang" in page
    with django_assert_max_num_queries(9):
        client.get(reverse("units:list"), {"kind": "commune", "page": "3"})


def test_a_unit_of_another_is_refused_with_why_and_who_can(cast: Cast, client):
    client.force_login(cast.users["officer"])
    answer = client.get(reverse("units:edit", args=[cast.communes[0].slug]))
    assert answer.status_code == 403
    text = answer.content.decode()
    assert "Bạn không quản lý đơn vị này." in text
    assert "quản lý kỳ đánh giá" in text


def test_units_are_exported_with_real_rows(cast: Cast, client):
    client.force_login(cast.users["manager"])
    csv = client.get(reverse("units:list"), {"kind": "commune", "format": "csv"})
    lines = csv.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Mã,Tên đơn vị,Loại")
    assert len(lines) == 4


def test_staff_of_a_unit_are_shown_to_those_who_may_see_them(cast: Cast, client):
    address = reverse("units:unit", args=[cast.communes[0].slug])
    client.force_login(cast.users["officer"])
    assert "Lê Văn An" in client.get(address).content.decode()
    client.force_login(cast.users["other_officer"])
    assert "Lê Văn An" not in client.get(address).content.decode()
