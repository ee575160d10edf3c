"""What was recognised in a printed document: its tables, and what their columns hold."""

from typing import Literal, NamedTuple

from parplan.model.fields import figure_words, of_year
from parplan.text import Message, Text

Certainty = Literal["sure", "likely", "?"]
TASKS = "tasks"  # what a table of tasks alone is of
UNWEIGHTED = "unweighted"  # what a column of weights holds that make nothing up
CERTAINTY_WORDS: dict[Certainty, Text] = {
    "sure": Text("chắc chắn", "sure"),
    "likely": Text("có lẽ", "likely"),
    "?": Text("?", "?"),
}


class Column(NamedTuple):
    """What a column holds: a field of plans (of an earlier year, ``score_2020``), of tasks, or None
    where nothing says; how sure that is, and why.
    """

    at: int
    title: str
    field: str | None
    certainty: Certainty
    evidence: tuple[Message, ...] = ()


class Imported(NamedTuple):
    """A table of a document: its number there, from 1, the words above it, what its columns hold,
    `of` which index its rows are (None where it is left out), how many rows it has, and parts of
    them; on which page it begins, where that is known; which `further` indices it has.
    """

    number: int
    heading: str
    columns: tuple[Column, ...]
    of: str | None
    rows: int
    parts: int
    page: int | None
    further: tuple[str, ...] = ()

    @property
    def indices(self) -> frozenset[str]:
        """All the indices that it has."""
        return frozenset(it for it in (self.of, *self.further) if it not in (None, TASKS))


def column_words(field: str) -> Text:
    """What a column holds, as people name it."""
    name, _, year = field.rpartition("_")
    if name in _OTHERS and year.isdecimal():
        return of_year(_OTHERS[name], int(year))
    return _OTHERS.get(field) or figure_words(field)


_OTHERS: dict[str, Text] = {
    "number": Text("số thứ tự", "number"),
    "name": Text("tên", "name"),
    "target_rank": Text("mục tiêu thứ hạng", "target, a rank"),
    "target_percent": Text("mục tiêu %", "target, a percentage"),
    "lost": Text("điểm mất (không dùng)", "points lost (not used)"),
    "weight": Text("trọng số", "weight"),
    UNWEIGHTED: Text("trọng số (không dùng)", "weight (not used)"),
    "lead": Text("chủ trì", "lead"),
    "coordinate": Text("phối hợp", "coordinates"),
    "due": Text("thời hạn", "deadline"),
    "task": Text("nhiệm vụ", "task"),
    "note": Text("ghi chú (không dùng)", "notes (not used)"),
    "others": Text("điểm của đơn vị khác (không dùng)", "of other units (not used)"),
}
