"""A printed table as its cells: where a column stands, and the row with a number or label."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, takewhile

from parplan.documents.blocks import MAX_ROWS, WHICH
from parplan.documents.nesting import Kind, kind_of, kinds
from parplan.documents.printed import number, plain
from parplan.model.cells import BELOW

Cells = tuple[str, ...]


@dataclass(frozen=True)
class Grid:
    """A printed table: the cells of its rows, cleaned, the first `heads` of which hold titles; from
    `end` on they may be of another table below it.
    """

    rows: tuple[Cells, ...]
    heads: int = 0
    end: int = MAX_ROWS
    # What was asked for already.
    _columns: dict[str, int | None] = field(default_factory=dict, compare=False, repr=False)
    _labelled: "dict[tuple[int, int, int | None], _Labels]" = field(
        default_factory=dict, compare=False, repr=False
    )
    _lasts: dict[tuple[int, int | None], dict[tuple[str, str], int]] = field(
        default_factory=dict, compare=False, repr=False
    )

    def column(self, title: str) -> int | None:
        """Where a column stands: by its title, in whichever heading row has it; where several have
        that, by the title above it as well (“Năm 2020 / Điểm”), or by which of them it is (“Điểm
        [2]”).
        """
        if title not in self._columns:
            found = next(self._under([title]), None) or next(self._under(title.split(BELOW)), None)
            self._columns[title] = self._counted(title) if found is None else found
        return self._columns[title]

    def _under(self, titles: Sequence[str], row: int = -1, start: int = 0) -> Iterator[int]:
        """The columns where the last of some titles stands, each below the one before."""
        for at in self._places(titles[0], row, start):
            if len(titles) == 1:
                yield at[1]
            else:
                yield from self._under(titles[1:], *at)

    def _counted(self, title: str) -> int | None:
        """Which of the columns with a title one is that says so; None for any other."""
        which = WHICH.search(title)
        if which is None:
            return None
        wanted = plain(title[: which.start()])
        untitled = (("",) * max(map(len, self.rows), default=0),)
        heads = self.rows[: self.heads] or untitled
        width = max(map(len, heads), default=0)
        stacks = [{plain(_cell(row, at)) for row in heads} for at in range(width)]
        same = [at for at, it in enumerate(stacks) if wanted in it and (wanted or it == {""})]
        return next(islice(same, int(which[1]) - 1, None), None)

    def _places(self, title: str, row: int, start: int) -> Iterator[tuple[int, int]]:
        """Where a title stands, by row and column: anywhere, or in a row behind `row` below what
        stands there in the column `start` and goes on to the next title.
        """
        wanted, end = plain(title), None
        if row >= 0:
            further = range(start + 1, len(self.rows[row]))
            end = next((at for at in further if self.rows[row][at]), None)
        for n in range(row + 1, len(self.rows)):
            for at in range(start, min(end or len(self.rows[n]), len(self.rows[n]))):
                if plain(self.rows[n][at]) == wanted:
                    yield n, at

    def place(self, path: Sequence[str], numbers: int, labels: int | None) -> int | None:
        """Where the row with a number or label stands; of several, each is looked for below the one
        before, down to the next row with such a number.
        """
        for first in dict.fromkeys((self.heads, 0)):  # what was taken for titles may be a row
            key = first, numbers, labels
            if key not in self._labelled:
                self._labelled[key] = _Labels(self.rows[first:], numbers, labels)
            at = self._labelled[key].place(path)
            if at is not None:
                return first + at
        return None

    def again(
        self, at: int, path: Sequence[str], numbers: int, labels: int | None
    ) -> Iterator[int]:
        """Where rows below one stand that a path leads to as much: with its number and its label,
        down to the next row like those above it; without a number down to the next that has one.
        """
        own = self.called(at, numbers, labels)
        key = numbers, labels
        if key not in self._lasts:
            self._lasts[key] = {self.called(n, *key): n for n in self.own_rows()}
        last = self._lasts[key].get(own, at)
        above = {kind_of(number(step)) for step in path[:-1]} - {None}
        for n in range(at + 1, last + 1):
            kind = kind_of(_cell(self.rows[n], numbers).strip(" .)"))
            if kind in above or (kind is not None and kind_of(own[0]) is None):
                return
            if self.called(n, numbers, labels) == own:
                yield n

    def own_rows(self) -> Iterator[int]:
        """The rows of this table alone, down to other titles, of which one stands in the same
        column; none where its own are not known.
        """
        heads = [[*map(plain, row)] for row in self.rows[: self.heads]]

        def is_row(at: int) -> bool:
            cells = [*map(plain, self.rows[at])]
            same = (a == b != "" for head in heads for a, b in zip(head, cells, strict=False))
            return not any(same)

        return takewhile(is_row, range(self.heads, min(self.end, len(self.rows)) if heads else 0))

    def called(self, at: int, numbers: int, labels: int | None) -> tuple[str, str]:
        """The number and the label of a row, as they are compared."""
        row = self.rows[at]
        label = "" if labels is None else _cell(row, labels)
        return number(_cell(row, numbers)), plain(label)


class _Labels:
    """The numbers and labels of a table's rows, each with the places where it stands."""

    def __init__(self, rows: Sequence[Cells], numbers: int, labels: int | None) -> None:
        self._size = len(rows)
        self._numbers: dict[str, list[int]] = {}
        self._labels: dict[str, list[int]] = {}
        self._written = [_cell(row, numbers).strip(" .)") for row in rows]
        self._kinds = kinds(self._written)
        self._of_kind: dict[Kind | None, list[int]] = {}
        self._split: dict[str, Mapping[Kind | None, list[int]]] = {}
        begun, last = "", 0  # a label, and where it begins that goes on in rows with nothing else
        for at, row in enumerate(rows):
            label = "" if labels is None else _cell(row, labels)
            goes_on = bool(label) and sum(map(bool, row)) == 1
            begun, last = (f"{begun} {label}", last) if goes_on and begun else (label, at)
            self._numbers.setdefault(number(_cell(row, numbers)), []).append(at)
            self._labels.setdefault(plain(label), []).append(at)
            if last < at:
                self._labels.setdefault(plain(begun), []).append(last)
            self._of_kind.setdefault(self._kinds[at], []).append(at)

    def place(self, path: Sequence[str]) -> int | None:
        """Where a row stands that `Grid.place` asks for."""
        return self._below(-1, self._size, path) if all(map(self._named, path)) else None

    def _below(self, after: int, end: int, path: Sequence[str]) -> int | None:
        """The first row between two that the path leads to."""
        own = self._named(path[0])
        first = following(own, after, end)
        if len(path) == 1 or first == end:
            return first if first < end else None
        below, failed = self._named(path[1]), after
        while first < end and (nearest := following(below, first, end)) < end:
            for at in self._before(path[0], first, nearest):
                over = self._over(at, end)
                if over <= max(nearest, failed):  # in a shorter stretch there is no more to find
                    continue
                found = self._below(at, over, path[1:])
                if found is not None:
                    return found
                failed = over
            first = following(own, nearest - 1, end)
        return None

    def _before(self, name: str, first: int, nearest: int) -> list[int]:
        """Of the rows that a name says, from `first` up to `nearest`, those that reach beyond that:
        the last with a number of each kind, and any without one.
        """
        found = []
        for kind, rows in self._by_kind(name).items():
            at, behind = bisect_left(rows, first), bisect_left(rows, nearest)
            if at < behind:
                found.append(rows[at if kind is None else behind - 1])
        return sorted(found)

    def _by_kind(self, name: str) -> Mapping[Kind | None, list[int]]:
        """The rows that a name says, by the kind of their numbers."""
        if name not in self._split:
            found: dict[Kind | None, list[int]] = {}
            for at in self._named(name):
                found.setdefault(self._kinds[at], []).append(at)
            self._split[name] = found
        return self._split[name]

    def _named(self, name: str) -> list[int]:
        """The rows with a number or a label, or the one of these that a name says: “Hồ sơ [2]”."""
        own = self._numbers.get(number(name), ())
        if len(name) == 1 and name.isalpha():  # A is no a, where a table has both
            own = [at for at in own if self._written[at] == name] or own
        found = sorted({*own, *self._labels.get(plain(name), ())})
        which = None if found else WHICH.search(name)
        if which is None:
            return found
        return self._labels.get(plain(name[: which.start()]), [])[int(which[1]) - 1 :][:1]

    def _over(self, at: int, end: int) -> int:
        """Where what is below a row is over: at the next with a number of its kind."""
        kind = self._kinds[at]
        return end if kind is None else min(following(self._of_kind[kind], at, end), end)


def following(places: Sequence[int], after: int, end: int) -> int:
    """The next of some places behind one; the end, where there is none."""
    at = bisect_right(places, after)
    return places[at] if at < len(places) else end


def _cell(row: Cells, at: int) -> str:
    return row[at] if at < len(row) else ""
