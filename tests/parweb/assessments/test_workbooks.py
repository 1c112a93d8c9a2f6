"""The fill-in workbook down and up, and files of values that units do not type."""

import io
import re
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from parindex.errors import ProblemsFound
from parweb.accounts.verdicts import Refused
from parweb.assessments.actions.import_fed_values import apply_fed_values, upload_fed_values
from parweb.assessments.actions.save_answer import Conflict, save_answer
from parweb.assessments.actions.upload_workbook import AlreadyApplied, apply_workbook, upload_workbook
from parweb.assessments.drafts import Draft
from parweb.assessments.layout import layout_of
from parweb.assessments.models import Answer, FedValue, Upload
from parweb.assessments.queries import participant_with_entry
from parweb.assessments.workbook import NotOurs, workbook_bytes
from parweb.audit.models import Entry as LogEntry
from tests.parweb.cast import NOW

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def fresh(cast, number=0):
    return participant_with_entry(cast.participants[number].pk)


def answers(cast):
    return {one.criterion_id: one for one in Answer.objects.filter(entry__participant=cast.participants[0])}


def downloaded(cast, number=0):
    return workbook_bytes(fresh(cast, number), answers(cast) if number == 0 else {}, {}, "vi")


def columns(sheet):
    for row in sheet.iter_rows():
        titles = {cell.value: cell.column for cell in row if cell.value}
        if "Mã tiêu chí" in titles:
            return titles, row[0].row
    raise AssertionError("no header")


def edited(raw, changes):
    """Fill cells: (code, input, column title) -> value."""
    book = openpyxl.load_workbook(io.BytesIO(raw))
    sheet = book.worksheets[0]
    titles, header = columns(sheet)
    for number in range(header + 1, sheet.max_row + 1):
        code, name = (sheet.cell(number, titles[key]).value for key in ("Mã tiêu chí", "Ô nhập"))
        for (wanted, field, title), value in changes.items():
            if (code, name) == (wanted, field):
                sheet.cell(number, titles[title]).value = value
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def uploaded(cast, changes):
    return upload_workbook(
        cast.person("officer"), fresh(cast), edited(downloaded(cast), changes), "bang.xlsx", NOW
    )


def verdicts(upload):
    return {row["code"]: row["verdict"] for row in upload.rows if row["verdict"] != "same"}


def test_the_workbook_holds_what_stands_now(cast):
    save_answer(
        cast.person("officer"),
        fresh(cast),
        "1.1.3",
        Draft(typed={"numerator": "12", "denominator": "15"}, explanation="Theo báo cáo 12"),
        revision=0,
        at=NOW,
    )
    save_answer(cast.person("officer"), fresh(cast), "1.1.1", Draft(typed={"value": "1"}), revision=0, at=NOW)
    sheet = openpyxl.load_workbook(io.BytesIO(downloaded(cast))).worksheets[0]
    titles, header = columns(sheet)
    found = {
        (sheet.cell(n, titles["Mã tiêu chí"]).value, sheet.cell(n, titles["Ô nhập"]).value): sheet.cell(
            n, titles["Giá trị"]
        ).value
        for n in range(header + 1, sheet.max_row + 1)
    }
    assert found["1.1.3", "numerator"] == 12
    assert found["1.1.3", "denominator"] == 15
    assert found["1.1.1", "value"] == "Có"


def test_an_untouched_workbook_changes_nothing(cast):
    save_answer(
        cast.person("officer"),
        fresh(cast),
        "1.1.3",
        Draft(typed={"numerator": "12", "denominator": "15"}),
        revision=0,
        at=NOW,
    )
    assert verdicts(uploaded(cast, {})) == {}


def test_nothing_counts_before_the_preview_is_applied(cast):
    upload = uploaded(
        cast,
        {
            ("1.1.1", "value", "Giá trị"): "Có",
            ("1.1.3", "numerator", "Giá trị"): 12,
            ("1.1.3", "denominator", "Giá trị"): 15,
        },
    )
    assert verdicts(upload) == {"1.1.1": "change", "1.1.3": "change"}
    assert answers(cast) == {}
    assert apply_workbook(cast.person("officer"), fresh(cast), upload, NOW, chosen={}) == 2
    assert answers(cast)["1.1.3"].points == Decimal("1.2")
    assert answers(cast)["1.1.1"].inputs == {"value": "1"}


