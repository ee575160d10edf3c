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
            help=Text("Nguồn: văn bản nào, của ai.", "Where it is from: which document, whose."),
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
                "Năm mà kết quả nói về; mặc định: năm mục tiêu, có nhiều năm thì là năm vừa qua "
                "hoặc đang thực hiện.",
                "The year it is about. Default: the target year, of several the one that was last "
                "over by then, or is under way.",
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
                "Put it in place of what was recorded wrongly: of the same year, layer and stage "
                "(and day, where given).",
            ),
        ),
    ] = False,
    plan: Plan = None,
    lang: Language = None,
) -> int:
    """Write a result; prints its lines. Nothing else in the file is touched."""
    from datetime import date

    from parplan.checks.results import read_results
    from parplan.cli.output import confirm, stop
    from parplan.cli.typed import day_typed
    from parplan.cli.workspace import own
    from parplan.cli.writing import NO_PLACE, write_checked
    from parplan.cli.writing import evidence as record_of
    from parplan.points import parse_rank
    from parplan.workspace.opened import broken
    from parplan.yaml_text import write
    from parplan.yaml_text.edit import CannotWrite, appended, changed, lines_at
    from parplan.yaml_text.source import Quoted

    if not origin.strip():
        raise stop(Message(_NO_SOURCE))
    source = own(plan)
    on = date.today() if day is None else day_typed("--date", day)
    if on > date.today():
        raise stop(Message(_FUTURE, {"day": on}))
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
        "evidence": [record_of(shown) for shown in evidence or []] or None,
    }
    file = source.folder.file("results")
    if file is not None and (file.tree is None or file.faults):
        raise broken(read_results(file, source.plan, source.name).findings)
    at = _recorded(file, source.plan, result, day) if replace else None
    try:
        text = (
            _replaced(file, source.plan, result, at)
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
    elsewhere = [
        str(known["date"])
        for _, known in alike
        if known.get("date")
        and any(_place(plan, ident, known["scores"]) for ident in result["scores"])
    ]
    values: dict[str, object] = {
        "ids": tuple(result["scores"]),
        "there": tuple(elsewhere),
        "year": result["year"],
        "layer": LAYER_WORDS[result["layer"]],
        "stage": STAGE_WORDS[result["stage"]],
        "days": tuple(held[at].get("date") or _UNDATED for at in found),
    }
    words = _SEVERAL if found else _ELSEWHERE if elsewhere else _NOT_RECORDED
    raise stop(Message(words, values))


def _place(plan: "model.Plan", ident: str, held: "Mapping[str, object]") -> str | None:
    """By which of the places that print the same fact a score or rank is held."""
    return next((place for place in plan.places(ident) if place in held), None)


def _replaced(file: "Source", plan: "model.Plan", result: "Mapping[str, Any]", at: int) -> str:
    """The text of the results with these scores, ranks and source in place of those that result
    number `at` holds. Raises Stop where it holds others from another source, and CannotWrite."""
    from parplan.cli.output import stop
    from parplan.yaml_text.edit import Values, changed, with_values

    loc: Loc = ("results", at)
    known = file.value(loc)
    origin = known.get("source")
    typed = {place for ident in result["scores"] for place in plan.places(ident)}
    others = tuple(ident for ident in known["scores"] if ident not in typed)
    same = result["source"] in (origin.values() if isinstance(origin, dict) else (origin,))
    about: dict[str, object] = {} if same else {"source": result["source"]}
    if result["evidence"]:
        about["evidence"] = result["evidence"]
    if about and others:
        raise stop(Message(_OTHERS, {"ids": others}))
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
    return with_values(file, Values(loc, about, [*about], "scores")) if about else file.text


def _year_of(years: "Sequence[int]", on: "date", *, interim: bool) -> int:
    """The target year that a result of a day is of: what is final is of the last that was over by
    then, what is interim of the one that is under way or comes next.
    """
    over = [year for year in years if year < on.year]
    ahead = [year for year in years if year >= on.year]
    last, following = over[-1:] or ahead[:1], ahead[:1] or over[-1:]
    return (following if interim else last)[0]


def _points(text: str, row: "Indicator") -> "Decimal":
    """Points, or a percent of the row's maximum as points. Raises NotAFigure."""
    from parplan.points import HUNDRED, NotAFigure, padded, parse

    if not text.endswith("%"):
        return parse(text)
    if row.max is None:
        raise NotAFigure(text)
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
    from parplan.cli.typed import MEANT_PAIR, unknown_id
    from parplan.ids import UnknownId, near
    from parplan.points import NotAFigure

    known = {ident.casefold(): ident for ident in plan.by_id}
    before: set[str] = set()
    for text in typed:
        ident, equals, amount = text.partition("=")
        if not equals:
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
    "--source cần nêu văn bản hoặc cơ quan", "--source needs a document, or whose it is"
)
_UNDATED = Text("không ghi ngày", "undated")
_FILE = "Kết quả theo dõi của parplan · What has been observed since. parplan schema results\n"
_FUTURE = Text("ngày {day} chưa đến", "{day} has not come yet")
_SCORE_FORM = Text(
    "“{text}” không phải dạng MÃ=ĐIỂM, ví dụ par.7.admin=8.00, hoặc 80% của điểm tối đa",
    "“{text}” is not of the form ID=POINTS, such as par.7.admin=8.00, or 80% of the maximum",
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
_OTHERS = Text(
    "kết quả đó còn có {ids} theo nguồn đã ghi; nêu cả các điểm này, hoặc giữ nguồn và tài liệu cũ",
    "that result also holds {ids}, from its source and evidence; give these too, or keep both",
)
