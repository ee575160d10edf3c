"""One table, drawn: its rows as those of indices, with their figures."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cached_property

from parplan.documents.assignments import are_units, as_above
from parplan.documents.blocks import Row
from parplan.documents.columns import are_in_percent, columns
from parplan.documents.draft import Draft, Open
from parplan.documents.drawn import Drawn, DrawnIndex, Figure
from parplan.documents.further import differing, met_again, of_others
from parplan.documents.marks import by_mark
from parplan.documents.matching import own_id, renamed_row, same_rows
from parplan.documents.naming import Names
from parplan.documents.nesting import Item, Sums, item, nested
from parplan.documents.parts import adds_up, aggregate_of, scale_of, stand_apart
from parplan.documents.printed import behind, figures, number, plain
from parplan.documents.reading import OfRow, of_row, sums_of
from parplan.documents.tables import Table
from parplan.documents.telling import Telling
from parplan.documents.totals import Totals, by_index, goes_on, totals
from parplan.documents.vocabulary import AIMS, ASSIGNED, OF_A_PLAN, Vocabulary
from parplan.ids import bare, free, slug
from parplan.model.cells import BELOW
from parplan.model.imported import UNWEIGHTED, Column, Imported
from parplan.model.tree import Indicator
from parplan.text import Text


class Drawing:
    """A table, and which of its columns holds which field."""

    def __init__(self, table: Table, draft: Draft) -> None:
        self.draft = draft
        self.words = draft.words
        self.names = Names(draft.words, draft.like)
        self.columns, self.unsure = columns(table, self.words, draft.asked.columns, draft.years)
        self.at = {column.field: column.at for column in self.columns if column.field is not None}
        self.places = [self.at[name] for name in ASSIGNED if name in self.at]
        rows, marked = as_above(table.rows, self.places, self.words.assigned)
        self.table = table = table._replace(rows=rows)
        self.tell = Telling(table, draft)
        draft.as_above += marked
        cells = {name: [row.cells[at].text for row in table.rows] for name, at in self.at.items()}
        self.of_most = frozenset(
            name
            for name in cells
            if _are_of_most(table.titles[self.at[name]], cells[name], self.words)
        )
        self.added: dict[Item, dict[str, Decimal]] = {}  # the figures of rows that add up
        self.given: set[str] = set()  # ids of rows: two tables may have one row
        self.in_percent = False  # the scores of the index whose rows are drawn
        self.is_part = False  # of a plan that another table tells the rest of
        self.left: list[Item] = []  # what is said of no row
        self.behind: dict[tuple[str, str], list[Item]] = {}  # figures behind those of other fields

    @property
    def is_of_plan(self) -> bool:
        """Whether its columns are those of a plan, and none is worked out from others."""
        derived = any(map(self.words.is_derived, self.table.titles))
        enough = len(self.told) > 1 or (self.is_part and bool(self.told))
        return "name" in self.at and enough and not derived

    @cached_property
    def told(self) -> set[str]:
        """What of a plan its columns tell."""
        return {"target" if it == AIMS["percent"] else it for it in self.at} & OF_A_PLAN

    def goes_with(self, other: "Drawing") -> bool:
        """Whether another table tells more of a plan of most of its rows, by their names."""
        own, others = (it.names_of_rows for it in (self, other))
        return not other.told <= self.told and len(own & others) > max(1, len(own) / 2)

    def is_beside_points(self, other: "Drawing") -> bool:
        """Whether it tells but percentages of rows whose points another table has."""
        rates, points = (
            "score" in it.at and it._are_in_percent(it.table.rows) for it in (self, other)
        )
        shared = self.names_of_rows & other.names_of_rows
        alone = self.told == {"score"}
        return rates and alone and not points and "score" in other.at and bool(shared)

    def read_as_rates(self) -> None:
        """Take its percentages for what stands beside scores."""
        self.columns = tuple(
            it._replace(field="percent") if it.field == "score" else it for it in self.columns
        )
        self.at["percent"] = self.at.pop("score")
        del self.told  # of other columns

    @cached_property
    def names_of_rows(self) -> frozenset[str]:
        """What its rows are called, as that is compared."""
        at = self.at.get("name")
        texts = [row.cells[at].text for row in self.table.rows] if at is not None else []
        return frozenset(filter(None, map(plain, texts)))

    def made(self) -> Imported:
        """Draw its rows, if they are a plan's; what was taken of it."""
        items = self._items()
        wanted = self.draft.asked.tables.get(self.table.number, "")
        if wanted is None or not items or not (wanted or self.is_of_plan):
            return self.left_out()
        self.ask()
        drawn: list[Drawn] = []
        idents: list[str] = []
        groups, of_all = by_index(items, self.names, self._sums, self.table.heading)
        self.left += [] if of_all is None else [of_all]
        for head, below in groups:
            found = self._index(head, below, wanted)
            if found is not None:
                drawn += found[1]
                idents.append(found[0].id)
        self.tell.behind(self.behind)
        self.tell.lines(items)
        if self.left:
            labels = [it.called for it in self.left]
            self.tell.some("I895", self.left[0].row, labels, count=len(labels))
        parts = sum(1 for top in drawn for _ in top.walk()) - len(drawn)
        used = any(row.weight is not None for top in drawn for row in top.walk())
        if not used:
            self.columns = tuple(map(_unweighted, self.columns))
        taken = self._taken(idents[0] if idents else None, len(drawn), parts)
        return taken._replace(further=tuple(dict.fromkeys(idents[1:])))

    def ask(self, code: str = "") -> None:
        """What is not sure of its columns, or of that what goes by a code: what is asked of a title
        is asked once, whatever number of tables have it.
        """
        told = (it for it in self.unsure if code in ("", it.code))
        fresh = [it for it in told if it not in self.draft.questions]
        self.draft.questions += fresh
        self.draft.notices += [it._replace(table=self.table.number) for it in fresh]

    def _taken(self, of: str | None, rows: int, parts: int) -> Imported:
        table = self.table
        return Imported(table.number, table.heading, self.columns, of, rows, parts, table.page)

    def left_out(self) -> Imported:
        """That nothing is taken of it, which is told where it has figures."""
        if any(figures(cell.text) for row in self.table.rows for cell in row.cells):
            self.tell.notice("I874", heading=self.table.heading)
        return self._taken(None, 0, 0)

    def _index(
        self, head: Item | None, below: Sequence[Item], wanted: str
    ) -> tuple[DrawnIndex, list[Drawn]] | None:
        """An index that the table has, and the rows that are drawn of it; None where it has other
        figures of rows than a table before.
        """
        heading = head.label if head is not None else self.table.heading
        year, headed = self.draft.years.own, head is not None
        own_head = [head] if head is not None else []
        self.in_percent = self._are_in_percent([it.row for it in (*own_head, *below)])
        told = totals(below, self.names, self._sums, year, heading, headed=headed)
        tree = nested(told.rows, [*map(self._sums, told.rows)], self.words.is_beside)
        if tree.doubtful:
            self.tell.some("I891", told.rows[0].row, tree.doubtful)
        labels = [it.called for it in told.whole]  # which may name it where nothing does above
        named = next((it for it in (heading, *labels) if self.names.named(it)), heading)
        ident = wanted or self._index_of(named, tree.tops)
        held = self.draft.indices.get(ident)
        pairs = met_again(tree.tops, held.parts if held else (), self.table.number)
        if of_others(pairs) and not wanted:
            ident = self._named_for_now(free(ident, self.draft.indices))
        elif not wanted and (other := differing(pairs, lambda it: self._read(it).figures)):
            self.tell.another_version(pairs[0][1].table, *other)
            return None
        index = self.draft.index(ident, self._calling(ident, named), self.table.number)
        index.in_percent |= {self.in_percent} if "score" in self.at else set()
        whole = (*own_head, *told.whole)
        self._own(index, whole)
        own = index.amounts
        self._check_parts(index, tree.tops)
        plans = dict.fromkeys((self.draft.into or self.draft.like, self.draft.like))
        known = [it for plan in plans if (it := plan.by_id.get(ident)) is not None]
        rows = self._rows(tree.tops, index.id, known)
        every = [row for top in rows for row in top.walk()]
        if whole or not index.parts:  # what its rows come to is told by the table that has both
            self._made_of(index, index.name, own, tree.tops, rows)
        self._beside(told, index, every)
        self.tell.merged(tree.tops, self.at)
        self._add(index, rows)
        for line in whole:
            self.draft.assign(line, (index.id,), self.draft.years.due)
        for row in rows:
            self._assign(row, None)
        ends = whole or not tree.tops
        self.draft.open = None if ends else Open(self.table.titles, ident, tree.tops[-1])
        return index, rows

    def _assign(self, row: Drawn, over: Item | None) -> None:
        """The tasks that a row and those below it tell of, but for cells that only go on from the
        row above them.
        """
        for line in (row.item, *row.item.lines) if row.item is not None else ():
            if over is None or not self._is_of(line, over):
                self.draft.assign(line, (row.id,), self.draft.years.due)
        for part in row.parts:
            self._assign(part, row.item)

    def _is_of(self, it: Item, over: Item) -> bool:
        """Whether a row has no task of its own: its cells of who does what by when only go on from
        those of another one.
        """
        cells = [(it.row.cells[at], over.row.cells[at]) for at in self.places]
        told = [(own, above) for own, above in cells if own.text]
        same = all(own.above and own.text == above.text for own, above in told)
        return bool(told) and same and not it.cells.get("task", "").strip()

    def _own(self, index: DrawnIndex, whole: Sequence[Item]) -> None:
        """The figures of an index that its table has."""
        for it in whole:
            read, printed = self._figures(it)[:2]
            index.total = index.total or it.called
            found = bool(it.called) and plain(it.called) == plain(index.total)
            if not found:  # nothing to find its cells by
                printed = dict.fromkeys(read, "")
            index.has_row = index.has_row or (found and index.table == self.table.number)
            self._hold(index, read, printed, it, alike=found)

    def _are_in_percent(self, rows: Sequence[Row]) -> bool:
        """Whether the scores of rows are percentages, as is said of them or in every cell."""
        at = self.at.get("score")
        if at is None:
            return False
        return self._titled_in_percent(rows) or are_in_percent([it.cells[at].text for it in rows])

    def _titled_in_percent(self, rows: Sequence[Row]) -> bool:
        """Whether the title of the column of scores says that they are percentages, or the unit of
        the table, or of these rows.
        """
        return "score" in self.at and (
            self._is_titled_in_percent or any(map(self.words.has_unit_percent, self._units(rows)))
        )

    @cached_property
    def _is_titled_in_percent(self) -> bool:
        titled = self.words.in_percent(self.table.titles[self.at["score"]])
        return titled or any(
            map(self.words.has_unit_percent, (self.table.heading, self.table.aside))
        )

    def _units(self, rows: Sequence[Row]) -> Iterator[str]:
        """What columns say that have the unit of measure of their row, and of these the same."""
        for at, title in self._of_units:
            cells = {cell for row in rows if (cell := row.cells[at].text.strip())}
            if len(cells) == 1:
                yield f"{title}: {next(iter(cells))}"

    @cached_property
    def _of_units(self) -> list[tuple[int, str]]:
        return [(at, it) for at, it in enumerate(self.table.titles) if self.words.is_aside(it)]

    def _made_of(
        self, row: Drawn, label: str, own: Sums, parts: Sequence[Item], drawn: Sequence[Drawn]
    ) -> None:
        """How parts make a row up: by weights; or, which is told, by their mean, or not at all."""
        if not parts or row.aggregate != "sum":  # as a table before told
            return
        sums, weights = [*map(self._sums, parts)], self._weights(parts)
        scale = scale_of(own, sums, weights)
        if scale is not None:
            row.aggregate, row.scale = "weighted", scale
            for part, weight in zip(drawn, weights, strict=True):
                part.weight = weight
            return
        some = len(parts) > 1 and any(figures(it.cells.get("weight", "")) for it in parts)
        if some and not adds_up(own, sums):  # then their plain sum is not meant either
            row.aggregate = "none"
            self.tell.weights(parts, label)
            return
        row.aggregate = aggregate_of(own, sums, in_percent=self.in_percent)
        if row.aggregate == "sum" and self._are_units(parts) and not adds_up(own, sums):
            row.aggregate = "none"
            self.draft.not_added_up(
                self.table.number, parts[0].row, label, row.aggregate, units=True
            )
            return
        if row.aggregate == "mean" or (row.aggregate == "none" and not self.in_percent):
            self.draft.not_added_up(self.table.number, parts[0].row, label, row.aggregate)

    def _are_units(self, rows: Sequence[Item]) -> bool:
        """Whether most of some rows are called as units are."""
        units = [are_units(it.label, self.words.assigned) for it in rows]
        return 2 * sum(units) > len(units) > 1

    def _weights(self, parts: Sequence[Item]) -> list[Decimal]:
        """The weights of parts, of which all have one."""
        texts = [it.cells.get("weight", "") for it in parts]
        read = [by_mark(figures(text), text, self.draft.mark) for text in texts]
        known = [weight for weight in read if weight]
        return known if len(known) == len(parts) > 1 else []

    def _beside(self, told: Totals, index: DrawnIndex, every: Sequence[Drawn]) -> None:
        """What is said of rows in other rows: totals of sections, of the innermost row that ends
        there and prints none or the same, and ranks or percentages. Those that are of none are
        left, but for the index's own figures once more, and words below its total.
        """
        of: dict[Item | None, Drawn] = {None: index, **{row.item: row for row in every}}
        of |= dict.fromkeys(told.whole, index)
        ending: dict[Item | None, list[Drawn]] = {}
        for row in every:
            if row.parts and row.item is not None:
                ending.setdefault(_last(row.item), []).insert(0, row)  # the innermost first
        for total, before in told.partial:
            read = self._figures(total).figures
            over = (row for row in ending.get(before, ()) if _fits(read, row.figures))
            row_of = next(over, None)
            if row_of is not None:
                of[total] = row_of
                self._hold(row_of, read, dict.fromkeys(read, ""), total)  # not in its cells
            elif not read.items() <= index.figures.items():
                self.left.append(total)
        own = index.figures.items()
        below = ((it, self._read(it).figures) for it in told.below)
        self.left += [it for it, read in below if not read.items() <= own]
        for ranked, before in told.ranks:
            if before not in of:
                self.left.append(ranked)
                continue
            read = self._figures(ranked).figures
            self._hold(of[before], read, dict.fromkeys(read, ""), ranked)

    def _read(self, it: Item) -> OfRow:
        """What the cells of a row come to."""
        titled = self._titled_in_percent([it.row])
        return of_row(it.cells, it.cells, self.draft.mark, self.of_most, in_percent=titled)

    def _sums(self, it: Item) -> dict[str, Decimal]:
        if it not in self.added:
            self.added[it] = sums_of(it.cells, self.draft.mark, self.of_most)
        return self.added[it]

    def _items(self) -> list[Item]:
        """The rows, those put together whose label goes on in the next, without number and without
        any figure, or whose name takes further lines.
        """
        if "name" not in self.at:
            return []
        items: list[Item] = []
        for row in self.table.rows:
            it = item(row, self.at)
            if it.label and self.words.is_total(it.number):
                it = replace(it, number="", total=it.number)
            others = [cell.text for place, cell in enumerate(row.cells) if place != self.at["name"]]
            if not it.label and not any(others):
                continue
            if items and it.elsewhere and not it.label:
                items[-1].lines.append(it)
                continue
            ends = items and any(map(self.words.is_total, (it.label, items[-1].label)))
            if items and not ends and it.label and not any(text.strip() for text in others):
                items[-1].label = f"{items[-1].label} {it.label}"
                self.tell.notice("I875", row, label=it.label)
            else:
                items.append(it)
        return items

    def _check_parts(self, index: DrawnIndex, tops: Sequence[Item]) -> None:
        """Rows without number that are taken as parts, and parts whose maxima do not add up."""
        every = [it for top in tops for it in top.walk()]
        by_place = [it for it in every for part in it.parts if it.number and not part.number]
        if by_place:
            self.tell.notice("I883", count=len(by_place))
        for it in every:
            self._check_sum(it.label, it.row, self._sums(it).get("max"), it.parts)
        whole, here = index.figures.get("max"), index.table == self.table.number
        if isinstance(whole, Decimal) and here and not index.parts and tops:
            self._check_sum(index.name, tops[0].row, whole, tops)

    def _check_sum(self, label: str, row: Row, own: Decimal | None, parts: Sequence[Item]) -> None:
        sums = [self._sums(part) for part in parts]
        if own is None or not parts or not all("max" in each for each in sums):
            return
        made = sum(each["max"] for each in sums)
        weighted = self._weights(parts)
        if made != own and not weighted and not stand_apart({"max": own}, sums):
            self.tell.notice("I884", row, label=label, sum=made, max=own)

    def _add(self, to: Drawn, drawn: Sequence[Drawn], *, alike: bool = True) -> None:
        """Rows below another; of one that another table has already, what that does not say. They
        are `alike` where those above them are called in both tables the same.
        """
        held = {part.id: part for part in to.parts}
        for row in drawn:
            known = held.get(row.id)
            if known is None or known.table == self.table.number:
                to.parts.append(row)
                continue
            same = alike and _are_called_alike(known, row)
            self._hold(known, row.figures, row.printed, row.item, alike=same)
            known.weight = known.weight or row.weight
            if known.aggregate == "sum":
                known.aggregate, known.scale = row.aggregate, row.scale
            self._add(known, row.parts, alike=same)

    def _hold(
        self,
        row: Drawn,
        read: Mapping[str, Figure],
        printed: Mapping[str, str],
        of: Item | None,
        *,
        alike: bool = False,
    ) -> None:
        """Figures of a row that the table has; where it has others already, these stay, and that is
        told. They are found again in their cells where a table before has the row `alike`.
        """
        number = self.table.number
        same = row.table == number
        label = of.called if of else row.id
        at = (number, of.row if of else None, label)
        where = _ANOTHER_ROW if same else Text(f"bảng {number}", f"table {number}")
        if alike and not same:
            fresh = [name for name in read if name not in row.figures and printed[name]]
            row.further.setdefault(number, []).extend(fresh)
        for name, own in read.items():
            self.draft.holds(row, name, own, at, where)
            row.printed.setdefault(name, printed[name] if same or alike else "")

    def _calling(self, ident: str, heading: str) -> str:
        """What an index is called in: a heading, or where that does not name it the title of a plan
        of it alone.
        """
        title = self.draft.title
        alone = [*map(bare, self.names.named(title))] == [ident]
        return title if alone and not self.names.named(heading) else heading

    def _index_of(self, heading: str, tops: Sequence[Item]) -> str:
        """The id of the index whose rows these are: that of the table before, where that ends
        without a total, has these titles, and its numbers go on under a heading that names none.
        """
        indices, before = self.draft.indices, self.draft.open
        same = before is not None and before.titles == self.table.titles
        if before and same and not self.names.named(heading) and goes_on([before.last, *tops[:1]]):
            return before.of
        ident = self.names.index_of(heading, tops, "" if indices else self.draft.title)
        if ident is None:
            either = self.names.capitals(heading)
            made = slug(either[0]) if either else f"index-{len(indices) + 1}"
            return self._named_for_now(made)
        return ident

    def _named_for_now(self, ident: str) -> str:
        self.tell.notice("I894", index=ident)
        return ident

    def _rows(self, items: Sequence[Item], above: str, known: Sequence[Indicator]) -> list[Drawn]:
        """Rows with their parts; `known` is the row above them in the plan that this goes into, and
        in the known one.
        """
        same = [same_rows(items, row.children) for row in known]
        return [
            self._row(it, above, known, [each[n] for each in same]) for n, it in enumerate(items)
        ]

    def _row(
        self,
        it: Item,
        above: str,
        known: Sequence[Indicator],
        found: list[Indicator | None],
    ) -> Drawn:
        """A row with its parts, which is one of those that were `found` below the known ones."""
        others = self.draft.into.by_id if self.draft.into is not None else {}
        if known and found[0] is None and others.get(known[0].id) is known[0]:
            found[0] = renamed_row(it, known[0].children)
        same = [row for row in found if row is not None and row.id not in self.given]
        own = next((it for it in same if others.get(it.id, it) is it), None)
        ident = own.id if own else free(f"{above}.{own_id(it)}", {*self.given, *others})
        self.given.add(ident)
        read, printed = self._figures(it)[:2]
        if it.elsewhere:  # its cells are not found by its label
            printed = dict.fromkeys(read, "")
        row = Drawn(ident, it, self.table.number, read, printed, same[-1] if same else None)
        row.parts = self._rows(it.parts, ident, same)
        self._made_of(row, it.label, self._sums(it), it.parts, row.parts)
        return row

    def _figures(self, it: Item) -> OfRow:
        """The figures of a row. What is none, though its column has figures, is told."""
        found = self._read(it)
        self.tell.words(it, found.words)
        for (name, further), second in found.behind.items():
            self.behind.setdefault((name, further), []).append(it)
            if (first := found.figures[further]) != second:
                self.tell.in_one_cell(it, further, first, second)
        return found


