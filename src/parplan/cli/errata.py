"""`parplan errata list`, `show`, `accept` and `letter`: the ledger of what was decided about a document's contradictions."""

import codecs
import re
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Literal, cast

from parplan import ledger
from parplan.check.plan import check
from parplan.cli.language import current, say
from parplan.cli.opening import Opened, opened, which
from parplan.cli.output import deliver, remark, stop, unwritten, write_whole
from parplan.cli.screen import screen
from parplan.cli.suggest import suggested
from parplan.engine.identities import figure_at, figure_paths
from parplan.engine.repair.decide import Decided, Undecidable, Wish, decide, decide_anew
from parplan.engine.repair.find import find
from parplan.ids import near
from parplan.labels import Errata, Gap
from parplan.ledger import Decision
from parplan.model.errata import Erratum
from parplan.model.findings import Finding
from parplan.points import NotAFigure, parse
from parplan.render import csv as csv_text
from parplan.render import json as json_text
from parplan.render import markdown, terminal
from parplan.render.findings import excerpt as findings_text
from parplan.render.table import Table
from parplan.reports import errata as books
from parplan.reports import suggest as report
from parplan.text import Message
from parplan.yaml_text.edit import CannotWrite
from parplan.yaml_text.source import Sources, read

Format = Literal["table", "json", "csv", "markdown"]


def list_(plan: Path | None, *, form: Format, file: Path | None) -> int:
    """Print the entries of the ledger, and the contradictions that are not in it."""
    source = opened(plan)
    listed = books.items(source.plan, source.findings.findings)
    if form == "json":
        text = json_text.render({**_head(source, "list"), "errata": books.payload(listed, current())})
    else:
        text = _laid_out(books.table(listed), source, form, file)
    deliver(text, file)
    return 0


def letter(plan: Path | None, *, file: Path | None) -> int:
    """Print the request for correction that goes back to the authors of the document."""
    source = opened(plan)
    found = source.findings.findings
    table = books.letter(source.plan, found, find(source.plan, found))
    deliver(_page(table, source), file)
    return 0


def _page(table: Table, source: Opened) -> str:
    about = source.plan.about
    document = say(Errata.LETTER_ABOUT, name=markdown.escaped(about.name.say(current())), year=about.year, target_year=about.target_year)
    if not table.lines:
        return f"# {say(Errata.LETTER)}\n\n{document}\n\n{say(Errata.LETTER_NOTHING)}\n"
    head, _, rows = markdown.render([table], current()).partition("\n\n")
    return f"#{head[2:]}\n\n{document}\n\n{say(Errata.LETTER_OPENING)}\n\n{rows}\n{say(Errata.LETTER_CLOSING)}\n"


def show(typed: str, plan: Path | None, *, form: Literal["table", "json"], file: Path | None) -> int:
    """Print one entry, or one figure's contradictions, with the places and with what would repair them."""
    source = opened(plan)
    found = source.findings.findings
    erratum = _entry(source, typed)
    about = [finding for finding in found if finding.erratum == typed] if erratum else _of_figure(found, _figure(source, typed))
    if not erratum and not about:
        raise stop(Message(Errata.NOTHING_TO_SHOW, {"id": typed}))
    places = {(finding.code, finding.path) for finding in about}
    listed = [item for item in books.items(source.plan, found) if (item.rule, item.at) in places or item.id == typed]
    every = suggested(source)
    groups = [group for group in every.groups if any((edit.code, edit.total.path) in places for edit in (*group.broken, *group.follows))]
    about_these = every._replace(groups=tuple(groups))
    if form == "json":
        payload = {"errata": books.payload(listed, current()), "groups": report.payload([about_these], current())}
        text = json_text.render({**_head(source, "show"), **payload})
    else:
        text = terminal.render([books.table(listed)], current(), screen(file)) + "\n" if erratum else ""
        text += findings_text.render(about, current(), screen(file))
        text += terminal.render(report.tables([about_these], several=False), current(), screen(file))
        text += f"\n{say(Gap.SOURCE, plan=source.title)}.\n"
    deliver(text, file)
    return 0


def _of_figure(findings: Iterable[Finding], path: str) -> list[Finding]:
    """The findings that a figure stands in."""
    return [finding for finding in findings if path in (finding.path, *(operand.path for operand in finding.operands))]


def _head(source: Opened, name: str) -> dict[str, object]:
    return {"schema": f"parplan/errata-{name}/1", "plan": source.name, "basis": "printed"}


def _laid_out(table: Table, source: Opened, form: Format, file: Path | None) -> str:
    lang = current()
    if form == "csv":
        return csv_text.render([table], lang)
    about = f"\n{say(Gap.SOURCE, plan=source.title)}.\n"
    if not table.lines:
        return f"{table.title.say(lang)}\n{about}"
    return (markdown.render([table], lang) if form == "markdown" else terminal.render([table], lang, screen(file))) + about