def test_what_cannot_be_is_refused_with_the_reason_and_the_row(cast):
    upload = uploaded(
        cast,
        {
            ("1.1.3", "numerator", "Giá trị"): 16,
            ("1.1.3", "denominator", "Giá trị"): 15,
            ("1.1.1", "value", "Giá trị"): "Có lẽ",
        },
    )
    rows = {row["code"]: row for row in upload.rows}
    assert verdicts(upload) == {"1.1.1": "refused", "1.1.3": "refused"}
    assert "16" in rows["1.1.3"]["why"][0]
    assert rows["1.1.3"]["row"] > 7
    assert apply_workbook(cast.person("officer"), fresh(cast), upload, NOW, chosen={}) == 0
    assert answers(cast) == {}


def test_an_ambiguous_number_is_asked_about_and_the_answer_taken(cast):
    upload = uploaded(
        cast, {("1.1.3", "numerator", "Giá trị"): "12", ("1.1.3", "denominator", "Giá trị"): "1.577"}
    )
    (row,) = [row for row in upload.rows if row["code"] == "1.1.3"]
    assert row["questions"] == [{"input": "denominator", "text": "1.577", "readings": ["1577", "1,577"]}]
    applied = apply_workbook(
        cast.person("officer"), fresh(cast), upload, NOW, chosen={("1.1.3", "denominator"): "1577"}
    )
    assert applied == 1
    assert answers(cast)["1.1.3"].inputs == {"numerator": "12", "denominator": "1577"}


def test_blank_cells_keep_what_stands(cast):
    save_answer(cast.person("officer"), fresh(cast), "1.1.1", Draft(typed={"value": "1"}), revision=0, at=NOW)
    assert verdicts(uploaded(cast, {("1.1.1", "value", "Giá trị"): None})) == {}


def test_an_explanation_comes_with_the_workbook(cast):
    upload = uploaded(
        cast,
        {
            ("1.1.1", "value", "Giá trị"): "Không",
            ("1.1.1", "value", "Giải trình"): "Ban hành chậm do sáp nhập",
        },
    )
    apply_workbook(cast.person("officer"), fresh(cast), upload, NOW, chosen={})
    assert answers(cast)["1.1.1"].explanation == "Ban hành chậm do sáp nhập"


def test_a_leaf_saved_by_somebody_else_meanwhile_stops_the_whole_file(cast):
    upload = uploaded(
        cast,
        {
            ("1.1.1", "value", "Giá trị"): "Có",
            ("1.1.3", "numerator", "Giá trị"): 1,
            ("1.1.3", "denominator", "Giá trị"): 1,
        },
    )
    save_answer(
        cast.person("officer2"),
        fresh(cast),
        "1.1.3",
        Draft(typed={"numerator": "5", "denominator": "10"}),
        revision=0,
        at=NOW,
    )
    with pytest.raises(Conflict):
        apply_workbook(cast.person("officer"), fresh(cast), upload, NOW, chosen={})
    assert set(answers(cast)) == {"1.1.3"}
    assert Upload.objects.get().applied_at is None


def test_a_file_is_applied_once(cast):
    upload = uploaded(cast, {("1.1.1", "value", "Giá trị"): "Có"})
    apply_workbook(cast.person("officer"), fresh(cast), upload, NOW, chosen={})
    with pytest.raises(AlreadyApplied):
        apply_workbook(cast.person("officer"), fresh(cast), upload, NOW, chosen={})


def test_the_workbook_of_another_unit_is_refused(cast):
    with pytest.raises(NotOurs, match="đơn vị khác"):
        upload_workbook(cast.person("officer"), fresh(cast), downloaded(cast, number=1), "bang.xlsx", NOW)


def test_a_file_that_is_no_workbook_is_refused_in_words(cast):
    with pytest.raises(ProblemsFound):
        upload_workbook(cast.person("officer"), fresh(cast), b"PK\x03\x04 nothing", "bang.xlsx", NOW)


def test_an_explanation_that_looks_like_a_formula_stays_text(cast):
    save_answer(
        cast.person("officer"),
        fresh(cast),
        "1.1.1",
        Draft(typed={"value": "1"}, explanation='=HYPERLINK("http://x")'),
        revision=0,
        at=NOW,
    )
    sheet = openpyxl.load_workbook(io.BytesIO(downloaded(cast))).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == '=HYPERLINK("http://x")']
    assert [cell.data_type for cell in cells] == ["s"] or all(cell.quotePrefix for cell in cells)


