"""A file's text in canonical form: the keys of records in the order of the model, figures without a needless zero or sign.

This is surgery on the text that was located, never a new emission: whatever has no say in the order of keys or in the form of a
figure stays as it was written. A comment above a key or at the end of its line goes where the key goes, and so does one below it that
stands further in. Comments at the head and at the end of a file, above an item and at the end of a record stay, as do empty lines.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from decimal import Decimal
from functools import cache
from itertools import pairwise
from types import UnionType
from typing import Annotated, Any, Final, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel

from parplan import shapes
from parplan.files import MODELS
from parplan.model import FileKind, Index, Loc, Target
from parplan.points import Rank
from parplan.source import Quoted, Source, Span, Tree, read
from parplan.whatif import Range

_BOM: Final = "\ufeff"
_ENDS: Final = "\n\r\x85\u2028\u2029"  # what libyaml ends a line at
_BREAK: Final = f"(?>\r\n|[{_ENDS}])"
_COMMENT: Final = f"#[^{_ENDS}]*"

_LINE_BREAK = re.compile(_BREAK)
_REMARK = re.compile(_COMMENT)
_REST_OF_LINE = re.compile(rf"[ \t]*(?:{_COMMENT})?(?=[{_ENDS}]|\Z)")
# A line without content. Its break comes first: it is looked for from the end of the line before.
_EMPTY_LINE = re.compile(rf"{_BREAK}(?P<indent>[ \t]*)(?P<comment>{_COMMENT})?(?=[{_ENDS}]|\Z)")
_COMMENT_LINE = re.compile(rf"(?P<indent> *){_COMMENT}(?=[{_ENDS}])")
_INDENT_OF_COMMENT = re.compile(f"(?P<before>^|{_BREAK})[ \t]*(?=#)")
_ABOVE_THE_ROOT = re.compile(rf"(?:[ \t{_ENDS}]|{_COMMENT}|%[^{_ENDS}]*|---(?=[ \t{_ENDS}]))*")
_DASHES = re.compile(" *(?:- +)+")
_COLON = re.compile("[ \t]*:")
_NOTHING = re.compile("~|null|Null|NULL")
_CLOSER = re.compile(f"(?:[ \t,{_BOM}{_ENDS}]|{_COMMENT})*[\\]}}]")
_BETWEEN = re.compile(f"(?P<comment>[ \t]*{_COMMENT})|(?P<ending>{_BREAK})|(?P<comma>,)|(?P<blank>[ \t]+)")
_FIGURE = re.compile(r"([+-]?)([0-9]+)(\.[0-9]+)?([ \u00a0]?%)?", re.ASCII)
_RANK = re.compile(r"([0-9]+)/([0-9]+)", re.ASCII)


class Unformattable(Exception):
    """The file cannot be read whole, so nobody can say what belongs where."""


class Altered(Exception):
    """In canonical form the file would not say the same, or lose a comment: it is better left as it is."""


def formatted(kind: FileKind, source: Source) -> str:
    """The file's text in canonical form; formatted once more, it stays as it is.

    Like the source's own text it has no byte order mark. Raises Unformattable for a file with faults or flaws of shape, and Altered
    where its YAML is of so rare a form that it cannot be put in order without changing what it says.
    """
    if shapes.validate(kind, source, MODELS[kind]).flaws:
        raise Unformattable(source.name)
    text = _Layout(source).text(_Shape(record=MODELS[kind]))
    if text != source.text and not _says_the_same(source, text, _Shape(record=MODELS[kind])):
        raise Altered(source.name)
    return text


def formatted_bytes(kind: FileKind, name: str, data: bytes) -> bytes:
    """A file's bytes in canonical form, with a byte order mark where there was one. Raises what `formatted` raises."""
    mark = _BOM.encode() if data.startswith(_BOM.encode()) else b""
    return mark + formatted(kind, read(name, data)).encode()


@cache
def order(record: Any) -> tuple[str, ...]:
    """The canonical order of a record's keys: that of its fields in the model."""
    names = list(_fields(record))
    if record is Index:  # its decimals stand with its name, not behind all that an index shares with its rows
        own = ["decimals", "percent_decimals"]
        shared = [name for name in names if name not in own]
        behind = shared.index("name") + 1
        names = [*shared[:behind], *own, *shared[behind:]]
    return tuple(names)