def _are_of_most(title: str, cells: Sequence[str], words: Vocabulary) -> bool:
    """Whether all figures of a column have their maximum behind them (“7,85/8,5”), and its title
    does not say that it is something else, such as another year.
    """
    told = [text for text in cells if any(map(str.isalnum, text))]
    own = title.rpartition(BELOW)[2]
    named = "/" not in own or words.names_maximum(own)
    return bool(told) and named and all("max" in behind(text) for text in told)


def _unweighted(column: Column) -> Column:
    """A column of weights by which nothing is made up, which is told."""
    return column._replace(field=UNWEIGHTED) if column.field == "weight" else column


def _are_called_alike(one: Drawn, other: Drawn) -> bool:
    """Whether rows of two tables have the same number and the same name."""
    if one.item is None or other.item is None:
        return False
    both = [(number(it.number), plain(it.label)) for it in (one.item, other.item)]
    return both[0] == both[1]


def _fits(read: Mapping[str, Figure], held: Mapping[str, Figure]) -> bool:
    """Whether figures are those that are held, as far as they are."""
    return all(held.get(name, own) == own for name, own in read.items())


def _last(it: Item) -> Item:
    """The last row below one."""
    return _last(it.parts[-1]) if it.parts else it


_ANOTHER_ROW = Text("một dòng khác của bảng đó", "another row of it")
