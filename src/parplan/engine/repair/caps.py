"""Totals that need not be what their parts come to, so that no figure is wrong: they stand at their
row's own limit, or some of the rows are left out.
"""

from typing import Literal, NamedTuple

from parplan.engine.identities.printed import Figure
from parplan.engine.repair.edits import Edit
from parplan.model.plan import Plan
from parplan.model.tree import Indicator
from parplan.points import ZERO


class Cap(NamedTuple):
    """A total that stands at its row's own limit, so that nothing may be wrong: its parts come to
    more than the `most` that the row can get, or to less than the `least`; or they have points, and
    the row has none because an item `failed`. Or there is only an `excerpt` of its rows.
    """

    total: Figure
    limit: Literal["most", "least", "failed", "excerpt"]


def cap_of(edit: Edit, plan: Plan) -> Cap | None:
    """What would explain that a total is not what its parts come to; the maximum of bonus points is
    a limit by itself.
    """
    row, total = plan.by_id[edit.total.ident], edit.total
    above = edit.printed > 0
    if edit.code in ("A301", "A302", "A303") and not above and _is_excerpt(row):
        return Cap(total, "excerpt")
    if edit.code == "A302":
        return Cap(total, "most") if row.node.bonus and above else None
    if edit.code != "A301":
        return None
    if above and total.value == row.max:
        return Cap(total, "most")
    if above and total.value in (ZERO, row.floor):
        return Cap(total, "failed")
    return Cap(total, "least") if not above and total.value == row.floor else None


def _is_excerpt(row: Indicator) -> bool:
    """Whether a maximum is that of more rows than there are, all with the same one."""
    alike = {child.max for child in row.children}
    each = next(iter(alike), None)
    if not row.plain_sum or len(alike) > 1 or len(row.children) == 1 or not each or not row.max:
        return False
    return row.max > each * len(row.children) and not row.max % each
