"""Findings for people: the line with a caret, the other figures, the printed cell, and the next step."""

import io
from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text as RichText

from parplan.location import Span
from parplan.model.cells import Cell
from parplan.model.findings import KNOWN_WORD, SEVERITY_WORDS, Finding, Operand, summary
from parplan.points import Lang
from parplan.render.terminal import Screen, console_for
from parplan.text import Message, Text, plain

_COLOURS = {"error": "red", "warning": "yellow", "note": "cyan"}
_LONGEST = 160


def render(findings: Iterable[Finding], lang: Lang, screen: Screen) -> str:
    """Each finding in the manner of compilers, a blank line between them."""
    out = io.StringIO()
    console = console_for(out, screen._replace(width=None))
    for finding in findings:
        _print(console, finding, lang)
    return "\n".join(line.rstrip() for line in out.getvalue().split("\n"))


def summed_up(findings: Sequence[Finding], plans: Sequence[str], lang: Lang) -> str:
    """One line that says how many were found."""
    named = plans[0] if len(plans) == 1 else Message(_PLANS, {"count": len(plans)})
    counts = summary(findings)
    if not findings:
        return _FINE.say(lang, plans=named)
    return _SUMMARY.say(lang, plans=named, **counts._asdict())


def _print(console: Console, finding: Finding, lang: Lang) -> None:
    colour = "dim" if finding.status == "known" else _COLOURS[finding.severity]
    head = RichText(f"{SEVERITY_WORDS[finding.severity].say(lang)}[{finding.code}]", style=f"bold {colour}")
    if finding.status == "known":
        head.append(f" ({KNOWN_WORD.say(lang)})")
    subject = f"{finding.path}: " if finding.path else ""
    head.append(plain(f": {subject}{finding.message.say(lang)}"), style="bold")
    console.print(head)
    lines = [finding.span.line, *(operand.span.line for operand in finding.operands)]
    margin = " " * len(str(max(lines)))
    console.print(RichText(f"{margin}--> {plain(finding.file)}:{finding.span.line}:{finding.span.column}", style="blue"))
    console.print(RichText(f"{margin} |", style="blue"))
    _excerpt(console, margin, finding.span, finding.line_text, "^", colour, _said(finding.path, finding.source, lang))
    file = finding.file
    for operand in finding.operands:
        _operand(console, margin, operand, lang, moved=operand.file != file)
        file = operand.file
    if finding.known is not None:
        console.print(plain(f"{margin} = {finding.known.say(lang)}"))
    elif finding.help is not None:
        console.print(plain(f"{margin} = {_HELP.say(lang)}: {finding.help.say(lang)}"))
    console.print()


def _operand(console: Console, margin: str, operand: Operand, lang: Lang, *, moved: bool) -> None:
    if moved:
        console.print(RichText(f"{margin}::: {plain(operand.file)}:{operand.span.line}:{operand.span.column}", style="blue"))
    _excerpt(console, margin, operand.span, operand.line_text, "-", "blue", _said(operand.path, operand.cell, lang))


def _said(path: str, cell: Cell | None, lang: Lang) -> str:
    if cell is None:
        return path
    return f"{path}, {cell.said.say(lang)}"


def _excerpt(console: Console, margin: str, span: Span, line_text: str, sign: str, colour: str, said: str) -> None:
    width = (span.end_column if span.end_line == span.line else len(line_text) + 1) - span.column
    text, column = _window(line_text, span.column)
    number = str(span.line).rjust(len(margin))
    console.print(RichText.assemble((f"{number} | ", "blue"), plain(text.expandtabs(1))))
    # Letters need not be one column wide: a decomposed accent has none, some scripts have two.
    before, marked = text[: column - 1], text[column - 1 : column - 1 + width]
    signs = sign * max(1, cell_len(marked))
    console.print(RichText.assemble((f"{margin} | ", "blue"), (" " * cell_len(before) + signs + " " + plain(said), colour)))


def _window(line: str, column: int) -> tuple[str, int]:
    """A long line's part around a column, and the column in that part."""
    if len(line) <= _LONGEST:
        return line, column
    start = max(0, column - 1 - _LONGEST // 2)
    return line[start : start + _LONGEST], column - start


_HELP = Text("hướng dẫn", "help")
_PLANS = Text("{count} kế hoạch", "{count} plans")
_SUMMARY = Text(
    "{plans}: lỗi {error}, cảnh báo {warning}, lưu ý {note}; đã ghi nhận {known}",
    "{plans}: errors {error}, warnings {warning}, notes {note}; known {known}",
)
_FINE = Text("{plans}: không phát hiện sai sót", "{plans}: nothing found")
