"""Adopting an edition: check report, adoption, and that an adopted text never changes."""

from pathlib import Path
from tempfile import gettempdir

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from parindex.frameworks.registry import find
from parweb.accounts.verdicts import Refused
from parweb.audit.models import Entry
from parweb.frameworks.actions.adopt_edition import AlreadyAdopted, NotSound, adopt_edition
from parweb.frameworks.actions.make_draft import make_draft
from parweb.frameworks.findings import findings_in
from parweb.frameworks.intake import Brought, from_shelf, next_year
from parweb.frameworks.models import AdoptedEdition, EditionDraft
from tests.parweb.cast import NOW, Cast

REF = "commune-hai-duong@2022"


def a_draft(cast: Cast, text: str, cases: str = "") -> EditionDraft:
    return make_draft(
        cast.person("manager"),
        Brought(text, cases),
        origin=EditionDraft.Origin.FILE,
        name="framework.yaml",
        at=NOW,
    )


@pytest.fixture
def signed_in(cast: Cast, client: Client) -> Client:
    client.force_login(cast.users["manager"])
    return client


def test_a_shipped_edition_is_adopted_with_its_digest_and_an_audit_entry(cast: Cast):
    brought = from_shelf(REF)
    adopted = adopt_edition(cast.person("manager"), a_draft(cast, brought.text, brought.cases), at=NOW)
    assert (adopted.ref, adopted.leaves, adopted.legal_number) == (REF, 10, "3395/QĐ-UBND")
    assert len(adopted.digest) == 64
    assert not EditionDraft.objects.exists()
    entry = Entry.objects.get(action="frameworks.adopt_edition")
    assert entry.after == {"edition": REF, "digest": adopted.digest, "legal_number": "3395/QĐ-UBND"}


def test_a_changed_text_of_an_adopted_edition_is_refused_with_both_digests(cast: Cast, signed_in: Client):
    brought = from_shelf(REF)
    adopted = adopt_edition(cast.person("manager"), a_draft(cast, brought.text, brought.cases), at=NOW)
    changed = a_draft(cast, brought.text.replace("threshold: 75 ", "threshold: 70 "))
    with pytest.raises(AlreadyAdopted) as refused:
        adopt_edition(cast.person("manager"), changed, at=NOW)
    assert not refused.value.is_same
    answer = signed_in.post(reverse("frameworks:adopt", args=[changed.pk]))
    assert answer.status_code == 409
    page = answer.content.decode()
    assert adopted.digest[:12] in page
    assert refused.value.digest[:12] in page
    assert AdoptedEdition.objects.get(pk=adopted.pk).text == brought.text


def test_the_same_text_with_another_layout_is_told_to_be_adopted_already(cast: Cast):
    brought = from_shelf(REF)
    adopt_edition(cast.person("manager"), a_draft(cast, brought.text), at=NOW)
    with pytest.raises(AlreadyAdopted) as refused:
        adopt_edition(cast.person("manager"), a_draft(cast, "# chú thích\n" + brought.text), at=NOW)
    assert refused.value.is_same


def test_every_problem_of_a_draft_is_told_at_once_with_its_line(cast: Cast, signed_in: Client):
    text = from_shelf(REF).text.replace("max: 14\n", "max: 15\n", 1).replace("decimals: 2 ", "decimals: 2 ")
    draft = a_draft(cast, text)
    found = findings_in(draft.text, draft.cases, draft.name)
    assert not found.is_sound
    assert all(one.place.file == "framework.yaml" and one.place.line for one in found.errors)
    with pytest.raises(NotSound):
        adopt_edition(cast.person("manager"), draft, at=NOW)
    page = signed_in.get(reverse("frameworks:draft", args=[draft.pk])).content.decode()
    for one in found.errors:
        assert one.code in page
    assert gettempdir() not in page  # where it lay while it was checked is nobody's business


def test_a_case_that_does_not_hold_forbids_adoption(cast: Cast):
    brought = from_shelf(REF)
    draft = a_draft(cast, brought.text, brought.cases.replace("87,75", "87,76"))
    found = findings_in(draft.text, draft.cases, draft.name)
    assert {one.code for one in found.errors} == {"FW201"}
    with pytest.raises(NotSound):
        adopt_edition(cast.person("manager"), draft, at=NOW)


def test_only_managers_bring_editions_in(cast: Cast, client: Client):
    with pytest.raises(Refused):
        make_draft(
            cast.person("officer"), Brought("id: x"), origin=EditionDraft.Origin.FILE, name="x", at=NOW
        )
    client.force_login(cast.users["officer"])
    assert client.get(reverse("frameworks:upload")).status_code == 403
    assert client.get(reverse("frameworks:list")).status_code == 200
    client.force_login(cast.users["nobody"])
    assert client.get(reverse("frameworks:list")).status_code == 403


