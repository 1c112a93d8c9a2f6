"""Numbers that columns cannot hold, and files that mean more than they say, are refused when they are read."""

import pytest
from pydantic import ValidationError

from parindex.errors import ProblemsFound
from parindex.frameworks.yaml_lines import parse
from tests.parindex.scoring.scored import edition, leaf


@pytest.mark.parametrize("most", ["1e12", "1000000.5", "1e400"])
def test_a_maximum_above_a_million_points_is_refused(most: str) -> None:
    with pytest.raises(ValidationError):
        edition(leaf("1", most), channels={"a": {"label": "A", "max": 1}})


def test_a_maximum_of_a_million_points_is_held() -> None:
    assert next(edition(leaf("1", 1_000_000)).leaves()).max == 1_000_000


@pytest.mark.parametrize("number", ["1e30", "-1e16", "1e400"])
def test_a_parameter_of_more_than_fifteen_digits_is_refused(number: str) -> None:
    for rule in ({"kind": "count", "each": number}, {"kind": "proportional", "full_at": number}):
        with pytest.raises(ValidationError):
            edition(leaf("1", 1, rule))


def test_aliases_that_repeat_each_other_without_end_are_a_coded_problem() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    with pytest.raises(ProblemsFound) as caught:
        parse("\n".join(lines), "framework.yaml")
    (problem,) = caught.value.problems
    assert (problem.code, "quá nhiều giá trị" in problem.what()) == ("FW001", True)
