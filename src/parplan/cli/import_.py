"""`parplan import`: a plan as it comes, a document, workbook, PDF or pasted text, as the files of a
plan.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from parplan.cli.app import command
from parplan.cli.documents import is_aside, vocabulary
from parplan.cli.options import Language, TableOrJson, argument, option
from parplan.model.files import FILES, FileKind
from parplan.text import Message, Text
from parplan.workspace.folder import Folder, embedded

if TYPE_CHECKING:
    from parplan.documents.blocks import Printed
    from parplan.documents.drawn import Recognised
    from parplan.documents.records import Records
    from parplan.model.findings import Finding
    from parplan.model.plan import Plan
    from parplan.yaml_text.source import Source

_TASKS: FileKind = "tasks"
_FILES = (_TASKS, "targets", "indicators")  # the indicators last: with them the folder is a plan


@command(
    "import",
    help=Text(
        "Lập kế hoạch từ văn bản Word, bảng tính, PDF hoặc bảng đã sao chép: mỗi số liệu kèm ô "
        "ghi số đó.",
        "Make a plan of a Word document, workbook, PDF or pasted text: each figure with its cell.",
    ),
    example="parplan import plan.docx -o my-plan",
)
def import_(
    files: Annotated[
        list[Path],
        argument(
            metavar="FILE",
            help=Text(
                "Văn bản kế hoạch: .docx, .xlsx, .pdf, .csv, hoặc văn bản thuần có bảng ngăn cách "
                "bằng tab.",
                "The plan's document: .docx, .xlsx, .pdf, .csv, or plain text with tabs between "
                "cells.",
            ),
        ),
    ],
    folder: Annotated[
        Path,
        option(
            "-o",
            "--output",
            metavar="DIR",
            help=Text(
                "Thư mục của kế hoạch; mặc định: thư mục hiện tại.",
                "The plan's folder. Default: the current one.",
            ),
        ),
    ] = Path(),
    like: Annotated[
        Path | None,
        option(
            "--like",
            metavar="DIR",
            help=Text(
                "Kế hoạch đã có, để lấy mã, tên tiếng Anh và ai chấm điểm; mặc định: kế hoạch mẫu.",
                "A known plan, for ids, English names and who scores. Default: the example.",
            ),
        ),
    ] = None,
    tables: Annotated[
        list[str] | None,
        option(
            "--table",
            metavar="N=INDEX",
            help=Text(
                "Bảng thứ N là của chỉ số này; N=no: không dùng. Dùng được nhiều lần.",
                "Table N is of this index; N=no: leave it out. Repeatable.",
            ),
        ),
    ] = None,
    columns: Annotated[
        list[str] | None,
        option(
            "--column",
            metavar="TITLE=FIELD",
            help=Text(
                "Cột có tiêu đề này là số liệu này (score, max, planned, target, rank, no …). Dùng "
                "được nhiều lần.",
                "A column of this title holds this: score, max, planned, target, rank, no … "
                "Repeatable.",
            ),
        ),
    ] = None,
    year: Annotated[
        int | None,
        option(
            "--year",
            metavar="YEAR",
            help=Text("Năm gốc: năm của số điểm.", "The base year: of the scores."),
        ),
    ] = None,
    target_year: Annotated[
        int | None,
        option(
            "--target-year",
            metavar="YEAR",
            help=Text("Năm của mục tiêu.", "The year of the targets."),
        ),
    ] = None,
    dry_run: Annotated[
        bool,
        option(
            "--dry-run",
            help=Text(
                "Chỉ cho biết sẽ lấy gì, không ghi.", "Only say what would be taken; write nothing."
            ),
        ),
    ] = False,
    force: Annotated[
        bool,
        option(
            "--force",
            help=Text(
                "Nhập vào kế hoạch đã có: số liệu đổi tại chỗ, phần tự thêm giữ nguyên.",
                "Import into an existing plan: figures change in place; what was added stays.",
            ),
        ),
    ] = False,
    form: TableOrJson = None,
    lang: Language = None,
) -> int:
    """Write the files of a plan as a document prints it; returns 1 where something remains to be
    asked. Raises Stop and CannotRead; nothing is then written.
    """
    from parplan.checks.document import noticed
    from parplan.cli.answer import answer
    from parplan.cli.documents import printed
    from parplan.cli.import_asked import asked_for, refuse_unmet
    from parplan.cli.output import stop
    from parplan.cli.schema import schemas_for
    from parplan.cli.workspace import typed_folder
    from parplan.documents.recognise import recognise
    from parplan.documents.records import Known, records
    from parplan.reports import imported
    from parplan.workspace.beside import habits
    from parplan.workspace.opened import Workspace

    own = typed_folder(folder)
    again = force and own.holds_plan
    frame = typed_folder(like) if like is not None else own if again else Folder(embedded())
    source = Workspace(frame)
    asked = asked_for(tables or [], columns or [], year, target_year)
    read = _together([printed(file) for file in files])
    if own.holds_plan and not force and not dry_run:
        raise stop(Message(_THERE, {"path": folder}))
    own_plan = Workspace(own).plan if again else None
    found = recognise(read, vocabulary(), source.plan, asked, own_plan)
    refuse_unmet(asked, found)
    if not found.indices and not (again and found.assignments):
        raise _nothing(files, found, noticed(read, read))
    ident = own_plan.about.id if own_plan else _ident(folder, found, source.plan)
    plans = (own, source.folder) if again else (source.folder,)
    units = _units(plans) if found.assignments else ()
    known = Known(source.plan, units, habits().form)
    made = records(found, known, ident, _source(files[0]))
    before = _before(own) if again else {}
    texts, told = _again(own_plan, before, made) if own_plan else (_texts(made), ())
    if not dry_run:
        kinds = (name.removesuffix(".yaml") for name in texts)
        schemas = schemas_for(own.path, [kind for kind in kinds if kind not in before])
        _write(own, before, {**schemas, **texts})
    written = () if dry_run else tuple((folder / name).as_posix() for name in texts)
    findings = noticed(read, found.document)
    checked = _checked(own, before, texts, read if found.indices else None)
    dated = not found.indices or (found.year and found.target_year)
    asking = () if dated else (Message(_WHICH_YEAR),)
    ends = _ends(made, written, dry_run=dry_run, again=again)
    if found.as_above and found.assignments:
        told = (*told, Message(_AS_ABOVE, {"count": found.as_above}))
    given = imported.answer(found.tables, written, (*findings, *checked), (*told, *asking, *ends))
    answer(given, None, basis=None, form=form, file=None)
    return 1 if asking or any(it.severity != "note" for it in findings) else 0


def _units(plans: Iterable[Folder]) -> tuple[tuple[str, str], ...]:
    """The units by id and name of the first of some plans with tasks, else of the example."""
    from parplan.workspace.opened import Workspace

    told = (it for it in plans if it.file("tasks") is not None)
    work = Workspace(next(told, Folder(embedded()))).work
    return tuple((unit.id, unit.name.vi) for unit in work.units.values())


def _ends(
    made: "Records", written: Sequence[str], *, dry_run: bool, again: bool
) -> Iterator[Message]:
    """What is left to be filled in of a new plan, and what was written."""
    from parplan.documents.records import Doubt

    about: Any = made.indicators["plan"]
    tasks: Any = () if made.tasks is None else made.tasks["tasks"]
    unit = about["unit"]
    if isinstance(unit, Doubt) and not again:
        yield Message(_UNIT if unit.value is None else _UNIT_BY_NAME, {"unit": unit.value})
    in_words = sum(task["when"] is not None for task in tasks)
    open_ones = sum(isinstance(task["serves"], Doubt) for task in tasks)
    for count, words in ((in_words, _DAYS), (open_ones, _ROWS)):
        if count and not again:
            yield Message(words, {"count": count})
    if dry_run or not written:
        yield Message(_DRY if dry_run else _AS_IT_WAS)
    else:
        yield Message(_WRITTEN, {"files": tuple(written)})


def _before(own: Folder) -> "dict[str, Source]":
    """The files of the plan that is there."""
    found = {kind: own.file(kind) for kind in (*FILES, _TASKS)}
    return {kind: file for kind, file in found.items() if file is not None}


def _again(
    own: "Plan", before: "Mapping[str, Source]", made: "Records"
) -> tuple[dict[str, str], tuple[Message, ...]]:
    """What an import changes in the files of a plan that is there, and how that is told."""
    from parplan.cli.import_again import again

    found = again(own, before, made)
    new = {} if made.tasks is None or _TASKS in before else _texts(made, _TASKS)
    return {**new, **found.texts}, tuple(found.told)


def _write(own: Folder, before: "Mapping[str, Source]", texts: Mapping[str, str]) -> None:
    """The files of a plan: new ones all or none, each other in the place of what was read."""
    from parplan.cli.files import change, write_together

    there = {f"{kind}.yaml": source.text for kind, source in before.items()}
    write_together(own.path, {name: text for name, text in texts.items() if name not in there})
    for name, text in texts.items():
        if name in there:
            change(own.path / name, own.shown(own.path / name), there[name], text)


def _checked(
    own: Folder,
    before: "Mapping[str, Source]",
    texts: Mapping[str, str],
    document: "Printed | None",
) -> "tuple[Finding, ...]":
    """What `validate` finds in the plan as it was written, or would be, against the document."""
    from parplan.checks.plan import check
    from parplan.checks.tasks import read_tasks
    from parplan.documents.text import Document
    from parplan.yaml_text.read import read
    from parplan.yaml_text.source import Sources

    now = {
        name.removesuffix(".yaml"): read(own.shown(own.path / name), text.encode())
        for name, text in texts.items()
    }
    files = {**before, **now}
    tasks = files.pop(_TASKS, None)
    found = check(Sources(own.called, files), document and Document.of(document, is_aside))
    of_tasks = (
        () if tasks is None or found.plan is None else read_tasks(tasks, found.plan, own.called)[1]
    )
    return (*found.findings, *of_tasks)


def _together(documents: "Sequence[Printed]") -> "Printed":
    """Several files as one document, tables numbered on."""
    from parplan.documents.blocks import Block, Notice, Printed, Row

    blocks: list[Block] = []
    notices: list[Notice] = []
    met = 0
    for document in documents:
        last = max((it.table for it in document.blocks if isinstance(it, Row)), default=0)
        blocks += [
            block._replace(table=block.table + met) if isinstance(block, Row) else block
            for block in document.blocks
        ]
        notices += [it._replace(table=it.table and it.table + met) for it in document.notices]
        met += last
    return Printed(documents[0].name, tuple(blocks), tuple(notices))


def _ident(folder: Path, found: "Recognised", known: "Plan") -> str:
    """The plan's id: the known plan's, where it is the same one; else the folder's name."""
    from parplan.cli.workspace import named_by

    about = known.about
    if about.year == found.year and about.unit is not None and found.names(about.unit):
        return about.id
    return named_by(folder)


