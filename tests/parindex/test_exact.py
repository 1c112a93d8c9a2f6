"""Columns hold decimals: what is equal on paper is equal here, and prints the same digits."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from random import Random

import numpy as np
import pytest

from parindex import exact
from parindex.exact import Exact, constant, from_floats, half_up, sign_of_difference, times_over, units_of
from tests.parindex.oracle.chance import chance
from tests.parindex.oracle.rules import printed

ROWS = 4000
BOUND = Fraction(1, 10**20)
"""The error of a quotient, in the unit of the column's whole numbers times 1e9."""


def column(*numbers: str | float) -> Exact:
    return from_floats(np.array([float(number) for number in numbers]))


def fractions(x: Exact) -> list[Fraction]:
    whole = np.atleast_1d(x.whole).tolist()
    part = np.zeros(len(whole)) if x.part is None else np.broadcast_to(x.part, (len(whole),))
    return [(Fraction(w) + Fraction(float(p))) / 10**x.places for w, p in zip(whole, part, strict=True)]


def said(*numbers: str) -> list[Fraction]:
    return [Fraction(Decimal(number)) for number in numbers]


def decimals(rng: Random, count: int, digits: int, places: int) -> list[Decimal]:
    return [
        Decimal(rng.randint(-(10**digits), 10**digits)).scaleb(-rng.randint(0, places)) for _ in range(count)
    ]


class TestReading:
    @pytest.mark.parametrize(
        "number",
        [
            "0",
            "0.1",
            "-0.1",
            "18.5",
            "87.747",
            "0.000000001",
            "123456.789012345",
            "-7.000000001",
            "999999999999999",
        ],
    )
    def test_a_float_is_read_as_the_decimal_it_prints(self, number: str):
        assert fractions(column(number)) == said(number)

    @pytest.mark.parametrize(
        ("noisy", "meant"),
        [
            (0.1 + 0.2, "0.3"),
            (0.7000000000000001, "0.7"),
            (1 - 0.9, "0.1"),
            (4.35 * 100, "435"),
            (1.1 * 1.1, "1.21"),
        ],
    )
    def test_the_noise_of_another_programs_arithmetic_does_not_enter(self, noisy: float, meant: str):
        assert fractions(column(noisy)) == said(meant)

    @pytest.mark.parametrize(
        "number",
        [
            "99999.9999999999",  # log10 of it is 5 in binary
            "9999.99999999999",
            "99.9999999999999",
            "0.999999999999999",
            "0.000999999999999999",
            "999999.999999999",
            "0.1234567890123",
        ],
    )
    def test_fifteen_digits_are_kept_even_where_they_are_all_nines(self, number: str):
        x = column(number)
        assert abs(fractions(x)[0] - said(number)[0]) <= Fraction(1, 10**25)
        above = Decimal(number) + Decimal(1).scaleb(Decimal(number).as_tuple().exponent)
        assert sign_of_difference(x, column(str(above))).tolist() == [-1]

    def test_a_third_is_read_to_fifteen_digits(self):
        assert abs(fractions(column(1 / 3))[0] - said("0.333333333333333")[0]) < Fraction(1, 10**25)

    @pytest.mark.parametrize("other", [1, 0.25, 1 / 3, 0.123456789, 123456789.123456, 5e14])
    @pytest.mark.parametrize(
        "number", ["0.7", "70", "1234567.1234567891", "12345678.123", "33.3333333333333"]
    )
    def test_a_number_means_the_same_beside_any_other(self, number: str, other: float):
        alone = fractions(column(number))[0]
        beside = fractions(column(number, other))[0]
        assert abs(alone - beside) < Fraction(1, 10**18)
        assert alone == beside or Decimal(format(float(number), ".15g")).as_tuple().exponent < -3

    def test_a_tiny_number_keeps_its_size_beside_a_huge_one(self):
        found = fractions(column("1234567890.12345", "0.00000001"))
        meant = said("1234567890.12345", "0.00000001")
        assert [abs(x - y) < BOUND * 10 for x, y in zip(found, meant, strict=True)] == [True, True]

    def test_thousands_of_random_decimals_are_read_exactly(self):
        rng = chance(1)
        for digits, places in ((14, 0), (14, 2), (14, 4), (14, 9), (6, 9), (8, 9)):
            numbers = decimals(rng, ROWS, digits, places)
            found = fractions(from_floats(np.array(numbers, dtype=np.float64)))
            bound = 10 * BOUND if digits == 14 and places > 3 else 0  # too wide for int64 with nine decimals
            assert max(abs(x - Fraction(n)) for x, n in zip(found, numbers, strict=True)) <= bound

    def test_a_column_goes_back_to_the_floats_it_came_from(self):
        floats = np.array([0.1, 18.5, 87.747, 1e14, -3.25, 0.0])
        assert exact.to_floats(from_floats(floats)).tolist() == floats.tolist()


