"""A table's values as text, for people and for machines."""

from decimal import Decimal

from parplan.points import Lang, exact, grouped, readable, rounded, share_shown, tabled
from parplan.render.table import DRAWN, Aimed, Column, Line, Mark
from parplan.text import Tabled, Text, Word, plain, spoken

UNKNOWN = "—"
PASSED = Text("vượt {value}", "{value} to spare")  # what is more than was to go
_SUPERSCRIPTS = str.maketrans("0123456789,", "⁰¹²³⁴⁵⁶⁷⁸⁹˒")


def for_people(column: Column, mark: Mark, line: Line, lang: Lang) -> str:
    """A value as people read it: declared decimals, signs, ≥, percent; unknown is a dash."""
    value = mark.value
    decimals = line.decimals if mark.decimals is None else mark.decimals
    if column.kind in DRAWN:
        return ""
    if value is None:
        return UNKNOWN
    if isinstance(value, Aimed):
        return _aimed(value, decimals, lang)
    if isinstance(value, Decimal):
        if column.kind == "share":
            return value.say(lang) if hasattr(value, "say") else share_shown(value, lang)
        if column.kind == "left" and value < 0:
            return PASSED.say(lang, value=Tabled(-value, decimals))
        return tabled(value, decimals, lang, sign=column.kind == "signed" and value != 0)
    if column.kind == "names" and isinstance(value, Word) and value.code:
        return value.code
    if column.kind == "count" and isinstance(value, int):
        return grouped(value, lang)
    return plain(spoken(value, lang))


def _aimed(value: Aimed, decimals: int, lang: Lang) -> str:
    if value.said is not None:
        return value.said.say(lang)
    if value.points is None:
        return UNKNOWN
    points = tabled(value.points, decimals, lang)
    return f"{value.sign}\u00a0{points}" if value.sign else points


def note_signs(mark: Mark) -> str:
    """The numbers of the notes on a value, raised."""
    return ",".join(map(str, mark.notes)).translate(_SUPERSCRIPTS) if mark.notes else ""


def for_machines(column: Column, mark: Mark) -> str:
    """A value as a program reads it: decimal points, shares of 1, nothing where it is unknown."""
    value = mark.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Aimed):
        return "" if value.points is None else exact(readable(value.points))
    if isinstance(value, Decimal):
        return exact(rounded(value, 4)) if column.kind == "share" else exact(readable(value))
    return value.code if isinstance(value, Word) else plain(spoken(value, "en"))
