"""K2, K3: the list that is drawn from, everything wrong with it at once, and its hash."""

import hashlib

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.surveys.sampling.frames import Frame, canonical_text, number_text

ROWS = st.lists(
    st.tuples(
        st.text("abcđế ", min_size=1, max_size=5).filter(str.strip),
        st.sampled_from(["X", "Y", None]),
        st.one_of(st.none(), st.floats(0.1, 1e9), st.integers(1, 99)),
    ),
    min_size=1,
    max_size=30,
    unique_by=lambda row: " ".join(row[0].split()),
)


def table(rows):
    schema = {"element_id": pl.String, "psu": pl.String, "size": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def codes(frame):
    return [problem.code for problem in frame.problems()]


@given(ROWS, st.randoms(use_true_random=False))
def test_the_hash_does_not_depend_on_the_order_of_rows(rows, random):
    shuffled = rows.copy()
    random.shuffle(shuffled)
    assert Frame.of(table(shuffled)).hash == Frame.of(table(rows)).hash


@given(ROWS, st.data())
def test_any_changed_cell_changes_the_hash(rows, data):
    at = data.draw(st.integers(0, len(rows) - 1))
    code, psu, size = rows[at]
    changed = [*rows[:at], (code, "Z" if psu != "Z" else "W", size), *rows[at + 1 :]]
    assert Frame.of(table(changed)).hash != Frame.of(table(rows)).hash


def test_the_hash_is_that_of_a_text_anybody_can_write():
    frame = Frame.of(table([("h2", "Thôn 1", 2.5), ("h1", None, 30)]))
    text = "parindex-frame-1\nelement_id\tstratum\tpsu\tsize\nh1\tall\t\t30\nh2\tall\tThôn 1\t2.5\n"
    assert canonical_text(frame.table) == text
    assert frame.hash == hashlib.sha256(text.encode()).hexdigest()


def test_spaces_and_composition_of_letters_do_not_change_the_hash():
    decomposed = "Thôn\u00a0 Hoa\u0300nh "
    assert Frame.of(table([("h1", decomposed, 1)])).hash == Frame.of(table([("h1", "Thôn Hoành", 1)])).hash


def test_names_addresses_and_telephone_numbers_are_in_neither_hash_nor_frame():
    bare = pl.DataFrame({"element_id": ["a"], "psu": ["X"]})
    full = bare.with_columns(name=pl.lit("Nguyễn Thị Hằng"), phone=pl.lit("0912"))
    frame = Frame.of(full)
    assert frame.hash == Frame.of(bare).hash
    assert not {"name", "phone"} & set(frame.table.columns)
    assert frame.contacts.rows() == [("a", "Nguyễn Thị Hằng", "0912")]


@pytest.mark.parametrize(
    ("number", "text"), [(30.0, "30"), (0.1, "0.1"), (1e20, "1e+20"), (2.0**52, "4503599627370496")]
)
def test_a_number_is_written_as_python_does_or_as_a_whole_one(number, text):
    assert number_text(number) == text


def test_strata_are_the_columns_named_then_the_stratum_then_the_unit_then_everybody():
    one = pl.DataFrame({"element_id": ["a"], "unit_id": ["U"], "field": ["đất đai"], "stratum": ["T"]})
    assert Frame.of(one, ["unit_id", "field"]).table["stratum"].to_list() == ["U / đất đai"]
    assert Frame.of(one).table["stratum"].to_list() == ["T"]
    assert Frame.of(one.drop("stratum")).table["stratum"].to_list() == ["U"]
    assert Frame.of(one.select("element_id")).table["stratum"].to_list() == ["all"]


def test_every_problem_of_a_list_is_said_at_once_with_its_row():
    frame = Frame.of(
        pl.DataFrame(
            {
                "element_id": ["a", " ", "a", "b", "c"],
                "stratum": ["S", "S", "S", None, "T"],
                "psu": ["1", "1", "1", "2", "1"],
                "prior": [None, None, None, 1.5, 0.5],
            }
        )
    )
    found = [(problem.code, problem.place.row) for problem in frame.problems()]
    assert found == [("SV306", None), ("SV302", 2), ("SV303", 3), ("SV304", 4), ("SV313", 4)]
    doubled = next(problem for problem in frame.problems() if problem.code == "SV303")
    assert doubled.details == {"given": "a", "first": 1}


def test_a_clean_list_has_no_problem():
    assert codes(Frame.of(table([("a", "X", 1), ("b", None, None)]))) == []


def test_a_column_that_is_not_there_is_a_mistake_of_the_program():
    with pytest.raises(KeyError, match="field"):
        Frame.of(pl.DataFrame({"element_id": ["a"]}), ["field"])


def test_records_of_dossiers_make_a_frame_by_renaming_their_code():
    records = pl.DataFrame({"code": ["H1", "H2"], "unit_id": ["U1", "U2"], "procedure": ["P", "P"]})
    frame = Frame.of(records.rename({"code": "element_id"}))
    assert frame.strata.rows() == [("U1", 1), ("U2", 1)]