class TestArithmetic:
    def test_one_tenth_and_two_tenths_are_three_tenths(self):
        assert exact.equal(exact.add(column(0.1), column(0.2)), column(0.3)).tolist() == [True]

    def test_seven_of_ten_reaches_seventy_percent(self):
        percent = times_over(column(7, 14, 6.999999999, 700), constant(100), column(10, 20, 10, 1000))
        assert exact.at_least(percent, constant(70)).tolist() == [True, True, False, True]

    def test_three_thirds_are_one(self):
        third = times_over(column(1), constant(1), column(3))
        assert exact.equal(exact.total([third, third, third]), constant(1)).tolist() == [True]
        assert exact.total([third, third, third]).part is None

    @pytest.mark.parametrize("divisor", [3, 7, 9, 11, 13, 17, 19, 97, 999_983])
    def test_as_many_parts_as_the_divisor_make_the_whole(self, divisor: int):
        part = times_over(column(1), constant(1), column(divisor))
        whole = times_over(part, constant(divisor))
        assert exact.equal(whole, constant(1)).tolist() == [True]

    def test_a_hundred_sevenths_in_any_order_make_one_sum(self):
        rng = chance(2)
        tops = [rng.randint(1, 60) for _ in range(100)]
        shares = [times_over(column(top), constant("0.35"), column(7)) for top in tops]
        rng.shuffle(shares)
        expected = Fraction(35, 700) * sum(tops)
        assert abs(fractions(exact.total(shares))[0] - expected) < BOUND

    def test_products_and_quotients_of_random_decimals_are_within_the_bound_of_the_fractions(self):
        rng = chance(3)
        for places_a, places_b, places_c in [
            (0, 0, 0),
            (2, 2, 0),
            (4, 9, 2),
            (9, 4, 9),
            (9, 9, 9),
            (0, 9, 4),
        ]:
            a, b = decimals(rng, ROWS, 7, places_a), decimals(rng, ROWS, 3, places_b)
            c = decimals(rng, ROWS, 6, places_c)
            c = [number if abs(number) >= 1 else abs(number) + 1 for number in c]
            found = times_over(*(from_floats(np.array(x, dtype=np.float64)) for x in (a, b, c)))
            unit = Fraction(1, 10 ** (found.places + 11))
            for got, x, y, z in zip(fractions(found), a, b, c, strict=True):
                assert abs(got - Fraction(x) * Fraction(y) / Fraction(z)) <= unit

    def test_equal_quotients_have_equal_whole_units_and_parts(self):
        rng = chance(4)
        top = [rng.randint(0, 9999) for _ in range(ROWS)]
        bottom = [rng.randint(1, 9999) for _ in range(ROWS)]
        times = [rng.randint(2, 99) for _ in range(ROWS)]
        plain = times_over(column(*top), constant(100), column(*bottom))
        wider = times_over(
            column(*(t * k for t, k in zip(top, times, strict=True))),
            constant(100),
            column(*(b * k for b, k in zip(bottom, times, strict=True))),
        )
        assert exact.equal(plain, wider).all()
        assert (plain.whole == wider.whole).all()

    def test_amounts_of_money_divide_as_exactly_as_small_numbers(self):
        percent = times_over(
            column(698_578_382_859, 333_333_333_333), constant(100), column(997_969_118_370, 999_999_999_999)
        )
        assert exact.at_least(percent, constant(70)).tolist() == [True, False]
        assert abs(fractions(percent)[1] - Fraction(100, 3)) < BOUND

    def test_an_amount_of_money_over_a_threshold_in_billions_is_exact(self):
        share = times_over(column("503936699.07047"), constant("2.596191590"), constant(9_750_000_000))
        assert (
            abs(fractions(share)[0] - Fraction("503936699.07047") * Fraction("2.59619159") / 9_750_000_000)
            < BOUND
        )

    def test_a_count_over_a_number_with_nine_decimals_is_exact(self):
        percent = times_over(column(5, 1), constant(100), column("0.123456789", "300000.000000003"), 12)
        assert [
            abs(got - want) < BOUND
            for got, want in zip(
                fractions(percent),
                [500 / Fraction("0.123456789"), 100 / Fraction("300000.000000003")],
                strict=True,
            )
        ] == [True, True]

    def test_what_outgrows_the_columns_stays_at_the_edge_and_spoils_no_other_row(self):
        x = times_over(column(1e14, 7, -1e14), constant(1_000_000), column(0.000000001, 10, 0.000000001))
        assert exact.at_least(x, constant(1_000_000)).tolist() == [True, False, False]
        assert exact.at_least(x, constant(700_000)).tolist() == [True, True, False]
        assert exact.to_floats(x).tolist() == [4e18, 700_000.0, -4e18]

    def test_a_sum_of_more_than_int64_holds_is_taken_in_coarser_units(self):
        million = from_floats(np.full(100_000, 123_456_789.123456))
        roomy = exact.with_room_for(million, 100_000)
        assert roomy.whole.sum() == 12_345_678_912_345 * 100_000
        assert (roomy.places, roomy.part[0]) == (5, 0.6)
        assert exact.with_room_for(column(1, 2), 10).places == 0

    def test_the_smaller_and_the_larger_are_chosen_row_by_row(self):
        a, b = times_over(column(1, 2, 3), constant(1), column(3, 3, 3)), column(0.3333333333, 0.7, 1)
        assert [round(float(x), 9) for x in fractions(exact.smaller(a, b))] == [0.333333333, 0.666666667, 1.0]
        assert [round(float(x), 9) for x in fractions(exact.larger(a, b))] == [0.333333333, 0.7, 1.0]
        assert sign_of_difference(a, b).tolist() == [1, -1, 0]

    @pytest.mark.parametrize("places", [(0, 9), (2, 4), (9, 2)])
    def test_columns_of_different_units_are_compared_as_numbers(self, places: tuple[int, int]):
        rng = chance(5)
        a, b = (decimals(rng, ROWS, 8, place) for place in places)
        b = [x if rng.random() < 0.3 else y for x, y in zip(a, b, strict=True)]
        found = sign_of_difference(*(from_floats(np.array(x, dtype=np.float64)) for x in (a, b)))
        assert found.tolist() == [(x > y) - (x < y) for x, y in zip(a, b, strict=True)]


