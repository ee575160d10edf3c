"""`parplan errata list`, `show`, `accept` and `letter`: what was decided about a document's contradictions."""

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Literal, cast

from parplan.checks.plan import check
from parplan.cli.answer import foot
from parplan.cli.language import current, say
from parplan.cli.output import deliver, remark, stop
from parplan.cli.screen import screen
from parplan.cli.suggest import suggested
from parplan.cli.workspace import opened, own
from parplan.cli.writing import NO_PLACE, write_checked
from parplan.engine.identities import figure_at, figure_paths
from parplan.engine.repair.decide import NO_FIGURE, PLACE, Decided, Undecidable, Wish, decide
from parplan.engine.repair.find import find
from parplan.ids import near
from parplan.model.errata import Decision, Erratum
from parplan.model.findings import Finding
from parplan.points import NotAFigure, parse
from parplan.render import csv as csv_text
from parplan.render import json as json_text
from parplan.render import markdown, terminal
from parplan.render.findings import excerpt as findings_text
from parplan.render.table import Table
from parplan.reports import errata as report
from parplan.reports import suggest
from parplan.text import Message, Text
from parplan.workspace import Workspace
from parplan.yaml_text import write
from parplan.yaml_text.edit import CannotWrite, appended, with_values, without
from parplan.yaml_text.source import Quoted, Source, Sources, read

Format = Literal["table", "json", "csv", "markdown"]


def list_(plan: Path | None, *, form: Format, file: Path | None) -> int:
    """Print the errata, and the contradictions that they do not know of."""
    source = opened(plan)
    listed = report.items(source.plan, source.findings)
    if form == "json":
        text = json_text.render({**_head(source, "list"), "errata": report.payload(listed, current())})
    else:
        text = _laid_out(report.table(listed), source, form, file)
    deliver(text, file)
    return 0


def letter(plan: Path | None, *, file: Path | None) -> int:
    """Print the request for correction that goes back to the authors of the document."""
    source = opened(plan)
    found = source.findings
    table = report.letter(source.plan, found, find(source.plan, found))
    deliver(_page(table, source), file)
    return 0


def _page(table: Table, source: Workspace) -> str:
    about = source.plan.about
    document = say(report.LETTER_ABOUT, name=markdown.escaped(about.name.say(current())), year=about.year, target_year=about.target_year)
    if not table.lines:
        return f"# {say(report.LETTER)}\n\n{document}\n\n{say(report.LETTER_NOTHING)}\n"
    head, _, rows = markdown.render([table], current()).partition("\n\n")
    return f"#{head[2:]}\n\n{document}\n\n{say(report.LETTER_OPENING)}\n\n{rows}\n{say(report.LETTER_CLOSING)}\n"


def show(typed: str, plan: Path | None, *, form: Literal["table", "json"], file: Path | None) -> int:
    """Print one figure's entry and contradictions, with the places and with what would repair them."""
    source = opened(plan)
    found = source.findings
    path = _figure(source, typed)
    about = [finding for finding in found if finding.erratum == path or path in (finding.path, *(part.path for part in finding.operands))]
    if path not in source.plan.errata and not about:
        raise stop(Message(NOTHING_TO_SHOW, {"id": path}))
    places = {(finding.code, finding.path) for finding in about}
    listed = [item for item in report.items(source.plan, found) if item.id == path or any(_at(one) in places for one in item.findings)]
    every = suggested(source)
    groups = [group for group in every.groups if any((edit.code, edit.total.path) in places for edit in (*group.broken, *group.follows))]
    about_these = every._replace(groups=tuple(groups))
    if form == "json":
        payload = {"errata": report.payload(listed, current()), "groups": suggest.payload([about_these], current())}
        text = json_text.render({**_head(source, "show"), **payload})
    else:
        entered = [item for item in listed if item.id is not None]
        text = terminal.render([report.table(entered)], current(), screen(file)) + "\n" if entered else ""
        text += findings_text.render(about, current(), screen(file))
        text += terminal.render(suggest.tables([about_these], several=False), current(), screen(file))
        text += foot(source, None)
    deliver(text, file)
    return 0


def _at(finding: Finding) -> tuple[str, str]:
    return finding.code, finding.path


def _head(source: Workspace, name: str) -> dict[str, object]:
    return {"schema": f"parplan/errata-{name}/1", "plan": source.name, "basis": "printed"}


def _laid_out(table: Table, source: Workspace, form: Format, file: Path | None) -> str:
    lang = current()
    if form == "csv":
        return csv_text.render([table], lang)
    about = foot(source, None)
    if not table.lines:
        return f"{table.title.say(lang)}\n{about}"
    return (markdown.render([table], lang) if form == "markdown" else terminal.render([table], lang, screen(file))) + about


def _figure(source: Workspace, typed: str) -> str:
    """The path of a figure that was typed. Raises Stop with “did you mean”."""
    if figure_at(source.plan, typed) is not None:
        return typed
    close = near(typed, figure_paths(source.plan))
    raise stop(Message(NO_FIGURE, {"path": typed}).or_near(close))


