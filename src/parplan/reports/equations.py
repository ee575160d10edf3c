"""The equations that a plan's figures must satisfy, as a sheet that works them out again."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from parplan.engine.identities.equations import stated
from parplan.engine.identities.identity import Identity, Unknown
from parplan.engine.identities.printed import Figure
from parplan.model.fields import figure_words
from parplan.model.plan import Plan
from parplan.points import ONE, digits
from parplan.render.table import Aimed, Formula, Ref, Table
from parplan.reports.bases import BASES
from parplan.reports.fields import At, Field, table
from parplan.reports.live import Live, Operand
from parplan.reports.names import full_names
from parplan.reports.rows import figure_name
from parplan.reports.titles import Titles
from parplan.rules.arithmetic import BY_RULE
from parplan.text import Listed, Message, Shown, Text, Word, capital


class Stated(NamedTuple):
    """An equation of the plan, its number, and the rule that judges it."""

    number: str
    code: str
    found: Identity | Unknown
    decimals: int

    @property
    def decimals_of(self) -> Mapping[str, int]:
        """Halves of last digits have one digit more, and some of them more than that."""
        slack = digits(self.found.slack) if isinstance(self.found, Identity) else 0
        return {"slack": min(max(slack, self.decimals + 1), self.decimals + 3)}


def of_plan(plan: Plan) -> Mapping[str, Sequence[Stated]]:
    """The equations of a plan, by the rows whose they are."""
    found: dict[str, list[Stated]] = {}
    rows = (row for row in plan.by_id.values() if row.applies)
    each = ((row, code, it) for row in rows for code, it in stated(row, plan) if it)
    for number, (row, code, it) in enumerate(each, 1):
        found.setdefault(row.id, []).append(Stated(str(number), code, it, row.decimals))
    return found


def sheet(live: Live, each: Mapping[str, Sequence[Stated]], basis: str) -> Table:
    """Every equation, from the cells that its figures stand in, on the workbook's basis."""
    plan, names = live.plan, full_names(live.plan)
    fields = (
        Field("number", "id", Titles.NUMBER),
        Field("code", "id", Text("Quy tắc", "Rule")),
        Field("figure", "text", Titles.FIGURE, lambda at: _total(names, at.row.found)),
        Field("terms", "text", Text("Tính từ", "Made of"), lambda at: _terms(plan, at.row.found)),
        Field("value", "points", Text("Tính được", "Calculated"), lambda at: _value(live, at.row)),
        Field(
            "printed",
            "points",
            capital(BASES[basis]) if basis == "corrected" else Titles.PRINTED,
            lambda at: _stands(live, at.row.found.total),
        ),
        Field("delta", "signed", Text("Chênh lệch", "Difference"), lambda at: _delta(at.row)),
        Field(
            "slack",
            "points",
            Text("Sai số làm tròn cho phép", "Rounding explains"),
            lambda at: at.row.found.slack if isinstance(at.row.found, Identity) else None,
        ),
        Field(
            "verdict",
            "word",
            Text("Kết luận", "Verdict"),
            lambda at: verdict([at.row], at.row.decimals),
        ),
    )
    rows = (At(it) for its in each.values() for it in its)
    found = table(Message(_EQUATIONS), fields, rows)
    return found._replace(name=Word(_EQUATIONS_SHEET, _EQUATIONS_NAME))


def _stands(live: Live, figure: Figure) -> object:
    """A figure from the sheet where it stands, else as it is; with the sign of what is to be
    passed.
    """
    value = Aimed(figure.value, figure.sign) if figure.sign else figure.value
    cell = live.figure(figure)
    return Formula("{}", (cell,), value) if isinstance(cell, Ref) else value


def _total(names: Mapping[str, Text], found: Identity | Unknown) -> Message:
    return figure_name(names[found.total.ident], found.total.field)


def _terms(plan: Plan, found: Identity | Unknown) -> Message:
    """What an equation is made of, in figures by their names."""
    if isinstance(found, Unknown):
        missing = Listed([_term(plan, found, *each) for each in found.missing])
        return Message(_MISSING, {"figures": missing})
    counts = plan.by_id[found.total.ident].node.counts
    fields = {figure.field for _, figure in found.terms}
    alike = fields.pop() if len(fields) == 1 and len(found.terms) > 1 else None  # said once
    if counts is not None and found.total.field != "max":
        own = [None if alike else figure.field for _, figure in found.terms]
        each = (figure.ident for _, figure in found.terms)
        parts = (_term(plan, found, *it) for it in zip(each, own, strict=True))
        told = {"figures": Listed(list(dict.fromkeys(parts))), "rule": BY_RULE[counts]}
        return Message(
            _OF_ALL if alike else _BY_ITS_RULE, {**told, "figure": alike and figure_words(alike)}
        )
    said, values = "", dict[str, object]()
    for at, (factor, figure) in enumerate(found.terms):
        named = _term(plan, found, figure.ident, figure.field if alike is None else None)
        values |= {f"f{at}": abs(factor), f"t{at}": named}
        times = "" if abs(factor) == 1 else f"{{f{at}}} × "
        said += f" {'-' if factor < 0 else '+'} {times}{{t{at}}}"
    said = said.removeprefix(" + ")
    if found.divisor != ONE:
        said, values = f"({said}) / {{divisor}}", {**values, "divisor": found.divisor}
    if found.constant:
        said, values = f"{said} + {{constant}}", {**values, "constant": found.constant}
    if alike is not None:
        said, values = f"{{figure}}: {said}", {**values, "figure": figure_words(alike)}
    return Message(Text(said, said), values)


