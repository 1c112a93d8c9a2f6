"""Points, ranks and reasons of the communes around Xã Đồng Tâm, as its publication of 11/4/2023 gives them."""

import json

import pytest

EDITION = "commune-hai-duong@2022"
PLACES = {
    "1": "9/19", "2": "2=/3", "3": "2/20", "4": "1=/5", "5": "1=/14", "6": "12=/12", "7": "9/16", "8.1": "14/20",
    "8.2": "5/19", "8.3": "12=/18",
}  # fmt: skip


def line_of(text: str, name: str) -> list[str]:
    return next(line for line in text.splitlines() if line.strip("> ").startswith(name)).split()


def table(done, name: str) -> list[dict]:
    return json.loads(done.out)["tables"][name]


def test_the_points_of_xa_dong_tam_are_those_it_published(parindex, league):
    done = parindex("score", EDITION, league)
    assert (done.status, done.err) == (0, "")
    row = line_of(done.out, "Xã Đồng Tâm")
    assert row[3:] == [
        "11,84", "4,75", "16,62", "6,00", "11,00", "5,00", "10,19", "1,58", "11,49", "9,28", "66,98", "87,75",
    ]  # fmt: skip
    assert "Căn cứ: 3395/QĐ-UBND, 15/12/2022, UBND tỉnh Hải Dương" in done.out


def test_the_total_is_held_exactly_and_only_printed_rounded(parindex, league):
    rows = table(parindex("score", EDITION, league, "--format", "json"), "summary")
    assert next(row["total"] for row in rows if row["unit_id"] == "dong-tam") == 87.747


def test_ranks_have_the_denominators_that_were_printed(parindex, league):
    done = parindex("rank", EDITION, league, "--domains")
    places = line_of(done.out.partition("Hạng từng lĩnh vực")[2], "Xã Đồng Tâm")
    assert places[3:] == [*PLACES.values(), "9/20"]
    assert "Dấu = sau hạng: đồng hạng." in done.out
    assert "Số sau dấu / là số hạng khác nhau." in done.out


def test_the_ranking_is_in_the_order_of_ranks_and_names_the_weak_domains(parindex, league):
    rows = table(parindex("rank", EDITION, league, "--format", "json"), "ranking")
    assert [row["rank"] for row in rows] == list(range(1, 21))
    assert {row["name"]: row["below_threshold"] for row in rows}["Xã Đồng Tâm"] == "6"
    assert rows[0]["name"] == "Xã tổng hợp 02 (minh họa)"


def test_units_can_be_ranked_on_one_criterion_and_in_a_peer_group(parindex, league, units):
    done = parindex(
        "rank", EDITION, league, "--units", units, "--by", "Vùng", "--criterion", "3", "--format", "json"
    )
    rows = table(done, "ranking")
    assert {row["peer_group"] for row in rows} == {"Vùng=Đông", "Vùng=Tây"}
    dong_tam = next(row for row in rows if row["unit_id"] == "dong-tam")
    east = sorted((row["points"] for row in rows if row["peer_group"] == "Vùng=Đông"), reverse=True)
    assert dong_tam["rank"] == east.index(16.62) + 1
    assert dong_tam["points"] == 16.62


def test_a_channel_can_be_ranked_by_its_name(parindex, league):
    done = parindex("rank", EDITION, league, "--criterion", "appraisal")
    assert done.out.startswith("Xếp hạng theo: Điểm thẩm định")
    assert "66,98" in line_of(done.out, "9/20")


def test_classes_are_shown_where_the_edition_has_them(parindex, tmp_path):
    file = tmp_path / "so.csv"
    file.write_text("Mã đơn vị,Tên đơn vị,Điểm\na,Sở A,60\nb,Sở B,55\nc,Sở C,34.5\n", encoding="utf-8")
    text = file.read_text(encoding="utf-8").replace("Điểm", leaf_of("department-lao-cai@2015"))
    file.write_text(text, encoding="utf-8")
    rows = table(parindex("rank", "department-lao-cai@2015", file, "--format", "json"), "ranking")
    assert [row["class"] for row in rows] == ["Tốt", "Tốt", "Yếu"]
    assert [row["rank"] for row in rows] == [1, 2, 3]


