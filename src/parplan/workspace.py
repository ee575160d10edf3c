"""A plan's folder: its files read, checked and joined, those beside the plan when they are first
asked for.
"""

import errno
import os
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from difflib import get_close_matches
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from parplan.checks.encoding import SAVE_ANEW, NotText, decoded
from parplan.checks.plan import Checked, check
from parplan.engine.identities import corrections, figure_at
from parplan.model.files import FILES, FileKind
from parplan.model.findings import Finding, Made, Read
from parplan.model.plan import Plan
from parplan.text import Message, Text, plain
from parplan.yaml_text import source
from parplan.yaml_text.source import Source, Sources

if TYPE_CHECKING:
    from parplan.model.habits import Habits
    from parplan.model.peers import Panel, Published
    from parplan.model.results import Outcomes
    from parplan.model.tasks import Work

Basis = Literal["printed", "parts", "corrected"]

REQUIRED: tuple[FileKind, ...] = ("indicators", "targets")
_OWN = tuple(f"{kind}.yaml" for kind in REQUIRED)


class CannotRead(Exception):
    """Something that was to be read cannot be; says what, in both languages, one message each."""

    def __init__(self, *messages: Message) -> None:
        super().__init__("; ".join(message.say("en") for message in messages))
        self.messages = messages


class Broken(Exception):
    """A file that cannot be used: what was found in it, and a sentence that says so."""

    def __init__(self, findings: Iterable[Finding], message: Message) -> None:
        super().__init__(message.say("en"))
        self.findings = tuple(findings)
        self.message = message


class Workspace:
    """A plan that could be read whole, with what lies beside it. `plan` and `findings` are on the
    basis asked for.

    `given` is the folder as the user named it; empty for the plan that comes with the package.
    Raises CannotRead for files that are missing or not readable, Broken for such that hold errors,
    each when it is first asked for.
    """

    def __init__(self, folder: Path, given: str, basis: Basis = "printed") -> None:
        self.folder = folder
        self.given = given
        self.basis = basis
        self.path = given or near_name(folder)  # as files of it are named
        self.sources = load(folder, given)
        self.printed = check(self.sources)
        if self.printed.plan is None:
            errors = (
                it
                for it in self.printed.findings
                if it.severity == "error" and it.code.startswith("S")
            )
            raise Broken(errors, Message(BROKEN_PLAN))
        self.checked = (
            self.better if basis == "corrected" and self.better.plan is not None else self.printed
        )
        self.name = self.sources.name

    @property
    def plan(self) -> Plan:
        """The plan on the basis asked for."""
        plan = self.checked.plan
        if plan is None:
            raise Broken(self.checked.findings, Message(BROKEN_PLAN))
        return plan

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found in the plan's own files, on the basis asked for."""
        return self.checked.findings

    @property
    def title(self) -> str:
        """How people are told which plan it is: the folder, and the id that the plan gives
        itself.
        """
        ident = self.plan.about.id
        return ident if self.name == ident else f"{plain(self.name)} ({ident})"

    @property
    def on(self) -> Literal["printed", "parts"]:
        """The basis as the engine has it: corrected figures stand in the plan itself."""
        return "parts" if self.basis == "parts" else "printed"

    @property
    def better(self) -> Checked:
        """The plan with the corrections its errata decided on, checked; no plan where they decided
        on none.
        """
        return self.printed.corrected or Checked(None, ())

    @cached_property
    def decided(self) -> Mapping[str, tuple[Decimal, Decimal]]:
        """The figures, printed and corrected, that the errata decided on, by path."""
        plan = self.printed.plan
        if plan is None:
            return {}
        made = corrections(plan)
        return {
            path: (part.value, value)
            for path, value in made.items()
            if (part := figure_at(plan, path))
        }

    @property
    def corrected(self) -> Mapping[str, tuple[Decimal, Decimal]]:
        """Those among them that the basis puts."""
        return {} if self.checked is self.printed else self.decided

    def file(self, kind: FileKind) -> Source | None:
        """The file of a kind (tasks, results) that lies beside the plan; None where there is
        none.
        """
        return beside(self.folder, self.path, kind)

    def needed(self, kind: FileKind) -> Source:
        """As `file`. Raises CannotRead where there is none."""
        found = self.file(kind)
        if found is None:
            raise CannotRead(
                Message(NO_FILE_BESIDE, {"plan": self.title, "file": f"{kind}.yaml", "kind": kind})
            )
        return found

    @cached_property
    def work(self) -> "Work":
        """Who does what."""
        from parplan.checks.companion import read_tasks

        return usable(read_tasks(self.needed("tasks"), self.plan, self.name))

    @cached_property
    def outcomes(self) -> "Outcomes":
        """What has been observed."""
        from parplan.checks.companion import read_results

        return usable(read_results(self.needed("results"), self.plan, self.name))

    @property
    def scenarios(self) -> dict[str, Path]:
        """The scenarios that lie beside the plan, by name."""
        return scenarios_of(self.folder)

    @cached_property
    def published(self) -> "list[Published]":
        """What is published of other units, beside the plan."""
        return [
            self.published_in(path, self.shown(path)) for path in peers_of(self.folder).values()
        ]

    @cached_property
    def panels(self) -> "list[Panel]":
        """The tables of other units beside the plan."""
        return [
            _beside_named(self.panel_in(path, self.shown(path))[0], self.folder, path)
            for path in tables_of(self.folder).values()
        ]

    @cached_property
    def told(self) -> "tuple[Outcomes | None, list[Panel]]":
        """What stands beside the plan about the scores that it prints."""
        return told_beside(self.folder, self.path, self.plan)

    def published_in(self, path: Path, shown: str) -> "Published":
        """What a file says of other units."""
        from parplan.checks.companion import read_peers

        return usable(read_peers(read_source(path, shown), self.plan, self.name))

    def panel_in(self, path: Path, shown: str) -> "tuple[Panel, tuple[Finding, ...]]":
        """A table of other units, and what is worth knowing of it."""
        from parplan.checks.tables import read_panel

        read = read_panel(read_bytes(path), shown, self.plan, self.name, habits())
        return usable(read), read.findings

    def shown(self, path: Path) -> str:
        """A file of the folder as the user would name it."""
        return named_in(self.path, self.folder, path)


