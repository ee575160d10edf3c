"""`gap`: how far every row is from its target."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from parplan.engine.gap import Standing, standings
from parplan.labels import FIELDS, Gap
from parplan.model.findings import Finding
from parplan.model.plan import Plan
from parplan.points import Lang, rounded
from parplan.render.table import AtLeast, Column, Mark, Table
from parplan.reports.rows import lines_of
from parplan.text import Message, Shown, Text

SortKey = Literal["id", "gap", "share", "score", "target", "planned", "headroom", "shortfall", "rank"]
SHARE_DECIMALS = 4

# Contradictions are marked on the figure; realism and bookkeeping are for `validate`.
_MARKED = ("A", "R")


class Standings(NamedTuple):
    """A plan's standings on the basis asked for, and on the others for comparison; `parts` is None where it was not asked."""

    plan: Plan
    findings: tuple[Finding, ...]
    basis: str
    chosen: tuple[Standing, ...]
    printed: tuple[Standing, ...]
    parts: tuple[Standing, ...]
    corrected: tuple[Standing, ...] | None
    leads: Mapping[str, tuple[str, ...]] | None = None  # the units that lead each row, where they are to be shown


def measured(plan: Plan, findings: tuple[Finding, ...], basis: str, corrected: Plan | None) -> Standings:
    """Standings on every basis. `plan` and `findings` are those of the basis asked for; `corrected` where errata decided any."""
    printed, parts = standings(plan, "printed"), standings(plan, "parts")
    better = standings(corrected, "printed") if corrected is not None else None
    return Standings(plan, findings, basis, parts if basis == "parts" else printed, printed, parts, better)


def ordered(rows: Sequence[Standing], key: SortKey) -> tuple[Standing, ...]:
    """Rows of each index by a figure, largest first (ranks: best first), unknown last; `id` is the order of the plan."""
    if key == "id":
        return tuple(rows)
    figure = _SORT[key]

    def place(row: Standing) -> tuple[bool, Decimal]:
        value = figure(row)
        return (value is None, Decimal(0) if value is None else value if key == "rank" else -value)

    def sort(row: Standing) -> Standing:
        return row._replace(children=tuple(sort(child) for child in sorted(row.children, key=place)))

    return tuple(sort(row) for row in rows)


_SORT: Mapping[str, Callable[[Standing], Decimal | None]] = {
    "gap": lambda row: row.gap,
    "share": lambda row: row.headroom_used,
    "score": lambda row: row.score,
    "target": lambda row: row.target,
    "planned": lambda row: row.planned,
    "headroom": lambda row: row.headroom,
    "shortfall": lambda row: row.shortfall,
    "rank": lambda row: Decimal(row.rank.at) if row.rank else None,
}


def payload(result: Standings, lang: Lang) -> list[dict[str, Any]]:
    """The indices as JSON-ready records: points as exact decimals, shares of 1 rounded to 4 places."""
    codes = _codes(result.findings)
    about = result.plan.about
    indices = []
    for index in result.chosen:
        record = _figures(index, lang)
        years = {"year": about.year, "target_year": about.target_year}
        head = {key: record.pop(key) for key in ("id", "name")}
        rows = [_row_record(row, codes, result.leads, lang) for row in index.children]
        bases = _bases_record(result, index.id)
        indices.append({**head, **years, **record, "bases": bases, "findings": codes.get(index.id, []), "rows": rows})
    return indices


def _codes(findings: Iterable[Finding]) -> dict[str, list[str]]:
    """The codes of what was found, by id."""
    codes: dict[str, list[str]] = {}
    for finding in findings:
        codes.setdefault(finding.path.rpartition(".")[0], []).append(finding.code)
    return codes


def _row_record(row: Standing, codes: Mapping[str, list[str]], leads: Mapping[str, tuple[str, ...]] | None, lang: Lang) -> dict[str, Any]:
    parts = [_row_record(part, codes, leads, lang) for part in row.children]
    lead = {} if leads is None else {"lead": list(leads.get(row.id, ()))}
    return {**_figures(row, lang), **lead, "findings": codes.get(row.id, []), "parts": parts}


def _figures(row: Standing, lang: Lang) -> dict[str, Any]:
    share = row.headroom_used
    return {
        "id": row.id,
        "name": row.name.say(lang),
        "max": row.max,
        "score": row.score,
        "rank": None if row.rank is None else {"at": row.rank.at, "of": row.rank.of},
        "planned": row.planned,
        "target": row.target,
        "target_source": row.target_source,
        "gap": row.gap,
        "headroom": row.headroom,
        "headroom_used": None if share is None else rounded(share, SHARE_DECIMALS),
        "shortfall": row.shortfall,
    }


def _bases_record(result: Standings, ident: str) -> dict[str, Any]:
    return {
        basis: {"score": row.score, "planned": row.planned, "target": row.target} for basis, row in _on_each_basis(result, ident).items()
    }


def _on_each_basis(result: Standings, ident: str) -> dict[str, Standing]:
    each = {"printed": result.printed, "parts": result.parts, "corrected": result.corrected or ()}
    if result.basis == "corrected":
        del each["printed"]
    found = {basis: next((row for row in rows if row.id == ident), None) for basis, rows in each.items()}
    return {basis: row for basis, row in found.items() if row is not None}


