"""A form of the shelf becomes pages to print, the same bytes each time."""

from __future__ import annotations

import re

import pytest

from parindex.surveys.instruments.model import Instrument
from parindex.surveys.instruments.registry import load_instrument
from parindex.surveys.paper.form_pdf import Sheet, form_pdf, qr_svg

FORM = load_instrument("sipas-population@2026")


def sheets(many: int) -> list[Sheet]:
    return [
        Sheet(
            f"https://example.vn/khao-sat/x/lo-giay/3/phieu/{number}/",
            ("Lô 3", f"Phiếu {number}"),
            f"3/{number}",
        )
        for number in range(1, many + 1)
    ]


def pages_of(pdf: bytes) -> int:
    [count] = re.findall(rb"/Type\s*/Pages\b[^>]*?/Count\s+(\d+)", pdf) or re.findall(rb"/Count\s+(\d+)", pdf)
    return int(count)


@pytest.mark.parametrize("ref", ["sipas-population@2026", "sipas-users@2017", "one-stop-kiosk@2026"])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_shipped_form_can_be_printed(ref, lang):
    assert form_pdf(load_instrument(ref), "Điều tra", sheets(1), lang).startswith(b"%PDF-")


def test_three_sheets_have_three_times_the_pages_of_one():
    one, three = (pages_of(form_pdf(FORM, "Điều tra", sheets(many))) for many in (1, 3))
    assert 3 <= one <= 9
    assert three == 3 * one


def test_the_same_sheets_give_the_same_bytes():
    assert form_pdf(FORM, "Điều tra", sheets(2)) == form_pdf(FORM, "Điều tra", sheets(2))


def test_words_of_a_form_are_never_taken_for_markup():
    question = {
        "id": "q1",
        "kind": "single",
        "label": '#panic("x") *a* $',
        "options": [{"code": 1, "label": "#x[] _"}],
    }
    form = Instrument.model_validate({"id": "f", "year": 2026, "title": "= #x", "questions": [question]})
    assert form_pdf(form, "#lorem(9)", [Sheet("x", ("#y",), "$ <z>")]).startswith(b"%PDF-")


def test_a_qr_code_is_the_same_for_the_same_text_and_another_for_another():
    assert qr_svg("a") == qr_svg("a") != qr_svg("b")
