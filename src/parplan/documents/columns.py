"""What the columns of a table hold: by the words over them, by what stands in them, and by whether
their figures add up.
"""

import re
from collections.abc import Callable, Container, Mapping, Sequence
from shlex import quote
from typing import NamedTuple

from parplan.documents.assignments import are_units, day
from parplan.documents.blocks import WHICH, Notice
from parplan.documents.printed import behind, figure_alone, figures, plain, rank, says_figure
from parplan.documents.sums import (
    CONTENT,
    MOST,
    WORD,
    all_add_up,
    instead,
    is_open,
    parted,
    place,
    summed,
)
from parplan.documents.tables import Table
from parplan.documents.vocabulary import (
    AIMS,
    FIGURES,
    OF_A_PLAN,
    SHARES,
    Field,
    Vocabulary,
    of_ranks,
)
from parplan.documents.worded import is_maximum, stated
from parplan.model.cells import BELOW
from parplan.model.fields import PAST_FIELDS, TARGET_FIELDS, dated_name, dated_of
from parplan.model.imported import Certainty, Column, column_words
from parplan.points import HUNDRED
from parplan.text import Message, Text

_LONG = 12  # letters of a name, at the median
_DIGITS = re.compile(r"[0-9]{1,4}(?:[.][0-9]{1,4})*[.)]?|[IVXLC]{1,6}[.)]?|[a-zđ][.)]", re.ASCII)


class Years(NamedTuple):
    """The year of a plan's scores, the last of its targets, and that of days which name none, as
    far as a document says them.
    """

    own: int | None
    target: int | None
    due: int | None


def columns(
    table: Table, words: Vocabulary, told: Mapping[str, str], years: Years
) -> tuple[tuple[Column, ...], tuple[Notice, ...]]:
    """What each column holds, and what is not sure. `told` are titles whose field a person has said
    (“no”: none).
    """
    cells = [[row.cells[at].text for row in table.rows] for at in range(len(table.titles))]
    read = [_by_words(at, table.titles[at], cells[at], words, told) for at in range(len(cells))]
    said = {it.at: it for it in read if it.evidence == (Message(_TOLD),)}
    read = _named(read, cells, words, said)
    of_words = _by_content(_said_elsewhere(read, said), cells)
    read = _in_percent_alone(of_words, cells, words, said)
    shares = SHARES if read != of_words else {}
    read = _of_their_years(_counted(read, table), years, words)
    read, notices = _unique(parted(read, cells), words)
    read = summed(read, cells)
    read = _of_one_unit(_perhaps_earlier(read, cells, years, words), cells, words)
    read = [_confirmed(it, said.get(it.at, it)) for it in read]
    asked = {dict(it.values)["title"] for it in notices}
    for column in read:
        title, field = column.title, shares.get(column.field, str(column.field))
        if _is_once(field) and column.certainty == "?" and title not in asked:
            told_of = (("title", title), ("field", column_words(field)))
            notices.append(Notice("I889", values=(*told_of, ("typed", _typed(title, field)))))
        if is_open(column, cells[column.at]):
            notices.append(_unknown(title, "score", _OTHERS))
        elif (task := _of_tasks(column, cells[column.at], words)) is not None:
            notices.append(_unknown(title, task, _OF_TASKS))
    return tuple(read), tuple(notices)


def _unknown(title: str, field: str, others: str) -> Notice:
    """That nothing says what a column holds: perhaps this field, or others."""
    ways = (("typed", _typed(title, field)), ("without", _typed(title, "no")))
    return Notice("I871", values=(("title", title), ("others", others), *ways))


def _of_tasks(column: Column, cells: Sequence[str], words: Vocabulary) -> Field | None:
    """What a column of tasks may hold that nothing names: units, or days."""
    if column.field is not None or column.certainty != "?" or column.evidence:
        return None
    if _most(lambda cell: are_units(cell, words.assigned), cells):
        return "lead"
    return (
        "due" if _most(lambda cell: day(cell, words.deadlines, _ANY) is not None, cells) else None
    )


def _typed(title: str, field: str) -> str:
    """What is typed behind --column, as a shell takes it."""
    return quote(f"{title}={field}")


def _by_words(
    at: int, title: str, cells: Sequence[str], words: Vocabulary, told: Mapping[str, str]
) -> Column:
    said = next((field for name, field in told.items() if plain(name) in names_of(title)), None)
    if said is not None:
        return Column(at, title, None if said == _NONE else said, "sure", (Message(_TOLD),))
    reading = words.read(title)
    if reading is None:
        return Column(at, title, None, "?")
    if reading.field == "max" and _most(lambda cell: "max" in behind(cell), cells):
        reading = reading._replace(field="score")  # of so much, in one cell
    fits = _reads_like(reading.field, cells)
    if reading.field == "name" and not fits and _most(_is_figure, cells):
        reading = reading._replace(field="percent" if are_in_percent(cells) else "score")
    sure: Certainty = "sure" if reading.marked and fits else "likely" if fits else "?"
    evidence = [Message(WORD, {"word": reading.word})]
    if not fits:
        evidence.append(Message(_BUT))
    return Column(at, title, reading.field, sure, tuple(evidence))


