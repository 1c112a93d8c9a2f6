"""Thừa Thiên Huế 2020: points that do not apply leave the denominator, the rest is converted to the maximum."""

from decimal import Decimal

import polars as pl
import pytest

from parindex import audit_table, find_edition, rank
from parindex.scoring.scorecard import Scorecard
from tests.golden.published import FOLDER, comma, exactly, printed, published, scored

TABLES = {"readiness": "district-hue-readiness@2020", "result": "district-hue-result@2020"}
ROWS = published("hue_2020")


def points_of(row: dict[str, str], excluded_leaf: str) -> dict[str, str | None]:
    """Split the published points: the part that may not apply is full where it applies.

    Only the sum was published; how it is split does not change the total.
    """
    if row["points_excluded"] != "0":
        return {"1": row["score"], "2": None}
    return {"1": str(Decimal(row["score"]) - Decimal(excluded_leaf)), "2": excluded_leaf}


def card_of(table: str) -> Scorecard:
    edition = find_edition(TABLES[table])
    excluded_leaf = str(next(leaf.max for leaf in edition.edition.leaves() if leaf.code == "2"))
    rows = published("hue_2020", table=table)
    return scored(edition, {row["unit"]: points_of(row, excluded_leaf) for row in rows})


@pytest.fixture(scope="module")
def cards():
    return {table: card_of(table) for table in TABLES}


def converted(cards: dict[str, Scorecard], row: dict[str, str]) -> str:
    card = cards[row["table"]]
    return printed(card.points("total"), card.unit_number(row["unit"]))


def test_eleven_of_twelve_converted_scores_are_as_published_and_a_luoi_alone_was_cut_off(cards):
    assert len(ROWS) == 12
    differing = {
        (row["table"], row["unit"]): (converted(cards, row), comma(row["converted_published"]))
        for row in ROWS
        if converted(cards, row) != comma(row["converted_published"])
    }
    assert differing == {("result", "UBND huyện A Lưới"): ("81,97", "81,96")}


def test_the_figure_of_a_luoi_is_what_cutting_off_after_two_decimals_gives(cards):
    card = cards["result"]
    assert printed(card.points("total"), card.unit_number("UBND huyện A Lưới"), 6) == "81,967391"


def test_the_city_of_hue_gets_42_63_of_48_points_which_is_exactly_44_40625_of_50(cards):
    card = cards["readiness"]
    assert exactly(card.points("total"), card, "UBND thành phố Huế", "44.40625")


def test_the_points_left_out_stand_beside_the_unit_as_published(cards):
    for table, card in cards.items():
        left_out = dict(card.excluded.select("unit_id", "max_points").rows())
        rows = published("hue_2020", table=table)
        assert left_out == {
            row["unit"]: float(row["points_excluded"]) for row in rows if row["points_excluded"] != "0"
        }
    assert cards["readiness"].excluded.height == 1
    assert cards["result"].excluded.height == 3


def test_what_the_published_rate_prints_is_the_index_in_percent(cards):
    for row in ROWS:
        card, rate = cards[row["table"]], row["rate_published"].rstrip("%")
        decimals = len(rate.partition(",")[2])
        got = printed(card.percent("total"), card.unit_number(row["unit"]), decimals)
        assert got == ("81,97" if row["unit"].endswith("A Lưới") and row["table"] == "result" else rate)


def test_converted_points_put_the_city_of_hue_above_phong_dien_which_had_more_before(cards):
    ranks = dict(rank(cards["readiness"], criteria=["total"]).select("unit_id", "rank").rows())
    assert (ranks["UBND thành phố Huế"], ranks["UBND huyện Phong Điền"]) == (8, 9)


def test_the_audit_of_the_published_table_names_that_row_and_truncation_as_the_cause():
    table = pl.read_csv(FOLDER / "hue_2020.csv", infer_schema=False)
    audit = audit_table(table)
    cut_off = [one for one in audit.findings if one.cause.code == "truncation"]
    assert {one.place.row for one in audit.findings} == {13}
    assert [(one.place.row, one.place.column) for one in cut_off] == [(13, "converted_published")]
    assert table.row(13 - 2, named=True)["unit"] == "UBND huyện A Lưới"
