"""The designs whose numbers R gave: tests/golden/surveys/estimation/make.R."""

from functools import cache
from pathlib import Path

import polars as pl

from parindex.surveys.estimation.design import SurveyDesign
from parindex.surveys.estimation.index import IndexPlan
from parindex.surveys.estimation.measures import AllCounted, Mean, Pooled, Ratio, Share
from parindex.surveys.estimation.statistics import SurveyStatistics, statistics_of

FOLDER = Path("tests/golden/surveys/estimation")
CLUSTERS = {"weights": "weight", "strata": "stratum", "psu": "psu"}
TWO_STAGES = {"strata": "stratum", "psu": ("psu", "response_id"), "fpc": ("villages", "people")}

DESIGNS = {
    "srs": ("srs", SurveyDesign(fpc="population")),
    "srs_replacement": ("srs", SurveyDesign(weights="w25")),
    "stratified": ("strat", SurveyDesign(strata="stratum", fpc="population")),
    "clustered": ("clus", SurveyDesign(**CLUSTERS)),
    "clustered_fpc": ("clus", SurveyDesign(**CLUSTERS, fpc="villages")),
    "unstratified": ("clus", SurveyDesign(weights="weight", psu="psu")),
    "two_stage": ("clus", SurveyDesign(**TWO_STAGES)),
    "two_stage_weighted": ("clus", SurveyDesign(weights="weight", **TWO_STAGES)),
    "three_stage": (
        "three",
        SurveyDesign(psu=("district", "village", "house"), fpc=("districts", "villages", "houses")),
    ),
    "pps_replacement": ("clus", SurveyDesign(probabilities="chance", strata="stratum", psu="psu")),
    "pps_brewer": ("clus", SurveyDesign(strata="stratum", psu="psu", fpc="chance", pps="brewer")),
    "edge": ("edge", SurveyDesign(**CLUSTERS)),
    **{
        f"lonely_{way}": ("lonely", SurveyDesign(**CLUSTERS))
        for way in ("remove", "certainty", "adjust", "average")
    },
    **{
        f"lonelyfpc_{way}": ("lonely", SurveyDesign(**CLUSTERS, fpc="villages"))
        for way in ("remove", "adjust")
    },
}
ITEMS = tuple(Share(f"q{number}", f"q{number}") for number in range(1, 7))
FACTORS = (("f1", ITEMS[:1]), ("f2", ITEMS[1:3]), ("f3", ITEMS[3:]))
EDGES = tuple(Share(name, name) for name in ("none", "half", "nearly", "all", "clumped"))
MEASURES = (
    *IndexPlan(FACTORS).measures,
    Mean("score", "score"),
    Ratio("minutes", "minutes", "visits"),
    AllCounted("whole", ITEMS),
    Pooled("two", ITEMS[:2]),
)


@cache
def answers(name: str) -> pl.DataFrame:
    return pl.read_csv(FOLDER / f"{DESIGNS[name][0]}.csv").with_columns(w25=25.0)


def domains(name: str) -> list[str]:
    return [column for column in ("unit", "gender") if column in answers(name).columns]


def lonely(name: str) -> str:
    return name.split("_")[1] if name.startswith("lonely") else "fail"


@cache
def table(name: str) -> SurveyStatistics:
    measures = EDGES if name == "edge" else MEASURES
    return statistics_of(answers(name), DESIGNS[name][1], measures, domains(name))


@cache
def expected(file: str, name: str) -> pl.DataFrame:
    text = {"by": pl.String, "domain": pl.String}
    return pl.read_csv(FOLDER / file, schema_overrides=text, infer_schema_length=None).filter(design=name)


def by_every_domain(name: str, estimate) -> pl.DataFrame:
    """The figures of everybody and of each domain, one below the other, as R's file has them."""
    frames = []
    for by in [[], *([column] for column in domains(name))]:
        domain = pl.col(by[0]).cast(pl.String) if by else pl.lit(None, pl.String)
        keys = {"by": pl.lit(by[0] if by else None, pl.String), "domain": domain}
        frames.append(estimate(by).with_columns(**keys).drop(*by, strict=False))
    return pl.concat(frames)
