"""What the columns of a table hold: by the words over them, by what stands in them, and by whether
their figures add up.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from itertools import permutations
from typing import NamedTuple

from parplan.documents.blocks import Notice
from parplan.documents.printed import figures, plain, rank
from parplan.documents.tables import Table
from parplan.documents.text import BELOW
from parplan.documents.vocabulary import FIGURES, Field, Vocabulary
from parplan.model.fields import FIGURE_WORDS, PAST_FIELDS, figure_words, past_name, past_of
from parplan.model.imported import Certainty, Column
from parplan.text import Message, Text

_SUMMED = ("score", "planned", "target")
_MOST = 0.6  # of the cells of a column that read like its field
_LONG = 12  # letters of a name, at the median
_WITNESSES = 2  # rows that have to add up before they say anything
_DIGITS = re.compile(r"[0-9]{1,4}(?:[.][0-9]{1,4})*[.)]?|[IVXLC]{1,6}[.)]?|[a-zđ][.)]", re.ASCII)


class Years(NamedTuple):
    """The year of a plan's scores, and that of its targets, as far as a document says them."""

    own: int | None
    target: int | None


def columns(
    table: Table, words: Vocabulary, told: Mapping[str, str], years: Years
) -> tuple[tuple[Column, ...], tuple[Notice, ...]]:
    """What each column holds, and what is not sure. `told` are titles whose field a person has said
    (“no”: none).
    """
    cells = [[row.cells[at].text for row in table.rows] for at in range(len(table.titles))]
    read = [_by_words(at, table.titles[at], cells[at], words, told) for at in range(len(cells))]
    said = {it.at: it for it in read if it.evidence == (Message(_TOLD),)}
    read = _by_content(_said_elsewhere(read, said), cells)
    read = _of_their_years(_counted(read, table), years, words)
    read, notices = _unique(_by_arithmetic(_parted(read, cells), cells))
    read = _of_one_unit(_perhaps_earlier(read, cells, years, words), cells)
    read = [said.get(it.at, it) for it in read]
    asked = {dict(it.values)["title"] for it in notices}
    notices += [
        Notice("I919", values=(("title", column.title), ("field", _words(column.field))))
        for column in read
        if column.field in _ONCE and column.certainty == "?" and column.title not in asked
    ]
    notices += [
        Notice("I901", table.number, 0, (("title", column.title),))
        for column in read
        if _is_open(column, cells[column.at])
    ]
    return tuple(read), tuple(notices)


def _by_words(
    at: int, title: str, cells: Sequence[str], words: Vocabulary, told: Mapping[str, str]
) -> Column:
    said = next((field for name, field in told.items() if plain(name) in _names(title)), None)
    if said is not None:
        return Column(at, title, None if said == _NONE else said, "sure", (Message(_TOLD),))
    reading = words.read(title)
    if reading is None:
        return Column(at, title, None, "?")
    fits = _reads_like(reading.field, cells)
    sure: Certainty = "sure" if reading.marked and fits else "likely" if fits else "?"
    evidence = [Message(_WORD, {"word": reading.word})]
    if not fits:
        evidence.append(Message(_BUT))
    return Column(at, title, reading.field, sure, tuple(evidence))


def _said_elsewhere(read: Sequence[Column], said: Mapping[int, Column]) -> list[Column]:
    """Columns without what a person has said of another."""
    by_field = {it.field: it for it in said.values() if it.field in _ONCE}
    return [
        _instead(it, by_field[it.field]) if it.field in by_field and it.at not in said else it
        for it in read
    ]


def _names(title: str) -> set[str]:
    return {plain(title), plain(title.rpartition(BELOW)[2])}


def _reads_like(field: Field, cells: Sequence[str]) -> bool:
    """Whether most of what stands in a column reads like its field."""
    held = [cell for cell in cells if cell.strip()]
    if not held:
        return True
    test = _TESTS.get(field)
    return test is None or sum(map(test, held)) >= len(held) * _MOST


def _is_figure(cell: str) -> bool:
    return bool(figures(cell)) or not any(map(str.isalnum, cell))


def _is_rank(cell: str) -> bool:
    return rank(cell) is not None or not any(map(str.isalnum, cell))


def _is_number(cell: str) -> bool:
    return bool(_DIGITS.fullmatch(cell.strip())) or not any(map(str.isalnum, cell))


