"""What names an index: above a table, in a row, or in the name of a plan."""

import re
from collections.abc import Container, Sequence

from parplan.documents.matching import same_rows
from parplan.documents.nesting import Item
from parplan.documents.printed import clean, plain
from parplan.documents.vocabulary import ACRONYM, BRACKETS, NAME, NEAR, NUMBER, Vocabulary, acronyms
from parplan.ids import bare, slug, toned
from parplan.model.plan import Plan

_CAPITALS = re.compile(rf"{NAME.pattern}|[0-9]+")
_IN_BRACKETS = re.compile(rf"\(\s*({ACRONYM.pattern})\s*\)")
_CODE = re.compile(r"[A-ZĐ]+[0-9]")  # “R25”
_SYLLABLE = re.compile(
    r"(?:ngh?|nh|[ckpt]h|gh|gi|qu|tr|[bcdđghklmnrstvx])?(?!([aeiouy])\1)[aeiouy]{1,3}"
    r"(?:ch|n[gh]|[cmnpt])?"
)
_MOST_ROWS = 0.5  # of a table that are those of an index


class Names:
    """The names of indices, by the words of plans and a known plan."""

    def __init__(self, words: Vocabulary, like: Plan) -> None:
        self.words = words
        self.like = like
        self._known = {plain(index.node.name.vi) for index in like.indices}

    def is_index(self, label: str) -> bool:
        """Whether a label names an index."""
        said = plain(NUMBER.sub("", label))
        begins = any(said.startswith(plain(it)) for it in self.words.sentences.begins)
        return said in self._known or (begins and ACRONYM.search(label) is not None)

    def is_known(self, label: str) -> bool:
        """Whether a label is nothing but the capitals of a known index."""
        own = {*ACRONYM.findall(label)} if is_name(label) else set()
        begins = {it.upper() for it in self.words.sentences.begins}
        known = ({it.id.upper(), *ACRONYM.findall(it.node.name.vi)} for it in self.like.indices)
        return bool(own - begins) and any(own <= it for it in known)

    def are_indices(self, labels: Sequence[str], heading: str) -> bool:
        """Whether all labels are the capitals of indices, and not of the rows of one that a heading
        names: behind the word that begins its name, or in brackets.
        """
        if not all(is_name(it) and not _CODE.match(it) for it in labels):
            return False
        words = "|".join(map(re.escape, self.words.sentences.begins))
        named = re.findall(rf"(?i:(?<!\w)(?:{words}))\s+({ACRONYM.pattern})", clean(heading))
        own = {it for label in labels for it in ACRONYM.findall(label)}
        over = {*named, *_IN_BRACKETS.findall(heading)}
        return not over or not over.isdisjoint(own) or any(map(self.is_known, labels))

    def is_own(self, label: str, heading: str) -> bool:
        """Whether a label has an index's capitals, which are known or stand in a heading, and
        beside them only what stands in the label of its own row.
        """
        left = plain(_CAPITALS.sub(" ", label)).strip(" :.")
        if left not in ("", *map(plain, self.words.totals_beside)):
            return False
        capitals = " ".join(it[0] for it in NAME.finditer(label))
        own = {*ACRONYM.findall(label)}
        return self.is_known(capitals) or not own.isdisjoint(ACRONYM.findall(heading))

    def begins(self, line: str, others: Container[str]) -> bool:
        """Whether a line soon has the capitals of a known index, or of one with such an id."""
        near = (it[0] for it in acronyms(clean(line), NEAR))
        return any(self.is_known(it) or bare(it) in others for it in near)

    def index_of(self, heading: str, tops: Sequence[Item], title: str) -> str | None:
        """The id of the index whose rows these are: one that is known with most of them, unless
        another is named above them, or else alone in the title of the plan; else the one that is
        named there. None where nothing says it.
        """
        best, most = None, 0
        for index in self.like.indices:
            found = sum(row is not None for row in same_rows(tops, index.children))
            if found > most:
                best, most = index.id, found
        alone = title if len({it[0] for it in NAME.finditer(title)}) <= 1 else ""
        named = self.named(heading)
        others = named or self.named(alone)
        known = self.like.by_id.get(best or "")
        if known is not None and most >= len(tops) * _MOST_ROWS:
            name = known.node.name.vi
            if not others or any(stands_for(it, known.id, name) for it in others):
                return known.id
        told = self._known_in(heading, by_name=not named)
        if told:
            return told[0]
        told = self._known_in(alone, by_name=True) if not others else []
        if len(told) == 1:
            return told[0]
        return slug(others[0]) if others else None

    def _known_in(self, text: str, *, by_name: bool) -> list[str]:
        """The ids of the known indices that a text has: by these, or else by what they are called,
        without brackets, or the capitals in these as one word (``ParIndex``).
        """
        said = plain(text)
        found = []
        for index in self.like.indices:
            name = index.node.name.vi
            called = [plain(BRACKETS.sub("", name)), *map(_one_word, NAME.findall(name))]
            told = "|".join(map(re.escape, [index.id, *(called if by_name else ())]))
            found += [index.id] if re.search(rf"(?<!\w)(?:{told})(?!\w)", said) else []
        return found

    def capitals(self, heading: str) -> list[str]:
        """The capitals in a heading that may be an index's name; where all of it is in capitals, no
        words, unless they are known or stand in brackets.
        """
        told = NUMBER.sub("", clean(heading))
        in_brackets = _IN_BRACKETS.findall(told)
        return [
            it
            for it in ACRONYM.findall(told)
            if plain(it) not in self.words.asides
            if not told.isupper() or it in in_brackets or self.is_known(it) or not _may_be_word(it)
        ]

    def named(self, heading: str) -> list[str]:
        """The acronyms behind the first word in a heading that begins an index's name."""
        told = clean(heading)
        words = toned(told.casefold())
        begun = [at for it in self.words.sentences.begins if (at := words.find(plain(it))) >= 0]
        found = self.capitals(told)
        return [it for it in found if told.rfind(it) >= min(begun)] if begun else []


def _may_be_word(capitals: str) -> bool:
    """Whether capitals may be a word of one syllable without marks: ``BAN``, and not ``PAPI``."""
    return _SYLLABLE.fullmatch(capitals.casefold()) is not None


def _one_word(capitals: str) -> str:
    return "".join(re.findall(r"\w", capitals.casefold()))


def is_name(label: str) -> bool:
    """Whether a label is nothing but capitals: ``ABC``."""
    return NAME.fullmatch(label.strip()) is not None


def stands_for(acronym: str, ident: str, name: str) -> bool:
    """Whether an acronym may be an index's: its id, a word of its name, or the initials of some
    that stand there side by side."""
    words = re.findall(r"\w+", bare(name))
    said = bare(acronym)
    return said in (ident, *words) or said in "".join(word[0] for word in words)
