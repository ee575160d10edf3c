"""Writing into a file of a plan without writing it anew: records are put in as lines, or in
braces where the file has its records so; values are replaced where they stand.

Everything else stays as its author left it: comments, order, line ends. What comes of it is read
again, and holds what it is to hold, or nothing is written.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

from parplan.location import Loc
from parplan.yaml_text import write
from parplan.yaml_text.read import read
from parplan.yaml_text.source import Source, lines_of

Records = Sequence[Mapping[str, object]] | Mapping[str, Mapping[str, object]]


class CannotWrite(Exception):
    """The file's form leaves no place to write to; it stays as it is."""


class _Cut(NamedTuple):
    """From where to where a text changes, and into what."""

    start: int
    end: int
    put: str


def appended(source: Source, key: Loc, records: Records) -> str:
    """The text with further records at the end of the list, or by their keys of the record, at
    `key`; where that is not there yet, it comes last in its own record. Raises CannotWrite where
    they have no place.
    """
    held, above = source.value(key), source.value(key[:-1])
    if above and not source.has(key):
        name, below = str(key[-1]), str(_entries(above)[-1][0])
        return with_values(source, Values(key[:-1], {name: records}, (name,), below))
    if held and _in_braces(source, key):
        last = (*key, _entries(held)[-1][0])
        text = _made(source.text, [_behind(source, last, _pieces(records))])
    elif isinstance(held, dict | list) and not held:
        text = _begun(source, key, records)
    else:
        text = _with_lines(source, key, records)
    after = _entries(value_at(source, text, key))
    before = _entries(held) if held else []
    if after[: len(before)] != before or len(after) != len(before) + len(records):
        raise CannotWrite
    return text


def _with_lines(source: Source, key: Loc, records: Records) -> str:
    lines = lines_of(source.text)
    ending = line_ending(source.text)
    held = source.value(key)
    if held:
        at, indent, apart = _behind_the_last(source, lines, key, held)
    else:
        at, indent, apart = _below_the_key(source, lines, key), _indent_below(source, key), False
    if at and not lines[at - 1].endswith(("\n", "\r", *_OTHER_ENDS)):
        lines[at - 1] += ending
    entries = (
        [write.entry(name, record) for name, record in records.items()]
        if isinstance(records, Mapping)
        else [write.item(record) for record in records]
    )
    put: list[str] = []
    for number, entry in enumerate(entries):
        put += [""] if apart or (number and not held) else []
        put += [" " * indent + line for line in entry]
    return "".join([*lines[:at], *(line + ending for line in put), *lines[at:]])


def _begun(source: Source, key: Loc, records: Records) -> str:
    """What is empty so far, as lines where its key and it have their line to themselves, else in
    its braces.
    """
    if source.span(key).line == source.span(key, key=True).line:
        with suppress(CannotWrite):
            return _with_lines(source, key, records)
    at = _start(source, key, key=False) + 1
    return _made(source.text, [_Cut(at, at, ", ".join(_pieces(records)))])


def without(source: Source, loc: Loc, *, comments: bool = False) -> str:
    """The text without a key of a record and all that is below it, and without the comments on it
    unless they are to stay: then they get lines of their own in its place. Raises CannotWrite where
    it has no extent of its own.
    """
    in_braces = _in_braces(source, loc[:-1])
    cut = (_out_of_braces if in_braces else _out_of_lines)(source, loc)
    if cut.start == source.offset(source.span(loc, key=True).line, 1):
        if comments:
            said = _comments(source, loc, cut.start, cut.end)
            cut = cut._replace(put=_said_above(source, loc, said))
        else:
            first, last = _with_comments(source, loc, below=not in_braces)
            if first > 1 and not any(source.line(at).strip() for at in (first - 1, last + 1)):
                first -= 1  # one blank line is enough between those that stay
            end = source.offset(last + 1, 1) if not in_braces else cut.end
            cut = _Cut(source.offset(first, 1), max(cut.end, end), "")
    text = _made(source.text, [cut])
    if (value_at(source, text, loc[:-1]) or {}) != source.replaced({loc: None}).value(loc[:-1]):
        raise CannotWrite
    return text


class Values(NamedTuple):
    """Other values of the record at `loc`: of `keys`, those without a value are taken out; further
    ones go below the key `below`.
    """

    loc: Loc
    values: Mapping[str, object]
    keys: Sequence[str]
    below: str


