"""Tables of the page, as all reports make them."""

from collections.abc import Iterable
from decimal import Decimal

from parplan.points import HUNDRED, LANGUAGES, ONE, ZERO
from parplan.render.page.words import Words
from parplan.render.table import DRAWN, RIGHT, Column, Line, Mark, Scale, Span, Table
from parplan.render.values import for_people
from parplan.text import Sentence, both


def table(it: Table, words: Words, told: set[str]) -> str:
    """A table, with what stands beneath it but for what is told already."""
    shown = [at for at, column in enumerate(it.columns) if column.human]
    heads = "".join(
        words.cell("th", both(it.columns[at].title), _class(it.columns[at]))
        if it.columns[at].kind not in DRAWN
        else '<td class="drawn">'
        for at in shown
    )
    lines = "".join(_line(it, line, shown, words) for line in it.lines)
    sentences = (words.said(Sentence(foot)) for foot in it.feet)
    said = [each for each in sentences if each not in told]
    told.update(said)
    figures = sum(it.columns[at].kind not in DRAWN for at in shown) - 1
    kind = "plain few" if figures <= _FEW else "plain"
    return (
        f"<figure><figcaption>{words.said(it.title)}</figcaption>"
        '<div class="scroll">'
        f'<table class="{kind}"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{lines}</tbody></table></div>{feet(said)}</figure>"
    )


def feet(said: Iterable[str]) -> str:
    """The sentences that stand beneath a table."""
    items = "".join(f"<li>{each}</li>" for each in said)
    return f'<ul class="feet">{items}</ul>' if items else ""


_FEW = 5  # columns of figures that stand side by side on a phone, below the name of their row


def _line(it: Table, line: Line, shown: list[int], words: Words) -> str:
    cells = []
    for at in shown:
        column, mark = it.columns[at], line.cells[at]
        if column.kind in DRAWN:
            cells.append(f'<td class="drawn">{_drawn(mark)}')
        elif at == shown[0]:
            cells.append(_cell("th", "", column, mark, line, words))
        else:
            cells.append(_cell("td", _class(column), column, mark, line, words))
    role = "" if line.role == "row" else f' class="{line.role}"'
    return f"<tr{role}>{''.join(cells)}"


def _cell(tag: str, more: str, column: Column, mark: Mark, line: Line, words: Words) -> str:
    said = {str(each): for_people(column, mark, line, each) for each in LANGUAGES}
    if column.kind in RIGHT:
        return f"<{tag}{more}>{words.bare(said)}"
    return words.cell(tag, said, more)


def _class(column: Column) -> str:
    """Most are figures."""
    return "" if column.kind in RIGHT else " class=said"


def _drawn(mark: Mark) -> str:
    """A bar, a stretch of one, or several below each other with a mark."""
    value = mark.value
    if isinstance(value, Decimal):
        value = Span(ZERO, value)
    if isinstance(value, Span):
        value = Scale((value,), None)
    if not isinstance(value, Scale):
        return ""
    drawn = "".join(map(_stretch, value.spans))
    if drawn and value.mark is not None:
        drawn += f'<rect x="{_percent(value.mark):.3g}%" />'
    return drawn and f"<svg>{drawn}</svg>"


def _stretch(span: Span | None) -> str:
    if span is None:
        return "<g/>"
    low, high = map(_percent, sorted(span))
    if low == high:
        return ""
    start = f' x="{low:.3g}%"' if low else ""
    return f'<rect{start} width="{high - low:.3g}%" />'


def _percent(share: Decimal) -> float:
    """A share of 1 in percent, no further than the scale goes."""
    return float(min(max(share, ZERO), ONE) * HUNDRED)
