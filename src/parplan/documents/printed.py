"""How documents write words and figures. Case, dashes, spaces, also around a slash, line breaks
inside a cell, signs, decimal marks and trailing zeros are typography: they are read, and never
compared.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from itertools import zip_longest

from parplan.ids import toned
from parplan.points import DASHES, Rank, sign_before, with_minus

_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_AROUND = re.compile(r"\s*([-/])\s*")  # a dash, or a slash
# What is not seen, and letters of old fonts.
_LETTERS = str.maketrans(
    {**dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff"), "ƣ": "ư", "Ƣ": "Ư"}
)
_RARE = frozenset(map(chr, _LETTERS)) | {"<"}
_FOOTNOTE = re.compile(r"\*++|\(\*++\)|[¹²³]")  # its mark
# What may stand behind a figure and changes nothing of it.
_AFTER = rf"(?:%|điểm|đ|bậc|trở lên|points?|places?|or more| |{_FOOTNOTE.pattern})*+"
_DIGITS = r"[0-9]++(?:[.,][0-9]++)*+"
_BARE = re.compile(
    rf"([^0-9.,]*+)({_DIGITS}){_AFTER}(?:/ ?(?P<most>{_DIGITS}){_AFTER})?"
    rf"(?:\((?P<sign>[^0-9.,()]*+)(?P<beside>{_DIGITS}{_AFTER})\) ?)?",
    re.ASCII,
)
_RANK = re.compile(r"(?:(?:xếp)?(?:hạng|thứ):?|rank:?)?([0-9]{1,6})(?:/([0-9]{1,6}))?")
# Blanks inside a figure: before thousands, and around its mark.
_IN_FIGURES = re.compile(
    r"(?<=[0-9])\s+(?=[0-9]{3}(?![0-9])|[.,%])|(?<=[.,])\s+(?=[0-9])", re.ASCII
)
_DASH = re.escape(DASHES)
_OWN = re.compile(rf"[^0-9]*+{_DIGITS}(?: ?%)?", re.ASCII)
_TOKEN = re.compile(r"([+-]?)\s?([0-9]+(?:[.,][0-9]+)*)|[^\W\d_]+|[<>]=|[^\s=+]")
_SAME = {"<=": "≤"}
_THOUSANDS = 3  # digits that stand together
_LONGEST = 100  # characters of a figure with what stands around it
_MOST_DIGITS, _MOST_GROUPS = 15, 6  # that stand together in a figure, and marks between them
_LONGEST_WORD = 30  # letters
_LONGEST_GAP = 200  # characters that … stands for


def clean(text: str) -> str:
    """The text of a cell or a line as people see it: no tags, single blanks."""
    # Most texts have none of that: to look first takes a tenth of the time.
    if not _RARE.isdisjoint(text):
        text = _TAG.sub("", text.translate(_LETTERS))
    return " ".join(text.split())


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Words as they are compared."""
    told = with_minus(clean(text))
    return toned((_AROUND.sub(r"\1", told) if "-" in told or "/" in told else told).casefold())


def behind(text: str) -> dict[str, str]:
    """What stands behind a figure in its cell, by field: the maximum (``7,85/8,5``), a change or a
    percentage in brackets (``7,85 (-0,36)``, ``7,85 (92,4 %)``).
    """
    found = _bare(text)
    if found is None:
        return {}
    change = found["beside"] and f"{found['sign']}{found['beside']}"
    told = {"max": found["most"], "percent" if "%" in (change or "") else "change": change}
    return {field: said for field, said in told.items() if said}


def figure_alone(text: str) -> str:
    """A cell's text without what stands behind its figure, and without the marks of footnotes."""
    own = _OWN.match(text) if behind(text) else None
    return _FOOTNOTE.sub("", own[0] if own else text).rstrip()


def number(text: str) -> str:
    """The number of a row as it is compared: ``1.`` and ``1)`` are 1."""
    return plain(text).rstrip(".)")


@lru_cache(maxsize=4096)
def figures(text: str) -> frozenset[Decimal]:
    """What a bare figure may stand for, such as ``≥ 8,97``, ``từ 8,97 trở lên``, ``+ 1``, ``giảm
    0,25`` or ``74,3 %``; both for one like ``1.234``. Nothing for any other text.
    """
    sign, digits = _signed(text)
    return frozenset() if sign is None else _values("-" if sign < 0 else "", digits)


