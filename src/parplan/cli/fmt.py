"""`parplan fmt`: the files of plans in canonical form, or which of them are not."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from parplan import load
from parplan.cli.opening import folders_typed
from parplan.cli.output import deliver, remark, stop, unwritten, write_whole
from parplan.labels import Fmt, Message
from parplan.layout import Altered, Unformattable, formatted_bytes
from parplan.model import FILES, FileKind

BESIDE: tuple[FileKind, ...] = ("tasks", "results")


class Laid(NamedTuple):
    """A file of a plan: where it is, and its bytes before and in canonical form."""

    path: Path
    before: bytes
    after: bytes


def run(folders: list[Path], *, check: bool) -> int:
    """Put every file of the plans in canonical form; with `check` only tell, and return 1 where one is not. Prints their names."""
    laid: list[Laid] = []
    refused: list[Message] = []
    for path, kind in _files(folders or [Path()]):
        try:
            before = load.read_bytes(path)
            laid.append(Laid(path, before, formatted_bytes(kind, path.as_posix(), before)))
        except load.CannotRead as error:
            refused += error.messages
        except Unformattable:
            refused.append(Message(Fmt.BROKEN, {"path": path.as_posix()}))
        except Altered:
            refused.append(Message(Fmt.LEFT, {"path": path.as_posix()}))
    changed = [one for one in laid if one.before != one.after]
    if not check:
        for one in changed:
            _write(one)
    if refused:
        raise stop(*refused)
    deliver("".join(f"{one.path.as_posix()}\n" for one in changed), None)
    words = Fmt.WOULD if check else Fmt.DONE
    remark(Message(words, {"changed": len(changed), "same": len(laid) - len(changed)}))
    return 1 if check and changed else 0


def _files(folders: list[Path]) -> Iterator[tuple[Path, FileKind]]:
    """Every file of every plan, with what it is. Raises Stop where a folder holds none."""
    for folder in folders_typed(folders, None):
        if folder is not None:
            yield from ((folder / f"{kind}.yaml", kind) for kind in (*FILES, *BESIDE) if (folder / f"{kind}.yaml").exists())
            yield from ((path, "scenario") for path in load.scenarios_of(folder).values())
            yield from ((path, "peers") for path in load.peers_of(folder).values())


def _write(one: Laid) -> None:
    try:
        write_whole(one.path, one.after)
    except OSError as error:
        raise unwritten(one.path.as_posix(), error) from error
