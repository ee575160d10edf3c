"""The chance of meeting a target as it is shown, and beside it the one on the corrected basis."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from parplan.points import ONE, ZERO, Lang, rounded, share_shown
from parplan.reports.fields import SHARE_DECIMALS, Field
from parplan.reports.rows import Corrections, put_below
from parplan.text import Message, Text

_LEAST_SHOWN = Decimal("0.001")

# The chance of each row, by id, with what the errata decided on put right: of the rows that this
# has to do with. None: the scenario passes a limit there.
Corrected = Mapping[str, float | None] | None


class Likelihood(Decimal):
    """A probability; what is nearly 0 or nearly 1 is not called either."""

    def say(self, lang: Lang) -> str:
        """The probability in percent."""
        if ZERO < self < _LEAST_SHOWN:
            return f"< {share_shown(_LEAST_SHOWN, lang)}"
        if ONE - _LEAST_SHOWN < self < ONE:
            return f"> {share_shown(ONE - _LEAST_SHOWN, lang)}"
        return share_shown(self, lang)


def likelihood(chance: float | None) -> Likelihood | None:
    """A chance (a share of 1) as it is shown; None where it is not known."""
    return None if chance is None else Likelihood(chance)


def as_corrected(corrected: Corrected, chances: Mapping[str, float | None]) -> tuple[Field, ...]:
    """The chance on the corrected basis, beside `chances`: for people where the two differ."""
    better, others = corrected or {}, different(corrected, chances)
    return (
        Field(
            "probability_corrected",
            "share",
            _CORRECTED,
            lambda at: likelihood(better[at.row.id]) if at.row.id in others else "",
            "h" if others else "",
        ),
        Field(
            "probability_corrected",
            "share",
            value=lambda at: likelihood(better.get(at.row.id)),
            on="mj",
            says=(
                "the probability with what errata.yaml decided on put right; null where that has "
                "nothing to do with the row, or the basis is another one"
            ),
        ),
    )


def said_of_corrected(
    corrected: Corrected, chances: Mapping[str, float | None], index: str, made: Corrections
) -> Iterator[Message]:
    """What the corrected chances rest on, where they differ; or why there are none."""
    if corrected is None:
        yield Message(_BEYOND_A_LIMIT)
    elif different(corrected, chances) and (put := put_below([index], made)):
        yield Message(_RESTS_ON, {"put": put})


def different(corrected: Corrected, chances: Mapping[str, float | None]) -> set[str]:
    """The rows whose chance is another one on the corrected basis, as far as is told."""
    better = corrected or {}
    return {
        ident
        for ident, chance in chances.items()
        if _told(better.get(ident, chance)) != _told(chance)
    }


def _told(chance: float | None) -> Decimal | None:
    return None if chance is None else rounded(Decimal(chance), SHARE_DECIMALS)


_CORRECTED = Text("Theo đính chính", "As corrected")
_RESTS_ON = Text("xác suất theo đính chính: {put}", "odds as corrected: {put}")
_BEYOND_A_LIMIT = Text(
    "chưa có xác suất theo đính chính: với các số đã đính chính, kịch bản này vượt giới hạn; xem "
    "--basis corrected",
    "no odds as corrected: with the corrected figures this scenario passes a limit; see --basis "
    "corrected",
)
