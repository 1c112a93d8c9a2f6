"""The catalogue of procedures: the counts that districts published, taken from a workbook, read by anybody."""

from datetime import date
from html.parser import HTMLParser

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from parindex.text import fold
from parweb.audit.models import Entry
from parweb.dossiers.models import Procedure, ProcedureUpload
from parweb.units.models import Unit
from tests.parweb.cast import Cast

LEVELS = {2: "Cung cấp thông tin", 3: "Một phần", 4: "Toàn trình"}
HEADER = (
    "Mã thủ tục;Tên thủ tục;Lĩnh vực;Cấp giải quyết;Mức dịch vụ công;Thời hạn (ngày làm việc);Ngày công khai"
)


class Cells(HTMLParser):
    """The tables of a page as rows of texts, by the id of the table."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tables: dict[str, list[list[str]]] = {}
        self._rows: list[list[str]] = []
        self._in_cell = False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if tag == "table":
            self._rows = self.tables.setdefault(dict(attrs).get("id") or f"table-{len(self.tables)}", [])
        elif tag == "tr":
            self._rows.append([])
        elif tag in ("td", "th"):
            self._in_cell = True
            self._rows[-1].append("")

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self._in_cell = False

    def handle_data(self, data):
        if self._in_cell:
            self._rows[-1][-1] = " ".join(f"{self._rows[-1][-1]} {data}".split())


def make(owner: Unit, government: str, total: int, fields: int, partial: int = 0, full: int = 0) -> None:
    """Make a catalogue of one level, spread over its fields."""
    made = []
    for number in range(total):
        online = 3 if number < partial else 4 if number < partial + full else 2
        name = f"Thủ tục {government} số {number}"
        made.append(
            Procedure(
                owner=owner,
                code=f"{government[0]}.{number:06d}",
                name=name,
                name_fold=fold(name),
                field=f"Lĩnh vực {number % fields:02d}",
                government=government,
                online_level=online,
                opened_on=date(2022, 1, 1),
            )
        )
    Procedure.objects.bulk_create(made)


@pytest.fixture
def manager(cast: Cast, client: Client) -> Client:
    client.force_login(cast.users["manager"])
    return client


def levels(client: Client, name: str = "procedure_counts") -> list[list[str]]:
    """What the page prints by level: name, procedures, fields, level 3, level 4."""
    return Cells(client.get(reverse(f"dossiers:{name}")).content.decode()).tables["levels"][1:]


def test_the_counts_of_thanh_tri_are_read_from_the_page(cast: Cast, manager: Client):
    make(cast.province, "district", 243, 12, partial=138, full=54)
    make(cast.province, "commune", 179, 14, partial=74, full=9)
    printed = [
        ["Cấp huyện (đến 30/6/2025)", "243", "12", "138", "54"],
        ["Cấp xã", "179", "14", "74", "9"],
    ]
    assert levels(manager) == printed
    assert levels(manager, "procedures") == printed
    assert levels(Client(), "public_procedures") == printed


def test_the_counts_of_thanh_xuan_are_read_from_the_page(cast: Cast, manager: Client):
    make(cast.province, "district", 223, 20)
    make(cast.province, "commune", 107, 15)
    make(cast.province, "linked", 36, 6)
    assert [row[:2] for row in levels(manager)] == [
        ["Cấp huyện (đến 30/6/2025)", "223"],
        ["Cấp xã", "107"],
        ["Liên thông", "36"],
    ]


def test_the_fields_of_a_level_add_up_to_it(cast: Cast, manager: Client):
    make(cast.province, "district", 243, 12, partial=138, full=54)
    tables = Cells(manager.get(reverse("dossiers:procedure_counts")).content.decode()).tables
    (rows,) = [rows for name, rows in tables.items() if name != "levels"]
    body, foot = rows[1:-1], rows[-1]
    assert len(body) == 12
    for column, total in enumerate((243, 51, 138, 54, 243, 0), start=1):
        assert sum(int(row[column]) for row in body) == total == int(foot[column])


def test_the_catalogue_is_searched_without_diacritics_and_filtered(cast: Cast, manager: Client):
    make(cast.province, "district", 30, 3, partial=10, full=5)
    make(cast.province, "commune", 20, 2)
    Procedure.objects.filter(code="d.000003").update(reviewed_on=date(2024, 1, 1), opened_on=None)
    Procedure.objects.filter(code="d.000004").update(ended_on=date(2023, 1, 1))

    def found(**asked: str) -> int:
        return manager.get(reverse("dossiers:procedures"), asked).context["page"].paginator.count

    assert found() == 49
    assert found(q="thu tuc DISTRICT so 7") == 1
    assert found(q="c.000007") == 1
    assert found(cap="commune") == 20
    assert found(cap="district", muc="4") == 5
    assert found(**{"linh-vuc": "Lĩnh vực 02"}) == 10
    assert found(**{"cong-khai": "0"}) == 1
    assert found(**{"ra-soat": "1"}) == 1
    assert found(**{"tinh-trang": "ended"}) == 1
    assert found(**{"tinh-trang": "all"}) == 50
    assert found(muc="x", cap="y") == 0


def test_visitors_see_what_was_made_public_and_nothing_else(cast: Cast, client: Client):
    make(cast.province, "commune", 4, 1)
    Procedure.objects.filter(code="c.000000").update(opened_on=None)
    Procedure.objects.filter(code="c.000001").update(opened_on=date(2999, 1, 1))
    Procedure.objects.filter(code="c.000002").update(ended_on=date(2023, 1, 1))
    for asked in ({}, {"cong-khai": "0"}, {"tinh-trang": "all"}, {"ra-soat": "0"}):
        answer = client.get(reverse("dossiers:public_procedures"), asked)
        assert [one.code for one in answer.context["page"]] == ["c.000003"]
    text = b"".join(client.get(reverse("dossiers:public_procedures"), {"format": "csv"}).streaming_content)
    assert len(text.decode("utf-8-sig").splitlines()) == 2


def workbook(*rows: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("thu-tuc.csv", "\n".join([HEADER, *rows]).encode())


def test_a_workbook_is_looked_at_and_then_taken_in(cast: Cast, manager: Client):
    rows = [
        "1.001193;Đăng ký khai sinh;Hộ tịch;Cấp xã;Toàn trình;1;02/07/2025",
        "1.2;Chứng thực;Tư pháp;xã;mức 3;0,5;",
    ]
    answer = manager.post(reverse("dossiers:upload_procedures"), {"owner": "99", "file": workbook(*rows)})
    upload = ProcedureUpload.objects.get()
    assert answer.url == reverse("dossiers:procedures_preview", args=[upload.pk])
    assert Procedure.objects.count() == 0
    text = manager.get(answer.url).content.decode()
    assert "2 thủ tục mới, 0 thay đổi, 0 giữ nguyên" in text
    manager.post(answer.url)
    kept = Procedure.objects.get(code="1.2")
    assert (kept.government, kept.online_level, str(kept.legal_days)) == ("commune", 3, "0.50")
    assert Procedure.objects.get(code="1.001193").opened_on == date(2025, 7, 2)
    assert Entry.objects.get(action="dossiers.take_procedures").after == {"new": 2, "change": 0}
    manager.post(answer.url)
    assert Entry.objects.filter(action="dossiers.take_procedures").count() == 1


def test_a_second_workbook_changes_only_what_differs(cast: Cast, manager: Client):
    address = reverse("dossiers:upload_procedures")
    rows = ["1;A;Hộ tịch;xã;4;1;", "2;B;Hộ tịch;xã;4;1;", "3;C;Hộ tịch;xã;4;1;"]
    manager.post(manager.post(address, {"owner": "99", "file": workbook(*rows)}).url)
    changed = ["1;A;Hộ tịch;xã;4;1;", "2;B;Hộ tịch;xã;3;1;", "4;D;Hộ tịch;tỉnh;2;;"]
    answer = manager.post(address, {"owner": "99", "file": workbook(*changed)})
    assert manager.get(answer.url).context["counts"] == {"new": 1, "change": 1, "same": 1}
    manager.post(answer.url)
    assert dict(Procedure.objects.values_list("code", "online_level")) == {"1": 4, "2": 3, "3": 4, "4": 2}


def test_a_workbook_with_wrong_cells_keeps_nothing_and_names_all_of_them(cast: Cast, manager: Client):
    rows = ["1;A;X;thôn;4;1;", "1;B;X;xã;9;-1;32/01/2025", f"2;{'C' * 501};X;xã;4;1;"]
    answer = manager.post(reverse("dossiers:upload_procedures"), {"owner": "99", "file": workbook(*rows)})
    assert answer.status_code == 422
    found = [(one.row, one.code) for one in answer.context["problems"]]
    assert found == [
        (2, "HS201"), (2, "HS202"), (3, "HS201"), (3, "HS203"), (3, "HS204"), (3, "HS205"), (4, "HS206"),
    ]  # fmt: skip
    assert (ProcedureUpload.objects.count(), Procedure.objects.count()) == (0, 0)


def test_what_is_exported_can_be_imported_again_without_a_change(cast: Cast, manager: Client):
    make(cast.province, "district", 5, 2, partial=2, full=1)
    Procedure.objects.update(legal_days="2.5", has_fee=True, reviewed_on=date(2024, 2, 3))
    parts = manager.get(reverse("dossiers:procedures"), {"format": "csv"}).streaming_content
    file = SimpleUploadedFile("x.csv", b"".join(parts))
    answer = manager.post(reverse("dossiers:upload_procedures"), {"owner": "99", "file": file})
    assert manager.get(answer.url).context["counts"] == {"new": 0, "change": 0, "same": 5}


def test_an_officer_reads_the_catalogue_and_imports_nothing(cast: Cast, client: Client):
    client.force_login(cast.users["officer"])
    assert client.get(reverse("dossiers:procedures")).status_code == 200
    answer = client.post(
        reverse("dossiers:upload_procedures"), {"owner": "99", "file": workbook("1;A;X;xã;4;;")}
    )
    assert answer.status_code == 403
    assert ProcedureUpload.objects.count() == 0


def test_pages_of_the_catalogue_need_few_queries(cast: Cast, manager: Client, django_assert_max_num_queries):
    make(cast.province, "district", 243, 12, partial=138, full=54)
    for name in ("procedures", "procedure_counts", "public_procedures"):
        manager.get(reverse(f"dossiers:{name}"))
        with django_assert_max_num_queries(14):
            manager.get(reverse(f"dossiers:{name}"))
