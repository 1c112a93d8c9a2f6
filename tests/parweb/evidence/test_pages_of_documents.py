"""Pages: upload to a criterion, the library, one document, the part beside a criterion."""

from urllib.parse import quote

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from parweb.evidence.actions.add_document import add_document
from parweb.evidence.actions.use_document import use_document
from parweb.evidence.models import Document, Use, Version
from parweb.evidence.queries import uses_of
from parweb.frameworks.queries import outline_of
from parweb.rounds.models import Participant
from tests.parweb.cast import NOW, Cast
from tests.parweb.evidence import samples


@pytest.fixture(autouse=True)
def _a_morning_in_the_phase_of_self_scoring(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.users["officer"])
    return client


def place(cast: Cast, unit: int = 0) -> dict[str, str]:
    return {
        "participant": str(cast.participants[unit].pk),
        "criterion": outline_of(cast.edition).leaves[0].code,
        "purpose": "self_score",
    }


def a_document(cast: Cast, name: str = "officer", unit: int = 0, **fields) -> Document:
    files = [samples.upload("Báo cáo.pdf", samples.PDF)]
    fields = {"abstract": "Báo cáo năm", **fields}
    return add_document(cast.person(name), cast.communes[unit], fields=fields, files=files, at=NOW)


def test_two_files_uploaded_to_a_criterion_are_two_documents_there(officer, cast):
    files = [samples.upload("a.pdf", samples.PDF), samples.upload("b.png", samples.png())]
    answer = officer.post(reverse("evidence:add"), {**place(cast), "files": files, "next": "/lam-viec/"})
    assert (answer.status_code, answer["Location"]) == (302, "/lam-viec/")
    assert sorted(Document.objects.values_list("abstract", flat=True)) == ["a", "b"]
    assert Use.objects.count() == 2


def test_a_form_goes_back_to_pages_of_this_site_only(officer, cast):
    files = [samples.upload("a.pdf", samples.PDF)]
    answer = officer.post(
        reverse("evidence:add"), {**place(cast), "files": files, "next": "https://evil.vn/"}
    )
    assert answer["Location"].startswith(reverse("evidence:add"))


def test_a_document_with_its_particulars_in_vietnamese_days(officer, cast):
    given = {
        "number": "15/QĐ-UBND",
        "issued_on": "16/03/2025",
        "issuer": "UBND xã",
        "abstract": "Ban hành kế hoạch",
        "is_one_document": "on",
        "files": [samples.upload("a.pdf", samples.PDF), samples.upload("b.pdf", samples.PDF + b"\n")],
    }
    officer.post(reverse("evidence:add"), {**place(cast), **given})
    document = Document.objects.get()
    assert f"{document.issued_on:%Y-%m-%d}" == "2025-03-16"
    assert document.versions.count() == 2


def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_kept(officer, cast):
    given = {
        **place(cast),
        "issued_on": "31/02/2025",
        "files": [samples.upload("a.html", b"<html>"), samples.upload("b.exe", b"MZ")],
    }
    answer = officer.post(reverse("evidence:add"), given)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "a.html: Đây là trang web" in page
    assert "b.exe: Đây là chương trình" in page
    assert "Hãy ghi ngày dạng 16/03/2026." in page
    assert Document.objects.count() == 0


def test_a_form_without_file_link_or_text_says_so(officer, cast):
    answer = officer.post(reverse("evidence:add"), place(cast))
    assert "Hãy chọn tệp, hoặc ghi liên kết" in answer.content.decode()


def test_a_link_that_is_a_script_is_refused(officer, cast):
    answer = officer.post(
        reverse("evidence:add"), {**place(cast), "abstract": "x", "url": "javascript:alert(1)"}
    )
    assert answer.status_code == 400
    assert Document.objects.count() == 0


def test_dropped_files_are_answered_with_a_line_or_a_reason(officer, cast):
    headers = {"X-Requested-With": "upload"}
    library = reverse("evidence:unit_library", args=[cast.communes[0].slug])
    good = officer.post(library, {"files": samples.upload("a.pdf", samples.PDF)}, headers=headers)
    assert (good.status_code, good["X-Fragment"]) == (200, "1")
    assert "đã tải lên" in good.content.decode()
    bad = officer.post(library, {"files": samples.upload("a.html", b"<html>")}, headers=headers)
    assert bad.status_code == 400
    assert quote("Đây là trang web") in bad["X-Reason"]


def test_another_units_officer_may_not_upload_here_and_learns_who_can(client, cast):
    client.force_login(cast.users["other_officer"])
    answer = client.get(reverse("evidence:add"), place(cast))
    assert answer.status_code == 403
    assert "Cán bộ đầu mối và lãnh đạo của đơn vị" in answer.content.decode()


@pytest.mark.parametrize(
    "change", [{"participant": "999"}, {"criterion": "99.9"}, {"purpose": "x"}, {"participant": "x"}]
)
def test_a_place_that_is_not_there_is_not_found(officer, cast, change):
    assert officer.get(reverse("evidence:add"), {**place(cast), **change}).status_code == 404


def test_a_known_document_is_used_again_for_another_criterion(officer, cast):
    document = a_document(cast)
    page = officer.get(reverse("evidence:add"), {**place(cast), "q": "bao cao"}).content.decode()
    assert reverse("evidence:use", args=[document.pk]) in page
    officer.post(reverse("evidence:use", args=[document.pk]), place(cast))
    assert Use.objects.get().document == document
    officer.post(reverse("evidence:unuse", args=[Use.objects.get().pk]))
    assert Use.objects.count() == 0