@cache
def _fields(record: Any) -> dict[str, Any]:
    """A record's fields, with what each may hold."""
    if is_dataclass(record):
        return {field.name: field.type for field in fields(record)}
    return {name: field.annotation for name, field in record.model_fields.items()}


def canonical(figure: str) -> str:
    """A figure, rank or percentage without needless zeros in front and without the sign of a zero; every other digit stays."""
    rank = _RANK.fullmatch(figure)
    if rank:
        return f"{_unpadded(rank[1])}/{_unpadded(rank[2])}"
    found = _FIGURE.fullmatch(figure)
    if not found:
        return figure
    sign, whole, decimals, percent = found.groups(default="")
    nothing = not (whole + decimals).strip("0.")
    return ("" if nothing and sign == "-" else sign) + _unpadded(whole) + decimals + percent


def _unpadded(digits: str) -> str:
    return digits.lstrip("0") or "0"


class _Shape(NamedTuple):
    """What the model has at some place: a record, a list or map of something, a figure (a target may be either)."""

    record: Any = None
    items: "_Shape | None" = None
    figure: bool = False

    def below(self, step: str | int) -> "_Shape":
        """What the model has one step further down."""
        if self.record is not None:
            return _of_field(self.record, str(step))
        return self.items or _Shape()


@cache
def _of_field(record: Any, name: str) -> _Shape:
    return _shape(_fields(record)[name])


def _shape(annotation: Any) -> _Shape:
    allowed = list(_allowed(annotation))
    record = next((item for item in allowed if isinstance(item, type) and (issubclass(item, BaseModel) or is_dataclass(item))), None)
    items = next((get_args(item)[-1 if get_origin(item) is dict else 0] for item in allowed if get_origin(item) in (dict, tuple)), None)
    if Range in allowed:
        items = Decimal
    figure = any(item in allowed for item in (Decimal, int, Rank, Target))
    return _Shape(record, None if items is None else _shape(items), figure)


def _allowed(annotation: Any) -> Iterator[Any]:
    """What an annotation allows, without Annotated and Optional around it."""
    if get_origin(annotation) is Annotated:
        yield from _allowed(get_args(annotation)[0])
    elif get_origin(annotation) in (Union, UnionType):
        for item in get_args(annotation):
            yield from _allowed(item)
    else:
        yield annotation


class _Edit(NamedTuple):
    """Other text for a stretch of the file."""

    start: int
    end: int
    text: str


class _Stretch(NamedTuple):
    """A value, or a key with its value: where it begins, where it ends, and what changes in it, from front to back."""

    start: int
    end: int
    edits: Sequence[_Edit]


class _Chunk(NamedTuple):
    """The lines of an entry: from the comments above it to the end of its last line."""

    head: int
    line: int
    tail: int


class _Gap(NamedTuple):
    """What stands between two entries in braces: the comment that goes with the one before, those that go with the one behind, and
    what stays in its place."""

    behind: str
    above: tuple[str, ...]
    rest: str