def leaf_of(ref: str) -> str:
    from parindex.frameworks.registry import find

    return next(find(ref).edition.leaves()).code


@pytest.mark.parametrize("name", ["dong-tam", "Xã Đồng Tâm", "xa dong tam", "XÃ ĐỒNG TÂM"])
def test_a_unit_is_found_by_its_code_or_its_name_with_or_without_diacritics(parindex, league, name):
    done = parindex("explain", EDITION, league, name)
    assert done.out.startswith("Xã Đồng Tâm: 87,75/100 điểm, hạng 9/20\n")


def test_the_explained_sheet_gives_domains_sentences_and_what_was_lost(parindex, league):
    done = parindex("explain", EDITION, league, "dong-tam")
    assert line_of(done.out, "6 ")[-4:] == ["6,14", "7,00", "dưới", "ngưỡng"]
    assert "→ 1,577/2 điểm (mục 8.1, QĐ 3395/QĐ-UBND)" in done.out
    assert "Điểm mất ở đâu: 12,25 điểm" in done.out
    assert "Phải khắc phục lĩnh vực 6: dưới 75 % điểm tối đa." in done.out
    lost = table(parindex("explain", EDITION, league, "dong-tam", "--format", "json"), "lost")
    assert [row["criterion_id"] for row in lost] == ["1", "8.2", "6", "3", "7", "8.3", "8.1", "2"]
    assert sum(row["lost"] for row in lost) == pytest.approx(12.253, abs=1e-9)
    assert sum(row["share"] for row in lost) == pytest.approx(100, abs=1e-9)


def test_one_criterion_can_be_explained_alone(parindex, league):
    done = parindex("explain", EDITION, league, "dong-tam", "6", "--format", "json")
    assert [row["criterion_id"] for row in table(done, "explained")] == ["6"]
    assert json.loads(done.out)["criterion"] == "6"


@pytest.mark.parametrize(
    ("words", "code", "near"),
    [
        (("explain", EDITION, "{league}", "xa dong tan"), "CL720", "gần giống: Xã Đồng Tâm"),
        (("explain", EDITION, "{league}", "dong-tam", "8.4"), "CL722", "gần giống: 8."),
        (
            ("rank", EDITION, "{league}", "--criterion", "x"),
            "CL722",
            "parindex frameworks commune-hai-duong@2022",
        ),
        (("rank", EDITION, "{league}", "--by", "vung"), "RK601", "league"),
        (("score", "commune-haiduong@2022", "{league}"), "FW010", "commune-hai-duong@2022"),
        (("score", EDITION, "khong-co.csv"), "RD401", "kiểm tra đường dẫn"),
    ],
)
def test_what_is_not_there_is_refused_with_what_is_near(parindex, league, words, code, near):
    done = parindex(*(word.format(league=league) for word in words))
    assert (done.status, done.out) == (1, "")
    assert done.err.startswith(f"{code} · ")
    assert near in done.err.splitlines()[1]


def test_two_units_of_one_name_must_be_told_apart_by_code(parindex, tmp_path):
    file = tmp_path / "diem.csv"
    file.write_text("Mã đơn vị,Tên đơn vị,TĐ,XHH\na,Xã Tân,50,30\nb,Xã Tân,40,20\n", encoding="utf-8")
    done = parindex("explain", "district-binh-duong@2017", file, "Xã Tân")
    assert done.status == 1
    assert "CL721 · có 2 đơn vị tên “Xã Tân”\n    → dùng mã thay cho tên: a, b" in done.err


