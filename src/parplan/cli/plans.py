"""`--plans`: plans of a folder one after the other; of each nothing but its lines is kept."""

import gc
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from parplan.cli.answer import answer
from parplan.cli.language import say
from parplan.cli.options import PLACE
from parplan.cli.output import Stop, deliver, remark, stop
from parplan.cli.typed import unknown_id
from parplan.cli.workspace import plans_below, say_namesakes, taken, typed_folder
from parplan.ids import UnknownId, matching
from parplan.reports import plans as report
from parplan.reports.rows import Row
from parplan.text import Message, Text
from parplan.workspace.opened import Basis, Broken, When, Workspace
from parplan.workspace.reading import CannotRead, real

# A row of a plan without what it is made of, and what is told beside it.
Told = tuple[Any, Any]
Found = TypeVar("Found")


class NoLine(Exception):
    """What was asked cannot be told of a plan; says why."""

    def __init__(self, why: Message) -> None:
        super().__init__(why.say("en"))
        self.why = why


class Many:
    """A folder of plans, as an answer names what it is about."""

    name = None

    def __init__(self, folder: Path, count: int) -> None:
        self.title = say(_MANY, folder=folder.as_posix(), count=count)


def each_plan(
    kind: report.Kind,
    folder: Path,
    basis: Basis,
    tell: Callable[[Workspace], Iterable[Told]],
    *,
    form: str | None,
    file: Path | None,
    target_year: When | None,
    day: date | None = None,
    said: Mapping[str, object] = {},
) -> int:
    """Answer with what `tell` tells of every plan in a folder, by what is known on a day, else
    today; returns 1 where one could not be
    worked out. Raises CannotRead where there is none, and Stop where none could.
    """
    paths = plans_below(folder)
    lines: list[report.Line] = []
    failed: list[report.Failed] = []
    for path in paths:
        found = _of(path, folder, tell, basis, target_year, day or date.today())
        if isinstance(found, report.Failed):
            failed.append(found)
        else:
            lines += found
        gc.collect(0)  # of a plan that has been looked at, what refers to itself
    if not lines:
        raise none_of(failed)
    say_namesakes(dict.fromkeys((line.about.id, line.plan) for line in lines))
    result = report.Lines(folder.as_posix(), len(paths), tuple(lines), tuple(failed), said)
    many = Many(folder, len(paths))
    answer(report.answer(kind, result), many, basis=basis, form=form, file=file)
    if failed:
        remark(Message(_FAILED, {"failed": len(failed), "count": len(paths)}))
    return 1 if failed else 0


def none_of(failed: Iterable[report.Failed]) -> Stop:
    """Say why not one of the plans could be worked out; raise what this returns."""
    return stop(*(Message(_OF_PLAN, {"plan": it.plan, "why": it.why}) for it in failed))


def each_file(
    folder: Path,
    output: Path | None,
    make: Callable[[Workspace], str | bytes],
    basis: Basis,
    target_year: When | None,
    day: date | None,
) -> int:
    """Write a file for every plan in a folder, named as `output` says with `{plan}` in it, by what
    is known on a day, else today; tells of those that could not be worked out, and returns 1 where
    there are any. Raises CannotRead where there is no plan, and Stop where the names will not do or
    a file cannot be written.
    """
    files = _named(plans_below(folder), folder, output)
    failed = 0
    for path, file in files.items():

        def write(source: Workspace, file: Path = file) -> None:
            deliver(make(source), file)

        found = tried(path, write, basis, target_year, day or date.today())
        if isinstance(found, report.Failed):
            failed += 1
            remark(Message(_OF_PLAN, {"plan": found.plan, "why": found.why}))
        gc.collect(0)  # as above
    if failed:
        remark(Message(_UNWRITTEN, {"failed": failed, "count": len(files)}))
    return 1 if failed else 0


