"""Single published figures: five decimals, satisfaction as points, the two denominators, printed changes."""

import polars as pl
import pytest

from parindex import audit_table, find_edition, movement
from parindex.frameworks.model import Edition
from tests.golden.published import comma, exactly, printed, published, scored


def test_the_index_of_ho_chi_minh_city_2020_prints_84_70232_with_the_five_decimals_of_its_edition():
    # Huyện Bình Chánh, 13/10/2021: "chỉ số Cải cách hành chính (Par-index) đạt 84,70232 điểm".
    card = scored(find_edition("province-groups@2020"), {"Thành phố Hồ Chí Minh": {"CCHC": "84.70232"}})
    assert card.edition.settings.decimals == 5
    assert printed(card.points("total"), decimals=5) == "84,70232"
    assert printed(card.points("total"), decimals=2) == "84,70"


def test_a_satisfaction_of_91_17_percent_is_exactly_9_117_of_10_points_and_prints_9_12():
    card = scored(find_edition("province@2022"), {"Tỉnh": {"SIPAS": "91.17"}})
    assert exactly(card.points("SIPAS"), card, "Tỉnh", "9.117")
    assert printed(card.points("SIPAS")) == "9,12"


def test_8180_received_dossiers_are_2_more_than_8104_resolved_and_74_pending():
    # Huyện Thanh Trì, 18/02/2023.
    cells = {"Tiếp nhận": ["8.180"], "Đã giải quyết": ["8.104"], "Đang giải quyết": ["74"]}
    [found] = audit_table(pl.DataFrame(cells)).findings
    assert (int(found.printed), int(found.computed), int(found.by)) == (8180, 8178, 2)
    assert found.is_error


NAM_DINH = Edition.model_validate(
    {
        "id": "nam-dinh",
        "year": 2020,
        "title": "Nam Định 2020",
        "channels": {
            "appraisal": {"label": "Thẩm định", "max": 70},
            "xhh": {"label": "Điều tra xã hội học", "max": 30},
        },
        "tree": [
            {
                "code": "TĐ",
                "label": "Thẩm định",
                "max": 70,
                "channel": "appraisal",
                "rule": {"kind": "appraised"},
            },
            {"code": "XHH", "label": "Điều tra", "max": 30, "channel": "xhh", "rule": {"kind": "appraised"}},
        ],
    }
)


def test_62_62_points_of_nam_dinh_are_89_457_percent_of_the_70_appraisal_points_and_were_printed_cut_off():
    # Published 89,45 %; half up it is 89,46 %.
    card = scored(NAM_DINH, {"Sở": {"TĐ": "62.62", "XHH": "0"}})
    assert printed(card.percent("channel:appraisal"), decimals=6) == "89,457143"
    assert printed(card.percent("channel:appraisal")) == "89,46"
    assert printed(card.percent("total")) == "62,62"


def test_both_denominators_stand_beside_each_other_under_their_names():
    card = scored(NAM_DINH, {"Sở": {"TĐ": "62.62", "XHH": "24"}})
    row = card.indices.row(0, named=True)
    assert row["of_everything"] == 86.62
    assert row["of_appraisal"] == pytest.approx(62.62 / 70 * 100, rel=1e-14)


def national(index: str, ref: str, code: str) -> dict[str, object]:
    """Every year of a national index and its scorecard."""
    edition = find_edition(ref)
    rows = published("sipas_national", index=index)
    return {row["year"]: scored(edition, {"Cả nước": {code: row["value_pct"]}}) for row in rows}


@pytest.mark.parametrize(
    ("index", "ref", "code"),
    [("SIPAS", "province@2022", "SIPAS"), ("PAR INDEX", "province-groups@2024", "CCHC")],
)
@pytest.mark.parametrize(("before", "after"), [("2022", "2023"), ("2023", "2024")])
def test_the_printed_change_of_a_national_index_is_in_percentage_points(index, ref, code, before, after):
    cards = national(index, ref, code)
    moved = movement(cards[before], cards[after], years=(int(before), int(after)))
    row = moved.table.filter(criterion_id=code).row(0, named=True)
    [later] = published("sipas_national", index=index, year=after)
    assert row["change_percent"] == float(later["delta_vs_prev"])
    assert comma(str(row["change_relative"])) != comma(later["delta_vs_prev"])
