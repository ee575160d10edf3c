"""Tables as Markdown, escaped."""

import re
from collections.abc import Iterable

from parplan.points import Lang
from parplan.render.table import RIGHT, Column, Line, Table, marked, read_by_people
from parplan.render.values import for_people, note_signs
from parplan.text import Message, plain, unobeyed

_ESCAPES = str.maketrans(
    {sign: f"\\{sign}" for sign in "\\|*_`[]~"} | {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
)
# What pages make links of: somebody's name, the number of an issue, an address. A comment that
# nobody sees keeps it from being one, and leaves the text as it is.
_LINKS = re.compile(r"@(?=\w)|#(?=\d)|:(?=//)|(?<=\bwww)(?=\.)", re.IGNORECASE)
_NOTHING = "<!-- -->"
# What begins a heading or a list, where it is the first of a line.
_BEGINS = re.compile(r"^(\d{0,9})([-+.)]|#{1,6})(?=\s|$)")


def render(tables: Iterable[Table], lang: Lang) -> str:
    """Each table under a heading, its feet and notes beneath; of one with nothing but a title that
    sentence alone.
    """
    return "\n".join(_table(table, lang) for table in tables)


def document(title: Message, blocks: Iterable[Message | Table], lang: Lang) -> str:
    """A document: its title, its paragraphs and tables."""
    parts = [f"# {_begun(title.say(lang))}"]
    for block in blocks:
        text = _table(block, lang) if isinstance(block, Table) else _begun(block.say(lang))
        parts.append(text.strip("\n"))
    return "\n\n".join(parts) + "\n"


def listed(messages: Iterable[Message], lang: Lang) -> str:
    """Messages as a list, a blank line before it; nothing where there are none."""
    lines = [f"- {_begun(message.say(lang))}\n" for message in messages]
    return "".join(["\n", *lines]) if lines else ""


def _table(table: Table, lang: Lang) -> str:
    shown = read_by_people(table)
    table = marked(table, shown)
    columns = [table.columns[at] for at in shown]
    rows = ["| " + " | ".join(column.title.say(lang) for column in columns) + " |"]
    rows.append(
        "| " + " | ".join("---:" if column.kind in RIGHT else "---" for column in columns) + " |"
    )
    rows += ["| " + " | ".join(_cells(table, line, shown, lang)) + " |" for line in table.lines]
    rows = [*rows, ""] if columns else []
    beneath = [f"- {_begun(foot.say(lang))}" for foot in table.feet]
    beneath += [f"{number}. {_begun(note.say(lang))}" for number, note in enumerate(table.notes, 1)]
    title = _begun(table.title.say(lang))
    if not rows and not beneath:
        return f"{title}\n"
    head = [f"## {title}", ""] if title else []
    return "\n".join([*head, *rows, *beneath, *([""] if beneath else [])])


def _cells(table: Table, line: Line, shown: Iterable[int], lang: Lang) -> list[str]:
    cells = []
    for column, mark in ((table.columns[at], line.cells[at]) for at in shown):
        text = escaped(for_people(column, mark, line, lang)) + note_signs(mark)
        cells.append(_indented(column, line, text))
    return cells


def _indented(column: Column, line: Line, text: str) -> str:
    if column.kind == "id" and line.depth > 1:
        return "&emsp;" * (line.depth - 1) + text
    return (
        f"**{text}**" if line.role == "total" and column.kind in ("id", "text") and text else text
    )


def escaped(text: str) -> str:
    """Text that Markdown shows as it is, on one line."""
    shown = unobeyed(plain(text)).translate(_ESCAPES)
    return _LINKS.sub(lambda found: found[0] + _NOTHING, shown)


def _begun(text: str) -> str:
    """Text that is the first of a line, as it is."""
    return _BEGINS.sub(r"\1\\\2", escaped(text))
