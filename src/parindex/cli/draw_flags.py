"""What ``parindex survey draw`` is asked to draw: a plan from a file, or one made of flags."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from parindex.cli import problems as say
from parindex.language import N_

if TYPE_CHECKING:
    from parindex.surveys.sampling.frames import Frame
    from parindex.surveys.sampling.planning import Wanted
    from parindex.surveys.sampling.plans import Plan

_ASKED = N_("Cờ về phương án chọn mẫu")
_METHODS = {"srs": "srs", "systematic": "systematic", "pps": "pps_systematic", "brewer": "pps_brewer"}


@dataclass(frozen=True)
class DrawFlags:
    """What is drawn, how."""

    seed: Annotated[
        int | None,
        typer.Option(
            "--seed", metavar=N_("SỐ"), help=N_("số gieo, công bố trước khi chọn"), rich_help_panel=_ASKED
        ),
    ] = None
    size: Annotated[
        int | None,
        typer.Option(
            "--size", metavar="N", help=N_("cỡ mẫu chung, chia cho các tầng"), rich_help_panel=_ASKED
        ),
    ] = None
    sizes: Annotated[
        str | None,
        typer.Option(
            "--sizes",
            metavar=N_("TỆP"),
            help=N_("bảng tầng: cỡ mẫu; hoặc sàn, trần, độ lệch chuẩn để chia --size"),
            rich_help_panel=_ASKED,
        ),
    ] = None
    allocation: Annotated[
        str,
        typer.Option(
            "--allocation",
            metavar="proportional|neyman|power|equal",
            help=N_("cách chia --size cho các tầng; mặc định proportional"),
            rich_help_panel=_ASKED,
        ),
    ] = "proportional"
    floor: Annotated[
        int,
        typer.Option("--floor", metavar="N", help=N_("ít nhất ở mỗi tầng"), rich_help_panel=_ASKED),
    ] = 0
    method: Annotated[
        str,
        typer.Option(
            "--method",
            metavar="srs|systematic|pps|brewer",
            help=N_("cách chọn phần tử: ngẫu nhiên đơn giản, hệ thống, theo quy mô; mặc định srs"),
            rich_help_panel=_ASKED,
        ),
    ] = "srs"
    per_cluster: Annotated[
        int | None,
        typer.Option(
            "--per-cluster", metavar="N", help=N_("chọn hai cấp: mỗi cụm N phần tử"), rich_help_panel=_ASKED
        ),
    ] = None
    cluster_method: Annotated[
        str,
        typer.Option(
            "--cluster-method",
            metavar="srs|systematic|pps|brewer",
            help=N_("cách chọn cụm; mặc định pps (theo quy mô)"),
            rich_help_panel=_ASKED,
        ),
    ] = "pps"
    sort: Annotated[
        str | None,
        typer.Option(
            "--sort", metavar=N_("CỘT,…"), help=N_("sắp xếp trước khi chọn hệ thống"), rich_help_panel=_ASKED
        ),
    ] = None
    reserve: Annotated[
        int,
        typer.Option(
            "--reserve", metavar="%", help=N_("dự phòng, theo phần trăm của mẫu"), rich_help_panel=_ASKED
        ),
    ] = 0
    several_times: Annotated[
        bool,
        typer.Option(
            "--several-times",
            help=N_("một người có nhiều hồ sơ có thể được chọn nhiều lần"),
            rich_help_panel=_ASKED,
        ),
    ] = False
    plan: Annotated[
        str | None,
        typer.Option(
            "--plan",
            metavar=N_("TỆP"),
            help=N_("phương án nhiều cấp (YAML hoặc JSON), thay cho các cờ trên"),
            rich_help_panel=_ASKED,
        ),
    ] = None

    def seed_given(self) -> int:
        """Give the seed; a usage error where there is none, or a negative one."""
        from parindex.surveys.sampling.kinds import NO_SEED

        if self.seed is None or self.seed < 0:
            raise say.usage_error(NO_SEED)
        return self.seed

    def plan_for(self, frame: Frame) -> Plan:
        """Give the plan: that of the file, or one for the frame; raises :class:`ProblemsFound`."""
        from parindex.surveys.sampling.planning import planned

        return read_plan(Path(self.plan)) if self.plan else planned(frame, self._wanted())

    def _wanted(self) -> Wanted:
        from parindex.cli.frame_flags import names
        from parindex.surveys.sampling.allocation import RULES
        from parindex.surveys.sampling.frame_files import read_sizes
        from parindex.surveys.sampling.planning import Wanted, bounds_of, sizes_of

        table = read_sizes(self.sizes) if self.sizes else None
        return Wanted(
            size=self.size,
            sizes=sizes_of(table, self.sizes) if table is not None and self.size is None else None,
            rule=say.choice("--allocation", self.allocation, RULES),  # type: ignore[arg-type]
            floor=self.floor,
            bounds=bounds_of(table) if table is not None else None,
            method=_method("--method", self.method),
            per_cluster=self.per_cluster,
            cluster_method=_method("--cluster-method", self.cluster_method),
            sort=names(self.sort),
            reserve_percent=self.reserve,
            is_one_per_person=not self.several_times,
        )


def read_plan(path: Path) -> Plan:
    """Read a plan from a YAML or JSON file, or from the record of a draw; raises :class:`ProblemsFound`."""
    import yaml

    from parindex.errors import Place, Problem, ProblemsFound
    from parindex.surveys.sampling.kinds import BAD_PLAN
    from parindex.surveys.sampling.plans import Plan

    try:
        given = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except (yaml.YAMLError, UnicodeDecodeError):
        reason = N_("tệp không phải YAML hay JSON")
        raise ProblemsFound([Problem(BAD_PLAN, Place(file=str(path)), {"reason": reason})]) from None
    is_record = isinstance(given, dict) and "generator" in given
    return Plan.from_dict(given["plan"] if is_record else given)


def _method(flag: str, given: str) -> Any:  # one of the methods
    return _METHODS[say.choice(flag, given, _METHODS)]
