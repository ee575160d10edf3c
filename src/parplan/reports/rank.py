"""`rank`: where a score stands among others."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from parplan.engine.rank import Moved, Place, Ranked, Standpoint, What
from parplan.model.fields import Better, or_null
from parplan.model.plan import Plan
from parplan.points import Lang
from parplan.render.table import Table
from parplan.reports import rank_odds
from parplan.reports.bases import Corrections, noted
from parplan.reports.fields import (
    COUNT,
    FIGURE,
    NAMES,
    TEXT,
    Answer,
    At,
    Field,
    described,
    list_of,
    object_of,
    one_of,
    plain,
    record,
    table,
    whole,
)
from parplan.reports.rows import label, own_total
from parplan.reports.titles import Titles
from parplan.text import Message, Text, Word

WHAT: dict[What, Text] = {
    "current": Text("hiện tại", "current"),
    "projected": Text("dự báo", "projected"),
    "target": Text("mục tiêu", "target"),
    "score": Text("đã nêu", "as asked"),
}


class PeerField(NamedTuple):
    """The field that was ranked in: its name and year, whether every unit's score is known, what
    else is to be said of it, and whether it is one of groups.
    """

    name: Text
    year: int
    exact: bool
    remarks: tuple[Message, ...]
    grouped: bool = False


_PEERS = (
    Field("name", "text"),
    Field("year", "rank", schema=COUNT),
    Field("exact", "word", schema={"type": "boolean"}, says="whether every unit's score is known"),
)


def _which(at: At) -> Word:
    return Word(at.row.what, WHAT[at.row.what])


def _fields(
    totals: Mapping[str, Text] = {},
    *,
    grouped: bool = True,
    moving: bool = True,
    some: bool = False,
    which: Callable[[At], Any] = _which,
    ways: Collection[Better] = (),
) -> tuple[Field, ...]:
    """What is told of every score, tables with groups and moves only where there are any, groups
    that only `some` rows have where there is room; `totals` says what an index is called whose
    name the title has already, `which` which score it is, `ways` which way is the better one.
    """
    in_groups, if_moved = ("hmj" if grouped else "j"), ("hm" if moving else "")
    return (
        Field("id", "id", Titles.ID),
        Field("name", "text", on="mj"),
        label(totals),
        Field(
            "what",
            "word",
            _WHICH,
            which,
            schema=one_of(*WHAT),
        ),
        Field("score", "points", _SCORE, schema=FIGURE),
        Field("rank", "rank", Titles.RANK, lambda at: _said(at.row.place), "h"),
        *(
            Field(key, "rank", value=_of_place(key), on="mj", schema=COUNT)
            for key in ("best", "worst", "of")
        ),
        Field(
            "tied",
            "rank",
            value=_of_place("tied"),
            on="mj",
            schema={"type": ["integer", "null"]},
            says="how many others have the same score; null where that is not known",
        ),
        Field(
            "group",
            "text",
            Titles.GROUP,
            lambda at: placed(at.row.at),
            in_groups,
            wide=some,
            schema={"type": ["string", "null"]},
        ),
        GROUP_ID._replace(on=in_groups.lstrip("h")),
        Field(
            "missing",
            "points",
            _BOTH if len(ways) > 1 else _DOWN if "lower" in ways else _UP,
            lambda at: None if at.row.at is None else at.row.at.missing,
            in_groups,
            wide=some,
            says="what is missing to the next group up, in points: where less is better, less",
        ),
        Field(
            "moved", "rank", _MOVED, lambda at: _said(_range(at.row.moved)), if_moved.rstrip("m")
        ),
        *(
            Field(f"moved_{key}", "rank", value=_of_moved(key), on=if_moved.lstrip("h"))
            for key in ("best", "worst")
        ),
        Field(
            "moved",
            "rank",
            value=lambda at: [
                {
                    "first": moved.first,
                    "year": moved.year,
                    "rank": moved.place.best,
                    "of": moved.place.of,
                }
                for moved in at.row.moved
            ],
            on="j",
            schema=list_of(object_of(dict.fromkeys(("first", "year", "rank", "of"), COUNT))),
            says="the rank if the field moved once more as it did from the first of these years",
        ),
    )


def _of_place(key: str) -> Callable[[At], int | None]:
    return lambda at: getattr(at.row.place, key)


def _of_moved(key: str) -> Callable[[At], int | None]:
    return lambda at: getattr(_range(at.row.moved), key, None)


def answer(
    ranked: Sequence[Ranked],
    peers: PeerField,
    plan: Plan,
    made: Corrections,
    odds: rank_odds.RankOdds | None = None,
) -> Answer:
    """The ranks in all forms, of a plan on its way to one of its target years, and beneath them the
    chances of ranks there, where they are asked for.
    """
    if odds is not None:
        peers = peers._replace(remarks=(*peers.remarks, *odds.remarks))
    beneath = tuple(rank_odds.tables(odds, plan))

    def recorded(lang: Lang) -> dict[str, Any]:
        ranks = [record(At(row), _fields(), lang) for row in ranked]
        return {
            "field": record(At(peers), _PEERS, lang),
            "target_year": plan.about.target_year,
            "ranks": ranks,
            "odds": rank_odds.recorded(odds, lang),
            "remarks": plain(peers.remarks, lang),
        }

    return Answer(
        "rank",
        recorded,
        lambda: noted([_joined(ranked, peers, plan), *beneath], made),
        lambda: noted([_table(ranked, peers, plan), *beneath], made),
    )


def schema() -> dict[str, Any]:
    """The schema of the JSON answer."""
    return whole(
        "rank",
        {
            "field": object_of(described(_PEERS)),
            "target_year": {**COUNT, "description": "of the targets and of what is planned"},
            "ranks": list_of(object_of(described(_fields()))),
            "odds": rank_odds.schema(),
            "remarks": NAMES,
        },
    )


def _joined(ranked: Sequence[Ranked], peers: PeerField, plan: Plan) -> Table:
    """As `_table`, with one line where several scores of a row are the same."""
    same: dict[tuple[str, Decimal], list[Ranked]] = {}
    for row in ranked:
        same.setdefault((row.id, row.score), []).append(row)

    def which(at: At) -> Message:
        names = tuple(WHAT[row.what] for row in same[at.row.id, at.row.score])
        return Message(_SAME, {"names": names})

    return _table([rows[0] for rows in same.values()], peers, plan, which=which)


def _table(
    ranked: Sequence[Ranked],
    peers: PeerField,
    plan: Plan,
    which: Callable[[At], Any] = _which,
) -> Table:
    first = ranked[0].id if ranked else ""
    fields = _fields(
        own_total(plan, first),
        grouped=any(row.at for row in ranked),
        moving=any(row.moved for row in ranked),
        some=not all(row.at for row in ranked),
        which=which,
        ways={plan.by_id[row.id].better for row in ranked if row.at},
    )
    title = Message(_TITLE, {"name": ranked[0].name if ranked else peers.name, "field": peers.name})
    return table(title, fields, map(At, ranked), (*_feet(ranked, peers, plan), *peers.remarks))


def _feet(ranked: Sequence[Ranked], peers: PeerField, plan: Plan) -> Iterator[Message]:
    planned = any(row.what in ("projected", "target") for row in ranked)
    if planned and len(plan.target_years) > 1:
        yield Message(_TOWARDS, {"target_year": plan.about.target_year})
    yield Message(_STANDING_STILL, {"year": peers.year})
    if peers.grouped:
        yield Message(_GROUPS_ONLY)
    spans = sorted({(moved.first, moved.year) for row in ranked for moved in row.moved})
    if spans:
        ahead = plan.years_ahead(peers.year)
        words = _IF_MOVED if all(last - first == ahead for first, last in spans) else _IN_ONE_YEAR
        yield Message(words, {"years": tuple(f"{a}–{b}" for a, b in spans), "ahead": ahead})
    tied = tuple(
        Message(_WITH, {"id": row.id, "what": WHAT[row.what], "tied": row.place.tied})
        for row in ranked
        if row.place.tied
    )
    if tied:
        yield Message(_TIED, {"tied": tied})


def _range(moved: tuple[Moved, ...]) -> Place | None:
    if not moved:
        return None
    places = [each.place for each in moved]
    return Place(
        min(place.best for place in places), max(place.worst for place in places), places[0].of
    )


def _said(place: Place | None) -> Message | None:
    if place is None:
        return None
    if place.exact:
        return Message(_ONE, {"at": place.best, "of": place.of})
    return Message(_FROM_TO, {"best": place.best, "worst": place.worst, "of": place.of})


GROUP_ID = Field(
    "group_id",
    "id",
    value=lambda at: None if at.row.at is None else at.row.at.group_id,
    on="mj",
    schema=or_null(TEXT),
    says="the id of the group, which is the same in every language; null between two",
)


def placed(at: Standpoint | None) -> Message | Text | None:
    """Where a score lies among published groups, in words."""
    if at is None:
        return None
    if at.group is not None:
        return at.group
    if at.above is None:
        return Message(_ABOVE_ALL, {"below": at.below})
    if at.below is None:
        return Message(_BELOW_ALL, {"above": at.above})
    return Message(_BETWEEN, {"above": at.above, "below": at.below})


_TITLE = Text("{name}: xếp hạng trong {field}", "{name}: rank in {field}")
_WHICH = Text("Mức điểm", "Score")
_SAME = Text("{names}", "{names}")
_SCORE = Text("Điểm", "Points")
_UP = Text("Cần thêm để lên nhóm trên", "To the next group")
_DOWN = Text("Cần giảm để lên nhóm trên", "To the next group")
_BOTH = Text("Cần tăng/giảm để lên nhóm trên", "To the next group")
_MOVED = Text("Nếu các đơn vị khác cũng thay đổi", "If the field moves")
_ONE = Text("{at}/{of}", "{at}/{of}")
_FROM_TO = Text("{best}–{worst}/{of}", "{best}–{worst}/{of}")
_BETWEEN = Text("giữa {above} và {below}", "between {above} and {below}")
_ABOVE_ALL = Text("trên {below}", "above {below}")
_BELOW_ALL = Text("dưới {above}", "below {above}")
_STANDING_STILL = Text(
    "thứ hạng nếu mọi đơn vị khác giữ nguyên điểm năm {year}; các đơn vị bằng điểm cùng nhận thứ "
    "hạng cao hơn",
    "ranks if every other unit stays where it was in {year}; ties share the better rank",
)
_TOWARDS = Text(
    "mục tiêu và mức dự kiến tăng là đến năm {target_year}",
    "targets and planned increases are those for {target_year}",
)
_GROUPS_ONLY = Text(
    "chỉ công bố nhóm, không công bố điểm từng đơn vị, nên trong một nhóm chỉ biết khoảng thứ hạng",
    "only groups are published, not every unit's score: inside a group there is only a range of "
    "ranks",
)
_IF_MOVED = Text(
    "nếu các đơn vị khác lại thay đổi như trong các năm {years}",
    "if the others change once more as they did in {years}",
)
_IN_ONE_YEAR = Text(
    "nếu các đơn vị khác lại thay đổi thêm một năm như trong các năm {years}; mục tiêu còn cách "
    "{ahead} năm",
    "if the others change for one more year as they did in {years}; the targets are {ahead} years "
    "ahead",
)
_TIED = Text("số đơn vị khác cùng thứ hạng: {tied}", "others that tie with it: {tied}")
_WITH = Text("{id} {what} {tied}", "{id} {what} {tied}")