def with_values(source: Source, *changes: Values) -> str:
    """The text with other values in records. Raises CannotWrite where one has no place."""
    text = _made(source.text, [cut for each in changes for cut in _cuts(source, each)])
    for loc, values, keys, _ in changes:
        for key in keys:
            if key not in values and source.has((*loc, key)):
                text = without(changed(source, text), (*loc, key), comments=True)
    again = _read(source, text)
    if Counter(_comments(source, (), 0)) - Counter(_comments(again, (), 0)):
        raise CannotWrite
    for loc, values, _, _ in changes:
        held = again.value(loc)
        if not isinstance(held, dict) or not set(values) <= set(held):
            raise CannotWrite
    besides = {(*each.loc, key): None for each in changes for key in each.keys}
    if source.replaced(besides).tree != again.replaced(besides).tree:
        raise CannotWrite
    return text


def _cuts(source: Source, change: Values) -> Iterator[_Cut]:
    """Where a record gets its values, and what they are there."""
    loc, values, keys, below = change
    for key in keys:
        if key in values and source.has((*loc, key)):
            yield from _in_place(source, (*loc, key), values[key])
    missing = {key: value for key, value in values.items() if not source.has((*loc, key))}
    if missing and _in_braces(source, loc):
        yield _behind(source, (*loc, below), _fields(missing))
    elif missing:
        yield _below(source, (*loc, below), write.lines(missing))


def changed(source: Source, text: str) -> Source:
    """A file as it would be read with another text."""
    return read(source.name, text.encode())


def lines_at(source: Source, loc: Loc, *, key: bool = False) -> list[str]:
    """The lines that a record stands in, without their ends; with `key`, those of its key and of
    the comments on it too."""
    first, last = (
        _with_comments(source, loc) if key else (source.span(loc).line, _last_line(source, loc))
    )
    return [source.line(at) for at in range(first, last + 1)]


def _last_line(source: Source, loc: Loc) -> int:
    _, end = _extent(source, loc)
    return len(lines_of(source.text[:end].rstrip()))


def _with_comments(source: Source, loc: Loc, *, below: bool = True) -> tuple[int, int]:
    """The first and the last line of a key with the comments on it: those right above it that
    stand as far in, and those below that stand further in.
    """
    key, last = source.span(loc, key=True), _last_line(source, loc)
    first, lead = key.line, source.line(key.line)[: key.column - 1]
    if lead.strip():
        return first, last
    while source.line(first - 1).startswith(f"{lead}#"):
        first -= 1
    while below and _is_further_in(source.line(last + 1), key.column - 1):
        last += 1
    return first, last


def _comments(source: Source, loc: Loc, start: int, end: int | None = None) -> list[str]:
    """The comments in a part of the text that has no other keys and values than those at `loc`."""
    said: list[str] = []
    for first, last in sorted(_words(source, loc)):
        said += _COMMENT.findall(source.text[start:first])
        start = max(start, last)
    return [it.rstrip() for it in (*said, *_COMMENT.findall(source.text[start:end]))]


def _words(source: Source, loc: Loc) -> Iterator[tuple[int, int]]:
    """Where keys and values stand that have no others below them: there, # begins no comment."""
    value = source.value(loc)
    if loc and isinstance(loc[-1], str):
        key = source.span(loc, key=True)
        yield source.offset(key.line, key.column), source.offset(key.end_line, key.end_column)
    if isinstance(value, dict | list):
        for below, _ in _entries(value):
            yield from _words(source, (*loc, below))
    elif loc:
        yield _extent(source, loc)


def _said_above(source: Source, loc: Loc, comments: Iterable[str]) -> str:
    """Comments as lines of their own, as far in as a key."""
    lead = " " * (source.span(loc, key=True).column - 1)
    return "".join(f"{lead}{it}{line_ending(source.text)}" for it in comments)


def _made(text: str, cuts: Iterable[_Cut]) -> str:
    pieces, at = [], 0
    for start, end, put in sorted(cuts):
        pieces += [text[at:start], put]
        at = end
    return "".join([*pieces, text[at:]])


def _pieces(records: Records) -> list[str]:
    """Records as they stand in braces."""
    return _fields(records) if isinstance(records, Mapping) else [*map(write.flow, records)]


def _fields(values: Mapping[str, object]) -> list[str]:
    return [f"{write.flow(key)}: {write.flow(value)}" for key, value in values.items()]


