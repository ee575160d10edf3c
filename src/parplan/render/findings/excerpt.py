"""Findings for people: the line with a caret, the other figures, the printed cell, and the next
step.
"""

from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len

from parplan.location import Span
from parplan.model.cells import Cell
from parplan.model.findings import KNOWN_WORD, SEVERITY_WORDS, Finding, summary
from parplan.points import Lang
from parplan.render.layout import Piece, Screen, painted, wrapped
from parplan.text import Count, Message, Text, plain

_COLOURS = {"error": "red", "warning": "yellow", "note": "cyan"}
_LONGEST = 160
_MOST = 100  # of one rule in one file, or of places that are alike
_CUT, _TAB = "…", "→"
_SAID_LEAST = 32  # columns for what is said of a place, where the place leaves no room for it


def render(findings: Iterable[Finding], lang: Lang, screen: Screen) -> str:
    """Each finding in the manner of compilers, a blank line behind it; notes that say the same are
    one, and of a rule that a file breaks more often than anybody reads, the first are shown.
    """
    lines = (
        line
        for shown, left in _shown(_alike(findings))
        for line in (
            *_lines(*shown, lang, screen.width),
            *(_left(shown[0], left, lang, screen.width) if left else ()),
        )
    )
    return "".join(f"{painted(line, screen)}\n" for line in lines)


_Alike = tuple[Finding, list[Finding]]


def _shown(told: Iterable[_Alike]) -> Iterator[tuple[_Alike, int]]:
    """What is shown, and behind the last that is shown of a rule in a file how many more there
    are.
    """
    by_rule: dict[tuple[str, str], list[_Alike]] = {}
    every = list(told)
    for each in every:
        by_rule.setdefault((each[0].code, each[0].file), []).append(each)
    left = {key: len(alike) - _MOST for key, alike in by_rule.items()}
    last = {id(alike[_MOST - 1]): left[key] for key, alike in by_rule.items() if left[key] > 0}
    kept = {id(each) for alike in by_rule.values() for each in alike[:_MOST]}
    yield from ((each, last.get(id(each), 0)) for each in every if id(each) in kept)


def _left(finding: Finding, count: int, lang: Lang, width: int | None) -> Iterator[list[Piece]]:
    values = {"count": Count(count), "code": finding.code, "file": finding.file}
    yield from ([Piece(line)] for line in wrapped(plain(Message(_MORE, values).say(lang)), width))
    yield []


def _alike(findings: Iterable[Finding]) -> "Iterable[_Alike]":
    """Findings in order, each open note with those of its plan that say the same of other
    figures.
    """
    found: dict[object, _Alike] = {}
    for n, finding in enumerate(findings):
        note = finding.severity == "note" and finding.status == "open"
        key = (finding.plan, finding.code, finding.message.text) if note else n
        if key in found:
            found[key][1].append(finding)
        else:
            found[key] = (finding, [])
    return found.values()


def summed_up(
    findings: Sequence[Finding], plans: Sequence[str], lang: Lang, *, hidden: bool
) -> str:
    """One line that says how many were found; with `hidden` also how those that are known can be
    seen.
    """
    named = plans[0] if len(plans) == 1 else Message(_PLANS, {"count": len(plans)})
    counts = summary(findings)
    if not findings:
        return _FINE.say(lang, plans=named)
    return (_HIDDEN if hidden else _SUMMARY).say(lang, plans=named, **counts._asdict())


def _lines(
    finding: Finding, more: Sequence[Finding], lang: Lang, width: int | None
) -> Iterator[list[Piece]]:
    colour = "dim" if finding.status == "known" else _COLOURS[finding.severity]
    name = f"{SEVERITY_WORDS[finding.severity].say(lang)}[{finding.code}]"
    lead = name + (f" ({KNOWN_WORD.say(lang)})" if finding.status == "known" else "") + ": "
    subject = f"{finding.path}: " if finding.path else ""
    first, *rest = wrapped(plain(subject + finding.message.say(lang)), width, lead)
    yield [Piece(name, f"bold {colour}"), Piece(first[len(name) :], "bold")]
    yield from ([Piece(line, "bold")] for line in rest)
    margin = " " * len(
        str(max(finding.span.line, *(operand.span.line for operand in finding.operands), 0))
    )
    yield from _place(f"{margin}--> ", finding.file, finding.span, width)
    yield [Piece(f"{margin} |", "blue")]
    yield from _excerpt(
        margin,
        finding.span,
        finding.line_text,
        "^",
        colour,
        _said(finding.path, finding.source, lang),
        width,
    )
    file = finding.file
    for operand in finding.operands:
        if operand.file != file:
            yield from _place(f"{margin}::: ", operand.file, operand.span, width)
        file = operand.file
        yield from _excerpt(
            margin,
            operand.span,
            operand.line_text,
            "-",
            "blue",
            _said(operand.path, operand.cell, lang),
            width,
        )
    if more:
        places = tuple(
            f"{it.path} ({it.file}:{it.span.line})" if it.path else f"{it.file}:{it.span.line}"
            for it in more[:_MOST]
        )
        places += ("…",) if len(more) > _MOST else ()
        also = Message(_ALSO, {"count": len(more), "places": places})
        yield from ([Piece(line)] for line in wrapped(plain(also.say(lang)), width, f"{margin} = "))
    yield from ([Piece(line)] for line in _next(finding, lang, width, f"{margin} = "))
    yield []


