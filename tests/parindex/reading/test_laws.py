"""What holds for every file: a full table or problems, the same table however it is laid out."""

import io
import zipfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parindex.errors import ProblemsFound
from parindex.frameworks.loading import load_edition
from parindex.numerals import format_number
from parindex.reading.units import read_units
from parindex.reading.values import ValuesFile, read_values
from parindex.tables import VALUES
from tests.parindex.reading.edition import SMALL, UNITS, csv_file, xlsx_file

SHIPPED = Path(__file__).parents[3] / "frameworks" / "commune-hai-duong" / "2022"
TITLES = ["1.1", "1.2", "3.1", "3.2:numerator", "3.2:denominator", "3.9", "3.10", "8.1", "8.2"]
FILES = settings(max_examples=max(settings().max_examples // 5, 1))
"""Each example writes and reads files."""
ALL_TITLES = [
    *TITLES,
    "Mã đơn vị",
    "Tên đơn vị",
    "Mã tiêu chí",
    "Giá trị",
    "Ô nhập",
    "Nguồn",
    "Tình trạng",
    "Cụm",
    "3",
    "9.9",
    "",
    "Ghi chú",
]
WORDS = [
    "",
    "Có",
    "Không",
    "KAD",
    "-",
    "1.577",
    "1,5",
    "2.5",
    "80,88 %",
    "#N/A",
    "=A1",
    "3/2/2025",
    "Tốt",
    "3.2",
    "３",
    '"',
    'a"b',
    "\n",
    "nan",
    "1e999",
    "00001",
    "self",
    "numerator",
]


@st.composite
def filled(draw: st.DrawFn) -> dict[tuple[str, str], str]:
    """What some units say of some criteria, each as people would type it."""
    numbers = {
        "1.1": st.sampled_from(["Có", "Không", "KAD", "1", "0"]),
        "1.2": st.integers(0, 900).map(str),
        "3.1": st.decimals(0, 100, places=2).map(format_number),
        "3.2:numerator": st.integers(0, 50).map(str),
        "3.2:denominator": st.integers(50, 900).map(str),
        "3.9": st.decimals(0, 100, places=1).map(lambda number: f"{format_number(number)} %"),
        "3.10": st.sampled_from(["Tốt", "Khá", "1"]),
        "8.1": st.decimals(0, 2, places=3).map(format_number),
        "8.2": st.decimals(0, 999, places=2).map(format_number),
    }
    units = draw(st.lists(st.sampled_from("abcdef"), min_size=1, unique=True))
    return {(unit, title): draw(st.one_of(st.just(""), numbers[title])) for unit in units for title in TITLES}


@FILES
@given(filled(), st.randoms(use_true_random=False))
def test_a_wide_file_and_its_long_form_give_the_same_table_in_any_order_of_rows_and_columns(
    tmp_path_factory, said, random
):
    folder = tmp_path_factory.mktemp("laid_out")
    units = list(dict.fromkeys(unit for unit, _ in said))
    titles = random.sample(TITLES, len(TITLES))
    wide = csv_file(
        folder,
        ";".join(["unit_id", *titles]),
        *(";".join([unit, *(said[unit, title] for title in titles)]) for unit in units),
        name="wide.csv",
    )
    rows = random.sample(list(said.items()), len(said))
    first = [f"{unit};{title};{value}" for (unit, title), value in rows]
    long = csv_file(folder, "unit_id;criterion_id;value", *first, name="long.csv")
    listed = pl.DataFrame({"unit_id": units})
    one, other = (read_values(file, SMALL, listed, decimal="comma").values for file in (wide, long))
    assert one.equals(other)
    assert one.height == len(said)


@FILES
@given(filled())
def test_csv_and_excel_give_the_same_table(tmp_path_factory, said):
    folder = tmp_path_factory.mktemp("forms")
    units = list(dict.fromkeys(unit for unit, _ in said))
    table = [["unit_id", *TITLES], *([unit, *(said[unit, title] for title in TITLES)] for unit in units)]
    plain = csv_file(folder, *(";".join(row) for row in table))
    book = xlsx_file(folder, table)
    assert read_values(plain, SMALL, decimal="comma").values.equals(
        read_values(book, SMALL, decimal="comma").values
    )


def outcome(call):
    try:
        return call()
    except ProblemsFound as found:
        return found


def full_table_or_problems(file: Path) -> None:
    for call in (
        lambda: read_values(file, SMALL),
        lambda: read_values(file, SMALL, UNITS, decimal="comma", source="self"),
    ):
        read = outcome(call)
        if isinstance(read, ProblemsFound):
            assert any(problem.is_error for problem in read.problems)
            assert all(problem.text(lang) for problem in read.problems for lang in ("vi", "en"))
        else:
            is_full_table(read)
    units = outcome(lambda: read_units(file))
    assert units.problems if isinstance(units, ProblemsFound) else units["unit_id"].is_unique().all()


def is_full_table(read: ValuesFile) -> None:
    assert read.values.schema == VALUES
    measured = read.values["standing"] == "measured"
    assert (measured == read.values["value"].is_not_null()).all()
    assert read.values.select("unit_id", "criterion_id", "input", "source").is_unique().all()
    assert not any(problem.is_error for problem in read.warnings)


@given(
    st.binary(max_size=200),
    st.sampled_from(
        [
            b"",
            b"PK\x03\x04",
            b"\xff\xfe",
            b"\xef\xbb\xbf",
            b"<",
            b"unit_id;3.1\n",
            b"unit_id,criterion_id,value\n",
        ]
    ),
)
def test_any_bytes_give_a_full_table_or_problems(tmp_path_factory, content: bytes, start: bytes):
    file = tmp_path_factory.mktemp("bytes") / "x"
    file.write_bytes(start + content)
    full_table_or_problems(file)


@FILES
@given(
    st.lists(st.sampled_from(ALL_TITLES), min_size=1, max_size=6),
    st.lists(st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=6)), max_size=7), max_size=6),
    st.sampled_from([";", ",", "\t"]),
)
def test_any_cells_of_a_csv_file_give_a_full_table_or_problems(
    tmp_path_factory, titles: list[str], rows: list[list[str]], separator: str
):
    text = "\n".join(separator.join(row) for row in [["unit_id", *titles], *rows])
    file = tmp_path_factory.mktemp("csv") / "x.csv"
    file.write_bytes(text.encode("utf-8", "replace"))
    full_table_or_problems(file)


