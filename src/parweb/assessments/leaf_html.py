"""The tree of an entry as HTML, written by hand: ninety forms through templates take four times as long."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from urllib.parse import quote

from django.urls import reverse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from parindex.numerals import format_number
from parweb.assessments.models import FedValue
from parweb.assessments.page import Branch, LeafView
from parweb.evidence.showing import ShownDocument
from parweb.interface.numbers import moment_text, number_text, page_language
from parweb.interface.templatetags.interface import icon, status_badge

_EMPTY = SafeString("")
_PLACE = "~"


def _join(*parts: str) -> SafeString:
    return SafeString("".join(parts))


@dataclass(frozen=True)
class Frame:
    """What every leaf of a page has in common: the unit, the token, where saving goes back to."""

    participant_id: int
    token: str
    back: str
    is_single: bool = False

    @cached_property
    def _leaf_url(self) -> str:
        return reverse("assessments:leaf", args=[self.participant_id, _PLACE])

    @cached_property
    def _save_url(self) -> str:
        return reverse("assessments:save_answer", args=[self.participant_id, _PLACE])

    @cached_property
    def _add_url(self) -> str:
        query = f"?participant={self.participant_id}&criterion={_PLACE}&next={quote(self._here, safe='')}"
        return reverse("evidence:add") + query

    @property
    def _here(self) -> str:
        """Where a person is who looks at a leaf: its own page, or its place in the list as filtered."""
        if self.is_single:
            return self._leaf_url
        chosen = f"?chi={self.back}" if self.back else ""
        return f"{reverse('assessments:entry', args=[self.participant_id])}{chosen}#tc-{_PLACE}"

    def leaf_url(self, code: str) -> str:
        """Give the address of the page of one leaf."""
        return self._leaf_url.replace(_PLACE, quote(code))

    def save_url(self, code: str) -> str:
        """Give the address that saves a leaf."""
        return self._save_url.replace(_PLACE, quote(code))

    def add_url(self, code: str) -> str:
        """Give the address at which a document is added to a leaf."""
        return self._add_url.replace(_PLACE, quote(code))

    @cached_property
    def words(self) -> dict[str, str]:
        """The words of every leaf, in the language of the page, escaped once."""
        said = {
            "points": _("điểm"),
            "illustrative": _("minh họa"),
            "ask": _("Số liệu lấy từ năm trước. Còn đúng không?"),
            "confirm": _("Còn đúng"),
            "last_year": _("Năm trước:"),
            "more": _("Giải trình, ghi chú, tự ấn định điểm"),
            "noted": _("đã ghi"),
            "explanation": _("Giải trình (khi không có tài liệu kiểm chứng)"),
            "note": _("Ghi chú"),
            "set_points": _("Điểm tự ấn định, thay cho điểm tính theo cách chấm"),
            "set_reason": _("Lý do ấn định (bắt buộc khi ấn định điểm)"),
            "save": _("Lưu"),
            "saved": _("Lưu {moment}, {person}"),
            "secret": _("Một tài liệu mật"),
            "add": _("Thêm tài liệu"),
            "manage": _("Xem và sửa tài liệu"),
            "who": _("Phụ trách:"),
            "source": _("Nguồn:"),
            "error": _("Sai số chuẩn: {} điểm %."),
            "interval": _(" Khoảng tin cậy {} %: {}–{} %."),
            "behind": _("Xem các hồ sơ được đếm"),
            "not_asked": _("Đơn vị không phải nhập."),
            "answered": _("đã chấm"),
        }
        return {key: conditional_escape(text) for key, text in said.items()}


def tree_html(branches: list[Branch], frame: Frame) -> SafeString:
    """Write the tree: branches that fold, leaves as forms."""
    return _join(*(_branch(one, frame) for one in branches))


def _branch(branch: Branch, frame: Frame) -> str:
    if branch.is_empty:
        return _EMPTY
    if branch.leaf is not None:
        return leaf_html(branch.leaf, frame)
    lang, words = page_language(), frame.words
    done = f" · {words['answered']} {branch.answered}/{branch.total}" if branch.total else ""
    total = (
        f"{number_text(branch.points, 2)}/{format_number(branch.node.node.max, lang=lang)} {words['points']}"
    )
    head = format_html(
        '<details class="branch branch--{}" open id="tc-{}"><summary>'
        '<span class="branch__title">{}. {}</span> <span class="branch__sum">{}</span></summary>',
        branch.node.depth,
        branch.node.code,
        branch.node.code,
        branch.label,
        SafeString(total + done),
    )
    return _join(head, *(_branch(one, frame) for one in branch.below), "</details>")


def leaf_html(view: LeafView, frame: Frame) -> SafeString:
    """Write one leaf: its rule, its form (or whose it is), its documents, and what is to be noticed."""
    body = (_form(view, frame), _evidence(view, frame)) if view.is_own else (_foreign(view, frame),)
    who = (
        format_html('<p class="note">{} {}</p>', SafeString(frame.words["who"]), view.who)
        if view.who
        else _EMPTY
    )
    return _join(_head(view, frame), *body, who, _findings(view), view.words.html, "</article>")


def _head(view: LeafView, frame: Frame) -> SafeString:
    words, said = frame.words, view.words
    mark = f' <span class="quiet">({words["illustrative"]})</span>' if said.is_illustrative else ""
    return format_html(
        '<article class="leaf{}" id="tc-{}"><h2 class="leaf__title"><a href="{}">{}</a> {} '
        '<span class="leaf__most">{} {}</span>{}</h2><p class="note">{}</p>',
        " leaf--lacks" if view.lacks else "",
        view.code,
        frame.leaf_url(view.code),
        view.code,
        said.label,
        said.most,
        SafeString(words["points"]),
        SafeString(mark),
        said.rule,
    )


def _form(view: LeafView, frame: Frame) -> SafeString:
    code, words = view.code, frame.words
    key = (
        f' data-autosave data-autosave-key="entry-{frame.participant_id}-{code}"' if view.is_editable else ""
    )
    start = f'<form method="post" action="{frame.save_url(code)}" id="f-{code}"{key}>'
    hidden = ""
    if view.is_editable:
        hidden = (
            f'<input type="hidden" name="csrfmiddlewaretoken" value="{frame.token}">'
            f'<input type="hidden" name="revision" value="{view.revision}">'
        )
        hidden += f'<input type="hidden" name="back" value="{frame.back}">' if frame.back else ""
    former = _EMPTY
    if view.last_year:
        former = format_html('<p class="note">{} {}</p>', SafeString(words["last_year"]), view.last_year)
    score = view.score.html if view.score else ""
    return _join(
        start,
        hidden,
        _still_true(view, words),
        '<div class="leaf__inputs">',
        view.inputs,
        "</div>",
        former,
        f'<div class="leaf__result" data-autosave-result>{score}{_problems(view)}</div>',
        _more(view, frame),
        _foot(view, words),
        "</form>",
    )


def _still_true(view: LeafView, words: dict[str, str]) -> str:
    if view.answer is None or not view.answer.is_prefilled:
        return _EMPTY
    button = f'<button class="button button--small" name="confirm" value="1">{words["confirm"]}</button>'
    button = button if view.is_editable else ""
    return f'<div class="notice notice--warn"><p>{words["ask"]}</p>{button}</div>'


def _problems(view: LeafView) -> SafeString:
    """List what could not be read and does not stand beside an input."""
    inputs = {spec.name for spec in view.leaf.node.inputs()}
    others = [one for one in view.problems if one.field not in inputs]
    if not others:
        return _EMPTY
    listed = format_html_join("", "<li>{} {}</li>", ((one.what, one.remedy) for one in others))
    return format_html('<ul class="field__errors">{}</ul>', listed)


def _more(view: LeafView, frame: Frame) -> SafeString:
    """Write what few leaves need, folded away: explanation, note, set points and their reason."""
    draft, words = view.draft, frame.words
    is_open = frame.is_single or (bool(view.problems) and bool(draft.set_points))
    is_noted = draft.explanation or draft.note or draft.set_points
    badge = f' <span class="badge badge--quiet">{words["noted"]}</span>' if is_noted else ""
    head = (
        f'<details class="leaf__more"{" open" if is_open else ""}><summary>{words["more"]}{badge}</summary>'
    )
    areas = [_area(view, "explanation", draft.explanation, words), _area(view, "note", draft.note, words)]
    if view.takes_points:
        lock = "" if view.is_editable else " disabled"
        field = format_html(
            '<div class="field"><label for="i-{}-points">{}</label><input id="i-{}-points" name="set_points" '
            'inputmode="decimal" autocomplete="off" value="{}"{}></div>',
            view.code,
            SafeString(words["set_points"]),
            view.code,
            draft.set_points,
            SafeString(lock),
        )
        areas += [field, _area(view, "set_reason", draft.set_reason, words)]
    return _join(head, *areas, "</details>")


def _area(view: LeafView, name: str, text: str, words: dict[str, str]) -> SafeString:
    return format_html(
        '<div class="field"><label for="i-{}-{}">{}</label>'
        '<textarea id="i-{}-{}" name="{}" rows="2"{}>\n{}</textarea></div>',
        view.code,
        name,
        SafeString(words[name]),
        view.code,
        name,
        name,
        SafeString("" if view.is_editable else " readonly"),
        text,
    )


def _foot(view: LeafView, words: dict[str, str]) -> SafeString:
    said = _EMPTY
    if view.answer is not None:
        moment = moment_text(view.answer.updated_at)
        said = format_html(SafeString(words["saved"]), moment=moment, person=view.answer.updated_by)
    if not view.is_editable:
        return format_html('<p class="note">{}</p>', said) if said else _EMPTY
    return format_html(
        '<div class="row"><button class="button button--small button--second">{}'
        '<span class="visually-hidden"> {}</span></button>'
        '<p class="autosave__status" role="status" data-autosave-status>{}</p></div>',
        SafeString(words["save"]),
        view.code,
        said,
    )


def _evidence(view: LeafView, frame: Frame) -> SafeString:
    """List the documents of a leaf; the page of the leaf shows them in full."""
    if frame.is_single:
        return _EMPTY
    words, code = frame.words, view.code
    documents = _join(*(_document(one, words) for one in view.evidence))
    links = []
    hidden = f'<span class="visually-hidden"> {code}</span>'
    if view.is_editable:
        links.append(
            format_html('<a href="{}">{}</a>', frame.add_url(code), SafeString(words["add"] + hidden))
        )
    if view.evidence:
        links.append(
            format_html('<a href="{}">{}</a>', frame.leaf_url(code), SafeString(words["manage"] + hidden))
        )
    listed = f"<ul>{documents}</ul>" if documents else ""
    return _join('<div class="leaf__evidence">', listed, '<p class="row">', *links, "</p></div>")


def _document(shown: ShownDocument, words: dict[str, str]) -> str:
    if not shown.is_readable:
        return f"<li>{words['secret']}</li>"
    flags = _join(*(" " + status_badge(flag.words, flag.tone) for flag in shown.flags))
    url = reverse("evidence:document", args=[shown.document.pk])
    return format_html('<li><a href="{}">{}</a>{}</li>', url, str(shown.document), flags)


def _foreign(view: LeafView, frame: Frame) -> SafeString:
    """Say who fills in a leaf that the unit does not, and show the value that came, with its source."""
    words = frame.words
    if view.fed is None:
        return format_html("<p>{} {}. {}</p>", icon("lock"), view.scorer, SafeString(words["not_asked"]))
    said = format_html(
        "<p>{} {}. {}. {}{} {}</p>",
        icon("lock"),
        view.scorer,
        view.fed_text,
        _error(view.fed, words),
        SafeString(words["source"]),
        view.fed.source_note,
    )
    behind = _behind(view, frame) if view.fed.source == "dossier" else _EMPTY
    return _join(said, behind, view.score.html if view.score else "")


def _error(fed: FedValue, words: dict[str, str]) -> SafeString:
    """Say how sure an estimate is: its standard error, and its interval where it has one."""
    if fed.standard_error is None:
        return _EMPTY
    said = [format_html(SafeString(words["error"]), number_text(fed.standard_error, 2))]
    if fed.interval:
        ends = [number_text(Decimal(fed.interval[name]), 2) for name in ("low", "high")]
        level = number_text(100 * Decimal(fed.interval["level"]))
        said.append(format_html(SafeString(words["interval"]), level, *ends))
    return _join(*said, SafeString(" "))


def _behind(view: LeafView, frame: Frame) -> SafeString:
    """Lead to the dossiers that a figure counts; the page there asks who may see them."""
    address = reverse("dossiers:behind", args=[frame.participant_id, view.leaf.code])
    return format_html('<p><a href="{}">{}</a></p>', address, SafeString(frame.words["behind"]))


def _findings(view: LeafView) -> SafeString:
    if not view.findings:
        return _EMPTY
    listed = format_html_join("", "<li>{} {}</li>", ((icon("warning"), one.what) for one in view.findings))
    return format_html('<ul class="leaf__findings">{}</ul>', listed)
