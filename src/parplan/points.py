"""Points are decimals taken from the text: how they are read, how precise they are, and the one
rounding rule.
"""

import re
import unicodedata
from contextlib import AbstractContextManager
from decimal import (
    ROUND_CEILING,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
    localcontext,
)
from functools import lru_cache, wraps
from typing import (
    TYPE_CHECKING,
    Literal,
    NamedTuple,
    NoReturn,
    ParamSpec,
    Protocol,
    TypeVar,
    overload,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from fractions import Fraction  # exact quotients, where a what-if needs them

Params = ParamSpec("Params")
Result = TypeVar("Result")

Lang = Literal["vi", "en"]
LANGUAGES: tuple[Lang, ...] = ("vi", "en")

# 7 + 6 digits: the product of two figures keeps every digit under Decimal's default precision of
# 28.
_FIGURE = re.compile(r"-?(0|[1-9][0-9]{0,6})(\.[0-9]{1,6})?", re.ASCII)
# What others publish is compared and subtracted, never multiplied: 7 + 20 digits and their
# differences stay below 28, and no double printed in full has more.
_PUBLISHED = re.compile(r"-?[0-9]{1,7}(\.[0-9]{1,20})?", re.ASCII)
_LONG = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)
_DIGITS = re.compile(r"[0-9]+", re.ASCII)
_PARTED = re.compile(
    r"(-?[0-9]{1,3}(?:([.,])[0-9]{3})(?:\2[0-9]{3})*)((?!\2)[.,][0-9]+)?", re.ASCII
)
_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+", re.ASCII)
_SIGNED = re.compile(r"([^0-9.,]*)([0-9]+(?:[.,][0-9]+)?)\s*(?:%|điểm|points?)?", re.ASCII)
_IN_POINTS = re.compile(r"[0-9]\s*(?:điểm|points?)$", re.ASCII)
_RANK = re.compile(r"(0|[1-9][0-9]{0,5})(?:/(0|[1-9][0-9]{0,5}))?", re.ASCII)
_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,5})", re.ASCII)
_PERCENT = re.compile(r"((?:0|[1-9][0-9]{0,3})(?:\.[0-9]{1,6})?)[ \u00a0]?%", re.ASCII)
_CERTAIN = re.compile(r"1(\.0*)?", re.ASCII)
_SIGNED_FIGURE = re.compile(r"[+-]?(0|[1-9][0-9]{0,6})(?:\.[0-9]{1,6})?", re.ASCII)
# What says nothing, and makes other readers of YAML take the figure for an octal one.
_ZEROS = re.compile(r"(?<![0-9.,])0+(?=[0-9])", re.ASCII)

# Hyphens, dashes and the minus sign: what word processors put where a minus was typed.
DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d"
_MINUS = str.maketrans(dict.fromkeys(DASHES, "-"))
_OTHER_DASHES = frozenset(DASHES[1:])
# What stands before a figure and says which sign it has; the rest of these say nothing of it. They
# are habits of people, and stand here, not in habits.yaml, because files are read with them too:
# this module imports nothing and opens no file.
_DOWN = frozenset({"-", "giảm", "trừ", "âm", "tụt", "minus", "down", "less"})
_UP = frozenset({"+", "tăng", "cộng", "thêm", "plus", "up"})
_EITHER = frozenset(
    {"≥", ">", "=", "trên", "đạt", "từ", "tối", "thiểu", "phấn", "đấu", "ít", "nhất", "at", "least"}
)
_LEAD = re.compile(r"[^\W\d_]+|\S")

MOST_DECIMALS = 6
HUNDRED = Decimal(100)
ZERO = Decimal(0)
ONE = Decimal(1)


class NotAFigure(ValueError):
    """The text is not a figure. `comma` tells a decimal comma apart; `meant` is the likely figure,
    where one can be seen, and `percent` that of a percentage, which is no points; `close` says what
    keeps a figure from being one: it stands in quotes, has too many digits or zeros in front.
    """

    def __init__(
        self,
        text: object,
        *,
        comma: bool = False,
        meant: str | None = None,
        percent: str | None = None,
        close: Literal["quoted", "long", "zeros"] | None = None,
    ) -> None:
        super().__init__(str(text))
        self.text = str(text)
        self.comma = comma
        self.meant = meant
        self.percent = percent
        self.close = close


class Rank(NamedTuple):
    """A place `at` among `of` ranked units; `of` is None where no denominator is printed."""

    at: int
    of: int | None

    @property
    def is_possible(self) -> bool:
        """Whether it lies between 1 and its denominator."""
        return self.at >= 1 and (self.of is None or self.at <= self.of)

    def __str__(self) -> str:
        return str(self.at) if self.of is None else f"{self.at}/{self.of}"