COLUMNS = (
    Column("index", Gap.INDEX, "id", human=False),
    Column("id", Gap.ID, "id"),
    Column("parent", Gap.PARENT, "id", human=False),
    Column("level", Gap.LEVEL, "text", human=False),
    Column("name", Gap.NAME, "text", human=False),
    Column("label", Gap.NAME, "text", machine=False),
    Column("rank", Gap.RANK, "rank"),
    Column("score", Gap.SCORE, "points"),
    Column("max", Gap.MAX, "points"),
    Column("planned", Gap.PLANNED, "signed"),
    Column("target", Gap.TARGET, "target"),
    Column("target_source", Gap.TARGET_SOURCE, "text", human=False),
    Column("gap", Gap.GAP, "points"),
    Column("headroom", Gap.HEADROOM, "points", human=False),
    Column("headroom_used", Gap.SHARE, "share"),
    Column("bar", Gap.BAR, "bar", machine=False),
    Column("shortfall", Gap.SHORTFALL, "points", human=False),
    Column("findings", Gap.FINDINGS, "text", human=False),
)
LEAD = Column("lead", Gap.LEAD, "text")


def tables(result: Standings) -> list[Table]:
    """A table an index: its rows in order, its total at the foot, and a note for every contradiction among them."""
    return [_table(result, index) for index in result.chosen]


def _table(result: Standings, index: Standing) -> Table:
    shown_ids = {row.id for row in index.walk()}
    marked = [finding for finding in result.findings if finding.code.startswith(_MARKED) and _concerns(finding, shown_ids)]
    numbers: dict[str, list[int]] = {}
    codes = _codes(result.findings)
    columns = COLUMNS if result.leads is None else (*map(_roomy, COLUMNS), LEAD)
    for number, finding in enumerate(marked, 1):
        for path in _marked_on(finding):
            numbers.setdefault(path, []).append(number)

    def cells(row: Standing, parent: str, depth: int) -> tuple[Mark, ...]:
        return tuple(_cell(column.key, row, index, parent, depth, numbers, codes, result.leads) for column in columns)

    about = result.plan.about
    title = Message(Gap.TITLE, {"name": index.name, "year": about.year, "target_year": about.target_year})
    return Table(title, columns, lines_of(index, cells), tuple(_feet(result, index)), tuple(_note(finding) for finding in marked))


def _roomy(column: Column) -> Column:
    """A column as it stands beside the units: ranks and bars only where there is room."""
    return column._replace(wide=True) if column.key in ("rank", "bar") else column


def _concerns(finding: Finding, ids: set[str]) -> bool:
    return not ids.isdisjoint(path.rpartition(".")[0] for path in _marked_on(finding))


def _marked_on(finding: Finding) -> tuple[str, ...]:
    """The figures that a contradiction is marked on: where it stands, and for a fact printed twice the other place as well."""
    others = (operand.path for operand in finding.operands) if finding.code == "A307" else ()
    return (finding.path, *others)


def _note(finding: Finding) -> Message:
    values: dict[str, object] = {"path": finding.path, "message": finding.message}
    if finding.erratum is None:
        return Message(Gap.NOTE, values)
    return Message(Gap.KNOWN, {**values, "erratum": finding.erratum})


def _cell(
    key: str,
    row: Standing,
    index: Standing,
    parent: str,
    depth: int,
    numbers: Mapping[str, list[int]],
    codes: Mapping[str, list[str]],
    leads: Mapping[str, tuple[str, ...]] | None,
) -> Mark:
    special: dict[str, object] = {
        "index": index.id,
        "parent": parent or None,
        "level": depth,
        "bar": row.headroom_used,
        "findings": " ".join(dict.fromkeys(codes.get(row.id, []))) or None,
        "target": _target(row),
        "lead": " ".join((leads or {}).get(row.id, ())) or None,
        "label": Gap.TOTAL if row.id == index.id and row.children else row.name,
    }
    value = special[key] if key in special else getattr(row, key)
    return Mark(value, tuple(numbers.get(f"{row.id}.{key}", ())))


def _target(row: Standing) -> object:
    """The target as it is shown: with its ≥ where it is printed, a rank where that is all there is."""
    if row.target is None:
        return Message(Gap.RANK_TARGET, {"rank": row.goal.rank}) if row.goal and row.goal.rank else None
    return AtLeast(row.target) if row.target_source == "printed" else row.target


def _feet(result: Standings, index: Standing) -> list[Message]:
    feet: list[Message] = []
    each = _on_each_basis(result, index.id)
    for field in ("score", "planned", "target"):
        values = {basis: getattr(row, field) for basis, row in each.items()}
        known = {basis: value for basis, value in values.items() if value is not None}
        if known.get("corrected") == known.get("printed"):
            known.pop("corrected", None)
        if len(set(known.values())) > 1:
            said = tuple(_on_basis(basis, each[basis], field, value) for basis, value in known.items())
            feet.append(Message(Gap.BASES, {"field": FIELDS[field], "values": said}))
    if any(row.target is not None and row.target_source != "printed" for row in index.walk()):
        feet.append(Message(Gap.NOT_PRINTED))
    if index.shortfall:
        feet.append(Message(Gap.SHORT, {"value": Shown(index.shortfall, index.decimals)}))
    return feet


def _on_basis(basis: str, row: Standing, field: str, value: Decimal) -> Message:
    words: dict[str, Text] = {"printed": Gap.PRINTED, "parts": Gap.PARTS, "corrected": Gap.CORRECTED}
    only_rows = basis == "parts" and field == "target" and all(not child.children for child in row.children)
    return Message(Gap.INCREASES if only_rows else words[basis], {"value": Shown(value, row.decimals)})
