"""The numbers that Word counts by itself, as it displays them (ECMA-376, part 1, 17.9)."""

from collections.abc import Sized
from dataclasses import dataclass, field
from typing import NamedTuple

from parplan.documents.blocks import TOO_MUCH, Unreadable
from parplan.documents.package import Package, local, whole
from parplan.text import Message, roman

_LEVELS = 9
_LETTERS = 26
MAX_LISTS = 20_000  # and patterns of lists, and styles, of each
_MOST = 1_000_000
_MOST_ROMAN, _MOST_LETTERS = 32_767, 780  # beyond which Word counts in digits, or begins anew
_LONGEST = 100  # characters around a number


class Level(NamedTuple):
    """How a level of a list counts: from where, in which letters, and what stands around (`%1`)."""

    first: int = 1
    kind: str = "decimal"
    words: str = ""


@dataclass
class _Pattern:
    levels: dict[int, Level] = field(default_factory=dict)
    styles: dict[str, int] = field(default_factory=dict)  # paragraph styles that take a level
    as_in: str = ""  # the style of a list that it is like


@dataclass
class _List:
    pattern: str = ""
    first: dict[int, int] = field(default_factory=dict)  # levels that begin anew, and at what
    levels: dict[int, Level] = field(default_factory=dict)


@dataclass
class _Style:
    above: str = ""
    list_of: str | None = None
    level: int | None = None


class Numbering:
    """The lists of a document, and where each has come to."""

    def __init__(self) -> None:
        self.patterns: dict[str, _Pattern] = {}
        self.lists: dict[str, _List] = {}
        self.styles: dict[str, _Style] = {}
        self._at: dict[str, dict[int, int]] = {}  # by pattern: lists of one go on in one another
        self._begun: set[tuple[str, int]] = set()

    def next(self, style: str, list_of: str | None, level: int | None) -> str:
        """The number that the next paragraph displays; empty where it has none, or a bullet."""
        list_of, level = self._of(style, list_of, level)
        own = self.lists.get(list_of or "")
        pattern, name = self._pattern(own) if own else (None, "")
        if own is None or pattern is None:
            return ""
        at = self._at.setdefault(name, {})
        levels = {**pattern.levels, **own.levels}
        here = levels.get(level, Level())
        begins = (list_of or "", level) not in self._begun and level in own.first
        self._begun.add((list_of or "", level))
        at[level] = own.first[level] if begins else at.get(level, here.first - 1) + 1
        for below in [deeper for deeper in at if deeper > level]:
            del at[below]
        if here.kind in ("bullet", "none"):
            return ""
        words = here.words[:_LONGEST]
        for n in range(_LEVELS, 0, -1):
            if f"%{n}" in words:
                of = levels.get(n - 1, Level())
                words = words.replace(f"%{n}", counted(at.get(n - 1, of.first), of.kind))
        return words.strip()

    def _of(self, style: str, list_of: str | None, level: int | None) -> tuple[str | None, int]:
        """The list and the level of a paragraph: its own, or those of its style."""
        seen: set[str] = set()
        name = style
        while list_of is None and name in self.styles and name not in seen:
            seen.add(name)
            held = self.styles[name]
            list_of = held.list_of
            level = held.level if level is None else level
            name = held.above
        if list_of in self.lists and level is None:
            pattern, _ = self._pattern(self.lists[list_of])
            level = pattern.styles.get(style) if pattern else None
        return list_of, min(level or 0, _LEVELS - 1)

    def _pattern(self, own: _List) -> tuple[_Pattern | None, str]:
        """The pattern of a list; where that is only like another list's, that one's."""
        name = own.pattern
        pattern = self.patterns.get(name)
        if pattern is not None and not pattern.levels and pattern.as_in in self.styles:
            like = self.lists.get(self.styles[pattern.as_in].list_of or "")
            if like is not None and like.pattern != name:
                return self.patterns.get(like.pattern), like.pattern
        return pattern, name


def numbering(package: Package) -> Numbering:
    """The lists of a Word document, from its parts numbering.xml and styles.xml."""
    found = Numbering()
    for part, reader in (("word/numbering.xml", _Lists), ("word/styles.xml", _Styles)):
        if part in package.names:
            read = reader(found)
            package.parse(part, read.start, lambda _: None, lambda _: None)
    return found


class _Lists:
    def __init__(self, found: Numbering) -> None:
        self.found = found
        self.pattern = _Pattern()
        self.list = _List()
        self.levels: dict[int, Level] = {}
        self.level = 0
        self.instead = 0  # the level that a list has another start for

    def start(self, name: str, values: dict[str, str]) -> None:
        kind = local(name)
        val = values.get("val", "")
        if kind == "abstractNum":
            _limit(self.found.patterns)
            self.pattern = self.found.patterns[values.get("abstractNumId", "")] = _Pattern()
            self.levels = self.pattern.levels
        elif kind == "num":
            _limit(self.found.lists)
            self.list = self.found.lists[values.get("numId", "")] = _List()
            self.levels = self.list.levels
        elif kind == "abstractNumId":
            self.list.pattern = val
        elif kind == "numStyleLink":
            self.pattern.as_in = val
        elif kind == "lvlOverride":
            self.instead = whole(values.get("ilvl", ""))
        elif kind == "startOverride":
            self.list.first[self.instead] = whole(val)
        elif kind == "lvl":
            self.level = whole(values.get("ilvl", ""))
            self.levels[self.level] = Level()
        elif kind == "pStyle":
            self.pattern.styles[val] = self.level
        elif kind in _FIELDS and self.level in self.levels:
            said: object = whole(val) if kind == "start" else val
            held = self.levels[self.level]._asdict() | {_FIELDS[kind]: said}
            self.levels[self.level] = Level(**held)


_FIELDS = {"start": "first", "numFmt": "kind", "lvlText": "words"}


class _Styles:
    def __init__(self, found: Numbering) -> None:
        self.found = found
        self.style = _Style()

    def start(self, name: str, values: dict[str, str]) -> None:
        kind = local(name)
        val = values.get("val", "")
        if kind == "style":
            _limit(self.found.styles)
            self.style = self.found.styles[values.get("styleId", "")] = _Style()
        elif kind == "basedOn":
            self.style.above = val
        elif kind == "numId":
            self.style.list_of = val
        elif kind == "ilvl":
            self.style.level = whole(val)


def _limit(held: Sized) -> None:
    if len(held) >= MAX_LISTS:
        raise Unreadable(Message(TOO_MUCH))


def counted(number: int, kind: str) -> str:
    """A number in the letters that a list counts in."""
    number = min(max(number, 0), _MOST)
    if kind in ("lowerRoman", "upperRoman") and number <= _MOST_ROMAN:
        text = roman(number)
    elif kind in ("lowerLetter", "upperLetter") and number <= _MOST_LETTERS:
        text = chr(ord("a") + (number - 1) % _LETTERS) * ((number - 1) // _LETTERS + 1)
    else:
        return f"{number:02d}" if kind == "decimalZero" else str(number)
    return text.upper() if kind.startswith("upper") else text
