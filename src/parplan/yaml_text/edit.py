"""Writing into a file of a plan without writing it anew: records are put in as lines, values are replaced where they stand.

Everything else stays as its author left it: comments, order, line ends. What comes of it is read again, and holds what it is to hold, or
nothing is written.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from parplan.location import Loc
from parplan.yaml_text.source import Source, lines_of, read


class CannotWrite(Exception):
    """The file's form leaves no place to write to; it stays as it is."""


def appended(source: Source, key: Loc, records: Sequence[Sequence[str]]) -> str:
    """The text with further records, each given as its lines, at the end of the list at `key`. Raises CannotWrite where they have no
    place."""
    lines = lines_of(source.text)
    ending = line_ending(source.text)
    listed = source.value(key)
    if listed:
        at, indent, apart = _behind_the_last(source, lines, key, len(listed))
    else:
        at, indent, apart = _below_the_key(source, lines, key), _indent_below(source, key), False
    if at and not lines[at - 1].endswith(("\n", "\r", *_OTHER_ENDS)):
        lines[at - 1] += ending
    put: list[str] = []
    for number, record in enumerate(records):
        put += ["", *as_item(record, indent)] if apart or number else as_item(record, indent)
    text = "".join([*lines[:at], *(line + ending for line in put), *lines[at:]])
    before, after = listed or [], _list_at(source, text, key)
    if after[: len(before)] != before or len(after) != len(before) + len(records):
        raise CannotWrite
    return text


def as_item(record: Sequence[str], indent: int) -> list[str]:
    """A record's lines as an item of a list that stands so far in."""
    return [" " * indent + ("  " if number else "- ") + line for number, line in enumerate(record)]


def with_values(source: Source, loc: Loc, values: Mapping[str, str], keys: Sequence[str], below: str) -> str:
    """The text with other values (as they are written) in the item of a list at `loc`. Of `keys`, those without a value are taken out;
    further ones go below the key `below`. Raises CannotWrite where that has no place."""
    cuts = [_cut(source, (*loc, key), values.get(key)) for key in keys if source.has((*loc, key))]
    missing = [key for key in values if not source.has((*loc, key))]
    if missing:
        cuts.append(_put_in(source, (*loc, below), [line for key in missing for line in _keyed(key, values[key])]))
    text = source.text
    for start, end, put in sorted(cuts, reverse=True):
        text = text[:start] + put + text[end:]
    at, listed = int(loc[-1]), loc[:-1]
    before, after = source.value(listed), _list_at(source, text, listed)
    same = len(before) == len(after) and all(one == other for n, (one, other) in enumerate(zip(before, after, strict=True)) if n != at)
    if not same or _without(before[at], keys) != _without(after[at], keys) or not set(values) <= set(after[at]):
        raise CannotWrite
    return text


def _keyed(key: str, value: str) -> list[str]:
    """A key with its value as lines; a value that begins with a line break stands below it."""
    return f"{key}:{value if value.startswith(chr(10)) else f' {value}'}".split("\n")


def value_at(source: Source, text: str, loc: Loc) -> Any:
    """What a changed text holds at a path."""
    return read(source.name, text.encode()).value(loc)


def _without(record: Mapping[str, object], keys: Sequence[str]) -> dict[str, object]:
    return {key: value for key, value in record.items() if key not in keys}


def _list_at(source: Source, text: str, key: Loc) -> list[Any]:
    """A list of a text, read anew. Raises CannotWrite where it cannot be read."""
    again = read(source.name, text.encode())
    found = again.value(key)
    if again.faults or not isinstance(found, list):
        raise CannotWrite
    return found


def _cut(source: Source, loc: Loc, value: str | None) -> tuple[int, int, str]:
    """From where to where the text changes, and into what: another value where one stands, or without the key and its lines."""
    start, end = _extent(source, loc)
    if value is not None:
        return start, end, value + (line_ending(source.text) if source.text[start:end].endswith(("\n", "\r")) else "")
    key = source.span(loc, key=True)
    line = source.offset(key.line, 1)
    behind = end if end == len(source.text) or source.text[start:end].endswith(("\n", "\r")) else source.text.find("\n", end) + 1
    if source.text[line : source.offset(key.line, key.column)].strip() or not behind:
        raise CannotWrite
    return line, behind, ""


