"""A document as a plan: which of its tables are those of an index, what their columns hold, which
rows are parts of which, and the figures of an index that stand in sentences.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from parplan.documents.again import Pairs, differing, met_again, of_others
from parplan.documents.assignments import Assignment, assignment
from parplan.documents.blocks import Notice, Printed, Row, alone
from parplan.documents.columns import Years, columns
from parplan.documents.drawn import Asked, Drawn, DrawnIndex, Figure, Recognised
from parplan.documents.marks import commonest, marks_of
from parplan.documents.matching import own_id, rows_named, same_row
from parplan.documents.naming import Names
from parplan.documents.nesting import Item, item, merged, nested
from parplan.documents.printed import clean, figure_alone, figures, plain
from parplan.documents.prose import Prose, Said, aimed, title
from parplan.documents.reading import NO_FIGURES, OfRow, of_row, sums_of
from parplan.documents.tables import Table, tables
from parplan.documents.text import Document
from parplan.documents.totals import Totals, by_index, goes_on, stand_apart, totals
from parplan.documents.vocabulary import AIMS, NUMBER, Vocabulary, year_of
from parplan.ids import free, slug
from parplan.model.fields import LAST_YEAR
from parplan.model.imported import TASKS, Column, Imported, column_words
from parplan.model.plan import Plan
from parplan.model.tree import Indicator
from parplan.text import Text


def recognise(
    document: Printed, words: Vocabulary, like: Plan, asked: Asked, into: Plan | None
) -> Recognised:
    """What a document says, by the words of plans and a known plan; `into` is the plan that it goes
    into, whose rows keep their ids for themselves.
    """
    return _Recognising(document, words, like, asked, into).made()


class _Recognising:
    def __init__(
        self,
        document: Printed,
        words: Vocabulary,
        like: Plan,
        asked: Asked,
        into: Plan | None,
    ) -> None:
        self.words = words
        self.like = like
        self.into = into
        self.plans = (like,) if into is None or into is like else (into, like)
        self.asked = asked
        self.names = Names(words, like)
        document, self.tables = tables(document, words.is_aside)
        self.document = document
        self.notices = list(document.notices)
        self.text = Document.of(document)
        self.paragraphs = [text for it in document.blocks if (text := alone(it)) is not None]
        rows = (it for it in document.blocks if isinstance(it, Row))
        marks = marks_of(cell.text for row in rows for cell in row.cells[1:])  # [0]: row numbers
        self.mark = commonest(marks)
        if len(marks) > 1:
            told = (("comma", marks[","]), ("point", marks["."]), ("mark", self.mark))
            self.notices.append(Notice("I887", values=told))
        self.indices: dict[str, DrawnIndex] = {}
        self.assignments: list[Assignment] = []
        self.behind: dict[tuple[int, str, str], list[Item]] = {}  # figures behind others' in cells
        # The titles, the index and the last row of a table whose index may go on in the next one.
        self.open: tuple[tuple[str, ...], str, Item] | None = None
        self.given: dict[int, set[str]] = {}  # ids of rows, by table: two tables may have one row
        self.title = title(self.paragraphs, words)
        self.target_year = asked.target_year or self._target_year()
        self.year = asked.year or self._year()

    def made(self) -> Recognised:
        told = [self._table(table) for table in self.tables]
        told = [self._tasks(table, it) for table, it in zip(self.tables, told, strict=True)]
        self._sentences()
        return Recognised(
            self.document._replace(notices=tuple(self.notices)),
            tuple(told),
            tuple(self.indices.values()),
            self.year,
            self.target_year,
            self._compared_with(),
            tuple(self.assignments),
            self.title,
            self.words.whose(self.title),
            self.mark,
            plain(" ".join(self.paragraphs)),
        )

    # Years.

    @property
    def _years(self) -> Years:
        return Years(self.year, self.target_year)

    def _target_year(self) -> int | None:
        """That of columns of targets, else that of the title."""
        titles = [title for table in self.tables for title in table.titles]
        of = (
            self.words.year(title)
            for field in ("target", "planned", *AIMS.values())
            for title in titles
            if (read := self.words.read(title)) is not None and read.field == field
        )
        told = [year for year in of if year is not None]
        scored = max(filter(None, self._scored()), default=0)
        later = (year for year in told if year > scored)  # else of a table of the year before
        return next(later, None) or next(iter(told), None) or year_of(self.title)

    def _year(self) -> int | None:
        """That of columns of scores, the last of several; else the year before the targets'."""
        of = [year for year in self._scored() if year is not None]
        fitting = [year for year in of if self.target_year is None or year < self.target_year]
        return max(fitting, default=self.target_year - 1 if self.target_year else None)

    def _scored(self) -> list[int | None]:
        """The years of columns of scores, as far as they say one."""
        titles = [title for table in self.tables for title in table.titles]
        read = [(title, self.words.read(title)) for title in titles]
        scores = ("score", "rank")
        return [
            self.words.year(title) for title, it in read if it is not None and it.field in scores
        ]

    def _compared_with(self) -> int | None:
        years = map(self.words.compared_with, self.paragraphs)
        last = self.year or LAST_YEAR
        before = [year for year in years if year is not None and year < last]
        return Counter(before).most_common(1)[0][0] if before else None

    # Tables.

    def _table(self, table: Table) -> Imported:
        read, unsure = columns(table, self.words, self.asked.columns, self._years)
        at = {column.field: column.at for column in read if column.field is not None}
        items = self._items(table, at)
        wanted = self.asked.tables.get(table.number, "")
        derived = any(map(self.words.is_derived, table.titles))
        if wanted is None or not items or not (wanted or (_has_plan(at) and not derived)):
            return self._left_out(table, read)
        # What is asked of a title is asked once, whatever number of tables have it.
        asked = {(it.code, it.values) for it in self.notices}
        fresh = [it for it in unsure if (it.code, it.values) not in asked]
        self.notices += [it._replace(table=table.number) for it in fresh]
        in_percent = self._is_in_percent(table, items, at)
        left: list[Item] = []
        drawn: list[Drawn] = []
        idents: list[str] = []
        for head, below in by_index(items, self.names):
            heading = head.label if head is not None else table.heading
            told = totals(
                below, self.names, self._sums, self.year, heading, headed=head is not None
            )
            sums = [self._sums(it) for it in told.rows]
            tree = nested(told.rows, sums, self.words.is_beside)
            if tree.doubtful:
                labels = tuple(tree.doubtful[:_FEW])
                self._notice("I891", table.number, told.rows[0].row, labels=labels)
            ident = wanted or self._index_of(heading, table, tree.tops)
            pairs = met_again(tree.tops, self._held(ident), table.number)
            if of_others(pairs) and not wanted:
                ident = self._named_for_now(table, free(ident, self.indices))
            elif self._is_another_version(pairs, table, at) and not wanted:
                continue
            index = self._index(ident, heading, table)
            whole = (*([head] if head is not None else ()), *told.whole)
            self._own(index, whole, table, at)
            own = {name: it for name, it in index.figures.items() if isinstance(it, Decimal)}
            index.apart |= in_percent or self._stand_apart(table, index.name, own, tree.tops)
            self._check_parts(table, index, tree.tops)
            known = [it for plan in self.plans if (it := plan.by_id.get(ident)) is not None]
            rows = [self._row(it, index.id, table, at, known) for it in tree.tops]
            if in_percent:
                for row in (each for top in rows for each in top.walk()):
                    row.apart = True
            left += self._beside(told, index, rows, table, at)
            self._tell_merged(table.number, tree.tops, at)
            self._add(index, rows, table)
            self._assign(rows)
            drawn += rows
            idents.append(ident)
            self.open = None if whole or not rows else (table.titles, ident, tree.tops[-1])
        self._tell_behind(table.number)
        if left:
            labels = tuple(it.label or it.number for it in left[:_FEW])
            self._notice("I895", table.number, left[0].row, count=len(left), labels=labels)
        parts = sum(1 for top in drawn for _ in top.walk()) - len(drawn)
        first = idents[0] if idents else None
        return Imported(table.number, table.heading, read, first, len(drawn), parts, table.page)

    def _own(
        self,
        index: DrawnIndex,
        whole: Sequence[Item],
        table: Table,
        at: Mapping[str, int],
    ) -> None:
        """The figures of an index that its table has."""
        for it in whole:
            read, printed = self._figures(it, table.number, at)[:2]
            if not (it.label or it.number):  # nothing to find its cells by
                printed = dict.fromkeys(read, "")
            index.total = index.total or it.label or it.number
            self._hold(index, read, printed, table, it)

    def _is_in_percent(self, table: Table, items: Sequence[Item], at: Mapping[str, int]) -> bool:
        """Whether the scores of a table are percentages, by their title or in every cell."""
        if "score" not in at:
            return False
        scored = self.words.read(table.titles[at["score"]])
        signs = [text for it in items if (text := it.cells["score"])]
        by_title = scored is not None and scored.field == "percent"
        return by_title or (bool(signs) and all("%" in figure_alone(text) for text in signs))

    def _stand_apart(
        self, table: Table, label: str, own: Mapping[str, Decimal], parts: Sequence[Item]
    ) -> bool:
        """Whether figures say that parts are not added up, which is told."""
        found = stand_apart(own, [*map(self._sums, parts)])
        if found:
            self._notice("I896", table.number, parts[0].row, label=label)
        return found

    def _beside(
        self,
        told: Totals,
        index: DrawnIndex,
        rows: Sequence[Drawn],
        table: Table,
        at: Mapping[str, int],
    ) -> list[Item]:
        """What is said of rows in other rows: totals of sections, of the innermost row that ends
        there and prints none or the same, and ranks or percentages. Those that are of none are
        returned, but for the index's own figures once more, and words below its total.
        """
        every = [row for top in rows for row in top.walk()]
        of: dict[Item | None, Drawn] = {None: index, **{row.item: row for row in every}}
        of |= dict.fromkeys(told.whole, index)
        ending: dict[Item | None, list[Drawn]] = {}
        for row in every:
            if row.parts and row.item is not None:
                ending.setdefault(_last(row.item), []).insert(0, row)  # the innermost first
        left: list[Item] = []
        for total, before in told.partial:
            read = self._figures(total, table.number, at).figures
            over = (row for row in ending.get(before, ()) if _fits(read, row.figures))
            row_of = next(over, None)
            if row_of is not None:
                of[total] = row_of
                self._hold(row_of, read, dict.fromkeys(read, ""), table, total)  # not in its cells
            elif not read.items() <= index.figures.items():
                left.append(total)
        own = index.figures.items()
        below = ((it, of_row(it.cells, at, self.mark).figures) for it in told.below)
        left += [it for it, read in below if not read.items() <= own]
        for ranked, before in told.ranks:
            if before not in of:
                left.append(ranked)
                continue
            read = self._figures(ranked, table.number, ranked.cells).figures
            self._hold(of[before], read, dict.fromkeys(read, ""), table, ranked)
        return left

    def _sums(self, it: Item) -> dict[str, Decimal]:
        return sums_of(it.cells, self.mark)

    def _items(self, table: Table, at: Mapping[str, int]) -> list[Item]:
        """The rows, those put together whose label goes on in the next: without number and without
        any figure.
        """
        if "name" not in at:
            return []
        items: list[Item] = []
        for row in table.rows:
            it = item(row, at)
            others = [cell.text for place, cell in enumerate(row.cells) if place != at["name"]]
            if not it.label and not any(others):
                continue
            ends = items and any(map(self.words.is_total, (it.label, items[-1].label)))
            if items and not ends and it.label and not any(text.strip() for text in others):
                items[-1].label = f"{items[-1].label} {it.label}"
                self._notice("I875", table.number, row, label=it.label)
            else:
                items.append(it)
        return items

    def _tasks(self, table: Table, it: Imported) -> Imported:
        """A table of tasks alone, once all rows are known: each serves the row that it names, of
        the document, or where that has none, of the known plan.
        """
        at = {column.field: column.at for column in it.columns if column.field is not None}
        assigns = "lead" in at and ("task" in at or not {"coordinate", "due"}.isdisjoint(at))
        if it.of is not None or not assigns or not {"task", "name"} & at.keys():
            return it
        if self.asked.tables.get(table.number, "") is None:
            return it
        drawn = [row for index in self.indices.values() for row in index.walk()]
        names = {row.id: row.item.label for row in drawn if row.item}
        year = self.target_year
        if not drawn:
            known_plan = self.into or self.like
            year = year or known_plan.about.target_year
            names = {row.id: row.node.name.vi for row in known_plan.walk()}
        above: tuple[str, ...] = ()
        for row in table.rows:
            line = item(row, at)
            text = line.cells.get("task", "")
            serves, unknown = rows_named(line.label, names)
            serves = serves or rows_named(text, names)[0]
            if not any(line.cells.get(key, "").strip() for key in ("lead", "coordinate", "due")):
                above = serves  # a heading: what stands below it serves its row
                continue
            left = "; ".join(unknown) if text else ""  # else the label is the task
            told = assignment(line, serves or above, self.words.deadlines, year, left)
            self.assignments += [] if told is None else [told]
        self.notices = [
            note for note in self.notices if (note.code, note.table) != ("I874", table.number)
        ]
        return it._replace(of=TASKS, rows=len(table.rows))

    def _left_out(self, table: Table, read: tuple[Column, ...]) -> Imported:
        if any(figures(cell.text) for row in table.rows for cell in row.cells):
            self._notice("I874", table.number, heading=table.heading)
        return Imported(table.number, table.heading, read, None, 0, 0, table.page)

    def _check_parts(self, table: Table, index: DrawnIndex, tops: Sequence[Item]) -> None:
        """Rows without number that are taken as parts, and parts whose maxima do not add up."""
        every = [it for top in tops for it in top.walk()]
        by_place = [it for it in every for part in it.parts if it.number and not part.number]
        if by_place:
            self._notice("I883", table.number, count=len(by_place))
        for it in every:
            self._check_sum(table, it.label, it.row, self._sums(it).get("max"), it.parts)
        whole = index.figures.get("max")
        if isinstance(whole, Decimal) and index.table == table.number and not index.parts and tops:
            self._check_sum(table, index.name, tops[0].row, whole, tops)

    def _check_sum(
        self, table: Table, label: str, row: Row, own: Decimal | None, parts: Sequence[Item]
    ) -> None:
        sums = [self._sums(part) for part in parts]
        if own is None or not parts or not all("max" in each for each in sums):
            return
        made = sum(each["max"] for each in sums)
        if made != own and not stand_apart({"max": own}, sums):
            self._notice("I884", table.number, row, label=label, sum=made, max=own)

    def _notice(self, code: str, table: int, row: Row | None = None, **values: object) -> None:
        """Something about a table as it goes by its number, or about a row of it, which may have
        been put to it from another one.
        """
        at = (table, 0) if row is None else (row.table, row.line)
        self.notices.append(Notice(code, *at, (("table", table), *values.items())))

    def _tell_merged(self, table: int, tops: Sequence[Item], at: Mapping[str, int]) -> None:
        """Figures in cells that several rows or columns of figures share."""
        places = {name: place for name, place in at.items() if name not in NO_FIGURES}
        fields: dict[str, list[Item]] = {}
        for it, name in merged(tops, places):
            fields.setdefault(name, []).append(it)
        for name, items in fields.items():
            told = {"field": column_words(name), "labels": tuple(it.label for it in items[:_FEW])}
            self._notice("I870", table, items[0].row, **told)

    def _tell_behind(self, table: int) -> None:
        """What was taken from behind other figures in the cells of a table."""
        for (number, name, field), items in self.behind.items():
            if number == table:
                first = min(items, key=lambda it: (it.row.table, it.row.line))
                fields = {"name": column_words(name), "field": column_words(field)}
                text = first.cells[name]
                self._notice("I897", table, first.row, count=len(items), text=text, **fields)

    def _twice(
        self,
        table: int,
        row: Row | None,
        label: str,
        first: int,
        where: Text,
        name: str,
        two: tuple[Figure, Figure],
    ) -> None:
        """A figure that stands in two places, and differs."""
        told = {"label": label, "first": first, "where": where, "field": column_words(name)}
        self._notice("I885", table, row, **told, one=two[0], other=two[1])

    def _assign(self, drawn: Sequence[Drawn]) -> None:
        """The tasks of rows and their parts."""
        for top in drawn:
            for row in top.walk():
                if row.item is not None:
                    told = assignment(row.item, (row.id,), self.words.deadlines, self.target_year)
                    self.assignments += [] if told is None else [told]

    def _add(self, to: Drawn, drawn: Sequence[Drawn], table: Table) -> None:
        """Rows below another; of one that another table has already, what that does not say."""
        held = {part.id: part for part in to.parts}
        for row in drawn:
            known = held.get(row.id)
            if known is None or known.table == table.number:
                to.parts.append(row)
                continue
            self._hold(known, row.figures, row.printed, table, row.item)
            self._add(known, row.parts, table)

    def _hold(
        self,
        row: Drawn,
        read: Mapping[str, Figure],
        printed: Mapping[str, str],
        table: Table,
        of: Item | None,
    ) -> None:
        """Figures of a row that a table has; where it has others already, these stay, and that is
        told.
        """
        for name, own in read.items():
            if row.figures.get(name, own) != own:
                other = Text(f"bảng {table.number}", f"table {table.number}")
                where = _ANOTHER_ROW if row.table == table.number else other
                label = (of.label or of.number) if of else row.id
                two = (row.figures[name], own)
                at = of.row if of else None
                self._twice(table.number, at, label, row.table, where, name, two)
            row.figures.setdefault(name, own)
            there = printed[name] if row.table == table.number else ""  # else not where it stands
            row.printed.setdefault(name, there)

    def _index_of(self, heading: str, table: Table, tops: Sequence[Item]) -> str:
        """The id of the index whose rows these are: that of the table before, where that ends
        without a total, has these titles, and its numbers go on under a heading that names none.
        """
        if self.open is not None and not self.names.named(heading):
            titles, before, last = self.open
            if titles == table.titles and goes_on([last, tops[0]]):
                return before
        ident = self.names.index_of(heading, tops, "" if self.indices else self.title)
        if ident is None:
            either = self.names.capitals(heading)
            made = slug(either[0]) if either else f"index-{len(self.indices) + 1}"
            return self._named_for_now(table, made)
        return ident

    def _named_for_now(self, table: Table, ident: str) -> str:
        self._notice("I894", table.number, index=ident)
        return ident

    def _held(self, ident: str) -> Sequence[Drawn]:
        """The rows that an index has so far."""
        return self.indices[ident].parts if ident in self.indices else ()

    def _is_another_version(self, pairs: Pairs, table: Table, at: Iterable[str]) -> bool:
        """Whether a table has other figures of rows than the one before, which is told."""
        found = differing(pairs, lambda it: of_row(it.cells, at, self.mark).figures)
        if found is None:
            return False
        told = {"heading": table.heading, "count": found[0], "of": found[1]}
        self._notice("I899", table.number, None, **told, first=pairs[0][1].table)
        return True

    def _index(self, ident: str, heading: str, table: Table | None) -> DrawnIndex:
        if ident not in self.indices:
            known = self.like.by_id.get(ident)
            name = self.words.uncaptioned(NUMBER.sub("", heading))
            self.indices[ident] = DrawnIndex(
                ident, None, table.number if table else 0, {}, {}, known, name=name
            )
        index = self.indices[ident]
        if table is not None and not index.table:
            index.table = table.number
        return index

    def _row(
        self,
        it: Item,
        above: str,
        table: Table,
        at: Mapping[str, int],
        known: Sequence[Indicator],
    ) -> Drawn:
        """A row with its parts; `known` is the row above it in the plan that this goes into, and in
        the known one.
        """
        taken = self.given.setdefault(table.number, set())
        others = self.into.by_id if self.into is not None else {}
        found = [same_row(it, row.children) for row in known]
        same = [row for row in found if row is not None and row.id not in taken]
        own = next((it for it in same if others.get(it.id, it) is it), None)
        ident = own.id if own else free(f"{above}.{own_id(it)}", {*taken, *others})
        taken.add(ident)
        read, printed = self._figures(it, table.number, at)[:2]
        if it.elsewhere:  # its cells are not found by its label
            printed = dict.fromkeys(read, "")
        row = Drawn(ident, it, table.number, read, printed, same[-1] if same else None)
        row.parts = [self._row(part, ident, table, at, same) for part in it.parts]
        row.apart = self._stand_apart(table, it.label, self._sums(it), it.parts)
        return row

    def _figures(self, it: Item, table: int, at: Iterable[str]) -> OfRow:
        """The figures of a row in some fields. What is none, though its column has figures, is
        told.
        """
        found = of_row(it.cells, at, self.mark)
        for name in found.words:
            told = {"text": it.cells[name], "label": it.label, "field": column_words(name)}
            self._notice("I873", table, it.row, **told)
        for (name, field), second in found.behind.items():
            self.behind.setdefault((table, name, field), []).append(it)
            if found.figures[field] != second:
                two = (found.figures[field], second)
                self._twice(table, it.row, it.label or it.number, table, _ITS_CELL, field, two)
        return found

    # Sentences.

    def _sentences(self) -> None:
        """The figures of indices in sentences, the first of each; sentences with points are told
        that nothing was taken from, or less than they name indices.
        """
        below_goals = aimed(self.paragraphs, self.words)
        prose = Prose(self.text, self.words, self.mark, self.year, below_goals)
        taken: Counter[str] = Counter()
        for said in prose.said(self.like, self.paragraphs):
            held = self.indices.get(said.ident)
            if held is None or not held.sentence:
                self._take(said)
                taken.update(said.lines)
        for text in self.paragraphs:
            named = self.words.indices_in(text)
            begins = named > 0 or self.names.begins(text, self.indices)
            has_points = self.words.has_points(text, whole=named > 0, percent=begins)
            if has_points and taken[clean(text)] < max(named, 1):
                self.notices.append(Notice("I886", values=(("text", _short(text)),)))

    def _take(self, said: Said) -> None:
        """The figures of a sentence, told where a table has others."""
        index = self._index(said.ident, said.called or said.ident, None)
        index.sentence = said.begins
        for name, (pattern, figure_of, text) in said.figures.items():
            before = index.figures.get(name, figure_of)
            if before != figure_of:
                label, two = index.total or index.name, (before, figure_of)
                self._twice(index.table, None, label, index.table, _A_SENTENCE, name, two)
                continue
            index.figures[name], index.printed[name] = figure_of, text
            index.sentences[name] = pattern


def _fits(read: Mapping[str, Figure], held: Mapping[str, Figure]) -> bool:
    """Whether figures are those that are held, as far as they are."""
    return all(held.get(name, own) == own for name, own in read.items())


def _last(it: Item) -> Item:
    """The last row below one."""
    return _last(it.parts[-1]) if it.parts else it


_A_SENTENCE = Text("một câu", "a sentence")
_ITS_CELL = Text("một ô có hai số", "a cell with two figures")
_ANOTHER_ROW = Text("một dòng khác của bảng đó", "another row of it")
_SHORT = 80  # letters of a sentence that is told


def _short(text: str) -> str:
    return text if len(text) <= _SHORT else f"{text[:_SHORT]}…"


_OF_A_PLAN = frozenset({"score", "max", "target", "planned"})
_FEW = 5  # labels that are told


def _has_plan(at: Mapping[str, int]) -> bool:
    """Whether a table has the columns of a plan's: labels, and points of some kind."""
    return "name" in at and len(_OF_A_PLAN & at.keys()) > 1
