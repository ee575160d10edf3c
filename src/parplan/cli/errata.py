"""`parplan errata list`, `show`, `accept`, `remove` and `letter`: what was decided about the
contradictions of a document."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

from parplan.cli.app import command
from parplan.cli.complete import complete_erratum
from parplan.cli.options import (
    Format,
    Language,
    Output,
    Plan,
    TableOrJson,
    TextOrJson,
    argument,
    option,
)
from parplan.cli.suggest import groups_of, suggested
from parplan.text import Message, Text, plain_lines

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from decimal import Decimal

    from parplan.engine.repair.decide import Decided
    from parplan.model.errata import Decision, Erratum
    from parplan.model.findings import Finding
    from parplan.reports.letter import Letter
    from parplan.workspace.opened import Workspace
    from parplan.yaml_text.source import Source

Figure = Annotated[
    str,
    argument(
        metavar="ID",
        autocompletion=complete_erratum,
        help=Text("Số liệu, ví dụ par.5.survey.score.", "A figure, such as par.5.survey.score."),
    ),
]


@command(
    "errata list",
    help=Text(
        "Danh mục đính chính, và những mâu thuẫn chưa ghi nhận.",
        "The errata, and the contradictions that are not among them.",
    ),
    example="parplan errata list",
)
def listed(
    plan: Plan = None, form: Format = None, lang: Language = None, output: Output = None
) -> int:
    """Print the errata, and the contradictions that they do not know of."""
    from parplan.cli.answer import answer
    from parplan.cli.workspace import opened
    from parplan.reports import errata as report

    source = opened(plan)
    told = report.answer(source.plan, source.checked.findings)
    answer(told, source, basis=None, form=form, file=output)
    return 0


@command(
    "errata show",
    help=Text(
        "Một số liệu: các mâu thuẫn, quyết định, phương án sửa.",
        "One figure: its contradictions, the decision, what would repair them.",
    ),
    example="parplan errata show par.5.score",
)
def show(
    ident: Figure,
    plan: Plan = None,
    form: TableOrJson = None,
    lang: Language = None,
    output: TextOrJson = None,
) -> int:
    """Print one figure's entry and contradictions, with the places and with what would repair
    them."""
    from parplan.cli.answer import chosen, written
    from parplan.cli.language import current
    from parplan.cli.output import deliver, stop
    from parplan.cli.screen import screen
    from parplan.cli.workspace import opened
    from parplan.render import terminal
    from parplan.render.findings import excerpt
    from parplan.reports import errata as report

    wanted = chosen(form, output, {"": "table", ".txt": "table", ".json": "json"})
    source = opened(plan)
    found = source.checked.findings
    path = _figure(source, ident)
    about = [
        finding
        for finding in found
        if finding.erratum == path
        or path in (finding.path, *(part.path for part in finding.operands))
    ]
    if path not in source.plan.errata and not about:
        raise stop(Message(_NOTHING_TO_SHOW, {"id": path}))
    places = {finding.site for finding in about}
    items = [
        item
        for item in report.items(source.plan, found)
        if item.id == path or any(one.site in places for one in item.findings)
    ]
    every = suggested(source)
    groups = [group for group in every.groups if any(edit.site in places for edit in group.every)]
    text = written(
        report.shown(items, every._replace(groups=tuple(groups))), source, None, wanted, output
    )
    if wanted == "table":
        entered = [item for item in items if item.id is not None]
        head = (
            terminal.render([report.errata_table(entered)], current(), screen(output)) + "\n"
            if entered
            else ""
        )
        text = head + excerpt.render(about, current(), screen(output)) + text
    deliver(text, output)
    return 0


def _figure(source: "Workspace", typed: str) -> str:
    """The path of a figure of the plan that was typed. Raises Stop with “did you mean”."""
    from parplan.engine.identities.printed import figure_paths
    from parplan.engine.repair.decide import NO_FIGURE

    wrong = (it.path for it in source.checked.findings if it.is_contradiction)
    known = dict.fromkeys((*figure_paths(source.plan), *wrong))
    return _one_of(known, typed, Message(NO_FIGURE, {"path": typed}))


def _one_of(paths: "Collection[str]", typed: str, otherwise: Message) -> str:
    """The path that was typed, in any case of letters. Raises Stop with “did you mean”."""
    from parplan.cli.output import stop
    from parplan.ids import near

    alike = [path for path in paths if path.casefold() == typed.casefold()]
    if not alike:
        raise stop(otherwise.or_near(near(typed, paths), "parplan errata list"))
    return typed if typed in alike else alike[0]


@command(
    "errata accept",
    help=Text(
        "Ghi quyết định vào errata.yaml, thay quyết định trước về số liệu đó và các mục “chưa "
        "quyết định” về cùng mâu thuẫn; phần còn lại của tệp giữ nguyên.",
        "Write a decision into errata.yaml, in place of the earlier one on that figure and of "
        "what was undecided about the same contradiction; the rest of the file stays as it is.",
    ),
    example=Text(
        "parplan errata accept par.5.survey.score --plan my-plan --decision correct=6.74 "
        "--because 'Sở Nội vụ xác nhận'",
        "parplan errata accept par.5.survey.score --plan my-plan --decision correct=6.74 "
        "--because 'confirmed by the authors'",
    ),
)
def accept(
    ident: Figure,
    decision: Annotated[
        str,
        option(
            "--decision",
            metavar="DECISION",
            help=Text(
                "keep: giữ như văn bản; correct=6.74: số đúng; correct=MÃ=ĐIỂM,MÃ=ĐIỂM: các số "
                "đúng cùng lúc; undecided: chưa quyết định.",
                "keep: leave as printed; correct=6.74: the right figure; "
                "correct=ID=VALUE,ID=VALUE: those of several together; undecided.",
            ),
        ),
    ],
    because: Annotated[
        str,
        option(
            "--because",
            metavar="TEXT",
            help=Text("Lý do của quyết định.", "The reason for the decision."),
        ),
    ],
    plan: Plan = None,
    lang: Language = None,
) -> int:
    """Write a decision into the plan's errata; prints the entries. Nothing else in the file is
    touched."""
    import unicodedata

    from parplan.cli.output import confirm, stop
    from parplan.cli.workspace import own
    from parplan.cli.writing import NO_PLACE, write_checked
    from parplan.engine.repair.decide import Undecidable, Wish, decide
    from parplan.yaml_text import write
    from parplan.yaml_text.edit import CannotWrite

    word, given = _decision(decision)
    if not because.strip().strip(".…"):  # such as the “…” of a suggested call
        raise stop(Message(_NO_REASON))
    source = own(plan)
    path = _figure(source, ident)
    correct = {_figure(source, where) if where else path: it for where, it in given.items()}
    if len(correct) < len(given):  # a figure twice
        raise stop(Message(_DECISION_FORM, {"text": decision}))
    wish = Wish(word, correct, unicodedata.normalize("NFC", because))
    try:
        decided = decide(
            source.plan, source.checked.findings, groups_of(source, source.checked), path, wish
        )
        records = {figure: _record(erratum) for figure, erratum in decided.entries.items()}
        text = _written(source, records, decided)
    except Undecidable as error:
        raise stop(error.message) from error
    except CannotWrite as error:
        raise stop(Message(NO_PLACE, {"path": "errata.yaml"})) from error
    before = source.sources.files.get("errata")
    write_checked(source, "errata", before, text, lambda file: _found_in(source, file))
    _tell(decided, source.plan.errata, before)
    confirm(
        "".join(
            f"  {line}\n"
            for figure, record in records.items()
            for line in write.entry(figure, record)
        )
    )
    return 0


def _record(erratum: "Erratum") -> dict[str, object]:
    """An entry as the file holds it."""
    from parplan.yaml_text.source import Quoted

    because = Quoted(erratum.because.vi)
    return {
        "printed": erratum.printed,
        "correct": erratum.correct,
        "against": erratum.against or None,
        "because": because,
    }


def _written(
    source: "Workspace", records: "Mapping[str, Mapping[str, object]]", decided: "Decided"
) -> str:
    """The text of the errata with these records; one of a figure that is there already is changed
    in its place."""
    from parplan.yaml_text import write
    from parplan.yaml_text.edit import CannotWrite, Values, appended, changed, with_values, without

    file = source.sources.files.get("errata")
    if file is None:
        return write.file(_FILE, {"plan": source.plan.about.id, "errata": records})
    for path in decided.superseded:
        file = changed(file, without(file, ("errata", path)))
    new = {path: record for path, record in records.items() if path not in source.plan.errata}
    if new:
        file = changed(file, appended(file, ("errata",), new))
    changes = [
        Values(
            ("errata", path),
            {key: value for key, value in record.items() if value is not None},
            tuple(record),
            "printed",
        )
        for path, record in records.items()
        if path in source.plan.errata
    ]
    if changes:
        file = changed(file, with_values(file, *changes))
    if any(
        file.value(("errata", path, "because")) != record["because"]
        for path, record in records.items()
    ):
        raise CannotWrite
    return file.text


def _found_in(source: "Workspace", file: "Source") -> "list[Finding]":
    """What is found in a plan's errata, if they were these."""
    return [finding for finding in _with_errata(source, file) if finding.file == file.name]


