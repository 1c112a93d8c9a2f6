"""How the charts of ``parweb.interface.charts`` are drawn. Loaded only when something has to be drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import altair as alt
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from parweb.interface.chart_data import Band, Change, Domain, Loss, PhaseCount, Split, Standing
from parweb.interface.chart_parts import (
    INK,
    LATE,
    OTHERS,
    OURS,
    PART,
    QUIET,
    REST,
    TICK,
    WIDTH,
    clean,
    data,
    draw,
    height,
    legend,
    names_axis,
    notes_right,
    number_axis,
    row_keys,
)
from parweb.interface.chart_ranks import ranks_chart, standing_words
from parweb.interface.numbers import Number, day_text, number_text

LOSS_WIDTH: Final = 260
FULL: Final = (0, 100)


def ranked_dots(
    title: str, units: Sequence[Standing], maximum: Number, bands: Sequence[Band] = ()
) -> SafeString:
    """Draw ``charts.ranked_dots``."""
    return draw(ranks_chart(units, float(maximum), bands), title, standing_words(units))


def domain_bullets(title: str, domains: Sequence[Domain]) -> SafeString:
    """Draw ``charts.domain_bullets``."""
    keys = row_keys([one.name for one in domains])
    labels = [_("Đơn vị này"), _("Trung bình nhóm"), _("Cao nhất nhóm"), _("Ngưỡng")]
    shapes, colours = ["square", TICK, "diamond", TICK], [OURS, INK, OTHERS, LATE]
    bars = [
        {"key": key, "share": _share(one.ours, one.maximum), "whole": 100, "text": _of(one.ours, one.maximum)}
        for key, one in zip(keys, domains, strict=True)
    ]
    marks = [
        {"key": key, "share": _share(value, one.maximum), "mark": label}
        for key, one in zip(keys, domains, strict=True)
        for label, value in zip(labels[1:], (one.mean, one.best, one.threshold), strict=True)
        if value is not None
    ]
    title_x = _("% điểm tối đa của lĩnh vực")
    x = number_axis("share", title_x, FULL)
    shape = alt.Shape("mark:N", legend=legend(), scale=alt.Scale(domain=labels, range=shapes))
    colour = alt.Color("mark:N", legend=legend(), scale=alt.Scale(domain=labels, range=colours))
    fill = alt.Fill(
        "mark:N", legend=legend(), scale=alt.Scale(domain=labels, range=[OURS, *["transparent"] * 3])
    )
    base = alt.Chart(data(bars)).encode(y=names_axis())
    layers = [
        base.mark_bar(color=REST, height=18).encode(x=number_axis("whole", title_x, FULL)),
        base.mark_bar(color=OURS, height=10).encode(x=x),
        alt.Chart(data(marks))
        .mark_point(size=110, filled=False, strokeWidth=2.5, opacity=1)
        .encode(x=x, y=names_axis(), shape=shape, color=colour, fill=fill),
        notes_right(base, "text", WIDTH + 10),
    ]
    chart = alt.layer(*layers).properties(width=WIDTH, height=height(keys))
    words = "; ".join(f"{clean(one.name)}: {_of(one.ours, one.maximum)}" for one in domains)
    return draw(chart, title, words)


def year_slopes(title: str, changes: Sequence[Change], before: str, after: str) -> SafeString:
    """Draw ``charts.year_slopes``."""
    keys = row_keys([one.name for one in changes])
    rows = [
        {
            "key": key,
            "from": _share(one.before, one.maximum),
            "to": _share(one.after, one.maximum),
            "text": _signed(float(one.after) - float(one.before)),
        }
        for key, one in zip(keys, changes, strict=True)
    ]
    ends = [
        {"key": row["key"], "share": row[end], "year": year}
        for row in rows
        for end, year in (("from", before), ("to", after))
    ]
    title_x = _("% điểm tối đa của lĩnh vực")
    x = number_axis("share", title_x, FULL)
    fill = alt.Scale(domain=[before, after], range=["transparent", OURS])
    base = alt.Chart(data(rows)).encode(y=names_axis())
    layers = [
        base.mark_rule(color=OTHERS, strokeWidth=3).encode(x=number_axis("from", title_x, FULL), x2="to:Q"),
        alt.Chart(data(ends))
        .mark_point(size=110, stroke=OURS, strokeWidth=2, opacity=1)
        .encode(x=x, y=names_axis(), fill=alt.Fill("year:N", legend=legend(), scale=fill)),
        notes_right(base, "text", WIDTH + 10),
    ]
    chart = alt.layer(*layers).properties(width=WIDTH, height=height(keys))
    return draw(
        chart,
        title,
        "; ".join(f"{clean(one.name)}: {row['text']}" for one, row in zip(changes, rows, strict=True)),
    )


def lost_points(title: str, rows: Sequence[Loss]) -> SafeString:
    """Draw ``charts.lost_points``."""
    keys = row_keys([one.name for one in rows])
    kinds = [_("Lấy lại được"), _("Không lấy lại được")]
    values = [
        {"key": key, "lost": float(one.lost), "kind": kinds[not one.is_recoverable], "text": _loss_note(one)}
        for key, one in zip(keys, rows, strict=True)
    ]
    most = max((float(one.lost) for one in rows), default=1) or 1
    colour = alt.Color("kind:N", legend=legend(), scale=alt.Scale(domain=kinds, range=[OURS, OTHERS]))
    x = number_axis("lost", _("điểm mất"), (0, most))
    base = alt.Chart(data(values)).encode(y=names_axis(), x=x)
    note = base.mark_text(align="left", dx=6).encode(text="text:N")
    chart = alt.layer(base.mark_bar(height=16).encode(color=colour), note)
    words = "; ".join(f"{clean(one.name)}: {number_text(one.lost, 2)}" for one in rows)
    return draw(chart.properties(width=LOSS_WIDTH, height=height(keys)), title, words)


def phase_progress(title: str, phases: Sequence[PhaseCount]) -> SafeString:
    """Draw ``charts.phase_progress``."""
    rows = [Split(one.name, (one.done, one.begun, one.waiting, one.late)) for one in phases]
    kinds = [_("Xong"), _("Đang làm"), _("Chưa bắt đầu"), _("Quá hạn")]
    notes = [f"{number_text(row.counts[0], 0)}/{number_text(sum(row.counts), 0)}" for row in rows]
    return _stacked(title, rows, dict(zip(kinds, (OURS, PART, REST, LATE), strict=True)), _("đơn vị"), notes)


def split_counts(title: str, rows: Sequence[Split], kinds: Sequence[str], counted: str) -> SafeString:
    """Draw ``charts.split_counts``."""
    colours = dict(zip(kinds, [*(OURS, PART, REST)[: len(kinds) - 1], LATE], strict=True))
    return _stacked(title, rows, colours, counted, [number_text(sum(row.counts), 0) for row in rows])


def _stacked(
    title: str, rows: Sequence[Split], colours: dict[str, str], counted: str, notes: Sequence[str]
) -> SafeString:
    keys = row_keys([one.name for one in rows])
    values = [
        {"key": key, "kind": kind, "order": place, "count": count}
        for key, row in zip(keys, rows, strict=True)
        for place, (kind, count) in enumerate(zip(colours, row.counts, strict=True))
        if count
    ]
    totals = [{"key": key, "text": note} for key, note in zip(keys, notes, strict=True)]
    most = max((sum(row.counts) for row in rows), default=1) or 1
    scale = alt.Scale(domain=list(colours), range=list(colours.values()))
    x = alt.X(
        "count:Q",
        stack="zero",
        axis=alt.Axis(title=counted, format=",d", tickCount=5),
        scale=alt.Scale(domain=[0, most], nice=False),
    )
    bars = alt.Chart(data(values)).mark_bar(height=18, stroke=QUIET, strokeWidth=0.6)
    layers = [
        bars.encode(
            y=names_axis(), x=x, color=alt.Color("kind:N", legend=legend(), scale=scale), order="order:Q"
        ),
        notes_right(alt.Chart(data(totals)).encode(y=names_axis()), "text", WIDTH + 10),
    ]
    words = "; ".join(f"{clean(one.name)}: {note}" for one, note in zip(rows, notes, strict=True))
    return draw(alt.layer(*layers).properties(width=WIDTH, height=height(keys)), title, words)


def _share(value: Number | None, maximum: Number) -> float | None:
    return None if value is None or not maximum else 100 * float(value) / float(maximum)


def _of(value: Number | None, maximum: Number) -> str:
    return f"{number_text(value, 2)}/{number_text(maximum)}"


def _signed(change: float) -> str:
    sign = "+" if change > 0 else "−" if change < 0 else ""
    return f"{sign}{number_text(abs(change), 2)}"


def _loss_note(loss: Loss) -> str:
    due = day_text(loss.due_on) if loss.due_on else ""
    return " · ".join(
        one for one in (number_text(loss.lost, 2), clean(loss.owner) if loss.owner else "", due) if one
    )
