"""Writing into the files of a user's own plan: checked before it is written, whole or not at
all."""

from collections.abc import Callable, Iterable, Sequence

from parplan.cli.files import change
from parplan.cli.language import current
from parplan.cli.output import remark, stop, tell
from parplan.cli.screen import beside
from parplan.location import Loc
from parplan.model.files import FileKind
from parplan.model.findings import Finding
from parplan.render.findings import excerpt as findings_text
from parplan.text import Message, Text
from parplan.workspace.opened import Workspace
from parplan.yaml_text.edit import CannotWrite, Values, appended, value_at, with_values
from parplan.yaml_text.read import read
from parplan.yaml_text.source import Quoted, Source


def evidence(shown: str, note: str = "") -> dict[str, object]:
    """What shows something, as a record of a file: a link or a file, and a note on it. Raises Stop
    where nothing is named.
    """
    if not shown.strip():
        raise stop(Message(_NO_EVIDENCE))
    return {
        "link" if "://" in shown else "file": Quoted(shown),
        **({"note": Quoted(note)} if note else {}),
    }


def further(held: object, shown: Iterable[str], note: str = "") -> list[dict[str, object]]:
    """The records of what shows something that are not held yet, each once; one that says more of
    it, such as a note, holds it too.
    """
    new: list[dict[str, object]] = []
    for one in shown:
        record = evidence(one, note)
        if not any(record.items() <= it.items() for it in (*entries(held), *new)):
            new.append(record)
    return new


def entries(held: object) -> list[dict[str, object]]:
    """The records of a list, as far as a file that is not checked yet has them."""
    return [it for it in held if isinstance(it, dict)] if isinstance(held, list) else []


def with_evidence(
    source: Source, loc: Loc, records: Sequence[dict[str, object]], below: str
) -> str:
    """The text with further evidence of the record at `loc`; where it has none yet, behind the key
    `below`. Raises CannotWrite.
    """
    at = (*loc, "evidence")
    if source.value(at):
        return appended(source, at, records)
    text = with_values(source, Values(loc, {"evidence": records}, ("evidence",), below))
    if len(value_at(source, text, at) or ()) != len(records):
        raise CannotWrite
    return text


def write_checked(
    source: Workspace,
    kind: FileKind,
    file: Source | None,
    text: str,
    check: Callable[[Source], Iterable[Finding]],
) -> None:
    """Write a file of the plan, which was read as `file` (None: there was none). Raises Stop, and
    writes nothing, where it would hold errors that it does not hold now, is another plan's, or was
    changed meanwhile, or where there is one that is nearly named so; tells what else is found in
    what is new."""
    near = source.folder.near(kind)
    if near is not None:
        raise stop(near)
    path = source.folder.path / f"{kind}.yaml"
    shown = source.folder.shown(path)
    held = () if file is None else check(file)
    known = {finding.site for finding in held if finding.code != _ANOTHER_PLAN}
    new = [finding for finding in check(read(shown, text.encode())) if finding.site not in known]
    told = findings_text.render(new, current(), beside())
    if any(finding.severity == "error" for finding in new):
        tell(told)
        raise stop(Message(_REFUSED, {"path": shown}))
    change(path, shown, None if file is None else file.text, text)
    if new:
        tell(told)
    remark(Message(_WRITTEN, {"path": shown}))


_ANOTHER_PLAN = "S114"
_NO_EVIDENCE = Text(
    "--evidence cần tên tệp, số văn bản hoặc địa chỉ trang",
    "--evidence needs a file, a document's number or a link",
)
NO_PLACE = Text(
    "không ghi được vào {path} mà không đổi phần khác; ghi bằng tay rồi chạy “parplan validate”",
    "{path} has no place to write to without changing the rest; write it by hand, then run "
    "`parplan validate`",
)
_REFUSED = Text(
    "không ghi gì: {path} sẽ có lỗi ở trên",
    "nothing was written: {path} would have the errors above",
)
_WRITTEN = Text("đã ghi vào {path}", "written to {path}")
