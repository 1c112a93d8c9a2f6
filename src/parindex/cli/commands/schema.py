"""``parindex schema``: the JSON Schemas of the files of an edition."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from parindex.cli.desk import Desk
from parindex.language import N_

HELP = N_(
    "In lược đồ JSON của tệp framework.yaml, để trình soạn thảo gợi ý khóa và báo lỗi ngay khi gõ. "
    "Tên các khóa có giải thích bằng ngôn ngữ của --lang."
)
EXAMPLES = ("parindex schema > framework.schema.json", "parindex schema cases --out cases.schema.json")


def run(
    desk: Desk,
    name: Annotated[
        str,
        typer.Argument(metavar=N_("TÊN"), help=N_("framework (mặc định), cases, crosswalk hoặc adopted")),
    ] = "framework",
    out: Annotated[
        str | None, typer.Option("--out", "-o", metavar=N_("TỆP"), help=N_("ghi vào tệp thay vì in ra"))
    ] = None,
) -> None:
    """Write a schema."""
    import json

    from parindex.cli.files import replacing
    from parindex.cli.problems import choice
    from parindex.frameworks.schema import SCHEMAS, schema_of

    schema = schema_of(choice("schema", name, SCHEMAS), desk.lang)
    text = json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
    if out is None:
        sys.stdout.write(text)
        return
    with replacing(Path(out)) as target:
        target.write_text(text, encoding="utf-8")
    desk.written(out)
