"""Tables of the other answers, with the columns that a page has room for; rows go by the numbers
that the document prints, never by our ids.
"""

from collections.abc import Container, Sequence
from itertools import takewhile

from parplan.model.cells import row_of
from parplan.model.indicators import Index
from parplan.model.plan import Plan
from parplan.model.tree import Indicator
from parplan.render.table import Column, Line, Mark, Table
from parplan.reports.fields import UNTITLED
from parplan.reports.names import full_names
from parplan.reports.titles import Titles
from parplan.text import Listed, Message, Text


def kept(plan: Plan, table: Table, keys: Sequence[str]) -> Table:
    """A table without its title and feet, with those columns of these keys, and those totals, that
    hold anything, rows by their printed numbers, and notes without our paths.
    """
    columns = sorted(enumerate(table.columns), key=lambda it: it[1].human)  # those of people win
    by_key = {column.key: at for at, column in columns}
    at = [by_key[key] for key in keys if key in by_key]
    beside = {line.cells[by_key["id"]].value for line in table.lines} if "id" in by_key else set()

    shown = [table.columns[n].key for n in at]
    named = next((shown.index(key) for key in _NAMED if key in shown), None)

    def numbered(line: Line) -> Line:
        cells = [_numbered(plan, table.columns[n].key, line.cells[n], beside) for n in at]
        if named is not None and "id" in shown:  # behind a number, that of a note reads as a digit
            first, name = shown.index("id"), cells[named]
            cells[named] = name._replace(notes=(*cells[first].notes, *name.notes))
            cells[first] = cells[first]._replace(notes=())
        return line._replace(cells=tuple(cells))

    lines = tuple(map(numbered, table.lines))
    told = [n for n in range(len(at)) if any(_has_any(line, (n,)) for line in lines)]
    figures = [n for n in told if table.columns[at[n]].key not in _CALLED]
    return Table(
        UNTITLED,
        tuple(_titled(table.columns[at[n]]) for n in told),
        tuple(
            line._replace(cells=tuple(line.cells[n] for n in told))
            for line in lines
            if len(lines) == 1 or line.role != "total" or _has_any(line, figures)
        ),
        (),
        tuple(map(_bare, table.notes)),
    )


def _has_any(line: Line, at: Sequence[int]) -> bool:
    """Whether a line says any of these: a total that there is not says nothing."""
    return any(line.cells[n].value not in _NOTHING for n in at)


def _titled(column: Column) -> Column:
    title = Titles.NUMBER if column.key == "id" else column.title
    return column._replace(title=title, human=True)


def _numbered(plan: Plan, key: str, cell: Mark, beside: Container[object]) -> Mark:
    """A cell that holds ids of rows, with what the document calls these in their place."""
    if key == "id" and cell.value in plan.by_id:
        return cell._replace(value=number_of(plan, str(cell.value), beside))
    if key == "rows":
        ids = str(cell.value or "").split()
        called = Listed([_called(plan.by_id[ident], plan) for ident in ids])
        return cell._replace(value=Message(_EACH, {"rows": called}) if ids else "")
    return cell


def number_of(plan: Plan, ident: str, beside: Container[object] = ()) -> str:
    """The printed number of a row below those of the rows it is part of, as far as these do not
    stand `beside` it, or its own says them: “III / 1”, but 3.1.
    """
    own, *above = plan.up(ident)
    told: list[str] = []
    for node in (
        plan.by_id[it].node for it in (own, *takewhile(lambda it: it not in beside, above))
    ):
        number = "" if isinstance(node, Index) else node.row
        if number and not (told and told[0].startswith(f"{number}.")):
            told.insert(0, number)
    return " / ".join(told)


def _called(row: Indicator, plan: Plan) -> Text | Message:
    """What the document calls a row: its number; its name where it has none, behind the number of
    the row above it.
    """
    if row.node is row.root:
        return _WHOLE
    *above, own = row_of(plan, row)
    up = (plan.by_id[ident].node for ident in plan.up(row.id))
    names = {it.name.say(plan.about.language): it.name for it in up if it.row is None}
    if row.node.row is not None:
        return Text(*[" / ".join((*above, own))] * 2)
    told = tuple(names.get(each, each) for each in above)
    return Message(_UNNUMBERED, {"row": told, "name": row.node.name}) if above else row.node.name


def _bare(note: Message) -> Message:
    said = note.values.get("message")
    return said if isinstance(said, Message) else note


def named_in_full(plan: Plan, table: Table) -> Table:
    """A table of rows, each line with the full name of its row."""
    keys, names = [column.key for column in table.columns], full_names(plan)
    ident, name = keys.index("id"), keys.index("name")

    def named(cells: Sequence[Mark]) -> tuple[Mark, ...]:
        told = cells[name]._replace(value=names[str(cells[ident].value)])
        return (*cells[:name], told, *cells[name + 1 :])

    return table._replace(lines=tuple(it._replace(cells=named(it.cells)) for it in table.lines))


_NOTHING: Sequence[object] = (None, "")
_NAMED = ("name", "label")
_CALLED = ("id", *_NAMED)
_UNNUMBERED = Text("{row} ({name})", "{row} ({name})")
_EACH = Text("{rows}", "{rows}")
_WHOLE = Text("cả chỉ số", "all of it")