def rises(text: str) -> bool:
    """Whether a text says by how much something is to rise: ``+0,25``, ``tăng 0,4 điểm``."""
    sign, _ = _signed(text)
    return sign is not None and sign > 0


def _signed(text: str) -> tuple[int | None, str]:
    """The sign that a bare figure has, 0 for none, and its digits; None for any other text."""
    found = _bare(text)
    return (sign_before(found[1]), found[2]) if found else (None, "")


@lru_cache(maxsize=4096)
def _bare(text: str) -> re.Match[str] | None:
    """A figure with nothing but signs before it, and what may stand behind it: a maximum, if one of
    both has a decimal mark, or a sign says “at least”, since a rank has neither; a change with its
    sign, or a percentage without.
    """
    found = _BARE.fullmatch(_IN_FIGURES.sub("", plain(text))) if _may_be_one(text) else None
    if found is None:
        return None
    most, beside = found["most"], found["beside"]
    is_score = most is None or any(it in found[1] + found[2] + most for it in (*",.≥", ">="))
    sign = None if beside is None else sign_before(found["sign"])
    is_told = beside is None or (sign is not None and (sign == 0) == ("%" in beside))
    return found if is_score and is_told else None


def rank(text: str) -> Rank | None:
    """The rank that a text is, such as ``57 / 63``; None for any other."""
    found = _RANK.fullmatch("".join(plain(text).split())) if _may_be_one(text) else None
    return Rank(int(found[1]), int(found[2]) if found[2] else None) if found else None


def says_figure(text: str) -> bool:
    """Whether a text is a figure, or a rank."""
    return bool(figures(text)) or rank(text) is not None


def _may_be_one(text: str) -> bool:
    """Whether a text is short enough for a figure, but for what is not seen."""
    return len(text) <= _LONGEST or len(clean(text)) <= _LONGEST


def alike(one: str, other: str) -> bool:
    """Whether two texts have the same words around the same figures; “at least” need not be said of
    these.
    """
    both = zip_longest(_tokens(one), _tokens(other))
    return all(a is not None and b is not None and _same(a, b) for a, b in both)


def _tokens(text: str) -> Iterator[re.Match[str]]:
    return (it for it in _TOKEN.finditer(plain(text)) if it[0] not in ("≥", ">="))


def _same(a: re.Match[str], b: re.Match[str]) -> bool:
    if a[2] and b[2]:
        return bool(_values(a[1], a[2]) & _values(b[1], b[2]))
    return _SAME.get(a[0], a[0]) == _SAME.get(b[0], b[0])


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


@lru_cache(maxsize=256)
def phrase(before: str, after: str) -> re.Pattern[str]:
    """A pattern for a figure, and for a word right before it, between words; … stands for anything
    but digits, though not for more than a few words. To be looked for in a sentence that is `clean`
    and `toned`.

    Nothing in it may stand for any number of letters: a search takes time that goes with the length
    of a sentence, whatever stands there.
    """
    digits = rf"[0-9]{{1,{_MOST_DIGITS}}}"
    whole = rf"{digits}(?:[.,]{digits}| ?/ ?{digits}){{0,{_MOST_GROUPS}}}"
    word = rf"(?:[^\W\d_]{{1,{_LONGEST_WORD}}}+ ?)?"
    *apart, last = _parts(before.lstrip("… "))
    first, *more = _parts(after.rstrip("… "))
    lead = "".join([*apart[:1], *map(_further, apart[1:]), *([_GAP] if apart else []), last])
    return re.compile(
        rf"{lead} ?(?P<figure>{word}[+{_DASH}]? ?{whole}) ?{first}{''.join(map(_further, more))}",
        re.IGNORECASE,
    )


_GAP = rf"[^0-9]{{0,{_LONGEST_GAP}}}?"


def _further(words: str) -> str:
    """Words behind a gap, where they stand first: what comes after them finds no more behind."""
    return rf"(?>{_GAP}{words})"


def _parts(words: str) -> list[str]:
    """What stands between gaps, with blanks or none around whatever is no letter."""
    parts = ("".join(map(_letter, part.strip())) for part in toned(words).split("…"))
    return [re.sub(r"(?: \?)+", " ?", part) for part in parts]


def _letter(letter: str) -> str:
    """A letter as it is, a dash of any kind, and a blank or none around whatever is no letter."""
    if letter.isalnum():
        return re.escape(letter)
    if letter.isspace():
        return " ?"
    return rf" ?[{_DASH}] ?" if letter in DASHES else rf" ?{re.escape(letter)} ?"