def _with_errata(source: "Workspace", file: "Source") -> "tuple[Finding, ...]":
    """What is found in a plan, if its errata were these."""
    from parplan.checks.plan import check
    from parplan.yaml_text.source import Sources

    files = {**source.sources.files, "errata": file}
    return check(Sources(source.sources.name, files)).findings


def _decision(typed: str) -> "tuple[Decision, dict[str, Decimal]]":
    """The decision, and the right figures by path, one without a path under the empty one. Raises
    Stop for anything but keep, undecided, correct=VALUE and correct=ID=VALUE,…"""
    from parplan.cli.output import stop
    from parplan.cli.typed import pair_typed
    from parplan.points import NotAFigure, parse

    word, equals, rest = typed.partition("=")
    if typed in ("keep", "undecided"):
        return cast("Decision", typed), {}
    if word.strip() != "correct" or not equals:
        raise stop(Message(_DECISION_FORM, {"text": typed}))
    tight = "".join(typed.split())
    meant = _COMMA.sub(r"=\1.\2\3", tight)
    if meant != tight:
        raise stop(Message(_COMMA_MEANT, {"text": typed, "meant": meant}))
    correct: dict[str, Decimal] = {}
    for pair in rest.split(","):
        path, amount = pair_typed(pair)
        if path == "" or (path or "") in correct:
            raise stop(Message(_DECISION_FORM, {"text": typed}))
        try:
            correct[path or ""] = parse(amount)
        except NotAFigure as error:
            raise stop(Message(_DECISION_FORM, {"text": typed})) from error
    return "correct", correct