def _source(file: Path) -> Mapping[str, str]:
    from parplan.workspace.reading import read_bytes

    return {"file": file.name, "sha256": sha256(read_bytes(file)).hexdigest()}


def _texts(made: "Records", *kinds: str) -> dict[str, str]:
    """The plan's files, or some of them, as people like to read them: what belongs together apart
    from the rest, and what is doubtful with its reason.
    """
    from parplan.cli.schema import modeline
    from parplan.yaml_text import write

    texts = {}
    for kind in kinds or _FILES:
        record: dict[str, object] | None = getattr(made, kind)
        if record is None:
            continue
        parts = [
            write.lines({key: _noted(value)}) for key, value in record.items() if value is not None
        ]
        told = "\n\n".join("\n".join(lines) for lines in parts)
        texts[f"{kind}.yaml"] = f"{modeline(kind)}\n\n{told}\n"
    return texts


def _noted(value: object) -> object:
    """A value with its doubts as remarks, in the language of the run."""
    from parplan.cli.language import say
    from parplan.documents.records import Doubt
    from parplan.points import Rank
    from parplan.yaml_text.write import EMPTY, Noted

    if isinstance(value, Doubt):
        return Noted(EMPTY if value.value is None else value.value, f"? {say(value.why)}")
    if isinstance(value, Mapping):
        return {key: _noted(below) for key, below in value.items()}
    if isinstance(value, list | tuple) and not isinstance(value, Rank):
        return [_noted(below) for below in value]
    return value


