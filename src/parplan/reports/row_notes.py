"""The notes on rows that stand below every total: what other units say of targets, what follows
from other figures, what just misses, and what was rounded apart.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from parplan.engine.verdicts import sign_of
from parplan.model.aims import Takes
from parplan.model.targets import Sign
from parplan.points import decimals_in, in_column
from parplan.reports import goals
from parplan.reports.names import few
from parplan.reports.rows import Called
from parplan.text import Listed, Message, Shown, Text

if TYPE_CHECKING:
    from parplan.engine.gap import Standing
    from parplan.engine.progress import Progress
    from parplan.engine.project import Projected
    from parplan.engine.review import Outcome
    from parplan.engine.simulate import Chance


def by_others(
    rows: "Iterable[Standing | Projected | Outcome | Progress | Chance]", called: Called = str
) -> Iterator[Message]:
    """The notes on targets that come to points by a field of other units, and on those that would
    if one told; to whom rows are told by id, also where that is looked for.
    """
    rows = list(rows)
    yield from told_by_others(rows, called)
    yield from untold(rows, called)


def told_by_others(
    rows: "Iterable[Standing | Projected | Outcome | Progress | Chance]", called: Called = str
) -> Iterator[Message]:
    """The notes on targets that come to points by a field of other units."""
    for row in rows:
        for aim in row.aims:
            if aim.takes is not None:
                said = goals.words_of(aim, row.decimals)
                yield taken(called(row.id), said, aim.takes, row.decimals)


def untold(
    rows: "Iterable[Standing | Projected | Outcome | Progress | Chance]", called: Called = str
) -> Iterator[Message]:
    """The note on those that no field tells of."""
    each = [called(row.id) for row in rows if any(aim.is_relative for aim in row.aims)]
    if each:
        where = _WHERE if called is str else _NOWHERE
        yield Message(_UNTOLD, {"ids": each if called is str else few(each), "where": where})


def taken(ident: object, said: Message, told: Takes, decimals: int) -> Message:
    """What a statement takes by a field of other units, and if that moved once more."""
    values: dict[str, object] = {
        "id": ident,
        "said": said,
        "points": Shown(told.points, decimals),
        "field": told.field,
        "year": Message(_AMONG, {"year": str(told.year), "units": told.units})
        if told.units
        else str(told.year),
    }
    if not told.moved:
        return Message(_TAKES, values)
    again = (
        Message(_AGAIN, {"points": Shown(points, decimals), "then": then - told.over, "year": then})
        for then, points in told.moved.items()
    )
    words = _TAKES_MOVED if told.over == told.ahead else _TAKES_IN_ONE_YEAR
    still = _SOME_STAY if told.still else _NONE_STAY
    return Message(words, {**values, "again": tuple(again), "ahead": told.ahead, "still": still})


_UNTOLD = Text(
    "{ids}: không có số liệu nào{where} cho biết cần bao nhiêu điểm để đạt thứ hạng hoặc nhóm đó; "
    "cần bảng điểm của mọi đơn vị được xếp hạng, hoặc các nhóm công bố",
    "{ids}: nothing{where} tells how many points that rank or group takes: it needs a table of all "
    "units that were ranked, or published groups",
)
_WHERE, _NOWHERE = Text(" trong peers/", " in peers/"), Text("", "")
_TAKES = Text(
    "{id}: {said} cần {points} điểm, theo {field} ({year})",
    "{id}: {said} takes {points}, by {field} ({year})",
)
_TAKES_MOVED = Text(
    "{id}: {said} cần {points} điểm, theo {field} ({year}); nếu các đơn vị khác thay đổi như "
    "trước{still}: {again}",
    "{id}: {said} takes {points}, by {field} ({year}); if the others move as they did{still}: "
    "{again}",
)
_TAKES_IN_ONE_YEAR = Text(
    "{id}: {said} cần {points} điểm, theo {field} ({year}); nếu các đơn vị khác thay đổi thêm một "
    "năm như trước{still}: {again}; mục tiêu còn cách {ahead} năm",
    "{id}: {said} takes {points}, by {field} ({year}); if the others move for one more year as "
    "they did{still}: {again}; the target is {ahead} years ahead",
)
_AMONG = Text("{year}, {units} đơn vị", "{year}, {units} units")
_SOME_STAY = Text(
    " (đơn vị chưa biết thay đổi thì giữ nguyên)", " (those of which that is not known stay)"
)
_NONE_STAY = Text("", "")
_AGAIN = Text("{points} (như {then}–{year})", "{points} (as {then}–{year})")
NOT_PRINTED = Text(
    "mục tiêu không kèm dấu (≥, ≤) là số tính ra (điểm + dự kiến tăng, hoặc tính từ các dòng)",
    "a target without a sign (≥, ≤) is not printed: it follows from the increase, or from the rows",
)


def unprinted(index: "Standing | Projected | Chance") -> Iterator[Message]:
    """The note on targets that follow from other figures, where an index has any."""
    if any(
        row.target is not None and row.target_source in ("implied", "sum") for row in index.walk()
    ):
        yield Message(NOT_PRINTED)


def just_missed(
    rows: "Iterable[Standing | Projected | Progress | Outcome]",
    figures: Mapping[str, Text],
    called: Called = str,
) -> Iterator[Message]:
    """The notes on figures, with what these are, that lie on a target to be passed: nothing is
    missing to that, and it is missed all the same.
    """
    for row in rows:
        sign = sign_of(row.target, row.aims, row.max, row.better)
        for name, figure in figures.items():
            value = getattr(row, name)
            if sign in _TO_BE_PASSED and value is not None and value == row.target:
                values = {"id": called(row.id), "figure": figure, "sign": sign}
                points = Shown(value, row.decimals)
                yield Message(_TO_BE_PASSED[sign], {**values, "points": points})


STANDS: Final = Text("điểm hiện tại", "the score")
LANDS: Final = Text("điểm dự báo", "the projected score")
_TO_BE_PASSED: Mapping[Sign, Text] = {
    ">": Text(
        "{id}: {figure} {points} chưa đạt mục tiêu {sign}\u00a0{points}: phải cao hơn mức này",
        "{id}: {figure} {points} misses the target {sign}\u00a0{points}, which asks for more",
    ),
    "<": Text(
        "{id}: {figure} {points} chưa đạt mục tiêu {sign}\u00a0{points}: phải thấp hơn mức này",
        "{id}: {figure} {points} misses the target {sign}\u00a0{points}, which asks for less",
    ),
}


def rounded_apart(
    rows: "Iterable[Standing | Projected | Progress | Outcome]",
    between: Mapping[str, tuple[str, str]],
    called: Called = str,
) -> Iterator[Message]:
    """The note on rows where what lies between two figures is not the difference of the two as they
    are shown, each rounded by itself: what they are before that. `between` has the two by the key
    of that.
    """
    told = []
    for row in rows:
        apart: dict[Decimal, None] = {}
        for left, figures in between.items():
            values = [getattr(row, key) for key in (*figures, left)]
            if None not in values:
                places = [decimals_in(row, _LIKE.get(key, key)) for key in (*figures, left)]
                seen = list(map(in_column, values, places))
                if abs(seen[0] - seen[1]) != abs(seen[2]):
                    cut = zip(values[:2], seen[:2], strict=True)
                    apart |= dict.fromkeys(value for value, it in cut if value != it)
        if apart:
            points = tuple(Shown(value, row.decimals) for value in apart)
            told.append(Message(_BEFORE, {"id": called(row.id), "points": points}))
    if told:
        yield Message(_UNROUNDED, {"each": Listed(told)})


_LIKE = dict.fromkeys(("now", "base", "change"), "score")  # what has decimals as another figure
_BEFORE = Text("{id} {points}", "{id} {points}")
_UNROUNDED = Text("trước khi làm tròn: {each}", "before rounding: {each}")
_EXCERPT = Text(
    "{id}: {count} trong {of} dòng của bảng, nên không cộng tổng",
    "{id}: {count} of {of} rows, so nothing is added up",
)


def excerpts(index: "Standing | Projected", called: Called = str) -> Iterator[Message]:
    """The note on every total of whose rows only some are known."""
    for row in index.walk():
        if row.excerpt_of is not None:
            values = {"id": called(row.id), "count": len(row.children), "of": row.excerpt_of}
            yield Message(_EXCERPT, values)
