"""The cells of a workbook that compute: what may be assumed of a row, and what follows from it."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from parplan.engine.baseline import Baseline
from parplan.engine.carry import Carry, carried
from parplan.engine.gap import Standing
from parplan.engine.identities.printed import Figure
from parplan.engine.identities.totals import between
from parplan.model.fields import Better, turned
from parplan.points import decimal_of
from parplan.render.table import Formula, Input, Ref
from parplan.reports import gap, goals, project
from parplan.reports.fields import At
from parplan.text import Message, Shown, Text

Operand = Ref | Decimal | Fraction | Text


class Live:
    """The cells of rows that compute: a change stands once, where its fact is printed first."""

    def __init__(self, result: gap.Standings, case: project.Case, baseline: Baseline) -> None:
        self.plan = result.plan
        self.baseline = baseline
        applying = {baseline.fact[row.id] for row in result.plan.by_id.values() if row.applies}
        self.carries = {
            fact: carry
            for fact, carry in carried(baseline, case.projection).items()
            if fact in applying
        }
        self.roots = {row.id: index.id for index in result.chosen for row in index.walk()}
        self.shown = {row.id: row for index in result.chosen for row in index.walk()}

    def carry(self, ident: str) -> Carry | None:
        """How the change of a row's fact comes about; None where that is not known, or it applies
        nowhere.
        """
        return self.carries.get(self.baseline.fact[ident])

    def is_yellow(self, ident: str) -> bool:
        """Whether what a row's fact gains is typed."""
        carry = self.carry(ident)
        return carry is not None and carry.free

    def cell(self, ident: str, column: str) -> Ref:
        """A cell of a row, on the sheet of its index."""
        return Ref(self.roots[ident], ident, column)

    def assumed(self, at: At) -> object:
        """By how much a row is assumed to change: to be filled in, or made of its parts."""
        ident, carry = at.row.id, self.carry(at.row.id)
        if carry is None:
            return None
        fact = self.baseline.fact[ident]
        change = decimal_of(carry.change, at.row.decimals)
        if ident != fact:
            return Formula("{}", (self.cell(fact, "assumed"),), change)
        if carry.free:
            return self._input(at.row, change)
        return self._of_parts(carry, change) if carry.parts else change

    def _input(self, row: Standing, change: Decimal) -> Input:
        room = self.baseline.room[row.id]
        low, high = decimal_of(room.low, row.decimals), decimal_of(room.high, row.decimals)
        told = {"low": _bound(low, row.decimals), "high": _bound(high, row.decimals)}
        return Input(change, low, high, Message(_HINT[row.better], told))

    def _of_parts(self, carry: Carry, change: Decimal) -> Formula:
        cells = [self.cell(part, "assumed") for _, part in carry.parts]
        factors = [factor for factor, _ in carry.parts]
        operands: list[Operand] = list(cells)
        moved = "+".join(["{}"] * len(cells))
        if len(set(factors)) > 1:
            moved = "+".join(["{}*{}"] * len(cells))
            operands = [each for pair in zip(cells, factors, strict=True) for each in pair]
        elif factors[0] != 1:
            moved, operands = f"({moved})*{{}}", [*cells, factors[0]]
        text, all_operands = _bent(carry, moved, operands)
        if carry.is_open:
            text = f"IF(COUNT({','.join('{}' for _ in cells)})<{len(cells)},{{}},{text})"
            all_operands = [*cells, _UNKNOWN, *all_operands]
        return Formula(text, tuple(all_operands), change)

    def projected(self, at: At) -> object:
        """Where a row lands."""
        carry, score = self.carry(at.row.id), self.baseline.score[at.row.id]
        if carry is None or score is None:
            return None
        here = [self.cell(at.row.id, key) for key in ("score", "assumed")]
        value = decimal_of(score + carry.change, at.row.decimals)
        return _unless_open(carry, "{}+{}", here, here[1], value)

    def shortfall(self, at: At) -> object:
        """What lies between where it lands and its target."""
        carry, row = self.carry(at.row.id), at.row
        score, target = self.baseline.score[row.id], self.baseline.target[row.id]
        if carry is None or score is None or target is None or row.target is None:
            return None
        aim: Operand = row.target if _in_words(row) else self.cell(row.id, "target")
        lands = self.cell(row.id, "projected")
        way: list[Operand] = [aim, lands] if row.better == "higher" else [lands, aim]
        value = decimal_of(between(score + carry.change, target, row.better), row.decimals)
        return _unless_open(carry, "{}-{}", way, lands, value)

    def used(self, at: At) -> object:
        """Which share of its headroom a change takes."""
        carry, row = self.carry(at.row.id), at.row
        if carry is None or not row.headroom:
            return None
        sign = "" if row.better == "higher" else "-"
        assumed = self.cell(row.id, "assumed")
        value = turned(decimal_of(carry.change, row.decimals), row.better) / row.headroom
        return _unless_open(carry, f"{sign}{{}}/{{}}", [assumed, row.headroom], assumed, value)

    def figure(self, figure: Figure) -> Ref | Decimal:
        """The cell that has a figure, else the figure itself."""
        row, field = self.shown.get(figure.ident), figure.field
        if row is None or not row.applies or field not in _FIGURES:
            return figure.value
        in_words = field == "target" and _in_words(row)
        same = not in_words and getattr(row, field) == figure.value
        return self.cell(row.id, field) if same else figure.value


_FIGURES = ("score", "max", "planned", "target")


def _in_words(row: Standing) -> bool:
    """Whether a target stands there as words, not as a number."""
    aimed = goals.aimed(row, printed=row.target_source == "printed")
    return aimed is not None and aimed.said is not None


def _bent(carry: Carry, moved: str, operands: list[Operand]) -> tuple[str, list[Operand]]:
    """What parts that move bring a total, with what it adds itself, as a formula."""
    own: list[Operand] = [carry.own] if carry.own else []
    lead = "{}+" if own else ""
    if carry.bent is None:
        return lead + moved, own + operands
    rule, raw = carry.bent.rule, carry.bent.raw
    if rule is None or raw is None:
        return f"IF(ROUND({moved},6)=0,{{}},{{}})", [*operands, carry.own, _UNKNOWN]
    then: list[Operand] = [raw, *operands]
    before = rule.of(raw)
    if rule.counts == "capped":
        text = f"{lead}MIN(MAX({{}}+{moved},{{}}),{{}})-{{}}"
        return text, [*own, *then, rule.low, rule.high, before]
    text = f"{lead}IF(ROUND({{}}+{moved}-{{}},6)<0,{{}},{{}}+{moved})-{{}}"
    return text, [*own, *then, rule.high, rule.low, *then, before]


def _unless_open(
    carry: Carry, text: str, operands: Sequence[Operand], known: Ref, value: object
) -> Formula:
    """A formula of what may turn out to be unknown, which then says so."""
    if not carry.is_open:
        return Formula(text, tuple(operands), value)
    return Formula(f"IF(ISNUMBER({{}}),{text},{{}})", (known, *operands, _UNKNOWN), value)


def _bound(value: Decimal | None, decimals: int) -> object:
    return _NO_BOUND if value is None else Shown(value, decimals)


_UNKNOWN = Text("—", "—")
_NO_BOUND = Text("…", "…")
_HINT: Mapping[Better, Text] = {
    "higher": Text(
        "Mức tăng giả định, từ {low} đến {high}.", "The increase to assume, from {low} to {high}."
    ),
    "lower": Text(
        "Mức giảm giả định, ghi số âm, từ {low} đến {high}.",
        "The decrease to assume, with a minus, from {low} to {high}.",
    ),
}