def _is_text(cell: str) -> bool:
    return not figures(cell) and rank(cell) is None


_TESTS: dict[Field, Callable[[str], bool]] = {
    **dict.fromkeys(FIGURES, _is_figure),
    "rank": _is_rank,
    "number": _is_number,
    "name": _is_text,
}


def _by_content(read: Sequence[Column], cells: Sequence[Sequence[str]]) -> list[Column]:
    """What a column without a word that is known holds, by what stands in it: numbers in the first,
    and the longest words where no title names those.
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
            made[column.at] = column._replace(field=found, evidence=(Message(_CONTENT),))
    if "name" not in fields and (long := _longest(made, cells)) is not None:
        made[long] = made[long]._replace(field="name", evidence=(Message(_CONTENT),))
    return made


def _likely(held: Sequence[str], *, first: bool) -> Field | None:
    """A field whose figures look like no other's."""

    def most(test: Callable[[str], bool]) -> bool:
        return bool(held) and sum(map(test, held)) >= len(held) * _MOST

    if first and most(_is_number):
        return "number"
    if most(lambda cell: (found := rank(cell)) is not None and found.of is not None):
        return "rank"
    if most(_is_figure):
        for signs, field in ((("≥", ">="), "target"), (("+",), "planned")):
            if most(lambda cell, signs=signs: cell.strip().startswith(signs)):  # type: ignore[misc]
                return "target" if field == "target" else "planned"
    return None