def named_in(name: str, folder: Path, path: Path) -> str:
    """A file of a folder as the user, who named the folder so, would name it."""
    return (Path(name) / path.relative_to(folder)).as_posix()


def broken(findings: Iterable[Finding]) -> Broken:
    """What to raise for a companion file with errors."""
    return Broken(
        [finding for finding in findings if finding.severity == "error"], Message(BROKEN_BESIDE)
    )


def usable(read: Read[Made]) -> Made:
    """What a companion file came to. Raises Broken where it holds errors."""
    if read.made is None:
        raise broken(read.findings)
    return read.made


def embedded() -> Path:
    """The folder of the plan that travels with the package: beside the code when installed, at the
    top of a checkout otherwise.
    """
    installed = Path(__file__).with_name("data")
    return installed if installed.is_dir() else Path(__file__).parents[2] / "data"


def found_above(folder: Path) -> Path | None:
    """The nearest folder, this one or above it, that holds a plan, or a file that is nearly named
    so; this one also where it holds any other file of a plan. None where there is none.
    """
    wanted: Iterable[str] = PLAN_FILES
    for at in (folder, *folder.parents):
        if _lies_in(at, wanted):
            return at
        wanted = PLAN_FILES[:1]
    return None


def holds_plan(folder: Path) -> bool:
    """Whether a file of a plan itself lies in a folder, by its right name."""
    return any(os.path.lexists(folder / name) for name in _OWN)


def _lies_in(folder: Path, names: Iterable[str], files: Iterable[str] | None = None) -> bool:
    """Whether one of these files, or one that is nearly named so, lies in a folder (`files`, where
    it has been listed).
    """
    there = any(os.path.lexists(folder / name) for name in names)
    return there or bool(near_names(folder, names, files))


def called(folder: Path, given: str) -> str:
    """What a plan's folder is called in every output: as it was given, or by its own name where
    that is only dots.
    """
    return given if Path(given).name not in ("", "..") else folder.resolve().name or given


def near_name(folder: Path) -> str:
    """A folder as somebody here would type it: relative where it lies below the working folder,
    else in full.
    """
    try:
        return folder.resolve().relative_to(Path.cwd()).as_posix()
    except (ValueError, OSError):
        return folder.as_posix()


# What is read of a plan's folder, and what may be named nearly so.
PLAN_FILES = tuple(f"{kind}.yaml" for kind in (*FILES, "tasks", "results"))
_NEAR = 0.85  # of difflib's ratio: a letter more or less
# A name such as indicators.yml, “indicators (1).yaml” or indicators.yaml.txt.
_YAML = re.compile(r"(?P<stem>[^.]+?)(?P<copy> ?\(\d+\)| - copy)?\.ya?ml?(?P<more>\.\w+|~)?")
# Folders of more such files: what is read there, and what looks as if it were to be.
_FOLDERS = {
    "scenarios": ((".yaml",), (".yaml", ".yml")),
    "peers": ((".yaml", ".csv"), (".yaml", ".yml", ".csv", ".tsv", ".xls", ".xlsx")),
}


