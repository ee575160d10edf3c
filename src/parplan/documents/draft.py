"""What all tables and sentences of a document are drawn by, and what was drawn and told so far."""

from dataclasses import dataclass, field
from typing import NamedTuple

from parplan.documents.assignments import Assignment, assignment
from parplan.documents.blocks import Notice, Row
from parplan.documents.columns import Years
from parplan.documents.drawn import Asked, Drawn, DrawnIndex, Figure, same_figure
from parplan.documents.nesting import Item
from parplan.documents.owners import index_name
from parplan.documents.vocabulary import NUMBER, Vocabulary
from parplan.model.fields import Aggregate
from parplan.model.imported import column_words
from parplan.model.plan import Plan
from parplan.text import Message, Text


class Open(NamedTuple):
    """A table whose index may go on in the next one: its titles, that index, and its last row."""

    titles: tuple[str, ...]
    of: str
    last: Item


class Twice(NamedTuple):
    """A figure of a row, which goes by its `label`, that stands in two places and differs: in the
    table where it is taken, and `other` elsewhere.
    """

    label: str
    first: int
    field: str
    one: Figure
    other: Figure


@dataclass
class Draft:
    """What tables and sentences are drawn by: the words of plans, a known plan and that which it
    goes `into`, what was asked, the document's decimal `mark`, title and years; what was told so
    far, with the `questions` of columns, what was drawn, and what may go on.
    """

    words: Vocabulary
    like: Plan
    into: Plan | None
    asked: Asked
    mark: str
    title: str
    years: Years
    notices: list[Notice]
    questions: list[Notice] = field(default_factory=list)
    indices: dict[str, DrawnIndex] = field(default_factory=dict)
    assignments: list[Assignment] = field(default_factory=list)
    as_above: int = 0  # cells of tasks that are as those above them
    open: Open | None = None

    def index(self, ident: str, heading: str, table: int = 0) -> DrawnIndex:
        """An index, in the first table that has it."""
        if ident not in self.indices:
            known = self.like.by_id.get(ident)
            name = index_name(self.words.uncaptioned(NUMBER.sub("", heading)), self.words)
            self.indices[ident] = DrawnIndex(ident, None, table, {}, {}, known, name=name)
        index = self.indices[ident]
        index.table = index.table or table
        return index

    def assign(self, it: Item, serves: tuple[str, ...], year: int | None, left: str = "") -> None:
        """The task that a line tells of, if any."""
        told = assignment(it, serves, self.words.assigned, self.words.deadlines, year, left)
        self.assignments += [] if told is None else [told]

    def notice(self, code: str, table: int, row: Row | None = None, **values: object) -> None:
        """Something about a table as it goes by its number, or about a row of it, which may have
        been put to it from another one.
        """
        at = (table, 0) if row is None else (row.table, row.line)
        self.notices.append(Notice(code, *at, (("table", table), *values.items())))

    def not_taken(
        self, table: int, heading: str, row: Row | None, what: Message, how: Message
    ) -> None:
        """What of a table cannot be taken, and what to do instead."""
        where = Message(_TABLE, {"number": table, "heading": heading})
        self.notice("I870", table, row, where=where, what=what, how=how)

    def not_added_up(
        self, table: int, row: Row | None, label: str, how: Aggregate, *, units: bool = False
    ) -> None:
        """That the parts of what is called so are not added up: their mean makes it up, or
        nothing, as where each of them is of one of several `units`.
        """
        why = _MEAN if how == "mean" else _OF_UNITS if units else _AMONG
        self.notice("I896", table, row, label=label, how=why)

    def holds(
        self, row: Drawn, name: str, said: Figure, at: tuple[int, Row | None, str], where: Text
    ) -> bool:
        """Whether a row has a figure as it is said `where`, from now on if it had none; where it
        has another, that stays, and it is told at a table, one of its rows, and a label.
        """
        held = row.figures.setdefault(name, said)
        one = same_figure(held, said)
        if one is None:
            table, line, label = at
            self.twice(table, line, Twice(label, row.table, name, held, said), where)
            return False
        row.figures[name] = one
        return True

    def twice(self, table: int, row: Row | None, two: Twice, where: Text) -> None:
        """A figure that stands in two places, of which the first is taken."""
        told = {**two._asdict(), "field": column_words(two.field), "where": where}
        self.notice("I885", table, row, **told)


_AMONG = Text(
    "nằm trong khoảng số của các tiêu chí, nên không cộng",
    "lie among those of its rows, which are not added up",
)
_OF_UNITS = Text(
    "không phải là tổng của các dòng, mỗi dòng là một đơn vị, nên không cộng",
    "are not the sum of those of its rows, each of which is a unit",
)
_MEAN = Text(
    "bằng bình quân các tiêu chí, nên lấy là bình quân",
    "are the mean of those of its rows, and taken as that",
)
_TABLE = Text("bảng {number}, “{heading}”", "table {number}, “{heading}”")