def _longest(read: Sequence[Column], cells: Sequence[Sequence[str]]) -> int | None:
    """The column of nothing known with the longest words, if they are long enough for names."""

    def length(at: int) -> int:
        held = sorted(len(cell) for cell in cells[at] if cell.strip())
        return held[len(held) // 2] if held else 0

    open_ones = [column.at for column in read if column.field is None]
    best = max(open_ones, key=length, default=None)
    return best if best is not None and length(best) >= _LONG else None


def _of_their_years(read: Sequence[Column], years: Years, words: Vocabulary) -> list[Column]:
    """Scores and ranks of earlier years go by their year; a score of a later one is a target, and
    what else is of another year is nothing of this plan.
    """
    made = list(read)
    for column in read:
        of, own = words.year(column.title), years.own
        if column.field in ("target", "planned") and of not in (None, years.target):
            made[column.at] = column._replace(field=None, certainty="?")
        if own is None or of is None or of == own or column.field not in _OF_A_YEAR:
            continue
        if of < own and column.field in PAST_FIELDS:
            field: str | None = past_name(column.field, of)
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
    open_ones = [it.at for it in read if _is_open(it, cells[it.at])]
    held = _held(read)
    summed = len(held) == len(_SUMMED) and _add_up(held, cells)
    for column in read:
        if column.field not in PAST_FIELDS or (column.field == "score" and summed):
            continue
        of = words.year(column.title)
        known = of is not None and years.target is not None and of >= years.target - 1
        if not known and any(_reads_like(column.field, cells[at]) for at in open_ones):
            made[column.at] = column._replace(certainty="?")
    return made


def _of_one_unit(read: Sequence[Column], cells: Sequence[Sequence[str]]) -> list[Column]:
    """Figures are not sure that are printed in percent where scores are not, or the other way."""
    score = _at(read, "score")
    other = {"score", "percent", None}
    return [
        it._replace(certainty="?")
        if score is not None
        and it.field in FIGURES - other
        and _in_percent(cells[it.at]) != _in_percent(cells[score])
        else it
        for it in read
    ]


def _in_percent(cells: Sequence[str]) -> bool:
    return any("%" in cell for cell in cells)


_OF_A_YEAR = frozenset({"score", "rank", "percent"})


def _by_arithmetic(read: Sequence[Column], cells: Sequence[Sequence[str]]) -> list[Column]:
    """Columns of figures that nothing names for sure, by what they come to with the others."""
    made = list(read)
    known = {name: at for name, at in _held(made).items() if made[at].certainty != "?"}
    wanted = [name for name in _SUMMED if name not in known]
    open_ones = [it.at for it in made if it.certainty == "?" and _may_add_up(it, cells[it.at])]
    fitting = []
    for chosen in permutations(open_ones, len(wanted)) if len(open_ones) <= _FEW else ():
        tried = {**known, **dict(zip(wanted, chosen, strict=True))}
        score, planned = (_total(cells[tried[name]]) for name in ("score", "planned"))
        if _add_up(tried, cells) and not any(map(_falls, cells[tried["planned"]])):
            by_content = sum(made[at].field == name for name, at in tried.items())
            fitting.append((by_content, score > planned, tried))
    if fitting and wanted:
        best = max(fitting, key=lambda it: it[:2])[2]
        sure = len(fitting) == 1 and _is_told(known, made)
        made = [it._replace(field=None) if it.at in open_ones else it for it in made]
        for name in wanted:
            column = made[best[name]]
            certainty: Certainty = "likely" if sure else "?"
            evidence = column.evidence or (Message(_CONTENT),)
            made[column.at] = column._replace(field=name, certainty=certainty, evidence=evidence)
    limit = _limit(made, cells)
    if limit is not None:
        made[limit] = made[limit]._replace(field="max")
    return _with_witness(made, cells)


def _parted(read: Sequence[Column], cells: Sequence[Sequence[str]]) -> list[Column]:
    """Of two columns with the title of one figure, the one that adds up with the others has it."""
    made = list(read)
    for field in _SUMMED:
        same = [column for column in made if column.field == field]
        others = {
            name: at for name in _SUMMED if name != field and (at := _at(made, name)) is not None
        }
        if len(same) <= 1 or len(others) < len(_SUMMED) - 1:
            continue
        fitting = [it for it in same if _add_up({**others, field: it.at}, cells)]
        for column in same if len(fitting) == 1 else ():
            if column is not fitting[0]:
                made[column.at] = _instead(column, fitting[0])
    return made


def _instead(column: Column, other: Column) -> Column:
    """A column whose figure another has."""
    evidence = (*column.evidence, Message(_TWO, {"other": other.title}))
    return Column(column.at, column.title, None, "?", evidence)


def _total(cells: Sequence[str]) -> Decimal:
    return sum((min(found) for cell in cells if (found := figures(cell))), Decimal(0))


def _falls(cell: str) -> bool:
    return any(figure < 0 for figure in figures(cell))


def _may_add_up(column: Column, cells: Sequence[str]) -> bool:
    told = column.field in (None, *_SUMMED) and not _is_named(column)
    return told and any(map(figures, cells))


def _is_named(column: Column) -> bool:
    """Whether a title says what a column holds, though it is nothing of this plan."""
    return any(said.text in (_WORD, _TWO) for said in column.evidence)


def _is_told(known: Mapping[str, int], read: Sequence[Column]) -> bool:
    """Whether one sum is enough: points lost make a score its maximum, as an increase makes it the
    target, so that a score alone tells these apart only where the maximum is known.
    """
    limit = _at(read, "max")
    return (
        len(known) > 1
        or "planned" in known
        or ("score" in known and limit is not None and read[limit].certainty != "?")
    )


def _limit(read: Sequence[Column], cells: Sequence[Sequence[str]]) -> int | None:
    """The one column that nothing names whose figures no score and no target exceeds."""
    score = _at(read, "score")
    if score is None or _at(read, "max") is not None:
        return None
    open_ones = [it.at for it in read if _is_open(it, cells[it.at]) and not _is_named(it)]
    below = [at for at in (score, _at(read, "target")) if at is not None]
    fitting = [
        at
        for at in open_ones
        if all(
            min(figures(most), default=None) is not None
            and all(max(figures(cells[it][n]), default=0) <= min(figures(most)) for it in below)
            for n, most in enumerate(cells[at])
            if cells[score][n].strip()
        )
    ]
    return fitting[0] if len(fitting) == 1 else None


_FEW = 8  # columns that are tried in every order


def _with_witness(read: Sequence[Column], cells: Sequence[Sequence[str]]) -> list[Column]:
    """Columns with what their figures say of them: `score + planned = target in 8 of 8 rows`."""
    made = list(read)
    held = _held(made)
    if len(held) == len(_SUMMED):
        agree, of = _sums(held, cells)
        if of >= _WITNESSES:
            said = Message(_SUM, {"count": agree, "of": of})
            for at in held.values():
                made[at] = _witnessed(made[at], said, holds=agree >= of * _MOST)
    score, most = held.get("score"), _at(made, "max")
    if score is not None and most is not None:
        pairs = [(a, b) for a, b in zip(cells[score], cells[most], strict=True)]
        known = [(x, y) for a, b in pairs for x in figures(a) for y in figures(b)]
        within = sum(x <= y for x, y in known)
        if len(known) >= _WITNESSES:
            said = Message(_WITHIN, {"count": within, "of": len(known)})
            made[most] = _witnessed(made[most], said, holds=within >= len(known) * _MOST)
    return made


def _witnessed(column: Column, said: Message, *, holds: bool) -> Column:
    """A column with what its figures say; one of which they say the contrary is not sure."""
    sure: Certainty = column.certainty if holds else "?"
    return column._replace(certainty=sure, evidence=(*column.evidence, said))


def _add_up(at: Mapping[str, int], cells: Sequence[Sequence[str]]) -> bool:
    """Whether score and increase make the target in most rows."""
    agree, of = _sums(at, cells)
    return agree >= max(of * _MOST, _WITNESSES)


def _sums(at: Mapping[str, int], cells: Sequence[Sequence[str]]) -> tuple[int, int]:
    """In how many rows score and increase make the target, of those that have all three."""
    agree = of = 0
    for score, planned, target in zip(*(cells[at[name]] for name in _SUMMED), strict=True):
        read = figures(score), figures(planned), figures(target)
        if all(read):
            of += 1
            agree += any(a + b == c for a in read[0] for b in read[1] for c in read[2])
    return agree, of


def _is_open(column: Column, cells: Sequence[str]) -> bool:
    """Whether nothing names a column, and it has figures."""
    held = any(figures(cell) or rank(cell) is not None for cell in cells)
    return column.field is None and column.certainty == "?" and held


def _counted(read: Sequence[Column], table: Table) -> list[Column]:
    """Columns with which numbers the file counts by itself."""
    made = list(read)
    for column in read:
        own = [row.cells[column.at].text for row in table.rows if row.cells[column.at].number]
        if own and column.field == "number":
            said = Message(_BY_ITSELF, {"first": own[0], "last": own[-1]})
            made[column.at] = column._replace(evidence=(*column.evidence, said))
    return made


def _held(read: Sequence[Column]) -> dict[str, int]:
    """Where the figures stand that add up."""
    return {name: at for name in _SUMMED if (at := _at(read, name)) is not None}


def _at(read: Sequence[Column], field: str) -> int | None:
    return next((column.at for column in read if column.field == field), None)


def _unique(read: Sequence[Column]) -> tuple[list[Column], list[Notice]]:
    """Columns of which no two have one field: of two the surer has it, else the last, as years go
    on, unsure then; and what is to be asked.
    """
    made = list(read)
    asked: list[tuple[tuple[str, object], ...]] = []
    for field in dict.fromkeys(column.field for column in read if column.field in _ONCE):
        same = [column for column in read if column.field == field]
        best = min(same, key=lambda it: (_ORDER[it.certainty], -len(it.evidence), -it.at))
        alike = [it for it in same if _ORDER[it.certainty] == _ORDER[best.certainty]]
        for column in same:
            if column is not best:
                made[column.at] = _instead(column, best)
        if len(alike) > 1:
            made[best.at] = best._replace(certainty="?")
            told = (("field", _words(field)), ("title", best.title), ("other", alike[0].title))
            asked.append(told)
    return made, [Notice("I902", values=told) for told in asked]


def _words(field: str | None) -> Text:
    known = field is not None and (field in FIGURE_WORDS or past_of(field) is not None)
    return figure_words(str(field)) if known else Text(str(field), str(field))


_ORDER: dict[Certainty, int] = {"sure": 0, "likely": 1, "?": 2}
_ONCE = frozenset({*FIGURES, "number", "name"})
_NONE = "no"
_TOLD = Text("do người dùng nêu", "as you said")
_WORD = Text("tiêu đề có “{word}”", "the title has “{word}”")
_BUT = Text("nhưng nội dung cột không giống", "but what stands there does not look like it")
_BY_ITSELF = Text(
    "số tự động của tệp, từ {first} đến {last}", "counted by the file itself, {first} to {last}"
)
_CONTENT = Text("theo nội dung các ô", "by what stands in it")
_SUM = Text(
    "điểm + dự kiến tăng = mục tiêu ở {count}/{of} dòng",
    "score + planned = target in {count} of {of} rows",
)
_WITHIN = Text(
    "điểm không quá điểm tối đa ở {count}/{of} dòng", "scores within it in {count} of {of} rows"
)
_TWO = Text("cột “{other}” được lấy thay", "“{other}” is taken instead")