def near_names(
    folder: Path, names: Iterable[str] = PLAN_FILES, files: Iterable[str] | None = None
) -> dict[Path, str]:
    """The files of a folder (`files`, where it has been listed) whose names are nearly those of a
    plan's files, so that nobody reads them, each with the name that is meant.
    """
    wanted, found = {Path(name).stem: name for name in names}, {}
    for name in _listed(folder) if files is None else files:
        like = _YAML.fullmatch(name.casefold())
        near = get_close_matches(like["stem"], wanted, 1, _NEAR) if like else []
        path = folder / name
        if not like or not near or name in wanted.values() or not path.is_file():
            continue
        meant = folder / wanted[near[0]]
        # A copy beside the right file is one that somebody keeps; letters' case may not matter.
        if not (meant.exists() and (like["copy"] or like["more"] or meant.samefile(path))):
            found[path] = meant.name
    return found


def unread(folder: Path) -> dict[Path, str]:
    """The files of a plan's folder that look like its data and that nobody reads, each with the
    names that are read.
    """
    others = {
        path: f"{below}/*{', *'.join(endings)}"
        for below, (endings, alike) in _FOLDERS.items()
        for path in map((folder / below).joinpath, _listed(folder / below))
        if path.suffix.lower() in alike and path.suffix not in endings and path.is_file()
    }
    return dict(sorted((near_names(folder) | others).items()))


def _listed(folder: Path) -> list[str]:
    """The names in a folder, sorted; none where it cannot be listed."""
    try:
        return sorted(os.listdir(folder))  # noqa: PTH208 - names, quicker than paths
    except OSError:
        return []


def load(folder: Path, given: str) -> Sources:
    """The files of a plan, which is called as its folder was given, or by its id where that is
    empty. Raises CannotRead for a folder or file that is missing or that the system does not let
    us read.
    """
    if not folder.is_dir():
        raise CannotRead(Message(NO_FOLDER, {"path": given or folder}))
    name = given or near_name(folder)
    files: dict[str, Source] = {}
    failures: list[Message] = []
    near = {meant: path.name for path, meant in near_names(folder).items()}
    for kind in FILES:
        path = folder / f"{kind}.yaml"
        shown = named_in(name, folder, path)
        if kind not in REQUIRED and not os.path.lexists(path):
            continue
        try:
            files[kind] = read_source(path, shown)
        except CannotRead as error:
            values = {"path": shown, "near": near.get(path.name)}
            failures += [Message(NEAR_FILE, values)] if path.name in near else error.messages
    if failures:
        raise CannotRead(*failures)
    return Sources(called(folder, given) if given else _id_in(files["indicators"]), files)


def _id_in(indicators: Source) -> str:
    return str(indicators.value(("plan", "id")))


def beside(folder: Path, name: str, kind: FileKind) -> Source | None:
    """The file of a kind (tasks, results) that lies beside a plan; None where there is none. Raises
    CannotRead.
    """
    path = folder / f"{kind}.yaml"
    return read_source(path, named_in(name, folder, path)) if os.path.lexists(path) else None


def told_beside(folder: Path, name: str, plan: Plan) -> "tuple[Outcomes | None, list[Panel]]":
    """The results and the tables of other units that lie beside a plan and can be used: a file with
    errors says nothing. Raises CannotRead.
    """
    results, tables = beside(folder, name, "results"), tables_of(folder)
    if results is None and not tables:
        return None, []
    from parplan.checks.companion import read_results
    from parplan.checks.tables import read_panel

    of, words = called(folder, name), habits()
    read = {
        path: read_panel(read_bytes(path), named_in(name, folder, path), plan, of, words).made
        for path in tables.values()
    }
    return (
        None if results is None else read_results(results, plan, of).made,
        [_beside_named(one, folder, path) for path, one in read.items() if one is not None],
    )


def _beside_named(panel: "Panel", folder: Path, path: Path) -> "Panel":
    """A table that lies in a plan's folder, named by where it lies there."""
    return panel._replace(name=path.relative_to(folder).as_posix())


def read_source(path: Path, shown: str) -> Source:
    """One file as located text, named as the user named it. Raises CannotRead."""
    return source.read(shown, read_bytes(path, shown))


