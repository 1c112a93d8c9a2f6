"""What the audit says of the published tables: which of their figures disagree, and of no other ones."""

from decimal import Decimal

import polars as pl
import pytest

from parindex import audit_table
from parindex.ranking.audit import Audit, read_spec
from tests.golden.published import FOLDER, comma, published


def table(name: str) -> pl.DataFrame:
    return pl.read_csv(FOLDER / f"{name}.csv", infer_schema=False)


def changed(name: str, column: str, row: int, text: str) -> Audit:
    """The audit of a published table in which one cell says something else."""
    cells = table(name)
    texts = cells[column].to_list()
    texts[row] = text
    return audit_table(cells.with_columns(pl.Series(column, texts)))


@pytest.mark.parametrize(
    ("name", "relations"),
    [
        (
            "binh_duong_2017",
            [
                "“total_max100” = “appraisal_max65” + “xhh_max35”: kiểm tra 9 chỗ, đều khớp",
                "“index_pct” = “total_max100” / 100 × 100: kiểm tra 9 chỗ, đều khớp",
                "hạng “rank” theo “total_max100”: kiểm tra 9 chỗ, đều khớp",
                "dòng “(average)” = trung bình mọi dòng (“index_pct”): kiểm tra 1 chỗ, đều khớp",
            ],
        ),
        (
            "dong_tam_2022",
            [
                "“percent_computed” = “score” / “max” × 100: kiểm tra 11 chỗ, đều khớp",
                "dòng “TOTAL” = tổng mọi dòng (“score”, “max”): kiểm tra 2 chỗ, đều khớp",
            ],
        ),
        (
            "sipas_national",
            [
                "“delta_vs_prev” = “value_pct” trừ “value_pct” của năm liền trước (theo “year”): kiểm tra 4 chỗ, đều khớp"
            ],
        ),
        (
            "class_bands",
            ["xếp loại “group” theo “lower_inclusive”, trong từng “scope”: kiểm tra 28 chỗ, đều khớp"],
        ),
    ],
)
def test_a_right_table_is_found_right_and_its_relations_are_listed(name: str, relations: list[str]):
    found = audit_table(table(name))
    assert found.findings == []
    assert [relation for relation in relations if relation not in found.relations()] == []


def test_of_the_twelve_rows_of_hue_only_a_luoi_is_named_and_it_was_cut_off():
    found = audit_table(table("hue_2020"))
    assert [(one.place.item, one.place.column, one.cause.code) for one in found.findings] == [
        ("UBND huyện A Lưới", "converted_published", "truncation")
    ]
    assert "75,41/92 × 100 = 81,967391, làm tròn là 81,97, bảng in 81,96: cắt bớt thay vì làm tròn" in (
        found.findings[0].text()
    )
    tested = {one.relation.equals: one.tested for one in found.checked if hasattr(one.relation, "times")}
    assert tested["converted_published"] == 12


@pytest.mark.parametrize(
    ("name", "column", "row", "text", "code", "by"),
    [
        ("binh_duong_2017", "total_max100", 2, "80.72", "AU610", "0.45"),
        ("binh_duong_2017", "index_pct", 9, "79.38", "AU680", "0.992222222"),
        ("sipas_national", "delta_vs_prev", 3, "2.85", "AU630", "0.27"),
        ("sipas_national", "value_pct", 8, "83.77", "AU630", "4.6"),
        ("dong_tam_2022", "score", 10, "87.57", "AU610", "-0.177"),
    ],
)
def test_one_changed_figure_is_found(name: str, column: str, row: int, text: str, code: str, by: str):
    found = changed(name, column, row, text).findings
    assert (code, Decimal(by)) in [(one.code, one.by) for one in found if one.by is not None]


def test_two_exchanged_ranks_are_found():
    cells = table("binh_duong_2017").with_columns(
        rank=pl.Series(["1", "2", "3", "4", "6", "5", "7", "8", "9", None])
    )
    found = audit_table(cells).findings
    assert [one.code for one in found] == ["AU650"]
    assert found[0].place.item in ("Thị xã Dĩ An", "Thị xã Bến Cát")


def test_the_printed_changes_of_the_national_indices_are_those_of_their_figures():
    values = {(row["index"], row["year"]): row for row in published("sipas_national")}
    for index, year in (("SIPAS", "2023"), ("SIPAS", "2024"), ("PAR INDEX", "2023"), ("PAR INDEX", "2024")):
        before = values[index, str(int(year) - 1)]["value_pct"]
        now = values[index, year]
        assert Decimal(now["value_pct"]) - Decimal(before) == Decimal(now["delta_vs_prev"])


def test_the_satisfaction_of_2019_was_printed_alike_in_both_years():
    cells = {"Chỉ số": ["SIPAS", "SIPAS"], "Năm": ["2019", "2019"], "Giá trị": ["84,45", "{again}"]}
    spec = read_spec("relations: [{reprint: {key: [Chỉ số, Năm], columns: [Giá trị]}}]")
    for again, codes in (("84,45", []), ("85,45", ["AU690"])):
        printed = pl.DataFrame({**cells, "Giá trị": ["84,45", again]})
        assert [one.code for one in audit_table(printed, spec).findings] == codes


def test_a_form_whose_maxima_sum_to_99_55_lacks_0_45_points():
    lines = [row for row in published("dong_tam_2022") if row["code"] != "TOTAL"]
    maxima = [comma(row["max"], 1) for row in lines]
    form = {"Mã": [row["code"] for row in lines], "Lĩnh vực": [row["domain"] for row in lines]}
    assert audit_table(pl.DataFrame({**form, "Điểm tối đa": maxima})).findings == []
    maxima[6] = "11,05"  # of the digital government, which has 11,5
    [found] = audit_table(pl.DataFrame({**form, "Điểm tối đa": maxima})).findings
    assert (found.code, found.computed, found.by) == ("AU670", Decimal("99.55"), Decimal("0.45"))
    assert "Xây dựng chính quyền điện tử, chính quyền số 11,05 có thể là 11,50" in found.text()


def test_the_classes_of_lao_cai_follow_the_published_bands_and_55_points_are_tot():
    spec = read_spec(
        "relations: [{class: {points: score, class: class_published, bands: {Tốt: 55, Khá: 45, TB: 35, Yếu: 0}}}]"
    )
    found = audit_table(table("lao_cai_2015"), spec)
    assert (found.findings, found.checked[0].tested) == ([], 9)


@pytest.mark.parametrize(
    ("year", "groups"), [("2015", 3), ("2018", 4), ("2020", 3), ("2023", 3), ("2024", 3)]
)
def test_the_groups_of_each_year_hold_all_63_provinces(year: str, groups: int):
    rows = published("class_bands", scope="national provinces", year=year)
    assert len(rows) == groups
    spec = read_spec("relations: [{maxima: {column: n_units, equals: 63}}]")
    assert audit_table(pl.DataFrame(rows), spec).findings == []
