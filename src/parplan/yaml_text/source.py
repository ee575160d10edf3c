"""Located text: every scalar stays text, and every path knows its line and column."""

import re
from array import array
from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal, NamedTuple

from yaml import events

from parplan.location import Loc, Span

Tree = Any  # dict, list, str, Quoted or None, nested

FaultKind = Literal[
    "syntax",
    "no-blank",
    "not-text",
    "empty",
    "too-deep",
    "too-many",
    "duplicate-key",
    "anchor",
    "alias",
    "merge",
    "tag",
    "second-document",
    "complex-key",
]

_LONGEST_LINE: Final = 10_000  # nobody reads further, and findings carry their line with them
_LINE_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
# What opens or closes in braces; and texts in quotes, in which nothing does.
_IN_BRACES = re.compile(r"""[{}\[\]]|"(?:[^"\\]|\\.)*"|'[^']*'""")
_END_OF_ENTRY = re.compile(r"\s*[,}]")


class Quoted(str):
    """A scalar that was written in quotes: text, even where it looks like a number or like
    nothing.
    """

    __slots__ = ()


class Fault(NamedTuple):
    """Something that the text itself gets wrong; `detail` is the key (without a blank behind its
    colon, or there twice), the tag, or libyaml's own words. For a key that is there twice `other`
    is the first one, and `after` the key that stands before this one.
    """

    kind: FaultKind
    span: Span
    detail: str
    other: Span | None = None
    after: str = ""


class Source:
    """One file's text as a located tree.

    `tree` is None when the text cannot be read at all; `faults` says why, and names everything else
    that is not allowed.
    """

    def __init__(
        self,
        name: str,
        text: str,
        tree: Tree,
        marks: dict[int, list[Any]],
        faults: tuple[Fault, ...],
    ) -> None:
        self.name = name
        self.text = text
        self.tree = tree
        self.faults = faults
        self._marks = marks
        self._line_starts: array[int] | None = None
        self._last = (0, "")
        self._positions: dict[int, dict[str, int]] = {}
        self._listed: dict[int, tuple[str, ...]] = {}
        self._keys: dict[tuple[int, ...], Loc] | None = None

    def line(self, number: int) -> str:
        """The text of a line, counted from 1; empty where there is none. All findings of a line
        carry the same text.
        """
        if number != self._last[0]:
            self._last = (number, self._line(number))
        return self._last[1]

    def _line(self, number: int) -> str:
        if self._line_starts is None:
            self._line_starts = array("Q", (0,))
            self._line_starts.extend(found.end() for found in _LINE_BREAK.finditer(self.text))
        if not 0 < number <= len(self._line_starts):
            return ""
        start = self._line_starts[number - 1]
        end = self._line_starts[number] if number < len(self._line_starts) else len(self.text)
        return self.text[start : min(end, start + _LONGEST_LINE)].rstrip("\r\n\x85\u2028\u2029")

    def offset(self, line: int, column: int) -> int:
        """Where in the text a line and column stand, both counted from 1."""
        self.line(line)
        starts = self._line_starts or array("Q", [0])
        return min(starts[min(line, len(starts)) - 1] + column - 1, len(self.text))

    def span(self, loc: Loc, *, key: bool = False) -> Span:
        """Where the value at `loc` stands, or its key; for a path that does not exist, the deepest
        record on the way to it.
        """
        node, event = self.tree, None
        for step in loc:
            at = self._position(node, step)
            if at is None:
                break
            marks = self._marks.get(id(node), [])
            place = 2 * at + (0 if key else 1) if isinstance(node, dict) else at
            event = marks[place] if place < len(marks) else event
            node = node[step]
        return Span(1, 1, 1, 1) if event is None else self._span_of(event)

    def _span_of(self, event: Any) -> Span:
        start, end = event.start_mark, event.end_mark
        if isinstance(event, events.ScalarEvent) and (end.line, end.column) > (
            start.line,
            start.column,
        ):
            return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)
        # A mapping or list has no text of its own: its first line stands for it, or what of that is
        # in its braces or brackets.
        line = self.line(start.line + 1).rstrip()
        end_column = max(_closed(line, start.column), start.column + 1)
        return Span(start.line + 1, start.column + 1, start.line + 1, end_column + 1)

    def ends_at(self, span: Span) -> bool:
        """Whether nothing stands behind a key but the end of its entry in braces."""
        at = self.offset(span.end_line, span.end_column)
        return _END_OF_ENTRY.match(self.text, at) is not None

    def key_at(self, loc: Loc, offset: int) -> str | None:
        """The key that stands `offset` places from the key at `loc` in its mapping; None where
        there is none.
        """
        node = self.value(loc[:-1])
        at = self._position(node, loc[-1]) if isinstance(node, dict) else None
        if at is None or not 0 <= at + offset < len(node):
            return None
        if id(node) not in self._listed:
            self._listed[id(node)] = tuple(node)
        return self._listed[id(node)][at + offset]

    def key_loc(self, span: Span) -> Loc:
        """The path of the key that stands at `span`; empty where there is none."""
        if self._keys is None:
            self._keys = dict(self._key_locs(self.tree, ()))
        return self._keys.get(span[:2], ())

    def _key_locs(self, node: Tree, loc: Loc) -> Iterator[tuple[tuple[int, ...], Loc]]:
        marks = self._marks.get(id(node), [])
        for at, step in enumerate(node if isinstance(node, dict) else range(len(node))):
            if isinstance(node, dict):
                yield self._span_of(marks[2 * at])[:2], (*loc, step)
            if isinstance(node[step], dict | list):
                yield from self._key_locs(node[step], (*loc, step))

    def value(self, loc: Loc) -> Tree:
        """What stands at `loc`; None where nothing does."""
        node = self.tree
        for step in loc:
            if not _stands(node, step):
                return None
            node = node[step]
        return node

    def has(self, loc: Loc) -> bool:
        """Whether anything stands at `loc`, even nothing."""
        return _stands(self.value(loc[:-1]), loc[-1])

    def _position(self, node: Tree, step: str | int) -> int | None:
        if isinstance(node, dict):
            places = self._positions.get(id(node))
            if places is None:
                places = self._positions[id(node)] = {key: at for at, key in enumerate(node)}
            return places.get(str(step))
        return step if isinstance(step, int) and _stands(node, step) else None

    def replaced(self, changes: Mapping[Loc, str | None]) -> "Source":
        """The same source with other text at some paths (None takes the key or entry away); nothing
        else, and nothing in place.
        """
        marks = dict(self._marks)
        return Source(
            self.name, self.text, _replaced(self.tree, changes, marks), marks, self.faults
        )


