"""Whether a cell of the document says what the plan has there: the figure in its unit, and all that
a target states, with its sign.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from parplan.documents import printed, worded
from parplan.model import cells
from parplan.model.cells import Cell
from parplan.model.fields import field_of
from parplan.model.plan import Plan
from parplan.model.targets import AMOUNTS, Statement
from parplan.model.tree import Indicator
from parplan.points import HUNDRED, Rank, exact, in_points

_POINTS = ("score", "max", "change", "planned")


class Reading(NamedTuple):
    """What the document reads where a figure stands, beside what else in its row, and in other
    places that are the figure's as much.
    """

    text: str
    beside: Sequence[str] = ()
    others: Sequence[str] = ()


class Wanted:
    """A figure of the plan as a cell is to have it."""

    def __init__(self, plan: Plan, indicator: Indicator, name: str, cell: Cell) -> None:
        self._plan = plan
        self._cell = cell
        self._better = indicator.better
        self._figure = figure = cells.raw_figure(indicator, name)
        self._own = cells.in_other_words(indicator, name)
        self._meant = {figure, *([indicator.floor] if name == "max" else [])}  # to be lost
        # Where it stands, a rank may not say among how many.
        self._meant |= {Rank(figure.at, None)} if isinstance(figure, Rank) else set()
        self._statements = [aim.statement for aim in cells.aimed_in(indicator, name).aims]
        field = field_of(name)
        self._unit = "points" if field in _POINTS else field
        # Where points are percent, or may be.
        self._any_unit = indicator.max in (None, HUNDRED) or cells.in_percent(plan, indicator, name)

    def words(self, reading: Reading) -> str:
        """How the document should read there, as far as it does not say it beside."""
        about, own = self._plan.about, self._own
        if own and printed.alike(reading.text, own) and self._denies(own):
            own, told = None, "" if self._statements else self._in_digits()
        else:
            told = own or self._cell.printed
        if own or not self._statements:
            return told
        further = self._statements[1:] if told else self._statements
        missing = (it for it in further if not self._is_in(it, reading.beside))
        more = (worded.worded(it, about.decimal_mark, about.language) for it in missing)
        return ", ".join([*([told] if told else []), *more])

    def is_said(self, reading: Reading, words: str) -> bool:
        """Whether the document says so there, however it is written; `words` as it should read."""
        text = reading.text
        return self._says(reading) or (
            printed.alike(text, words)
            and not (self._statements and self._stated(text) != self._stated(words))
        )

    def _in_digits(self) -> str:
        figure = self._figure
        plain = exact(figure) if isinstance(figure, Decimal) else str(figure)
        return plain.replace(".", self._plan.about.decimal_mark)

    def _denies(self, text: str) -> bool:
        """Whether a text that the plan copies has another figure than the plan takes from it; its
        signs are as the plan has them.
        """
        if not self._statements:
            return bool(found := values(text)) and found.isdisjoint(self._meant)
        asked = {it.asked for it in self._statements}
        for part in _parts(text, self._statements):
            said = self._stated(part)
            read = values(part) | ({said.asked} if said is not None else frozenset())
            if read and read.isdisjoint(asked) and not (said and self._is_any(said)):
                return True
        return False

    def _is_any(self, said: Statement) -> bool:
        return any(_is_called(said, it) for it in self._statements)

    def _stated(self, text: str) -> Statement | None:
        """What a text states that is no list."""
        return worded.statement(printed.figure_alone(text), self._better)

    def in_file(self, text: str) -> str | None:
        """What targets.yaml has for what a text states, where that is no bare figure."""
        said = worded.as_target(text) if self._statements else None
        return said if said and said.startswith("{") else None

    def _says(self, reading: Reading) -> bool:
        if not self._statements:
            return self._figure in values(reading.text) and self._in_unit(reading.text, self._unit)
        parts = list(_parts(reading.text, self._statements))
        each = all(any(self._states(part, it) for it in self._statements) for part in parts)
        return each and all(self._is_in(it, (*parts, *reading.beside)) for it in self._statements)

    def _is_in(self, statement: Statement, texts: Sequence[str]) -> bool:
        return any(self._states(text, statement) for text in texts)

    def _states(self, text: str, it: Statement) -> bool:
        """Whether a text, by itself, is a statement of a target."""
        read, said = values(text), self._stated(text)
        is_same = it.asked in read or (said is not None and said.asked == it.asked)
        if it.kind not in AMOUNTS:
            return is_same or (said is not None and _is_called(said, it))
        if said is None:
            return is_same and not printed.rises(text) and self._in_unit(text, it.kind)
        # The words around a figure in a sentence are the plan's, its sign among them.
        is_bare = self._cell.sentence is not None and text[:1].isdigit()
        return is_same and (is_bare or said.sign == it.sign) and self._in_unit(text, it.kind)

    def _in_unit(self, text: str, unit: str) -> bool:
        """Whether a figure is in its unit, or does not say in which."""
        if self._any_unit:
            return True
        if unit == "points":
            return "%" not in printed.figure_alone(text)
        return unit != "percent" or not in_points(text)


def values(text: str) -> frozenset[Decimal | Rank]:
    """What a figure, or a rank, in a cell may be; nothing for any other text."""
    rank = printed.rank(text)
    return printed.figures(text) | ({rank} if rank else frozenset())


def differ(one: str, other: str) -> bool:
    """Whether two cells have other figures; a blank one has none."""
    return bool(one and other) and not (values(one) & values(other) or printed.alike(one, other))


def says_something(text: str) -> bool:
    """Whether a cell has a figure, or states a target."""
    return any(values(it) or worded.statement(it, "higher") for it in (text, *worded.parts(text)))


def _parts(text: str, statements: Sequence[Statement]) -> Iterator[str]:
    """What a cell says: of a target that states several things, one after the other."""
    whole = not statements[1:] or printed.says_figure(text)
    yield from [text] if whole else worded.parts(text)


def _is_called(said: Statement, it: Statement) -> bool:
    names = (str(said.asked).casefold(), str(it.asked).casefold())
    return said.kind == it.kind and names[0] == names[1]