def _next(finding: Finding, lang: Lang, width: int | None, lead: str) -> list[str]:
    """What the errata say of it, or else the next step."""
    if finding.known is not None:
        return wrapped(plain(finding.known.say(lang)), width, lead)
    return (
        []
        if finding.help is None
        else wrapped(plain(finding.help.say(lang)), width, f"{lead}{_HELP.say(lang)}: ")
    )


def _place(lead: str, file: str, span: Span, width: int | None) -> Iterator[list[Piece]]:
    return (
        [Piece(line, "blue")]
        for line in wrapped(f"{plain(file)}:{span.line}:{span.column}", width, lead)
    )


def _said(path: str, cell: Cell | None, lang: Lang) -> str:
    return plain(path if cell is None else f"{path}, {cell.said.say(lang)}")


def _excerpt(
    margin: str, span: Span, line: str, sign: str, colour: str, said: str, width: int | None
) -> Iterator[list[Piece]]:
    """The line, or the part of it that there is room for, and what is said of what is marked in
    it.
    """
    end = span.end_column if span.end_line == span.line else len(line) + 1
    room = _LONGEST if width is None else min(_LONGEST, width - len(margin) - 3)
    before, marked, behind = _window(line, span.column - 1, end - 1, room)
    number = str(span.line).rjust(len(margin))
    yield [Piece(f"{number} | ", "blue"), Piece(before + marked + behind)]
    # Letters need not be one column wide: a decomposed accent has none, some scripts have two.
    signs = " " * cell_len(before) + sign * max(1, cell_len(marked))
    told = [f"{signs} {said}"]
    if width is not None and cell_len(told[0]) > room:
        told = [
            signs,
            *wrapped(said, room, " " * min(cell_len(before), max(0, room - _SAID_LEAST))),
        ]
    yield from ([Piece(f"{margin} | ", "blue"), Piece(text, colour)] for text in told)


def _window(line: str, start: int, end: int, room: int) -> tuple[str, str, str]:
    """What stands before, at and behind a place in a line: all of it, or what there is room for,
    with a sign where it is cut.
    """
    low, high = 0, len(line)
    if high > 2 * room or cell_len(_even(line)) >= room:
        seen = min(end, start + room // 2)
        low = max(0, seen - room)
        while cell_len(_even(line[low:seen])) > room - 2:
            low += 1
        high = min(high, low + 2 * room)
        while high > seen and cell_len(_even(line[low:high])) > room - 2:
            high -= 1
        end = min(end, high)
    behind = _even(line[end:high]) + (_CUT if high < len(line) else "")
    marked = _even(line[start:end].replace("\t", _TAB))
    return (_CUT if low else "") + _even(line[low:start]), marked, behind


def _even(text: str) -> str:
    """Text without what a terminal would act on; a tab is one blank."""
    return plain(text.expandtabs(1))


_HELP = Text("hướng dẫn", "help")
_PLANS = Text("{count} kế hoạch", "{count} plans")
_SUMMARY = Text(
    "{plans}: lỗi {error}, cảnh báo {warning}, lưu ý {note}; đã ghi nhận {known}",
    "{plans}: errors {error}, warnings {warning}, notes {note}; known {known}",
)
_HIDDEN = Text(
    "{plans}: lỗi {error}, cảnh báo {warning}, lưu ý {note}; đã ghi nhận {known} (xem bằng "
    "--known)",
    "{plans}: errors {error}, warnings {warning}, notes {note}; known {known} (--known shows them)",
)
_ALSO = Text("còn {count} chỗ tương tự: {places}", "{count} more like it: {places}")
_MORE = Text(
    "{file}: còn {count} chỗ khác theo quy tắc {code}; xem tất cả bằng --format concise",
    "{file}: {count} more of {code}; --format concise shows them all",
)
_FINE = Text("{plans}: không phát hiện sai sót", "{plans}: nothing found")
