"""The bundle of a run: the same bytes for the same run, every figure computed again, nothing in it trusted."""

import io
import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from parindex.cli import main
from parindex.errors import ProblemsFound
from parindex.frameworks.model import Edition
from parindex.ranking.estimates import with_points
from parindex.ranking.sure_ranks import sure_ranks
from parindex.reports import bundle_reading
from parindex.reports.bundle import MANIFEST, MEMBERS, Run, bundle_bytes, run_of, sha256, write_bundle
from parindex.reports.recomputing import recompute, recompute_report
from parindex.scoring.pipeline import score
from parindex.surveys.estimation.intervals import with_intervals
from parindex.tables import ESTIMATES, VALUES
from tests.parindex.oracle.chance import chance
from tests.parindex.oracle.editions import edition as random_edition
from tests.parindex.oracle.leagues import league as random_league
from tests.parindex.oracle.leagues import with_sources

Members = dict[str, bytes]


def run(seed: int = 3, **facts: str) -> Run:
    rng = chance(seed)
    edition = random_edition(rng)
    league = with_sources(rng, edition, random_league(rng, edition, size=6))
    values = league.values()
    made = run_of(score(edition, values, league.units(), sources=league.order), values)
    return Run(**{**vars(made), "facts": facts})


def members(content: bytes) -> Members:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Members) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def resealed(parts: Members) -> Members:
    """Digests made to fit again, as somebody would who changes a figure on purpose."""
    manifest = json.loads(parts[MANIFEST])
    manifest["files"] = {
        name: {"sha256": sha256(parts[name]), "bytes": len(parts[name])}
        for name in MEMBERS
        if name != MANIFEST
    }
    return {**parts, MANIFEST: json.dumps(manifest).encode()}


def refused(content: bytes) -> list[str]:
    with pytest.raises(ProblemsFound) as caught:
        recompute(content)
    return [problem.code for problem in caught.value.problems]


@pytest.mark.parametrize("seed", range(25))
def test_every_figure_of_a_random_run_is_computed_again(seed: int) -> None:
    done = recompute(bundle_bytes(run(seed)))
    assert done.differences.rows() == []
    assert done.figures > 20


def test_the_same_run_gives_the_same_bytes_with_fixed_dates() -> None:
    assert bundle_bytes(run(name="Kỳ 2025")) == bundle_bytes(run(name="Kỳ 2025"))
    with zipfile.ZipFile(io.BytesIO(bundle_bytes(run()))) as archive:
        assert [info.filename for info in archive.infolist()] == list(MEMBERS)
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_manifest_names_edition_engine_sources_and_digests_of_all_files() -> None:
    parts = members(bundle_bytes(run(made_at="2026-01-15T08:00:00+07:00")))
    manifest = json.loads(parts[MANIFEST])
    assert (manifest["edition"], manifest["facts"]) == (
        "random@2025",
        {"made_at": "2026-01-15T08:00:00+07:00"},
    )
    assert {name: one["sha256"] for name, one in manifest["files"].items()} == {
        name: sha256(content) for name, content in parts.items() if name != MANIFEST
    }


def test_the_readme_speaks_both_languages_and_says_how_to_check() -> None:
    text = members(bundle_bytes(run()))["README.md"].decode()
    assert "Tính lại và đối chiếu: parindex recompute" in text
    assert "Compute again and compare: parindex recompute" in text


def test_the_readme_says_what_every_column_of_the_tables_means() -> None:
    parts = members(bundle_bytes(run()))
    text = parts["README.md"].decode()
    for name in ("values.csv", "scores.csv", "ranks.csv", "explanations.csv"):
        for column in parts[name].decode().splitlines()[0].split(","):
            assert text.count(f" {column}: ") == 2, (name, column)  # in both languages
    assert "ô trống là không có giá trị" in text


def with_errors() -> Run:
    made = run()
    keys = made.explanations.select("unit_id", "criterion_id").head(2)
    errors = keys.with_columns(source=pl.lit("survey"), standard_error=pl.Series([4.961389, 0.5]))
    return replace(made, errors=errors)


