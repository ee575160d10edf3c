"""YAML text to located text.

Built straight from libyaml's events, because that keeps every mark at half the time of a YAML
loader, and because nothing that YAML could do behind a reader's back (tags that run code, aliases,
merges, silently repeated keys) is ever constructed.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import Any, Final

from yaml import events
from yaml._yaml import CParser
from yaml.error import MarkedYAMLError, YAMLError
from yaml.reader import ReaderError

from parplan.ids import in_reach, key_without_blank
from parplan.location import Span
from parplan.yaml_text.source import Fault, FaultKind, Quoted, Source, Tree, end_of, lines_of

# A plan as deep as the deepest index known needs 12; beyond this the file is not a plan, and is not
# read further.
MAX_DEPTH: Final = 48
MAX_ENTRIES: Final = 200_000  # in one record or list; the largest field known has 63 x 100
MAX_VALUES: Final = 1_000_000  # in a file, keys among them: each takes half a kilobyte
_A_FAULT: Final = 20  # values that take as much as something to be told, with its words and line
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_TOO_DEEP: Final = "nesting depth"  # how libyaml says that it goes no deeper itself
_NO_COLON: Final = "could not find expected ':'"
# How libyaml says that it took a key for the text of something else, or for no key.
_AT_A_KEY: Final = (
    *(_NO_COLON, "found unexpected ':'"),
    "mapping values are not allowed in this context",
)
_BEFORE_A_KEY = re.compile(r"\s*(?:-\s+)*")
_DROP: Final = object()


def read(name: str, data: bytes) -> Source:
    """Located text from a file's bytes. Never raises: what cannot be read is a fault with a
    place.
    """
    if data[:2].count(0) == 1:  # every second byte of plain letters, where UTF-16 has no mark
        return Source(name, "", None, {}, (Fault("not-text", Span(1, 1, 1, 2), "U+0000"),))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        good = data[: error.start].decode("utf-8-sig")
        return Source(
            name, good, None, {}, (Fault("not-text", end_of(good), f"0x{data[error.start]:02X}"),)
        )
    text = in_reach(text)
    builder = _Builder(text)
    return Source(name, text, builder.build(), builder.marks, tuple(builder.faults))


class _Stop(Exception):
    """The rest of the file cannot be read."""


class _Builder:
    def __init__(self, text: str) -> None:
        self.text = text
        self.marks: dict[int, list[Any]] = {}
        self.faults: list[Fault] = []
        self.composed = unicodedata.is_normalized("NFC", text)
        self.next: Callable[[], Any] = lambda: None
        self.left = MAX_VALUES
        self._places: tuple[int, dict[str, int]] = (
            0,
            {},
        )  # where the keys stand in the record that last repeated one

    def build(self) -> Tree:
        try:
            self.next = CParser(self.text).get_event
            return self._document()
        except _Stop:
            return None
        except ReaderError as error:
            self._fault("not-text", self._at_byte(error.position), f"0x{int(error.character):02X}")
        except MarkedYAMLError as error:
            words = error.problem or error.context or ""
            glued = self._without_blank(error)
            if glued is not None:
                self._fault("no-blank", *glued)
            else:
                kind: FaultKind = "too-deep" if _TOO_DEEP in words else "syntax"
                self._fault(kind, self._syntax_span(error), words)
        except (YAMLError, ValueError) as error:
            self._fault("syntax", Span(1, 1, 1, 2), str(error))
        return None

    def _at_byte(self, position: int) -> Span:
        return end_of(self.text.encode()[:position].decode(errors="ignore"))

    def _without_blank(self, error: MarkedYAMLError) -> tuple[Span, str] | None:
        """The key without a blank behind its colon that libyaml stumbled over, where it says that
        it began to read one; else in that line, or at the end of which it went on reading.
        """
        begun, mark = error.context_mark, error.context_mark or error.problem_mark
        if error.problem not in _AT_A_KEY or mark is None:
            return None
        lines = lines_of(self.text)[: mark.line + 1]
        filled = [at for at in range(len(lines) - 1, -1, -1) if lines[at].strip()]
        for at in filled[: 1 if begun else 2]:
            start = begun.column if begun else len((_BEFORE_A_KEY.match(lines[at]) or [""])[0])
            key = key_without_blank(lines[at][start:])
            if key:
                return Span(at + 1, start + 1, at + 1, start + len(f"{key}:") + 1), key
        return None

    def _syntax_span(self, error: MarkedYAMLError) -> Span:
        """Where libyaml stumbled; if only at the end of the file, or for want of a colon, where
        that began which it was still reading.
        """
        end = end_of(self.text.rstrip())
        marks = [
            mark
            for mark in (error.problem_mark, error.context_mark)
            if mark is not None and mark.line < end.line
        ]
        if error.problem == _NO_COLON:
            marks.reverse()
        if not marks:
            return end
        line, column = marks[0].line + 1, marks[0].column + 1
        return Span(line, column, line, column + 1)

    def _fault(
        self,
        kind: FaultKind,
        span: Span,
        detail: str = "",
        other: Span | None = None,
        after: str = "",
    ) -> None:
        self.faults.append(Fault(kind, span, detail, other, after))

    def _document(self) -> Tree:
        tree: Tree = None
        documents = 0
        while not isinstance(event := self.next(), events.StreamEndEvent):
            if isinstance(event, events.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._stop("second-document", event)
            elif isinstance(event, events.NodeEvent):
                tree = self._value(event, 0)
        if tree is None:
            self._fault("empty", Span(1, 1, 1, 2))
        return tree

    def _value(self, event: Any, depth: int) -> Tree:
        """What an event begins: a scalar, or a container with all that is in it."""
        kind = event.__class__
        if kind is events.ScalarEvent:
            return self._scalar(event)
        if event.anchor is not None or kind is events.AliasEvent or event.tag is not None:
            self._refuse_extras(event)
        if depth > MAX_DEPTH:
            self._stop("too-deep", event)
        if kind is events.MappingStartEvent:
            return self._mapping(depth + 1)
        return self._sequence(depth + 1) if kind is events.SequenceStartEvent else None

    def _scalar(self, event: Any) -> str | None:
        text: str = event.value
        if event.anchor is not None or event.tag is not None:
            self._refuse_extras(event)
        if not self.composed:
            text = unicodedata.normalize("NFC", text)
        if event.style:
            return Quoted(text)
        return None if text in _NULLS else text

    def _mapping(self, depth: int) -> Tree:
        # The program's one hot loop: locals instead of attributes, and the usual case first.
        following, scalar_event, composed = self.next, events.ScalarEvent, self.composed
        node: dict[Any, Tree] = {}
        marks: list[Any] = []
        self.marks[id(node)] = marks
        counted, most = 0, self._most(2)
        while (event := following()).__class__ is scalar_event:
            key: Any = event.value
            if (
                key in node
                or key == "<<"
                or event.anchor is not None
                or event.tag is not None
                or not composed
            ):
                key = self._key(event, node, marks)
            value_event = following()
            if value_event.__class__ is scalar_event:
                value: Tree = value_event.value
                # The first of `implicit` says: plain, and without a tag.
                if (
                    value in _NULLS
                    or not value_event.implicit[0]
                    or value_event.anchor is not None
                    or not composed
                ):
                    value = self._scalar(value_event)
            else:
                self.left -= len(marks) - counted  # what lies within is counted meanwhile
                counted = len(marks)
                value = self._value(value_event, depth)
                most = self._most(2, counted)
            if key is not _DROP:
                node[key] = value
                marks.append(event)
                marks.append(value_event)
                if len(marks) > most:
                    self._too_many(event, here=len(marks) > 2 * MAX_ENTRIES)
        if not isinstance(event, events.MappingEndEvent):
            self._stop("complex-key", event)
        self.left -= len(marks) - counted
        return node

    def _sequence(self, depth: int) -> Tree:
        node: list[Tree] = []
        marks: list[Any] = []
        self.marks[id(node)] = marks
        counted, most = 0, self._most(1)
        while not isinstance(event := self.next(), events.SequenceEndEvent):
            marks.append(event)
            if len(marks) > most:
                self._too_many(event, here=len(marks) > MAX_ENTRIES)
            if event.__class__ is events.ScalarEvent:
                node.append(self._scalar(event))
            else:
                self.left -= len(marks) - counted
                counted = len(marks)
                node.append(self._value(event, depth))
                most = self._most(1, counted)
        self.left -= len(marks) - counted
        return node

    def _most(self, marks: int, counted: int = 0) -> int:
        """How many marks a container may come to, so many an entry, where some are counted."""
        return min(marks * MAX_ENTRIES, counted + self.left)

    def _too_many(self, event: Any, *, here: bool) -> None:
        self._stop("too-many", event, "" if here else "file")

    def _stop(self, kind: FaultKind, event: Any, detail: str = "") -> None:
        self._fault(kind, _event_span(event), detail)
        raise _Stop

    def _refuse(
        self,
        kind: FaultKind,
        event: Any,
        detail: str = "",
        other: Span | None = None,
        after: str = "",
    ) -> None:
        """Something to be told, after which reading goes on; not without end."""
        self._fault(kind, _event_span(event), detail, other, after)
        self.left -= _A_FAULT
        if self.left < 0:
            self._too_many(event, here=False)

    def _refuse_extras(self, event: Any) -> None:
        if isinstance(event, events.AliasEvent):
            self._refuse("alias", event, str(event.anchor))
        elif event.anchor is not None:
            self._refuse("anchor", event, str(event.anchor))
        if getattr(event, "tag", None) is not None:
            self._refuse("tag", event, str(event.tag))

    def _key(self, event: Any, node: Tree, marks: list[Any]) -> Any:
        """The key, or `_DROP` where it merges or repeats: the first one stands, and the fault names
        both.
        """
        self._refuse_extras(event)
        key = unicodedata.normalize("NFC", event.value)
        if key == "<<" and not event.style:
            self._refuse("merge", event)
            return _DROP
        if key not in node:
            return key
        if self._places[0] != id(node) or len(self._places[1]) != len(node):
            self._places = (id(node), {known: at for at, known in enumerate(node)})
        first = marks[2 * self._places[1][key]]
        self._refuse("duplicate-key", event, key, _event_span(first), next(reversed(node)))
        return _DROP


def _event_span(event: Any) -> Span:
    start, end = event.start_mark, event.end_mark
    # Columns count from 1 and the end lies behind the last character; an empty stretch still gets
    # one caret.
    end_column = max(end.column, start.column + 1) if end.line == start.line else end.column
    return Span(start.line + 1, start.column + 1, end.line + 1, end_column + 1)
