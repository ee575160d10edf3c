"""The chances of ranks in the target year if the whole field moves: beneath the ranks of today,
where they are asked for.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from parplan.model.fields import or_null
from parplan.model.plan import Plan
from parplan.points import ZERO, Lang
from parplan.render.table import Table
from parplan.reports.fields import (
    COUNT,
    FIGURE,
    TEXT,
    At,
    Field,
    cut,
    described,
    inner,
    list_of,
    object_of,
    record,
    table,
)
from parplan.reports.odds import (
    CARRIED_OUT,
    SAID,
    SPANS,
    VIEWS,
    Likelihood,
    ViewName,
    likelihood,
    moves,
)
from parplan.reports.rows import label, own_total
from parplan.reports.titles import Titles
from parplan.text import Message, Text

if TYPE_CHECKING:
    from parplan.engine.movement import Movement
    from parplan.engine.rank_odds import RankChances, RankView, Why


class RankOdds(NamedTuple):
    """The chances of every row that has any, why others have none, by id, and how rows move by
    themselves, which all this rests on.
    """

    target_year: int
    rows: "tuple[RankChances, ...]"
    none: "Mapping[str, Why]"
    moving: "tuple[Movement, ...]"

    @property
    def remarks(self) -> Iterator[Message]:
        """Why rows have no chances."""
        for why in dict.fromkeys(self.none.values()):
            ids = tuple(ident for ident, each in self.none.items() if each == why)
            yield Message(_NONE[why], {"ids": ids})


def fields(totals: Mapping[str, Text] = {}) -> tuple[Field, ...]:
    """What is told of every row; `totals` says what an index is called whose name the title has."""
    return (
        Field("id", "id", Titles.ID),
        Field("name", "text", on="mj"),
        label(totals),
        Field("of", "rank", on="mj", schema=COUNT, says="how many are ranked"),
        *(field for view in VIEWS for field in _of_view(view)),
        inner("groups", _group_fields(), lambda at: map(At, at.row.groups)),
    )


def _of_view(view: ViewName) -> Iterator[Field]:
    def found(at: At) -> "RankView | None":
        seen: RankView | None = getattr(at.row, view)
        return seen

    def figure(key: str) -> Callable[[At], int | None]:
        return lambda at: getattr(found(at), key, None)

    def median(at: At) -> Message | None:
        seen = found(at)
        return None if seen is None else Message(_ONE, {"at": seen.p50, "of": at.row.of})

    def span(at: At) -> Message | None:
        seen = found(at)
        return None if seen is None else Message(_SPAN, {"first": seen.p5, "last": seen.p95})

    def told(at: At) -> dict[str, Any] | None:
        seen = found(at)
        if seen is None:
            return None
        chances = list(map(cut, seen.chances))
        return {**{key: getattr(seen, key) for key in _RANKS}, "chances": chances}

    # The likeliest is often the last one, far behind all that the range holds: machines have it.
    yield Field(f"{view}_median", "rank", _MEDIAN[view], median, "h")
    yield Field(f"{view}_span", "rank", SPANS[view], span, "h")
    yield from (Field(f"{view}_{key}", "rank", value=figure(key), on="m") for key in _RANKS)
    yield Field(view, "text", value=told, on="j", schema=or_null(_VIEW), says=_SAYS[view])


_RANKS = ("likeliest", "p5", "p50", "p95")
_VIEW = object_of({**dict.fromkeys(_RANKS, COUNT), "chances": list_of(FIGURE)})
_SAYS: Mapping[ViewName, str] = {
    "outside": "as scores move: the likeliest rank, quantiles, and the chance of each rank from 1",
    "inside": "the same if the plan is carried out",
}


def _group_fields(most: Decimal = Decimal(1)) -> tuple[Field, ...]:
    """What is told of every group; `most` is the longest bar's share."""

    def of(view: ViewName) -> Iterator[Field]:
        def chance(at: At) -> Likelihood | None:
            return likelihood(getattr(at.row, view))

        def told(at: At) -> Decimal | None:
            return cut(getattr(at.row, view))

        yield Field(view, "share", VIEWS[view], chance, "hm")
        yield Field(view, "share", value=told, on="j")
        yield Field(f"{view}_bar", "bar", value=lambda at: (chance(at) or ZERO) / most, on="h")

    def ranks(at: At) -> Message:
        return Message(_SPAN, {"first": at.row.first, "last": at.row.last})

    return (
        Field("id", "id", on="m"),
        Field("group", "text", Titles.GROUP, lambda at: at.row.name),
        Field("group_id", "id", on="mj", schema=TEXT),
        *(Field(key, "rank", on="mj", schema=COUNT) for key in ("first", "last")),
        Field("ranks", "rank", Titles.RANK, ranks, "h"),
        *(field for view in VIEWS for field in of(view)),
    )