def _closed(line: str, start: int) -> int:
    """Where braces or brackets that begin in a line end in it; the end of the line for others."""
    deep = 0
    for found in _IN_BRACES.finditer(line, start) if line[start : start + 1] in ("{", "[") else ():
        deep += (found[0] in "{[") - (found[0] in "}]")
        if not deep:
            return found.end()
    return len(line)


def lines_of(text: str) -> list[str]:
    """The lines of a text as YAML counts them, each with its own end."""
    ends = [found.end() for found in _LINE_BREAK.finditer(text)]
    starts = [0, *ends]
    return [
        text[start:end]
        for start, end in zip(starts, [*ends, len(text)], strict=True)
        if start < end
    ]


def end_of(text: str) -> Span:
    """Where the letter behind the last one of a text would stand."""
    line, start = 1, 0
    for found in _LINE_BREAK.finditer(text):
        line, start = line + 1, found.end()
    return Span(line, len(text) - start + 1, line, len(text) - start + 2)


def _stands(node: Tree, step: str | int) -> bool:
    return (isinstance(node, dict) and step in node) or (
        isinstance(node, list) and isinstance(step, int) and 0 <= step < len(node)
    )


def _replaced(node: Tree, changes: Mapping[Loc, str | None], marks: dict[int, list[Any]]) -> Tree:
    """A copy of a container with changes somewhere in it; the marks of what is copied are copied
    with it.
    """
    below: dict[str | int, dict[Loc, str | None]] = {}
    for loc, text in changes.items():
        below.setdefault(loc[0], {})[loc[1:]] = text
    copy, spans = node.copy(), list(marks.get(id(node), []))
    gone: list[int] = []
    for at, step in enumerate(list(node) if isinstance(node, dict) else range(len(node))):
        inner = below.get(step)
        if inner is None:
            continue
        if () not in inner:
            copy[step] = _replaced(node[step], inner, marks)
        elif inner[()] is None:
            gone.append(at)
        else:
            copy[step] = inner[()]
    width = 2 if isinstance(node, dict) else 1
    if gone:
        lost = set(gone)
        keys = [step for at, step in enumerate(node) if at not in lost]
        copy = (
            {key: copy[key] for key in keys}
            if isinstance(node, dict)
            else [item for at, item in enumerate(copy) if at not in lost]
        )
        spans = [span for at, span in enumerate(spans) if at // width not in lost]
    marks[id(copy)] = spans
    return copy


class Sources(NamedTuple):
    """The files of one plan, by kind: `name` is how the user named the plan, each source's name how
    they would open the file.
    """

    name: str
    files: Mapping[str, Source]