def read_bytes(path: Path, shown: str = "") -> bytes:
    """A file as it is. Raises CannotRead."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise unread_because(error, shown or path.as_posix()) from error


def scenarios_of(folder: Path) -> dict[str, Path]:
    """The scenarios that lie beside a plan, by name, sorted."""
    return {path.stem: path for path in sorted((folder / "scenarios").glob("*.yaml"))}


def peers_of(folder: Path) -> dict[str, Path]:
    """What lies beside a plan of others like it, published groups and figures, by name, sorted."""
    return {path.stem: path for path in sorted((folder / "peers").glob("*.yaml"))}


def tables_of(folder: Path) -> dict[str, Path]:
    """The tables of peers that lie beside a plan, by name, sorted."""
    return {path.stem: path for path in sorted((folder / "peers").glob("*.csv"))}


def read_text(path: Path) -> str:
    """A text file, in whatever encoding it says or else UTF-8. Raises CannotRead."""
    try:
        return decoded(read_bytes(path))
    except NotText as error:
        raise CannotRead(not_text(path, error)) from error


def not_text(path: Path, error: NotText) -> Message:
    """What to say of a file that cannot be read as text, with the way to save it anew."""
    return Message(NOT_TEXT, {"path": path, "why": error.why, "then": SAVE_ANEW})


@cache
def habits() -> "Habits":
    """How people write tables of units: the words of `habits.yaml`, which travels with the code."""
    from parplan.model.habits import Habits

    path = Path(__file__).with_name("habits.yaml")
    return Habits.model_validate(read_source(path, path.name).tree)


def plans_in(folder: Path) -> list[Path]:
    """Every folder that holds a plan's file, or one that is nearly named so, at or below `folder`,
    sorted. Raises CannotRead where there is none.
    """
    if not folder.is_dir():
        raise CannotRead(Message(NO_FOLDER, {"path": folder}))
    failed: list[Message] = []
    walk = os.walk(folder, onerror=lambda error: failed.append(_reason(error, str(error.filename))))
    found = sorted(Path(at) for at, _, files in walk if _lies_in(Path(at), _OWN, files))
    if failed:
        raise CannotRead(*failed)
    if not found:
        raise CannotRead(Message(NO_PLAN, {"path": folder}))
    return found


def unread_because(error: OSError, path: str) -> CannotRead:
    """A file that the system does not let us read, and why."""
    return CannotRead(_reason(error, path))


def _reason(error: OSError, path: str) -> Message:
    if isinstance(error, FileNotFoundError):
        return Message(NO_FILE, {"path": path})
    if isinstance(error, IsADirectoryError):
        return Message(IS_A_FOLDER, {"path": path})
    if isinstance(error, PermissionError):
        return Message(NO_PERMISSION, {"path": path})
    return Message(OTHER, {"path": path, "why": why(error)})


def why(error: OSError) -> Text | str:
    """The system's reason, in both languages where it is one that people meet."""
    return _REASONS.get(errno.errorcode.get(error.errno or 0, "")) or error.strerror or str(error)


# By the name of the system's error.
_REASONS: dict[str, Text] = {
    "ENOENT": Text("không có tệp hoặc thư mục này", "No such file or directory"),
    "EACCES": Text("không có quyền", "Permission denied"),
    "EPERM": Text("không được phép", "Operation not permitted"),
    "EISDIR": Text("là thư mục", "Is a directory"),
    "ENOTDIR": Text("không phải thư mục", "Not a directory"),
    "ENOSPC": Text("đĩa đầy", "No space left on device"),
    "ENAMETOOLONG": Text("tên tệp quá dài", "File name too long"),
    "EROFS": Text("ổ đĩa chỉ đọc", "Read-only file system"),
    "EBADF": Text("đã đóng", "it is closed"),
    "EIO": Text("lỗi thiết bị", "Input/output error"),
}
NO_FOLDER = Text("không có thư mục {path}", "there is no folder {path}")
NO_PLAN = Text(
    "trong {path} không có kế hoạch nào (cần indicators.yaml và targets.yaml)",
    "there is no plan in {path} (a plan is a folder with indicators.yaml and targets.yaml)",
)
NO_FILE = Text("không có tệp {path}", "there is no file {path}")
NEAR_FILE = Text(
    "không có tệp {path} nhưng có {near}: hãy đổi tên tệp đó",
    "there is no file {path}, but there is {near}: rename it",
)
IS_A_FOLDER = Text("{path} là thư mục, không phải tệp", "{path} is a folder, not a file")
NO_PERMISSION = Text("không có quyền đọc {path}", "no permission to read {path}")
NOT_TEXT = Text("không đọc được {path}: {why}; {then}", "{path} cannot be read: {why}; {then}")
OTHER = Text("không đọc được {path}: {why}", "{path} cannot be read: {why}")
BROKEN_PLAN = Text(
    "không tính được gì trên kế hoạch có lỗi ở trên; sửa rồi chạy lại, hoặc xem “parplan validate”",
    "nothing can be worked out from a plan with the errors above; fix them, or see `parplan "
    "validate`",
)
NO_FILE_BESIDE = Text(
    "kế hoạch {plan} không có tệp {file}; xem “parplan schema {kind}”",
    "the plan {plan} has no {file}; see `parplan schema {kind}`",
)
BROKEN_BESIDE = Text(
    "không dùng được tệp có lỗi ở trên; sửa rồi chạy lại",
    "a file with the errors above cannot be used; fix them first",
)
