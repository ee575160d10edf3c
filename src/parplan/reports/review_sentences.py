"""What an index came to, in sentences: below its table, and in the report on the outcome."""

from collections.abc import Iterator, Mapping

from parplan.engine.review import Outcome, aimed, tally, unsettled
from parplan.engine.verdicts import Lack
from parplan.model.results import LAYER_WORDS, LAYERS, Observation
from parplan.reports import goals
from parplan.reports.names import few
from parplan.reports.row_notes import just_missed, rounded_apart
from parplan.reports.rows import Called, several
from parplan.text import Message, Tabled, Text, Word

_BETWEEN = {"difference": ("score", "target"), "change": ("score", "base")}


def on_targets(index: Outcome, called: Called, base: int, year: int) -> Iterator[Message]:
    """What came of an index's targets in a year, and why some are not judged; `base` is the year of
    the scores.
    """
    yield from _verdicts(index, called)
    yield from _statements(index, called)
    yield from just_missed(index.walk(), {"score": _CAME}, called)
    yield from rounded_apart(index.walk(), _BETWEEN, called)
    yield from _lacking(index, called, base, year)


def verdict_of(row: Outcome) -> Word | None:
    """Whether a row's target was met; None where that is not known."""
    if row.verdict is None:
        return None
    worse = row.verdict == "fell" and row.better == "lower"
    return Word(row.verdict, _ROSE if worse else VERDICTS[row.verdict])


def _verdicts(index: Outcome, called: Called) -> Iterator[Message]:
    """How many of an index's targets were met, and which rows met, missed and fell, each by how
    many points: by their names only the first.
    """
    counted, rows = tally(index), aimed(index)
    if not index.children or not counted.judged:
        return
    by: dict[Text, list[Message | Text | str]] = {}
    for row in rows:
        if (judged := verdict_of(row)) is not None:
            by.setdefault(judged.text, []).append(_by(row, called))
    told = {verdict: each if called is str else few(each) for verdict, each in by.items()}
    met = told.get(VERDICTS["met"])
    below = (row for child in index.children for row in child.walk())
    every = all(row.stated for row in below if row.verdict is not None)  # that the table judges
    values = {"met": counted.met, "judged": counted.judged, "rows": met}
    yield Message(_MET[every] if met else _NONE_MET[every], values)
    for verdict, words in _NOT_MET.items():
        if verdict in told:
            yield Message(words, {"rows": told[verdict]})
    if left := len(rows) - counted.judged:
        yield Message(_NOT_JUDGED, {"count": left})


def _statements(index: Outcome, called: Called) -> Iterator[Message]:
    """Each statement of the targets that state several, or more than points: whether it holds,
    beside the rank that came out.
    """
    for row in index.walk():
        rank = None if row.observation is None else row.observation.rank
        if len(row.judged) > 1 or (rank and any(aim.is_among_others for aim in row.aims)):
            said = zip(row.aims, row.judged, strict=True)
            each = tuple(
                Message(_HOLDS[one.met], {"said": goals.words_of(aim, row.decimals)})
                for aim, one in said
            )
            values = {"row": called(row.id), "each": each, "rank": rank}
            yield Message(_EACH if rank is None else _EACH_RANKED, values)


def source(index: Outcome, called: Called) -> Iterator[Message]:
    """Who says what an index came to, nothing where nobody does; and what of it is not settled."""
    if index.observation is not None:
        yield seen(index.observation)
    elif index.score is not None:
        yield Message(_ADDED_UP)
    rows = unsettled(index)
    if rows:
        alone = all(row.layers in ((), LAYERS[:1]) for row in index.walk())
        values = {"rows": tuple(called(row.id) for row in rows)}
        yield Message(_UNSETTLED if alone else _UNSETTLED_ROWS, values)


def _lacking(index: Outcome, called: Called, base: int, year: int) -> Iterator[Message]:
    """Why statements of targets are not judged although there is an outcome; to whom rows are told
    by id, also which file could say more.
    """
    each = [(one.lacks, row.id) for row in index.walk() for one in row.judged]
    for lack, words in _LACKS.items():
        if ids := dict.fromkeys(ident for lacks, ident in each if lacks == lack):
            where = f" ({_FILES[lack]})" if called is str and lack in _FILES else ""
            rows = several(map(called, ids), called)
            values: dict[str, object] = {
                "rows": rows,
                "year": base if lack == "rank_before" else year,
                "where": where,
            }
            yield Message(words, values)


def seen(own: Observation) -> Message:
    """Who says so, since when, and the rank."""
    values: dict[str, object] = {
        "layer": LAYER_WORDS[own.layer],
        "on": Message(_ON_DAY, {"day": own.date}) if own.date else Text("", ""),
        "source": own.source,
        "rank": own.rank,
    }
    return Message(_SEEN if own.rank is None else _SEEN_RANKED, values)


