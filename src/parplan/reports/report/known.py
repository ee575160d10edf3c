"""What every report is made of, and how each begins and ends."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from parplan.model.letterhead import NOBODY, Document, Letterhead
from parplan.model.plan import Plan
from parplan.render.table import Block, Heading, Paper
from parplan.reports import annex, gap, letter, official
from parplan.reports.bases import BASES
from parplan.reports.staff import Staff
from parplan.text import Message, Text


class Known(NamedTuple):
    """What every report is made of: the plan and its standings on a basis, and as the document
    prints it; what stands around it; what is to be asked of its authors; who does what, where that
    is known.
    """

    standings: gap.Standings
    document: Plan
    letterhead: Letterhead
    asked: letter.Letter | None
    staff: Staff | None

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.standings.plan


def _opening(known: Known) -> Iterator[Block]:
    """What the writer begins with, and where the figures are from."""
    about = known.plan.about
    yield Message(NOBODY)
    basis = BASES[known.standings.basis]
    values: dict[str, object] = {"name": about.name, "year": about.year, "basis": basis}
    yield Message(_FIGURES_FROM, {**values, "target_year": about.target_year})


def _closing(known: Known) -> Iterator[Block]:
    """What is to be confirmed, and what the writer proposes."""
    asked = [*letter.to_confirm(known.asked)] if known.asked is not None else []
    if asked:
        yield Heading(Message(_TO_CONFIRM), is_first=True)
        yield from asked
    yield Heading(Message(_PROPOSALS), is_first=True)
    yield Message(NOBODY)


def paper(known: Known, about: Document, subject: Message, blocks: Iterable[Block]) -> Paper:
    """The report in the official form, begun and ended as all are; the plan's own tables are
    annexed, but to what one unit is told.
    """
    whole = (*_opening(known), *blocks, *_closing(known))
    annexes = () if about == "unit" else annex.tables(known.document)
    return official.report(known.letterhead, about, subject, whole, annexes)


_FIGURES_FROM = Text(
    "Số liệu trong báo cáo này lấy từ {name} (điểm năm {year}, mục tiêu năm {target_year}), tính "
    "theo {basis}.",
    "The figures of this report are those of: {name} (scores of {year}, targets of "
    "{target_year}); basis: {basis}.",
)
_TO_CONFIRM = Text("Số liệu cần xác nhận, đính chính", "Figures to be confirmed or corrected")
_PROPOSALS = Text("Đề xuất, kiến nghị", "Proposals")
