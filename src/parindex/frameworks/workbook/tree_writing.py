"""Writing the sheet with the criteria: one row a node, codes locked, drop-downs, sums checked."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from parindex.frameworks.model import Edition
from parindex.frameworks.outline import Outline, OutlineNode, outline
from parindex.frameworks.workbook.grid import letter
from parindex.frameworks.workbook.looks import (
    CELL,
    CODE,
    DEPTH_FILLS,
    DIFFERS,
    HEADER_ROW,
    ILLUSTRATIVE_FILL,
    NEW_CODE,
    NUMBER,
    OURS,
    Lists,
    banner,
    print_header,
)
from parindex.frameworks.workbook.notation import words, write_evidence, write_feed, write_parameters
from parindex.frameworks.workbook.sentences import rule_sentence
from parindex.frameworks.workbook.tree_columns import COLUMNS, NUMBER_OF, SHEET, TreeColumn
from parindex.frameworks.workbook.words import KINDS, MISSING, NOT_APPLICABLE, SCORED_BY, YES_NO
from parindex.language import Lang, translate
from parindex.spreadsheets import HEADER, Cell, Sheet, Style

SPARE_ROWS: Final = 40
"""Empty rows below the criteria, ready for new ones."""
_MOST_POINTS: Final = 1_000_000
_FROZEN_COLUMNS: Final = 3


def write_tree(
    sheet: Sheet, edition: Edition, lists: Lists, channel_words: dict[str, str], lang: Lang
) -> None:
    """Write the criteria of an edition; ``channel_words`` gives the word of each channel in the drop-down."""
    laid_out = outline(edition)
    banner(sheet, edition, translate(SHEET, lang), lang)
    widths, headings = zip(
        *((column.width, translate(column.heading, lang)) for column in COLUMNS), strict=True
    )
    sheet.widths(widths)
    sheet.put_row(HEADER_ROW, headings, HEADER)
    sheet.fit_row(HEADER_ROW, headings, widths)
    for row, node in enumerate(laid_out.nodes, HEADER_ROW + 1):
        _write_row(sheet, row, node, _cells(node, laid_out, channel_words, lang))
    last = HEADER_ROW + len(laid_out.nodes)
    for row in range(last + 1, last + SPARE_ROWS + 1):
        for number, column in enumerate(COLUMNS):
            sheet.put(row, number, None, _spare_style(column))
    _write_checks(sheet, laid_out, last + SPARE_ROWS)
    _offer_choices(sheet, lists, list(channel_words.values()), last + SPARE_ROWS, lang)
    sheet.raw.freeze_panes(HEADER_ROW + 1, _FROZEN_COLUMNS)
    sheet.raw.autofilter(HEADER_ROW, 0, last, len(COLUMNS) - 1)
    sheet.protect()
    sheet.raw.print_area(0, 0, last, NUMBER_OF["evidence"])
    sheet.for_print(print_header(edition, translate(SHEET, lang), lang), HEADER_ROW, HEADER_ROW, is_wide=True)


def _cells(
    node: OutlineNode, laid_out: Outline, channel_words: dict[str, str], lang: Lang
) -> dict[str, Cell]:
    one = node.node
    parent = None if node.parent is None else laid_out.nodes[node.parent].code
    shows_policy = one.is_leaf or one.not_applicable != "refuse"
    return {
        "code": one.code,
        "parent": parent,
        "label_vi": one.label.vi,
        "label_en": one.label.en,
        "max": one.max,
        "channel": channel_words.get(one.channel, one.channel) if one.channel else None,
        "kind": KINDS.word(one.rule.kind, lang) if one.rule else None,
        "parameters": write_parameters(one.rule, lang) if one.rule else None,
        "sentence": rule_sentence(one.rule, one.max, lang),
        "scored_by": SCORED_BY.word(one.scored_by, lang) if one.scored_by else None,
        "evidence": write_evidence(one.evidence, lang),
        "guidance_vi": words(one.guidance, "vi"),
        "guidance_en": words(one.guidance, "en"),
        "not_applicable": NOT_APPLICABLE.word(one.not_applicable, lang) if shows_policy else None,
        "missing": MISSING.word(one.missing, lang) if one.missing else None,
        "legal_ref": one.legal_ref,
        "illustrative": YES_NO.word("true", lang) if one.illustrative else None,
        "role": one.role,
        "feed": write_feed(one.feed) if one.feed else None,
        "round": one.round,
    }


def _write_row(sheet: Sheet, row: int, node: OutlineNode, cells: dict[str, Cell]) -> None:
    for number, column in enumerate(COLUMNS):
        sheet.put(row, number, cells.get(column.key), _style(column, node))
    sheet.fit_row(row, (cells.get(column.key) for column in COLUMNS), (column.width for column in COLUMNS))


def _style(column: TreeColumn, node: OutlineNode) -> Style:
    is_sum = not node.node.is_leaf
    style = {"code": CODE, "number": NUMBER, "ours": OURS, "text": CELL}[column.look]
    if column.key == "parent":
        style = NEW_CODE
    if column.key == "label_vi":
        style = style.but(indent=node.depth)
    if is_sum and column.key in ("code", "label_vi", "max"):
        style = style.but(bold=True)
    if is_sum and column.look != "ours":
        style = style.but(fill=DEPTH_FILLS[min(node.depth, len(DEPTH_FILLS) - 1)])
    if node.node.illustrative and column.key in ("code", "label_vi", "illustrative"):
        style = style.but(italic=True, fill=ILLUSTRATIVE_FILL)
    return style


def _spare_style(column: TreeColumn) -> Style:
    return {"code": NEW_CODE, "number": NUMBER, "ours": OURS, "text": CELL}[column.look]


def _write_checks(sheet: Sheet, laid_out: Outline, last: int) -> None:
    """Sum the children of each inner node beside its maximum; a sum that differs turns red."""
    code, parent, points, check = (letter(NUMBER_OF[key]) for key in ("code", "parent", "max", "check"))
    first, final = HEADER_ROW + 2, last + 1
    for row, node in enumerate(laid_out.nodes, HEADER_ROW + 1):
        if node.node.is_leaf:
            continue
        total = sum((child.max for child in node.node.criteria), Decimal(0))
        # Comparing texts with "=" keeps 1.1 and 1.10 apart; SUMIF would not.
        below = f"(${parent}${first}:${parent}${final}=${code}{row + 1})"
        formula = f"=SUMPRODUCT(--{below},${points}${first}:${points}${final})"
        sheet.formula(row, NUMBER_OF["check"], formula, total, OURS.but(align="right"))
    differs = f"=AND(ISNUMBER(${check}{first}),ROUND(${check}{first}-${points}{first},9)<>0)"
    sheet.highlight((first - 1, NUMBER_OF["max"], last, NUMBER_OF["check"]), differs, DIFFERS)


def _offer_choices(sheet: Sheet, lists: Lists, channels: list[str], last: int, lang: Lang) -> None:
    first = HEADER_ROW + 1
    for number, column in enumerate(COLUMNS):
        area = (first, number, last, number)
        hint = translate(column.hint, lang)
        if column.vocabulary:
            sheet.choices(area, lists.of_vocabulary(column.vocabulary, lang), hint)
        elif column.key == "channel":
            sheet.choices(area, lists.of(channels), hint, is_strict=False)
        elif column.look == "number":
            bounds = {"minimum": -_MOST_POINTS, "maximum": _MOST_POINTS}
            rule = {"validate": "decimal", "criteria": "between", **bounds, "error_type": "warning"}
            sheet.check(area, rule, hint)
        elif hint:
            sheet.check(area, {"validate": "any"}, hint)