def test_the_library_of_another_unit_is_closed_to_officers_and_open_to_managers(client, cast):
    address = reverse("evidence:unit_library", args=[cast.communes[0].slug])
    found = {}
    for name in ("officer", "manager", "observer", "other_officer", "appraiser_all", "member"):
        client.force_login(cast.users[name])
        found[name] = client.get(address).status_code
    assert found == {
        "officer": 200,
        "manager": 200,
        "observer": 200,
        "other_officer": 403,
        "appraiser_all": 403,
        "member": 403,
    }


def test_ones_own_library_is_found_without_asking(officer, cast):
    assert officer.get(reverse("evidence:library"))["Location"].endswith("/don-vi/xa-bac-son/")


def test_a_library_of_two_hundred_documents_asks_a_bounded_number_of_queries(
    officer, cast, django_assert_max_num_queries
):
    unit, user = cast.communes[0], cast.users["officer"]
    documents = Document.objects.bulk_create(
        Document(unit=unit, abstract=f"Tài liệu {n}", created_at=NOW, created_by=user) for n in range(200)
    )
    Version.objects.bulk_create(
        Version(
            document=one, number=1, file="x", file_name="a.pdf", size=1, media_type="application/pdf",
            sha256=f"{one.pk:064d}", uploaded_at=NOW, uploaded_by=user,
        )
        for one in documents
    )  # fmt: skip
    with django_assert_max_num_queries(12):
        page = officer.get(reverse("evidence:unit_library", args=[unit.slug])).content.decode()
    assert page.count('<th scope="row">') == 50


def test_the_library_can_be_taken_away_as_a_table(officer, cast):
    a_document(cast, number="=1+1")
    answer = officer.get(reverse("evidence:unit_library", args=[cast.communes[0].slug]), {"format": "csv"})
    text = b"".join(answer).decode()
    assert "Số, ký hiệu" in text
    assert ",=1+1," not in text


def test_the_page_of_a_document_takes_versions_changes_and_withdrawal(officer, cast):
    document = a_document(cast)
    page = officer.get(reverse("evidence:document", args=[document.pk])).content.decode()
    assert document.versions.get().sha256 in page
    answer = officer.post(
        reverse("evidence:add_version", args=[document.pk]),
        {"file": samples.upload("b.png", samples.png()), "part": "1"},
    )
    assert answer.status_code == 302
    assert document.versions.count() == 2
    officer.post(
        reverse("evidence:change", args=[document.pk]), {"abstract": "Báo cáo quý IV", "number": "9/BC"}
    )
    officer.post(reverse("evidence:withdraw", args=[document.pk]), {"reason": "nhầm"})
    document.refresh_from_db()
    assert (document.abstract, document.number, document.withdrawn_reason) == (
        "Báo cáo quý IV",
        "9/BC",
        "nhầm",
    )


def test_a_bad_new_version_leaves_the_document_as_it_was(officer, cast):
    document = a_document(cast)
    answer = officer.post(
        reverse("evidence:add_version", args=[document.pk]), {"file": samples.upload("b.svg", b"<svg/>")}
    )
    assert answer.status_code == 400
    assert "SVG" in answer.content.decode()
    assert document.versions.count() == 1


def part(cast: Cast, name: str, *, may_edit: bool = False) -> str:
    request = RequestFactory().get("/")
    request.person = cast.person(name)
    participant = Participant.objects.select_related("unit", "round").get(pk=cast.participants[0].pk)
    code = outline_of(cast.edition).leaves[0].code
    context = {"participant": participant, "criterion_id": code, "may_edit": may_edit}
    context["uses"] = list(uses_of([participant.pk], code))
    return render_to_string("evidence/parts/criterion_evidence.html", context, request)


def test_the_part_beside_a_criterion_previews_files_and_says_what_to_notice(cast):
    document = a_document(cast)
    use_document(
        cast.person("officer"), cast.participants[0], place(cast)["criterion"], document, "self_score", NOW
    )
    html = part(cast, "manager")
    assert "<iframe" in html
    assert "Chưa ghi ngày ban hành" in html
    assert "Thêm tài liệu" not in html
    assert "Thêm tài liệu" in part(cast, "officer", may_edit=True)


def test_the_part_hides_a_confidential_document_from_the_council_and_previews_it_to_nobody(cast):
    document = a_document(cast, abstract="Danh sách tố cáo", is_confidential=True)
    use_document(
        cast.person("officer"), cast.participants[0], place(cast)["criterion"], document, "self_score", NOW
    )
    assert "tố cáo" not in part(cast, "member")
    assert "Một tài liệu mật" in part(cast, "member")
    assert "tố cáo" in part(cast, "manager")
    assert "<iframe" not in part(cast, "manager")


def test_names_of_files_and_abstracts_are_never_markup(cast):
    files = [samples.upload("<img src=x onerror=alert(1)>.pdf", samples.PDF)]
    document = add_document(
        cast.person("officer"),
        cast.communes[0],
        fields={"abstract": "<script>alert(1)</script>"},
        files=files,
        at=NOW,
    )
    use_document(
        cast.person("officer"), cast.participants[0], place(cast)["criterion"], document, "self_score", NOW
    )
    html = part(cast, "manager")
    assert "<script" not in html
    assert "onerror=alert" not in html.replace("&", "") or "<img src=x" not in html
