"""How a spreadsheet shows a number: by the format of its cell (ECMA-376, part 1, 18.8.31)."""

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from parplan.documents.printed import figures
from parplan.points import exact, rounded

# Formats that files name by number alone (18.8.30).
BUILT_IN = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    14: "dd/mm/yyyy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm",
    19: "h:mm:ss",
    20: "h:mm",
    21: "h:mm:ss",
    22: "dd/mm/yyyy h:mm",
    37: "#,##0;(#,##0)",
    38: "#,##0;(#,##0)",
    39: "#,##0.00;(#,##0.00)",
    40: "#,##0.00;(#,##0.00)",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss",
    49: "@",
}
_PIECE = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[[^\]]*\]'
    r"|(?P<general>General)"
    r"|(?P<digits>[0#?][0#?,]*(?:\.[0#?]*)?|\.[0#?]+)|(?P<percent>%)|(?P<other>.)",
    re.DOTALL | re.IGNORECASE,
)
_GENERAL = 11  # digits that a cell without a format shows
_OF_NUMBERS = 3  # parts of a format, at most: above 0, below it, 0
_BRACKETS = re.compile("[()]")
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)\s*(-?[0-9]+(?:\.[0-9]+)?)\]", re.ASCII)
_HOLDS: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}
_MINUTES = 24 * 60  # of a day
NO_ROOM = "#####"  # what shows where a number is no day
# What stands in a format as it is, and what it says in brackets of how that looks.
_SAID = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|(?P<blank>\s)|_.|\*.|\[(?![hms]+\])[^\]]*\]',
    re.IGNORECASE | re.DOTALL,
)
_DAYS = re.compile(r"[dmyhs]", re.IGNORECASE)
_DIGIT = re.compile(r"[0#?]")


def is_of_days(code: str) -> bool:
    """Whether a format shows days, months, years or hours."""
    bare = _bare(code)
    return bool(_DAYS.search(bare)) and not _DIGIT.search(bare)


def day(value: Decimal, code: str, first: date) -> str:
    """What a format of days shows of a number of days after the first one, as a Vietnamese
    document writes it: a day, a month, a year or an hour, with the words around it.
    """
    bare = _bare(code)
    if not 0 <= value < (date.max - first).days:
        return NO_ROOM
    if _is_of_hours(bare):
        minutes = int((value if "[" in bare else value % 1) * _MINUTES)
        return f"{minutes // 60}:{minutes % 60:02d}"
    on = first + timedelta(days=int(value))
    places = [at for at, letter in enumerate(bare) if letter in "dmy"]
    section = _sections(code)[0]
    before, after = (_said(it) for it in (section[: places[0]], section[places[-1] + 1 :]))
    if "d" in bare:
        return f"{before}{on:%d/%m}/{on.year}{after}"
    unit, shown = ("tháng ", f"{on.month}/{on.year}") if "m" in bare else ("năm ", str(on.year))
    return f"{before if any(map(str.isalpha, before)) else unit}{shown}{after}"


def typed(value: Decimal, code: str, first: date) -> str:
    """What somebody may have typed that a spreadsheet took for a day: ``12/63`` for Dec-63."""
    bare = _bare(code)
    if _is_of_hours(bare):
        return day(value, code, first)
    on = first + timedelta(days=int(value))
    year = str(on.year) if "yyyy" in bare else f"{on:%y}"
    parts = (("d", str(on.day)), ("m", str(on.month)), ("y", year))
    return "/".join(said for letter, said in parts if letter in bare)


def _is_of_hours(bare: str) -> bool:
    return not {*bare} & {*"dy"} and bool({*bare} & {*"hs"})


def _bare(code: str) -> str:
    """The signs alone that a format has for what is above 0, each in its place."""
    section = _sections(code)[0]
    bare = _SAID.sub(lambda it: " " * len(it[0]), section)
    return "" if "general" in bare.lower() else bare.lower()


def _said(code: str) -> str:
    """The words of a part of a format."""
    return "".join(
        it["quoted"] or it["escaped"] or it["blank"] or "" for it in _SAID.finditer(code)
    )


def displayed(value: Decimal, code: str, mark: str) -> str:
    """A number as its cell shows it, with this decimal mark: nothing, where its format says so. One
    below 0 has its minus, where the format has brackets or a colour for it.
    """
    sections = _sections(code)
    section, own = _section(sections, value)
    if not section and len(sections) > 1:
        return ""
    plain = section.strip().lower() in ("general", "@", "")
    shown = _general(own).replace(".", mark) if plain else _by_section(own, section, mark)
    if value < 0 and any(it > 0 for it in figures(_BRACKETS.sub("", shown))):
        return f"-{_BRACKETS.sub('', shown).strip()}"
    return shown


def _section(sections: Sequence[str], value: Decimal) -> tuple[str, Decimal]:
    """The part of a format that is for a number, and the number as it stands there."""
    asked = [_CONDITION.search(section) for section in sections[:_OF_NUMBERS]]
    if any(asked):
        held = (
            section
            for section, of in zip(sections, asked, strict=False)
            if of is None or _HOLDS[of[1]](value, Decimal(of[2]))
        )
        return next(held, sections[-1]), value
    if len(sections) > 1 and value < 0:
        return sections[1], -value
    zero = value == 0 and len(sections) >= _OF_NUMBERS
    return sections[2 if zero else 0], value


def shows_text(code: str) -> bool:
    """Whether a text shows in a cell with this format."""
    return _sections(code)[3:4] != [""]


def _sections(code: str) -> list[str]:
    parts, quoted, last = [""], False, ""
    for letter in code:
        quoted ^= letter == '"' and last != "\\"
        if letter == ";" and not quoted:
            parts.append("")
        else:
            parts[-1] += letter
        last = letter
    return parts


def _general(value: Decimal) -> str:
    """A number without a format: at most so many digits, none of them for nothing."""
    whole = len(str(int(abs(value))))
    cut = rounded(value, max(_GENERAL - whole - 1, 0))
    text = exact(cut)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _by_section(value: Decimal, section: str, mark: str) -> str:
    pieces = list(_PIECE.finditer(section))
    if any(piece["percent"] for piece in pieces):
        value *= 100
    shown, told = "", False
    for piece in pieces:
        if piece["digits"] is not None:
            shown += "" if told else _digits(value, piece["digits"], mark)
            told = True
        elif piece["general"]:
            shown += _general(value).replace(".", mark)
        else:
            shown += piece["quoted"] or piece["escaped"] or piece["percent"] or piece["other"] or ""
    return shown if not shown.startswith("--") else shown[1:]


def _digits(value: Decimal, pattern: str, mark: str) -> str:
    """The digits of a number by the places that a format has for them."""
    whole_places, _, places = pattern.partition(".")
    text = exact(rounded(value, len(places)))
    sign = "-" if text.startswith("-") else ""
    whole, _, fraction = text.lstrip("-").partition(".")
    fraction = fraction.ljust(len(places), "0")
    while fraction and places[len(fraction) - 1] == "#" and fraction.endswith("0"):
        fraction = fraction[:-1]
    least = whole_places.replace(",", "").count("0")
    whole = whole.lstrip("0").rjust(least, "0")
    if "," in whole_places:
        apart = "." if mark == "," else ","
        whole = f"{int(whole or 0):,}".replace(",", apart)
    return f"{sign}{whole}{mark if fraction else ''}{fraction}"
