"""What columns hold by what their figures come to: a score and an increase make the target, and
neither passes the maximum.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import permutations

from parplan.documents.printed import figures, says_figure
from parplan.model.fields import dated_of
from parplan.model.imported import Certainty, Column
from parplan.text import Message, Text

Cells = Sequence[Sequence[str]]  # by column
_SUMMED = ("score", "planned", "target")  # of two the sum is the third
_LOST = ("score", "lost", "max")
MOST = 0.6  # of the cells of a column that read like its field, of the rows that add up
_WITNESSES = 2  # rows that have to add up before they say anything
_FEW = 8  # columns that are tried in every order


def parted(read: Sequence[Column], cells: Cells) -> list[Column]:
    """Of two columns with the title of one figure, the one that adds up with the others has it."""
    made = list(read)
    for names, field in [(it, field) for it in (_SUMMED, _LOST) for field in it]:
        same = [column for column in made if column.field == field]
        places = [place(made, name) for name in names]
        if len(same) <= 1 or None in places:
            continue
        fitting = [it for it in same if _add_up(_with(places, names.index(field), it.at), cells)]
        for column in same if len(fitting) == 1 else ():
            if column is not fitting[0]:
                made[column.at] = instead(column, fitting[0])
    return made


def _with(places: Sequence[int | None], n: int, at: int) -> list[int]:
    return [at if m == n else it for m, it in enumerate(places) if it is not None]


def summed(read: Sequence[Column], cells: Cells) -> list[Column]:
    """Columns of figures that nothing names for sure, by what they come to with the others."""
    made = _planned(read, cells)
    said = [it.certainty != "?" or _is_named(it) for it in made]
    known = {name: at for name, at in _held(made).items() if said[at]}
    wanted = [name for name in _SUMMED if name not in known]
    open_ones = [it.at for it in made if it.certainty == "?" and _may_add_up(it, cells[it.at])]
    fitting = []
    for chosen in permutations(open_ones, len(wanted)) if len(open_ones) <= _FEW else ():
        tried = {**known, **dict(zip(wanted, chosen, strict=True))}
        score, planned = (_total(cells[tried[name]]) for name in ("score", "planned"))
        if _add_up([tried[name] for name in _SUMMED], cells) and not any(
            map(_falls, cells[tried["planned"]])
        ):
            by_content = sum(made[at].field == name for name, at in tried.items())
            fitting.append((by_content, score > planned, tried))
    if fitting and wanted:
        best = max(fitting, key=lambda it: it[:2])[2]
        sure = len(fitting) == 1 and _is_told(known, made)
        made = [it._replace(field=None) if it.at in open_ones else it for it in made]
        for name in wanted:
            column = made[best[name]]
            certainty: Certainty = "likely" if sure else "?"
            evidence = column.evidence or (Message(CONTENT),)
            made[column.at] = column._replace(field=name, certainty=certainty, evidence=evidence)
    limit = _limit(made, cells)
    if limit is not None:
        made[limit] = made[limit]._replace(field="max")
    return _with_witness(made, cells)


def _planned(read: Sequence[Column], cells: Cells) -> list[Column]:
    """Columns of which one is called a change, and is planned: with the scores it makes targets,
    and with those of no year before the scores.
    """
    made, held = list(read), _held(read)
    change = place(read, "change")
    if change is None or held.keys() != {"score", "target"}:
        return made
    before = (it.at for it in read if (dated_of(it.field or "") or ("", 0))[0] == "score")
    to_scores = any(_add_up((at, change, held["score"]), cells) for at in before)
    if not to_scores and _add_up((held["score"], change, held["target"]), cells):
        made[change] = made[change]._replace(field="planned")
    return made


def _is_told(known: Mapping[str, int], read: Sequence[Column]) -> bool:
    """Whether one sum is enough: points lost make a score its maximum, as an increase makes it the
    target, so that a score alone tells these apart only where the maximum is known.
    """
    limit = place(read, "max")
    return (
        len(known) > 1
        or "planned" in known
        or ("score" in known and limit is not None and read[limit].certainty != "?")
    )


def _limit(read: Sequence[Column], cells: Cells) -> int | None:
    """The one column that nothing names whose figures no score and no target exceeds."""
    score = place(read, "score")
    if score is None or place(read, "max") is not None:
        return None
    open_ones = [it.at for it in read if is_open(it, cells[it.at]) and not _is_named(it)]
    below = [at for at in (score, place(read, "target")) if at is not None]
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


def _with_witness(read: Sequence[Column], cells: Cells) -> list[Column]:
    """Columns with what their figures say of them: `score + planned = target in 8 of 8 rows`."""
    made = list(read)
    held = _held(made)
    if len(held) == len(_SUMMED):
        agree, of = _sums([*held.values()], cells)
        if of >= _WITNESSES:
            said = Message(_SUM, {"count": agree, "of": of})
            for at in held.values():
                made[at] = _witnessed(made[at], said, holds=agree >= of * MOST)
    score, most = held.get("score"), place(made, "max")
    if score is not None and most is not None:
        pairs = [(a, b) for a, b in zip(cells[score], cells[most], strict=True)]
        known = [(figures(a), figures(b)) for a, b in pairs if figures(a) and figures(b)]
        within = sum(min(a) <= max(b) for a, b in known)
        if len(known) >= _WITNESSES:
            said = Message(_WITHIN, {"count": within, "of": len(known)})
            made[most] = _witnessed(made[most], said, holds=within >= len(known) * MOST)
    return made


def _witnessed(column: Column, said: Message, *, holds: bool) -> Column:
    """A column with what its figures say; one of which they say the contrary is not sure."""
    sure: Certainty = column.certainty if holds else "?"
    return column._replace(certainty=sure, evidence=(*column.evidence, said))


def all_add_up(read: Sequence[Column], cells: Cells) -> bool:
    """Whether all three figures of a sum are there, and agree in most rows."""
    told = ([place(read, name) for name in names] for names in (_SUMMED, _LOST))
    return any(
        None not in it and _add_up([at for at in it if at is not None], cells) for it in told
    )


def _add_up(places: Sequence[int], cells: Cells) -> bool:
    """Whether two columns make the third in most rows."""
    agree, of = _sums(places, cells)
    return agree >= max(of * MOST, _WITNESSES)


def _sums(places: Sequence[int], cells: Cells) -> tuple[int, int]:
    """In how many rows two columns make the third, of those that have all three."""
    agree = of = 0
    for row in zip(*(cells[at] for at in places), strict=True):
        first, second, third = map(figures, row)
        if first and second and third:
            of += 1
            agree += any(a + b == c for a in first for b in second for c in third)
    return agree, of


def _total(cells: Sequence[str]) -> Decimal:
    return sum((min(found) for cell in cells if (found := figures(cell))), Decimal(0))


def _falls(cell: str) -> bool:
    return any(figure < 0 for figure in figures(cell))


def _may_add_up(column: Column, cells: Sequence[str]) -> bool:
    told = column.field in (None, *_SUMMED) and not _is_named(column)
    return told and any(map(figures, cells))


def is_open(column: Column, cells: Sequence[str]) -> bool:
    """Whether nothing names a column, and it has figures."""
    held = any(map(says_figure, cells))
    return column.field is None and column.certainty == "?" and held


def _is_named(column: Column) -> bool:
    """Whether a title says what a column holds, though it is nothing of this plan."""
    return any(said.text in (WORD, TWO) for said in column.evidence)


def instead(column: Column, other: Column) -> Column:
    """A column whose figure another has."""
    evidence = (*column.evidence, Message(TWO, {"other": other.title}))
    return Column(column.at, column.title, None, "?", evidence)


def _held(read: Sequence[Column]) -> dict[str, int]:
    """Where the figures stand that add up."""
    return {name: at for name in _SUMMED if (at := place(read, name)) is not None}


def place(read: Sequence[Column], field: str) -> int | None:
    """Where the first column stands that holds a field."""
    return next((column.at for column in read if column.field == field), None)


WORD = Text("tiêu đề có “{word}”", "the title has “{word}”")
CONTENT = Text("theo nội dung các ô", "by what stands in it")
TWO = Text("cột “{other}” được lấy thay", "“{other}” is taken instead")
_SUM = Text(
    "điểm + dự kiến tăng = mục tiêu ở {count}/{of} dòng",
    "score + planned = target in {count} of {of} rows",
)
_WITHIN = Text(
    "điểm không quá điểm tối đa ở {count}/{of} dòng", "scores within it in {count} of {of} rows"
)