class _Places:
    """A source's text, and the places of its tree as offsets."""

    def __init__(self, source: Source) -> None:
        # Behind a file's own byte order mark another may stand, which libyaml does not count.
        self.mark = _BOM if source.text.startswith(_BOM) else ""
        self.text = source.text.removeprefix(_BOM)
        self.source = source
        self.lines = [0, *(found.end() for found in _LINE_BREAK.finditer(self.text))]

    def key(self, loc: Loc) -> tuple[int, int]:
        """Where a key begins and ends."""
        return self._offsets(self.source.span(loc, key=True))

    def value(self, loc: Loc) -> int:
        """Where a list or mapping begins."""
        return self._offsets(self.source.span(loc))[0]

    def scalar(self, loc: Loc, value: Tree) -> tuple[int, int]:
        """Where a scalar begins and ends; one that is not written at all has no length."""
        start, end = self._offsets(self.source.span(loc))
        if value is None:
            written = _NOTHING.match(self.text, start)
            return start, written.end() if written else start
        return start, self._end_of_block(start, end) if self._is_block(start, value) else end

    def _is_block(self, start: int, value: Tree) -> bool:
        return isinstance(value, Quoted) and self.text[start] in "|>"

    def _end_of_block(self, start: int, end: int) -> int:
        """The end of a block of text, before its last line break; the empty lines behind it are its own only where it keeps them."""
        block = self.text[start:end]
        if "+" not in block[:3]:
            return start + len(block.rstrip(_ENDS))
        last = re.search(rf"{_BREAK}\Z", block)
        return start + last.start() if last else end

    def _offsets(self, span: Span) -> tuple[int, int]:
        return self.lines[span.line - 1] + span.column - 1, self.lines[span.end_line - 1] + span.end_column - 1

    def line_of(self, offset: int) -> int:
        """The number of the line that an offset lies in, counted from 0."""
        return bisect_right(self.lines, offset) - 1

    def comments(self) -> list[str]:
        """The comments of the file, from the top to the end."""
        found: list[str] = []
        at = 0
        for start, end in sorted(self._scalars(self.source.tree, ())):
            found += _REMARK.findall(self.text[at:start])
            at = end
        return found + _REMARK.findall(self.text[at:])

    def _scalars(self, node: Tree, loc: Loc) -> Iterator[tuple[int, int]]:
        """Every key and scalar; a block of text without its first line, which may end in a comment."""
        if isinstance(node, dict | list):
            for step in node if isinstance(node, dict) else range(len(node)):
                if isinstance(node, dict):
                    yield self.key((*loc, step))
                yield from self._scalars(node[step], (*loc, step))
            return
        start, end = self.scalar(loc, node)
        if self._is_block(start, node):
            first = _LINE_BREAK.search(self.text, start, end)
            start = first.start() if first else end
        yield start, end


def _says_the_same(before: Source, text: str, shape: _Shape) -> bool:
    """Whether a text is read as the same tree, up to the order of keys and the form of figures, and has the same comments."""
    after = read(before.name, text.encode())
    if after.faults or _meaning(before.tree, shape) != _meaning(after.tree, shape):
        return False
    return sorted(_Places(before).comments()) == sorted(_Places(after).comments())


def _meaning(node: Tree, shape: _Shape) -> object:
    if isinstance(node, dict):
        items = [(key, _meaning(value, shape.below(key))) for key, value in node.items()]
        return items if shape.record is None else dict(items)
    if isinstance(node, list):
        return [_meaning(item, shape.below(at)) for at, item in enumerate(node)]
    if isinstance(node, Quoted):
        return ("quoted", str(node))
    return canonical(node) if shape.figure and node is not None else node


