"""What an edition says of a leaf, as pages show it; made once per edition, leaf and language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from parindex.frameworks.workbook.sentences import rule_sentence
from parindex.language import Lang
from parindex.numerals import format_number
from parweb.assessments.layout import Layout


@dataclass(frozen=True)
class LeafWords:
    """The words of a leaf: label, maximum, rule in one line, documents asked for, guidance, law."""

    label: str
    most: str
    rule: str
    documents: tuple[str, ...]
    guidance: str
    law: str
    is_illustrative: bool
    html: SafeString
    """The guidance, the documents and the law as they stand under the rule."""


def leaf_words(layout: Layout, code: str, lang: Lang) -> LeafWords:
    """Give the words of a leaf."""
    return _words(layout, code, lang)


@lru_cache(maxsize=4096)
def _words(layout: Layout, code: str, lang: Lang) -> LeafWords:
    leaf = layout.leaves[code]
    node = leaf.node
    documents = tuple(one.label.in_(lang) for one in node.evidence)
    guidance = node.guidance.in_(lang) if node.guidance else ""
    law = leaf.legal_ref or ""
    return LeafWords(
        label=node.label.in_(lang),
        most=format_number(node.max, lang=lang),
        rule=rule_sentence(node.rule, node.max, lang),
        documents=documents,
        guidance=guidance,
        law=law,
        is_illustrative=leaf.is_illustrative,
        html=_html(guidance, documents, law),
    )


def _html(guidance: str, documents: tuple[str, ...], law: str) -> SafeString:
    rows = [(_("Hướng dẫn"), guidance), (_("Tài liệu kiểm chứng"), "; ".join(documents)), (_("Căn cứ"), law)]
    given = [row for row in rows if row[1]]
    if not given:
        return SafeString("")
    body = format_html_join("", "<dt>{}</dt><dd>{}</dd>", given)
    template = '<details class="leaf__law"><summary>{}</summary><dl class="facts">{}</dl></details>'
    return format_html(template, _("Hướng dẫn, tài liệu cần có"), body)
