"""Formulas are read to a closed tree; everything else is refused, with the reason and the position."""

import pytest

from parindex.expressions import FormulaError, parse

ONLY = "công thức chỉ được có số, biến, + - * /, so sánh, and, or, not, min, max, abs, if-else"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("x", {"x"}),
        ("x / y * full if y > 0 else 0", {"x", "y", "full"}),
        ("min(x, 2, y) + max(1, z) - abs(-x)", {"x", "y", "z"}),
        ("0.5 * (a + b) / 2", {"a", "b"}),
        ("  x + 1  ", {"x"}),
        ("+x", {"x"}),
    ],
)
def test_a_formula_names_the_variables_it_uses(text: str, names: set[str]):
    expression = parse(text)
    assert (expression.names, expression.is_condition) == (frozenset(names), False)


@pytest.mark.parametrize("text", ["x > 1", "0 <= x < 1", "not x == 1", "x > 1 and (y < 2 or x != y)"])
def test_a_comparison_is_a_condition(text: str):
    assert parse(text).is_condition


def test_a_literal_is_the_decimal_that_is_written():
    assert str(parse("0.1").root.number) == "0.1"
    assert str(parse("1_000").root.number) == "1000"


@pytest.mark.parametrize(
    ("text", "reason", "position"),
    [
        ("x + * 2", "công thức viết sai cú pháp", 5),
        ("", "công thức viết sai cú pháp", 1),
        ("x, y", ONLY, 1),
        ("x.real", ONLY, 1),
        ("x[0]", ONLY, 1),
        ("[x]", ONLY, 1),
        ("lambda: 1", ONLY, 1),
        ("(y := 2)", ONLY, 2),
        ("f'{x}'", ONLY, 1),
        ("[v for v in x]", ONLY, 1),
        ("x ** 2", "phép tính này không dùng được; chỉ có + - * /", 1),
        ("x // 2", "phép tính này không dùng được; chỉ có + - * /", 1),
        ("1 + x % 2", "phép tính này không dùng được; chỉ có + - * /", 5),
        ("~x", "phép tính này không dùng được; chỉ có + - * /", 1),
        ("x is y", "phép so sánh này không dùng được; chỉ có < <= > >= == !=", 1),
        ("x in y", "phép so sánh này không dùng được; chỉ có < <= > >= == !=", 1),
        ("exec(x)", "hàm này không có; chỉ có min, max, abs", 1),
        ("__import__('os').system('x')", "hàm này không có; chỉ có min, max, abs", 1),
        ("x.max(1)", "hàm này không có; chỉ có min, max, abs", 1),
        ("min(x, y, key=abs)", "hàm này không có; chỉ có min, max, abs", 1),
        ("1 + min(x)", "số đối số của hàm không đúng", 5),
        ("abs(x, y)", "số đối số của hàm không đúng", 1),
        ("min(*x, y)", ONLY, 5),
        ("'text'", "chỉ số mới được đứng ở đây", 1),
        ("True", "chỉ số mới được đứng ở đây", 1),
        ("2j * x", "chỉ số mới được đứng ở đây", 1),
        ("1e999", "chỉ số mới được đứng ở đây", 1),
        ("(x > 1) + 2", "ở đây cần một số, không phải một điều kiện", 2),
        ("x > (y < 1)", "ở đây cần một số, không phải một điều kiện", 6),
        ("x and y", "ở đây cần một điều kiện (so sánh), không phải một số", 1),
        ("not x", "ở đây cần một điều kiện (so sánh), không phải một số", 5),
        ("x if y else 0", "ở đây cần một điều kiện (so sánh), không phải một số", 6),
        ("-" * 60 + "x", "công thức lồng nhau quá sâu", 42),
        ("1" + "+1" * 600, "công thức dài quá 1.000 ký tự", 1),
    ],
)
def test_what_is_no_formula_is_refused_with_its_reason_and_position(text: str, reason: str, position: int):
    with pytest.raises(FormulaError) as caught:
        parse(text)
    assert (caught.value.reason, caught.value.position) == (reason, position)


@pytest.mark.parametrize("text", ["(" * 300 + "x" + ")" * 300, "x" + "[" * 400])
def test_a_text_made_to_break_the_reader_is_only_a_wrong_formula(text: str):
    with pytest.raises(FormulaError):
        parse(text)
