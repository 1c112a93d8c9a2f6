"""Charts: what is drawn, what is never in the picture, and that the same data gives the same bytes."""

import functools
import re
import subprocess
import sys
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from altair.vegalite.v6.schema.core import Root
from django.core.cache import cache
from django.template import Context, Template
from django.utils import translation
from django.utils.safestring import SafeString
from jsonschema import ValidationError

from parweb.interface import chart_parts, charts
from parweb.interface.charts import Band, Change, Domain, Loss, PhaseCount, Split, Standing
from parweb.interface.charts_cache import cached, chart_svg, digest_of
from parweb.interface.svg import finished

SVG = "{http://www.w3.org/2000/svg}"
BANDS = [Band("Tốt", 90), Band("Khá", 80), Band("Trung bình", 65), Band("Yếu", 0)]
LEAGUE = [
    Standing("Xã Đồng Tâm", Decimal("87.747"), 1),
    Standing("Xã Yên Thế", Decimal("80.5"), 2, is_ours=True, low=78, high=83),
    Standing("Phường Chợ Rã", Decimal("80.5"), 2),
    Standing("Xã Bắc Sơn", 61, 4),
]
DOMAINS = [Domain("Thể chế", 7, 10, mean=8, best=9.5, threshold=6), Domain("Chính quyền số", None, 12)]
CHANGES = [
    Change("Thể chế", 6, Decimal("7.5"), 10),
    Change("Thủ tục", 18, 17, 20),
    Change("Tài chính", 5, 5, 10),
]
LOSSES = [
    Loss("3.2.1 Hồ sơ đúng hạn", Decimal("1.25"), True, "Một cửa", date(2026, 3, 2)),
    Loss("1.4 Sáng kiến", 1, False),
]
PHASES = [PhaseCount("Tự chấm", 3000, 200, 21, 100), PhaseCount("Ký", 0, 0, 3321)]

DRAWN = {
    "ranked_dots": lambda: charts.ranked_dots("Xếp hạng", LEAGUE, 100, BANDS),
    "long league": lambda: charts.ranked_dots("Xếp hạng", league_of(3321), 100, BANDS),
    "domain_bullets": lambda: charts.domain_bullets("Lĩnh vực", DOMAINS),
    "year_slopes": lambda: charts.year_slopes("Thay đổi", CHANGES, "2025", "2026"),
    "lost_points": lambda: charts.lost_points("Điểm mất", LOSSES),
    "split_counts": lambda: charts.split_counts(
        "Hồ sơ",
        [Split("Tháng 1/2026", (120, 6, 1)), Split("Tháng 2/2026", (0, 0, 0))],
        ["Trước", "Đúng", "Trễ"],
        "hồ sơ",
    ),
    "phase_progress": lambda: charts.phase_progress("Tiến độ", PHASES),
}


def league_of(count: int) -> list[Standing]:
    return [Standing(f"Xã {n}", 95 - n * 0.01, n, is_ours=n == 2100) for n in range(1, count + 1)]


