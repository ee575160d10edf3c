"""What the page tells: where each index stands and lands, row by row, what is contradictory, who
leads it, how likely it is, what came of it. Plain data with texts in both languages; tables as the
other reports make them.
"""

from typing import Any

from parplan.reports.bases import BASES
from parplan.reports.page import kernel, rows, sections
from parplan.reports.page.made import Page
from parplan.reports.page.words import REFUSALS, SCRIPT_WORDS, WORDS, refusal
from parplan.text import Message, Text, both, capital, plain


def told(page: Page) -> dict[str, Any]:
    """Everything that the page tells."""
    about = page.standings.plan.about
    return {
        "title": both(about.name),
        "unit": plain(about.unit or ""),
        "years": f"{about.year} → {about.target_year}",
        "basis": both(capital(BASES[page.standings.basis])),
        "source": both(_source(page)),
        "call": page.call,
        "clamped": page.clamped,
        "indices": rows.told(page),
        "sections": sections.told(page),
        "kernel": kernel.told(page),
        "words": {key: both(text) for key, text in WORDS.items()},
        "script_words": {key: both(text) for key, text in SCRIPT_WORDS.items()},
        "refusals": {code: refusal(code) for code in REFUSALS},
    }


def _source(page: Page) -> Text | Message:
    """How the plan is named, and its folder where it has one of its own."""
    name = page.standings.plan.about.id
    if page.plan in ("", name):
        return Text(name, name)
    return Message(_SOURCE, {"name": name, "folder": page.plan})


_SOURCE = Text("{folder} ({name})", "{folder} ({name})")
