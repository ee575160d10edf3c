"""Peers: what is published of a field of units, in groups and summary figures. The file's records, and their check against a plan."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, NamedTuple

from pydantic import Field

from parplan.beside import Beside
from parplan.findings import Finding
from parplan.labels import Message, Text
from parplan.model import Id, MaybePoints, MaybeRank, Plan, Points, Record, Whole, Words, described
from parplan.rules.peers import LARGEST_BELOW, LAST_BEFORE, LOOK_AT_GROUP, LOW_ABOVE_HIGH, NOT_BELOW
from parplan.rules.shape import WHAT_ID
from parplan.source import Source


class PeerGroup(Record):
    """A published group of units: the lowest and the highest score in it, and how many units it has."""

    id: Annotated[Id, described("mã của nhóm", "the group's id")]
    name: Annotated[Words, described("tên của nhóm", "its name")]
    low: Annotated[Points, described("điểm thấp nhất trong nhóm", "the lowest score in it, in points")]
    high: Annotated[Points, described("điểm cao nhất trong nhóm", "the highest score in it, in points")]
    count: Annotated[Whole, described("số đơn vị trong nhóm", "how many units are in it")]


class Gains(Record):
    """By how much units ever gained from one year to the next: nine in ten at most `p90`, none more than `largest`."""

    p90: Annotated[MaybePoints, described("chín phần mười đơn vị tăng không quá mức này", "nine in ten gained no more, in points")] = None
    largest: Annotated[Points, described("mức tăng lớn nhất trong một năm", "the largest gain in one year, in points")]


class History(Record):
    """Yearly gains of all units over some years, by row."""

    first: Annotated[Whole, described("năm đầu", "the first year")]
    last: Annotated[Whole, described("năm cuối", "the last year")]
    rows: Annotated[dict[str, Gains], described("mức tăng theo mã", "gains by id")]


class PeersFile(Record):
    """peers/<name>.yaml: a field of units, as far as it is published."""

    name: Annotated[Words, described("tên", "what it is")]
    year: Annotated[Whole, described("năm", "the year of the field")]
    ranked: Annotated[Whole, described("số đơn vị được xếp hạng", "how many units were ranked")]
    source: Annotated[Words, described("nguồn", "where it is from")] = Text("", "")
    means: Annotated[dict[str, Points], described("trung bình theo mã", "means by id, in points"), Field(default_factory=dict)]
    ranks: Annotated[
        dict[str, MaybeRank],
        described("thứ hạng của chính đơn vị lập kế hoạch, theo mã", "the plan's own unit's ranks by id"),
        Field(default_factory=dict),
    ]
    groups: Annotated[
        dict[str, tuple[PeerGroup, ...]],
        described("các nhóm theo mã, từ cao xuống thấp", "groups by id, the highest first"),
        Field(default_factory=dict),
    ]
    gains: Annotated[History | None, described("mức tăng hằng năm đã có", "what units ever gained in a year")] = None


class Published(NamedTuple):
    """A field of units, as far as it is published."""

    record: PeersFile

    @property
    def groups(self) -> Mapping[str, tuple[PeerGroup, ...]]:
        """The groups of each row that has any, the highest first."""
        return self.record.groups

    @property
    def gains(self) -> Mapping[str, Gains]:
        """The largest yearly gains, by row."""
        return self.record.gains.rows if self.record.gains is not None else {}


class ReadPeers(NamedTuple):
    """What is published of a field, where the file holds no error, and everything that was found."""

    published: Published | None
    findings: tuple[Finding, ...]


def read_peers(source: Source, plan: Plan, name: str) -> ReadPeers:
    """Check a file of peers against a plan: text, shape, rows, groups that lie apart and add up. Never raises for what the file holds."""
    file = Beside("peers", source, name, PeersFile)
    record = file.record
    if record is None:
        return ReadPeers(None, file.findings)
    named: list[tuple[str, Mapping[str, object]]] = [("means", record.means), ("ranks", record.ranks), ("groups", record.groups)]
    for key, rows in named:
        for ident in rows:
            file.names((key, ident), WHAT_ID, ident, plan.by_id, key=True)
    for ident, groups in record.groups.items():
        _check_groups(file, ident, groups, record.ranked, plan)
    if record.gains is not None:
        _check_gains(file, record.gains, plan)
    return ReadPeers(None if file.broken else Published(record), file.findings)


def _check_groups(file: Beside[PeersFile], ident: str, groups: tuple[PeerGroup, ...], ranked: int, plan: Plan) -> None:
    above: Decimal | None = None
    for at, group in enumerate(groups):
        loc = ("groups", ident, at)
        why = LOW_ABOVE_HIGH if group.low > group.high else NOT_BELOW if above is not None and group.high >= above else None
        ends = {"low": group.low, "high": group.high}
        if why is not None:
            file.tell("P821", (*loc, "high"), {"group": group.name, "why": Message(why, ends)}, path=ident)
        if group.count < 1 or (group.count == 1 and group.low != group.high):
            file.tell("P820", (*loc, "count"), {"count": group.count, **ends}, path=ident)
        indicator = plan.by_id.get(ident)
        ceiling = indicator.ceiling if indicator is not None else None
        if indicator is not None and (group.low < indicator.floor or (ceiling is not None and group.high > ceiling)):
            low, high = indicator.floor, "∞" if ceiling is None else ceiling
            beyond = group.low if group.low < indicator.floor else group.high
            file.tell(
                "P830",
                (*loc, "low" if beyond == group.low else "high"),
                {"score": beyond, "low": low, "high": high},
                path=ident,
                todo=LOOK_AT_GROUP,
            )
        above = group.low
    counted = sum(group.count for group in groups)
    if groups and counted != ranked:
        file.tell("P822", ("groups", ident), {"counted": counted, "ranked": ranked}, key=True, path=ident)


def _check_gains(file: Beside[PeersFile], gains: History, plan: Plan) -> None:
    if gains.first >= gains.last:
        file.tell("P823", ("gains", "last"), {"why": Message(LAST_BEFORE, {"low": gains.first, "high": gains.last})})
    for ident, gain in gains.rows.items():
        loc = ("gains", "rows", ident)
        file.names(loc, WHAT_ID, ident, plan.by_id, key=True)
        if gain.p90 is not None and gain.p90 > gain.largest:
            file.tell("P823", (*loc, "largest"), {"why": Message(LARGEST_BELOW, {"low": gain.p90, "high": gain.largest})}, path=ident)