def test_a_missing_value_leaves_the_total_blank_and_says_so(parindex, tmp_path):
    file = tmp_path / "diem.csv"
    file.write_text("Mã đơn vị,Tên đơn vị,TĐ,XHH\na,Huyện A,50.5,30\nb,Huyện B,40.5,\n", encoding="utf-8")
    done = parindex("score", "district-binh-duong@2017", file, "--decimal", "point")
    assert line_of(done.out, "Huyện B")[2:] == ["40,50", "–", "–", "1"]
    assert "Huyện B – tổng điểm để trống vì thiếu: XHH" in done.out
    ranked = parindex("rank", "district-binh-duong@2017", file, "--decimal", "point")
    assert line_of(ranked.out, "–")[1:3] == ["Huyện", "B"]
    assert "1 đơn vị chưa có điểm nên chưa xếp hạng." in ranked.out
    assert parindex("explain", "district-binh-duong@2017", file, "b", "--decimal", "point").out.startswith(
        "Huyện B: chưa có điểm\n"
    )


def test_without_a_survey_the_rest_is_rescaled_and_the_sheet_says_how(parindex, tmp_path):
    file = tmp_path / "phong.csv"
    file.write_text(
        "Mã đơn vị,Tên đơn vị,TĐ,XHH\na,Phòng A,60,không áp dụng\nb,Phòng B,56,20\n", encoding="utf-8"
    )
    done = parindex("explain", "division-ha-noi@2021", file, "a")
    assert done.out.startswith("Phòng A: 85,71/100 điểm, hạng 1/2\n")
    assert "tổng được quy đổi về 100 điểm" in done.out
    assert "Không áp dụng, không tính vào điểm tối đa: XHH (30)." in done.out
    assert "Phòng A – bớt: XHH (30)" in parindex("score", "division-ha-noi@2021", file).out


def test_the_sources_are_believed_in_the_order_that_is_asked(parindex, tmp_path):
    file = tmp_path / "nguon.csv"
    rows = [
        "Mã đơn vị,Mã tiêu chí,Giá trị,Nguồn",
        "a,TĐ,50,appraisal1", "a,TĐ,48,appraisal2", "a,XHH,30,survey",
    ]  # fmt: skip
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    words = ("score", "district-binh-duong@2017", file, "--format", "json")
    later = parindex(*words)
    first = parindex(*words, "--sources", "appraisal1,survey")
    assert [table(done, "summary")[0]["total"] for done in (later, first)] == [78, 80]
    assert json.loads(first.out)["sources"] == ["appraisal1", "survey"]
    assert "Nguồn số liệu: thẩm định lần 2, điều tra" in parindex(*words[:3]).out


def test_what_is_illustrative_says_so_on_every_report(parindex, tmp_path):
    import numpy as np

    from parindex.frameworks.registry import find
    from parindex.synthetic import synthetic_units, synthetic_values

    units = synthetic_units(3)
    values = synthetic_values(find("commune-model@2025").edition, units, np.random.default_rng(1))
    file = tmp_path / "diem.parquet"
    values.write_parquet(file)
    words = ("commune-model@2025", file)
    for line in (
        ("score", *words),
        ("rank", *words),
        ("explain", *words, "00001"),
        ("frameworks", "commune-model@2025"),
    ):
        done = parindex(*line)
        assert done.status == 0
        assert "minh họa" in "\n".join(done.out.splitlines()[:3])


def test_a_column_to_rank_by_is_found_without_diacritics(parindex, league, units):
    exactly = parindex("rank", EDITION, league, "--units", units, "--by", "Vùng")
    assert exactly.status == 0
    assert parindex("rank", EDITION, league, "--units", units, "--by", "vung").out == exactly.out
    assert "RK601" in parindex("rank", EDITION, league, "--units", units, "--by", "Miền").err


def test_the_distance_to_the_mean_is_exact_in_files(parindex, league):
    rows = json.loads(parindex("rank", EDITION, league, "--format", "json", "--table", "ranking").out)
    assert rows[0]["to_mean"] == 7.8769
    assert max(len(str(row["to_mean"])) for row in rows) <= 8
