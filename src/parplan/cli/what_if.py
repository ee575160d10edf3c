"""What if: the options that `project` and `simulate` share, and the scenarios they ask for: found,
read, checked, projected, saved.
"""

import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

import typer

from parplan.cli.app import ORDER
from parplan.cli.complete import complete_scenario
from parplan.cli.options import option
from parplan.text import Message, Text

if TYPE_CHECKING:
    from decimal import Decimal

    from typer.models import OptionInfo

    from parplan.cli.answer import Saved
    from parplan.cli.changes import Typed
    from parplan.engine.baseline import Baseline
    from parplan.engine.project import Projection
    from parplan.model.scenario import Change, Scenario
    from parplan.reports.project import Case
    from parplan.workspace.opened import Workspace
    from parplan.yaml_text.source import Source

Sets = Annotated[
    list[str] | None,
    option(
        "--set",
        metavar="ID=POINTS",
        help=Text(
            "Điểm dự báo của một tiêu chí, ví dụ par.1=9.0. Dùng được nhiều lần, theo thứ tự, như "
            "--add và --share.",
            "A row's projected score, such as par.1=9.0. Repeatable, in the order typed, like "
            "--add and --share.",
        ),
    ),
]
Adds = Annotated[
    list[str] | None,
    option(
        "--add",
        metavar="ID=POINTS",
        help=Text(
            "Cộng thêm điểm vào mức của --base, ví dụ par.1=+0.4.",
            "Points on top of what the base gives, such as par.1=+0.4.",
        ),
    ),
]
Shares = Annotated[
    list[str] | None,
    option(
        "--share",
        metavar="[ID=]PERCENT",
        help=Text(
            "Phần của mức dự kiến tăng: 60% cho cả kế hoạch, hoặc 'par.*.survey=50%'.",
            "That part of the planned increase: 60% of the whole plan, or 'par.*.survey=50%'.",
        ),
    ),
]
Base = Literal["plan", "current"]
Start = Annotated[
    Base | None,
    option(
        "--base",
        help=Text(
            "Xuất phát từ mức dự kiến tăng (plan) hay từ điểm hiện tại (current); mặc định: plan, "
            "hoặc theo kịch bản.",
            "Start from the planned increases, or from the scores as they are. Default: plan, or "
            "as the scenario says.",
        ),
    ),
]
Clamp = Annotated[
    bool,
    option(
        "--clamp",
        help=Text(
            "Giữ ở điểm tối đa hoặc mức sàn thay vì báo lỗi.",
            "Hold at the maximum or floor what would pass it, instead of failing.",
        ),
    ),
]
Save = Annotated[
    Path | None,
    option(
        "--save",
        metavar="FILE",
        help=Text(
            "Lưu thành tệp kịch bản mới; chỉ ghi tên: một kịch bản của kế hoạch.",
            "Save as a new scenario file; a name alone is one of the plan's scenarios.",
        ),
    ),
]
Because = Annotated[
    str,
    option(
        "--because",
        metavar="TEXT",
        help=Text(
            "Lý do của các thay đổi, ghi vào tệp --save.", "The reason for the changes, for --save."
        ),
    ),
]


def scenario_option(help: Text) -> "OptionInfo":
    """The option that names scenarios."""
    return option("--scenario", metavar="FILE", autocompletion=complete_scenario, help=help)


class WhatIf(NamedTuple):
    """Scenarios by name, changes typed on top of each, where they start, and whether limits hold
    them.
    """

    named: Sequence[str]
    typed: "Sequence[Typed]"
    base: Base | None
    clamp: bool

    def scenarios(
        self, source: "Workspace", baseline: "Baseline", because: str = ""
    ) -> "list[Scenario]":
        """The scenarios that were asked for; without a file, the typed changes alone."""
        from parplan.model.scenario import Scenario

        changes = tuple(each.change for each in self.typed)
        reasons = (Text(because, because),) * len(changes)
        files = [_read(name, source, baseline, clamp=self.clamp) for name in self.named]
        if changes:
            files = [it._replace(name=_WITH_CHANGES.filled(name=it.name)) for it in files]
        plain = Scenario(
            _CHANGED if changes else _CURRENT if self.base == "current" else IN_FULL,
            self.base or "plan",
        )
        return [
            scenario._replace(
                base=self.base or scenario.base,
                changes=scenario.changes + changes,
                reasons=scenario.reasons + reasons,
            )
            for scenario in files or [plain]
        ]

    def projected(self, scenario: "Scenario", baseline: "Baseline") -> "Projection":
        """Where a scenario lands; says which typed changes have no effect. Raises Stop where it
        cannot be.
        """
        from parplan.cli.changes import refused
        from parplan.cli.language import current
        from parplan.cli.output import remark
        from parplan.engine.project import Refused, project
        from parplan.reports.project import told_change

        files = scenario.changes[: len(scenario.changes) - len(self.typed)]
        options = [
            *(told_change(change).say(current()) for change in files),
            *(each.option for each in self.typed),
        ]
        result = project(baseline, scenario.base, scenario.changes, clamp=self.clamp)
        if isinstance(result, Refused):
            raise refused(result.refusals, options)
        for number in result.spent:
            if number >= len(
                files
            ):  # a scenario's changes may well be overridden by what is typed on top
                remark(Message(_SPENT, {"change": options[number]}))
        return result


