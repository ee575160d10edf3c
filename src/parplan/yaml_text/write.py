"""Records as the lines of a file, so that they read back the same."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from parplan.points import Rank, exact
from parplan.text import Text
from parplan.yaml_text.source import Quoted

# Written without quotes: an id, a word of the program's, a percentage.
_PLAIN = re.compile(
    r"[A-Za-z][\w-]*(\.([A-Za-z][\w-]*|[0-9A-Za-z]+))*|[0-9]+(\.[0-9]+)?%", re.ASCII
)
_NO_WORDS = ("null", "true", "false")


class Empty:
    """What is to be filled in: a key with nothing behind it."""


EMPTY = Empty()
_WIDEST = 100  # columns of a line that holds a whole record


class Noted(NamedTuple):
    """A value with a remark at the end of its line."""

    value: object
    remark: str


def file(head: str, record: Mapping[str, object]) -> str:
    """A record as the text of a file of its own, below a comment."""
    return "\n".join([f"# {head}", *lines(record)]) + "\n"


def lines(record: Mapping[str, object]) -> list[str]:
    """A record, a key a line or more; what is None is left out."""
    return [
        line for key, value in record.items() if value is not None for line in _keyed(key, value)
    ]


def entry(key: str, record: Mapping[str, object]) -> list[str]:
    """A record below its own key: in braces where all that it holds are figures."""
    held = {name: value for name, value in record.items() if value is not None}
    if held and all(isinstance(it, Decimal | Rank | int) for it in held.values()):
        return [f"{flow(key)}: {flow(held)}"]
    return [f"{flow(key)}:", *_indented(lines(record))]


def item(record: Mapping[str, object]) -> list[str]:
    """A record as an item of a list: in braces where all that it holds is short."""
    held = {key: value for key, value in record.items() if value is not None}
    said = (
        [_noted(flow(held), *held.values())] if all(map(_is_short, held.values())) else lines(held)
    )
    return [("  " if number else "- ") + line for number, line in enumerate(said)]


def flow(value: object) -> str:
    """A value within its line; lists and records in brackets and braces."""
    if isinstance(value, Empty):
        return ""
    if isinstance(value, Noted):
        return flow(value.value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Text):
        value = {"vi": Quoted(value.vi), "en": Quoted(value.en)}
    if isinstance(value, Mapping):
        held = {key: below for key, below in value.items() if below is not None}
        return f"{{{', '.join(f'{_named(key)}: {flow(below)}' for key, below in held.items())}}}"
    if isinstance(value, list | tuple) and not isinstance(value, Rank):
        return f"[{', '.join(map(flow, value))}]"
    if isinstance(value, str):
        plain = (
            not isinstance(value, Quoted)
            and _PLAIN.fullmatch(value)
            and value.lower() not in _NO_WORDS
        )
        return value if plain else f'"{"".join(map(_letter, value))}"'
    return (
        exact(value)
        if isinstance(value, Decimal)
        else value.isoformat()
        if isinstance(value, date)
        else str(value)
    )


def _keyed(key: str, value: object) -> Iterator[str]:
    if isinstance(value, Text):
        value = {"vi": Quoted(value.vi), "en": Quoted(value.en)}
    if (
        value
        and isinstance(value, Mapping)
        and all(isinstance(below, Mapping) for below in value.values())
    ):
        yield f"{flow(key)}:"
        yield from _indented([line for name, below in value.items() for line in entry(name, below)])
    elif isinstance(value, Mapping) and len(f"{key}: {flow(value)}") > _WIDEST:
        yield from entry(key, value)
    elif isinstance(value, list | tuple) and all(isinstance(below, Mapping) for below in value):
        yield f"{flow(key)}:"
        for below in value:
            yield from _indented(item(below))
    else:
        yield _noted(f"{flow(key)}: {flow(value)}".rstrip(), value)


def _named(key: object) -> str:
    """A key: a year, say, as it is."""
    return key if isinstance(key, str) and key.isdecimal() else flow(key)


def _noted(line: str, *values: object) -> str:
    """A line with what is remarked of the values in it."""
    remarks = "; ".join(value.remark for value in values if isinstance(value, Noted))
    return f"{line} # {remarks}" if remarks else line


def _is_short(value: object) -> bool:
    return not isinstance(value, Mapping | Text | list | tuple) or isinstance(value, Rank | Noted)


def _indented(below: Sequence[str]) -> Iterator[str]:
    return (f"  {line}" for line in below)


def _letter(letter: str) -> str:
    """A letter between quotes: what could not be read again is written as an escape."""
    if letter in '"\\':
        return "\\" + letter
    if letter.isprintable():
        return letter
    return f"\\U{ord(letter):08x}" if ord(letter) > 0xFFFF else f"\\u{ord(letter):04x}"