def one_field(*ranked: int | None) -> bool:
    """Whether ranks over so many units compare, as far as that is known: they are over as many."""
    return len({of for of in ranked if of is not None}) <= 1


@lru_cache(maxsize=65_536)
def parse(text: str) -> Decimal:
    """Points from plain text such as ``7.97``, every digit kept.

    Raises NotAFigure for anything else: exponents, NaN, underscores, other scripts' digits, decimal
    commas, zeros in front, more than 7 digits before the point or 6 behind it.
    """
    if _FIGURE.fullmatch(text):
        return Decimal(text)
    return _refuse(text)


@lru_cache(maxsize=65_536)
def parse_published(text: str) -> Decimal:
    """Points that others publish, as `parse`, with up to 20 digits behind the point, as machines
    write means of surveys; every digit kept. Raises NotAFigure.
    """
    if _PUBLISHED.fullmatch(text):
        return Decimal(text)
    return _refuse(text)


def too_long(text: str) -> bool:
    """Whether a text would be a published figure if it had fewer digits."""
    return bool(_LONG.fullmatch(text)) and not _PUBLISHED.fullmatch(text)


def has_mark(text: str, mark: str) -> bool:
    """Whether a text is a figure with a mark, a point or a comma, behind its whole part."""
    whole, found, rest = text.removeprefix("-").partition(mark)
    return bool(found) and _DIGITS.fullmatch(whole + rest) is not None and bool(whole and rest)


def unparted(text: str) -> str | None:
    """A figure whose thousands may be parted by points or commas, without these: 1.024 as 1024,
    1.024,5 as 1024,5. None for any other text.
    """
    found = _PARTED.fullmatch(text)
    return found[1].replace(found[2], "") + (found[3] or "") if found else None


def with_minus(text: str) -> str:
    """The text with a plain hyphen for every dash, so that a figure typed with one can be read."""
    return text if _OTHER_DASHES.isdisjoint(text) else text.translate(_MINUS)


def sign_of(text: str) -> int:
    """Which way a figure goes by the signs and words before it: -1 for ``–0,25`` and ``giảm
    0,25``, 1 for ``+1`` and ``tăng 1``; 0 where nothing says so, or nobody can tell.
    """
    return (_seen(text) or (0, ""))[0]


def sign_before(words: str) -> int | None:
    """The sign that signs and words before a figure give it: -1 or 1, 0 where they say nothing of
    it; None where nobody knows what one of them makes of it, or they say both.
    """
    lead = {*_LEAD.findall(with_minus(unicodedata.normalize("NFC", words)).casefold())}
    ways = {-1 if word in _DOWN else 1 for word in lead if word not in _EITHER}
    if len(ways) > 1 or not lead <= _DOWN | _UP | _EITHER:
        return None
    return next(iter(ways), 0)


def _seen(text: str) -> tuple[int, str] | None:
    """The sign and the digits of what looks like a figure; None where there are none, or where
    something stands before them of which nobody knows what it makes of their sign.
    """
    found = _SIGNED.fullmatch(text)
    sign = sign_before(found[1]) if found else None
    return None if sign is None or not found else (sign, bare(found[2].replace(",", ".")))


def bare(text: str) -> str:
    """A figure or a rank without zeros in front: ``07.97`` as ``7.97``."""
    return _ZEROS.sub("", text)


def in_points(text: str) -> bool:
    """Whether a figure is said to be points, as in ``8,70 điểm``."""
    return _IN_POINTS.search(text) is not None


def _refuse(text: str) -> NoReturn:
    sign, figure = _seen(text) or (0, "")
    signed = f"-{figure}" if sign < 0 else figure
    meant = signed if _FIGURE.fullmatch(signed) else None
    raise NotAFigure(
        text,
        comma=bool(_COMMA.fullmatch(text)),
        meant=None if "%" in text else meant,
        percent=meant if "%" in text else None,
        close=_close(text, _SIGNED_FIGURE) or ("long" if _LONG.fullmatch(text) else None),
    )


def _close(text: str, form: re.Pattern[str]) -> Literal["zeros"] | None:
    return "zeros" if _ZEROS.search(text) and form.fullmatch(bare(text)) else None


def refuse_quoted(text: str) -> Decimal:
    """Refuse a figure in quotes. Always raises NotAFigure, which says what was meant."""
    if _FIGURE.fullmatch(text):
        raise NotAFigure(text, meant=text, close="quoted")
    return _refuse(text)


def parse_change(text: str) -> Decimal:
    """A change in points from text such as ``+0.4`` or ``-0.25``. Raises NotAFigure for anything
    else.
    """
    if _SIGNED_FIGURE.fullmatch(text):
        return Decimal(text)
    try:
        return _refuse(text)
    except NotAFigure as error:
        if error.meant is not None and sign_of(text) > 0:
            error.meant = "+" + error.meant
        raise


