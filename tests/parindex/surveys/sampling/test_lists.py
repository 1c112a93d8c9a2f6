"""K2, L5: lists for interviewers: shared evenly by cluster, with codes of outcomes, as CSV and PDF."""

import csv
import io

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parindex.errors import ProblemsFound
from parindex.surveys.sampling.list_pdf import Heading, list_pdf
from parindex.surveys.sampling.lists import HEADINGS, assigned, list_csv
from parindex.surveys.sampling.outcomes import OUTCOMES


def sample(sizes, reserve=0):
    rows = [
        {
            "element_id": f"{psu}-{n}",
            "stratum": "S",
            "psu": f"v{psu:02d}",
            "is_reserve": n >= size,
            "order": n % size + 1,
        }
        for psu, size in enumerate(sizes)
        for n in range(size + reserve)
    ]
    return pl.DataFrame(rows)


def loads(table):
    return table.filter(~pl.col("is_reserve")).group_by("interviewer").len()["len"].sort().to_list()


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(1, 15), min_size=1, max_size=25), st.integers(1, 6))
def test_clusters_stay_whole_and_nobody_has_more_than_the_largest_cluster_above_another(sizes, count):
    names = [f"i{number}" for number in range(count)]
    table = assigned(sample(sizes, reserve=1), names)
    assert table.height == sum(sizes) + len(sizes)
    assert table.group_by("psu").agg(pl.col("interviewer").n_unique())["interviewer"].to_list() == [1] * len(
        sizes
    )
    given = dict(table.filter(~pl.col("is_reserve")).group_by("interviewer").len().iter_rows())
    counts = [given.get(name, 0) for name in names]
    assert max(counts) - min(counts) <= max(sizes)


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 80), st.integers(1, 7))
def test_elements_without_clusters_are_shared_to_within_one(many, count):
    table = assigned(
        pl.DataFrame({"element_id": [str(n) for n in range(many)]}), [str(n) for n in range(count)]
    )
    shared = loads(table)
    assert sum(shared) == many
    assert max(shared) - (min(shared) if len(shared) == count else 0) <= 1


def test_numbers_run_over_the_drawn_then_over_the_reserve():
    table = assigned(sample([3, 2], reserve=1), ["An"])
    assert table.select("is_reserve", "number").rows() == [
        (False, 1), (False, 2), (False, 3), (False, 4), (False, 5), (True, 1), (True, 2),
    ]  # fmt: skip


@pytest.mark.parametrize("names", [[], ["An", "An"]])
def test_nobody_to_interview_or_a_name_twice_is_refused(names):
    with pytest.raises(ProblemsFound) as caught:
        assigned(sample([2]), names)
    assert [one.code for one in caught.value.problems] == ["SV331"]


def test_the_csv_opens_in_excel_with_headings_and_runs_no_formula():
    contacts = pl.DataFrame({"element_id": ["0-0"], "name": ["=1+1"], "phone": ["0912"]})
    text = list_csv(assigned(sample([1], reserve=1), ["An"], contacts))
    assert text.startswith("\ufeffĐiều tra viên,STT,Mã phần tử")
    first, second = csv.DictReader(io.StringIO(text[1:]))
    assert list(first) == list(HEADINGS.values())
    assert (first["Họ và tên"], first["Điện thoại"], first["Dự phòng"]) == ("'=1+1", "0912", "")
    assert second["Dự phòng"] == "Dự phòng"
    assert first["Mã kết quả lần 3"] == ""
    assert list_csv(assigned(sample([1]), ["An"]), "en").startswith("\ufeffInterviewer,")


def test_the_pdf_is_the_same_for_the_same_list_and_carries_its_own_font():
    table = assigned(sample([4], reserve=2), ["Trần Văn Ổn"])
    heading = Heading("Danh sách phỏng vấn", ["Điều tra viên: Trần Văn Ổn"], "Số gieo 7")
    made = list_pdf(table, heading)
    assert made.startswith(b"%PDF-")
    assert made == list_pdf(table, heading)
    assert b"LibertinusSerif" in made
    assert made != list_pdf(table, heading, "en")


def test_a_name_that_looks_like_markup_is_printed_and_not_run():
    contacts = pl.DataFrame({"element_id": ["0-0"], "name": ["#panic() *x* $y$ ]) \\"]})
    assert list_pdf(assigned(sample([1]), ["#a"], contacts), Heading("#b ]")).startswith(b"%PDF-")


def test_every_outcome_has_a_code_of_the_standard_definitions():
    assert {code[0] for code in OUTCOMES} == {"1", "2", "3", "4"}
    assert len(OUTCOMES) == 10
