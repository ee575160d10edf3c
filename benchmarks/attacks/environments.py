"""The same bytes on standard output whatever the environment is."""

import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from attacks.calls import a_plan, ended, environment, tail
from attacks.faults import Faults
from attacks.outcome import Outcome
from attacks.processes import COMMANDS, RECORD

_MOMENT = re.compile(rb"DTSTAMP:[^\r\n]*")


class Around(NamedTuple):
    """An environment: variables, the interpreter's own options, the mask of files."""

    name: str
    env: Mapping[str, str] = {}
    options: tuple[str, ...] = ()
    umask: int = -1  # as it is
    link: bool = False  # stand in the folder by way of a symbolic link


AROUND = (
    Around("as usual"),
    Around("C", {"LANG": "C", "LC_ALL": "C"}),
    Around(
        "POSIX without UTF-8", {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    ),
    Around("a locale that is not there", {"LANG": "vi_VN.UTF-8", "LC_ALL": "xx_YY"}),
    Around("hash seed 0", {"PYTHONHASHSEED": "0"}),
    Around("hash seed 4294967295", {"PYTHONHASHSEED": "4294967295"}),
    Around("UTF-8 mode", {"PYTHONUTF8": "1"}),
    Around("ascii", {"PYTHONIOENCODING": "ascii:strict"}),
    Around("far east", {"TZ": "Pacific/Kiritimati"}),
    Around("far west", {"TZ": "Etc/GMT+12"}),
    Around("umask 777", umask=0o777),
    Around("no home", {"HOME": "/nothing"}),
    Around("unbuffered", {"PYTHONUNBUFFERED": "1"}),
    Around("optimised", options=("-O",)),
    Around("without docstrings", options=("-OO",)),
    Around("by a link", link=True),
)


def attack() -> Outcome:
    """Every command in every environment."""
    found = Faults("environments", "other bytes on standard output, or another exit code")
    with tempfile.TemporaryDirectory() as made:
        folder = a_plan(Path(made) / "folder")
        (Path(made) / "link").symlink_to(folder)
        answering = [it for it in COMMANDS if it != RECORD and "-o" not in it]
        for number, command in enumerate(answering):
            lang = () if "--version" in command else ("--lang", ("vi", "en")[number % 2])
            _compare(found, folder, (*command, *lang))
    return found.outcome()


def _compare(found: Faults, folder: Path, command: tuple[str, ...]) -> None:
    whole = _run(folder, command, AROUND[0])
    for around in AROUND[1:]:
        found.runs += 1
        done = _run(folder, command, around)
        if done[:2] != whole[:2]:
            told = f"{done[0]}, {len(done[1])} bytes for {len(whole[1])}: {tail(done[2])}"
            found.add(around.name, f"parplan {' '.join(command)}", told)


def _run(folder: Path, command: tuple[str, ...], around: Around) -> tuple[int, bytes, bytes]:
    process = subprocess.Popen(
        [sys.executable, *around.options, "-m", "parplan", *command],
        cwd=folder.parent / "link" if around.link else folder,
        env=environment(**around.env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        umask=around.umask,
    )
    done = ended(process)
    return done.code, _MOMENT.sub(b"", done.out), done.err
