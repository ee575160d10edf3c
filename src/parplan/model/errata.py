"""Errata: printed figures that contradict others, and what was decided about each."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from parplan.model.fields import MaybePoints, OfPlan, Points, Record, Words, described
from parplan.text import Text

Decision = Literal["keep", "correct", "undecided"]


class Erratum(Record):
    """What was decided about one printed figure. Which contradictions that settles, or knows of, is
    worked out.
    """

    printed: Annotated[
        Points,
        described(
            "số liệu như văn bản ghi", "the figure as printed; of another one nothing was decided"
        ),
    ]
    correct: Annotated[
        MaybePoints,
        described(
            "số đúng: ghi lại số của văn bản nếu giữ nguyên, bỏ trống nếu chưa quyết định",
            "the right figure: the printed one to keep it, left out while that is undecided",
        ),
    ] = None
    against: Annotated[
        dict[str, Points],
        described(
            "các số liệu khác của mâu thuẫn, như văn bản ghi; cần khi giữ nguyên hoặc chưa quyết "
            "định",
            "the other figures of the contradiction, as printed; needed where the figure is kept "
            "or undecided",
        ),
        Field(default_factory=dict),
    ]
    because: Annotated[Words, described("lý do", "the reason")] = Text("", "")

    @property
    def decision(self) -> Decision:
        """Whether the figure is kept, corrected, or undecided."""
        if self.correct is None:
            return "undecided"
        return "keep" if self.correct == self.printed else "correct"


def _begun(entries: object) -> object:
    return {} if entries is None else entries


class ErrataFile(OfPlan):
    """errata.yaml: what was decided about the document's own contradictions."""

    errata: Annotated[
        dict[str, Erratum],
        BeforeValidator(_begun),
        described(
            "các số liệu, theo mã và trường, ví dụ par.5.score",
            "the figures, by id and field, such as par.5.score",
        ),
        Field(default_factory=dict),
    ]
