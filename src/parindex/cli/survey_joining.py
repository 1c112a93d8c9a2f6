"""Answers beside the sample they come from: who answered, who did not, who stepped in for whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from parindex.cli.survey_files import must_be_unique, must_have, read_texts
from parindex.errors import Place, Problem, ProblemsFound, kind
from parindex.language import N_

if TYPE_CHECKING:
    import numpy as np
    import polars as pl

    from parindex.surveys.weighting.weighted import Weighted

NOT_DRAWN: Final = kind(
    "CL741",
    N_("{count} phiếu có mã không nằm trong mẫu, đầu tiên là “{first}”"),
    N_("chọn cột ghi mã người được chọn bằng --key, hoặc sửa mã cho khớp cột element_id của tệp mẫu"),
)
TOO_MANY_RESERVES: Final = kind(
    "CL744",
    N_("ở {cell}, {reserves} người dự phòng trả lời mà chỉ {silent} người được chọn không trả lời"),
    N_("người dự phòng chỉ thay người không trả lời; đánh dấu rejected phiếu thừa trong tệp --verdicts"),
)
NO_KEY: Final = kind(
    "CL745",
    N_("tệp phiếu không có cột nào ghi mã người được chọn"),
    N_("chọn cột bằng --key; tệp có: {known}"),
)
NO_WEIGHT: Final = kind(
    "CL746",
    N_("không có gì để tính trọng số"),
    N_("thêm --sample MẪU.csv (kết quả của survey draw), hoặc cột weight trong tệp phiếu"),
)
NOT_A_WEIGHT: Final = kind(
    "CL754",
    N_("{count} phiếu có trọng số không phải số từ 0 trở lên, đầu tiên là phiếu “{who}”: “{given}”"),
    N_("ghi mỗi phiếu một số, như 36.5 hoặc 36,5; phiếu không tính thì ghi 0"),
)
ANSWER_ROLES: Final = {
    "response_id": ("Mã phiếu", "instanceID", "_uuid", "KEY"),
    "element_id": ("Mã phần tử", "Mã hộ", "Mã hồ sơ"),
    "token": ("Mã mời",),
    "unit_id": ("Mã đơn vị",),
    "weight": ("Quyền số", "Trọng số"),
}
_KEYS: Final = ("element_id", "token", "response_id")
_WHO: Final = ("unit_id", "stratum", "psu", "ssu")


@dataclass(frozen=True)
class Joined:
    """A row for each person of the sample, with the answer where there is one; weights before adjusting.

    ``outcome`` and ``is_answer`` are columns of ``table``; so is ``_row``, the row of the answers.
    """

    table: pl.DataFrame
    weighted: Weighted
    has_sample: bool

    @property
    def used(self) -> np.ndarray:
        """Whose weight is above 0."""
        return self.weighted.weights > 0


def read_answers_as_texts(path: str) -> pl.DataFrame:
    """Read a file of answers with every column as it is, for weights are put beside it."""
    answers = read_texts(path, ANSWER_ROLES, ["response_id"])
    must_be_unique(answers["response_id"], path)
    return answers


def counted_rows(answers: pl.DataFrame, verdicts: str | None) -> pl.Series:
    """Tell which answers count: all but those a file of verdicts holds or rejects."""
    import polars as pl

    if verdicts is None:
        return pl.Series([True] * answers.height, dtype=pl.Boolean)
    table = read_texts(
        verdicts,
        {"response_id": ("Mã phiếu",), "verdict": ("Đề nghị", "Kết luận")},
        ["response_id", "verdict"],
    )
    out = table.filter(pl.col("verdict") != "accepted")["response_id"]
    return ~answers["response_id"].is_in(out.implode())


def _numbers(answers: pl.DataFrame, column: str, source: str) -> pl.Series:
    """Read numbers with a decimal point or comma; refuse what is no number from 0 up, with whose it is."""
    import polars as pl

    texts = answers[column].cast(pl.String)
    commas = texts.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
    numbers = texts.cast(pl.Float64, strict=False).fill_null(commas)
    is_good = (numbers.is_finite() & (numbers >= 0)).fill_null(value=False)
    if not is_good.all():
        first = (~is_good).arg_max() or 0
        details = {
            "count": int((~is_good).sum()),
            "who": answers["response_id"][first],
            "given": texts[first],
        }
        raise ProblemsFound([Problem(NOT_A_WEIGHT, Place(file=source, column=column), details)])
    return numbers


def with_given_weights(answers: pl.DataFrame, counted: pl.Series, source: str) -> Joined:
    """Begin with the weights that the file of answers has."""
    import numpy as np
    import polars as pl

    from parindex.surveys.weighting.weighted import Weighted, given

    if "weight" not in answers.columns:
        raise ProblemsFound([Problem(NO_WEIGHT, Place())])
    begun = given(_numbers(answers, "weight", source))
    weights = np.where(counted.to_numpy(), begun.weights, 0.0)
    table = answers.with_row_index("_row").with_columns(is_answer=counted, outcome=pl.lit("respondent"))
    return Joined(table, Weighted(weights, begun.steps), has_sample=False)


def with_sample(answers: pl.DataFrame, counted: pl.Series, path: str, key: str | None, source: str) -> Joined:
    """Put answers beside the sample; refuse answers of nobody who was drawn, and two of one person."""
    import numpy as np
    import polars as pl

    from parindex.surveys.weighting.design import design_weights
    from parindex.surveys.weighting.weighted import Weighted

    sample = read_texts(path, {"element_id": ANSWER_ROLES["element_id"]}, ["element_id", "probability"])
    must_be_unique(sample["element_id"], path)
    on = _key(answers, key, source)
    must_be_unique(answers.filter(counted)[on], source)
    _refuse_strangers(answers[on], sample["element_id"])
    own = answers.with_row_index("_row").filter(counted).with_columns(_key=pl.col(on))
    own = own.drop(sample.columns, strict=False)  # who did not answer has the sample's columns only
    table = sample.join(own, left_on="element_id", right_on="_key", how="left", maintain_order="left")
    table = table.with_columns(is_answer=pl.col("_row").is_not_null(), outcome=_outcome(table))
    is_reserve = _is_reserve(table).to_numpy()
    begun = (
        design_weights(table.filter(~pl.Series(is_reserve)), ["probability"])
        if not is_reserve.all()
        else None
    )
    weights = np.zeros(table.height)
    if begun is not None:
        weights[~is_reserve] = begun.weights
    _let_step_in(weights, table, is_reserve)
    return Joined(table, Weighted(weights, begun.steps if begun else ()), has_sample=True)


def _key(answers: pl.DataFrame, key: str | None, source: str) -> str:
    if key is not None:
        must_have(answers.columns, [key], source)
        return key
    found = next((name for name in _KEYS if name in answers.columns), None)
    if found is None:
        raise ProblemsFound([Problem(NO_KEY, Place(file=source), {"known": ", ".join(answers.columns[:20])})])
    return found


def _refuse_strangers(codes: pl.Series, drawn: pl.Series) -> None:
    strange = codes.filter(~codes.is_in(drawn.implode()).fill_null(value=False))
    if strange.len():
        details = {"count": strange.len(), "first": strange[0] or ""}
        raise ProblemsFound([Problem(NOT_DRAWN, Place(), details)])


def _outcome(table: pl.DataFrame) -> pl.Expr:
    """Say what came of each: an answer; else the code of the fieldwork; else no answer."""
    import polars as pl

    from parindex.surveys.weighting.nonresponse import FIELDWORK_CODES

    silent = pl.lit("nonrespondent")
    if "outcome" in table.columns:
        code = pl.col("outcome").replace(dict(FIELDWORK_CODES)).fill_null("nonrespondent")
        silent = pl.when(code == "respondent").then(silent).otherwise(code)
    return pl.when(pl.col("_row").is_not_null()).then(pl.lit("respondent")).otherwise(silent)


def _is_reserve(table: pl.DataFrame) -> pl.Series:
    import polars as pl

    if "is_reserve" not in table.columns:
        return pl.Series([False] * table.height, dtype=pl.Boolean)
    return table["is_reserve"].str.to_lowercase().is_in(["true", "1", "x"]).fill_null(value=False)


def _let_step_in(weights: np.ndarray, table: pl.DataFrame, is_reserve: np.ndarray) -> None:
    """Give a reserve who answered the weight of somebody of the same last cell who did not."""
    import numpy as np

    answered = table["is_answer"].to_numpy()
    if not (is_reserve & answered).any():
        return
    names = [name for name in _WHO if name in table.columns]
    cells = np.array([", ".join(one or "–" for one in row) for row in table.select(names).iter_rows()])
    for cell in np.unique(cells[is_reserve & answered]):
        inside = cells == cell
        reserves = np.flatnonzero(inside & is_reserve & answered)
        silent = np.flatnonzero(inside & ~is_reserve & ~answered)
        if reserves.size > silent.size:
            details = {"cell": str(cell), "reserves": int(reserves.size), "silent": int(silent.size)}
            raise ProblemsFound([Problem(TOO_MANY_RESERVES, Place(), details)])
        weights[reserves] = weights[silent[: reserves.size]]
        weights[silent[: reserves.size]] = 0
