"""Targets as documents word them, and how the file has them."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final

from parplan.documents.printed import clean
from parplan.model.fields import Better
from parplan.model.targets import KINDS, SIGNS, Sign, Statement
from parplan.points import Lang, Rank, exact, parse, unpadded, with_minus
from parplan.text import Text

_LONGEST = 100  # letters; nothing longer is a target

Stated = Rank | Decimal | int | str | Mapping[str, Decimal]


def as_target(text: str, within: str = "") -> str | None:
    """What a target that is worded as documents print it looks like in the file: as the whole
    target, or `within` one of its keys; None where nobody can tell what was meant.
    """
    words = with_minus(clean(unicodedata.normalize("NFC", text))) if len(text) <= _LONGEST else ""
    found = _read(words, within)
    if found is None:
        return None
    key, value = found
    if within in ("", "rank") and key == "places":
        return f"{{places: {value}}}"  # a rank that is a number of places is a target of its own
    if not within:
        return value if key == "points" else f"{{{key}: {value}}}"
    if key == within or (within == "percent" and key == "points"):
        return value
    if within in _KEYS.values() and key in ("points", "percent"):
        return value if key == "points" else f"{{percent: {value}}}"
    return None


def as_rank(text: str) -> str | None:
    """What a rank that is worded as documents print it looks like in the file; None for other
    text, and where it is only said how far it is at most, as in ``top 10``.
    """
    words = clean(unicodedata.normalize("NFC", text)) if len(text) <= _LONGEST else ""
    found = _RANK.fullmatch(words)
    return unpadded(next(filter(None, found.groups())).replace(" ", "")) if found else None


def stated(text: str) -> Mapping[str, Stated] | None:
    """What a target states that is worded as documents print it, by the keys of the file, where
    that is no figure alone: ``hạng 30/63``, ``tăng 2 bậc``, ``trên 98 %``; or several of these and
    a figure, one after the other: ``≥ 88,35, hạng 20``.
    """
    found = statements(text)
    return None if found is None or found.keys() in ({"points"}, {"percent"}) else found


def amount(text: str) -> Decimal | None:
    """The points, or the percentage, that a text says are to be reached, and nothing else:
    ``không thấp hơn 92 %``, ``duy trì 8,5``.
    """
    alone = [*(statements(text) or {}).items()]
    said = alone[0][1] if [key for key, _ in alone] in (["points"], ["percent"]) else None
    return said if isinstance(said, Decimal) else None


def statements(text: str) -> Mapping[str, Stated] | None:
    """The same, and of a figure alone as well; None where any part of it cannot be told."""
    words = with_minus(clean(text)) if len(text) <= _LONGEST else ""
    parts = [words] if _read(words, "") else _AND.split(words)
    each = [None if _BARE.fullmatch(part) and part != words else _read(part, "") for part in parts]
    found = dict(one for one in each if one is not None)
    if not found or len(found) < len(each):
        return None
    return {key: _stated(key, value) for key, value in found.items()}


def is_maximum(text: str) -> bool:
    """Whether a target is worded as the maximum, whatever that is: ``đạt điểm tối đa``."""
    return len(text) <= _LONGEST and _MAXIMUM.fullmatch(clean(text)) is not None


def unremarked(text: str) -> str:
    """A target without a remark in brackets that it is the figure of the plan's own year, or how it
    is beside that: ``5 (giữ nguyên)``.
    """
    found = _REMARKED.fullmatch(clean(text)) if len(text) <= _LONGEST else None
    said = _read(found[2], "") if found else None
    return found[1] if found and said is not None and said[0] == "direction" else text


def last_rank(text: str) -> Rank | None:
    """The last rank that will do, as a column of ranks to be reached words it: ``13 trở xuống``."""
    found = _LAST_RANK.fullmatch(clean(text)) if len(text) <= _LONGEST else None
    said = found and _stated("rank", found[1].replace(" ", ""))
    return said if isinstance(said, Rank) else None


def parts(text: str) -> list[str]:
    """What may be statements of a target, one after the other."""
    return _AND.split(text)


def statement(text: str, better: Better) -> Statement | None:
    """What a text states that is one target, of a row where more, or where less, is better; None
    where nobody can tell.
    """
    words = with_minus(clean(text)) if len(text) <= _LONGEST else ""
    found = _read(words, "")
    if found is None:
        return None
    key, value = found
    said = _stated(key, value)
    if isinstance(said, Mapping):
        ((kind, said),) = said.items()
    else:
        kind = "points" if key in SIGNS else key
    least: Sign = "≥" if better == "higher" or _LEAST.match(words) else "≤"
    return Statement(KINDS[kind], said, SIGNS.get(key, least))


def worded(it: Statement, mark: str, lang: Lang) -> str:
    """A statement of a target as documents word it, with a decimal mark."""
    asked = it.asked
    if isinstance(asked, Decimal):
        return f"{it.sign} {exact(asked).replace('.', mark)}{'%' if it.kind == 'percent' else ''}"
    if it.kind == "direction":
        return _DIRECTIONS[str(asked)].say(lang)
    return _WORDED[it.kind].say(lang, asked=str(asked))


def _stated(key: str, value: str) -> Stated:
    """What stands behind a key of a target."""
    if key == "rank":
        at, _, of = value.partition("/")
        return Rank(int(at), int(of) if of else None)
    if key == "places":
        return int(value)
    if key in ("group", "direction"):
        return value
    amount = parse(value.strip("{}").removeprefix("percent: "))
    return {"percent": amount} if value.startswith("{") else amount


def _read(words: str, within: str) -> tuple[str, str] | None:
    """The key of targets.yaml that a text is about, and what stands behind it."""
    for key, pattern in _PATTERNS:
        found = pattern.fullmatch(words)
        if found:
            return key, unpadded(next(filter(None, found.groups())).replace(" ", ""))
    for key, value, pattern in _WITHOUT_FIGURES:
        if pattern.fullmatch(words):
            return key, value
    if within in ("rank", "places") and (found := _GAINED.fullmatch(words)):
        return "places", unpadded(found[1])
    if found := _GROUP.fullmatch(words):
        name = found[1] or found[2]
        return None if set(name.casefold().split()) & _NO_NAMES else ("group", name)
    return _amount(words)


def _amount(words: str) -> tuple[str, str] | None:
    """Points, or a percentage, with the sign that stands before it or the words behind it."""
    found = _AMOUNT.fullmatch(words)
    if found is None:
        return None
    sign, figure, percent, end = found.groups()
    sign, end = (sign or "").casefold(), (end or "").casefold()
    before = {"": (*_SIGNS, *_FROM), **dict.fromkeys(_OR_LESS, _FROM)}.get(
        end, (*_FROM, *_AT_LEAST)
    )
    if sign and sign not in before:
        return None
    figure = unpadded(figure.replace(",", ".").replace(" ", ""))
    key = _KEYS.get("≤" if end in _OR_LESS else sign)
    if key is None:
        return ("percent" if percent else "points"), figure
    return key, f"{{percent: {figure}}}" if percent else figure


def _one_of(words: Iterable[str]) -> str:
    """A pattern for one of some words, the longer ones first."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


