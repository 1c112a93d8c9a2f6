"""In which domains a unit is strong or weak: those with points; bonus and penalty are none of them."""

from decimal import Decimal

from parweb.portal.pictures import domain_picture
from parweb.results.models import Place, Run, RunUnit
from parweb.results.queries.unit_result import Line, UnitResult

FACTS = {"threshold": None, "decimals": 2}


def line(code: str, percent: str | None, mean: str, *, is_base: bool = True) -> Line:
    share = None if percent is None else Decimal(percent)
    place = Place(criterion_id=code, points=share and share / 10, max_points=Decimal(10), percent=share)
    return Line(code, f"Lĩnh vực {code}", place, Decimal(5), Decimal(10), Decimal(mean), None, False, is_base)


def result(*lines: Line) -> UnitResult:
    total = line("total", "60", "50")
    return UnitResult(Run(facts=FACTS), RunUnit(), "vi", total, lines, (), (), ())


def test_bonus_points_are_neither_strong_nor_weak_nor_counted():
    found = result(line("1", "80", "70"), line("2", "60", "70"), line("9", "17", "5", is_base=False))
    assert [one.code for one in found.strong] == ["1"]
    assert [one.code for one in found.weak] == ["2"]
    assert domain_picture(found).title == "1/2 lĩnh vực cao hơn trung bình chung."
    without = result(line("1", "80", "70"), line("9", "0", "5", is_base=False))
    assert without.weak == []


def test_a_domain_without_points_is_not_counted():
    assert domain_picture(result(line("1", "80", "70"), line("2", None, "70"))).title.startswith("1/1 ")
    assert domain_picture(result(line("1", None, "70"))).title == "Chưa lĩnh vực nào có điểm."
