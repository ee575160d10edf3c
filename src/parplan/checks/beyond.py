"""What a table of the document prints that the plan has nothing of: figures in rows that it has,
and rows that it might have.
"""

from collections.abc import Iterator

from parplan.checks.stated import values
from parplan.checks.where import where_in
from parplan.documents.grid import Grid
from parplan.documents.nesting import kind_of
from parplan.model import cells
from parplan.model.indicators import PrintedTable
from parplan.model.plan import Plan
from parplan.model.tree import Indicator


def beyond(plan: Plan, name: str, table: PrintedTable, grid: Grid) -> Iterator[str]:
    """The rows with such figures, each with the titles of their columns. A row that the plan lacks
    has a number as others that it has; or is the last one, where no index has a row there.
    """
    titles = {str(key): title for key, title in (table.columns or {}).items()}
    of_figures = ((key, where_in(grid, titles, key)) for key in titles if key not in _NAMED)
    columns = {key: where for key, where in of_figures if where is not None}
    first = next(iter(columns.values()), None)
    held = {} if first is None else first.held(plan, name)
    if first is None or not held:
        return
    rows = list(grid.own_rows())
    known = {first.called(at) for at in held}
    numbers = {number for number, _ in known if kind_of(number) is not None}
    kinds = set(map(kind_of, numbers))
    roots = {plan.up(it.id)[-1]: plan.by_id[plan.up(it.id)[-1]] for it in held.values()}
    is_open = roots.keys().isdisjoint(it.id for it in held.values())
    for at in rows:
        own, called = held.get(at), first.called(at)
        if called not in known and called[0] in numbers:
            return  # numbers begin anew, in another section or table
        is_total = is_open and at == rows[-1]
        if own is not None:
            has = {key for key in columns if _has(plan, own, key)}
        elif is_total and called not in known:  # an index may have its figures elsewhere
            each = [(key, it.reads(at)) for key, it in columns.items()]
            has = {
                key for key, text in each if any(_is(plan, it, key, text) for it in roots.values())
            }
        elif called not in known and kind_of(called[0]) in kinds:
            has = set()
        else:
            continue
        said = {titles[key] for key in has}  # a column may have scores, and percentages of others
        told = [
            key for key, it in columns.items() if titles[key] not in said and values(it.reads(at))
        ]
        if told:
            row = grid.rows[at]
            named = (row[n] for n in (first.numbers, first.labels or 0) if n < len(row))
            which = ", ".join(titles[key] for key in told)
            yield f"{next(filter(None, named), '…')} ({which})"


def _has(plan: Plan, indicator: Indicator, key: str) -> bool:
    """Whether the plan says something of what stands in such a column."""
    name = cells.name_in(plan, indicator, key)
    return (
        cells.raw_figure(indicator, name) is not None
        or cells.is_unprinted(indicator, name)
        or bool(cells.aimed_in(indicator, name).aims)
    )


def _is(plan: Plan, indicator: Indicator, key: str, text: str) -> bool:
    """Whether a cell has the figure of an indicator."""
    return cells.raw_figure(indicator, cells.name_in(plan, indicator, key)) in values(text)


_NAMED = ("row", "name")