def _put_in(source: Source, loc: Loc, said: Sequence[str]) -> tuple[int, int, str]:
    """Further lines of a record, below one of its keys."""
    key = source.span(loc, key=True)
    if source.text[source.offset(key.line, 1) : source.offset(key.line, key.column)].strip(" -"):
        raise CannotWrite  # in braces
    _, end = _extent(source, loc)
    lines = lines_of(source.text[end:])
    at = end if source.text[:end].endswith(("\n", "\r")) else end + (len(lines[0]) if lines else 0)
    lead = "" if source.text[:at].endswith(("\n", "\r")) else line_ending(source.text)
    return at, at, lead + "".join(" " * (key.column - 1) + line + line_ending(source.text) for line in said)


def _extent(source: Source, loc: Loc) -> tuple[int, int]:
    """From where to where in the text a value stands."""
    span = source.span(loc)
    start = source.offset(span.line, span.column)
    value = source.value(loc)
    if not isinstance(value, dict | list) or not value:
        end = source.offset(span.end_line, span.end_column)
        if source.text[start : start + 1] in ("|", ">"):  # libyaml ends a block of text behind the blank lines that follow
            text = source.text[start:end]
            rest = lines_of(text[len(text.rstrip()) :])[:1]
            return start, start + len(text.rstrip()) + len(rest[0] if rest else "")
        return start, end if value not in ({}, []) else source.text.index("}" if value == {} else "]", start) + 1
    last = list(value)[-1] if isinstance(value, dict) else len(value) - 1
    _, end = _extent(source, (*loc, last))
    closing = {"{": "}", "[": "]"}.get(source.text[start])
    return start, end if closing is None else source.text.index(closing, end) + 1


def line_ending(text: str) -> str:
    """How a text ends its lines: as its first line does."""
    first = lines_of(text)[:1]
    return "\r\n" if first and first[0].endswith("\r\n") else "\r" if first and first[0].endswith("\r") else "\n"


_OTHER_ENDS = ("\x85", "\u2028", "\u2029")


def _behind_the_last(source: Source, lines: list[str], key: Loc, count: int) -> tuple[int, int, bool]:
    """Where the next item goes, how far it is indented, and whether items stand a blank line apart."""
    span = source.span((*key, count - 1))
    start = lines[span.line - 1]
    indent = start.find("-")
    if indent < 0 or start[:indent].strip() or start[indent + 1 : span.column - 1].strip():
        raise CannotWrite
    _, end = _extent(source, (*key, count - 1))
    last = len(lines_of(source.text[:end].rstrip())) - 1
    for at in range(last + 1, len(lines)):
        if lines[at].strip() and not _is_further_in(lines[at], indent):
            break
        last = at if lines[at].strip() else last
    before = lines[span.line - 2].strip() if span.line > 1 else ""
    return last + 1, indent, not before or before.startswith("#")


def _is_further_in(line: str, indent: int) -> bool:
    """Whether a line is a comment on the last item of a list: one that stands further in than the list's dashes."""
    return line.strip().startswith("#") and len(line) - len(line.lstrip()) > indent


def _below_the_key(source: Source, lines: list[str], key: Loc) -> int:
    """The line below a key, which then holds nothing else but a comment."""
    if not source.has(key):
        raise CannotWrite
    name = source.span(key, key=True)
    line = lines[name.line - 1]
    rest = line[name.end_column - 1 :]
    bare, mark, comment = rest.partition("#")
    if "".join(bare.split()) not in (":", ":[]", ":null", ":~"):
        raise CannotWrite
    end = line[len(line.rstrip()) :]
    lines[name.line - 1] = line[: name.end_column - 1] + ":" + (f" {mark}{comment}" if mark else end)
    return name.line


def _indent_below(source: Source, key: Loc) -> int:
    """How far in an item below a key stands."""
    return source.span(key, key=True).column + 1 if source.has(key) else 2