class TestThresholds:
    @pytest.mark.parametrize("threshold", ["70", "33.3", "66.666666667", "0.000000001", "99.5"])
    @pytest.mark.parametrize("step", ["0.000000001", "0.0000000000001"])
    def test_just_below_is_below_and_the_threshold_itself_is_reached(self, threshold: str, step: str):
        at, small = Decimal(threshold), Decimal(step)
        x = column(str(at - small), str(at), str(at + small))
        assert exact.at_least(x, constant(threshold)).tolist() == [False, True, True]

    def test_two_numbers_a_hundred_quintillionth_apart_are_one_number(self):
        x = Exact(np.array([5, 5]), np.array([0.5, 0.5 + 1e-12]))
        assert exact.equal(x.rows(np.array([0])), x.rows(np.array([1]))).tolist() == [True]

    def test_two_numbers_a_tenth_of_a_quintillionth_apart_are_two(self):
        x = Exact(np.array([5, 5]), np.array([0.5, 0.5 + 1e-10]))
        assert sign_of_difference(x.rows(np.array([0])), x.rows(np.array([1]))).tolist() == [-1]


class TestRounding:
    @pytest.mark.parametrize(
        ("number", "places", "units"),
        [
            ("87.745", 2, 8775),
            ("87.7449999999", 2, 8774),
            ("87.747", 2, 8775),
            ("0.5", 0, 1),
            ("-0.5", 0, -1),
            ("-0.4999999999", 0, 0),
            ("2.5", 0, 3),
            ("44.40625", 2, 4441),
            ("84.70232", 5, 8470232),
            ("12345678901.25", 1, 123456789013),
            ("0.0000000005", 9, 1),
            ("0.0000000004", 9, 0),
        ],
    )
    def test_half_goes_up_away_from_zero(self, number: str, places: int, units: int):
        assert units_of(column(number), places).tolist() == [units]

    def test_two_thirds_round_up_at_the_ninth_decimal(self):
        assert units_of(times_over(column(2, -2), constant(1), column(3, 3)), 9).tolist() == [
            666666667,
            -666666667,
        ]

    def test_a_rounded_column_is_the_number_it_prints(self):
        assert fractions(half_up(column("87.745", "-2.5", "12345678901.55"), 1)) == said(
            "87.7", "-2.5", "12345678901.6"
        )

    @pytest.mark.parametrize("places", range(10))
    def test_random_decimals_round_as_decimal_arithmetic_does(self, places: int):
        numbers = decimals(chance(6), ROWS, 9, 9)
        found = units_of(from_floats(np.array(numbers, dtype=np.float64)), places).tolist()
        unit = Decimal(1).scaleb(-places)
        assert found == [int(n.quantize(unit, ROUND_HALF_UP).scaleb(places)) for n in numbers]

    @pytest.mark.parametrize("places", range(7))
    def test_random_quotients_round_as_fractions_do_even_on_the_half(self, places: int):
        rng = chance(7)
        bottom = [rng.choice((2, 3, 4, 6, 7, 8, 16, 40, 999)) for _ in range(ROWS)]
        top = [rng.randint(-5000, 5000) for _ in range(ROWS)]
        found = units_of(times_over(column(*top), constant("2.5"), column(*bottom)), places).tolist()
        assert found == [printed(Fraction(5 * t, 2 * b), places) for t, b in zip(top, bottom, strict=True)]


