"""What was noticed in a document, as findings: each with the line it has on the clipboard."""

from collections.abc import Iterable, Iterator, Mapping

from parplan.checks.plan import finding_at
from parplan.documents.blocks import Block, Printed, Row, lines, placed
from parplan.location import Span
from parplan.model.findings import Finding
from parplan.yaml_text.write import flow


def noticed(document: Printed, counted: Printed) -> tuple[Finding, ...]:
    """What is to be known of a document, as findings, in its order; `counted` is the document with
    its tables as they were taken.
    """
    said = lines(document.blocks)
    places = dict(_places(document.blocks, counted.blocks))
    found = []
    for notice in counted.notices:
        at = places.get((notice.table, notice.line), places.get((notice.table, 0), 1))
        line = said[at - 1] if at <= len(said) else ""
        told = {key: flow(it) if isinstance(it, Mapping) else it for key, it in notice.values}
        values = {"table": notice.table, **told}
        span = Span(at, 1, at, len(line) + 1)
        found.append(finding_at(notice.code, document.name, line, span, "", "", values))
    return tuple(sorted(found, key=lambda finding: finding.place))


def _places(
    blocks: Iterable[Block], counted: Iterable[Block]
) -> Iterator[tuple[tuple[int, int], int]]:
    """The line that each row of each table has; of a table as a whole (0), of its first row."""
    seen: set[int] = set()
    own = iter(counted)
    for at, (_, block) in enumerate(placed(blocks), 1):
        row = next(own) if block is not None else None
        if isinstance(row, Row):
            if row.table not in seen:
                seen.add(row.table)
                yield (row.table, 0), at
            yield (row.table, row.line), at
