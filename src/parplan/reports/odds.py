"""The chance of meeting a target as it is shown, in both views, and beside it the one on the
corrected basis.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

from parplan.engine.movement import FEWEST, SLOPE, SPREAD_ALONE, Movement
from parplan.model.aims import Aim
from parplan.model.fixed import EMPTY
from parplan.points import ONE, ZERO, Lang, share_shown
from parplan.reports.bases import Corrections, put_below
from parplan.reports.fields import At, Field, cut
from parplan.reports.rows import Called, several
from parplan.text import Message, Shown, Text, capital, percent

if TYPE_CHECKING:
    from parplan.engine.simulate import Chance, Odds  # need numpy, which is there for odds alone

_LEAST_SHOWN = Decimal("0.001")

ViewName = Literal["outside", "inside"]
SAID: Mapping[ViewName, Text] = {  # the views within a sentence
    "outside": Text("theo diễn biến thông thường", "as scores move"),
    "inside": Text("nếu thực hiện kế hoạch", "if carried out"),
}
VIEWS: Mapping[ViewName, Text] = {view: capital(said) for view, said in SAID.items()}
CHANCES: Mapping[ViewName, Text] = {
    view: Text(f"Xác suất đạt {said.vi}", f"Chance {said.en}") for view, said in SAID.items()
}
SPANS: Mapping[ViewName, Text] = {
    view: Text(f"5–95% {said.vi}", f"5–95% {said.en}") for view, said in SAID.items()
}
MIDDLES: Mapping[ViewName, Text] = {
    view: Text(f"Trung vị {said.vi}", f"Median {said.en}") for view, said in SAID.items()
}


def span_of(low: Decimal | None, high: Decimal | None, decimals: int) -> Message | None:
    """From some points to others; None where one of them is not known."""
    if low is None or high is None:
        return None
    words = _TO_BELOW_ZERO if low < 0 else _TO
    return Message(words, {"low": Shown(low, decimals), "high": Shown(high, decimals)})


_TO = Text("{low}–{high}", "{low}–{high}")
_TO_BELOW_ZERO = Text("{low} đến {high}", "{low} to {high}")  # a dash before a minus is none
Chances = Mapping[str, "Chance"]  # of rows, by id


class Forecast(NamedTuple):
    """What is foretold: the odds of each index, and the chances on the corrected basis of those
    rows that the errata's decided corrections (`decided`) have to do with; None where the scenario
    passes a limit there.
    """

    odds: "tuple[Odds, ...]" = ()
    corrected: Chances | None = EMPTY
    decided: Corrections = EMPTY

    def of(self, index: str) -> "Foretold":
        """What is foretold of an index."""
        chances = (odds.chance for odds in self.odds if odds.chance.id == index)
        return self.told({row.id: row for chance in chances for row in chance.walk()})

    def told(self, chances: Chances) -> "Foretold":
        """What is foretold of some rows."""
        return Foretold(chances, self.corrected, self.decided)


class _Aimed(Protocol):
    @property
    def id(self) -> str: ...

    @property
    def aims(self) -> Sequence[Aim]: ...


def points_alone(
    rows: Iterable[_Aimed], chances: Chances, called: Called = str
) -> Iterator[Message]:
    """The note on rows whose chance is that of the points of their target, which asks for a rank or
    the like as well.
    """
    told = [row for row in rows if any(aim.is_relative for aim in row.aims)]
    known = ((row.id, chances.get(row.id)) for row in told)
    ids = [called(ident) for ident, it in known if it is not None and it.probability is not None]
    if ids:
        yield Message(_POINTS_ALONE, {"ids": several(ids, called)})


_POINTS_ALONE = Text(
    "{ids}: xác suất chỉ của mức điểm trong mục tiêu, phần còn lại chưa biết",
    "{ids}: the chance is of the target's points alone, what else it says is not known",
)


class Foretold(NamedTuple):
    """The chances of the rows of a table, beside those on the corrected basis."""

    chances: Chances
    corrected: Chances | None
    decided: Corrections

    def columns(self, view: ViewName, title: Text, on: str = "hmj") -> Iterator[Field]:
        """The chance in a view; and on the corrected basis, for people where the two differ."""
        better, others = self.corrected or {}, self._different(view)
        key = f"{view}_corrected"
        yield Field(
            f"{view}_probability", "share", title, _in(self.chances, view), on, says=_SAYS[view]
        )
        yield Field(
            key,
            "share",
            _CORRECTED,
            lambda at: chance_in(better[at.row.id], view) if at.row.id in others else "",
            "h" if others else "",
        )
        yield Field(key, "share", value=_in(better, view), on="mj", says=_SAYS_CORRECTED[view])

    def feet(self, index: str) -> Iterator[Message]:
        """What the corrected chances rest on, where they differ; or why there are none."""
        if self.corrected is None:
            yield Message(_BEYOND_A_LIMIT)
        elif any(map(self._different, VIEWS)) and (put := put_below([index], self.decided)):
            yield Message(_RESTS_ON, {"put": put})

    def _different(self, view: ViewName) -> set[str]:
        """The rows whose chance is another one on the corrected basis, as far as is told."""
        better = self.corrected or {}
        return {
            ident
            for ident, chance in self.chances.items()
            if _told(better.get(ident, chance), view) != _told(chance, view)
        }


def _in(chances: Chances, view: ViewName) -> "Callable[[At], Likelihood | None]":
    return lambda at: chance_in(chances.get(at.row.id), view)


def chance_in(row: "Chance | None", view: ViewName) -> "Likelihood | None":
    """The chance of a row in a view, as it is shown; None where it is not known."""
    return None if row is None else likelihood(getattr(row, view).probability)


def _told(chance: "Chance", view: ViewName) -> Decimal | None:
    return cut(getattr(chance, view).probability)


_SAYS: Mapping[ViewName, str] = {
    "outside": "the chance of meeting the target as scores move by themselves",
    "inside": "the chance of meeting the target if the plan is carried out",
}
_SAYS_CORRECTED: Mapping[ViewName, str] = {
    view: f"{said}, with what errata.yaml decided on put right; null where that has nothing to do "
    "with the row, or the basis is another one"
    for view, said in _SAYS.items()
}


class Likelihood(Decimal):
    """A probability; what is nearly 0 or nearly 1 is not called either."""

    def say(self, lang: Lang) -> str:
        """The probability in percent."""
        if ZERO < self < _LEAST_SHOWN:
            return f"<\u00a0{share_shown(_LEAST_SHOWN, lang)}"
        if ONE - _LEAST_SHOWN < self < ONE:
            return f">\u00a0{share_shown(ONE - _LEAST_SHOWN, lang)}"
        return share_shown(self, lang)


def likelihood(chance: float | None) -> Likelihood | None:
    """A chance (a share of 1) as it is shown; None where it is not known."""
    return None if chance is None else Likelihood(chance)


def rests_on(odds: "Odds") -> Iterator[Message]:
    """What both views of an index rest on, and what is not known."""
    yield from moves(odds.movements)
    if odds.ranged:
        yield Message(_RANGED, {"count": odds.ranged})
    if odds.is_planned:
        yield Message(CARRIED_OUT)


def moves(moving: Sequence[Movement]) -> Iterator[Message]:
    """What the outside view of an index rests on, by the movements of its rows."""
    fits = {each.fit.name: each.fit for each in moving if each.fit is not None}
    for name, fit in fits.items():
        slopes = [it.slope for it in moving if it.fit is not None and it.fit.name == name]
        least, most = _percent(min(slopes)), _percent(max(slopes))
        part = least if least == most else Message(_FROM_TO, {"least": least, "most": most})
        units = {"units": fit.units, "first": fit.first, "last": fit.last}
        yield Message(_TABLE, {"name": name, "part": part, **units})
    means = [each for each in moving if each.ground == "mean"]
    for table, source in dict.fromkeys((each.table, each.source) for each in means):
        words, values = _MEAN if table is None else _MEAN_OF_TABLE, {"part": _percent(SLOPE)}
        yield Message(words, {**values, "source": source, "name": table})
    alone = sum(each.ground == "scale" for each in moving)
    if alone:
        part = percent(Decimal(str(SPREAD_ALONE)))
        yield Message(_SCALE, {"count": alone, "fewest": FEWEST, "part": part})


def _percent(part: float) -> Text:
    return percent(Decimal(part), 0)


_TABLE = Text(
    "theo diễn biến thông thường: tính từ {name}, {first}–{last}, {units} đơn vị; mỗi năm, mỗi "
    "tiêu chí rút ngắn {part} khoảng cách tới mức bình quân",
    "as scores move: from {name}, {first}–{last}, {units} units; in a year a row makes up {part} "
    "of its distance to the mean",
)
_FROM_TO = Text("{least}–{most}", "{least} to {most}")
_MEAN = Text(
    "theo diễn biến thông thường: mỗi năm rút ngắn {part} khoảng cách tới mức bình quân đã công bố "
    "({source})",
    "as scores move: in a year {part} of the distance to the published mean is made up ({source})",
)
_MEAN_OF_TABLE = Text(
    "theo diễn biến thông thường: mỗi năm rút ngắn {part} khoảng cách tới mức bình quân của các "
    "đơn vị trong {name}",
    "as scores move: in a year {part} of the distance to the mean of the units in {name} "
    "is made up",
)
_SCALE = Text(
    "{count} tiêu chí chưa có bảng điểm của mọi đơn vị được xếp hạng (ít nhất {fewest}): coi khả "
    "năng tăng và giảm như nhau, mỗi năm dao động ±{part} thang điểm",
    "rows without a table of all ranked units ({fewest} at least) to go by: {count}; taken to move "
    "up as likely as down, give or take {part} of the scale a year",
)
CARRIED_OUT = Text(
    "nếu thực hiện kế hoạch: phần kế hoạch đặt vượt cả điểm hiện tại và diễn biến thông thường có "
    "thể đạt từ 0% đến 100%, mọi mức có khả năng như nhau (mới có một kế hoạch đã biết kết quả: "
    "đạt khoảng một nửa)",
    "if carried out: of the planned gain beyond both the score and its usual movement, any share "
    "from 0 to 100% is achieved, all equally likely (the one plan with a known outcome achieved "
    "about half)",
)
_RANGED = Text(
    "nếu thực hiện kế hoạch: {count} tiêu chí theo khoảng điểm của kịch bản",
    "if carried out: rows within the ranges of the scenario: {count}",
)
_CORRECTED = Text("Theo đính chính", "As corrected")
_RESTS_ON = Text("xác suất theo đính chính: {put}", "chance as corrected: {put}")
_BEYOND_A_LIMIT = Text(
    "chưa có xác suất theo đính chính: với các số đã đính chính, kịch bản này vượt giới hạn; xem "
    "--basis corrected",
    "no chance as corrected: with the corrected figures this scenario passes a limit; see --basis "
    "corrected",
)