def test_the_round_trip_by_clicks(cast, client, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    client.force_login(cast.users["officer"])
    pk = cast.participants[0].pk
    raw = client.get(reverse("assessments:workbook_download", args=[pk])).content
    filled = edited(raw, {("1.1.1", "value", "Giá trị"): "Có", ("1.1.3", "denominator", "Giá trị"): "1.577"})
    sent = client.post(
        reverse("assessments:workbook", args=[pk]),
        {"file": SimpleUploadedFile("Bảng nhập.xlsx", filled, XLSX)},
    )
    assert sent.status_code == 302
    html = client.get(sent["Location"]).content.decode()
    assert "1 mục thay đổi" in html
    assert "1577" in html
    assert "1,577" in html
    assert client.post(sent["Location"], {}).status_code == 302
    assert answers(cast)["1.1.1"].inputs == {"value": "1"}
    bad = client.post(
        reverse("assessments:workbook", args=[pk]), {"file": SimpleUploadedFile("x.xlsx", b"abc", XLSX)}
    )
    assert bad.status_code == 422


def fed_csv(cast, code, value="80,5"):
    unit = cast.communes[0]
    return f"Mã đơn vị;{code}\n{unit.code};{value}\n{cast.communes[1].code};70\n".encode()


def fed_code(cast):
    layout = layout_of(cast.edition)
    return next(
        code for code, leaf in layout.fed.items() if [one.type for one in leaf.node.inputs()] == ["percent"]
    )


def upload_fed(cast, raw, by="manager"):
    return upload_fed_values(
        cast.person(by),
        cast.round,
        raw,
        "so-lieu.csv",
        source="survey",
        source_note="Điều tra 2025, báo cáo 45",
        at=NOW,
    )


def test_fed_values_come_by_file_with_their_source(cast, client, monkeypatch):
    code = fed_code(cast)
    upload = upload_fed(cast, fed_csv(cast, code))
    assert [row["verdict"] for row in upload.rows] == ["new", "new"]
    assert FedValue.objects.count() == 0
    assert apply_fed_values(cast.person("manager"), upload, NOW) == 2
    stored = FedValue.objects.get(participant=cast.participants[0])
    assert (stored.inputs, stored.source, stored.source_note) == (
        {"value": "80.5"},
        "survey",
        "Điều tra 2025, báo cáo 45",
    )
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    client.force_login(cast.users["officer"])
    html = client.get(reverse("assessments:entry", args=[cast.participants[0].pk])).content.decode()
    assert "80,5 %" in html
    assert "Điều tra 2025, báo cáo 45" in html
    assert LogEntry.objects.filter(action="assessments.import_fed_values").count() == 1


def test_a_second_file_shows_what_it_changes(cast):
    code = fed_code(cast)
    apply_fed_values(cast.person("manager"), upload_fed(cast, fed_csv(cast, code)), NOW)
    again = upload_fed(cast, fed_csv(cast, code, "81"))
    assert [row["verdict"] for row in again.rows] == ["change", "same"]
    apply_fed_values(cast.person("manager"), again, NOW)
    assert FedValue.objects.get(participant=cast.participants[0]).inputs == {"value": "81"}
    assert FedValue.objects.count() == 2


def test_leaves_that_units_fill_in_are_not_fed(cast):
    upload = upload_fed(cast, f"Mã đơn vị;1.1.1\n{cast.communes[0].code};Có\n".encode())
    assert [row["verdict"] for row in upload.rows] == ["refused"]


def test_unknown_units_are_refused_with_every_problem(cast):
    with pytest.raises(ProblemsFound) as found:
        upload_fed(cast, f"Mã đơn vị;{fed_code(cast)}\n00000;80\n11111;70\n".encode())
    assert {one.code for one in found.value.problems} == {"RD421"}


@pytest.mark.parametrize("name", ["officer", "leader", "appraiser_all", "observer", "admin", "nobody"])
def test_only_managers_feed_values(cast, name):
    with pytest.raises(Refused):
        upload_fed(cast, fed_csv(cast, fed_code(cast)), by=name)


def test_the_preview_counts_leaves_as_the_entry_does(cast, client):
    layout = layout_of(cast.edition)
    upload = upload_workbook(cast.person("officer"), fresh(cast), downloaded(cast), "bang.xlsx", NOW)
    assert len(upload.rows) == len(layout.own) == 54
    assert (len(layout.needed), len(layout.optional)) == (51, 3)
    client.force_login(cast.users["officer"])
    pk = cast.participants[0].pk
    preview = client.get(reverse("assessments:workbook_preview", args=[pk, upload.pk])).content.decode()
    assert "Tệp có 51 mục phải chấm và 3 mục không bắt buộc" in preview
    entry = re.sub(r"<[^>]+>", "", client.get(reverse("assessments:entry", args=[pk])).content.decode())
    assert "đã chấm 0/51 mục phải chấm (thêm 3 mục không bắt buộc)" in " ".join(entry.split())
