"""The reconciliation of a printed table as a report: what was tested, what disagrees, and by how much."""

from __future__ import annotations

from collections.abc import Iterator

from parindex.errors import Phrase
from parindex.language import N_, Lang, translate
from parindex.numerals import format_number
from parindex.ranking.audit import Audit
from parindex.reports.content import Column, Lines, Report, Table


def audit_report(audit: Audit, name: str, lang: Lang = "vi") -> Report:
    """Report an audit of the table ``name``: every contradiction in words, then the relations tested.

    Failed where cells contradict each other; what rounding explains does not fail.
    """
    errors = sum(one.is_error for one in audit.findings)
    details = {
        "name": name,
        "errors": format_number(errors, None, lang),
        "warnings": format_number(len(audit.findings) - errors, None, lang),
    }
    title = N_("Đối soát {name}: {errors} chỗ mâu thuẫn, {warnings} chỗ lệch do làm tròn hoặc cần xem lại")
    found = Lines(translate(N_("Không khớp"), lang), tuple(_findings(audit, lang)))
    relations = tuple((1, sentence) for sentence in audit.relations(lang))
    tested = Lines(translate(N_("Đã kiểm tra"), lang), relations)
    facts = {"table": name, "contradictions": errors, "warnings": len(audit.findings) - errors}
    return Report(
        Phrase(title, details).in_(lang),
        parts=tuple(part for part in (found, tested) if part.lines),
        facts=facts,
        is_failed=not audit.is_clean,
        more=lambda: [_table(audit, lang)],
    )


def _findings(audit: Audit, lang: Lang) -> Iterator[tuple[int, str]]:
    for one in audit.findings:
        what, _, remedy = one.text(lang).partition("\n")
        yield 1, what
        yield 2, remedy.strip()


def _table(audit: Audit, lang: Lang) -> Table:
    heads = {
        "code": N_("Mã lỗi"), "severity": N_("Mức"), "sheet": N_("Trang"), "row": N_("Dòng"),
        "column": N_("Cột"), "name": N_("Tên dòng"), "printed": N_("Số đã in"), "computed": N_("Số tính lại"),
        "by": N_("Lệch"), "cause": N_("Sai sót có thể"), "what": N_("Sai ở đâu"), "remedy": N_("Cách sửa"),
    }  # fmt: skip
    columns = tuple(Column(name, translate(head, lang)) for name, head in heads.items())
    return Table("findings", translate(N_("Không khớp"), lang), audit.as_table(lang), columns)
