"""Tables of the page, and what stands in them: in both languages, one of which is shown."""

from collections.abc import Mapping
from decimal import Decimal
from html import escape

from parplan.points import Lang
from parplan.render.table import DRAWN, RIGHT, Column, Line, Mark, Span, Table
from parplan.render.values import UNKNOWN, for_people
from parplan.text import Message, Text, spoken

Both = Mapping[str, str]


def both(said: Both) -> str:
    """Words in both languages; once, where they are the same."""
    if said["vi"] == said["en"]:
        return escape(said["vi"])
    return "".join(f'<span lang="{lang}">{escape(said[lang])}</span>' for lang in ("vi", "en"))


def figure(value: Both | None, lang: Lang) -> str:
    """A figure in one language, which the script puts into the other; words in both."""
    if value is None:
        return UNKNOWN
    if not _is_figure(value):
        return both(value)
    exact = f' value="{value["exact"]}"' if "exact" in value else ""
    return f'<data class="n"{exact}>{escape(value[lang])}</data>'


def _is_figure(value: Both) -> bool:
    """Whether the languages write something alike but for the decimal mark and the percent."""
    vi, en = value["vi"], value["en"]
    there = vi.replace(",", ".").replace("%", "\u00a0%")
    back = en.replace(".", ",").replace("\u00a0%", "%")
    return vi != en and (there, back) == (en, vi) or vi == en and "exact" in value


def table(it: Table, name: str, lang: Lang) -> str:
    """A table as all reports make them, with what stands beneath."""
    shown = [at for at, column in enumerate(it.columns) if column.human]
    heads = "".join(
        f'<th scope="col" class="{_class(it.columns[at])}">{_said(it.columns[at].title)}</th>'
        if it.columns[at].kind not in DRAWN
        else '<td class="drawn"></td>'
        for at in shown
    )
    lines = "".join(_line(it, line, shown, lang) for line in it.lines)
    feet = "".join(f"<li>{_said(foot)}</li>" for foot in it.feet)
    return (
        f'<figure><figcaption id="t-{name}">{_said(it.title)}</figcaption>'
        f'<div class="scroll" role="region" aria-labelledby="t-{name}">'
        f'<table class="plain" aria-labelledby="t-{name}"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{lines}</tbody></table></div>"
        + (f'<ul class="feet">{feet}</ul>' if feet else "")
        + "</figure>"
    )


def _line(it: Table, line: Line, shown: list[int], lang: Lang) -> str:
    cells = []
    for order, at in enumerate(shown):
        column, mark = it.columns[at], line.cells[at]
        if column.kind in DRAWN:
            cells.append(f'<td class="drawn">{_drawn(mark)}</td>')
            continue
        tag = 'th scope="row"' if order == 0 else "td"
        cells.append(
            f'<{tag} class="{_class(column)}">{_cell(column, mark, line, lang)}</{tag.split()[0]}>'
        )
    return f'<tr class="{line.role} d{min(line.depth, 3)}">{"".join(cells)}</tr>'


def _cell(column: Column, mark: Mark, line: Line, lang: Lang) -> str:
    languages: tuple[Lang, ...] = ("vi", "en")
    return figure({each: for_people(column, mark, line, each) for each in languages}, lang)


def _class(column: Column) -> str:
    return "num" if column.kind in RIGHT else "text"


def _drawn(mark: Mark) -> str:
    """A bar, or a stretch of one."""
    value = mark.value
    ends = (value.start, value.end) if isinstance(value, Span) else (Decimal(0), value)
    if not isinstance(ends[1], Decimal):
        return ""
    low, high = (float(min(max(end, Decimal(0)), Decimal(1))) * 100 for end in sorted(ends))
    return (
        '<svg class="bar" aria-hidden="true"><rect class="all" width="100%"/>'
        f'<rect class="score" x="{low:.4g}%" width="{high - low:.4g}%"/></svg>'
    )


def _said(said: Text | Message) -> str:
    return both({"vi": spoken(said, "vi"), "en": spoken(said, "en")})