def _tell(decided: "Decided", errata: "Mapping[str, Erratum]", before: "Source | None") -> None:
    """What became of what was decided before, with what the file had of it, and what it leaves."""
    from parplan.cli.output import quote, remark
    from parplan.rules.errata import DECISIONS
    from parplan.yaml_text.edit import lines_at

    for path in decided.entries:
        if path in errata and errata[path].because != decided.entries[path].because:
            was = DECISIONS[errata[path].decision]
            reason = errata[path].because
            said = " / ".join(dict.fromkeys((reason.vi, reason.en)))
            remark(Message(_REPLACED, {"path": path, "was": was, "because": said}))
    for path in decided.superseded:
        remark(Message(_SUPERSEDED, {"path": path}))
        if before is not None:
            quote(lines_at(before, ("errata", path), key=True))
    if decided.left:
        places = tuple(f"{code} {path}" for code, path in decided.left)
        remark(Message(_LEFT, {"places": places}))


@command(
    "errata remove",
    help=Text(
        "Bỏ một mục khỏi errata.yaml; phần còn lại của tệp giữ nguyên.",
        "Take an entry out of errata.yaml; the rest of the file stays as it is.",
    ),
    example="parplan errata remove par.5.survey.score --plan my-plan",
)
def remove(ident: Figure, plan: Plan = None, lang: Language = None) -> int:
    """Take an entry out of the plan's errata; prints its lines. Nothing else in the file is
    touched."""
    from parplan.cli.output import confirm, remark, stop
    from parplan.cli.workspace import own
    from parplan.cli.writing import NO_PLACE, write_checked
    from parplan.yaml_text.edit import CannotWrite, changed, lines_at, without

    source = own(plan)
    entries = source.plan.errata
    path = _one_of(entries, ident, Message(_NO_ENTRY, {"id": ident}))
    file = source.sources.files["errata"]
    try:
        text = without(file, ("errata", path))
    except CannotWrite as error:
        raise stop(Message(NO_PLACE, {"path": "errata.yaml"})) from error
    after = _with_errata(source, changed(file, text))
    known = {finding.site for finding in source.checked.findings if finding.status == "known"}
    places = [it.site for it in after if it.status == "open" and it.site in known]
    write_checked(source, "errata", file, text, lambda file: _found_in(source, file))
    if places:
        remark(Message(_OPEN_AGAIN, {"places": tuple(f"{code} {at}" for code, at in places)}))
    remark(Message(_TAKEN_OUT, {"id": path}))
    confirm(plain_lines(*lines_at(file, ("errata", path), key=True)) + "\n")
    return 0


