"""Figures of dossiers on pages: counted from what was imported, seen by those who may, framed where they may."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from parindex.dossiers.measures.periods import month
from parweb.audit.models import Entry
from parweb.dossiers import rows as rows_module
from parweb.dossiers.kept import opened
from parweb.dossiers.views import late
from parweb.interface.pages import read_page
from tests.parweb.cast import NOW, make_unit
from tests.parweb.dossiers.filled import days, imported, known_as, row, stand_at

UPDATED = datetime(2024, 2, 25, 16, 13, 50, tzinfo=UTC)
"""23:13:50 on 25/02/2024 in Việt Nam, as the page of the commune prints it."""


@pytest.fixture
def filled(cast, source, django_capture_on_commit_callbacks, monkeypatch):
    """March 2026 (today is the 10th): Xã Bắc Sơn has 4 early, 1 on its day, 2 late, 1 in time, 1 overdue."""
    bac_son, cho_ra, *_ = cast.communes
    known_as(source, bac_son, "BS")
    known_as(source, cho_ra, "CR")
    on = lambda day: date(2026, 3, day)  # noqa: E731  # shorter to read below
    lines = [
        *(row(number, "BS", on(2), on(6), on(4)) for number in range(1, 5)),
        row(5, "BS", on(2), on(5), on(5), channel="Trực tiếp"),
        row(6, "BS", on(2), on(4), on(6), field="Đất đai", procedure="1.002", channel="Trực tiếp"),
        row(7, "BS", on(2), on(4), on(9), field="Đất đai", procedure="1.002", channel="Trực tiếp"),
        row(8, "BS", on(9), on(20), None),
        row(9, "BS", date(2026, 2, 2), on(3), None),
        row(10, "CR", on(3), on(10), on(6)),
        row(11, "XX", on(3), on(10), on(6)),
    ]
    stand_at(monkeypatch, NOW)
    imported(cast, source, lines, django_capture_on_commit_callbacks)
    return cast


def page(client, cast, who, name="home", *args, **query):
    client.force_login(cast.users[who])
    return client.get(reverse(f"dossiers:{name}", args=args), query)


def table(answer):
    rows = [*answer.context["counts"], *answer.context["shares"]]
    return {row["measure"]: row["period"].text for row in rows}


def plain(text: str) -> str:
    """A text without its marks."""
    return " ".join(re.sub(r"<[^>]+>", "", text).replace("\N{NO-BREAK SPACE}", " ").split())


def test_the_top_of_the_page_says_what_matters_in_sentences(filled, client):
    answer = page(client, filled, "officer")
    assert [plain(one) for one in answer.context["summary"]] == [
        "Trong kỳ giải quyết 7 hồ sơ: 71,43 % trước và đúng hạn, 2 quá hạn.",
        "Đang giải quyết 2 hồ sơ, 1 đã quá hạn.",
        "Từ đầu năm giải quyết 7 hồ sơ: 71,43 % trước và đúng hạn, 2 quá hạn.",
    ]
    assert "phep=pending_overdue" in answer.context["summary"][1]
    assert "phep=" not in "".join(page(client, filled, "member").context["summary"])


def test_the_sentence_above_a_chart_is_true_of_all_rows_and_not_only_of_those_drawn(
    cast, source, client, monkeypatch, django_capture_on_commit_callbacks
):
    known_as(source, cast.communes[0], "BS")
    stand_at(monkeypatch, NOW)
    due, ended = date(2026, 3, 6), date(2026, 3, 4)
    lines = [
        row(10 * field + number, "BS", date(2026, 3, 2), due, ended, field=f"Lĩnh vực {field}")
        for field in range(1, 9)
        for number in range(2)
    ]
    lines.append(row(99, "BS", date(2026, 3, 2), date(2026, 3, 3), ended, field="Nhỏ nhất"))
    imported(cast, source, lines, django_capture_on_commit_callbacks)
    tables = {one["name"]: one for one in page(client, cast, "officer").context["tables"]}
    fields = tables["linh-vuc"]
    assert "Nhỏ nhất" not in [one.label for one in fields["rows"]]
    words = "Nhiều hồ sơ quá hạn nhất: Nhỏ nhất (1 trong 1 hồ sơ đã giải quyết)."
    assert fields["chart"]["title"] == words


def test_the_sentence_above_the_trend_names_the_month_and_the_change(filled, client):
    title = page(client, filled, "officer").context["trend"]["chart"]["title"]
    words = "Tháng 3/2026: giải quyết 7 hồ sơ, 71,43 % trước và đúng hạn."
    assert title == f"{words} Trước tháng 2/2026 chưa có số liệu."


def test_a_unit_sees_its_month_by_both_definitions_of_on_time(filled, client):
    figures = table(page(client, filled, "officer"))
    assert [figures[name] for name in ("accepted", "carried", "received", "resolved", "pending")] == [
        "9",
        "1",
        "8",
        "7",
        "2",
    ]
    assert [figures[name] for name in ("resolved_early", "resolved_on_due", "resolved_late")] == [
        "4",
        "1",
        "2",
    ]
    assert (figures["pending_in_time"], figures["pending_overdue"]) == ("1", "1")
    assert figures["on_time_share"] == "71,43\N{NO-BREAK SPACE}%"
    assert figures["on_time_share_766"] == "66,67\N{NO-BREAK SPACE}%"
    assert figures["online_share"] == "62,50\N{NO-BREAK SPACE}%"


def test_the_province_counts_all_its_units_and_nobody_elses_records(filled, client):
    answer = page(client, filled, "manager")
    assert answer.context["unit"] == filled.province
    assert table(answer)["resolved"] == "8"


def test_a_month_that_is_over_is_counted_from_the_cube_as_from_the_records(filled, client):
    figures = table(page(client, filled, "officer", ky="2026-02"))
    assert (figures["received"], figures["pending"], figures["pending_overdue"]) == ("1", "1", "0")
    received = opened().cube().counts(month(2026, 2), ["received"], ("unit",))
    assert received["received"].sum() == 1


def test_any_period_can_be_asked_for_and_nonsense_gives_this_month(filled, client):
    for code, received in (
        ("2026", "9"),
        ("2026-Q1", "9"),
        ("CCHC-2026-Q1", "9"),
        ("2026-03-03..2026-03-09", "1"),
        ("x'--", "8"),
    ):
        assert table(page(client, filled, "officer", ky=code))["received"] == received, code


@pytest.mark.parametrize("code", ["2026-04", "2027", "2030-Q1", "CCHC-2031-Y", "2026-03-11..2026-03-31"])
def test_days_to_come_have_no_figures_and_give_this_month(filled, client, code):
    for name in ("home", "late", "listing"):
        asked = page(client, filled, "officer", name, ky=code).context["asked"]
        assert (asked.code, asked.period.end) == ("2026-03", date(2026, 3, 10)), name
    assert table(page(client, filled, "officer", ky=code))["pending_overdue"] == "1"


@pytest.mark.parametrize("name", ["public", "widget"])
def test_visitors_are_shown_no_figures_of_months_to_come(filled, client, name):
    address = reverse(f"dossiers:{name}", args=[filled.communes[0].slug])
    asked = client.get(address, {"ky": "2026-06"}).context["asked"]
    assert (asked.code, asked.period.end) == ("2026-03", date(2026, 3, 10))
    before = client.get(address, {"ky": "2026-02"}).context["asked"]
    assert (before.code, before.period.end) == ("2026-02", date(2026, 2, 28))


def test_what_waits_is_shown_by_age_and_what_is_overdue_apart(filled, client):
    found = {one.label: (one.in_time, one.overdue) for one in page(client, filled, "officer").context["ages"]}
    assert found == {
        "Đến 5 ngày": (1, 0), "6–10 ngày": (0, 0), "11–20 ngày": (0, 0), "21–30 ngày": (0, 0), "Trên 30 ngày": (0, 1),
    }  # fmt: skip


def test_tables_by_unit_field_procedure_and_channel_add_up_to_the_whole(filled, client):
    for name, parts in (("don-vi", 2), ("linh-vuc", 2), ("thu-tuc", 2), ("kenh", 2)):
        answer = page(client, filled, "manager", "by", name)
        rows = list(answer.context["page"])
        assert (len(rows), sum(one.values["resolved"] for one in rows)) == (parts, 8), name


def test_a_table_is_searched_without_diacritics_sorted_and_taken_away(filled, client):
    found = page(client, filled, "manager", "by", "don-vi", q="bac son")
    assert [one.label for one in found.context["page"]] == ["Xã Bắc Sơn"]
    by_late = page(client, filled, "manager", "by", "linh-vuc", sort="-resolved_late")
    assert [one.label for one in by_late.context["page"]] == ["Đất đai", "Hộ tịch"]
    text = page(client, filled, "manager", "by", "linh-vuc", format="csv").content.decode("utf-8-sig")
    assert text.splitlines()[1].startswith("Hộ tịch,")
    assert page(client, filled, "manager", format="xlsx").content[:2] == b"PK"


def test_a_count_opens_to_its_dossiers_and_the_look_is_in_the_log(filled, client):
    answer = page(client, filled, "officer", "listing", phep="resolved_late")
    codes = [one["code"] for one in answer.context["page"]]
    assert sorted(codes) == ["000.00.01.H99-260302-0006", "000.00.01.H99-260302-0007"]
    entry = Entry.objects.filter(action="dossiers.list").get()
    assert (entry.is_read, entry.unit_id, entry.after["measure"], entry.after["rows"]) == (
        True, filled.communes[0].pk, "resolved_late", 2,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("measure", "count"),
    [
        ("accepted", 9),
        ("pending_in_time", 1),
        ("pending_overdue", 1),
        ("on_time_share", 5),
        ("received_online", 5),
    ],
)
def test_every_figure_opens_to_as_many_dossiers_as_it_says(filled, client, measure, count):
    assert page(client, filled, "officer", "listing", phep=measure).context["total"] == count


def test_a_cell_of_a_table_opens_to_its_own_dossiers(filled, client):
    asked = {"phep": "resolved", "linh-vuc": "Đất đai", "kenh": "1"}
    assert page(client, filled, "officer", "listing", **asked).context["total"] == 2
    assert (
        page(client, filled, "officer", "listing", phep="resolved", **{"thu-tuc": "không có"}).context[
            "total"
        ]
        == 0
    )


def test_late_dossiers_come_with_their_working_days_the_latest_first(filled, client):
    answer = page(client, filled, "officer", "late")
    found = [(one["code"][-4:], one["late_days"]) for one in answer.context["page"]]
    assert found == [("0009", 5), ("0007", 3), ("0006", 2)]


def test_lists_of_dossiers_name_units_only_where_there_are_several_and_link_to_other_lists(filled, client):
    column = '<th scope="col">Đơn vị</th>'
    for name, links in (("late", ["letters"]), ("letters", ["late"]), ("listing", ["late", "letters"])):
        alone = page(client, filled, "officer", name).content.decode()
        several = page(client, filled, "manager", name).content.decode()
        assert (column in alone, column in several) == (False, True), name
        aside = [one for one in ("late", "letters") if f'href="{reverse(f"dossiers:{one}")}?don-vi=' in alone]
        assert aside == links
        assert alone.count('<th scope="col"') == several.count('<th scope="col"') - 1


def test_the_latest_come_first_over_all_pages_and_in_the_file_however_old_they_are(
    filled, client, source, django_capture_on_commit_callbacks, monkeypatch
):
    received = days(date(2026, 1, 5), 40)
    lines = [row(100 + n, "BS", day, received[n + 1], None) for n, day in enumerate(received[:-1])]
    imported(filled, source, lines, django_capture_on_commit_callbacks)
    monkeypatch.setattr(late, "read_page", lambda query, rows: read_page(query, rows, per_page=7))
    codes, late_days, number = [], [], 1
    while number:
        shown = page(client, filled, "officer", "late", page=str(number)).context["page"]
        codes += [one["code"][-4:] for one in shown]
        late_days += [one["late_days"] for one in shown]
        number = shown.next_page_number() if shown.has_next() else 0
    assert len(codes) == len(set(codes)) == 42
    assert late_days == sorted(late_days, reverse=True)
    assert codes[:3] == ["0100", "0101", "0102"]
    monkeypatch.setattr(late, "MOST_LISTED", 3)
    file = page(client, filled, "officer", "late", format="csv").content.decode("utf-8-sig")
    assert [code for code in codes if f"-{code}" in file] == ["0100", "0101", "0102"]
    assert (
        "Tệp tải về chỉ có 3 hồ sơ trễ nhiều nhất" in page(client, filled, "officer", "late").content.decode()
    )


def test_a_letter_of_apology_is_due_for_what_will_miss_its_day(
    filled, client, source, django_capture_on_commit_callbacks
):
    tomorrow = row(20, "BS", date(2026, 3, 5), date(2026, 3, 11), None)
    imported(filled, source, [tomorrow], django_capture_on_commit_callbacks)
    rows = list(page(client, filled, "officer", "letters").context["page"])
    assert [(one["code"][-4:], one["days_left"]) for one in rows] == [("0009", -5), ("0020", 1)]


def test_on_a_weekend_the_letters_and_the_late_list_agree_on_what_is_missed(
    filled, client, source, django_capture_on_commit_callbacks, monkeypatch
):
    lines = [
        row(20, "BS", date(2026, 3, 2), date(2026, 3, 13), None),
        row(21, "BS", date(2026, 3, 2), date(2026, 3, 16), None),
    ]
    imported(filled, source, lines, django_capture_on_commit_callbacks)
    stand_at(monkeypatch, datetime(2026, 3, 14, 3, 0, tzinfo=UTC))  # a Saturday
    letters = page(client, filled, "officer", "letters")
    owed = [(one["code"][-4:], one["days_left"]) for one in letters.context["page"]]
    assert owed == [("0009", -9), ("0020", -1), ("0021", 1)]
    assert (letters.context["total"], letters.context["missed"]) == (3, 2)
    cells = re.findall(r'<td class="number">([^<]*)</td>', letters.content.decode())
    assert cells == ["đã trễ 9", "đã trễ 1", "1"]
    assert "Trong đó 2 hồ sơ đã quá ngày hẹn trả." in plain(letters.content.decode())
    late_rows = page(client, filled, "officer", "late").context["page"]
    assert [(one["code"][-4:], one["late_days"]) for one in late_rows if one["ended_on"] is None] == [
        ("0009", 9),
        ("0020", 1),
    ]


def test_the_list_of_letters_counts_all_of_them_and_its_file_names_the_day(
    filled, client, source, django_capture_on_commit_callbacks, monkeypatch
):
    lines = [row(30 + n, "BS", date(2026, 3, 2), date(2026, 3, 4 + n), None) for n in range(3)]
    imported(filled, source, lines, django_capture_on_commit_callbacks)
    monkeypatch.setattr(late, "MOST_LISTED", 2)
    monkeypatch.setattr(rows_module, "MOST_LISTED", 2)
    seen = page(client, filled, "officer", "letters")
    assert (seen.context["total"], len(seen.context["page"]), seen.context["missed"]) == (4, 2, 4)
    assert "chỉ có 2 hồ sơ đến hạn sớm nhất" in seen.content.decode()
    file = page(client, filled, "officer", "letters", format="csv")
    assert "2026-03-10" in file["Content-Disposition"]
    assert [code for code in ("0009", "0030", "0031") if code in file.content.decode("utf-8-sig")] == [
        "0009",
        "0030",
    ]


def test_people_of_another_unit_are_refused_and_a_council_sees_counts_but_no_dossiers(filled, client):
    unit = {"don-vi": filled.communes[0].slug}
    assert page(client, filled, "other_officer", **unit).status_code == 403
    assert page(client, filled, "other_officer", "listing", **unit).status_code == 403
    assert page(client, filled, "chair", **unit).status_code == 200
    refused = page(client, filled, "chair", "listing", **unit)
    assert refused.status_code == 403
    assert "Danh sách từng hồ sơ chỉ dành cho đơn vị giải quyết" in refused.content.decode()
    assert "ho-so/danh-sach" not in page(client, filled, "chair", **unit).content.decode()


def test_records_of_a_unit_that_was_merged_since_count_for_what_it_became(filled, client, source):
    from parweb.units.models import Change, Succession

    old = make_unit("commune", "Xã Cũ", filled.province, "99009")
    known_as(source, old, "XX")
    change = Change.objects.create(
        kind="merge", effective_on=NOW.date(), decision="NQ", made_at=NOW, made_by=filled.users["manager"]
    )
    Succession.objects.create(change=change, former=old, successor=filled.communes[0], share=Decimal(1))
    assert table(page(client, filled, "officer"))["resolved"] == "8"


def test_a_sum_that_is_not_right_names_the_dossiers_that_are_missing(
    filled, client, source, django_capture_on_commit_callbacks
):
    lost = [
        row(number, "BS", date(2026, 3, 3), date(2026, 3, 6), None, status="Đã xử lý xong")
        for number in (30, 31)
    ]
    imported(filled, source, lost, django_capture_on_commit_callbacks)
    answer = page(client, filled, "officer")
    assert [one.gap for one in answer.context["checks"] if not one.is_right] == [2]
    assert answer.context["gap_reasons"][0].startswith("2 hồ sơ đã xong nhưng không có ngày kết thúc")


def test_the_dashboard_asks_the_database_a_bounded_number_of_questions(
    filled, client, django_assert_max_num_queries
):
    page(client, filled, "manager")
    with django_assert_max_num_queries(20):
        page(client, filled, "manager")


def test_an_empty_store_says_what_will_be_here(cast, client, monkeypatch):
    stand_at(monkeypatch, NOW)
    assert "Chưa có hồ sơ nào của đơn vị" in page(client, cast, "officer").content.decode()
    assert page(client, cast, "officer", "late").status_code == 200
    assert "Chưa có số liệu." in client.get(reverse("dossiers:widget", args=["xa-bac-son"])).content.decode()


@pytest.mark.parametrize(
    ("name", "code"), [("home", "2026-02-02..2026-03-05"), ("late", "2023-05"), ("home", "2026-03")]
)
def test_the_period_of_the_page_is_the_one_that_is_chosen_above_it(filled, client, name: str, code: str):
    text = page(client, filled, "officer", name, ky=code).content.decode()
    assert re.findall(r'<option value="([^"]+)" selected>', text) == [code]
    public = client.get(reverse("dossiers:public", args=["xa-bac-son"]), {"ky": "2023-05"}).content.decode()
    assert re.findall(r'<option value="([^"]+)" selected>', public) == ["2023-05"]


NOT_YET = "Kỳ này chưa có số liệu"
SINCE = "Hồ sơ đầu tiên của đơn vị được tiếp nhận trong tháng 2/2026."


@pytest.mark.parametrize("name", ["home", "late", "listing"])
@pytest.mark.parametrize("code", ["2026-01", "2025", "2025-12-20..2026-01-31"])
def test_a_period_before_the_first_dossier_has_no_figures_rather_than_0(filled, client, name: str, code: str):
    text = plain(page(client, filled, "officer", name, ky=code).content.decode())
    assert (NOT_YET in text, SINCE in text) == (True, True)
    assert "0 hồ sơ" not in text
    now = plain(page(client, filled, "officer", name, ky="2026-03").content.decode())
    assert (NOT_YET in now, "Số liệu có từ tháng 2/2026." in now) == (False, True)


def test_tables_and_files_of_such_a_period_hold_no_0_either(filled, client):
    table_page = page(client, filled, "officer", "by", "linh-vuc", ky="2026-01")
    assert NOT_YET in table_page.content.decode()
    lines = (
        page(client, filled, "officer", ky="2026-01", format="csv").content.decode("utf-8-sig").splitlines()
    )
    received = next(one for one in lines if one.startswith("Tiếp nhận trong kỳ"))
    assert received.endswith((",,", ";;"))


def test_the_trend_leaves_months_before_the_first_dossier_empty(filled, client):
    rows = page(client, filled, "officer", ky="2026-03").context["trend"]["rows"]
    assert [name for name, cells in rows if cells] == ["Tháng 2/2026", "Tháng 3/2026"]
    assert (len(rows), [cells[0].text for _name, cells in rows[-2:]]) == (13, ["1", "8"])
    text = page(client, filled, "officer", ky="2026-03").content.decode()
    assert text.count("chưa có số liệu</td>") == 11
    assert "01/26: chưa có số liệu; 02/26: – %; 03/26: 71,43 %" in text


def test_visitors_and_other_sites_are_told_that_there_was_nothing_yet(filled, client):
    widget = plain(
        client.get(reverse("dossiers:widget", args=["xa-bac-son"]), {"ky": "2026-01"}).content.decode()
    )
    assert "Đến tháng 01/2026 chưa có số liệu; số liệu có từ tháng 2/2026." in widget
    assert "Số hồ sơ xử lý" not in widget
    public = plain(
        client.get(reverse("dossiers:public", args=["xa-bac-son"]), {"ky": "2026-01"}).content.decode()
    )
    assert (NOT_YET in public, SINCE in public, "Từ đầu năm" in public) == (True, True, False)


def test_each_unit_has_a_beginning_of_its_own(filled, client):
    """Chợ Rã received its first dossier in March, the province (with Bắc Sơn) in February."""
    seen = {
        slug: page(client, filled, "manager", ky="2026-02", **{"don-vi": slug}).context["has_figures"]
        for slug in (filled.communes[0].slug, filled.communes[1].slug, filled.province.slug)
    }
    assert list(seen.values()) == [True, False, True]


@pytest.fixture
def dong_tam(cast, source, django_capture_on_commit_callbacks, monkeypatch):
    """The commune of the seed: 127 dossiers by the end of February 2024, none late."""
    unit = make_unit("commune", "Xã Đồng Tâm", cast.province, "99027")
    known_as(source, unit, "DT")
    received = [date(2024, 1, 8 + number % 5) for number in range(64)] + [date(2024, 2, 19)] * 63
    lines = [
        row(number, "DT", day, day.replace(day=day.day + 3), day.replace(day=day.day + number % 4))
        for number, day in enumerate(received, start=1)
    ]
    stand_at(monkeypatch, UPDATED)
    imported(cast, source, lines, django_capture_on_commit_callbacks, at=UPDATED)
    return unit


PRINTED = (
    "Đến tháng 02/2024 đã giải quyết</dt><dd>100,00\N{NO-BREAK SPACE}%",
    "Số hồ sơ xử lý</dt><dd>127<",
    "Trước & đúng hạn</dt><dd>127<",
    "Trễ hạn</dt><dd>0<",
    "Tỷ lệ trễ hạn</dt><dd>0,00\N{NO-BREAK SPACE}%",
    "23:13 25/02/2024",
)


def test_the_widget_prints_what_the_page_of_dong_tam_printed(dong_tam, client):
    text = client.get(reverse("dossiers:widget", args=[dong_tam.slug])).content.decode()
    assert [words for words in PRINTED if words not in text] == []


def test_other_sites_may_frame_the_widget_and_no_other_page(dong_tam, client):
    framed = client.get(reverse("dossiers:widget", args=[dong_tam.slug]))
    assert "frame-ancestors *;" in f"{framed['Content-Security-Policy']};"
    assert "X-Frame-Options" not in framed
    assert not framed.cookies
    public = client.get(reverse("dossiers:public", args=[dong_tam.slug]))
    assert "frame-ancestors 'self'" in public["Content-Security-Policy"]
    assert public["X-Frame-Options"] == "SAMEORIGIN"


def test_the_public_page_has_counts_and_neither_codes_nor_names(dong_tam, client):
    answer = client.get(reverse("dossiers:public", args=[dong_tam.slug]))
    text = answer.content.decode()
    assert "127" in text
    assert "H99-24" not in text
    assert client.get(reverse("dossiers:public", args=["khong-co"])).status_code == 404


def test_visitors_ask_for_months_alone(dong_tam, client):
    address = reverse("dossiers:public", args=[dong_tam.slug])
    assert client.get(address, {"ky": "2024-01"}).context["asked"].code == "2024-01"
    assert client.get(address, {"ky": "2024-01-03..2024-01-05"}).context["asked"].code == "2024-02"