def value_at(source: Source, text: str, loc: Loc) -> Any:
    """What a changed text holds at a path. Raises CannotWrite where it cannot be read."""
    return _read(source, text).value(loc)


def _read(source: Source, text: str) -> Source:
    again = changed(source, text)
    if again.faults:
        raise CannotWrite
    return again


def _entries(held: Any) -> list[tuple[str | int, Any]]:
    """What a list or record holds, by place or key. Raises CannotWrite where it is neither."""
    if not isinstance(held, dict | list):
        raise CannotWrite
    return list(held.items() if isinstance(held, dict) else enumerate(held))


def _in_braces(source: Source, loc: Loc) -> bool:
    """Whether a record or list is written in braces or brackets."""
    if not loc:
        return source.text.lstrip().startswith("{")
    return source.text[_start(source, loc, key=False)] in "{["


def _start(source: Source, loc: Loc, *, key: bool) -> int:
    """Where in the text a value begins, or its key."""
    span = source.span(loc, key=key)
    return source.offset(span.line, span.column)


def _in_place(source: Source, loc: Loc, value: object) -> Iterator[_Cut]:
    """Another value where one stands; the comments in that go above it. One that says the same and
    has comments stays.
    """
    start, end = _extent(source, loc)
    if said := _comments(source, loc, start, end):
        if read("", f"{{{write.flow('it')}: {write.flow(value)}}}".encode()).value(("it",)) == (
            source.value(loc)
        ):
            return
        at = source.offset(source.span(loc, key=True).line, 1)
        yield _Cut(at, at, _said_above(source, loc, said))
    lead = " " if source.text[:start].endswith(":") else ""
    tail = line_ending(source.text) if source.text[start:end].endswith(("\n", "\r")) else ""
    yield _Cut(start, end, lead + write.flow(value) + tail)


def _out_of_lines(source: Source, loc: Loc) -> _Cut:
    """A key with its lines."""
    start, end = _extent(source, loc)
    key = source.span(loc, key=True)
    line = source.offset(key.line, 1)
    behind = (
        end
        if end == len(source.text) or source.text[start:end].endswith(("\n", "\r"))
        else source.text.find("\n", end) + 1
    )
    if source.text[line : source.offset(key.line, key.column)].strip() or not behind:
        raise CannotWrite
    return _Cut(line, behind, "")


def _out_of_braces(source: Source, loc: Loc) -> _Cut:
    """A key of a record in braces with its comma: its lines where it has them to itself."""
    siblings = list(source.value(loc[:-1]))
    at = siblings.index(loc[-1])
    start, (_, end) = _start(source, loc, key=True), _extent(source, loc)
    line = source.offset(source.span(loc, key=True).line, 1)
    rest = _END_OF_LINE.match(source.text, end)
    if not source.text[line:start].strip() and rest:
        return _Cut(line, rest.end("line"), "")
    if at + 1 < len(siblings):
        return _Cut(start, _start(source, (*loc[:-1], siblings[at + 1]), key=True), "")
    return _Cut(_extent(source, (*loc[:-1], siblings[at - 1]))[1] if at else start, end, "")


def _below(source: Source, loc: Loc, said: Sequence[str]) -> _Cut:
    """Further lines of a record, below one of its keys."""
    key = source.span(loc, key=True)
    _, end = _extent(source, loc)
    lines = lines_of(source.text[end:])
    at = end if source.text[:end].endswith(("\n", "\r")) else end + (len(lines[0]) if lines else 0)
    lead = "" if source.text[:at].endswith(("\n", "\r")) else line_ending(source.text)
    put = "".join(" " * (key.column - 1) + line + line_ending(source.text) for line in said)
    return _Cut(at, at, lead + put)


def _behind(source: Source, loc: Loc, pieces: Sequence[str]) -> _Cut:
    """Further entries in braces or brackets, behind one of theirs: on its line, or on lines of
    their own where it has one.
    """
    key = isinstance(source.value(loc[:-1]), dict)
    start, (_, end) = _start(source, loc, key=key), _extent(source, loc)
    indent = source.text[source.offset(source.span(loc, key=key).line, 1) : start]
    if indent.strip():
        return _Cut(end, end, "".join(f", {piece}" for piece in pieces))
    lead = line_ending(source.text) + indent
    rest = _END_OF_LINE.match(source.text, end)
    if rest is None:  # the closing brace
        return _Cut(end, end, "".join(f",{lead}{piece}" for piece in pieces))
    at, comma = rest.end("words"), rest["comma"]
    put = ("" if comma else ",") + source.text[end:at] + lead + f",{lead}".join(pieces) + comma
    return _Cut(end, at, put)


