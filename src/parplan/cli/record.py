"""`parplan record`: a result that became known, into the plan's results.yaml."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from parplan.cli.app import command
from parplan.cli.complete import complete_id
from parplan.cli.options import LAYERS, Evidence, Language, Layer, Plan, argument, option
from parplan.text import Message, Text, plain_lines

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from parplan.location import Loc
    from parplan.model import plan as model
    from parplan.model.tree import Indicator
    from parplan.yaml_text.source import Source

Value = TypeVar("Value")


@command(
    "record",
    help=Text(
        "Ghi một kết quả (điểm tự đánh giá, thẩm định, điều tra XHH, công bố) vào results.yaml "
        "của kế hoạch.",
        "Write a result (self-assessed, appraised, survey, published) into the plan's "
        "results.yaml.",
    ),
    example=Text(
        "parplan record par.7.admin=8.00 --layer self-assessed --interim --date 2023-06-30 "
        '--source "Báo cáo 6 tháng" --plan my-plan',
        "parplan record par.7.admin=8.00 --layer self-assessed --interim --date 2023-06-30 "
        '--source "Half-year report" --plan my-plan',
    ),
)
def record(
    scores: Annotated[
        list[str],
        argument(
            metavar="ID=POINTS",
            autocompletion=complete_id,
            help=Text("Điểm, ví dụ par.7.admin=8.00.", "Scores, such as par.7.admin=8.00."),
        ),
    ],
    layer: Annotated[
        Layer,
        option(
            "--layer",
            words=LAYERS,
            help=Text(
                "Loại kết quả: tự đánh giá, thẩm định, điều tra XHH hay công bố.",
                "Whether it is self-assessed, appraised, a survey's or published.",
            ),
        ),
    ],
    origin: Annotated[
        str,
        option(
            "--source",
            metavar="TEXT",
            help=Text("Nguồn: văn bản nào, của ai.", "Where it is from: which document, by whom."),
        ),
    ],
    day: Annotated[
        str | None,
        option(
            "--date",
            metavar="DATE",
            help=Text(
                "Ngày có kết quả; mặc định: hôm nay.", "The day it became known. Default: today."
            ),
        ),
    ] = None,
    year: Annotated[
        int | None,
        option(
            "--year",
            metavar="YEAR",
            help=Text(
                "Năm của kết quả; mặc định: năm mục tiêu, có nhiều năm thì là năm vừa qua hoặc "
                "đang thực hiện.",
                "The year it is about. Default: the target year; of several, the one that ended "
                "last by then, or is under way.",
            ),
        ),
    ] = None,
    interim: Annotated[
        bool,
        option(
            "--interim",
            help=Text(
                "Kết quả giữa kỳ, chưa phải cả năm.", "It is interim, not final for the year."
            ),
        ),
    ] = False,
    ranks: Annotated[
        list[str] | None,
        option(
            "--rank",
            metavar="ID=RANK",
            help=Text(
                "Thứ hạng, ví dụ papi=38/61. Dùng được nhiều lần.",
                "A rank, such as papi=38/61. Repeatable.",
            ),
        ),
    ] = None,
    evidence: Evidence = None,
    replace: Annotated[
        bool,
        option(
            "--replace",
            help=Text(
                "Thay điểm đã ghi sai: cùng năm, loại, giữa kỳ hay cả năm (và ngày, nếu nêu).",
                "Replace what was recorded wrongly, of the same year, layer and stage (and day, "
                "where given).",
            ),
        ),
    ] = False,
    plan: Plan = None,
    lang: Language = None,
) -> int:
    """Write a result; prints its lines. Nothing else in the file is touched."""

    from parplan.checks.results import read_results
    from parplan.cli.output import confirm, stop
    from parplan.cli.typed import past_day
    from parplan.cli.workspace import own
    from parplan.cli.writing import NO_PLACE, further, write_checked
    from parplan.points import parse_rank
    from parplan.workspace.opened import broken
    from parplan.yaml_text import write
    from parplan.yaml_text.edit import CannotWrite, appended, changed, lines_at
    from parplan.yaml_text.source import Quoted

    if not origin.strip():
        raise stop(Message(_NO_SOURCE))
    source = own(plan)
    on = past_day("--date", day)
    result: dict[str, object] = {
        "year": _year_of(source.alone.target_years, on, interim=interim) if year is None else year,
        "date": on,
        "layer": layer,
        "stage": "interim" if interim else "final",
        "source": Quoted(origin),
        "scores": dict(_typed(scores, _points, _SCORE_FORM, source.plan)),
        "ranks": dict(
            _typed(ranks or [], lambda text, _: parse_rank(text), _RANK_FORM, source.plan)
        )
        or None,
        "evidence": further(None, evidence or []) or None,
    }
    file = source.folder.file("results")
    if file is not None and (file.tree is None or file.faults):
        raise broken(read_results(file, source.plan, source.name).findings)
    at = _recorded(file, source.plan, result, day) if replace else None
    try:
        text = (
            _replaced(file, source.plan, result, at, evidence or [])
            if file is not None and at is not None
            else write.file(_FILE, {"plan": source.plan.about.id, "results": [result]})
            if file is None
            else appended(file, ("results",), [result])
        )
    except CannotWrite as error:
        raise stop(Message(NO_PLACE, {"path": "results.yaml"})) from error
    write_checked(
        source,
        "results",
        file,
        text,
        lambda file: read_results(file, source.plan, source.name).findings,
    )
    lines = (
        [f"  {line}" for line in write.item(result)]
        if file is None or at is None
        else lines_at(changed(file, text), ("results", at))
    )
    confirm(plain_lines(*lines) + "\n")
    return 0


def _recorded(
    file: "Source | None", plan: "model.Plan", result: "Mapping[str, Any]", day: str | None
) -> int:
    """Which result holds the scores that were typed, from 0. Raises Stop unless just one does."""
    from parplan.cli.output import stop
    from parplan.model.results import LAYER_WORDS, STAGE_WORDS

    held = (file.value(("results",)) if file else None) or []
    alike = [
        (at, known)
        for at, known in enumerate(held)
        if isinstance(known, dict)
        and isinstance(known.get("scores"), dict)
        and all(
            str(({"stage": "final"} | known).get(key)) == str(result[key])
            for key in ("year", "layer", "stage")
        )
    ]
    found = [
        at
        for at, known in alike
        if (not day or str(known.get("date")) == str(result["date"]))
        and all(_place(plan, ident, known["scores"]) for ident in result["scores"])
    ]
    if len(found) == 1:
        return found[0]
    in_part = [
        (str(known["date"]), held_there)
        for _, known in alike
        if known.get("date")
        and (held_there := [it for it in result["scores"] if _place(plan, it, known["scores"])])
    ]
    that_day = [it for on, held_there in in_part if day == on for it in held_there]
    values: dict[str, object] = {
        "ids": tuple(result["scores"]),
        "there": tuple(dict.fromkeys(on for on, _ in in_part)),
        "day": day,
        "held": tuple(dict.fromkeys(that_day)),
        "year": result["year"],
        "layer": LAYER_WORDS[result["layer"]],
        "stage": STAGE_WORDS[result["stage"]],
        "days": tuple(held[at].get("date") or _UNDATED for at in found),
    }
    words = (
        _SEVERAL if found else _IN_PART if that_day else _ELSEWHERE if in_part else _NOT_RECORDED
    )
    raise stop(Message(words, values))


def _place(plan: "model.Plan", ident: str, held: "Mapping[str, object]") -> str | None:
    """By which of the places that print the same fact a score or rank is held."""
    return next((place for place in plan.places(ident) if place in held), None)


def _replaced(
    file: "Source",
    plan: "model.Plan",
    result: "Mapping[str, Any]",
    at: int,
    evidence: "Sequence[str]",
) -> str:
    """The text of the results with these scores, ranks and source in place of those that result
    number `at` holds, and further evidence. Raises Stop where it holds what was not typed and would
    come under another source, or scores that further evidence would show as well; CannotWrite."""
    from parplan.cli.output import stop
    from parplan.cli.writing import entries, further, with_evidence
    from parplan.yaml_text.edit import Values, changed, with_values

    loc: Loc = ("results", at)
    known = file.value(loc)
    origin = known.get("source")
    same = result["source"] in (origin.values() if isinstance(origin, dict) else (origin,))
    about: dict[str, object] = {} if same else {"source": result["source"]}
    new = further(known.get("evidence"), evidence)
    others: list[object] = [*_untyped(plan, known["scores"], result["scores"])]
    if not same:
        ranks = _untyped(plan, known.get("ranks") or {}, result["ranks"] or {})
        others += (Message(_ITS_RANK, {"id": ident}) for ident in ranks)
        shows = (it.get("file") or it.get("link") for it in entries(known.get("evidence")))
        others += (Message(_ITS_EVIDENCE, {"where": it}) for it in shows if it not in evidence)
    if others and (about or new):
        words = _SHOWN_TOO if same else _OF_ITS_SOURCE
        raise stop(Message(words, {"held": tuple(others)}))
    for key in ("scores", "ranks"):
        held = file.value((*loc, key)) or {}
        values = {
            _place(plan, ident, held) or ident: it for ident, it in (result[key] or {}).items()
        }
        if values and held:
            change = Values((*loc, key), values, [*values], list(held)[-1])
            file = changed(file, with_values(file, change))
        elif values:
            about[key] = values
    if about:
        file = changed(file, with_values(file, Values(loc, about, [*about], "scores")))
    return with_evidence(file, loc, new, "scores") if new else file.text


def _untyped(
    plan: "model.Plan", held: "Mapping[str, object]", typed: "Mapping[str, object]"
) -> list[str]:
    """What is held of other facts than those typed."""
    places = {place for ident in typed for place in plan.places(ident)}
    return [ident for ident in held if ident not in places]


def _year_of(years: "Sequence[int]", on: "date", *, interim: bool) -> int:
    """The target year that a result of a day is of: what is final is of the last that was over by
    then, what is interim of the one that is under way or comes next.
    """
    over = [year for year in years if year < on.year]
    ahead = [year for year in years if year >= on.year]
    last, following = over[-1:] or ahead[:1], ahead[:1] or over[-1:]
    return (following if interim else last)[0]


def _points(text: str, row: "Indicator") -> "Decimal":
    """Points, or a percent of the row's maximum as points. Raises NotAFigure, and Stop where there
    is no maximum above 0, or a change was typed."""
    from parplan.cli.output import stop
    from parplan.points import HUNDRED, padded, parse

    if text.startswith("+"):
        raise stop(Message(_A_CHANGE, {"id": row.id, "text": text}))
    if not text.endswith("%"):
        return parse(text)
    if not row.max:  # of 0, say of a penalty, every percent would be the same score
        raise stop(Message(_NO_MAXIMUM, {"id": row.id}))
    points = parse(text.removesuffix("%").rstrip()) * row.max / HUNDRED
    return padded(points.normalize(), row.decimals)


def _typed(
    typed: list[str],
    value: "Callable[[str, Indicator], Value]",
    form: Text,
    plan: "model.Plan",
) -> Iterator[tuple[str, Value]]:
    """What was typed as ID=VALUE. Raises Stop for another form, an id that the plan does not have,
    or one that was typed before."""
    from parplan.cli.output import stop
    from parplan.cli.typed import MEANT_PAIR, pair_typed, unknown_id
    from parplan.ids import UnknownId, near
    from parplan.points import NotAFigure

    known = {ident.casefold(): ident for ident in plan.by_id}
    before: set[str] = set()
    for text in typed:
        ident, amount = pair_typed(text)
        if ident is None:
            raise stop(Message(form, {"text": text}))
        found = known.get(ident.casefold())
        if found is None:
            raise stop(unknown_id(UnknownId(ident, near(ident, plan.by_id))))
        try:
            read = value(amount, plan.by_id[found])
        except NotAFigure as error:
            unit = "%" if amount.endswith("%") else ""
            meant = f"{ident}={error.meant}{unit}" if error.meant else None
            raise stop(
                Message(MEANT_PAIR if meant else form, {"text": text, "meant": meant})
            ) from error
        if found in before:
            raise stop(Message(_TWICE, {"id": found}))
        before.add(found)
        yield found, read


_NO_SOURCE = Text(
    "--source cần nêu văn bản hoặc cơ quan", "--source must name a document, or who issued it"
)
_UNDATED = Text("không ghi ngày", "undated")
_FILE = "Kết quả theo dõi của parplan · What has been observed since. parplan schema results\n"
_SCORE_FORM = Text(
    "“{text}” không phải dạng MÃ=ĐIỂM, ví dụ par.7.admin=8.00, hoặc 80% của điểm tối đa",
    "“{text}” is not of the form ID=POINTS, such as par.7.admin=8.00, or 80% of the maximum",
)
_A_CHANGE = Text(
    "{id}: “{text}” là mức tăng; ghi chính điểm đạt được, ví dụ {id}=8.00",
    "{id}: “{text}” is a change; record the score itself, such as {id}=8.00",
)
_NO_MAXIMUM = Text(
    "{id} không có điểm tối đa lớn hơn 0 để tính tỷ lệ: ghi số điểm",
    "{id} has no maximum above 0 to take a percent of: give points",
)
_RANK_FORM = Text(
    "“{text}” không phải dạng MÃ=HẠNG, ví dụ papi=38/61",
    "“{text}” is not of the form ID=RANK, such as papi=38/61",
)
_TWICE = Text("{id} được ghi hai lần", "{id} is given twice")
_NOT_RECORDED = Text(
    "chưa có kết quả năm {year} ({layer}, {stage}) nào của {ids} để thay; bỏ --replace để ghi mới",
    "no result of {year} ({layer}, {stage}) holds {ids}; to record it anew, leave out --replace",
)
_ELSEWHERE = Text(
    "không có kết quả năm {year} ({layer}, {stage}) nào có đủ {ids}; có kết quả ngày {there}: nêu "
    "ngày đó bằng --date, và chỉ các mã có trong đó",
    "no result of {year} ({layer}, {stage}) holds all of {ids}; there is one of {there}: name that "
    "day with --date, and only ids that it holds",
)
_SEVERAL = Text(
    "có nhiều kết quả năm {year} ({layer}, {stage}) của {ids}: ngày {days}; nêu --date",
    "several results of {year} ({layer}, {stage}) hold {ids}, of {days}; say which with --date",
)
_IN_PART = Text(
    "không kết quả ngày {day} nào ({layer}, {stage}) có đủ {ids}; chỉ nêu các mã có trong đó: "
    "{held}",
    "no result of {day} ({layer}, {stage}) holds all of {ids}; give only ids that one holds: "
    "{held}",
)
_OF_ITS_SOURCE = Text(
    "kết quả đó còn có {held} theo nguồn đã ghi; nêu cả những mục này (--rank, --evidence), hoặc "
    "giữ nguồn cũ",
    "that result also holds {held}, from its own source; give these too (--rank, --evidence), or "
    "keep its source",
)
_SHOWN_TOO = Text(
    "kết quả đó còn có {held}, sẽ được coi là cũng có tài liệu này; nêu cả các điểm này, hoặc bỏ "
    "--evidence",
    "that result also holds {held}, which the evidence would show too; give these too, or leave "
    "out --evidence",
)
_ITS_RANK = Text("thứ hạng của {id}", "the rank of {id}")
_ITS_EVIDENCE = Text("tài liệu kiểm chứng {where}", "the evidence {where}")
