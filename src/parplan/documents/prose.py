"""What stands outside of tables: what a plan is called, and the figures of indices in sentences."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import pairwise, product
from typing import NamedTuple, TypeVar

from parplan.documents.columns import Years
from parplan.documents.drawn import Figure
from parplan.documents.nesting import kind_of
from parplan.documents.printed import clean
from parplan.documents.reading import figure, within
from parplan.documents.text import Document, figure_in
from parplan.documents.vocabulary import (
    BRACKETS,
    NEAR,
    NUMBER,
    YEAR,
    Vocabulary,
    acronyms,
    unlisted,
    year_of,
)
from parplan.documents.worded import Stated, statements
from parplan.ids import bare
from parplan.model.plan import Plan
from parplan.model.targets import AMOUNTS, SIGNS
from parplan.points import sign_before

T = TypeVar("T")


class Said(NamedTuple):
    """The figures of an index in a sentence: how that begins, what the index is called there, for
    each field the words around its figure, the figure, and how it is printed; and the `lines` that
    they were taken from. One that gives a score in percent alone has a percentage and no score.
    """

    ident: str
    begins: str
    called: str
    figures: dict[str, tuple[str, Figure, str]]
    lines: frozenset[str]


class Goal(NamedTuple):
    """What a sentence says that an index is to reach, as `targets.yaml` has it; what the index is
    called there, and the line.
    """

    ident: str
    called: str
    stated: Mapping[str, Stated]
    line: str


class Prose:
    """The sentences of a document, with its words, decimal mark, and the years of its scores and
    targets; `aimed` are the lines that stand where goals are set.
    """

    def __init__(
        self,
        text: Document,
        words: Vocabulary,
        mark: str,
        years: Years,
        aimed: Collection[str],
    ) -> None:
        self.text = text
        self.words = words
        self.mark = mark
        self.years = years
        self.aimed = aimed
        said = "|".join(map(re.escape, words.points))
        behind = rf"\s*(?:/\s*[0-9]+\s*)?(?:%|(?i:{said}))"  # 77,55/100 điểm
        self._points = re.compile(
            rf"[0-9]+(?:[.,][0-9]+)?(?={behind})|[0-9]+[.,][0-9]+(?=\s*/)", re.ASCII
        )
        self._beside = re.compile(rf"(?i)[\s/]|{said}")

    def said(self, like: Plan, paragraphs: Sequence[str]) -> Iterator[Said]:
        """The sentences that give an index its score."""
        return self._told(like, paragraphs, self._is_of_year, self._read)

    def goals(self, like: Plan, paragraphs: Sequence[str]) -> Iterator[Goal]:
        """The sentences that say what an index is to reach, and nothing else."""
        return self._told(like, paragraphs, self.sets_goal, self._goal)

    def _told(
        self,
        like: Plan,
        paragraphs: Sequence[str],
        fits: Callable[[str], bool],
        read: "Callable[[str, str, str, Sequence[str]], T | None]",
    ) -> "Iterator[T]":
        """What is read of the sentences that fit: of indices that are known by how theirs begin,
        then of any that begins like one; each behind what says of which year it is, or behind
        nothing.
        """

        def beginning(begins: str) -> list[str]:
            return [line for line in self.text.sentences(begins) if fits(line)]

        years = ("", *(f" {it.replace('#', str(self.years.target))}" for it in self.words.years))
        announced = product(self.words.sentences.goals, years, ("", ":", ","))
        goals = (f"{goal}{year}{mark} " for goal, year, mark in announced)
        leads = dict.fromkeys(("", *map(self.words.lead, paragraphs), *goals))
        for index in like.indices:
            names = (index.node.row or "", index.node.name.say(like.about.language))
            begun = (f"{lead}{name}" for name in dict.fromkeys(names) if name for lead in leads)
            told = (read(index.id, begins, "", beginning(begins)) for begins in begun)
            yield from ([first] if (first := next(filter(None, told), None)) else [])
        for lead, word in ((lead, it) for it in self.words.sentences.begins for lead in leads):
            for line in beginning(f"{lead}{word}"):
                named = next(acronyms(line, len(lead) + len(word) + NEAR), None)
                if named is not None and not self.words.is_component(_behind(line, lead)):
                    begun_at = line.casefold().find(f"{lead}{word}".casefold())
                    further = _FURTHER.match(line, named.end())
                    end = further.end() if further else named.end()
                    begins = _closed(line, begun_at, end)
                    name = begins[len(lead) :]
                    called = f"{name[:1].upper()}{name[1:]}"
                    found = read(bare(named[0]), begins, called, [line])
                    yield from ([found] if found else [])

    def _is_of_year(self, line: str) -> bool:
        """Whether a sentence tells of no row alone and no other unit, sets no goal, and names no
        other year than that of the scores, but for what it compares these with.
        """
        is_goal, of_others, named = self._about(line)
        own = self.years.own
        of_year = own is None or not named or str(own) in named
        return of_year and not is_goal and not of_others

    def sets_goal(self, paragraph: str) -> bool:
        """Whether a sentence sets a goal in figures, of no other unit and no other year than the
        targets'.
        """
        line = clean(paragraph)
        is_goal, of_others, named = self._about(line)
        of_year = {*named} <= {str(self.years.target)}
        has_figures = any(map(str.isdigit, YEAR.sub("", unlisted(line))))
        return has_figures and is_goal and of_year and not of_others

    def _about(self, line: str) -> tuple[bool, bool, list[str]]:
        """Whether a sentence sets a goal, and whether it speaks of other units, up to its first
        points; and the years that it names.
        """
        first = self._points.search(line)
        before = line[: first.start()] if first else line
        # Up to the end of what says how much that is.
        clause = before + _CLAUSE.split(line[len(before) :], 1)[0]
        named = YEAR.findall(before) or YEAR.findall(self.words.alone(line))
        own = self.years.own is not None and str(self.years.own) in named
        is_goal = self.words.is_goal(clause) or (line in self.aimed and not own)
        return is_goal, self.words.names_others(before), named

    def _goal(self, ident: str, begins: str, called: str, said: Sequence[str]) -> Goal | None:
        known = {str(it) for it in (self.years.own, self.years.target)}
        for line in (it for it in said if {*YEAR.findall(it)} <= known):
            told = self.words.goals_in(_behind(line, begins))
            found = next(filter(None, map(statements, told)), None)
            if found is not None and (self._points.search(line) or not _AMOUNTS & found.keys()):
                return Goal(ident, called, found, line)
        return None

    def _read(self, ident: str, begins: str, called: str, said: Sequence[str]) -> Said | None:
        found: dict[str, tuple[str, Figure, str]] = {}
        lines: set[str] = set()
        for name, patterns in self.words.sentences.figures.items():
            for pattern, line in product(patterns, said):
                text = figure_in([line], pattern)
                read = None if text is None else figure(name, text, self.mark)
                if text is not None and read is not None and self._fits(found, name, text, line):
                    found[name] = pattern, read, text
                    lines.add(line)
                    break
        if "score" not in found:
            return None
        pattern, points, text = found["score"]
        most = found["max"][1] if "max" in found else None
        found["score"] = pattern, within(points, text, most), text
        if pattern.endswith("%"):
            found["percent"] = found.pop("score")
        return Said(ident, begins, called, found, frozenset(lines))

    def _fits(
        self, found: Mapping[str, tuple[str, Figure, str]], name: str, text: str, line: str
    ) -> bool:
        """Whether before a score no other points stand but changes, and a maximum stands right
        behind the score: what comes later may be another index's, or a row's.
        """
        if name == "score":
            before = line[: line.find(text)]
            earlier = (before[: it.start()].split() for it in self._points.finditer(before))
            return all(told and sign_before(told[-1]) for told in earlier)
        if name == "max" and "score" in found:
            score = found["score"][2]
            end = line.find(score) + len(score)
            between = line[end : max(line.find(text, end), end)]
            return not self._beside.sub("", between)
        return True


def _closed(line: str, first: int, end: int) -> str:
    """What stands in a line up to some letters, and the bracket that they stand in, if they end
    it.
    """
    said = line[first:end]
    return f"{said})" if said.count("(") > said.count(")") and line[end : end + 1] == ")" else said


def _behind(line: str, begins: str) -> str:
    """A sentence from behind how it begins."""
    return unlisted(line)[len(begins) :]


def sentences(paragraph: str) -> Iterator[str]:
    """The sentences of a paragraph: what is short, such as the number before it, or ends in a
    capital, such as an abbreviation, is none.
    """
    start = 0
    for stop in _STOP.finditer(paragraph):
        if stop.start() - start > _SHORTEST and paragraph[stop.end()].isupper():
            yield paragraph[start : stop.start() + 1]
            start = stop.end()
    yield paragraph[start:]


def aimed(paragraphs: Sequence[str], words: Vocabulary) -> frozenset[str]:
    """The lines below a heading that announces goals, up to the next one of its kind, or of one
    that stands over it.
    """
    found: set[str] = set()
    kinds: list[tuple[object, ...]] = []  # of the headings that stand over a line
    over: tuple[object, ...] | None = None
    for line in map(clean, paragraphs):
        kind = _heading(line, words)
        if kind is None:
            if over is not None:
                found.add(line)
            continue
        kinds = [*kinds[: kinds.index(kind) if kind in kinds else len(kinds)], kind]
        if over not in kinds[:-1]:
            over = kind if words.announces_goals(line) else None
    return frozenset(found)


def _heading(line: str, words: Vocabulary) -> tuple[object, ...] | None:
    """What kind of number a heading has; without one, that it is in capitals, or says first whether
    it is about goals or results. None for any other line.
    """
    line = line.lstrip("*•-–+ ")
    if len(line) > _LONGEST + _PART:
        return None
    line = words.unnumbered(line)
    number = NUMBER.match(line)
    said = line[number.end() if number else 0 :]
    if len(line) > _LONGEST or _DECIMAL.search(said):
        return None
    if number is not None:
        return kind_of(number[0].strip(" .)-–/"))
    if len(said) <= _SHORT and words.opens(said):
        return ("words",)
    return ("capitals",) if said.isupper() and not words.is_goal(said) else None


def title(paragraphs: Sequence[str], words: Vocabulary) -> str:
    """What a plan is called: the line that says what kind of document it is, and the one below; or
    a line that begins so, in capitals, with a year, and what goes on below it in capitals.
    """
    told = [line for text in paragraphs if (line := clean(text))]
    for line, below in pairwise([*told, ""]):
        if words.is_kind(line):
            first = below[:1] if below[1:2].isupper() else below[:1].lower()  # of an acronym
            return f"{BRACKETS.sub('', line).capitalize()} {first}{below[1:]}".strip()
        if words.begins_as_kind(line) and len(line) <= _LONGEST:
            goes_on = line.isupper() and below.isupper() and not NUMBER.match(below)
            whole = f"{line} {below}" if goes_on else line
            if line.isupper() or year_of(whole) is not None:
                return whole
    return ""


_AMOUNTS = frozenset((*AMOUNTS, *SIGNS))
_FURTHER = re.compile(r"(?:[ -][A-ZĐ]{2,}(?!\w))*")  # words in capitals that go on with a name
_DECIMAL = re.compile(r"[0-9]+[.,/][0-9]", re.ASCII)
_CLAUSE = re.compile(r"[,;.]\s|\(")  # no mark of a figure has a blank behind it
_STOP = re.compile(r"(?<![A-ZĐ])[.;]\s+(?=[^\W\d_])")
_SHORTEST = 20  # letters of a sentence before another
_SHORT = 80  # letters of a heading without a number
_LONGEST = 300  # letters of a plan's name
_PART = 20  # letters of the number of a part, “Phần VIII. ”