# What may follow an entry that has its line to itself: its comma, a comment, the end of the line.
_END_OF_LINE = re.compile(
    r"(?P<line>(?P<words>[^\S\r\n]*(?P<comma>,?)[^\S\r\n]*(#[^\r\n]*)?)(\r\n|[\r\n]|\Z))"
)
_COMMENT = re.compile(r"(?<!\S)#[^\r\n]*")
_BEFORE_THE_END = re.compile(r"(?:[\s,]|#[^\r\n]*)*")  # of braces or brackets


def _extent(source: Source, loc: Loc) -> tuple[int, int]:
    """From where to where in the text a value stands."""
    span = source.span(loc)
    start = source.offset(span.line, span.column)
    value = source.value(loc)
    if value is None and not source.text[start:].startswith(("~", "null", "Null", "NULL")):
        return start, start
    if not isinstance(value, dict | list) or not value:
        end = source.offset(span.end_line, span.end_column)
        if source.text[start : start + 1] in (
            "|",
            ">",
        ):  # libyaml ends a block of text behind the blank lines that follow
            text = source.text[start:end]
            rest = lines_of(text[len(text.rstrip()) :])[:1]
            return start, start + len(text.rstrip()) + len(rest[0] if rest else "")
        return start, end if value not in ({}, []) else source.text.index(
            "}" if value == {} else "]", start
        ) + 1
    last = list(value)[-1] if isinstance(value, dict) else len(value) - 1
    _, end = _extent(source, (*loc, last))
    if source.text[start] not in "{[":
        return start, end
    before = _BEFORE_THE_END.match(source.text, end)
    return start, (before.end() if before else end) + 1


def line_ending(text: str) -> str:
    """How a text ends its lines: as its first line does."""
    first = lines_of(text)[:1]
    return (
        "\r\n"
        if first and first[0].endswith("\r\n")
        else "\r"
        if first and first[0].endswith("\r")
        else "\n"
    )


_OTHER_ENDS = ("\x85", "\u2028", "\u2029")


def _behind_the_last(
    source: Source, lines: list[str], key: Loc, held: Any
) -> tuple[int, int, bool]:
    """Where the next entry goes, how far it is indented, and whether entries stand a blank line
    apart.
    """
    loc = (*key, _entries(held)[-1][0])
    span = source.span(loc, key=isinstance(held, dict))
    start = lines[span.line - 1]
    indent = span.column - 1 if isinstance(held, dict) else start.find("-")
    if (
        indent < 0
        or start[:indent].strip()
        or (isinstance(held, list) and start[indent + 1 : span.column - 1].strip())
    ):
        raise CannotWrite
    _, end = _extent(source, loc)
    last = len(lines_of(source.text[:end].rstrip())) - 1
    for at in range(last + 1, len(lines)):
        if lines[at].strip() and not _is_further_in(lines[at], indent):
            break
        last = at if lines[at].strip() else last
    before = lines[span.line - 2].strip() if span.line > 1 else ""
    return last + 1, indent, not before or before.startswith("#")


def _is_further_in(line: str, indent: int) -> bool:
    """Whether a line is a comment on the last entry: one that stands further in than the entry
    does.
    """
    return line.strip().startswith("#") and len(line) - len(line.lstrip()) > indent


def _below_the_key(source: Source, lines: list[str], key: Loc) -> int:
    """The line below a key, which then holds nothing else but a comment."""
    if not source.has(key):
        raise CannotWrite
    name = source.span(key, key=True)
    line = lines[name.line - 1]
    rest = line[name.end_column - 1 :]
    bare, mark, comment = rest.partition("#")
    if "".join(bare.split()) not in (":", ":[]", ":{}", ":null", ":~"):
        raise CannotWrite
    end = line[len(line.rstrip()) :]
    lines[name.line - 1] = (
        line[: name.end_column - 1] + ":" + (f" {mark}{comment}" if mark else end)
    )
    return name.line


def _indent_below(source: Source, key: Loc) -> int:
    """How far in an item below a key stands."""
    return source.span(key, key=True).column + 1 if source.has(key) else 2
