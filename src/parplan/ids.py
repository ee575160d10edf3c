"""Ids as people type them: wildcards, and “did you mean”."""

import difflib
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
