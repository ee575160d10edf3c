"""How likely a hand prints one figure where another was meant.

Each kind of slip turns what was meant into a few other figures, all equally likely; how likely each
kind is at all is judgement, ordered as in studies of copied numbers (J. Verhoeff, Error Detecting
Decimal Codes, 1969: single digits most by far, then neighbours exchanged). Only the order of
magnitude matters: what decides is how few figures a slip could have come from.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final, Literal, NamedTuple

from parplan.points import padded

Kind = Literal[
    "replaced", "dropped", "doubled", "swapped", "point", "sign", "exchanged", "copied", "other"
]

# Share of all slips, of 1.
SHARES: Final[dict[Kind, float]] = {
    "replaced": 0.50,
    "swapped": 0.12,
    "dropped": 0.08,
    "doubled": 0.06,
    "point": 0.06,
    "copied": 0.05,
    "exchanged": 0.05,
    "sign": 0.03,
    "other": 0.05,
}
_PLACES: Final = (-3, -2, -1, 1, 2)  # by which a point moves; that of thousands is read as one
_FILLED: Final = 0.2  # of what a digit was dropped from being filled up with zeros, a share of 1
_ANYTHING: Final = 1_000  # how many figures an unexplained slip may come to


class Slip(NamedTuple):
    """What kind of slip it most likely was, and how likely the figure was to come out of it (a
    share of 1).
    """

    kind: Kind
    likelihood: float


def slip(
    printed: Decimal,
    meant: Decimal,
    decimals: int,
    above: Decimal | None = None,
    short: float = 1.0,
) -> Slip:
    """How likely `printed` is where `meant` was (points with so many decimals); `above` is what the
    cell above prints.

    `short` is how often a figure is printed as short as this one without any slip (a share of 1):
    the less often, the more a slip is to be preferred that leaves fewer decimals.
    """
    ways: dict[Kind, float] = {"other": SHARES["other"] / _ANYTHING}
    if printed == above:
        ways["copied"] = SHARES["copied"]
    if printed == -meant:
        ways["sign"] = SHARES["sign"]
    if any(printed == meant.scaleb(places) for places in _PLACES):
        ways["point"] = SHARES["point"] / len(_PLACES) / (short if _moved(printed, meant) else 1)
    if (printed < 0) == (meant < 0):
        for kind, share in _of_digits(abs(printed), abs(meant), decimals, short):
            ways[kind] = max(ways.get(kind, 0.0), share)
    kind = max(ways, key=ways.__getitem__)
    return Slip(kind, sum(ways.values()))


def exchange(partners: int) -> Slip:
    """Two cells exchanged, where a cell has so many others in its row and column."""
    return Slip("exchanged", SHARES["exchanged"] / max(partners, 1))


def _of_digits(
    printed: Decimal, meant: Decimal, decimals: int, short: float
) -> Iterator[tuple[Kind, float]]:
    """What slips of single digits explain, with all decimals written out or as short as can be."""
    written = (_text(meant, decimals), _text(printed, decimals))
    yield from _same_length(*written)
    for text in dict.fromkeys((written[0], _text(meant, 0))):
        figures = [place for place, sign in enumerate(text) if sign != "."]
        left = [text[:place] + text[place + 1 :] for place in figures]
        if any(_read(one) == printed for one in left):
            share, as_printed = SHARES["dropped"] / len(figures), format(printed, "f") in left
            if not as_printed:
                share *= _FILLED
            yield "dropped", share / (short if as_printed and text == written[0] else 1)
        if any(_read(text[:place] + text[place] + text[place:]) == printed for place in figures):
            yield "doubled", SHARES["doubled"] / len(figures)


def _same_length(meant: str, printed: str) -> Iterator[tuple[Kind, float]]:
    """One digit replaced, or two neighbours exchanged (whether or not the point stands between
    them); the point stays where it is.
    """
    if len(meant.partition(".")[2]) != len(printed.partition(".")[2]):
        return
    width = max(len(meant), len(printed))
    one, other = (
        meant.rjust(width, "0").replace(".", ""),
        printed.rjust(width, "0").replace(".", ""),
    )
    apart = [place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(apart) == 1 and len(meant) == len(printed):
        yield "replaced", SHARES["replaced"] / (9 * len(one))
    if (
        len(apart) == 2
        and apart[1] == apart[0] + 1
        and one[apart[0]] == other[apart[1]]
        and one[apart[1]] == other[apart[0]]
    ):
        yield "swapped", SHARES["swapped"] / max(len(one) - 1, 1)


def _moved(printed: Decimal, meant: Decimal) -> bool:
    """Whether both are written with just the same digits."""
    return printed.as_tuple().digits == meant.as_tuple().digits


def _text(value: Decimal, decimals: int) -> str:
    return format(padded(value.normalize(), decimals), "f")


def _read(text: str) -> Decimal | None:
    return Decimal(text) if text.strip(".") else None
