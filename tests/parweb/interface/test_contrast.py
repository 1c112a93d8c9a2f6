"""Contrast of the colours in tokens.css, computed as WCAG 2.2 defines it, in light and dark."""

import re

import pytest

from parweb.interface import chart_parts
from tests.parweb.interface.static_files import STATIC

TOKENS = (STATIC / "tokens.css").read_text(encoding="utf-8")
SITE = (STATIC / "site.css").read_text(encoding="utf-8")
LIGHT_TEXT, DARK_TEXT = TOKENS.split("@media (prefers-color-scheme: dark)")
COLOUR = re.compile(r"--([a-z0-9-]+):\s*(#[0-9a-f]{6});")
LIGHT = dict(COLOUR.findall(LIGHT_TEXT))
SCHEMES = {"light": LIGHT, "dark": LIGHT | dict(COLOUR.findall(DARK_TEXT))}

BODY = [("text", "page"), ("text", "raised"), ("text", "accent-soft")]
TEXT = [
    *(("text-quiet", "page"), ("text-quiet", "raised"), ("accent", "page"), ("accent", "raised")),
    *(
        ("accent-hover", "page"),
        ("accent-hover", "accent-soft"),
        ("on-accent", "accent"),
        ("on-accent", "accent-hover"),
    ),
    *(("good", "page"), ("good", "good-soft"), ("warn", "page"), ("warn", "warn-soft")),
    *(("bad", "page"), ("bad", "bad-soft"), ("accent", "accent-soft")),
    *((f"class-{n}-ink", f"class-{n}") for n in (1, 2, 3, 4)),
    *(
        (
            ("chart-ink", "page"),
            ("chart-quiet", "page"),
            ("chart-quiet", "chart-band-2"),
            ("chart-ink", "chart-band-1"),
        )
    ),
]
SHAPES = [
    *(("line-strong", "page"), ("line-strong", "raised"), ("focus", "page"), ("class-line", "page")),
    *(
        ("chart-ours", "chart-band-2"),
        ("chart-others", "page"),
        ("chart-late", "page"),
        ("chart-ours", "chart-rest"),
    ),
]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_formula_is_that_of_the_standard():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("ink", "ground"), BODY)
def test_body_text_reaches_aaa(scheme, ink, ground):
    assert contrast(SCHEMES[scheme][ink], SCHEMES[scheme][ground]) >= 7


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_every_other_text_reaches_aa(scheme, ink, ground):
    assert contrast(SCHEMES[scheme][ink], SCHEMES[scheme][ground]) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("shape", "ground"), SHAPES)
def test_borders_of_inputs_the_focus_and_marks_of_charts_reach_three_to_one(scheme, shape, ground):
    assert contrast(SCHEMES[scheme][shape], SCHEMES[scheme][ground]) >= 3


def test_the_four_classes_keep_their_order_in_greyscale():
    greys = [luminance(LIGHT[f"class-{n}"]) for n in (1, 2, 3, 4)]
    assert greys == sorted(greys)
    assert all(contrast(LIGHT[f"class-{n}"], LIGHT[f"class-{n + 1}"]) >= 1.5 for n in (1, 2, 3))


def test_each_class_has_a_pattern_of_its_own_beside_its_word():
    patterns = [
        re.search(rf"class-badge--{n}::before {{([^}}]+)}}", SITE)[1].split("(")[0] for n in (1, 2, 3, 4)
    ]
    assert len(set(re.sub(r"class-\d", "", SITE[SITE.index("class-badge--2") :][:400]).split("90deg"))) == 2
    assert [("gradient" in one) for one in patterns] == [False, True, True, True]


def test_charts_are_drawn_in_the_colours_of_the_tokens_and_each_has_a_dark_one():
    tokens = {value for name, value in LIGHT.items() if name.startswith("chart-")}
    assert tokens == set(chart_parts.PALETTE)
    rules = (STATIC / "charts.css").read_text(encoding="utf-8")
    for name, value in LIGHT.items():
        if name.startswith("chart-"):
            assert f'[fill="{value}"] {{ fill: var(--{name}); }}' in rules
            assert f'[stroke="{value}"] {{ stroke: var(--{name}); }}' in rules
            assert SCHEMES["dark"][name] != value


def test_every_colour_outside_the_tokens_is_black_white_or_of_paper():
    for name in ("site.css",):
        assert re.findall(r"#[0-9a-fA-F]{3,8}\b", (STATIC / name).read_text(encoding="utf-8")) == []


def test_every_token_used_is_defined():
    defined = set(re.findall(r"--([a-z0-9-]+):", TOKENS))
    for path in STATIC.glob("*.css"):
        assert set(re.findall(r"var\(--([a-z0-9-]+)\)", path.read_text(encoding="utf-8"))) <= defined


def test_lines_are_high_enough_for_stacked_diacritics():
    assert float(re.search(r"--line: ([0-9.]+)", TOKENS)[1]) >= 1.5