def _named(paths: Sequence[Path], folder: Path, output: Path | None) -> dict[Path, Path]:
    """The file of each plan. Raises Stop where the output does not tell plans apart."""
    if output is None or PLACE not in str(output):
        raise stop(Message(_NO_PLACE, {"place": PLACE}))
    names: dict[str, Path] = {}
    for path in paths:
        below = path.relative_to(folder).as_posix()
        name = (real(path).name if below == "." else below).replace("/", "-")
        if name in names:
            raise stop(Message(_SAME_NAME, {"plans": (names[name], path), "name": name}))
        names[name] = path
    return {path: Path(str(output).replace(PLACE, name)) for name, path in names.items()}


def tried(
    path: Path,
    work: Callable[[Workspace], Found],
    basis: Basis,
    target_year: When | None,
    day: date,
) -> Found | report.Failed:
    """What a plan comes to, or why it could not be worked out."""
    at = typed_folder(path)
    try:
        return work(Workspace(at, basis, taken, target_year or "next", day))
    except Broken as error:
        return report.Failed(at.called, _why(error))
    except CannotRead as error:
        return report.Failed(at.called, error.messages)
    except UnknownId as error:
        return report.Failed(at.called, (unknown_id(error, ""),))
    except NoLine as error:
        return report.Failed(at.called, (error.why,))


def _of(
    path: Path,
    folder: Path,
    tell: Callable[[Workspace], Iterable[Told]],
    basis: Basis,
    target_year: When | None,
    day: date,
) -> list[report.Line] | report.Failed:
    """A plan's lines, or why it has none."""
    called = typed_folder(path).called
    short = called.removeprefix(f"{folder.as_posix()}/")

    def lines(source: Workspace) -> list[report.Line]:
        found: list[report.Line] = []
        for row, beside in tell(source):
            rows = {each.id for each in source.plan.by_id[row.id].walk()}
            codes = report.contradicting(source.findings, rows)
            found.append(report.Line(called, short, source.plan.about, row, beside, codes))
        return found

    return tried(path, lines, basis, target_year, day)


def _why(error: Broken) -> tuple[Message | Text, ...]:
    """The first of a plan's errors, and how many more there are."""
    first = [Text(it.line("vi"), it.line("en")) for it in error.findings[:1]]
    more = len(error.findings) - 1
    return (*first, *([Message(_MORE, {"count": more})] if more > 0 else [])) or (error.message,)


def rows_typed(indices: Sequence[Row], typed: Iterable[str]) -> Sequence[Row]:
    """The rows that get a line: each that was typed, else every index. Raises UnknownId."""
    rows = {row.id: row for index in indices for row in index.walk()}
    asked = dict.fromkeys(ident for text in typed for ident in matching(text, rows))
    return [rows[ident] for ident in asked] or indices


_MANY = Text("{folder} ({count} kế hoạch)", "{folder} (plans: {count})")
_OF_PLAN = Text("{plan}: {why}", "{plan}: {why}")
_MORE = Text(
    "còn {count} lỗi khác: xem “parplan validate”",
    "further errors: {count}; see `parplan validate`",
)
_FAILED = Text(
    "{failed} trong {count} kế hoạch không tính được; lý do ghi trong kết quả",
    "plans that could not be worked out: {failed} of {count}; the answer says why",
)
_UNWRITTEN = Text(
    "{failed} trong {count} kế hoạch không tính được nên không được lập thành tệp",
    "plans that could not be worked out, and have no file: {failed} of {count}",
)
_NO_PLACE = Text(
    "--plans cần -o có {place} trong tên tệp, ví dụ -o '{place}.html': mỗi kế hoạch một tệp",
    "--plans takes -o with {place} in the name, such as -o '{place}.html': a file for each plan",
)
_SAME_NAME = Text(
    "hai kế hoạch có cùng tên tệp “{name}” ({plans}); đổi tên một thư mục",
    "two plans would have the same file, “{name}” ({plans}); rename one of the folders",
)
