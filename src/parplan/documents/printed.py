"""How documents write words and figures. Case, dashes, spaces, line breaks inside a cell, signs,
decimal marks and trailing zeros are typography: they are read, and never compared.
"""

import re
from decimal import Decimal

from parplan.ids import toned
from parplan.points import DASHES, Rank, sign_before, with_minus

_TAG = re.compile(r"</?[A-Za-z][^>]*>")
_SPACES = re.compile(r"\s+")
_AROUND_A_DASH = re.compile(r"\s*-\s*")
# What is not seen, and letters of old fonts.
_LETTERS = str.maketrans(
    {**dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff"), "ƣ": "ư", "Ƣ": "Ư"}
)
_BARE = re.compile(r"([^0-9.,]*)([0-9]+(?:[.,][0-9]+)*)%?", re.ASCII)
_RANK = re.compile(r"([0-9]{1,6})(?:/([0-9]{1,6}))?", re.ASCII)
_IN_FIGURES = re.compile(r"(?<=[0-9.,])\s+(?=[0-9.,%])", re.ASCII)
_DASH = re.escape(DASHES)
_TOKEN = re.compile(r"([+-]?)\s?([0-9]+(?:[.,][0-9]+)*)|[^\W\d_]+|[^\s≥>=+%]")
_THOUSANDS = 3  # digits that stand together


def clean(text: str) -> str:
    """The text of a cell or a line as people see it: no tags, single blanks."""
    return _SPACES.sub(" ", _TAG.sub("", text.translate(_LETTERS))).strip()


def plain(text: str) -> str:
    """Words as they are compared."""
    return toned(_AROUND_A_DASH.sub("-", with_minus(clean(text))).casefold())


def number(text: str) -> str:
    """The number of a row as it is compared: ``1.`` and ``1)`` are 1."""
    return plain(text).rstrip(".)")


def figures(text: str) -> frozenset[Decimal]:
    """What a bare figure may stand for, such as ``≥ 8,97``, ``đạt 8,97``, ``+ 1``, ``giảm 0,25`` or
    ``74,3 %``; both for one like ``1.234``. Nothing for any other text.
    """
    found = _BARE.fullmatch(_IN_FIGURES.sub("", plain(text)))
    sign = sign_before(found[1]) if found else None
    return _values("-" if sign < 0 else "", found[2]) if found and sign is not None else frozenset()


def rank(text: str) -> Rank | None:
    """The rank that a text is, such as ``57 / 63``; None for any other."""
    found = _RANK.fullmatch("".join(plain(text).split()))
    return Rank(int(found[1]), int(found[2]) if found[2] else None) if found else None


def alike(one: str, other: str) -> bool:
    """Whether two texts have the same words around the same figures."""
    first, second = list(_TOKEN.finditer(plain(one))), list(_TOKEN.finditer(plain(other)))
    return len(first) == len(second) and all(
        bool(_values(a[1], a[2]) & _values(b[1], b[2])) if a[2] and b[2] else a[0] == b[0]
        for a, b in zip(first, second, strict=True)
    )


def _values(sign: str, digits: str) -> frozenset[Decimal]:
    """The last mark is the decimal one; one before groups of three may part thousands as well."""
    whole, mark, fraction = digits.rpartition(max(",.", key=digits.rfind))
    groups = re.split("[,.]", digits)
    grouped = len(groups) > 1 and all(len(group) == _THOUSANDS for group in groups[1:])
    grouped = grouped and len(groups[0]) <= _THOUSANDS and not groups[0].startswith("0")
    read = []
    if not mark:
        read.append(digits)
    elif mark not in whole:
        read.append("".join(re.split("[,.]", whole)) + f".{fraction}")
    if grouped and len({*digits} & {*",."}) == 1:
        read.append("".join(groups))
    return frozenset(Decimal(("-" if sign == "-" else "") + text) for text in read)


def phrase(before: str, after: str) -> re.Pattern[str]:
    """A pattern for a figure, and for a word right before it, between words; … stands for anything
    but digits. To be looked for in a sentence that is `toned`.
    """
    digits = r"[0-9]+(?:[.,][0-9]+|\s*/\s*[0-9]+)*"
    figure = rf"(?P<figure>(?:[^\W\d_]+\s*)?[+{_DASH}]?\s*{digits})"
    words = (_loose(toned(part)) for part in (before, after))
    return re.compile(rf"\s*{figure}\s*".join(words), re.IGNORECASE)


def _loose(words: str) -> str:
    parts = (
        re.sub(r"(\\s\*)+", r"\\s*", "".join(map(_letter, part.strip())))
        for part in words.split("…")
    )
    return r"[^0-9]*?".join(parts)


def _letter(letter: str) -> str:
    """A letter as it is, a dash of any kind, and blanks or none around whatever is no letter."""
    if letter.isalnum():
        return re.escape(letter)
    if letter.isspace():
        return r"\s*"
    return rf"\s*[{_DASH}]\s*" if letter in DASHES else rf"\s*{re.escape(letter)}\s*"
