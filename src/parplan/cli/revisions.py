"""A plan's files as they were at a git revision: asked of git itself, nothing is checked out."""

import os
import re
import subprocess
from pathlib import Path
from shutil import which

from parplan.cli.output import stop
from parplan.model.files import FILES, FileKind
from parplan.text import Message, Text
from parplan.workspace.folder import REQUIRED, embedded, near_name
from parplan.yaml_text.read import read
from parplan.yaml_text.source import Source

# What of git's own environment says where and how to look; the rest would point it elsewhere, as
# inside a hook.
_KEPT = (
    "GIT_CEILING_DIRECTORIES",
    "GIT_DISCOVERY_ACROSS_FILESYSTEM",
    "GIT_CONFIG_GLOBAL",
    "GIT_CONFIG_SYSTEM",
    "GIT_CONFIG_NOSYSTEM",
)
_PATIENCE = 30  # seconds: a large history on a slow disk takes a few


def at_revision(revision: str, folder: str | Path, name: str) -> dict[str, Source]:
    """The files of a plan's folder at a revision, by kind, and its tasks: a folder as it was typed
    is counted from the top of the repository unless it begins with a dot or is whole, as git has
    it. Raises Stop where git, the revision or a file is missing.
    """
    at, below, shown = _place(folder)
    files: dict[str, Source] = {}
    for kind in (*FILES, _WORK):
        data, why = _git(at, "show", f"{revision}:{below}/{kind}.yaml")
        if data is not None:
            files[kind] = read(f"{name.rstrip('/')}/{kind}.yaml", data)
        elif kind in REQUIRED and embedded() in (at, *at.parents):
            raise stop(Message(_EMBEDDED))
        elif kind in REQUIRED:
            reason, told = _reason(why, at), {"what": f"{revision}:{shown}/{kind}.yaml"}
            plans = _plans_at(at, revision) if reason is _NO_FILE else ()
            words = _NOT_THERE_BUT if plans else _NOT_THERE
            raise stop(Message(words, {**told, "why": reason, "plans": plans}))
    return files


def is_revision(text: str, folder: Path) -> bool:
    """Whether git knows what was typed as a revision of the repository that a folder lies in."""
    return why_none(text, folder) is None


def why_none(text: str, folder: Path) -> Text | None:
    """Why git does not know what was typed as a revision of the repository that a folder lies in;
    None where it does.
    """
    if which("git") is None:
        return _NO_GIT
    if text.startswith("-"):  # which git would take for an option
        return _NO_REVISION
    at = folder if folder.is_dir() else Path()
    found, why = _git(at, "rev-parse", "--verify", f"{text}^{{commit}}")
    if found is not None:
        return None
    reason = _reason(why, at)
    is_ours = reason is _NO_REPOSITORY and embedded() in (at, *at.parents)
    return _EMBEDDED if is_ours else reason


def _place(folder: str | Path) -> tuple[Path, str, str]:
    """Where git is to stand, what the folder is there, and how people are told of it."""
    path = Path(folder)
    if isinstance(folder, str) and not (_FROM_HERE.match(folder) or path.is_absolute()):
        return Path(), path.as_posix(), path.as_posix()
    at = next((part for part in (path, *path.parents) if part.is_dir()), Path())
    return at, f"./{path.relative_to(at).as_posix()}", near_name(path)


def _plans_at(at: Path, revision: str) -> tuple[str, ...]:
    """Some folders with a plan that a revision has, from the top of the repository."""
    listed, _ = _git(at, "ls-tree", "-r", "-z", "--name-only", "--full-tree", revision)
    files = (listed or b"").decode(errors="replace").split("\0")
    plans = (Path(file).parent.as_posix() for file in files if file.endswith(f"/{_FIRST}"))
    return tuple(f"{revision}:{plan}" for plan in plans)[:_FEW]


_WORK: FileKind = "tasks"
_FROM_HERE = re.compile(r"\.\.?([/\\]|$)")
_FIRST, _FEW = f"{REQUIRED[0]}.yaml", 5


def _git(at: Path, *words: str) -> tuple[bytes | None, str]:
    """What git answers; None, and the first line of its own reason, where it does not."""
    clean = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith("GIT_") or key in _KEPT
    }
    command = ["git", "-C", str(at), *words]
    try:
        ran = subprocess.run(
            command,
            env={**clean, "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=_PATIENCE,
        )
    except FileNotFoundError as error:
        raise stop(Message(_NO_GIT)) from error
    except subprocess.TimeoutExpired as error:
        raise stop(Message(_NO_ANSWER, {"seconds": _PATIENCE})) from error
    if ran.returncode:
        return None, next(iter(ran.stderr.decode(errors="replace").strip().splitlines()), "")
    return ran.stdout, ""


def _reason(why: str, at: Path) -> Text:
    """Git's reason in our words, where it is one that people meet."""
    known = next((text for words, text in _REASONS.items() if words in why), None)
    if known is _NO_REVISION:
        shallow, _ = _git(at, "rev-parse", "--is-shallow-repository")
        return _SHALLOW if shallow == b"true\n" else known
    return known or Text(f"git báo: “{why}”", f"git says “{why}”")


_NO_REVISION = Text("không có phiên bản này", "there is no such revision")
_NO_REPOSITORY = Text("thư mục không nằm trong kho git nào", "the folder is in no repository")
_SHALLOW = Text(
    "bản sao này chỉ có các phiên bản gần nhất; lấy đủ bằng: git fetch --unshallow (trong CI: "
    "fetch-depth: 0)",
    "this clone has the latest revisions alone; to have all: git fetch --unshallow (in CI: "
    "fetch-depth: 0)",
)
_NO_FILE = Text("phiên bản này không có tệp đó", "that revision has no such file")
_REASONS = {
    "exists, but not": Text(
        "đường dẫn tính từ gốc kho; nếu tính từ thư mục hiện tại thì bắt đầu bằng ./",
        "the path is counted from the top of the repository; one from here begins with ./",
    ),
    "invalid object name": _NO_REVISION,
    "unknown revision": _NO_REVISION,
    "Needed a single revision": _NO_REVISION,
    "dubious ownership": Text(
        "kho git thuộc người dùng khác; nếu tin cậy: git config --global --add safe.directory "
        "THƯ_MỤC",
        "the repository belongs to another user; where you trust it: git config --global --add "
        "safe.directory DIR",
    ),
    "fatal: path ": _NO_FILE,
    "not a git repository": _NO_REPOSITORY,
    "is outside repository": Text(
        "thư mục nằm ngoài kho git", "the folder is outside of the repository"
    ),
}
_EMBEDDED = Text(
    "kế hoạch kèm theo không nằm trong kho git của bạn: thêm --plan THƯ_MỤC",
    "the plan that comes with parplan is not in your repository: add --plan DIR",
)
_NO_GIT = Text("không có chương trình git", "there is no program git")
_NO_ANSWER = Text(
    "git không trả lời sau {seconds} giây", "git did not answer within {seconds} seconds"
)
_NOT_THERE = Text("git không có {what}: {why}", "git does not have {what}: {why}")
_NOT_THERE_BUT = Text(
    "git không có {what}: {why}; các kế hoạch có ở đó: {plans}",
    "git does not have {what}: {why}; the plans there are: {plans}",
)
