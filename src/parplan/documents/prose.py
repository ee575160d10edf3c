"""What stands outside of tables: what a plan is called, and the figures of indices in sentences."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from parplan.documents.drawn import Figure
from parplan.documents.printed import clean
from parplan.documents.reading import figure, within
from parplan.documents.text import Document, figure_in
from parplan.documents.vocabulary import ACRONYM, NUMBER, YEAR, Vocabulary, year_of
from parplan.ids import bare
from parplan.model.plan import Plan


class Said(NamedTuple):
    """The figures of an index in a sentence: how that begins, what the index is called there, and
    for each field the words around its figure, the figure, and how it is printed.
    """

    ident: str
    begins: str
    called: str
    figures: dict[str, tuple[str, Figure, str]]


class Prose:
    """The sentences of a document, with its words, decimal mark, and the year of its scores."""

    def __init__(self, text: Document, words: Vocabulary, mark: str, year: int | None) -> None:
        self.text = text
        self.words = words
        self.mark = mark
        self.year = year

    def said(self, like: Plan, paragraphs: Sequence[str]) -> Iterator[Said]:
        """The sentences that give an index its score: of indices that are known by how theirs
        begin, then of any that begins like one; each behind what says of which year it is, or
        behind nothing.
        """
        leads = dict.fromkeys(("", *map(self.words.lead, paragraphs)))
        for index in like.indices:
            names = (index.node.row or "", index.node.name.say(like.about.language))
            begun = (f"{lead}{name}" for name in dict.fromkeys(names) if name for lead in leads)
            told = (self._read(index.id, begins, "", self._of_year(begins)) for begins in begun)
            yield from ([first] if (first := next(filter(None, told), None)) else [])
        for lead, word in ((lead, it) for it in self.words.sentences.begins for lead in leads):
            for line in self._of_year(f"{lead}{word}"):
                named = ACRONYM.search(line, 0, len(lead) + len(word) + _NEAR)
                if named is not None:
                    begun_at = line.casefold().find(f"{lead}{word}".casefold())
                    begins = line[begun_at : named.end()]
                    name = begins[len(lead) :]
                    called = f"{name[:1].upper()}{name[1:]}"
                    found = self._read(bare(named[0]), begins, called, [line])
                    yield from ([found] if found else [])

    def _of_year(self, begins: str) -> list[str]:
        """The sentences that begin so and name no other year before their first figure than that of
        the scores.
        """
        said = self.text.sentences(begins)
        years = ([int(it) for it in YEAR.findall(_DECIMAL.split(line, 1)[0])] for line in said)
        return [
            line
            for line, named in zip(said, years, strict=True)
            if self.year is None or not named or self.year in named
        ]

    def _read(self, ident: str, begins: str, called: str, said: Sequence[str]) -> Said | None:
        found: dict[str, tuple[str, Figure, str]] = {}
        for name, patterns in self.words.sentences.figures.items():
            texts = ((it, text) for it in patterns if (text := figure_in(said, it)) is not None)
            told = ((it, figure(name, text, self.mark), text) for it, text in texts)
            first = next(((it, read, text) for it, read, text in told if read is not None), None)
            if first is not None:
                found[name] = first
        if "score" not in found:
            return None
        pattern, points, text = found["score"]
        most = found["max"][1] if "max" in found else None
        found["score"] = pattern, within(points, text, most), text
        return Said(ident, begins, called, found)


def title(paragraphs: Sequence[str], words: Vocabulary) -> str:
    """What a plan is called: the line that says what kind of document it is, and the one below; or
    a line that begins so, in capitals, with a year, and what goes on below it in capitals.
    """
    told = [line for text in paragraphs if (line := clean(text))]
    for line, below in pairwise([*told, ""]):
        if words.is_kind(line):
            first = below[:1] if below[1:2].isupper() else below[:1].lower()  # of an acronym
            return f"{line.capitalize()} {first}{below[1:]}".strip()
        if words.begins_as_kind(line) and len(line) <= _LONGEST:
            goes_on = line.isupper() and below.isupper() and not NUMBER.match(below)
            whole = f"{line} {below}" if goes_on else line
            if line.isupper() or year_of(whole) is not None:
                return whole
    return ""


_DECIMAL = re.compile(r"[0-9]+[.,/][0-9]", re.ASCII)
_NEAR = 40  # letters behind the beginning of a sentence, within which its index is named
_LONGEST = 300  # letters of a plan's name
