"""The same table the usual way, to measure against: a Typer app as its manuals show it, everything
imported at the top.
"""

from decimal import Decimal
from pathlib import Path
from typing import Annotated, NamedTuple

import typer
import yaml
from pydantic import BaseModel
from rich.console import Console
from rich.table import Table

app = typer.Typer(
    help=(
        "Check plans to raise public-administration indices, and show how far they are from their "
        "targets."
    )
)
console = Console()

Plan = Annotated[
    Path, typer.Option("--plan", help="The folder with indicators.yaml and targets.yaml.")
]


class Name(BaseModel):
    vi: str
    en: str


class Row(BaseModel):
    id: str
    name: Name
    max: Decimal
    score: Decimal
    rank: str | None = None
    same_as: str | None = None
    rows: list["Row"] = []
    parts: list["Row"] = []


class Goal(BaseModel):
    planned: Decimal | None = None
    target: Decimal | None = None


class About(BaseModel):
    id: str
    name: Name
    year: int
    target_year: int


class Indicators(BaseModel):
    plan: About
    indices: list[Row]


class Targets(BaseModel):
    targets: dict[str, Goal]


class Standing(NamedTuple):
    """A row with its planned increase and its target; `printed` where the plan states the target
    itself.
    """

    row: Row
    planned: Decimal
    target: Decimal
    printed: bool


def load(folder: Path) -> tuple[Indicators, Targets]:
    with (folder / "indicators.yaml").open(encoding="utf-8") as file:
        indicators = Indicators.model_validate(yaml.load(file, Loader=yaml.CSafeLoader))
    with (folder / "targets.yaml").open(encoding="utf-8") as file:
        targets = Targets.model_validate(yaml.load(file, Loader=yaml.CSafeLoader))
    return indicators, targets


def standing(row: Row, goals: dict[str, Goal]) -> Standing:
    below = [standing(child, goals) for child in row.rows or row.parts]
    goal = goals.get(row.id) or goals.get(row.same_as or "") or Goal()
    planned = (
        goal.planned
        if goal.planned is not None
        else sum((child.planned for child in below), Decimal(0))
    )
    if goal.target is not None:
        return Standing(row, planned, goal.target, printed=True)
    target = sum((child.target for child in below), Decimal(0)) if row.rows else row.score + planned
    return Standing(row, planned, target, printed=False)


def add_line(
    table: Table,
    row: Row,
    goals: dict[str, Goal],
    *,
    indent: str = "",
    title: str = "",
    style: str = "",
) -> None:
    it = standing(row, goals)
    gap, headroom = it.target - row.score, row.max - row.score
    share = gap / headroom if headroom else None
    table.add_row(
        indent + row.id,
        title or row.name.en,
        row.rank or "—",
        f"{row.score:.2f}",
        f"{row.max:.2f}",
        f"{it.planned:+.2f}",
        f"≥ {it.target:.2f}" if it.printed else f"{it.target:.2f}",
        f"{gap:.2f}",
        "—" if share is None else f"{share:.1%}",
        "" if share is None else "█" * round(share * 20),
        style=style,
    )


def table_of(index: Row, plan: About, goals: dict[str, Goal]) -> Table:
    table = Table(title=f"{index.name.en}: {plan.year} → {plan.target_year}", title_justify="left")
    table.add_column("Id")
    table.add_column("Row")
    for column in ("Rank", "Score", "Max", "Planned", "Target", "Gap", "Of headroom"):
        table.add_column(column, justify="right")
    table.add_column("", style="cyan")
    for row in index.rows:
        add_line(table, row, goals)
        for part in row.parts:
            add_line(table, part, goals, indent="  ", style="dim")
    table.add_section()
    add_line(table, index, goals, title="Total" if index.rows else "", style="bold")
    return table


@app.command()
def gap(plan: Plan = Path("data")) -> None:
    """How far every row is from its target."""
    indicators, targets = load(plan)
    for index in indicators.indices:
        console.print(table_of(index, indicators.plan, targets.targets))


@app.command()
def validate(plan: Plan = Path("data")) -> None:
    """Whether the scores of the parts make up the printed scores."""
    indicators, _ = load(plan)
    rows = [row for index in indicators.indices for row in (index, *index.rows)]
    wrong = [
        row
        for row in rows
        if (below := row.rows or row.parts) and sum(child.score for child in below) != row.score
    ]
    for row in wrong:
        console.print(f"[red]{row.id}[/red]: the parts do not make up {row.score}")
    raise typer.Exit(1 if wrong else 0)


if __name__ == "__main__":
    app()