_AT_LEAST: Final = (
    *("≥", ">=", "=", "ít nhất", "tối thiểu", "không dưới", "không thấp hơn"),
    *("at least", "no less than", "not less than"),
)
_FROM: Final = ("từ", "from")
_OR_MORE: Final = ("trở lên", "or more", "or above")
_OR_LESS: Final = ("trở xuống", "or less", "or below")
_KEYS: Final[Mapping[str, str]] = {
    **dict.fromkeys((">", "trên", "hơn", "cao hơn", "over", "above", "more than"), "more_than"),
    **dict.fromkeys(("<", "dưới", "thấp hơn", "under", "below", "less than"), "less_than"),
    **dict.fromkeys(("≤", "<=", "không quá", "không vượt quá"), "at_most"),
    **dict.fromkeys(("at most", "no more than", "not more than"), "at_most"),
}
_SIGNS: Final = (*_AT_LEAST, *_KEYS)
_LEAST = re.compile(r"(?:≥|>=)|.*(?:trở lên|or more|or above)$", re.IGNORECASE)
_WORDED: Final = {
    "rank": Text("hạng {asked}", "rank {asked}"),
    "places": Text("tăng {asked} bậc", "up {asked} places"),
    "group": Text("nhóm {asked}", "group {asked}"),
}
_DIRECTIONS: Final = {
    "higher": Text("cao hơn", "higher"),
    "lower": Text("thấp hơn", "lower"),
    "keep": Text("giữ vững", "no worse"),
}
# Words behind “group” that say how good it is among units, not what it is called.
_NO_NAMES: Final = frozenset(
    {
        *("đầu", "dẫn", "đứng", "cuối", "các", "trên", "dưới", "giữa", "hơn", "nhất"),
        "leading",
        "top",
    }
)

