"""Tables as text: in the form asked for, with the plan and the basis beneath."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from parplan.cli.language import current, say
from parplan.cli.opening import Opened
from parplan.labels import BASES, Gap
from parplan.render.table import Table

Form = Literal["table", "csv", "markdown"]


def laid_out(tables: Sequence[Table], source: Opened | None, basis: str | None, form: Form, file: Path | None) -> str:
    """Tables as a terminal, a spreadsheet or Markdown has them. `basis` is None where it makes no difference, `source` where there is more
    than one plan."""
    # Each form imports what it needs, and no other.
    lang = current()
    if form == "csv":
        from parplan.render import csv as csv_text

        return csv_text.render(tables, lang)
    on = "" if basis is None else f" {say(Gap.BASIS, basis=BASES[basis])}."
    about = "" if source is None else f"\n{say(Gap.SOURCE, plan=source.title)}.{on}\n"
    if form == "markdown":
        from parplan.render import markdown

        return markdown.render(tables, lang) + about
    from parplan.cli.screen import screen
    from parplan.render import terminal

    return terminal.render(tables, lang, screen(file)) + about
