"""What was recognised in a document, as the records of a plan's files: figures with the digits that
are printed, and where each stands; what only a known plan can say, from there.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import islice
from typing import NamedTuple

from parplan.documents.assignments import Assignment, named
from parplan.documents.drawn import Drawn, DrawnIndex, Figure, Recognised
from parplan.documents.forms import bare, decimals_of, finer, form_of, is_other
from parplan.documents.matching import same_name
from parplan.documents.places import ORDER, Ids, Places
from parplan.documents.printed import plain
from parplan.documents.tables import called
from parplan.documents.vocabulary import ACRONYM, AIMS
from parplan.ids import free
from parplan.model.about import About
from parplan.model.cells import pattern_of
from parplan.model.fields import PAST_FIELDS, TARGET_FIELDS, dated_name, dated_of, field_of
from parplan.model.habits import Form
from parplan.model.imported import TASKS, Column, Imported
from parplan.model.indicators import FRAME, PrintedTable
from parplan.model.plan import Plan
from parplan.points import HUNDRED
from parplan.text import Text

Record = dict[str, object]
_HEADING_NUMBER = re.compile(r"^\s*([0-9]+(?:\.[0-9]+)*)\s*[.)]", re.ASCII)
_ONLY_SAME_YEAR = ("ranked", "comparable")  # what a known plan says of its own year's figures


class Doubt(NamedTuple):
    """A value with the reason to look at it once more."""

    value: object
    why: Text


class Records(NamedTuple):
    """The files of a plan, as records; no tasks where the document has none."""

    indicators: Record
    targets: Record
    tasks: Record | None


def _serves(it: Assignment) -> object:
    """The rows that a task serves, with what else is named there."""
    served = list(it.serves)
    return Doubt(served, Text(it.unknown, it.unknown)) if it.unknown else served or None


class Known(NamedTuple):
    """What is known already: a plan, its units by id and name, and the normal form of names."""

    plan: Plan
    units: tuple[tuple[str, str], ...]
    form: Callable[[str], Form]


def records(found: Recognised, known: Known, ident: str, source: Mapping[str, str]) -> Records:
    """The files of a plan that was recognised, called `ident`; `source` is the document's name and
    its checksum.
    """
    return _Writing(found, known, ident, source).made()


class _Writing:
    def __init__(
        self, found: Recognised, known: Known, ident: str, source: Mapping[str, str]
    ) -> None:
        self.found = found
        self.known = known
        self.like = like = known.plan
        self.same = like.about.year == found.year
        self.ident = ident
        self.source = source
        self.ids = {row.id for index in found.indices for row in index.walk()}
        self.tables = {it.number: it for it in found.tables if it.of not in (None, TASKS)}
        headings = called(it.heading for it in found.tables)
        self.headings = {it.number: said for it, said in zip(found.tables, headings, strict=True)}
        self.names: dict[int, str] = {}
        for number, it in self.tables.items():
            self.names[number] = free(self._table_id(it), self.names.values())
        self.places = Places(found.tables, self.names)
        told = [index.sentences for index in found.indices if index.sentences]
        self.which = dict(_which(found.indices))
        self.decimals: dict[str, Mapping[str, int]] = {}  # by field, of an index
        self.sentences: dict[str, Mapping[str, str]] = {}
        for said in told:
            if said not in self.sentences.values():
                self.sentences[free(self._known_sentences(said), self.sentences)] = said

        self.patterns = dict(self._patterns())

    def made(self) -> Records:
        tables: Record = {ident: {"sentences": it} for ident, it in self.sentences.items()}
        tables |= {self.names[n]: self._table(it) for n, it in self.tables.items()}
        indices = [self._index(index) for index in self.found.indices]
        goals = {
            row.id: goal
            for index in self.found.indices
            for row in index.walk()
            if (goal := self._goal(row, index))
        }
        return Records(
            {"plan": self._about(), "tables": tables or None, "indices": indices},
            {"plan": self.ident, "targets": goals},
            self._tasks() if self.found.assignments else None,
        )

    def _about(self) -> Record:
        known, same = self.like.about, self.same
        by_name = self.found.unit
        names_it = known.unit is not None and (
            self.found.names(known.unit) and plain(known.unit) in plain(by_name or known.unit)
        )
        unit: object = known.unit if names_it else Doubt(by_name, _BY_NAME if by_name else _UNIT)
        return {
            "id": self.ident,
            "name": self._name(known if same and names_it else None),
            "year": self.found.year or Doubt(None, _YEAR),
            "compared_with": self.found.compared_with,
            "target_year": self.found.target_year or Doubt(None, _YEAR),
            "unit": unit,
            "unit_aliases": known.unit_aliases or None if names_it else None,
            "language": "vi",
            "decimal_mark": self.found.mark,
            "source": dict(self.source) or None,
        }

    def _name(self, known: About | None) -> object:
        """What the plan is called: by its title, or as it is known, with its English name."""
        title = self.found.title
        if known is None:
            return title or self.ident
        # A title differs by a word or two, but not by the indices that it names.
        indices = (set(ACRONYM.findall(it)) for it in (title, known.name.vi))
        alike = same_name(title, known.name.vi) and len(set(map(frozenset, indices))) == 1
        return known.name if alike or not title else title

    def _tasks(self) -> Record:
        """Who does what: the units that are named, and their tasks."""
        told = self.found.assignments
        names = [name for it in told for name in (*it.lead, *it.coordinate)]
        units = named(names, self.known.units, self.known.form)
        ids = {name: units.ids[self.known.form(name)] for name in names}
        own: dict[str, None] = {}  # in their order
        for at, it in enumerate(told, 1):
            own[free(next(iter(it.serves), it.number) or f"task-{at}", own)] = None
        return {
            "plan": self.ident,
            "units": [{"id": ident, "name": name} for ident, name in units.names.items()],
            "tasks": [
                {
                    "id": ident,
                    "clause": it.number or ident,
                    "name": it.text,
                    "lead": [ids[name] for name in it.lead] or None,
                    "coordinate": [ids[name] for name in it.coordinate] or None,
                    "serves": _serves(it),
                    "deadline": it.before,
                    "when": None if it.before else it.due or None,
                }
                for ident, it in zip(own, told, strict=True)
            ],
        }

    # Tables.

    def _table_id(self, it: Imported) -> str:
        known = _like_it(self.headings[it.number], self.like.tables)
        number = _HEADING_NUMBER.match(it.heading)
        return known or f"table-{number[1] if number else it.number}"

    def _known_sentences(self, sentences: Mapping[str, str]) -> str:
        known = (name for name, table in self.like.tables.items() if table.sentences == sentences)
        return next(known, "sentences")

    def _table(self, it: Imported) -> Record:
        columns, patterns = self.places.columns[it.number], self.patterns[it.number]
        titles = {key: _title(column) for key, column in columns.items()}
        told = ((key, patterns.get(key)) for key in columns)
        return {
            "heading": self.headings[it.number],
            "page": it.page,
            "columns": titles,
            "printed": {key: pattern for key, pattern in told if pattern} or None,
        }

    def _patterns(self) -> Iterator[tuple[int, dict[str, str]]]:
        """How the columns of each table write their figures, by key, where that is not the bare
        figure.
        """
        texts: dict[int, dict[str, list[str]]] = {it.number: {} for it in self.found.tables}
        for index in self.found.indices:
            for row in islice(index.walk(), 1 if index.sentences else 0, None):
                for name, text in row.printed.items():
                    table, key = self.places.cell(row, name)
                    texts.get(table, {}).setdefault(key, []).append(text)
        for number, columns in texts.items():
            found = {key: form_of(each) for key, each in columns.items()}
            yield number, {key: pattern for key, pattern in found.items() if pattern}

    # Rows.

    def _index(self, index: DrawnIndex) -> Record:
        known = index.known.node if index.known is not None else None
        printed = self.decimals[index.id] = decimals_of(index)
        decimals, own = printed["score"], printed["percent"]
        rows_in = self.places.of_most(index.parts)
        record = {
            "id": index.id,
            "row": (index.sentence if index.sentences else index.total) or None,
            "name": known.name if known is not None else index.name,
            "decimals": decimals,
            "percent_decimals": own if own != decimals else None,
            "better": _better(index),
            **_made_of(index),
            **self._frame(index),
            "table": self._own_table(index),
            **self._figures(index),
            "decimals_of": finer(index, ("score", "percent"), printed),
            "printed": self._words(index) or None,
            "rows_in": _one(rows_in),
            "rows": [self._row(row, index, rows_in) for row in index.parts] or None,
        }
        return {key: value for key, value in record.items() if value is not None}

    def _own_table(self, index: DrawnIndex) -> object:
        """Where an index's own figures stand: in sentences, else in the table of its rows."""
        if index.sentences:
            return next(ident for ident, it in self.sentences.items() if it == index.sentences)
        return _one(self.places.of(index)) if index.figures else None

    def _row(self, row: Drawn, index: DrawnIndex, beside: Ids) -> Record:
        """A row with its parts; most of those `beside` it stand in these tables."""
        it = row.item
        label = it.label if it is not None else row.id
        known = row.known.node if row.known is not None else None
        alike = known is not None and plain(known.name.vi) == plain(label)
        name: object = label
        if known is not None and known.name.en != known.name.vi:
            name = Text(known.name.vi if alike else label, known.name.en)
        own, below = self.places.of(row), self.places.of_most(row.parts)
        record = {
            "id": row.id,
            "row": (_number(it.number) if it is not None else None) or self.which.get(id(row)),
            "name": name,
            "weight": row.weight,
            "better": _better(row),
            **_made_of(row),
            **self._frame(row),
            "table": _one(own) if own != beside else None,
            **self._figures(row),
            "decimals_of": finer(row, ("score", "percent"), self.decimals[index.id]),
            "printed": self._words(row),
            "rows_in": _one(below) if below != beside else None,
            "parts": [self._row(part, index, below) for part in row.parts] or None,
        }
        return {key: value for key, value in record.items() if value is not None}

    def _frame(self, row: Drawn) -> Record:
        """What only a known plan says of a row."""
        if row.known is None:
            return {}
        node = row.known.node
        keys = [key for key in FRAME if key in node.model_fields_set and key not in _PRINTED]
        keys += [key for key in _ONLY_SAME_YEAR if self.same and key in node.model_fields_set]
        held: Record = {key: getattr(node, key) for key in keys}
        if held.get("same_as") not in self.ids:
            held.pop("same_as", None)
        return held

    def _figures(self, row: Drawn) -> Record:
        held: Record = {name: row.figures[name] for name in ORDER if name in row.figures}
        history: dict[int, Record] = {}
        for name, figure in row.figures.items():
            past = dated_of(name)
            if past is not None and past[0] in PAST_FIELDS:
                history.setdefault(past[1], {})[past[0]] = figure
        return {**held, "history": dict(sorted(history.items())) or None}

    def _words(self, row: Drawn) -> Record | None:
        """How figures are printed that words give a sign, or otherwise than the rest of the column,
        but for blanks.
        """
        odd = self._odd(row)
        told: Record = {
            name: text
            for name, text in self.places.printed(row).items()
            if field_of(name) not in TARGET_FIELDS
            and name not in AIMS.values()
            and name in row.figures
            and name != "floor"
            and (name in odd or is_other(row.figures[name], text))
        }
        if isinstance(row, DrawnIndex) and row.sentences:
            # Of the two places that an index is printed in, its sentence is the one that is kept.
            others = row.figures.keys() - row.sentences.keys() - {*AIMS.values(), "floor"}
            told |= {name: "" for name in others if field_of(name) not in TARGET_FIELDS}
        return dict(sorted(told.items())) or None

    def _goal(self, row: Drawn, index: DrawnIndex) -> Record:
        """What is planned and to be reached; of several years, by year."""
        goal: Record = {}
        printed: dict[str, str] = {}
        texts = self.places.printed(row)
        final = self.found.target_year
        in_a_sentence = isinstance(row, DrawnIndex) and bool(row.sentences)
        for field in ("planned", "target"):
            years: dict[int, object] = {
                dated[1]: figure
                for name, figure in row.figures.items()
                if (dated := dated_of(name)) is not None and dated[0] == field
            }
            own: object = row.figures.get(field) if field == "planned" else _stated(row.figures)
            if years and own is not None and final is not None:
                years[final] = own
            if not years and own is None:
                continue
            goal[field] = dict(sorted(years.items())) if years else own
            for name in [dated_name(field, year) for year in sorted(years)] or [field]:
                is_own = own is not None and name in (field, dated_name(field, final or 0))
                text = texts.get(field if is_own else name)
                if in_a_sentence or text == "":
                    printed[name] = ""
                elif is_own and (said := self._worded(row, field)) is not None:
                    printed[name] = said
                elif not is_own and text and isinstance(row.figures[name], Mapping):
                    printed[name] = text  # a rank beside it may stand elsewhere
        more = finer(row, ("planned", "target"), self.decimals[index.id])
        if goal and more:
            goal["decimals_of"] = more
        if printed:
            goal["printed"] = printed
        return goal

    def _worded(self, row: Drawn, field: str) -> str | None:
        """How a row prints what it is to gain or to reach, where its column would not be read as
        all of that: it is in words, or some of it stands elsewhere.
        """
        if field == "planned":
            return self._odd(row).get(field)
        aimed = self.places.aimed(row)
        text, said = row.printed.get(aimed, ""), row.figures.get(aimed)
        if said is None:
            others = any(field_of(name) == "target" for name in row.figures)
            return None if others else text  # in a column that is not the targets'
        further = [it for it in AIMS.values() if it in row.figures and it != aimed]
        if isinstance(said, Mapping) or aimed in self._odd(row) or is_other(said, text):
            return text
        table = self.places.cell(row, aimed)[0]
        apart = any(
            self.places.cell(row, it)[0] != table
            or is_other(row.figures[it], row.printed.get(it, ""))
            for it in further
        )
        return text if apart else None

    def _odd(self, row: Drawn) -> dict[str, str]:
        """The cells of a row that write their figures otherwise than their column, but for blanks:
        with other signs, or with words.
        """

        def is_odd(name: str, text: str) -> bool:
            figure = row.figures.get(name)
            if not isinstance(figure, Decimal):
                return figure is not None and any(map(str.isalpha, text))
            table, key = self.places.cell(row, name)
            pattern = pattern_of(self.patterns.get(table, {}).get(key, "#"), figure)
            return bare(text) != bare(pattern.replace("#", str(figure)))

        printed = self.places.printed(row)
        return {name: text for name, text in printed.items() if text and is_odd(name, text)}


