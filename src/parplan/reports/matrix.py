"""`units --matrix`: who does what for which row, rows against units."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from parplan.engine.gap import Standing
from parplan.model.tasks import Role, UnitRecord
from parplan.render.table import Table
from parplan.reports import unit as unit_report
from parplan.reports import units
from parplan.reports.fields import Answer, At, Field, table
from parplan.reports.staff import Staff
from parplan.reports.titles import Titles
from parplan.text import Message, Text, Word


def answer(staff: Staff, unit: UnitRecord | None) -> Answer:
    """Rows against units, as tables; for machines what is told without them."""
    told = units.answer(staff, unit)
    return Answer(told.name, told.record, lambda: [_table(staff, it) for it in staff.indices])


def _table(staff: Staff, index: Standing) -> Table:
    """A line a row, a column a unit that has to do with any row, a sign where it has to do with
    this one."""
    roles = {unit: unit_report.roles_of(staff.work, unit) for unit in staff.work.units}
    rows = {row.id for row in index.walk()}
    there = [unit for unit in staff.work.units.values() if rows & roles[unit.id].keys()]

    def sign(unit: str) -> Callable[[At], Word]:
        return lambda at: _SIGNS[roles[unit].get(at.row.id)]

    fields: Sequence[Field] = (
        Field("id", "id", Titles.ID),
        Field("name", "text", Titles.NAME, wide=True),
        *(
            Field(unit.id, "id", Text(str(at), str(at)), sign(unit.id))
            for at, unit in enumerate(there, 1)
        ),
    )
    legend = [Message(_SIGNS_SAID)]
    legend += [
        Message(_NUMBERED, {"number": at, "unit": unit.id, "name": unit.name})
        for at, unit in enumerate(there, 1)
    ]
    return table(Message(_MATRIX, {"name": index.name}), fields, _by_depth(index), legend)


def _by_depth(row: Standing, depth: int = 0) -> Iterator[At]:
    yield At(row, depth=depth)
    for child in row.children:
        yield from _by_depth(child, depth + 1)


_SIGNS: Mapping[Role | None, Word] = {
    None: Word("", Text("", "")),
    "lead": Word("lead", Text("●", "●")),
    "coordinate": Word("coordinate", Text("○", "○")),
    "asked": Word("asked", Text("△", "△")),
}
_MATRIX = Text("{name}: tiêu chí và đơn vị", "{name}: rows and units")
_SIGNS_SAID = Text(
    "● chủ trì, ○ phối hợp hoặc theo dõi, △ được đề nghị; việc cho cả chỉ số ghi ở dòng của chỉ số",
    "● leads, ○ coordinates, △ is asked to; what is done for a whole index stands in the index's "
    "own line",
)
_NUMBERED = Text("{number}: {unit}, {name}", "{number}: {unit}, {name}")
