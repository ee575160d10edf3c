"""The only module that reads files: folders to sources."""

import errno
import os
from pathlib import Path

from parplan.labels import OS_REASONS
from parplan.model.files import FILES, FileKind
from parplan.text import Message, Text
from parplan.yaml_text import source
from parplan.yaml_text.source import Source, Sources

REQUIRED: tuple[FileKind, ...] = ("indicators", "targets")


class CannotRead(Exception):
    """Something that was to be read cannot be; says what, in both languages, one message each."""

    def __init__(self, *messages: Message) -> None:
        super().__init__("; ".join(message.say("en") for message in messages))
        self.messages = messages


def embedded() -> Path:
    """The folder of the plan that travels with the package: beside the code when installed, at the top of a checkout otherwise."""
    installed = Path(__file__).with_name("data")
    return installed if installed.is_dir() else Path(__file__).parents[2] / "data"


def near_name(folder: Path) -> str:
    """A folder as somebody here would type it: relative where it lies below the working folder, else in full."""
    try:
        return folder.resolve().relative_to(Path.cwd()).as_posix()
    except (ValueError, OSError):
        return folder.as_posix()


def load(folder: Path, name: str) -> Sources:
    """The files of a plan. Raises CannotRead for a folder or file that is missing or that the system does not let us read."""
    if not folder.is_dir():
        raise CannotRead(Message(NO_FOLDER, {"path": name or folder}))
    files: dict[FileKind, Source] = {}
    failures: list[Message] = []
    for kind in FILES:
        path = folder / f"{kind}.yaml"
        shown = (Path(name) / path.name).as_posix()
        if kind not in REQUIRED and not os.path.lexists(path):
            continue
        try:
            files[kind] = source.read(shown, path.read_bytes())
        except OSError as error:
            failures.append(_reason(error, shown))
    if failures:
        raise CannotRead(*failures)
    return Sources(name, files)


def beside(folder: Path, name: str, kind: FileKind) -> Source | None:
    """The file of a kind (tasks, results) that lies beside a plan; None where there is none. Raises CannotRead."""
    path = folder / f"{kind}.yaml"
    return read_source(path, (Path(name) / path.name).as_posix()) if os.path.lexists(path) else None


def read_source(path: Path, shown: str) -> Source:
    """One file as located text, named as the user named it. Raises CannotRead."""
    try:
        return source.read(shown, path.read_bytes())
    except OSError as error:
        raise CannotRead(_reason(error, shown)) from error


def read_bytes(path: Path) -> bytes:
    """A file as it is. Raises CannotRead."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise CannotRead(_reason(error, path.as_posix())) from error


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
    """A UTF-8 text file. Raises CannotRead."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise CannotRead(_reason(error, str(path))) from error
    except UnicodeDecodeError as error:
        raise CannotRead(Message(NOT_UTF8, {"path": path})) from error


def plans_in(folder: Path) -> list[Path]:
    """Every folder that holds a plan's file, at or below `folder`, sorted. Raises CannotRead where there is none."""
    if not folder.is_dir():
        raise CannotRead(Message(NO_FOLDER, {"path": folder}))
    names = {f"{kind}.yaml" for kind in REQUIRED}
    unread: list[Message] = []
    walk = os.walk(folder, onerror=lambda error: unread.append(_reason(error, str(error.filename))))
    found = sorted(Path(at) for at, _, files in walk if names & set(files))
    if unread:
        raise CannotRead(*unread)
    if not found:
        raise CannotRead(Message(NO_PLAN, {"path": folder}))
    return found


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
    return OS_REASONS.get(errno.errorcode.get(error.errno or 0, "")) or error.strerror or str(error)


NO_FOLDER = Text("không có thư mục {path}", "there is no folder {path}")
NO_PLAN = Text(
    "trong {path} không có kế hoạch nào (cần indicators.yaml và targets.yaml)",
    "there is no plan in {path} (a plan is a folder with indicators.yaml and targets.yaml)",
)
NO_FILE = Text("không có tệp {path}", "there is no file {path}")
IS_A_FOLDER = Text("{path} là thư mục, không phải tệp", "{path} is a folder, not a file")
NO_PERMISSION = Text("không có quyền đọc {path}", "no permission to read {path}")
NOT_UTF8 = Text("{path} không phải văn bản UTF-8", "{path} is not UTF-8 text")
OTHER = Text("không đọc được {path}: {why}", "{path} cannot be read: {why}")