def _better(row: Drawn) -> str | None:
    """That less of it is better, as a target says that is at most or below an amount, and no more
    than the score.
    """
    reached = _reached(row)
    for name, said in row.figures.items():
        is_aim = field_of(name) == "target" or name == AIMS["percent"]
        if not is_aim or not isinstance(said, Mapping):
            continue
        ends = [
            ("points", it) if isinstance(it, Decimal) else ("percent", it["percent"])
            for key in ("at_most", "less_than")
            if isinstance(it := said.get(key), Decimal | Mapping)
        ]
        within = [amount <= reached[unit] for unit, amount in ends if unit in reached]
        if ends and all(within) and (within or not reached):
            return "lower"
    return None


def _reached(row: Drawn) -> dict[str, Decimal]:
    """The score of a row in points and in percent of its maximum, as far as they are known."""
    units = {"points": "score", "percent": "percent"}
    told = {unit: row.amounts[name] for unit, name in units.items() if name in row.amounts}
    if most := row.amounts.get("max"):
        if "points" in told:
            told.setdefault("percent", HUNDRED * told["points"] / most)
        elif "percent" in told:
            told["points"] = told["percent"] * most / HUNDRED
    return told


def _made_of(row: Drawn) -> Record:
    """How a row follows from its parts, where that is not their sum."""
    said = row.aggregate if row.parts and row.aggregate != "sum" else None
    return {"aggregate": said, "scale": row.scale if row.scale != 1 else None}


