"""`--plans`: plans of a folder one after the other; of each nothing but its lines is kept."""

import gc
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from parplan.cli.answer import answer
from parplan.cli.language import say
from parplan.cli.output import remark, stop
from parplan.cli.typed import unknown_id
from parplan.cli.workspace import taken, typed_folder
from parplan.ids import UnknownId, matching
from parplan.reports import plans as report
from parplan.reports.rows import Row
from parplan.text import Message, Text
from parplan.workspace.folder import plans_in
from parplan.workspace.opened import Basis, Broken, When, Workspace
from parplan.workspace.reading import CannotRead

# A row of a plan without what it is made of, and what is told beside it.
Told = tuple[Any, Any]


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
    target_year: When | None = None,
    day: date | None = None,
    said: Mapping[str, object] = {},
) -> int:
    """Answer with what `tell` tells of every plan in a folder, by what is known on a day, else
    today; returns 1 where one could not be
    worked out. Raises CannotRead where there is none, and Stop where none could.
    """
    paths = plans_in(folder)
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
        raise stop(*(Message(_OF_PLAN, {"plan": it.plan, "why": it.why}) for it in failed))
    result = report.Lines(folder.as_posix(), len(paths), tuple(lines), tuple(failed), said)
    many = Many(folder, len(paths))
    answer(report.answer(kind, result), many, basis=basis, form=form, file=file)
    if failed:
        remark(Message(_FAILED, {"failed": len(failed), "count": len(paths)}))
    return 1 if failed else 0


def _of(
    path: Path,
    folder: Path,
    tell: Callable[[Workspace], Iterable[Told]],
    basis: Basis,
    target_year: When | None,
    day: date,
) -> list[report.Line] | report.Failed:
    """A plan's lines, or why it has none."""
    at = typed_folder(path)
    try:
        source = Workspace(at, basis, taken, target_year or "next", day)
        told = list(tell(source))
        about, codes = source.plan.about, report.contradicting(source.findings)
        short = at.called.removeprefix(f"{folder.as_posix()}/")
        return [report.Line(at.called, short, about, row, beside, codes) for row, beside in told]
    except Broken as error:
        return report.Failed(at.called, _why(error))
    except CannotRead as error:
        return report.Failed(at.called, error.messages)
    except UnknownId as error:
        return report.Failed(at.called, (unknown_id(error),))
    except NoLine as error:
        return report.Failed(at.called, (error.why,))


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


_MANY = Text("{folder} ({count} kế hoạch)", "{folder} ({count} plans)")
_OF_PLAN = Text("{plan}: {why}", "{plan}: {why}")
_MORE = Text(
    "còn {count} lỗi khác: xem “parplan validate”", "{count} more errors: see `parplan validate`"
)
_FAILED = Text(
    "{failed} trong {count} kế hoạch không tính được; lý do ghi trong kết quả",
    "{failed} of {count} plans could not be worked out; the answer says why",
)
