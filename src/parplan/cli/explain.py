"""`parplan explain`: where a figure comes from, where a rule finds something, what an erratum
concerns."""

from typing import TYPE_CHECKING, Annotated

from parplan.cli.app import command
from parplan.cli.complete import complete_explained
from parplan.cli.options import Format, Language, OnBasis, Output, Plan, TargetYear, argument
from parplan.text import Message, Text

if TYPE_CHECKING:
    from parplan.reports.explain import Explained
    from parplan.workspace.opened import Workspace


@command(
    "explain",
    help=Text(
        "Nguồn gốc một số liệu: công thức, các số thành phần, nơi ghi trong văn bản, mâu thuẫn; "
        "hoặc một quy tắc, một đính chính.",
        "Where a figure comes from: formula, operands, printed cells, contradictions; or a rule, "
        "or an erratum.",
    ),
    example="parplan explain papi.4.target",
)
def explain(
    ident: Annotated[
        str,
        argument(
            metavar="ID",
            autocompletion=complete_explained,
            help=Text(
                "Mã, mã và trường, mã quy tắc hoặc mã đính chính: par.8, papi.4.target, A301.",
                "An id, an id and a field, a rule's code, or an erratum: par.8, papi.4.target, "
                "A301.",
            ),
        ),
    ],
    plan: Plan = None,
    target_year: TargetYear = None,
    basis: OnBasis = "printed",
    form: Format = None,
    lang: Language = None,
    output: Output = None,
) -> int:
    """Print what was asked for: figures as a tree, a rule in full with what it finds in the
    plan."""
    from parplan.cli.answer import chosen, foot, made
    from parplan.cli.language import current
    from parplan.cli.output import deliver
    from parplan.cli.screen import screen
    from parplan.cli.workspace import opened
    from parplan.render import terminal, tree
    from parplan.render.layout import page
    from parplan.reports import explain as report
    from parplan.reports import rule as rule_report

    source = opened(plan, basis, target_year)
    result = _asked(ident, source)
    wanted = chosen(form, output)
    answer = report.answer(result)
    text: str | bytes
    if wanted == "table" and result.rule is None:
        drawn = tree.render(report.tree(result), current(), screen(output))
        text = (
            drawn
            + terminal.listed(answer.beneath, current(), screen(output))
            + foot(source, basis, screen(output).width)
        )
    else:
        text = made(answer, source, basis, wanted, output)
        if result.rule is not None and isinstance(text, str) and wanted in ("table", "markdown"):
            width = screen(output).width if wanted == "table" else None
            text = f"{page(rule_report.page(result.rule, current()), width)}\n{text}"
    deliver(text, output)
    return 0


def _asked(typed: str, source: "Workspace") -> "Explained":
    """What was typed. An id that ends like a field is an id first; errata go by their figures."""
    from parplan.cli.output import stop
    from parplan.cli.workspace import of_other_years
    from parplan.engine.explain import Explainer, fields_of
    from parplan.ids import near
    from parplan.reports.explain import Explained, figures
    from parplan.rules import REGISTRY

    plan = source.plan
    asked = _figures(typed, source)
    wanted = typed.casefold()
    rule = next(
        (rule for rule in REGISTRY.values() if wanted in (rule.code.casefold(), rule.slug)), None
    )
    if not asked and rule is not None:
        return Explained(plan, rule.code, (), source.checked.findings, source.corrected, rule)
    if not asked:
        ident = typed.rpartition(".")[0]
        row = plan.by_id.get(ident)
        own = [f"{ident}.{field}" for field in fields_of(row)] if row else []
        likely = near(typed, [*plan.by_id, *own, *REGISTRY])
        raise stop(Message(_NOTHING if likely else _NOTHING_LIKE, {"id": typed}).or_near(likely))
    explainer = Explainer(plan, source.on, source.document)
    steps = [step for ident, field in asked for step in figures(explainer, ident, field)]
    if not steps:
        ident, field = asked[0]
        none = Message(_NO_FIGURES if field is None else _NO_FIGURE, {"id": ident, "field": field})
        raise stop(*(of_other_years(plan, [ident] if field in _AIMED else []) or [none]))
    return Explained(plan, typed, steps, source.checked.findings, source.corrected)


def _figures(typed: str, source: "Workspace") -> list[tuple[str, str | None]]:
    """The ids that were typed, each with the field where one was; none where there are no such
    ids."""
    from parplan.engine.explain import is_field
    from parplan.ids import UnknownId, matching

    ident, _, field = typed.rpartition(".")
    asked = [(typed, None), (ident, field.lower())] if is_field(field.lower()) else [(typed, None)]
    for named, wanted in asked:
        try:
            return [(found, wanted) for found in matching(named, source.plan.by_id)]
        except UnknownId:
            continue
    return []


_NOTHING = Text("không có mã, số liệu hay quy tắc “{id}”", "there is no id, figure or rule “{id}”")
_NOTHING_LIKE = Text(
    "không có mã, số liệu hay quy tắc “{id}”; danh sách mã: “parplan gap”, quy tắc: “parplan rule”",
    "there is no id, figure or rule “{id}”; `parplan gap` lists the ids, `parplan rule` the rules",
)
_AIMED = ("planned", "target", "gap", "headroom_used", "shortfall")  # which need a target
_NO_FIGURE = Text("“{id}” không có số liệu “{field}”", "“{id}” has no figure “{field}”")
_NO_FIGURES = Text("“{id}” không có số liệu nào", "“{id}” has no figures")