def _which(indices: Sequence[DrawnIndex]) -> Iterator[tuple[int, str]]:
    """Of rows without a number, which of all that have its label in its table a top one is, where
    it is not the first; by the row itself.
    """
    met = Counter[tuple[int, str]]()
    for index in indices:
        tops = set(map(id, index.parts))
        rows = [(it, row) for row in index.walk() if (it := row.item) is not None]
        for it, row in sorted(rows, key=lambda pair: (pair[0].row.table, pair[0].row.line)):
            met[row.table, it.label] += 1
            many = met[row.table, it.label]
            if many > 1 and not it.number and id(row) in tops:
                yield id(row), f"{it.label} [{many}]"


def _stated(figures: Mapping[str, Figure]) -> object:
    """What a target states: points alone as they are, else by their keys."""
    points = figures.get("target")
    told: Record = dict(points) if isinstance(points, Mapping) else {"points": points}
    for key, field in AIMS.items():
        own = figures.get(field)
        if own is not None:
            told |= own if isinstance(own, Mapping) else {key: own}
    held = {key: value for key, value in told.items() if value is not None}
    return held.get("points") if held.keys() <= {"points"} else held


_PRINTED = frozenset({"id", "row", "name", "max", "decimals", "percent_decimals"})


def _number(text: str) -> object:
    """A row's number as files have it: digits as they are; a dash is none."""
    if text.isdecimal() and str(int(text)) == text:
        return int(text)
    return text if any(map(str.isalnum, text)) else None


def _title(column: Column) -> object:
    """The title that finds a column, with those that it stands below: they say of which year it is,
    or that it has percentages.
    """
    return Doubt(column.title, _COLUMN) if column.certainty == "?" else column.title


def _one(tables: Ids) -> object:
    """Tables as the files name them: one alone by itself."""
    return tables[0] if len(tables) == 1 else list(tables) or None


def _like_it(heading: str, known: Mapping[str, PrintedTable]) -> str | None:
    said = plain(heading)
    return next((name for name, it in known.items() if plain(it.heading or "") == said), None)


_UNIT = Text(
    "đơn vị nào lập kế hoạch? văn bản không nêu rõ",
    "which unit's plan is it? the document does not say",
)
_BY_NAME = Text("theo tên, phần đầu văn bản", "by the document's name or its head")
_YEAR = Text("năm nào? văn bản không nêu rõ", "which year? the document does not say")
_COLUMN = Text("chưa chắc cột này là số liệu này", "not sure that this column is this figure")
