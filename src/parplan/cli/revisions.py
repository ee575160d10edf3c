"""A plan's files as they were at a git revision: asked of git itself, nothing is checked out."""

import os
import subprocess
from pathlib import Path

from parplan.cli.output import stop
from parplan.model.files import FILES
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


def at_revision(revision: str, folder: Path, name: str) -> dict[str, Source]:
    """The files of a plan's folder at a revision, by kind. Raises Stop where git, the revision or a
    file is missing.
    """
    files: dict[str, Source] = {}
    for kind in FILES:
        data, why = _shown(revision, folder, f"{kind}.yaml")
        if data is not None:
            files[kind] = read(f"{name.rstrip('/')}/{kind}.yaml", data)
        elif kind in REQUIRED and embedded() in (folder, *folder.parents):
            raise stop(Message(_EMBEDDED))
        elif kind in REQUIRED:
            raise stop(
                Message(
                    _NOT_THERE,
                    {"what": f"{revision}:{near_name(folder)}/{kind}.yaml", "why": _reason(why)},
                )
            )
    return files


def _shown(revision: str, folder: Path, file: str) -> tuple[bytes | None, str]:
    """A file at a revision; None, and the first line of git's own reason, where it has none."""
    at = next((part for part in (folder, *folder.parents) if part.is_dir()), Path())
    path = f"./{(folder / file).relative_to(at).as_posix()}"
    clean = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith("GIT_") or key in _KEPT
    }
    command = ["git", "-C", str(at), "show", f"{revision}:{path}"]
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


def _reason(why: str) -> Text:
    """Git's reason in our words, where it is one that people meet."""
    known = next((text for words, text in _REASONS.items() if words in why), None)
    return known or Text(f"git báo: “{why}”", f"git says “{why}”")


_REASONS = {
    "invalid object name": Text("không có phiên bản này", "there is no such revision"),
    "unknown revision": Text("không có phiên bản này", "there is no such revision"),
    "fatal: path ": Text("phiên bản này không có tệp đó", "that revision has no such file"),
    "not a git repository": Text(
        "thư mục không nằm trong kho git nào", "the folder is in no repository"
    ),
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