@command(
    "errata letter",
    help=Text(
        "Văn bản đề nghị đính chính gửi cơ quan soạn thảo (Markdown, hoặc công văn Word).",
        "The request for correction to the authors (Markdown, or an official letter in Word).",
    ),
    example=Text(
        "parplan errata letter -o de-nghi-dinh-chinh.docx", "parplan errata letter -o request.docx"
    ),
)
def letter(
    plan: Plan = None,
    lang: Language = None,
    output: Annotated[
        Path | None,
        option(
            "-o",
            "--output",
            metavar="FILE",
            help=Text(
                "Ghi văn bản vào tệp này (.md, .txt hoặc .docx), trọn vẹn hoặc không ghi gì.",
                "Write the request to this file (.md, .txt or .docx), whole or not at all.",
            ),
        ),
    ] = None,
) -> int:
    """Print the request for correction that goes back to the authors of the document."""
    from parplan.cli.answer import by_ending
    from parplan.cli.language import current
    from parplan.cli.output import deliver, needs, remark
    from parplan.cli.workspace import opened
    from parplan.reports import letter as report

    endings = {"": "markdown", ".md": "markdown", ".txt": "markdown", ".docx": "docx"}
    if (form := by_ending(output, endings)) == "docx":
        needs("docx", "office")
    source = opened(plan)
    asked = asked_for(source)
    blocks = report.text(source.plan, asked)
    if form == "docx":
        from parplan.cli.report import say_if_open
        from parplan.render import docx
        from parplan.reports import official

        say_if_open(source)
        if not (asked.asked.lines or asked.decided.lines):
            remark(Message(_NOTHING_TO_ASK))
        about = Message(report.IN_SHORT)
        deliver(docx.render(official.letter(source.letterhead, about, blocks), current()), output)
    else:
        from parplan.render import markdown

        deliver(markdown.document(Message(report.TITLE), blocks, current()), output)
    return 0


def asked_for(source: "Workspace") -> "Letter":
    """What the authors of a plan are asked to correct or confirm, once what was decided is; on any
    basis of what they print.
    """
    from parplan.engine.repair.decide import is_undecided
    from parplan.reports import letter as report

    plan = source.printed.plan or source.plan
    corrected = source.printed.corrected  # of all its years, not of one that it is aimed at
    left = source.printed if corrected is None or corrected.plan is None else corrected
    open_ones = [it for it in left.findings if is_undecided(plan, it)]
    groups = groups_of(source, left._replace(findings=tuple(open_ones)))
    return report.letter(plan, open_ones, groups)


_COMMA = re.compile(
    r"=(-?[0-9]+),([0-9]+)(,|$)"
)  # a figure behind a comma, without a path of its own
_FILE = "Danh mục đính chính của parplan · parplan's errata. parplan schema errata\n"
_COMMA_MEANT = Text(
    "--decision “{text}”: có phải là {meant}?", "--decision “{text}”: did you mean {meant}?"
)
_DECISION_FORM = Text(
    "--decision “{text}”: cần keep, undecided, correct=6.74 hoặc correct=MÃ=ĐIỂM,MÃ=ĐIỂM",
    "--decision takes keep, undecided, correct=6.74 or correct=ID=VALUE,ID=VALUE, not “{text}”",
)
_NO_REASON = Text("--because cần nêu lý do", "--because needs a reason")
_SUPERSEDED = Text(
    "đã bỏ mục chưa quyết định {path}:",
    "taken out, as it is decided now, the entry of {path}:",
)
_REPLACED = Text(
    "đã thay quyết định trước của {path} ({was}): “{because}”",
    "in place of the earlier decision on {path} ({was}): “{because}”",
)
_LEFT = Text("vẫn còn mâu thuẫn: {places}", "contradictions left: {places}")
_OPEN_AGAIN = Text("lại là mâu thuẫn chưa ghi nhận: {places}", "open again: {places}")
_TAKEN_OUT = Text("đã xóa mục {id}:", "taken out, the entry of {id}:")
_NOTHING_TO_ASK = Text(
    "không có số liệu nào cần đính chính, nên công văn không đề nghị gì",
    "there is nothing to correct, so the letter asks for nothing",
)
_NO_ENTRY = Text("errata.yaml không có mục “{id}”", "errata.yaml has no entry “{id}”")
_NOTHING_TO_SHOW = Text("{id} không thuộc mâu thuẫn nào", "{id} is part of no contradiction")
