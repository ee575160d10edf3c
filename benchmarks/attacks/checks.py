"""What must hold of a call whatever it was given; each thing that does not is a Fault."""

import json
import re
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from attacks.ground import Files

CODES = (0, 1, 2)
SLOW = 5.0  # seconds
# Commands whose job it is to change a file of the plan, and which.
WRITERS = {
    ("record",): "plan/results.yaml",
    ("mark",): "plan/tasks.yaml",
    ("errata", "accept"): "plan/errata.yaml",
    ("errata", "remove"): "plan/errata.yaml",
}


class Fault(NamedTuple):
    """Something that must not be: of which kind, and where it comes from, which tells the same from
    another.
    """

    kind: str
    where: str
    told: str = ""


class Seen(NamedTuple):
    """What a call came to, and the files before and after it."""

    arguments: Sequence[str]
    code: int
    out: str
    err: str
    seconds: float
    before: Files
    after: Files


def faults(seen: Seen) -> Iterator[Fault]:
    """Everything that is wrong with a call that came back."""
    for check in (_code, _silence, _slow, _traceback, _python, _files, _letters, _form):
        yield from check(seen)


def command(arguments: Sequence[str]) -> str:
    """The command of a call, in short."""
    first = [word for word in arguments[:2] if re.fullmatch("[a-z]+", word)]
    return " ".join(first if first[:1] == ["errata"] else first[:1])


def _code(seen: Seen) -> Iterator[Fault]:
    if seen.code not in CODES:
        yield Fault("exit code", f"{command(seen.arguments)}: {seen.code}")


def _silence(seen: Seen) -> Iterator[Fault]:
    if seen.code == 2 and seen.out:
        yield Fault("answer with code 2", command(seen.arguments), seen.out[:200])
    if seen.code == 2 and not seen.err.strip():
        yield Fault("nothing said with code 2", command(seen.arguments))


def _slow(seen: Seen) -> Iterator[Fault]:
    if seen.seconds > SLOW:
        yield Fault("slow", command(seen.arguments), f"{seen.seconds:.1f} s")


def _traceback(seen: Seen) -> Iterator[Fault]:
    if "Traceback" in seen.out + seen.err:
        yield Fault("traceback", command(seen.arguments), (seen.out + seen.err)[-400:])
    last_resort = _UNFORESEEN.search(" ".join(seen.err.split()))
    if last_resort:
        yield Fault("unforeseen", last_resort[2].split(" ")[0], last_resort[1][:160])


# The last resort: what nobody foresaw is a sentence, and a fault all the same.
_UNFORESEEN = re.compile(r"(?:not foreseen|chưa lường trước): (.*?)[(]([^)]*:\d+)")


def _python(seen: Seen) -> Iterator[Fault]:
    """A word of Python's where nobody put it."""
    found = re.search(r"\bNone\b|Decimal\(|<[a-z_.]+ object at|\bFraction\(", seen.out + seen.err)
    given = " ".join(seen.arguments) + "".join(map(_text, seen.before.values()))
    if (
        found
        and found[0] not in given
        and not re.match("rule|schema|explain", command(seen.arguments))
    ):
        line = (seen.out + seen.err)[max(0, found.start() - 100) : found.end() + 60]
        yield Fault("a word of Python's", f"{command(seen.arguments)}: {found[0]}", line)


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _files(seen: Seen) -> Iterator[Fault]:
    """No file changes but by a command whose job it is, none at all where it could not be done."""
    name = command(seen.arguments)
    own = WRITERS.get(tuple(name.split()), "")
    changed = [path for path in seen.before if seen.after.get(path) != seen.before[path]]
    new = [path for path in seen.after if path not in seen.before]
    for path in changed:
        given = not path.startswith("plan/") and _named(path, seen.arguments)  # as -o
        if (path.replace("other/", "plan/") != own and not given) or seen.code == 2:
            if _named(path, seen.arguments):
                yield Fault("a plan's file written over by -o", path, name)
            else:
                yield Fault("changed input", f"{name}: {path}, code {seen.code}")
    for path in new:
        if path.rpartition("/")[2].startswith(".") and not _named(path, seen.arguments):
            yield Fault("temporary file left", f"{name}, code {seen.code}", path)
        elif seen.code == 2:
            yield Fault("new file with code 2", name, path)


def _named(path: str, arguments: Sequence[str]) -> bool:
    return any(path == word.rpartition("=")[2].removeprefix("../") for word in arguments)


# Line ends, and the tab of tables; nothing else may move a cursor or turn the direction of writing.
_PLAIN = {"\n", "\t"}
_TURNING = re.compile("[\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def unsafe(text: str) -> str | None:
    """The first letter of a text that could do something to a terminal."""
    for letter in text.replace("\r\n", "\n"):
        if letter < " " or "\x7f" <= letter <= "\x9f":
            if letter not in _PLAIN and unicodedata.category(letter) == "Cc":
                return letter
        elif letter > "\u0600" and _TURNING.match(letter):
            return letter
    return None


def _letters(seen: Seen) -> Iterator[Fault]:
    written = {path: _text(data) for path, data in seen.after.items() if path.startswith("out/")}
    for name, text in {"stdout": seen.out, "stderr": seen.err, **written}.items():
        letter = unsafe(text)
        if letter is not None:
            at = text.replace("\r\n", "\n").index(letter)
            told = repr(text.replace("\r\n", "\n")[max(0, at - 80) : at + 40])
            where = f"{command(seen.arguments)} {_form_of(seen.arguments)}"
            yield Fault("control character", where, f"{name} U+{ord(letter):04X}: {told}")
    if any("\r" in text.replace("\r\n", "") for text in (seen.out, seen.err)):
        yield Fault("lone carriage return", f"{command(seen.arguments)} {_form_of(seen.arguments)}")


def _form_of(arguments: Sequence[str]) -> str:
    pairs = dict(pairwise(arguments))
    return pairs.get("--format") or "table"


def _refuse(word: str) -> float:
    raise ValueError(word)


def _json(text: str) -> None:
    json.loads(text, parse_constant=_refuse)


_READ: Mapping[str, Callable[[str], object]] = {
    "json": _json,
    "sarif": _json,
    "gitlab": _json,
    "junit": ET.fromstring,
}


def _form(seen: Seen) -> Iterator[Fault]:
    """An answer for machines can be read by them."""
    form = _form_of(seen.arguments)
    asked = [word for word in seen.arguments if word in ("--format", "--batch", "-h", "--help")]
    if seen.code == 2 or not seen.out or form not in _READ or asked != ["--format"]:
        return
    try:
        _READ[form](seen.out)
    except (ValueError, ET.ParseError) as error:
        yield Fault("form cannot be read", f"{command(seen.arguments)} {form}", str(error)[:200])