def test_standard_errors_of_estimates_are_a_table_of_their_own_with_all_their_digits() -> None:
    made = with_errors()
    parts = members(bundle_bytes(made))
    assert list(parts) == [*MEMBERS, "errors.csv"]
    first, second = made.explanations.select("unit_id", "criterion_id").head(2).rows()
    empty = "," * 8
    lines = [f"{','.join(first)},survey,4.961389{empty}", f"{','.join(second)},survey,0.5{empty}"]
    assert parts["errors.csv"].decode().splitlines() == [",".join(ESTIMATES.names()), *lines]
    assert parts["README.md"].decode().count("errors.csv") == 2
    done = recompute(packed(parts))
    assert done.agrees
    assert done.bundle.tables["errors.csv"]["standard_error"].to_list() == [4.961389, 0.5]


def sure_run() -> Run:
    """Three units with a survey leaf each: its index, its error, and the ranks that it leaves possible."""
    rows = [
        (unit, "s", "value", value, "measured", "survey")
        for unit, value in (("a", 80.0), ("b", 81.5), ("c", 95.0))
    ]
    values = pl.DataFrame(rows, schema=VALUES, orient="row")
    leaf = {
        "code": "s",
        "label": "Hài lòng",
        "max": 10,
        "rule": {"kind": "survey_index"},
        "scored_by": "survey",
    }
    channels = {"survey": {"label": "Điều tra", "max": 10}}
    made = {"id": "sure", "year": 2026, "title": "Thử", "channels": channels, "tree": [leaf]}
    card = score(Edition.model_validate(made), values)
    shares = pl.DataFrame({"estimate": [0.8, 0.815, 0.95], "se": 0.01, "n": 400, "df": 399})
    ends = with_intervals(shares).select(
        low=(100 * pl.col("lower")).round(6), high=(100 * pl.col("upper")).round(6)
    )
    told = {
        "criterion_id": "s",
        "source": "survey",
        "standard_error": 1.0,
        "level": 0.95,
        "method": "korn_graubard",
    }
    errors = pl.DataFrame({"unit_id": ["a", "b", "c"], **told, "respondents": 400, "df": 399}).hstack(ends)
    known = with_points(card, values, errors.with_columns(points_low=None, points_high=None))
    return replace(run_of(card, values), errors=known, sure_ranks=sure_ranks(card, values, known))


def test_the_readme_says_what_the_columns_of_errors_and_possible_ranks_mean() -> None:
    parts = members(bundle_bytes(sure_run()))
    text = parts["README.md"].decode()
    for name, count in (("errors.csv", 9), ("sure_ranks.csv", 5)):
        columns = set(parts[name].decode().splitlines()[0].split(",")) - {
            "unit_id",
            "criterion_id",
            "peer_group",
            "source",
        }
        assert len(columns) == count
        for column in columns:
            assert len(re.findall(rf" {column}[,:]", text)) >= 2, (name, column)  # in both languages
    bare = members(bundle_bytes(run()))["README.md"].decode()
    assert "standard_error" not in bare
    assert "alike" not in bare


def test_intervals_points_and_possible_ranks_of_estimates_are_computed_again() -> None:
    made = sure_run()
    parts = members(bundle_bytes(made))
    assert list(parts) == [*MEMBERS, "errors.csv", "sure_ranks.csv"]
    assert made.sure_ranks.select("unit_id", "best", "worst").rows() == [
        ("a", 2, 3),
        ("b", 2, 3),
        ("c", 1, 1),
    ]
    done = recompute(packed(parts))
    assert done.differences.rows() == []
    assert (
        done.figures
        == recompute(bundle_bytes(replace(made, errors=None, sure_ranks=None))).figures + 3 * 10 + 3 * 5
    )


