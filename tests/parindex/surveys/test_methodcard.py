"""A survey's figure is published with a card that says how it was made, or not at all."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal

import pytest

from parindex.errors import ProblemsFound
from parindex.surveys.methodcard import LABELS, MethodCard, lines_of, problems_of, require_complete

FULL = MethodCard(
    title="SIPAS 2026",
    population="Người từ 18 tuổi thường trú",
    frame="Danh sách hộ của 69 xã, phường",
    frame_rows=400_000,
    frame_hash="ab" * 32,
    design="Phân tầng theo xã, hai cấp: thôn (PPS), hộ (ngẫu nhiên)",
    seed=20261122,
    first_day=date(2026, 9, 1),
    last_day=date(2026, 9, 30),
    modes=("điều tra viên", "phiếu giấy"),
    fieldwork="Bưu điện tỉnh",
    instrument="sipas-population@2026",
    instrument_digest="cd" * 32,
    aggregation="pooled",
    sent=36_630,
    out_of_scope=0,
    valid=35_268,
    weighting=("quyền số thiết kế", "hiệu chỉnh không trả lời"),
    confidence=Decimal(95),
    margin=Decimal("0.62"),
    design_effect=Decimal("2.1"),
    quality="11 phiếu loại, 40 phiếu tạm giữ",
    disclosure="không công bố ô dưới 30 phiếu",
)


def test_a_full_card_may_be_published():
    assert FULL.is_complete
    assert require_complete(FULL) is FULL


@pytest.mark.parametrize("name", list(LABELS))
def test_a_card_without_one_of_its_fields_is_refused_and_the_field_is_named(name: str):
    empty = MethodCard()
    with pytest.raises(ProblemsFound) as refused:
        require_complete(replace(FULL, **{name: getattr(empty, name)}))
    [problem] = refused.value.problems
    assert (problem.code, problem.place.item) == ("SV520", name)
    assert LABELS[name] in problem.what()


def test_every_field_has_words():
    assert [field.name for field in fields(MethodCard)] == list(LABELS)


def test_an_empty_card_names_all_its_gaps_at_once():
    assert len(problems_of(MethodCard())) == len(LABELS)


def test_nobody_out_of_scope_is_a_figure_and_no_gap():
    assert replace(FULL, out_of_scope=0).is_complete


def test_the_response_rate_of_2019_is_that_of_the_printed_counts():
    assert FULL.response_rate is not None
    assert FULL.response_rate.quantize(Decimal("0.01")) == Decimal("96.28")  # 35.268 of 36.630
    assert ("Tỷ lệ trả lời (%)", "96,28") in lines_of(FULL)


def test_those_out_of_scope_leave_the_denominator_of_the_response_rate():
    assert replace(FULL, sent=500, out_of_scope=100, valid=300).response_rate == 75
    assert replace(FULL, sent=100, out_of_scope=100, valid=0).response_rate is None


@pytest.mark.parametrize(
    ("changes", "item", "word"),
    [({"valid": 40_000}, "valid", "40000"), ({"last_day": date(2026, 8, 1)}, "last_day", "trước")],
)
def test_figures_that_cannot_be_together_are_refused(changes, item, word):
    [problem] = problems_of(replace(FULL, **changes))
    assert (problem.code, problem.place.item) == ("SV521", item)
    assert word in problem.what()


def test_a_card_survives_being_stored():
    assert MethodCard.from_dict(FULL.as_dict() | {"added_later": 1}) == FULL


def test_a_card_reads_in_both_languages():
    vietnamese, english = lines_of(FULL, "vi"), lines_of(FULL, "en")
    assert ("Số phiếu phát ra", "36.630") in vietnamese
    assert ("Forms sent", "36,630") in english
    assert ("Số gieo khi rút mẫu", "20261122") in vietnamese  # a name, not a quantity
    assert len(vietnamese) == len(english) == len(LABELS) + 1


def test_a_card_says_the_way_of_the_index_in_words_and_its_margin_to_two_places():
    exact = lines_of(replace(FULL, margin=Decimal("1.0581"), design_effect=Decimal("0.5445")), "en")
    assert ("Aggregation of the index", "all answers pooled") in exact
    assert ("Margin of the overall index (± percentage points)", "1.06") in exact
    assert ("Design effect", "0.54") in exact
    assert ("Cách tính chỉ số", "gộp mọi câu trả lời") in lines_of(FULL)
    assert ("Cách tính chỉ số", "theo quyết định") in lines_of(replace(FULL, aggregation="theo quyết định"))
