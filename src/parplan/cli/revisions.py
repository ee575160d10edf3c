"""A plan's files as they were at a git revision: asked of git itself, nothing is checked out."""

import subprocess
from pathlib import Path

from parplan.cli.output import stop
from parplan.labels import Compared
from parplan.model.files import FILES
from parplan.text import Message
from parplan.workspace import REQUIRED, embedded, near_name
from parplan.yaml_text import source
from parplan.yaml_text.source import Source


def at_revision(revision: str, folder: Path, name: str) -> dict[str, Source]:
    """The files of a plan's folder at a revision, by kind. Raises Stop where git, the revision or a file is missing."""
    if not revision or revision.startswith("-"):  # what begins like an option is no revision
        raise stop(Message(Compared.UNKNOWN, {"text": name}))
    files: dict[str, Source] = {}
    for kind in FILES:
        data, why = _shown(revision, folder, f"{kind}.yaml")
        if data is not None:
            files[kind] = source.read(f"{name.rstrip('/')}/{kind}.yaml", data)
        elif kind in REQUIRED and embedded() in (folder, *folder.parents):
            raise stop(Message(Compared.GIT_EMBEDDED))
        elif kind in REQUIRED:
            raise stop(Message(Compared.GIT, {"what": f"{revision}:{near_name(folder)}/{kind}.yaml", "why": why}))
    return files


def _shown(revision: str, folder: Path, file: str) -> tuple[bytes | None, str]:
    """A file at a revision; None, and git's own reason, where it has none."""
    at = next((part for part in (folder, *folder.parents) if part.is_dir()), Path())
    path = f"./{(folder / file).relative_to(at).as_posix()}"
    try:
        ran = subprocess.run(["git", "-C", str(at), "show", f"{revision}:{path}"], capture_output=True, check=False)
    except FileNotFoundError as error:
        raise stop(Message(Compared.NO_GIT)) from error
    if ran.returncode:
        return None, next(iter(ran.stderr.decode(errors="replace").strip().splitlines()), "")
    return ran.stdout, ""