@pytest.mark.parametrize(
    ("member", "column", "before", "after"),
    [
        ("errors.csv", "low", None, 50.0),
        ("errors.csv", "points_high", None, 9.99),
        ("errors.csv", "standard_error", 1.0, 0.1),
        ("sure_ranks.csv", "worst", 3, 2),
    ],
)
def test_a_bundle_whose_intervals_do_not_follow_from_its_errors_does_not_agree(
    member, column, before, after
) -> None:
    made = sure_run()
    name = member.removesuffix(".csv")
    table = getattr(made, name)
    assert before is None or table[column][0] == before
    first = pl.int_range(pl.len()) == 0
    bent = table.with_columns(
        pl.when(first).then(pl.lit(after, table[column].dtype)).otherwise(column).alias(column)
    )
    done = recompute(bundle_bytes(replace(made, **{name: bent})))
    assert not done.agrees
    assert set(done.differences["table"]) <= {"errors", "sure_ranks"}
    assert "a" in done.differences["unit_id"].to_list()


def test_a_bundle_from_before_there_were_intervals_still_agrees() -> None:
    made = with_errors()
    parts = members(bundle_bytes(made))
    old = made.errors.select("unit_id", "criterion_id", "source", "standard_error").write_csv().encode()
    parts["errors.csv"] = old
    manifest = json.loads(parts[MANIFEST])
    manifest["files"]["errors.csv"] = {"sha256": sha256(old), "bytes": len(old)}
    parts[MANIFEST] = json.dumps(manifest).encode()
    done = recompute(packed(parts))
    assert done.agrees
    assert done.bundle.tables["errors.csv"].columns == ESTIMATES.names()
    assert done.bundle.tables["errors.csv"]["low"].to_list() == [None, None]


def test_a_run_without_estimates_has_no_table_of_errors_and_does_not_speak_of_one() -> None:
    for errors in (None, with_errors().errors.clear()):
        parts = members(bundle_bytes(replace(run(), errors=errors)))
        assert list(parts) == list(MEMBERS)
        assert "errors.csv" not in parts["README.md"].decode()


def test_standard_errors_that_were_changed_or_taken_out_are_named() -> None:
    parts = members(bundle_bytes(with_errors()))
    changed = {**parts, "errors.csv": parts["errors.csv"].replace(b"4.96", b"0.96")}
    lost = {name: content for name, content in parts.items() if name != "errors.csv"}
    added = {**members(bundle_bytes(run())), "errors.csv": parts["errors.csv"]}
    assert [refused(packed(one)) for one in (changed, lost, added)] == [["BU805"]] * 3


def test_a_changed_file_is_named_by_its_digest() -> None:
    parts = members(bundle_bytes(run()))
    changed = {**parts, "scores.csv": parts["scores.csv"] + b"\n", "units.csv": parts["units.csv"] + b"\n"}
    assert refused(packed(changed)) == ["BU805", "BU805"]


def test_a_figure_changed_on_purpose_is_found_with_what_comes_out() -> None:
    parts = members(bundle_bytes(run()))
    scores = pl.read_csv(parts["scores.csv"], infer_schema=False)
    at = scores["points"].is_not_null().arg_true()[0]
    right = scores["points"][at]
    scores[at, "points"] = "12345.5"
    done = recompute(packed(resealed({**parts, "scores.csv": scores.write_csv().encode()})))
    assert not done.agrees
    assert done.differences.select("table", "column", "recorded", "computed").rows() == [
        ("scores", "points", "12345.5", right)
    ]


def test_a_row_that_was_taken_out_differs_whole() -> None:
    parts = members(bundle_bytes(run()))
    lines = parts["scores.csv"].splitlines(keepends=True)
    done = recompute(packed(resealed({**parts, "scores.csv": b"".join(lines[:-1])})))
    assert done.differences["column"].to_list() == ["points", "max_points", "standing", "missing_leaves"]
    assert done.differences["recorded"].to_list() == [None] * 4


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda parts: {name: content for name, content in parts.items() if name != "values.csv"}, "BU802"),
        (lambda parts: {**parts, "../../etc/passwd": b"x"}, "BU802"),
        (lambda parts: {**parts, MANIFEST: b"{"}, "BU804"),
        (lambda parts: {**parts, MANIFEST: b"[" * 100_000}, "BU804"),
        (lambda parts: {**parts, MANIFEST: b'{"format": "other"}'}, "BU804"),
        (lambda parts: resealed({**parts, "framework.yaml": parts["framework.yaml"].replace(b"year: 2025", b"year: 2024")}), "BU806"),
        (lambda parts: resealed({**parts, "scores.csv": b"unit_id\na\n"}), "BU807"),
        (lambda parts: resealed({**parts, "ranks.csv": parts["ranks.csv"] + parts["ranks.csv"].splitlines(keepends=True)[1]}), "BU807"),
        (lambda parts: resealed({**parts, "framework.yaml": b"\xff\xfe"}), "BU807"),
        (lambda parts: resealed({**parts, "framework.yaml": b"a: [1"}), "FW001"),
    ],
)  # fmt: skip
def test_a_damaged_or_foreign_bundle_is_a_coded_problem(
    change: Callable[[Members], Members], code: str
) -> None:
    assert refused(packed(change(members(bundle_bytes(run()))))) == [code]


