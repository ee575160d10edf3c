"""How far outcomes may vary: the range of each leaf, as a scenario gives it or by default."""

from decimal import Decimal
from typing import Literal, NamedTuple

from parplan.labels import Text

Shape = Literal["triangular", "pert"]


class Spread(NamedTuple):
    """The scores a row may come to, in points: the lowest, the likeliest, the highest, and how they are distributed between."""

    ident: str
    low: Decimal
    likely: Decimal
    high: Decimal
    shape: Shape = "triangular"
    because: Text = Text("", "")