class _Layout:
    """What changes in a file's text, from the innermost record outwards."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.places = _Places(source)
        self.whole = self.places.text

    def text(self, shape: _Shape) -> str:
        """The whole text with everything in its place."""
        found = _ABOVE_THE_ROOT.match(self.whole)
        root = self._mapping((), self.source.tree, shape, found.end() if found else 0)
        return self.places.mark + _applied(self.whole, 0, len(self.whole), root.edits)

    def _value(self, loc: Loc, node: Tree, shape: _Shape) -> _Stretch:
        if isinstance(node, dict):
            return self._mapping(loc, node, shape, self.places.value(loc))
        if isinstance(node, list):
            return self._list(loc, node, shape)
        start, end = self.places.scalar(loc, node)
        if not shape.figure or type(node) is not str or self.whole[start:end] != node or canonical(node) == node:
            return _Stretch(start, end, ())
        return _Stretch(start, end, (_Edit(start, end, canonical(node)),))

    def _list(self, loc: Loc, node: Tree, shape: _Shape) -> _Stretch:
        start = self.places.value(loc)
        items = [self._value((*loc, at), item, shape.below(at)) for at, item in enumerate(node)]
        end = items[-1].end if items else start + 1
        return _Stretch(start, self._closed(end) if self.whole[start] == "[" else end, [edit for item in items for edit in item.edits])

    def _mapping(self, loc: Loc, node: Tree, shape: _Shape, start: int) -> _Stretch:
        entries = [self._entry((*loc, key), value, shape.below(key)) for key, value in node.items()]
        end = entries[-1].end if entries else start + 1
        braces = self.whole[start] == "{"
        whole = _Stretch(start, self._closed(end) if braces else end, [edit for entry in entries for edit in entry.edits])
        wanted = _wanted(node, shape)
        if wanted == sorted(wanted):
            return whole
        edits = self._in_braces(whole, entries, wanted) if braces else self._in_lines(entries, wanted, root=not loc)
        return whole if edits is None else whole._replace(edits=edits)

    def _entry(self, loc: Loc, node: Tree, shape: _Shape) -> _Stretch:
        start, end = self.places.key(loc)
        value = self._value(loc, node, shape)
        if value.end > value.start:
            return _Stretch(start, value.end, value.edits)
        colon = _COLON.match(self.whole, end)
        return _Stretch(start, colon.end() if colon else end, ())

    def _closed(self, end: int) -> int:
        """Where the bracket closes behind the last thing in it."""
        found = _CLOSER.match(self.whole, end)
        if not found:
            raise Altered(self.source.name)
        return found.end()

    # Entries in lines of their own

    def _in_lines(self, entries: Sequence[_Stretch], wanted: Sequence[int], *, root: bool) -> list[_Edit] | None:
        """Entries in another order, each with its comments; empty lines between them stay in place. None for keys written with “?”."""
        first = entries[0].start
        line = self.places.lines[self.places.line_of(first)]
        before, indent = self.whole[line:first], " " * (first - line)
        dashed = before != indent
        chunks = self._chunks(entries, indent, root=root)
        if chunks is None or (dashed and not _DASHES.fullmatch(before)):
            return None
        texts = [_applied(self.whole, chunk.head, chunk.tail, entry.edits) for chunk, entry in zip(chunks, entries, strict=True)]
        above: list[_Edit] = []
        if dashed:  # the dash stays where it is; comments above what comes to stand behind it stand above the item then
            texts[0] = indent + texts[0]
            chosen = chunks[wanted[0]]
            comments = self.whole[chosen.head : chosen.line]
            texts[wanted[0]] = texts[wanted[0]][len(comments) + len(indent) :]
            outer = before[: before.index("-")]
            above = [_Edit(line, line, _INDENT_OF_COMMENT.sub(rf"\g<before>{outer}", comments))] if comments else []
        between = [self.whole[one.tail : other.head] for one, other in pairwise(chunks)]
        text = "".join(part for at, gap in zip(wanted, [*between, ""], strict=True) for part in (texts[at], gap))
        return [*above, _Edit(chunks[0].head, chunks[-1].tail, text)]

    def _chunks(self, entries: Sequence[_Stretch], indent: str, *, root: bool) -> list[_Chunk] | None:
        """The lines of each entry; None where the entries do not stand below one another, with nothing else between them."""
        chunks: list[_Chunk] = []
        for entry in entries:
            number = self.places.line_of(entry.start)
            line = self.places.lines[number]
            if not chunks:
                plain = self.whole[line : entry.start] == indent
                head: int | None = self._first_head(number, len(indent), root=root) if plain else entry.start
            else:
                head = self._head(chunks[-1].tail, line) if self.whole[line : entry.start] == indent else None
            tail = self._tail(entry.end, len(indent))
            if head is None or tail is None:
                return None
            chunks.append(_Chunk(head, line, tail))
        return chunks

    def _first_head(self, number: int, column: int, *, root: bool) -> int:
        """Where the comments above the first key of a mapping begin; those at the head of a file are the file's."""
        first = number
        while first and (comment := _COMMENT_LINE.match(self.whole, self.places.lines[first - 1])) and len(comment["indent"]) <= column:
            first -= 1
        parted = first > 0 and not self.whole[self.places.lines[first - 1] : self.places.lines[first]].strip()
        return self.places.lines[first if parted or not root else number]

    def _head(self, tail: int, line: int) -> int | None:
        """Where the comments above a key begin that stands in `line`; None where anything else stands before it."""
        head, at = line, tail
        while empty := _EMPTY_LINE.match(self.whole, at):
            at = empty.end()
            if empty["comment"] and head == line:
                head = empty.start("indent")
        last = _LINE_BREAK.match(self.whole, at)
        return head if last and last.end() == line else None

    def _tail(self, end: int, column: int) -> int | None:
        """Where the last line of an entry ends, with the comments below it that stand further in than its key."""
        rest = _REST_OF_LINE.match(self.whole, end)
        if not rest:
            return None
        tail = at = rest.end()
        while empty := _EMPTY_LINE.match(self.whole, at):
            at = empty.end()
            if empty["comment"]:
                if len(empty["indent"]) <= column:
                    break
                tail = at
        return tail

    # Entries in braces

    def _in_braces(self, whole: _Stretch, entries: Sequence[_Stretch], wanted: Sequence[int]) -> list[_Edit] | None:
        """Entries in another order, each with its comments; commas, blanks and line breaks stay in place. None for keys with “?”."""
        ends = [whole.start + 1, *(entry.end for entry in entries)]
        starts = [*(entry.start for entry in entries), whole.end - 1]
        indent = " " * (entries[0].start - self.places.lines[self.places.line_of(entries[0].start)])
        gaps: list[_Gap] = []
        for at, (end, start) in enumerate(zip(ends, starts, strict=True)):
            gap = _gap(self.whole[end:start], indent, first=at == 0, last=at == len(entries))
            if gap is None:
                return None
            gaps.append(gap)
        ending = _LINE_BREAK.search(self.whole, whole.start, whole.end)
        new_line = (ending[0] if ending else "") + indent  # needed only where a comment ends a line already
        parts = [_filled(gaps[0].rest, "", gaps[wanted[0]].above, new_line)]
        for at, this in enumerate(wanted):
            above = gaps[wanted[at + 1]].above if at + 1 < len(wanted) else ()
            rest = _filled(gaps[at + 1].rest, gaps[this + 1].behind, above, new_line)
            parts.append(_applied(self.whole, entries[this].start, entries[this].end, entries[this].edits))
            if parts[-1].endswith(":") and not rest[:1].isspace():  # `{a:}` is no YAML
                parts.append(" ")
            parts.append(rest)
        return [_Edit(whole.start + 1, whole.end - 1, "".join(parts))]