def tree(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314  # drawn by ourselves


def texts(svg: str) -> list[str]:
    return ["".join(one.itertext()) for one in tree(svg).iter(f"{SVG}text")]


@functools.cache
def drawn(name: str) -> str:
    return DRAWN[name]()


@pytest.fixture(params=DRAWN, ids=list(DRAWN))
def svg(request) -> str:
    return drawn(request.param)


def test_a_picture_has_shapes_and_texts_only(svg):
    allowed = {
        *("svg", "g", "path", "rect", "line", "text", "tspan", "circle", "defs", "clipPath"),
        "title",
        "desc",
    }
    assert {element.tag.removeprefix(SVG) for element in tree(svg).iter()} <= allowed
    names = {name for element in tree(svg).iter() for name in element.attrib}
    assert not {name for name in names if name == "style" or name.startswith("on") or "href" in name}


def test_a_picture_asks_nothing_of_the_network(svg):
    assert re.findall(r"https?://[^\"' ]+", svg.replace("http://www.w3.org/2000/svg", "")) == []


def test_a_picture_has_a_title_and_a_description_that_name_it(svg):
    root = tree(svg)
    title, description = root[0], root[1]
    assert (title.tag, description.tag) == (f"{SVG}title", f"{SVG}desc")
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == title.get("id")
    assert root.get("aria-describedby") == description.get("id")
    assert description.text


def test_a_picture_uses_the_served_font_and_the_palette_alone(svg):
    root = tree(svg)
    fonts = {one.get("font-family") for one in root.iter(f"{SVG}text")}
    colours = {one.get(name) for one in root.iter() for name in ("fill", "stroke")} - {
        None,
        "none",
        "transparent",
    }
    assert fonts == {"Noto Sans, system-ui, sans-serif"}
    assert colours <= set(chart_parts.PALETTE)


def test_a_picture_is_safe_to_show_and_small(svg):
    assert isinstance(svg, SafeString)
    assert len(svg) < 60_000


def test_the_same_data_gives_the_same_bytes():
    assert DRAWN["domain_bullets"]() == drawn("domain_bullets")


def test_two_pictures_on_one_page_share_no_id():
    ids = [set(re.findall(r'id="([^"]+)"', drawn(name))) for name in ("year_slopes", "lost_points")]
    assert ids[0] & ids[1] == set()
    assert all(ids)


def test_a_league_is_drawn_in_the_order_given_with_ties_marked():
    shown = texts(charts.ranked_dots("Xếp hạng", LEAGUE, 100, BANDS))
    names = [text for text in shown if "Xã" in text or "Phường" in text]
    assert names == ["1. Xã Đồng Tâm", "2= Xã Yên Thế", "2= Phường Chợ Rã", "4. Xã Bắc Sơn"]
    assert [text for text in shown if "," in text] == ["87,75", "80,50", "80,50", "61,00"]
    assert {"Tốt", "Khá", "Trung bình", "Yếu"} <= set(shown)


def test_our_unit_is_marked_by_weight_and_not_by_colour_alone():
    root = tree(charts.ranked_dots("Xếp hạng", LEAGUE, 100, BANDS))
    weights = {"".join(one.itertext()): one.get("font-weight") for one in root.iter(f"{SVG}text")}
    assert weights["2= Xã Yên Thế"] == "600"
    assert weights["1. Xã Đồng Tâm"] in {None, "400"}


def test_the_description_says_where_our_unit_stands():
    root = tree(charts.ranked_dots("Xếp hạng", LEAGUE, 100))
    assert root[1].text == "4 đơn vị xếp theo điểm. Xã Yên Thế: hạng 2, 80,50 điểm"


def test_two_units_of_one_name_keep_a_row_each():
    shown = texts(
        charts.ranked_dots("x", [Standing("Xã Tân Lập", 80, 1), Standing("Xã Tân Lập", 70, 2)], 100)
    )
    assert [text for text in shown if "Tân Lập" in text] == ["1. Xã Tân Lập", "2. Xã Tân Lập"]


def test_a_long_league_becomes_a_curve_that_names_our_unit_only():
    shown = texts(drawn("long league"))
    assert "Xã 2100: 74,00" in shown
    assert [text for text in shown if text.startswith("Xã ")] == ["Xã 2100: 74,00"]


def test_a_missing_domain_has_a_dash_and_no_bar_of_ours():
    shown = texts(drawn("domain_bullets"))
    assert "7,00/10" in shown
    assert "–/12" in shown


def test_a_change_is_signed_and_no_change_is_not():
    shown = texts(drawn("year_slopes"))
    assert {"+1,50", "−1,00", "0,00"} <= set(shown)
    assert {"2025", "2026"} <= set(shown)


def test_a_loss_names_points_owner_and_deadline():
    shown = texts(drawn("lost_points"))
    assert "1,25 · Một cửa · 02/03/2026" in shown
    assert {"Lấy lại được", "Không lấy lại được"} <= set(shown)


def test_a_phase_says_how_many_of_how_many():
    assert {"3.000/3.321", "0/3.321"} <= set(texts(drawn("phase_progress")))


def test_a_split_names_its_kinds_and_how_many_there_are_in_all():
    assert {"127", "0", "Trước", "Đúng", "Trễ", "hồ sơ"} <= set(texts(drawn("split_counts")))


@pytest.mark.parametrize(
    "name",
    ["<script>alert(1)</script>", "]]>&'\"", "a\x00b\x1b", "datum.url || ''", "x\u202ey", "|" * 200, ""],
)
def test_a_hostile_name_is_only_a_text(name):
    svg = charts.lost_points(name, [Loss(name, 1, True, name)])
    root = tree(svg)
    assert not list(root.iter(f"{SVG}script"))
    assert "<script" not in svg
    assert "\x00" not in svg


def test_nothing_to_draw_is_still_a_picture():
    for draw in (
        lambda: charts.ranked_dots("x", [], 100, BANDS),
        lambda: charts.domain_bullets("x", []),
        lambda: charts.year_slopes("x", [], "2025", "2026"),
        lambda: charts.lost_points("x", []),
        lambda: charts.phase_progress("x", []),
    ):
        assert tree(draw()).tag == f"{SVG}svg"


def test_english_pictures_have_english_words_and_numbers():
    with translation.override("en"):
        shown = texts(charts.ranked_dots("Ranking", LEAGUE, 100))
    assert "87.75" in shown
    assert "points" in shown


def test_the_engine_of_drawing_refuses_what_lies_elsewhere():
    import altair as alt

    chart = alt.Chart(alt.UrlData(url="http://127.0.0.1:9/x.json")).mark_point().encode(x="x:Q")
    with pytest.raises(ValueError, match="not allowed"):
        chart_parts.draw(chart, "x", "x")


def test_a_picture_becomes_png_for_documents():
    assert chart_parts.as_png(drawn("year_slopes")).startswith(b"\x89PNG")


def test_a_chart_is_drawn_once_and_kept_per_language():
    cache.clear()
    calls: list[str] = []

    def picture(title: str, rows: list[Loss]) -> SafeString:
        calls.append(title)
        return SafeString(f"<svg>{title} {len(rows)}</svg>")

    assert [cached(picture, "A", LOSSES) for _ in range(3)] == ["<svg>A 2</svg>"] * 3
    assert calls == ["A"]
    with translation.override("en"):
        cached(picture, "A", LOSSES)
    assert cached(picture, "A", LOSSES[:1]) == "<svg>A 1</svg>"
    assert calls == ["A", "A", "A"]
    cache.clear()


def test_a_chart_can_be_asked_for_by_the_name_of_its_function():
    assert chart_svg("lost_points", title="A", rows=LOSSES) == charts.lost_points("A", LOSSES)
    with pytest.raises(AttributeError):
        chart_svg("no_such_chart", title="A")


def test_the_digest_of_a_chart_depends_on_every_value():
    digests = {
        digest_of("lost_points", {"rows": [Loss("a", lost, True)]}, lang)
        for lost in (1, 2, Decimal("1.5"))
        for lang in ("vi", "en")
    }
    assert len(digests) == 6


def test_a_page_that_shows_stored_charts_never_loads_the_drawing_library():
    code = "import sys; import parweb.interface.charts, parweb.interface.charts_cache; print('altair' in sys.modules, 'vl_convert' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


def test_a_figure_has_its_sentence_and_the_way_to_its_table_and_escapes_foreign_text():
    source = '{% load interface %}{% chart svg "Xã đứng thứ 2" "t1" %}'
    page = Template(source).render(Context({"svg": "<svg onload=x>"}))
    assert "<figcaption>Xã đứng thứ 2</figcaption>" in page
    assert 'href="#t1"' in page
    assert "&lt;svg onload=x&gt;" in page
    assert "<svg xmlns" in Template(source).render(Context({"svg": drawn("year_slopes")}))


def test_a_drawing_stays_plain_svg_when_another_library_takes_the_empty_prefix():
    ET.register_namespace("", "http://schemas.openxmlformats.org/spreadsheetml/2006/main")
    drawing = finished(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><g/></svg>', "Tên", "Mô tả"
    )
    assert drawing.startswith("<svg xmlns")


@pytest.mark.parametrize("name", DRAWN)
def test_what_is_drawn_follows_the_schema_of_vega_lite(name: str, monkeypatch: pytest.MonkeyPatch):
    seen: list[dict[str, object]] = []
    drawing = chart_parts.vl_convert.vegalite_to_svg

    def kept(spec: dict[str, object], **named: object) -> str:
        seen.append(spec)
        return str(drawing(spec, **named))

    monkeypatch.setattr(chart_parts.vl_convert, "vegalite_to_svg", kept)
    DRAWN[name]()
    Root.validate(seen[0])
    with pytest.raises(ValidationError, match="no such mark"):
        Root.validate({**seen[0], "layer": [{"mark": "no such mark"}]})
