"""Whether what a year came to meets a target: each of its statements by itself."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from parplan.model.aims import Aim, entry, is_to_be_passed
from parplan.model.fields import Better
from parplan.model.indicators import Group, titled
from parplan.model.targets import Sign, Statement
from parplan.points import Rank, one_field

if TYPE_CHECKING:
    from parplan.model.peers import PeerGroup

AnyGroup: TypeAlias = "Group | PeerGroup"


class Came(NamedTuple):
    """What a row was in the plan's own year and what it came to: scores in points, ranks; None is
    unknown. `ranked` is how many units were ranked in the plan's own year, `groups` are those
    published of the year it came to, the highest first.
    """

    base: Fraction | None
    score: Fraction | None
    was: Rank | None
    ranked: int | None
    rank: Rank | None
    max: Fraction | None
    better: Better
    groups: Sequence[AnyGroup]


# What keeps a statement about a score that is known from being judged: no groups are published of
# that year, or none of that name; no rank of that year, or of the plan's own; ranks over different
# numbers of units.
Lack = Literal["groups", "group", "rank", "rank_before", "field"]


class Judged(NamedTuple):
    """A statement, and whether it holds; None where that is not known, and what it `lacks` then."""

    statement: Statement
    met: bool | None
    lacks: Lack | None


def judged(aims: Iterable[Aim], came: Came) -> tuple[Judged, ...]:
    """Every statement of a target against what its year came to."""
    each = [aim.statement for aim in aims]
    return tuple(Judged(said, _met(said, came), _lack(said, came)) for said in each)


def together(each: Iterable[Judged]) -> bool | None:
    """Whether all statements hold: not where one does not; None where one is not known, or there
    are none.
    """
    met = [one.met for one in each]
    if False in met:
        return False
    return None if None in met or not met else True


def sign_of(
    target: Decimal | None, aims: Iterable[Aim], maximum: Decimal | None, better: Better
) -> Sign:
    """What a target in points asks of a score: to be more than that, where a statement that comes
    to as much says so.
    """
    return _SIGNS[better, is_to_be_passed(target, aims, maximum)]


_SIGNS: Final[dict[tuple[Better, bool], Sign]] = {
    ("higher", False): "≥",
    ("higher", True): ">",
    ("lower", False): "≤",
    ("lower", True): "<",
}


def enough(target: Decimal, sign: Sign, step: Decimal) -> Decimal:
    """The score (points) that just meets what a sign asks: the target itself, or the next step
    beyond it.
    """
    below = target // step * step
    if sign == ">":
        return below + step
    if sign == "<":
        return below if below < target else below - step
    return target


def meets(score: Fraction, sign: Sign, amount: Fraction) -> bool:
    """Whether a score is what a sign asks of it: at least, more than, at most, less than an amount
    (points).
    """
    if score == amount:
        return sign in ("≥", "≤")
    return (score > amount) is (sign in ("≥", ">"))


def _met(said: Statement, came: Came) -> bool | None:
    asked = said.asked
    if not is_of_field(said, came.rank, came.was, came.ranked):
        return None
    if isinstance(asked, Rank):
        return None if came.rank is None else came.rank.at <= asked.at
    if isinstance(asked, int):
        if came.rank is None or came.was is None:
            return None
        return came.rank.at <= came.was.at - asked
    if isinstance(asked, Decimal):
        amount = said.amount(came.max, Fraction)
        if came.score is None or amount is None:
            return None
        return meets(came.score, said.sign, amount)
    if said.kind == "group":
        group = titled(asked, came.groups)
        if came.score is None or group is None:
            return None
        sign: Sign = "≥" if came.better == "higher" else "≤"
        return meets(came.score, sign, Fraction(entry(group.low, group.high, came.better)))
    if came.base is None or came.score is None:
        return None
    return meets(came.score, _DIRECTIONS[asked, came.better], came.base)


def is_of_field(said: Statement, rank: Rank | None, was: Rank | None, ranked: int | None) -> bool:
    """Whether a rank is over as many units, as far as that is known, as a statement holds it
    against: those of the rank that it names; where it names none, and for places gained, those
    ranked in the plan's own year, in which it `was` another one.
    """
    if rank is None or said.kind not in ("rank", "places"):
        return True
    if isinstance(said.asked, Rank) and said.asked.of is not None:
        return one_field(rank.of, said.asked.of)
    return one_field(rank.of, ranked, None if was is None else was.of)


def _lack(said: Statement, came: Came) -> Lack | None:
    if came.score is None:
        return None
    if said.kind == "group":
        known = titled(str(said.asked), came.groups)
        return None if known else "group" if came.groups else "groups"
    if said.kind not in ("rank", "places"):
        return None
    if came.rank is None:
        return "rank"
    if not is_of_field(said, came.rank, came.was, came.ranked):
        return "field"
    return "rank_before" if said.kind == "places" and came.was is None else None


_DIRECTIONS: Final[dict[tuple[str, Better], Sign]] = {
    ("higher", "higher"): ">",
    ("higher", "lower"): ">",
    ("lower", "higher"): "<",
    ("lower", "lower"): "<",
    ("keep", "higher"): "≥",
    ("keep", "lower"): "≤",
}
