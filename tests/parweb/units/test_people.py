"""Accounts and roles: who makes them, in bulk, closes them, reviews them; who may do what, and why."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from parweb.accounts.models import User
from parweb.accounts.roles import Role
from parweb.accounts.verdicts import Refused
from parweb.audit.models import Entry
from parweb.inbox.events import words_of
from parweb.inbox.models import Message
from parweb.units.actions.assign import RoleGiven, assign, change_assignment, unassign
from parweb.units.actions.change_account import close_account, issue_link, open_account
from parweb.units.actions.import_people import FIELDS, criteria_of, import_people, role_named
from parweb.units.actions.make_account import make_account
from parweb.units.models import Assignment, Group
from parweb.units.permissions import may_ask_about, may_change_account, may_give_role
from parweb.units.tasks import close_idle_accounts, remind_of_review
from parweb.units.workbooks import read_lines
from tests.parweb.cast import NOW, Cast, make_unit, make_user


@pytest.fixture
def elsewhere(cast: Cast):
    """Another province with a manager of its own."""
    other = make_unit("province", "Tỉnh Khác", code="98")
    user = make_user("other_manager", "Lò Văn Tỉnh Khác")
    Assignment.objects.create(person=user, role=Role.MANAGER, unit=other)
    return other, user


def given(cast: Cast, role: str = "officer") -> RoleGiven:
    return RoleGiven(role, cast.communes[0])


def test_a_manager_makes_an_account_whose_first_password_must_be_changed(cast: Cast):
    user, password = make_account(
        cast.person("manager"), username="moi", full_name=" Lê  Thị Mới ", given=given(cast), at=NOW
    )
    assert user.check_password(password)
    assert (user.full_name, user.full_name_fold, user.must_change_password) == (
        "Lê Thị Mới",
        "le thi moi",
        True,
    )
    assert Assignment.objects.get(person=user).role == "officer"
    assert password not in str(list(Entry.objects.values()))
    told = Message.objects.get(person=user)
    assert words_of(told.event, told.details) == "Cán bộ đầu mối của đơn vị: vai trò của bạn cho Xã Bắc Sơn."


@pytest.mark.parametrize("name", ["officer", "leader", "appraiser", "chair", "observer", "nobody"])
def test_nobody_but_managers_and_administrators_gives_roles(cast: Cast, name: str):
    assert not may_give_role(cast.person(name), "officer", cast.communes[0], NOW)


def test_a_manager_never_makes_an_administrator_and_stays_in_the_own_province(cast: Cast, elsewhere):
    manager = cast.person("manager")
    with pytest.raises(Refused, match="quản trị hệ thống"):
        assign(manager, cast.users["nobody"], RoleGiven("administrator", cast.province), at=NOW)
    with pytest.raises(Refused, match="không quản lý"):
        assign(manager, cast.users["nobody"], RoleGiven("officer", elsewhere[0]), at=NOW)
    assert assign(
        cast.person("admin"), cast.users["nobody"], RoleGiven("administrator", cast.province), at=NOW
    )


def test_an_account_is_changed_by_managers_of_all_its_units_and_an_administrators_by_administrators(
    cast: Cast, elsewhere
):
    manager = cast.person("manager")
    assert may_change_account(manager, cast.users["officer"], NOW)
    assert not may_change_account(manager, cast.users["admin"], NOW)
    assert not may_change_account(manager, elsewhere[1], NOW)
    assert not may_change_account(cast.person("officer"), cast.users["officer2"], NOW)
    assert may_change_account(cast.person("admin"), elsewhere[1], NOW)


def test_a_role_that_ended_begins_again_as_the_same_row(cast: Cast):
    manager, user = cast.person("manager"), cast.users["officer"]
    row = Assignment.objects.get(person=user)
    unassign(manager, row, at=NOW)
    assert not cast.person("officer").grants
    again = assign(manager, user, given(cast), at=NOW)
    assert again.pk == row.pk
    assert cast.person("officer").has(Role.OFFICER, path=cast.communes[0].path)
    events = list(Message.objects.filter(person=user).order_by("pk").values_list("event", flat=True))
    assert events == ["units.unassigned.officer", "units.assigned.officer"]
    assert Entry.objects.filter(action="units.unassign").get().before["valid_to"] is None


def test_an_appraisers_criteria_and_days_are_changed_and_logged(cast: Cast):
    row = Assignment.objects.select_related("person", "unit").get(person=cast.users["appraiser"])
    changed = RoleGiven(
        "appraiser", row.unit, cast.justice, ("3.1", "4"), date(2026, 1, 1), date(2026, 12, 31)
    )
    change_assignment(cast.person("manager"), row, changed, at=NOW)
    grant = cast.person("appraiser").grants[0]
    assert (grant.covers_criterion("3.1.2"), grant.covers_criterion("2.1")) == (True, False)
    entry = Entry.objects.get(action="units.change_assignment")
    assert (entry.before["criteria"], entry.after["criteria"]) == (["2"], ["3.1", "4"])


def test_nobody_closes_the_own_account(cast: Cast):
    with pytest.raises(Refused, match="tự khóa"):
        close_account(cast.person("manager"), cast.users["manager"], reason="x", at=NOW)
    close_account(cast.person("manager"), cast.users["officer"], reason="nghỉ hưu", at=NOW)
    user = User.objects.get(username="officer")
    assert (user.is_active, user.closed_because, user.closed_at) == (False, "nghỉ hưu", NOW)
    open_account(cast.person("manager"), user, at=NOW)
    assert User.objects.get(username="officer").is_active


def test_a_link_for_a_new_password_works_once(cast: Cast, client):
    link = issue_link(cast.person("manager"), cast.users["officer"], at=NOW)
    page = client.get(link, follow=True)
    told = {"password1": "hoa sua thang muoi 8", "password2": "hoa sua thang muoi 8"}
    assert client.post(page.request["PATH_INFO"], told).status_code == 302
    assert User.objects.get(username="officer").check_password("hoa sua thang muoi 8")
    client.session.flush()
    assert "không dùng được nữa" in client.get(link, follow=True).content.decode()
    assert Entry.objects.get(action="units.issue_link").actor_name == "Nguyễn Thị Hoa"


def test_a_manager_cannot_issue_a_link_for_an_administrator(cast: Cast):
    with pytest.raises(Refused):
        issue_link(cast.person("manager"), cast.users["admin"], at=NOW)


# ---------------------------------------------------------------- workbook


HEAD = "Họ và tên,Tên đăng nhập,Vai trò,Cho đơn vị (mã hoặc tên),Thư điện tử,Tiêu chí thẩm định"


def lines_of(*rows: str):
    lines, problems = read_lines("\n".join((HEAD, *rows)).encode(), FIELDS)
    assert problems == []
    return lines


def test_a_workbook_of_people_with_faults_makes_none_and_names_every_fault(cast: Cast, elsewhere):
    made, problems = import_people(
        cast.person("manager"),
        lines_of(
            "A,dung.ten,Lãnh đạo đơn vị,99001,,",
            "B,dung.ten,Vua,99001,khong-phai-thu,",
            "C,officer,Lãnh đạo đơn vị,98,,",
            "D,a b,Quản trị hệ thống,99,,",
        ),
        at=NOW,
    )
    assert made == []
    assert sorted((one.row, one.code) for one in problems) == [
        (2, "UN201"),
        (3, "UN201"),
        (3, "UN204"),
        (3, "UN205"),
        (4, "UN203"),
        (4, "UN206"),
        (5, "UN202"),
        (5, "UN207"),
    ]
    assert not User.objects.filter(username="dung.ten").exists()


def test_a_good_workbook_of_people_gives_every_first_password_once(cast: Cast):
    made, problems = import_people(
        cast.person("manager"),
        lines_of(
            "Nông Văn A,nong.a,lanh dao don vi,99001,,",
            "Nông Văn B,nong.b,Cán bộ thẩm định,Tỉnh Minh Họa,b@example.vn,2; 3.1",
        ),
        at=NOW,
    )
    assert problems == []
    assert [one.user.username for one in made] == ["nong.a", "nong.b"]
    assert all(one.user.check_password(one.password) for one in made)
    assert Assignment.objects.get(person=made[1].user).criteria == ["2", "3.1"]


def test_roles_are_named_by_words_their_beginning_or_code():
    assert role_named("Lãnh đạo đơn vị") == role_named("leader") == role_named("lanh dao") == "leader"
    assert role_named("Cán bộ") is None
    assert role_named("") is None
    assert criteria_of("2, 3.1;4  4") == ("2", "3.1", "4")


def test_the_sheet_of_first_passwords_is_shown_once_and_never_kept_by_a_browser(cast: Cast, client):
    client.force_login(cast.users["manager"])
    told = {"full_name": "Lê Thị Mới", "username": "moi", "role": "officer", "unit": "99001"}
    answer = client.post(reverse("units:make_person"), told)
    text = answer.content.decode()
    password = re.search(r"<code>([^<]+)</code>", text)[1]
    assert User.objects.get(username="moi").check_password(password)
    assert "no-store" in answer["Cache-Control"]


# ------------------------------------------------------------ regular work


def test_an_account_that_nobody_used_for_45_days_is_closed(cast: Cast):
    User.objects.update(date_joined=NOW - timedelta(days=100), last_seen_at=NOW - timedelta(days=44))
    User.objects.filter(username__in=["officer", "leader"]).update(last_seen_at=NOW - timedelta(days=46))
    User.objects.filter(username="leader").update(opened_at=NOW - timedelta(days=1))
    User.objects.filter(username="member").update(last_seen_at=None)
    User.objects.filter(username="secretary").update(last_seen_at=None, date_joined=NOW)
    close_idle_accounts(NOW)
    closed = User.objects.filter(is_active=False).order_by("username")
    assert [(one.username, one.closed_because) for one in closed] == [("member", "idle"), ("officer", "idle")]
    assert Entry.objects.filter(action="units.close_account", actor_name="hệ thống").count() == 2


def test_the_last_administrator_is_never_closed_for_being_idle(cast: Cast):
    User.objects.update(date_joined=NOW - timedelta(days=100), last_seen_at=NOW - timedelta(days=90))
    close_idle_accounts(NOW)
    assert [one.username for one in User.objects.filter(is_active=True)] == ["admin"]


def test_managers_are_reminded_once_a_month_of_roles_to_review(cast: Cast):
    remind_of_review(NOW)
    remind_of_review(NOW + timedelta(days=7))
    told = Message.objects.filter(event="units.review_due")
    assert {one.person.username for one in told} == {"manager", "manager2"}
    assert told.count() == 2
    assert words_of(told[0].event, told[0].details) == "Có 16 phân công quá 6 tháng chưa rà soát."


def test_a_review_marks_roles_and_takes_them_off_the_list(cast: Cast, client):
    client.force_login(cast.users["manager"])
    page = client.get(reverse("units:reviews"), {"due": "1"}).content.decode()
    assert "Lê Văn An" in page
    row = Assignment.objects.get(person=cast.users["officer"])
    client.post(reverse("units:reviews"), {"assignment": [row.pk]})
    row.refresh_from_db()
    assert row.reviewed_by == cast.users["manager"]
    assert "Lê Văn An" not in client.get(reverse("units:reviews"), {"due": "1"}).content.decode()


# ------------------------------------------------------------------- pages


def test_people_are_found_without_diacritics_and_the_look_is_logged(cast: Cast, client):
    client.force_login(cast.users["manager"])
    text = client.get(reverse("units:people"), {"q": "le van an"}).content.decode()
    assert "Lê Văn An" in text
    assert "Vũ Minh Đức" not in text
    entry = Entry.objects.filter(action="units.see_people").first()
    assert (entry.is_read, entry.after["q"]) == (True, "le van an")


def test_a_list_of_many_people_asks_few_questions(cast: Cast, client, django_assert_max_num_queries):
    people = User.objects.bulk_create(
        User(username=f"u{number}", full_name=f"Người {number}", full_name_fold=f"nguoi {number}")
        for number in range(150)
    )
    Assignment.objects.bulk_create(
        Assignment(person=one, role="officer", unit=cast.communes[0]) for one in people
    )
    client.force_login(cast.users["manager"])
    with django_assert_max_num_queries(16):
        assert client.get(reverse("units:people"), {"page": "2"}).status_code == 200


@pytest.mark.parametrize("name", ["officer", "leader", "appraiser", "observer", "nobody"])
def test_lists_of_people_are_for_managers(cast: Cast, client, name: str):
    client.force_login(cast.users[name])
    assert client.get(reverse("units:people")).status_code == 403
    assert client.get(reverse("units:person", args=[cast.users["leader"].pk])).status_code == 403


def test_a_person_asks_about_themselves_and_a_manager_about_the_own_people(cast: Cast, elsewhere):
    officer = cast.person("officer")
    assert may_ask_about(officer, cast.users["officer"], NOW)
    assert not may_ask_about(officer, cast.users["leader"], NOW)
    assert may_ask_about(cast.person("manager"), cast.users["leader"], NOW)
    assert not may_ask_about(cast.person("manager"), elsewhere[1], NOW)


def test_the_page_of_permissions_says_yes_or_no_why_and_who(cast: Cast, client):
    client.force_login(cast.users["officer"])
    address = reverse("units:permissions")
    found = client.get(address, {"about": "unit", "text": "bac son"}).content.decode()
    assert f"key={cast.communes[0].slug}" in found
    asked = {"about": "unit", "key": cast.communes[0].slug, "who": "units.manage"}
    text = client.get(address, asked).content.decode()
    assert "Bạn không quản lý đơn vị này." in text
    assert "Nguyễn Thị Hoa" in text
    assert "Vũ Minh Đức" not in text


def test_the_page_of_permissions_explains_a_round_and_a_participant(cast: Cast, client):
    client.force_login(cast.users["officer"])
    address = reverse("units:permissions")
    asked = {"about": "participant", "key": str(cast.participants[0].pk)}
    lines = client.get(address, asked).context["lines"]
    codes = {one.code for one in lines}
    assert {"units.see", "units.manage", "rounds.see_round", "rounds.see_participant"} <= codes
    assert client.get(address, {"about": "round", "key": "khong-co"}).status_code == 200
    assert client.get(address, {"person": str(cast.users["leader"].pk)}).status_code == 403


# ------------------------------------------------------------------ groups


def test_peer_groups_of_one_family_share_no_unit(cast: Cast, client):
    client.force_login(cast.users["manager"])
    for name in ("Vùng cao", "Vùng thấp"):
        told = {"kind": "peer", "name": name, "family": "vùng", "owner": "99"}
        assert client.post(reverse("units:make_group"), told).status_code == 302
    high, low = Group.objects.filter(kind="peer").order_by("name")
    client.post(reverse("units:add_members", args=[high.slug]), {"codes": "99001\n99002\nkhông có"})
    answer = client.post(reverse("units:add_members", args=[low.slug]), {"kinds": ["commune"]}, follow=True)
    assert sorted(low.units.values_list("code", flat=True)) == ["99003", "99004"]
    assert "Xã Bắc Sơn (Vùng cao)" in answer.content.decode()
    client.post(reverse("units:members", args=[low.slug]), {"remove": "1", "member": [cast.communes[2].pk]})
    assert list(low.units.values_list("code", flat=True)) == ["99004"]


def test_a_league_is_ordered_by_hand_or_as_the_official_list(cast: Cast, client):
    client.force_login(cast.users["manager"])
    first, *_, last = cast.communes
    told = {f"order-{first.pk}": "9", f"order-{last.pk}": "1"}
    client.post(reverse("units:members", args=[cast.league.slug]), told)
    shown = list(cast.league.memberships.order_by("order").values_list("unit__name", flat=True))
    assert (shown[0], shown[-1]) == ("Xã Yên Thế", "Xã Đông Hưng")
    client.post(reverse("units:members", args=[cast.league.slug]), {"official": "1"})
    shown = list(cast.league.memberships.order_by("order").values_list("unit__name", flat=True))
    assert shown == ["Xã Bắc Sơn", "Phường Chợ Rã", "Xã Đông Hưng", "Xã Yên Thế"]


def test_a_league_in_use_is_not_deleted(cast: Cast, client):
    client.force_login(cast.users["manager"])
    answer = client.post(reverse("units:delete_group", args=[cast.league.slug]))
    assert answer.status_code == 403
    assert "đang dùng trong một kỳ đánh giá" in answer.content.decode()
    assert Group.objects.filter(pk=cast.league.pk).exists()
    assert not Entry.objects.filter(action="units.delete_group").exists()
