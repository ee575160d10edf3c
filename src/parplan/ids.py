"""Ids and names as people type them: wildcards, marks, and “did you mean”."""

import difflib
import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from fnmatch import translate
from functools import cached_property, lru_cache
from itertools import chain


class UnknownId(LookupError):
    """No id matches what was typed; `near` are the ids it may have meant, best first."""

    def __init__(self, typed: str, near: tuple[str, ...]) -> None:
        super().__init__(typed, near)
        self.typed = typed
        self.near = near

    def __str__(self) -> str:
        return self.typed


def key_without_blank(text: str) -> str | None:
    """The key that a text begins with whose colon has no blank behind it, which YAML takes for no
    key: ``planned:0.60``. None for any other text.
    """
    found = _WITHOUT_BLANK.match(text)
    return found[1] if found else None


# But the time of a day, and the address of a page.
_WITHOUT_BLANK = re.compile(r"(?![0-9]{1,2}:[0-9])([\w.-]+):(?!//)\S", re.ASCII)


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
    words = _prepared(ids)
    if _WILD.isdisjoint(typed):
        return list(words.alike.get(typed.casefold(), ()))
    return list(words.matching(typed.casefold()))


def same_word(typed: str, name: str) -> bool:
    """Whether two names are the same to whoever types them: whatever the case, the spaces, and
    whether marks are typed."""
    return bare(typed) == bare(name)


def bare(text: str) -> str:
    """A text without marks, whatever its case and spaces."""
    letters = unicodedata.normalize("NFD", " ".join(text.split()).casefold()).replace("đ", "d")
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def slug(text: str, most: int | None = None) -> str:
    """An id made of a text's words, of the first `most` of them: ``Sở Nội vụ`` as ``so-noi-vu``;
    empty where it has none.
    """
    return "-".join(_WORD.findall(bare(text))[:most])


def free(ident: str, taken: Collection[str]) -> str:
    """An id that is not taken yet: with a number behind it where it is."""
    further = (f"{ident}-{n}" for n in range(2, len(taken) + 3))
    return next(it for it in chain((ident,), further) if it not in taken)


_WORD = re.compile(r"[a-z0-9]+")


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


# No script puts so many marks on a letter. To put them in their order takes the square of their
# number, so another letter begins there, one that is not seen (Unicode Standard Annex 15, D4).
_MOST_MARKS = 30
_MARKS = re.compile(rf"[^\x00-\x7f\w\s]{{{_MOST_MARKS + 1},}}")
_JOINER = "\u034f"


def composed(text: str) -> str:
    """A text with its letters composed, in time that goes with its length whatever it holds."""
    return unicodedata.normalize("NFC", in_reach(text))


def in_reach(text: str) -> str:
    """A text whose letters can be composed in time that goes with its length."""
    return text if text.isascii() else _MARKS.sub(_parted, text)


def _parted(found: re.Match[str]) -> str:
    letters: list[str] = []
    marks = 0
    for letter in found[0]:
        marks = marks + 1 if unicodedata.combining(letter) else 0
        if marks > _MOST_MARKS:
            letters.append(_JOINER)
            marks = 1
        letters.append(letter)
    return "".join(letters)


_WILD = frozenset("*?[")
_LONGEST = 100  # letters of a word that others are compared with
_MOST_COMPARED = 20_000_000  # pairs of letters, for all that is asked of one collection of words
_KEPT = 8  # collections that were asked of last


def near(typed: str, words: Iterable[str], least: float = 0.6) -> tuple[str, ...]:
    """The words most like what was typed, whatever the case, best first, at most three, each as
    like as `least` of 1; those alone that differ only in marks, or in what looks alike (l and 1),
    where there are such. None for a word of more than 100 letters, nor once a collection of many
    words was asked many times.
    """
    return _prepared(words).near(typed.casefold(), least)


class _Words:
    """A collection of words, prepared once for all that is asked of it."""

    def __init__(self, words: Collection[str]) -> None:
        self.words = words
        self.count = len(words)
        self._left = _MOST_COMPARED
        self._matched: dict[str, list[str]] = {}

    @cached_property
    def alike(self) -> dict[str, list[str]]:
        """The words that are the same whatever the case."""
        found: dict[str, list[str]] = {}
        for word in self.words:
            found.setdefault(word.casefold(), []).append(word)
        return found

    @cached_property
    def _steps(self) -> dict[int, list[tuple[str, list[str]]]]:
        found: dict[int, list[tuple[str, list[str]]]] = {}
        for word in self.words:
            steps = word.casefold().split(".")
            found.setdefault(len(steps), []).append((word, steps))
        return found

    def matching(self, typed: str) -> Sequence[str]:
        """The words that a wildcard names, as worked out before if it was asked for right before.

        A star stands for one step of an id: par.* are the rows of par, not their parts.
        """
        if typed not in self._matched:
            globs = [re.compile(translate(glob)).match for glob in typed.split(".")]
            self._matched = {
                typed: [
                    word
                    for word, steps in self._steps.get(len(globs), ())
                    if all(matches(step) for matches, step in zip(globs, steps, strict=True))
                ]
            }
        return self._matched[typed]

    @cached_property
    def _short(self) -> dict[str, str]:
        return {key: same[-1] for key, same in self.alike.items() if len(key) <= _LONGEST}

    @cached_property
    def _looks(self) -> dict[str, list[str]]:
        """The words that look alike."""
        found: dict[str, list[str]] = {}
        for word in self._short.values():
            found.setdefault(_look(word), []).append(word)
        return found

    @cached_property
    def _letters(self) -> int:
        return sum(map(len, self._short))

    def near(self, typed: str, least: float) -> tuple[str, ...]:
        """The words most like one."""
        if len(typed) > _LONGEST or len(typed) * self.count > self._left:
            return ()
        pairs = len(typed) * self._letters
        if pairs > self._left:
            return ()
        self._left -= pairs
        alike = self._looks.get(_look(typed), [])
        if alike:
            return tuple(alike[:_MOST_NEAR])
        close = difflib.get_close_matches(typed, self._short, _MOST_NEAR, least)
        return tuple(self._short[word] for word in close)


_MOST_NEAR = 3
_SAME_LOOK = str.maketrans("lio", "110")


@lru_cache(maxsize=4_096)
def _look(word: str) -> str:
    """What a word is like where nobody looks closely."""
    return bare(word).translate(_SAME_LOOK)


_asked: dict[int, _Words] = {}


def forget() -> None:
    """Nothing has been asked yet."""
    _asked.clear()


def _prepared(words: Iterable[str]) -> _Words:
    """Words as they were prepared before, if it is the same collection that is asked of again."""
    if not isinstance(words, Collection):
        return _Words(tuple(words))
    found = _asked.pop(id(words), None)
    if found is None or found.words is not words or found.count != len(words):
        found = _Words(words)
    _asked[id(words)] = found
    if len(_asked) > _KEPT:
        del _asked[next(iter(_asked))]
    return found