_REACH = (
    r"(?:(?:phấn đấu|mục tiêu|đạt|giữ(?: vững| nguyên)?|duy trì|(?:ở )?mức"
    r"|nằm|lọt vào|vươn lên|reach|keep|maintain)\s+){0,3}"
)
_AND = re.compile(r"[,;]\s|\s(?:và|and)\s")  # no comma of a figure has a blank behind it
_BARE = re.compile(r"[0-9.,\s]+")  # beside something else nobody can tell of what
_FIGURE = r"-?\s?[0-9]{1,7}(?:[.,][0-9]{1,6})?"
_WHOLE = r"0?[1-9][0-9]{0,5}"
_PERCENT = r"%|phần trăm|percent|per cent"


def _pattern(text: str) -> re.Pattern[str]:
    """A pattern for all of a text, whatever its case, behind words that say nothing of a target but
    that it is one.
    """
    return re.compile(f"{_REACH}(?:{text})", re.IGNORECASE)


_THAN = r"(?:\sso với)?(?:\snăm (?:trước|ngoái|[0-9]{4}))?"
_AT = rf"{_WHOLE}(?:\s?/\s?{_WHOLE})?"
_RANKED = rf"(?:(?:xếp|đứng|vị trí|thứ)\s)?(?:hạng|thứ|rank)\s?({_AT})"
_LAST_RANK: Final = _pattern(
    rf"(?:(?:{_one_of(key for key, kind in _KEYS.items() if kind == 'at_most')})\s?)?({_AT})"
    rf"(?:\s(?:{_one_of((*_OR_MORE, *_OR_LESS, 'or better'))}))?"
)
_RANK: Final = re.compile(rf"({_AT})|{_RANKED}", re.IGNORECASE)
_PATTERNS: Final = (
    ("rank", _pattern(rf"({_WHOLE}\s?/\s?{_WHOLE})")),
    ("rank", _pattern(rf"(?:từ\s)?{_RANKED}(?:\strở lên|\sor better)?")),
    (
        "rank",
        _pattern(
            rf"(?:trong\s|in the\s)?(?:top|tốp)\s?({_AT})"
            rf"|(?:(?:xếp\s|thứ\s)?hạng\s)?(?:trong|thuộc) nhóm\s({_AT})"
        ),
    ),
    (
        "rank",
        _pattern(
            rf"(?:trong\s)?(?:(?:nhóm|top|tốp)\s)?({_WHOLE})\s[^\W\d_][^\d_]{{0,60}}\s"
            rf"(?:dẫn đầu|đứng đầu)(?: cả nước)?|(?:in|among) the first\s({_WHOLE})"
        ),
    ),
    (
        "places",
        _pattern(
            rf"(?:tăng|up)\s(?:(?:ít nhất|tối thiểu|từ|at least)\s)?({_WHOLE})\s"
            rf"(?:bậc|hạng|places?)(?:\strở lên|\sor more)?{_THAN}"
            rf"|\+\s?({_WHOLE})\s(?:bậc|hạng|places?)|({_WHOLE})\splaces?\sup"
        ),
    ),
)
_MAXIMUM: Final = _pattern(
    r"(?:(?:giữ vững|giữ nguyên|duy trì|keep)\s)?"
    r"(?:(?:số\s)?(?:điểm\s)?(?:tối đa|tuyệt đối)"
    r"|(?:the\s)?(?:full|maximum)(?:\s(?:score|points|marks))?)"
)
_REMARKED: Final = re.compile(r"([^()]*[^()\s])\s?\(([^()]+)\)")
_WITHOUT_FIGURES: Final = (
    (
        "places",
        "0",
        _pattern(r"(?:giữ|giữ vững|giữ nguyên|duy trì)\s(?:thứ\s)?hạng|keep the rank"),
    ),
    ("direction", "keep", _pattern(rf"(?:giữ vững|giữ nguyên|duy trì|không giảm){_THAN}|no worse")),
    ("direction", "higher", _pattern(rf"cao hơn{_THAN}|higher")),
    ("direction", "lower", _pattern(rf"thấp hơn{_THAN}|lower")),
)
_GAINED: Final = re.compile(rf"\+\s?({_WHOLE})")
_GROUP: Final = _pattern(
    r"(?:nhóm|group)\s([^\W\d_]+(?:\s[^\W\d_]+){0,3})|(?:the\s)?([^\W\d_]+)\sgroup"
)
_AMOUNT: Final = _pattern(
    rf"({_one_of((*_SIGNS, *_FROM))})?\s?({_FIGURE})"
    rf"\s?(?:({_PERCENT})|điểm|points?)?(?:\s({_one_of((*_OR_MORE, *_OR_LESS))}))?"
)
