"""How a spreadsheet shows a number: by the format of its cell (ECMA-376, part 1, 18.8.31)."""

import re
from decimal import Decimal

from parplan.points import exact, rounded

# Formats that files name by number alone (18.8.30): those of numbers.
BUILT_IN = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    37: "#,##0;(#,##0)",
    38: "#,##0;(#,##0)",
    39: "#,##0.00;(#,##0.00)",
    40: "#,##0.00;(#,##0.00)",
    49: "@",
    14: "dd/mm/yyyy",
    15: "d-mmm-yy",
    22: "dd/mm/yyyy",
}
_PIECE = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[[^\]]*\]'
    r"|(?P<digits>[0#?][0#?,]*(?:\.[0#?]*)?|\.[0#?]+)|(?P<percent>%)|(?P<other>.)",
    re.DOTALL,
)
_GENERAL = 11  # digits that a cell without a format shows
_DAYS = re.compile(r"[dy]", re.IGNORECASE)


def is_of_days(code: str) -> bool:
    """Whether a format shows days."""
    bare = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", code)
    return code != "General" and bool(_DAYS.search(bare)) and "0" not in bare


def displayed(value: Decimal, code: str, mark: str) -> str:
    """A number as its cell shows it, with this decimal mark."""
    sections = _sections(code)
    if len(sections) > 1 and value < 0:
        section, value = sections[1], -value
    elif len(sections) > 2 and value == 0:
        section = sections[2]
    else:
        section = sections[0]
    if section.strip().lower() in ("general", "@", ""):
        return _general(value).replace(".", mark)
    return _by_section(value, section, mark)


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