def _entry(source: Opened, typed: str) -> Erratum | None:
    return next((erratum for erratum in source.plan.errata if erratum.id == typed), None)


def _figure(source: Opened, typed: str) -> str:
    """The path of a figure that was typed. Raises Stop with “did you mean”."""
    if figure_at(source.plan, typed) is not None:
        return typed
    close = near(typed, [*figure_paths(source.plan), *(erratum.id for erratum in source.plan.errata)])
    raise stop(Message(Errata.NO_ENTRY_NEAR if close else Errata.NO_ENTRY, {"id": typed, "near": close}))


def accept(typed: str, plan: Path | None, *, decision: str, because: str) -> int:
    """Write a decision into the plan's ledger; prints the entries. Nothing else in the file is touched."""
    word, given = _decision(decision)
    if not because.strip():
        raise stop(Message(Errata.NO_REASON))
    folder, name = which(plan)
    if not name:
        raise stop(Message(Errata.EMBEDDED))
    source = opened(plan)
    groups = find(source.plan, source.findings.findings)
    erratum = _entry(source, typed)
    path = "" if erratum else _figure(source, typed)
    if erratum and "" in given:
        raise stop(Message(Errata.NAME_THE_FIGURE, {"id": erratum.id}))
    if "" in given and path in given:
        raise stop(Message(Errata.DECISION_FORM, {"text": decision}))
    wish = Wish(word, {where or path: value for where, value in given.items()}, because)
    try:
        if erratum:
            decided = decide_anew(source.plan, groups, erratum, wish)
            text = ledger.with_decision(source.sources.files["errata"], source.plan.errata.index(erratum), decided.entries[0])
        else:
            decided = decide(source.plan, source.findings.findings, groups, path, wish)
            text = ledger.with_entries(source.sources.files.get("errata"), decided.entries)
    except Undecidable as error:
        raise stop(error.message) from error
    except CannotWrite as error:
        raise stop(Message(Errata.NO_PLACE, {"path": _shown(name)})) from error
    _refuse_broken(source, text, name)
    _tell(decided)
    _write(folder / "errata.yaml", text)
    deliver(ledger.written(decided.entries), None)
    return 0


def _decision(typed: str) -> tuple[Decision, dict[str, Decimal]]:
    """The decision, and the figures to put instead by path, one without a path under the empty one. Raises Stop for anything but keep,
    undecided, correct=VALUE and correct=PATH=VALUE,…"""
    word, equals, rest = typed.partition("=")
    if word in ("keep", "undecided") and not equals:
        return cast("Decision", word), {}
    if word != "correct" or not equals:
        raise stop(Message(Errata.DECISION_FORM, {"text": typed}))
    tight = "".join(typed.split())
    meant = _COMMA.sub(r"=\1.\2\3", tight)
    if meant != tight:
        raise stop(Message(Errata.COMMA, {"text": typed, "meant": meant}))
    correct: dict[str, Decimal] = {}
    for pair in rest.split(","):
        path, named, amount = pair.strip().rpartition("=")
        if path in correct or bool(named) != bool(path):
            raise stop(Message(Errata.DECISION_FORM, {"text": typed}))
        try:
            correct[path] = parse(amount)
        except NotAFigure as error:
            raise stop(Message(Errata.DECISION_FORM, {"text": typed})) from error
    return "correct", correct


_COMMA = re.compile(r"=(-?[0-9]+),([0-9]+)(,|$)")  # a figure behind a comma, without a path of its own


def _tell(decided: Decided) -> None:
    for words, places in ((Errata.LEFT, decided.left), (Errata.BREAKS, decided.broken)):
        if places:
            names = tuple(Message(Errata.PLACE, {"code": code, "path": path}) for code, path in places)
            remark(Message(words, {"left": names, "broken": names}))


def _shown(name: str) -> str:
    return (Path(name) / "errata.yaml").as_posix()


def _refuse_broken(source: Opened, text: str, name: str) -> None:
    """Raises Stop where the plan could not be read with what is to be written: then nothing is."""
    files = {**source.sources.files, "errata": read(_shown(name), text.encode())}
    if check(Sources(source.sources.name, files)).plan is None:
        raise stop(Message(Errata.UNREADABLE, {"path": _shown(name)}))


def _write(file: Path, text: str) -> None:
    try:
        mark = codecs.BOM_UTF8 if file.exists() and file.read_bytes().startswith(codecs.BOM_UTF8) else b""
        write_whole(file, mark + text.encode())
    except OSError as error:
        raise unwritten(str(file), error) from error
    remark(Message(Errata.WRITTEN, {"path": file}))
