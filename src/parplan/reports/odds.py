"""The chance of meeting a target as it is shown, in both views, and beside it the one on the
corrected basis.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Literal, NamedTuple

from parplan.engine.movement import SLOPE, SPREAD_ALONE, Movement
from parplan.points import ONE, ZERO, Lang, rounded, share_shown
from parplan.reports.fields import SHARE_DECIMALS, At, Field
from parplan.reports.rows import Corrections, put_below
from parplan.text import Message, Text, percent

_LEAST_SHOWN = Decimal("0.001")

ViewName = Literal["outside", "inside"]
VIEWS: Mapping[ViewName, Text] = {
    "outside": Text("Theo diễn biến thông thường", "As scores move"),
    "inside": Text("Nếu thực hiện kế hoạch", "If carried out"),
}
SAID: Mapping[ViewName, Text] = {  # the same within a sentence
    "outside": Text("theo diễn biến thông thường", "as scores move"),
    "inside": Text("nếu thực hiện kế hoạch", "if carried out"),
}
CHANCES: Mapping[ViewName, Text] = {
    "outside": Text("Xác suất đạt theo diễn biến thông thường", "Chance as scores move"),
    "inside": Text("Xác suất đạt nếu thực hiện kế hoạch", "Chance if carried out"),
}
SPANS: Mapping[ViewName, Text] = {
    "outside": Text("5–95% theo diễn biến thông thường", "5–95\u00a0% as scores move"),
    "inside": Text("5–95% nếu thực hiện kế hoạch", "5–95\u00a0% if carried out"),
}


class Chances(NamedTuple):
    """The chance of meeting a target in each view, a share of 1; None where it is not known."""

    outside: float | None = None
    inside: float | None = None

    def of(self, view: ViewName) -> "Likelihood | None":
        """The chance in a view, as it is shown."""
        return likelihood(self.outside if view == "outside" else self.inside)


# The chances of each row, by id, with what the errata decided on put right: of the rows that this
# has to do with. None: the scenario passes a limit there.
Corrected = Mapping[str, Chances] | None


class Likelihood(Decimal):
    """A probability; what is nearly 0 or nearly 1 is not called either."""

    def say(self, lang: Lang) -> str:
        """The probability in percent."""
        if ZERO < self < _LEAST_SHOWN:
            return f"< {share_shown(_LEAST_SHOWN, lang)}"
        if ONE - _LEAST_SHOWN < self < ONE:
            return f"> {share_shown(ONE - _LEAST_SHOWN, lang)}"
        return share_shown(self, lang)


def likelihood(chance: float | None) -> Likelihood | None:
    """A chance (a share of 1) as it is shown; None where it is not known."""
    return None if chance is None else Likelihood(chance)


class Beside(NamedTuple):
    """Odds that stand beside other figures: the chances of each row, and those on the corrected
    basis with what was decided on, by id; and what the odds of each index rest on.
    """

    chances: Mapping[str, Chances] = MappingProxyType({})
    corrected: Corrected = MappingProxyType({})
    decided: Corrections = MappingProxyType({})
    moving: Mapping[str, Sequence[Movement]] = MappingProxyType({})

    def fields(self) -> Iterator[Field]:
        """The columns of both views."""

        def of(view: ViewName) -> Callable[[At], Likelihood | None]:
            return lambda at: self.chances.get(at.row.id, Chances()).of(view)

        for view, title in CHANCES.items():
            yield Field(f"{view}_probability", "share", title, of(view), says=_SAYS[view])
            yield from as_corrected(self.corrected, self.chances, view)

    def feet(self, ident: str) -> Iterator[Message]:
        """What stands below the table of an index."""
        yield from rests_on(self.moving.get(ident, ()))
        yield from said_of_corrected(self.corrected, self.chances, ident, self.decided)


_SAYS: Mapping[ViewName, str] = {
    "outside": "the chance of meeting the target as scores move by themselves; only with --odds",
    "inside": "the chance of meeting the target if the plan is carried out; only with --odds",
}


def as_corrected(
    corrected: Corrected, chances: Mapping[str, Chances], view: ViewName
) -> tuple[Field, ...]:
    """A view's chance on the corrected basis, beside `chances`: for people where the two differ."""
    better, others = corrected or {}, different(corrected, chances, view)
    key = f"{view}_corrected"
    return (
        Field(
            key,
            "share",
            _CORRECTED,
            lambda at: better[at.row.id].of(view) if at.row.id in others else "",
            "h" if others else "",
        ),
        Field(
            key,
            "share",
            value=lambda at: better.get(at.row.id, Chances()).of(view),
            on="mj",
            says=(
                f"the {view} view's probability with what errata.yaml decided on put right; null "
                "where that has nothing to do with the row, or the basis is another one"
            ),
        ),
    )


