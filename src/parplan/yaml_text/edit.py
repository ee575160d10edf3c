"""Writing into a file of a plan without writing it anew: records are put in as lines, values are
replaced where they stand.

Everything else stays as its author left it: comments, order, line ends. What comes of it is read
again, and holds what it is to hold, or nothing is written.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from parplan.location import Loc
from parplan.yaml_text.source import Source, lines_of, read


class CannotWrite(Exception):
    """The file's form leaves no place to write to; it stays as it is."""


def appended(source: Source, key: Loc, entries: Sequence[Sequence[str]]) -> str:
    """The text with further entries, each given as its lines, at the end of the list or record at
    `key`. Raises CannotWrite where they have no place."""
    lines = lines_of(source.text)
    ending = line_ending(source.text)
    held = source.value(key)
    if held:
        at, indent, apart = _behind_the_last(source, lines, key, held)
    else:
        at, indent, apart = _below_the_key(source, lines, key), _indent_below(source, key), False
    if at and not lines[at - 1].endswith(("\n", "\r", *_OTHER_ENDS)):
        lines[at - 1] += ending
    put: list[str] = []
    for number, entry in enumerate(entries):
        put += [""] if apart or number else []
        put += [" " * indent + line for line in entry]
    text = "".join([*lines[:at], *(line + ending for line in put), *lines[at:]])
    after = _entries(value_at(source, text, key))
    before = _entries(held) if held else []
    if after[: len(before)] != before or len(after) != len(before) + len(entries):
        raise CannotWrite
    return text


def without(source: Source, loc: Loc) -> str:
    """The text without a key of a record and all that is below it. Raises CannotWrite where it
    stands between others on a line.
    """
    start, end, _ = _cut(source, loc, None)
    text = source.text[:start] + source.text[end:]
    if (value_at(source, text, loc[:-1]) or {}) != _without(source.value(loc[:-1]), [str(loc[-1])]):
        raise CannotWrite
    return text


def with_values(
    source: Source, loc: Loc, values: Mapping[str, str], keys: Sequence[str], below: str
) -> str:
    """The text with other values (as they are written) in the record at `loc`. Of `keys`, those
    without a value are taken out; further ones go below the key `below`. Raises CannotWrite where
    that has no place."""
    cuts = [_cut(source, (*loc, key), values.get(key)) for key in keys if source.has((*loc, key))]
    missing = [key for key in values if not source.has((*loc, key))]
    if missing:
        cuts.append(
            _put_in(
                source,
                (*loc, below),
                [line for key in missing for line in _keyed(key, values[key])],
            )
        )
    text = source.text
    for start, end, put in sorted(cuts, reverse=True):
        text = text[:start] + put + text[end:]
    before, after = (
        _entries(value) for value in (source.value(loc[:-1]), value_at(source, text, loc[:-1]))
    )
    one, other = source.value(loc), value_at(source, text, loc)
    others = [
        (entry, again) for entry, again in zip(before, after, strict=False) if entry[0] != loc[-1]
    ]
    same = (
        len(before) == len(after)
        and all(entry == again for entry, again in others)
        and isinstance(other, dict)
    )
    if not same or _without(one, keys) != _without(other, keys) or not set(values) <= set(other):
        raise CannotWrite
    return text


def _keyed(key: str, value: str) -> list[str]:
    """A key with its value as lines; a value that begins with a line break stands below it."""
    return f"{key}:{value if value.startswith(chr(10)) else f' {value}'}".split("\n")


def value_at(source: Source, text: str, loc: Loc) -> Any:
    """What a changed text holds at a path. Raises CannotWrite where it cannot be read."""
    again = read(source.name, text.encode())
    if again.faults:
        raise CannotWrite
    return again.value(loc)


def _without(record: Mapping[str, object], keys: Sequence[str]) -> dict[str, object]:
    return {key: value for key, value in record.items() if key not in keys}


def _entries(held: Any) -> list[tuple[str | int, Any]]:
    """What a list or record holds, by place or key. Raises CannotWrite where it is neither."""
    if not isinstance(held, dict | list):
        raise CannotWrite
    return list(held.items() if isinstance(held, dict) else enumerate(held))


def _cut(source: Source, loc: Loc, value: str | None) -> tuple[int, int, str]:
    """From where to where the text changes, and into what: another value where one stands, or
    without the key and its lines.
    """
    start, end = _extent(source, loc)
    if value is not None:
        return (
            start,
            end,
            value
            + (line_ending(source.text) if source.text[start:end].endswith(("\n", "\r")) else ""),
        )
    key = source.span(loc, key=True)
    line = source.offset(key.line, 1)
    behind = (
        end
        if end == len(source.text) or source.text[start:end].endswith(("\n", "\r"))
        else source.text.find("\n", end) + 1
    )
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
    return (
        at,
        at,
        lead + "".join(" " * (key.column - 1) + line + line_ending(source.text) for line in said),
    )


def _extent(source: Source, loc: Loc) -> tuple[int, int]:
    """From where to where in the text a value stands."""
    span = source.span(loc)
    start = source.offset(span.line, span.column)
    value = source.value(loc)
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
    closing = {"{": "}", "[": "]"}.get(source.text[start])
    return start, end if closing is None else source.text.index(closing, end) + 1


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