def _term(plan: Plan, found: Identity | Unknown, ident: str, field: str | None) -> Text | Message:
    """A figure that an equation is made of: by what it is in its own row, else by its row too."""
    name = plan.by_id[ident].node.name
    if field is None:
        return name
    return figure_words(field) if ident == found.total.ident else figure_name(name, field)


def _value(live: Live, row: Stated) -> object:
    """What an equation's terms come to."""
    found = row.found
    if isinstance(found, Unknown):
        return None
    text, operands = "0", list[Operand]()
    for factor, figure in found.terms:
        text += "+{}" if factor == 1 else "+{}*{}"
        operands += [live.figure(figure), *([] if factor == 1 else [factor])]
    text = text.removeprefix("0+")
    if found.divisor != ONE:
        text, operands = f"({text})/{{}}", [*operands, found.divisor]
    if found.constant:
        text, operands = f"{text}+{{}}", [*operands, found.constant]
    return Formula(text, tuple(operands), found.value)


def _delta(row: Stated) -> object:
    if isinstance(row.found, Unknown):
        return None
    value, printed = (Ref(_EQUATIONS_SHEET, row.number, key) for key in ("value", "printed"))
    return Formula(_APART[row.found.total.sign], (value, printed), row.found.delta)


# A target that is to be passed is missed by what falls short of it alone.
_APART = {None: "{}-{}", ">": "MIN({}-{},0)", "<": "MAX({}-{},0)"}


def verdict(rows: Sequence[Stated], decimals: int) -> Formula | None:
    """Whether equations hold: all to the last digit, within rounding, or off by how much at most;
    of those that can be told.
    """
    known = [row for row in rows if isinstance(row.found, Identity)]
    if not known:
        return None
    deltas = [Ref(_EQUATIONS_SHEET, row.number, "delta") for row in known]
    slacks = [Ref(_EQUATIONS_SHEET, row.number, "slack") for row in known]
    now, places = _now([row.found for row in known if isinstance(row.found, Identity)], decimals)
    if len(known) == 1:
        text = f"IF(ROUND(ABS({{}})-{{}},6)>0,{{}}&FIXED(ABS({{}}),{places},TRUE),"
        text += "IF(ROUND({},6)<>0,{},{}))"
        one: tuple[Operand, ...] = (*deltas, *slacks, _OFF_BY, *deltas, *deltas)
        return Formula(text, (*one, _ROUNDED, _AGREES), now, CALM)
    broken = f"MAX({','.join(['IF(ROUND(ABS({})-{},6)>0,ABS({}),0)'] * len(known))})"
    off = [each for d, s in zip(deltas, slacks, strict=True) for each in (d, s, d)]
    apart = f"MAX({','.join(['ABS({})'] * len(known))})"
    text = f"IF({broken}>0,{{}}&FIXED({broken},{places},TRUE),IF(ROUND({apart},6)>0,{{}},{{}}))"
    operands: list[Operand] = [*off, _OFF_BY, *off, *deltas, _ROUNDED, _AGREES]
    return Formula(text, tuple(operands), now, CALM)


def _now(found: Sequence[Identity], decimals: int) -> tuple[Text | Message, int]:
    """What is said of equations as they are, and with how many decimals."""
    off = max((abs(each.delta) for each in found if not each.is_within), default=None)
    if off is not None:
        places = min(max(decimals, digits(off.normalize())), decimals + 2)
        return Message(_OFF, {"by": Shown(off, decimals)}), places
    return (_ROUNDED if any(each.raw_delta for each in found) else _AGREES), decimals


# With a blank, which no id of an index has, whose sheets go by it.
_EQUATIONS_SHEET = "equations sheet"
_AGREES = Text("khớp", "agrees")
_ROUNDED = Text("làm tròn", "rounding")
_OFF_BY = Text("lệch ", "off by ")
_OFF = Text("lệch {by}", "off by {by}")
CALM = (_AGREES, _ROUNDED, Text("", ""))
_BY_ITS_RULE = Text("{figures}, theo quy tắc {rule}", "{figures}, {rule}")
_OF_ALL = Text("{figure}: {figures}, theo quy tắc {rule}", "{figure}: {figures}, {rule}")
_MISSING = Text("chưa có: {figures}", "not known: {figures}")
_EQUATIONS = Text(
    "Các số liệu phải khớp với nhau", "The equations that the plan's figures must satisfy"
)
_EQUATIONS_NAME = Text("Kiểm tra số liệu", "Equations")