def recorded(odds: RankOdds | None, lang: Lang) -> list[dict[str, Any]]:
    """The chances as JSON-ready records; none where they are not asked for."""
    return [record(At(row), fields(), lang) for row in (odds.rows if odds else ())]


def schema() -> Mapping[str, Any]:
    """The schema of these records."""
    return {
        **list_of(object_of(described(fields()))),
        "description": "the chances of ranks in the target year, with --odds",
    }


def tables(odds: RankOdds | None, plan: Plan) -> Iterator[Table]:
    """The chances for people, those of groups apart."""
    rows: Sequence[RankChances] = odds.rows if odds else ()
    if odds is None or not rows:
        return
    first = rows[0]
    values = {"name": first.name, "target_year": odds.target_year}
    feet = (Message(_EACH), *moves(odds.moving), Message(CARRIED_OUT))
    yield table(Message(_TITLE, values), fields(own_total(plan, first.id)), map(At, rows), feet)
    for row in rows:
        if row.groups:
            chances = (getattr(group, view) or 0.0 for group in row.groups for view in VIEWS)
            most = Decimal(max(chances)) or Decimal(1)
            title = Message(_GROUPS, {"name": row.name, "target_year": odds.target_year})
            feet = (Message(_AS_MANY, {"of": row.of}),)
            yield table(title, _group_fields(most), map(At, row.groups), feet)


_TITLE = Text(
    "{name}: thứ hạng năm {target_year} nếu mọi đơn vị đều thay đổi",
    "{name}: rank in {target_year} if the whole field moves",
)
_MEDIAN: Mapping[ViewName, Text] = {
    view: Text(f"Trung vị {said.vi}", f"Median {said.en}") for view, said in SAID.items()
}
_ONE = Text("{at}/{of}", "{at}/{of}")
_SPAN = Text("{first}–{last}", "{first}–{last}")
_EACH = Text(
    "điểm của từng đơn vị khác thay đổi theo diễn biến thông thường, không phụ thuộc vào nhau; các "
    "đơn vị bằng điểm cùng nhận thứ hạng cao hơn",
    "every other unit's score moves as scores move, each by itself; ties share the better rank",
)
_GROUPS = Text(
    "{name}: xác suất vào từng nhóm năm {target_year}",
    "{name}: chance of each group in {target_year}",
)
_AS_MANY = Text(
    "xem như mỗi nhóm vẫn có số đơn vị như đã công bố, trong {of} đơn vị được xếp hạng",
    "each group is taken to have as many of the {of} ranked units as were published",
)
_NONE: "Mapping[Why, Text]" = {
    "excerpt": Text(
        "{ids}: chưa có xác suất thứ hạng, vì bảng chỉ có một phần số đơn vị được xếp hạng",
        "{ids}: no chances of ranks, because the table has only some of the units ranked",
    ),
    "shares": Text(
        "{ids}: chưa có xác suất thứ hạng, vì điểm tối đa của các đơn vị khác nhau",
        "{ids}: no chances of ranks, because the maxima of units differ",
    ),
    "bent": Text(
        "{ids}: chưa có xác suất thứ hạng, vì tổng điểm không chỉ là cộng các tiêu chí",
        "{ids}: no chances of ranks, because the total is not just what its rows add up to",
    ),
    "movement": Text(
        "{ids}: chưa có xác suất thứ hạng, vì bảng không cho biết điểm thay đổi thế nào: cần mọi "
        "tiêu chí của tổng điểm, ít nhất 10 đơn vị, ở hai năm liền so sánh được trước năm mục tiêu",
        "{ids}: no chances of ranks, because the table does not tell how scores move: that takes "
        "every row of a total, of at least 10 units, in two years in a row before the target year "
        "that compare",
    ),
    "score": Text(
        "{ids}: chưa có xác suất thứ hạng, vì chưa biết điểm của chính đơn vị",
        "{ids}: no chances of ranks, because the unit's own score is not known",
    ),
}