def _named(
    read: Sequence[Column],
    cells: Sequence[Sequence[str]],
    words: Vocabulary,
    said: Container[int],
) -> list[Column]:
    """Columns of which one has names, where no title says only that: the first in which words
    stand, if its title says so behind a figure. “Chỉ tiêu” is a target, or what has one.
    """
    made = list(read)
    first = _first_of_words(read, cells)
    if first is None or first.at in said or "name" in {it.field for it in read}:
        return made
    if first.field not in _MEASURED:
        return made
    reading = words.named_by(first.title)
    if reading is not None and not _reads_like(first.field, cells[first.at]):
        sure: Certainty = "sure" if reading.marked else "likely"
        evidence = (Message(WORD, {"word": reading.word}),)
        made[first.at] = first._replace(field="name", certainty=sure, evidence=evidence)
    return made


def _first_of_words(read: Sequence[Column], cells: Sequence[Sequence[str]]) -> Column | None:
    """The first column in which words stand, and not the numbers of rows."""
    return next((it for it in read if it.field != "number" and _has_words(cells[it.at])), None)


def _has_words(cells: Sequence[str]) -> bool:
    return _most(_is_text, cells) and not _most(_is_number, cells)


def _in_percent_alone(
    read: Sequence[Column],
    cells: Sequence[Sequence[str]],
    words: Vocabulary,
    said: Container[int],
) -> list[Column]:
    """Columns of which the only percentages are scores, where nothing else is: of an index that is
    one of people's answers. What is to be reached is in percent then, too: as it says, or where all
    is out of 100; not sure where targets are only as large. Else these are rates beside points.
    """
    most, rates = place(read, "max"), [cells[it.at] for it in read if it.field == "percent"]
    of_100 = most is not None and _are_hundred(cells[most])
    fields = {it.field for it in read}
    if not rates or "score" in fields or (most is not None and not of_100):
        return list(read)
    aims = [it for it in read if it.field in ("target", "planned")]
    shares = [
        it for it in aims if of_100 or words.in_percent(it.title) or are_in_percent(cells[it.at])
    ]
    in_percent = AIMS["percent"] in fields or bool(shares)
    bare = [it for it in aims if it not in shares]
    targets = [it.at for it in bare if it.field == "target"]
    as_large = all(_are_as_large(cells[at], rates[-1]) and at not in said for at in targets)
    if bare and (bool(targets) == in_percent or not as_large):
        return list(read)
    return [
        it._replace(
            field=_ALONE.get(it.field, it.field), certainty="?" if it in bare else it.certainty
        )
        for it in read
    ]


def _are_as_large(aims: Sequence[str], rates: Sequence[str]) -> bool:
    """Whether targets may be of the rates beside them: none is less than half of its own."""
    pairs = [(figures(aim), figures(rate)) for aim, rate in zip(aims, rates, strict=True)]
    return all(max(rate) <= 2 * max(aim) <= 2 * HUNDRED for aim, rate in pairs if aim and rate)


def _confirmed(it: Column, said: Column) -> Column:
    """A column as a person said what it holds; percentages alone are the scores all the same."""
    return said._replace(field=it.field) if _ALONE.get(said.field) == it.field else said


_ALONE: Mapping[str | None, str] = {share: own for own, share in SHARES.items() if own is not None}


def _are_hundred(cells: Sequence[str]) -> bool:
    return all(figures(it) == {HUNDRED} for it in cells if it)


def are_in_percent(cells: Sequence[str]) -> bool:
    """Whether the figures of a column have the sign of percentages: most, and the others none."""
    held = [text for text in map(figure_alone, cells) if any(map(str.isdigit, text))]
    bare = [text for text in held if "%" not in text]
    return 2 * len(bare) < len(held) and not any(any(map(str.isalpha, text)) for text in bare)


def _said_elsewhere(read: Sequence[Column], said: Mapping[int, Column]) -> list[Column]:
    """Columns without what a person has said of another."""
    by_field = {it.field: it for it in said.values() if it.field in _ONCE}
    return [
        instead(it, by_field[it.field]) if it.field in by_field and it.at not in said else it
        for it in read
    ]


def names_of(title: str) -> set[str]:
    """What a column goes by: its whole title, or the lowest of its lines; of several with one title
    also without which of them it is.
    """
    return {plain(it) for it in (title, title.rpartition(BELOW)[2], WHICH.sub("", title)) if it}