def what_if(
    context: typer.Context,
    typed: tuple[list[str] | None, list[str] | None, list[str] | None],
    named: list[str] | None,
    base: Base | None,
    *,
    clamp: bool,
) -> WhatIf:
    """What the options ask for: those of --set, --add and --share in the order they were typed.
    Raises Stop.
    """
    from parplan.cli.changes import typed_changes

    sets, adds, shares = (texts or [] for texts in typed)
    return WhatIf(
        named or [],
        typed_changes(context.meta[ORDER], {"set": sets, "add": adds, "share": shares}),
        base,
        clamp,
    )


def cased(scenario: "Scenario", asked: WhatIf, source: "Workspace", baseline: "Baseline") -> "Case":
    """A scenario and where it lands, with what the checks of a plan say of that. Raises Stop."""
    from parplan.checks.overlay import landed
    from parplan.reports.project import Case

    result = asked.projected(scenario, baseline)
    moved = {ident: row.projected for ident, row in result.rows().items() if row.change != 0}
    findings = landed(source.sources, source.plan, moved)
    return Case(scenario.name, scenario.base, scenario.changes, scenario.reasons, result, findings)


def _read(name: str, source: "Workspace", baseline: "Baseline", *, clamp: bool) -> "Scenario":
    from parplan.checks.scenario import read_scenario
    from parplan.engine.limits import impossible
    from parplan.workspace.opened import usable

    limits = partial(impossible, baseline, clamp=clamp)
    return usable(read_scenario(_found(name, source), baseline.plan, source.name, limits))


def _found(name: str, source: "Workspace") -> "Source":
    """A scenario's file: a path, else the name of one that lies beside the plan."""
    from parplan.cli.output import stop
    from parplan.ids import near
    from parplan.workspace.opened import read_source

    known = source.folder.scenarios
    if name in known and not Path(name).is_file():
        return source.folder.source(known[name])
    here = f"{name}.yaml"
    if not os.path.lexists(name) and os.path.lexists(here):
        raise stop(Message(_NO_FILE, {"path": name, "here": here}))
    if known and not os.path.lexists(name):
        raise stop(
            Message(
                _NO_SCENARIO, {"path": name, "known": near(Path(name).stem, known) or tuple(known)}
            )
        )
    return read_source(Path(name))


def saving(scenario: "Scenario", plan: str, file: Path) -> "Saved":
    """A scenario's file of a plan with this id, to be written with an answer."""
    from parplan.cli.answer import Saved

    return Saved(file, written(scenario, plan), _SAVED)


def written(scenario: "Scenario", plan: str) -> str:
    """A scenario as the text of its file, which names the plan it is of."""
    from parplan.yaml_text import write

    changes = [
        {
            "id": change.typed,
            change.kind: _amount(change),
            "because": because if because != Text("", "") else None,
        }
        for change, because in zip(scenario.changes, scenario.reasons, strict=True)
    ]
    ranges = [
        {
            "id": spread.ident,
            "range": [spread.low, spread.likely, spread.high],
            "shape": spread.shape,
            "because": spread.because,
        }
        for spread in scenario.spreads
    ]
    record = {
        "plan": plan,
        "name": scenario.name,
        "base": scenario.base,
        "changes": changes or None,
        "ranges": ranges or None,
    }
    return write.file(
        "Kịch bản của parplan · A scenario of parplan. parplan schema scenario", record
    )


def _amount(change: "Change") -> "Decimal | str":
    from parplan.points import HUNDRED, exact

    return (
        f"{exact((change.amount * HUNDRED).normalize())}%"
        if change.kind == "share"
        else change.amount
    )


IN_FULL = Text("Kế hoạch thực hiện đầy đủ", "The plan carried out in full")
AS_PLANNED = Text("Theo kế hoạch", "As planned")  # the same where it comes about in part
_CURRENT = Text("Giữ nguyên điểm hiện tại", "The scores as they are")
_CHANGED = Text("Theo các thay đổi đã nêu", "With the changes given")
_WITH_CHANGES = Text("{name}, có thay đổi", "{name}, with changes")
_SPENT = Text(
    "{change} không có tác dụng: thay đổi sau đã thay thế",
    "{change} has no effect: a later change takes its place",
)
_SAVED = Text("đã lưu kịch bản vào {path}", "the scenario is saved in {path}")
_NO_FILE = Text(
    "không có tệp {path}; có phải là {here}?", "there is no file {path}; did you mean {here}?"
)
_NO_SCENARIO = Text(
    "không có tệp {path}, và kế hoạch không có kịch bản tên đó; các kịch bản của kế hoạch: {known}",
    "there is no file {path}, and the plan has no scenario of that name; its scenarios are: "
    "{known}",
)