@FILES
@given(
    st.lists(st.sampled_from(ALL_TITLES), min_size=1, max_size=6),
    st.lists(
        st.lists(
            st.one_of(st.sampled_from(WORDS), st.floats(-1e6, 1e6), st.integers(-5, 5), st.booleans()),
            max_size=7,
        ),
        max_size=6,
    ),
)
def test_any_cells_of_a_workbook_give_a_full_table_or_problems(
    tmp_path_factory, titles: list[str], rows: list[list[object]]
):
    full_table_or_problems(xlsx_file(tmp_path_factory.mktemp("xlsx"), [["unit_id", *titles], *rows]))


@FILES
@given(st.data())
def test_a_damaged_workbook_gives_a_full_table_or_problems(tmp_path_factory, data: st.DataObject):
    file = xlsx_file(
        tmp_path_factory.mktemp("damaged"), [["unit_id", "3.1", "1.1"], ["a", 5, "Có"], ["b", 6.5, "#N/A"]]
    )
    with zipfile.ZipFile(io.BytesIO(file.read_bytes())) as archive:
        members = {name: bytearray(archive.read(name)) for name in archive.namelist()}
    name = data.draw(st.sampled_from(sorted(members)))
    at = data.draw(st.integers(0, len(members[name]) - 1))
    members[name][at : at + data.draw(st.integers(0, 20))] = data.draw(st.binary(max_size=5))
    with zipfile.ZipFile(file, "w") as archive:
        for member, content in members.items():
            archive.writestr(member, bytes(content))
    full_table_or_problems(file)


@pytest.mark.parametrize("name", ["league-2022.csv"])
def test_the_demonstration_league_is_read_without_a_word(name: str):
    edition = load_edition(SHIPPED).edition
    read = read_values(SHIPPED / "demo" / name, edition)
    assert read.warnings == ()
    assert read.units.height == 20
    assert read.values.height == 20 * 10
    dong_tam = read.values.filter(pl.col("unit_id") == "dong-tam")
    assert dong_tam["value"].to_list() == [11.84, 4.75, 16.62, 6, 11, 5, 10.19, 1.577, 11.49, 9.28]