def test_what_is_no_zip_or_ends_too_early_is_a_coded_problem() -> None:
    content = bundle_bytes(run())
    assert refused(b"PK\x03\x04 no") == ["BU801"]
    assert refused(content[: len(content) // 2]) == ["BU801"]


def test_a_way_of_packing_that_is_not_ours_is_refused_before_anything_is_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_BZIP2) as archive:
        for name, content in members(bundle_bytes(run())).items():
            archive.writestr(name, content)
    assert refused(out.getvalue()) == ["BU801"]


def test_a_member_whose_bytes_are_broken_is_a_coded_problem() -> None:
    content = bytearray(bundle_bytes(run()))
    content[200:400] = bytes(200)
    assert refused(bytes(content))[0] in ("BU801", "BU804")


def test_a_doubled_member_is_refused() -> None:
    parts = members(bundle_bytes(run()))
    out = io.BytesIO(packed(parts))
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("values.csv", b"unit_id\n")
    assert refused(out.getvalue()) == ["BU802"]


def test_a_bundle_that_would_unpack_to_too_much_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = members(bundle_bytes(run()))
    monkeypatch.setattr(bundle_reading, "MOST_BYTES", 100_000)
    assert refused(packed({**parts, "values.csv": b"0" * 200_000})) == ["BU803"]


def test_a_member_that_lies_about_its_size_is_read_no_further_than_it_may_be(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    parts = members(bundle_bytes(run()))
    monkeypatch.setattr(bundle_reading, "_MOST_OF_SMALL", 1_000)
    assert refused(packed({**parts, "README.md": b"0" * 2_000})) == ["BU803"]


def test_a_bundle_of_another_version_is_computed_again_with_a_warning() -> None:
    parts = members(bundle_bytes(run()))
    manifest = {**json.loads(parts[MANIFEST]), "engine_version": "0.0.9"}
    done = recompute(packed({**parts, MANIFEST: json.dumps(manifest).encode()}))
    assert done.agrees
    assert [problem.code for problem in done.warnings] == ["BU808"]


def test_the_command_says_whether_every_figure_agrees(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = tmp_path / "good.zip", tmp_path / "bad.zip"
    write_bundle(good, run())
    parts = members(good.read_bytes())
    scores = parts["scores.csv"].replace(b",measured,", b",withheld,", 1)
    bad.write_bytes(packed(resealed({**parts, "scores.csv": scores})))
    assert main(["recompute", str(good)]) == 0
    assert "tất cả đều khớp với gói" in capsys.readouterr().out
    assert main(["recompute", str(bad), "--format", "csv"]) == 1
    assert capsys.readouterr().out.startswith(
        "table,unit_id,name,criterion_id,peer_group,column,recorded,computed\n"
    )


def test_a_figure_that_differs_is_reported_with_the_name_of_its_unit() -> None:
    made = run()
    named = made.units.with_columns(name=pl.format("Xã {}", "unit_id"))
    parts = members(bundle_bytes(replace(made, units=named)))
    lines = parts["scores.csv"].splitlines(keepends=True)
    done = recompute(packed(resealed({**parts, "scores.csv": b"".join(lines[:-1])})))
    (table,) = recompute_report(done).parts
    unit = lines[-1].decode().partition(",")[0]
    assert table.frame["name"].to_list() == [f"Xã {unit}"] * 4
    assert table.frame["unit_id"].to_list() == [unit] * 4
