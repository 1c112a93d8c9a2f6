"""Charts drawn as plain SVG: bars as long as their counts, a line as high as its shares, words for all."""

import re
from xml.etree import ElementTree as ET

from parweb.dossiers.drawing import Month, month_columns, split_bars
from parweb.interface.chart_data import Split

SVG = "{http://www.w3.org/2000/svg}"
KINDS = ["Trước hạn", "Đúng hạn", "Quá hạn"]


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314  # drawn by ourselves


def bars(svg: str, colour: str) -> list[float]:
    """Lengths of the bars of a colour, without the sign of the legend."""
    found = [one for one in parsed(svg).iter(f"{SVG}rect") if one.get("fill") == colour]
    return [float(one.get("width", 0)) for one in found][1:]


def words(svg: str) -> list[str]:
    return [one.text or "" for one in parsed(svg).iter(f"{SVG}text")]


def test_a_bar_is_as_long_as_its_count():
    svg = split_bars("Nhan đề", [Split("Xã A", (50, 30, 20)), Split("Xã B", (0, 40, 10))], KINDS)
    assert bars(svg, "#0b4a92") == [180.0]
    assert bars(svg, "#7fabd9") == [108.0, 144.0]
    assert bars(svg, "#a8470c") == [72.0, 36.0]
    assert words(svg) == [*KINDS, "Xã A", "100", "Xã B", "50"]


def test_a_chart_says_its_title_and_its_numbers_to_those_who_listen():
    root = parsed(split_bars("Nhan đề", [Split("Xã A & B", (1_000, 0, 0))], KINDS))
    assert (root.findtext(f"{SVG}title"), root.findtext(f"{SVG}desc")) == ("Nhan đề", "Xã A & B: 1.000")


def test_a_chart_of_nothing_is_drawn():
    assert words(split_bars("x", [], KINDS)) == KINDS
    assert words(split_bars("x", [Split("Xã A", (0, 0, 0))], KINDS)) == [*KINDS, "Xã A", "0"]


def test_a_month_without_anything_resolved_leaves_a_gap_in_the_line():
    months = [
        Month("01/26", (90, 0, 10), 90.0),
        Month("02/26", (0, 0, 0), None),
        Month("03/26", (10, 0, 0), 100.0),
    ]
    svg = month_columns("x", months, KINDS, "Tỷ lệ")
    root = parsed(svg)
    dots = [float(one.get("cy", 0)) for one in root.iter(f"{SVG}circle")][1:]
    assert dots == [69.0, 34.0]  # the axis goes from 80 to 100 %
    assert {"80 %", "100 %", "01/26", "02/26", "03/26"} <= set(words(svg))
    heights = [float(one.get("height", 0)) for one in root.iter(f"{SVG}rect")][3:]
    assert heights == [135.0, 15.0, 15.0]


def test_a_month_of_which_nothing_is_known_has_a_dash_and_says_so():
    months = [Month("01/26", (), None), Month("02/26", (0, 0, 0), None), Month("03/26", (10, 0, 0), 100.0)]
    root = parsed(month_columns("x", months, KINDS, "Tỷ lệ"))
    assert words(ET.tostring(root, encoding="unicode")).count("–") == 1
    dash = next(one for one in root.iter(f"{SVG}text") if one.text == "–")
    assert (dash.get("x"), dash.get("text-anchor")) == ("78.0", "middle")  # the place of the first month
    assert root.findtext(f"{SVG}desc") == "01/26: chưa có số liệu; 02/26: – %; 03/26: 100,00 %"
    heights = [float(one.get("height", 0)) for one in root.iter(f"{SVG}rect")][3:]
    assert heights == [150.0]


def test_a_drawing_holds_nothing_that_a_strict_page_refuses():
    svg = month_columns("x", [Month("01/26", (1, 2, 3), 50.0)], KINDS, "Tỷ lệ")
    assert not re.search(r"style=|<script|on[a-z]+=|href=", svg)
