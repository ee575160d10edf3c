"""What a script hands in: of the kind that is wanted, or a sentence that says which that is."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from numbers import Integral
from os import PathLike
from pathlib import Path
from types import UnionType
from typing import TYPE_CHECKING, TypeVar, get_args

from parplan.ids import near
from parplan.model.fields import parse_date
from parplan.model.results import LAYERS, Layer
from parplan.model.scenario import Ambiguous, Change
from parplan.points import ONE, NotAFigure, parse, parse_chance, parse_share

if TYPE_CHECKING:
    from parplan.model.tree import Indicator

Figure = str | int | Decimal
Kind = TypeVar("Kind")


def a(kind: type | UnionType, value: Kind, wanted: str) -> Kind:
    """A value of the kind that is wanted. Raises TypeError, which says so, for any other."""
    if not isinstance(value, kind) or isinstance(value, bool):
        raise TypeError(f"{wanted}, not {type(value).__name__}: {value!r}")
    return value


ID, IDS = "an id is text", "ids are text"


def by_id(name: str, figures: Mapping[str, Figure] | None) -> Mapping[str, Figure]:
    """Figures by id, or none."""
    return {} if figures is None else a(Mapping, figures, f"{name} are figures by id")


def several(name: str, ids: Iterable[str]) -> Iterable[str]:
    """Several ids. Raises TypeError for one, which would be taken for its letters."""
    if isinstance(ids, str):
        raise TypeError(f"{name} takes several ids, such as [{ids!r}], not str: {ids!r}")
    return a(Iterable, ids, f"{name} takes several ids")


def path(name: str, path: str | Path) -> Path:
    """A path, of text too. Raises ValueError for empty text, which would be the current folder."""
    if a(str | PathLike, path, f"{name} is text or a Path") == "":
        raise ValueError(f"{name} is needed, not ''")
    return Path(path)


def flag(name: str, *, value: bool) -> bool:
    """True or False. Raises TypeError for what is neither."""
    if not isinstance(value, bool):
        raise TypeError(f"{name} is True or False, not {type(value).__name__}: {value!r}")
    return value


def year(year: int | None) -> int | None:
    """A year, or none."""
    return None if year is None else int(a(Integral, year, "a year is a whole number"))


def whole(name: str, number: int, what: str, least: int, most: int) -> int:
    """A whole number between two bounds. Raises ValueError outside of them."""
    if not least <= a(Integral, number, f"{name} is {what}") <= most:
        raise ValueError(f"{name} is {what}, from {least} to {most}, not {number}")
    return int(number)


def day(day: date | str) -> date:
    """A day, of text as ISO 8601 has it too. Raises ValueError for text that is no day."""
    wanted = "a day is a date, or text such as '2024-05-01'"
    if isinstance(day, str):
        try:
            return parse_date(day)
        except NotAFigure as error:
            raise ValueError(f"{wanted}, not {day!r}{_or_meant(error)}") from error
    if isinstance(day, datetime):  # a date as well, and yet none that dates compare with
        raise TypeError(f"{wanted}, not datetime: {day!r}")
    return a(date, day, wanted)


def change(ident: str, value: Figure, rows: "Mapping[str, Indicator]") -> Change:
    """A what-if, as it is typed or as the figure of a projected score. Raises ValueError."""
    a(str, ident, IDS)
    if isinstance(value, str):
        try:
            return Change.read(ident, value, rows=rows)
        except Ambiguous as error:
            raise ValueError(
                f"{value!r} may be a score of {error.ident} or points to take off, because its "
                "floor is below 0: a Decimal is a score"
            ) from error
        except NotAFigure as error:
            raise ValueError(_meant(value, error)) from error
    return Change("set", ident, points(value))


def points(value: Figure) -> Decimal:
    """Points, exactly. Raises ValueError for text that is no figure."""
    a(Figure, value, "points are text, whole numbers or Decimals")
    try:
        return parse(_plain(value))
    except NotAFigure as error:
        raise ValueError(_meant(_plain(value), error)) from error


def _plain(value: Figure) -> str:
    """A figure as text, with its exponent where none has so many digits."""
    if isinstance(value, str):
        return value
    number = Decimal(value)
    return format(number, "f") if abs(number.adjusted()) < _MOST_DIGITS else f"{number:.3E}"


_MOST_DIGITS = 30


def odds(value: str | Decimal) -> Decimal:
    """A chance above 0 and below 1. Raises ValueError for any other."""
    a(str | Decimal, value, "odds are text or Decimals")
    try:
        return parse_chance(_plain(value))
    except NotAFigure as error:
        said = f"odds are above 0 and below 1, not {value!r}{_or_meant(error)}"
        raise ValueError(said) from error


def share(text: str) -> Decimal:
    """A share of 1, from text such as `50%`. Raises ValueError for text that is none."""
    try:
        return parse_share(a(str, text, "a share is text, such as '50%'"))
    except NotAFigure as error:
        raise ValueError(_meant(text, error)) from error


def part(name: str, text: str) -> Decimal:
    """A share that is at most all of it. Raises ValueError for more, and as `share` does."""
    found = share(text)
    if found > ONE:
        raise ValueError(f"{name} is at most '100%', not {text!r}")
    return found


def _meant(text: str, error: NotAFigure) -> str:
    what = "a figure" if error.close != "long" else _SHORT
    return f"not {what}: {text!r}{_or_meant(error)}"


_SHORT = "a figure of at most 7 digits before the point and 6 after it"


def _or_meant(error: NotAFigure) -> str:
    return f"; did you mean {error.meant!r}?" if error.meant else ""


def one_of(name: str, value: str, words: object) -> None:
    """Raises ValueError for what is none of a few words."""
    if value not in get_args(words):
        raise ValueError(f"{name} is one of {', '.join(get_args(words))}, not {value!r}")


def layers(layer: Layer | None) -> tuple[Layer, ...]:
    """The one layer that is asked for, or all of them."""
    if layer is None:
        return LAYERS
    one_of("layer", layer, Layer)
    return (layer,)


def unknown(ident: str, known: Iterable[str]) -> str:
    """An id that there is not, with those that may have been meant."""
    close = near(ident, known) if isinstance(ident, str) else ()
    return f"{ident}; did you mean {', '.join(close)}?" if close else str(ident)