def parse_share(text: str) -> Decimal:
    """A share of 1 from a percentage such as ``60%``. Raises NotAFigure for anything else; `meant`
    is the likely percentage.
    """
    found = _PERCENT.fullmatch(text)
    if found:
        return Decimal(found[1]).scaleb(-2)
    sign, figure = _seen(text.replace("\u00a0", " ")) or (0, "")
    likely = figure if sign >= 0 and not in_points(text) else ""
    if (
        likely and "%" not in text and Decimal(likely) <= 1
    ):  # 0.6 is how a share of 1 is written elsewhere
        likely = format((Decimal(likely) * HUNDRED).normalize(), "f")
    meant = f"{likely}%" if likely and _PERCENT.fullmatch(f"{likely}%") else None
    comma = bool(_COMMA.fullmatch(text.rstrip("% \u00a0")))
    raise NotAFigure(text, comma=comma, meant=meant, close=_close(text, _PERCENT))


def parse_part(text: str) -> Decimal:
    """A share of 1 that is at most all of it, from a percentage. Raises NotAFigure as `parse_share`
    does.
    """
    try:
        share = parse_share(text)
    except NotAFigure as error:
        if error.meant is not None and parse_share(error.meant) > ONE:
            error.meant = None
        raise
    if share > ONE:
        raise NotAFigure(text)
    return share


def parse_chance(text: str) -> Decimal:
    """A chance as a share of 1, from ``0.8`` or ``80%``: neither impossible nor certain. Raises
    NotAFigure for anything else; `meant` is the likely chance.
    """
    found = _chance(text)
    if found is None:
        seen = text.replace(",", ".")
        percent = f"{seen}%" if _CERTAIN.fullmatch(seen) is None else ""  # 1 is not 1%
        likely = (each for each in (seen, percent) if _chance(each) is not None)
        raise NotAFigure(text, comma="," in text, meant=next(likely, None))
    return found


def _chance(text: str) -> Decimal | None:
    try:
        share = parse_share(text) if "%" in text else parse(text)
    except NotAFigure:
        return None
    return share if ZERO < share < ONE else None


@lru_cache(maxsize=4096)
def parse_rank(text: str) -> Rank:
    """A rank from ``53/63`` or ``53``. Raises NotAFigure for anything else."""
    found = _RANK.fullmatch(text)
    if not found:
        close = _close(text, _RANK)
        raise NotAFigure(text, meant=bare(text) if close else None, close=close)
    return Rank(int(found[1]), int(found[2]) if found[2] else None)


def parse_places(text: str) -> int:
    """Places gained, from ``1`` or ``+1``. Raises NotAFigure for anything else, and below 0."""
    count = parse_whole(text.removeprefix("+"))
    if count < 0:
        raise NotAFigure(text)
    return count


def parse_whole(text: str) -> int:
    """A whole number from plain text of at most 6 digits. Raises NotAFigure for anything else."""
    if not _WHOLE.fullmatch(text):
        sign, figure = _seen(text) or (0, "")
        whole = f"-{figure}" if sign < 0 else figure
        meant = whole if _WHOLE.fullmatch(whole) else None
        raise NotAFigure(text, meant=meant, close=_close(text, _WHOLE))
    return int(text)


def exactly() -> AbstractContextManager[object]:
    """Within this, products and sums of many figures keep every digit: the weights of ten rows make
    forty of them. What does not come out even belongs outside.
    """
    return localcontext(_EXACT)


def as_everywhere(work: "Callable[Params, Result]") -> "Callable[Params, Result]":
    """A function whose figures come out as in every run of the program, whatever decimal context a
    script has set for itself: of what does not come out even, 28 digits.
    """

    @wraps(work)
    def within(*args: Params.args, **kwargs: Params.kwargs) -> Result:
        with localcontext(_USUAL):
            return work(*args, **kwargs)

    return within


_USUAL = Context(28, ROUND_HALF_EVEN, traps=[InvalidOperation, DivisionByZero, Overflow])
_EXACT = Context(100_000, ROUND_HALF_EVEN, traps=[InvalidOperation, DivisionByZero, Overflow])


@lru_cache(maxsize=16)
def half_unit(decimals: int) -> Decimal:
    """Half of the last printed digit, in points: a figure printed with `decimals` stands for the
    interval that far around it.
    """
    return Decimal(5).scaleb(-decimals - 1)


@lru_cache(maxsize=16)
def last_digit(decimals: int) -> Decimal:
    """One unit of the last printed digit, in points."""
    return Decimal(1).scaleb(-decimals)