def said_of_corrected(
    corrected: Corrected, chances: Mapping[str, Chances], index: str, made: Corrections
) -> Iterator[Message]:
    """What the corrected chances rest on, where they differ; or why there are none."""
    if corrected is None:
        yield Message(_BEYOND_A_LIMIT)
    elif any(different(corrected, chances, view) for view in VIEWS) and (
        put := put_below([index], made)
    ):
        yield Message(_RESTS_ON, {"put": put})


def different(corrected: Corrected, chances: Mapping[str, Chances], view: ViewName) -> set[str]:
    """The rows whose chance is another one on the corrected basis, as far as is told."""
    better = corrected or {}
    return {
        ident
        for ident, chance in chances.items()
        if _told(better.get(ident, chance).of(view)) != _told(chance.of(view))
    }


def _told(chance: Decimal | None) -> Decimal | None:
    return None if chance is None else rounded(chance, SHARE_DECIMALS)


def rests_on(moving: Sequence[Movement]) -> Iterator[Message]:
    """What both views of an index rest on, and what is not known, by the movements of its rows."""
    yield from moves(moving)
    if moving:
        yield Message(_CARRIED_OUT)


def moves(moving: Sequence[Movement]) -> Iterator[Message]:
    """What the outside view of an index rests on, by the movements of its rows."""
    fits = {each.fit.name: each.fit for each in moving if each.fit is not None}
    for name, fit in fits.items():
        slopes = [it.slope for it in moving if it.fit is not None and it.fit.name == name]
        least, most = _percent(min(slopes)), _percent(max(slopes))
        part = least if least == most else Message(_FROM_TO, {"least": least, "most": most})
        units = {"units": fit.units, "first": fit.first, "last": fit.last}
        yield Message(_TABLE, {"name": name, "part": part, **units})
    published = [each for each in moving if each.ground == "mean"]
    for source in dict.fromkeys(each.source for each in published):
        yield Message(_MEAN, {"source": source, "part": _percent(SLOPE)})
    alone = sum(each.ground == "scale" for each in moving)
    if alone:
        yield Message(_SCALE, {"count": alone, "part": percent(Decimal(str(SPREAD_ALONE)))})


def _percent(part: float) -> Text:
    return percent(Decimal(part), 0)


_TABLE = Text(
    "theo diễn biến thông thường: tính từ {name}, {first}–{last}, {units} đơn vị; mỗi năm một tiêu "
    "chí rút ngắn {part} khoảng cách tới mức bình quân",
    "as scores move: from {name}, {first}–{last}, {units} units; in a year a row makes up {part} "
    "of its distance to the mean",
)
_FROM_TO = Text("{least}–{most}", "{least} to {most}")
_MEAN = Text(
    "theo diễn biến thông thường: mỗi năm rút ngắn {part} khoảng cách tới mức bình quân đã công bố "
    "({source})",
    "as scores move: in a year {part} of the distance to the published mean is made up ({source})",
)
_SCALE = Text(
    "không có kết quả của đơn vị khác về {count} tiêu chí: xem như giữ nguyên điểm, dao động mỗi "
    "năm ± {part} thang điểm; thực tế dao động thế nào thì chưa biết",
    "rows of which no results of other units are at hand: {count}; taken not to move, give or take "
    "{part} of the scale a year; how they really move is not known",
)
_CARRIED_OUT = Text(
    "nếu thực hiện kế hoạch: phần tăng thêm ngoài diễn biến thông thường có thể đạt từ không đến "
    "toàn bộ, mức nào cũng như nhau; mới biết một trường hợp, đạt khoảng một nửa",
    "if carried out: of what is planned beyond what scores do by themselves, any part from none to "
    "all comes about, each alike likely; one case is known, in which about half did",
)
_CORRECTED = Text("Theo đính chính", "As corrected")
_RESTS_ON = Text("xác suất theo đính chính: {put}", "odds as corrected: {put}")
_BEYOND_A_LIMIT = Text(
    "chưa có xác suất theo đính chính: với các số đã đính chính, kịch bản này vượt giới hạn; xem "
    "--basis corrected",
    "no odds as corrected: with the corrected figures this scenario passes a limit; see --basis "
    "corrected",
)
