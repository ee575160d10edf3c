"""What is said of a table of units, and of a year of it: of scores that are combined from those of
the units that became one, of units that it does not have, and of ranks that do not compare.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from parplan.engine.gap import Standing
from parplan.model.peers import Panel
from parplan.text import Message, Text


def of_ranking(rows: Sequence[Standing], panel: Panel, year: int) -> Iterator[Message]:
    """What is to be said of the field that some rows were ranked in; once, that the table may be an
    excerpt.
    """
    fewer = _perhaps_excerpts(rows, panel, year)
    for row in rows:
        units, unlisted = panel.scores[row.id][year], panel.unlisted(year)
        count = len({*units, panel.own}) + unlisted if unlisted else len(units)
        yield from of_mergers(panel, [row.id], year)
        if panel.by_share(row.id, year):
            yield Message(_BY_SHARE, {"id": row.id})
        if unlisted:
            values = {"id": row.id, "listed": len(units), "ranked": count, "year": year}
            yield Message(_EXCERPT, values)
        elif panel.own not in units:
            yield Message(_OUTSIDE, {"id": row.id})
        if row in fewer[:1]:
            yield _says_nothing(row, panel, year)
        elif year == panel.plan.about.year and row not in fewer:
            yield from not_comparable(row, count)


def undeclared(rows: Sequence[Standing], panel: Panel, years: Iterable[int]) -> Iterator[Message]:
    """That a table may be an excerpt, by the first row and year of which it may be one."""
    fewer = ((row, year) for year in years for row in _perhaps_excerpts(rows, panel, year))
    for row, year in islice(fewer, 1):
        yield _says_nothing(row, panel, year)


def _perhaps_excerpts(rows: Iterable[Standing], panel: Panel, year: int) -> list[Standing]:
    """The rows of which a table, which declares nothing, has fewer units than the plan knows of."""
    if year in panel.ranked:
        return []
    listed = (row for row in rows if year in panel.years(row.id))
    return [row for row in listed if panel.ranked_beyond(row.id, year) is not None]


def _says_nothing(row: Standing, panel: Panel, year: int) -> Message:
    """How a table says whether it is an excerpt."""
    known, listed = panel.ranked_beyond(row.id, year), len(panel.measures(row.id, year))
    told = panel.plan.about.year if panel.plan.field(row.id, year) is None else year
    values = {"id": row.id, "known": known, "listed": listed, "year": year, "told": told}
    return Message(_SAY_SO, values)


def not_comparable(row: Standing, ranked: int) -> Iterator[Message]:
    """A rank that the plan prints over another number than were ranked."""
    if row.rank is not None and row.rank.of is not None and row.rank.of != ranked:
        yield Message(_NOT_COMPARABLE, {"rank": row.rank, "id": row.id, "ranked": ranked})


def of_mergers(panel: Panel, idents: Iterable[str], year: int) -> Iterator[Message]:
    """What is to be said of a year in which scores are combined from those of units that became
    one: of the whole field, and of the units that have none.
    """
    for ident in idents:
        found = panel.combined.get(ident, {}).get(year, {})
        if found and panel.mergers is not None:
            since = max(panel.mergers.made[unit].since for unit in found)
            values = {"id": ident, "year": str(year), "units": len(panel.units(ident))}
            yield Message(_NEW_FIELD, {**values, "since": since, "count": len(found)})
        for unit, old in panel.lacking(ident, year).items():
            yield Message(_LACKING, {"id": ident, "unit": unit, "year": str(year), "old": old})


def of_histories(
    panel: Panel, idents: Iterable[str], unit: str | None = None, year: int | None = None
) -> Iterator[Message]:
    """Which units (or whether the one given) have scores that are combined from those of others,
    from how many, and in which years (or whether in the one given).
    """
    found: dict[int, dict[str, set[int]]] = {}
    for ident in idents:
        for then, units in panel.combined.get(ident, {}).items():
            for each, parts in units.items():
                if unit in (None, each) and year in (None, then):
                    found.setdefault(parts, {}).setdefault(each, set()).add(then)
    for parts, by_unit in sorted(found.items()):
        names = sorted(by_unit, key=panel.is_not_own)
        years = sorted(set().union(*by_unit.values()))
        more = Message(_MORE, {"count": len(names) - _FEW}) if len(names) > _FEW else ""
        span = f"{years[0]}–{years[-1]}" if len(years) > 1 else str(years[0])
        said = Message(COMBINED, {"parts": parts})
        values = {"units": names[:_FEW], "more": more, "years": span, "said": said}
        yield Message(_WHOSE, values)


_FEW = 3
COMBINED = Text(
    "kết hợp từ điểm của {parts} đơn vị, không phải điểm được công bố",
    "combined from {parts} units, not published",
)
_WHOSE = Text("{units}{more}, {years}: {said}", "{units}{more}, {years}: {said}")
_MORE = Text(" và {count} đơn vị khác", " and {count} more")
_NEW_FIELD = Text(
    "{id} năm {year}: tính theo {units} đơn vị có từ ngày {since}; điểm của {count} đơn vị trong "
    "đó kết hợp từ điểm các đơn vị cũ, không phải điểm được công bố",
    "{id} in {year}: the field of the {units} units there are since {since}; the scores of {count} "
    "of them are combined from those of the old ones, not published",
)
_LACKING = Text(
    "{id} năm {year}: {unit} không có điểm, vì {old} không có điểm",
    "{id} in {year}: {unit} has no score, because of those it was made from {old} had none",
)
COMBINED_EXCERPT = Text(
    "năm {year} bảng chỉ có một phần số đơn vị cũ, nên không rõ có bao nhiêu đơn vị mới và xếp "
    "hạng thứ mấy",
    "the table of {year} is an excerpt of the old units: how many of the new ones were ranked, and "
    "where, cannot be told from it",
)
_NOT_COMPARABLE = Text(
    "kế hoạch ghi {id} xếp hạng {rank}, trong khi {ranked} đơn vị được xếp hạng, nên không so sánh "
    "được",
    "the plan prints rank {rank} for {id}, which is not out of the {ranked} units ranked, so it "
    "cannot be compared",
)
_OUTSIDE = Text(
    "{id}: bảng không có điểm của đơn vị lập kế hoạch năm đó, nên tính như thêm một đơn vị",
    "{id}: the table has no score of the plan's own unit in that year, which is counted as one "
    "more",
)
_EXCERPT = Text(
    "{id}: bảng chỉ có {listed} trong {ranked} đơn vị được xếp hạng năm {year}; chưa "
    "biết các đơn vị khác xếp hạng thứ mấy, nên chỉ có khoảng thứ hạng",
    "{id}: the table is an excerpt, {listed} of the {ranked} units ranked in {year}; the others "
    "may rank anywhere, so there is only a range of ranks",
)
_BY_SHARE = Text(
    "{id}: xếp hạng theo tỷ lệ so với điểm tối đa, vì điểm tối đa của các đơn vị khác nhau",
    "{id}: ranked by shares of the maximum, because the maxima of units differ",
)
_SAY_SO = Text(
    "{id}: bảng có điểm của {listed} đơn vị năm {year}, theo kế hoạch thì năm {told} có {known} "
    "đơn vị được xếp hạng; thêm vào bảng cột “ranked” (số đơn vị được xếp hạng) thì rõ bảng có đủ "
    "hay không",
    "{id}: the table has scores of {listed} units in {year}, and by the plan {known} were ranked "
    "in {told}; a column `ranked` (how many units were ranked) in it says whether it lacks any",
)