def _reads_like(field: Field, cells: Sequence[str]) -> bool:
    """Whether most of what stands in a column reads like its field."""
    test = _TESTS.get(field)
    return test is None or not any(map(str.strip, cells)) or _most(test, cells)


def _most(test: Callable[[str], bool], cells: Sequence[str]) -> bool:
    """Whether most of what stands in a column passes a test."""
    held = [cell for cell in cells if cell.strip()]
    return bool(held) and sum(map(test, held)) >= len(held) * MOST


def _is_figure(cell: str) -> bool:
    return bool(figures(cell)) or not any(map(str.isalnum, cell))


def _is_rank(cell: str) -> bool:
    return rank(cell) is not None or not any(map(str.isalnum, cell))


def _or_worded(test: Callable[[str], bool]) -> Callable[[str], bool]:
    """Whether a cell of targets passes a test, or says in words what is to be reached."""
    return lambda cell: test(cell) or stated(cell) is not None or is_maximum(cell)


def _is_number(cell: str) -> bool:
    return bool(_DIGITS.fullmatch(cell.strip())) or not any(map(str.isalnum, cell))


def _is_text(cell: str) -> bool:
    return not says_figure(cell)


_MEASURED = frozenset({*FIGURES, *AIMS.values()})
_TESTS: dict[Field, Callable[[str], bool]] = {
    **dict.fromkeys(FIGURES, _is_figure),
    "rank": _is_rank,
    "number": _is_number,
    "name": _is_text,
}
_TESTS |= {aim: _or_worded(_TESTS[field]) for field, aim in (("target", "target"), *AIMS.items())}


def _by_content(read: Sequence[Column], cells: Sequence[Sequence[str]]) -> list[Column]:
    """What a column without a word that is known holds, by what stands in it: numbers in the first,
    and the longest words where no title names those; beside figures of a plan the first words,
    however long.
    """
    made = list(read)
    fields = {column.field for column in made}
    for column in made:
        if column.field is not None or column.certainty == "sure":
            continue
        held = [cell for cell in cells[column.at] if cell.strip()]
        found = _likely(held, first=column.at == 0)
        if found is not None and not (found in ("number", "name") and found in fields):
            fields.add(found)
            made[column.at] = column._replace(field=found, evidence=(Message(CONTENT),))
    if "name" not in fields:
        named = _longest(made, cells)
        first = _first_of_words(made, cells)
        of_a_plan = len({_ALONE.get(it or "", it) for it in fields} & OF_A_PLAN) > 1
        if named is None and first is not None and first.field in _NAMES and of_a_plan:
            named = first.at
        if named is not None:
            made[named] = made[named]._replace(field="name", evidence=(Message(CONTENT),))
    return made


_NAMES = (None, "lead")  # what the rows of units are called by may be taken for who leads


def _likely(held: Sequence[str], *, first: bool) -> Field | None:
    """A field whose figures look like no other's."""
    if first and _most(_is_number, held):
        return "number"
    if _most(lambda cell: (found := rank(cell)) is not None and found.of is not None, held):
        return "rank"
    if _most(_is_figure, held):
        if _most(lambda cell: cell.strip().startswith(("≥", ">=")), held):
            return "target"
        if _most(lambda cell: cell.strip().startswith("+"), held):
            return "planned"
    return None