def _gap(text: str, indent: str, *, first: bool, last: bool) -> _Gap | None:
    """What stands between two entries in braces, or between one and its brace; None for anything but blanks, comments and a comma."""
    behind, above, rest = "", [], ""
    at = 0
    while at < len(text):
        found = _BETWEEN.match(text, at)
        if not found:
            return None
        at = found.end()
        ended = _LINE_BREAK.search(rest)
        if not found["comment"] or (first and not ended) or (last and ended):
            rest += found[0]
        elif not ended:
            behind = found[0]
        elif rest[-1] in _ENDS and (ending := _LINE_BREAK.match(text, at)):
            above.append(found[0])
            at = ending.end()
        else:  # it shares its line with a comma
            above.append(indent + found[0].strip(" \t"))
    commas = len(_REMARK.sub("", rest).split(",")) - 1
    return _Gap(behind, tuple(above), rest) if commas == (not first) or (last and not commas) else None


def _filled(rest: str, behind: str, above: Sequence[str], new_line: str) -> str:
    """What stays between two entries, with the comments that come to stand there; they need a line break."""
    if not behind and not above:
        return rest
    breaks = list(_LINE_BREAK.finditer(rest))
    if not breaks:
        rest = rest.rstrip(" \t") + new_line
        breaks = list(_LINE_BREAK.finditer(rest))
    first, last = breaks[0].start(), breaks[-1].end()
    lines = "".join(line + breaks[0][0] for line in above)
    remark = behind if behind[:1] in ("", " ", "\t") else " " + behind
    return rest[:first] + remark + rest[first:last] + lines + rest[last:]


def _wanted(node: Tree, shape: _Shape) -> list[int]:
    """Which entry of a mapping comes first, which second, and so on."""
    if shape.record is None:
        return list(range(len(node)))
    places = {key: at for at, key in enumerate(order(shape.record))}
    return [at for _, at in sorted((places[key], at) for at, key in enumerate(node))]


def _applied(text: str, start: int, end: int, edits: Iterable[_Edit]) -> str:
    """A stretch of a text with its edits made."""
    parts: list[str] = []
    for edit in edits:
        parts += text[start : edit.start], edit.text
        start = edit.end
    return "".join([*parts, text[start:end]])
