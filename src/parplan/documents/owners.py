"""Whose plan a document is, by its name and by its head; and what a heading calls an index, without
whose it is.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from parplan.documents.blocks import Block, Paragraph
from parplan.documents.printed import clean
from parplan.documents.vocabulary import YEAR, Owners, Vocabulary
from parplan.ids import toned


class _Owner(NamedTuple):
    """A unit that a text names: of which kind, its name, where that begins with what stands before
    it, and whether that says that something is its own.
    """

    kind: str
    name: str
    at: int
    owns: bool


def whose(title: str, words: Vocabulary) -> str | None:
    """Whose plan it is by its name: the last unit behind a word that says so, else the last place
    that it names; None where it names none.
    """
    found = [*_named(title, words.owners)]
    places = [
        it for it in found if it.kind == "places" or (it.kind == "areas" and title != title.upper())
    ]
    told = [it for it in found if it.owns] or places
    return _written(told[-1], ()) if told else None


def issuer(blocks: Sequence[Block], words: Vocabulary, paragraphs: Sequence[str]) -> str | None:
    """Whose plan it is by its head, down to its title: the last unit that stands there in capitals,
    as a paragraph writes it, if one does.
    """
    lines = [*_lines(blocks)]
    head = [*takewhile(lambda it: not (words.is_kind(it) or words.begins_as_kind(it)), lines)]
    groups: list[str] = []
    for line in (_without(it, words.owners.motto) for it in head if len(head) < len(lines)):
        goes_on = groups and not any(it.at == 0 for it in _named(line, words.owners))
        if line.isupper():
            groups[-1:] = [f"{groups[-1]} {line}"] if goes_on else [*groups[-1:], line]
    told = (next((it for it in _named(each, words.owners) if it.at == 0), None) for each in groups)
    own = [it for it in told if it is not None]
    return _written(own[-1], paragraphs) if own else None


def index_name(heading: str, words: Vocabulary) -> str:
    """What an index is called in a heading: from the word that begins its name up to a year, or
    whose it is; a heading that says nothing of that, or of several, as it is.
    """
    said, flat = clean(heading), _flat(clean(heading))
    begins = _either(words.sentences.begins)
    for found in re.finditer(rf"(?<!\w)(?:{begins})(?!\w)", flat) if len(flat) == len(said) else ():
        before = said[: found.start()].split()
        if words.is_component(said[found.start() :]):
            continue
        if before and re.fullmatch(_either(words.owners.kinds), _flat(before[-1])):
            return heading
        in_a_name = before and before[-1].istitle() and said[found.start()].isupper()
        first = 0 if in_a_name and not said.isupper() else found.start()
        ends = re.finditer(rf"(?<!\w)(?:{_either(words.owners.ends)})\s|{YEAR.pattern}", flat)
        stops = [*(it.start() for it in ends), *(it.at for it in _named(said, words.owners))]
        end = min((at for at in stops if at > found.end()), default=len(said))
        name = said[first:end].strip(" -–,:;.")
        return f"{name[:1].upper()}{name[1:]}" if len(name) > len(found[0]) else heading
    return heading


def _named(text: str, words: Owners) -> Iterator[_Owner]:
    """The units that a text names, one after the other, as far as they have a name of their own."""
    said, flat = clean(text), _flat(clean(text))
    if len(said) != len(flat):
        return
    kinds = ("committees", "places", "areas", "units")
    each = "|".join(f"(?P<{kind}>{_either(getattr(words, kind))})" for kind in kinds)
    committees = _either(words.committees)
    for found in re.finditer(rf"(?<!\w)(?:{each})(?!\w)", flat):
        kind, before = str(found.lastgroup), flat[: found.start()]
        of_any = re.search(rf"(?<!\w)(?:{_either(words.kinds)})\s+$", before)
        end = re.search(rf"[,.(;]|(?<!\w)(?:{_either(words.ends)})(?!\w)|$", flat[found.end() :])
        name = said[found.end() :][: end.start() if end else None].strip()
        if kind == "committees" or of_any or not name[:1].isupper():
            continue
        if kind != "units" and not said.isupper():
            name = " ".join(takewhile(lambda it: not it[0].islower(), name.split()))
        whole = name if kind == "places" else f"{said[slice(*found.span())]} {name}"
        led = re.search(rf"(?:(?<!\w)({_either(words.of)})\s+)?(?:(?:{committees})\s*)?$", before)
        at = led.start() if led and led[0] else found.start()
        yield _Owner(kind, whole, at, bool(led and led[1]))


def _written(it: _Owner, paragraphs: Iterable[str]) -> str:
    """The name of a unit; one in capitals as a paragraph has it, else as such names are written."""
    name = it.name
    if name.isupper():
        lower = name.casefold()
        found = ((each, each.casefold().find(lower)) for each in paragraphs)
        told = (each[at : at + len(name)] for each, at in found if at >= 0)
        name = next((each for each in told if not each.isupper()), "") or _cased(it)
    return f"{name[:1].upper()}{name[1:]}"


def _cased(it: _Owner) -> str:
    """A name in capitals as people write it: of a place each word, of another unit its kind, the
    first word behind that, and the first behind “and” or a mark.
    """
    words = it.name.lower().split()
    if it.kind != "units":
        return " ".join(map(str.capitalize, words))
    marked = {n for n, word in enumerate(words, 1) if word in _JOINS or word.endswith(",")}
    return " ".join(
        word.capitalize() if n in {0, 1} | marked else word for n, word in enumerate(words)
    )


def _lines(blocks: Sequence[Block]) -> Iterator[str]:
    """The lines at the head of a document, of rows those of the first cell."""
    for block in blocks[:_HEAD]:
        told = block.text if isinstance(block, Paragraph) else block.cells[0].by_line
        yield from filter(None, map(clean, told.split("\n")))


def _without(line: str, motto: Iterable[str]) -> str:
    """A line up to what stands beside it at the head of a document."""
    flat = _flat(line)
    found = [at for it in motto if (at := flat.find(_flat(it))) >= 0]
    return line[: min(found)].strip() if found else line


def _flat(text: str) -> str:
    """Words as they are compared, letter by letter where they stand."""
    return toned(text.casefold())


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(_flat(it)) for it in sorted(words, key=len, reverse=True))


_HEAD = 30  # blocks
_JOINS = ("và", "and", "-", "–")