def _longest(read: Sequence[Column], cells: Sequence[Sequence[str]]) -> int | None:
    """The column of nothing known with the longest words, if they are long enough for names; else
    one in which words stand, and not what its title says.
    """

    def length(at: int) -> int:
        held = sorted(len(cell) for cell in cells[at] if cell.strip())
        return held[len(held) // 2] if held else 0

    unsaid = [column.at for column in read if column.field is None]
    doubtful = [it.at for it in read if it.certainty == "?" and _reads_like("name", cells[it.at])]
    for open_ones in (unsaid, doubtful):
        best = max(open_ones, key=length, default=None)
        if best is not None and length(best) >= _LONG:
            return best
    return None


def _of_their_years(read: Sequence[Column], years: Years, words: Vocabulary) -> list[Column]:
    """Scores and ranks of earlier years, targets and increases of later ones, go by their year; a
    score of a later one is a target, and what else is of another year is nothing of this plan.
    """
    made = list(read)
    for column in read:
        of, own = words.year(column.title), years.own
        aim = column.field if column.field in _PLANNED else None
        if aim is not None and of is not None and of != years.target:
            later = own is not None and of > own and aim in (*TARGET_FIELDS, AIMS["rank"])
            made[column.at] = (
                column._replace(field=dated_name(aim, of))
                if later
                else column._replace(field=None, certainty="?")
            )
        if column.field == "change" and of is not None and of == years.target != own:
            made[column.at] = column._replace(field="planned")  # from the scores to the targets
        if own is None or of is None or of == own or column.field not in _OF_A_YEAR:
            continue
        if of < own and column.field in PAST_FIELDS:
            field: str | None = dated_name(column.field, of)
        else:
            field = "target" if of > own and column.field == "score" else None
        sure: Certainty = column.certainty if field is not None and of < own else "?"
        made[column.at] = column._replace(field=field, certainty=sure)
    return made


def _perhaps_earlier(
    read: Sequence[Column], cells: Sequence[Sequence[str]], years: Years, words: Vocabulary
) -> list[Column]:
    """Scores and ranks of which nothing says that they are of the year before the targets are not
    sure, where a column that nothing names may be those of that year.
    """
    made = list(read)
    open_ones = [it.at for it in read if is_open(it, cells[it.at])]
    adds_up = all_add_up(read, cells)
    for column in read:
        if column.field not in PAST_FIELDS or (column.field == "score" and adds_up):
            continue
        of = words.year(column.title)
        known = of is not None and years.target is not None and of >= years.target - 1
        if not known and any(_reads_like(column.field, cells[at]) for at in open_ones):
            made[column.at] = column._replace(certainty="?")
    return made


def _of_one_unit(
    read: Sequence[Column], cells: Sequence[Sequence[str]], words: Vocabulary
) -> list[Column]:
    """Figures are not sure that are printed in percent where scores are not, or the other way."""
    score = place(read, "score")
    if score is None:
        return list(read)
    told = [words.in_percent(it.title) or _in_percent(cells[it.at]) for it in read]
    scored = next(said for it, said in zip(read, told, strict=True) if it.at == score)
    return [
        it._replace(certainty="?")
        if it.field in _AS_SCORES
        and said != scored
        and (said or it.field != "change")  # which is in points of percent then
        and not (it.field == "max" and _are_hundred(cells[it.at]))
        else it
        for it, said in zip(read, told, strict=True)
    ]


_AS_SCORES = frozenset({"max", "planned", "target", "change", "lost"})


def _in_percent(cells: Sequence[str]) -> bool:
    return any("%" in figure_alone(cell) for cell in cells)


_PLANNED = frozenset({*TARGET_FIELDS, *AIMS.values()})
_OF_A_YEAR = frozenset({"score", "rank", "percent"})


def _counted(read: Sequence[Column], table: Table) -> list[Column]:
    """Columns with which numbers the file counts by itself."""
    made = list(read)
    for column in read:
        own = [row.cells[column.at].text for row in table.rows if row.cells[column.at].number]
        if own and column.field == "number":
            said = Message(_BY_ITSELF, {"first": own[0], "last": own[-1]})
            made[column.at] = column._replace(evidence=(*column.evidence, said))
    return made


def _unique(read: Sequence[Column], words: Vocabulary) -> tuple[list[Column], list[Notice]]:
    """Columns of which no two have one field: of two the surer has it, else the one that is called
    a total, else the last, as years go on, unsure then; and what is to be asked.
    """

    def rank_of(column: Column) -> tuple[int, bool]:
        whole = words.is_total(column.title.rpartition(BELOW)[2])
        return _ORDER[column.certainty], not whole

    made = list(read)
    asked: list[tuple[tuple[str, object], ...]] = []
    for field in dict.fromkeys(it.field for it in read if it.field and _is_once(it.field)):
        same = [column for column in read if column.field == field]
        best = min(same, key=lambda it: (*rank_of(it), -len(it.evidence), -it.at))
        alike = [it for it in same if rank_of(it) == rank_of(best)]
        for column in same:
            if column is not best:
                made[column.at] = instead(column, best)
        if len(alike) > 1:
            made[best.at] = best._replace(certainty="?")
            told = (
                ("field", column_words(field)),
                ("title", best.title),
                ("other", alike[0].title),
                ("typed", _typed(best.title, field)),
                ("without", _typed(alike[0].title, "no")),
            )
            asked.append(told)
    return made, [Notice("I872", values=told) for told in asked]


_ORDER: dict[Certainty, int] = {"sure": 0, "likely": 1, "?": 2}
_ONCE = _MEASURED | {"number", "name"}


def _is_once(field: str) -> bool:
    """Whether only one column of a table holds a field; of earlier and later years, one a year."""
    return field in _ONCE or dated_of(field) is not None or of_ranks(field) is not None


_NONE = "no"
_OTHERS, _OF_TASKS = "max, planned, target, rank", "lead, coordinate, due"
_ANY = 2000  # a year, where only that a day is one is asked
_TOLD = Text("do người dùng nêu", "as you said")
_BUT = Text("nhưng nội dung cột không giống", "but what stands there does not look like it")
_BY_ITSELF = Text(
    "số tự động của tệp, từ {first} đến {last}", "counted by the file itself, {first} to {last}"
)