def _nothing(
    files: Sequence[Path], found: "Recognised", findings: "Sequence[Finding]"
) -> Exception:
    """What a document without a plan is refused with: what of it could not be read, or which tables
    it has.
    """
    from parplan.cli.output import stop
    from parplan.documents.blocks import lines

    empty = not any(line.strip() for line in lines(found.document.blocks))
    in_pdf = any(file.suffix.lower() == ".pdf" for file in files)
    no_plan = _NO_PLAN_IN_PDF if in_pdf else _NO_PLAN
    said = _EMPTY if empty else _ONLY_TASKS if found.assignments else no_plan
    why = Message(said, {"files": tuple(file.as_posix() for file in files)})
    unread = [
        Message(_UNREAD, {"said": it.message, "help": it.help})
        for it in findings
        if it.severity != "note"
    ]
    with_figures = found.with_figures
    offered = [it for it in found.tables if it.number in with_figures]
    no_table = not offered or any(it.code == "I893" for it in findings)
    if empty or found.assignments or no_table:
        return stop(why, *unread)
    told = tuple(f"{it.number} “{it.heading}”" if it.heading else str(it.number) for it in offered)
    these = Message(_THESE, {"tables": told, "number": offered[0].number})
    return stop(why, *unread, these)


_UNREAD = Text("{said}; {help}", "{said}; {help}")
_EMPTY = Text("{files}: văn bản trống", "{files}: the document is empty")
_THESE = Text(
    "văn bản có các bảng {tables}; nếu là bảng của một chỉ số, nêu bằng --table {number}=mã",
    "the document has the tables {tables}: where one is an index's, say so with --table "
    "{number}=id",
)
_UNIT = Text(
    "văn bản không nêu rõ đơn vị nào lập kế hoạch; ghi vào “unit” trong indicators.yaml để so thứ "
    "hạng",
    "the document does not say for sure which unit's plan it is; write that as `unit` into "
    "indicators.yaml, so that ranks can be compared",
)
_UNIT_BY_NAME = Text(
    "theo tên kế hoạch hoặc phần đầu văn bản, đơn vị lập kế hoạch là “{unit}”; xem lại “unit” "
    "trong indicators.yaml, vì thứ hạng so theo đơn vị này",
    "by its name or its head the plan is that of “{unit}”; check `unit` in indicators.yaml, by "
    "which ranks are compared",
)
_DAYS = Text(
    "tasks.yaml: {count} thời hạn không rõ ngày, giữ nguyên văn ở “when”",
    "tasks.yaml: deadlines of which the day is not clear, kept in words as `when`: {count}",
)
_AS_ABOVE = Text(
    "tasks.yaml: {count} ô ghi “-nt-”, “như trên” lấy đơn vị, thời hạn của dòng trên",
    "tasks.yaml: cells that say “-nt-” or “as above”, taken as those above them: {count}",
)
_ROWS = Text(
    "tasks.yaml: còn {count} nhiệm vụ ghi cho tiêu chí không có trong kế hoạch, có dấu “# ?”",
    "tasks.yaml: tasks for rows that the plan does not have, marked `# ?`: {count}",
)
_WRITTEN = Text("đã ghi: {files}", "written: {files}")
_AS_IT_WAS = Text("các tệp vẫn như cũ", "the files are as they were")
_DRY = Text("chưa ghi gì (--dry-run)", "nothing was written (--dry-run)")
_NO_PLAN = Text(
    "{files}: không có bảng nào có điểm của các tiêu chí; bảng cần một cột tên tiêu chí và một cột "
    "điểm, không phải ảnh chụp",
    "{files}: there is no table with points of rows; a table needs a column with their names "
    "and one with their points, and must not be a picture",
)
_NO_PLAN_IN_PDF = Text(
    "{files}: không có bảng nào có điểm của các tiêu chí; nếu bảng là ảnh chụp, hoặc không kẻ "
    "khung trong tệp PDF, thì cần bản Word",
    "{files}: there is no table with points of rows; where tables are pictures, or have no "
    "lines in a PDF, the Word document is needed",
)
_ONLY_TASKS = Text(
    "{files}: chỉ có nhiệm vụ, không có bảng điểm; nhập cùng tệp kế hoạch (parplan import kế-hoạch "
    "nhiệm-vụ), hoặc nhập vào kế hoạch đã có bằng --force",
    "{files}: there are only tasks, and no points: import it together with the plan's file "
    "(parplan import plan tasks), or into an existing plan with --force",
)
_THERE = Text(
    "trong {path} đã có kế hoạch; nhập vào đó bằng --force (phần tự thêm vẫn giữ), hoặc chọn thư "
    "mục khác bằng -o",
    "there is a plan in {path} already: import into it with --force, which keeps what was added, "
    "or choose another folder with -o",
)
_WHICH_YEAR = Text(
    "? không rõ năm gốc hoặc năm mục tiêu; nêu bằng --year và --target-year",
    "? the base year or the target year is not clear; give it with --year and --target-year",
)