def _by(row: Outcome, called: Called) -> Message | Text | str:
    """By how many points; of a target that is not points, by itself."""
    points = row.change if row.verdict == "fell" else row.difference
    if points is None:
        return called(row.id)
    return Message(
        _BY, {"row": called(row.id), "points": Tabled(points, row.decimals, signed=True)}
    )


VERDICTS: Mapping[str, Text] = {
    "met": Text("đạt", "met"),
    "missed": Text("không đạt", "missed"),
    "fell": Text("giảm", "fell"),
}
_ROSE = Text("tăng", "rose")  # where less is better
_CAME = Text("kết quả", "the outcome")
# By whether all targets that are judged are the plan's own, and none follows from others.
_MET: Mapping[bool, Text] = {
    True: Text(
        "đạt {met} trong {judged} mục tiêu: {rows}", "{met} of {judged} targets met: {rows}"
    ),
    False: Text(
        "đạt {met} trong {judged} mục tiêu ghi trong kế hoạch: {rows}",
        "{met} of the {judged} targets that the plan states met: {rows}",
    ),
}
_NONE_MET: Mapping[bool, Text] = {
    True: Text("số mục tiêu đạt: 0 trong {judged}", "targets met: none of {judged}"),
    False: Text(
        "số mục tiêu ghi trong kế hoạch đã đạt: 0 trong {judged}",
        "targets met: none of the {judged} that the plan states",
    ),
}
_NOT_MET: Mapping[Text, Text] = {
    VERDICTS["missed"]: Text(
        "không đạt (so với mục tiêu): {rows}", "missed (against the target): {rows}"
    ),
    VERDICTS["fell"]: Text(
        "giảm điểm (so với năm gốc): {rows}", "fell (against the base year): {rows}"
    ),
    _ROSE: Text("tăng (so với năm gốc): {rows}", "rose (against the base year): {rows}"),
}
_NOT_JUDGED = Text(
    "chưa có kết quả để đánh giá: {count} mục tiêu", "targets without an outcome yet: {count}"
)
_BY = Text("{row} ({points})", "{row} ({points})")
_EACH_RANKED = Text("{row} xếp hạng {rank}: {each}", "{row}, rank {rank}: {each}")
_EACH = Text("{row}: {each}", "{row}: {each}")
_HOLDS: Mapping[bool | None, Text] = {
    True: Text("{said} đạt", "{said} met"),
    False: Text("{said} không đạt", "{said} missed"),
    None: Text("{said} chưa rõ", "{said} not known"),
}
_FILES: Mapping[Lack, str] = {"groups": "peers/", "rank": "results.yaml"}
_LACKS: Mapping[Lack, Text] = {
    "groups": Text(
        "{rows}: chưa đánh giá được mục tiêu theo nhóm: chưa có nhóm điểm công bố của năm "
        "{year}{where}",
        "{rows}: the target is a group, and not judged: there are no published groups of "
        "{year}{where}",
    ),
    "group": Text(
        "{rows}: chưa đánh giá được mục tiêu theo nhóm: các nhóm điểm công bố của năm {year} không "
        "có nhóm này",
        "{rows}: the target is a group, and not judged: no such group was published of {year}",
    ),
    "rank": Text(
        "{rows}: chưa đánh giá được mục tiêu theo thứ hạng: chưa có thứ hạng năm {year}{where}",
        "{rows}: the target is a rank, and not judged: there is no rank of {year}{where}",
    ),
    "field": Text(
        "{rows}: chưa đánh giá được mục tiêu theo thứ hạng: thứ hạng năm {year} tính trên số đơn "
        "vị khác, không so sánh được",
        "{rows}: the target is a rank, and not judged: that of {year} is over another number of "
        "units, and does not compare",
    ),
    "rank_before": Text(
        "{rows}: chưa đánh giá được mục tiêu tăng bậc: kế hoạch không ghi thứ hạng năm {year}",
        "{rows}: the target is places gained, and not judged: the plan has no rank of {year}",
    ),
}
_SEEN = Text("{layer}{on}: {source}", "{layer}{on}: {source}")
_SEEN_RANKED = Text("{layer}{on}, xếp hạng {rank}: {source}", "{layer}{on}, rank {rank}: {source}")
_ON_DAY = Text(" ngày {day}", " on {day}")
_ADDED_UP = Text(
    "kết quả của chính chỉ số không được công bố: tính theo thay đổi của các tiêu chí",
    "the index itself was not published: it moves with its rows",
)
WORKED_OUT = Text(
    "điểm năm {year} tính từ các tiêu chí thành phần: {rows}",
    "scores of {year} worked out from their rows: {rows}",
)
_UNSETTLED = Text(
    "các điểm này mới là tự đánh giá, chưa được thẩm định",
    "these scores are self-assessed, and not appraised yet",
)
_UNSETTLED_ROWS = Text(
    "mới là tự đánh giá, toàn bộ hoặc một phần, chưa được thẩm định: {rows}",
    "self-assessed, in whole or in part, and not appraised yet: {rows}",
)