class Printed(Protocol):
    """A row whose figures are printed with so many decimals, and some of them with others."""

    @property
    def decimals(self) -> int:
        """Of those that nothing else is said of."""
        ...

    @property
    def decimals_of(self) -> "Mapping[str, int]":
        """Of the others, by field."""
        ...


def decimals_in(row: Printed, field: str) -> int:
    """How many decimals one of a row's figures is printed with."""
    return row.decimals_of.get(field, row.decimals)


def digits(value: Decimal) -> int:
    """How many digits stand behind the point."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Half away from zero, the way a hand rounds: the only rounding in the project, done last and
    only to show or print.
    """
    shown = value.quantize(last_digit(decimals), ROUND_HALF_UP, _EXACT)
    return abs(shown) if shown.is_zero() else shown


def padded(value: Decimal, decimals: int) -> Decimal:
    """The same value with at least so many digits behind the point, as plans write it: 85 as
    85.00.
    """
    return (
        value if digits(value) >= decimals else value.quantize(last_digit(decimals), context=_EXACT)
    )


def written_like(value: Decimal, other: Decimal, decimals: int = 0) -> Decimal:
    """The same value with the digits behind the point that it needs, and at least as many as
    another figure has; where it needs more than that one, at least so many decimals.
    """
    short, places = value.normalize(_EXACT), digits(other)
    least = decimals if digits(short) > places else places
    return padded(short.quantize(ONE, context=_EXACT) if digits(short) == 0 else short, least)


@overload
def decimal_of(value: "Fraction", decimals: int = 0) -> Decimal: ...
@overload
def decimal_of(value: "Fraction | None", decimals: int = 0) -> Decimal | None: ...
def decimal_of(value: "Fraction | None", decimals: int = 0) -> Decimal | None:
    """An exact fraction as a decimal: every digit where they come to an end, else 28 of them; never
    across a finite bound. What is not known stays None.
    """
    return (
        None
        if value is None
        else padded(Decimal(value.numerator) / Decimal(value.denominator), decimals)
    )


def even(value: "Fraction") -> Decimal | None:
    """A fraction as a decimal, where it comes out even; None where it does not."""
    if pow(10, value.denominator.bit_length(), value.denominator):  # it divides no power of ten
        return None
    with exactly():
        return decimal_of(value)


def raised(value: Decimal, decimals: int = MOST_DECIMALS) -> Decimal:
    """The same value, or the next above it with so many digits behind the point: by default as many
    as a file can hold.
    """
    return (
        value
        if digits(value) <= decimals
        else value.quantize(last_digit(decimals), ROUND_CEILING, _EXACT)
    )


def as_told(value: Decimal, decimals: int) -> Decimal:
    """A value as odds are told: a mean of three, whose digits do not come to an end, with two more
    than the index prints.
    """
    endless = len(value.as_tuple().digits) >= _ENDLESS
    return rounded(value, decimals + 2) if endless else value


_ENDLESS = 20  # digits


def readable(value: Decimal) -> Decimal:
    """A quotient that does not come out even, cut to what a reader can use; anything else exactly
    as it is.
    """
    return rounded(value, MOST_DECIMALS) if digits(value) > 2 * MOST_DECIMALS else value


def exact(value: Decimal, lang: Lang = "en") -> str:
    """Every digit of the value, never an exponent: ``11.54``; with a decimal comma in
    Vietnamese.
    """
    return _mark(format(value, "f"), lang)


def shown(value: Decimal, decimals: int, lang: Lang = "en", *, sign: bool = False) -> str:
    """Points for people: at least `decimals` digits, more only where the exact value has more and
    they fit in `decimals` + 2.
    """
    places = min(max(decimals, digits(value.normalize(_EXACT))), decimals + 2)
    return _mark(format(rounded(value, places), "+f" if sign else "f"), lang)


def tabled(value: Decimal, decimals: int, lang: Lang, *, sign: bool = False) -> str:
    """Points in a column, where all have the same decimals; more only where something would look
    like nothing.
    """
    close = rounded(value, decimals)
    return shown(value if value and not close else close, decimals, lang, sign=sign)


def grouped(count: int, lang: Lang) -> str:
    """A whole number with its thousands apart: ``100,000``, in Vietnamese ``100.000``."""
    text = f"{count:,}"
    return text.replace(",", ".") if lang == "vi" else text


def share_shown(share: Decimal, lang: Lang, decimals: int = 1) -> str:
    """A share of 1 as percent, as each language writes it: ``49.4%``, ``49,4%``."""
    return _mark(f"{rounded(_EXACT.multiply(share, HUNDRED), decimals):f}", lang) + "%"


def _mark(text: str, lang: Lang) -> str:
    return text.replace(".", ",") if lang == "vi" else text
