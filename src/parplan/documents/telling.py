"""What is told of a table while its rows are drawn."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from parplan.documents.blocks import Row
from parplan.documents.draft import Draft, Twice
from parplan.documents.drawn import Figure
from parplan.documents.nesting import Item
from parplan.documents.printed import figures, says_figure
from parplan.documents.reading import NO_FIGURES
from parplan.documents.tables import Table
from parplan.model.imported import column_words
from parplan.text import Message, Text


class Telling(NamedTuple):
    """A table that something is told of, in the draft of its document."""

    table: Table
    draft: Draft

    def notice(self, code: str, row: Row | None = None, **values: object) -> None:
        """Something about the table, or about a row of it."""
        self.draft.notice(code, self.table.number, row, **values)

    def some(self, code: str, row: Row, labels: Sequence[str], **values: object) -> None:
        """Something about rows of these labels, of which the first are named."""
        self.notice(code, row, labels=tuple(labels[:_FEW]), **values)

    def words(self, it: Item, names: Sequence[str]) -> None:
        """Cells of a row that have none of the figures which their columns have."""
        for name in names:
            told = {"text": it.cells[name], "label": it.called, "field": column_words(name)}
            self.notice("I873", it.row, **told)

    def in_one_cell(self, it: Item, field: str, first: Figure, second: Figure) -> None:
        """A figure that stands behind another in its cell, and differs from that of its own."""
        two = Twice(it.called, self.table.number, field, first, second)
        self.draft.twice(self.table.number, it.row, two, _ITS_CELL)

    def behind(self, taken: Mapping[tuple[str, str], Sequence[Item]]) -> None:
        """What was taken from behind other figures in their cells: the rows, by both fields."""
        for (name, field_of), items in taken.items():
            first = min(items, key=lambda it: (it.row.table, it.row.line))
            fields = {"name": column_words(name), "field": column_words(field_of)}
            self.notice("I897", first.row, count=len(items), text=first.cells[name], **fields)

    def merged(self, tops: Sequence[Item], at: Mapping[str, int]) -> None:
        """Figures in cells that several rows or columns of figures share."""
        places = {name: place for name, place in at.items() if name not in NO_FIGURES}
        every = [it for top in tops for it in top.walk()]
        for name in places:
            items = [*_sharing(every, name, places)]
            if items:
                labels = tuple(it.label for it in items[:_FEW])
                values = {"field": column_words(name), "labels": labels}
                self._not_taken(items[0].row, Message(_MERGED, values), _SPLIT)

    def lines(self, items: Sequence[Item]) -> None:
        """Figures in further lines of a name that is merged over several rows."""
        held = [it for it in items if any(map(_has_figures, it.lines))]
        if held:
            labels = tuple(it.called for it in held[:_FEW])
            self._not_taken(held[0].lines[0].row, Message(_LINES, {"labels": labels}), _SPLIT)

    def weights(self, parts: Sequence[Item], label: str) -> None:
        """Weights that do not make up the row which is called so."""
        self._not_taken(parts[0].row, Message(_WEIGHTS, {"label": label}), _WEIGH)

    def another_version(self, first: int, differing: int, of: int) -> None:
        """All of it, where so many of its figures differ from those of the `first` table."""
        values = {"count": differing, "of": of, "first": first}
        numbers = {"first": first, "number": self.table.number}
        self._not_taken(None, Message(_ANOTHER_VERSION, values), _INSTEAD, **numbers)

    def _not_taken(self, row: Row | None, what: Message, how: Text, **values: object) -> None:
        number, heading = self.table.number, self.table.heading
        self.draft.not_taken(number, heading, row, what, Message(how, values))


def _has_figures(it: Item) -> bool:
    return any(figures(text) for name, text in it.cells.items() if name not in NO_FIGURES)


def _sharing(every: Sequence[Item], name: str, at: Mapping[str, int]) -> Iterator[Item]:
    """The rows whose figure of a field stands in a cell that takes rows which are none of their
    parts, or the column of another field in `at`.
    """
    held: Item | None = None
    own: set[Item] = set()  # that row, with its parts
    for it in every:
        cell = it.row.cells[at[name]]
        beside = range(at[name] + 1, at[name] + cell.across)
        if not cell.above:
            held = it if says_figure(cell.text) else None
            own = {*it.walk()}
        if held is not None and (it not in own or any(n in beside for n in at.values())):
            yield held
            held = None


_FEW = 5  # labels that are told
_ANOTHER_VERSION = Text(
    "toàn bộ, vì {count}/{of} số của cùng các tiêu chí khác với bảng {first}",
    "all of it, for it has other figures than table {first} of the same rows ({count} of {of})",
)
_INSTEAD = Text(
    "lấy bảng này thay bảng kia bằng --table {first}=no; là chỉ số khác thì --table {number}=mã, "
    "không dùng thì --table {number}=no",
    "take it in place of the other one with --table {first}=no; if it is of another index, give "
    "--table {number}=id; if of none, --table {number}=no",
)
_WEIGHTS = Text(
    "trọng số các tiêu chí thành phần của “{label}”, vì bình quân theo trọng số không bằng điểm "
    "ghi, hoặc không ghi điểm chung",
    "the weights of what makes up “{label}”, for the mean by them is not what it prints, or it "
    "prints nothing",
)
_WEIGH = Text(
    "ghi “aggregate: weighted” và “weight” vào indicators.yaml",
    "put `aggregate: weighted` and `weight` into indicators.yaml",
)
_MERGED = Text(
    "{field} trong ô gộp nhiều dòng hoặc nhiều cột, trừ dòng, cột đầu ({labels})",
    "the {field} in cells merged over several rows or columns, but for the first ({labels})",
)
_LINES = Text(
    "số ở các dòng sau của tên gộp nhiều dòng, vì không có nhãn riêng ({labels})",
    "the figures in further lines of a name merged over several rows, which have no label of their "
    "own ({labels})",
)
_SPLIT = Text(
    "tách ô, ghi vào từng dòng rồi nhập lại",
    "split the cell, write it into each row, and import it again",
)
_ITS_CELL = Text("một ô có hai số", "a cell with two figures")