def accept(typed: str, plan: Path | None, *, decision: str, because: str) -> int:
    """Write a decision into the plan's errata; prints the entries. Nothing else in the file is touched."""
    word, given = _decision(decision)
    if not because.strip():
        raise stop(Message(NO_REASON))
    source = own(plan)
    path = _figure(source, typed)
    if "" in given and path in given:
        raise stop(Message(DECISION_FORM, {"text": decision}))
    wish = Wish(word, {where or path: value for where, value in given.items()}, unicodedata.normalize("NFC", because))
    try:
        decided = decide(source.plan, source.findings, find(source.plan, source.findings), path, wish)
        records = {figure: _record(erratum) for figure, erratum in decided.entries.items()}
        text = _written(source, records, decided)
    except Undecidable as error:
        raise stop(error.message) from error
    except CannotWrite as error:
        raise stop(Message(NO_PLACE, {"path": "errata.yaml"})) from error
    _tell(decided)
    write_checked(source, "errata", text, lambda file: _found_in(source, file))
    deliver("".join(f"  {line}\n" for figure, record in records.items() for line in write.entry(figure, record)), None)
    return 0


def _record(erratum: Erratum) -> dict[str, object]:
    """An entry as the file holds it."""
    because = Quoted(erratum.because.vi)
    return {"printed": erratum.printed, "correct": erratum.correct, "against": erratum.against or None, "because": because}


def _written(source: Workspace, records: Mapping[str, Mapping[str, object]], decided: Decided) -> str:
    """The text of the errata with these records; one of a figure that is there already is changed in its place."""
    file = source.sources.files.get("errata")
    if file is None:
        return write.file(_FILE, {"errata": records})
    new = [write.entry(path, record) for path, record in records.items() if path not in source.plan.errata]
    if new:
        file = _again(file, appended(file, ("errata",), new))
    for path, record in records.items():
        if path in source.plan.errata:
            values = {key: write.flow(value) for key, value in record.items() if value is not None}
            file = _again(file, with_values(file, ("errata", path), values, tuple(record), "printed"))
    for path in decided.superseded:
        file = _again(file, without(file, ("errata", path)))
    if any(file.value(("errata", path, "because")) != record["because"] for path, record in records.items()):
        raise CannotWrite
    return file.text


def _again(file: Source, text: str) -> Source:
    return read(file.name, text.encode())


def _found_in(source: Workspace, file: Source) -> list[Finding]:
    """What is found in a plan's errata, if they were these."""
    files = {**source.sources.files, "errata": file}
    return [finding for finding in check(Sources(source.sources.name, files)).findings if finding.file == file.name]


def _decision(typed: str) -> tuple[Decision, dict[str, Decimal]]:
    """The decision, and the right figures by path, one without a path under the empty one. Raises Stop for anything but keep, undecided,
    correct=VALUE and correct=PATH=VALUE,…"""
    word, equals, rest = typed.partition("=")
    if word in ("keep", "undecided") and not equals:
        return cast("Decision", word), {}
    if word != "correct" or not equals:
        raise stop(Message(DECISION_FORM, {"text": typed}))
    tight = "".join(typed.split())
    meant = _COMMA.sub(r"=\1.\2\3", tight)
    if meant != tight:
        raise stop(Message(COMMA, {"text": typed, "meant": meant}))
    correct: dict[str, Decimal] = {}
    for pair in rest.split(","):
        path, named, amount = pair.strip().rpartition("=")
        if path in correct or bool(named) != bool(path):
            raise stop(Message(DECISION_FORM, {"text": typed}))
        try:
            correct[path] = parse(amount)
        except NotAFigure as error:
            raise stop(Message(DECISION_FORM, {"text": typed})) from error
    return "correct", correct


def _tell(decided: Decided) -> None:
    for words, places in ((LEFT, decided.left), (BREAKS, decided.broken)):
        if places:
            remark(Message(words, {"places": tuple(Message(PLACE, {"code": code, "path": path}) for code, path in places)}))


_COMMA = re.compile(r"=(-?[0-9]+),([0-9]+)(,|$)")  # a figure behind a comma, without a path of its own
_FILE = "Danh mục đính chính của parplan · parplan's errata. parplan schema errata\n"
COMMA = Text("--decision “{text}”: có phải là {meant}?", "--decision “{text}”: did you mean {meant}?")
DECISION_FORM = Text(
    "--decision “{text}”: cần keep, undecided, correct=6.74 hoặc correct=MÃ=ĐIỂM,MÃ=ĐIỂM",
    "--decision takes keep, undecided, correct=6.74 or correct=PATH=VALUE,PATH=VALUE, not “{text}”",
)
NO_REASON = Text("--because cần nêu lý do", "--because needs a reason")
LEFT = Text("vẫn còn mâu thuẫn: {places}", "still broken: {places}")
BREAKS = Text("số đúng này gây thêm mâu thuẫn: {places}", "the correction breaks what holds: {places}")
NOTHING_TO_SHOW = Text("{id} không thuộc mâu thuẫn nào", "{id} is part of no contradiction")
