"""A series over a change of form is broken, unless a bridge is declared."""

from parindex.surveys.instruments.comparing import comparable
from parindex.surveys.instruments.model import Instrument
from parindex.surveys.instruments.parts import Bridge
from parindex.surveys.instruments.registry import load_instrument

OLD, NEW = load_instrument("sipas-users@2017"), load_instrument("sipas-population@2026")


def bridged(**what) -> Instrument:
    bridge = Bridge.model_validate({"to": OLD.ref, "reason": "Nghiên cứu chuyển đổi", **what})
    return NEW.model_copy(update={"bridges": (bridge,)})


def test_the_two_sipas_series_do_not_compare():
    found = comparable(OLD, NEW)
    assert found.is_comparable is False
    assert found.reason.in_() == (
        "chuỗi số liệu bị ngắt giữa sipas-users@2017 và sipas-population@2026: khác nội dung hỏi; không có cầu nối được khai"
    )


def test_the_same_form_in_another_year_compares_in_all_its_factors():
    next_year = NEW.model_copy(update={"year": 2027, "version": "2027.1"})
    found = comparable(NEW, next_year)
    assert found.is_comparable is True
    assert found.factors == {factor.code: factor.code for factor in NEW.factors}


def test_another_aggregation_alone_breaks_the_index_and_leaves_the_factors():
    other = NEW.model_copy(
        update={"year": 2027, "index": NEW.index.model_copy(update={"aggregation": "mean_of_factors"})}
    )
    found = comparable(NEW, other)
    assert found.is_comparable is False
    assert "khác cách gộp chỉ số" in found.reason.in_()
    assert len(found.factors) == 9


def test_other_satisfied_codes_break_everything():
    other = NEW.model_copy(update={"index": NEW.index.model_copy(update={"satisfied": (3, 4, 5)})})
    found = comparable(NEW, other)
    assert (found.is_comparable, dict(found.factors)) == (False, {})


def test_one_word_changed_in_an_item_breaks_its_factor_alone():
    q9 = NEW.by_id["q9"]
    changed = q9.items[0].model_copy(
        update={"label": q9.items[0].label.model_copy(update={"vi": "Khác lời"})}
    )
    matrix = q9.model_copy(update={"items": (changed, *q9.items[1:])})
    questions = tuple(matrix if one.id == "q9" else one for one in NEW.questions)
    found = comparable(NEW, NEW.model_copy(update={"year": 2027, "questions": questions}))
    assert found.is_comparable is False
    assert sorted({factor.code for factor in NEW.factors} - set(found.factors)) == ["I.A"]


def test_a_declared_bridge_lets_the_index_compare_from_either_side():
    assert comparable(bridged(index=True), OLD).is_comparable is True
    assert comparable(OLD, bridged(index=True)).is_comparable is True
    assert "Nghiên cứu chuyển đổi" in comparable(OLD, bridged(index=True)).reason.in_()


def test_a_bridge_for_factors_gives_their_codes_in_the_order_asked_and_not_the_index():
    form = bridged(factors={"II.A": "1"})
    assert comparable(form, OLD).is_comparable is False
    assert comparable(form, OLD).factors == {"II.A": "1"}
    assert comparable(OLD, form).factors == {"1": "II.A"}


def test_a_form_without_an_index_compares_with_nothing():
    form = load_instrument("one-stop-kiosk@2026").model_copy(update={"index": None, "factors": ()})
    assert comparable(form, form).is_comparable is False