def test_a_table_of_decimals_is_looked_up_by_number():
    assert fractions(
        exact.lookup((Decimal("0.5"), Decimal(2), Decimal("1.75")), np.array([2, 0, 1, 2]))
    ) == said("1.75", "0.5", "2", "1.75")


def test_a_constant_keeps_the_decimal_it_was_made_of():
    assert fractions(constant("18.50")) == said("18.5")
    assert fractions(constant(Decimal("-0.125"))) == said("-0.125")
    assert fractions(constant(Decimal("1E+3"))) == said("1000")


def test_a_half_beyond_the_ninth_decimal_is_rounded_up_too():
    nano, two = exact.constant("1e-9"), exact.constant(2)
    quotients = exact.times_over(exact.from_floats(np.array([1.0, 3.0, -1.0])), nano, two)
    assert exact.half_up(quotients, 9).whole.tolist() == [1, 2, -1]
    assert exact.half_up(
        exact.times_over(quotients, exact.constant(2), exact.constant(3)), 9
    ).whole.tolist() == [0, 1, 0]


def test_a_quotient_of_fifteen_digit_numbers_keeps_its_ninth_decimal_and_more():
    tops, bottoms = (
        exact.from_floats(np.array(values)) for values in ([123456789012345.0], [987654321098765.0])
    )
    share = exact.times_over(tops, exact.constant(100), bottoms)
    assert share.whole.tolist() == [Fraction(123456789012345 * 100 * 10**9, 987654321098765).__floor__()]
    rest = Fraction(123456789012345 * 100 * 10**9, 987654321098765) - share.whole.tolist()[0]
    assert share.part is not None
    assert abs(Fraction(share.part.tolist()[0]) - rest) < Fraction(1, 10**12)
