"""Ids and names as people type them: wildcards, marks, and “did you mean”."""

import difflib
import re
import unicodedata
from collections.abc import Collection, Iterable
from fnmatch import fnmatchcase


class UnknownId(LookupError):
    """No id matches what was typed; `near` are the ids it may have meant, best first."""

    def __init__(self, typed: str, near: tuple[str, ...]) -> None:
        super().__init__(typed)
        self.typed = typed
        self.near = near


def matching(typed: str, ids: Iterable[str]) -> list[str]:
    """The ids that a typed id or wildcard (``par.*.survey``) names, in their own order, whatever
    the case. Raises UnknownId where there is none."""
    known = list(ids)
    found = named(typed, known)
    if not found:
        raise UnknownId(typed, near(typed, known))
    return found


def named(typed: str, ids: Collection[str]) -> list[str]:
    """As `matching`; empty where there is none."""
    if typed in ids:
        return [typed]
    parts = typed.casefold().split(".")
    return [ident for ident in ids if _matches(parts, ident.casefold().split("."))]


def same_word(typed: str, name: str) -> bool:
    """Whether two names are the same to whoever types them: whatever the case, the spaces, and
    whether marks are typed."""
    return bare(typed) == bare(name)


def bare(text: str) -> str:
    """A text without marks, whatever its case and spaces."""
    letters = unicodedata.normalize("NFD", " ".join(text.split()).casefold()).replace("đ", "d")
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


# Where a tone stands on two letters, by the newer spelling on the second: a rule of the script, the
# same in every text, and no habit of anybody's. A letter with a mark of its own keeps the tone.
_NEWER = re.compile(
    "(o(?=[ae])|u(?=y))([aey])([\u0300\u0301\u0303\u0309\u0323])(?![\u0302\u0306])", re.IGNORECASE
)


def toned(text: str) -> str:
    """A text with every tone mark where the older spelling has it (*hoà* as *hòa*), its letters
    composed: by it words are compared that keep their marks.
    """
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", _NEWER.sub(r"\1\3\2", unicodedata.normalize("NFD", text)))


def near(typed: str, words: Iterable[str]) -> tuple[str, ...]:
    """The words most like what was typed, whatever the case, best first, at most three."""
    known = {word.casefold(): word for word in words}
    return tuple(
        known[word] for word in difflib.get_close_matches(typed.casefold(), known, n=3, cutoff=0.6)
    )


def _matches(pattern: list[str], ident: list[str]) -> bool:
    # A star stands for one step of an id: par.* are the rows of par, not their parts.
    return len(pattern) == len(ident) and all(
        fnmatchcase(step, glob) for step, glob in zip(ident, pattern, strict=True)
    )