def test_a_yaml_with_its_cases_is_uploaded_checked_and_adopted_by_clicks(cast: Cast, signed_in: Client):
    folder = find(REF).folder
    files = {
        "file": SimpleUploadedFile("framework.yaml", (folder / "framework.yaml").read_bytes()),
        "cases": [
            SimpleUploadedFile(one.name, one.read_bytes()) for one in sorted((folder / "cases").glob("*"))
        ],
    }
    answer = signed_in.post(reverse("frameworks:upload"), files, follow=True)
    assert answer.status_code == 200
    draft = EditionDraft.objects.get()
    found = findings_in(draft.text, draft.cases, draft.name)
    assert found.is_sound
    assert found.cases > 1
    answer = signed_in.post(reverse("frameworks:adopt", args=[draft.pk]), follow=True)
    assert answer.redirect_chain == [(reverse("frameworks:edition", args=["commune-hai-duong", 2022]), 302)]
    page = answer.content.decode()
    assert "3395/QĐ-UBND" in page
    assert "18,5 điểm" in page


def test_the_workbook_of_an_edition_comes_back_as_the_same_edition(cast: Cast, signed_in: Client):
    brought = from_shelf(REF)
    adopted = adopt_edition(cast.person("manager"), a_draft(cast, brought.text, brought.cases), at=NOW)
    address = reverse("frameworks:download", args=["commune-hai-duong", 2022, "xlsx"])
    workbook = signed_in.get(address).content
    answer = signed_in.post(
        reverse("frameworks:upload"), {"file": SimpleUploadedFile("bộ tiêu chí.xlsx", workbook)}
    )
    assert answer.status_code == 302
    draft = EditionDraft.objects.get()
    assert draft.name == "bộ tiêu chí.xlsx"
    assert findings_in(draft.text, draft.cases, draft.name).digest == adopted.digest


def test_a_workbook_that_is_none_is_refused_with_codes(signed_in: Client):
    answer = signed_in.post(
        reverse("frameworks:upload"), {"file": SimpleUploadedFile("a.xlsx", b"not a workbook")}
    )
    assert answer.status_code == 422
    assert 'id="problems"' in answer.content.decode()
    assert not EditionDraft.objects.exists()


def test_a_copy_for_a_new_year_leaves_out_the_old_decision_and_says_so(cast: Cast, signed_in: Client):
    text = next_year(cast.edition.text, cast.edition.ref, 2026)
    found = findings_in(text, "", "x.yaml")
    assert found.edition is not None
    assert (found.edition.year, found.edition.legal_basis) == (2026, None)
    answer = signed_in.post(reverse("frameworks:copy", args=["commune-model", 2025]), {"year": "2026"})
    draft = EditionDraft.objects.get()
    assert answer.headers["Location"] == reverse("frameworks:draft", args=[draft.pk])
    yaml = signed_in.get(reverse("frameworks:download_draft", args=[draft.pk, "yaml"]))
    assert "year: 2026" in yaml.content.decode()


def test_two_editions_are_compared_in_sentences(cast: Cast, signed_in: Client):
    other = adopt_edition(cast.person("manager"), a_draft(cast, from_shelf(REF).text), at=NOW)
    page = signed_in.get(
        reverse("frameworks:compare"), {"before": other.pk, "after": cast.edition.pk}
    ).content.decode()
    assert "Từ commune-hai-duong@2022 đến commune-model@2025" in page


def test_the_page_of_an_edition_with_ninety_leaves_asks_few_queries(
    cast: Cast, signed_in: Client, django_assert_max_num_queries
):
    with django_assert_max_num_queries(8):
        page = signed_in.get(reverse("frameworks:edition", args=["commune-model", 2025])).content.decode()
    assert page.count("Cách chấm") >= 90
    assert "minh họa" in page


def test_the_adopted_text_is_downloaded_as_it_was_adopted(cast: Cast, signed_in: Client):
    answer = signed_in.get(reverse("frameworks:download", args=["commune-model", 2025, "yaml"]))
    assert answer.content.decode() == cast.edition.text
    assert "attachment" in answer.headers["Content-Disposition"]
    assert Path("commune-model-2025.yaml").name in answer.headers["Content-Disposition"]


def test_the_menu_names_all_criteria_sets_in_english(signed_in: Client):
    page = signed_in.get("/en" + reverse("frameworks:list")).content.decode()
    assert ">Criteria sets</a>" in page
    assert "<h1>Criteria sets</h1>" in page
