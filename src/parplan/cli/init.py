"""`parplan init`: a plan of one's own to fill in, after the frame of another."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated

from parplan.cli.app import command
from parplan.cli.complete import complete_id
from parplan.cli.options import Language, argument, option
from parplan.text import Count, Message, Text

if TYPE_CHECKING:
    from parplan.model.indicators import Node
    from parplan.model.mergers import MergersFile
    from parplan.model.plan import Plan
    from parplan.model.targets import Goal
    from parplan.model.tree import Indicator

# What is left to fill in where the frame has it at all.
_LEFT = ("score", "rank")
_SCHEMAS = ("indicators", "targets")
_UNITS = "peers/units.yaml"


@command(
    "init",
    help=Text(
        "Lập thư mục cho kế hoạch mới, có sẵn chỉ số và tiêu chí, để điền số liệu.",
        "Begin a plan of your own: a folder with indices and rows to fill in.",
    ),
    example="parplan init my-plan --index par --index papi",
)
def init(
    folder: Annotated[
        Path,
        argument(
            metavar="DIR",
            help=Text("Thư mục của kế hoạch mới.", "The folder of the new plan."),
        ),
    ],
    frame: Annotated[
        Path | None,
        option(
            "--frame",
            metavar="DIR",
            help=Text(
                "Kế hoạch để lấy khung (tiêu chí, tên, điểm tối đa); mặc định: kế hoạch mẫu.",
                "The plan whose frame to take: rows, names, maxima. Default: the example.",
            ),
        ),
    ] = None,
    indices: Annotated[
        list[str] | None,
        option(
            "--index",
            metavar="ID",
            autocompletion=complete_id,
            help=Text(
                "Chỉ lấy chỉ số này; mặc định: tất cả. Dùng được nhiều lần.",
                "Only this index of it. Default: all. Repeatable.",
            ),
        ),
    ] = None,
    lang: Language = None,
) -> int:
    """Write a plan to fill in; prints what is in it, and what next. Nothing is written over."""
    from parplan.cli.files import write_together
    from parplan.cli.language import say
    from parplan.cli.output import confirm
    from parplan.cli.schema import schemas_for
    from parplan.cli.screen import screen
    from parplan.cli.workspace import typed_folder
    from parplan.render.layout import page
    from parplan.workspace.folder import Folder, embedded
    from parplan.workspace.opened import Workspace
    from parplan.yaml_text import write

    source = Workspace(Folder(embedded()) if frame is None else typed_folder(frame))
    chosen = _chosen(source.plan, indices)
    _free(folder)
    ident, about = _about(folder, source.plan)
    kept = [index for index in source.plan.indices if index.id in chosen]
    rows = [row.node for index in kept for row in index.walk()]
    targets = {node: keys for index in kept for node, keys in _targets(source.plan, index, rows)}
    tops = write.lines({"indices": [_record(index.node, source.plan, chosen) for index in kept]})
    mergers = source.mergers
    if mergers is not None and mergers.latest.year > date.today().year:
        mergers = None  # the plan's field is still the one before
    texts = schemas_for(folder, (*_SCHEMAS, *(["mergers"] if mergers is not None else [])))
    if mergers is not None and not (folder / _UNITS).exists():
        texts[_UNITS] = _text("mergers", write.lines(_merged(mergers, ident, chosen)), "../")
    # The indicators last: with them the folder is a plan.
    texts["targets.yaml"] = _text("targets", write.lines({"plan": ident, "targets": targets}))
    texts["indicators.yaml"] = _text("indicators", [*about, "", *tops])
    write_together(folder, texts)
    values = {
        "plan": folder.as_posix(),
        "typed": quote(folder.as_posix()),
        "id": ident,
        "indices": tuple(chosen),
        "rows": Count(len(rows)),
        "scores": Count(sum(map(_may_score, rows))),
        "targets": Count(sum(map(len, targets.values()))),
    }
    done_with = [say(_DONE, **values), *([say(_MERGED, **values)] if _UNITS in texts else [])]
    confirm(page("\n".join(done_with), screen(None).width))
    return 0


def _chosen(plan: "Plan", typed: Sequence[str] | None) -> list[str]:
    """The indices asked for, in the order of the plan. Raises Stop for others."""
    from parplan.cli.output import stop
    from parplan.cli.typed import unknown_id
    from parplan.ids import UnknownId, matching

    known = [index.id for index in plan.indices]
    try:
        wanted = {ident for text in typed or known for ident in matching(text, known)}
    except UnknownId as error:
        raise stop(unknown_id(error, ""), Message(_THESE, {"ids": tuple(known)})) from error
    return [ident for ident in known if ident in wanted]


def _free(folder: Path) -> None:
    """Raises Stop where the folder holds a file of a plan already, or one that is nearly named
    so.
    """
    from parplan.cli.output import stop
    from parplan.workspace.folder import PLAN_FILES, near_names

    there = [name for name in PLAN_FILES if (folder / name).exists()]
    there += [path.name for path in near_names(folder)]
    if there:
        raise stop(Message(_THERE, {"path": folder, "files": tuple(there)}))


def _about(folder: Path, plan: "Plan") -> tuple[str, list[str]]:
    """The plan's id, by the folder's name, and the lines that say what it is: of last year's
    scores, for this year.
    """
    from parplan.cli.language import say
    from parplan.cli.workspace import named_by
    from parplan.yaml_text import write

    ident, this_year = named_by(folder), date.today().year
    record = {
        "id": ident,
        "name": _NAME.filled(year=this_year),
        "year": this_year - 1,
        "target_year": this_year,
        "unit": write.EMPTY,
        "language": plan.about.language,
        "decimal_mark": plan.about.decimal_mark,
    }
    lines = [
        f"  {line}" + (f" # {say(_NOTES[key])}" if key in _NOTES else "")
        for line in write.lines(record)
        for key in [line.partition(":")[0]]
    ]
    return ident, ["plan:", *lines]


def _record(node: "Node", plan: "Plan", chosen: Collection[str]) -> dict[str, object]:
    """A node as its frame, all that is below it included."""
    from parplan.model.indicators import FRAME, Index
    from parplan.yaml_text.write import EMPTY

    given = node.model_fields_set
    top = isinstance(node, Index)
    record = {key: getattr(node, key) for key in FRAME if key in given}
    if top:
        record.pop("row", None)  # where a document's sentence begins
    twin = plan.by_id.get(node.same_as or "")
    if twin is None or twin.root.id not in chosen:
        record.pop("same_as", None)
    left = [key for key in _LEFT if key in given or (key == "score" and _may_score(node))]
    below = [_record(child, plan, chosen) for child in node.children]
    key = "rows" if top else "parts"
    return {**record, **dict.fromkeys(left, EMPTY), **({key: below} if below else {})}


def _may_score(node: "Node") -> bool:
    """Whether a row is scored: what does not apply to one unit may apply to another."""
    return node.is_scored or not node.applies


def _targets(
    plan: "Plan", index: "Indicator", rows: "Sequence[Node]"
) -> Iterator[tuple[str, dict[str, object]]]:
    """What is to be planned of an index: the keys that the frame has; both, of each row, where it
    has none and no other row is the same fact.
    """
    from parplan.yaml_text.write import EMPTY

    nodes = [row.node for row in index.walk() if _may_score(row.node)]
    known, elsewhere = {row.id for row in rows}, index.node.same_as
    bare = elsewhere not in known and not any(node.id in plan.goals for node in nodes)
    for node in nodes:
        goal = plan.goals.get(node.id)
        keys = goal.model_fields_set if goal else {"planned", "target"} if bare else ()
        asked = _asked(goal, plan.about.target_year) if goal else EMPTY
        left = {"planned": EMPTY, "target": asked}
        if keys:
            yield node.id, {key: empty for key, empty in left.items() if key in keys}


def _asked(goal: "Goal", year: int) -> object:
    """What a target asks for, without how much: points, or other keys with nothing behind them."""
    from parplan.model.targets import Amount
    from parplan.yaml_text.write import EMPTY

    keys = next((target.written for _, target in goal.targets(year)), {})
    if keys.keys() <= {"points"}:
        return EMPTY
    in_percent = {"percent": EMPTY}
    return {
        key: in_percent if isinstance(said, Amount) and said.points is None else EMPTY
        for key, said in keys.items()
    }


def _merged(mergers: "MergersFile", plan: str, indices: Collection[str]) -> dict[str, object]:
    """The units that others became, for a plan of some indices."""
    from parplan.model.mergers import MEAN

    first = {index: year for index, year in mergers.first.items() if index in indices}
    units = {
        unit: {
            "from": merger.made_from,
            "since": merger.since,
            **({"by": merger.by or MEAN} if len(merger.made_from) > 1 else {}),
        }
        for unit, merger in mergers.units.items()
    }
    return {"plan": plan, "source": mergers.source, "first": first or None, "units": units}


def _text(kind: str, lines: Sequence[str], to_top: str = "") -> str:
    from parplan.cli.language import say
    from parplan.cli.schema import modeline

    told = [f"# {line}" if line else "#" for line in say(_HEADS[kind]).split("\n")]
    return "\n".join([modeline(kind, to_top), "#", *told, "", *lines]) + "\n"


_HEADS = {
    "indicators": Text(
        "Điền vào chỗ còn trống đúng như văn bản ghi, kể cả chỗ ghi sai; bỏ khóa của số mà văn bản "
        "không ghi.",
        "Fill in what is empty as the document prints it, misprints too; take out the key of what "
        "it does not print.",
    ),
    "targets": Text(
        "planned là điểm dự kiến tăng, target là mục tiêu; bỏ khóa của số mà văn bản không ghi.\n"
        "Mục tiêu là số điểm, hoặc {percent: 85}, {more_than: 98}, {at_most: 1}, {rank: 30}, "
        "{places: 1}, {group: cao}, {direction: higher}.",
        "planned is the planned increase, target what is to be reached; take out the key of what "
        "the document does not print.\n"
        "A target is points, or {percent: 85}, {more_than: 98}, {at_most: 1}, {rank: 30}, "
        "{places: 1}, {group: high}, {direction: higher}.",
    ),
    "mergers": Text(
        "Các đơn vị mới và các đơn vị cũ hợp thành, để so được bảng điểm các năm trước với các năm "
        "sau.",
        "The merged units, so that tables of the years before can be compared with those since.",
    ),
}
_NOTES = {
    "year": Text("năm gốc: năm của số điểm", "the base year: of the scores"),
    "target_year": Text("năm của mục tiêu", "of the targets"),
    "unit": Text("đơn vị lập kế hoạch", "which unit's plan it is"),
}
_NAME = Text("Kế hoạch năm {year}", "Plan for {year}")
_DONE = Text(
    "{plan}: kế hoạch “{id}” với các chỉ số {indices} ({rows} tiêu chí); còn phải điền "
    "{scores} số điểm, {targets} mức dự kiến tăng và mục tiêu\n\n"
    "  1. {plan}/indicators.yaml: sửa id, name, year, target_year, unit; điền điểm và thứ hạng\n"
    "  2. {plan}/targets.yaml: điền mức dự kiến tăng và mục tiêu\n"
    "  3. parplan validate {typed}: còn thiếu bao nhiêu, số liệu nào mâu thuẫn\n"
    "  4. parplan gap --plan {typed}: cần tăng thêm bao nhiêu điểm; tại thư mục đó chỉ cần gõ "
    "parplan gap",
    "{plan}: the plan “{id}” with the indices {indices} (rows: {rows}); to be filled in: scores "
    "{scores}, increases and targets {targets}\n\n"
    "  1. {plan}/indicators.yaml: look at id, name, year, target_year, unit; fill in scores and "
    "ranks\n"
    "  2. {plan}/targets.yaml: fill in planned increases and targets\n"
    "  3. parplan validate {typed}: how much is missing, and what contradicts itself\n"
    "  4. parplan gap --plan {typed}: how far it is to the targets; inside that folder just "
    "parplan gap",
)
_MERGED = Text(
    "  5. {plan}/peers/units.yaml: các đơn vị hợp nhất, dùng khi thêm bảng điểm các đơn vị vào "
    "{plan}/peers",
    "  5. {plan}/peers/units.yaml: the merged units, for tables of units that you put "
    "into {plan}/peers",
)
_THESE = Text("các chỉ số của khung: {ids}", "the indices of the frame are: {ids}")
_THERE = Text(
    "trong {path} đã có kế hoạch ({files}); chọn thư mục khác",
    "there is a plan in {path} already ({files}); choose another folder",
)
